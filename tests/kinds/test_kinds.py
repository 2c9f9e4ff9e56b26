"""One folder a kind: a document of ten lines, and what a call sends and returns, sync and async.

`cases.toml` has a `[[case]]` for each call:

- `call`: the expression, without `client.`; it may use `models`, `errors`, `datetime`, `Decimal`, `Path`, `io`, `types`
  and more: see `names`.
- `client`: further arguments of the client, as Python source.
- `line`: the request line without the version; `headers`: request headers, each with its value, or with "" where it
  must not be sent; `body`: the request body as text; `body_has`, `body_lacks`: parts of it.
- `status`, `type`, `reply`, `reply_hex`: the response (200 with no body by default).
- `result`: an expression that must be true of `result`; `error`: the error's class, and `says`: what is in its text.
  With `unsent = true` nothing may have reached the server.

`diagnostics.txt`, where there is one, holds what generation reports; without it, there must be no warning.
"""

from __future__ import annotations

import asyncio
import importlib
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from generator.config.settings import Settings
from generator.diagnostics.model import Diagnostics
from generator.pipeline import generate
from tests.kinds.wire import Wire, response

FOLDERS = sorted(path.parent for path in Path(__file__).parent.glob("*/spec.yaml"))
CASES = [
    (folder, number, case)
    for folder in FOLDERS
    for number, case in enumerate(tomllib.loads((folder / "cases.toml").read_text("utf-8"))["case"])
]
REQUEST_KEYS = frozenset({"call", "client", "line", "headers", "body", "body_has", "body_lacks", "unsent"})
KEYS = REQUEST_KEYS | {"status", "type", "reply", "reply_hex", "reply_headers", "result", "error", "says", "warns"}


class Sdks:
    """The SDKs of the folders, each generated and imported once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.known: dict[str, tuple[Any, str]] = {}

    def of(self, folder: Path) -> tuple[Any, str]:
        """The imported package, and what was reported when it was generated."""
        if folder.name not in self.known:
            package = f"kind_{folder.name.replace('-', '_')}_sdk"
            output = self.root / folder.name
            settings = Settings(folder / "spec.yaml", "spec.yaml", "", output, None, package=package, class_name="Api")
            diagnostics = Diagnostics()
            generate(settings, diagnostics, lambda _: None)
            sys.path.insert(0, str(output))
            said = "".join(
                f"{item.severity}[{item.code}]: {item.message}\n"
                for item in diagnostics.items
                if item.severity != "note"
            )
            self.known[folder.name] = importlib.import_module(package), said
        return self.known[folder.name]


@pytest.fixture(scope="session")
def sdks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sdks]:
    before = list(sys.path)
    yield Sdks(tmp_path_factory.mktemp("kinds"))
    sys.path[:] = before


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_what_generation_reports(folder: Path, sdks: Sdks) -> None:
    expected = folder / "diagnostics.txt"
    assert sdks.of(folder)[1] == (expected.read_text("utf-8") if expected.exists() else "")


README = [
    ("servers-without-names", '| `"sandbox-for-tests"` | `https://two.example` Sandbox for tests |'),
    ("servers-without-names", '| `"server-4"` | `http://127.0.0.1:{port}/fourth` |'),
    ("http-schemes", "## Digest authentication"),
    ("http-schemes", 'Api(http_client=httpx2.Client(auth=httpx2.DigestAuth("user", "password")))'),
]


@pytest.mark.parametrize(("kind", "text"), README)
def test_readme(kind: str, text: str, sdks: Sdks) -> None:
    sdks.of(Path(__file__).parent / kind)
    assert text in (sdks.root / kind / "README.md").read_text("utf-8")


def test_the_http_client_answers_a_digest_challenge(sdks: Sdks) -> None:
    sdk, _ = sdks.of(Path(__file__).parent / "http-schemes")
    challenge = {"WWW-Authenticate": 'Digest realm="r", nonce="n", qop="auth"'}
    with Wire(response(401, challenge, b"")) as wire:
        own = httpx2.Client(auth=httpx2.DigestAuth("u", "p"))
        with (
            own,
            sdk.Api(base_url=wire.url, max_retries=0, http_client=own) as client,
            pytest.raises(sdk.errors.APIError),
        ):
            client.me.digest()
    first, second = wire.received
    assert "authorization" not in first.headers
    assert second.headers["authorization"][0].startswith('Digest username="u", realm="r", nonce="n", uri="/digest"')


@pytest.mark.parametrize("colour", ["sync", "async"])
@pytest.mark.parametrize(("folder", "number", "case"), CASES, ids=lambda value: getattr(value, "name", None))
def test_kind(folder: Path, number: int, case: dict[str, Any], colour: str, sdks: Sdks) -> None:
    assert case.keys() <= KEYS, "an unknown key would assert nothing"
    sdk, _ = sdks.of(folder)
    body = bytes.fromhex(case["reply_hex"]) if "reply_hex" in case else case.get("reply", "").encode()
    headers = {"Content-Type": case["type"]} if "type" in case else {}
    with Wire(response(case.get("status", 200), headers | case.get("reply_headers", {}), body)) as wire:
        scope = names(sdk)
        arguments = f"base_url={wire.url!r}, max_retries=0, {case.get('client', '')}"
        run = (
            asyncio.run(_async(case["call"], arguments, scope))
            if colour == "async"
            else _sync(case["call"], arguments, scope)
        )
    result, error = run
    if "error" in case:
        assert error is not None, f"returned {result!r}"
        assert case["error"] in {cls.__name__ for cls in type(error).__mro__}, repr(error)
        assert case.get("says", "") in str(error)
    elif error is not None:
        raise error
    if "result" in case:
        assert eval(case["result"], {**scope, "result": result}), repr(result)
    if case.get("unsent"):
        assert wire.received == []
    if not {"line", "headers", "body", "body_has", "body_lacks"}.isdisjoint(case):
        (request,) = wire.received
        assert request.line == case.get("line", request.line)
        for name, value in case.get("headers", {}).items():
            assert request.headers.get(name.lower(), [""]) == [value]
        if "body" in case:
            assert request.body == case["body"].encode()
        for part in case.get("body_has", ()):
            assert part.encode() in request.body, request.body
        for part in case.get("body_lacks", ()):
            assert part.encode() not in request.body, request.body


def names(sdk: Any) -> dict[str, Any]:
    import datetime
    import io
    import json
    import types
    import uuid
    from decimal import Decimal

    return {
        "sdk": sdk,
        "models": sdk.models,
        "errors": sdk.errors,
        "datetime": datetime,
        "io": io,
        "json": json,
        "types": types,
        "uuid": uuid,
        "Decimal": Decimal,
        "Path": Path,
    }


def _sync(call: str, arguments: str, scope: dict[str, Any]) -> tuple[Any, Exception | None]:
    with eval(f"sdk.Api({arguments})", scope) as client:
        try:
            return eval(f"client.{call}", {**scope, "client": client}), None
        except Exception as error:
            return None, error


async def _async(call: str, arguments: str, scope: dict[str, Any]) -> tuple[Any, Exception | None]:
    async with eval(f"sdk.AsyncApi({arguments})", scope) as client:
        try:
            return await eval(f"client.{call}", {**scope, "client": client}), None
        except Exception as error:
            return None, error
