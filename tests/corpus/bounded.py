"""Run a command within bounds, and tell what it took.

A process of its own, and a small one, for what it measures starts as its copy.

    python bounded.py MEGABYTES SECONDS FILE COMMAND…

Exits as the command does, or with 124 where the time was up. FILE gets a JSON object: `seconds` by the wall, and
`peak`, the most memory that was resident at once, in megabytes.
"""

import json
import os
import resource
import signal
import subprocess
import sys
import time


def main(megabytes: int, seconds: float, report: str, command: list[str]) -> int:
    """Returns the exit code of the command."""
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    started = time.perf_counter()
    process = subprocess.Popen(command, start_new_session=True)
    try:
        code = process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        code = 124
    took = {
        "seconds": time.perf_counter() - started,
        "peak": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
    }
    with open(report, "w", encoding="utf-8") as file:
        json.dump(took, file)
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), float(sys.argv[2]), sys.argv[3], sys.argv[4:]))
