"""Waiting from a description of the config."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from generator.diagnostics.suggest import did_you_mean
from generator.ir.types import Operation, Type, Waiting
from generator.lower.longwork.status import Definitions, status_at, values_of
from generator.lower.longwork.vocabulary import state_of

KEYS: Final = ("status", "done", "failed")


@dataclass(frozen=True, slots=True)
class Mistake(Exception):
    """What is wrong with a description, and the remedy."""

    message: str
    hint: str = ""


def described(
    setting: Mapping[str, str], response: Type | None, operation: Operation, definitions: Definitions
) -> Waiting:
    """The waiting that a description gives. Raises `Mistake` for one that the operation does not fit."""
    for name in setting:
        if name not in KEYS:
            raise Mistake(f"unknown key `{name}`", did_you_mean(name, KEYS) or f"the keys are {', '.join(KEYS)}")
    if response is None or operation.method != "GET":
        what = "only a `GET` with one JSON response can be described"
        raise Mistake(what, "describe the one that reads the work; for one that starts it, `true`")
    path = tuple(setting.get("status", "status").split("."))
    found, error = status_at(path, response, definitions)
    if found is None:
        raise Mistake(f"the response has no property `{'.'.join(path)}`", 'name it: status = "…"')
    values = values_of(found.type, definitions)
    done, failed = _listed(setting.get("done", "")), _listed(setting.get("failed", ""))
    for value in (*done, *failed):
        if values and value not in values:
            message = f"the property `{'.'.join(path)}` has no value `{value}`"
            raise Mistake(message, did_you_mean(value, values) or f"the values are {', '.join(values)}")
    if not done and not failed:
        done = tuple(value for value in values if state_of(value) in {"done", "stopped"})
        failed = tuple(value for value in values if state_of(value) == "failed")
    if not done:
        raise Mistake("no value means that the work is done", 'list them: done = "finished, archived"')
    return Waiting("status", "the config describes it", path, done, failed, error)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
