"""What machines read: annotations of GitHub, and SARIF for code scanning."""

from __future__ import annotations

import json
from typing import Any

import pytest

from generator.version import VERSION

from .conftest import TINY, Place

DANGLING = TINY.replace("components:\n", '  /toys/{id}: {$ref: "#/paths/~1pets~1{ids}"}\ncomponents:\n')


def results(place: Place, *arguments: str) -> list[dict[str, Any]]:
    run = json.loads(place.run(*arguments, "--format", "sarif").out)["runs"][0]
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    return list(run["results"])


def drifted(place: Place) -> None:
    """Generate, then edit a file, remove one, add one, and change the document."""
    place.run("generate", "tiny.yaml", "--output", "out")
    (place.folder / "out/tiny_sdk/client.py").write_text("mine\n")
    (place.folder / "out/README.md").unlink()
    place.write("out/tiny_sdk/models/mine.py", "")
    place.write("tiny.yaml", TINY.replace("properties: {name", "properties: {age: {type: integer}, name"))


def test_sarif_of_a_fault(tiny: Place) -> None:
    tiny.write("tiny.yaml", DANGLING)
    done = tiny.run("generate", "tiny.yaml", "--format", "sarif")
    assert done.code == 2
    assert "error[dangling-ref]" in done.err
    log = json.loads(done.out)
    assert log["version"] == "2.1.0"
    assert log["runs"][0]["tool"]["driver"]["name"] == "sdkwright"
    assert log["runs"][0]["tool"]["driver"]["version"] == VERSION
    (rule,) = log["runs"][0]["tool"]["driver"]["rules"]
    assert rule["shortDescription"]["text"].startswith("A `$ref` refers to")
    assert "`--lenient` continues without it" in rule["help"]["text"]
    assert "docs/diagnostics.md#dangling-ref" in rule["help"]["markdown"]
    (result,) = log["runs"][0]["results"]
    assert (result["ruleId"], result["level"]) == ("dangling-ref", "error")
    assert "hint: did you mean" in result["message"]["text"]
    (location,) = result["locations"]
    physical = location["physicalLocation"]
    assert physical["artifactLocation"] == {"uri": "tiny.yaml"}
    assert physical["region"]["startLine"] == 12
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "#/paths/~1toys~1{id}/$ref"


def test_sarif_of_nothing(tiny: Place) -> None:
    assert results(tiny, "generate", "tiny.yaml") == []
    assert results(tiny, "check", "tiny.yaml") == []


def test_sarif_of_drift(tiny: Place) -> None:
    drifted(tiny)
    found = {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]: result["message"]["text"]
        for result in results(tiny, "check", "tiny.yaml", "--output", "out")
    }
    assert found["out/README.md"].startswith("README.md is missing")
    assert "it was edited by hand" in found["out/tiny_sdk/client.py"]
    assert "is in a folder of generated files" in found["out/tiny_sdk/models/mine.py"]
    assert "run `sdkwright generate tiny.yaml`" in found["out/tiny_sdk/models/pets.py"]


def test_a_file_name_in_sarif_is_a_uri(tiny: Place) -> None:
    tiny.write("a folder/ti#ny.yaml", DANGLING)
    (result,) = results(tiny, "generate", "a folder/ti#ny.yaml")
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%20folder/ti%23ny.yaml"


def test_annotations_of_drift(tiny: Place) -> None:
    drifted(tiny)
    done = tiny.run("check", "tiny.yaml", "--output", "out", "--format", "github")
    assert done.code == 1
    commands = [line for line in done.err.splitlines() if line.startswith("::")]
    assert commands == done.err.splitlines()
    assert any(line.startswith("::error file=out/tiny_sdk/client.py,title=drift::") for line in commands)
    assert any("the document changed: run `sdkwright generate tiny.yaml`" in line for line in commands)


@pytest.mark.parametrize("form", ["text", "json"])
def test_drift_is_no_diagnostic_where_people_read_it(tiny: Place, form: str) -> None:
    drifted(tiny)
    done = tiny.run("check", "tiny.yaml", "--output", "out", "--format", form)
    assert (done.code, done.err) == (1, "")


def test_check_fits_a_screen_and_counts_the_rest(tiny: Place) -> None:
    tiny.run("generate", "tiny.yaml", "--output", "out")
    for path in (tiny.folder / "out/tiny_sdk/_runtime").glob("*.py"):
        path.write_text("mine\n")
    done = tiny.run("check", "tiny.yaml", "--output", "out")
    assert done.code == 1
    assert len(done.out.splitlines()) < 100
    assert "more lines of diff\n" in done.out
