"""OAuth 2.0 schemes with flows. They are created on import, so this module imports little."""

from __future__ import annotations

from ..settings import ONCE
from .table import FlowsTable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..settings import Settings
    from .session import Session


class OAuth2Flows(FlowsTable):
    """OAuth 2.0 (RFC 6749) whose access token the client fetches, unless it is passed."""

    __slots__ = ()

    def tokens(self, settings: Settings) -> Session:
        """The tokens of a client, which its threads, tasks and copies for the same server share."""
        key = (self.name, settings.base_url)
        found: Session | None = settings.shared.get(key)
        if found is not None:
            return found
        from .session import Session

        with ONCE:
            made: Session = settings.shared.setdefault(key, Session(self, settings))
        return made
