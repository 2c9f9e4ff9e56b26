"""The events of webhooks: their union, where `unwrap` is, what is kept, callbacks, and the config."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx2
import pytest

from generator.config.options import Options
from generator.config.settings import settle
from generator.diagnostics.model import Diagnostics, Failed
from generator.pipeline import read
from generator.reporting.explain import explain
from generator.reporting.operation_report import account
from tests.generated.small_sdk import generate
from tests.types.checkers import check
from tests.webhooks.conftest import ORDERS, document, event, hook
from tests.webhooks.signing import SECRET, github, standard

TYPES = """
from __future__ import annotations
from typing import assert_type
from standard_hooks import AsyncShop, Shop, errors, models

def receive(body: bytes, pairs: list[tuple[bytes, bytes]], environ: dict[str, object]) -> str:
    try:
        event = Shop().webhooks.unwrap(body, pairs, secret=["a", b"b"], tolerance=60)
        AsyncShop().webhooks.unwrap(body, environ, verify=lambda body, headers: headers["a"] == "b")
    except errors.WebhookSignatureError as error:
        return error.message
    if isinstance(event, models.OrderPaidEvent):
        assert_type(event.amount, int | None)
        return event.type
    return ""
"""


def unwrap(sdk: Any, client: str, value: Any) -> Any:
    body = json.dumps(value).encode()
    return getattr(sdk, client)().webhooks.unwrap(body, standard(body, int(time.time())), secret=SECRET)


def test_unknown_events_and_values_are_kept(sdks: dict[str, Any]) -> None:
    sdk = sdks["standard"]
    unknown = unwrap(sdk, "Shop", {"type": "order.lost", "where": "here"})
    assert type(unknown).__name__ == "UnknownVariant"
    assert unknown.model_dump() == {"type": "order.lost", "where": "here"}
    ahead = unwrap(sdk, "Shop", {"type": "order.paid", "amount": "a lot", "new": 1})
    assert (type(ahead), ahead.amount, ahead.new) == (sdk.models.OrderPaidEvent, "a lot", 1)


def test_unwrap_joins_the_resource_of_the_api(made: Any) -> None:
    ok = {"200": {"description": "ok", "content": {"application/json": {"schema": {"type": "string"}}}}}
    paths = {
        "/webhooks": {"get": {"operationId": "listWebhooks", "tags": ["webhooks"], "responses": ok}},
        "/webhooks/{id}/unwrap": {
            "post": {
                "operationId": "webhooks_unwrap",
                "tags": ["webhooks"],
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
                "responses": ok,
            }
        },
    }
    sdk = made(document("Joined", ORDERS, paths))
    webhooks = sdk.Joined().webhooks
    assert unwrap(sdk, "Joined", {"type": "order.paid", "amount": 7}).amount == 7
    methods = {name for name in dir(webhooks) if not name.startswith("_")}
    assert {"list", "unwrap"} < methods
    assert methods & {"webhooks_unwrap", "unwrap_"}, "the operation of that name has another"


def test_webhooks_of_a_tag_that_is_not_required_beside_others(made: Any) -> None:
    third = {"type": "object", "required": ["ping"], "properties": {"ping": {"type": "boolean"}}}
    loose = {name: json.loads(json.dumps(item).replace('"required": ["type"], ', "")) for name, item in ORDERS.items()}
    sdk = made(document("Loose", {**loose, "ping": hook(third)}))
    assert type(unwrap(sdk, "Loose", {"type": "order.failed"})) is sdk.models.OrderFailedEvent
    assert type(unwrap(sdk, "Loose", {"ping": True})) is sdk.models.PingEvent


def test_one_webhook_and_the_older_key(made: Any) -> None:
    sdk = made(document("Older", {"ping": hook(event("ping"))}, key="x-webhooks"))
    assert type(unwrap(sdk, "Older", {"type": "ping"})) is sdk.models.PingEvent
    assert sdk.models.WebhookEvent is sdk.models.PingEvent


def test_github_names_the_event_in_a_header(made: Any) -> None:
    opened = {"type": "object", "properties": {"action": {"type": "string"}, "number": {"type": "integer"}}}
    push = {"type": "object", "properties": {"action": {"type": "string"}, "number": {"type": "string"}}}
    headers = ("X-Hub-Signature-256", "X-GitHub-Event")
    sdk = made(document("Hub", {"pull-request-opened": hook(opened, *headers), "push": hook(push, *headers)}))
    for name, body, cls in (
        ("pull_request", b'{"action": "opened", "number": 1}', "PullRequestOpenedEvent"),
        ("push", b'{"number": "1"}', "PushEvent"),
    ):
        sent = {**github(body, 0), "X-GitHub-Event": name}
        found = sdk.Hub().webhooks.unwrap(body, sent, secret=SECRET)
        assert type(found) is getattr(sdk.models, cls)
    sent = {**github(body, 0), "X-GitHub-Event": "star"}
    unknown = sdk.Hub().webhooks.unwrap(body, sent, secret=SECRET)
    assert (type(unknown).__name__, unknown.number) == ("UnknownVariant", "1")


def test_a_header_with_a_constant_names_the_event(made: Any) -> None:
    """No property of the bodies tells them apart, and the names of the webhooks are others."""
    thing = {"type": "object", "properties": {"name": {"type": "string"}}}

    def sent_with(value: str) -> dict[str, Any]:
        item = hook(thing, "X-Topic")
        item["post"]["parameters"][0]["schema"]["const"] = value
        return item

    sdk = made(document("Topics", {"newPet": sent_with("pets/create"), "soldPet": sent_with("pets/sold")}))
    body = b'{"name": "Ada"}'
    for topic, cls in (("pets/sold", "SoldPetEvent"), ("pets/create", "NewPetEvent"), ("pets/lost", "UnknownVariant")):
        found = sdk.Topics().webhooks.unwrap(
            body, {**standard(body, int(time.time())), "X-Topic": topic}, secret=SECRET
        )
        assert (type(found).__name__, found.name) == (cls, "Ada")


def test_the_page_has_another_name_beside_operations_on_webhooks(tmp_path: Path) -> None:
    ok = {"200": {"description": "ok", "content": {"application/json": {"schema": {"type": "string"}}}}}
    paths = {"/webhooks": {"get": {"operationId": "listWebhooks", "tags": ["webhooks"], "responses": ok}}}
    package = generate(document("Pages", ORDERS, paths), tmp_path)
    docs = package.parent / "docs"
    assert "client.webhooks.list" in (docs / "webhooks.md").read_text("utf-8")
    assert "client.webhooks.unwrap" in (docs / "webhook-events.md").read_text("utf-8")
    assert "(docs/webhook-events.md)" in (package.parent / "README.md").read_text("utf-8")


def test_bodies_of_callbacks_are_models(made: Any) -> None:
    body = {"content": {"application/json": {"schema": {"type": "object", "properties": {"sum": {"type": "integer"}}}}}}
    callback = {"{$request.body#/url}": {"post": {"requestBody": body, "responses": {"200": {"description": "ok"}}}}}
    operation = {
        "operationId": "createOrder",
        "tags": ["orders"],
        "responses": {"204": {"description": "done"}},
        "callbacks": {"paid": callback},
    }
    sdk = made(document("Callbacks", {}, {"/orders": {"post": operation}}))
    assert sdk.models.CreateOrderPaid.model_validate_json(b'{"sum": 3}').sum == 3
    assert not hasattr(sdk.Callbacks(), "webhooks")
    assert not (Path(sdk.__file__).parent / "_runtime" / "webhooks").exists()


def test_both_type_checkers(sdks: dict[str, Any], tmp_path: Path) -> None:
    program = tmp_path / "use.py"
    program.write_text(TYPES, encoding="utf-8")
    package = Path(sdks["standard"].__file__).parent
    found = check([program, package], [package.parent], tmp_path)
    assert found == {"mypy": [], "pyright": []}


def test_importing_the_client_loads_nothing_of_webhooks(sdks: dict[str, Any]) -> None:
    program = (
        "import sys; from standard_hooks import Shop; Shop(); "
        "print([name for name in sys.modules if 'webhooks' in name or name == 'hmac'])"
    )
    folder = Path(sdks["standard"].__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


WSGI = """
import sys
from wsgiref.simple_server import WSGIRequestHandler, make_server
{program}
WSGIRequestHandler.log_message = lambda *_: None
server = make_server("127.0.0.1", 0, application)
print(server.server_port, flush=True)
server.serve_forever()
"""
FASTAPI = """
import socket, uvicorn
{program}
listener = socket.socket()
listener.bind(("127.0.0.1", 0))
listener.listen()
print(listener.getsockname()[1], flush=True)
uvicorn.Server(uvicorn.Config(app, log_level="warning")).run([listener])
"""


@pytest.mark.parametrize(("heading", "server"), [("WSGI", WSGI), ("FastAPI", FASTAPI)])
def test_the_receivers_of_the_page(heading: str, server: str, sdks: dict[str, Any]) -> None:
    package = Path(sdks["standard"].__file__).parent
    program = programs(package.parent / "docs" / "webhooks.md")[heading]
    environment = {**os.environ, "PYTHONPATH": str(package.parent), "HOOKS_WEBHOOK_SECRET": SECRET}
    command = [sys.executable, "-u", "-c", server.format(program=program)]
    body = b'{"type": "order.paid", "amount": 7}'
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as receiver:
        assert receiver.stdout is not None
        try:
            url = f"http://127.0.0.1:{int(receiver.stdout.readline())}/webhooks"
            fine = httpx2.post(url, content=body, headers=standard(body, int(time.time())))
            refused = httpx2.post(url, content=body + b" ", headers=standard(body, int(time.time())))
            assert (fine.status_code, refused.status_code) == (204, 400)
            assert receiver.stdout.readline() == "OrderPaidEvent\n"
        finally:
            receiver.kill()


def programs(page: Path) -> dict[str, str]:
    """The last program of each section of a page."""
    sections = page.read_text("utf-8").split("\n## ")[1:]
    found: dict[str, str] = {}
    for section in sections:
        heading, *blocks = section.split("```python\n")
        if blocks:
            found[heading.partition("\n")[0]] = blocks[-1].partition("```")[0]
    return found


def test_the_program_of_the_readme_and_a_receiver_without_a_client(
    sdks: dict[str, Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOOKS_WEBHOOK_SECRET", SECRET)
    folder = Path(sdks["standard"].__file__).parents[1]
    body = b'{"type": "order.paid", "amount": 7}'
    headers = standard(body, int(time.time()))
    scope: dict[str, Any] = {}
    exec(programs(folder / "README.md")["Webhooks"], scope)
    assert (scope["receive"](body, headers), scope["receive"](b"", headers)) == (204, 400)
    assert capsys.readouterr().out == "OrderPaidEvent\n"
    exec(programs(folder / "docs" / "webhooks.md")["Other frameworks"], scope)
    assert scope["unwrap"](body, headers).amount == 7
    assert "| `order.paid` | `models.OrderPaidEvent` |" in (folder / "docs" / "webhooks.md").read_text("utf-8")


# --- the generator ---


@pytest.mark.parametrize(
    "header", ["webhook-signature", "X-Hub-Signature-256", "Stripe-Signature", "X-Slack-Signature"]
)
def test_the_signature_is_found_by_a_declared_header(header: str, tmp_path: Path) -> None:
    kinds = {"webhook-signature": "standard", "X-Hub-Signature-256": "github", "Stripe-Signature": "stripe"}
    spec = tmp_path / "spec.yaml"
    spec.write_text(document("Found", {"ping": hook(event("ping"), "X-Other", header)}), encoding="utf-8")
    diagnostics = Diagnostics()
    api = read(settle(Options(spec=str(spec)), "", tmp_path, diagnostics), diagnostics).api
    assert api.receiving is not None
    assert api.receiving.signature == kinds.get(header, "slack")


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        ('signature = "gitlab"', "wrong-value", "[webhooks] unknown signature `gitlab`"),
        ('signature = "githb"', "wrong-value", "[webhooks] unknown signature `githb`"),
        ('signatur = "github"', "unknown-key", "[webhooks] has an unknown key `signatur`"),
        ('event_header = "X Event"', "wrong-value", "[webhooks] `X Event` is not the name of a header"),
        ("signature = 7", "wrong-type", "`webhooks` must have a name as a string"),
    ],
)
def test_a_mistake_in_the_config_has_a_place(line: str, code: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "spec.yaml").write_text(document("Mistake", ORDERS), encoding="utf-8")
    config = tmp_path / "sdkwright.toml"
    config.write_text(f'spec = "spec.yaml"\n[webhooks]\n{line}\n')
    diagnostics = Diagnostics()
    with pytest.raises(Failed):
        settle(Options(), str(config), tmp_path, diagnostics)
    (item,) = diagnostics.items
    assert item.code == code
    assert says in item.message
    assert item.at is not None
    assert item.at.position().line == (2 if code == "wrong-type" else 3)


def test_a_config_without_webhooks_in_the_document_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "spec.yaml").write_text(document("None", {}), encoding="utf-8")
    config = tmp_path / "sdkwright.toml"
    config.write_text('spec = "spec.yaml"\n[webhooks]\nsignature = "github"\n')
    diagnostics = Diagnostics()
    read(settle(Options(), str(config), tmp_path, diagnostics), diagnostics)
    (item,) = [item for item in diagnostics.items if item.code == "no-webhooks"]
    assert item.at is not None
    assert item.at.position().line == 3


def test_explain(tmp_path: Path) -> None:
    spec = tmp_path / "spec.yaml"
    spec.write_text(document("Told", ORDERS), encoding="utf-8")
    diagnostics = Diagnostics()
    (found,) = explain(
        "order.paid", settle(Options(spec=str(spec)), "", tmp_path, diagnostics), diagnostics
    ).explanations
    assert (found.kind, found.name) == ("webhook", "told_sdk.models.OrderPaidEvent")
    assert "`standard`, as no header of a signature is declared" in found.why
    reading = read(settle(Options(spec=str(spec)), "", tmp_path, Diagnostics()), Diagnostics())
    report = account(reading)["webhooks"]
    assert (report["signature"], report["event_header"]) == ("standard", None)
    assert [(event["name"], event["model"]) for event in report["events"]] == [
        ("order.paid", "OrderPaidEvent"),
        ("order.failed", "OrderFailedEvent"),
    ]


@pytest.mark.parametrize(
    "value", ["[]", "7", '"x"', '{"a": 7}', '{"a": {"post": 7}}', '{"a": {"post": {"requestBody": []}}}']
)
def test_malformed_webhooks_are_no_traceback(value: str, tmp_path: Path) -> None:
    spec = tmp_path / "spec.yaml"
    spec.write_text(
        f'{{"openapi": "3.1.0", "info": {{"title": "t", "version": "1"}}, "paths": {{}}, "webhooks": {value}}}', "utf-8"
    )
    diagnostics = Diagnostics()
    try:
        api = read(settle(Options(spec=str(spec)), "", tmp_path, diagnostics), diagnostics).api
    except Failed:
        return
    assert api.webhooks == ()
