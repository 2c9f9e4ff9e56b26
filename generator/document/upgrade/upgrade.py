"""Upgrade Swagger 2.0 and OpenAPI 3.0 to the shape of OpenAPI 3.1.

An upgrade never mutates its input; unchanged values are shared. The source keeps the pointer map, so that every
diagnostic names the place in the file as written.
"""

from __future__ import annotations

from generator.document.json_types import Json
from generator.document.openapi_version import Version
from generator.document.positions.source import Source
from generator.document.upgrade.pointer_map import PointerMap
from generator.document.upgrade.swagger2 import Defaults, Found, Lookup, convert
from generator.document.upgrade.upgrade_schemas import KEYWORDS, upgrade_schemas

__all__ = ["Defaults", "Found", "Lookup", "upgrade"]


def upgrade(value: Json, version: Version, source: Source, lookup: Lookup) -> Json:
    """The value of a file in the shape of OpenAPI 3.1 or later, for a document or a part of one.

    Schemas are upgraded for every version: `nullable: true` in 3.1 documents is common, and has no other meaning
    there.
    """
    structure: PointerMap = {}
    schemas: PointerMap = {}
    if version.family == "2.0":
        value, structure = convert(value, source, lookup)
    if version.family == "2.0" or source.mentions(KEYWORDS):
        value, schemas = upgrade_schemas(value)
    source.moved(structure, schemas)
    return value
