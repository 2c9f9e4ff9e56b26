"""The manifest: the same bytes each time, and no trust in one that was touched."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.diagnostics.model import Diagnostics, Failed
from generator.emit.files import MANIFEST, FileSet, OutputFile
from generator.emit.manifest import Manifest, Origin, read_manifest
from generator.pipeline import check_lock

ORIGIN = Origin("1.2.3", "d" * 64, "t" * 64, "s" * 64)


def manifest(*paths: str) -> Manifest:
    return Manifest.of(FileSet((OutputFile(path, path) for path in paths), Diagnostics()), ORIGIN, {})


def refused(folder: Path, generator: str = "1.2.3") -> tuple[str, str]:
    diagnostics = Diagnostics()
    with pytest.raises(Failed):
        read_manifest(folder, generator, diagnostics)
    (item,) = diagnostics.items
    return item.code, item.message


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    written = manifest("b.py", "a.py")
    (tmp_path / MANIFEST).write_text(written.text(), encoding="utf-8")
    assert read_manifest(tmp_path, "1.2.3", Diagnostics()) == written


def test_the_order_of_files_does_not_show() -> None:
    assert manifest("b.py", "a.py").text() == manifest("a.py", "b.py").text()


def test_no_manifest_is_no_fault(tmp_path: Path) -> None:
    assert read_manifest(tmp_path, "1.2.3", Diagnostics()) is None
    assert read_manifest(tmp_path / "absent", "1.2.3", Diagnostics()) is None


def test_an_edit_is_noticed(tmp_path: Path) -> None:
    content = json.loads(manifest("a.py").text())
    content["files"]["yours.py"] = "0" * 64
    (tmp_path / MANIFEST).write_text(json.dumps(content), encoding="utf-8")
    assert refused(tmp_path) == ("manifest-invalid", "the manifest was edited by hand")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<<<<<<< HEAD\n{}", "the manifest is not JSON: Expecting value"),
        (b"\xff\xfe", "the manifest is not UTF-8"),
        (b"[]", "the manifest does not hold an object"),
        (b"{}", "the manifest was edited by hand"),
        (b"[" * 100_000, "the manifest is not JSON: nested too deeply"),
    ],
)
def test_what_is_no_manifest_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    (tmp_path / MANIFEST).write_bytes(data)
    assert refused(tmp_path) == ("manifest-invalid", message)


def test_a_path_out_of_the_folder_is_refused_even_with_a_right_seal(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text(Manifest(ORIGIN, {"../other.py": "0" * 64}).text(), encoding="utf-8")
    assert refused(tmp_path) == ("manifest-invalid", "the manifest lists a file that the generator does not write")


def test_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "real.json").write_text(manifest("a.py").text(), encoding="utf-8")
    (tmp_path / MANIFEST).symlink_to("real.json")
    assert refused(tmp_path) == ("manifest-invalid", "the manifest is a symbolic link")


@pytest.mark.parametrize("older", ["1.2.2", "1.2", "0.99.0", "1"])
def test_a_newer_generator_s_output_is_refused(tmp_path: Path, older: str) -> None:
    (tmp_path / MANIFEST).write_text(manifest("a.py").text(), encoding="utf-8")
    code, message = refused(tmp_path, older)
    assert code == "manifest-newer"
    assert "1.2.3" in message
    assert older in message


def test_a_newer_layout_is_refused(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text('{"format": 2, "generator": "9.0.0"}', encoding="utf-8")
    assert refused(tmp_path)[0] == "manifest-newer"


def test_the_api_is_kept_a_line_for_each_part(tmp_path: Path) -> None:
    api = {"version": "1.0", "model Pet": {"use": "out", "fields": {"name": {"type": "string"}}}}
    written = Manifest(ORIGIN, {"a.py": "0" * 64}, {}, api)
    (tmp_path / MANIFEST).write_text(written.text(), encoding="utf-8")
    assert read_manifest(tmp_path, "1.2.3", Diagnostics()) == written
    assert '\n    "model Pet": {"use": "out", "fields": {"name": {"type": "string"}}}\n' in written.text()


def test_a_manifest_of_before_the_api_is_read(tmp_path: Path) -> None:
    content = json.loads(manifest("a.py").text())
    assert "api" not in content
    (tmp_path / MANIFEST).write_text(json.dumps(content, indent=4), encoding="utf-8")
    assert read_manifest(tmp_path, "1.2.3", Diagnostics()) == manifest("a.py")


def test_the_lock_of_remote_files_survives(tmp_path: Path) -> None:
    remote = {"https://example.com/shared.yaml": "0" * 64}
    written = Manifest.of(FileSet((), Diagnostics()), ORIGIN, {}, remote=remote)
    (tmp_path / MANIFEST).write_text(written.text(), encoding="utf-8")
    found = read_manifest(tmp_path, "1.2.3", Diagnostics())
    assert found is not None
    assert found.remote == remote


@pytest.mark.parametrize(("now", "codes"), [("0", []), ("1", ["remote-changed"])])
def test_a_remote_file_that_changed_is_an_error(now: str, codes: list[str]) -> None:
    diagnostics = Diagnostics()
    check_lock(
        {"https://example.com/a": now, "https://example.com/new": "5"}, {"https://example.com/a": "0"}, diagnostics
    )
    assert [item.code for item in diagnostics.items] == codes
