"""`sdkwright explain`: what it tells is what the SDK has, by whatever name somebody asks."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from generator.config.options import Options
from generator.config.settings import settle
from generator.diagnostics.model import Diagnostics
from generator.pipeline import build_sdk

from .conftest import TINY, Changed, Place

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "spec/openrouter.yaml", *sorted(ROOT.glob("tests/golden/*/spec.yaml"))]

PET = "#/components/schemas/Pet"
GET = "#/paths/~1pets~1{id}/get"


def told(place: Place, query: str, *arguments: str) -> dict[str, Any]:
    """The first thing that is told, as data."""
    done = place.run("explain", query, *(arguments or ("tiny.yaml",)), "--format", "json")
    assert (done.code, done.err) == (0, "")
    subject: dict[str, Any] = json.loads(done.out)["subjects"][0]
    return subject


@pytest.mark.parametrize("query", [PET, "Pet", "models.Pet", "tiny_sdk.models.Pet", "type:Pet"])
def test_a_schema(tiny: Place, query: str) -> None:
    found = told(tiny, query)
    assert (found["kind"], found["name"]) == ("schema", "tiny_sdk.models.Pet")
    assert found["file"] == "tiny-sdk/tiny_sdk/models/pets.py"
    assert found["places"] == [f"tiny.yaml{PET}"]
    assert found["members"] == ["name: string, required"]
    assert (found["key"], found["why"]) == ("type:Pet", "the schema's own name")


@pytest.mark.parametrize(
    "query",
    [
        GET,
        "getPet",
        "GETPET",
        "GET /pets/{id}",
        "get /pets/{ID}",
        "/pets/{id}",
        "client.pets.get",
        "client.pets.get()",
        "pets.get",
        "Pets.get",
    ],
)
def test_an_operation(tiny: Place, query: str) -> None:
    found = told(tiny, query)
    assert (found["kind"], found["name"]) == ("operation", "client.pets.get")
    assert found["members"] == ["id: string, required"]
    assert found["key"] == "method:GET /pets/{id}"
    assert found["why"] == "the path and the HTTP method"


def test_the_parts_of_things(tiny: Place) -> None:
    assert told(tiny, f"{PET}/properties/name")["key"] == "field:Pet.name"
    assert told(tiny, f"{GET}/parameters/0")["key"] == "keyword:GET /pets/{id} path id"
    assert told(tiny, "Pet.name")["name"] == "tiny_sdk.models.Pet.name"
    assert told(tiny, "pets.get.id")["name"] == "client.pets.get(id=…)"
    assert told(tiny, "pets")["kind"] == "resource"
    assert told(tiny, "Tiny")["kind"] == "client"


def test_a_place_that_leads_elsewhere_or_has_no_name(tiny: Place) -> None:
    schema = f"{GET}/responses/200/content/application~1json/schema"
    assert told(tiny, schema)["name"] == "tiny_sdk.models.Pet"
    done = tiny.run("explain", f"{PET}/properties/name/type", "tiny.yaml")
    assert done.code == 0
    assert done.out.startswith("has no name of its own; it is part of\nproperty Pet.name  tiny.yaml:14:")


def test_a_place_in_another_file(place: Place) -> None:
    place.write("pet.yaml", "Pet: {type: object, properties: {name: {type: string}}}\n")
    place.write("tiny.yaml", TINY.replace("#/components/schemas/Pet", "pet.yaml#/Pet"))
    for query in ("pet.yaml#/Pet", GET + "/responses/200/content/application~1json/schema"):
        assert told(place, query)["places"] == ["pet.yaml#/Pet"]


def test_a_document_of_2_0_by_its_own_places(place: Place) -> None:
    answer = "{200: {description: A pet, schema: {$ref: '#/definitions/Pet'}}}"
    place.write(
        "tiny.yaml",
        "swagger: '2.0'\ninfo: {title: Tiny, version: '1'}\npaths:\n"
        f"  /pet: {{get: {{operationId: getPet, responses: {answer}}}}}\n"
        "definitions: {Pet: {type: object, properties: {name: {type: string}}}}\n",
    )
    assert told(place, "#/definitions/Pet")["places"] == ["tiny.yaml#/definitions/Pet"]
    assert told(place, "#/paths/~1pet/get/responses/200/schema")["name"] == "tiny_sdk.models.Pet"


def test_why_the_config_and_the_manifest(tiny: Place) -> None:
    tiny.write("sdkwright.toml", 'spec = "tiny.yaml"\n[names]\n"type:Pet" = "Animal"\n')
    assert tiny.run("generate").code == 0
    pet, get = (tiny.run("explain", query).out for query in ("Pet", "getPet"))
    assert '[names] "type:Pet" = "Animal"' in pet
    assert "tiny_sdk.models.Animal" in pet
    assert "published by an earlier output, so it stays" in get
    tiny.write("sdkwright.toml", 'spec = "tiny.yaml"\n[names]\n"method:GET /pets/{id}" = "pets.fetch"\n')
    assert tiny.run("names", "--adopt").code == 0
    tiny.write("sdkwright.toml", 'spec = "tiny.yaml"\n')
    renamed = tiny.run("explain", "getPet").out
    assert "became  client.pets.fetch(…) → Pet" in renamed
    assert "an earlier output published it, so it stays; today's rule would make it `get`" in renamed


def test_why_a_word_of_python_or_a_taken_name(changed: Changed) -> None:
    place = changed("properties: {name: {type: string}}", "properties: {name: {type: string}, class: {}, Name: {}}")
    assert "with an underscore, as `class` has a meaning of its own" in told(place, "Pet.class")["why"]
    taken = told(place, "Pet.Name")
    assert taken["name"] != "tiny_sdk.models.Pet.name"
    assert "`name` is taken by `Pet.name`" in taken["why"]


def test_what_is_left_out(changed: Changed) -> None:
    place = changed("operationId: getPet", "operationId: getPet\n      x-speakeasy-ignore: true")
    for query in (GET, "GET /pets/{id}"):
        done = place.run("explain", query, "tiny.yaml")
        assert done.code == 0
        assert done.out.startswith("GET /pets/{id} is left out: ")


@pytest.mark.parametrize(
    ("query", "hint"),
    [
        ("Pett", "did you mean `Pet`?"),
        ("client.pets.gte", "did you mean `client.pets.get`?"),
        ("#/components/schemas/Pett", "did you mean `Pet`?"),
        ("#/components/schema/Pet", "did you mean `schemas`?"),
        ("", "give a JSON pointer"),
        ("\x1b[31m", "give a JSON pointer"),
    ],
)
def test_nothing_found(tiny: Place, query: str, hint: str) -> None:
    said = tiny.refused("explain", query, "tiny.yaml")
    assert "error[" in said
    assert hint in said
    assert "\x1b" not in said


def test_a_place_of_which_nothing_is_made(tiny: Place) -> None:
    assert "error[nothing-found]" in tiny.refused("explain", "#/openapi", "tiny.yaml")


def test_a_broken_document_or_none(changed: Changed) -> None:
    place = changed("paths:\n", "paths:\n  /toys: {$ref: '#/nowhere'}\n")
    assert "error[dangling-ref]" in place.refused("explain", "getPet", "tiny.yaml")
    assert "error[no-document]" in place.refused("explain", "getPet")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_everything_that_is_told_is_there(document: Path) -> None:
    if (document.parent / "diagnostics.txt").exists() and not (document.parent / "expected").exists():
        assert "error[" in (document.parent / "diagnostics.txt").read_text(encoding="utf-8")
        return
    diagnostics = Diagnostics()
    settings = settle(Options(spec=str(document)), "", document.parent, diagnostics)
    build = build_sdk(settings, diagnostics, lambda _: None)
    named = build.reading.named
    files = {file.path: file.data.decode() for file in build.files}
    found = list(named.explanations())
    assert {subject.kind for subject in found} >= {"operation", "client", "resource"}
    for subject in found:
        word = re.split(r"[.(]", subject.name.removesuffix("=…)"))[-1]
        assert re.search(rf"\b{word}\b", files[subject.file]), subject
        for name, path in subject.beside:
            word = re.split(r"[ ,]", name.removeprefix("class "))[0].rpartition(".")[2]
            assert re.search(rf"\b{word}\b", files[path]), subject
