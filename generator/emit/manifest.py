"""The manifest of an output folder: which files the generator owns there, and what they were made from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeAlias

from generator.diagnostics.model import Diagnostics, Failed
from generator.diagnostics.text_location import TextPlace
from generator.emit.files import MANIFEST, FileSet, path_problem
from generator.file_bytes import NotRegular, read_regular, text_digest

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
JsonObject: TypeAlias = dict[str, Json]

_FORMAT: Final = 1
_DIGESTS: Final = ("document", "templates", "settings")
_TABLES: Final = ("files", "names", "api", "remote", "released")
_RESTORE: Final = "restore the file from version control, or remove the output folder and generate again"


def digest(data: bytes) -> str:
    """The SHA-256 of the bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True, slots=True)
class Origin:
    """What an output was made from. The three digests are SHA-256 in hexadecimal."""

    generator: str
    document: str
    templates: str
    settings: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """`files` maps the path of every file that the generator owns to its SHA-256. No time, no absolute path."""

    origin: Origin
    files: Mapping[str, str] = field(default_factory=dict[str, str])
    names: Mapping[str, str] = field(default_factory=dict[str, str])
    """The names that the output publishes, by the target's keys: the next run gives them again."""
    api: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """What the output publishes, as JSON: the next run compares with it. Empty in older manifests."""

    remote: Mapping[str, str] = field(default_factory=dict[str, str])
    """The SHA-256 of each file of the network that the document refers to, by its address: the lock."""

    released: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """The last release as JSON, as far as it differs from `api`. Empty if no changelog is kept, and in older manifests.
    """

    @classmethod
    def of(
        cls,
        files: FileSet,
        origin: Origin,
        names: Mapping[str, str],
        api: Mapping[str, Any] | None = None,
        remote: Mapping[str, str] | None = None,
    ) -> Manifest:
        return cls(origin, {file.path: digest(file.data) for file in files}, names, api or {}, remote or {})

    def text(self) -> str:
        """The manifest as it is written, the same bytes for the same output. `seal` shows an edit by hand."""
        content = self._content()
        return _laid_out({**content, "seal": _seal(content)})

    def _content(self) -> JsonObject:
        origin = self.origin
        return {
            "comment": "Written by sdkwright. Do not edit.",
            "format": _FORMAT,
            "generator": origin.generator,
            "document": origin.document,
            "templates": origin.templates,
            "settings": origin.settings,
            "files": dict(sorted(self.files.items())),
            "names": dict(sorted(self.names.items())),
            **({"remote": dict(sorted(self.remote.items()))} if self.remote else {}),
            **({"released": dict(self.released)} if self.released else {}),
            **({"api": dict(self.api)} if self.api else {}),
        }


def is_edited(data: bytes, known: str) -> bool:
    """Whether a file differs from its digest in a manifest by more than line ends."""
    return known not in {digest(data), text_digest(data)}


def read_manifest(output: Path, generator: str, diagnostics: Diagnostics) -> Manifest | None:
    """The manifest of the folder, or None where there is none.

    Raises `Failed`, with a diagnostic, where it cannot be read, was edited, or is of a later version than `generator`.
    """
    path = output / MANIFEST
    try:
        if path.is_symlink():
            raise _invalid(path, "is a symbolic link", diagnostics)
        text = read_regular(path).decode("utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except UnicodeDecodeError:
        raise _invalid(path, "is not UTF-8", diagnostics) from None
    except NotRegular as error:
        raise _invalid(path, f"cannot be read: {error.strerror}", diagnostics) from None
    except OSError as error:
        message = f"cannot read the output folder's manifest: {error.strerror}"
        diagnostics.error("unwritable-output", message, TextPlace(str(output)))
        raise Failed from None
    try:
        content: Json = json.loads(text)
    except json.JSONDecodeError as error:
        place = TextPlace(str(path), error.lineno, error.colno, text)
        raise _invalid(path, f"is not JSON: {error.msg}", diagnostics, place) from None
    except RecursionError:
        raise _invalid(path, "is not JSON: nested too deeply", diagnostics) from None
    except ValueError:
        raise _invalid(path, "is not JSON: it has a number of too many digits", diagnostics) from None
    if not isinstance(content, dict):
        raise _invalid(path, "does not hold an object", diagnostics)
    _check_age(path, content, generator, diagnostics)
    return _parse(path, content, diagnostics)


def _check_age(path: Path, content: JsonObject, generator: str, diagnostics: Diagnostics) -> None:
    written_by, layout = content.get("generator"), content.get("format")
    later_layout = isinstance(layout, int) and layout > _FORMAT
    if later_layout or (isinstance(written_by, str) and _numbers(written_by) > _numbers(generator)):
        message = f"the output was written by a newer sdkwright ({written_by}); this one is {generator}"
        hint = f'upgrade: pip install "sdkwright>={written_by}"'
        diagnostics.error("manifest-newer", message, TextPlace(str(path)), hint)
        raise Failed


def _parse(path: Path, content: JsonObject, diagnostics: Diagnostics) -> Manifest:
    seal = content.pop("seal", None)
    tables = [table for key in _TABLES if isinstance(table := content.get(key, {}), dict)]
    texts = [text for key in ("generator", *_DIGESTS) if isinstance(text := content.get(key), str)]
    complete = len(tables) == len(_TABLES) and len(texts) == 1 + len(_DIGESTS) and "files" in content
    if not complete or seal != _seal(content):
        raise _invalid(path, "was edited by hand", diagnostics)
    files, names, api, remote, released = tables
    if any(path_problem(name) for name in files):
        raise _invalid(path, "lists a file that the generator does not write", diagnostics)
    return Manifest(Origin(*texts), _texts(files), _texts(names), api, _texts(remote), released)


def _laid_out(content: JsonObject) -> str:
    """JSON with a line for each member of an object within the outermost, and for no more: so it reads in a diff."""
    parts: list[str] = []
    for key, value in content.items():
        if isinstance(value, dict) and value:
            rows = ",\n".join(f"    {_json(name)}: {_json(inner)}" for name, inner in value.items())
            parts.append(f"  {_json(key)}: {{\n{rows}\n  }}")
        else:
            parts.append(f"  {_json(key)}: {_json(value)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


_json: Final = json.JSONEncoder(ensure_ascii=False).encode


def _texts(table: JsonObject) -> dict[str, str]:
    return {str(name): str(value) for name, value in table.items()}


def _invalid(path: Path, what: str, diagnostics: Diagnostics, place: TextPlace | None = None) -> Failed:
    diagnostics.error("manifest-invalid", f"the manifest {what}", place or TextPlace(str(path)), _RESTORE)
    return Failed()


def _seal(content: JsonObject) -> str:
    return digest(json.dumps(content, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in _leading(version.split(".")))


def _leading(parts: Iterable[str]) -> Iterable[str]:
    for part in parts:
        if not part.isdecimal() or len(part) > 9:
            return
        yield part
