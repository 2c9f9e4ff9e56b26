"""Known differences between the verdicts of the mock server and of Prism, and their reasons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tests.mock.exchange import Answer
from tests.mock.planned import Planned


@dataclass(frozen=True)
class Difference:
    """A request on which the two differ."""

    planned: Planned
    own: Answer
    other: Answer

    def __str__(self) -> str:
        what = self.planned.fault or "valid"
        return (
            f"[{what}] {self.planned.method} {self.planned.target[:120]}: here {self.own.status}, "
            f"Prism {self.other.status}\n    here: {self.own.body[:300]}\n"
            f"    Prism: {(self.other.violations or self.other.body)[:300]}\n    sent: {self.planned.body[:200]!r}"
        )


_REASONS: Final[dict[str, Callable[[Difference], bool]]] = {}


def explained(difference: Difference) -> str | None:
    """The reason for a difference, if it is known."""
    return next((reason for reason, applies in _REASONS.items() if applies(difference)), None)
