"""Text of a document on a page: ordinary markup stays, nothing of it acts."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.targets.python.pages import markdown


@pytest.mark.parametrize(
    ("source", "page"),
    [
        ("Some *words* in **bold**, `code` and ~~gone~~.", "Some *words* in **bold**, `code` and ~~gone~~."),
        ("- one\n- two\n\n1. first", "- one\n- two\n\n1. first"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "| a | b |\n|---|---|\n| 1 | 2 |"),
        ("See [the guide](https://example.com/a?b=1&c=2).", "See [the guide](https://example.com/a?b=1&c=2)."),
        ("Write to [us](mailto:us@example.com)", "Write to [us](mailto:us@example.com)"),
        ("See [the\nguide](https://example.com) and `a\nb`.", "See [the guide](https://example.com) and `a b`."),
        ("<https://example.com>", "<https://example.com>"),
        ("&lt;b&gt; &copy;", "&lt;b&gt; &copy;"),
        ("```json\n{}\n```", "```json\n{}\n```"),
    ],
)
def test_ordinary_markup_stays(source: str, page: str) -> None:
    assert markdown.prose(source) == page


@pytest.mark.parametrize(
    ("source", "page"),
    [
        ("<script>alert(1)</script>", "&lt;script>alert(1)&lt;/script>"),
        ("<!-- hidden", "&lt;!-- hidden"),
        ("<b onclick=x>", "&lt;b onclick=x>"),
        ("[here](javascript:alert(1))", "here"),
        ("[here](JaVaScRiPt:alert(1))", "here"),
        ("<javascript:alert(1)>", "&lt;javascript:alert(1)>"),
        ("[here](data:text/html;base64,AAAA)", "here"),
        ("[guide](/docs/guides/chat)", "guide (`/docs/guides/chat`)"),
        ("![seen](https://example.com/pixel.png)", "[seen](https://example.com/pixel.png)"),
        ("[a][b]\n\n[b]: javascript:alert(1)", "\\[a\\]\\[b\\]\n\n\\[b\\]: javascript:alert(1)"),
        ("# A heading\nand text", "**A heading**\n\nand text"),
        ("A heading\n=====\nand text", "A heading\n\nand text"),
        ("> # quoted", "> **quoted**"),
        ("- # listed", "- **listed**"),
        ("---\ntitle: front matter\n---", "title: front matter"),
        ("an open ` tick, <b>`", "an open ` tick, <b>`"),
        ("an open ` tick\n\n- <b> `", "an open \\` tick\n\n- &lt;b> \\`"),
        ("before\n```python\nprint(1)", "before\n\n```py\nprint(1)\n```"),
        ("````\n```\n<b>\n```\n````", "````\n```\n<b>\n```\n````"),
        ("- item\n    ```\n    <b>\n    ```", "- item\n\n```\n<b>\n```"),
        ("~~~ ~~~\n<b>", "```\n<b>\n```"),
        ("https://example.com`<b>`", "<https://example.com>`<b>`"),
        ("turned \u202earound&#x202e; \u2066and\u2069 hidden\u200b\ufeff\U000e0041", "turned around and hidden\u200b"),
        ("a\x00b\x1b[31m", "ab\\[31m"),
        ("ends in \\", "ends in \\\\"),
    ],
)
def test_nothing_of_a_text_acts(source: str, page: str) -> None:
    assert markdown.prose(source) == page


@pytest.mark.parametrize(
    ("source", "page"),
    [
        ("one | two", "one &#124; two"),
        ("one\n\ntwo\nthree", "one two three"),
        ("`str | None`", "`str \\| None`"),
        ("`a\\|b`", "<code>a&#92;&#124;b</code>"),
        ("`<b>|`", "`<b>\\|`"),
        ("\\|", "&#124;"),
        ("ends in \\", "ends in \\\\"),
        ("```\na | b\n```", "a &#124; b"),
        ("# heading\n- item", "heading item"),
    ],
)
def test_a_cell_is_one_cell(source: str, page: str) -> None:
    assert markdown.cell(source) == page


@pytest.mark.parametrize(
    ("source", "page"),
    [
        ("a`b", "``a`b``"),
        ("`", "`` ` ``"),
        ("``a`", "``` ``a` ```"),
        ("two\nlines", "`two lines`"),
        ("", ""),
    ],
)
def test_a_code_span_holds_any_text(source: str, page: str) -> None:
    assert markdown.code(source) == page


def test_plain_words_have_no_markup() -> None:
    assert markdown.text("*a* <b> [c](d) `e` # | \n f_g") == "\\*a\\* &lt;b&gt; \\[c\\](d) \\`e\\` \\# \\| f\\_g"


@pytest.mark.parametrize(
    ("heading", "anchor"), [("chat.send", "chatsend"), ("ChatResult", "chatresult"), ("a_b c-d", "a_b-c-d")]
)
def test_an_anchor_is_the_one_that_github_gives(heading: str, anchor: str) -> None:
    assert markdown.slug(heading) == anchor


PIECES = [
    "<script>", "</td>", "<!--", "`", "``", "```", "~~~", "|", "\\", "\n", "    ", "- ", "> ", "# ", "===", "---", "](",
    "[x]", "(javascript:x)", "<javascript:x>", "http://e.x", "&#x202e;", "\u202e", "a b", "<br>", "1. ", "*", "\r",
]  # fmt: skip
HOSTILE = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


@given(HOSTILE)
def test_a_fence_is_always_closed(source: str) -> None:
    open_mark = ""
    for line in markdown.prose(source).split("\n"):
        if open_mark:
            open_mark = "" if line == open_mark else open_mark
        elif fence := re.fullmatch(r"(`{3,})[^`]*", line):
            open_mark = fence[1]
    assert open_mark == ""


@given(HOSTILE)
@pytest.mark.parametrize("write", [markdown.cell, markdown.cell_code])
def test_a_cell_has_no_bar_and_no_line_of_its_own(write: Callable[[str], str], source: str) -> None:
    written = write(source)
    assert "|" not in written.replace("\\|", "")
    assert "\n" not in written
    assert not written.endswith("\\") or len(written) - len(written.rstrip("\\")) & 1 == 0


@given(HOSTILE)
@pytest.mark.parametrize("write", [markdown.prose, markdown.cell, markdown.sentence, markdown.text, markdown.code])
def test_nothing_turns_text_around(write: Callable[[str], str], source: str) -> None:
    assert "\u202e" not in write(source)
