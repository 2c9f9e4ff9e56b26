"""JSON text to plain values."""

from __future__ import annotations

import json
import re
from typing import NoReturn

from generator.diagnostics.model import Diagnostics, Failed
from generator.document.json_types import Json, JsonObject
from generator.document.limits import MAX_DEPTH, MAX_DIGITS
from generator.document.pointer import join
from generator.document.positions.source import Source
from generator.document.read.size import depth
from generator.document.read.yaml_reader import report_duplicates
from generator.document.read.yaml_scalars import real

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_LONG_NUMBER = re.compile(rf"-?[0-9]{{{MAX_DIGITS + 1},}}")
_CONSTANT = re.compile(r"-?(?:NaN|Infinity)")


class NotJson(Exception):
    """The text is not JSON; the offset is where that shows, in characters."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


def read_json(source: Source, diagnostics: Diagnostics) -> Json:
    """The value of a JSON text (RFC 8259). A duplicate key is reported; its later value counts.

    Raises `NotJson` where the syntax is wrong, and `Failed`, with the reason reported, where a limit is passed.
    """
    reader = _Reader()
    text = source.text
    try:
        value: Json = json.loads(
            text,
            object_pairs_hook=reader.members,
            parse_float=reader.real,
            parse_constant=reader.constant,
            strict=False,
        )
    except json.JSONDecodeError as error:
        raise NotJson(error.msg, error.pos) from None
    except RecursionError:
        _too_deep(source, diagnostics)
    except ValueError:
        # The decoder rejects an integer of thousands of digits, without its position.
        _long_number(source, diagnostics)
    if depth(value) > MAX_DEPTH:
        _too_deep(source, diagnostics)
    for problem, pattern in reader.problems:
        found = next((match for match in pattern.finditer(_blank_strings(text))), None)
        diagnostics.error("number", problem, source.at_offset(found.start() if found else 0))
    if _SURROGATE.search(text):
        _lone_surrogates(source, value, diagnostics)
    if reader.doubled:
        source.syntax = "json"
        report_duplicates(source, diagnostics)
    return value


class _Reader:
    """The hooks of the decoder."""

    def __init__(self) -> None:
        self.doubled = False
        self.problems: list[tuple[str, re.Pattern[str]]] = []

    def members(self, pairs: list[tuple[str, Json]]) -> JsonObject:
        found = dict(pairs)
        if len(found) != len(pairs):
            self.doubled = True
        return found

    def real(self, text: str) -> float:
        try:
            return real(text)
        except ValueError as error:
            self.problems.append((str(error), re.compile(re.escape(text))))
            return 0.0

    def constant(self, text: str) -> None:
        self.problems.append((f"`{text}` is not a JSON value", _CONSTANT))


def _blank_strings(text: str) -> str:
    return _STRING.sub(lambda match: " " * len(match[0]), text)


def _long_number(source: Source, diagnostics: Diagnostics) -> NoReturn:
    found = _LONG_NUMBER.search(_blank_strings(source.text))
    message = f"a number of more than {MAX_DIGITS} digits is too long"
    diagnostics.error("number", message, source.at_offset(found.start() if found else 0))
    raise Failed


def _too_deep(source: Source, diagnostics: Diagnostics) -> NoReturn:
    levels = offset = 0
    for match in re.finditer(r"[][{}]", _blank_strings(source.text)):
        levels += 1 if match[0] in "[{" else -1
        offset = match.start()
        if levels > MAX_DEPTH:
            break
    message = f"objects and arrays are nested more than {MAX_DEPTH} levels deep here"
    diagnostics.error("too-deep", message, source.at_offset(offset))
    raise Failed


def _lone_surrogates(source: Source, root: Json, diagnostics: Diagnostics) -> None:
    source.syntax = "json"
    todo: list[tuple[tuple[str | int, ...], Json]] = [((), root)]
    while todo:
        keys, value = todo.pop()
        if isinstance(value, str):
            _check_text(value, keys, source, diagnostics)
        elif isinstance(value, dict):
            for key, child in value.items():
                _check_text(key, (*keys, key), source, diagnostics)
                todo.append(((*keys, key), child))
        elif isinstance(value, list):
            todo += [((*keys, index), child) for index, child in enumerate(value)]


def _check_text(text: str, keys: tuple[str | int, ...], source: Source, diagnostics: Diagnostics) -> None:
    if any("\ud800" <= character <= "\udfff" for character in text):
        message = "this text holds half of a surrogate pair (`\\ud800` to `\\udfff`), which is not a character"
        diagnostics.error("surrogate", message, source.at(join(keys)))
