"""Sites: every link leads somewhere, nothing is loaded from elsewhere, and a document cannot add HTML or scripts."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import TINY, Place

from .conftest import HERE, build
from .crawler import broken, crawl, read

ALLOWED = {
    *(
        "html",
        "head",
        "meta",
        "title",
        "link",
        "script",
        "body",
        "header",
        "nav",
        "main",
        "aside",
        "div",
        "p",
        "ul",
        "ol",
    ),
    *(
        "li",
        "a",
        "button",
        "input",
        "kbd",
        "wbr",
        "svg",
        "path",
        "circle",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "em",
        "strong",
        "s",
    ),
    *("code", "pre", "span", "table", "thead", "tbody", "tr", "th", "td", "blockquote", "hr", "br"),
}


def test_no_link_is_broken(site: Path) -> None:
    pages = crawl(site)
    assert {path.relative_to(site.resolve()).as_posix() for path in pages} == {
        path.relative_to(site).as_posix() for path in site.rglob("*.html")
    }
    assert sum(len(page.links) for page in pages.values()) > 100
    assert broken(pages) == []


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    for page in crawl(site).values():
        assert len(page.loads) == 2
        for load in page.loads:
            assert (page.path.parent / load).is_file()
    assets = [path.read_text() for path in (site / "assets").glob("site.*")]
    assert not [text for text in assets if re.search(r"https?://|@import|url\(", text)]


def test_the_policy_of_a_page_allows_files_of_the_site_only(site: Path) -> None:
    policies = {
        attributes["content"]
        for page in crawl(site).values()
        for tag, attributes in page.tags
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    }
    # Browsers differ in whether a page that is a file is of the same origin as the files beside it.
    sources = "script-src 'self' file:; style-src 'self' file:; img-src 'self'"
    assert policies == {f"default-src 'none'; {sources}; base-uri 'none'; form-action 'none'"}


def test_each_call_has_tabs(site: Path) -> None:
    page = read(site / "docs" / "trees.html")
    buttons = [attributes["data-tab"] for tag, attributes in page.tags if tag == "button" and "data-tab" in attributes]
    assert buttons == ["Sync", "Async", "curl"] * 3, "two examples of planting, and one of listing"
    assert "async with AsyncForest() as client" in page.text
    assert "curl 'https://north.forest.example/v1/trees'" in page.text


def test_outputs_are_beside_their_programs(site: Path) -> None:
    text = (site / "docs" / "trees.html").read_text()
    panels = re.findall(
        r'<div class="panel" data-tab="(\w+)">(.*?)</div>\n(?=<div class="panel|</div>)', text, re.DOTALL
    )
    shown = [label for label, panel in panels if 'class="output"' in panel]
    assert set(shown) == {"Sync", "Async"}


def test_the_search_index_has_every_operation(site: Path) -> None:
    text = (site / "assets" / "search.js").read_text()
    index = json.loads(text.partition(" = ")[2].rstrip(";\n"))
    found = {entry[2]: entry for entry in index["entries"]}
    assert found["trees.list"][3:5] == ["GET /trees", "List the trees that match."]
    assert found["trees.list"][5].split() == ["kind", "near", "ids", "x_trace", "session", "options", "APIError"]
    assert index["pages"][found["Tree"][0]] == ["docs/models.html", "Models"]
    assert {"Tree", "Call", "Errors", "Quickstart"} <= found.keys()


def test_equal_documents_give_equal_bytes(site: Path, tmp_path: Path) -> None:
    build(HERE / "forest.yaml", tmp_path)
    again = {path.relative_to(tmp_path / "site"): path.read_bytes() for path in (tmp_path / "site").rglob("*.*")}
    assert again == {path.relative_to(site): path.read_bytes() for path in site.rglob("*.*")}


def test_a_hostile_document_adds_no_html(hostile: Path) -> None:
    pages = crawl(hostile)
    assert broken(pages) == []
    for page in pages.values():
        assert {tag for tag, _ in page.tags} <= ALLOWED
        assert [attributes["src"] for tag, attributes in page.tags if tag == "script"] == [page.loads[1]]
        for _, attributes in page.tags:
            assert not [name for name in attributes if name.startswith("on") or name == "style"]
        assert not [link for link in page.links if re.match(r"\s*(?:javascript|data|vbscript)", link, re.IGNORECASE)]
    shown = pages[(hostile / "docs" / "things.html").resolve()].text
    assert "# escaped <script>" in shown, "it is shown as text"


def test_a_site_is_written_again_without_its_old_pages(tmp_path: Path) -> None:
    place = Place(tmp_path)
    document = place.write("tiny.yaml", TINY)
    done = place.run("docs", "tiny.yaml")
    assert (done.code, done.err) == (0, "")
    assert re.fullmatch(r"site: 4 pages, 7 of 7 files written \(\d+\.\d s\)\nopen site/index.html\n", done.out)
    document.write_text(TINY.replace("/pets/", "/dogs/"))
    (tmp_path / "site" / "docs" / "own.html").write_text("mine")
    done = place.run("docs", "tiny.yaml", "--format", "json")
    assert json.loads(done.out) | {"seconds": 0} == {
        "exit": 0,
        "site": "site",
        "pages": 4,
        "written": 5,
        "removed": 1,
        "seconds": 0,
    }
    names = {path.name for path in (tmp_path / "site" / "docs").iterdir()}
    assert names == {"dogs.html", "errors.html", "models.html", "own.html"}


def test_names_of_the_output_are_kept(tiny: Place) -> None:
    assert tiny.run("generate", "tiny.yaml", "--output", "sdk").code == 0
    tiny.write("tiny.yaml", TINY.replace("operationId: getPet", "operationId: fetchOnePet"))
    assert tiny.run("docs", "tiny.yaml", "--output", "sdk").code == 0
    assert "pets.get" in read(tiny.folder / "site" / "docs" / "pets.html").text


def test_links_to_the_repository_are_links_of_the_site(tiny: Place) -> None:
    tiny.write("sdkwright.toml", 'spec = "tiny.yaml"\n[project]\nrepository = "https://example.com/tiny"\n')
    assert tiny.run("docs").code == 0
    assert broken(crawl(tiny.folder / "site")) == []
    assert "docs/pets.html" in read(tiny.folder / "site" / "index.html").links


def test_a_link_of_a_template_that_leads_nowhere_is_an_error(tiny: Place) -> None:
    tiny.write(
        "templates/README.md.jinja",
        '{% extends "builtin/README.md.jinja" %}\n{% block end %}\n'
        "[a](docs/no.md) [b](#no) [c](docs/errors.md#x)\n{% endblock %}",
    )
    error = tiny.refused("docs", "tiny.yaml", "--templates", "templates")
    assert error.count("error[broken-link]") == 3
    assert "the page links to `docs/no.md`" in error
    assert "`#no`" in error
    assert "`docs/errors.md#x`" in error


@pytest.mark.parametrize("folder", ["sdk", "."])
def test_a_folder_of_something_else_is_refused(tiny: Place, folder: str) -> None:
    assert tiny.run("generate", "tiny.yaml", "--output", "sdk").code == 0
    tiny.write("index.html", "mine")
    error = tiny.refused("docs", "tiny.yaml", "--output", "sdk", "--site-dir", folder)
    assert "error[unsafe-output]" in error if folder == "sdk" else "error[foreign-file]" in error
    assert "--site-dir" in error


def test_the_missing_extra_is_named(tiny: Place) -> None:
    tiny.write("none/markdown_it/__init__.py", "raise ImportError('no markdown_it here')\n")
    root = str(HERE.parents[1])
    done = tiny.run("docs", "tiny.yaml", environment={"PYTHONPATH": f"{tiny.folder / 'none'}:{root}"})
    assert done.code == 2
    assert "error[missing-extra]: `sdkwright docs` needs the extra `docs`: no markdown_it here" in done.err
    assert "pip install 'sdkwright[docs]'" in done.err


@pytest.fixture
def tiny(tmp_path: Path) -> Place:
    place = Place(tmp_path)
    place.write("tiny.yaml", TINY)
    return place
