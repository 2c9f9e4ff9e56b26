"""What the Python SDK publishes, for telling its callers what a new version changes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any, Literal, TypeGuard

from generator.compare.surface import Error, Member, Method, Model, Notation, Surface, Use
from generator.ir.index import Index
from generator.ir.types import (
    ABSENT,
    AnyValue,
    Array,
    Constant,
    Constraint,
    Definition,
    Docs,
    Enumeration,
    Field,
    Map,
    Never,
    Nullable,
    Object,
    Operation,
    Ref,
    Scalar,
    Tuple,
    Type,
    Union,
)
from generator.ir.walk import content_types, request_types, response_types
from generator.targets.python.code.pages import is_paged
from generator.targets.python.code.response_types import chosen
from generator.targets.python.code.signatures import path_parameters
from generator.targets.python.names.names import Names

_TYPED_STRINGS = frozenset({"date-time", "date", "uuid", "decimal", "binary", "byte"})
"""The formats whose values are not plain strings in Python."""


def surface(index: Index, names: Names, version: str) -> Surface:
    """The surface of an SDK. `version` is the distribution's."""
    return _Reader(index, names).surface(version)


class _Reader:
    def __init__(self, index: Index, names: Names) -> None:
        self.index = index
        self.names = names

    def surface(self, version: str) -> Surface:
        api, names = self.index.api, self.names
        sent = self.index.reached(type for operation in api.operations for type in request_types(operation))
        received = self.index.reached(
            [
                *(type for each in api.operations for type in (*response_types(each), *content_types(each.errors))),
                *([api.receiving.event] if api.receiving is not None else []),
                *(callback.type for callback in api.callbacks),
            ]
        )
        models = {names.types[d.id]: self.model(d, _use(d.id in sent, d.id in received)) for d in api.definitions}
        return Surface(
            version=version,
            package=names.package_names.package,
            client=names.package_names.client,
            arguments=dict(self.arguments()),
            servers=tuple((server.name, server.url) for server in api.servers),
            methods={names.call(operation): self.method(operation) for operation in api.operations},
            models=models,
            errors={error.cls: Error(error.status, self.union(error.bodies)) for error in names.errors},
        )

    def arguments(self) -> Iterator[tuple[str, str]]:
        for keywords in self.names.credentials.values():
            yield from ((keyword, "credential") for keyword in keywords)
        for parts in self.names.grants.values():
            yield from ((keyword, "credential") for keyword in parts.values())
        for key, keyword in self.names.globals.items():
            yield keyword, "server variable" if key.startswith("server:") else "parameter"

    # --- methods ---

    def method(self, operation: Operation) -> Method:
        own = self.names.operation(operation)
        stream = operation.stream
        return Method(
            http=operation.key,
            takes=dict(self.takes(operation)),
            positional=tuple(own.keywords["path", parameter.wire] for parameter in path_parameters(operation)),
            spreads=self.spreads(operation),
            returns=self.returns(operation),
            item=self.type(stream.item) if stream else None,
            switch=own.switch,
            page=self.page(operation),
            needs=tuple(sorted(self.needs(operation))),
            deprecated=operation.docs.deprecated,
            docs=_digest(_said_of_operation(operation)),
        )

    def takes(self, operation: Operation) -> Iterator[tuple[str, Member]]:
        keywords = self.names.operation(operation).keywords
        for parameter in operation.parameters:
            keyword = keywords[parameter.location, parameter.wire]
            required = parameter.required and not isinstance(parameter.type, Constant)
            said = _said(parameter.docs, parameter.constraints, parameter.default)
            yield (
                keyword,
                Member(self.type(parameter.type), required, _other(parameter.wire, keyword), "", _digest(said)),
            )
        body, content = operation.body, self.index.sent(operation)
        if body is not None and content is not None and self.index.spread(operation) is None:
            plain = {"text": "string", "binary": "string binary", "events": "string binary"}
            type = plain.get(content.kind) or self.type(content.type or AnyValue())
            yield keywords["body", "body"], Member(type, body.required, docs=_digest(_said(body.docs)))

        yield from self._choice(operation)
        if file_switch := self.names.operation(operation).file_switch:
            yield file_switch, Member("boolean", False)

    def _choice(self, operation: Operation) -> Iterator[tuple[str, Member]]:
        """The keywords that only further media types of the body have, and the one that chooses among them."""
        own, choices = self.names.operation(operation), self.index.choices(operation)
        default = self.index.spread(operation)
        seen = {field.wire for field in default.fields} if default is not None else set[str]()
        for content in choices[1:]:
            spread = self.index.spread(operation, content)
            for field in spread.fields if spread is not None else ():
                if field.wire not in seen and not field.read_only:
                    seen.add(field.wire)
                    keyword = own.keywords["body", field.wire]
                    said = _digest(_said(field.docs, field.constraints, field.default))
                    yield keyword, Member(self.type(field.type), False, _other(field.wire, keyword), "", said)
        if own.content_type:
            yield own.content_type, Member("string", False)

    def spreads(self, operation: Operation) -> str:
        content = self.index.sent(operation)
        if content is None or self.index.spread(operation) is None or not isinstance(content.type, Ref):
            return ""
        return self.names.types[self._object(content.type.id)]

    def _object(self, id: str) -> str:
        """The definition of the object that a name leads to."""
        shape = self.index.definition(id).shape
        return id if isinstance(shape, Object) or not isinstance(shape.type, Ref) else self._object(shape.type.id)

    def returns(self, operation: Operation) -> Notation:
        found: list[Notation] = [self.type(response.type) for response in chosen(operation, self.index)]
        return _one_of(found) if found else "null"

    def page(self, operation: Operation) -> Notation:
        pagination = operation.pagination
        return self.type(pagination.item) if pagination is not None and is_paged(operation, self.index) else None

    def needs(self, operation: Operation) -> Iterator[tuple[str, ...]]:
        for choice in operation.security:
            keywords = (self.names.credentials.get(requirement.scheme, ()) for requirement in choice)
            yield tuple(sorted({keyword for group in keywords for keyword in group}))

    # --- models ---

    def model(self, definition: Definition, use: Use) -> Model:
        docs, shape = definition.docs, definition.shape
        if not isinstance(shape, Object):
            said = _digest(_said(docs, shape.constraints))
            return Model(use, type=self.type(shape.type), deprecated=docs.deprecated, docs=said)
        fields = {self.names.fields[definition.id, field.wire]: field for field in shape.fields}
        return Model(
            use,
            fields={name: self.member(name, field) for name, field in fields.items()},
            extra=self.type(shape.extra) if shape.extra is not None else None,
            deprecated=docs.deprecated,
            docs=_digest(_said(docs)),
        )

    def member(self, name: str, field: Field) -> Member:
        only: Literal["", "in", "out"] = "out" if field.read_only else "in" if field.write_only else ""
        said = _digest(_said(field.docs, field.constraints, field.default))
        return Member(self.type(field.type), field.required, _other(field.wire, name), only, said)

    def type(self, type: Type) -> Notation:
        match type:
            case Scalar("string", format) if format in _TYPED_STRINGS:
                return f"string {format}"
            case Scalar(kind):
                return kind
            case AnyValue():
                return "any"
            case Never():
                return "never"
            case Constant(value):
                return "null" if value is None else {"const": value}
            case Enumeration(values, open):
                return {"enum": list(values), **({"open": True} if open else {})}
            case Array(item):
                return {"list": self.type(item)}
            case Tuple(items, rest):
                return {"tuple": [self.type(item) for item in items], **({"rest": self.type(rest)} if rest else {})}
            case Map(value):
                return {"map": self.type(value)}
            case Nullable(inner):
                return _one_of([self.type(inner), "null"])
            case Union(members, tag):
                found = _one_of([self.type(member) for member in members])
                return {**found, "open": True} if tag and _is_object(found) else found
            case Ref(id):
                return {"ref": self.names.types[id]}

    def union(self, types: Iterable[Type]) -> Notation:
        found = [self.type(type) for type in types]
        return _one_of(found) if found else None


def _use(given: bool, received: bool) -> Use:
    return "in out" if given and received else "in" if given else "out" if received else ""


def _other(wire: str, name: str) -> str:
    return wire if wire != name else ""


def _is_object(notation: Notation) -> TypeGuard[dict[str, Any]]:
    return isinstance(notation, dict)


def _one_of(members: list[Notation]) -> Notation:
    """The union of types, flat, each said once."""
    flat: list[Notation] = []
    is_open = False
    for member in members:
        if _is_object(member) and "any of" in member:
            is_open = is_open or bool(member.get("open"))
            flat += [inner for inner in member["any of"] if inner not in flat]
        elif member not in flat:
            flat.append(member)
    if len(flat) == 1:
        return flat[0]
    return {"any of": flat, **({"open": True} if is_open else {})}


# --- what is said, for a digest ---


def _said(docs: Docs, constraints: tuple[Constraint, ...] = (), default: Any = ABSENT) -> Iterator[str]:
    yield from (docs.summary, docs.description, docs.deprecation, docs.url)
    yield from (f"{constraint.keyword} {constraint.value!r}" for constraint in constraints)
    yield repr(default) if default is not ABSENT else ""


def _said_of_operation(operation: Operation) -> Iterator[str]:
    yield from _said(operation.docs)
    if operation.body is not None and operation.body.docs.description:
        yield from _said(operation.body.docs)
    for response in (*operation.responses, *operation.errors):
        yield response.status
        yield from _said(response.docs)
    for choice in operation.security:
        yield from (f"{requirement.scheme} {requirement.scopes}" for requirement in choice if requirement.scopes)


def _digest(parts: Iterable[str]) -> str:
    """Eight hexadecimal digits of SHA-256, enough to see that a text changed; empty for empty texts."""
    text = "\0".join(parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8] if text.strip("\0") else ""
