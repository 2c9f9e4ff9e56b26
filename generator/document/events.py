"""The events of a YAML text, from the C parser where PyYAML was built with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import yaml

try:
    from yaml.cyaml import CParser as _Parser
except ImportError:  # pragma: no cover - PyYAML without libyaml
    from yaml import SafeLoader as _Parser  # type: ignore[assignment]


def event_reader(text: str | bytes) -> Callable[[], Any]:
    """A function that returns the next event, and None after the last. Raises `yaml.YAMLError` where the syntax is wrong."""
    reader: Callable[[], Any] = _Parser(text).get_event
    return reader


def events(text: str | bytes) -> Iterator[yaml.Event]:
    """The events of a text, one after the other. Raises `yaml.YAMLError` where the syntax is wrong."""
    read = event_reader(text)
    while (event := read()) is not None:
        yield event
