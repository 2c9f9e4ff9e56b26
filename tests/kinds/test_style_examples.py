"""The table "Style Examples" of OpenAPI 3.1 and 3.2, in every location where a style is allowed, as bytes."""

from __future__ import annotations

import asyncio
import email.parser
import email.policy
import importlib
import json
import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

import pytest

from generator.config.settings import Settings
from generator.diagnostics.model import Diagnostics
from generator.pipeline import generate
from tests.kinds.wire import Received, Wire, response

VALUES: dict[str, Any] = {
    "empty": "",
    "string": "blue",
    "array": ["blue", "black", "brown"],
    "object": {"R": 100, "G": 200, "B": 150},
}
STRING = {"type": "string"}
SCHEMAS: dict[str, Any] = {
    "empty": STRING,
    "string": STRING,
    "array": {"type": "array", "items": STRING},
    "object": {"type": "object", "properties": {key: {"type": "integer"} for key in "RGB"}},
}
# style, explode: empty, string, array, object; None is n/a.
TABLE: dict[tuple[str, bool], tuple[str | None, str | None, str | None, str | None]] = {
    ("matrix", False): (";color", ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"),
    ("matrix", True): (";color", ";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"),
    ("label", False): (".", ".blue", ".blue,black,brown", ".R,100,G,200,B,150"),
    ("label", True): (".", ".blue", ".blue.black.brown", ".R=100.G=200.B=150"),
    ("simple", False): ("", "blue", "blue,black,brown", "R,100,G,200,B,150"),
    ("simple", True): ("", "blue", "blue,black,brown", "R=100,G=200,B=150"),
    ("form", False): ("color=", "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"),
    ("form", True): ("color=", "color=blue", "color=blue&color=black&color=brown", "R=100&G=200&B=150"),
    ("spaceDelimited", False): (None, None, "color=blue%20black%20brown", "color=R%20100%20G%20200%20B%20150"),
    ("spaceDelimited", True): (None, None, None, None),
    ("pipeDelimited", False): (None, None, "color=blue%7Cblack%7Cbrown", "color=R%7C100%7CG%7C200%7CB%7C150"),
    ("pipeDelimited", True): (None, None, None, None),
    ("deepObject", False): (None, None, None, None),
    ("deepObject", True): (None, None, None, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"),
    ("cookie", False): ("color=", "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"),
    ("cookie", True): ("color=", "color=blue", "color=blue; color=black; color=brown", "R=100; G=200; B=150"),
}
# How the cells that are n/a are sent, in the order of the table; each is a warning.
UNDEFINED = {
    ("spaceDelimited", False): ("color=", "color=blue", None, None),
    ("spaceDelimited", True): TABLE["form", True],
    ("pipeDelimited", False): ("color=", "color=blue", None, None),
    ("pipeDelimited", True): TABLE["form", True],
    ("deepObject", False): ("color=", "color=blue", "0", TABLE["deepObject", True][3]),
    ("deepObject", True): ("color=", "color=blue", "0", None),
}
INDEXED = "color%5B0%5D=blue&color%5B1%5D=black&color%5B2%5D=brown"
QUERY = ("form", "spaceDelimited", "pipeDelimited", "deepObject")
LOCATIONS: dict[str, tuple[str, ...]] = {
    "path": ("matrix", "label", "simple"),
    "header": ("simple",),
    "query": QUERY,
    "cookie": ("form", "cookie"),
    "form": QUERY,
    "multipart": QUERY,
}


def cells() -> Iterator[tuple[str, str, bool, str, str, bool]]:
    """Location, style, explode, the name of the value, the text of the table, and whether the table has it."""
    for location, styles in LOCATIONS.items():
        for (style, explode), row in TABLE.items():
            if style in styles:
                for number, (kind, text) in enumerate(zip(VALUES, row, strict=True)):
                    other = UNDEFINED.get((style, explode), row)[number]
                    expected = text if text is not None else INDEXED if other == "0" else other
                    assert expected is not None
                    yield location, style, explode, kind, expected, text is not None


CELLS = list(cells())
EXPLODES = {False: "joined", True: "exploded"}


def _name(location: str, style: str, explode: bool, kind: str) -> str:
    return f"{location}_{style.lower()}_{EXPLODES[explode]}_{kind}"


def _document() -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for location, style, explode, kind, _, _ in CELLS:
        name = _name(location, style, explode, kind)
        operation: dict[str, Any] = {
            "operationId": name,
            "tags": ["styles"],
            "x-speakeasy-group": "styles",
            "x-speakeasy-name-override": name,
            "responses": {"204": {"description": "done"}},
        }
        path = f"/{name}"
        if location in {"form", "multipart"}:
            media_type = "multipart/form-data" if location == "multipart" else "application/x-www-form-urlencoded"
            content = {
                "schema": {"type": "object", "required": ["color"], "properties": {"color": SCHEMAS[kind]}},
                "encoding": {"color": {"style": style, "explode": explode}},
            }
            operation["requestBody"] = {"required": True, "content": {media_type: content}}
        else:
            # Not a segment of its own: a segment "." would be removed from the path (RFC 3986, section 5.2.4).
            path += "/x{color}" if location == "path" else ""
            operation["parameters"] = [
                {
                    "name": "color",
                    "in": location,
                    "required": True,
                    "style": style,
                    "explode": explode,
                    "schema": SCHEMAS[kind],
                }
            ]
        paths[path] = {"get" if "parameters" in operation else "post": operation}
    return {"openapi": "3.2.0", "info": {"title": "Styles", "version": "1"}, "paths": paths}


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, Diagnostics]]:
    folder = tmp_path_factory.mktemp("styles")
    (folder / "spec.json").write_text(json.dumps(_document(), indent=1))
    settings = Settings(
        folder / "spec.json", "spec.json", "", folder / "sdk", None, package="styles_sdk", class_name="Api"
    )
    diagnostics = Diagnostics()
    generate(settings, diagnostics, lambda _: None)
    before = list(sys.path)
    sys.path.insert(0, str(folder / "sdk"))
    yield importlib.import_module("styles_sdk"), diagnostics
    sys.path[:] = before


def _call(sdk: Any, name: str, colour: str, value: Any) -> Received:
    """The request that a call sends."""

    async def run(url: str) -> None:
        async with sdk.AsyncApi(base_url=url, max_retries=0) as client:
            await getattr(client.styles, name)(color=value)

    with Wire(response(204, {}, b"")) as wire:
        if colour == "async":
            asyncio.run(run(wire.url))
        else:
            with sdk.Api(base_url=wire.url, max_retries=0) as client:
                getattr(client.styles, name)(color=value)
    (received,) = wire.received
    return received


def _fields(received: Received) -> list[tuple[str, str]]:
    """The names and values of a multipart form, as the standard library reads them."""
    head = f"Content-Type: {received.headers['content-type'][0]}\r\n\r\n".encode()
    message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + received.body)
    assert not message.defects
    return [
        (str(part.get_param("name", header="content-disposition")), part.get_payload(decode=True).decode())
        for part in message.iter_parts()
    ]


def _sent(location: str, received: Received, name: str) -> str:
    """The bytes in the location, as text."""
    match location:
        case "path":
            return received.line.partition(f"/{name}/x")[2]
        case "query":
            return received.line.partition("?")[2]
        case "form":
            return received.body.decode("ascii")
        case _:
            (value,) = received.headers["color" if location == "header" else "cookie"]
            return value


@pytest.mark.parametrize("colour", ["sync", "async"])
@pytest.mark.parametrize(
    ("location", "style", "explode", "kind", "expected"),
    [cell[:5] for cell in CELLS],
    ids=[_name(*cell[:4]) for cell in CELLS],
)
def test_style(
    location: str,
    style: str,
    explode: bool,
    kind: str,
    expected: str,
    colour: str,
    generated: tuple[Any, Diagnostics],
) -> None:
    sdk, _ = generated
    name = _name(location, style, explode, kind)
    if (location, style, kind) == ("path", "simple", "empty"):
        with pytest.raises(sdk.errors.RequestError, match="cannot be empty"):
            _call(sdk, name, colour, VALUES[kind])
        return
    received = _call(sdk, name, colour, VALUES[kind])
    if location == "multipart":
        # The parts of multipart/form-data are not percent-encoded.
        assert _fields(received) == parse_qsl(expected, keep_blank_values=True)
        return
    if (location, style, explode) == ("cookie", "form", True):
        expected = expected.replace("&", "; ")  # the delimiter of cookies, as in 3.2's style `cookie`
    assert _sent(location, received, name) == expected


def test_cells_that_are_not_defined_are_reported_with_their_place(generated: tuple[Any, Diagnostics]) -> None:
    _, diagnostics = generated
    assert {item.code for item in diagnostics.items if item.severity == "warning"} == {"undefined-style"}
    reported = sorted(item.at.pointer for item in diagnostics.items if item.code == "undefined-style" and item.at)
    expected = sorted(
        f"/paths/~1{_name(*cell[:4])}/post/requestBody/content/{_MEDIA_TYPES[cell[0]]}/encoding/color"
        if cell[0] in _MEDIA_TYPES
        else f"/paths/~1{_name(*cell[:4])}/get/parameters/0"
        for cell in CELLS
        if not cell[5]
    )
    assert reported == expected


_MEDIA_TYPES = {"form": "application~1x-www-form-urlencoded", "multipart": "multipart~1form-data"}


def test_there_are_as_many_cells_as_in_the_table() -> None:
    table = [text for row in TABLE.values() for text in row]
    assert (len(table), sum(text is not None for text in table)) == (64, 45)
