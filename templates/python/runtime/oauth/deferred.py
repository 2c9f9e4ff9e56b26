"""The public types of this package, imported when an annotation that names one is evaluated."""

from __future__ import annotations

from ..deferred import DeferredModule

_oauth = DeferredModule(".oauth.options")
