"""The bodies of responses: named examples first, else samples of the schema."""

from __future__ import annotations

from urllib.parse import urlencode

from generator.ir.types import ABSENT, Absent, Json, media_kind
from generator.lower.docs import named_examples_of
from generator.lower.schema.json_values import is_mapping
from generator.mock.endpoints import Media
from generator.mock.http.messages import as_json, essence
from generator.mock.response.choice import concrete
from generator.mock.response.files import sample_bytes
from generator.mock.response.sampler import Sampler
from generator.mock.response.xml import as_xml


class UnknownExample(Exception):
    """No example has the name that a client prefers."""


class Bodies:
    """Makes the bodies of responses. `seed` is the index of the samples."""

    def __init__(self, sampler: Sampler, seed: int) -> None:
        self.sampler = sampler
        self._seed = seed
        self._values: dict[int, Json | Absent] = {}
        self._sent: dict[int, bytes] = {}

    def value(self, media: Media, *, example: str = "", index: int | None = None) -> Json | Absent:
        """The value of a body: the example of a name, else the first that is valid, else a sample.

        With an index, the sample of that index whatever the examples are. Raises `UnknownExample`.
        """
        if example:
            return self._example(media, example)
        if index is not None:
            return self.sampler.sample(media.schema, index, examples=False)
        key = id(media.node.value)
        if key not in self._values:
            self._values[key] = self._first(media)
        return self._values[key]

    def sent(self, media: Media) -> bytes:
        """The bytes of the body that is sent where a client prefers none."""
        key = id(media.node.value)
        if key not in self._sent:
            self._sent[key] = self.encoded(self.value(media), media)
        return self._sent[key]

    def _example(self, media: Media, name: str) -> Json:
        for found in named_examples_of(media.node, self.sampler.context.follow):
            if found.name == name:
                return found.value
        raise UnknownExample(name)

    def _first(self, media: Media) -> Json | Absent:
        examples = [found.value for found in named_examples_of(media.node, self.sampler.context.follow)]
        if examples and (media.schema is None or media_kind(media.media_type) not in {"json", "form"}):
            return examples[0]
        if media.schema is not None and examples:
            validator = self.sampler.validator(media.schema)
            valid = [value for value in examples if validator.is_valid(value)]
            if valid:
                return valid[0]
        return self.sampler.sample(media.schema, self._seed)

    def encoded(self, value: Json | Absent, media: Media) -> bytes:
        """A value as the media type has it."""
        media_type = concrete(media)
        match media_kind(media_type):
            case "json":
                return b"null" if value is ABSENT and media.schema is not None else as_json(_or_object(value))
            case "form":
                return urlencode(value if is_mapping(value) else {}, doseq=True).encode()
            case "lines" | "events":
                return as_json(_or_object(value)) + b"\n"
            case "text":
                return _text(value, media_type)
            case "multipart" | "binary":
                if isinstance(value, str) and not _is_binary(media) and media.schema is not None:
                    return value.encode("utf-8", "surrogatepass")
                return sample_bytes(media_type, self._seed)


def _or_object(value: Json | Absent) -> Json:
    return {} if value is ABSENT else value


def _text(value: Json | Absent, media_type: str) -> bytes:
    if isinstance(value, str):
        return value.encode("utf-8", "surrogatepass")
    if value is ABSENT:
        return b"text"
    is_xml = essence(media_type).endswith("xml")
    return as_xml(value) if is_xml else as_json(value)


def _is_binary(media: Media) -> bool:
    schema = media.schema
    return schema is not None and schema.is_mapping and schema.value.get("format") in {"binary", None}
