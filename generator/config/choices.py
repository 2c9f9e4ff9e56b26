"""The values of the keys of a config that have a choice."""

from __future__ import annotations

from typing import Final, Literal

Models = Literal["templates", "datamodel-code-generator"]
MODELS: Final[tuple[Models, ...]] = ("templates", "datamodel-code-generator")

Signatures = Literal["packed", "explicit"]
SIGNATURES: Final[tuple[Signatures, ...]] = ("packed", "explicit")

Workflow = Literal["github"]
WORKFLOWS: Final[tuple[Workflow, ...]] = ("github",)
