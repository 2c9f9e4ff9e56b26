"""Small SDKs for tests: generated from a document in a few lines, and put on the path."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from generator.config.options import Options
from generator.config.settings import settle
from generator.diagnostics.model import Diagnostics
from generator.diagnostics.render import render
from generator.pipeline import build_sdk


def generate(document: str, folder: Path, **options: Any) -> Path:
    """Generate an SDK from the text of a document and put `folder` on the path. Returns the SDK's package."""
    spec = folder / "spec.yaml"
    spec.write_text(document, encoding="utf-8")
    diagnostics = Diagnostics()
    sdk = build_sdk(settle(Options(spec=str(spec), **options), "", Path(), diagnostics), diagnostics, lambda _: None)
    assert not diagnostics.failed, render(diagnostics.items)
    for file in sdk.files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)
    sys.path.insert(0, str(folder))
    return next(folder.glob("*/_runtime")).parent
