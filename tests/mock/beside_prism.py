"""The verdicts of the mock server and of Prism on one set of requests.

    python -m tests.mock.beside_prism [NAME…] [--requests NUMBER]

compares them on the documents of `make referee`, half of the requests valid and half broken, and writes
docs/mock-beside-prism.md if all documents are compared. Exits with 1 where a difference is not explained, and with 0
where Node.js or the corpus is absent.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from generator.diagnostics.model import Diagnostics
from generator.document import load_document
from generator.lower import lower
from sdkwright.mock import MockServer
from tests.corpus.documents import CORPUS
from tests.corpus.referee import Referee, Verdict
from tests.mock.differences import Difference, explained
from tests.mock.exchange import Sender
from tests.mock.planned import Planned, Planner
from tests.referee.prism import Prism
from tests.referee.run import DOCUMENTS, refused


@dataclass
class Compared:
    """The requests of one document, and the verdicts on which the two differ."""

    name: str
    valid: int = 0
    broken: int = 0
    same: int = 0
    differences: list[Difference] = field(default_factory=list[Difference])


def planned_requests(document: Path, count: int, seed: int = 0) -> list[Planned]:
    """Valid and broken requests for a document, `count` of each where it has as many."""
    diagnostics = Diagnostics()
    loaded = load_document(document, diagnostics)
    planner = Planner(loaded, lower(loaded, diagnostics, unreferenced=False))
    random = Random(seed)
    every = list(planner.requests())
    random.shuffle(every)
    valid = [planned for _, planned in every[:count]]
    broken: list[Planned] = []
    pools = [list(planner.broken(endpoint, planned)) for endpoint, planned in every]
    while len(broken) < count and any(pools):
        for pool in pools:
            if pool and len(broken) < count:
                broken.append(pool.pop(random.randrange(len(pool))))
    return valid + broken


def compare(name: str, document: Path, count: int) -> Compared:
    """Send the requests to both servers."""
    found = Compared(name)
    requests = planned_requests(document, count)
    referee = Referee(load_document(document, Diagnostics()))
    with MockServer(document) as server, Prism(document) as prism:
        origin = "/".join(server.url.split("/")[:3])
        with Sender(origin) as ours, Sender(prism.origin) as theirs:
            for planned in requests:
                own, other = ours.send(planned), theirs.send(planned)
                if not other.status and planned.fault != "malformed JSON":
                    other = theirs.send(planned)  # it compiles a schema when that is first needed
                found.valid += not planned.fault
                found.broken += bool(planned.fault)
                if own.verdict == other.verdict:
                    found.same += 1
                else:
                    found.differences.append(Difference(planned, own, other, _judged(planned, referee)))
    return found


def _judged(planned: Planned, referee: Referee) -> Verdict | None:
    """What JSON Schema says of a JSON body."""
    try:
        return referee.verdict(planned.media, json.loads(planned.body)) if planned.media and planned.body else None
    except ValueError:
        return None


def every(names: list[str], count: int) -> Iterator[Compared]:
    """Compare several documents."""
    for number, name in enumerate(names):
        share = count // len(names) + (number < count % len(names))
        yield compare(name, CORPUS / DOCUMENTS[name], share)


def main(arguments: list[str]) -> int:
    """Compare, print, and write the page."""
    parser = argparse.ArgumentParser(prog="make mock-referee", description="Compare the mock server with Prism.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(DOCUMENTS))
    parser.add_argument("--requests", type=int, default=500, help="valid requests, and as many broken ones (500)")
    options = parser.parse_args(arguments)
    names: list[str] = options.names or list(DOCUMENTS)
    if (code := refused(names)) is not None:
        return code
    found: list[Compared] = []
    for one in every(names, options.requests):
        found.append(one)
        print(f"{one.name}: {one.valid} valid and {one.broken} broken, {one.same} same verdicts", flush=True)
        for difference in one.differences:
            if explained(difference) is None:
                print(f"  {difference}", flush=True)
    unexplained = [one for compared in found for one in compared.differences if explained(one) is None]
    if names == list(DOCUMENTS):
        from tests.mock.prism_page import write_page

        write_page(found)
    return int(bool(unexplained))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
