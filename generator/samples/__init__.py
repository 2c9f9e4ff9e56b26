"""Sample values that satisfy the constraints of a JSON Schema.

Each function takes the keywords of one schema (`{"type": "integer", "minimum": 3}`) and the index of the sample: equal
arguments give equal values, and different indexes give different values while the schema has enough of them.
Where a bounded search finds no value, the result is None.
"""

from __future__ import annotations

from generator.samples.arrays import array, array_fits
from generator.samples.numbers import number, number_fits
from generator.samples.pattern_match import matches
from generator.samples.property_names import names_fit, property_names
from generator.samples.strings import text, text_fits

__all__ = [
    "array",
    "array_fits",
    "matches",
    "names_fit",
    "number",
    "number_fits",
    "property_names",
    "text",
    "text_fits",
]
