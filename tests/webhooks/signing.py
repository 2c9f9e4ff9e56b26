"""Signatures as the senders compute them, written from their specifications."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64decode, b64encode

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def digest(key: bytes, content: bytes) -> bytes:
    return hmac.new(key, content, hashlib.sha256).digest()


def standard(body: bytes, stamp: int, id: str = "msg_1", secret: str = SECRET) -> dict[str, str]:
    signature = digest(b64decode(secret.removeprefix("whsec_")), f"{id}.{stamp}.".encode() + body)
    sent = f"v1,{b64encode(signature).decode()}"
    return {"webhook-id": id, "webhook-timestamp": str(stamp), "webhook-signature": sent}


def github(body: bytes, stamp: int, secret: str = SECRET) -> dict[str, str]:
    return {"X-Hub-Signature-256": f"sha256={digest(secret.encode(), body).hex()}"}


def stripe(body: bytes, stamp: int, secret: str = SECRET) -> dict[str, str]:
    signature = digest(secret.encode(), f"{stamp}.".encode() + body).hex()
    return {"Stripe-Signature": f"t={stamp},v1={signature},v0=old"}


def slack(body: bytes, stamp: int, secret: str = SECRET) -> dict[str, str]:
    signature = digest(secret.encode(), f"v0:{stamp}:".encode() + body).hex()
    return {"X-Slack-Request-Timestamp": str(stamp), "X-Slack-Signature": f"v0={signature}"}


SIGN = {"standard": standard, "github": github, "stripe": stripe, "slack": slack}
