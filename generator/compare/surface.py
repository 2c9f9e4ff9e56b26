"""The public surface of an SDK, independent of its language, for comparing two versions.

It is stored in the manifest of an output as JSON, one line for each method, model and error. The next run can compare
with it without the old document, and a diff of the manifest shows what changed in the API.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

Notation: TypeAlias = Any
"""A type as JSON: `"string"`, `"string uuid"`, `"any"`, `"null"`, `{"const": v}`, `{"enum": […]}`, `{"list": T}`,
`{"tuple": […], "rest": T}`, `{"map": T}`, `{"ref": "Model"}`, `{"any of": […]}`. `enum` and `any of` may have
`"open": true`: other values may be received."""

Use: TypeAlias = Literal["", "in", "out", "in out"]
"""Whether a model is an input (`in`), an output (`out`), both, or neither."""


@dataclass(frozen=True, slots=True)
class Member:
    """A parameter of a method, or a field of a model."""

    type: Notation
    required: bool = False
    wire: str = ""
    """The name in the document, if different."""
    only: Literal["", "in", "out"] = ""
    """`in` for a write-only field, `out` for a read-only one."""
    docs: str = ""
    """A digest of the description, limits and default; empty if there are none."""


@dataclass(frozen=True, slots=True)
class Method:
    """A method. `takes` has all parameters, except the fields of the model that a call `spreads` into keywords.

    `positional` are those that may be passed by position, in order. `needs` are the sets of credentials of which a call
    needs one. `docs` is as for `Member`, without the parameters.
    """

    http: str
    takes: Mapping[str, Member] = field(default_factory=dict[str, Member])
    positional: tuple[str, ...] = ()
    spreads: str = ""
    returns: Notation = "null"
    item: Notation = None
    """The type of a stream item, or None if the method does not stream."""
    switch: str = ""
    """The parameter that turns streaming on; empty if the method always or never streams."""
    page: Notation = None
    """The type that iteration over a returned page yields, or None if the method returns no page."""
    needs: tuple[tuple[str, ...], ...] = ()
    deprecated: bool = False
    docs: str = ""


@dataclass(frozen=True, slots=True)
class Model:
    """An object with `fields`, or an alias of `type`."""

    use: Use = ""
    fields: Mapping[str, Member] = field(default_factory=dict[str, Member])
    type: Notation = None
    extra: Notation = None
    """The type of additional properties, or None if there are none."""
    deprecated: bool = False
    docs: str = ""


@dataclass(frozen=True, slots=True)
class Error:
    """An error class, with its status and the type of its body."""

    status: str
    body: Notation = None


@dataclass(frozen=True, slots=True)
class Surface:
    """Everything public in an SDK, by its names there. `version` is that of the distribution."""

    version: str
    package: str
    client: str
    arguments: Mapping[str, str] = field(default_factory=dict[str, str])
    """The arguments of the client, each a `credential`, `parameter` or `server variable`."""
    servers: tuple[tuple[str, str], ...] = ()
    """Names, which may be empty, and URLs. The first is the default."""
    methods: Mapping[str, Method] = field(default_factory=dict[str, Method])
    models: Mapping[str, Model] = field(default_factory=dict[str, Model])
    errors: Mapping[str, Error] = field(default_factory=dict[str, Error])

    def data(self) -> dict[str, Any]:
        """The surface as JSON, without empty values and in alphabetical order."""
        client = {
            "package": self.package,
            "class": self.client,
            "arguments": dict(sorted(self.arguments.items())),
            "servers": [list(server) for server in self.servers],
        }
        return {
            "version": self.version,
            "client": client,
            **{f"error {name}": _data(error) for name, error in sorted(self.errors.items())},
            **{f"method {name}": _data(method) for name, method in sorted(self.methods.items())},
            **{f"model {name}": _data(model) for name, model in sorted(self.models.items())},
        }

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Surface | None:
        """The inverse of `data`; None if the data is missing, edited, or of another version."""
        try:
            client = data["client"]
            named: dict[str, dict[str, Any]] = {"error": {}, "method": {}, "model": {}}
            for key, value in data.items():
                kind, _, name = key.partition(" ")
                if name:
                    named[kind][name] = value
            return cls(
                version=str(data["version"]),
                package=str(client["package"]),
                client=str(client["class"]),
                arguments={str(name): str(kind) for name, kind in client["arguments"].items()},
                servers=tuple((str(name), str(url)) for name, url in client["servers"]),
                methods={name: _method(value) for name, value in named["method"].items()},
                models={name: _model(value) for name, value in named["model"].items()},
                errors={name: Error(**value) for name, value in named["error"].items()},
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            return None


def _data(thing: Method | Model | Error | Member) -> dict[str, Any]:
    """The values of the slots that are not empty, by name."""
    found: dict[str, Any] = {}
    for name in thing.__slots__:
        value = getattr(thing, name)
        if name in {"takes", "fields"}:
            value = {key: _data(member) for key, member in value.items()}
        elif name == "needs":
            value = [list(choice) for choice in value]
        elif name == "positional":
            value = list(value)
        if value not in (None, "", False, [], {}):
            found[name] = value
    return found


def _method(value: Mapping[str, Any]) -> Method:
    rest = dict(value)
    return Method(
        takes=_members(rest.pop("takes", {})),
        positional=tuple(rest.pop("positional", ())),
        needs=tuple(tuple(choice) for choice in rest.pop("needs", ())),
        **rest,
    )


def _model(value: Mapping[str, Any]) -> Model:
    rest = dict(value)
    return Model(fields=_members(rest.pop("fields", {})), **rest)


def _members(value: Mapping[str, Any]) -> dict[str, Member]:
    return {name: Member(**member) for name, member in value.items()}
