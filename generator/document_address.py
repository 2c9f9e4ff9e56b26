"""Addresses of documents that are no files: `-` for standard input, and URLs."""

from __future__ import annotations

from pathlib import Path
from typing import Final

STANDARD_INPUT: Final = "-"


def is_address(text: str) -> bool:
    """Whether the text names standard input or a URL instead of a file."""
    return text == STANDARD_INPUT or is_url(text)


def is_url(text: str) -> bool:
    """Whether the text is a URL."""
    return "://" in text


def shown(address: str) -> str:
    """The address for messages and generated files.

    Without user, password, query and fragment, since they may hold a secret (RFC 3986, section 3).
    """
    if address == STANDARD_INPUT:
        return "<stdin>"
    scheme, _, rest = address.partition("://")
    rest = rest.partition("#")[0].partition("?")[0]
    authority, slash, path = rest.partition("/")
    return f"{scheme}://{authority.rpartition('@')[2]}{slash}{path}"


def file_name(document: str) -> str:
    """The path of a document, or for one with an address a name that a file with it could have."""
    if not is_address(document):
        return document
    return shown(document).rstrip("/").rpartition("/")[2]


def name_in_output(document: str, configured: str = "") -> str:
    """A document in generated files: its path as in the config, or the name of its file, or its address."""
    return shown(document) if is_address(document) else configured or Path(document).name


def is_same_document(one: str, other: str) -> bool:
    """Whether two texts name the same file or address."""
    if is_address(one) or is_url(other):
        return one == other
    return bool(other) and Path(one).resolve() == Path(other).resolve()
