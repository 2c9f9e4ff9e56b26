"""A resource that is divided by topic is one class for callers, type checkers and editors, and loads what is called."""

from __future__ import annotations

import asyncio
import inspect
import pydoc
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, get_type_hints
from unittest.mock import create_autospec

import jedi
import pytest

from generator import pipeline
from generator.config.options import Options
from generator.config.settings import settle
from generator.diagnostics.model import Diagnostics
from generator.pipeline import Build
from tests.generated.small_sdk import generate
from tests.support.loopback_server import LoopbackServer, Request, Response
from tests.support.short_modules import TARGET
from tests.types.checkers import check

SPEC = Path(__file__).resolve().parents[1] / "golden" / "resource-topics" / "spec.yaml"


class Shops(LoopbackServer):
    """Responds with the body of the request in a list, as an order, or with nothing to `PUT` and `DELETE`."""

    def __init__(self) -> None:
        super().__init__()
        self.requests: list[tuple[str, str, bytes]] = []

    def respond(self, request: Request) -> Response:
        self.requests.append((request.method, request.target, request.body))
        if request.method in {"PUT", "DELETE"}:
            return Response(204)
        body = b'[{"name": "corner"}]' if request.target.endswith(("shops", "list")) else b'{"amount": 3}'
        return Response(200, "application/json", body)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("topics")
    return generate(SPEC.read_text(encoding="utf-8"), folder, target=TARGET, package="topics_sdk", class_name="Market")


@pytest.fixture(scope="module")
def sdk(package: Path) -> Any:
    return import_module(package.name)


@pytest.fixture
def server() -> Iterator[Shops]:
    with Shops() as server:
        yield server


def test_the_methods_of_every_topic_are_called(sdk: Any, server: Shops) -> None:
    with sdk.Market(base_url=server.origin) as client:
        assert client.shops.create_order("7", amount=2, lines=[{"article": "tea"}]).amount == 3
        assert [shop.name for shop in client.shops.get_list("7")] == ["corner"]
        assert [shop.name for shop in client.shops.list()] == ["corner"]
        assert client.shops.replace_list("7", body=[{"street": "High Street"}]) is None
        assert client.shops.get_stock("7").amount == 3
    assert server.requests == [
        ("POST", "/shops/7/orders", b'{"amount":2,"lines":[{"article":"tea"}]}'),
        ("GET", "/shops/7/list", b""),
        ("GET", "/shops", b""),
        ("PUT", "/shops/7/list", b'[{"street":"High Street"}]'),
        ("GET", "/shops/7/stock", b""),
    ]


def test_the_async_methods_of_every_topic_are_called(sdk: Any, server: Shops) -> None:
    async def main() -> list[Any]:
        async with sdk.AsyncMarket(base_url=server.origin) as client:
            order, shops = await client.shops.create_order("7", amount=2), await client.shops.list()
            return [order.amount, shops[0].name, (await client.shops.get_stock("7")).amount]

    assert asyncio.run(main()) == [3, "corner", 3]


LOADED = """
import sys
from topics_sdk import Market
from topics_sdk.resources import Shops

def topics():
    return sorted(name.rpartition(".")[2] for name in sys.modules if name.startswith("topics_sdk.resources.shops."))

client = Market(base_url="http://127.0.0.1:9")
print(topics(), "list_orders" in dir(client.shops), hasattr(type(client.shops), "no_such_method"))
Shops.list_orders
print(topics())
client.shops.get_list
print(topics())
"""


def test_only_the_topic_of_a_method_is_imported(package: Path) -> None:
    command = [sys.executable, "-c", LOADED]
    done = subprocess.run(command, cwd=package.parent, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == ["[] True False", "['orders']", "['list_', 'orders']"], done.stderr


def test_methods_have_their_signatures_and_annotations(sdk: Any) -> None:
    resource, asynchronous = sdk.Market.shops.func, sdk.resources.AsyncShops
    cls = get_type_hints(resource)["return"]
    assert cls is sdk.resources.Shops
    assert list(inspect.signature(cls.create_order).parameters) == ["self", "id", "options", "kwargs"]
    assert get_type_hints(cls.get_list)["return"] == list[sdk.models.Shop]
    assert inspect.iscoroutinefunction(asynchronous.get_list)
    assert not inspect.iscoroutinefunction(cls.get_list)
    methods = {name for name, _ in inspect.getmembers(cls, inspect.isfunction) if not name.startswith("_")}
    assert methods == {
        *("create_order", "delete_orders", "list_orders", "get_list", "replace_list", "get_stock"),
        *("list", "get", "update"),
    }


def test_what_reads_classes_sees_the_methods(sdk: Any) -> None:
    assert "create_order(self, id: " in pydoc.render_doc(sdk.resources.Shops, renderer=pydoc.plaintext)
    double = create_autospec(sdk.resources.Shops, instance=True)
    double.get_stock.return_value = 4
    assert double.get_stock("7") == 4
    with pytest.raises(TypeError, match="missing a required argument"):
        double.get_stock()


def test_a_derived_class_calls_a_method_of_a_topic(sdk: Any, server: Shops) -> None:
    class Own(sdk.resources.Shops):  # type: ignore[misc]  # the base is imported at run time
        def get_stock(self, id: str) -> Any:
            return super().get_stock(f"{id}{id}")

    with sdk.Market(base_url=server.origin) as client:
        Own(client).get_stock("4")
    assert server.requests[-1][1] == "/shops/44/stock"


@pytest.mark.parametrize(
    ("program", "name"),
    [
        ("Market().shops.", "create_order"),
        ("AsyncMarket().shops.", "get_stock"),
        ("Market().shops.", "update"),
        ("Market().shops.get_stock('1').", "amount"),
        ("params.ShopsRep", "ShopsReplaceListParams"),
    ],
)
def test_editors_complete_them(package: Path, program: str, name: str) -> None:
    program = f"from {package.name} import AsyncMarket, Market, params\n{program}"
    script = jedi.Script(program, project=jedi.Project(package.parent))
    assert name in [found.name for found in script.complete()]


def test_consoles_complete_them(sdk: Any) -> None:
    client = sdk.Market(base_url="http://127.0.0.1:9")
    names = [each.name for each in jedi.Interpreter("client.shops.", [{"client": client}]).complete()]
    assert {"create_order", "get_list", "update"} <= set(names)


@pytest.mark.slow
def test_type_checkers_see_them(package: Path, tmp_path: Path) -> None:
    use = tmp_path / "use.py"
    use.write_text(
        f"from {package.name} import AsyncMarket, Market, models, resources\n\n\n"
        "def stock(client: Market) -> tuple[models.Order, list[models.Shop]]:\n"
        "    shops: resources.Shops = client.shops\n"
        '    shops.create_order("7", amount=3)\n'
        '    return client.shops.get_stock("7"), shops.get_list("7")\n\n\n'
        "async def later(client: AsyncMarket) -> models.Order:\n"
        '    return await client.shops.get_stock("7")\n'
    )
    wrong = tmp_path / "wrong.py"
    wrong.write_text(f'from {package.name} import Market\n\nMarket().shops.create_order("7", amount="much")\n')
    found = check([package, use, wrong], [package.parent], tmp_path)
    assert {checker: [finding.file.name for finding in each] for checker, each in found.items()} == {
        "mypy": ["wrong.py"],
        "pyright": ["wrong.py"],
    }


def test_explain_has_the_module_of_the_topic(tmp_path: Path) -> None:
    build = built(tmp_path, TARGET)
    found = {each.member: each.file for each in build.reading.named.explanations() if each.kind == "operation"}
    assert found["shops.get_stock"] == "shops_sdk/resources/shops/stock.py"
    assert found["shops.update"] == "shops_sdk/resources/shops/__init__.py"
    keywords = {each.member: each.file for each in build.reading.named.explanations() if each.kind == "parameter"}
    assert keywords["shops.create_order.amount"] == "shops_sdk/params/shops_orders.py"
    assert keywords["shops.create_order.id"] == "shops_sdk/resources/shops/orders.py"
    assert keywords["shops.update.name"] == "shops_sdk/params/shops.py"
    assert {file.path for file in build.files} >= {*found.values(), *keywords.values()}


def built(folder: Path, target: str) -> Build:
    options = Options(spec=str(SPEC), output=str(folder), target=target, class_name="Market")
    diagnostics = Diagnostics()
    build, _ = pipeline.generate(settle(options, "", Path(), diagnostics), diagnostics, lambda _: None)
    return build


def test_a_module_becomes_a_package_and_a_package_a_module(tmp_path: Path) -> None:
    surfaces = []
    for target, files in (("python", {"shops.py"}), (TARGET, {"shops"}), ("python", {"shops.py"})):
        build = built(tmp_path, target)
        surfaces.append(build.reading.named.surface())
        resources = (tmp_path / "shops_sdk" / "resources").iterdir()
        # A folder that is left has only Python's cache in it.
        found = {path.name for path in resources if path.is_file() or any(path.glob("*.py"))}
        assert found - {"__init__.py"} == files
        code = "from shops_sdk.resources import Shops; Shops.get_stock"
        done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    assert surfaces[0] == surfaces[1] == surfaces[2]


def test_templates_of_users_reach_all_methods(tmp_path: Path) -> None:
    """Blocks of methods are overridden in the modules of topics too; members are added to the resource once."""
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "resource.py.jinja").write_text(
        '{% extends "builtin/resource.py.jinja" %}\n'
        "{% block docstring %}\n        \"\"\"Ours: {{ operation.method }}.\"\"\"\n{% endblock %}\n"
        "{% block members %}\n\n    def own(self) -> int:\n        return {{ sdk.resources[0].operations | length }}\n"
        "{% endblock %}\n"
    )
    package = generate(
        SPEC.read_text(encoding="utf-8"), tmp_path, target=TARGET, package="ours_sdk", class_name="Market", templates=str(templates)
    )
    texts = [path.read_text(encoding="utf-8") for path in sorted((package / "resources" / "shops").glob("*.py"))]
    assert sum(text.count('"""Ours: ') for text in texts) == 9
    assert sum(text.count("def own(") for text in texts) == 1
    resources = import_module("ours_sdk.resources")
    assert resources.Shops(None).own() == 9
    assert resources.Shops.get_stock.__doc__ == "Ours: get_stock."


LISTS = """
openapi: 3.1.0
info: {title: Lists, version: "1"}
paths:
  /shops:
    get: {operationId: listShops, tags: [shops], responses: {"200": {$ref: "#/components/responses/Names"}}}
  /shops/{id}/list:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get: {operationId: list_, tags: [shops], responses: {"200": {$ref: "#/components/responses/Names"}}}
    put: {operationId: replaceList, tags: [shops], responses: {"204": {description: Done}}}
components:
  responses:
    Names: {description: Ok, content: {application/json: {schema: {type: array, items: {type: string}}}}}
"""


def test_a_sub_resource_named_as_a_builtin_leaves_the_builtin(tmp_path: Path) -> None:
    package = generate(LISTS, tmp_path, package="lists_sdk", class_name="Market")
    assert (package / "resources" / "shops" / "list_.py").exists()

    class Names(Shops):
        def respond(self, request: Request) -> Response:
            return Response(200, "application/json", b'["corner"]')

    with Names() as server, import_module("lists_sdk").Market(base_url=server.origin) as client:
        assert client.shops.list.list("7") == ["corner"]
        assert client.shops.list_shops() == ["corner"]
