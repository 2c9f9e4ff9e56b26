"""Schemas of the document for a JSON Schema validator, and what they say of a value."""
