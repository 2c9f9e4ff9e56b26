"""Signature schemes of webhooks: each recomputes the signature of a request and compares it.

Comparisons take the same time for all signatures of the same length.
"""

from __future__ import annotations

import binascii
import hashlib
import hmac
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeAlias

from ..errors import ConfigurationError
from .errors import WebhookSignatureError
from .headers import Received
from .table import Scheme


class Window(NamedTuple):
    """The time of the check, and how far a time stamp may be from it. Both are in seconds."""

    now: float
    tolerance: float

    def check(self, stamp: str) -> None:
        """Raise `WebhookSignatureError` for a time stamp (Unix time) outside the window."""
        if not (stamp.isascii() and stamp.isdigit() and len(stamp) < 16):
            raise WebhookSignatureError("the time stamp is not a number of seconds")
        age = self.now - int(stamp)
        if abs(age) > self.tolerance:
            when = "old" if age > 0 else "far in the future"
            allowed = f"{self.tolerance:g} s are allowed"
            raise WebhookSignatureError(
                f"the time stamp is too {when}: {abs(age):.0f} s, and {allowed}"
            )


def standard(body: bytes, headers: Received, secrets: list[str | bytes], window: Window) -> None:
    """Check a signature of Standard Webhooks 1.0.

    A secret is base64 after `whsec_`, or the key itself as bytes. The headers of Svix, which the
    specification is based on, are read too.
    """
    id = headers.need("webhook-id", "svix-id")
    stamp = headers.need("webhook-timestamp", "svix-timestamp")
    sent = headers.need("webhook-signature", "svix-signature")
    content = _bytes(f"{id}.{stamp}.") + body
    keys = [_decoded(secret) for secret in secrets]
    versions = (entry.partition(",") for entry in sent.split())
    received = [signature for version, _, signature in versions if version == "v1"]
    _compare(received, (b64encode(_hmac(key, content)).decode("ascii") for key in keys))
    window.check(stamp)


def github(body: bytes, headers: Received, secrets: list[str | bytes], window: Window) -> None:
    """Check GitHub's `X-Hub-Signature-256`, which has no time stamp."""
    sent = headers.need("x-hub-signature-256")
    _compare([sent], (f"sha256={_hmac(_key(secret), body).hex()}" for secret in secrets))


def stripe(body: bytes, headers: Received, secrets: list[str | bytes], window: Window) -> None:
    """Check Stripe's `Stripe-Signature`: `t=…,v1=…`."""
    entries = [part.strip().partition("=") for part in headers.need("stripe-signature").split(",")]
    stamp = next((value for name, _, value in entries if name == "t"), "")
    content = _bytes(f"{stamp}.") + body
    received = [value for name, _, value in entries if name == "v1"]
    _compare(received, (_hmac(_key(secret), content).hex() for secret in secrets))
    window.check(stamp)


def slack(body: bytes, headers: Received, secrets: list[str | bytes], window: Window) -> None:
    """Check Slack's `X-Slack-Signature`, version 0."""
    stamp = headers.need("x-slack-request-timestamp")
    content = _bytes(f"v0:{stamp}:") + body
    sent = headers.need("x-slack-signature")
    _compare([sent], (f"v0={_hmac(_key(secret), content).hex()}" for secret in secrets))
    window.check(stamp)


Check: TypeAlias = Callable[[bytes, Received, list[str | bytes], Window], None]

CHECKS: dict[Scheme, Check] = {
    "standard": standard,
    "github": github,
    "stripe": stripe,
    "slack": slack,
}


def _compare(received: Iterable[str], expected: Iterable[str]) -> None:
    """Raise `WebhookSignatureError` unless one of the signatures is one of those expected."""
    wanted = [signature.encode() for signature in expected]
    found = [signature.encode() for signature in received]
    matches = [hmac.compare_digest(one, other) for one in found for other in wanted]
    if not any(matches):
        raise WebhookSignatureError("the signature does not match the body and the secret")


def _bytes(text: str) -> bytes:
    """The bytes of a part of a header: as they were sent if it was decoded as Latin-1."""
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode()


def _hmac(key: bytes, content: bytes) -> bytes:
    return hmac.new(key, content, hashlib.sha256).digest()


def _key(secret: str | bytes) -> bytes:
    return secret if isinstance(secret, bytes) else secret.encode("utf-8", "surrogateescape")


def _decoded(secret: str | bytes) -> bytes:
    if isinstance(secret, bytes):
        return secret
    text = secret.strip().removeprefix("whsec_")
    try:
        key = b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not key:
        raise ConfigurationError("secret=: expected base64, after the prefix whsec_") from None
    return key
