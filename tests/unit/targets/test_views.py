"""The views are an API: documented, and the page of them is what the code says."""

from __future__ import annotations

from dataclasses import fields

import pytest

from generator.targets.python.views import document_views, module_views, views


def test_the_page_of_the_views_is_fresh() -> None:
    """`python -m generator.targets.python.views.document_views` writes it again."""
    assert document_views.PAGE.read_text(encoding="utf-8") == document_views.document()


@pytest.mark.parametrize(
    "view",
    [
        view
        for module in (views, module_views)
        for view in vars(module).values()
        if isinstance(view, type) and view.__module__ == module.__name__ and view is not module_views.Imports
    ],
)
def test_every_field_of_a_view_has_a_meaning(view: type) -> None:
    names = [field.name for field in fields(view)]
    assert list(document_views.meanings(view)) == (names if view is not module_views.Import else [])
