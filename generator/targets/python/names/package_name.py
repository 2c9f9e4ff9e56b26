"""Names of the SDK itself: package, distribution, client class, environment prefix."""

from __future__ import annotations

import keyword
import re
import sys
from dataclasses import dataclass
from urllib.parse import urlsplit

from generator.diagnostics.model import Diagnostics, Failed
from generator.diagnostics.text_location import place_of
from generator.ir.types import Api
from generator.targets.python.names import reserved
from generator.targets.python.names.casing import pascal, snake

_SEPARATORS = re.compile(r"\s[+|–—:-]\s|[(\[/]|:\s")
_NOISE = frozenset({
    "a", "an", "the", "official", "public", "open", "rest", "restful", "http", "web", "api", "apis", "openapi",
    "swagger", "spec", "specification", "reference", "documentation", "docs", "doc", "collection", "service", "sdk",
    "client", "preview", "beta", "version",
})  # fmt: skip
_DISTRIBUTION = re.compile(r"[A-Z0-9]([A-Z0-9._-]*[A-Z0-9])?", re.IGNORECASE | re.ASCII)
"""The name of a distribution ("Names and normalization" of the Python packaging specifications)."""

_DEPENDENCIES = frozenset({
    "annotated_types", "anyio", "certifi", "h11", "httpcore2", "httpx2", "idna", "pydantic", "pydantic_core",
    "typing_extensions", "typing_inspection",
})  # fmt: skip
"""Modules that an SDK imports, directly or through others."""

_VERSION = re.compile(r"v?\d+(\.\d+)*", re.IGNORECASE)
_MAX_WORDS, _MAX_LETTERS = 3, 30
_SECOND_LEVELS = frozenset({"co", "com", "org", "net", "gov", "ac"})
"""Labels that a country's registry has below its own, as in `example.co.uk`."""


@dataclass(frozen=True, slots=True)
class PackageNames:
    """`openrouter_sdk`, `openrouter-sdk`, `OpenRouter`, `OPENROUTER`, and the title of the API."""

    package: str
    distribution: str
    client: str
    environment: str
    title: str

    @property
    def async_client(self) -> str:
        return f"Async{self.client}"

    @property
    def error(self) -> str:
        return f"{self.client}Error"

    def variable(self, keyword: str) -> str:
        """The environment variable of an argument; a prefix that the argument begins with is not repeated."""
        name = keyword.upper()
        return name if name.startswith(f"{self.environment}_") else f"{self.environment}_{name}"


def decide_package_names(
    api: Api, diagnostics: Diagnostics, *, package: str = "", client: str = "", distribution: str = "", prefix: str = ""
) -> PackageNames:
    """The names of the SDK as a whole: as configured, else from the API's title or the host of its server.

    `prefix` is that of environment variables; it follows the package or the class if these are given. Raises `Failed`
    where a setting is not a Python name.
    """
    core = _short_title(api)
    stem = re.sub(r"[^a-z0-9]+", "_", core.lower()).strip("_") or "api"
    stem = f"api_{stem}" if stem[:1].isdigit() else stem
    for key, name in (("package", package), ("class_name", client), ("environment", prefix)):
        if name:
            _check(key, name, diagnostics, name.isidentifier() and name.isascii() and not keyword.iskeyword(name))
    if distribution:
        fine = _DISTRIBUTION.fullmatch(distribution) is not None
        _check("distribution", distribution, diagnostics, fine, "is not the name of a distribution")
    if package in sys.stdlib_module_names or package in _DEPENDENCIES:
        _check("package", package, diagnostics, fine=False, why="is the name of a module that the SDK itself needs")
    if client and (_is_taken(client) or reserved.is_module_name(client)):
        _check(
            "class_name", client, diagnostics, fine=False, why="is the name of something that the SDK defines itself"
        )
    name = client or _free(pascal(core)[:60] or "Api")
    chosen = package or f"{stem[:60]}_sdk"
    named = re.sub(r"_(sdk|client|api)$", "", package) if package else snake(client) if client else stem[:60]
    return PackageNames(
        package=chosen,
        distribution=distribution or chosen.replace("_", "-").strip("-").lower(),
        client=name if name[:1].isalpha() else f"Api{name}",
        environment=(prefix or named).upper(),
        title=" ".join(re.sub(r"[^\x20-\x7e]+", " ", api.title.replace("’", "'")).split())[:200] or name,
    )


def _short_title(api: Api) -> str:
    """The title without what every title says; the name of the server's host if that leaves nothing, or a sentence."""
    first = _SEPARATORS.split(_ascii(re.sub(r"['’]s\b", "", api.title)))[0]
    words = [word for word in first.split() if word.strip(".,").lower() not in _NOISE and not _VERSION.fullmatch(word)]
    if 0 < len(words) <= _MAX_WORDS and len("".join(words)) <= _MAX_LETTERS:
        return " ".join(words)
    host = _host_name(api)
    spelled = next((word for word in _ascii(api.title).split() if word.lower() == host), host.capitalize())
    return spelled or " ".join(words[:_MAX_WORDS]) or first.strip() or "Api"


def _host_name(api: Api) -> str:
    """The registered name in the host of the first server, such as `github` in `https://api.github.com`, or empty."""
    host = (urlsplit(api.servers[0].url).netloc if api.servers else "").rpartition("@")[2].partition(":")[0]
    labels = [label for label in host.lower().split(".") if label]
    if len(labels) < 2 or labels[-1].isdigit() or not all(re.fullmatch(r"[a-z0-9-]+", label) for label in labels[-2:]):
        return ""
    deeper = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVELS
    return labels[-3 if deeper else -2]


def _free(name: str) -> str:
    """The name of a client that hides nothing the SDK brings itself: the API called Stream has a `StreamClient`."""
    return f"{name}Client" if keyword.iskeyword(name) or _is_taken(name) else name


def _is_taken(name: str) -> bool:
    return not {name, f"Async{name}"}.isdisjoint(reserved.RESOURCE_CLASSES) or f"{name}Error" in reserved.ERRORS


def _ascii(title: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"[^\x20-\x7e]+", " ", title.replace("'", "").replace("’", "")))


def _check(key: str, value: str, diagnostics: Diagnostics, fine: bool, why: str = "is not a Python name") -> None:
    if not fine:
        characters = "letters, digits and hyphens" if key == "distribution" else "letters, digits and underscores"
        hint = f"choose another {key}: {characters}"
        diagnostics.error("bad-name", f"{key} = {str(value)!r} {why}", place_of(value), hint)
        raise Failed
