"""The runtime is tested where it lies: `runtime` is the folder of templates that is copied into every SDK."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "templates" / "python"))
