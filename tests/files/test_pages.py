"""The programs for files on the generated pages, run as they are, and the types that checkers see."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.page_programs import Program, programs
from tests.files.server import FileServer
from tests.types.checkers import check

TYPES = """
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import assert_type

from depot_sdk import AsyncDepot, AsyncFileStream, Depot, FileStream, Stream, Upload, models


def sync(client: Depot, flag: bool) -> None:
    assert_type(client.files.content("a"), bytes)
    assert_type(client.files.content("a", stream=False), bytes)
    assert_type(client.files.content("a", stream=flag), bytes | FileStream)
    with client.files.content("a", stream=True) as file:
        assert_type(file, FileStream)
        assert_type(file.read(), bytes)
        for chunk in file:
            assert_type(chunk, bytes)
    assert_type(client.reports.get("a", stream=True), models.Record)
    assert_type(client.reports.get("a", accept="application/pdf"), bytes)
    assert_type(client.reports.get("a", stream_file=True, accept="application/pdf"), FileStream)
    assert_type(client.speech.create(input="a"), bytes)
    assert_type(client.speech.create(input="a", stream=True), Stream[models.Record])
    assert_type(client.speech.create(input="a", stream_file=True), FileStream)
    client.files.content("a", stream=True).save("a", progress=print)
    client.files.create(file=("a", Upload(Path("a"), progress=print)))
    client.records.create(body=[{"name": "a"}, models.Record(name="b")])
    client.records.create(body=records())


def records() -> Iterator[models.Record]:
    yield models.Record(name="a")


async def async_records() -> AsyncIterator[models.Record]:
    yield models.Record(name="a")


async def parts() -> AsyncIterator[bytes]:
    yield b""


async def awaited(client: AsyncDepot) -> None:
    assert_type(await client.files.content("a"), bytes)
    async with await client.files.content("a", stream=True) as file:
        assert_type(file, AsyncFileStream)
        assert_type(await file.read(10), bytes)
        async for chunk in file:
            assert_type(chunk, bytes)
    await client.files.create(file=parts())
    await client.records.create(body=async_records())
"""


def of_files(folder: Path) -> list[Program]:
    return [one for one in programs(folder) if ".save(" in one.source]


def test_programs_save_a_file(sdk_folder: Path, tmp_path: Path) -> None:
    found = of_files(sdk_folder)
    assert {one.page for one in found} == {"README.md", "docs/files.md", "docs/reports.md", "docs/speech.md"}
    assert sum("await" in one.source for one in found) == 3
    with FileServer(b"content") as server:
        server.headers = {"Content-Disposition": 'attachment; filename="../a.bin"'}
        environment = {**os.environ, "PYTHONPATH": str(sdk_folder), "DEPOT_BASE_URL": server.origin}
        environment["DEPOT_API_KEY"] = "secret"
        for program in found:
            done = subprocess.run(
                [sys.executable, "-W", "error", "-c", program.source],
                cwd=tmp_path,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            assert (done.stdout, done.stderr) == ("a.bin\n", ""), program.id
            assert (tmp_path / "a.bin").read_bytes() == b"content"


@pytest.mark.slow
def test_type_checkers(sdk_folder: Path, tmp_path: Path) -> None:
    use = tmp_path / "use.py"
    use.write_text(TYPES, encoding="utf-8")
    found = check([sdk_folder / "depot_sdk", use], [sdk_folder], tmp_path)
    assert found == {"mypy": [], "pyright": []}
