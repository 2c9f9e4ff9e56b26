"""The keys `include` and `exclude` of a config, and the table `[idempotency]`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from generator.config.key_places import KeyPlaces
from generator.config.table_values import HEADER_NAME
from generator.diagnostics.model import Diagnostics
from generator.diagnostics.suggest import did_you_mean
from generator.diagnostics.text_location import LocatedText

_KINDS: Final = ("tag", "path", "operation", "marker")


def subset_patterns(
    patterns: tuple[str, ...], key: str, keys: KeyPlaces, diagnostics: Diagnostics
) -> tuple[LocatedText, ...]:
    """The patterns, with their places. Reports those without a known prefix and a value."""
    place = keys.place(key)
    for pattern in patterns:
        kind, _, value = pattern.partition(":")
        if kind not in _KINDS or not value:
            known = ", ".join(f"`{name}:…`" for name in _KINDS)
            suggested = did_you_mean(kind, _KINDS) if value else ""
            message = f"`{key}` has the pattern `{pattern}`; expected one of {known}"
            diagnostics.error("wrong-value", message, place, suggested or f'such as `{key} = ["tag:chat"]`')
    return tuple(LocatedText.at(pattern, place) for pattern in patterns)


def idempotency_settings(table: Mapping[str, str], keys: KeyPlaces, diagnostics: Diagnostics) -> Mapping[str, str]:
    """The table. Reports other keys than `header`, and a value that is not the name of a header."""
    for key, value in table.items():
        place = keys.place(key, "idempotency")
        if key != "header":
            message = f"[idempotency] has an unknown key `{key}`"
            diagnostics.error("unknown-key", message, place, did_you_mean(key, ("header",)) or "the key is `header`")
        elif not HEADER_NAME.fullmatch(value):
            message = f"[idempotency] `{value}` is not the name of a header"
            diagnostics.error("wrong-value", message, place, "such as `Idempotency-Key`")
    return table
