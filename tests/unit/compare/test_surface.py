"""A surface is read back from a manifest, whatever the manifest contains."""

from __future__ import annotations

import json
from typing import Any

import pytest

from generator.compare.surface import Error, Member, Method, Model, Surface

FULL = Surface(
    version="1.2.3",
    package="zoo",
    client="Zoo",
    arguments={"api_key": "credential"},
    servers=(("eu", "https://eu.example"), ("", "https://example")),
    methods={
        "animals.list": Method(
            "GET /animals",
            takes={"kind": Member({"ref": "Kind"}, True, "Kind", docs="ab"), "id": Member("string")},
            positional=("id",),
            returns={"list": {"ref": "Animal"}},
            needs=((), ("api_key",)),
            deprecated=True,
        )
    },
    models={
        "Kind": Model("in out", type={"enum": [1, False, None], "open": True}),
        "Animal": Model(fields={"id": Member("string", True, only="out")}, extra="any", docs="cd"),
        "Never": Model(type="never"),
    },
    errors={"GoneError": Error("410"), "APIError": Error("default", {"ref": "Animal"})},
)


def test_what_is_stored_is_read_back() -> None:
    assert Surface.of(json.loads(json.dumps(FULL.data()))) == FULL


def test_empty_values_are_not_stored() -> None:
    assert Surface("1", "zoo", "Zoo", models={"A": Model()}).data()["model A"] == {}


@pytest.mark.parametrize(
    "data",
    [{}, {"version": "1"}, {**FULL.data(), "client": []}, {**FULL.data(), "method x": {"colour": 1}}, {"verb x": {}}],
)
def test_what_is_no_surface_is_none(data: dict[str, Any]) -> None:
    assert Surface.of(data) is None
