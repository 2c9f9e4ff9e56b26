"""What became of every operation and schema of a document: generated, left out, or widened, and where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from generator.document.node import Node
from generator.ir.types import Ignored, Operation, Place, Ref
from generator.lower.usage import usage_of
from generator.pipeline import Reading


@dataclass(frozen=True, slots=True)
class _Row:
    """An entry of the account: where it is written, and where what it stands for is."""

    place: Place
    entry: dict[str, Any]
    meant: Place


def account(reading: Reading) -> dict[str, Any]:
    """The report as JSON: `client`, `operations`, `schemas` and `webhooks`, in the document's order.

    Pointers are JSON Pointers (RFC 6901) into the file as it was written; `file` is added for other files than the
    main one. A `status` is `generated`, `ignored` (by an extension of the document), `filtered` (by the config) or
    `unreferenced` (a schema that no operation reaches).
    `pages` says how a list continues: `cursor`, `url`, `offset`, `page` or `single`, and why.
    `fallbacks` are the places where the widest correct type, or nothing, is used. A fallback is listed under the schema
    that contains it, or else under every operation or schema that contains it or refers to it.
    """
    operations, schemas = list(_operations(reading)), list(_schemas(reading))
    main, fallbacks = reading.document.root.file, reading.api.fallbacks
    entries: dict[Place, list[dict[str, Any]]] = {}
    for row in (*operations, *schemas):
        if row.entry["status"] in {"generated", "unreferenced"}:
            entries.setdefault(row.meant, []).append(row.entry)
    users = usage_of(reading.document, [row.meant for row in schemas], fallbacks)
    for fallback, places in zip(fallbacks, users, strict=True):
        at = fallback.place
        elsewhere = {"file": at.file} if at.file != main else {}
        reported = {"code": fallback.code, "pointer": at.pointer, **elsewhere, "why": fallback.why}
        for entry in (entry for place in places for entry in entries.get(place, ())):
            entry["fallbacks"].append(reported)
    for row in (*operations, *schemas):
        if row.place.file != main:
            row.entry["file"] = row.place.file
    return {
        "client": reading.named.client,
        "operations": [row.entry for row in operations],
        "schemas": [row.entry for row in schemas],
        **_webhooks(reading),
    }


def _webhooks(reading: Reading) -> dict[str, Any]:
    """The webhooks and how they are received, if there are any."""
    api, how = reading.api, reading.api.receiving
    if how is None:
        return {}
    events = [
        {
            "pointer": webhook.place.pointer,
            "name": webhook.name,
            "model": reading.named.type_name(webhook.type.id) if isinstance(webhook.type, Ref) else None,
        }
        for webhook in api.webhooks
    ]
    found = {"signature": how.signature, "why": how.why, "event_header": how.event_header or None}
    return {"webhooks": {**found, "events": events}}


def _operations(reading: Reading) -> Iterator[_Row]:
    api, named = reading.api, reading.named
    paths = _known(reading, reading.document.root.get("paths"))
    order = {
        (path, key.upper()): position
        for position, (path, key) in enumerate(
            (path, key)
            for path, item in (paths.items() if paths else ())
            for key, _ in (reading.document.known(item) or item).items()
        )
    }
    rows: list[tuple[Operation | Ignored, dict[str, Any]]] = [
        *(
            (made, {"status": "generated", "call": named.call(made), **_pages(made), **_waits(made)})
            for made in api.operations
        ),
        *(
            (left, {"status": "filtered" if left.by_config else "ignored", "call": None, "why": left.why})
            for left in api.ignored
        ),
    ]
    for row, fate in sorted(rows, key=lambda row: order.get((row[0].path, row[0].method), len(order))):
        route = {"pointer": row.place.pointer, "method": row.method, "path": row.path}
        yield _Row(row.place, {**route, **fate, "fallbacks": []}, row.place)


def _pages(operation: Operation) -> dict[str, Any]:
    """How a list continues on further pages, and the evidence."""
    found = operation.pagination
    return {"pages": {"kind": found.kind, "why": found.why}} if found is not None else {}


def _waits(operation: Operation) -> dict[str, Any]:
    """Why the work of an operation is waited for, if it is."""
    return {"waits": operation.waiting.why} if operation.waiting is not None else {}


def _schemas(reading: Reading) -> Iterator[_Row]:
    """The named schemas: all of the main file, and those of other files that are referred to."""
    name = reading.named.type_name
    made = {d.place: d for d in reading.api.definitions if d.component}
    components = _known(reading, reading.document.root.get("components"))
    listed = _known(reading, components.get("schemas")) if components is not None else None
    listed_places: set[Place] = set()
    for wire, node in listed.items() if listed is not None else ():
        place = meant = node.place
        if place not in made and (target := reading.document.known(node)) is not None:
            meant = target.place  # a schema of another file has the name of the component that refers to it
        found = made.get(meant)
        listed_places.add(place)
        left_out = "unreferenced" if wire in reading.api.unreached else "ignored"
        status, called = ("generated", name(found.id)) if found else (left_out, wire)
        yield _Row(place, _schema(place, called, status), meant)
    for place, definition in made.items():
        if place not in listed_places:
            yield _Row(place, _schema(place, name(definition.id), "generated"), place)


def _known(reading: Reading, node: Node | None) -> Node | None:
    """A node, or what its `$ref` was found to name."""
    return (reading.document.known(node) or node) if node is not None else None


def _schema(place: Place, name: str, status: str) -> dict[str, Any]:
    return {"pointer": place.pointer, "name": name, "status": status, "fallbacks": []}
