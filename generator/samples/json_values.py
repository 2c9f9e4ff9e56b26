"""Type guards for JSON values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeGuard

from generator.ir.types.common import Json


def is_object(value: Json) -> TypeGuard[Mapping[str, Json]]:
    return isinstance(value, Mapping)


def is_array(value: Json) -> TypeGuard[list[Json]]:
    return isinstance(value, list)
