"""Drift: what differs, why, and no more lines than a screen has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from generator.diagnostics.model import Diagnostics
from generator.emit.drift import Drift, compare
from generator.emit.files import STAGE, FileSet, OutputFile
from generator.emit.manifest import Manifest, Origin, read_manifest
from generator.emit.writer import plan_writing, write

ORIGIN = Origin("1.0.0", "document", "templates", "settings")
TEXTS = {"sdk/client.py": "1\n2\n3\n", "sdk/models/a.py": "a\n", "README.md": "read\n"}


def put(output: Path, texts: Mapping[str, str] = TEXTS) -> None:
    files, diagnostics = made(texts), Diagnostics()
    manifest = Manifest.of(files, ORIGIN, {})
    write(plan_writing(files, manifest, output, diagnostics), files, manifest, output, diagnostics)


def made(texts: Mapping[str, str]) -> FileSet:
    return FileSet((OutputFile(path, text) for path, text in texts.items()), Diagnostics())


def drift(output: Path, texts: Mapping[str, str] = TEXTS, origin: Origin = ORIGIN) -> Drift:
    files = made(texts)
    return compare(files, Manifest.of(files, origin, {}), read_manifest(output, "1.0.0", Diagnostics()), output)


def test_what_was_just_written_has_no_drift(tmp_path: Path) -> None:
    put(tmp_path)
    assert drift(tmp_path) == Drift()
    assert not drift(tmp_path).found


def test_nothing_written_yet(tmp_path: Path) -> None:
    found = drift(tmp_path / "absent")
    assert found.missing == ("README.md", "sdk/client.py", "sdk/models/a.py")
    assert found.causes == ("never-generated",)


def test_an_edit_by_hand(tmp_path: Path) -> None:
    put(tmp_path)
    (tmp_path / "sdk/client.py").write_text("1\nmine\n3\n")
    found = drift(tmp_path)
    assert found.changed == found.edited == ("sdk/client.py",)
    assert found.causes == ("hand-edited",)
    assert found.diff[:2] == ("--- a/sdk/client.py", "+++ b/sdk/client.py")
    assert found.diff[-3:] == ("-mine", "+2", " 3")


def test_another_document(tmp_path: Path) -> None:
    put(tmp_path)
    found = drift(tmp_path, {**TEXTS, "sdk/client.py": "4\n"}, replace(ORIGIN, document="other"))
    assert (found.changed, found.edited, found.causes) == (("sdk/client.py",), (), ("document",))


def test_every_cause_is_told(tmp_path: Path) -> None:
    put(tmp_path)
    (tmp_path / "README.md").write_text("mine\n")
    assert drift(tmp_path, origin=Origin("0.9.0", "x", "y", "z")).causes == (
        "document",
        "settings",
        "generator",
        "templates",
        "hand-edited",
    )


def test_an_input_that_changed_without_effect_is_still_drift(tmp_path: Path) -> None:
    put(tmp_path)
    found = drift(tmp_path, origin=replace(ORIGIN, document="other"))
    assert found.found
    assert (found.missing, found.changed) == ((), ())


def test_files_that_are_no_longer_made(tmp_path: Path) -> None:
    put(tmp_path, {**TEXTS, "sdk/models/b.py": "b\n"})
    assert drift(tmp_path).leftover == ("sdk/models/b.py",)


def test_only_sources_among_ours_are_foreign(tmp_path: Path) -> None:
    put(tmp_path)
    for name in ("sdk/mine.py", "sdk/models/notes.md", "sdk/data.bin", "CHANGELOG.md", "mine/x.py", "sdk/deep/y.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("mine\n")
    found = drift(tmp_path)
    assert found.foreign == ("sdk/mine.py", "sdk/models/notes.md")
    assert found.causes == ()


def test_line_ends_alone_are_no_drift(tmp_path: Path) -> None:
    put(tmp_path)
    (tmp_path / "sdk/client.py").write_bytes(b"1\r\n2\r\n3\r\n")
    assert not drift(tmp_path).found
    assert drift(tmp_path).edited == ()


def test_a_long_diff_is_cut_and_counted(tmp_path: Path) -> None:
    texts = {f"sdk/f{number}.py": "old\n" * 40 for number in range(3)}
    put(tmp_path, texts)
    found = drift(tmp_path, {path: text.replace("old", "new") for path, text in texts.items()})
    assert len(found.diff) == 60
    assert found.hidden == 3 * (2 + 1 + 80) - 60


def test_a_link_in_the_place_of_a_file_is_a_missing_file(tmp_path: Path) -> None:
    put(tmp_path)
    (tmp_path / "README.md").rename(tmp_path / "real.md")
    (tmp_path / "README.md").symlink_to("real.md")
    assert drift(tmp_path).missing == ("README.md",)


def test_an_interrupted_run_is_told(tmp_path: Path) -> None:
    put(tmp_path)
    (tmp_path / STAGE).mkdir()
    (tmp_path / STAGE / "journal.json").write_text('{"remove": [], "replace": []}')
    assert drift(tmp_path).causes == ("interrupted",)
