"""Templates with an overlay: found, extended by block, and clear about their faults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.diagnostics.model import Diagnostic, Diagnostics, Failed
from generator.emit.environment import Environment, builtin_folder

OURS = {
    "client.py.jinja": "{% block header %}# ours\n{% endblock %}\nclass {{ client.name }}: ...\n",
    "errors.py.jinja": "{% extends '_base.jinja' %}\n{% block body %}errors{% endblock %}\n",
    "_base.jinja": "{% block top %}top{% endblock %}\n{% block body %}{% endblock %}\n",
    "runtime/stream/sse.py": "ours = {{ not jinja }}\n",
}


@dataclass(frozen=True)
class ClientView:
    name: str = "Acme"


class Templates:
    """A folder of our templates and an overlay, as files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.diagnostics = Diagnostics()
        self._fill("ours", OURS)

    def _fill(self, name: str, texts: Mapping[str, str]) -> Path:
        for path, text in texts.items():
            file = self.folder / name / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return self.folder / name

    def environment(self, overlay: Mapping[str, str] | None = None) -> Environment:
        theirs = self._fill("house", overlay) if overlay is not None else None
        return Environment(self.folder / "ours", theirs, self.diagnostics)

    def refused(self, overlay: Mapping[str, str]) -> Diagnostic:
        with pytest.raises(Failed):
            self.environment(overlay)
        (item,) = self.diagnostics.items
        return item

    def fault(self, overlay: Mapping[str, str], template: str = "client.py.jinja") -> Diagnostic:
        """What is said when rendering, not before."""
        environment = self.environment(overlay)
        assert self.diagnostics.items == []
        assert environment.render(template, client=ClientView()) == ""
        (item,) = self.diagnostics.items
        assert item.code == "template-error"
        return item


@pytest.fixture
def templates(tmp_path: Path) -> Templates:
    return Templates(tmp_path)


def line(item: Diagnostic) -> tuple[str, int]:
    assert item.at is not None
    position = item.at.position()
    return Path(position.file).parent.name + "/" + Path(position.file).name, position.line


def test_ours_alone(templates: Templates) -> None:
    assert templates.environment().render("client.py.jinja", client=ClientView()) == "# ours\nclass Acme: ...\n"


def test_a_file_replaces_one_of_ours(templates: Templates) -> None:
    environment = templates.environment(
        {"client.py.jinja": "{{ client.name }}!\n", "runtime/stream/sse.py": "theirs\n"}
    )
    assert environment.render("client.py.jinja", client=ClientView()) == "Acme!\n"
    assert environment.static("runtime/stream/sse.py") == "theirs\n"


def test_a_block_of_ours_is_extended(templates: Templates) -> None:
    text = "{% extends 'builtin/client.py.jinja' %}\n{% block header %}\n# house\n{{ super() }}{% endblock %}\n"
    environment = templates.environment({"client.py.jinja": text})
    assert environment.render("client.py.jinja", client=ClientView()) == "# house\n# ours\nclass Acme: ...\n"


def test_builtin_cannot_be_shadowed(templates: Templates) -> None:
    assert templates.refused({"builtin/client.py.jinja": ""}).code == "unknown-template"


def test_inherited_blocks_are_known_and_partials_are_allowed(templates: Templates) -> None:
    text = "{% extends 'builtin/errors.py.jinja' %}{% block top %}{% include '_parts/mine.jinja' %}{% endblock %}"
    environment = templates.environment(
        {"errors.py.jinja": text, "_parts/mine.jinja": "mine", "README.md": "", ".hidden": ""}
    )
    assert environment.render("errors.py.jinja").startswith("mineerrors")


def test_static_files_are_no_templates(templates: Templates) -> None:
    environment = templates.environment()
    assert environment.static("runtime/stream/sse.py") == "ours = {{ not jinja }}\n"
    assert environment.names("runtime/") == ("runtime/stream/sse.py",)


def test_an_unknown_name_is_refused_with_a_suggestion(templates: Templates) -> None:
    item = templates.refused({"clients.py.jinja": ""})
    assert (item.code, item.hint) == ("unknown-template", "did you mean `client.py.jinja`?")


def test_an_unknown_block_is_refused_with_a_suggestion(templates: Templates) -> None:
    text = "{% extends 'builtin/client.py.jinja' %}\n\n{% block headers %}{% endblock %}\n"
    item = templates.refused({"client.py.jinja": text})
    assert (item.code, item.hint) == ("unknown-block", "did you mean `header`?")
    assert line(item) == ("house/client.py.jinja", 3)


def test_a_block_within_an_overridden_one_is_a_new_block(templates: Templates) -> None:
    text = "{% extends 'builtin/client.py.jinja' %}{% block header %}{% block mine %}#{% endblock %}{% endblock %}"
    templates.environment({"client.py.jinja": text})
    assert templates.diagnostics.items == []


def test_a_template_that_extends_itself_is_told_of_builtin(templates: Templates) -> None:
    item = templates.refused({"client.py.jinja": "{% extends 'client.py.jinja' %}"})
    assert item.hint == "extend `builtin/client.py.jinja`"


def test_a_syntax_error_has_its_line(templates: Templates) -> None:
    item = templates.refused({"client.py.jinja": "fine\n{% if %}\n"})
    assert item.code == "template-error"
    assert line(item) == ("house/client.py.jinja", 2)


def test_a_missing_overlay_is_refused(templates: Templates) -> None:
    with pytest.raises(Failed):
        Environment(templates.folder / "ours", templates.folder / "absent", templates.diagnostics)
    assert [item.code for item in templates.diagnostics.items] == ["templates-not-found"]


def test_an_undefined_name_has_its_line_and_what_was_given(templates: Templates) -> None:
    item = templates.fault({"client.py.jinja": "fine\n{{ clint.name }}\n"})
    assert "'clint' is undefined" in item.message
    assert item.hint == "the template was given: client (ClientView)"
    assert line(item) == ("house/client.py.jinja", 2)


@pytest.mark.parametrize(
    "use",
    [
        "{{ client.nam }}",
        "{% if client.nam %}{% endif %}",
        "{% for x in client.nam %}{% endfor %}",
        "{{ client.nam + 1 }}",
    ],
)
def test_an_undefined_attribute_suggests_the_nearest(templates: Templates, use: str) -> None:
    assert "did you mean `name`?" in templates.fault({"client.py.jinja": use}).message


def test_a_fault_in_a_block_has_the_overriding_template_s_line(templates: Templates) -> None:
    text = "{% extends 'builtin/client.py.jinja' %}\n{% block header %}\n{{ 1 / 0 }}\n{% endblock %}"
    item = templates.fault({"client.py.jinja": text})
    assert "ZeroDivisionError" in item.message
    assert line(item) == ("house/client.py.jinja", 3)


def test_a_fault_of_ours_below_an_override_names_ours(templates: Templates) -> None:
    text = "{% extends 'builtin/client.py.jinja' %}{% block header %}{% endblock %}{% set client = 1 %}"
    item = templates.fault({"client.py.jinja": text})
    assert "builtin/client.py.jinja" in item.message
    assert line(item) == ("ours/client.py.jinja", 3)


def test_an_unknown_include_is_suggested(templates: Templates) -> None:
    item = templates.fault({"client.py.jinja": "{% include '_bas.jinja' %}"})
    assert (item.message, item.hint) == (
        "in template `client.py.jinja`: there is no template `_bas.jinja`",
        "did you mean `_base.jinja`?",
    )


def test_endless_recursion_is_a_fault_like_others(templates: Templates) -> None:
    item = templates.fault({"client.py.jinja": "{% include 'client.py.jinja' %}"})
    assert "RecursionError" in item.message


def test_the_digest_follows_every_template(templates: Templates) -> None:
    alone = templates.environment().digest
    assert templates.environment().digest == alone
    first = templates.environment({"_mine.jinja": "1"}).digest
    assert first != alone
    assert templates.environment({"_mine.jinja": "2"}).digest not in {first, alone}


def test_our_own_templates_are_found() -> None:
    assert {"client.py.jinja", "runtime/stream/sse.py"} <= set(
        Environment(builtin_folder("python"), None, Diagnostics()).names()
    )
