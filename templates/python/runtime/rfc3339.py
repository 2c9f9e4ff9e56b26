"""Dates and times as RFC 3339 writes them; other text is not a date.

pydantic alone reads `"2024"` and `1700000000` as seconds since 1970.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, get_args

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

_DATE = r"^\d{4}-\d{2}-\d{2}$"
_DATE_TIME = r"^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$"


class _RFC3339:
    """Marks `datetime` and `date`: text must match RFC 3339, section 5.6.

    In a union with `str`, text that matches is a date and other text is a string.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return "RFC3339"

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        members: list[CoreSchema | tuple[CoreSchema, str]] = [
            _schema(member) if member in (dt.datetime, dt.date) else handler.generate_schema(member)
            for member in get_args(source) or (source,)
        ]
        return core_schema.union_schema(members, mode="left_to_right")


def _schema(kind: type[dt.date]) -> CoreSchema:
    plain: CoreSchema
    value: CoreSchema
    if kind is dt.date:
        plain, value = core_schema.date_schema(), core_schema.date_schema(strict=True)
    else:
        plain, value = core_schema.datetime_schema(), core_schema.datetime_schema(strict=True)
    pattern = core_schema.str_schema(pattern=_DATE if kind is dt.date else _DATE_TIME)
    text = core_schema.chain_schema([pattern, plain])
    either = core_schema.union_schema([value, text], mode="left_to_right")
    return core_schema.json_or_python_schema(json_schema=text, python_schema=either)


RFC3339 = _RFC3339()
