"""Operations that switch to another protocol are left out, with a warning at their place."""

from __future__ import annotations

import pytest

from tests.unit.lower.conftest import Lowering

OK = "responses: {'200': {description: ok}}"
UPGRADE = "{name: Upgrade, in: header, required: true, schema: {type: string, enum: [websocket]}}"


@pytest.mark.parametrize(
    ("operation", "why"),
    [
        ("{responses: {'101': {description: switched}}}", "101 Switching Protocols"),
        ("{responses: {101: {description: switched}, 4XX: {description: bad}}}", "101 Switching Protocols"),
        (f"{{x-websocket: true, {OK}}}", "`x-websocket`"),
        (f"{{servers: [{{url: 'wss://example.com'}}], {OK}}}", "WebSocket servers"),
        (f"{{parameters: [{UPGRADE}], {OK}}}", "`Upgrade: websocket`"),
    ],
)
def test_an_upgrade_is_left_out(lowering: Lowering, operation: str, why: str) -> None:
    lowered = lowering.paths(f"""
/socket:
  get: {operation}
/a:
  get: {{{OK}}}
""")
    assert [one.path for one in lowered.api.operations] == ["/a"]
    (found,) = [one for one in lowered.diagnostics.items if one.code == "protocol-upgrade"]
    assert why in found.message
    assert "GET /socket is left out" in found.message
    assert found.severity == "warning"


@pytest.mark.parametrize(
    "operation",
    [
        "{responses: {'101': {description: switched}, '200': {description: ok}}}",
        "{responses: {'101': {description: switched}, default: {description: ok}}}",
        f"{{x-websocket: false, {OK}}}",
        f"{{servers: [{{url: 'wss://example.com'}}, {{url: 'https://example.com'}}], {OK}}}",
        f"{{parameters: [{UPGRADE.replace('true', 'false')}], {OK}}}",
        f"{{parameters: [{UPGRADE.replace('[websocket]', '[websocket, h2c]')}], {OK}}}",
        "{responses: {}}",
    ],
)
def test_a_call_stays(lowering: Lowering, operation: str) -> None:
    lowered = lowering.paths(f"/a: {{get: {operation}}}")
    assert [one.path for one in lowered.api.operations] == ["/a"]
