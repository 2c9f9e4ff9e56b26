"""The second models stage writes what the first does, over every document that the project has."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from generator.config.settings import Settings
from generator.diagnostics.model import Diagnostics, Failed
from generator.pipeline import build_sdk
from generator.targets.python.models.datamodel_code_generator import DatamodelCodeGeneratorStage
from tests.corpus.documents import CORPUS
from tests.corpus.marks import needs_corpus
from tests.models.compare import compare, models_input

ROOT = Path(__file__).parents[2]
SPEC = ROOT / "spec/openrouter.yaml"
FEATURES = sorted(path.parent for path in (ROOT / "tests/golden").glob("*/expected"))

DOCUMENTS = [
    "oai-v2.0-uber.yaml",
    "oai-v3.1-tictactoe.yaml",
    "alertmanager.yaml",
    "redocly-cafe-3.2.yaml",
    "chroma.json",
    "ollama.yaml",
    "pinecone-db-data.yaml",
    "unitycatalog.yaml",
    "ory-kratos.json",
    "discord.json",
]
"""Of each version and of each way to write unions, enough for a run of seconds; `python -m tests.models.compare`
takes any."""

CHAT = """
from second import models
result = models.ChatResult.model_validate_json('''{
    "id": "gen-1", "object": "chat.completion", "created": 1, "model": "m", "system_fingerprint": null,
    "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "Paris"}}]
}''')
print(result.choices[0].message.content, result.choices[0].message.role, type(result).__module__)
"""


def test_the_committed_document_is_read_the_same_by_both() -> None:
    comparison = compare(models_input(SPEC))
    assert comparison.compared > 1000
    assert comparison.differences == ()


@pytest.mark.parametrize("feature", FEATURES, ids=lambda path: path.name)
def test_every_feature_is_read_the_same_by_both(feature: Path) -> None:
    assert compare(models_input(feature / "spec.yaml")).differences == ()


@needs_corpus
@pytest.mark.parametrize("document", DOCUMENTS)
def test_real_documents_are_read_the_same_by_both(document: str) -> None:
    comparison = compare(models_input(CORPUS / document))
    assert comparison.compared > 0
    assert comparison.unexplained == []


def test_the_sdk_is_the_same_to_the_byte_and_works(tmp_path: Path) -> None:
    settings = Settings(SPEC, "spec/openrouter.yaml", "sdkwright generate", None, None, package="second")
    diagnostics = Diagnostics()
    first = build_sdk(settings, diagnostics, lambda stage: None).files
    second = build_sdk(replace(settings, models="datamodel-code-generator"), diagnostics, lambda stage: None).files
    assert {file.path: file.text for file in second} == {file.path: file.text for file in first}
    for file in second:
        path = tmp_path / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)
    run = subprocess.run(
        [sys.executable, "-c", CHAT], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120
    )
    assert run.stderr == ""
    assert run.stdout.split() == ["Paris", "assistant", "second.models.chat"]


def test_the_extra_is_asked_for_by_name_where_it_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "datamodel_code_generator", None)  # what makes an import fail
    diagnostics = Diagnostics()
    with pytest.raises(Failed):
        DatamodelCodeGeneratorStage(diagnostics).modules(models_input(SPEC))
    assert [item.code for item in diagnostics.items] == ["missing-extra"]
    assert "sdkwright[models]" in diagnostics.items[0].hint
