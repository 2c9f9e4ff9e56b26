"""The table of an API's webhooks, and the types of what is passed to `unwrap`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal, TypeAlias

ReceivedHeaders: TypeAlias = (
    Mapping[str, Any] | Iterable[tuple[str, str]] | Iterable[tuple[bytes, bytes]]
)
"""A mapping of headers, a WSGI environ, or pairs of names and values, as in an ASGI scope.

Names are in any case; names and values are `str` or `bytes`.
"""

Secret: TypeAlias = str | bytes | Sequence[str | bytes]
"""A secret, or several of which one must match, as while secrets are replaced."""

Verify: TypeAlias = Callable[[bytes, Mapping[str, str]], bool]
"""A check of another signature: takes the body, and the headers by lower-case name."""

Scheme: TypeAlias = Literal["standard", "github", "stripe", "slack"]


class WebhookTable:
    """The webhooks of an API.

    - `type`: returns the type of an event.
    - `scheme`: how the API signs webhooks.
    - `variable`: the environment variable of the secret.
    - `header`: the header that names the event, in lower case, or empty if the body does.
    - `named`: the types by the name in that header.
    """

    __slots__ = ("header", "named", "scheme", "type", "variable")

    def __init__(
        self,
        type: Callable[[], Any],
        scheme: Scheme,
        variable: str,
        header: str = "",
        named: Mapping[str, Callable[[], Any]] | None = None,
    ) -> None:
        self.type = type
        self.scheme: Scheme = scheme
        self.variable = variable
        self.header = header
        self.named = named or {}
