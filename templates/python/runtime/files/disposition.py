"""The file name in a `Content-Disposition` header (RFC 6266), made safe for a file system."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote_to_bytes

_PARAMETER = re.compile(
    r';\s*([!#$%&\'*+.^_`|~0-9A-Za-z-]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^;"]*)', re.DOTALL
)
_EXTENDED = re.compile(r"(utf-8|iso-8859-1)'[^']*'(.*)", re.IGNORECASE | re.DOTALL)
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)", re.IGNORECASE)
_MAX_BYTES = 200
_MAX_EXTENSION = 20


def filename_of(disposition: str) -> str | None:
    """The file name in a `Content-Disposition` header, or None.

    It is safe to join to the path of a folder: without the folders, control characters and leading
    dots that the server may have sent, and not the name of a device. `filename*` (RFC 8187) has
    precedence.
    """
    found: dict[str, str] = {}
    for name, value in _PARAMETER.findall(f";{disposition}"):
        found.setdefault(name.lower(), value.strip())
    for name, read in (("filename*", _extended), ("filename", _plain)):
        safe = _safe(read(found.get(name, "")))
        if safe:
            return safe
    return None


def _plain(value: str) -> str:
    """A token or quoted string. Bytes above ASCII are UTF-8, as for browsers, else Latin-1."""
    if value.startswith('"'):
        value = re.sub(r"\\(.)", r"\1", value[1:-1], flags=re.DOTALL)
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value


def _extended(value: str) -> str:
    found = _EXTENDED.fullmatch(value)
    return unquote_to_bytes(found[2]).decode(found[1], "replace") if found else ""


def _safe(name: str) -> str:
    name = "".join(_printable(each) for each in name)
    name = name.replace("\\", "/").rpartition("/")[2]
    name = _FORBIDDEN.sub("_", name).strip().lstrip(". ").rstrip(". ")
    if _DEVICE.match(name):
        name = f"_{name}"
    return _shortened(name)


def _printable(character: str) -> str:
    """A character without effect on a terminal; each separator is a space."""
    kind = unicodedata.category(character)[0]
    return "" if kind == "C" else " " if kind == "Z" else character


def _shortened(name: str) -> str:
    """A name that file systems accept, with its extension."""
    stem, dot, extension = name.rpartition(".")
    if not stem or len(extension) > _MAX_EXTENSION:
        stem, dot, extension = name, "", ""
    left = _MAX_BYTES - len(extension.encode()) - len(dot)
    return stem.encode()[:left].decode("utf-8", "ignore") + dot + extension
