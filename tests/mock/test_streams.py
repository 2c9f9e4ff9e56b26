"""Streams: events that end with the sentinel, and JSON Lines."""

from __future__ import annotations

import json

import httpx2

from tests.mock.conftest import Serve

DOCUMENT = """
openapi: 3.2.0
info: {title: Streams, version: "1"}
paths:
  /chat:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, properties: {stream: {type: boolean}}}}}
      responses:
        "200":
          description: "Ends with `data: [DONE]`"
          content:
            application/json: {schema: {$ref: "#/components/schemas/Reply"}}
            text/event-stream: {schema: {$ref: "#/components/schemas/Chunk"}}
  /events:
    get:
      responses:
        "200":
          description: ok
          content:
            text/event-stream:
              itemSchema:
                oneOf:
                  - {$ref: "#/components/schemas/Finished"}
                  - {$ref: "#/components/schemas/Started"}
  /lines:
    get:
      responses:
        "200": {description: ok, content: {application/jsonl: {itemSchema: {$ref: "#/components/schemas/Line"}}}}
  /example:
    get:
      responses:
        "200": {description: ok, content: {text/event-stream: {example: "data: 1\\n\\nevent: x\\ndata: 2\\n\\n"}}}
components:
  schemas:
    Reply: {type: object, required: [text], properties: {text: {type: string}}}
    Chunk:
      type: object
      required: [choices]
      properties:
        error: {type: object, properties: {message: {type: string}}}
        choices:
          type: array
          items:
            type: object
            required: [delta, index]
            properties:
              index: {type: integer, const: 0}
              finish_reason: {type: [string, "null"], enum: [stop, null]}
              delta: {type: object, properties: {content: {type: string}}}
    Started:
      type: object
      required: [event, data]
      properties:
        event: {const: started}
        data: {type: string, contentMediaType: application/json, contentSchema: {$ref: "#/components/schemas/Reply"}}
    Finished:
      type: object
      required: [event, data]
      properties:
        event: {const: finished}
        data: {type: string, contentMediaType: application/json, contentSchema: {}}
    Line: {type: object, required: [n], properties: {n: {type: integer}}}
"""


def test_the_property_stream_asks_for_events(serve: Serve, http: httpx2.Client) -> None:
    url = f"{serve(DOCUMENT).url}/chat"
    assert http.post(url, json={}).json() == {"text": "text"}
    response = http.post(url, json={"stream": True})
    assert response.headers["content-type"] == "text/event-stream"
    *events, end = response.text.split("\n\n")[:-1]
    assert end == "data: [DONE]"
    chunks = [json.loads(event.removeprefix("data: ")) for event in events]
    assert all("error" not in chunk for chunk in chunks)
    reasons = [chunk["choices"][0]["finish_reason"] for chunk in chunks]
    assert reasons == [None, None, None, "stop"]


def test_each_kind_of_event_is_sent_the_last_one_last(serve: Serve, http: httpx2.Client) -> None:
    text = http.get(f"{serve(DOCUMENT).url}/events").text
    first, second, rest = text.split("\n\n")
    assert first == 'event: started\ndata: {"text":"text"}'
    assert second.startswith("event: finished\n")
    assert rest == ""


def test_lines(serve: Serve, http: httpx2.Client) -> None:
    response = http.get(f"{serve(DOCUMENT).url}/lines")
    values = [json.loads(line) for line in response.text.splitlines()]
    assert len(values) > 1
    assert all(isinstance(value["n"], int) for value in values)


def test_an_example_of_a_stream_is_sent_as_it_is(serve: Serve, http: httpx2.Client) -> None:
    assert http.get(f"{serve(DOCUMENT).url}/example").text == "data: 1\n\nevent: x\ndata: 2\n\n"
