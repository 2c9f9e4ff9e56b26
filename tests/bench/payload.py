"""What the server sends and what every contestant must make of it."""

from __future__ import annotations

import json

MESSAGES = [{"role": "user", "content": "Write a poem about a splitter of events."}]

WORDS = [
    "The", "line", "is", "cut", "where", "two", "line", "ends", "meet", ",",
    "and", "each", "piece", "flows", "on", "its", "way", "to", "you", ".",
]  # fmt: skip
EVENTS = 300
SHORT = 20
STREAMS = 500
PACED_EVENTS = 20
PIECE = 16 * 1024
LARGE = 4 * 1024 * 1024


def word(index: int) -> str:
    """The text of a chunk."""
    return WORDS[index % len(WORDS)] + " "


def chunk(index: int, content: str | None = None) -> bytes:
    """A chunk as OpenRouter sends it: with two fields that its document does not have."""
    value = {
        "id": "gen-1763900000-Yq3bT0nVwXz9LkR7cMfA",
        "provider": "OpenAI",
        "model": "openai/gpt-5",
        "object": "chat.completion.chunk",
        "created": 1763900000,
        "choices": [
            {
                "index": 0,
                "delta": {"role": "assistant", "content": word(index) if content is None else content},
                "finish_reason": None,
                "native_finish_reason": None,
                "logprobs": None,
            }
        ],
    }
    return json.dumps(value, separators=(",", ":")).encode()


def event(data: bytes) -> bytes:
    """A server-sent event."""
    return b"data: " + data + b"\n\n"


def events(count: int) -> list[bytes]:
    """A stream of `count` chunks and its end mark."""
    return [*(event(chunk(index)) for index in range(count)), event(b"[DONE]")]


def large() -> list[bytes]:
    """A stream whose one event is of 4 MB."""
    return [event(chunk(0, "x" * LARGE)), event(b"[DONE]")]


def pieces(body: bytes) -> list[bytes]:
    """A body in pieces of 16 KiB."""
    return [body[at : at + PIECE] for at in range(0, len(body), PIECE)]


def streamed(count: int) -> str:
    """The text of a stream of `count` chunks."""
    return "".join(map(word, range(count)))


PAGES = 100
PAGE_ITEMS = 100


def page(number: int) -> bytes:
    """A page of a list; the last one has no next."""
    items = [
        {"id": f"item-{number * PAGE_ITEMS + index}", "name": f"The item {index}", "size": index, "tags": ["a", "b"]}
        for index in range(PAGE_ITEMS)
    ]
    following = str(number + 1) if number + 1 < PAGES else None
    return json.dumps({"data": items, "next_cursor": following}, separators=(",", ":")).encode()


RESULT = json.dumps(
    {
        "id": "gen-1763900000-Yq3bT0nVwXz9LkR7cMfA",
        "provider": "OpenAI",
        "model": "openai/gpt-5",
        "object": "chat.completion",
        "created": 1763900000,
        "system_fingerprint": None,
        "choices": [
            {
                "index": 0,
                "logprobs": None,
                "finish_reason": "stop",
                "native_finish_reason": "stop",
                "message": {"role": "assistant", "content": streamed(SHORT), "refusal": None, "reasoning": None},
            }
        ],
        "usage": {
            "prompt_tokens": 14,
            "completion_tokens": 20,
            "total_tokens": 34,
            "cost": 0.0000745,
            "is_byok": False,
            "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0},
            "completion_tokens_details": {"reasoning_tokens": 0},
        },
    },
    separators=(",", ":"),
).encode()
