"""The table `[webhooks]` of a config."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from generator.config.key_places import KeyPlaces
from generator.config.table_values import HEADER_NAME
from generator.diagnostics.model import Diagnostics
from generator.diagnostics.suggest import did_you_mean
from generator.diagnostics.text_location import LocatedText

_KEYS: Final = ("signature", "event_header")
_SIGNATURES: Final = ("standard", "github", "stripe", "slack")


def webhook_settings(table: Mapping[str, str], keys: KeyPlaces, diagnostics: Diagnostics) -> Mapping[str, str]:
    """The table, with the places of its values. Reports keys and values that are not known."""
    for key, value in table.items():
        if key not in _KEYS:
            hint = did_you_mean(key, _KEYS) or "the keys are `signature` and `event_header`"
            diagnostics.error(
                "unknown-key", f"[webhooks] has an unknown key `{key}`", keys.place(key, "webhooks"), hint
            )
        elif key == "event_header":
            if not HEADER_NAME.fullmatch(value):
                message = f"[webhooks] `{value}` is not the name of a header"
                diagnostics.error("wrong-value", message, keys.place(key, "webhooks"), "such as `X-Event`")
        elif value not in _SIGNATURES:
            known = ", ".join(f"`{name}`" for name in _SIGNATURES)
            message = f"[webhooks] unknown signature `{value}`"
            hint = did_you_mean(value, _SIGNATURES) or f"one of {known}; others are checked by `verify=`"
            diagnostics.error("wrong-value", message, keys.place(key, "webhooks"), hint)
    return {key: LocatedText.at(value, keys.place(key, "webhooks")) for key, value in table.items()}
