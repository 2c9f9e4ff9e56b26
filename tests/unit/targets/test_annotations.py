"""Annotations in quotes say what they said without."""

import ast

import pytest

from generator.ir.types import Nullable, Ref, Scalar
from generator.targets.python.types.annotations import Scope, annotate, quoted
from tests.unit.targets.api_of import alias, api, names_of


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        ("list[Tree]", '"list[Tree]"'),
        ('Literal["leaf"] | Tree', "'Literal[\"leaf\"] | Tree'"),
        ('Literal["it\'s"] | Tree', '"Literal[\\"it\'s\\"] | Tree"'),
        ('Literal["a\\nb"]', '"Literal[\\"a\\\\nb\\"]"'),
        ('Literal["a\\\\"]', '"Literal[\\"a\\\\\\\\\\"]"'),
    ],
)
def test_quoted_keeps_the_meaning(annotation: str, expected: str) -> None:
    assert quoted(annotation) == expected
    assert ast.literal_eval(expected) == annotation


def test_null_by_another_name_is_not_null_twice() -> None:
    index = api(definitions=(alias("Nothing", Scalar("null")), alias("Text", Scalar("string"))))
    scope = Scope(index, names_of(index)[0])
    assert annotate(Nullable(Ref("Nothing")), scope) == "models.Nothing"
    assert annotate(Nullable(Ref("Text")), scope) == "models.Text | None"
