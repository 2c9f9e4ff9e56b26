"""Judge the SDKs of eight documents with Prism, print a table, and write it to docs/referee.md.

    python -m tests.referee.run [NAME…] [--seconds SECONDS]

NAME is one of `DOCUMENTS`; the page is only written if all are judged. Installs Prism where it is missing. Exits with 1
where a request is at fault or a response is not typed, and with 0 where Node.js or the corpus is absent.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Final

from tests.corpus.documents import CORPUS
from tests.referee.findings import Findings
from tests.referee.prism import ROOT, install
from tests.referee.report import page, summary

DOCUMENTS: Final = {
    "OpenRouter": "openrouter.yaml",
    "Resend": "resend.yaml",
    "Docker": "docker-engine.yaml",
    "Slack": "slack.json",
    "Twilio": "twilio-api-v2010.json",
    "OpenAI": "openai.yaml",
    "DigitalOcean": "digitalocean/DigitalOcean-public.v2.yaml",
    "GitHub": "github.json",
}
PAGE: Final = ROOT / "docs" / "referee.md"


class JudgeError(Exception):
    """The process that judges a document failed, or its time was up."""


def judged(document: Path, seconds: float) -> Findings:
    """Judge a document in a process of its own. Raises `JudgeError`."""
    command = [sys.executable, "-m", "tests.referee.judge", str(document)]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        out, err = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)  # Prism too
        process.communicate()
        raise JudgeError(f"not judged within {seconds:.0f} seconds") from None
    if process.returncode:
        raise JudgeError(err.strip()[-2000:])
    return Findings(**json.loads(out))


def refused(names: Collection[str]) -> int | None:
    """The exit code where these documents cannot be judged, with the reason printed; None where they can.

    Installs Prism where it is missing.
    """
    if unknown := set(names) - DOCUMENTS.keys():
        print(f"no such document: {', '.join(sorted(unknown))}; there are {', '.join(DOCUMENTS)}", file=sys.stderr)
        return 2
    missing = [DOCUMENTS[name] for name in names if not (CORPUS / DOCUMENTS[name]).exists()]
    if missing:
        print(f"skipped: {CORPUS} does not have {', '.join(missing)}; SDKWRIGHT_CORPUS names another folder")
        return 0
    if reason := install():
        print(f"skipped: {reason}")
        return 0
    return None


def main(arguments: list[str]) -> int:
    """Judge the documents one after the other."""
    options = _parser().parse_args(arguments)
    names = options.names or list(DOCUMENTS)
    if (code := refused(names)) is not None:
        return code
    found: dict[str, Findings] = {}
    failed = False
    for name in names:
        try:
            found[name] = judged(CORPUS / DOCUMENTS[name], options.seconds)
            print(f"{name}: {summary(found[name])}", flush=True)
        except JudgeError as error:
            failed = True
            print(f"{name}: {error}", flush=True)
    text = page(found)
    print(f"\n{text}")
    if found.keys() == DOCUMENTS.keys():
        PAGE.write_text(text, encoding="utf-8")
    return int(failed or any(one.faults or one.untyped for one in found.values()))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make referee", description="Judge SDKs with Prism.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(DOCUMENTS))
    parser.add_argument("--seconds", type=float, default=1800, help="the most that one document may take (1800)")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
