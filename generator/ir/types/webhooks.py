"""Requests that the API sends: webhooks and callbacks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from generator.ir.types.common import NO_DOCS, Docs, Place
from generator.ir.types.schemas import Type

Signature: TypeAlias = Literal["standard", "github", "stripe", "slack"]
"""How webhooks are signed: Standard Webhooks 1.0, or as one of these APIs does."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """A webhook by its name in the document, or a callback, with the type of its JSON body."""

    name: str
    method: str
    type: Type
    place: Place
    docs: Docs = NO_DOCS
    headers: tuple[str, ...] = ()
    """The header parameters that the document declares."""
    callback_of: str = ""
    """The key of the operation that a callback belongs to (`POST /orders`), or empty."""
