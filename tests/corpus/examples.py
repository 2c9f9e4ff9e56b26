"""The examples of a document, held against the SDK generated from it, with JSON Schema as the referee.

An example that is valid by the document's schema must be accepted by the generated type, without mending, and come back
as it went in. One that is not is the document's fault.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final, Literal

from generator.config.settings import Settings
from generator.diagnostics.model import Diagnostics, Failed
from generator.pipeline import Build, build_sdk
from generator.targets.python.target import NamedPythonApi
from tests.corpus.processes import run
from tests.corpus.referee import Reading, Referee, Verdict
from tests.corpus.samples import Sample, Samples

PROBE: Final = Path(__file__).with_name("example_probe.py")
_MODULE: Final = "resources.types_of_examples"
_RUNTIME: Final = Path(__file__).parents[2] / "templates" / "python" / "runtime"

_DATE = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
_TIME = r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]\d\d:\d\d)"
_FORMATS: Final = {
    "datetime": re.compile(f"{_DATE}T{_TIME}", re.IGNORECASE),
    "date": re.compile(_DATE),
    "uuid": re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE),
    "decimal": re.compile(r"-?\d+(\.\d+)?"),
}
"""What pydantic must read as such (RFC 3339, RFC 9562), by what its errors begin with; leap seconds are not asked."""

_LACKING: Final = frozenset({"missing", "known_variant"})
"""The errors of a model without a required field, and of the union whose tag selects this model."""


@dataclass
class Tally:
    """What became of a document's examples. `disagreements` is empty where everything holds."""

    examples: int = 0
    valid: int = 0
    """By the referee and by the SDK, and coming back as they went in."""
    meant: int = 0
    """Valid too, though not by the letter: several members of a `oneOf` fit, or a request lacks what is read-only."""
    respelled: int = 0
    """Valid too, with a property that is spelled as its field in Python and comes back by its wire name."""
    invalid: int = 0
    """Not by the referee: the document is at fault."""
    malformed: int = 0
    """By the referee, which asserts no formats, but a date that is none and the like: the document is at fault."""
    unread: int = 0
    """Below a schema that the referee cannot read, which is broken."""
    untyped: int = 0
    """By the referee, for the schema has no `type` and so lets other types pass, which no author means."""
    disagreements: list[str] = field(default_factory=list)

    @property
    def faults(self) -> int:
        """Examples that the document itself is to blame for."""
        return self.invalid + self.malformed + self.unread + self.untyped

    @property
    def cells(self) -> str:
        """The row of a table: examples, valid, the document's fault, disagreements."""
        return f"{self.examples} | {self.valid} | {self.faults} | {len(self.disagreements)}"

    def add(self, other: Tally) -> None:
        """Count another document's in."""
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))


def tally(document: Path) -> Tally | None:
    """Generate an SDK from a document, and count what becomes of its examples; None where the document is refused."""
    with tempfile.TemporaryDirectory(prefix="sdkwright-examples-") as folder:
        settings = Settings(document, document.name, "", Path(folder) / "out", None, unreferenced=True)
        try:
            build = build_sdk(settings, Diagnostics(), lambda _: None)
        except Failed:
            return None
        samples = samples_of(build)
        return judged(build, samples.all(), samples.imports)


def samples_of(build: Build) -> Samples:
    """The examples of the document that a build was made from."""
    named = build.reading.named
    assert isinstance(named, NamedPythonApi)
    return Samples(named.index, named.names)


def judged(build: Build, samples: list[Sample], imports: str) -> Tally:
    """Count what becomes of examples, given the import lines that their types need."""
    found = Tally()
    if samples:
        referee = Referee(build.reading.document)
        for sample, result in zip(samples, _probed(build, samples, imports), strict=True):
            _count(sample, result, referee, found)
    return found


def _probed(build: Build, samples: list[Sample], imports: str) -> list[dict[str, Any]]:
    """What the SDK makes of each example. Raises `RuntimeError` where it cannot be asked."""
    package = build.reading.named.surface().package
    for file in build.files:
        path = build.output / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)
    (build.output / package / f"{_MODULE.replace('.', '/')}.py").write_text(imports, encoding="utf-8")
    for path in _RUNTIME.rglob("*.py"):  # the added module may import parts that the SDK does without
        copy = build.output / package / "_runtime" / path.relative_to(_RUNTIME)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    given = json.dumps([[sample.expression, sample.wire, sample.value] for sample in samples])
    done = run([str(PROBE), package, _MODULE], build.output, given=given)
    if done.code:
        raise RuntimeError(f"the probe of {package} ended with {done.code}: {done.err}")
    result: list[dict[str, Any]] = json.loads(done.out)
    return result


def _count(sample: Sample, result: dict[str, Any], referee: Referee, found: Tally) -> None:
    found.examples += 1
    verdict = _verdict(sample, referee)
    if verdict == "invalid":
        found.invalid += 1
    elif verdict == "unread":
        found.unread += 1
    elif not result["trip"] and (not result["errors"] or _is_read_only_alone(sample, verdict, result["errors"])):
        found.valid += 1
        found.meant += verdict == "meant"
        found.respelled += bool(result["respelled"])
    elif result["errors"] and all(map(_is_malformed, result["errors"])):
        found.malformed += 1
    elif result["errors"] and _judged(sample, referee, "typed") == "invalid":
        found.untyped += 1
    else:
        found.disagreements.append(_disagreement(sample, result))


def _verdict(sample: Sample, referee: Referee) -> Verdict | Literal["meant"]:
    verdict = _judged(sample, referee, "letter")
    loose: Reading = sample.kind if sample.kind in {"request", "response"} else "any"
    return "meant" if verdict == "invalid" and _judged(sample, referee, loose) == "valid" else verdict


def _judged(sample: Sample, referee: Referee, reading: Reading) -> Verdict:
    verdicts = [referee.verdict(sample.place, value, reading) for value in _as_written(sample)]
    return "valid" if "valid" in verdicts else verdicts[0]


def _as_written(sample: Sample) -> Iterator[Any]:
    """The value as the schema of its place may have it: an item of a stream may be the data of an event there."""
    yield sample.value
    if sample.kind == "stream":
        yield {"data": sample.value}
        yield {"data": json.dumps(sample.value)}


def _is_read_only_alone(sample: Sample, verdict: str, errors: list[list[Any]]) -> bool:
    """Whether a valid request lacks only what responses must have: the models are those of responses."""
    return sample.kind == "request" and verdict == "meant" and {error[0] for error in errors} <= _LACKING


def _is_malformed(error: list[Any]) -> bool:
    """Whether an error of pydantic is about a format, and the text is indeed not of that format."""
    form = _FORMATS.get(error[0].split("_")[0])
    return form is not None and not (isinstance(error[3], str) and form.fullmatch(error[3]))


def _disagreement(sample: Sample, result: dict[str, Any]) -> str:
    what = result["trip"] or "; ".join(f"{error[1]}: {error[2]} ({error[3]!r})" for error in result["errors"][:4])
    kind = f"{sample.kind} {sample.expression}{sample.wire and '.' + sample.wire}"
    return f"{sample.place.file}#{sample.place.pointer}: {kind}: {what}"
