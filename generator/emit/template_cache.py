"""Compiled built-in templates, kept where Python keeps compiled modules: in `__pycache__` beside the source."""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
from contextlib import suppress
from importlib.util import MAGIC_NUMBER, cache_from_source
from pathlib import Path
from types import CodeType
from typing import Final

import jinja2
from jinja2.bccache import Bucket, BytecodeCache

_SETTINGS: Final = 1
"""Raise this when the settings or filters of the environment change, which the compiled code depends on."""


class TemplateCache(BytecodeCache):
    """Compiled templates of one folder. A file that is missing, stale or damaged is compiled and written again.

    As for modules, nothing is written with `PYTHONDONTWRITEBYTECODE` or where the folder is not writable, and
    `PYTHONPYCACHEPREFIX` moves the files. Templates outside the folder, which are the user's, are not kept.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = f"{folder}{os.sep}"

    def get_bucket(self, environment: jinja2.Environment, name: str, filename: str | None, source: str) -> Bucket:
        """The compiled template of that name; without code if none is kept, or if it was made from another text."""
        path = cache_from_source(f"{filename}.py") if filename and filename.startswith(self._folder) else ""
        # Messages about a template need its path, which the compiled code contains.
        made_from = f"{_SETTINGS}\0{jinja2.__version__}\0{filename}\0{source}".encode()
        bucket = Bucket(environment, path, hashlib.sha256(MAGIC_NUMBER + made_from).hexdigest())
        self.load_bytecode(bucket)
        return bucket

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read the code of a bucket: the file has its checksum, then the code as in a compiled module."""
        checksum = bucket.checksum.encode()
        with suppress(OSError, EOFError, ValueError, TypeError):
            data = Path(bucket.key).read_bytes() if bucket.key else b""
            if data.startswith(checksum) and isinstance(code := marshal.loads(data[len(checksum) :]), CodeType):
                bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write the code of a bucket. Other processes see the file complete or not at all."""
        if not bucket.key or bucket.code is None or sys.dont_write_bytecode:
            return
        path, draft = Path(bucket.key), Path(f"{bucket.key}.{os.getpid()}")
        with suppress(OSError):
            path.parent.mkdir(exist_ok=True, parents=True)
            try:
                draft.write_bytes(bucket.checksum.encode() + marshal.dumps(bucket.code))
                draft.replace(path)
            except OSError:
                draft.unlink(missing_ok=True)
