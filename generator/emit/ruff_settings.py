"""A user's ruff settings for the output: looked over before they shape anything."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Final

from generator.diagnostics.model import Diagnostics, Failed
from generator.diagnostics.text_location import TextPlace
from generator.emit.manifest import Json
from generator.file_bytes import read_regular, text_digest

CODE: Final = "ruff-settings"


def check_settings(path: Path, diagnostics: Diagnostics) -> str:
    """Read the settings file and return its SHA-256, in hexadecimal.

    Raises `Failed`, with a diagnostic, where it cannot be read, is not TOML, or refers to other files (`extend`), which
    would shape the output unseen. What ruff itself does not take, it says when it runs.
    """
    place = TextPlace(str(path))
    try:
        data = read_regular(path)
        table: Json = tomllib.loads(data.decode("utf-8"))
    except OSError as error:
        diagnostics.error(CODE, f"cannot read the ruff settings: {error.strerror}", place)
        raise Failed from None
    except RecursionError:
        diagnostics.error(CODE, "the ruff settings are nested too deeply", place)
        raise Failed from None
    except ValueError as error:  # not UTF-8, not TOML, or an integer of too many digits
        diagnostics.error(CODE, f"the ruff settings are not TOML: {error}", place)
        raise Failed from None
    if path.name == "pyproject.toml":
        for key in ("tool", "ruff"):
            table = table.get(key) if isinstance(table, dict) else None
    if isinstance(table, dict) and "extend" in table:
        hint = "write the settings out, so that they shape the same output everywhere"
        diagnostics.error(CODE, "the ruff settings have `extend`, which refers to another file", place, hint)
        raise Failed
    return text_digest(data)
