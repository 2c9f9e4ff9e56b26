"""The base class of models, and open unions."""

from __future__ import annotations

import inspect
import sys
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from importlib import import_module
from types import UnionType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Final,
    Literal,
    Self,
    TypeAlias,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from .json_types import is_object

_POST_INIT = "model_post_init"
_PACKAGE, _IN_PACKAGE, _ = __name__.partition("._runtime")


class Model(BaseModel):
    """An object of the API.

    Fields that the document does not define are kept: they are attributes and in `model_extra`, and
    are sent with the object. A field that is not set is not sent; a field set to None is sent as
    null.
    """

    model_config = ConfigDict(
        extra="allow",
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        defer_build=True,
        protected_namespaces=(),
        ser_json_inf_nan="constants",
    )

    # Without annotations, which pydantic would evaluate again for each subclass.
    __constants__ = frozenset[str]()
    __read_only__ = frozenset[str]()

    def __init_subclass__(cls, sent: bool = True, read_only: str = "", **kwargs: Any) -> None:
        """Mark a class.

        `sent=False` is one of responses alone: its constants are not filled in. `read_only` are the
        names of fields that requests leave out, separated by spaces.
        """
        super().__init_subclass__(**kwargs)
        if read_only:
            cls.__read_only__ = cls.__read_only__.union(read_only.split())
        constants = cls.__constants__.union(_constants(cls) if sent else ())
        if _IN_PACKAGE and not f"{cls.__module__}.".startswith(f"{_PACKAGE}."):
            constants = constants.union(_defaults(cls))  # a caller's own class
        if constants != cls.__constants__:
            cls.__constants__ = constants

            own: Any = cls.__dict__.get(_POST_INIT)

            # Added only to classes with constants, as the hook slows validation down.
            def send_constants(self: Model, context: object, /) -> None:
                if own is not None:
                    own(self, context)
                self.__pydantic_fields_set__.update(constants)

            setattr(cls, _POST_INIT, send_constants)

    @classmethod
    def from_response(cls, data: str | bytes | Mapping[str, Any]) -> Self:
        """Read a response that was kept, as JSON text or a dict, with the leniency of a call.

        Values that do not match their field are kept as they are; a missing required field is None.
        Raises `ResponseError`, which is a `ValueError` too, if the data is not a JSON object.
        """
        from .response.kept import parsed, unread

        lenient: Any = import_module(".response.lenient", __package__)  # which imports this module
        value = parsed(cls, data)
        try:
            result: object = lenient.repair(cls, value, [])
        except (ValueError, RecursionError) as error:
            raise unread(cls, str(error), data) from error
        if isinstance(result, cls):
            return result
        raise unread(cls, f"expected a JSON object, not {type(value).__name__}", data)

    if not TYPE_CHECKING:  # with the signatures of pydantic

        def model_dump(
            self, *, mode: str = "python", warnings: Any = False, **options: Any
        ) -> dict[str, Any]:
            """As in pydantic, but without warnings: a value that was read leniently is itself."""
            try:
                return super().model_dump(mode=mode, warnings=warnings, **options)
            except ValueError:
                if mode != "json":
                    raise
            from .response.kept import dump

            return dump(self, {"warnings": warnings, **options})

        def model_dump_json(self, *, warnings: Any = False, **options: Any) -> str:
            """As in pydantic, but without warnings, and with surrogates as JSON escapes them."""
            try:
                return super().model_dump_json(warnings=warnings, **options)
            except ValueError:
                indent = options.pop("indent", None)
                value = self.model_dump(mode="json", warnings=warnings, **options)
            from .response.kept import to_text

            return to_text(value, indent)

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        """Only the fields that are set, so that an object with many unset fields stays readable."""
        set_fields = self.model_fields_set
        for name, value in super().__repr_args__():
            if name in set_fields or name not in type(self).model_fields:
                yield name, value


def _constants(cls: type[Model]) -> Iterator[str]:
    """The required fields that are declared as `name: Literal[value] = value`."""
    own = cls.__dict__
    for name, annotation in inspect.get_annotations(cls).items():
        default: Any = own.get(name)
        if default is None:
            continue  # most fields
        if isinstance(default, FieldInfo):
            default = default.default
        if is_literal(annotation) and default in get_args(annotation):
            yield name


def _defaults(cls: type[Model]) -> Iterator[str]:
    """The fields that a class itself declares with a default."""
    annotations = inspect.get_annotations(cls)
    return (name for name in annotations if name in cls.__dict__ and name[0] != "_")


def is_literal(annotation: Any) -> bool:
    """Whether an annotation is `Literal[…]`."""
    origin: object = get_origin(annotation)
    return origin is Literal


def resolved_alias(alias: Any) -> Any:
    """The annotation that a `TypeAliasType` names, evaluated in its module if it is a string."""
    annotation: Any = alias.__value__
    if not isinstance(annotation, str):
        return annotation
    return _evaluated({"value": annotation}, alias.__module__)["value"]


def hints_of(model: type[BaseModel]) -> dict[str, Any]:
    """The annotations of a model, evaluated without building its validator."""
    found: dict[str, Any] = {}
    for base in reversed(model.__mro__):
        if issubclass(base, BaseModel) and base not in (BaseModel, Model):
            found |= _evaluated(inspect.get_annotations(base), base.__module__)
    return found


def _evaluated(annotations: dict[str, Any], module: str) -> dict[str, Any]:
    class Holder:
        pass

    Holder.__annotations__ = dict(annotations)
    return get_type_hints(Holder, vars(sys.modules[module]), include_extras=True)


class _Base64:
    """Marks bytes that are base64 in JSON (RFC 4648, sections 4 and 5)."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "BASE64"

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_before_validator_function(
            _decode_base64,
            core_schema.bytes_schema(),
            serialization=core_schema.plain_serializer_function_ser_schema(
                encode_base64, when_used="json"
            ),
        )


BASE64: Final = _Base64()
Base64Bytes: TypeAlias = Annotated[bytes, BASE64]


def encode_base64(value: bytes | str) -> str:
    """The text of bytes in JSON. Text, of a response that was not base64, is itself."""
    return value if isinstance(value, str) else b64encode(value).decode("ascii")


def _decode_base64(value: Any) -> Any:
    """The bytes of a text of either alphabet, with or without padding and line breaks."""
    if not isinstance(value, str):
        return value
    text = "".join(value.split()).translate({ord("-"): "+", ord("_"): "/"})
    return b64decode(text + "=" * (-len(text) % 4), validate=True)


class UnknownVariant(Model):
    """A member of an open union that the document does not define. All its fields are kept."""


class OpenUnion:
    """Marks a union as open.

    `tag` is the wire name of the discriminating property. An object with an unknown tag becomes an
    `UnknownVariant`. A known tag selects its member: if the rest of the object is not valid,
    validation fails with the errors of that member. `default` is the name of the member that takes
    the place of `UnknownVariant`, also for an object without the property.
    """

    __slots__ = ("default", "tag")

    def __init__(self, tag: str, default: str = "") -> None:
        self.tag = tag
        self.default = default

    def __repr__(self) -> str:
        return f"OpenUnion({self.tag!r})"

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        choices: dict[str | int, CoreSchema] = {}
        # The names of the tag: its wire name in JSON, the name of a field in a model.
        places: dict[str, None] = {self.tag: None}
        other: Any = UnknownVariant
        for member in get_args(source):
            if self.default and getattr(member, "__name__", "") == self.default:
                other = member
            if member is not UnknownVariant:
                schema = handler.generate_schema(member)
                for field, value in tags(member, self.tag):
                    places[field] = None
                    choices[value] = schema
        paths: list[list[str | int]] = [[place] for place in places]
        known = core_schema.tagged_union_schema(choices, paths if len(paths) > 1 else self.tag)

        def reject_known(value: Any) -> Any:
            tag: Any = value.get(self.tag) if is_object(value) else None
            if isinstance(tag, str | int) and tag in choices:
                raise PydanticCustomError("known_variant", "a known tag selects the member")
            return value

        unknown = core_schema.no_info_before_validator_function(
            reject_known, handler.generate_schema(other)
        )
        return core_schema.union_schema([known, unknown], mode="left_to_right")


def tags(member: Any, tag: str) -> Iterator[tuple[str, str | int]]:
    """The field of a member whose wire name is `tag`, once for each value that it may have."""
    if isinstance(member, type) and issubclass(member, Model):
        for name, field in member.model_fields.items():
            if (field.alias or name) == tag:
                yield from ((name, value) for value in _listed(field.annotation))


def _listed(annotation: Any) -> Iterator[str | int]:
    """The values that an annotation lists; the tag may be optional, or open to further values."""
    if is_literal(annotation):
        yield from (value for value in get_args(annotation) if isinstance(value, str | int))
    elif get_origin(annotation) in {Union, UnionType}:
        for member in get_args(annotation):
            yield from _listed(member)
