"""Names in the config that would break the SDK are refused with their place."""

from __future__ import annotations

import json

import pytest

from .conftest import TINY, Place


def config(place: Place, keys: str) -> None:
    place.write("sdkwright.toml", f'spec = "tiny.yaml"\noutput = "sdk"\n{keys}\n')


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("group:pets", "close"),
        ("group:pets", "request"),
        ("group:pets", "stream.pets"),
        ("group:pets", "animals.models"),
        ("group:pets", "resources"),
        ("group:pets", "_client"),
        ("group:pets", "a..b"),
        ("group:pets", "class"),
        ("method:GET /pets/{id}", "models"),
        ("method:GET /pets/{id}", "request.get"),
        ("method:GET /pets/{id}", "pets.cached_property"),
        ("class:pets", "Resource"),
        ("class:pets", "str"),
        ("type:Pet", "Model"),
        ("type:Pet", "str"),
        ("type:Pet", "TypeError"),
        ("type:Pet", "dt"),
        ("twin:Pet", "TypedDict"),
        ("field:Pet.name", "model_config"),
        ("field:Pet.name", "str"),
        ("keyword:GET /pets/{id} path id", "self"),
        ("keyword:GET /pets/{id} path id", "kwargs"),
        ("params:GET /pets/{id}", "Unpack"),
        ("client", "models"),
        ("client", "Stream"),
        ("client", "a b"),
        ("environment", "a-b"),
    ],
)
def test_a_name_that_the_sdk_needs_is_refused(tiny: Place, key: str, name: str) -> None:
    config(tiny, f"[names]\n{json.dumps(key)} = {json.dumps(name)}")
    assert "sdkwright.toml:4:1: error[bad-name]" in tiny.refused("generate")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("distribution", 'x"\ny'),
        ("distribution", "two words"),
        ("distribution", "-x"),
        ("distribution", "ü"),
        ("package", "typing"),
        ("package", "anyio"),
        ("package", "a-b"),
        ("package", "ü"),
        ("class_name", "Stream"),
        ("class_name", "str"),
        ("class_name", "1x"),
    ],
)
def test_a_name_of_the_package_is_refused(tiny: Place, key: str, value: str) -> None:
    config(tiny, f"{key} = {json.dumps(value)}")
    assert "sdkwright.toml:3:1: error[bad-name]" in tiny.refused("generate")


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("group:pets", "animals"),
        ("group:pets", "shop.animals"),
        ("method:GET /pets/{id}", "list"),
        ("type:Pet", "Animal"),
    ],
)
def test_other_names_are_taken(tiny: Place, key: str, name: str) -> None:
    config(tiny, f"[names]\n{json.dumps(key)} = {json.dumps(name)}")
    assert tiny.run("generate").code == 0


@pytest.mark.parametrize("path", [".git/hooks/post-checkout", "../x.py", "/x.py", ".sdkwright.json", "a/.GIT/x"])
def test_a_file_that_the_output_must_not_have_is_refused(tiny: Place, path: str) -> None:
    config(tiny, f'[files]\n{json.dumps(path)} = "pyproject.toml.jinja"')
    assert "error[unsafe-path]" in tiny.refused("generate")


# --- keys of a path that are no methods, and methods of one name ---


def operations(place: Place) -> list[str]:
    calls = json.loads(place.run("names", "tiny.yaml", "--format", "json").out)["calls"]
    return [call["call"] for call in calls]


@pytest.mark.parametrize(
    ("key", "what"),
    [
        ("Get", "`Get` is not a method of a path item; left out, as `get` is there too"),
        ("GET", "`GET` is not a method of a path item; left out, as `get` is there too"),
        ("gett", "`gett` is not a method; the operation is left out"),
        ("fetch", "`fetch` is not a method; the operation is left out"),
    ],
)
def test_a_key_that_is_no_method_is_a_warning(place: Place, key: str, what: str) -> None:
    other = f"    {key}: {{operationId: other, tags: [pets], responses: {{'200': {{description: x}}}}}}\ncomponents:"
    place.write("tiny.yaml", TINY.replace("components:", other))
    done = place.run("generate", "tiny.yaml", "--output", "sdk")
    assert done.code == 0
    assert f"tiny.yaml:12:5: warning[method-name]: {what}" in done.err
    assert operations(place) == ["client.pets.get"]
    assert place.run("generate", "tiny.yaml", "--output", "sdk", "--strict").code == 2


@pytest.mark.parametrize("key", ["GET", '"a b"', '""'])
def test_a_further_method_is_a_token_of_its_own(place: Place, key: str) -> None:
    further = f"""\
    additionalOperations:
      COPY: {{operationId: copy, tags: [pets], responses: {{"200": {{description: x}}}}}}
      {key}: {{operationId: other, tags: [pets], responses: {{"200": {{description: x}}}}}}
components:"""
    place.write("tiny.yaml", TINY.replace("3.1.0", "3.2.0").replace("components:", further))
    assert "warning[method-name]" in place.run("generate", "tiny.yaml", "--output", "sdk").err
    assert operations(place) == ["client.pets.get", "client.pets.copy"]
