"""`sdkwright diff`: the changes between two documents, or two revisions of one."""

from __future__ import annotations

import json
import subprocess

import pytest

from .conftest import TINY, Place

GROWN = TINY.replace("properties: {name", "properties: {age: {type: integer}, name")
BROKEN = TINY.replace("operationId: getPet", "operationId: fetchPet")


def git(place: Place, *arguments: str) -> None:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], cwd=place.folder, check=True, capture_output=True)


@pytest.fixture
def repository(tiny: Place) -> Place:
    """`api/tiny.yaml`, with a schema in a file of its own, in a repository; the work tree has grown since."""
    (tiny.folder / "tiny.yaml").unlink()
    tiny.write("api/tiny.yaml", TINY.replace("#/components/schemas/Pet", "parts/pet.yaml#/Pet"))
    tiny.write("api/parts/pet.yaml", "Pet: {type: object, required: [name], properties: {name: {type: string}}}\n")
    git(tiny, "init", "--quiet", "--initial-branch=main")
    git(tiny, "add", ".")
    git(tiny, "commit", "--quiet", "--message=first")
    tiny.write("api/parts/pet.yaml", "Pet: {type: object, properties: {name: {type: string}}}\n")
    return tiny


def test_text(tiny: Place) -> None:
    tiny.write("new.yaml", GROWN)
    done = tiny.run("diff", "tiny.yaml", "new.yaml")
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "compatible: model Pet: field `age` added, optional\n1 compatible: a minor version, from 1.0 to 1.1.0\n"
    )


def test_no_change(tiny: Place) -> None:
    assert tiny.run("diff", "tiny.yaml", "tiny.yaml", "--fail-on", "compatible").out == (
        "no change for callers of the SDK\n"
    )


def test_a_method_of_another_name_is_a_rename(tiny: Place) -> None:
    tiny.write("new.yaml", TINY.replace("operationId: getPet", "operationId: petAdopt"))
    done = tiny.run("diff", "tiny.yaml", "new.yaml", "--fail-on", "breaking")
    # The method of an operation that stays keeps its name: that is what the lock of names is for.
    assert (done.code, done.out) == (0, "no change for callers of the SDK\n")


@pytest.mark.parametrize(("limit", "code"), [("breaking", 0), ("compatible", 1)])
def test_what_to_fail_on(tiny: Place, limit: str, code: int) -> None:
    tiny.write("new.yaml", GROWN)
    assert tiny.run("diff", "tiny.yaml", "new.yaml", "--fail-on", limit).code == code


def test_a_breaking_change_fails_whatever_the_limit(tiny: Place) -> None:
    tiny.write("new.yaml", TINY.replace("required: [name], ", ""))
    for limit in ("breaking", "compatible"):
        assert tiny.run("diff", "tiny.yaml", "new.yaml", "--fail-on", limit, "--quiet").code == 1


def test_json(tiny: Place) -> None:
    tiny.write("new.yaml", GROWN)
    done = tiny.run("diff", "tiny.yaml", "new.yaml", "--format", "json")
    assert json.loads(done.out) == {
        "exit": 0,
        "step": "minor",
        "version": {"old": "1.0", "new": "1.1.0"},
        "counts": {"breaking": 0, "compatible": 1, "documentation": 0},
        "changes": [
            {"level": "compatible", "what": "model", "name": "Pet", "text": "field `age` added, optional"},
        ],
    }


def test_markdown_in_which_nothing_of_the_document_is_markup(tiny: Place) -> None:
    known = TINY.replace("properties: {name: {type: string}}", "properties: {name: {type: string, enum: [a, b]}}")
    tiny.write("old.yaml", known)
    tiny.write("new.yaml", known.replace("[a, b]", '[a, b, "<img src=x>", "@team", "[a](http://b)", "| `x`"]'))
    done = tiny.run("diff", "old.yaml", "new.yaml", "--format", "markdown")
    assert done.code == 0
    assert done.out.startswith("### Changes of the SDK\n\n1 compatible: a minor version")
    assert r"\<img src=x\>" in done.out
    assert r"\@team" in done.out
    assert r"\[a\](http://b)" in done.out
    assert "<img" not in done.out.replace(r"\<img", "")


def test_a_revision_with_its_other_files(repository: Place) -> None:
    before = repository.tree()
    done = repository.run("diff", "git:HEAD:api/tiny.yaml", "api/tiny.yaml", "--fail-on", "breaking")
    assert (done.code, done.err) == (1, "")
    assert done.out.splitlines()[0].endswith(": field `name` is now optional")
    assert {path: data for path, data in repository.tree().items() if ".git/" not in path} == {
        path: data for path, data in before.items() if ".git/" not in path
    }


def test_a_revision_from_a_folder_within(repository: Place) -> None:
    inner = Place(repository.folder / "api")
    assert inner.run("diff", "git:HEAD:./tiny.yaml", "tiny.yaml").out.startswith("breaking: ")
    assert inner.run("diff", "git:main:api/tiny.yaml", "git:HEAD:./../api/tiny.yaml").out.startswith("no change")


def test_a_revision_alone_is_of_the_same_file_and_the_config_names_that(repository: Place) -> None:
    assert repository.run("diff", "git:HEAD", "api/tiny.yaml").out.startswith("breaking: ")
    repository.write("sdkwright.toml", 'spec = "api/tiny.yaml"\n')
    assert repository.run("diff", "git:HEAD").out.startswith("breaking: ")
    assert Place(repository.folder / "api").run("diff", "git:HEAD", "--quiet", "--fail-on", "breaking").code == 1


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("git:nowhere:api/tiny.yaml", "unknown revision `nowhere`"),
        ("git:--all:api/tiny.yaml", "unknown revision `--all`"),
        ("git:HEAD:tiny.yaml", "revision `HEAD` has no file `tiny.yaml`"),
        ("git:HEAD:api", "revision `HEAD` has no file `api`"),
        ("git:HEAD:../api/tiny.yaml", "is outside the repository"),
        ("git:HEAD:", "a revision is written `git:REV:PATH`"),
        ("git:", "a revision is written `git:REV:PATH`"),
    ],
)
def test_an_unknown_revision(repository: Place, name: str, said: str) -> None:
    told = repository.refused("diff", name, "api/tiny.yaml")
    assert told.startswith(f"{name}: error[bad-revision]: ")
    assert said in told


def test_no_repository_at_all(tiny: Place) -> None:
    assert "error[bad-revision]" in tiny.refused("diff", "git:HEAD:tiny.yaml", "tiny.yaml")


def test_a_broken_document_of_a_revision_is_shown_under_its_own_name(repository: Place) -> None:
    repository.write("api/parts/pet.yaml", "Pet: {$ref: 'https://localhost/pet.yaml'}\n")
    git(repository, "commit", "--all", "--quiet", "--message=broken")
    told = repository.refused("diff", "git:HEAD:api/tiny.yaml", "git:HEAD~1:api/tiny.yaml")
    assert told.startswith("git:HEAD:api/parts/pet.yaml:1:")


def test_errors_of_both_documents_are_reported(tiny: Place) -> None:
    told = tiny.refused("diff", "absent.yaml", "gone.yaml")
    assert "absent.yaml: error[" in told
    assert "gone.yaml: error[" in told


def test_the_config_names_what_it_names(tiny: Place) -> None:
    tiny.write("sdkwright.toml", 'spec = "new.yaml"\n[names]\n"type:Toy" = "Plaything"\n')
    tiny.write("new.yaml", GROWN + "    Toy: {type: object, properties: {a: {type: string}}}\n")
    assert "compatible: model Plaything: added\n" in tiny.run("diff", "tiny.yaml", "new.yaml").out
