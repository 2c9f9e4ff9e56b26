"""The GitHub Action and the pre-commit hooks: their shell is run here, between real repositories.

What GitHub does around it (expressions, `gh` over the network) stands in as small as can be: the values that the
expressions give, and a `gh` that writes down what it is asked.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from .conftest import TINY, Done, Place

ROOT = Path(__file__).parents[2]
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
STEPS: dict[str, dict[str, Any]] = {step["id"]: step for step in ACTION["runs"]["steps"] if "id" in step}
GROWN = TINY.replace("properties: {name", "properties: {age: {type: integer}, name")

GH = """\
#!/bin/sh
printf '%s\\n' "$*" >> "$GH_LOG"
case "$*" in *--jq*) printf '%s' "$GH_COMMENT" ;; esac
"""


@dataclass(frozen=True)
class Runner:
    """A clone with `main` upstream, and the shell of the action in it."""

    place: Place
    tools: Path

    def step(self, name: str, **environment: str) -> tuple[Done, dict[str, str], str]:
        """Run a step. Returns how it ended, its outputs and its part of the summary."""
        files = {name: self.tools / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GH_LOG")}
        for path in files.values():
            path.write_text("")
        given = {"CONFIG": "", "SARIF": "", "COMMENT": "false", "FAIL_ON": "", "PULL": "7", "REPOSITORY": "a/b"}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", STEPS[name]["run"]],
            cwd=self.place.folder,
            env={
                **os.environ,
                **given,
                **{name: str(path) for name, path in files.items()},
                "BASE": "main",
                "TEMP_DIR": str(self.tools),
                "GH_COMMENT": "",
                "PATH": f"{self.tools}{os.pathsep}{os.environ['PATH']}",
                **environment,
            },
            capture_output=True,
            text=True,
            check=False,
        )
        outputs = dict(line.split("=", 1) for line in files["GITHUB_OUTPUT"].read_text().splitlines())
        return Done(done.returncode, done.stdout, done.stderr), outputs, files["GITHUB_STEP_SUMMARY"].read_text()

    def asked_of_gh(self) -> list[str]:
        return (self.tools / "GH_LOG").read_text().splitlines()


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    """The document has grown a field since `main`; the SDK that is committed is that of `main`."""
    tools, upstream = tmp_path / "tools", Place(tmp_path / "upstream")
    tools.mkdir()
    python = shlex.quote(sys.executable)
    for name, text in {
        "sdkwright": f'#!/bin/sh\nPYTHONPATH={shlex.quote(str(ROOT))} exec {python} -m generator "$@"\n',
        "python": f'#!/bin/sh\nexec {python} "$@"\n',
        "gh": GH,
    }.items():
        (tools / name).write_text(text)
        (tools / name).chmod(0o755)
    upstream.write("tiny.yaml", TINY)
    upstream.write("sdkwright.toml", 'spec = "tiny.yaml"\noutput = "out"\n')
    assert upstream.run("generate").code == 0
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"]
    for arguments in (["init", "--quiet", "--initial-branch=main"], ["add", "."], ["commit", "--quiet", "-m", "one"]):
        subprocess.run(["git", *identity, *arguments], cwd=upstream.folder, check=True)
    subprocess.run(["git", "clone", "--quiet", str(upstream.folder), str(tmp_path / "clone")], check=True)
    clone = Place(tmp_path / "clone")
    clone.write("tiny.yaml", GROWN)
    return Runner(clone, tools)


def test_check_annotates_and_fails(runner: Runner) -> None:
    done, outputs, _ = runner.step("check", SARIF="found.sarif")
    assert (done.code, outputs) == (1, {"drift": "true"})
    assert "::error file=out/tiny_sdk/models/pets.py,title=drift::" in done.err
    assert '"ruleId": "drift"' in (runner.place.folder / "found.sarif").read_text()


def test_check_passes(runner: Runner) -> None:
    assert runner.place.run("generate").code == 0
    done, outputs, _ = runner.step("check", CONFIG="sdkwright.toml")
    assert (done.code, outputs, done.err) == (0, {"drift": "false"}, "")


def test_an_error_is_not_drift(runner: Runner) -> None:
    runner.place.write("tiny.yaml", "openapi: [\n")
    done, outputs, _ = runner.step("check")
    assert (done.code, outputs) == (2, {"drift": "false"})


def test_diff_goes_into_the_summary(runner: Runner) -> None:
    done, outputs, summary = runner.step("diff")
    assert (done.code, outputs) == (0, {"step": "minor"}), done
    assert summary.startswith("<!-- sdkwright -->\n### Changes of the SDK\n")
    assert "field `age` added, optional" in summary
    assert runner.asked_of_gh() == []


def test_diff_comments_once_and_then_mends_its_comment(runner: Runner) -> None:
    assert runner.step("diff", COMMENT="true")[0].code == 0
    body = f"--field body=@{runner.tools / 'sdkwright.md'}"
    assert runner.asked_of_gh()[1:] == [f"api --silent --method POST repos/a/b/issues/7/comments {body}"]
    assert runner.step("diff", COMMENT="true", GH_COMMENT="41\n42\n")[0].code == 0
    assert runner.asked_of_gh()[1:] == [f"api --silent --method PATCH repos/a/b/issues/comments/41 {body}"]


def test_nothing_changed_is_no_comment(runner: Runner) -> None:
    runner.place.write("tiny.yaml", TINY)
    done, outputs, _ = runner.step("diff", COMMENT="true")
    assert (done.code, outputs) == (0, {"step": "none"})
    assert len(runner.asked_of_gh()) == 1


@pytest.mark.parametrize(("limit", "code"), [("breaking", 0), ("compatible", 1)])
def test_what_to_fail_on(runner: Runner, limit: str, code: int) -> None:
    assert runner.step("diff", FAIL_ON=limit)[0].code == code


def test_a_new_document_is_not_an_error(runner: Runner) -> None:
    runner.place.write("new.yaml", TINY)
    runner.place.write("sdkwright.toml", 'spec = "new.yaml"\n')
    done, outputs, _ = runner.step("diff")
    assert (done.code, outputs) == (0, {"step": "none"})
    assert "::warning title=sdkwright::" in done.out


def test_a_branch_with_a_strange_name_is_only_a_name(runner: Runner) -> None:
    done, _, _ = runner.step("diff", BASE="$(touch x);touch y")
    assert done.code != 0
    assert not {"x", "y"} & {path.name for path in runner.place.folder.iterdir()}


def test_no_value_from_outside_is_part_of_a_script() -> None:
    scripts = [step["run"] for step in ACTION["runs"]["steps"] if "run" in step]
    assert len(scripts) == 3
    assert [script for script in scripts if "${{" in script] == []


def test_every_input_is_used_and_every_output_is_set() -> None:
    text = (ROOT / "action.yml").read_text(encoding="utf-8").partition("\nruns:")[2]
    assert [name for name in ACTION["inputs"] if f"inputs.{name}" not in text] == []
    for output in ACTION["outputs"].values():
        step, name = output["value"].strip("${} ").removeprefix("steps.").split(".outputs.")
        assert f'"{name}=' in STEPS[step]["run"]


@pytest.mark.skipif(shutil.which("git") is None, reason="pre-commit hooks are for git")
@pytest.mark.parametrize(("hook", "code"), [("sdkwright-check", 1), ("sdkwright-generate", 0)])
def test_a_hook_runs(runner: Runner, hook: str, code: int) -> None:
    (found,) = [entry for entry in HOOKS if entry["id"] == hook]
    assert (found["language"], found["pass_filenames"]) == ("python", False)
    command, *arguments = shlex.split(found["entry"])
    assert command == "sdkwright"
    assert runner.place.run(*arguments).code == code
