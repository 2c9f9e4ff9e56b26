"""What an SDK publishes, in no language and without its code: enough to tell a caller what a new version changes.

A surface goes into the manifest of an output as JSON, one line a method, model and error, so that the next run has it
without the earlier document, and a diff of the manifest reads as a diff of the API.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

Notation: TypeAlias = Any
"""A type as JSON: `"string"`, `"string uuid"`, `"any"`, `"null"`, `{"const": v}`, `{"enum": […]}`, `{"list": T}`,
`{"tuple": […], "rest": T}`, `{"map": T}`, `{"ref": "Model"}`, `{"any of": […]}`. `"open": true` beside `enum` and
`any of` tells that a receiver must expect others."""

Use: TypeAlias = Literal["", "in", "out", "in out"]
"""Whether callers give a value (`in`), are given it (`out`), both, or neither."""


@dataclass(frozen=True, slots=True)
class Member:
    """A parameter of a method, or a field of a model."""

    type: Notation
    required: bool = False
    wire: str = ""
    """The name in the document, where it is another."""
    only: Literal["", "in", "out"] = ""
    """Set for a field that is only ever given (write-only) or received (read-only)."""
    docs: str = ""
    """A digest of what the document says about it, limits and default included; empty for nothing."""


@dataclass(frozen=True, slots=True)
class Method:
    """`positional` are the parameters that may be given by position, in their order; `takes` are all of them, save the
    fields of the model that a call `spreads` into parameters. `needs` are sets of the client's credentials, any one of
    which will do. `docs` is as for a member, the parameters left out."""

    http: str
    takes: Mapping[str, Member] = field(default_factory=dict)
    positional: tuple[str, ...] = ()
    spreads: str = ""
    returns: Notation = "null"
    item: Notation = None
    """The type of an item where the method streams, or None."""
    switch: str = ""
    """The parameter that asks for the stream, or empty where it is not for the caller to choose."""
    needs: tuple[tuple[str, ...], ...] = ()
    deprecated: bool = False
    docs: str = ""


@dataclass(frozen=True, slots=True)
class Model:
    """An object with `fields`, or a name for a `type`, which is None for objects."""

    use: Use = ""
    fields: Mapping[str, Member] = field(default_factory=dict)
    type: Notation = None
    extra: Notation = None
    """The type of further properties, or None where there are none."""
    deprecated: bool = False
    docs: str = ""


@dataclass(frozen=True, slots=True)
class Error:
    """A class of error: the status that raises it, and its body."""

    status: str
    body: Notation = None


@dataclass(frozen=True, slots=True)
class Surface:
    """All that an SDK publishes, by the names that callers write. `version` is the distribution's."""

    version: str
    package: str
    client: str
    arguments: Mapping[str, str] = field(default_factory=dict)
    """The client's own arguments, each with what it is: `credential`, `parameter` or `server variable`."""
    servers: tuple[tuple[str, str], ...] = ()
    """Name (or empty) and URL; the first is the default."""
    methods: Mapping[str, Method] = field(default_factory=dict)
    models: Mapping[str, Model] = field(default_factory=dict)
    errors: Mapping[str, Error] = field(default_factory=dict)

    def data(self) -> dict[str, Any]:
        """As JSON, for the manifest: what is empty is left out, and the order is the alphabet's."""
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
        """The surface that `data` gave; None for nothing, and for what an edit or another layout left."""
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
    """The slots that say something, by name."""
    found: dict[str, Any] = {}
    for name in thing.__slots__:
        value = getattr(thing, name)
        if name in {"takes", "fields"}:
            value = {key: _data(member) for key, member in value.items()}
        elif isinstance(value, tuple):
            value = [list(part) if isinstance(part, tuple) else part for part in value]
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
