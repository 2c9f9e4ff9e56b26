"""What importing the SDK and making a client load: next to nothing, however large the document."""

from __future__ import annotations

from pathlib import Path

from programs import CHAT, LOCAL, run

HEAVY = {
    "asyncio", "concurrent.futures", "contextlib", "dataclasses", "enum", "httpx2", "importlib.metadata", "inspect",
    "json", "logging", "pydantic", "pydantic_core", "random", "re", "ssl", "typing", "uuid",
}  # fmt: skip


def loaded(package: str, folder: Path, then: str = "") -> set[str]:
    """The modules that a new interpreter has loaded after the import, and after what is done then."""
    program = (
        f"import sys; before = set(sys.modules)\nfrom {package} import AsyncOpenRouter, OpenRouter\n{then}\n"
        "after = sorted(set(sys.modules) - before)\nimport json; print(json.dumps(after))"
    )
    return set(run(program, folder))


def test_importing_the_client_loads_only_light_modules() -> None:
    modules = loaded("openrouter_sdk", CHAT)
    assert not modules & HEAVY
    assert len(modules) <= 20


def test_making_a_client_loads_nothing_heavy() -> None:
    then = "OpenRouter(api_key='k', timeout=3.0, max_retries=1); AsyncOpenRouter(api_key='k')"
    assert not loaded("openrouter_sdk", CHAT, then) & HEAVY


def test_no_model_and_no_typed_dict_comes_with_the_import() -> None:
    assert not [name for name in loaded("openrouter_sdk", CHAT) if ".models" in name or ".params" in name]


def test_naming_the_errors_and_the_models_package_loads_no_pydantic() -> None:
    assert not loaded("openrouter_sdk", CHAT, "from openrouter_sdk import errors, models") & {"pydantic", "httpx2"}


def test_the_import_does_not_grow_with_the_document(large_sdk: Path) -> None:
    small = {name.partition(".")[2] for name in loaded("openrouter_sdk", CHAT) if name.startswith("openrouter_sdk")}
    large = {name.partition(".")[2] for name in loaded("large", large_sdk) if name.startswith("large")}
    assert large == small


def test_a_call_never_loads_the_typed_dicts_nor_the_models_of_requests() -> None:
    """The models of requests are loaded once a body has an object in it, to fill in its constants."""
    program = LOCAL + (
        "import sys\nfrom openrouter_sdk import OpenRouter\n"
        "client = OpenRouter(api_key='k', http_client=http_client(3))\n"
        "assert len(list(client.chat.send(messages=[], stream=True))) == 3\n"
        "print(json.dumps(sorted(name for name in sys.modules if name.startswith('openrouter_sdk'))))"
    )
    modules = run(program)
    assert "openrouter_sdk.models.chat" in modules
    assert not [name for name in modules if ".params." in name or name.endswith("_requests")]
