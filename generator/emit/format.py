"""Format an output with ruff, with the generator's settings only."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import Final

from generator.counting import counted_batches
from generator.diagnostics.model import Diagnostics, Failed
from generator.diagnostics.text_location import TextPlace
from generator.emit.files import FileSet, OutputFile
from generator.emit.ruff_settings import CODE
from generator.file_bytes import write_new

_SETTINGS: Final = """\
line-length = 100
target-version = "py311"
"""
_BATCH: Final = 250
"""Files of one run: enough that the runs themselves cost little, few enough that a count moves."""
_LINE_ENDS: Final = 'format.line-ending = "lf"'
_FAILURE: Final = re.compile(r"Failed to (?:parse|format) (?P<path>.+?):(?P<what>.*)", re.DOTALL)


def format_files(files: FileSet, diagnostics: Diagnostics, settings: Path | None = None) -> FileSet:
    """Format the files. `settings` is a ruff settings file that replaces the built-in one, except for line ends.

    The files are replaced in the set, which is returned, so that the memory of each text is freed.
    Raises `Failed`, with a diagnostic that names the file, where a text is no Python: a template's fault, not the
    document's.
    """
    chosen = [file.path for file in files if file.path.endswith(".py") and not file.verbatim]
    if not chosen:
        return files
    with tempfile.TemporaryDirectory(prefix="sdkwright-") as name:
        # The settings are outside the formatted folder, where no output file can take their place.
        folder, config = Path(name, "files"), settings or Path(name, "ruff.toml")
        if settings is None:
            config.write_text(_SETTINGS, encoding="utf-8")
        given = ["--config", str(config.resolve()), "--config", _LINE_ENDS]
        given += ["--force-exclude"] if settings else []  # else a package named `dist` would be left out
        for batch in counted_batches("files", chosen, _BATCH):
            _fill(folder, (files[path] for path in batch))
            paths = [f"{folder}/{path}" for path in batch]
            _run(["format", *given, "--no-cache", "--", *paths], folder, settings, diagnostics)
            for path in batch:
                files.replace_text(path, _read(f"{folder}/{path}"))
    return files


def _fill(folder: Path, files: Iterable[OutputFile]) -> None:
    made: set[str] = set()
    for file in files:
        parent = file.path.rpartition("/")[0]
        if parent not in made:
            (folder / parent).mkdir(parents=True, exist_ok=True)
            made.add(parent)
        write_new(f"{folder}/{file.path}", file.data)


def _read(path: str) -> str:
    return Path(path).read_bytes().decode("utf-8")


def _run(arguments: list[str], folder: Path, settings: Path | None, diagnostics: Diagnostics) -> None:
    # The package has no type information. Imported on demand: only writing needs it.
    find_ruff: Callable[[], str] = import_module("ruff").find_ruff_bin
    # Without the variables by which a user sets ruff up, so that everyone gets the same bytes.
    environment = {key: value for key, value in os.environ.items() if not key.startswith("RUFF_")}
    try:
        done = subprocess.run([find_ruff(), *arguments], cwd=folder, env=environment, capture_output=True, check=False)
    except OSError as error:
        diagnostics.error("formatter-missing", f"cannot run the formatter: {error}", hint="install sdkwright again")
        raise Failed from None
    if done.returncode:
        output = done.stderr.decode("utf-8", "replace")
        if settings is not None and str(settings.resolve()) in output:
            _report_settings(output, settings, diagnostics)
        else:
            _report(output, folder, diagnostics)
        raise Failed


def _report_settings(output: str, settings: Path, diagnostics: Diagnostics) -> None:
    """Say what ruff finds wrong with a user's settings: its last cause, which is the inmost, and the line."""
    text = settings.read_text(encoding="utf-8", errors="replace")
    line = re.search(r"at line (\d+), column (\d+)", output)
    place = TextPlace(str(settings), int(line[1]), int(line[2]), text) if line else TextPlace(str(settings))
    causes = [part.strip().splitlines() for part in output.split("Cause:")[1:]] or [output.strip().splitlines()]
    lines = [row for row in causes[-1] if "|" not in row[:8]]
    what = next((row for row in reversed(lines) if row.strip() and not row.startswith("TOML parse")), output.strip())
    diagnostics.error(CODE, f"ruff rejects the settings: {what.strip()}", place)


def _report(output: str, folder: Path, diagnostics: Diagnostics) -> None:
    hint = "a template rendered text that is not Python; if the template is not yours, please report this"
    for block in output.strip().split("error: ")[1:] or [output.strip()]:
        found = _FAILURE.search(block)
        if found is None:
            diagnostics.error("format-failed", f"the formatter failed: {block.strip()}", hint=hint)
            continue
        path = Path(found["path"])
        name = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.as_posix()
        diagnostics.error("format-failed", f"`{name}` is not valid Python: {found['what'].strip()}", hint=hint)
