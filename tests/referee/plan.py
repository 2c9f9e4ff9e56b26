"""The calls of an SDK: each operation with all its arguments, and with only the required ones."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from generator.document.node import Node
from generator.document.pointer import split
from generator.document.resolver import Document
from generator.ir.index import Index
from generator.ir.types import (
    Array,
    Constant,
    Content,
    Example,
    Map,
    Object,
    Operation,
    Parameter,
    Place,
    Ref,
    Scalar,
    Type,
)
from generator.targets.python.names.names import Names, OperationNames
from tests.corpus.referee import Reading
from tests.corpus.sampling.sampler import Sampler
from tests.corpus.sampling.scalars import NOTHING

_BYTES = b"Hello"


@dataclass
class Call:
    """A call of one operation."""

    operation: Operation
    method: str
    arguments: dict[str, Any]
    complete: bool
    """Whether it has the optional arguments too."""
    streams: bool
    schemas: dict[str, Node] = field(default_factory=dict[str, Node])
    """The schema of each argument, by its place in the request: `query.limit`, `body`."""
    values: dict[str, Any] = field(default_factory=dict[str, Any])
    """The value of each as JSON."""
    invalid: set[str] = field(default_factory=set[str])
    """Those for which no value was found that JSON Schema accepts by the letter."""

    @property
    def name(self) -> str:
        return f"{self.operation.key} ({'all' if self.complete else 'required'})"


class Planner:
    """Plans the calls of one SDK."""

    def __init__(self, document: Document, index: Index, names: Names) -> None:
        self._document = document
        self._index = index
        self._names = names
        self._sampler = Sampler(document, "request")

    def calls(self) -> Iterator[Call]:
        """Two calls for each operation; one where no argument is optional."""
        for operation in self._index.api.operations:
            complete = self._call(operation, complete=True)
            required = self._call(operation, complete=False)
            yield complete
            if required.arguments != complete.arguments:
                yield required

    def _call(self, operation: Operation, *, complete: bool) -> Call:
        own = self._names.operation(operation)
        only_streams = operation.stream is not None and not operation.stream.switch
        call = Call(operation, self._names.call(operation), {}, complete, only_streams)
        self._add_media_type(operation, call)
        for parameter in operation.parameters:
            if complete or parameter.required:
                self._add_parameter(parameter, own, call)
        content = self._index.sent(operation)
        if operation.body is not None and content is not None and (complete or operation.body.required):
            self._add_body(content, operation, own, call)
        return call

    def _add_media_type(self, operation: Operation, call: Call) -> None:
        """The schema of a parameter `Content-Type`, which is no argument: it is the media type of the body."""
        parameters = self._node(operation.place).get("parameters")
        for entry in parameters.elements() if parameters is not None else ():
            found = self._document.resolve(entry)
            if found is not None and str(found.value.get("name")).lower() == "content-type":
                call.schemas |= {"header.Content-Type": schema} if (schema := _schema(found)) is not None else {}

    def _add_parameter(self, parameter: Parameter, own: OperationNames, call: Call) -> None:
        keyword = own.keywords.get((parameter.location, parameter.wire))
        where = f"{parameter.location}.{parameter.wire}"
        if keyword is None or isinstance(parameter.type, Constant):
            return
        value = self._value(_schema(self._node(parameter.place)), where, call, parameter.docs.examples)
        if parameter.location == "path" and value in ("", [], {}):
            value = "x"
        if value is not NOTHING:
            call.arguments[keyword] = self._python(value, parameter.type)

    def _add_body(self, content: Content, operation: Operation, own: OperationNames, call: Call) -> None:
        schema = _schema(self._node(content.place))
        spread = self._index.spread(operation)
        if spread is None:
            keyword = own.keywords["body", "body"]
            if content.kind in {"binary", "lines", "events"}:
                call.arguments[keyword] = _BYTES
                return
            value = self._value(schema, "body", call, content.examples)
            if content.kind == "text" and not isinstance(value, str):
                value = _BYTES.decode()
            call.arguments[keyword] = {} if value is NOTHING else self._python(value, content.type)
            return
        value = self._value(schema, "body", call, content.examples)
        given: dict[str, Any] = value if isinstance(value, dict) else {}
        switch = operation.stream.switch if operation.stream else ""
        for item in spread.fields:
            if item.wire in given and item.wire != switch and not item.read_only:
                keyword = own.keywords.get(("body", item.wire))
                if keyword is not None and not isinstance(item.type, Constant):
                    call.arguments[keyword] = self._python(given[item.wire], item.type)

    def _value(self, schema: Node | None, where: str, call: Call, examples: tuple[Example, ...]) -> Any:
        if schema is None:
            return "x"
        found = self._candidates(schema, call, [example.value for example in examples])
        call.schemas[where] = schema
        call.values[where] = value = self._valid(schema, found, where, call)
        return value

    def _candidates(self, schema: Node, call: Call, examples: list[Any]) -> list[Any]:
        """The document's examples, completed with the other properties, then sampled values."""
        choices = (True, False) if call.complete else (False,)
        sampled = [self._sampler.value(schema, optional=optional) for optional in choices]
        sampled = [value for value in sampled if value is not NOTHING]
        examples = examples if call.complete else []
        completed = [
            {**value, **example}
            for example in examples
            for value in sampled
            if isinstance(value, dict) and isinstance(example, dict)
        ]
        return [*completed, *examples, *sampled]

    def _valid(self, schema: Node, found: list[Any], where: str, call: Call) -> Any:
        """The first value that JSON Schema accepts, by the letter or else as authors of requests mean it."""
        readings: tuple[Reading, ...] = ("letter", "request")
        for reading in readings:
            for value in found:
                if self._sampler.is_valid(schema, value, reading):
                    call.invalid |= {where} if reading == "request" else set()
                    return value
        call.invalid.add(where)
        return found[-1] if found else NOTHING

    def _node(self, place: Place) -> Node:
        root = next(root for root in self._document.roots if root.file == place.file)
        node = root
        for key in split(root.source.current(place.pointer)):
            node = node.child(int(key)) if node.is_sequence else node.child(key)
        return node

    def _python(self, value: Any, type: Type | None) -> Any:
        """A value of JSON as an argument: bytes for files and base64, all else as it is."""
        plain = self._index.plain(type) if type is not None else None
        match plain:
            case Scalar("string", "binary") if isinstance(value, str):
                return value.encode()
            case Scalar("string", "byte") if isinstance(value, str):
                return _decoded(value)
            case Array(item) if isinstance(value, list):
                return [self._python(entry, item) for entry in value]
            case Map(item) if isinstance(value, dict):
                return {key: self._python(entry, item) for key, entry in value.items()}
            case Ref(id) if isinstance(value, dict):
                shape = self._index.definition(id).shape
                types = {one.wire: one.type for one in shape.fields} if isinstance(shape, Object) else {}
                return {key: self._python(entry, types.get(key)) for key, entry in value.items()}
        return value


def _schema(node: Node) -> Node | None:
    """The schema of a parameter or media type."""
    content = node.get("content")
    if content is not None:
        node = next((entry for _, entry in content.items()), node)
    schema = node.get("schema")
    return schema if schema is not None and schema.is_mapping else None


def _decoded(value: str) -> bytes:
    try:
        return base64.b64decode(value, validate=True)
    except ValueError:
        return value.encode()
