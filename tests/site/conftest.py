"""Sites of small documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.config.options import Options
from generator.config.settings import settle
from generator.diagnostics.model import Diagnostics
from generator.diagnostics.render import render
from generator.emit.files import FileSet
from generator.site_pipeline import generate_site

HERE = Path(__file__).parent
HOSTILE = HERE.parent / "docs" / "hostile.yaml"


def build(document: Path, folder: Path) -> FileSet:
    """Write the site of a document into `folder/site`. Returns its files."""
    diagnostics = Diagnostics()
    settings = settle(Options(spec=str(document), output=str(folder / "sdk")), "", folder, diagnostics)
    _, files = generate_site(settings, folder / "site", diagnostics, lambda _: None)
    assert not diagnostics.failed, render(diagnostics.items)
    return files


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of `forest.yaml`."""
    folder = tmp_path_factory.mktemp("forest")
    build(HERE / "forest.yaml", folder)
    return folder / "site"


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a document that means harm."""
    folder = tmp_path_factory.mktemp("hostile")
    build(HOSTILE, folder)
    return folder / "site"
