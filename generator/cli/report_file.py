"""The file that `--report` writes: checked before the run, so that it replaces nothing but an earlier report."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from generator.diagnostics.model import Failed
from generator.diagnostics.text_location import TextPlace
from generator.file_bytes import read_regular

if TYPE_CHECKING:
    from generator.diagnostics.model import Diagnostics

_KEYS: Final = {"operations", "schemas", "diagnostics", "exit"}


class ReportFile:
    """The path of a report. A pipe or a device is written to; an existing file must be an earlier report."""

    def __init__(self, path: Path, diagnostics: Diagnostics) -> None:
        self._path = path
        self._diagnostics = diagnostics
        self._refused = False

    def check(self, output: Path | None = None, generated: Collection[str] = ()) -> None:
        """Raise `Failed`, with a diagnostic, where a report must not be written: it would replace another file.

        `generated` are relative paths of files that are written to the folder `output`.
        """
        reason = self._reason()
        if not reason and output is not None:
            own = {os.path.realpath(output / name) for name in generated}
            reason = "is a file of the output" if os.path.realpath(self._path) in own else ""
        if reason:
            self._refused = True
            hint = "choose another path for --report, or remove the file"
            message = f"the report is not written, as the path {reason}"
            self._diagnostics.error("report-not-written", message, TextPlace(str(self._path)), hint)
            raise Failed

    def write(self, content: Mapping[str, Any]) -> str:
        """Write the report as JSON, unless `check` refused the path. Returns why it cannot be written, or nothing."""
        if self._refused:
            return ""
        reason = self._reason()
        if reason:
            return f"the path {reason}"
        text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
        try:
            self._write(text.encode("utf-8", "backslashreplace"))
        except (OSError, ValueError) as error:
            return getattr(error, "strerror", None) or "invalid path"
        return ""

    def _reason(self) -> str:
        try:
            mode = self._path.stat().st_mode
            if stat.S_ISDIR(mode):
                return "is a folder"
            if stat.S_ISREG(mode) and not _is_report(self._path):
                return "has a file that is not a report"
        except FileNotFoundError:
            return ""
        except (OSError, ValueError) as error:
            return f"cannot be read: {getattr(error, 'strerror', None) or 'invalid path'}"
        return ""

    def _write(self, data: bytes) -> None:
        if os.path.lexists(self._path) and (self._path.is_symlink() or not self._path.is_file()):
            # Without O_NONBLOCK, opening a pipe waits until another process reads from it.
            flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
            with os.fdopen(os.open(self._path, flags, 0o666), "wb") as file:
                os.set_blocking(file.fileno(), True)
                file.write(data)
            return
        # A report is complete or absent, also when the disk is full.
        draft = self._path.with_name(f"{self._path.name}.{os.getpid()}.tmp")
        try:
            with draft.open("xb") as file:
                file.write(data)
            draft.replace(self._path)
        except OSError:
            draft.unlink(missing_ok=True)
            raise


def _is_report(path: Path) -> bool:
    data = read_regular(path)
    if not data.strip():
        return True  # an empty file, as `mktemp` makes
    try:
        content: object = json.loads(data)
    except (ValueError, RecursionError):
        return False
    return isinstance(content, dict) and content.keys() >= _KEYS
