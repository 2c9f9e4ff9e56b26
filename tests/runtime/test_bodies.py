"""Bodies: JSON, forms, files, text and bytes."""

from __future__ import annotations

import asyncio
import email.parser
import email.policy
import io
import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ConfigDict, Field
from runtime.errors import RequestError
from runtime.models import Model
from runtime.request.file_body import FileBody
from runtime.request.form import FormBody
from runtime.request.form_fields import Encoding
from runtime.request.json_body import to_json
from runtime.request.multipart import MultipartBody
from runtime.request.raw_body import RawBody

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=("Cs",))),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc", max_size=3), inner, max_size=4),
    max_leaves=20,
)  # fmt: skip


@given(JSON)
def test_json_comes_back_as_it_was(value: Any) -> None:
    assert json.loads(to_json(value)) == value


class Named(Model):
    model_config = ConfigDict(extra="allow", populate_by_name=True)
    schema_: str | None = Field(default=None, alias="schema")
    other: int | None = None


def test_models_go_out_by_wire_name_without_what_was_not_set() -> None:
    assert json.loads(to_json({"a": [Named(schema_="x", more=1)]})) == {"a": [{"schema": "x", "more": 1}]}


def test_the_walk_names_models_by_wire_name() -> None:
    with pytest.raises(RequestError) as caught:
        to_json({"a": [Named(schema_="\ud800")]})
    assert caught.value.path == "a[0].schema"


def test_nesting_without_end_is_refused() -> None:
    deep: list[Any] = []
    for _ in range(3000):
        deep = [deep]
    with pytest.raises(RequestError):
        to_json(deep)


def form(value: Any, **encodings: Encoding) -> list[tuple[str, str]]:
    content, media_type = FormBody("application/x-www-form-urlencoded", encodings=encodings).encode(value)
    assert media_type == "application/x-www-form-urlencoded"
    assert isinstance(content, bytes)
    return parse_qsl(content.decode(), keep_blank_values=True)


def test_forms() -> None:
    value = {"a b": "c&d=é", "n": 1.5, "yes": True, "none": None, "many": [1, "two"], "deep": {"x": [1]}}
    assert form(value) == [
        ("a b", "c&d=é"), ("n", "1.5"), ("yes", "true"), ("many", "1"), ("many", "two"), ("deep", '{"x":[1]}'),
    ]  # fmt: skip


def test_form_encodings() -> None:
    value = {"csv": [1, 2], "pipes": ["a", "b"], "deep": {"x": {"y": 1}, "z": [True]}, "json": ["a"]}
    found = form(
        value,
        csv=Encoding(style="form", explode=False),
        pipes=Encoding(style="pipeDelimited", explode=False),
        deep=Encoding(style="deepObject"),
        json=Encoding(media_type="application/json"),
    )
    assert found == [("csv", "1,2"), ("pipes", "a|b"), ("deep[x][y]", "1"), ("deep[z][0]", "true"), ("json", '["a"]')]


def multipart(value: Any, **encodings: Encoding) -> list[tuple[str, str | None, str | None, bytes]]:
    """The parts as the standard library reads them: name, file name, media type, content."""
    content, media_type = MultipartBody("multipart/form-data", encodings=encodings).encode(value)
    data = content if isinstance(content, bytes) else b"".join(content)
    if isinstance(content, FileBody) and content.length is not None:
        assert content.length == len(data)
    head = f"Content-Type: {media_type}\r\n\r\n".encode()
    message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + data)
    parts = []
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        payload = part.get_payload(decode=True)
        assert isinstance(payload, bytes)
        parts.append((str(name), part.get_filename(), part.get("content-type"), payload))
    return parts


def test_multipart_parts(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_bytes(b"from disk")
    opened = io.BytesIO(b"skipped and sent")
    opened.seek(12)
    value = {
        "text": "é",
        "number": 3,
        "object": {"a": 1},
        "bytes": b"\x00\r\n--x",
        "named": ("cat.png", b"png"),
        "typed": ("data.bin", b"csv", "text/csv"),
        "path": file,
        "open": opened,
        "many": [("1.txt", b"1"), ("2.txt", b"2")],
        "none": None,
    }
    assert multipart(value) == [
        ("text", None, None, "é".encode()),
        ("number", None, None, b"3"),
        ("object", None, "application/json", b'{"a":1}'),
        ("bytes", "bytes", "application/octet-stream", b"\x00\r\n--x"),
        ("named", "cat.png", "image/png", b"png"),
        ("typed", "data.bin", "text/csv", b"csv"),
        ("path", "notes.txt", "text/plain", b"from disk"),
        ("open", "open", "application/octet-stream", b"sent"),
        ("many", "1.txt", "text/plain", b"1"),
        ("many", "2.txt", "text/plain", b"2"),
    ]


HOSTILE = 'x"\r\nContent-Type: text/html\r\n\r\n<script>; filename="y'


@pytest.mark.parametrize("value", [{HOSTILE: "v"}, {"f": (HOSTILE, b"v")}], ids=["name", "file name"])
def test_names_cannot_inject_headers(value: Any) -> None:
    content, _ = MultipartBody("multipart/form-data").encode(value)
    assert isinstance(content, bytes)
    head, _, rest = content.partition(b"\r\n\r\n")
    allowed = (b"--", b"Content-Disposition: form-data; ", b"Content-Type: application/octet-stream")
    assert all(line.startswith(allowed) for line in head.split(b"\r\n"))
    assert rest.startswith(b"v\r\n--")


def test_a_media_type_cannot_inject_headers_either() -> None:
    with pytest.raises(RequestError) as caught:
        MultipartBody("multipart/form-data").encode({"f": ("a", b"v", "text/plain\r\nX: 1")})
    assert caught.value.path == "f"


def test_files_are_read_again_for_another_attempt_where_they_can_be(tmp_path: Path) -> None:
    file = tmp_path / "f"
    file.write_bytes(b"x" * 200_000)
    for source in (file, io.BytesIO(b"x" * 200_000)):
        content, _ = RawBody("application/octet-stream").encode(source)
        assert isinstance(content, FileBody)
        assert content.length == 200_000
        for _ in range(2):
            assert content.sendable
            assert b"".join(content) == b"x" * 200_000


class Pipe:
    """A file that cannot be read twice."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def read(self, size: int) -> bytes:
        return self._data.read(size)


def test_a_pipe_is_sent_once_and_without_length() -> None:
    content, _ = RawBody("application/octet-stream").encode(Pipe(b"abc"))
    assert isinstance(content, FileBody)
    assert content.length is None
    assert b"".join(content) == b"abc"
    assert not content.sendable


def test_files_in_an_event_loop() -> None:
    content, _ = RawBody("application/octet-stream").encode(io.BytesIO(b"abc"))
    assert isinstance(content, FileBody)

    async def read(body: FileBody) -> bytes:
        return b"".join([piece async for piece in body])

    assert asyncio.run(read(content)) == b"abc"


@pytest.mark.parametrize(
    ("media_type", "value", "body", "sent_as"),
    [
        ("text/plain", "é", "é".encode(), "text/plain; charset=utf-8"),
        ("application/xml", "<a/>", b"<a/>", "application/xml; charset=utf-8"),
        ("application/octet-stream", b"\x00", b"\x00", "application/octet-stream"),
        ("image/*", b"\x00", b"\x00", "application/octet-stream"),
    ],
)
def test_text_and_bytes(media_type: str, value: Any, body: bytes, sent_as: str) -> None:
    assert RawBody(media_type).encode(value) == (body, sent_as)


def test_what_is_neither_is_refused() -> None:
    with pytest.raises(RequestError, match="not int"):
        RawBody("application/octet-stream").encode(7)
    with pytest.raises(RequestError, match="cannot be read"):
        RawBody("application/octet-stream").encode(Path("/nowhere/at/all"))
