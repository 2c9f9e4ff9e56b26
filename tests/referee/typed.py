"""Whether the result of a method is what its annotation promises."""

from __future__ import annotations

import types
import typing
from typing import Any, Union, get_args, get_origin

from pydantic import ConfigDict, TypeAdapter
from pydantic.errors import PydanticUserError


def promised(method: Any) -> Any:
    """The resolved return annotation of a method."""
    return typing.get_type_hints(method, include_extras=True)["return"]


def is_promised(result: Any, annotation: Any) -> bool:
    """Whether a result is an instance of a return annotation: no conversion, for all elements of a container."""
    origin = get_origin(annotation)
    if origin in (Union, types.UnionType):
        return any(is_promised(result, member) for member in get_args(annotation))
    if isinstance(origin, type) and origin.__module__ not in {"builtins", "collections.abc", "typing"}:
        return isinstance(result, origin)
    return _accepts(annotation, result)


def _accepts(annotation: Any, value: Any) -> bool:
    try:
        adapter = TypeAdapter[Any](annotation, config=ConfigDict(arbitrary_types_allowed=True))
    except PydanticUserError:  # a class that has its own configuration
        adapter = TypeAdapter[Any](annotation)
    try:
        adapter.validate_python(value, strict=True)
    except ValueError:
        return False
    return True
