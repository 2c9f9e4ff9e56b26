"""Overrides of templates: listed, copied, checked and added. Errors are reported before anything is written."""

from __future__ import annotations

import pytest

from .conftest import Place

CONFIG = 'spec = "tiny.yaml"\noutput = "out"\ntemplates = "house"\n'


def generated(place: Place, config: str = CONFIG) -> None:
    place.write("sdkwright.toml", config)
    done = place.run("generate")
    assert done.code == 0, done


def refused(place: Place, code: str, config: str = CONFIG) -> str:
    place.write("sdkwright.toml", config)
    said = place.refused("generate")
    assert f"error[{code}]" in said
    return said


# --- the command ---


def test_list_shows_purpose_and_blocks_of_every_template(place: Place) -> None:
    lines = place.run("templates", "list").out.splitlines()
    names = [line for line in lines if not line.startswith("    ")]
    assert [line for line in names if not line.partition(": ")[2]] == []
    assert lines[lines.index(next(line for line in lines if line.startswith("pyproject"))) + 1].startswith(
        "    blocks: header"
    )
    assert any(line.startswith("runtime/stream/sse.py: ") for line in names)


def test_what_is_shown_is_what_is_ejected(place: Place) -> None:
    for name in ("client.py.jinja", "runtime/stream/sse.py", "docs/models.md.jinja"):
        shown = place.run("templates", "show", name).out
        assert place.run("templates", "eject", name, "--templates", "house").code == 0
        mark, _, rest = (place.folder / "house" / name).read_text(encoding="utf-8").partition("\n")
        assert "ejected from sdkwright" in mark
        assert rest == shown


def test_an_ejected_copy_changes_nothing(tiny: Place) -> None:
    generated(tiny, 'spec = "tiny.yaml"\noutput = "out"\n')
    before = tiny.tree()
    for name in ("client.py.jinja", "resource.py.jinja", "README.md.jinja", "runtime/stream/sse.py"):
        assert tiny.run("templates", "eject", name, "--templates", "house").code == 0
    generated(tiny)
    after = tiny.tree()
    assert {path for path in before if before[path] != after[path]} == {"sdkwright.toml", "out/.sdkwright.json"}


def test_eject_overwrites_nothing(place: Place) -> None:
    place.write("house/client.py.jinja", "mine")
    assert "error[already-there]" in place.refused("templates", "eject", "client.py.jinja", "--templates", "house")


def test_check_reports_an_outdated_copy(tiny: Place) -> None:
    tiny.write("sdkwright.toml", CONFIG)
    assert tiny.run("templates", "eject", "client.py.jinja").code == 0
    fine = tiny.run("templates", "check")
    assert (fine.code, fine.err) == (0, "")
    copy = tiny.folder / "house/client.py.jinja"
    text = copy.read_text(encoding="utf-8")
    digest = text.partition("sha256:")[2][:64]
    copy.write_text(text.replace(digest, "0" * 64), encoding="utf-8")
    behind = tiny.run("templates", "check")
    assert behind.code == 1
    assert "house/client.py.jinja:1:1: warning[stale-template]" in behind.err
    assert digest in behind.out  # the line that settles it
    assert "warning[stale-template]" in tiny.run("generate").err


def test_check_distinguishes_extensions_and_unmarked_files(place: Place) -> None:
    place.write("house/client.py.jinja", '{% extends "builtin/client.py.jinja" %}')
    place.write("house/errors.py.jinja", "by hand")
    done = place.run("templates", "check", "--templates", "house")
    assert done.code == 0
    assert "client.py.jinja: extends the built-in template" in done.out
    assert "errors.py.jinja: has no mark" in done.out


def test_check_reports_unknown_names_and_blocks(place: Place) -> None:
    place.write("house/clients.py.jinja", "")
    place.write("house/errors.py.jinja", '{% extends "builtin/errors.py.jinja" %}{% block heder %}{% endblock %}')
    said = place.refused("templates", "check", "--templates", "house")
    assert "did you mean `client.py.jinja`?" in said
    assert "house/errors.py.jinja:1:1: error[unknown-block]" in said
    assert "did you mean `header`?" in said


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["show", "clint.py.jinja"], "unknown-template"),
        (["show", "../../pyproject.toml"], "unknown-template"),
        (["eject", "/etc/passwd", "--templates", "house"], "unknown-template"),
        (["show"], "no-name"),
        (["list", "client.py.jinja"], "unexpected-name"),
        (["eject", "client.py.jinja"], "no-templates"),
        (["check"], "no-templates"),
        (["check", "--templates", "absent"], "templates-not-found"),
        (["check", "--config", "absent.toml"], "config-not-read"),
    ],
)
def test_a_command_that_cannot_be(place: Place, arguments: list[str], code: str) -> None:
    assert f"error[{code}]" in place.refused("templates", *arguments)


# --- further files, and files that a person keeps ---


def test_a_new_file_is_added_to_the_output(tiny: Place) -> None:
    tiny.write("house/notice.md.jinja", "© Acme, for {{ sdk.title }}\n")
    tiny.write("house/extra.py", "x   =  1\n")
    generated(tiny, CONFIG + '[files]\n"NOTICE.md" = "notice.md.jinja"\n"tiny_sdk/extra.py" = "extra.py"\n')
    tree = tiny.tree()
    assert tree["out/NOTICE.md"].decode() == "© Acme, for Tiny API\n"
    assert tree["out/tiny_sdk/extra.py"] == b"x   =  1\n"
    assert tiny.run("check").code == 0
    generated(tiny, CONFIG + '[files]\n"NOTICE.md" = "notice.md.jinja"\n"tiny_sdk/moved.py" = "extra.py"\n')
    assert "out/tiny_sdk/extra.py" not in tiny.tree()


def test_a_runtime_file_is_replaced(tiny: Place) -> None:
    tiny.write("house/runtime/transport/user_agent.py", "# theirs\n")
    generated(tiny)
    assert tiny.tree()["out/tiny_sdk/_runtime/transport/user_agent.py"] == b"# theirs\n"


@pytest.mark.parametrize(
    ("files", "code", "said"),
    [
        ('"NOTICE.md" = "absent.md.jinja"', "unknown-template", "absent.md.jinja"),
        ('"NOTICE.md" = "notise.md.jinja"', "unknown-template", "did you mean `notice.md.jinja`?"),
        ('"README.md" = "notice.md.jinja"', "path-collision", "README.md"),
        ('"readme.MD" = "notice.md.jinja"', "path-collision", "README.md"),
        ('"../up.md" = "notice.md.jinja"', "unsafe-path", "../up.md"),
        ('"/etc/motd" = "notice.md.jinja"', "unsafe-path", "/etc/motd"),
    ],
)
def test_a_file_that_cannot_be_added(tiny: Place, files: str, code: str, said: str) -> None:
    tiny.write("house/notice.md.jinja", "")
    assert said in refused(tiny, code, CONFIG + f"[files]\n{files}\n" + '"OTHER.md" = "notice.md.jinja"\n')


def test_what_a_person_keeps_is_neither_removed_nor_drift(tiny: Place) -> None:
    tiny.write("house/notice.md.jinja", "ours\n")
    files = '[files]\n"docs/notice.md" = "notice.md.jinja"\n'
    generated(tiny, CONFIG + files)
    tiny.write("out/docs/notice.md", "theirs now\n")
    tiny.write("out/tiny_sdk/local.py", "theirs\n")
    (tiny.folder / "house/notice.md.jinja").unlink()
    generated(tiny, CONFIG + 'keep = ["docs/notice.md", "**/local.py"]\n')
    assert tiny.tree()["out/docs/notice.md"] == b"theirs now\n"
    done = tiny.run("check")
    assert done.code == 0, done
    tiny.write("sdkwright.toml", CONFIG)
    assert tiny.run("check").code == 1  # without `keep` they are foreign


@pytest.mark.parametrize(("glob", "file"), [("*.toml", "pyproject.toml"), ("tiny_sdk/", "tiny_sdk/")])
def test_a_keep_that_covers_what_is_generated(tiny: Place, glob: str, file: str) -> None:
    tiny.write("house/_empty", "")
    said = refused(tiny, "keep-covers-output", CONFIG + f'keep = ["{glob}"]\n')
    assert said.startswith("sdkwright.toml: ")
    assert glob in said
    assert file in said


def test_a_keep_that_covers_the_changelog_we_write(tiny: Place) -> None:
    refused(tiny, "keep-covers-output", 'spec = "tiny.yaml"\nchangelog = true\nkeep = ["CHANGELOG.md"]\n')


# --- the formatter, and signatures ---


def test_the_house_s_ruff_settings_shape_the_output_and_are_watched(tiny: Place) -> None:
    config = 'spec = "tiny.yaml"\noutput = "out"\nruff = "house/ruff.toml"\n'
    tiny.write("house/ruff.toml", "[format]\nquote-style = 'single'\nline-ending = 'cr-lf'\n")
    generated(tiny, config)
    text = tiny.tree()["out/tiny_sdk/resources/pets.py"]
    assert b"'GET /pets/{id}'" in text
    assert b"\r" not in text
    assert tiny.run("check").code == 0
    tiny.write("house/ruff.toml", "# quotes as before\n")
    done = tiny.run("check")
    assert done.code == 1
    assert "the config or the command line changed" in done.out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "cannot read the ruff settings"),
        ("line-length = ", "not TOML"),
        ("line-lenght = 80\n", "house/ruff.toml:1:1: error[ruff-settings]: ruff rejects the settings"),
        ("line-length = 'long'\n", "house/ruff.toml:1:15: "),
        ("extend = '../ruff.toml'\n", "refers to another file"),
    ],
)
def test_invalid_ruff_settings(tiny: Place, text: str | None, said: str) -> None:
    if text is not None:
        tiny.write("house/ruff.toml", text)
    assert said in refused(tiny, "ruff-settings", 'spec = "tiny.yaml"\nruff = "house/ruff.toml"\n')


def test_names_are_the_config_s(tiny: Place) -> None:
    names = {
        "type:Pet": "Animal",
        "field:Pet.name": "label",
        "method:GET /pets/{id}": "fetch",
        "keyword:GET /pets/{id} path id": "pet_id",
        "group:pets": "zoo",
        "class:pets": "Zoo",
    }
    rows = "".join(f'"{key}" = "{name}"\n' for key, name in names.items())
    generated(tiny, f'spec = "tiny.yaml"\noutput = "out"\n[names]\n{rows}')
    tree = tiny.tree()
    assert b"class Zoo(" in tree["out/tiny_sdk/resources/zoo.py"]
    assert b"def fetch(" in tree["out/tiny_sdk/resources/zoo.py"]
    assert b"pet_id: str" in tree["out/tiny_sdk/resources/zoo.py"]
    assert b"class Animal(" in tree["out/tiny_sdk/models/zoo.py"]
    assert b'label: str = Field(alias="name")' in tree["out/tiny_sdk/models/zoo.py"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ('"type:Pat" = "Animal"', "did you mean `type:Pet`?"),
        ('"type:Pet" = "class"', "cannot be a name"),
        ('"type:Pet" = "My Pet"', "cannot be a name"),
    ],
)
def test_invalid_names(tiny: Place, row: str, said: str) -> None:
    tiny.write("sdkwright.toml", f'spec = "tiny.yaml"\n[names]\n{row}\n')
    assert said in tiny.refused("generate")


# --- faults inside a template ---


@pytest.mark.parametrize(
    ("block", "line", "said"),
    [
        ("{{ clint.name }}", "3:", "`clint` is undefined"),
        ("{{ client.nam }}", "3:", "did you mean `name`?"),
        ("{{ 1 / 0 }}", "3:", "ZeroDivisionError"),
        ("{% for %}", "3:", "template-error"),
        ("{% include 'clint.py.jinja' %}", "3:", "did you mean `client.py.jinja`?"),
    ],
)
def test_an_error_has_its_template_its_line_and_its_views(tiny: Place, block: str, line: str, said: str) -> None:
    text = '{% extends "builtin/client.py.jinja" %}\n{% block client_members %}\n' + block + "\n{% endblock %}\n"
    tiny.write("house/client.py.jinja", text)
    message = refused(tiny, "template-error").replace("'clint' is", "`clint` is")
    assert message.startswith(f"house/client.py.jinja:{line}")
    assert said in message
    if "undefined" in said or "Zero" in said:
        assert "sdk (SdkView), client (ClientView)" in message
