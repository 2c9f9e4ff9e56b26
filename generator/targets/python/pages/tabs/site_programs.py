"""Programs for a site: each call has tabs for the sync client, the async client and curl."""

from __future__ import annotations

from dataclasses import replace

from generator.ir.types import ABSENT, Json, Operation
from generator.targets.python.pages.blocks import fenced
from generator.targets.python.pages.programs import Programs
from generator.targets.python.pages.tabs.curl import Curl
from generator.targets.python.views.page_views import ProgramView


class SitePrograms(Programs):
    """Writes programs with tabs."""

    def example(self, operation: Operation, body: Json = ABSENT) -> ProgramView:
        """A call that prints its result, with tabs."""
        stream = operation.stream is not None and not operation.stream.switch
        awaited = self.awaited(operation, body, brief=False)
        return self._tabbed(
            super().example(operation, body), awaited, self._curl.command(operation, body, stream=stream)
        )

    def stream(self, operation: Operation, body: Json = ABSENT) -> ProgramView:
        """A loop over a stream, with tabs."""
        command = self._curl.command(operation, body, brief=body is ABSENT, stream=True)
        return self._tabbed(super().stream(operation, body), self.async_stream(operation, body), command)

    def file(self, operation: Operation) -> ProgramView | None:
        """A file that is saved, with tabs; None if the operation returns no file."""
        program = super().file(operation)
        if program is None:
            return None
        command = self._curl.command(operation, brief=True, file=True)
        return self._tabbed(program, self.async_file(operation), command)

    @property
    def _curl(self) -> Curl:
        return Curl(self.samples)

    def _tabbed(self, program: ProgramView, awaited: ProgramView, command: str) -> ProgramView:
        blocks = [
            ("python", "Sync", program.source),
            ("text", "Sync", program.output),
            ("python", "Async", awaited.source),
            ("text", "Async", awaited.output),
            ("sh", "curl", command),
        ]
        tabs = (fenced(text, f'{kind} tab="{label}"') for kind, label, text in blocks if text)
        return replace(program, tabs=tuple(tabs))
