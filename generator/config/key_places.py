"""The lines of keys in a config file, because `tomllib` keeps no positions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from generator.diagnostics.text_location import TextPlace


@dataclass(frozen=True, slots=True)
class KeyPlaces:
    """Finds keys of the table `section` in the text of a config; an empty section is the file itself."""

    path: Path
    text: str
    section: str

    def place(self, key: str, table: str = "") -> TextPlace:
        """The line of a key, or of a key in a table of the section; the file as a whole if neither is found."""
        wanted = ".".join(part for part in (self.section, table) if part)
        section, pattern = "", re.compile(rf"\s*([\"']?){re.escape(key)}\1\s*(=|\.)|\s*\[\s*{re.escape(key)}\b")
        for number, line in enumerate(self.text.splitlines(), 1):
            if section == wanted and (found := pattern.match(line)):
                column = len(found[0]) - len(found[0].lstrip()) + 1
                return TextPlace(str(self.path), number, column, self.text)
            if header := re.match(r"\s*\[([^\[\]]+)\]", line):
                section = header[1].strip()
        return self.place(table) if table else TextPlace(str(self.path))
