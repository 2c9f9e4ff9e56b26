"""The headers that a response declares."""

from __future__ import annotations

import re
from typing import Any, Final

from generator.document.node import Node
from generator.ir.types import ABSENT, Json
from generator.lower.docs import named_examples_of
from generator.lower.schema.json_values import is_list, is_mapping
from generator.mock.http.messages import as_json
from generator.mock.response.sampler import Sampler

_TOKEN: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_OWN: Final = frozenset(
    {
        "connection",
        "content-encoding",
        "content-length",
        "content-range",
        "content-type",
        "date",
        "keep-alive",
        "link",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
"""Headers that frame the message, or that depend on the request: samples of them would be wrong."""


class Headers:
    """Makes the headers of responses."""

    def __init__(self, sampler: Sampler, origin: str) -> None:
        self._sampler = sampler
        self.origin = origin
        self._made: dict[int, dict[str, str]] = {}

    def of(self, status: int, response: Node | None) -> dict[str, str]:
        """The headers of a response. A redirect has a `Location` on this server."""
        found = dict(self._declared(response)) if response is not None else {}
        if 300 <= status < 400 or "location" in (name.lower() for name in found):
            found = {name: value for name, value in found.items() if name.lower() != "location"}
            found["Location"] = f"{self.origin}/"
        if status in {429, 503} and "retry-after" not in (name.lower() for name in found):
            found["Retry-After"] = "1"
        return found

    def _declared(self, response: Node) -> dict[str, str]:
        key = id(response.value)
        if key not in self._made:
            self._made[key] = dict(self._read(response))
        return self._made[key]

    def _read(self, response: Node) -> list[tuple[str, str]]:
        context = self._sampler.context
        found: list[tuple[str, str]] = []
        for name, entry in context.members(response, "headers"):
            node = context.follow(entry)
            if node is None or not node.is_mapping or not _TOKEN.fullmatch(name) or name.lower() in _OWN:
                continue
            examples = named_examples_of(node, context.follow)
            value: Any = examples[0].value if examples else self._sampler.sample(node.get("schema"))
            if value is not ABSENT:
                found.append((name, header_text(value)))
        return found


def header_text(value: Json) -> str:
    """A value in the style `simple`."""
    match value:
        case bool():
            return str(value).lower()
        case _ if is_list(value):
            return ",".join(header_text(item) for item in value)
        case _ if is_mapping(value):
            return as_json(value).decode()
        case _:
            return "" if value is None else str(value)
