"""Who provides an API, and under which license: `info.contact` and `info.license` (OpenAPI 3.1, section 4.8.2)."""

from __future__ import annotations

from generator.document.node import Node
from generator.ir.types import About
from generator.lower.docs import docs_of


def lower_about(root: Node) -> About:
    """The provider and the license of a document; texts that are missing or no strings are empty."""
    info = root.mapping("info")
    terms = info.mapping("license") if info is not None else None
    contact = info.mapping("contact") if info is not None else None
    return About(
        license=(terms.text("identifier") or terms.text("name")) if terms is not None else "",
        contact=contact.text("name") if contact is not None else "",
        email=contact.text("email") if contact is not None else "",
        homepage=contact.text("url") if contact is not None else "",
        documentation=docs_of(root.value, examples=False).url,
    )
