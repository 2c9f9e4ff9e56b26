"""Errors: their classes, what they carry, and where they are raised."""

from __future__ import annotations

import json
import pickle
from typing import Any

import httpx2
import pytest
from conftest import RESULT, Driver
from openrouter_sdk import errors, models
from server import json_reply, raw, reply

CLASSES = {
    400: "BadRequestResponseError",
    401: "UnauthorizedResponseError",
    402: "PaymentRequiredResponseError",
    403: "ForbiddenResponseError",
    404: "NotFoundResponseError",
    408: "RequestTimeoutResponseError",
    413: "PayloadTooLargeResponseError",
    422: "UnprocessableEntityResponseError",
    429: "TooManyRequestsResponseError",
    500: "InternalServerResponseError",
    502: "BadGatewayResponseError",
    503: "ServiceUnavailableResponseError",
    524: "EdgeNetworkTimeoutResponseError",
    529: "ProviderOverloadedResponseError",
}
ONCE: dict[str, Any] = {"options": {"max_retries": 0}}


def failed(sdk: Driver, answer: Any, **arguments: Any) -> Any:
    """The error that an answer raises."""
    sdk.server.answer_with(answer)
    with pytest.raises(errors.OpenRouterError) as caught:
        sdk.send(**{**ONCE, **arguments})
    return caught.value


def error_body(status: int, message: str = "no", **more: Any) -> dict[str, Any]:
    return {"error": {"code": status, "message": message}, **more}


def test_every_error_has_one_base_class() -> None:
    raisable = [getattr(errors, name) for name in errors.__all__]
    kinds = [kind for kind in raisable if isinstance(kind, type) and issubclass(kind, BaseException)]
    assert len(kinds) > len(CLASSES)
    assert all(issubclass(kind, errors.OpenRouterError) for kind in kinds)


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("status", CLASSES)
def test_every_documented_status_has_its_error_class(sdk: Driver, status: int, stream: bool) -> None:
    error = failed(sdk, json_reply(error_body(status), status=status), stream=stream)
    assert type(error) is getattr(errors, CLASSES[status])
    assert isinstance(error, errors.APIError)
    assert error.status_code == status


@pytest.mark.parametrize("status", [304, 405, 409, 418, 451, 499, 501, 504, 520, 599, 999])
@pytest.mark.parametrize("content_type", ["application/json", "text/html", "application/problem+json", None])
def test_every_other_status_is_an_error_of_its_class(sdk: Driver, status: int, content_type: str | None) -> None:
    error = failed(sdk, reply(b"" if status == 304 else b"{}", status=status, content_type=content_type))
    classes = {3: errors.APIError, 4: errors.ClientError, 5: errors.ServerError, 9: errors.APIError}
    assert type(error) is classes[status // 100]
    assert error.status_code == status


def test_error_has_status_headers_body_and_data(sdk: Driver) -> None:
    body = error_body(402, "Insufficient credits", user_id="u-1", new={"a": 1})
    body["error"]["metadata"] = {"balance": -1}
    error = failed(sdk, json_reply(body, status=402, headers=[("X-Request-Id", "r-9"), ("X-Left", "0")]))
    assert (error.status_code, error.request_id, error.headers["x-LEFT"]) == (402, "r-9", "0")
    assert json.loads(error.body) == body
    assert error.data.error.message == "Insufficient credits"
    assert error.data.error.metadata == {"balance": -1}
    assert error.data.user_id == "u-1"
    assert error.data.new == {"a": 1}
    assert isinstance(error.response, httpx2.Response)
    assert error.response.json() == body


UNLIKELY_BODIES: dict[str, tuple[bytes, str | None]] = {
    "empty": (b"", None),
    "HTML": (b"<html><body>Bad gateway</body></html>", "text/html"),
    "another shape": (b'{"detail": [{"loc": ["body"], "msg": "field required"}]}', "application/json"),
    "a string code": (b'{"error": {"code": "rate_limited", "message": "slow"}}', "application/json"),
    "a list": (b'["no"]', "application/json"),
    "a string": (b'"no"', "application/json"),
    "null": (b"null", "application/json"),
    "half of JSON": (b'{"error": {"mess', "application/json"),
    "problem": (b'{"type": "about:blank", "title": "Nope", "status": 403}', "application/problem+json"),
    "another code": (b'{"error": {"code": 500, "message": "x"}}', "application/json"),
    "no UTF-8": (b"\xff\xfe\x00", "application/json"),
    "deep": (b"[" * 100_000, "application/json"),
    "an error that is text": (b'{"error": "forbidden"}', "application/json"),
}


@pytest.mark.parametrize("name", UNLIKELY_BODIES)
@pytest.mark.parametrize("status", [403, 502])
def test_error_class_follows_the_status_whatever_the_body(sdk: Driver, name: str, status: int) -> None:
    body, content_type = UNLIKELY_BODIES[name]
    error = failed(sdk, reply(body, status=status, content_type=content_type))
    assert type(error) is getattr(errors, CLASSES[status])
    assert error.status_code == status
    assert error.body == body.decode("utf-8", "replace")
    fits = name in {"a string code", "another code"}
    assert error.data.error.message if fits else error.data is None
    assert error.message.startswith(f"{status} ")


def test_error_class_follows_the_status_without_a_body(sdk: Driver) -> None:
    head = b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"
    error = failed(sdk, raw(head, "close"))
    assert type(error) is errors.BadGatewayResponseError
    assert isinstance(error.__cause__, httpx2.TransportError)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (error_body(403, "Request blocked: prompt injection patterns detected"),
         "403 Forbidden: Request blocked: prompt injection patterns detected"),
        ({"message": "Not yours"}, "403 Forbidden: Not yours"),
        ({"detail": "Not yours"}, "403 Forbidden: Not yours"),
        ({"detail": [{"loc": ["body"], "msg": "field required"}]}, "403 Forbidden: field required"),
        ({"title": "Nope", "status": 403}, "403 Forbidden: Nope"),
        ({"title": "Nope", "detail": "Because"}, "403 Forbidden: Because"),
        ({"error": "forbidden"}, "403 Forbidden: forbidden"),
        ({"error": "invalid_grant", "error_description": "Expired"}, "403 Forbidden: Expired"),
        ({"errors": [{"message": "First"}, {"message": "Second"}]}, "403 Forbidden: First"),
        ({"errors": ["First"]}, "403 Forbidden: First"),
        ({}, "403 Forbidden"),
        (None, "403 Forbidden"),
        ({"error": {"message": "two\n  lines"}}, "403 Forbidden: two lines"),
    ],
)  # fmt: skip
def test_error_message_is_short(sdk: Driver, body: Any, message: str) -> None:
    error = failed(sdk, json_reply(body, status=403))
    if body is None:
        assert str(error).startswith(message)
    else:
        assert str(error) == error.message == message


def test_long_bodies_are_cut_in_messages(sdk: Driver) -> None:
    error = failed(sdk, reply(b"<p>" + b"x" * 100_000, status=500, content_type="text/html"))
    assert len(str(error)) < 600
    assert len(error.body) == 100_003


def test_api_error_is_picklable(sdk: Driver) -> None:
    error = failed(sdk, json_reply(error_body(403, "no"), status=403, headers=[("X-Request-Id", "r-1")]))
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert str(again) == str(error)
    assert (again.status_code, again.request_id, again.body) == (403, "r-1", error.body)
    assert again.data == error.data
    assert again.headers["x-request-id"] == "r-1"


def test_every_sdk_error_is_picklable(sdk: Driver) -> None:
    for answer in (raw("close"), reply(b"<html>", content_type="text/html")):
        error = failed(sdk, answer)
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), str(again)) == (type(error), str(error))
    with pytest.raises(errors.RequestError) as caught:
        sdk.send(temperature=float("nan"))
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.path) == (str(caught.value), "temperature")


def test_error_before_the_first_event_is_raised_by_the_call(sdk: Driver) -> None:
    error = failed(sdk, json_reply(error_body(429, "slow down"), status=429), stream=True)
    assert type(error) is errors.TooManyRequestsResponseError
    assert error.data.error.message == "slow down"


def test_error_inside_a_200_for_a_stream_is_raised_by_the_call(sdk: Driver) -> None:
    error = failed(sdk, json_reply(error_body(502, "upstream")), stream=True)
    assert type(error) is errors.BadGatewayResponseError


@pytest.mark.parametrize(
    "answer",
    [json_reply(RESULT), reply(b"<html>", content_type="text/html"), reply(status=204, content_type=None)],
    ids=["JSON", "HTML", "204"],
)
def test_response_that_is_not_a_stream_is_a_response_error(sdk: Driver, answer: Any) -> None:
    error = failed(sdk, answer, stream=True)
    assert type(error) is errors.ResponseError
    assert "text/event-stream" in str(error)


def test_typed_error_data_is_reachable_to_its_leaves(sdk: Driver) -> None:
    stage = {"type": "guardrail", "name": "regex-pi-detection", "summary": "blocked", "data": {"flagged": True}}
    body = error_body(403, "Request blocked", openrouter_metadata={"pipeline": [stage], "attempt": 1})
    error = failed(sdk, json_reply(body, status=403))
    assert type(error) is errors.ForbiddenResponseError
    (arrived,) = error.data.openrouter_metadata.pipeline
    assert isinstance(arrived, models.PipelineStage)
    assert (arrived.type, arrived.name, arrived.data) == ("guardrail", "regex-pi-detection", {"flagged": True})
