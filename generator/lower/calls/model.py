"""Data of the naming of calls: what is known of an operation, what overrides it, and the names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from generator.diagnostics.text_location import TextPlace


class Family(StrEnum):
    """Where the names of a document come from."""

    NAMED = "named"
    """The document was written for an SDK: its ids, tags and extensions are the names."""
    PATH = "path"
    """Names follow from the paths and the HTTP methods."""


class Rule(StrEnum):
    """The rule that gave a resource path or a method name."""

    OVERRIDE = "override"
    PREFIX = "path prefix"
    EXTENSION = "extension"
    SAMPLE = "sample"
    TAG = "tag"
    ID = "id"
    PATH = "path"
    DISTINGUISHED = "distinguished"
    """The name that another rule gave was taken; words of the path or of the id were added."""


@dataclass(frozen=True, slots=True)
class OperationFacts:
    """What names an operation. Texts are as the document has them."""

    method: str
    path: str
    """The path's key, with a query or a fragment where it has one."""
    operation_id: str = ""
    tags: tuple[tuple[str, ...], ...] = ()
    """Each tag below its parents, the root first (OpenAPI 3.2)."""
    group: tuple[str, ...] = ()
    """The resource path of `x-speakeasy-group` or `x-fern-sdk-group-name`, cut at dots."""
    name: str = ""
    """The name of `x-speakeasy-name-override` or `x-fern-sdk-method-name`."""
    returns_list: bool | None = None
    """Whether a success is a list: an array, or an object around one. `None` without a JSON schema."""
    streams: bool = False
    """Whether a success is a stream or binary."""
    samples: tuple[str, ...] = ()
    """The calls on `client` in the operation's Python samples, without `client.`: `chat.completions.create`."""


@dataclass(frozen=True, slots=True)
class Overrides:
    """The names that a configuration asks for."""

    verbs: Mapping[str, str] = field(default_factory=dict[str, str])
    """Words to use for verbs: `{"get": "retrieve"}`."""
    prefixes: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """Resource paths by path prefix: `{"/organization": ("admin", "organization")}`. The longest prefix wins."""
    operations: Mapping[tuple[str, str], tuple[str, ...]] = field(
        default_factory=dict[tuple[str, str], tuple[str, ...]]
    )
    """Calls by upper-case HTTP method and path as written: the resource path and, last, the method name."""
    places: Mapping[str, TextPlace | None] = field(default_factory=dict[str, TextPlace | None])
    """Where the configuration has each prefix."""


@dataclass(frozen=True, slots=True)
class CallName:
    """The name of a call. Names are words with single spaces between them, spelled as in the document."""

    resource: tuple[str, ...]
    method: str
    rule: Rule
    """The rule that gave the method name."""
    resource_rule: Rule
    named: bool
    """Whether the document, or an override, gives the method name itself."""
    prefix: str = ""
    """The configured path prefix that gave the resource path."""
    verb: str = ""
    """The configured verb that the method name begins with, as it was before."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A name that several operations want, and the name that one of them has for it."""

    operation: int
    """The index of the operation."""
    wanted: str
    given: str
    rule: Rule
    """The rule that wanted the name: worth a warning for an extension."""


@dataclass(frozen=True, slots=True)
class CallNames:
    """The names of a document's calls."""

    calls: tuple[CallName, ...]
    """One for each operation, in the order of the operations."""
    family: Family
    evidence: str
    """Why the family was chosen, as a sentence."""
    resources: Mapping[tuple[str, ...], str]
    """Every resource path and every parent of one, in order of first use, with the name of its tag or `""`."""
    conflicts: tuple[Conflict, ...]
