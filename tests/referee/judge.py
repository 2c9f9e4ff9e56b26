"""Generate the SDK of a document, call each operation of it against Prism, and print what Prism finds.

    python -m tests.referee.judge DOCUMENT

prints a JSON object (see `Findings`). It is a process of its own, since the SDK is imported in it.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import sys
import tempfile
import warnings
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from generator.config.options import Options
from generator.config.settings import settle
from generator.diagnostics.model import Diagnostics
from generator.pipeline import Build, generate
from generator.targets.python.target import NamedPythonApi
from tests.corpus import sdk
from tests.corpus.referee import Referee
from tests.referee.exchanges import Recorder
from tests.referee.findings import Findings
from tests.referee.known import explain_request, explain_response
from tests.referee.plan import Call, Planner
from tests.referee.prism import Prism
from tests.referee.typed import is_promised, promised

_SHOWN = 3


class Judge:
    """Calls the operations of one SDK and collects what Prism finds."""

    def __init__(self, build: Build, origin: str, package: Any) -> None:
        named = build.reading.named
        assert isinstance(named, NamedPythonApi)
        self._named = named
        self._document = build.reading.document
        self._referee = Referee(self._document)
        self._origin = origin
        self._package = package
        self._recorder = Recorder()
        self._called: dict[str, set[bool]] = {}
        self.findings = Findings(operations=build.operations)

    def run(self) -> None:
        """Call every operation with all its arguments and with the required ones, sync and async."""
        calls = list(Planner(self._document, self._named.index, self._named.names).calls())
        with self._recorder.client() as http:
            client = self._client(self._named.client, http)
            for call in calls:
                self._judge(call, _method(client, call))
        asyncio.run(self._run_async(calls))
        self.findings.called = sum(len(colours) == 2 for colours in self._called.values())

    async def _run_async(self, calls: list[Call]) -> None:
        async with self._recorder.async_client() as http:
            client = self._client(f"Async{self._named.client}", http)
            for call in calls:
                await self._async_judge(call, _method(client, call))

    def _client(self, name: str, http: Any) -> Any:
        names = self._named.names
        credentials = {keyword: "secret" for keywords in names.credentials.values() for keyword in keywords}
        given = {keyword: "x" for key, keyword in names.globals.items() if not key.startswith("server:")}
        own = {"http_client": http, "base_url": self._origin, "max_retries": 0, "strict_responses": True, "timeout": 30}
        return getattr(self._package, name)(**given, **credentials, **own)

    def _judge(self, call: Call, method: Callable[..., Any]) -> None:
        self._recorder.last = None
        error: Exception | None = None
        try:
            _check(_call(method, call), method)
        except Exception as caught:
            error = caught
        self._record(call, error, is_async=False)

    async def _async_judge(self, call: Call, method: Callable[..., Awaitable[Any]]) -> None:
        self._recorder.last = None
        error: Exception | None = None
        try:
            _check(await _async_call(method, call), method)
        except Exception as caught:
            error = caught
        self._record(call, error, is_async=True)

    def _record(self, call: Call, error: Exception | None, *, is_async: bool) -> None:
        exchange, found = self._recorder.last, self.findings
        where = f"{call.name}, {'async' if is_async else 'sync'}"
        if exchange is None:
            found.faults.append(f"{where}: nothing was sent: {_brief(error)}")
            return
        found.requests += 1
        self._called.setdefault(call.operation.key, set()).add(is_async)
        messages = [_message(fault) for fault in exchange.faults if fault["location"][:1] == ["request"]]
        if messages:
            reasons = [explain_request(message, call, exchange) for message in messages]
            unknown = [message for message, reason in zip(messages, reasons, strict=True) if reason is None]
            more = f" (and {len(unknown) - _SHOWN} more)" if len(unknown) > _SHOWN else ""
            if unknown:
                found.faults.append(f"{where}: {'; '.join(unknown[:_SHOWN])}{more}")
            elif reasons[0] is not None:
                found.known[str(reasons[0])] = found.known.get(str(reasons[0]), 0) + 1
        elif error is None:
            found.typed += 1
        elif reason := explain_response(call, exchange, error, self._referee):
            found.wrong_samples[str(reason)] = found.wrong_samples.get(str(reason), 0) + 1
        else:
            found.untyped.append(f"{where}: {_brief(error)}")


def _check(result: Any, method: Callable[..., Any]) -> None:
    annotation = promised(method)
    if not is_promised(result, annotation):
        raise TypeError(f"the result is {type(result).__name__}, and not {annotation}")


def _method(client: Any, call: Call) -> Any:
    found = client
    for name in call.method.split("."):
        found = getattr(found, name)
    return found


def _call(method: Callable[..., Any], call: Call) -> Any:
    result = method(**call.arguments)
    if hasattr(result, "__enter__"):
        with result as opened:
            for _ in opened if call.streams else ():
                pass
    return result


async def _async_call(method: Callable[..., Awaitable[Any]], call: Call) -> Any:
    result = await method(**call.arguments)
    if hasattr(result, "__aenter__"):
        async with result as opened:
            if call.streams:
                async for _ in opened:
                    pass
    return result


def _message(fault: Any) -> str:
    return f"{'.'.join(str(part) for part in fault['location'][1:])}: {fault['message']}"


def _brief(error: Exception | None) -> str:
    return f"{type(error).__name__}: {str(error).partition(chr(10))[0][:200]}"


def judge(document: Path) -> Findings:
    """Generate the SDK of a document in a temporary folder, and call its operations."""
    diagnostics = Diagnostics()
    with tempfile.TemporaryDirectory() as folder:
        options = Options(spec=str(document), output=str(Path(folder) / "sdk"))
        build, _ = generate(settle(options, "", Path(), diagnostics), diagnostics, lambda _: None)
        sys.path.insert(0, str(build.output))
        package = importlib.import_module(sdk.package_of(build.output))
        with Prism(document) as prism:
            judge = Judge(build, prism.origin, package)
            judge.run()
    return judge.findings


def main() -> None:
    warnings.simplefilter("ignore", DeprecationWarning)  # deprecated operations are called too
    print(json.dumps(asdict(judge(Path(sys.argv[1]).resolve())), indent=1))


if __name__ == "__main__":
    main()
