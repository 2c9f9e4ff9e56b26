"""The Python target with a low limit for the modules of resources, so that a small document shows how they divide."""

from __future__ import annotations

from typing import Final

from generator.targets.python.target import PythonTarget
from generator.targets.registry import register_target

TARGET: Final = "python-short-modules"

register_target(TARGET, lambda: PythonTarget(longest=150))
