"""`sdkwright init --names-from`: the three kinds of files, what is wrong in them, and what cannot be kept."""

from __future__ import annotations

import html
import json
import re
import tomllib
from typing import Any

import pytest

from .conftest import Place

API = """\
openapi: 3.1.0
info: {title: Shop, version: "1"}
paths:
  /v1/orders:
    get: {operationId: orderAll, responses: {"204": {description: done}}}
    post: {operationId: orderNew, responses: {"204": {description: done}}}
  /v1/orders/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get: {operationId: orderOne, responses: {"204": {description: done}}}
  /v1/orders/{id}/refund:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    post: {operationId: refundIt, responses: {"204": {description: done}}}
"""
STAINLESS = """\
organization: {name: shop}
resources:
  $shared: {models: {money: Money}}
  $client: {methods: {}}
  sales:
    methods:
      list: get /v1/orders
      placeOrder: {type: http, endpoint: post /v1/orders, paginated: true}
      hidden: {skip: true}
    subresources:
      single-orders:
        methods:
          retrieve: {endpoint: "get /v1/orders/{order_id}"}
          giveBack: post /v1/orders/{order_id}/refund
"""
API_MD = """\
# Sales

- <code title="get /v1/orders">client.sales.<a href="./src/sales.py">list</a>() -> None</code>
- <code title="post /v1/orders">client.sales.<a href="./src/sales.py">place_order</a>(\\*\\*params) -> None</code>
- <code title="get /v1/orders/{order_id}">client.sales.single_orders.<a>retrieve</a>(id) -> None</code>
- <code title="post /v1/orders/{order_id}/refund">client.sales.single_orders.<a>give_back</a>() -> None</code>
"""
LINES = """\
GET /v1/orders               sales.list
post /v1/orders              client.sales.place_order()
GET /v1/orders/{order_id}    sales.single_orders.retrieve
POST /v1/orders/{}/refund    sales.single_orders.give_back
"""
WANTED = {
    "GET /v1/orders": "client.sales.list",
    "POST /v1/orders": "client.sales.place_order",
    "GET /v1/orders/{id}": "client.sales.single_orders.retrieve",
    "POST /v1/orders/{id}/refund": "client.sales.single_orders.give_back",
}


def named(place: Place) -> dict[str, str]:
    """The calls of the SDK by route."""
    done = place.run("names", "--format", "json")
    assert done.code == 0, done.err
    data: dict[str, Any] = json.loads(done.out)
    return {f"{one['method']} {one['path']}": one["call"] for one in data["calls"]}


@pytest.mark.parametrize(
    ("name", "text"), [("stainless.yml", STAINLESS), ("api.md", API_MD), ("calls.txt", LINES)], ids=str
)
def test_each_kind_of_file_gives_its_calls(place: Place, name: str, text: str) -> None:
    place.write("shop.yaml", API)
    place.write(name, text)
    done = place.run("init", "shop.yaml", "--names-from", name)
    assert (done.code, done.err) == (0, "")
    assert f"{name}: 4 of 4 calls are kept by" in done.out
    assert named(place) == WANTED


def test_what_cannot_be_kept_is_reported_with_its_line_and_the_reason(place: Place) -> None:
    place.write("shop.yaml", API)
    further = "GET /v1/orders   sales.index\nGET /v2/ghosts   ghosts.list\nPOST /v1/orders/{id}/refund   refund\n"
    place.write("calls.txt", "GET /v1/orders  sales.list\n" + further)
    done = place.run("init", "shop.yaml", "--names-from", "calls.txt")
    assert done.code == 0
    assert "1 of 4 calls are kept" in done.out
    assert "calls.txt:2: sales.index (GET /v1/orders): the operation is already named `sales.list`" in done.out
    assert "calls.txt:3: ghosts.list (GET /v2/ghosts): the document has no operation at this route" in done.out
    assert "calls.txt:4: refund (POST /v1/orders/{id}/refund): a method of the client itself" in done.out


def test_an_entry_that_names_no_endpoint_is_reported_with_its_place(place: Place) -> None:
    place.write("shop.yaml", API)
    place.write("stainless.yml", "resources:\n  sales:\n    methods:\n      list: get /v1/orders\n      odd: nowhere\n")
    done = place.run("init", "shop.yaml", "--names-from", "stainless.yml")
    assert done.code == 0
    assert "stainless.yml:5:12: warning[unread-call]: `sales.odd` names no endpoint" in done.err


def test_a_line_that_is_no_call_is_reported_with_its_place(place: Place) -> None:
    place.write("shop.yaml", API)
    place.write("calls.txt", "GET /v1/orders  sales.list\nFETCH /v1/orders  sales.list\nGET /v1/orders  9sales.list\n")
    done = place.run("init", "shop.yaml", "--names-from", "calls.txt")
    assert done.code == 0
    assert "calls.txt:2:1: warning[unread-call]: `FETCH /v1/orders  sales.list` is not a line" in done.err
    assert "calls.txt:3:1: warning[unread-call]: `GET /v1/orders  9sales.list` is not a line" in done.err


def test_a_method_of_an_api_md_that_is_no_call_is_reported_with_its_place(place: Place) -> None:
    place.write("shop.yaml", API)
    place.write("api.md", API_MD + '- <code title="get /v1/orders">client.odd-one.<a>list</a>() -> None</code>\n')
    done = place.run("init", "shop.yaml", "--names-from", "api.md")
    assert done.code == 0
    assert "api.md:7:3: warning[unread-call]: `odd-one.list` is not a call" in done.err


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("stainless.yml", "resources: [sales]\n", "error[no-calls]"),
        ("stainless.yml", "resources: {sales: {methods: [list]}}\n", "error[no-calls]"),
        ("stainless.yml", "resources:\n  sales: {methods: {list: \n", "stainless.yml:"),
        ("api.md", "# Sales\n\nTypes:\n\n- <code>Money</code>\n", "error[no-calls]"),
        ("calls.txt", "# no calls yet\n", "error[no-calls]"),
        ("calls.txt", b"\xff\xfe\x00", "error[no-calls]"),
    ],
)
def test_a_file_without_calls_is_an_error(place: Place, name: str, text: str | bytes, message: str) -> None:
    place.write("shop.yaml", API)
    place.write(name, text)
    said = place.refused("init", "shop.yaml", "--names-from", name)
    assert message in said
    assert name in said


def test_a_file_that_is_not_there_is_an_error(place: Place) -> None:
    place.write("shop.yaml", API)
    assert "ghost.txt" in place.refused("init", "shop.yaml", "--names-from", "ghost.txt")


def test_a_large_surface_is_kept_by_few_lines(place: Place) -> None:
    """Every call of a document under another resource and verb, as an `api.md`."""
    done = "responses: {'204': {description: done}}"
    paths = [
        f"  /organization/{kind}:\n    get: {{{done}}}\n    post: {{{done}}}\n"
        f"  /organization/{kind}/{{id}}:\n"
        f"    parameters: [{{name: id, in: path, required: true, schema: {{type: string}}}}]\n"
        f"    get: {{{done}}}\n    delete: {{{done}}}\n"
        for kind in ("users", "keys", "projects", "invoices", "groups", "roles")
    ]
    place.write("spec.yaml", API.split("  /v1")[0] + "".join(paths))
    place.write("sdkwright.toml", 'spec = "spec.yaml"\n')
    wanted: dict[str, str] = {}
    for route, call in named(place).items():
        *resource, method = call.split(".")[1:]
        other = re.sub(r"^get\b|^get_", lambda found: found[0].replace("get", "retrieve"), method)
        wanted[route] = ".".join(("client", "admin", *resource, other))
    (place.folder / "sdkwright.toml").unlink()
    lines = []
    for route, call in wanted.items():
        method, path = route.split(" ", 1)
        head, _, last = call.rpartition(".")
        title = html.escape(f"{method.lower()} {path}")
        lines.append(f'- <code title="{title}">{head}.<a href="./x.py">{last}</a>() -> None</code>\n')
    place.write("api.md", "".join(lines))
    done = place.run("init", "spec.yaml", "--names-from", "api.md")
    assert done.code == 0, done.err
    assert named(place) == wanted
    table = tomllib.loads((place.folder / "sdkwright.toml").read_text())["names"]
    assert (len(wanted), table) == (24, {"verb:get": "retrieve", "path:/organization": "admin"})
