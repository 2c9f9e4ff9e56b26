"""The committed SDK is, to the byte, what the committed document and templates give."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.config import Options, settle
from generator.diagnostics import Diagnostics
from generator.emit.drift import Drift
from generator.pipeline import check

ROOT = Path(__file__).parents[2]


def test_the_committed_sdk_has_no_drift(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    diagnostics = Diagnostics()
    settings = settle(Options(), "sdkwright.toml", Path(), diagnostics)
    build, drift = check(settings, diagnostics, lambda _: None)
    assert drift == Drift(), "run `make generate`"
    assert len(build.files) > 20
    assert not [item for item in diagnostics.items if item.severity != "note"]
