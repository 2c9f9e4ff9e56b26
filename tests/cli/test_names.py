"""`sdkwright init --names-from` and `sdkwright names`: calls that people know already are kept."""

from __future__ import annotations

import tomllib

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
