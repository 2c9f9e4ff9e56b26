"""Known differences between the verdicts of the mock server and of Prism, and their reasons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tests.corpus.referee import Verdict
from tests.mock.exchange import Answer
from tests.mock.planned import Planned


@dataclass(frozen=True)
class Difference:
    """A request on which the two differ."""

    planned: Planned
    own: Answer
    other: Answer
    judged: Verdict | None = None
    """What the package `jsonschema` says of a JSON body."""

    def __str__(self) -> str:
        what = self.planned.fault or "valid"
        return (
            f"[{what}] {self.planned.method} {self.planned.target[:120]}: here {self.own.status}, "
            f"Prism {self.other.status}\n    here: {self.own.body[:300]}\n"
            f"    Prism: {(self.other.violations or self.other.body)[:300]}\n    sent: {self.planned.body[:200]!r}"
        )


def _is_415_as_400(one: Difference) -> bool:
    return one.own.status == 415 and one.other.verdict == "refused" and '"code":415' in one.other.violations


def _is_malformed(one: Difference) -> bool:
    return one.planned.fault == "malformed JSON" and one.own.verdict == "refused" and one.other.status == 0


def _accepts_invalid(one: Difference) -> bool:
    return one.judged == "invalid" and one.own.verdict == "refused" and one.other.verdict == "accepted"


def _contradicts(one: Difference) -> bool:
    is_valid = not one.planned.fault and one.own.verdict == "accepted"
    return is_valid and '"code":415' in one.other.violations and "octet-stream" in one.other.violations


def _cannot_respond(one: Difference) -> bool:
    return one.own.verdict == "accepted" and one.other.status >= 500


_REASONS: Final[dict[str, Callable[[Difference], bool]]] = {
    "Prism sends a declared 400 or 422 in place of 415": _is_415_as_400,
    "Prism does not respond to malformed JSON": _is_malformed,
    "Prism accepts a body that is not valid by JSON Schema (`jsonschema` agrees)": _accepts_invalid,
    "the document's parameter `Content-Type` contradicts the media types of the body": _contradicts,
    "Prism cannot make a response that it finds valid itself": _cannot_respond,
}


def explained(difference: Difference) -> str | None:
    """The reason for a difference, if it is known."""
    return next((reason for reason, applies in _REASONS.items() if applies(difference)), None)
