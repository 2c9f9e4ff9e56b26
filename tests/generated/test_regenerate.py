"""The committed SDK is what the committed document gives, and a small change of the document is a small change
of it.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.config import Settings
from generator.diagnostics import Diagnostics
from generator.pipeline import build_sdk

ROOT = Path(__file__).resolve().parents[2]
SPEC = ROOT / "spec" / "openrouter.yaml"
SDK = ROOT / "generated" / "python"
SETTINGS = Settings(SPEC, "spec/openrouter.yaml", "sdkwright generate", None, None, package="openrouter_sdk")


def build(settings: Settings) -> dict[str, bytes]:
    diagnostics = Diagnostics()
    files = build_sdk(settings, diagnostics, lambda stage: None).files
    assert not diagnostics.failed, diagnostics.items
    return {file.path: file.data for file in files}


@pytest.fixture(scope="module")
def now() -> dict[str, bytes]:
    return build(SETTINGS)


def changed(tmp_path: Path, now: Mapping[str, bytes], change: Any) -> dict[str, tuple[int, int]]:
    """The files that a change of the document changes, with their lines removed and added."""
    document = yaml.safe_load(SPEC.read_text(encoding="utf-8"))
    change(document)
    path = tmp_path / "openrouter.yaml"
    path.write_text(yaml.safe_dump(document, sort_keys=False, allow_unicode=True), encoding="utf-8")
    then = build(replace(SETTINGS, spec=path))
    result = {}
    for name in sorted(now.keys() | then.keys()):
        before, after = now.get(name, b"").splitlines(), then.get(name, b"").splitlines()
        if before != after:
            result[name] = hunks(before, after)
    return result


def hunks(before: list[bytes], after: list[bytes]) -> tuple[int, int]:
    from difflib import SequenceMatcher

    codes = [code for code in SequenceMatcher(None, before, after, autojunk=False).get_opcodes() if code[0] != "equal"]
    return sum(code[2] - code[1] for code in codes), sum(code[4] - code[3] for code in codes)


def test_the_committed_sdk_is_what_would_be_generated(now: Mapping[str, bytes]) -> None:
    committed = {
        path.relative_to(SDK).as_posix(): path.read_bytes()
        for path in SDK.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.name != ".sdkwright.json"
    }
    assert {path: data for path, data in committed.items() if now.get(path) != data} == {}
    assert committed.keys() == now.keys()


def test_generating_twice_gives_the_same_bytes(now: Mapping[str, bytes]) -> None:
    assert build(SETTINGS) == now


def test_one_new_field_of_a_response_changes_its_model_and_its_page_alone(
    tmp_path: Path, now: Mapping[str, bytes]
) -> None:
    def change(document: dict[str, Any]) -> None:
        usage = document["components"]["schemas"]["ChatUsage"]
        usage["properties"]["carbon_grams"] = {"type": "number"}

    found = changed(tmp_path, now, change)
    assert [name for name in found if name.endswith(".py")] == ["openrouter_sdk/models/chat.py"]
    assert found["openrouter_sdk/models/chat.py"] == (0, 2)  # the field, and a blank line
    assert all(name.startswith(("openrouter_sdk/", "docs/models")) for name in found)


def test_one_new_field_of_a_request_changes_its_table_its_keywords_and_its_models(
    tmp_path: Path, now: Mapping[str, bytes]
) -> None:
    def change(document: dict[str, Any]) -> None:
        request = document["components"]["schemas"]["ChatRequest"]
        request["properties"]["zeal"] = {"type": "integer"}

    found = changed(tmp_path, now, change)
    assert [name for name in found if name.endswith(".py")] == [
        "openrouter_sdk/models/chat_params.py",
        "openrouter_sdk/models/chat_requests.py",
        "openrouter_sdk/resources/chat.py",
        "openrouter_sdk/resources/chat_params.py",
    ]
    assert all(removed <= 1 and added <= 2 for name, (removed, added) in found.items() if name.endswith(".py"))


def test_one_new_schema_renames_and_moves_nothing(tmp_path: Path, now: Mapping[str, bytes]) -> None:
    def change(document: dict[str, Any]) -> None:
        document["components"]["schemas"]["AnotherThing"] = {
            "type": "object",
            "properties": {"name": {"type": "string"}},
        }

    found = changed(tmp_path, now, change)
    code = {name: counts for name, counts in found.items() if name.endswith(".py")}
    assert set(code) == {"openrouter_sdk/models/__init__.py", "openrouter_sdk/models/others.py"}
    assert all(removed == 0 for removed, added in code.values())
