"""Unwrap a received webhook: check its signature, then read its event."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl

from pydantic import ValidationError

from ..errors import ConfigurationError, RequestError
from ..json_types import is_object
from ..models import UnknownVariant
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
        window = Window(time.time(), _seconds(tolerance))
        CHECKS[table.scheme](raw, received, _secrets(table, secret), window)
    content, value = _json(raw, received.get("content-type"))
    annotation = _annotation(table, value, received)
    try:
        return _validator(annotation)(content)
    except ValidationError:
        return repair(annotation, value, [])


@lru_cache(maxsize=1024)
def _validator(annotation: Any) -> Callable[[bytes | str], Any]:
    return validator(annotation)


def _secrets(table: WebhookTable, secret: Secret | None) -> list[str | bytes]:
    """The secrets that were passed, else the one of the environment."""
    if secret is None:
        secret = os.environ.get(table.variable)
    given: list[object] = []
    with suppress(TypeError):
        given = [secret] if isinstance(secret, str | bytes) else [*(secret or ())]
    secrets = [one for one in given if isinstance(one, str | bytes)]
    if len(secrets) < len(given) or (secret and not given):
        raise ConfigurationError("secret=: expected str or bytes, or a list of these")
    if not secrets or not all(one.strip() for one in secrets):
        raise ConfigurationError(
            f"no webhook secret: pass secret= or set the environment variable {table.variable}"
        )
    return secrets


def _seconds(tolerance: object) -> float:
    found = tolerance.total_seconds() if isinstance(tolerance, timedelta) else tolerance
    if not isinstance(found, int | float) or not found >= 0:
        raise RequestError("expected seconds, 0 or more, or a timedelta", path="tolerance")
    return found


def _annotation(table: WebhookTable, value: object, received: Received) -> Any:
    """The type of an event: where a header names it, with the body's `action` or without."""
    event = received.get(table.header) if table.header else ""
    if not event:
        return table.type()
    action = value.get("action") if is_object(value) else None
    found = table.named.get(_key(f"{event}-{action}")) or table.named.get(_key(event))
    return UnknownVariant if found is None else found()


def _key(event: str) -> str:
    return re.sub(r"[\W_]+", "-", event.lower()).strip("-")


def _raw(body: object) -> bytes:
    """The body as bytes. The signature is of these, so a parsed body cannot be checked."""
    if isinstance(body, str):
        try:
            return body.encode()
        except UnicodeEncodeError as error:
            raise WebhookError("the body of the webhook is not UTF-8") from error
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
