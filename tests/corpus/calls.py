"""Run every program of an SDK's pages against a server that answers from the document. In a process of its own.

    python calls.py SDK DOCUMENT

prints a JSON object: `programs`, how many ran, and `faults`: programs that failed, requests that the document has no
operation for, and operations that no program reached.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import sys
import tempfile
from pathlib import Path

from generator.diagnostics.model import Diagnostics
from generator.document.load import load_document
from tests.corpus import sdk
from tests.corpus.answering import AnsweringServer
from tests.docs.page_programs import Program, programs


def main(folder: Path, document: Path) -> None:
    """Run the programs one after the other, as they stand, in a folder for the files that they save."""
    folder, document = folder.resolve(), document.resolve()
    package = sdk.package_of(folder)
    generated = {f"{method} {path}" for method, path in sdk.operations(folder / package)}
    faults: list[str] = []
    every = programs(folder)
    with AnsweringServer(load_document(document, Diagnostics())) as server:
        ask_for_tokens(folder / package / "client.py", server.origin)
        set_environment(folder / package, server.origin)
        sys.path.insert(0, str(folder))
        with tempfile.TemporaryDirectory() as saved, contextlib.chdir(saved):
            for program in every:
                faults += _run(program)
        faults += [f"no operation: {request}" for request in server.strange]
        missed = {route.name for route in server.routes} & generated - server.asked
        faults += [f"never called: {name}" for name in sorted(missed)]
    print(json.dumps({"programs": len(every), "faults": faults}))


def ask_for_tokens(client: Path, url: str) -> None:
    """Let the client fetch its access tokens from the server, not from the document's."""
    text = client.read_text(encoding="utf-8")
    table = re.compile(r"(?:token_urls=\{[^}]*\}|discovery_url=)\s*\"?[^\"\n]*")
    client.write_text(table.sub(lambda found: re.sub(r"https?://[^/\"]+", url, found[0]), text), encoding="utf-8")


def set_environment(package: Path, url: str) -> None:
    """Every variable that the client reads: some text for a credential, the server for the base URL."""
    client = (package / "client.py").read_text(encoding="utf-8")
    os.environ.update(dict.fromkeys(re.findall(r'"([A-Z][A-Z0-9_]+)"', client), "secret"))
    prefix = re.search(r'environment="([A-Z0-9_]+)"', client)
    if prefix is not None:
        os.environ[f"{prefix[1]}_BASE_URL"] = url


def _run(program: Program) -> list[str]:
    silent = io.StringIO()
    try:
        with contextlib.redirect_stdout(silent), contextlib.redirect_stderr(silent):
            exec(compile(program.source, program.id, "exec"), {"__name__": "__main__"})
    except Exception as error:
        if type(error).__name__ == "PaginationError":  # a sample of a page leads to itself, or to an example's URL
            return []
        return [f"{program.id}: {type(error).__name__}: {str(error)[:200]}"]
    return []


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
