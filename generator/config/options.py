"""The options of a run, as they are written in a config file or given on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Literal

from generator.config.choices import Models, Signatures, Workflow
from generator.config.project_settings import Project


@dataclass(frozen=True, slots=True)
class Options:
    """The options given on the command line or in a config; an option that is not given is empty.

    Editors show the docstrings below the keys: the JSON Schema of the config is derived from them.
    """

    spec: str = ""
    """Path or URL of the OpenAPI document: `https:`, or `http:` on this machine."""
    output: str = ""
    """Output folder of the SDK. Default: the name of the distribution."""
    overlays: tuple[str, ...] = ()
    """OpenAPI Overlay files, applied to the document in this order."""
    templates: str = ""
    """Folder of templates that replace or extend the built-in ones."""
    package: str = ""
    """Import name of the SDK. Default: derived from the title of the document."""
    class_name: str = ""
    """Name of the client class. Default: derived from the title of the document."""
    distribution: str = ""
    """Name of the distribution, as used by `pip install`. Default: derived from `package`."""
    target: str = ""
    """Language of the SDK. Default: `python`."""
    models: Models | Literal[""] = ""
    """How models are generated: by the built-in `templates` (default), or by `datamodel-code-generator`."""
    names: Mapping[str, str] = field(default_factory=dict[str, str])
    """Names to use in the SDK, by the keys that `sdkwright explain` reports: `"type:ChatUsage" = "Usage"`."""
    allow_remote_refs: bool = False
    """Fetch references to URLs."""
    lenient: bool = False
    """Treat an unresolvable reference as any value, with a warning instead of an error."""
    root: str = ""
    """Folder that may be read through references. Default: the folder of the document."""
    changelog: bool = False
    """Give the SDK versions of its own, which `sdkwright release` raises, and list the changes in its CHANGELOG.md."""
    ruff: str = ""
    """Ruff settings file to format the output with, instead of the built-in settings."""
    signatures: Signatures | Literal[""] = ""
    """Keywords of methods: `packed` in one typed dict (default), or `explicit` in the signature."""
    files: Mapping[str, str] = field(default_factory=dict[str, str])
    """Files to add to the output, each with its template: `"NOTICE.md" = "notice.md.jinja"`."""
    pages: Mapping[str, bool | Mapping[str, str]] = field(default_factory=dict[str, bool | Mapping[str, str]])
    """Lists of several pages, by operation: `"GET /models" = false`, `true` for what a note reports, or a description:
    `{ cursor = "after", next = "last_id", items = "data" }`."""
    unreferenced: bool = False
    """Keep the models of schemas that no operation, webhook or callback uses."""
    waits: Mapping[str, bool | Mapping[str, str]] = field(default_factory=dict[str, bool | Mapping[str, str]])
    """Work that goes on after a response, by operation: `false`, `true`, `{ status = "state", done = "finished" }`."""
    include: tuple[str, ...] = ()
    """The operations of the SDK, by patterns: `"tag:chat"`, `"path:/v1/**"`, `"operation:get*"` or, for an extension of
    the operation or its path, `"marker:x-public"`. Default: all."""
    exclude: tuple[str, ...] = ()
    """Operations to leave out, by patterns as in `include`, which they take precedence over."""
    idempotency: Mapping[str, str] = field(default_factory=dict[str, str])
    """`header = "Idempotency-Key"`: the header of a key that every POST and PATCH sends, the same for its retries."""
    keep: tuple[str, ...] = ()
    """Globs of files in the output folder that are written by hand: never overwritten, removed or checked."""
    project: Project = field(default_factory=dict[str, str | tuple[str, ...]])
    """Metadata of the distribution: `license`, `authors`, `keywords`, `classifiers`, `repository`, `homepage` and
    `documentation`."""
    webhooks: Mapping[str, str] = field(default_factory=dict[str, str])
    """How the API sends its webhooks, if the document does not say it: `signature = "github"`, `"stripe"`, `"slack"` or
    `"standard"` (Standard Webhooks, the default); `event_header = "X-Event"`, the header that names the event."""

    tests: bool = False
    """Whether tests come with the SDK: a folder `tests` that calls every operation against a mock server."""
    workflow: Workflow | Literal[""] = ""
    """Workflows that publish and update the SDK: `github` writes them to `.github/workflows` beside the config."""

    def over(self, other: Options) -> Options:
        """These options, completed with the other ones."""
        return Options(**{key.name: getattr(self, key.name) or getattr(other, key.name) for key in fields(Options)})
