"""The curl commands of a site send the requests that the programs beside them send, and expand only credentials."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from email.parser import BytesParser
from email.policy import HTTP
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.targets.python.pages.tabs.shell import Variable, quoted, word
from tests.cli.conftest import Place
from tests.support.loopback_server import LoopbackServer, Request, Response

from .conftest import HERE, HOSTILE, build

PANEL = re.compile(r'<div class="panel" data-tab="([^"]+)"><div class="code"><pre><code>(.*?)</code>', re.DOTALL)
SECRETS = {"FOREST_API_KEY": "t0ken", "FOREST_KEY": "k3y", "FOREST_USERNAME": "me", "FOREST_PASSWORD": "pa$$ w'\""}
COMPARED = ("authorization", "content-type", "cookie", "x-trace")


class Forest(LoopbackServer):
    """Records requests, and responds as the forest does."""

    def __init__(self) -> None:
        super().__init__()
        self.requests: list[Request] = []

    def respond(self, request: Request) -> Response:
        self.requests.append(request)
        if b'"stream": true' in request.body or b'"stream":true' in request.body:
            return Response(200, "text/event-stream", b'data: {"sound": "hoo"}\n\n')
        if "/calls" in request.target:
            return Response(200, "application/json", b'{"sound": "hoo"}')
        if "/rings" in request.target:
            return Response(200, "text/plain", b"many")
        if request.target.startswith("/trees"):
            return Response(200, "application/json", b"[]" if request.method == "GET" else b'{"kind": "oak"}')
        return Response(204)


def panels(path: Path) -> list[tuple[str, str]]:
    """The label and the text of each tab of a page."""
    found = PANEL.findall(path.read_text(encoding="utf-8"))
    return [(label, unescape(re.sub(r"<[^>]+>", "", code)).rstrip("\n")) for label, code in found]


@dataclass(frozen=True)
class Both:
    """A folder with the SDK of the forest, its site, and the file that commands send."""

    folder: Path

    def groups(self) -> list[dict[str, str]]:
        """The tabs of each call on all pages."""
        tabs = [tab for path in sorted((self.folder / "site" / "docs").rglob("*.html")) for tab in panels(path)]
        assert len(tabs) % 3 == 0
        return [dict(tabs[start : start + 3]) for start in range(0, len(tabs), 3)]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Both:
    folder = tmp_path_factory.mktemp("both")
    done = Place(folder).run("generate", str(HERE / "forest.yaml"), "--output", "sdk")
    assert done.code == 0, done.err
    build(HERE / "forest.yaml", folder)
    (folder / "file").write_bytes(b"Hello")
    return Both(folder)


def form(request: Request) -> Any:
    """The body of a request in a form that can be compared."""
    media_type = request.headers.get("content-type", "")
    if media_type == "application/json":
        return json.loads(request.body)
    if media_type.startswith("multipart/"):
        message = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {media_type}\r\n\r\n".encode() + request.body)
        parts = [(part.get_param("name", header="content-disposition"), part) for part in message.iter_parts()]
        return [
            (
                name,
                json.loads(part.get_content()) if part.get_content_subtype() == "json" else part.get_payload().strip(),
            )
            for name, part in parts
        ]
    return parse_qsl(request.body.decode()) if media_type.endswith("urlencoded") else request.body


def sent(request: Request) -> tuple[Any, ...]:
    headers = {name: request.headers.get(name, "").partition(";")[0] for name in COMPARED}
    return request.method, request.target, headers, form(request)


def test_curl_sends_what_the_programs_send(both: Both) -> None:
    environment = {**os.environ, **SECRETS, "PYTHONPATH": str(both.folder / "sdk"), "NO_PROXY": "*"}
    calls = both.groups()
    assert len(calls) == 9
    for tabs in calls:
        with Forest() as forest:
            for command in ([sys.executable, "-c", tabs["Sync"]], [sys.executable, "-c", tabs["Async"]]):
                known = {**environment, "FOREST_BASE_URL": forest.origin}
                done = subprocess.run(command, env=known, cwd=both.folder, capture_output=True, text=True, check=False)
                assert done.returncode == 0, f"{command[-1]}\n{done.stderr}"
            text = tabs["curl"].replace("https://north.forest.example/v1", forest.origin)
            script = f"{text} --silent --show-error --fail"
            done = subprocess.run(
                ["sh", "-c", script], env=environment, cwd=both.folder, capture_output=True, text=True, check=False
            )
            assert (done.returncode, done.stderr) == (0, ""), text
            sync, awaited, curl = map(sent, forest.requests)
        assert sync == awaited
        assert curl == sync, text


def test_a_command_of_a_hostile_document_runs_nothing(tmp_path: Path) -> None:
    evil = """'"; touch owned; $(touch owned) `touch owned` && touch owned\n```\ntouch owned #"""
    document = json.dumps(
        {
            "openapi": "3.1.0",
            "info": {"title": "Evil", "version": "1"},
            "servers": [{"url": "https://evil.example/" + evil}],
            "security": [{"k": []}],
            "paths": {
                "/a" + evil.replace("\n", "").replace("#", ""): {
                    "post": {
                        "parameters": [
                            {
                                "name": evil,
                                "in": "query",
                                "required": True,
                                "example": evil,
                                "schema": {"type": "string"},
                            },
                            {
                                "name": "X-A",
                                "in": "header",
                                "required": True,
                                "example": evil,
                                "schema": {"type": "string"},
                            },
                        ],
                        "requestBody": {
                            "required": True,
                            "content": {"text/plain": {"schema": {"type": "string"}, "example": f"@/etc/passwd{evil}"}},
                        },
                        "responses": {"204": {"description": "done"}},
                    }
                }
            },
            "components": {"securitySchemes": {"k": {"type": "apiKey", "in": "cookie", "name": evil}}},
        }
    )
    (tmp_path / "evil.json").write_text(document)
    build(tmp_path / "evil.json", tmp_path)
    (tmp_path / "bin").mkdir()
    # In place of curl: prints its arguments.
    (tmp_path / "bin" / "curl").write_text('#!/bin/sh\nprintf "%s\\0" "$@"\n')
    (tmp_path / "bin" / "curl").chmod(0o755)
    commands = [text for path in (tmp_path / "site").rglob("*.html") for label, text in panels(path) if label == "curl"]
    assert commands
    for command in commands:
        environment = {"PATH": f"{tmp_path / 'bin'}:/usr/bin:/bin", "EVIL_K": "key"}
        done = subprocess.run(["sh", "-c", command], env=environment, cwd=tmp_path, capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, b""), command
        words = done.stdout.decode().split("\0")
        assert "--data-raw" in words
        assert words[words.index("--data-raw") + 1].startswith("@/etc/passwd'\""), "not the option that reads files"
        assert [option for option in words if option.startswith("--")] == [
            *("--request", "--cookie", "--header", "--header", "--data-raw"),
        ]
    assert not list(tmp_path.rglob("owned"))


def test_the_hostile_document_of_the_pages_has_commands(tmp_path: Path) -> None:
    build(HOSTILE, tmp_path)
    tabs = dict(panels(tmp_path / "site" / "docs" / "things.html"))
    assert tabs["curl"].startswith("curl 'https://hostile.example/things/quote%20%22%20and%20%60%20and%20%7C%20and%20")


TEXT = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=40)


@settings(max_examples=60, deadline=None)
@given(before=TEXT, after=TEXT)
def test_words_mean_their_text_to_a_shell(before: str, after: str) -> None:
    script = f"printf '%s\\0' {quoted(before)} {word(before, Variable('KEY'), after)}"
    done = subprocess.run(["sh", "-c", script], env={"KEY": "s'\"$é"}, capture_output=True, check=True)
    assert done.stdout.decode().split("\0")[:-1] == [before, f"{before}s'\"$é{after}"]
