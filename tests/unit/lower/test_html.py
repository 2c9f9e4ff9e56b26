"""HTML in descriptions becomes Markdown."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.lower.html import to_markdown

CASES = {
    "<p>One <b>bold</b> word.</p><p>Two</p>": "One **bold** word.\n\nTwo",
    "first<br>second<br/>third": "first\nsecond\nthird",
    "<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul>after": "- a\n- b\n\n  1. c\n\nafter",
    "<b> spaced </b>x": "**spaced** x",
    "the <code>id</code> of <tt>it</tt>": "the `id` of `it`",
    "<pre>a\n  b</pre>": "```\na\n  b\n```",
    '<a href="https://x.example/a?b=1&amp;c=2">here</a>': "[here](https://x.example/a?b=1&c=2)",
    "<a href='javascript:alert(1)'>here</a>": "here",
    "<h2>Title</h2>text": "## Title\n\ntext",
    "<SCRIPT>alert(1)</SCRIPT>kept<!-- gone --><style>p {}</style>": "kept",
    "before<script>never closed": "before",
    "<img src='x' alt='a picture' onerror='alert(1)'>": "a picture",
    "List&lt;T&gt; &amp; more": "List<T> & more",
    "send <id> and <your-key>": "send <id> and <your-key>",
    "a < b && c > d": "a < b && c > d",
    "`<b>` and ``<i> ` </i>`` and <i>x</i>": "`<b>` and ``<i> ` </i>`` and *x*",
    "```html\n<b>x</b>\n```\n<b>y</b>": "```html\n<b>x</b>\n```\n**y**",
    "~~~\n<b>never closed": "~~~\n<b>never closed",
    "</b>only an end</p>": "only an end",
    "plain": "plain",
}


@pytest.mark.parametrize("html", CASES)
def test_html_becomes_markdown(html: str) -> None:
    assert to_markdown(html) == CASES[html]


@given(
    st.lists(
        st.sampled_from(["<b>", "</b>", "<ul>", "<li>", "</ul>", "<a href='/x'>", "</a>", "<pre>", "x", " ", "\n"])
    )
)
def test_no_tag_is_left(parts: list[str]) -> None:
    assert re.search(r"</?(?:b|ul|li|a|pre)\b", to_markdown("".join(parts))) is None


@given(st.text(alphabet="ab<>/`~&;!- \n\ue000\ue0011"))
def test_any_text_is_converted(text: str) -> None:
    to_markdown(text)


@pytest.mark.parametrize("text", ["<ul><li>", "<b><i>", "<!--", "<script>", "~~~a\n", "<a href=", "`a", "&", "<"])
def test_long_texts_are_converted_in_bounded_time(text: str) -> None:
    assert len(to_markdown(text * 50_000)) <= 50_000 * 40
