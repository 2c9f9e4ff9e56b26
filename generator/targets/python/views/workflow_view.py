"""What the templates of workflows see."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WorkflowView:
    """A repository with an SDK, as strings of YAML. Paths are relative to the top of the repository.

    - `header`: the line with source and command, without a comment sign.
    - `requirement`: the version of sdkwright to install, with its extras.
    - `config`: the config file.
    - `sdk`: the folder of the SDK.
    - `spec`: the document, or empty if it is not in the repository.
    - `remote`: whether the document has an address.
    - `package`: the name of the package.
    - `index`: the page of the distribution on PyPI.
    """

    header: str
    requirement: str
    config: str
    sdk: str
    spec: str
    remote: bool
    package: str
    index: str
