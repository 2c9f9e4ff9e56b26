"""Samples on the disk, a file a row, so that the report holds every row and one row can be measured alone."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from .environments import HOME
from .measure import Series

RESULTS = HOME / "results"


def save(name: str, series: dict[str, Series], folder: Path = RESULTS) -> None:
    """Keep a row's samples."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps({who: asdict(samples) for who, samples in series.items()})
    (folder / f"{name}.json").write_text(text)


def load(name: str, folder: Path = RESULTS) -> dict[str, Series]:
    """A row's samples; empty where it has not been measured."""
    path = folder / f"{name}.json"
    if not path.exists():
        return {}
    return {who: Series(**samples) for who, samples in json.loads(path.read_text()).items()}
