"""JSON values line by line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from runtime.errors import EventTooLargeError
from runtime.stream.json_lines import Decoder


def decode(*pieces: bytes) -> list[bytes]:
    decoder = Decoder()
    return [line for piece in pieces for line in decoder.feed(piece)] + decoder.finish()


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        pytest.param(b'{"a":1}\n[2]\n', [b'{"a":1}', b"[2]"], id="LF"),
        pytest.param(b'{"a":1}\r\n[2]\r\n', [b'{"a":1}', b"[2]"], id="CRLF"),
        pytest.param(b'\n\r\n  \n{"a":1}\n\n', [b'{"a":1}'], id="blank lines"),
        pytest.param(b'{"a":1}\n[2]', [b'{"a":1}', b"[2]"], id="no last line end"),
        pytest.param(b'\x1e{"a":1}\n\x1e[2]\n', [b'{"a":1}', b"[2]"], id="RFC 7464"),
        pytest.param(
            b'\x1e{\n"a":1\n}\n\x1e[\n2,\n\n3]\n', [b'{\n"a":1\n}', b"[\n2,\n\n3]"], id="RFC 7464, several lines"
        ),
        pytest.param(b'\x1e{"a":1}\x1e[2]\x1e', [b'{"a":1}', b"[2]"], id="RFC 7464, no line ends"),
        pytest.param(b'\x1e{"a":\n\x1e[2]\n{}\n', [b'{"a":', b"[2]", b"{}"], id="RFC 7464, a truncated text"),
        pytest.param(b'\x1e{"a":"}\n"}\n', [b'{"a":"}\n"}'], id="RFC 7464, a line end in text"),
        pytest.param(b'\xef\xbb\xbf{"a":1}\n', [b'{"a":1}'], id="BOM"),
        pytest.param(b"", [], id="nothing"),
    ],
)
def test_lines(body: bytes, lines: list[bytes]) -> None:
    assert decode(body) == lines
    assert decode(*(bytes([byte]) for byte in body)) == lines


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=40).map(lambda body: body.translate(bytes([10, 13, 30, 32, 65] * 51 + [10]))), st.data())
def test_cuts_change_nothing(body: bytes, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(body)))
    assert decode(body[:cut], body[cut:]) == decode(body)


def test_a_line_comes_out_with_its_end() -> None:
    decoder = Decoder()
    assert decoder.feed(b"[1") == []
    assert decoder.feed(b"]\n[2") == [b"[1]"]
    assert decoder.finish() == [b"[2"]


@pytest.mark.parametrize("size", [1, 50])
def test_a_line_over_the_limit_is_refused(size: int) -> None:
    decoder = Decoder(limit=20)
    body = b"x" * 21 + b"\n"
    with pytest.raises(EventTooLargeError, match="20 bytes"):
        [decoder.feed(body[at : at + size]) for at in range(0, len(body), size)]
