"""What became of every operation and schema of a document: generated, left out, or widened, and where."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.ir.types import Ignored, Operation, Place
from generator.pipeline import Reading
from generator.targets.python.surface import call_of


def account(reading: Reading) -> dict[str, Any]:
    """The account as JSON: `client`, `operations` and `schemas`, in the document's order.

    Pointers are RFC 6901, in the file as it was written; `file` stands beside one that is not of the main file. A
    `status` is `generated`, `ignored` (the document asks for it) or `filtered` (the config does). `fallbacks` are the
    places where the widest honest type stands in: each is told under the operation or schema that it is written in.
    """
    operations, schemas = list(_operations(reading)), list(_schemas(reading))
    homes: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for place, entry in (*operations, *schemas):
        homes.setdefault((place.file, place.pointer), []).append(entry)
    for place, entry in operations:  # what stands beside the operations of a path holds for each of them
        homes.setdefault((place.file, place.pointer.rpartition("/")[0]), []).append(entry)
    for fallback in reading.api.fallbacks:
        for entry in _homes(fallback.place, homes):
            told = {"code": fallback.code, "pointer": fallback.place.pointer, "why": fallback.why}
            entry["fallbacks"].append(told)
    main = reading.document.root.file
    for place, entry in (*operations, *schemas):
        if place.file != main:
            entry["file"] = place.file
    return {
        "client": reading.named.names.brand.client,
        "operations": [entry for _, entry in operations],
        "schemas": [entry for _, entry in schemas],
    }


def _operations(reading: Reading) -> Iterator[tuple[Place, dict[str, Any]]]:
    api, names = reading.api, reading.named.names
    paths = reading.document.root.get("paths")
    order = {
        (path, key.upper()): position
        for position, (path, key) in enumerate(
            (path, key) for path, item in (paths.items() if paths else ()) for key, _ in item.items()
        )
    }
    rows: list[tuple[Operation | Ignored, dict[str, Any]]] = [
        *((made, {"status": "generated", "call": f"client.{call_of(made, names)}"}) for made in api.operations),
        *((left, {"status": "ignored", "call": None, "why": left.why}) for left in api.ignored),
    ]
    for row, fate in sorted(rows, key=lambda row: order.get((row[0].path, row[0].method), len(order))):
        route = {"pointer": row.place.pointer, "method": row.method, "path": row.path}
        yield row.place, {**route, **fate, "fallbacks": []}


def _schemas(reading: Reading) -> Iterator[tuple[Place, dict[str, Any]]]:
    """The named schemas: of the main file all, of others those that something refers to."""
    names = reading.named.names.types
    made = {(d.place.file, d.place.pointer): d for d in reading.api.definitions if d.component}
    components = reading.document.root.get("components")
    listed = components.get("schemas") if components is not None else None
    for wire, node in listed.items() if listed is not None else ():
        place = node.place
        found = made.pop((place.file, place.pointer), None)
        name = names[found.id] if found else None
        status = "generated" if found else "ignored"
        yield place, {"pointer": place.pointer, "name": name or wire, "status": status, "fallbacks": []}
    for definition in made.values():
        place, name = definition.place, names[definition.id]
        yield place, {"pointer": place.pointer, "name": name, "status": "generated", "fallbacks": []}


def _homes(place: Place, homes: dict[tuple[str, str], list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """The entries that a place is in: its own, or those of the nearest value around it."""
    pointer = place.pointer
    while pointer:
        if (found := homes.get((place.file, pointer))) is not None:
            return found
        pointer = pointer.rpartition("/")[0]
    return []
