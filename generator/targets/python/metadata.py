"""The metadata of the distribution, for `pyproject.toml`: from the config, else from the document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit

from generator.config.settings import Settings
from generator.ir.types import About
from generator.targets.python.views.sdk_view import ProjectView
from generator.targets.target import inside

_LICENSES: Final = {
    "mit": "MIT",
    "apache20": "Apache-2.0",
    "apache2": "Apache-2.0",
    "apachelicense20": "Apache-2.0",
    "apachelicenseversion20": "Apache-2.0",
    "bsd2clause": "BSD-2-Clause",
    "bsd3clause": "BSD-3-Clause",
    "isc": "ISC",
    "mpl20": "MPL-2.0",
    "unlicense": "Unlicense",
    "cc010": "CC0-1.0",
    "cc0": "CC0-1.0",
}
"""SPDX identifiers of permissive licenses, by their names in lower case without punctuation and `license`."""

_CLASSIFIERS: Final = (
    "Framework :: Pydantic :: 2",
    "Intended Audience :: Developers",
    "Programming Language :: Python :: 3",
    "Typing :: Typed",
)
_AUTHOR: Final = re.compile(r"\s*(?P<name>[^<>\n]*?)\s*(?:<(?P<email>[^<>]+)>)?\s*")
_EMAIL: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_ROOT: Final = re.compile(r"(?P<repository>https?://[^/]+/.+?)(?P<gitlab>/-)?/tree/(?P<rest>.+)")


def project_view(about: About, title: str, distribution: str, settings: Settings) -> ProjectView:
    """The view of the metadata."""
    project = settings.project
    root = readme_root(str(project.get("repository", "")).rstrip("/"), _folder(settings, distribution))
    return ProjectView(
        license=toml_string(spdx) if (spdx := str(project.get("license", "")) or _license(about)) else "",
        authors=tuple(_authors(project.get("authors", ()), about)),
        keywords=tuple(map(toml_string, project.get("keywords", _keywords(title)))),
        classifiers=tuple(map(toml_string, dict.fromkeys([*_CLASSIFIERS, *project.get("classifiers", ())]))),
        urls=tuple((label, toml_string(url)) for label, url in _urls(settings, about, root)),
        root=root,
        on_pypi=bool(settings.workflow),
    )


def readme_root(repository: str, folder: str = "") -> str:
    """The address that links of the README start with: of the repository's files, which a package index lacks.

    `repository` is its address, or that of a folder of it at a branch (`…/tree/main/python`). Empty without one.
    `folder` is the SDK's, for an address that names none: a path with a slash at its end, or empty.
    """
    if not repository:
        return ""
    if found := _ROOT.fullmatch(repository):
        return f"{found['repository']}{found['gitlab'] or ''}/blob/{found['rest']}/"
    return f"{repository}{'/-' if 'gitlab' in (urlsplit(repository).hostname or '') else ''}/blob/HEAD/{folder}"


def _folder(settings: Settings, distribution: str) -> str:
    """The folder of the SDK in its repository, which is known only if the config is at the top, as for workflows."""
    if not settings.workflow or settings.config is None:
        return ""
    path = inside(settings.output or Path(distribution), settings.config.parent)
    return f"{quote(path)}/" if path and path != "." else ""


def toml_string(text: str) -> str:
    """A basic string of TOML 1.0: printable text as it is, everything else escaped."""
    return '"' + "".join(map(_toml_char, text)) + '"'


def _toml_char(char: str) -> str:
    code = ord(char)
    if 0xD800 <= code < 0xE000:
        return "\N{REPLACEMENT CHARACTER}"
    if char in '"\\':
        return f"\\{char}"
    return char if char.isprintable() else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _license(about: About) -> str:
    """The SPDX identifier of the document's license; empty if it has none that is known."""
    plain = re.sub(r"[^a-z0-9]", "", about.license.lower().removeprefix("the "))
    return _LICENSES.get(plain) or _LICENSES.get(plain.replace("license", ""), "")


def _authors(given: Iterable[str], about: About) -> Iterator[str]:
    for author in given or [f"{about.contact} <{about.email}>" if about.email else about.contact]:
        found = _AUTHOR.fullmatch(author.replace("\n", " "))
        name, email = (found["name"], found["email"] or "") if found else ("", "")
        parts = {"name": name, "email": email if _EMAIL.fullmatch(email) else ""}
        if pairs := [f"{key} = {toml_string(value)}" for key, value in parts.items() if value]:
            yield f"{{ {', '.join(pairs)} }}"


def _keywords(title: str) -> tuple[str, ...]:
    name = " ".join(re.sub(r"[,\s]+", " ", title).split()).lower()
    return tuple(word for word in (name, "api", "client", "sdk") if word)


def _urls(settings: Settings, about: About, files: str) -> Iterator[tuple[str, str]]:
    project = settings.project
    repository = str(project.get("repository", "")).rstrip("/")
    root = found["repository"] if (found := _ROOT.fullmatch(repository)) else repository
    urls = {
        "Homepage": str(project.get("homepage", "")) or about.homepage,
        "Documentation": str(project.get("documentation", "")) or about.documentation,
        "Repository": root,
        "Changelog": f"{files}CHANGELOG.md" if files and settings.changelog else "",
    }
    for label, url in urls.items():
        if url and _is_web_address(url):
            yield label, url


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and "@" not in parts.netloc and url.isprintable()
