"""The decoder of server-sent events against the WHATWG HTML standard, section 9.2.6."""

from __future__ import annotations

import re
import sys
import tracemalloc
from collections.abc import Callable, Iterable
from itertools import pairwise
from types import FrameType
from typing import Any, NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from runtime.errors import EventTooLargeError
from runtime.stream.json_lines import Decoder as LineDecoder
from runtime.stream.sse import Decoder, Event


class Dispatched(NamedTuple):
    data: str
    name: str
    id: str


def interpret(stream: bytes) -> list[Dispatched]:
    """A plain reading of the standard, step by step over the whole stream, with no attempt to be fast."""
    text = stream.decode("utf-8", "replace").removeprefix("\ufeff")
    events: list[Dispatched] = []
    data, event_type, last_id = "", "", ""
    for line in re.split(r"\r\n|\n|\r", text)[:-1]:  # what follows the last line end is no line yet
        if line == "":
            if data != "":
                events.append(Dispatched(data.removesuffix("\n"), event_type or "message", last_id))
            data, event_type = "", ""
            continue
        if line.startswith(":"):
            continue
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if field == "event":
            event_type = value
        elif field == "data":
            data += value + "\n"
        elif field == "id" and "\0" not in value:
            last_id = value
    return events


def decode(pieces: Iterable[bytes]) -> list[Event]:
    decoder = Decoder()
    return [Event.of(event) for piece in pieces for event in decoder.feed(piece)]


def seen(events: Iterable[Event]) -> list[Dispatched]:
    return [Dispatched(event.text, event.name or "message", event.id) for event in events if not event.stray]


def cut(stream: bytes, cuts: Iterable[int]) -> list[bytes]:
    places = sorted({0, len(stream), *(place % (len(stream) + 1) for place in cuts)})
    return [stream[a:b] for a, b in pairwise(places)]


FRAGMENTS = [
    *(b"data: ", b"data:", b"data", b"event: ", b"event", b"id: ", b"id:", b"retry: 7", b": note", b"foo: x", b"{"),
    *(b"\n", b"\n\n", b"\r", b"\r\n", b"\r\n\r\n", b"\n\ndata: ", b"\ndata: ", b"\r\rdata: "),
    *(b"x", b'{"a": 1}', b" ", b":", b"\0", b"\xef\xbb\xbf", b"\xef", b"\xe2\x82\xac", b"\xe2\x82", b"\xff"),
]
STREAMS = st.lists(st.sampled_from(FRAGMENTS), max_size=24).map(b"".join)
CUTS = st.lists(st.integers(0, 400), max_size=12)


@settings(max_examples=1500, deadline=None)
@given(STREAMS, CUTS)
@example(b"\xef\xbb\xbfdata: a\n\n", [1, 2])
@example(b"data: a\r\n\r\ndata: b\r\n\r\n", [8, 9, 10])
@example(b"data: a\n\n\ndata: b\n\n", [9])
@example(b"id: 1\n\ndata: a\n\n", [])
@example(b"data: \xe2\x82\n\n", [7])
def test_any_stream_cut_anywhere_gives_the_events_of_the_standard(stream: bytes, cuts: list[int]) -> None:
    assert seen(decode(cut(stream, cuts))) == interpret(stream)


@settings(max_examples=300, deadline=None)
@given(STREAMS)
def test_byte_by_byte_gives_the_events_of_the_standard(stream: bytes) -> None:
    assert seen(decode(bytes([byte]) for byte in stream)) == interpret(stream)


@settings(max_examples=300, deadline=None)
@given(STREAMS, CUTS)
def test_cuts_change_neither_strays_nor_retries_nor_what_is_left(stream: bytes, cuts: list[int]) -> None:
    def everything(pieces: list[bytes]) -> list[tuple[bytes, bytes, int | None]]:
        decoder = Decoder()
        data = [event for piece in pieces for event in decoder.feed(piece)]
        events = map(Event.of, (*data, *decoder.finish()))
        return [(bytes(event), event.stray, event.retry) for event in events]

    assert everything(cut(stream, cuts)) == everything([stream])


@pytest.mark.parametrize(
    ("stream", "data"),
    [
        pytest.param(b"data: a\n\n", [b"a"], id="LF"),
        pytest.param(b"data: a\r\n\r\n", [b"a"], id="CRLF"),
        pytest.param(b"data: a\r\r", [b"a"], id="CR"),
        pytest.param(b"data: a\r\n\ndata: b\n\rdata: c\r\r\n", [b"a", b"b", b"c"], id="mixed line ends"),
        pytest.param(b": OPENROUTER PROCESSING\n\ndata: a\n\n", [b"a"], id="comment"),
        pytest.param(b"data: a\ndata: b\ndata:c\n\n", [b"a\nb\nc"], id="several data lines"),
        pytest.param(b"data:  a\n\n", [b" a"], id="only one space is taken off"),
        pytest.param(b"data\n\ndata:\n\n", [b"", b""], id="empty data is data"),
        pytest.param(b"event: ping\nid: 4\n\n", [], id="no data, no event"),
        pytest.param(b"data: a\n\ndata: b\n", [b"a"], id="an unfinished event is none"),
        pytest.param(b"data: \xff\n\n", [b"\xff"], id="bytes stay as they came"),
        pytest.param(b"DATA: a\n data: b\n\n", [], id="field names are exact"),
    ],
)
def test_examples(stream: bytes, data: list[bytes]) -> None:
    assert decode([stream]) == data
    assert decode(bytes([byte]) for byte in stream) == data


def test_an_event_carries_its_name_id_and_retry_and_ids_stay() -> None:
    first, second, third = decode([b"event: tick\nid: 7\nretry: 250\ndata: 1\n\ndata: 2\n\nid\ndata: 3\n\n"])
    assert (first.name, first.id, first.retry) == ("tick", "7", 250)
    assert (second.name, second.id, second.retry) == ("", "7", None)
    assert third.id == ""


@pytest.mark.parametrize("value", [b"", b"-1", b"1.5", b"ten", b"\xd9\xa3", b"9" * 5000])
def test_a_retry_that_is_no_plain_number_is_ignored(value: bytes) -> None:
    (event,) = decode([b"retry: " + value + b"\ndata: a\n\n"])
    assert event.retry is None


def test_an_id_with_a_nul_is_ignored() -> None:
    (event,) = decode([b"id: 1\nid: 2\0\ndata: a\n\n"])
    assert event.id == "1"


def test_empty_pieces_change_nothing() -> None:
    pieces = [b"", b"data: a\n\n", b"", b"\xef\xbb\xbfdata: b\n\n", b"data: c\n\n"]
    assert decode(pieces) == decode([b"".join(pieces)]) == [b"a", b"c"]


def test_an_event_comes_out_with_the_byte_that_completes_it() -> None:
    decoder = Decoder()
    assert decoder.feed(b"data: a\r\n") == []
    assert decoder.feed(b"\r") == [b"a"]
    assert decoder.feed(b"\ndata: b\n") == []
    assert decoder.feed(b"\n") == [b"b"]


def test_a_bare_json_line_is_kept_apart() -> None:
    stray, event = decode([b'{"error": {"code": 502}}\ndata: a\n\n'])
    assert (stray, stray.stray) == (b"", b'{"error": {"code": 502}}')
    assert event == b"a"


def test_what_the_body_ended_in_is_there_to_look_at() -> None:
    decoder = Decoder()
    assert decoder.feed(b"data: a\n\ndata: [DO") == [b"a"]
    assert decoder.feed(b"NE]\n") == []
    assert decoder.finish() == [b"[DONE]"]
    assert decoder.finish() == []


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_an_event_over_the_limit_is_refused_however_it_is_cut(size: int) -> None:
    stream = b"data: " + b"x" * 95 + b"\n\n"
    pieces = [stream[at : at + size] for at in range(0, len(stream), size)]
    with pytest.raises(EventTooLargeError, match="100 bytes"):
        [event for decoder in [Decoder(limit=100)] for piece in pieces for event in decoder.feed(piece)]


def test_the_limit_is_for_one_event() -> None:
    decoder = Decoder(limit=100)
    assert len(decoder.feed((b"data: " + b"x" * 90 + b"\n\n") * 50)) == 50


def work(run: Callable[[], object]) -> int:
    """How many bytes the calls on byte strings go over, and how many lines of Python run: a clock that only counts."""
    total = 0

    def count(_frame: FrameType, event: str, argument: Any) -> None:
        nonlocal total
        if event == "call":
            total += 1
        elif event == "c_call" and isinstance(argument.__self__, bytes):
            total += 1 if argument.__name__ in ("startswith", "endswith", "removeprefix") else len(argument.__self__)

    sys.setprofile(count)
    try:
        run()
    finally:
        sys.setprofile(None)
    return total


@pytest.mark.parametrize("size", [1, 16, 1024])
@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda n: b"data: " + b"x" * n + b"\n\n", id="one long line"),
        pytest.param(lambda n: b"data: x\n" * (n // 8) + b"\n", id="one event of many lines"),
        pytest.param(lambda n: b"data: x\r\n" * (n // 9) + b"\r\n", id="CRLF"),
        pytest.param(lambda n: b"data: x\n\n" * (n // 9), id="many events"),
        pytest.param(lambda n: b"\n" * n, id="blank lines"),
        pytest.param(lambda n: b": x\n" * (n // 4), id="comments"),
        pytest.param(lambda n: b"id: 1\ndata: x\n\n" * (n // 15), id="ids"),
    ],
)
def test_the_work_is_linear_however_the_stream_is_cut(make: Callable[[int], bytes], size: int) -> None:
    def effort(length: int) -> int:
        stream = make(length)
        pieces = [stream[at : at + size] for at in range(0, len(stream), size)]
        return work(lambda: decode(pieces))

    assert effort(80_000) <= 8.5 * effort(10_000)


@pytest.mark.parametrize("framing", ["events", "lines"])
def test_the_memory_is_that_of_the_largest_event(framing: str) -> None:
    size, chunk = 32 * 2**20, b"x" * 65_536
    decoder, start, end = (Decoder(), b"data: ", b"\n\n") if framing == "events" else (LineDecoder(), b"", b"\n")
    decoder.feed(start + b"x")
    tracemalloc.start()
    try:
        for _ in range(size // len(chunk)):
            decoder.feed(chunk)
        (event,) = decoder.feed(end)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(event) == size + 1
    assert peak < 1.3 * size


def test_events_with_names_one_a_chunk() -> None:
    named, bare = b"event: x\ndata: y\n\n", b"data: y\n\n"
    chunks = [bare, named, b"event: x\n\ndata: y\n\n", named, b"id: 7\ndata: y\n\n", named, bare, b"id\ndata: y\n\n"]
    found = [(event.name, event.id) for event in decode([*chunks, bare])]
    assert found == [("", ""), ("x", ""), ("", ""), ("x", ""), ("", "7"), ("x", "7"), ("", "7"), ("", ""), ("", "")]
