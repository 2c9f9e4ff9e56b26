"""What is found about the calls of one SDK."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Findings:
    """Figures, and faults as `METHOD /path (all, sync): what`."""

    operations: int = 0
    called: int = 0
    """Operations that the sync and the async client sent a request for."""
    requests: int = 0
    known: dict[str, int] = field(default_factory=dict[str, int])
    """Requests that Prism finds invalid for a reason that is known, by the reason."""
    faults: list[str] = field(default_factory=list[str])
    """Requests that Prism finds invalid for any other reason, and calls that sent nothing."""
    typed: int = 0
    """Valid requests whose response was decoded in strict mode, and is what the method's annotation promises."""
    wrong_samples: dict[str, int] = field(default_factory=dict[str, int])
    """Responses that are not typed because they are not what the document declares, by the reason."""
    untyped: list[str] = field(default_factory=list[str])
    """Responses that are as the document declares, and are not typed."""
