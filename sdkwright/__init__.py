"""What users of sdkwright import: the mock server for tests of an SDK, and its pytest fixture."""

from generator.version import VERSION

__version__ = VERSION

__all__ = ["__version__"]
