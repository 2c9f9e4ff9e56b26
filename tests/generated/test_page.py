"""The page of the chat resource has all that the document says of its operation, read without the generator."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def document() -> Any:
    return yaml.safe_load((ROOT / "spec/openrouter.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def sections() -> dict[str, str]:
    """The text of each section about `chat.send`, by heading; the text before the first is under the operation."""
    page = (ROOT / "generated/python/docs/chat.md").read_text(encoding="utf-8")
    operation = page.partition("\n## `chat.send`\n")[2].partition("\n## ")[0]
    first, *others = re.split(r"^### (.+)$", operation, flags=re.MULTILINE)
    return {"": first, **dict(zip(others[::2], others[1::2], strict=True))}


def cells(section: str) -> list[list[str]]:
    """The rows of the section's table, its head first."""
    rows = [re.split(r"(?<!\\)\|", line)[1:-1] for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows if not row[0].startswith("---")]


def test_a_page_has_a_section_for_each_part_of_an_operation(sections: dict[str, str], document: Any) -> None:
    assert list(sections) == ["", "Example", "Streaming", "Parameters", "Response", "Errors"]
    assert document["paths"]["/chat/completions"]["post"]["summary"].rstrip(".") in sections[""]
    assert "ChatResult" in sections["Response"]
    for name in ("guardrail-blocked", "insufficient-permissions"):
        assert f"\n#### `{name}` (403)\n" in sections["Errors"]


def test_a_page_lists_every_parameter_with_its_type(sections: dict[str, str], document: Any) -> None:
    head, *rows = cells(sections["Parameters"])
    assert head == ["Name", "Type", "Required", "Description", "Example"]
    schemas = document["components"]["schemas"]
    schema = schemas["ChatRequest"]
    ignored = {f"#/components/schemas/{name}" for name, item in schemas.items() if item.get("x-speakeasy-ignore")}
    required = {row[0].strip("`"): row[2] == "yes" for row in rows}
    listed = {
        name: name in schema["required"]
        for name, item in schema["properties"].items()
        if item.get("$ref") not in ignored
    }
    assert required == {"x_open_router_metadata": False, **listed, "options": False}
    assert all(row[1] for row in rows)


def test_a_page_lists_every_error_with_its_status(sections: dict[str, str], document: Any) -> None:
    head, *rows = cells(sections["Errors"])
    assert head[:3] == ["Class", "Status", "Content type"]
    statuses = [status for status in document["paths"]["/chat/completions"]["post"]["responses"] if status[0] in "45"]
    assert [row[1] for row in rows] == [*sorted(statuses), "4XX, 5XX"]
