"""Read the lines of a configuration that name calls: path prefixes, verbs and single calls."""

from __future__ import annotations

import re
from collections.abc import Mapping

from generator.diagnostics.model import Diagnostics
from generator.diagnostics.suggest import did_you_mean
from generator.diagnostics.text_location import TextPlace, place_of
from generator.lower.calls.lexicon import VERBS
from generator.lower.calls.model import Overrides

PREFIX = "path:"
VERB = "verb:"
_METHOD = "method:"
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


def overrides_of(names: Mapping[str, str], diagnostics: Diagnostics) -> Overrides:
    """The overrides in a `[names]` table.

    - `"path:/organization" = "admin.organization"`: the resource of all paths that begin so.
    - `"verb:get" = "retrieve"`: the word for a verb, in every name that begins with it.
    - `"method:GET /models" = "models.list"`: a call. A name without a dot is for the target alone.

    Reports values that are no names and verbs that no name begins with.
    """
    prefixes: dict[str, tuple[str, ...]] = {}
    verbs: dict[str, str] = {}
    places: dict[str, TextPlace | None] = {}
    operations: dict[tuple[str, str], tuple[str, ...]] = {}
    for key, name in names.items():
        parts = tuple(name.split("."))
        if key.startswith(PREFIX):
            if all(map(_WORD.fullmatch, parts)):
                prefixes[key.removeprefix(PREFIX)] = parts
                places[key.removeprefix(PREFIX)] = place_of(name)
            else:
                hint = 'a resource is named as in "path:/organization" = "admin.organization"'
                diagnostics.error(
                    "bad-name", f'[names] "{key}" = "{name}" does not name a resource', place_of(name), hint
                )
        elif key.startswith(VERB):
            verb = key.removeprefix(VERB)
            if verb not in VERBS:
                hint = did_you_mean(verb, VERBS) or "verbs are words such as `get`, `list` or `create`"
                diagnostics.error(
                    "unknown-name", f"[names] `{key}`: no name begins with `{verb}`", place_of(name), hint
                )
            elif not _WORD.fullmatch(name):
                diagnostics.error("bad-name", f'[names] "{key}" = "{name}" is not a word', place_of(name))
            else:
                verbs[verb] = name
        elif key.startswith(_METHOD) and "." in name:
            method, _, path = key.removeprefix(_METHOD).partition(" ")
            operations[method, path] = parts
    return Overrides(verbs, prefixes, operations, places)
