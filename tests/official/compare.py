"""The generated SDK beside the official `openrouter` package: `make official` tries both on the same raw server.

Each runs in an environment of its own, since what else is installed changes what a package does.
"""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = ROOT / ".official"
PACKAGE = "openrouter==1.3.84"


def outcomes(python: Path | str, who: str) -> dict[str, str]:
    command = [str(python), str(Path(__file__).with_name("scenarios.py")), who]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, str] = json.loads(run.stdout.splitlines()[-1])
    return found


def main() -> None:
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        venv.create(ENVIRONMENT, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", PACKAGE], check=True)
    ours, official = outcomes(sys.executable, "ours"), outcomes(python, "official")
    print(f"| row of behaviour | ours | {PACKAGE} |\n|---|---|---|")
    for name in ours:
        print(f"| {name} | {ours[name]} | {official[name]} |")


if __name__ == "__main__":
    main()
