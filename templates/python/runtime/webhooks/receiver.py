"""Unwrap a received webhook: check its signature, then read its event."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl

from pydantic import ValidationError

from ..errors import ConfigurationError, RequestError
from ..json_types import is_object
from ..response.lenient import repair, validator
from .errors import WebhookError, WebhookSignatureError
from .headers import Received
from .signatures import CHECKS, Window
from .table import ReceivedHeaders, Secret, Verify, WebhookTable


def unwrap(
    table: WebhookTable,
    body: bytes | str,
    headers: ReceivedHeaders,
    secret: Secret | None,
    verify: Verify | None,
    tolerance: float | timedelta,
) -> Any:
    """Return the event of a webhook whose signature is right.

    Values that do not fit the document are kept, as in responses. Raises `WebhookSignatureError`,
    `WebhookError` for a body that is not JSON, `ConfigurationError` without a secret, and
    `RequestError` for arguments of another type.
    """
    raw = _raw(body)
    received = Received(headers)
    if verify is not None:
        if verify(raw, received.plain()) is not True:  # also a coroutine is not a success
            raise WebhookSignatureError("verify= has not returned True")
    else:
        seconds = tolerance.total_seconds() if isinstance(tolerance, timedelta) else tolerance
        window = Window(time.time(), seconds)
        CHECKS[table.scheme](raw, received, _secrets(table, secret), window)
    content, value = _json(raw, received.get("content-type"))
    annotation = (_named(table, value, received.get("x-github-event")) or table.type)()
    try:
        return validator(annotation)(content)
    except ValidationError:
        return repair(annotation, value, [])


def _secrets(table: WebhookTable, secret: Secret | None) -> list[str | bytes]:
    """The secrets that were passed, else the one of the environment."""
    if secret is None:
        secret = os.environ.get(table.variable)
    secrets = [secret] if isinstance(secret, str | bytes) else [*(secret or ())]
    if not secrets or not all(one.strip() for one in secrets):
        raise ConfigurationError(
            f"no webhook secret: pass secret= or set the environment variable {table.variable}"
        )
    return secrets


def _named(table: WebhookTable, value: object, event: str) -> Callable[[], Any] | None:
    """The type of the event that a header names, with the body's `action` or without."""
    action = value.get("action") if is_object(value) else None
    name = event.lower().replace("_", "-")
    full = f"{name}-{action}".lower().replace("_", "-")
    return table.named.get(full) or table.named.get(name)


def _raw(body: object) -> bytes:
    """The body as bytes. The signature is of these, so a parsed body cannot be checked."""
    if isinstance(body, str):
        return body.encode()
    if isinstance(body, bytes | bytearray):
        return bytes(body)
    kind = type(body).__name__
    raise RequestError(f"expected the raw body as bytes or str, not {kind}", path="body")


def _json(body: bytes, content_type: str) -> tuple[bytes, Any]:
    """The JSON of a body and its value. A form has it in the field `payload`, or is an object."""
    if content_type.partition(";")[0].strip().lower() == "application/x-www-form-urlencoded":
        fields = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        body = (fields["payload"] if "payload" in fields else json.dumps(fields)).encode()
    try:
        return body, json.loads(body)
    except (ValueError, RecursionError) as error:
        raise WebhookError("the body of the webhook is not JSON") from error
