"""What the SDK as a whole is called: package, distribution, client class, environment prefix."""

from __future__ import annotations

import keyword
import re
import sys
from dataclasses import dataclass

from generator.diagnostics.model import Diagnostics, Failed
from generator.targets.python.names import reserved
from generator.targets.python.names.casing import pascal

_NOISE = re.compile(
    r"(?:[\s\-–—:,/|_()\[\].]*\b(?:the|rest|restful|http|web|open|public|api|apis|openapi|swagger|spec|specification|reference"
    r"|documentation|docs|service|v?\d+(?:\.\d+)*|version)\b[\s)\]]*)+$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Brand:
    """`openrouter_sdk`, `openrouter-sdk`, `OpenRouter`, `OPENROUTER`, and the title people read."""

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


def decide_brand(
    title: str, diagnostics: Diagnostics, *, package: str = "", client: str = "", distribution: str = ""
) -> Brand:
    """The brand of an API by its title, less what every title says ("API", versions); the settings win where given.

    Raises `Failed` where a setting is no Python name.
    """
    text = _ascii(title)
    core = _NOISE.sub("", text).strip() or text.strip() or "Api"
    stem = re.sub(r"[^a-z0-9]+", "_", core.lower()).strip("_") or "api"
    stem = f"api_{stem}" if stem[:1].isdigit() else stem
    if package:
        _check(
            "package",
            package,
            diagnostics,
            package.isidentifier() and package.isascii() and not keyword.iskeyword(package),
        )
        if package in sys.stdlib_module_names or package in {"pydantic", "pydantic_core", "httpx2"}:
            _check("package", package, diagnostics, fine=False, why="is the name of a module that the SDK itself needs")
    if client:
        _check(
            "class_name",
            client,
            diagnostics,
            client.isidentifier() and client.isascii() and not keyword.iskeyword(client),
        )
    if client and _is_taken(client):
        _check("class_name", client, diagnostics, fine=False, why="is the name of something that the SDK brings itself")
    name = client or _free(pascal(core)[:60] or "Api")
    chosen = package or f"{stem[:60]}_sdk"
    return Brand(
        package=chosen,
        distribution=distribution or chosen.replace("_", "-").strip("-").lower(),
        client=name if name[:1].isalpha() else f"Api{name}",
        environment=stem[:60].upper(),
        title=" ".join(title.split())[:200] or name,
    )


def _free(name: str) -> str:
    """The name of a client that hides nothing the SDK brings itself: the API called Stream has a `StreamClient`."""
    return f"{name}Client" if keyword.iskeyword(name) or _is_taken(name) else name


def _is_taken(name: str) -> bool:
    return not {name, f"Async{name}"}.isdisjoint(reserved.RESOURCE_CLASSES) or f"{name}Error" in reserved.ERRORS


def _ascii(title: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"[^\x20-\x7e]+", " ", title.replace("'", "").replace("’", "")))


def _check(key: str, value: str, diagnostics: Diagnostics, fine: bool, why: str = "is not a Python name") -> None:
    if not fine:
        diagnostics.error(
            "bad-name", f"{key} = {value!r} {why}", hint=f"choose another {key}: letters, digits and underscores"
        )
        raise Failed
