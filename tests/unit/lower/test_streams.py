"""Streams: what an item is, how a stream is asked for and ends, and how its chunks add up."""

from __future__ import annotations

import pytest

from generator.ir.types import Accumulator, AnyValue, Ref, Scalar, Stream
from tests.unit.lower.conftest import Lowered, Lowering

SCHEMAS = """
components:
  schemas:
    Chunk: {type: object, properties: {text: {type: string}}}
    Whole: {type: object, properties: {texts: {type: array, items: {type: string}}}}
    Event: {type: object, required: [data], properties: {data: {$ref: '#/components/schemas/Chunk'}}}
    Full: {type: object, properties: {event: {const: x}, data: {$ref: '#/components/schemas/Chunk'}}}
    End: {type: object, properties: {data: {const: '[END]'}}}
"""


def streamed(lowering: Lowering, content: str, rest: str = "", body: str = "") -> Lowered:
    return lowering.paths(
        f"""
/s:
  post:
    {rest or "operationId: s"}
    {body or "summary: none"}
    responses:
      '200': {{description: ok, content: {{{content}}}}}
""",
        SCHEMAS,
    )


def stream_of(lowered: Lowered) -> Stream:
    stream = lowered.api.operations[0].stream
    assert stream is not None
    return stream


def ref(name: str) -> str:
    return f"{{$ref: '#/components/schemas/{name}'}}"


JSON = f"application/json: {{schema: {ref('Whole')}}}"
SWITCH = "{type: object, properties: {stream: {type: [boolean, 'null']}}}"
BODY = f"requestBody: {{content: {{application/json: {{schema: {SWITCH}}}}}}}"


@pytest.mark.parametrize(
    ("schema", "item", "envelope", "sentinel"),
    [
        (ref("Chunk"), Ref("Chunk"), False, ""),
        (ref("Event"), Ref("Chunk"), False, ""),
        (ref("Full"), Ref("Full"), True, ""),
        (f"{{oneOf: [{ref('Event')}, {ref('End')}]}}", Ref("Chunk"), False, "[END]"),
        (f"{{oneOf: [{ref('Full')}, {ref('End')}]}}", Ref("s/Event"), True, "[END]"),
        ("{type: string}", Scalar("string"), False, ""),
        (
            f"{{type: object, properties: {{data: {{contentSchema: {ref('Chunk')}}}}}}}",
            Ref("Chunk"),
            False,
            "",
        ),
    ],
)
def test_an_item_is_the_data_of_an_event_that_has_no_more(
    lowering: Lowering, schema: str, item: object, envelope: bool, sentinel: str
) -> None:
    stream = stream_of(streamed(lowering, f"text/event-stream: {{schema: {schema}}}"))
    expected = Ref("POST /s/Event") if item == Ref("s/Event") else item
    assert (stream.item, stream.envelope, stream.sentinel) == (expected, envelope, sentinel)
    assert (stream.framing, stream.switch, stream.accumulator) == ("events", "", None)


@pytest.mark.parametrize(
    "media_type", ["application/x-ndjson", "application/jsonl", "application/json-seq", "application/geo+json-seq"]
)
def test_lines_are_items_each(lowering: Lowering, media_type: str) -> None:
    stream = stream_of(streamed(lowering, f"{media_type}: {{itemSchema: {ref('Event')}}}"))
    assert (stream.framing, stream.media_type, stream.item) == ("lines", media_type, Ref("Event"))


def test_a_stream_without_a_schema_holds_any_value_and_says_so(lowering: Lowering) -> None:
    lowered = streamed(lowering, "text/event-stream: {}")
    assert stream_of(lowered).item == AnyValue()
    assert [fallback.code for fallback in lowered.api.fallbacks] == ["untyped-stream"]


@pytest.mark.parametrize(
    ("rest", "body", "switch"),
    [
        ("", BODY, "stream"),
        ("x-speakeasy-stream-request-field: live", "", "live"),
        ("x-fern-streaming: {stream-condition: $request.alive}", "", "alive"),
    ],
)
def test_what_asks_for_the_stream(lowering: Lowering, rest: str, body: str, switch: str) -> None:
    lowered = streamed(lowering, f"{JSON}, text/event-stream: {{schema: {ref('Chunk')}}}", rest, body)
    assert stream_of(lowered).switch == switch
    assert [content.media_type for content in lowered.api.operations[0].responses[0].contents] == ["application/json"]


def test_a_stream_that_nothing_asks_for_is_asked_for_by_accept(lowering: Lowering) -> None:
    lowered = streamed(lowering, f"{JSON}, text/event-stream: {{schema: {ref('Chunk')}}}")
    assert (stream_of(lowered).switch, stream_of(lowered).in_body) == ("stream", False)
    assert "stream-by-accept" in lowered.said()
    assert not lowered.api.fallbacks


def test_a_stream_that_nothing_asks_for_beside_something_of_its_name_is_left_out_and_said(lowering: Lowering) -> None:
    rest = "parameters: [{name: stream, in: query, schema: {type: string}}]"
    lowered = streamed(lowering, f"{JSON}, text/event-stream: {{schema: {ref('Chunk')}}}", rest)
    assert lowered.api.operations[0].stream is None
    assert [fallback.code for fallback in lowered.api.fallbacks] == ["stream-without-switch"]


@pytest.mark.parametrize(
    ("media", "rest"),
    [
        ("x-speakeasy-sse-sentinel: '[DONE]'", ""),
        (r'example: "data: {}\n\ndata: [DONE]\n\n"', ""),
        (r'examples: {e: {value: "data: [DONE]"}}', ""),
        ("x: y", "description: 'It ends with `data: [DONE]`.'"),
        ("x: y", "x-fern-streaming: {terminator: '[DONE]'}"),
    ],
)
def test_where_the_sentinel_is_said(lowering: Lowering, media: str, rest: str) -> None:
    lowered = streamed(lowering, f"text/event-stream: {{schema: {ref('Chunk')}, {media}}}", rest)
    assert stream_of(lowered).sentinel == "[DONE]"


def test_fern_alone_can_declare_a_stream(lowering: Lowering) -> None:
    rest = f"x-fern-streaming: {{format: json, stream-condition: $request.stream, response-stream: {ref('Chunk')}}}"
    stream = stream_of(streamed(lowering, JSON, rest, BODY))
    assert (stream.framing, stream.item, stream.switch) == ("lines", Ref("Chunk"), "stream")


@pytest.mark.parametrize(
    ("error", "found"),
    [
        ("{type: [object, 'null'], properties: {message: {type: string}}}", "error"),
        ("{type: object, properties: {code: {type: string}}}", ""),
        ("{type: string}", ""),
    ],
)
def test_the_error_in_an_item(lowering: Lowering, error: str, found: str) -> None:
    schema = f"{{type: object, properties: {{error: {error}}}}}"
    assert stream_of(streamed(lowering, f"text/event-stream: {{schema: {schema}}}")).error == found


# --- accumulators ---


def accumulator_of(lowering: Lowering, schemas: str) -> Accumulator | None:
    lowered = lowering.paths(
        f"""
/s:
  post:
    {BODY}
    responses:
      '200':
        description: ok
        content:
          application/json: {{schema: {ref("Whole")}}}
          text/event-stream: {{schema: {ref("Part")}}}
""",
        f"components:\n  schemas:\n{schemas}",
    )
    return stream_of(lowered).accumulator


def test_an_event_carries_the_whole(lowering: Lowering) -> None:
    accumulator = accumulator_of(
        lowering,
        """
    Whole: {type: object, properties: {x: {type: string}}}
    Part: {oneOf: [{$ref: '#/components/schemas/Start'}, {$ref: '#/components/schemas/Finish'}]}
    Start: {type: object, required: [t], properties: {t: {const: r.created}, r: {$ref: '#/components/schemas/Whole'}}}
    Finish: {type: object, required: [t], properties: {t: {const: r.done}, r: {$ref: '#/components/schemas/Whole'}}}
""",
    )
    assert accumulator == Accumulator(Ref("Whole"), event="r.done", property="r")


def test_differences_add_up(lowering: Lowering) -> None:
    accumulator = accumulator_of(
        lowering,
        """
    Whole:
      type: object
      properties:
        picks:
          type: array
          items:
            type: object
            properties:
              index: {type: integer}
              answer: &answer
                type: object
                properties:
                  role: {type: string}
                  content: {type: [string, 'null']}
                  when: {type: string, format: date-time}
                  mood: {enum: [good, bad]}
                  sources: {type: array, items: {type: string}}
                  calls:
                    type: array
                    items: {type: object, properties: {index: {type: number}, name: {type: string}, args: {}}}
                  name: {type: string}
                  either: {anyOf: [{type: string}, {type: array, items: {type: string}}]}
                  scalar: {anyOf: [{type: string}, {type: integer}]}
    Part:
      type: object
      properties:
        id: {type: string}
        picks:
          type: array
          items:
            type: object
            properties:
              index: {type: integer}
              change: *answer
""",
    )
    assert accumulator == Accumulator(
        Ref("Whole"),
        rules=(
            ("picks", "index"),
            ("picks.change", "into:answer"),
            ("picks.change.content", "concat"),
            ("picks.change.sources", "append"),
            ("picks.change.calls", "index"),
            ("picks.change.calls.name", "extend"),
            ("picks.change.either", "concat"),
        ),
        text="picks.change.content",
    )


def test_text_in_the_choice_itself_adds_up(lowering: Lowering) -> None:
    choices = "{type: array, items: {type: object, properties: {index: {type: integer}, text: {type: string}}}}"
    accumulator = accumulator_of(
        lowering,
        f"""
    Whole: {{type: object, properties: {{choices: {choices}}}}}
    Part: {{type: object, properties: {{choices: {choices}}}}}
""",
    )
    assert accumulator == Accumulator(
        Ref("Whole"), rules=(("choices", "index"), ("choices.text", "concat")), text="choices.text"
    )


def test_types_that_have_nothing_in_common_have_no_accumulator(lowering: Lowering) -> None:
    assert (
        accumulator_of(
            lowering,
            """
    Whole: {type: object, properties: {x: {type: string}}}
    Part: {type: object, properties: {x: {type: string}}}
""",
        )
        is None
    )
