"""The `Target` protocol: how the pipeline names, renders and explains an API in one language."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Protocol, Self

from generator.compare.surface import Surface
from generator.config.settings import Settings
from generator.diagnostics.model import Diagnostics
from generator.emit.environment import Environment
from generator.emit.files import OutputFile
from generator.ir.types import Api, Operation, Place
from generator.site.pages import Site


@dataclass(frozen=True, slots=True)
class Explanation:
    """One element of the document and what it became in the SDK."""

    kind: str
    """`operation`, `schema`, `property`, `parameter`, `resource`, `error`, `response header`, `client`, `credential` or
    `client argument`.
    """
    origin: str
    """Its name in the document."""
    places: tuple[Place, ...]
    """Where it is in the document; the first is the one to show."""
    name: str
    """What a caller writes: `client.chat.send`, `models.ChatResult`."""
    file: str
    """The path in the output."""
    key: str
    """Its key for `[names]`, or empty where its name cannot be configured."""
    why: str
    """The rule that gave the name."""
    also: tuple[str, ...] = ()
    """Further names to find it by, the most specific first."""
    beside: tuple[tuple[str, str], ...] = ()
    """What else it became: each a public name and its path in the output."""
    pages: str = ""
    """Why an operation is a list of pages, and the line of the config that changes it; empty for others."""
    waits: str = ""
    """The method that waits for an operation's work, why, and the line of the config; empty for others."""
    member: str = ""
    """Its name in the surface of the SDK, for a method, model or error."""


@dataclass(frozen=True, slots=True)
class RepositoryPaths:
    """Paths of an SDK's repository, relative to its top folder, with forward slashes."""

    config: str
    output: str
    spec: str
    """The document, or empty if it is not in the repository."""


def inside(path: Path, top: Path) -> str | None:
    """The path relative to a folder, or None if it is outside of it."""
    try:
        found = PurePosixPath(os.path.relpath(path, top).replace(os.sep, "/"))
    except ValueError:  # another drive
        return None
    return None if found.parts[:1] == ("..",) else found.as_posix()


class NamedApi(Protocol):
    """An API with all names of its SDK decided."""

    @property
    def client(self) -> str:
        """The name of the client's class."""
        ...

    @property
    def published(self) -> Mapping[str, str]:
        """The names to keep in the next run, by key, for the manifest."""
        ...

    def call(self, operation: Operation) -> str:
        """What a caller writes to call an operation: `client.chat.send`."""
        ...

    def type_name(self, definition: str) -> str:
        """The name of the type of the definition with this ID."""
        ...

    def surface(self) -> Surface:
        """What the SDK publishes, for comparison with another version."""
        ...

    def explanations(self) -> Iterable[Explanation]:
        """Every element of the document that has a name in the SDK: operations, schemas and the client, then parts."""
        ...

    def as_version(self, version: str) -> Self:
        """The same API under another version than the document's."""
        ...

    def render(self, settings: Settings, environment: Environment, diagnostics: Diagnostics) -> tuple[OutputFile, ...]:
        """The files of the SDK, not formatted yet. Where an error is reported, nothing of it must be written."""
        ...

    def workflows(self, paths: RepositoryPaths, settings: Settings, environment: Environment) -> Iterable[OutputFile]:
        """The workflows that publish and update the SDK, by their file names."""
        ...

    def site(self, settings: Settings, environment: Environment, diagnostics: Diagnostics) -> Site:
        """The pages of the SDK for a site. Where an error is reported, nothing of it must be written."""
        ...


class Target(Protocol):
    """A language that SDKs are generated in."""

    @property
    def templates(self) -> Path:
        """The folder of the built-in templates."""
        ...

    @property
    def views_version(self) -> str:
        """The version of the values that templates see (major.minor)."""
        ...

    def package_settings(self, api: Api, settings: Settings, diagnostics: Diagnostics) -> Mapping[str, str]:
        """The config keys that name the SDK as a whole, `output` among them: as configured, else from the API's title.

        Raises `Failed`, with a diagnostic, for a configured name that the language does not allow.
        """
        ...

    def name(self, api: Api, settings: Settings, diagnostics: Diagnostics, published: Mapping[str, str]) -> NamedApi:
        """Decide the names of an SDK. `published` are those of an earlier output, which stay."""
        ...
