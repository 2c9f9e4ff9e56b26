"""Routes: the path of a request to the operations at it, literal segments before templates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, product
from typing import Final
from urllib.parse import urlsplit

from generator.ir.types import Operation, Server
from generator.mock.endpoints import Endpoint
from generator.mock.http.messages import unquoted

_VARIABLE: Final = re.compile(r"\{([^{}]+)\}")
_MOST_BASES: Final = 50
"""Combinations of the variables of one server that are served."""


@dataclass(frozen=True)
class Match:
    """The operations at a path, and the percent-encoded values of its variables."""

    endpoints: Sequence[tuple[Endpoint, dict[str, str]]]
    base: str = ""

    @property
    def methods(self) -> list[str]:
        """The methods that the path has."""
        return list(dict.fromkeys(endpoint.operation.method for endpoint, _ in self.endpoints))


@dataclass
class _Branch:
    literals: dict[str, _Branch] = field(default_factory=dict[str, "_Branch"])
    patterns: list[tuple[re.Pattern[str], _Branch]] = field(default_factory=list[tuple[re.Pattern[str], "_Branch"]])
    ends: list[tuple[Endpoint, tuple[str, ...]]] = field(default_factory=list[tuple[Endpoint, tuple[str, ...]]])


class Routes:
    """The routes of an API. Paths are served below each server's path, and below the root too."""

    def __init__(self, endpoints: Sequence[Endpoint], servers: Sequence[Server]) -> None:
        self._root = _Branch()
        self._shapes: dict[tuple[int, str], _Branch] = {}
        bases: dict[str, None] = {base: None for server in servers for base in server_bases(server)}
        self.base = next(iter(bases), "")
        """The path of the document's first server, without a slash at the end."""
        for endpoint in endpoints:
            self._add(endpoint)
            bases |= {base: None for server in endpoint.operation.servers for base in server_bases(server)}
        self._bases = sorted({*bases, ""}, key=len, reverse=True)

    def find(self, path: str) -> Match | None:
        """The operations at a percent-encoded path, the most literal ones first; None where there are none."""
        for base in self._bases:
            if path.startswith(base):
                found = list(self._found(self._root, path[len(base) :].split("/")[1:], ()))
                if found and (path[len(base) :].startswith("/")):
                    return Match(found, base)
        return None

    def _add(self, endpoint: Endpoint) -> None:
        branch = self._root
        names: list[str] = []
        for segment in route_of(endpoint.operation).split("/")[1:]:
            variables = _VARIABLE.findall(segment)
            names += variables
            if not variables:
                branch = branch.literals.setdefault(unquoted(segment), _Branch())
            else:
                branch = self._pattern(branch, segment)
        branch.ends.append((endpoint, tuple(names)))

    def _pattern(self, branch: _Branch, segment: str) -> _Branch:
        shape = _VARIABLE.sub("{}", segment)
        key = (id(branch), shape)
        if key not in self._shapes:
            self._shapes[key] = _Branch()
            text = "([^/]+)".join(re.escape(part) for part in shape.split("{}"))
            branch.patterns.append((re.compile(text), self._shapes[key]))
            # More literal characters first.
            branch.patterns.sort(key=lambda entry: -len(entry[0].pattern.replace("([^/]+)", "")))
        return self._shapes[key]

    def _found(
        self, branch: _Branch, segments: list[str], values: tuple[str, ...]
    ) -> Iterator[tuple[Endpoint, dict[str, str]]]:
        if not segments:
            for endpoint, names in branch.ends:
                yield endpoint, dict(zip(names, values, strict=True))
            return
        segment, rest = segments[0], segments[1:]
        literal = branch.literals.get(unquoted(segment))
        if literal is not None:
            yield from self._found(literal, rest, values)
        for pattern, below in branch.patterns:
            matched = pattern.fullmatch(segment)
            if matched is not None:
                yield from self._found(below, rest, (*values, *matched.groups()))


def route_of(operation: Operation) -> str:
    """The path template of an operation, with a slash at the start."""
    route = operation.route or operation.path
    return route if route.startswith("/") else f"/{route}"


def server_bases(server: Server) -> Iterator[str]:
    """The paths of a server's URL, without a slash at the end: with the defaults of its variables first."""
    names = list(dict.fromkeys(_VARIABLE.findall(server.url)))
    known = {variable.name: variable for variable in server.variables}
    values = [
        list(dict.fromkeys((known[name].default, *known[name].values))) if name in known else [""] for name in names
    ]
    for chosen in islice(product(*values), _MOST_BASES):
        url = server.url
        for name, value in zip(names, chosen, strict=True):
            url = url.replace(f"{{{name}}}", value)
        try:
            path = urlsplit(url).path
        except ValueError:
            continue
        path = "/" + path.lstrip("./").rstrip("/") if path.strip("./") else ""
        yield path
