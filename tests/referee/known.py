"""Known differences: valid requests that Prism finds invalid, and responses of Prism that are not valid.

Each applies to one kind of message about one argument, and checks that the argument was sent as it should be.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal
from urllib.parse import parse_qsl

from tests.corpus.referee import Referee
from tests.referee.exchanges import Exchange
from tests.referee.multipart import parts
from tests.referee.plan import Call

Side = Literal["document", "Prism"]


@dataclass(frozen=True)
class Known:
    """A reason, and whose fault it is."""

    side: Side
    reason: str

    def __str__(self) -> str:
        return f"{self.side}: {self.reason}"


def _argument(message: str, call: Call) -> str:
    """The argument that a message is about, as `Call.schemas` names it; empty for none."""
    where = message.partition(": ")[0]
    for name in call.schemas:
        location, _, wire = name.partition(".")
        if where.lower() == f"{location}.{wire}".rstrip(".").lower() or where.lower().startswith(f"{name}.".lower()):
            return name
    return ""


def _has_no_valid_value(message: str, call: Call, _: Exchange) -> bool:
    return _argument(message, call) in call.invalid


def _types(schema: Any) -> set[str]:
    """The types of the members of a union."""
    members = [member for keyword in ("oneOf", "anyOf") for member in schema.get(keyword) or ()]
    return {str(member.get("type")) for member in members if isinstance(member, dict)}


def _is_text_and_number(message: str, call: Call, _: Exchange) -> bool:
    name = _argument(message, call)
    return (
        name.partition(".")[0] in {"path", "query", "header"}
        and message.endswith("must match exactly one schema in oneOf")
        and "string" in (types := _types(call.schemas[name].value))
        and bool({"integer", "number", "boolean"} & types)
    )


def _chooses_media_type(message: str, call: Call, exchange: Exchange) -> bool:
    """Whether the media type is the one that the document's parameter `Content-Type` has."""
    schema = call.schemas.get("header.Content-Type")
    allowed = schema.value.get("enum") if schema is not None else None
    return "Supported content types: " in message and exchange.content_type in (allowed or ())


def _cannot_serialize(message: str, _: Call, exchange: Exchange) -> bool:
    return "Cannot find serializer for " in message


def _is_array_or_object(message: str, call: Call, exchange: Exchange) -> bool:
    """Whether the property of a form was sent as the array or object that the message asks for."""
    asked = re.search(r"^body\.([^.:]+): Request body property \S+ must be (array|object)$", message)
    body = call.values.get("body")
    if asked is None or not isinstance(body, dict) or asked[1] not in body:
        return False
    if exchange.content_type == "application/x-www-form-urlencoded":
        pairs = parse_qsl(exchange.body.decode(), keep_blank_values=True)
        return _equal([value for key, value in pairs if key == asked[1]], body[asked[1]])
    if exchange.content_type.startswith("multipart/form-data;"):
        sent = parts(exchange.content_type, exchange.body)
        return _equal([part.content.decode() for part in sent if part.name == asked[1]], body[asked[1]])
    return False


def _equal(texts: list[str], value: Any) -> bool:
    """Whether a property has a value: as JSON, or an array as a text for each of its elements."""
    if len(texts) == 1 and _json(texts[0]) == value:
        return True
    if not isinstance(value, list) or len(texts) != len(value):
        return False
    return all(item in (text, _json(text)) for text, item in zip(texts, value, strict=True))


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


_REQUESTS: Final[dict[Known, Callable[[str, Call, Exchange], bool]]] = {
    Known("document", "no value was found that JSON Schema accepts for the argument"): _has_no_valid_value,
    Known("document", "the text of a number in a URL is valid for two members of `oneOf`"): _is_text_and_number,
    Known("document", "a parameter `Content-Type` contradicts the media types of the body"): _chooses_media_type,
    Known("Prism", "an array or object in a form is read as text"): _is_array_or_object,
    Known("Prism", "it cannot write the media type of the response"): _cannot_serialize,
}


def explain_request(message: str, call: Call, exchange: Exchange) -> Known | None:
    """Why Prism finds a request invalid, if that is known."""
    return next((known for known, applies in _REQUESTS.items() if applies(message, call, exchange)), None)


def explain_response(call: Call, exchange: Exchange, error: Exception, referee: Referee) -> Known | None:
    """Why a response is not typed, if it is not what the document declares."""
    if not exchange.status and "Transfer-Encoding" in str(error):
        return Known("document", "`Transfer-Encoding` is declared as a header, and Prism sends a sample of it")
    if "101 Switching Protocols" in str(error):
        return Known("document", "101 Switching Protocols is declared, which a call does not return")
    if 300 <= exchange.status < 400 and exchange.location is None:
        return Known("Prism", "a redirect has no `Location`")
    if any(fault["location"][:1] == ["response"] for fault in exchange.faults):
        return Known("Prism", "the response is not valid, as Prism itself reports")
    if _is_invalid(call, exchange, referee):
        return Known("Prism", "the response is not valid by JSON Schema")
    return None


def _is_invalid(call: Call, exchange: Exchange, referee: Referee) -> bool:
    responses = {response.status.upper(): response for response in call.operation.responses}
    status = str(exchange.status)
    response = responses.get(status) or responses.get(f"{status[0]}XX") or responses.get("DEFAULT")
    for content in response.contents if response is not None else ():
        if content.media_type.partition(";")[0].strip().lower() == exchange.media_type:
            try:
                return referee.verdict(content.place, exchange.json, "response") == "invalid"
            except ValueError:
                return True
    return False
