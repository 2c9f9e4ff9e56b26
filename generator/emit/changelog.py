"""The changelog of an output: a person's file, in which the generator puts entries on top and touches nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from generator.diagnostics.model import Diagnostics, Failed
from generator.diagnostics.text_location import TextPlace

CHANGELOG: Final = "CHANGELOG.md"
_TITLE: Final = "# Changelog\n"


def with_entry(output: Path, entry: str, diagnostics: Diagnostics) -> str:
    """The changelog of the folder with the entry (Markdown, from a second-level heading on) before all others.

    It goes above the first heading of its level, so that a title and a preface stay on top; a file that has the very
    entry stays as it is. Raises `Failed`, with a diagnostic, where the file is none that can be read as text.
    """
    path = output / CHANGELOG
    text = _read(path, diagnostics)
    if not text.strip():
        return f"{_TITLE}\n{entry}"
    newline = "\r\n" if "\r\n" in text else "\n"
    entry = entry.replace("\n", newline)
    if entry.strip() in text:
        return text
    lines = text.splitlines(keepends=True)
    first = next((index for index, line in enumerate(lines) if line.startswith("## ")), len(lines))
    above, below = "".join(lines[:first]), "".join(lines[first:])
    gap = "" if not above or above.endswith(newline * 2) else newline if above.endswith(newline) else newline * 2
    return f"{above}{gap}{entry}{newline if below else ''}{below}"


def _read(path: Path, diagnostics: Diagnostics) -> str:
    try:
        if path.is_symlink() or (path.exists() and not path.is_file()):
            raise _invalid(path, "is not a file of its own", diagnostics)
        return path.read_bytes().decode("utf-8") if path.exists() else ""
    except UnicodeDecodeError:
        raise _invalid(path, "is not UTF-8", diagnostics) from None
    except OSError as error:
        raise _invalid(path, f"cannot be read: {error.strerror}", diagnostics) from None


def _invalid(path: Path, what: str, diagnostics: Diagnostics) -> Failed:
    hint = "mend it, or set `changelog = false` in the config"
    diagnostics.error("changelog-invalid", f"the changelog {what}", TextPlace(str(path)), hint)
    return Failed()
