"""The first example of a README: which call it shows, and what it prints of the result."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from test_pages import pages_of

HEAD = 'openapi: 3.1.0\ninfo: {title: First, version: "1"}\npaths:\n'


def get(path: str, schema: str, parameters: str = "") -> str:
    """A GET operation with this response."""
    return (
        f"  {path}:\n    get:\n      parameters: [{parameters}]\n      responses:\n"
        f'        "200": {{description: found, content: {{application/json: {{schema: {schema}}}}}}}\n'
    )


TEXT, NUMBER = "{type: string}", "{type: integer}"
USERS = f"{{type: array, items: {{type: object, properties: {{id: {NUMBER}, name: {TEXT}}}}}}}"
STATE = f"{{type: object, properties: {{id: {TEXT}}}}}"
CURSOR = "{name: cursor, in: query, schema: {type: string}}"
PAGE = f"{{type: object, required: [data], properties: {{data: {USERS}, next_cursor: {TEXT}}}}}"
MAILS = f"{{type: array, items: {{type: object, properties: {{text: {TEXT}, subject: {TEXT}}}}}}}"
USER = f"{{type: object, required: [username], properties: {{username: {TEXT}}}}}"
CHUNK = (
    "{type: object, properties: {choices: {type: array, items: {type: object, properties: "
    "{delta: {type: object, properties: {content: {type: string}}}}}}}}"
)


def streaming(path: str, field: str, example: str = "") -> str:
    """A POST operation with a stream of text where `stream` is true, and one required field."""
    body = f"{{type: object, required: [{field}], properties: {{stream: {{type: boolean}}, {field}: {MESSAGES}}}}}"
    shown = f", example: {example}" if example else ""
    return (
        f"  {path}:\n    post:\n      requestBody: {{required: true, content: {{application/json: "
        f"{{schema: {body}{shown}}}}}}}\n      responses:\n"
        f'        "200": {{description: made, content: {{application/json: {{schema: {CHUNK}}}, '
        f"text/event-stream: {{schema: {CHUNK}}}}}}}\n"
    )


MESSAGES = "{type: array, items: {type: string}}"
WRAPPED = f"{{type: object, required: [user], properties: {{user: {USER}}}}}"


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        ((get("/state", STATE), get("/users", USERS)), ["result = client.users.list()", "print(item.name)"]),
        ((get("/state", STATE), get("/users", PAGE, CURSOR)), ["for item in client.users.list():", "print(item.name)"]),
        ((get("/mails", MAILS),), ["result = client.mails.list()", "print(item.subject)"]),
        ((get("/user", WRAPPED),), ["client.user", "print(result.user.username)"]),
        ((get("/people/search", USERS), get("/users", USERS)), ["result = client.users.list()"]),
        (
            (get("/users", USERS), streaming("/pictures", "inputs", "{inputs: [a]}"), streaming("/chat", "messages")),
            ["client.chat.create(", "messages=["],
        ),
    ],
    ids=[
        "a list before one object",
        "a page's items, not its cursor",
        "the best property",
        "an envelope",
        "a plain list",
        "a reply to messages",
    ],
)
def test_the_first_example(
    paths: tuple[str, ...], expected: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "first.yaml").write_text(HEAD + "".join(paths), encoding="utf-8")
    readme = pages_of(tmp_path / "first.yaml", tmp_path, monkeypatch)["README.md"]
    (program,) = re.findall(r"(?s)## Quickstart\n.*?```python\n(.*?)```", readme)
    assert all(line in program for line in expected), program
