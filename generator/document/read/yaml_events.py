"""The events of a YAML text, from the C parser where PyYAML was built with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import yaml

# PyYAML without libyaml has no C parser; its own takes ten times as long.
_parser: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def event_reader(text: str | bytes) -> Callable[[], yaml.Event | None]:
    """A function that returns the next event, and None after the last. Raises `yaml.YAMLError`."""
    reader: Callable[[], yaml.Event | None] = _parser(text).get_event
    return reader


def events(text: str | bytes) -> Iterator[yaml.Event]:
    """The events of a text, one after the other. Raises `yaml.YAMLError`."""
    read = event_reader(text)
    while (event := read()) is not None:
        yield event
