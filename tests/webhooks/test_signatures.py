"""Signatures of webhooks: vectors of the senders, windows, forms of headers, and what is refused."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.webhooks.signing import SECRET, SIGN, standard

BODY = b'{"type": "order.paid", "amount": 7}'


def headers_of(kind: str, body: bytes = BODY, stamp: int | None = None) -> dict[str, str]:
    return SIGN[kind](body, int(time.time()) if stamp is None else stamp)


@pytest.mark.parametrize("client", ["Shop", "AsyncShop"])
@pytest.mark.parametrize("kind", SIGN)
def test_a_signed_webhook_is_its_event(kind: str, client: str, sdks: dict[str, Any]) -> None:
    sdk = sdks[kind]
    event = getattr(sdk, client)().webhooks.unwrap(BODY, headers_of(kind), secret=SECRET)
    assert type(event) is sdk.models.OrderPaidEvent
    assert event.amount == 7


SLACK = (
    b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
    b"&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
    b"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554"
    b"%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
)
VECTORS: dict[str, tuple[int, bytes, str, dict[str, str]]] = {
    # The example of the libraries of Standard Webhooks.
    "standard": (
        1614265330,
        b'{"test": 2432232314}',
        SECRET,
        {
            "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
            "webhook-timestamp": "1614265330",
            "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        },
    ),
    # GitHub's documentation, "Testing the webhook payload validation".
    "github": (
        0,
        b"Hello, World!",
        "It's a Secret to Everybody",
        {"X-Hub-Signature-256": "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"},
    ),
    # Slack's documentation, "Verifying requests from Slack".
    "slack": (
        1531420618,
        SLACK,
        "8f742231b10e8888abcd99yyyzzz85a5",
        {
            "X-Slack-Request-Timestamp": "1531420618",
            "X-Slack-Signature": "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
        },
    ),
    # Computed by hand: printf '1700000000.{"id":"evt_1"}' | openssl dgst -sha256 -hmac whsec_test
    "stripe": (
        1700000000,
        b'{"id":"evt_1"}',
        "whsec_test",
        {"Stripe-Signature": "t=1700000000,v1=c89214b5b5da833daed6f0b8c5bb6bd58cea9022bd80ccc78230f3942d632925"},
    ),
}


@pytest.mark.parametrize("kind", VECTORS)
def test_vectors_of_the_senders(kind: str, sdks: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    stamp, body, secret, headers = VECTORS[kind]
    monkeypatch.setattr(time, "time", lambda: float(stamp))
    sdk = sdks[kind]
    webhooks = sdk.Shop().webhooks
    if kind in {"github", "slack"}:  # their examples are not JSON
        with pytest.raises(sdk.errors.WebhookError, match="not JSON") as caught:
            webhooks.unwrap(body, headers, secret=secret)
        assert type(caught.value) is sdk.errors.WebhookError
    else:
        assert webhooks.unwrap(body, headers, secret=secret) is not None
    with pytest.raises(sdk.errors.WebhookSignatureError):
        webhooks.unwrap(body + b" ", headers, secret=secret)


@pytest.mark.parametrize("kind", SIGN)
@pytest.mark.parametrize("change", ["body", "secret", "signature", "missing"])
def test_a_wrong_signature_is_an_sdk_error(kind: str, change: str, sdks: dict[str, Any]) -> None:
    sdk, headers, body, secret = sdks[kind], headers_of(kind), BODY, SECRET
    if change == "body":
        body = BODY.replace(b"7", b"8")
    elif change == "secret":
        secret = "whsec_" + "A" * 32
    elif change == "missing":
        headers.popitem()
    else:
        name, value = headers.popitem()
        headers[name] = re.sub(r"(v1,|v1=|v0=(?!old)|sha256=)", r"\1A", value)
    with pytest.raises(sdk.errors.WebhookSignatureError) as caught:
        sdk.Shop().webhooks.unwrap(body, headers, secret=secret)
    assert isinstance(caught.value, sdk.errors.ShopError)
    assert secret not in str(caught.value)


@pytest.mark.parametrize("kind", ["standard", "stripe", "slack"])
@pytest.mark.parametrize(("age", "fine"), [(290, True), (310, False), (-290, True), (-310, False)])
def test_the_window(kind: str, age: int, fine: bool, sdks: dict[str, Any]) -> None:
    sdk, headers = sdks[kind], headers_of(kind, stamp=int(time.time()) - age)
    if fine:
        sdk.Shop().webhooks.unwrap(BODY, headers, secret=SECRET)
    else:
        with pytest.raises(sdk.errors.WebhookSignatureError, match=r"time stamp is too (old|far)"):
            sdk.Shop().webhooks.unwrap(BODY, headers, secret=SECRET)
        sdk.Shop().webhooks.unwrap(BODY, headers, secret=SECRET, tolerance=3600)


def test_one_of_several_signatures_and_secrets_is_enough(sdks: dict[str, Any]) -> None:
    sdk, headers, other = sdks["standard"], headers_of("standard"), "whsec_" + "B" * 32
    headers["webhook-signature"] = f"v1a,x v1,AAAA {headers['webhook-signature']} v2,y"
    sdk.Shop().webhooks.unwrap(BODY, headers, secret=[other, SECRET])
    with pytest.raises(sdk.errors.WebhookSignatureError):
        sdk.Shop().webhooks.unwrap(BODY, headers, secret=[other])


def test_a_signature_of_another_version_is_not_enough(sdks: dict[str, Any]) -> None:
    sdk, headers = sdks["standard"], headers_of("standard")
    headers["webhook-signature"] = headers["webhook-signature"].replace("v1,", "v1a,")
    with pytest.raises(sdk.errors.WebhookSignatureError):
        sdk.Shop().webhooks.unwrap(BODY, headers, secret=SECRET)


FORMS: dict[str, Callable[[dict[str, str]], Any]] = {
    "upper case": lambda headers: {name.upper(): value for name, value in headers.items()},
    "pairs": lambda headers: list(headers.items()),
    "pairs of bytes": lambda headers: [(name.encode(), value.encode()) for name, value in headers.items()],
    "lists of values": lambda headers: {name: [value] for name, value in headers.items()},
    "WSGI": lambda headers: {
        "REQUEST_METHOD": "POST",
        "wsgi.input": None,
        **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()},
    },
    "Svix": lambda headers: {name.replace("webhook-", "svix-"): value for name, value in headers.items()},
}


@pytest.mark.parametrize("form", FORMS)
def test_forms_of_headers(form: str, sdks: dict[str, Any]) -> None:
    headers = FORMS[form](headers_of("standard"))
    assert sdks["standard"].Shop().webhooks.unwrap(BODY, headers, secret=SECRET).amount == 7


def test_a_header_that_is_sent_twice_is_refused(sdks: dict[str, Any]) -> None:
    sdk, headers = sdks["standard"], [*headers_of("standard").items(), ("Webhook-Id", "other")]
    with pytest.raises(sdk.errors.WebhookSignatureError, match="webhook-id was sent more than once"):
        sdk.Shop().webhooks.unwrap(BODY, headers, secret=SECRET)


@pytest.mark.parametrize("stamp", ["", "soon", "-1", "1e9", "9" * 30, "١٢"])
def test_a_time_stamp_that_is_no_number(stamp: str, sdks: dict[str, Any]) -> None:
    sdk = sdks["standard"]
    headers = {**standard(BODY, stamp), "webhook-timestamp": stamp}  # type: ignore[arg-type] # a sender's mistake
    with pytest.raises(sdk.errors.WebhookSignatureError):
        sdk.Shop().webhooks.unwrap(BODY, [(k.encode(), v.encode()) for k, v in headers.items()], secret=SECRET)


def test_the_secret_of_the_environment(sdks: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    sdk, headers = sdks["standard"], headers_of("standard")
    with pytest.raises(
        sdk.errors.ConfigurationError, match="secret= or set the environment variable HOOKS_WEBHOOK_SECRET"
    ):
        sdk.Shop().webhooks.unwrap(BODY, headers)
    monkeypatch.setenv("HOOKS_WEBHOOK_SECRET", SECRET)
    assert sdk.Shop().webhooks.unwrap(BODY.decode(), headers).amount == 7


@pytest.mark.parametrize("secret", ["", " ", [], "whsec_", "whsec_%%%", "whsec_é", ["", SECRET], 7, [7], {"a": 1}])
def test_a_secret_that_cannot_be_one(secret: Any, sdks: dict[str, Any]) -> None:
    sdk = sdks["standard"]
    with pytest.raises(sdk.errors.ConfigurationError):
        sdk.Shop().webhooks.unwrap(BODY, headers_of("standard"), secret=secret)


@pytest.mark.parametrize("body", [{"type": "order.paid"}, None, 7])
def test_a_parsed_body_is_refused(body: Any, sdks: dict[str, Any]) -> None:
    sdk = sdks["standard"]
    with pytest.raises(sdk.errors.RequestError, match="body: expected the raw body"):
        sdk.Shop().webhooks.unwrap(body, headers_of("standard"), secret=SECRET)


def test_another_scheme_through_a_callable(sdks: dict[str, Any]) -> None:
    sdk = sdks["standard"]

    def verify(body: bytes, headers: Any) -> bool:
        return body == BODY and headers["x-own"] == "yes"

    assert sdk.Shop().webhooks.unwrap(BODY, {"X-Own": "yes"}, verify=verify).amount == 7
    with pytest.raises(sdk.errors.WebhookSignatureError):
        sdk.Shop().webhooks.unwrap(BODY, {"X-Own": "no"}, verify=verify)


@pytest.mark.parametrize("result", [None, 1, "yes"])
def test_a_callable_has_to_return_true(result: Any, sdks: dict[str, Any]) -> None:
    sdk = sdks["standard"]
    with pytest.raises(sdk.errors.WebhookSignatureError):
        sdk.Shop().webhooks.unwrap(BODY, {}, verify=lambda body, headers: result)


@pytest.mark.parametrize("headers", [None, 7, ["webhook-id"], [("a", "b", "c")], {"webhook-id": 7}, {7: "x"}])
def test_headers_that_are_none(headers: Any, sdks: dict[str, Any]) -> None:
    sdk = sdks["standard"]
    with pytest.raises(sdk.errors.RequestError, match="headers: expected"):
        sdk.Shop().webhooks.unwrap(BODY, headers, secret=SECRET)


@pytest.mark.parametrize("tolerance", [-1, float("nan"), "300", None])
def test_a_tolerance_that_is_none(tolerance: Any, sdks: dict[str, Any]) -> None:
    sdk, headers = sdks["standard"], headers_of("standard", stamp=0)
    with pytest.raises(sdk.errors.RequestError, match="tolerance: expected seconds"):
        sdk.Shop().webhooks.unwrap(BODY, headers, secret=SECRET, tolerance=tolerance)


@pytest.mark.parametrize("text", ["é", "١", "\ud800", "\x00"])
@pytest.mark.parametrize("kind", SIGN)
def test_other_characters_are_a_wrong_signature(kind: str, text: str, sdks: dict[str, Any]) -> None:
    sdk = sdks[kind]
    for name in headers_of(kind):
        headers = headers_of(kind)
        headers[name] = text + headers[name]
        with pytest.raises(sdk.errors.WebhookSignatureError):
            sdk.Shop().webhooks.unwrap(BODY, headers, secret=SECRET)


def test_a_text_that_is_not_utf_8(sdks: dict[str, Any]) -> None:
    sdk = sdks["standard"]
    with pytest.raises(sdk.errors.WebhookError, match="not UTF-8"):
        sdk.Shop().webhooks.unwrap('{"type": "\ud800"}', headers_of("standard"), secret=SECRET)


@pytest.mark.parametrize("body", [b"", b"<html>", b"\xff", b"[" * 100_000])
def test_a_body_that_is_not_json(body: bytes, sdks: dict[str, Any]) -> None:
    sdk = sdks["standard"]
    with pytest.raises(sdk.errors.WebhookError, match="not JSON"):
        sdk.Shop().webhooks.unwrap(body, headers_of("standard", body), secret=SECRET)


def test_json_in_a_form(sdks: dict[str, Any]) -> None:
    body = b"payload=%7B%22type%22%3A+%22order.paid%22%2C+%22amount%22%3A+7%7D"
    headers = {**headers_of("github", body), "Content-Type": "application/x-www-form-urlencoded"}
    assert sdks["github"].Shop().webhooks.unwrap(body, headers, secret=SECRET).amount == 7
