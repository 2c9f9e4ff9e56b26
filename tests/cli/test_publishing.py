"""The distribution of an SDK: its metadata, what an index checks, and an installation into an empty environment."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from .conftest import TINY, Place

CONFIG = """\
spec = "tiny.yaml"
[project]
license = "Apache-2.0 OR MIT"
authors = ["Ada \\"A\\" Lovelace <ada@example.com>", "Acme"]
keywords = ["pets"]
classifiers = ["Development Status :: 4 - Beta"]
repository = "https://github.com/acme/tiny-python"
homepage = "https://acme.example"
"""
INFO = 'info: {title: Tiny API, version: "1.0"}'


def metadata(place: Place) -> dict[str, Any]:
    """The table `project` of the generated `pyproject.toml`."""
    done = place.run("generate", *([] if (place.folder / "sdkwright.toml").exists() else ["tiny.yaml"]))
    assert (done.code, done.err) == (0, "")
    table: dict[str, Any] = tomllib.loads((place.folder / "tiny-sdk/pyproject.toml").read_text())["project"]
    return table


def test_the_metadata_of_the_config(tiny: Place) -> None:
    tiny.write("sdkwright.toml", CONFIG)
    project = metadata(tiny)
    assert project["license"] == "Apache-2.0 OR MIT"
    assert project["authors"] == [{"name": 'Ada "A" Lovelace', "email": "ada@example.com"}, {"name": "Acme"}]
    assert project["keywords"] == ["pets"]
    assert {"Development Status :: 4 - Beta", "Typing :: Typed"} <= set(project["classifiers"])
    assert project["urls"] == {"Homepage": "https://acme.example", "Repository": "https://github.com/acme/tiny-python"}


def test_the_metadata_of_the_document(place: Place) -> None:
    terms = "{name: Apache 2.0, url: https://www.apache.org/licenses/LICENSE-2.0.html}"
    contact = "{name: Support, email: help@tiny.example, url: https://tiny.example/help}"
    info = f'info: {{title: Tiny API, version: "1.0", license: {terms}, contact: {contact}}}'
    place.write("tiny.yaml", TINY.replace(INFO, f"{info}\nexternalDocs: {{url: https://docs.tiny.example}}"))
    project = metadata(place)
    assert project["license"] == "Apache-2.0"
    assert project["authors"] == [{"name": "Support", "email": "help@tiny.example"}]
    assert project["urls"] == {"Homepage": "https://tiny.example/help", "Documentation": "https://docs.tiny.example"}


@pytest.mark.parametrize(
    "info",
    [
        "license: {name: 'Our own terms'}, contact: {name: '', email: not an address, url: 'javascript:x'}",
        'license: {name: "x\\"\\nlicense-files = []"}, contact: {name: "\\"}]\\u0007\\u202e\\n[tool.x]"}',
        "license: {identifier: LicenseRef-Own}, contact: {email: 'a@b.c>\"'}",
    ],
)
def test_texts_of_a_document_cannot_break_the_metadata(place: Place, info: str) -> None:
    place.write("tiny.yaml", TINY.replace(INFO, f'info: {{title: Tiny API, version: "1.0", {info}}}'))
    project = metadata(place)
    assert "license" not in project
    assert "urls" not in project
    assert "license-files" not in project


@pytest.mark.parametrize(
    ("repository", "root"),
    [
        ("https://github.com/acme/tiny", "https://github.com/acme/tiny/blob/HEAD/docs/"),
        ("https://github.com/acme/tiny/tree/main/python/", "https://github.com/acme/tiny/blob/main/python/docs/"),
        ("https://gitlab.com/acme/x/tiny", "https://gitlab.com/acme/x/tiny/-/blob/HEAD/docs/"),
        ("https://gitlab.com/acme/tiny/-/tree/main/sdk", "https://gitlab.com/acme/tiny/-/blob/main/sdk/docs/"),
        ("", "docs/"),
    ],
)
def test_links_of_the_readme(tiny: Place, repository: str, root: str) -> None:
    config = f'spec = "tiny.yaml"\n[project]\nrepository = "{repository}"\n' if repository else 'spec = "tiny.yaml"\n'
    tiny.write("sdkwright.toml", config)
    metadata(tiny)
    readme = (tiny.folder / "tiny-sdk/README.md").read_text()
    assert f"]({root}errors.md)" in readme
    assert f"]({root}pets.md)" in readme
    assert root == "docs/" or "](docs/" not in readme


@pytest.mark.parametrize(
    ("output", "folder"), [("my sdk", "my%20sdk/"), ("python/sdk", "python/sdk/"), (".", ""), ("", "tiny-sdk/")]
)
def test_with_a_workflow_links_lead_to_the_folder_of_the_sdk(tiny: Place, output: str, folder: str) -> None:
    line = f'output = "{output}"\n' if output else ""
    head = f'spec = "tiny.yaml"\n{line}workflow = "github"\nchangelog = true\n[project]\n'
    tiny.write("sdkwright.toml", f'{head}repository = "https://github.com/acme/tiny"\n')
    assert tiny.run("generate").code == 0
    readme = (tiny.folder / (output or "tiny-sdk") / "README.md").read_text()
    root = f"https://github.com/acme/tiny/blob/HEAD/{folder}"
    assert f"]({root}docs/errors.md)" in readme
    assert "```console\npip install tiny-sdk\n```" in readme
    project = tomllib.loads((tiny.folder / (output or "tiny-sdk") / "pyproject.toml").read_text())["project"]
    assert project["urls"]["Changelog"] == f"{root}CHANGELOG.md"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("licence = 'MIT'", "[project] has an unknown key `licence`"),
        ("license = 'MIT\\n'", "[project] invalid value"),
        ("license = ['MIT']", "`license` must be a string"),
        ("authors = 'Ada'", "`authors` must be an array of strings"),
        ("authors = ['Ada <no address>']", "invalid value `Ada <no address>` of `authors`"),
        ("repository = 'acme/tiny'", "`repository` must be a URL without user or password"),
        ("repository = 'https://me:hush@github.com/acme/tiny'", "`repository` must be a URL without user or password"),
        ("classifiers = ['License :: OSI Approved :: MIT License']", "cannot be a classifier"),
        ("keywords = [1]", "[project]"),
    ],
)
def test_a_table_that_cannot_be_used(tiny: Place, line: str, message: str) -> None:
    tiny.write("sdkwright.toml", f"spec = 'tiny.yaml'\n[project]\n{line}\n")
    said = tiny.refused("generate")
    assert message in said
    assert said.startswith("sdkwright.toml:3:1: error[")
    assert "hush" not in said.replace(line, "")


def test_an_index_accepts_it_and_an_empty_environment_runs_it(tiny: Place, tmp_path: Path) -> None:
    tiny.write("sdkwright.toml", CONFIG)
    assert tiny.run("generate").code == 0

    def run(*words: str, folder: str = ".") -> str:
        done = subprocess.run(words, cwd=tiny.folder / folder, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run(sys.executable, "-m", "hatchling", "build", folder="tiny-sdk")
    built = sorted((tiny.folder / "tiny-sdk/dist").iterdir())
    assert [path.suffix for path in built] == [".whl", ".gz"]
    checked = run(sys.executable, "-m", "twine", "check", "--strict", *map(str, built))
    assert checked.count("PASSED") == 2
    run(sys.executable, "-m", "venv", "empty")
    python = str(tiny.folder / "empty/bin/python")
    run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(built[0]))
    program = "import tiny_sdk; print(tiny_sdk.__version__, tiny_sdk.Tiny(base_url='http://x').pets)"
    assert run(python, "-c", program).startswith("1.0")
    assert "Ada" in run(python, "-m", "pip", "show", "--verbose", "tiny-sdk")
