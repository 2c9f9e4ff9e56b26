"""Annotations in quotes say what they said without."""

import ast

import pytest

from generator.targets.python.annotations import quoted


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
