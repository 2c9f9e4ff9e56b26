"""Every program of the generated README and pages, run unchanged against a local server."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from example_server import Examples, ExampleServer
from page_programs import Program, programs
from ruff import find_ruff_bin

SDK = Path(__file__).parents[2] / "generated" / "python"
PROGRAMS = programs(SDK)

# The headings of programs without an output on their page.
SILENT = {"Options", "Errors", "Catching errors"}
STREAMS = {"Streaming"}
HEADERS = {"Status and headers"}
USAGE = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}


def run(program: Program, server: ExampleServer) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OPENROUTER_")}
    environment = {
        **kept,
        "PYTHONPATH": str(SDK),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONIOENCODING": "utf-8",
        "OPENROUTER_API_KEY": "sk-or-secret",
        "OPENROUTER_BASE_URL": server.url,
    }
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program.source],
        env=environment,
        capture_output=True,
        timeout=60,
        check=False,
        encoding="utf-8",
    )
    assert (done.returncode, done.stderr) == (0, ""), program.id
    return done.stdout


def failing(program: Program, examples: Examples) -> tuple[int, str] | None:
    """The error named in the headings of a program: `name` (403), or on the page of errors a class of errors."""
    named = re.fullmatch(r"`(?P<name>.+)` \((?P<status>\d{3})\)", program.headings[-1])
    if named:
        return int(named["status"]), named["name"]
    if program.page == "docs/errors.md" and "ResponseError" in program.headings[-1]:
        text = (SDK / program.page).read_text(encoding="utf-8")
        section = text[text.index(f"\n## {program.headings[-1]}\n") :]
        found = re.search(r"\nStatus (\d{3})\.", section)
        assert found is not None
        status = int(found[1])
        return next(known for known in examples.errors if known[0] == status)
    return None


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


@pytest.mark.parametrize("body", [b"", b"<html>", b"null", b'{"error": "no"}', b'{"openrouter_metadata": "no"}'])
@pytest.mark.parametrize(
    "program", [item for item in PROGRAMS if "error.data" in item.source], ids=lambda item: item.id
)
def test_a_program_that_reads_error_details_accepts_any_body(
    program: Program, body: bytes, server: ExampleServer
) -> None:
    server.failing, server.body = (403, "insufficient-permissions"), body
    assert run(program, server).startswith("403 Forbidden")


@pytest.mark.parametrize(
    "program", [item for item in PROGRAMS if "stream=True" in item.source], ids=lambda item: item.id
)
def test_a_streaming_program_accepts_chunks_without_choices(program: Program, server: ExampleServer) -> None:
    chunk = {**server.examples.chunk, "choices": [], "usage": USAGE}
    server.body = f"data: {json.dumps(chunk)}\n\ndata: [DONE]\n\n".encode()
    assert run(program, server).strip() == ""


def test_the_guardrails_response_is_shown_and_caught_by_its_class() -> None:
    (program,) = [program for program in PROGRAMS if program.headings[-1] == "`guardrail-blocked` (403)"]
    assert "except errors.ForbiddenResponseError as error:" in program.source
    assert program.output is not None
    assert "403 Forbidden: Request blocked: prompt injection patterns detected" in program.output
    assert "regex_pi_detection Blocked: prompt injection detected" in program.output


def test_programs_are_laid_out_as_the_formatter_would(tmp_path: Path) -> None:
    paths = written(tmp_path)
    command = [find_ruff_bin(), "format", "--isolated", "--no-cache", "--diff", "--line-length", "88", *paths]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def written(folder: Path) -> list[str]:
    """Every program as a module of its own."""
    paths = []
    for number, program in enumerate(PROGRAMS):
        name = re.sub(r"\W+", "_", program.page)
        path = folder / f"program_{number}_{name}_{program.line}.py"
        path.write_text(program.source + "\n", encoding="utf-8")
        paths.append(str(path))
    assert paths
    return paths
