"""A second target: forty lines and one template, through the ordinary pipeline and command line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from generator.cli.main import main
from generator.compare.surface import Method, Surface
from generator.config.settings import Settings
from generator.diagnostics.model import Diagnostics
from generator.emit.environment import Environment
from generator.emit.files import OutputFile
from generator.ir.types import Api, Operation
from generator.targets.registry import register_target
from generator.targets.target import Explanation, NamedApi, Target

DOCUMENT = """\
openapi: 3.1.0
info: {title: Pets, version: "1.2"}
paths:
  /pets:
    get: {operationId: listPets, responses: {"204": {description: fine}}}
    post: {operationId: addPet, responses: {"204": {description: fine}}}
"""
TEMPLATE = """\
{% block operations %}
{% for operation in operations %}
- {{ operation.name }}: {{ operation.method }} {{ operation.path }}
{% endfor %}
{% endblock %}
"""


@dataclass(frozen=True)
class ListedApi:
    """An API whose operations are named by their IDs."""

    api: Api
    client: str = "Operations"

    @property
    def published(self) -> Mapping[str, str]:
        return {f"operation:{operation.id}": operation.id for operation in self.api.operations}

    def call(self, operation: Operation) -> str:
        return operation.id

    def type_name(self, definition: str) -> str:
        return definition

    def surface(self) -> Surface:
        methods = {operation.id: Method(f"{operation.method} {operation.path}") for operation in self.api.operations}
        return Surface(self.api.version, "operations", self.client, methods=methods)

    def explanations(self) -> Iterator[Explanation]:
        for o in self.api.operations:
            yield Explanation("operation", o.id, (o.place,), o.id, "OPERATIONS.md", "", "its ID", member=o.id)

    def as_version(self, version: str) -> ListedApi:
        return replace(self, api=replace(self.api, version=version))

    def render(self, settings: Settings, environment: Environment, diagnostics: Diagnostics) -> tuple[OutputFile, ...]:
        listed = [{"name": o.id, "method": o.method, "path": o.path} for o in self.api.operations]
        return (OutputFile("OPERATIONS.md", environment.render("operations.md.jinja", operations=listed)),)


@dataclass(frozen=True)
class ListTarget:
    """Generates a list of operations."""

    templates: Path
    views_version: str = "1.0"

    def package_settings(self, api: Api, settings: Settings, diagnostics: Diagnostics) -> Mapping[str, str]:
        return {"output": f"{api.title.lower()}-operations"}

    def name(self, api: Api, settings: Settings, diagnostics: Diagnostics, published: Mapping[str, str]) -> ListedApi:
        return ListedApi(api)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of which `sdkwright.toml` selects the target."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/operations.md.jinja").write_text(TEMPLATE)
    (tmp_path / "openapi.yaml").write_text(DOCUMENT)
    (tmp_path / "sdkwright.toml").write_text('spec = "openapi.yaml"\ntarget = "list"\n')
    register_target("list", lambda: ListTarget(tmp_path / "templates"))
    return tmp_path


def test_a_second_target_generates_through_the_pipeline(folder: Path) -> None:
    assert main(["generate"]) == 0
    output = folder / "pets-operations"
    assert (output / "OPERATIONS.md").read_text() == "- listPets: GET /pets\n- addPet: POST /pets\n"
    assert sorted(path.name for path in output.iterdir()) == [".sdkwright.json", "OPERATIONS.md"]


def test_a_second_target_is_checked_explained_compared_and_reported(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["generate", "--report", "report.json"]) == 0
    assert '"call": "addPet"' in (folder / "report.json").read_text()
    assert main(["check"]) == 0
    assert main(["explain", "/paths/~1pets/post"]) == 0
    (folder / "old.yaml").write_text(DOCUMENT.replace("addPet", "createPet"))
    capsys.readouterr()
    assert main(["diff", "old.yaml", "openapi.yaml"]) == 0
    assert "createPet" in capsys.readouterr().out
    (folder / "openapi.yaml").write_text(DOCUMENT.replace("addPet", "createPet"))
    assert main(["check"]) == 1


def test_an_unknown_target_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "sdkwright.toml").write_text('spec = "openapi.yaml"\ntarget = "pyhton"\n')
    assert main(["generate"]) == 2
    assert "unknown target `pyhton`" in capsys.readouterr().err


def protocols(target: ListTarget, named: ListedApi) -> Iterable[object]:
    """The type checkers see that the protocols are met."""
    checked: Target = target
    api: NamedApi = named
    return checked, api
