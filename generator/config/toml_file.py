"""Find and read a TOML file, and report what is wrong with it."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import Final

from generator.diagnostics.model import Diagnostics, Failed
from generator.diagnostics.text_location import TextPlace
from generator.file_bytes import read_regular

_MAX_BYTES: Final = 4 * 1024 * 1024


def exists(path: Path) -> bool:
    """Whether a file, a link or a device is at the path. A folder of the name, or one that hides it, is passed over."""
    try:
        return os.path.lexists(path) and not path.is_dir()
    except OSError:
        return False


def mentions(path: Path, text: bytes) -> bool:
    """Whether the file has the text. One that cannot be read has not."""
    try:
        return text in read_regular(path)
    except OSError:
        return False


def read_toml(path: Path, diagnostics: Diagnostics) -> tuple[str, object]:
    """The text of a config and its table. Raises `Failed`, with a diagnostic, if it cannot be read or is not TOML."""
    text = ""
    try:
        text = read_regular(path, _MAX_BYTES).decode("utf-8")
        return text, tomllib.loads(text)
    except OSError as error:
        diagnostics.error("config-not-read", f"cannot read the config: {error.strerror}", TextPlace(str(path)))
    except UnicodeDecodeError:
        diagnostics.error("config-syntax", "the config is not UTF-8", TextPlace(str(path)))
    except RecursionError:
        diagnostics.error("config-syntax", "the config is nested too deeply", TextPlace(str(path)))
    except ValueError as error:  # not TOML, or an integer of too many digits
        reason = str(error).partition(";")[0]
        diagnostics.error("config-syntax", f"the config is not TOML: {reason}", _place(path, text, reason))
    raise Failed


def _place(path: Path, text: str, message: str) -> TextPlace:
    found = re.search(r"\(at line (\d+), column (\d+)\)", message)
    return TextPlace(str(path), int(found[1]), int(found[2]), text) if found else TextPlace(str(path))
