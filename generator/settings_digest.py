"""The digest of the settings that shape an SDK."""

from __future__ import annotations

import json

from generator.config.settings import Settings
from generator.diagnostics.model import Diagnostics
from generator.emit.manifest import digest
from generator.emit.ruff_settings import check_settings


def settings_digest(settings: Settings, diagnostics: Diagnostics) -> str:
    """SHA-256 of the settings that shape the output, and of nothing that is true on one machine only.

    Raises `Failed`, with a diagnostic, where the settings of the formatter are at fault.
    """
    names = (settings.package, settings.class_name, settings.distribution)
    asked = dict(sorted(settings.names.items()))
    further = {
        "changelog": settings.changelog,
        "exclude": settings.exclude,
        "files": dict(sorted(settings.files.items())),
        "idempotency": dict(settings.idempotency),
        "include": settings.include,
        "pages": dict(sorted(settings.pages.items())),
        "project": dict(sorted(settings.project.items())),
        "ruff": check_settings(settings.ruff, diagnostics) if settings.ruff else "",
        "signatures": settings.signatures if settings.signatures != "packed" else "",
        "tests": settings.tests,
        "waits": dict(sorted(settings.waits.items())),
        "webhooks": dict(settings.webhooks),
        "workflow": settings.workflow,
        "unreferenced": settings.unreferenced,
        "target": settings.target if settings.target != "python" else "",
    }
    given = {key: value for key, value in further.items() if value}
    content = [settings.source, settings.command, *names, settings.models, asked, *([given] if given else [])]
    return digest(json.dumps(content).encode())
