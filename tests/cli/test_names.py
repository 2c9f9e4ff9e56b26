"""`sdkwright init --names-from` and `sdkwright names`: calls that people know already are kept."""

from __future__ import annotations

import re
import tomllib

import pytest

from .conftest import Place

API = """\
openapi: 3.1.0
info: {title: Shop, version: "1"}
paths:
  /v1/orders:
    post: {operationId: orderNew, responses: {"204": {description: done}}}
  /v1/orders/{id}/refund:
    post:
      operationId: refundIt
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {"204": {description: done}}
"""
CALLS = """\
# today's calls
POST /v1/orders              client.orders.place()
POST /v1/orders/{id}/refund  orders.refunds.make
"""


def write(place: Place, calls: str = CALLS) -> None:
    (place.folder / "shop.yaml").write_text(API)
    (place.folder / "calls.txt").write_text(calls)


def test_listed_calls_are_the_calls_of_the_sdk(tiny: Place) -> None:
    write(tiny)
    assert tiny.run("init", "shop.yaml", "--names-from", "calls.txt").code == 0
    assert tomllib.loads(tiny.tree()["sdkwright.toml"].decode())["names"]
    assert tiny.run("generate").code == 0
    listed = tiny.run("names").out
    assert "orders.place" in listed
    assert "orders.refunds.make" in listed


def test_api_md_is_read(tiny: Place) -> None:
    line = '- <code title="post /v1/orders">client.orders.<a href="./orders.py">place</a>() -> None</code>\n'
    write(tiny, line)
    assert tiny.run("init", "shop.yaml", "--names-from", "calls.txt").code == 0
    assert tiny.run("generate").code == 0
    assert "orders.place" in tiny.run("names").out


def test_a_line_that_is_no_call_has_its_place(tiny: Place) -> None:
    write(tiny, "orders.place\n" + CALLS)
    done = tiny.run("init", "shop.yaml", "--names-from", "calls.txt")
    assert done.code == 0
    assert "calls.txt:1:1: warning[unread-call]" in done.err


def test_a_file_without_calls_is_an_error(tiny: Place) -> None:
    write(tiny, "")
    before = set(tiny.tree())
    done = tiny.run("init", "shop.yaml", "--names-from", "calls.txt")
    assert done.code != 0
    assert "error[no-calls]" in done.err
    assert set(tiny.tree()) == before


def test_published_names_stay_until_they_are_adopted(tiny: Place) -> None:
    write(tiny)
    config = 'spec = "shop.yaml"\noutput = "shop"\npackage = "shop"\n'
    (tiny.folder / "sdkwright.toml").write_text(config + '[names]\n"method:POST /v1/orders" = "orders.place"\n')
    assert tiny.run("generate").code == 0
    (tiny.folder / "sdkwright.toml").write_text(config)
    assert tiny.run("generate").code == 0
    assert "orders.place" in tiny.run("names").out
    assert tiny.run("names", "--adopt").code == 0
    assert "orders.place" not in tiny.run("names").out


CONFIG = 'spec = "shop.yaml"\noutput = "shop"\n[names]\n'


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('"path:/v1/order" = "x"', "error[unknown-name]: [names] `path:/v1/order`: no path of the document begins so"),
        ('"path:/v1/orders" = "a b"', 'error[bad-name]: [names] "path:/v1/orders" = "a b" does not name a resource'),
        ('"verb:gett" = "fetch"', "error[unknown-name]: [names] `verb:gett`: no name begins with `gett`"),
        ('"verb:get" = "a b"', 'error[bad-name]: [names] "verb:get" = "a b" is not a word'),
        ('"method:POST /v1/orders" = "class.import"', "error[bad-name]: [names] asks for `class.import`"),
        ('"method:POST /v1/orders" = "a..b"', "error[bad-name]: [names] asks for `a..b`"),
        ('"method:POST /v1/orders" = "close.place"', "error[bad-name]: [names] asks for `close.place`, but `close`"),
        ('"method:POST /v1/orders" = "orders.self"', "error[bad-name]: [names] asks for `orders.self`, but `self`"),
        (
            '"group:orders" = "stream"',
            "error[bad-name]: [names] asks for `stream`, but `stream` is a name that the SDK",
        ),
        ('"path:/v1/orders" = "close.orders"', "error[bad-name]: [names] asks for `close.orders`, but `close`"),
        ('"path:/v1/orders" = "sales.import"', "error[bad-name]: [names] asks for `sales.import`, which cannot be"),
        ('client = "My Shop"', "error[bad-name]: class_name = 'My Shop' is not a Python name"),
        ('environment = "MY-SHOP"', "error[bad-name]: environment = 'MY-SHOP' is not a Python name"),
        ('"method:POST /v1/order" = "a.b"', "error[unknown-name]: [names] `method:POST /v1/order`"),
    ],
)
def test_a_line_of_names_that_cannot_be_has_its_place(tiny: Place, line: str, message: str) -> None:
    write(tiny)
    tiny.write("sdkwright.toml", f"{CONFIG}{line}\n")
    said = tiny.refused("generate")
    assert f"sdkwright.toml:4:1: {message}" in said
    if "/v1/order`" in message or "gett" in message:
        assert "did you mean" in said


@pytest.mark.parametrize(
    ("other", "line", "owner"),
    [("a.b", 5, "`POST /v1/orders` (shop.yaml:5:5)"), ("a.b.c", 4, "the resource `a.b`")],
)
def test_two_configured_calls_cannot_have_one_name(tiny: Place, other: str, line: int, owner: str) -> None:
    write(tiny)
    asked = f'"method:POST /v1/orders" = "a.b"\n"method:POST /v1/orders/{{id}}/refund" = "{other}"\n'
    tiny.write("sdkwright.toml", CONFIG + asked)
    said = tiny.refused("generate")
    assert f"sdkwright.toml:{line}:1: error[name-collision]" in said
    assert f"{owner} has this name" in said
    assert said.count("error[") == 1


def test_two_operations_that_want_one_name_are_no_error(tiny: Place) -> None:
    """Not even where the document itself asks for the same name twice."""
    group, name = "x-speakeasy-group: orders", "x-speakeasy-name-override: place"
    same = API.replace("operationId: orderNew", f"{group}, {name}")
    tiny.write("shop.yaml", same.replace("operationId: refundIt", f"{group}\n      {name}"))
    done = tiny.run("generate", "shop.yaml", "--output", "sdk")
    assert (done.code, "Traceback" in done.err) == (0, False)
    assert 'shop.yaml:7:5: warning[name-taken]: two operations ask for the name "place"' in done.err
    listed = tiny.run("names", "shop.yaml", "--output", "sdk").out
    assert "client.orders.place " in listed
    assert len(set(re.findall(r"client\.[\w.]+", listed))) == 2


def test_path_prefixes_and_verbs_name_calls_and_explain_shows_their_lines(tiny: Place) -> None:
    write(tiny)
    tiny.write("sdkwright.toml", f'{CONFIG}"path:/v1/orders" = "sales.orders"\n"verb:create" = "place"\n')
    shown = tiny.run("explain", "orderNew").out
    assert "client.sales.orders.place" in shown
    assert '[names] "path:/v1/orders" = "sales.orders"' in shown
    assert '[names] "verb:create" = "place"' in shown


def test_adopting_some_names_is_breaking_in_the_changelog(tiny: Place) -> None:
    write(tiny)
    asked = '"method:POST /v1/orders" = "orders.place"\n"method:POST /v1/orders/{id}/refund" = "orders.give_back"\n'
    head = 'spec = "shop.yaml"\noutput = "shop"\nchangelog = true\n'
    tiny.write("sdkwright.toml", f"{head}[names]\n{asked}")
    assert tiny.run("generate").code == 0
    assert tiny.run("release").code == 0
    tiny.write("sdkwright.toml", head)
    assert tiny.run("names", "--adopt", "method:POST /v1/orders").code == 0
    listed = tiny.run("names").out
    assert "client.orders.create" in listed
    assert "client.orders.give_back -> client.orders.refund  [method:POST /v1/orders/{id}/refund]" in listed
    changelog = (tiny.folder / "shop/CHANGELOG.md").read_text()
    assert "orders.place" in changelog
    assert "reaking" in changelog


def test_a_key_to_adopt_that_the_output_does_not_have_is_an_error(tiny: Place) -> None:
    write(tiny)
    tiny.write("sdkwright.toml", 'spec = "shop.yaml"\noutput = "shop"\n')
    assert tiny.run("generate").code == 0
    said = tiny.refused("names", "--adopt", "method:POST /v1/order")
    assert "error[unknown-name]: --adopt: the output has no name with the key `method:POST /v1/order`" in said
    assert "did you mean `method:POST /v1/orders`" in said


NAMES_ALONE = """\
openapi: 3.1.0
info: {title: Odd, version: "1"}
tags: [{name: chat}, {name: Chat}]
paths:
  /chats:
    get:
      tags: [chat]
      operationId: chat_list
      responses: {"200": {description: d, content: {application/json: {schema: {$ref: "#/components/schemas/M"}}}}}
    post:
      tags: [Chat]
      x-speakeasy-group: chat
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/N"}}}}
      responses: {"200": {description: d, content: {application/json: {schema: {$ref: "#/components/schemas/P"}}}}}
  /b:
    get:
      tags: [LONG]
      parameters: [{name: from, in: query, schema: {type: string}}, {name: from_, in: query, schema: {type: string}}]
      responses: {"204": {description: d}}
components:
  schemas:
    A: {type: object, properties: {x: {type: object, properties: {y: {type: string}}}}}
    B: {type: object, properties: {x: {type: object, properties: {z: {type: string}}}, from: {}, from_: {}}}
    M: {allOf: [{$ref: "#/components/schemas/A"}, {$ref: "#/components/schemas/B"}]}
    N: {allOf: [{$ref: "#/components/schemas/A"}, {$ref: "#/components/schemas/B"}]}
    O: {allOf: [{$ref: "#/components/schemas/B"}, {$ref: "#/components/schemas/A"}]}
    P: {allOf: [{$ref: "#/components/schemas/N"}, {$ref: "#/components/schemas/O"}]}
"""


def test_no_document_stops_for_a_name_alone(tiny: Place) -> None:
    """A merged schema used three times, `from` and `from_`, a tag of 200 letters, a tag beside a group of its name."""
    tiny.write("odd.yaml", NAMES_ALONE.replace("LONG", "very long tag " * 15))
    done = tiny.run("generate", "odd.yaml", "--output", "sdk")
    assert (done.code, done.err) == (0, "")
    long = f"client.{'very_long_tag_' * 4}very.get"
    listed = re.findall(r"client\.\S+", tiny.run("names", "odd.yaml", "--output", "sdk").out)
    assert listed == ["client.chat.list", "client.chat.create", long]


HEADERS = """\
openapi: 3.1.0
info: {title: Letters, version: "1"}
paths:
"""
LETTER = """\
  /NAME:
    get:
      parameters:
        - {name: x-api-key, in: header, required: true, schema: {type: string}}
        - {name: letters-version, in: header, schema: {type: string}}
      responses: {"204": {description: done}}
"""


def test_headers_that_all_operations_take_are_arguments_of_the_client(tiny: Place) -> None:
    tiny.write("letters.yaml", HEADERS + "".join(LETTER.replace("NAME", name) for name in ("inks", "pens", "papers")))
    key = tiny.run("explain", "LETTERS_API_KEY", "letters.yaml")
    assert "Letters(api_key=…)" in key.out, key.err
    version = tiny.run("explain", "letters-version", "letters.yaml").out
    assert "client argument header letters-version" in version
    assert "Letters(letters_version=…)" in version
    assert "LETTERS_VERSION in the environment" in version
    assert "takes" not in tiny.run("explain", "GET /pens", "letters.yaml").out


def test_a_header_that_few_operations_take_stays_theirs(tiny: Place) -> None:
    bare = LETTER.split("      parameters")[0] + '      responses: {"204": {description: done}}\n'
    paths = [LETTER.replace("NAME", "pens"), *(bare.replace("NAME", name) for name in ("inks", "papers", "stamps"))]
    tiny.write("letters.yaml", HEADERS + "".join(paths))
    shown = tiny.run("explain", "GET /pens", "letters.yaml").out
    assert "x_api_key: string, required" in shown
