"""Writing: what is ours is kept up to date, what is a person's is left alone, and there is no half."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.diagnostics.model import Diagnostics, Failed
from generator.emit.files import MANIFEST, STAGE, FileSet, OutputFile
from generator.emit.manifest import Manifest, Origin
from generator.emit.writer import Plan, plan_writing, write

ORIGIN = Origin("1.0.0", "document", "templates", "settings")


def put(output: Path, texts: Mapping[str, str], diagnostics: Diagnostics | None = None) -> Plan:
    """Write these files as a run of the generator would."""
    diagnostics = diagnostics or Diagnostics()
    files = FileSet((OutputFile(path, text) for path, text in texts.items()), diagnostics)
    manifest = Manifest.of(files, ORIGIN, {})
    plan = plan_writing(files, manifest, output, diagnostics)
    write(plan, files, manifest, output, diagnostics)
    return plan


def refused(output: Path, texts: Mapping[str, str]) -> tuple[str, str]:
    diagnostics = Diagnostics()
    before = tree(output)
    with pytest.raises(Failed):
        put(output, texts, diagnostics)
    assert tree(output) == before
    (item,) = diagnostics.items
    return item.code, item.message


def tree(folder: Path) -> dict[str, str]:
    """Every file but the manifest, by its relative path."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }


def test_a_new_folder_is_made_with_those_above_it(tmp_path: Path) -> None:
    output = tmp_path / "deep" / "down"
    plan = put(output, {"a/b.py": "1\n", "c.md": "2\n"})
    assert plan.create == ("a/b.py", "c.md")
    assert tree(output) == {"a/b.py": "1\n", "c.md": "2\n"}
    assert not (output / STAGE).exists()


def test_only_what_differs_is_touched(tmp_path: Path) -> None:
    put(tmp_path, {"same.py": "1\n", "other.py": "1\n", "gone/deep.py": "1\n"})
    os.utime(tmp_path / "same.py", ns=(1, 1))
    plan = put(tmp_path, {"same.py": "1\n", "other.py": "2\n", "new.py": "3\n"})
    assert plan == Plan(("new.py",), ("other.py",), ("gone/deep.py",), ("same.py",), manifest=True)
    assert tree(tmp_path) == {"same.py": "1\n", "other.py": "2\n", "new.py": "3\n"}
    assert (tmp_path / "same.py").stat().st_mtime_ns == 1
    assert not (tmp_path / "gone").exists()


def test_the_same_again_touches_nothing_not_even_the_manifest(tmp_path: Path) -> None:
    put(tmp_path, {"a.py": "1\n"})
    os.utime(tmp_path / MANIFEST, ns=(1, 1))
    assert put(tmp_path, {"a.py": "1\n"}).empty
    assert (tmp_path / MANIFEST).stat().st_mtime_ns == 1


def test_files_of_a_person_stay(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("mine\n")
    put(tmp_path, {"a/b.py": "1\n"})
    (tmp_path / "a/mine.py").write_text("mine\n")
    put(tmp_path, {"c.py": "2\n"})
    assert tree(tmp_path) == {"notes.md": "mine\n", "a/mine.py": "mine\n", "c.py": "2\n"}


def test_a_file_of_a_person_at_our_path_stops_everything(tmp_path: Path) -> None:
    (tmp_path / "b.py").write_text("mine\n")
    code, message = refused(tmp_path, {"a.py": "1\n", "b.py": "2\n"})
    assert code == "foreign-file"
    assert "`b.py`" in message
    assert "`a.py`" not in message


def test_many_foreign_files_are_counted(tmp_path: Path) -> None:
    texts = {f"f{number:02}.py": "1\n" for number in range(25)}
    for path in texts:
        (tmp_path / path).write_text("mine\n")
    _, message = refused(tmp_path, texts)
    assert "`f09.py` and 15 more" in message


def test_a_file_that_is_already_as_we_want_it_is_taken_over(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("1\n")
    assert put(tmp_path, {"a.py": "1\n"}).unchanged == ("a.py",)
    assert put(tmp_path, {}).remove == ("a.py",)


@pytest.mark.parametrize("make", [lambda path: path.mkdir(), lambda path: path.write_text("mine\n")])
def test_a_folder_for_a_file_or_a_file_for_a_folder_of_a_person_is_refused(tmp_path: Path, make: object) -> None:
    assert callable(make)
    make(tmp_path / "a")
    wanted = {"a": "1\n"} if (tmp_path / "a").is_dir() else {"a/b.py": "1\n"}
    assert refused(tmp_path, wanted)[0] == "foreign-file"


def test_our_own_file_becomes_a_folder_and_back(tmp_path: Path) -> None:
    put(tmp_path, {"a.md": "1\n"})
    put(tmp_path, {"a.md/b.md": "2\n"})
    assert tree(tmp_path) == {"a.md/b.md": "2\n"}
    put(tmp_path, {"a.md": "3\n"})
    assert tree(tmp_path) == {"a.md": "3\n"}


def test_an_edit_by_hand_is_replaced_and_said(tmp_path: Path) -> None:
    put(tmp_path, {"a.py": "1\n", "b.py": "1\n"})
    for name in ("a.py", "b.py"):
        (tmp_path / name).write_text("edited\n")
    diagnostics = Diagnostics()
    put(tmp_path, {"a.py": "1\n"}, diagnostics)
    assert tree(tmp_path) == {"a.py": "1\n"}
    assert [(item.severity, item.code) for item in diagnostics.items] == [("warning", "hand-edited")] * 2
    assert ["replaced" in item.message for item in diagnostics.items] == [True, False]


@pytest.mark.parametrize("link", ["a", "a/b.py"])
def test_a_link_on_the_way_is_refused(tmp_path: Path, link: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "b.py").write_text("mine\n")
    output = tmp_path / "out"
    (output / link).parent.mkdir(parents=True)
    (output / link).symlink_to(elsewhere / "b.py" if link.endswith(".py") else elsewhere)
    assert refused(output, {"a/b.py": "1\n"})[0] == "symbolic-link"
    assert (elsewhere / "b.py").read_text() == "mine\n"


def test_the_output_itself_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to("real")
    put(tmp_path / "out", {"a.py": "1\n"})
    assert tree(tmp_path / "real") == {"a.py": "1\n"}


def test_an_output_that_is_a_file_or_below_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine\n")
    assert refused(tmp_path / "file", {"a.py": "1\n"})[0] == "unwritable-output"
    assert refused(tmp_path / "file" / "below", {"a.py": "1\n"})[0] == "unwritable-output"
    assert (tmp_path / "file").read_text() == "mine\n"


def test_an_output_that_the_file_system_refuses_leaves_nothing(tmp_path: Path) -> None:
    diagnostics = Diagnostics()
    with pytest.raises(Failed):
        put(tmp_path / "new" / ("x" * 300), {"a.py": "1\n"}, diagnostics)
    assert [item.code for item in diagnostics.items] == ["unwritable-output"]
    assert list(tmp_path.iterdir()) == []


# A run in its own process that is stopped at its n-th rename: by a fault of the file system, or by being killed.
_STOPPED = """
import os, sys
from pathlib import Path
sys.path[:0] = {path!r}
from test_writer import put
from generator.diagnostics.model import Failed
seen = 0
def hook(event, arguments):
    global seen
    if event == "os.rename":
        seen += 1
        if seen == {at}:
            if {kill}:
                os._exit(9)
            raise OSError(28, "No space left on device")
sys.addaudithook(hook)
try:
    put(Path({output!r}), {new!r})
except Failed:
    sys.exit(3)
sys.exit(0)
"""

OLD = {"a.py": "old\n", "b/c.py": "old\n", "d.py": "same\n", "e/f.py": "old\n"}
NEW = {"a.py": "new\n", "b/c.py": "new\n", "d.py": "same\n", "e": "new\n", "g/h.py": "new\n"}
RENAMES = 6
"""The journal, four changed or new files, the manifest."""


def stopped(output: Path, at: int, *, kill: bool) -> int:
    root = Path(__file__).parents[3]
    script = _STOPPED.format(
        path=[str(root), str(Path(__file__).parent)], at=at, kill=kill, output=str(output), new=NEW
    )
    return subprocess.run([sys.executable, "-c", script], check=False, timeout=60).returncode


@pytest.mark.parametrize("at", range(1, RENAMES + 1))
def test_a_fault_on_the_way_leaves_all_as_it_was(tmp_path: Path, at: int) -> None:
    put(tmp_path, OLD)
    before = (tmp_path / MANIFEST).read_bytes()
    assert stopped(tmp_path, at, kill=False) == 3
    assert tree(tmp_path) == OLD
    assert (tmp_path / MANIFEST).read_bytes() == before


@pytest.mark.parametrize("at", range(1, RENAMES + 1))
def test_a_killed_run_is_finished_or_forgotten_by_the_next(tmp_path: Path, at: int) -> None:
    put(tmp_path, OLD)
    assert stopped(tmp_path, at, kill=True) == 9
    decided = at > 1
    diagnostics = Diagnostics()
    plan = put(tmp_path, NEW, diagnostics)
    assert plan.empty == decided
    assert [item.code for item in diagnostics.items] == (["resumed"] if decided else [])
    assert tree(tmp_path) == NEW
    assert put(tmp_path, NEW).empty


def test_one_more_rename_does_not_happen(tmp_path: Path) -> None:
    put(tmp_path, OLD)
    assert stopped(tmp_path, RENAMES + 1, kill=True) == 0
    assert tree(tmp_path) == NEW


def test_a_planted_journal_cannot_reach_out_of_the_folder(tmp_path: Path) -> None:
    output = tmp_path / "out"
    (output / STAGE).mkdir(parents=True)
    (tmp_path / "precious.txt").write_text("mine\n")
    (output / STAGE / "journal.json").write_text('{"remove": ["../precious.txt"], "replace": []}')
    diagnostics = Diagnostics()
    with pytest.raises(Failed):
        put(output, {"a.py": "1\n"}, diagnostics)
    assert [item.code for item in diagnostics.items] == ["unwritable-output"]
    assert (tmp_path / "precious.txt").read_text() == "mine\n"


def test_two_runs_at_once_are_kept_apart(tmp_path: Path) -> None:
    from generator.emit.transaction import Transaction

    with Transaction(tmp_path) as transaction:
        transaction.replace("a.py", b"1\n")
        diagnostics = Diagnostics()
        with pytest.raises(Failed):
            put(tmp_path, {"a.py": "2\n"}, diagnostics)
        assert "another sdkwright" in diagnostics.items[0].message
        transaction.commit()
    assert (tmp_path / "a.py").read_text() == "1\n"
