"""Every program of the generated README and pages, run unchanged against a local server."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from example_server import Examples, ExampleServer
from page_programs import Program, programs, written
from program_runs import SDK, failing, run
from ruff import find_ruff_bin

PROGRAMS = programs(SDK)

# The headings of programs without an output on their page.
SILENT = {"Options", "Errors", "Catching errors"}
STREAMS = {"Streaming"}
HEADERS = {"Status and headers"}


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.id)
def test_a_program_prints_the_output_on_its_page(program: Program, server: ExampleServer) -> None:
    server.failing = failing(program, server.examples)
    printed = run(program, server)
    heading = program.headings[-1]
    streams = "stream=True" in program.source
    if program.output is not None:
        assert printed == program.output + "\n"
    elif streams:
        assert printed == server.examples.text + "\n"
    elif heading in HEADERS:
        assert printed == "200\napplication/json\n"
    else:
        assert heading in SILENT
        assert printed == ""
    assert server.requests
    assert all(body.get("stream", False) == streams for _, body in server.requests)
    assert all(headers["authorization"] == "Bearer sk-or-secret" for headers, _ in server.requests)


def test_the_first_program_sends_the_documents_example(server: ExampleServer) -> None:
    run(next(program for program in PROGRAMS if program.page == "docs/chat.md"), server)
    ((headers, body),) = server.requests
    assert body == server.examples.request
    assert headers["x-openrouter-metadata"] == "enabled"


def test_every_error_of_the_document_is_shown(examples: Examples) -> None:
    shown = {(program.page, failing(program, examples)) for program in PROGRAMS}
    for status, name in examples.errors:
        page = "docs/chat.md" if name else "docs/errors.md"
        assert any(where == page and known and known[0] == status for where, known in shown), (status, name)
    assert ("docs/chat.md", (403, "guardrail-blocked")) in shown
    assert ("docs/chat.md", (403, "insufficient-permissions")) in shown


def test_the_guardrails_response_is_shown_and_caught_by_its_class() -> None:
    (program,) = [program for program in PROGRAMS if program.headings[-1] == "`guardrail-blocked` (403)"]
    assert "except errors.ForbiddenResponseError as error:" in program.source
    assert program.output is not None
    assert "403 Forbidden: Request blocked: prompt injection patterns detected" in program.output
    assert "regex_pi_detection Blocked: prompt injection detected" in program.output


def test_programs_are_laid_out_as_the_formatter_would(tmp_path: Path) -> None:
    paths = written(PROGRAMS, tmp_path)
    command = [find_ruff_bin(), "format", "--isolated", "--no-cache", "--diff", "--line-length", "88"]
    done = subprocess.run([*command, *map(str, paths)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
