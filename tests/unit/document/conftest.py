"""Documents of a test's own, in its own folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from generator.diagnostics.model import Diagnostics, Failed
from generator.document import Document, Node, load_document
from generator.document.parse_file import parse_file


@dataclass
class Workshop:
    """A folder with documents, and what is said about them."""

    folder: Path
    diagnostics: Diagnostics = field(default_factory=Diagnostics)

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def document(self, content: str | bytes, name: str = "api.yaml", **options: Any) -> Document:
        """The document of that text, read from a file."""
        return load_document(self.write(name, content), self.diagnostics, **options)

    def value(self, content: str | bytes, name: str = "api.yaml") -> Any:
        """The plain value of a file's bytes."""
        data = content if isinstance(content, bytes) else content.encode()
        return parse_file(data, name, self.diagnostics)[1]

    def refused(self, content: str | bytes, name: str = "api.yaml") -> str:
        """The code that a file's bytes are refused with."""
        with pytest.raises(Failed):
            self.value(content, name)
        return self.codes[-1]

    @property
    def codes(self) -> list[str]:
        return [item.code for item in self.diagnostics.items]

    @property
    def places(self) -> list[tuple[str, int, int]]:
        """Code, line and column of each message."""
        found = []
        for item in self.diagnostics.items:
            assert item.at is not None
            position = item.at.position()
            found.append((item.code, position.line, position.column))
        return found

    @property
    def messages(self) -> str:
        return "\n".join(f"{item.message} | {item.hint}" for item in self.diagnostics.items)


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path)


@pytest.fixture
def at() -> Callable[[Node, str], Node]:
    """The node below another one, by a path with spaces between the keys."""

    def find(node: Node, path: str) -> Node:
        for key in path.split():
            node = node.child(int(key) if node.is_sequence else key)
        return node

    return find
