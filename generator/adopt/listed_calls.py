"""The calls of an existing SDK, read from `stainless.yml`, an `api.md`, or lines of `METHOD /path  a.b.c`."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from generator.diagnostics.model import Diagnostics, Failed
from generator.diagnostics.text_location import TextPlace
from generator.document.json_types import Json, JsonObject
from generator.document.parse_file import parse_file, read_file
from generator.document.pointer import escape
from generator.document.positions.source import Source
from generator.ir.types import METHODS

_TITLE: Final = re.compile(r'<code title="(?P<method>[a-z]+) (?P<path>[^"]+)">(?P<call>.*?)\(')
_TAG: Final = re.compile(r"<[^>]*>")
_LINE: Final = re.compile(r"(?P<method>[A-Za-z]+)\s+(?P<path>/\S*)\s+(?P<call>\S+)\s*")
_CALL: Final = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*")
_ENDPOINT: Final = re.compile(r"\s*(?P<method>[A-Za-z]+)\s+(?P<path>/\S*)\s*")
PARAMETER: Final = re.compile(r"\{[^{}]*\}")
_BOUNDARY: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[-\s]+")


@dataclass(frozen=True, slots=True)
class ListedCall:
    """One method of an existing SDK: `chat.completions.create` for `POST /chat/completions`."""

    method: str
    path: str
    call: str
    line: int
    """Where the file lists it, from 1; 0 where that is not known."""

    @property
    def route(self) -> str:
        return route(self.method, self.path)


def route(method: str, path: str) -> str:
    """A method and path that are equal for every spelling of one route: no parameter names, no slash at the end."""
    return f"{method.upper()} {PARAMETER.sub('{}', path).rstrip('/') or '/'}"


def listed_calls(path: Path, diagnostics: Diagnostics) -> list[ListedCall]:
    """The calls that a file lists, in its order, without repeats.

    Entries that cannot be read are warnings with their line. Raises `Failed`, with a diagnostic, where the file
    cannot be read or lists nothing.
    """
    data = read_file(path, str(path), diagnostics)
    if path.suffix.lower() in {".yml", ".yaml", ".json"}:
        source, value = parse_file(data, str(path), diagnostics, path=path)
        found = list(_of_resources(_object(value, "resources"), (), "/resources", source, diagnostics))
    else:
        text = data.decode("utf-8", errors="replace")
        found = list(
            _of_api_md(text, path, diagnostics) if "<code title=" in text else _of_lines(text, path, diagnostics)
        )
    unique = list({(call.route, call.call): call for call in found}.values())
    if not unique:
        hint = "give stainless.yml, an SDK's api.md, or lines of `METHOD /path  resource.method`"
        diagnostics.error("no-calls", "the file lists no calls", TextPlace(str(path)), hint)
        raise Failed
    return unique


def _of_api_md(text: str, path: Path, diagnostics: Diagnostics) -> Iterator[ListedCall]:
    """The methods of an `api.md`: `<code title="get /models">client.models.<a …>list</a>() -> …`."""
    for number, line in enumerate(text.splitlines(), 1):
        for match in _TITLE.finditer(line):
            call = _plain(html.unescape(_TAG.sub("", match["call"])))
            if _CALL.fullmatch(call):
                yield ListedCall(match["method"].upper(), html.unescape(match["path"]), call, number)
            else:
                message = f"`{call[:60]}` is not a call such as `client.models.list`; it is skipped"
                diagnostics.warning("unread-call", message, TextPlace(str(path), number, match.start() + 1, text))


def _of_lines(text: str, path: Path, diagnostics: Diagnostics) -> Iterator[ListedCall]:
    """Lines of `METHOD /path  a.b.c`; `#` begins a comment."""
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _LINE.fullmatch(line.strip())
        call = _plain(match["call"]) if match else ""
        if match and match["method"].lower() in METHODS and _CALL.fullmatch(call):
            yield ListedCall(match["method"].upper(), match["path"], call, number)
        else:
            message = f"`{line.strip()[:60]}` is not a line of `METHOD /path  resource.method`; it is skipped"
            diagnostics.warning("unread-call", message, TextPlace(str(path), number, 1, text))


def _plain(call: str) -> str:
    return call.strip().removesuffix("()").removeprefix("client.")


# --- stainless.yml ---


def _object(value: Json, key: str) -> JsonObject:
    """The object at a key; an empty one for anything else."""
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}


def _of_resources(
    resources: JsonObject, above: tuple[str, ...], pointer: str, source: Source, diagnostics: Diagnostics
) -> Iterator[ListedCall]:
    """The methods of the resources at a pointer, and of those below them; `$shared` holds models alone."""
    for name, resource in resources.items():
        if name == "$shared":
            continue
        here = above if name == "$client" else (*above, snake(name))
        at = f"{pointer}/{escape(name)}"
        for method, entry in _object(resource, "methods").items():
            call = _of_method(method, entry, here)
            if call is not None:
                yield call
            elif not (isinstance(entry, dict) and entry.get("skip") is True):
                message = f"`{'.'.join((*here, method))}` names no endpoint; it is skipped"
                diagnostics.warning("unread-call", message, source.at(f"{at}/methods/{escape(method)}"))
        yield from _of_resources(_object(resource, "subresources"), here, f"{at}/subresources", source, diagnostics)


def _of_method(name: str, entry: Json, resource: tuple[str, ...]) -> ListedCall | None:
    """A method, whose entry is its endpoint or a mapping with `endpoint`; None for one that is skipped or has none."""
    if isinstance(entry, dict):
        if entry.get("skip") is True:
            return None
        entry = entry.get("endpoint")
    match = _ENDPOINT.fullmatch(entry) if isinstance(entry, str) else None
    if match is None or match["method"].lower() not in METHODS:
        return None
    return ListedCall(match["method"].upper(), match["path"], ".".join((*resource, snake(name))), 0)


def snake(name: str) -> str:
    """`setItem` as `set_item`."""
    return _BOUNDARY.sub("_", name).lower().strip("_")
