"""Call names on real documents: how many are those that people chose for the same API, and what holds for all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from generator.adopt.adopt import adopted_names
from generator.adopt.listed_calls import listed_calls, route
from generator.config.options import Options
from generator.config.settings import Settings, settle
from generator.diagnostics.model import Diagnostics, Failed
from generator.lower.calls.lexicon import STRANDED
from generator.pipeline import Reading, read
from tests.corpus.documents import CORPUS, Entry, entries
from tests.corpus.marks import needs_corpus

SURFACES = CORPUS.parent / "surfaces"
needs_surfaces = pytest.mark.skipif(not SURFACES.is_dir(), reason=f"the calls of other SDKs are not at {SURFACES}")

LEAST = {
    "openai.yaml": (55, 55), "square.json": (65, 70), "together.yaml": (50, 50), "langfuse.yaml": (84, 84),
    "openrouter.yaml": (95, 95), "mistral.yaml": (40, 70),
}  # fmt: skip
"""Per cent of the calls, and of their resource paths, that are the same as in the API's own SDK."""
LEAST_OF_ALL = 58
SYNONYMS = {"retrieve": "get", "modify": "update", "edit": "update", "remove": "delete", "destroy": "delete"}
VERSION = re.compile(r"v?\d+(?:[._-]?\d+)*(?:(?:alpha|beta|rc)\d*)?", re.IGNORECASE)
PREFIXES = {"api", "public", "openai", "client"}
LONG_CALL, LONG_TYPE = 40, 50


def settings_of(path: Path) -> Settings:
    return settle(Options(spec=str(path)), "", path.parent, Diagnostics())


@cache
def reading_of(path: Path) -> Reading:
    return read(settings_of(path), Diagnostics(), published={})


def calls_of(reading: Reading) -> Iterator[tuple[str, str]]:
    """The route and the call of each operation."""
    for operation in reading.api.operations:
        yield f"{operation.method} {operation.path}", reading.named.call(operation).removeprefix("client.")


def bare(key: str) -> str:
    """A route without what two documents of one API may differ in."""
    method, path = key.split(" ", 1)
    path, _, query = path.partition("?")
    parts = [re.sub(r"\{[^}]*\}", "{}", part) for part in path.split("/") if part]
    while parts and (parts[0].lower() in PREFIXES or VERSION.fullmatch(parts[0])):
        parts.pop(0)
    return f"{method} /{'/'.join(parts)}{'?beta' if 'beta=true' in query else ''}".lower()


def with_plain_verb(call: str) -> str:
    head, _, last = call.rpartition(".")
    return f"{head}.{SYNONYMS.get(last, last)}"


def compared(name: str) -> tuple[int, int, int]:
    """Routes that a document and the API's own SDK have, calls that are the same, and resource paths."""
    ours: dict[str, set[str]] = {}
    theirs: dict[str, set[str]] = {}
    for key, call in calls_of(reading_of(CORPUS / name)):
        ours.setdefault(bare(key), set()).add(with_plain_verb(call))
    listed: Mapping[str, list[str]] = json.loads((SURFACES / f"{name.split('.')[0]}.json").read_text())
    for key, calls in listed.items():
        theirs.setdefault(bare(key), set()).update(map(with_plain_verb, calls))
    both = ours.keys() & theirs.keys()
    resources = [{call.rpartition(".")[0] for call in found[key]} for key in both for found in (ours, theirs)]
    same = sum(not one.isdisjoint(other) for one, other in zip(resources[::2], resources[1::2], strict=True))
    return len(both), sum(not ours[key].isdisjoint(theirs[key]) for key in both), same


@needs_corpus
@needs_surfaces
@pytest.mark.parametrize("name", LEAST)
def test_calls_are_those_that_people_chose(name: str) -> None:
    routes, calls, resources = compared(name)
    least_calls, least_resources = LEAST[name]
    assert routes > 70
    assert round(100 * calls / routes) >= least_calls
    assert round(100 * resources / routes) >= least_resources


@needs_corpus
@needs_surfaces
def test_most_calls_of_all_these_apis_are_those_that_people_chose() -> None:
    routes, calls, _ = map(sum, zip(*map(compared, LEAST), strict=True))
    assert 100 * calls / routes >= LEAST_OF_ALL


@needs_corpus
@needs_surfaces
def test_the_api_md_of_an_sdk_gives_every_one_of_its_calls() -> None:
    path, file = CORPUS / "openai.yaml", SURFACES / "openai.api.md"
    names, report = adopted_names(file, settings_of(path), Diagnostics())
    listed = {call.route: call.call for call in reversed(listed_calls(file, Diagnostics()))}
    found = read(replace(settings_of(path), names=names), Diagnostics(), published={})
    ours = {route(*key.split(" ", 1)): call for key, call in calls_of(found)}
    placed = ours.keys() & listed.keys()
    assert len(placed) >= 260
    assert {key: ours[key] for key in placed} == {key: listed[key] for key in placed}
    assert len(names) < len(placed) / 3
    assert all("no operation at this route" in line or "already named" in line for line in report[1:])


@needs_corpus
@pytest.mark.parametrize("entry", entries("real"), ids=lambda entry: entry.file)
def test_names_on_every_document(entry: Entry) -> None:
    """No name ends in a word that another must follow, few are long, and no inline type repeats a word."""
    try:
        reading = reading_of(entry.path)
    except Failed:
        return
    calls = [call for _, call in calls_of(reading)]
    assert len(set(calls)) == len(calls)
    methods = [call.rpartition(".")[2] for call in calls]
    assert [name for name in methods if name.rstrip("_").split("_")[-1] in STRANDED] == []
    assert sum(len(name) > LONG_CALL for name in methods) <= max(1, len(methods) / 100)
    inline = [reading.named.type_name(one.id) for one in reading.api.definitions if not one.component]
    names = [name.rpartition(".")[2] for name in inline]
    assert sum(len(name) > LONG_TYPE for name in names) <= len(names) / 100
    assert [name for name in names if _repeats(name)] == []


def _repeats(name: str) -> bool:
    words = [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+", name)]
    return any(one == other for one, other in pairwise(words) if not one.isdigit())
