"""From a document to the IR: what an API is, with `$ref`, `allOf` and every way to say one thing resolved."""

from __future__ import annotations

from generator.lower.api import lower

__all__ = ["lower"]
