"""A file of 1 GiB is saved in constant memory, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.files.server import GIBIBYTE, Gibibyte

LIMIT = 64 * 1024  # KiB

SYNC = """
import sys
from depot_sdk import Depot

with Depot(api_key="k", base_url=sys.argv[1]) as client:
    with client.files.content("a", stream=True) as file:
        path = file.save(sys.argv[2])
"""
ASYNC = """
import asyncio
import sys
from depot_sdk import AsyncDepot

async def main():
    async with AsyncDepot(api_key="k", base_url=sys.argv[1]) as client:
        async with await client.files.content("a", stream=True) as file:
            return await file.save(sys.argv[2])

path = asyncio.run(main())
"""
PEAK = """
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(path.stat().st_size, peak.split()[1])
"""


@pytest.mark.slow
@pytest.mark.parametrize("program", [SYNC, ASYNC], ids=["sync", "async"])
def test_a_file_of_one_gibibyte_is_saved_in_constant_memory(program: str, sdk_folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.bin"
    try:
        with Gibibyte() as server:
            done = subprocess.run(
                [sys.executable, "-c", program + PEAK, server.origin, str(target)],
                env={"PYTHONPATH": str(sdk_folder)},
                capture_output=True,
                text=True,
                timeout=120,
                check=False,
            )
        assert done.stderr == ""
        size, peak = map(int, done.stdout.split())
        assert size == GIBIBYTE
        assert peak < LIMIT
    finally:
        target.unlink(missing_ok=True)
