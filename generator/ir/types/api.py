"""The API, its groups, and the operations that are left out."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.ir.types.common import NO_DOCS, Docs, Fallback, Place
from generator.ir.types.operations import Operation, Parameter
from generator.ir.types.schemas import Definition
from generator.ir.types.services import Requirement, RetryPolicy, SecurityScheme, Server
from generator.ir.types.webhooks import Receiving, Webhook


@dataclass(frozen=True, slots=True)
class Group:
    """A resource: the operations of one group. `path` names the groups it is nested in, the outermost first."""

    path: tuple[str, ...]
    docs: Docs = NO_DOCS


@dataclass(frozen=True, slots=True)
class Ignored:
    """An operation that the document or the config leaves out."""

    method: str
    path: str
    place: Place
    why: str
    by_config: bool = False


@dataclass(frozen=True, slots=True)
class About:
    """Who provides an API, and under which license, as the document writes it; unknown texts are empty."""

    license: str = ""
    """An SPDX expression, or the name of a license."""
    contact: str = ""
    email: str = ""
    homepage: str = ""
    documentation: str = ""


@dataclass(frozen=True, slots=True)
class Api:
    """An API."""

    title: str
    version: str
    place: Place
    docs: Docs = NO_DOCS
    servers: tuple[Server, ...] = ()
    schemes: tuple[SecurityScheme, ...] = ()
    security: tuple[tuple[Requirement, ...], ...] = ()
    globals: tuple[Parameter, ...] = ()
    """Parameters that every operation takes and that are set once, on the client."""
    groups: tuple[Group, ...] = ()
    operations: tuple[Operation, ...] = ()
    definitions: tuple[Definition, ...] = ()
    """In document order, an inline schema right before the definition that contains it."""
    retries: RetryPolicy | None = None
    ignored: tuple[Ignored, ...] = ()
    fallbacks: tuple[Fallback, ...] = field(default=())
    webhooks: tuple[Webhook, ...] = ()
    callbacks: tuple[Webhook, ...] = ()
    receiving: Receiving | None = None
    """How the webhooks are checked and read, if there are any."""
    unreached: frozenset[str] = frozenset()
    """The ids of definitions that are left out, as no operation reaches them."""
    about: About = About()
    naming: str = ""
    """Where the names of calls come from, and why, as a sentence."""
