"""The output folder: what may be replaced or removed, by whom, and what stays after a fault."""

from __future__ import annotations

import ctypes
import fcntl
import hashlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import TINY, Place

MANIFEST = "sdk/.sdkwright.json"


@pytest.fixture
def made(tiny: Place) -> Place:
    """A place with the SDK of `tiny.yaml` in `sdk`, as its config says."""
    tiny.write("sdkwright.toml", 'spec = "tiny.yaml"\noutput = "sdk"\n')
    assert tiny.run("generate").code == 0
    return tiny


# --- reports ---


@pytest.mark.parametrize(
    "path", ["tiny.yaml", "sdkwright.toml", "sdk/README.md", "sdk/.sdkwright.json", "over.yaml", "other.yaml", "link"]
)
def test_a_report_replaces_no_other_file(made: Place, path: str) -> None:
    made.write("over.yaml", "overlay: 1.0.0\ninfo: {title: o, version: '1'}\nactions: []\n")
    made.write("other.yaml", "not read at all\n")
    (made.folder / "link").symlink_to("tiny.yaml")
    for command in ("generate", "check"):
        assert "error[report-not-written]" in made.refused(command, "--overlay", "over.yaml", "--report", path)


def test_a_hard_link_to_the_document_is_no_report(made: Place) -> None:
    os.link(made.folder / "tiny.yaml", made.folder / "report.json")
    assert "report-not-written" in made.refused("generate", "--report", "report.json")


@pytest.mark.parametrize("path", ["sdk/README.md", "sdk/.sdkwright.json", "sdk/../sdk/pyproject.toml"])
def test_a_report_is_not_written_where_the_output_has_a_file(made: Place, path: str) -> None:
    (made.folder / path).unlink()
    assert "is a file of the output" in made.refused("generate", "--report", path)
    assert "is a file of the output" in made.refused("check", "--report", path)


def test_an_earlier_report_is_replaced(made: Place) -> None:
    made.write("report.json", "")
    for _ in range(2):
        assert made.run("check", "--report", "report.json").code == 0
    assert json.loads((made.folder / "report.json").read_text())["exit"] == 0
    assert sorted(path.name for path in made.folder.iterdir()) == ["report.json", "sdk", "sdkwright.toml", "tiny.yaml"]


# --- links ---


@pytest.mark.parametrize("name", [".sdkwright-stage", ".sdkwright-stage/lock", ".sdkwright-stage/new"])
def test_a_link_in_the_place_of_the_stage_is_not_followed(made: Place, name: str) -> None:
    elsewhere = made.folder / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "new").write_text("mine\n")
    link = made.folder / "sdk" / name
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(elsewhere / "lock" if name.endswith("lock") else elsewhere)
    made.write("tiny.yaml", TINY.replace("getPet", "fetchPet"))
    done = made.run("generate")
    assert {path.name: path.read_text() for path in elsewhere.iterdir()} == {"new": "mine\n"}
    assert done.code == (0 if name.endswith("new") else 2)
    assert ("error[symbolic-link]" in done.err) == (done.code == 2)


def test_a_journal_with_links_is_refused(made: Place) -> None:
    stage = made.folder / "sdk/.sdkwright-stage"
    (stage / "new").mkdir(parents=True)
    (stage / "lock").touch()
    (stage / "journal.json").write_text(json.dumps({"remove": [], "replace": ["README.md"]}))
    (stage / "new/README.md").symlink_to("/etc/passwd")
    made.refused("generate")
    assert not (made.folder / "sdk/README.md").is_symlink()


# --- removals ---


def resealed(place: Place, *names: str) -> None:
    """Add files to the manifest, with the right digests and the right seal."""
    path = place.folder / MANIFEST
    content = json.loads(path.read_text())
    del content["seal"]
    for name in names:
        file = place.folder / "sdk" / name
        content["files"][name] = hashlib.sha256(file.read_bytes() if file.is_file() else b"").hexdigest()
    content["files"] = dict(sorted(content["files"].items()))
    seal = hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    path.write_text(json.dumps({**content, "seal": seal}))


@pytest.mark.parametrize("name", [".git/config", "vendor/.git/HEAD", ".GIT/config", ".hg/hgrc"])
def test_no_manifest_names_a_file_of_version_control(made: Place, name: str) -> None:
    made.write(f"sdk/{name}", "[core]\n")
    resealed(made, name)
    assert "error[manifest-invalid]" in made.refused("generate")


@pytest.mark.parametrize("name", [".env", "notes.txt", "data/rows.csv", "Makefile"])
def test_a_file_that_does_not_look_generated_is_not_removed(made: Place, name: str) -> None:
    made.write(f"sdk/{name}", "mine\n")
    resealed(made, name)
    done = made.run("generate")
    assert done.code == 0
    assert f"sdk/{name}: warning[not-removed]" in done.err
    assert (made.folder / "sdk" / name).read_text() == "mine\n"
    assert made.run("check").code == 0


def test_a_journal_removes_no_file_of_a_person(made: Place) -> None:
    made.write("sdk/.env", "mine\n")
    made.write("sdk/.sdkwright-stage/lock", "")
    made.write("sdk/.sdkwright-stage/journal.json", '{"remove": [".env"], "replace": []}')
    made.refused("generate")
    made.write("sdk/.sdkwright-stage/journal.json", '{"remove": [".git/config"], "replace": []}')
    made.refused("generate")
    assert (made.folder / "sdk/.env").read_text() == "mine\n"


def test_removed_files_are_named(made: Place) -> None:
    made.write("tiny.yaml", TINY.replace("/pets/{id}", "/cats/{id}").replace("[pets]", "[cats]"))
    done = made.run("generate")
    assert "removed: tiny_sdk/resources/pets.py\n" in done.out
    data = json.loads(made.run("generate", "--format", "json").out)
    assert data["files"]["removed"] == []


# --- line ends ---


def with_crlf(place: Place, *folders: str) -> None:
    for folder in folders:
        for path in [place.folder / folder, *(place.folder / folder).rglob("*")]:
            if path.is_file():
                path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


@pytest.mark.parametrize("folders", [["sdk"], ["tiny.yaml"], ["house"], ["over.yaml"], ["ruff.toml"], ["."]])
def test_a_checkout_with_crlf_is_no_drift(made: Place, folders: list[str]) -> None:
    made.write("over.yaml", "overlay: 1.0.0\ninfo: {title: o, version: '1'}\nactions: []\n")
    made.write("house/_note.jinja", "# a note\n")
    made.write("ruff.toml", "line-length = 90\n")
    keys = {"overlays": ["over.yaml"], "templates": "house", "ruff": "ruff.toml"}
    config = 'spec = "tiny.yaml"\noutput = "sdk"\n' + "".join(f"{k} = {json.dumps(v)}\n" for k, v in keys.items())
    made.write("sdkwright.toml", config)
    assert made.run("generate").code == 0
    with_crlf(made, *folders)
    before = made.tree()
    done = made.run("check")
    assert (done.code, done.err) == (0, "")
    done = made.run("generate")
    assert (done.code, done.err) == (0, "")
    assert made.tree() == before


def test_an_edit_in_a_checkout_with_crlf_is_seen(made: Place) -> None:
    with_crlf(made, "sdk")
    client = made.folder / "sdk/tiny_sdk/client.py"
    client.write_bytes(client.read_bytes() + b"mine = 1\r\n")
    done = made.run("check")
    assert done.code == 1
    assert "changed: tiny_sdk/client.py (edited by hand)" in done.out
    assert done.out.count("\n+") + done.out.count("\n-") < 10


def test_git_checks_the_sdk_out_with_lf(made: Place) -> None:
    def git(*arguments: str) -> None:
        configured = ["git", "-c", "core.autocrlf=true", "-c", "user.name=n", "-c", "user.email=e@example.com"]
        subprocess.run([*configured, *arguments], cwd=made.folder, check=True, capture_output=True)

    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "first")
    before = made.tree()["sdk/tiny_sdk/client.py"]
    for path in ("sdk/tiny_sdk/client.py", "tiny.yaml"):
        (made.folder / path).unlink()
    git("checkout", "--", ".")
    assert b"\r\n" in made.tree()["tiny.yaml"]
    assert made.tree()["sdk/tiny_sdk/client.py"] == before
    assert made.run("check").code == 0


@pytest.mark.parametrize("keys", ["", 'keep = [".gitattributes"]\n'])
def test_git_attributes_of_a_person_stay(tiny: Place, keys: str) -> None:
    tiny.write("sdkwright.toml", f'spec = "tiny.yaml"\noutput = "sdk"\n{keys}')
    tiny.write("sdk/.gitattributes", "*.py diff=python\n")
    assert tiny.run("generate").code == 0
    assert (tiny.folder / "sdk/.gitattributes").read_text() == "*.py diff=python\n"
    assert tiny.run("check").code == 0


# --- interrupted and concurrent runs ---

_KILLED = """
import os, signal, sys
from generator.cli.main import main
seen = 0
def hook(event, arguments):
    global seen
    if event == "os.rename" and ".sdkwright-stage" in str(arguments[0]):
        seen += 1
        if seen == {at}:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(hook)
sys.exit(main(["generate"]))
"""


def killed(place: Place, at: int) -> int:
    """Run `generate` in a process that is killed at its n-th rename."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    script = _KILLED.format(at=at)
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=place.folder, env=environment, capture_output=True, timeout=60, check=False
    )
    return done.returncode


@pytest.mark.parametrize("first", [True, False], ids=["first run", "later run"])
@pytest.mark.parametrize("at", [2, 3, 5, 6])
def test_check_reports_a_run_that_was_killed_between_renames(tiny: Place, at: int, first: bool) -> None:
    tiny.write("sdkwright.toml", 'spec = "tiny.yaml"\noutput = "sdk"\n')
    if not first:
        tiny.write("tiny.yaml", TINY.replace("Tiny API", "Old API"))
        assert tiny.run("generate").code == 0
        tiny.write("tiny.yaml", TINY)
        tiny.write("sdkwright.toml", 'spec = "tiny.yaml"\noutput = "sdk"\npackage = "other"\n')
    assert killed(tiny, at) == -signal.SIGKILL
    done = tiny.run("check")
    assert done.code == 1
    assert "an earlier run was interrupted: run `sdkwright generate" in done.out
    assert "there is no generated SDK yet" not in done.out
    assert tiny.run("generate").code == 0
    assert tiny.run("check").code == 0
    assert not (tiny.folder / "sdk/.sdkwright-stage").exists()


def test_a_run_that_was_killed_before_it_decided_leaves_nothing_to_mend(made: Place) -> None:
    made.write("tiny.yaml", TINY.replace("Tiny API", "New API"))
    assert killed(made, 1) == -signal.SIGKILL
    made.write("tiny.yaml", TINY)
    assert made.run("check").code == 0
    assert made.run("generate").code == 0
    assert not (made.folder / "sdk/.sdkwright-stage").exists()


def test_a_locked_folder_is_refused(made: Place) -> None:
    made.write("tiny.yaml", TINY.replace("Tiny API", "New API"))
    lock = made.write("sdk/.sdkwright-stage/lock", "")
    with lock.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert "another sdkwright is writing to it" in made.refused("generate")
    assert made.run("generate").code == 0


def test_two_runs_at_once_leave_the_sdk_of_one_of_them(made: Place) -> None:
    for name in ("a", "b"):
        made.write(f"{name}.yaml", TINY.replace("Tiny API", f"The {name} API").replace("getPet", f"{name}Pet"))
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    for _ in range(3):
        runs = {
            name: subprocess.Popen(
                [sys.executable, "-m", "generator", "generate", f"{name}.yaml", "--output", "sdk", "--package", "p"],
                cwd=made.folder,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
            for name in ("a", "b")
        }
        said = {name: run.communicate(timeout=60)[1].decode() for name, run in runs.items()}
        codes = {name: run.returncode for name, run in runs.items()}
        assert set(codes.values()) <= {0, 2}, said
        assert 0 in codes.values()
        assert all("error[output-changed]" in said[n] or "error[unwritable" in said[n] for n in codes if codes[n])
        fine = [made.run("check", f"{n}.yaml", "--output", "sdk", "--package", "p").code == 0 for n in codes]
        assert fine.count(True) == 1


# --- folders that no SDK belongs in ---


def test_the_root_of_the_file_system_is_refused(tiny: Place) -> None:
    assert "error[unsafe-output]" in tiny.refused("generate", "tiny.yaml", "--output", "/")


@pytest.mark.parametrize("output", ["home", "."], ids=["home", "above home"])
def test_the_home_folder_is_refused(tiny: Place, output: str) -> None:
    (tiny.folder / "home").mkdir()
    done = tiny.run("generate", "tiny.yaml", "--output", output, environment={"HOME": str(tiny.folder / "home")})
    assert done.code == 2
    assert "error[unsafe-output]" in done.err
    assert list((tiny.folder / "home").iterdir()) == []


@pytest.mark.parametrize("output", ["repo/.git", "repo/.git/hooks", "repo"])
def test_a_repository_with_files_is_refused(tiny: Place, output: str) -> None:
    tiny.write("repo/.git/hooks/x", "")
    tiny.write("repo/main.c", "")
    assert "error[unsafe-output]" in tiny.refused("generate", "tiny.yaml", "--output", output)


def test_a_repository_for_the_sdk_is_fine(place: Place) -> None:
    for name in (".git/HEAD", ".gitignore", ".github/workflows/ci.yml", "LICENSE", "spec/tiny.yaml"):
        place.write(name, TINY)
    place.write("sdkwright.toml", 'spec = "spec/tiny.yaml"\noutput = "."\n')
    assert place.run("generate").code == 0
    place.write("main.c", "")
    assert place.run("generate").code == 0  # the manifest shows that the folder was chosen


def test_the_folder_of_the_templates_is_refused(tiny: Place) -> None:
    (tiny.folder / "house").mkdir()
    for output in ("house", "house/sdk"):
        said = tiny.refused("generate", "tiny.yaml", "--templates", "house", "--output", output)
        assert "error[unsafe-output]" in said


def _without_the_rights_of_root() -> None:
    """Drop the capabilities by which root passes over permissions (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH)."""
    for capability in (1, 2):
        ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP, in effect from `exec` on


@pytest.mark.skipif(sys.platform != "linux", reason="capabilities are a matter of Linux")
@pytest.mark.parametrize(
    ("path", "mode", "code"),
    [
        ("tiny.yaml", 0, "unreadable"),
        ("sdkwright.toml", 0, "config-not-read"),
        ("house", 0, "templates-not-read"),
        ("house/_note.jinja", 0, "templates-not-read"),
        ("sdk", 0o555, "unwritable-output"),
        ("sdk", 0, "unwritable-output"),
        ("sdk/tiny_sdk", 0o555, "unwritable-output"),
        ("sdk/tiny_sdk", 0, "unwritable-output"),
        ("sdk/README.md", 0, "unwritable-output"),
        ("sdk/.sdkwright.json", 0, "unwritable-output"),
    ],
)
def test_what_may_not_be_read_or_written_is_refused(made: Place, path: str, mode: int, code: str) -> None:
    made.write("house/_note.jinja", "")
    made.write("sdkwright.toml", 'spec = "tiny.yaml"\noutput = "sdk"\ntemplates = "house"\n')
    made.write("tiny.yaml", TINY.replace("Tiny API", "New API").replace("getPet", "readPet"))
    before, usual = made.tree(), (made.folder / path).stat().st_mode
    (made.folder / path).chmod(mode)
    done = subprocess.run(
        [sys.executable, "-m", "generator", "generate"],
        cwd=made.folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        preexec_fn=_without_the_rights_of_root if os.geteuid() == 0 else None,
        capture_output=True,
        timeout=60,
        check=False,
    )
    (made.folder / path).chmod(usual)
    err = done.stderr.decode()
    assert done.returncode == 2, err
    assert f"error[{code}]" in err
    assert "internal" not in err
    assert made.tree() == before
