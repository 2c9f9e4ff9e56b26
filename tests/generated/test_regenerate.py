"""The committed SDK is what the committed document gives, and a small change of the document is a small change
of it.
"""

from collections.abc import Mapping
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.config.options import Options
from generator.config.settings import Settings, settle
from generator.diagnostics.model import Diagnostics
from generator.pipeline import build_sdk

ROOT = Path(__file__).resolve().parents[2]
SPEC = ROOT / "spec" / "openrouter.yaml"
SDK = ROOT / "generated" / "python"
SETTINGS = replace(settle(Options(), str(ROOT / "sdkwright.toml"), ROOT, Diagnostics()), output=None)


def build(settings: Settings) -> dict[str, bytes]:
    diagnostics = Diagnostics()
    files = build_sdk(settings, diagnostics, lambda stage: None).files
    assert not diagnostics.failed, diagnostics.items
    return {file.path: file.data for file in files}


@pytest.fixture(scope="module")
def now() -> dict[str, bytes]:
    return build(SETTINGS)


def changed(tmp_path: Path, now: Mapping[str, bytes], change: Any) -> dict[str, int]:
    """The Python files that a change of the document changes, with the number of places in each."""
    document = yaml.safe_load(SPEC.read_text(encoding="utf-8"))
    change(document)
    path = tmp_path / "openrouter.yaml"
    path.write_text(yaml.safe_dump(document, sort_keys=False, allow_unicode=True), encoding="utf-8")
    then = build(replace(SETTINGS, spec=path))
    assert all(name.endswith((".py", ".md")) for name in now.keys() ^ then.keys())
    return {
        name: places(now.get(name, b""), then.get(name, b""))
        for name in sorted(now.keys() | then.keys())
        if name.endswith(".py") and now.get(name) != then.get(name)
    }


def places(before: bytes, after: bytes) -> int:
    codes = SequenceMatcher(None, before.splitlines(), after.splitlines(), autojunk=False).get_opcodes()
    return sum(code[0] != "equal" for code in codes)


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


def test_one_new_field_of_a_response_is_one_place_in_its_model(tmp_path: Path, now: Mapping[str, bytes]) -> None:
    def change(document: dict[str, Any]) -> None:
        document["components"]["schemas"]["ChatUsage"]["properties"]["carbon_grams"] = {"type": "number"}

    assert changed(tmp_path, now, change) == {"openrouter_sdk/models/chat.py": 1}


def test_one_new_field_of_a_request_is_one_place_in_each_file_that_lists_it(
    tmp_path: Path, now: Mapping[str, bytes]
) -> None:
    def change(document: dict[str, Any]) -> None:
        document["components"]["schemas"]["ChatRequest"]["properties"]["zeal"] = {"type": "integer"}

    assert changed(tmp_path, now, change) == {
        "openrouter_sdk/models/chat_requests.py": 1,
        "openrouter_sdk/params/chat.py": 2,
        "openrouter_sdk/resources/chat.py": 1,
        "tests/test_chat.py": 2,
    }


def test_one_new_schema_renames_and_moves_nothing(tmp_path: Path, now: Mapping[str, bytes]) -> None:
    def change(document: dict[str, Any]) -> None:
        added = {"type": "object", "properties": {"name": {"type": "string"}}}
        document["components"]["schemas"]["AnotherThing"] = added

    assert changed(tmp_path, now, change) == {
        "openrouter_sdk/models/__init__.py": 2,
        "openrouter_sdk/models/unreferenced.py": 1,
    }
