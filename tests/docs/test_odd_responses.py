"""The programs of README, guides and pages on responses that their authors did not think of."""

from __future__ import annotations

import json
import re

import pytest
from example_server import ExampleServer
from front_programs import FRONT
from page_programs import Program, programs
from program_runs import SDK, failing, run

PROGRAMS = [*programs(SDK), *FRONT]
CATCHING = [program for program in PROGRAMS if "except errors." in program.source]
STREAMING = [program for program in PROGRAMS if "stream=True" in program.source]
USAGE = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}

# Seven, as the last attempt of three then has each of them once.
BODIES = [
    ("text/html", b"<html><h1>Too Many Requests</h1></html>"),
    ("application/json", b'{"detail": [{"loc": ["body"], "msg": "bad"}]}'),
    ("application/json", b'{"error": "oops"}'),
    ("application/json", b'{"error": {"message": null}, "openrouter_metadata": "no"}'),
    ("application/json", b"null"),
    ("application/json", b"<html>"),
    ("text/plain", b""),
]


@pytest.mark.parametrize("program", CATCHING, ids=lambda item: item.id)
def test_a_program_that_catches_errors_accepts_any_body(program: Program, server: ExampleServer) -> None:
    server.failing = failing(program, server.examples) or (429, "")
    server.bodies = BODIES
    printed = run(program, server, len(BODIES))
    status = server.failing[0]
    assert len(re.findall(rf"^{status}\b", printed, re.MULTILINE)) == len(BODIES), printed


@pytest.mark.parametrize("program", STREAMING, ids=lambda item: item.id)
def test_a_program_that_streams_accepts_chunks_without_choices(program: Program, server: ExampleServer) -> None:
    chunk = {**server.examples.chunk, "choices": [], "usage": USAGE}
    server.bodies = [("text/event-stream", f"data: {json.dumps(chunk)}\n\ndata: [DONE]\n\n".encode())]
    run(program, server)


def test_no_program_indexes_the_choices_of_a_chunk() -> None:
    assert [program.id for program in STREAMING if "chunk.choices[" in program.source] == []


def test_there_are_programs_of_both_kinds() -> None:
    assert len(CATCHING) > 10
    assert {program.page for program in STREAMING} >= {"README.md", "docs/chat.md", "the README", "typing.md"}
