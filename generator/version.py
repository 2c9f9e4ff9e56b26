"""The generator's version: read by the build, shown by `--version` and written into the manifest of the output."""

VERSION = "0.1.0"
