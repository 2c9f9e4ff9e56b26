"""Run every program of an SDK's pages, and validate the requests that they send against the document.

    python -m tests.corpus.page_requests DOCUMENT

generates the SDK in a temporary folder, and prints a JSON object: `programs`, how many ran, `forbidden`, how many sent
a request that the document forbids, and `faults`, one line for each of those. It is a process of its own, since the SDK
is imported in it. The server responds to every request with 400, so a program is judged by its first request.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import sys
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

from generator.config.options import Options
from generator.config.settings import settle
from generator.diagnostics.model import Diagnostics
from generator.document.node import Node
from generator.document.resolver import Document
from generator.pipeline import generate
from tests.corpus import sdk
from tests.corpus.answering import AnsweringServer, Route
from tests.corpus.calls import ask_for_tokens, set_environment
from tests.corpus.referee import Referee
from tests.corpus.sampling.scalars import FORMATS
from tests.docs.page_programs import Program, programs
from tests.referee.multipart import parts
from tests.support.loopback_server import Request, Response

_VARIABLE: Final = re.compile(r"\{([^{}]+)\}")
_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?")
_SEPARATORS: Final = (",", "|", " ")


class RecordingServer(AnsweringServer):
    """Keeps the first request that is not one to an authorization server, and responds with 400."""

    first: Request | None = None

    def respond(self, request: Request) -> Response:
        if (granted := self.authorization(request, urlsplit(request.target).path)) is not None:
            return Response(200, "application/json", json.dumps(granted).encode())
        self.first = self.first or request
        return Response(400, "application/json", b"{}")


class Requests:
    """Validates requests by the schemas of a document."""

    def __init__(self, document: Document, routes: list[Route]) -> None:
        self._document = document
        self._routes = routes
        self._referee = Referee(document, FORMATS)
        self.unread = 0
        """How many values have a schema that the validator cannot read."""

    def faults(self, request: Request) -> list[str]:
        """What the document forbids about a request, by the operation that fits best if paths overlap."""
        path = urlsplit(request.target).path
        fitting = [route for route in self._routes if route.method == request.method and route.pattern.fullmatch(path)]
        if not fitting:
            return [f"no operation for {request.method} {request.target}"]
        fewest = min(route.variables for route in fitting)
        every = [list(self._faults(request, route)) for route in fitting if route.variables == fewest]
        return min(every, key=len)

    def _faults(self, request: Request, route: Route) -> Iterator[str]:
        given = self._given(request, route)
        for parameter in self._parameters(route):
            location, name = parameter.value.get("in"), str(parameter.value.get("name"))
            if location not in given or name.lower() in {"accept", "authorization", "content-type"}:
                continue
            found = given[location].get(name.lower() if location == "header" else name)
            schema = self._resolved(_schema(parameter))
            if found is None and schema is not None and self._is_object(schema):
                continue  # its properties are sent by themselves
            if found is None:
                if parameter.value.get("required") is True:
                    yield f"{route.name}: {location} {name} is required"
            elif schema is not None and not any(self._valid(schema, value) for value in self._values(found, schema)):
                yield f"{route.name}: {location} {name}: {found}"
        yield from self._body_faults(request, route)

    def _resolved(self, node: Node | None) -> Node | None:
        return self._document.resolve(node) if node is not None else None

    def _given(self, request: Request, route: Route) -> dict[str, dict[str, list[str]]]:
        target = urlsplit(request.target)
        names = _VARIABLE.findall(re.split(r"[?#]", route.path, maxsplit=1)[0])
        pattern = re.sub(r"\[\^/\]\+", "([^/]+)", route.pattern.pattern)
        match = re.fullmatch(pattern, target.path)
        query: dict[str, list[str]] = {}
        for name, value in parse_qsl(target.query, keep_blank_values=True):
            query.setdefault(name, []).append(value)
        return {
            "path": {name: [unquote(text)] for name, text in zip(names, match.groups() if match else (), strict=False)},
            "query": query,
            "header": {name: [value] for name, value in request.headers.items()},
        }

    def _parameters(self, route: Route) -> list[Node]:
        """The parameters of an operation and of its path; those of the operation prevail."""
        item = route.operation.parent
        found: dict[tuple[str, str], Node] = {}
        for owner in (item, route.operation):
            listed = self._resolved(owner.get("parameters")) if owner is not None and owner.is_mapping else None
            for entry in listed.elements() if listed is not None else ():
                parameter = self._resolved(entry)
                if parameter is not None and parameter.is_mapping:
                    found[str(parameter.value.get("in")), str(parameter.value.get("name"))] = parameter
        return list(found.values())

    def _body_faults(self, request: Request, route: Route) -> Iterator[str]:
        body = self._resolved(route.operation.get("requestBody"))
        content = self._resolved(body.get("content")) if body is not None else None
        if body is None or content is None:
            return
        if not request.body:
            if body.value.get("required") is True and "content-type" not in request.headers:
                yield f"{route.name}: the body is required"
            return
        sent = request.headers.get("content-type", "")
        essence = sent.partition(";")[0].strip().lower()
        known = {key.partition(";")[0].strip().lower(): node for key, node in reversed(list(content.items()))}
        entry = content.get(sent) or known.get(essence)
        schema = _schema(entry) if entry is not None else None
        if schema is None:
            return
        if essence == "application/x-www-form-urlencoded":
            value: Any = self._form(parse_qsl(request.body.decode(), keep_blank_values=True), schema)
        elif essence.startswith("multipart/"):
            every = [] if request.body.startswith(b"--" + _boundary(sent) + b"--") else parts(sent, request.body)
            pairs = [(part.name, part.content.decode("latin-1")) for part in every]
            value = self._form(pairs, schema)
        elif "json" in essence and "seq" not in essence and "nd" not in essence and "lines" not in essence:
            value = json.loads(request.body)
        else:
            return
        if not self._valid(schema, value):
            yield f"{route.name}: body {json.dumps(value)[:300]}: {self._referee.reason(schema.place, value)[:200]}"

    def _form(self, pairs: list[tuple[str, str]], schema: Node) -> dict[str, Any]:
        """The object of a form: each property as the first value that its schema allows."""
        texts: dict[str, list[str]] = {}
        for name, text in pairs:
            texts.setdefault(name, []).append(text)
        found: dict[str, Any] = {}
        for name, values in texts.items():
            own, _, inner = name.partition("[")
            declared = self._property(schema, own, 0)
            if inner and declared is not None and name not in found:
                if inner == "]":
                    found[own] = [self._best(value, declared, in_list=True) for value in values]
                else:
                    found.setdefault(own, {})[inner.rstrip("]")] = _plain(values[0])
                continue
            found[name] = self._best(values, declared) if declared is not None else values[0]
        return found

    def _best(self, values: Any, schema: Node, *, in_list: bool = False) -> Any:
        node = self._resolved(schema)
        if in_list:
            return _plain(values) if isinstance(values, str) else values
        candidates = list(self._values(values, node)) if node is not None else values
        return next((each for each in candidates if node is None or self._valid(node, each)), candidates[0])

    def _property(self, schema: Node, name: str, depth: int) -> Node | None:
        node = self._resolved(schema)
        if node is None or not node.is_mapping or depth > 5:
            return None
        declared = node.mapping("properties")
        if declared is not None and declared.get(name) is not None:
            return declared.get(name)
        for keyword in ("allOf", "oneOf", "anyOf"):
            members = node.sequence(keyword)
            for member in members.elements() if members is not None else ():
                if (found := self._property(member, name, depth + 1)) is not None:
                    return found
        return None

    def _values(self, texts: list[str], schema: Node) -> Iterator[Any]:
        """The values that texts can stand for: the text, a number, a boolean, JSON, an array of those."""
        if len(texts) == 1:
            yield texts[0]
            yield _plain(texts[0])
            with contextlib.suppress(ValueError):
                yield json.loads(texts[0])
        yield texts
        yield [_plain(text) for text in texts]
        for separator in _SEPARATORS:
            split = [item for text in texts for item in text.split(separator)]
            yield split
            yield [_plain(item) for item in split]
        if self._is_object(schema):
            yield {}

    def _is_object(self, schema: Node) -> bool:
        return schema.is_mapping and (schema.value.get("type") == "object" or "properties" in schema.value)

    def _valid(self, schema: Node, value: Any) -> bool:
        verdict = self._referee.verdict(schema.place, value, "request")
        self.unread += verdict == "unread"
        return verdict != "invalid"


def _plain(text: str) -> Any:
    if text in {"true", "false"}:
        return text == "true"
    return json.loads(text) if _NUMBER.fullmatch(text) and not re.match(r"-?0\d", text) else text


def _boundary(content_type: str) -> bytes:
    return content_type.partition("boundary=")[2].strip('"').encode()


def _schema(node: Node) -> Node | None:
    """The schema of a parameter or media type."""
    content = node.get("content") if "in" in node.value else None
    if content is not None:
        node = next((entry for _, entry in content.items()), node)
    return node.get("schema")


def judge(document: Path, folder: Path) -> dict[str, Any]:
    """Generate the SDK in a folder, and run the programs of its pages one after the other, as they are."""
    diagnostics = Diagnostics()
    options = Options(spec=str(document), output=str(folder))
    build, _ = generate(settle(options, "", Path(), diagnostics), diagnostics, lambda _: None)
    package = folder / sdk.package_of(folder)
    every, faults, silent = programs(folder), list[str](), list[str]()
    with RecordingServer(build.reading.document) as server, tempfile.TemporaryDirectory() as saved:
        requests = Requests(build.reading.document, server.routes)
        ask_for_tokens(package / "client.py", server.origin)
        set_environment(package, server.origin)
        sys.path.insert(0, str(folder))
        with contextlib.chdir(saved):
            for program in every:
                server.first = None
                error = _run(program)
                if server.first is None:
                    silent.append(f"{program.id}: nothing was sent: {error}")
                elif found := requests.faults(server.first):
                    faults.append(f"{program.id}: {'; '.join(found)}")
    return {
        "programs": len(every),
        "forbidden": len(faults),
        "unread": requests.unread,
        "silent": silent,
        "faults": faults,
    }


def _run(program: Program) -> str:
    """Run a program. Returns the error that ends it."""
    output = io.StringIO()
    try:
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
            exec(compile(program.source, program.id, "exec"), {"__name__": "__main__"})
    except Exception as error:
        return f"{type(error).__name__}: {str(error)[:200]}"
    return ""


def main() -> None:
    warnings.simplefilter("ignore")  # deprecated operations are called too
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(judge(Path(sys.argv[1]).resolve(), Path(folder) / "sdk"), indent=1))


if __name__ == "__main__":
    main()
