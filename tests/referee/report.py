"""The page docs/referee.md: a table of figures, and what they leave out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from tests.referee.findings import Findings
from tests.referee.prism import PACKAGE, VERSION

_HEADING: Final = (
    "document",
    "operations",
    "called",
    "requests",
    "invalid: the SDK",
    "invalid: the document",
    "invalid: Prism",
    "typed responses",
    "wrong samples",
    "not typed",
)
_INTRODUCTION: Final = f"""# Requests, checked by Prism

[Prism](https://github.com/stoplightio/prism) (`{PACKAGE}` {VERSION}) is an HTTP server that validates requests
against an OpenAPI document and responds with samples. It shares no code with sdkwright. `make referee` generates the
SDK of each document below, calls every operation of it against Prism, and writes this page. It needs Node.js 20 or
later with npm.

Each operation is called with all its arguments, and with the required ones only; by the sync client and by the async
one. Arguments are the document's examples where it has any that are valid, and sampled from the schema otherwise.
Responses are decoded in strict mode (`strict_responses=True`), and the result must be an instance of what the method is
annotated with.
"""
_COLUMNS: Final = """- **called**: operations that both clients sent a request for.
- **invalid**: requests that Prism finds invalid, by what is at fault. The known faults of documents and of Prism are
  listed below; each is checked for the argument that Prism names (`tests/referee/known.py`), and any other counts as
  a fault of the SDK.
- **typed responses**: of the requests that Prism finds valid.
- **wrong samples**: responses that are not what the document declares, so that strict mode refuses them. Prism returns
  the examples of a document as they are.
- **not typed**: responses that are as declared, and that the SDK does not return as the annotated type.
"""


def summary(found: Findings) -> str:
    """The figures of a document in one line."""
    return (
        f"{found.called} of {found.operations} operations called, {found.requests} requests, "
        f"{len(found.faults)} invalid, {found.typed} responses typed, {len(found.untyped)} not"
    )


def page(found: Mapping[str, Findings]) -> str:
    """The page in Markdown."""
    rows = [_row(name, _figures(one)) for name, one in found.items()]
    total = [sum(column) for column in zip(*map(_figures, found.values()), strict=True)]
    table = [_row(*_split(_HEADING)), f"|---|{'--:|' * (len(_HEADING) - 1)}", *rows, _row("**all**", total)]
    parts = [_INTRODUCTION, "\n".join(table), _COLUMNS]
    parts += _reasons("Invalid requests that are no fault of the SDK", (one.known for one in found.values()))
    parts += _reasons("Wrong samples", (one.wrong_samples for one in found.values()))
    parts += _faults("Invalid requests of the SDK", {name: one.faults for name, one in found.items()})
    parts += _faults("Responses that are not typed", {name: one.untyped for name, one in found.items()})
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


def _split(heading: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    return heading[0], heading[1:]


def _figures(found: Findings) -> list[int]:
    known = [
        sum(count for reason, count in found.known.items() if reason.startswith(side)) for side in ("document", "Prism")
    ]
    wrong = sum(found.wrong_samples.values())
    counted = [found.operations, found.called, found.requests, len(found.faults), *known]
    return [*counted, found.typed, wrong, len(found.untyped)]


def _row(name: str, cells: Iterable[object]) -> str:
    return f"| {name} | {' | '.join(f'{cell:,}' if isinstance(cell, int) else str(cell) for cell in cells)} |"


def _reasons(heading: str, counts: Iterable[Mapping[str, int]]) -> list[str]:
    total = sum((Counter(count) for count in counts), Counter[str]())
    if not total:
        return []
    rows = []
    for reason, count in total.most_common():
        side, _, text = reason.partition(": ")
        rows.append(f"| {side} | {text} | {count:,} |")
    return [f"## {heading}", "\n".join(["| at fault | reason | number |", "|---|---|--:|", *rows])]


def _faults(heading: str, lists: Mapping[str, list[str]]) -> list[str]:
    rows = [f"- {name}: {fault}" for name, faults in lists.items() for fault in faults]
    return [f"## {heading}", "\n".join(rows)] if rows else []
