"""How much a document may ask of us."""

from __future__ import annotations

MAX_BYTES = 64 * 1024 * 1024
"""Of one file. GitHub's whole API is 13 MB."""

MAX_DEPTH = 200
"""Objects and arrays within each other. Real documents stay below 40; whatever walks a document may recurse."""

MAX_EXPANDED = 1_000_000
"""Values of a YAML file, its aliases written out, where that is more than four times what stands in the file."""

MAX_DIGITS = 4_000
"""Of one integer. Python itself turns more than 4,300 down."""
