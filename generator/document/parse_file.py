"""Parse a YAML or JSON file to plain values, and report what is wrong with it."""

from __future__ import annotations

import codecs
import stat
import sys
from pathlib import Path

from generator.collector import paused_collector
from generator.diagnostics.model import Diagnostics, Failed
from generator.document.json_types import Json
from generator.document.limits import MAX_BYTES
from generator.document.positions.source import Source, WholeFile
from generator.document.read.json_reader import NotJson, read_json
from generator.document.read.yaml_reader import read_yaml
from generator.file_bytes import read_regular

_MARKS = (
    # UTF-32's little-endian mark begins with UTF-16's, so it comes first.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def read_file(path: Path, name: str, diagnostics: Diagnostics) -> bytes:
    """The bytes of a regular file. Raises `Failed`, the reason reported, where there is none, or none to be read."""
    where = WholeFile(name)
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            diagnostics.error("unreadable", "this is a folder; give the path of the document's file", where)
        elif not stat.S_ISREG(status.st_mode):
            diagnostics.error("unreadable", "this is not a regular file", where)
        elif status.st_size > MAX_BYTES:
            message = f"the file has {status.st_size:,} bytes; the limit is {MAX_BYTES:,}"
            diagnostics.error("too-large", message, where)
        else:
            return read_regular(path, MAX_BYTES)  # checked again, as the file may be another by now
    except FileNotFoundError:
        diagnostics.error("not-found", "there is no such file", where)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "invalid file name"
        diagnostics.error("unreadable", f"the file cannot be read: {reason}", where)
    raise Failed


def read_standard_input(name: str, diagnostics: Diagnostics) -> bytes:
    """The bytes of standard input. Raises `Failed`, the reason reported, where they cannot be read."""
    where = WholeFile(name)
    try:
        data = sys.stdin.buffer.read(MAX_BYTES + 1)
    except (OSError, ValueError, AttributeError) as error:
        reason = getattr(error, "strerror", None) or "it is closed"
        diagnostics.error("unreadable", f"standard input cannot be read: {reason}", where)
        raise Failed from None
    if len(data) > MAX_BYTES:
        diagnostics.error("too-large", f"the document has more than {MAX_BYTES:,} bytes, the limit", where)
        raise Failed
    return data


def parse_file(
    data: bytes, name: str, diagnostics: Diagnostics, *, path: Path | None = None, url: str = ""
) -> tuple[Source, Json]:
    """Parse a file to its source and value. Raises `Failed` where it is neither YAML nor JSON, or exceeds a limit.

    `name` is the file's path as shown to people; `path` and `url` are where the file really is.
    """
    source = Source(name, data, _encoding(data, name, diagnostics), path, url)
    with paused_collector():
        value = _value(source, diagnostics)
    source.release_text()
    return source, value


def _value(source: Source, diagnostics: Diagnostics) -> Json:
    text = source.text
    start = text.lstrip()[:1]
    if not start:
        diagnostics.error("empty", "the file is empty", WholeFile(source.name))
        raise Failed
    if start in ("{", "["):
        try:
            value = read_json(source, diagnostics)
        except NotJson as error:
            # What begins as JSON may still be YAML, with comments for instance; a file that is called JSON may not.
            if source.name.lower().endswith(".json"):
                diagnostics.error("syntax", f"not JSON: {error.message}", source.at_offset(error.offset))
                raise Failed from None
        else:
            source.syntax = "json"
            return value
    return read_yaml(source, text, diagnostics)


def _encoding(data: bytes, name: str, diagnostics: Diagnostics) -> str:
    """The encoding of a text that is YAML or JSON: by its mark, or by where its zero bytes are (YAML 1.2.2, 5.2)."""
    encoding = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "utf-8")
    if encoding == "utf-8" and len(data) > 1 and (data[0] == 0) != (data[1] == 0):
        encoding = "utf-16-be" if data[0] == 0 else "utf-16-le"
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        valid = Source(name, data[: error.start], encoding)
        message = f"this byte is not {encoding.upper()}: 0x{data[error.start]:02x}"
        diagnostics.error("encoding", message, valid.at_offset(len(valid.text)), "save the file as UTF-8")
        raise Failed from None
    return encoding
