"""The page docs/mock-beside-prism.md: verdicts, differences with their reasons, and speed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from tests.corpus.documents import CORPUS
from tests.mock.differences import explained
from tests.mock.planned import Planned
from tests.mock.speed import MockProcess, Speed, measure
from tests.referee.prism import PACKAGE, ROOT, VERSION, Prism
from tests.referee.run import DOCUMENTS

if TYPE_CHECKING:
    from tests.mock.beside_prism import Compared

PAGE: Final = ROOT / "docs" / "mock-beside-prism.md"
_TIMED: Final = ("Resend", "OpenRouter", "OpenAI", "GitHub")
_INTRODUCTION: Final = f"""# The mock server beside Prism

[Prism](https://github.com/stoplightio/prism) (`{PACKAGE}` {VERSION}) is a mock server on Node.js that shares no code
with sdkwright. `make mock-referee` sends the same requests to both, and writes this page. It needs Node.js 20 or later
with npm, and the documents of `make referee`.

## Verdicts

The requests are made from the documents: *valid* ones with all the arguments of an operation or with the required ones,
and *broken* ones, each a valid one with one fault: no credentials, an unknown path, a parameter or a property that is
missing or of the wrong type, a value outside its enumeration, format or bounds, malformed JSON, a media type that is
not declared. A verdict is *accepted* (a status below 400), *refused* (400 and 422 are one verdict, as Prism uses a 400
that the document declares), or the status itself.
"""
_SPEED: Final = """## Speed

On the same machine, each in a process of its own, one connection that is kept; the medians of three runs. *Start* is
the time until the server accepts connections. The requests are a valid one with a JSON body, and a valid `GET`.
"""


def write_page(found: Sequence[Compared]) -> None:
    """Measure the speed, and write the page."""
    rows = [_row(one) for one in found]
    total = [sum(column) for column in zip(*([one.valid, one.broken, one.same] for one in found), strict=True)]
    table = [
        "| document | valid | broken | same verdict | different |",
        "|---|--:|--:|--:|--:|",
        *rows,
        f"| **all** | {total[0]} | {total[1]} | {total[2]} | {total[0] + total[1] - total[2]} |",
    ]
    parts = [_INTRODUCTION, "\n".join(table) + "\n", *_differences(found), _SPEED, _speeds()]
    PAGE.write_text("\n".join(parts), encoding="utf-8")


def _row(one: Compared) -> str:
    different = one.valid + one.broken - one.same
    return f"| {one.name} | {one.valid} | {one.broken} | {one.same} | {different} |"


def _differences(found: Sequence[Compared]) -> list[str]:
    reasons = Counter(explained(each) or "not explained" for one in found for each in one.differences)
    rows = [f"| {reason} | {count} |" for reason, count in reasons.most_common()]
    return ["### Differences\n", "\n".join(["| reason | number |", "|---|--:|", *rows]) + "\n"]


def _speeds() -> str:
    from tests.mock.beside_prism import planned_requests

    rows = [
        "| document | | start, s | requests/s with a body | `GET` requests/s |",
        "|---|---|--:|--:|--:|",
    ]
    for name in _TIMED:
        document = CORPUS / DOCUMENTS[name]
        valid = [planned for planned in planned_requests(document, 400) if not planned.fault]
        chosen = [_first(valid, "POST"), _first(valid, "GET")]
        own, other = measure(MockProcess, document, chosen), measure(Prism, document, chosen)
        rows += [_speed(name, "sdkwright", own), _speed("", "Prism", other)]
    return "\n".join(rows) + "\n"


def _first(planned: Sequence[Planned], method: str) -> Planned:
    return next(
        one
        for one in planned
        if one.method == method and (method == "GET" or "json" in one.headers.get("Content-Type", ""))
    )


def _speed(name: str, server: str, speed: Speed) -> str:
    rates = " | ".join(f"{rate:,.0f}" for rate in speed.rates)
    return f"| {name} | {server} | {speed.start:.1f} | {rates} |"
