"""What datamodel-code-generator gets of a definition, and what is read from its text."""

import ast
import json
from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.diagnostics.model import Diagnostics
from generator.ir.index import Index
from generator.ir.types import (
    Alias,
    AnyValue,
    Api,
    Array,
    Body,
    Constant,
    Constraint,
    Content,
    Definition,
    Docs,
    Enumeration,
    Example,
    Field,
    Group,
    Map,
    Nullable,
    Object,
    Operation,
    Place,
    Ref,
    Scalar,
    Tag,
    Tuple,
    Type,
    Union,
)
from generator.targets.python.models.datamodel_code_generator import DatamodelCodeGeneratorStage
from generator.targets.python.models.dcg_annotations import Spelling, literal
from generator.targets.python.models.dcg_document import input_types_document, models_document
from generator.targets.python.models.dcg_reading import ReadAlias, Unreadable, expression, read
from generator.targets.python.models.stage import ModelsInput
from generator.targets.python.names.naming import decide
from generator.targets.python.names.package_name import decide_package_names
from generator.targets.python.types.module_layout import divide
from tests.models.compare import compare, resolved
from tests.unit.targets.test_literals import HOSTILE

AT = Place("openapi.yaml", "")
STRING = Scalar("string")


def given_of(*definitions: Definition) -> ModelsInput:
    """An API whose one operation sends and answers every definition."""
    contents = tuple(Content("application/json", Ref(definition.id), AT) for definition in definitions)
    operation = Operation("op", ("things",), "send", "POST", "/things", AT, body=Body(True, contents, AT))
    groups = (Group(("things",)),)
    index = Index(Api("Things", "1", AT, groups=groups, operations=(operation,), definitions=definitions))
    diagnostics = Diagnostics()
    names = decide(index, decide_package_names(index.api, diagnostics), diagnostics)
    assert not diagnostics.failed
    return ModelsInput(index, names, divide(index, names))


def thing(*fields: Field, docs: Docs | None = None) -> Definition:
    return Definition("Thing", ("Thing",), Object(fields), AT, docs or Docs())


CAT = Definition("Cat", ("Cat",), Object((Field("kind", Constant("cat"), True, AT),)), AT)
DOG = Definition("Dog", ("Dog",), Object((Field("kind", Enumeration(("dog", "hound"), open=False), True, AT),)), AT)
PET = Union((Ref("Cat"), Ref("Dog")), Tag("kind", (("cat",), ("dog", "hound"))))

scalars = st.sampled_from(
    [
        STRING,
        *(Scalar("string", format) for format in ("date-time", "date", "uuid", "decimal", "binary", "email", "byte")),
        Scalar("integer", "int64"),
        Scalar("number"),
        Scalar("boolean"),
        Scalar("null"),
        AnyValue(),
        Ref("Cat"),
        Ref("Pet"),
        Ref("Thing"),
        PET,
    ]
)
texts = st.text(st.characters(codec="utf-8"), max_size=8) | st.sampled_from([h for h in HOSTILE if h])
values = st.one_of(texts, st.integers(-(2**70), 2**70), st.booleans())
constants = st.one_of(values, st.floats(allow_nan=False, allow_infinity=False), st.just([]), st.just({})).map(Constant)
enumerations = st.builds(
    Enumeration, st.lists(values, min_size=2, max_size=4, unique_by=lambda v: (type(v), v)).map(tuple), st.booleans()
)


def nullable(type: Type) -> Type:
    return type if isinstance(type, (AnyValue, Nullable)) or type == Scalar("null") else Nullable(type)


def union(members: list[Type]) -> Type:
    plain = [member for member in members if not isinstance(member, (Nullable, Union)) and member != Scalar("null")]
    distinct = tuple(dict.fromkeys(plain))
    return Union(distinct) if len(distinct) > 1 else members[0]


types = st.recursive(
    scalars | enumerations,
    lambda inner: st.one_of(
        inner.map(Array),
        inner.map(Map),
        inner.map(nullable),
        st.lists(inner, min_size=2, max_size=3).map(union),
        st.lists(inner, min_size=1, max_size=3).map(lambda items: Tuple(tuple(items))),
    ),
    max_leaves=6,
)
wires = st.one_of(
    st.from_regex(r"[a-zA-Z_][a-zA-Z0-9_.-]{0,8}", fullmatch=True),
    st.sampled_from(["class", "_id", "$ref", "@type", "a.b", "model_config", "str", "datetime", "x-python-type"]),
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(wires, st.tuples(types | constants, st.booleans()), min_size=1, max_size=6), types)
def test_any_definition_is_read_the_same_by_both(properties: dict[str, tuple[Type, bool]], aliased: Type) -> None:
    fields = (Field(wire, type, required, AT) for wire, (type, required) in properties.items())
    definitions = [
        thing(*_apart(fields)),
        CAT,
        DOG,
        Definition("Pet", ("Pet",), Alias(PET), AT),
        Definition("Named", ("Named",), Alias(aliased), AT),
    ]
    assert compare(given_of(*definitions)).unexplained == []


def _apart(fields: Iterable[Field]) -> list[Field]:
    """Fields whose names do not collide."""
    apart: dict[str, Field] = {}
    for field in fields:
        apart.setdefault("".join(char for char in field.wire.lower() if char.isalnum()) or "x", field)
    return list(apart.values())


def test_no_text_of_the_document_reaches_the_library_but_as_data() -> None:
    secret = "from os import system"
    docs = Docs(secret, secret, deprecation=secret, url=secret, examples=(Example(secret, secret),))
    field = Field("a", STRING, True, AT, docs, default=secret, constraints=(Constraint("pattern", secret),))
    given = given_of(thing(field, docs=docs))
    for lowered in (models_document(given), input_types_document(given)):
        assert secret not in json.dumps(lowered.document)
        assert "Thing" in json.dumps(lowered.document)


def test_only_formats_with_a_type_of_their_own_are_written() -> None:
    formats = ["date-time", "uuid", "email", "uri", "ipv4", "x-anything"]
    fields = (Field(format, Scalar("string", format), True, AT) for format in formats)
    properties = models_document(given_of(thing(*fields))).schemas["Thing"]["properties"]
    assert [name for name, schema in properties.items() if "format" in schema] == ["date-time", "uuid"]


@pytest.mark.parametrize("wires", [["_id"], ["_id", "a-b"], ["a_b", "a/b"], ["class", "_class"], ["str", "__x"]])
def test_keys_are_wire_names_whatever_the_form(wires: list[str]) -> None:
    given = given_of(thing(*(Field(wire, STRING, True, AT, name=f"key {wire}") for wire in wires)))
    (module,) = DatamodelCodeGeneratorStage(Diagnostics()).input_types(given)
    assert [key.name.strip('"') for input_type in module.input_types for key in input_type.keys] == wires


def test_an_import_that_renames_is_followed() -> None:
    reading = read("from datetime import date as date_aliased\nDay: TypeAlias = date_aliased | None")
    day = reading.find("Day")
    assert isinstance(day, ReadAlias)
    assert Spelling("m", {"Day": "m"}, {}, reading).annotation(day.annotation) == (
        "Annotated[dt.date, RFC3339] | None",
        False,
    )


def test_an_alias_that_the_library_added_is_replaced_by_its_type() -> None:
    pairs = Tuple((Tuple((STRING, Scalar("integer"))),))
    given = given_of(Definition("Pairs", ("Pairs",), Alias(pairs), AT))
    (module,) = DatamodelCodeGeneratorStage(Diagnostics()).modules(given)
    assert [(model.name, model.annotation) for model in module.models] == [("Pairs", "tuple[tuple[str, int]]")]


@pytest.mark.parametrize(
    "text",
    [
        "def f(): ...",
        "x = 1",
        "A = RootModel(int)",
        "class A(BaseModel):\n    def f(self): ...",
        "class A(BaseModel):\n    a: str = Field('x', pattern='y')",
        "class A(BaseModel):\n    a: str = Field('x', 'y')",
        "class A(",
    ],
)
def test_a_text_that_holds_anything_else_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        read(text)


@pytest.mark.parametrize("annotation", ["system('x')", "os.system", "Secret", "list[eval]", "conint(gt=1)"])
def test_an_annotation_that_holds_anything_else_is_refused(annotation: str) -> None:
    with pytest.raises(Unreadable):
        Spelling("m", {}, {}, read("")).annotation(ast.parse(annotation, mode="eval").body)


@pytest.mark.parametrize("value", ["1.5", "f'{x}'", "x", "[1]", "b'x'", "-x"])
def test_a_value_that_is_no_literal_is_refused(value: str) -> None:
    with pytest.raises(Unreadable):
        literal(ast.parse(value, mode="eval").body)


def test_an_annotation_in_quotes_that_is_none_is_refused() -> None:
    with pytest.raises(Unreadable):
        expression(ast.Constant("a b"))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("A | B | None", "B | A | None", True),
        ('"A | B"', "A | B", True),
        ('Literal["a", "b"]', 'Literal["b", "a"]', True),
        ('list[Literal["a b"] | str]', 'list[str | Literal["a b"]]', True),
        ("A | None", "A", False),
        ('Literal["a"]', 'Literal["b"]', False),
        ("dict[str, int]", "dict[int, str]", False),
        ("list[A]", "Sequence[A]", False),
    ],
)
def test_the_comparison_sees_meaning(one: str, other: str, same: bool) -> None:
    assert (resolved(one) == resolved(other)) is same
