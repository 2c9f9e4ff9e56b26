"""Streams by their tables: framings, envelopes, end marks, item types and final values."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Annotated, Any, Literal

import httpx2
import pytest
from runtime.call.context import CallContext
from runtime.errors import APIError, ResponseError, StreamError, TruncatedStreamError
from runtime.models import Model, OpenUnion, UnknownVariant
from runtime.response.response import Response
from runtime.service import Service
from runtime.stream.open_response import OpenResponse
from runtime.stream.stream import Stream
from runtime.stream.stream_operation import Accumulator, Events

SERVICE = Service(package="runtime", distribution="runtime", environment="RUNTIME_TEST", servers=())


def open_stream(body: bytes | list[bytes], events: Events, *, strict: bool = False) -> Stream[Any]:
    pieces = [body] if isinstance(body, bytes) else body

    def arriving() -> Iterator[bytes]:
        yield from pieces

    response = httpx2.Response(200, content=arriving())
    return Stream(OpenResponse(response), events, CallContext(SERVICE, "test", strict, Response(response)))


def sse(type: Any, **options: Any) -> Events:
    return Events("200", "text/event-stream", lambda: type, **options)


def lines(type: Any, **options: Any) -> Events:
    return Events("200", "application/x-ndjson", lambda: type, framing="lines", **options)


class Tick(Model):
    number: int


class Started(Model):
    type: Literal["started"] = "started"
    id: str


class Ended(Model):
    type: Literal["ended"] = "ended"
    result: Tick


Progress = Annotated[Started | Ended | UnknownVariant, OpenUnion("type")]


class Envelope(Model):
    data: Tick
    event: str | None = None
    id: str | None = None
    retry: int | None = None


class TextEnvelope(Model):
    event: Literal["log"] = "log"
    data: str


class TickEnvelope(Model):
    event: Literal["tick"] = "tick"
    data: Tick


def test_without_an_end_mark_the_body_ends_the_stream() -> None:
    stream = open_stream(b'data: {"number": 1}\n\ndata: {"number": 2}\n\n', sse(Tick))
    assert list(stream) == [Tick(number=1), Tick(number=2)]


def test_the_usual_end_mark_ends_a_stream_whose_document_names_none() -> None:
    stream = open_stream(b'data: {"number": 1}\n\ndata: [DONE]\n\ndata: {"number": 2}\n\n', sse(Tick))
    assert list(stream) == [Tick(number=1)]


def test_an_event_that_only_lacks_its_blank_line_is_delivered() -> None:
    assert list(open_stream(b'data: {"number": 1}\n', sse(Tick))) == [Tick(number=1)]


def test_a_body_that_ends_inside_an_item_is_truncated_even_without_an_end_mark() -> None:
    for table in (sse(Tick), lines(Tick)):
        prefix = b"" if table.framing == "lines" else b"data: "
        with pytest.raises(TruncatedStreamError, match="in the middle of an item"):
            list(open_stream(prefix + b'{"number": ', table))


def test_lines_are_items() -> None:
    body = b'{"number": 1}\r\n\r\n{"number": 2}\n\x1e{"number": 3}'
    stream = open_stream([body[:9], body[9:]], lines(Tick))
    assert list(stream) == [Tick(number=1), Tick(number=2), Tick(number=3)]


def test_lines_may_have_an_end_mark_and_errors_too() -> None:
    assert list(open_stream(b'{"number": 1}\nEND\n{"number": 2}\n', lines(Tick, sentinel="END"))) == [Tick(number=1)]
    with pytest.raises(APIError, match="overloaded"):
        list(open_stream(b'{"number": 1}\n{"error": {"message": "overloaded"}}\n', lines(Tick)))


def test_an_envelope_is_the_event_with_its_fields() -> None:
    body = b'event: tick\nid: 4\nretry: 9\ndata: {"number": 1}\n\ndata: {"number": 2}\n\n'
    one, two = open_stream(body, sse(Envelope, envelope=True))
    assert (one.data, one.event, one.id, one.retry) == (Tick(number=1), "tick", "4", 9)
    assert (two.data, two.event, two.id, two.retry) == (Tick(number=2), None, "4", None)


def test_an_envelope_may_be_a_union_over_the_names_of_events() -> None:
    union = Annotated[TextEnvelope | TickEnvelope | UnknownVariant, OpenUnion("event")]
    body = b'event: log\ndata: not JSON\n\nevent: tick\ndata: {"number": 1}\n\nevent: new\ndata: {"x": 1}\n\n'
    log, tick, new = open_stream(body, sse(union, envelope=True))
    assert isinstance(log, TextEnvelope)
    assert log.data == "not JSON"
    assert isinstance(tick, TickEnvelope)
    assert isinstance(new, UnknownVariant)
    assert new.model_extra == {"event": "new", "data": {"x": 1}}


def test_an_envelope_is_repaired_as_far_as_it_fits() -> None:
    (odd,) = open_stream(b'event: tick\ndata: {"number": "x"}\n\n', sse(Envelope, envelope=True))
    assert (odd.event, odd.data.number) == ("tick", "x")


@pytest.mark.parametrize("type", [str, Any, dict[str, Any], list[int]])
def test_end_marks_and_empty_data_are_no_items_of_any_type(type: Any) -> None:
    data = {str: b"hello", list[int]: b"[1]"}.get(type, b'{"a": 1}')
    stream = open_stream(b"data: \n\ndata: " + data + b"\n\ndata: [DONE]\n\n", sse(type, sentinel="[DONE]"))
    assert list(stream) == ["hello" if type is str else json.loads(data)]


def test_an_end_mark_may_be_json_itself() -> None:
    body = b'data: {"a": 1}\n\ndata: {"end": true}\n\ndata: {"a": 2}\n\n'
    assert list(open_stream(body, sse(dict[str, Any], sentinel='{"end": true}'))) == [{"a": 1}]


def test_unknown_union_members_are_kept_and_known_ones_repaired() -> None:
    body = b'data: {"type": "started"}\n\ndata: {"type": "new", "x": 1}\n\n'
    started, new = open_stream(body, sse(Progress))
    assert isinstance(started, Started)
    assert started.id is None
    assert isinstance(new, UnknownVariant)


def test_an_error_beside_the_success_shape_is_found_though_it_is_not_declared() -> None:
    for type in (Tick, Progress):
        for data in (b'{"error": {"message": "no"}}', b'{"type": "new", "number": 1, "error": {"message": "no"}}'):
            with pytest.raises(APIError, match="no"):
                list(open_stream(b"data: " + data + b"\n\n", sse(type)))


def test_a_declared_member_called_error_may_be_null() -> None:
    class Step(Model):
        error: dict[str, Any] | None = None

    body = b'data: {"error": null}\n\ndata: {"error": {"message": "no"}}\n\n'
    stream = open_stream(body, sse(Step, error="error"))
    assert next(stream).error is None
    with pytest.raises(APIError, match="no"):
        next(stream)


def test_a_named_event_costs_no_second_look_and_is_no_error() -> None:
    (item,) = open_stream(b'event: tick\ndata: {"number": 1}\n\n', sse(Tick))
    assert item == Tick(number=1)


def test_a_repaired_item_writes_one_log_line_with_the_paths(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "runtime")
    list(open_stream(b'data: {"number": "x"}\n\n', sse(Tick)))
    assert [record.getMessage() for record in caplog.records] == ["test: an item differs from the document at number"]


def test_strict_mode_raises_if_an_item_does_not_match() -> None:
    with pytest.raises(ResponseError, match="number"):
        list(open_stream(b'data: {"number": "x"}\n\n', sse(Tick), strict=True))


def test_a_stray_line_that_is_no_error_is_skipped() -> None:
    assert list(open_stream(b'{"status": "ok"}\ndata: {"number": 1}\n\n', sse(Tick))) == [Tick(number=1)]


def test_a_stream_without_an_accumulator_has_neither_text_nor_a_final_value() -> None:
    with pytest.raises(StreamError, match="text"):
        open_stream(b"", sse(Tick)).text()
    with pytest.raises(StreamError, match="add up"):
        open_stream(b'data: {"number": 1}\n\n', sse(Tick)).final()


FOLD = Accumulator(lambda: Tick, event="ended", property="result")


@pytest.mark.parametrize("name", [b"", b"event: %s\n"], ids=["tag", "event name"])
def test_an_event_may_contain_the_final_value(name: bytes) -> None:
    body = b"".join(
        (name % kind if name else b"") + b"data: " + data + b"\n\n"
        for kind, data in [
            (b"started", b'{"type": "started", "id": "ended"}'),
            (b"ended", b'{"type": "ended", "result": {"number": 7}}'),
            (b"other", b'{"type": "other"}'),
        ]
    )
    stream = open_stream(body, sse(Progress, accumulator=FOLD))
    assert len(list(stream)) == 3
    assert stream.final() == Tick(number=7)


def test_a_final_value_that_no_event_contained() -> None:
    with pytest.raises(StreamError, match="no event ended"):
        open_stream(b'data: {"type": "started", "id": "1"}\n\n', sse(Progress, accumulator=FOLD)).final()
