"""What the server sends and what every contestant must make of it."""

from __future__ import annotations

import json

MESSAGES = [{"role": "user", "content": "Write a poem about a splitter of events."}]

WORDS = [
    "The", "line", "is", "cut", "where", "two", "line", "ends", "meet", ",",
    "and", "each", "piece", "flows", "on", "its", "way", "to", "you", ".",
]  # fmt: skip
EVENTS = 300
MANY = 3000
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

RESPONSE = json.dumps(
    {
        "id": "resp-6a1d2f",
        "object": "response",
        "created_at": 1763900000,
        "completed_at": 1763900002,
        "status": "completed",
        "error": None,
        "incomplete_details": None,
        "instructions": None,
        "max_output_tokens": None,
        "model": "gpt-5",
        "output": [
            {"id": "rs-6a1d30", "type": "reasoning", "summary": [], "status": "completed"},
            {
                "id": "msg-6a1d31",
                "type": "message",
                "status": "completed",
                "role": "assistant",
                "content": [
                    {"type": "output_text", "text": streamed(SHORT), "annotations": [], "logprobs": []},
                ],
            },
        ],
        "parallel_tool_calls": True,
        "previous_response_id": None,
        "reasoning": {"effort": "medium", "summary": None},
        "store": True,
        "temperature": 1.0,
        "text": {"format": {"type": "text"}, "verbosity": "medium"},
        "tool_choice": "auto",
        "tools": [],
        "top_logprobs": 0,
        "top_p": 1.0,
        "truncation": "disabled",
        "usage": {
            "input_tokens": 14,
            "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
            "output_tokens": 20,
            "output_tokens_details": {"reasoning_tokens": 8},
            "total_tokens": 34,
        },
        "user": None,
        "metadata": {},
    },
    separators=(",", ":"),
).encode()

_PARTS = (
    "archive assignees blobs branches collaborators comments commits compare contents contributors deployments "
    "downloads events forks git_commits git_refs git_tags hooks issue_comment issue_events issues keys labels "
    "languages merges milestones notifications pulls releases stargazers statuses subscribers subscription tags "
    "teams trees"
)
_LINKS = "avatar html followers following gists starred subscriptions organizations repos events received_events"


def _owner() -> dict[str, object]:
    at = "https://api.example.com/users/acme"
    links = {f"{link}_url": f"{at}/{link}" for link in _LINKS.split()}
    return {"login": "acme", "id": 1, "node_id": "MDQ6VXNlcjE=", "gravatar_id": "", "url": at, **links} | {
        "type": "Organization",
        "site_admin": False,
    }


def _repository() -> dict[str, object]:
    at = "https://api.example.com/repos/acme/rockets"
    counts = "forks_count stargazers_count watchers_count size open_issues_count subscribers_count network_count"
    flags = "has_issues has_projects has_wiki has_pages has_downloads has_discussions archived disabled fork private"
    return {
        "id": 7,
        "node_id": "MDEwOlJlcG9zaXRvcnk3",
        "name": "rockets",
        "full_name": "acme/rockets",
        "owner": _owner(),
        "description": "Rockets, and what they are made of",
        "url": at,
        "html_url": "https://example.com/acme/rockets",
        **{f"{part}_url": f"{at}/{part}" for part in _PARTS.split()},
        **{link: f"https://example.com/acme/rockets.{link}" for link in ("clone_url", "git_url", "ssh_url", "svn_url")},
        **dict.fromkeys(counts.split(), 80),
        **dict.fromkeys(flags.split(), False),
        "mirror_url": None,
        "homepage": None,
        "language": "Python",
        "default_branch": "main",
        "topics": ["rockets", "space"],
        "visibility": "public",
        "pushed_at": "2025-11-01T10:00:00Z",
        "created_at": "2020-01-02T03:04:05Z",
        "updated_at": "2025-11-02T10:00:00Z",
        "permissions": {"admin": False, "push": False, "pull": True},
        "license": {"key": "mit", "name": "MIT", "url": None, "spdx_id": "MIT", "node_id": "MDc6TGljZW5zZW1pdA=="},
        "organization": _owner(),
        "forks": 9,
        "open_issues": 0,
        "watchers": 80,
    }


REPOSITORY = json.dumps(_repository(), separators=(",", ":")).encode()
