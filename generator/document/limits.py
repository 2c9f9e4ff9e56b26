"""Limits on the size of documents."""

from __future__ import annotations

MAX_BYTES = 64 * 1024 * 1024
"""Bytes of one file. GitHub's API is 13 MB."""

MAX_DEPTH = 200
"""Levels of nested objects and arrays, so that a walk may recurse. Real documents stay below 40."""

MAX_EXPANDED = 1_000_000
"""Values of a YAML file with its aliases expanded, where that is more than four times the values in the file."""

MAX_DIGITS = 4_000
"""Digits of one integer. Python rejects more than 4,300."""
