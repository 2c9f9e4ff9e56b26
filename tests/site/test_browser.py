"""A site in Chromium, from files: tabs, search, themes, narrow windows, and no message in the console."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .chromium import PROGRAMS, Page, chromium, found

pytestmark = pytest.mark.skipif(not found(), reason=f"needs one of {', '.join(PROGRAMS)} (Debian: chromium)")

CURL = "[...document.querySelectorAll('.tab-list button')].find((button) => button.dataset.tab === 'curl')"
SHOWN = (
    "[...document.querySelectorAll('.panel')].filter((panel) => panel.offsetParent).map((panel) => panel.dataset.tab)"
)
BACKGROUND = "getComputedStyle(document.body).backgroundColor"
WIDER = "document.documentElement.scrollWidth > innerWidth"
DARK, LIGHT = "rgb(18, 22, 28)", "rgb(255, 255, 255)"


@pytest.fixture(scope="module")
def browser() -> Iterator[Page]:
    with chromium() as page:
        yield page


@pytest.fixture
def page(browser: Page, site: Path) -> Iterator[Page]:
    """A window on the start of the site, with nothing stored. No message may be in the console afterwards."""
    browser.size(1280, 900)
    browser.prefer("light")
    browser.open((site / "index.html").as_uri())
    browser.evaluate("localStorage.clear()")
    browser.messages.clear()
    browser.requests.clear()
    yield browser
    assert browser.messages == []
    assert [address for address in browser.requests if not address.startswith("file:")] == []


def test_tabs_switch_everywhere_and_are_remembered(page: Page, site: Path) -> None:
    page.open((site / "docs/trees.html").as_uri())
    assert page.evaluate(SHOWN) == ["Sync"] * 3
    page.evaluate(f"{CURL}.click()")
    assert page.evaluate(SHOWN) == ["curl"] * 3
    page.open((site / "docs/animals.html").as_uri())
    assert set(page.evaluate(SHOWN)) == {"curl"}
    assert page.evaluate(f"{CURL}.getAttribute('aria-selected')") == "true"


def test_tabs_are_reached_by_keys(page: Page, site: Path) -> None:
    page.open((site / "docs/trees.html").as_uri())
    page.evaluate("document.querySelector('.tab-list [aria-selected=true]').focus()")
    page.press("ArrowLeft")
    assert page.evaluate("document.activeElement.dataset.tab") == "curl"
    assert page.evaluate(SHOWN) == ["curl"] * 3


def test_search_finds_an_operation_by_name_and_by_path(page: Page) -> None:
    for query in ("trees.list", "get /trees", "match list"):
        page.press("/", "/")
        page.evaluate("document.activeElement.select()")
        page.type(query)
        page.wait("document.querySelector('#results [aria-selected=true] b')?.textContent === 'trees.list'")
    page.press("Enter")
    page.wait("location.href.endsWith('docs/trees.html#treeslist') && document.readyState === 'complete'")
    assert 0 <= page.evaluate("document.getElementById('treeslist').getBoundingClientRect().top") < 300


def test_search_from_a_nested_page_and_without_a_result(page: Page, site: Path) -> None:
    page.open((site / "docs/trees.html").as_uri())
    page.press("/", "/")
    page.type("zzzz")
    page.wait("document.querySelector('#results .none')?.textContent === 'Nothing found'")
    page.press("Escape")
    assert page.evaluate("document.getElementById('results').hidden")
    page.press("/", "/")
    page.evaluate("document.activeElement.select()")
    page.type("quickstart")
    page.wait("document.querySelector('#results a[aria-selected=true] b')?.textContent === 'Quickstart'")
    page.press("Enter")
    page.wait("location.href.endsWith('index.html#quickstart')")


def test_the_theme_follows_the_system_and_the_button(page: Page, site: Path) -> None:
    assert page.evaluate(BACKGROUND) == LIGHT
    page.prefer("dark")
    page.open((site / "docs/errors.html").as_uri())
    assert page.evaluate(BACKGROUND) == DARK
    page.evaluate("document.querySelector('.theme').click()")
    assert page.evaluate(BACKGROUND) == LIGHT
    page.open((site / "docs/models.html").as_uri())
    assert page.evaluate(BACKGROUND) == LIGHT
    page.prefer("light")
    page.evaluate("document.querySelector('.theme').click()")
    assert page.evaluate(BACKGROUND) == DARK


@pytest.mark.parametrize("width", [320, 390, 900, 1280, 1920])
def test_no_page_is_wider_than_its_window(page: Page, site: Path, width: int) -> None:
    page.size(width, 800)
    for path in sorted(site.rglob("*.html")):
        page.open(path.as_uri())
        assert not page.evaluate(WIDER), path.name


def test_the_navigation_of_a_narrow_window(page: Page) -> None:
    page.size(390, 800)
    visible = "!!document.querySelector('#sidebar a').offsetParent"
    page.wait(f"!({visible})")
    page.evaluate("document.querySelector('.menu').click()")
    assert page.evaluate(visible)
    assert page.evaluate("document.querySelector('#sidebar').getBoundingClientRect().bottom") == 800
    page.press("Escape")
    assert not page.evaluate(visible)


def test_text_has_contrast(page: Page, site: Path) -> None:
    """Every color of text against its background, by WCAG 2.2 (1.4.3)."""
    for scheme in ("light", "dark"):
        page.prefer(scheme)
        page.open((site / "docs/trees.html").as_uri())
        low = page.evaluate(CONTRAST)
        assert low == []


def test_a_page_is_readable_without_scripts(page: Page, site: Path) -> None:
    page.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        page.call("Page.navigate", url=(site / "docs/trees.html").as_uri())
        page.wait("document.readyState === 'complete' && location.href.endsWith('trees.html')")
        assert page.evaluate(SHOWN) == ["Sync", "Async", "curl"] * 3
        assert not page.evaluate("!!document.querySelector('.tab-list').offsetParent")
        assert page.evaluate("!!document.querySelector('#sidebar a').offsetParent")
    finally:
        page.call("Emulation.setScriptExecutionDisabled", value=False)


def test_a_hostile_document_runs_nothing(page: Page, hostile: Path) -> None:
    for path in sorted(hostile.rglob("*.html")):
        page.open(path.as_uri())
        page.press("/", "/")
        page.type("script")
        page.wait("!document.getElementById('results').hidden")
        assert (
            page.evaluate("document.querySelectorAll('main script, main img, #results img, main [onerror]').length")
            == 0
        )


CONTRAST = """
(() => {
  const channels = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = (color) => {
    const [r, g, b] = channels(color).map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const back = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if ((channels(color)[3] ?? 1) > 0) return color;
    }
    return "rgb(255, 255, 255)";
  };
  const low = new Set();
  for (const element of document.querySelectorAll("main *, nav *, header *, aside *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const style = getComputedStyle(element);
    if (!own || !element.offsetParent || style.opacity === "0") continue;
    const pair = [light(style.color), light(back(element))].sort((a, b) => b - a);
    const ratio = (pair[0] + 0.05) / (pair[1] + 0.05);
    if (ratio < 4.5) low.add(`${element.tagName}.${element.className} ${style.color} ${ratio.toFixed(2)}`);
  }
  return [...low];
})()
"""
