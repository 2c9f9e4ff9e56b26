"""`workflow = "github"`: the files, what actionlint says of them, and their shell steps in a real repository."""

from __future__ import annotations

import re
import shutil
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.conftest import TINY, Place
from tests.release.conftest import GROWN
from tests.release.runner import Runner

CONFIG = 'spec = "tiny.yaml"\noutput = "out"\nchangelog = true\nworkflow = "github"\n'
CERTIFICATES = Path(__file__).parents[1] / "support" / "certificates"
NAMES = ["release.yml", "update-sdk.yml"]


def linted(folder: Path) -> None:
    """Check all workflows of a folder with actionlint."""
    command = Path(sys.executable).with_name("actionlint")
    files = sorted(map(str, (folder / ".github/workflows").glob("*.yml")))
    assert len(files) == 2
    done = subprocess.run([str(command), "-no-color", *files], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def workflow(place: Place, name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((place.folder / ".github/workflows" / name).read_text())
    return found


@pytest.fixture
def repository(tiny: Place) -> Place:
    """The top folder of a repository, with an SDK and its workflows."""
    tiny.write("sdkwright.toml", CONFIG)
    (tiny.folder / ".git").mkdir()
    done = tiny.run("generate")
    assert (done.code, done.err) == (0, "")
    assert "workflows: .github/workflows/release.yml, .github/workflows/update-sdk.yml\n" in done.out
    return tiny


# --- the files ---


def test_the_workflows_pass_actionlint(repository: Place) -> None:
    linted(repository.folder)


def test_only_the_job_that_publishes_may_ask_for_an_identity(repository: Place) -> None:
    for name in NAMES:
        found = workflow(repository, name)
        assert found["permissions"] == {}
        for job, content in found["jobs"].items():
            assert ("id-token" in content["permissions"]) == (job == "publish")
            for step in content["steps"]:
                assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", step.get("uses", "a@" + "0" * 40))
    publish = workflow(repository, "release.yml")["jobs"]["publish"]
    assert publish["permissions"] == {"id-token": "write"}
    assert publish["environment"] == {"name": "pypi", "url": "https://pypi.org/project/tiny-sdk/"}
    assert publish["needs"] == "build"
    assert not any("run" in step for step in publish["steps"])


def test_names_and_paths_are_data(place: Place) -> None:
    """Texts of the document and the config are in no script, and have no effect as YAML, shell or expression."""
    mean = "$(touch x)'`${{ github.token }} # :"
    title = "A ${{ secrets.X }} $(touch x) `x` API"
    place.write(f"{mean}.yaml", TINY.replace("Tiny API", f"'{title}'"))
    place.write("sdkwright.toml", f'spec = "{mean}.yaml"\noutput = "{mean}"\nworkflow = "github"\n')
    assert place.run("generate").code == 0
    linted(place.folder)
    escaped = mean.replace("${{", "${{ '${{' }}")
    release, update = (workflow(place, name) for name in NAMES)
    assert release["env"]["SDK"] == escaped
    for content in (release, update):
        for job in content["jobs"].values():
            for step in job["steps"]:
                assert "touch" not in step.get("run", "")
                assert "${{" not in step.get("run", "")
                assert step.get("env", {}).get("SPEC", f"{escaped}.yaml") == f"{escaped}.yaml"


def test_they_are_part_of_what_is_checked(repository: Place) -> None:
    assert repository.run("check").code == 0
    path = ".github/workflows/release.yml"
    text = (repository.folder / path).read_text()
    repository.write(path, text.replace("pytest", "nothing"))
    done = repository.run("check")
    assert done.code == 1
    assert "changed: ../.github/workflows/release.yml (edited by hand)\n" in done.out
    assert f"{path}: error[hand-edited]" in repository.refused("generate", "--keep-edits")
    assert f"{path}: warning[hand-edited]" in repository.run("generate").err
    assert (repository.folder / path).read_text() == text
    (repository.folder / path).unlink()
    assert "missing: ../.github/workflows/release.yml\n" in repository.run("check").out


def test_a_workflow_that_was_written_by_hand_stays(tiny: Place) -> None:
    tiny.write("sdkwright.toml", CONFIG)
    tiny.write(".github/workflows/release.yml", "on: push\n")
    tiny.write(".github/workflows/test.yml", "on: push\n")
    assert ".github/workflows: error[foreign-file]" in tiny.refused("generate")


def test_without_the_key_they_are_removed(repository: Place) -> None:
    repository.write(".github/workflows/test.yml", "on: push\n")
    repository.write("sdkwright.toml", CONFIG.replace('workflow = "github"\n', ""))
    assert repository.run("check").code == 1
    assert "remove: .github/workflows/release.yml\n" in repository.run("generate", "--dry-run").out
    assert repository.run("generate").code == 0
    assert [path.name for path in (repository.folder / ".github/workflows").iterdir()] == ["test.yml"]
    assert repository.run("check").code == 0


def test_a_change_of_the_document_changes_no_workflow(repository: Place) -> None:
    """A token of GitHub Actions must not push changes in `.github/workflows`."""
    before = {path: data for path, data in repository.tree().items() if path.startswith(".github")}
    repository.write("tiny.yaml", GROWN)
    assert repository.run("generate").code == 0
    assert {path: data for path, data in repository.tree().items() if path.startswith(".github")} == before


def test_a_config_below_the_top_of_a_repository_is_a_warning(repository: Place) -> None:
    inner = Place(repository.folder / "python")
    inner.write("tiny.yaml", TINY)
    inner.write("sdkwright.toml", CONFIG)
    assert "sdkwright.toml: warning[workflow-not-read]: GitHub reads workflows only" in inner.run("generate").err


def test_an_output_outside_the_repository_is_an_error(tiny: Place) -> None:
    inner = Place(tiny.folder / "python")
    inner.write("sdkwright.toml", CONFIG.replace("tiny.yaml", "../tiny.yaml").replace('"out"', '"../out"'))
    assert "sdkwright.toml: error[workflow-outside]" in inner.refused("generate")


def test_a_link_out_of_the_repository_is_not_followed(tiny: Place) -> None:
    tiny.write("sdkwright.toml", CONFIG)
    (tiny.folder / "elsewhere").mkdir()
    (tiny.folder / ".github").symlink_to("elsewhere")
    assert ".github: error[symbolic-link]" in tiny.refused("generate")


def test_the_output_may_be_the_top_of_the_repository(place: Place) -> None:
    place.write("tiny.yaml", TINY)
    place.write("sdkwright.toml", CONFIG.replace('"out"', '"."'))
    (place.folder / ".git").mkdir()
    assert place.run("generate").code == 0
    assert place.run("check").code == 0
    linted(place.folder)
    assert workflow(place, "release.yml")["env"]["SDK"] == "."


# --- the steps ---


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    """A repository on `main` with the SDK of `tiny.yaml`, not released."""
    made = Runner(tmp_path, {"github.ref_name": "main", "github.token": "secret", "vars.OPENAPI_URL": ""})
    made.open()
    (made.clone / "tiny.yaml").write_text(TINY)
    (made.clone / "sdkwright.toml").write_text(CONFIG)
    (made.clone / ".gitignore").write_text("dist/\n__pycache__/\n")
    made.sdkwright("generate")
    made.commit("The SDK")
    return made


@pytest.mark.slow
def test_a_release_is_checked_built_and_installed(runner: Runner) -> None:
    (runner.clone / "sdkwright.toml").write_text(f"{CONFIG}tests = true\n")
    runner.sdkwright("generate")
    runner.sdkwright("release")
    runner.commit("Release 1.0")
    runner.variables["github.ref_name"] = "v1.0"
    done = runner.run("release.yml", "build")
    assert [(step.name, step.code) for step in done] == [
        ("Compare the tag with the version", 0),
        ("Generate again and compare", 0),
        ("Build", 0),
        ("Test", 0),
    ], done[-1].out
    assert done[2].out.count("PASSED") == 2
    assert "1.0\n" in done[3].out
    assert re.search(r"\d+ passed", done[3].out)
    assert sorted(path.name for path in (runner.clone / "dist").iterdir()) == [
        "tiny_sdk-1.0-py3-none-any.whl",
        "tiny_sdk-1.0.tar.gz",
    ]


def test_a_tag_or_an_sdk_that_does_not_match_is_not_released(runner: Runner) -> None:
    runner.sdkwright("release")
    runner.variables["github.ref_name"] = "v1.1"
    (done,) = runner.run("release.yml", "build")
    assert (done.code, done.out) == (1, "::error::The tag v1.1 does not match the version of the SDK, 1.0.\n")
    runner.variables["github.ref_name"] = "v1.0"
    (runner.clone / "tiny.yaml").write_text(GROWN)
    done = runner.run("release.yml", "build")[-1]
    assert (done.name, done.code) == ("Generate again and compare", 1)
    assert "::error" in done.out


def test_a_document_that_changed_at_its_address_is_a_warning(tmp_path: Path) -> None:
    runner = Runner(tmp_path, {"github.ref_name": "v1.0"})
    runner.open()
    pages = {"/openapi.yaml": TINY.encode()}
    with served(pages, tls=False) as address:
        (runner.clone / "sdkwright.toml").write_text(CONFIG.replace("tiny.yaml", f"{address}/openapi.yaml"))
        runner.sdkwright("generate")
        runner.sdkwright("release")
        linted(runner.clone)

        def checked() -> tuple[int, str]:
            done = runner.run("release.yml", "build", without=("Install", "Build", "Test"))[-1]
            assert done.name == "Generate again and compare"
            return done.code, done.out

        assert checked() == (0, "The SDK is up to date.\n")
        pages["/openapi.yaml"] = GROWN.encode()
        assert checked() == (0, "::warning::The document changed after this release was generated.\n")
        client = runner.clone / "out/tiny_sdk/client.py"
        client.write_text(client.read_text() + "# mine\n")
        code, said = checked()
        assert code == 1
        assert "::error" in said
        pages.clear()
        assert checked()[0] == 2
    assert "Fetch the document" not in (runner.clone / ".github/workflows/update-sdk.yml").read_text()


def test_an_update_opens_one_pull_request_and_keeps_it_up_to_date(runner: Runner) -> None:
    runner.sdkwright("release")
    runner.commit("Release 1.0")
    assert runner.run("update-sdk.yml", "update")[-1].out == "Nothing changed.\n"
    assert runner.asked == []

    (runner.clone / "tiny.yaml").write_text(GROWN)
    runner.commit("The document")
    assert all(step.code == 0 for step in runner.run("update-sdk.yml", "update"))
    text = (runner.temporary / "changes.md").read_text()
    assert "- model `Pet`: field `age` added, optional\n" in text
    assert "Unreleased: 1 compatible since 1.0: a minor version, 1.1.0\n" in text
    body = str(runner.temporary / "changes.md")
    options = ["--head", "sdkwright/update"]
    listed = ["pr", "list", *options, "--base", "main", "--state", "open", "--json", "number"]
    listed += ["--jq", ".[0].number // empty"]
    title = ["--title", "Update the SDK"]
    assert runner.asked == [listed, ["pr", "create", "--base", "main", *options, *title, "--body-file", body]]
    first = runner.git("rev-parse", "sdkwright/update", folder=runner.remote)
    assert runner.git("log", "--format=%an %s", "-1", first) == "github-actions[bot] Update the SDK"
    changed = runner.git("diff", "--name-only", "main", first, folder=runner.remote).splitlines()
    assert {"out/.sdkwright.json", "out/CHANGELOG.md"} < set(changed)
    assert all(path.startswith("out/") for path in changed)

    runner.git("switch", "--quiet", "main")
    assert "has these changes already" in runner.run("update-sdk.yml", "update")[-1].out
    assert runner.git("rev-parse", "sdkwright/update", folder=runner.remote) == first
    assert runner.asked[-1] == ["pr", "edit", "7", *title, "--body-file", body]

    runner.git("switch", "--quiet", "main")
    (runner.clone / "tiny.yaml").write_text(TINY.replace("A pet", "One pet"))
    runner.commit("Another document")
    assert runner.run("update-sdk.yml", "update")[-1].code == 0
    assert runner.git("rev-parse", "sdkwright/update", folder=runner.remote) != first
    assert [call[1] for call in runner.asked] == ["list", "create", "list", "edit", "list", "edit"]


@pytest.mark.skipif(shutil.which("curl") is None, reason="the workflow fetches with curl")
def test_an_update_fetches_the_document_first(runner: Runner) -> None:
    with served({"/openapi.yaml": GROWN.encode()}) as address:
        runner.variables["vars.OPENAPI_URL"] = f"{address}/openapi.yaml"
        runner.environment["CURL_CA_BUNDLE"] = str(CERTIFICATES / "server.pem")
        done = runner.run("update-sdk.yml", "update")
        assert [step.code for step in done] == [0, 0, 0], done[-1].out
        assert (runner.clone / "tiny.yaml").read_text() == GROWN
        assert "tiny.yaml" in runner.git("diff", "--name-only", "main", "sdkwright/update", folder=runner.remote)

        runner.git("switch", "--quiet", "main")
        runner.variables["vars.OPENAPI_URL"] = f"{address}/absent"
        assert runner.run("update-sdk.yml", "update")[-1].code == 22
        runner.variables["vars.OPENAPI_URL"] = "file:///etc/passwd"
        assert runner.run("update-sdk.yml", "update")[-1].code == 1
        assert runner.git("status", "--porcelain") == ""


@contextmanager
def served(pages: dict[str, bytes], *, tls: bool = True) -> Iterator[str]:
    """A server on 127.0.0.1 with these pages, by their paths."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path in pages else 404)
            self.end_headers()
            self.wfile.write(pages.get(self.path, b""))

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATES / "server.pem", CERTIFICATES / "server.key")
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
