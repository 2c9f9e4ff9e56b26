"""The names of the methods that wait for work."""

from __future__ import annotations

from generator.ir.index import Index
from generator.ir.types import Operation
from generator.targets.python.code.files import media_types
from generator.targets.python.code.response_types import choices

_READING = ("get", "retrieve", "read", "show", "fetch", "describe", "find", "poll", "check", "view", "lookup")

_STATES = ("status", "state", "result")


def is_waited(operation: Operation, index: Index) -> bool:
    """Whether a method waits for the work: the operation has one type of response, and no choice of bodies."""
    if operation.waiting is None or choices(operation, index) or len(index.sendable(operation)) > 1:
        return False
    if media_types(operation, index):
        return False  # a file
    return operation.stream is None or (bool(operation.stream.switch) and operation.waiting.kind != "monitor")


def wait_names(operation: Operation, method: str) -> list[str]:
    """The candidates for the name, best first: `wait` beside `get`, `create_and_wait` for what `create` starts."""
    if operation.waiting is not None and operation.waiting.kind == "monitor":
        name = f"{method.strip('_')}_and_wait"
        return [name, f"{name}_until_done"]
    verb, _, rest = method.strip("_").partition("_")
    what = rest if verb in _READING else method.strip("_")
    what = "" if what in _STATES else what
    names = [f"wait_for_{what}", f"wait_until_{what}_is_done"] if what else ["wait", "wait_for_work"]
    return [*names, f"wait_for_{method.strip('_')}", "wait_until_done"]
