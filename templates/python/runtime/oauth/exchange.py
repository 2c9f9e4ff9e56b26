"""Exchange an authorization code: the second half of a flow that a person began in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..call.timeouts import chosen_timeouts
from ..transport.base import Transport
from ..transport.sync_transport import SyncTransport
from .endpoint import Call, Form

if TYPE_CHECKING:
    from ..call.call import Exchange
    from .options import OAuthToken
