"""Lowering: a document to the IR, with `$ref`, `allOf` and alternative notations resolved."""

from __future__ import annotations

from generator.lower.api import lower

__all__ = ["lower"]
