"""The optional dependency of the mock server."""

from __future__ import annotations

from importlib.util import find_spec


class MissingExtra(Exception):
    """The extra `mock` is not installed."""

    def __init__(self) -> None:
        super().__init__('the mock server needs the package jsonschema-rs: pip install "sdkwright[mock]"')


def require_extra() -> None:
    """Raise `MissingExtra` unless the validator is installed."""
    if find_spec("jsonschema_rs") is None:
        raise MissingExtra
