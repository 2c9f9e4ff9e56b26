"""Every identifier is decided once: collisions are settled by meaning or reported, and nothing published moves."""

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from generator.ir.types import Ref
from generator.targets.python.names import reserved
from generator.targets.python.names.casing import is_plain
from generator.targets.python.names.locked_names import published_names
from generator.targets.python.names.name_scope import LockedNames
from tests.unit.targets.api_of import STRING, alias, api, enum, names_of, obj, operation, parameter, prop, response


def test_schemas_that_differ_in_spelling_alone_are_distinguished_by_their_kind_with_a_warning() -> None:
    names, diagnostics = names_of(api(definitions=(obj("foo_bar"), obj("Foo_bar"), obj("FooBar"))))
    assert names.types == {"FooBar": "FooBar", "foo_bar": "FooBarObject", "Foo_bar": "FooBarSchema"}
    assert [(item.severity, item.code) for item in diagnostics.items] == [("warning", "name-collision")] * 2
    assert "wants the name `FooBar`" in diagnostics.items[0].message
    assert "it is called `FooBarObject`" in diagnostics.items[0].message
    assert "name of its own" in diagnostics.items[0].hint


def test_a_schema_that_nothing_distinguishes_is_an_error_that_asks_for_a_name() -> None:
    spellings = ("foo_bar", "Foo_bar", "foo_Bar", "Foo_Bar", "foo bar")
    _, diagnostics = names_of(api(definitions=tuple(obj(name) for name in spellings)))
    assert [item.severity for item in diagnostics.items] == ["warning", "warning", "error", "warning"]


def test_a_value_that_meets_an_object_says_what_it_is() -> None:
    names, diagnostics = names_of(api(definitions=(enum("nullTime"), obj("NullTime"))))
    assert names.types == {"NullTime": "NullTime", "nullTime": "NullTimeValue"}
    assert not diagnostics.items


def test_an_inline_schema_gives_way_to_a_component() -> None:
    inline = obj("Chunk/error", component=False, name=("Chunk", "error"))
    names, diagnostics = names_of(api(definitions=(inline, obj("ChunkError"))))
    assert names.types == {"ChunkError": "ChunkError", "Chunk/error": "ChunkErrorDetails"}
    assert not diagnostics.items


@pytest.mark.parametrize("name", ["Warning", "Any", "Model", "Literal", "Exception", "Field"])
def test_names_that_the_module_needs_take_an_underscore(name: str) -> None:
    names, _ = names_of(api(definitions=(obj(name),)))
    assert names.types[name] == f"{name}_"


@pytest.mark.parametrize(
    ("wire", "name"),
    [
        ("class", "class_"),
        ("schema", "schema_"),
        ("copy", "copy_"),
        ("model_config", "model_config_"),
        ("list", "list_"),
        ("object", "object"),
    ],
)
def test_fields_keep_clear_of_python_and_pydantic(wire: str, name: str) -> None:
    names, _ = names_of(api(definitions=(obj("Thing", prop(wire)),)))
    assert names.fields["Thing", wire] == name


def test_no_field_hides_what_a_model_has_by_its_class_or_metaclass() -> None:
    inherited = {*dir(BaseModel), *dir(type(BaseModel))}
    public = {name for name in inherited if not name.startswith("_") and hasattr(BaseModel, name)}
    assert public <= reserved.FIELDS


@pytest.mark.parametrize(
    ("wires", "expected"),
    [
        (("+1", "-1"), ("plus_1", "minus_1")),
        (("isGlobal", "is_global"), ("isGlobal", "is_global")),
        (("_id", "id"), ("id_", "id")),
        (("__id", "_id", "id"), ("id_", "underscore_id", "id")),
        (("", "id"), ("blank", "id")),
        (("from", "from_"), ("from_", "from_underscore")),
        (("a_b", "a-b", "aB", "a.b"), ("a_b", "a_minus_b", "aB", "a_dot_b")),
        (("prefs/voting", "prefs_voting"), ("prefs_slash_voting", "prefs_voting")),
    ],
)
def test_fields_that_meet_are_distinguished_by_what_they_are_called(
    wires: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    names, diagnostics = names_of(api(definitions=(obj("Thing", *map(prop, wires)),)))
    assert tuple(names.fields["Thing", wire] for wire in wires) == expected
    assert not diagnostics.items


def test_operations_with_one_operation_id_have_their_own_names() -> None:
    index = api(operation("/a", "list a", id="listPets"), operation("/b", "list b", id="list_pets"))
    names, diagnostics = names_of(index)
    assert [names.operation(op).method for op in index.api.operations] == ["list_a", "list_b"]
    assert not diagnostics.items


def test_methods_that_meet_take_their_whole_operation_id() -> None:
    index = api(operation("/a", "list", id="list_pets"), operation("/b", "list", id="pets_list"))
    names, _ = names_of(index)
    assert [names.operation(op).method for op in index.api.operations] == ["list", "pets_list"]


def test_the_typed_dicts_of_methods_have_names_of_their_own_in_the_package() -> None:
    index = api(
        operation("/users/emails", "emails_list", id="a", group=("users",)),
        operation("/emails", "list", id="b", group=("users_emails",)),
    )
    names, diagnostics = names_of(index)
    assert [own.params for own in names.operations.values()] == ["UsersEmailsListParams", "UsersEmailsListMethodParams"]
    assert published_names(names)["params:GET /emails"] == "UsersEmailsListMethodParams"
    assert not diagnostics.items


def test_methods_without_an_operation_id_are_distinguished_by_their_path() -> None:
    index = api(operation("/pets/{id}", "get"), operation("/pets/{id}/toys", "get"))
    names, diagnostics = names_of(index)
    assert [names.operation(op).method for op in index.api.operations] == ["get", "get_pets_id_toys"]
    assert not diagnostics.items


def test_a_query_parameter_gives_way_to_a_path_parameter() -> None:
    index = api(operation("/pets/{id}", parameters=(parameter("id", "query"), parameter("id", "path"))))
    names, _ = names_of(index)
    keywords = names.operation(index.api.operations[0]).keywords
    assert keywords == {("path", "id"): "id", ("query", "id"): "id_"}


def test_an_error_is_named_by_a_schema_of_its_own_else_by_its_status() -> None:
    definitions = (obj("ForbiddenResponse"), obj("Problem"))
    errors = (
        response(Ref("ForbiddenResponse"), "403"),
        response(Ref("Problem"), "404"),
        response(Ref("Problem"), "429"),
    )
    names, _ = names_of(api(operation("/a", errors=errors), definitions=definitions))
    assert [error.cls for error in names.errors] == ["ForbiddenResponseError", "NotFoundError", "TooManyRequestsError"]


@given(st.lists(st.text(max_size=12), min_size=1, max_size=8, unique=True))
def test_fields_are_distinct_identifiers(wires: list[str]) -> None:
    names, diagnostics = names_of(api(definitions=(obj("Thing", *map(prop, wires)),)))
    given_names = list(names.fields.values())
    assert all(name.isidentifier() for name in given_names)
    assert len(set(given_names)) == len(given_names)
    assert not diagnostics.failed


@given(st.lists(st.from_regex(r"[a-z]{1,4}", fullmatch=True), min_size=1, max_size=6, unique=True), st.data())
def test_adding_a_schema_renames_nothing(schemas: list[str], data: st.DataObject) -> None:
    before, _ = names_of(api(definitions=tuple(map(obj, schemas))))
    added = data.draw(st.from_regex(r"[a-z]{5}", fullmatch=True).filter(is_plain))
    place = data.draw(st.integers(0, len(schemas)))
    after, _ = names_of(api(definitions=tuple(map(obj, [*schemas[:place], added, *schemas[place:]]))))
    assert {id: name for id, name in after.types.items() if id != added} == before.types


def test_a_published_name_stays_when_the_document_grows() -> None:
    inline = obj("Chunk/error", component=False, name=("Chunk", "error"))
    before, _ = names_of(api(definitions=(inline,)))
    component = alias("ChunkError", STRING)
    after, diagnostics = names_of(api(definitions=(component, inline)), LockedNames(published=published_names(before)))
    assert after.types["Chunk/error"] == before.types["Chunk/error"] == "ChunkError"
    assert after.types["ChunkError"] == "ChunkErrorValue"
    assert not diagnostics.items


def test_an_error_keeps_its_name_when_its_schema_serves_another_status_too() -> None:
    definitions = (obj("ForbiddenResponse"),)
    errors = (response(Ref("ForbiddenResponse"), "403"),)
    before, _ = names_of(api(operation("/a", errors=errors), definitions=definitions))
    errors = (*errors, response(Ref("ForbiddenResponse"), "451"))
    after, _ = names_of(
        api(operation("/a", errors=errors), definitions=definitions), LockedNames(published=published_names(before))
    )
    assert [error.cls for error in after.errors] == ["ForbiddenResponseError", "UnavailableForLegalReasonsError"]


def test_the_config_settles_a_collision() -> None:
    index = api(definitions=(obj("foo-bar"), obj("foo_bar")))
    names, diagnostics = names_of(index, LockedNames(asked={"type:foo-bar": "Dashed"}))
    assert names.types == {"foo-bar": "Dashed", "foo_bar": "FooBar"}
    assert not diagnostics.items


def test_the_config_cannot_ask_for_what_is_no_name_or_nobody_has() -> None:
    locked = LockedNames(asked={"type:Thing": "import os", "type:Thin": "Thin"})
    _, diagnostics = names_of(api(definitions=(obj("Thing"),)), locked)
    assert [item.code for item in diagnostics.items] == ["bad-name", "unknown-name"]
    assert "type:Thing" in diagnostics.items[1].hint


def test_a_resource_hides_nothing_of_the_client() -> None:
    runtime = Path(__file__).resolve().parents[3] / "templates" / "python" / "runtime"
    sources = [(runtime / name).read_text(encoding="utf-8") for name in ("client.py", "stream/stream_client.py")]
    classes = [node for source in sources for node in ast.parse(source).body if isinstance(node, ast.ClassDef)]
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    methods = {node.name for cls in classes for node in cls.body if isinstance(node, functions)}
    assert {name for name in methods if not name.startswith("_")} <= reserved.RESOURCES


def test_a_path_parameter_keeps_clear_of_the_keywords_beside_it() -> None:
    taken = operation("/{kwargs}", parameters=(parameter("kwargs", "path"), parameter("q")))
    free = operation("/", "list", parameters=(parameter("kwargs"),))
    names, diagnostics = names_of(api(taken, free))
    assert names.operation(taken).keywords == {("path", "kwargs"): "kwargs_", ("query", "q"): "q"}
    assert names.operation(free).keywords == {("query", "kwargs"): "kwargs"}
    assert not diagnostics.items


def test_no_module_has_the_name_of_a_windows_device() -> None:
    names, diagnostics = names_of(api(operation("/aux", group=("aux",))))
    group = names.resources[("aux",)]
    assert (group.attribute, group.module, group.file) == ("aux", "aux_", "aux_")
    assert not diagnostics.items


def test_a_resource_gives_way_to_the_client_of_its_name() -> None:
    client = names_of(api())[0].package_names.client
    index = api(operation("/test", group=(client,)))
    names, diagnostics = names_of(index)
    assert [resource.cls for resource in names.resources.values()] == [f"{client}Resource"]
    assert not diagnostics.items


def test_modules_have_ascii_names_whatever_their_tag_is_written_in() -> None:
    names, _ = names_of(api(operation("/a", group=("модель",)), operation("/b", group=("日本語",))))
    groups = list(names.resources.values())
    assert [group.attribute for group in groups] == ["модель", "日本語"]
    assert all(group.module.isascii() and group.module.isidentifier() for group in groups)
    assert groups[0].module != groups[1].module


@pytest.mark.parametrize(
    ("tags", "classes"),
    [(("Resource",), ["ResourceResource"]), (("pets", "async pets"), ["Pets", "AsyncPetsResource"])],
)
def test_neither_class_of_a_resource_takes_a_name_that_is_needed(tags: tuple[str, ...], classes: list[str]) -> None:
    names, diagnostics = names_of(api(*(operation(f"/{tag}", group=(tag,)) for tag in tags)))
    assert [group.cls for group in names.resources.values()] == classes
    assert not diagnostics.items
