"""The optional dependency of the mock server."""

from __future__ import annotations

from importlib import import_module


class MissingExtra(Exception):
    """The extra `mock` is not installed."""

    def __init__(self) -> None:
        super().__init__('the mock server needs the package jsonschema-rs: pip install "sdkwright[mock]"')


def require_extra() -> None:
    """Raise `MissingExtra` unless the validator is installed."""
    try:
        import_module("jsonschema_rs")
    except ModuleNotFoundError:
        raise MissingExtra from None
