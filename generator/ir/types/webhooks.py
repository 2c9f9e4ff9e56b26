"""Requests that the API sends: webhooks and callbacks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from generator.ir.types.common import NO_DOCS, Docs, Place
from generator.ir.types.schemas import Type

Signature: TypeAlias = Literal["standard", "github", "stripe", "slack"]
"""How webhooks are signed: Standard Webhooks 1.0, or as one of these APIs does."""


@dataclass(frozen=True, slots=True)
class DeclaredHeader:
    """A header of a webhook: its name in lower case, the values that it may have, and those of examples."""

    name: str
    values: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Webhook:
    """A webhook by its name in the document, or a callback, with the type of its JSON body."""

    name: str
    method: str
    type: Type
    place: Place
    docs: Docs = NO_DOCS
    headers: tuple[DeclaredHeader, ...] = ()
    callback_of: str = ""
    """The key of the operation that a callback belongs to (`POST /orders`), or empty."""


@dataclass(frozen=True, slots=True)
class Receiving:
    """How the webhooks of an API are checked and read."""

    event: Type
    """The type of any webhook's body: a definition."""
    signature: Signature
    why: str
    """The reason for the signature, as a clause."""
    event_header: str = ""
    """The header that names the event, in lower case, or empty if the body does."""


def event_key(name: str) -> str:
    """The name of an event with one separator: `pull_request` and `pull-request` are the same."""
    return re.sub(r"[\W_]+", "-", name.lower()).strip("-")
