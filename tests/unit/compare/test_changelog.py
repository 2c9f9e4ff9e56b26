"""Properties of a changelog: what is rewritten, and what never is."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from generator.compare.changelog import Changelog, plain

LINE = st.sampled_from(
    [
        "# News",
        "## Unreleased",
        "## [Unreleased]",
        "## 1.0.0 - 2026-01-31",
        "## [v0.9.0]",
        "## Plans",
        "### Breaking",
        "### Security",
        "- an item",
        "First release.",
        "```",
        "~~~",
        "",
        "Text \u2028 with \x0b other \x85 line ends",
        "  ## Unreleased",
        "##Unreleased",
    ]
)
LISTS = st.sampled_from(
    [
        "",
        "First release.\n",
        "### Compatible\n\n- model `Pet`: field `age` added, optional\n",
        "### Breaking\n\n- a\n- b\n\n### Documentation\n\n- c\n",
    ]
)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A changelog with at most one part named Unreleased."""
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    lines, seen = [], False
    for line in draw(st.lists(LINE, max_size=12)):
        unreleased = re.fullmatch(r"## \[?Unreleased\]?", line) is not None
        if not (unreleased and seen):
            lines.append(line)
        seen = seen or unreleased
    return newline.join(lines) + draw(st.sampled_from(["", newline]))


def parts(text: str) -> tuple[str, str, str]:
    """The text before Unreleased, of it, and after it; the last two are empty without one."""
    from generator.compare.changelog import _split

    head, section, tail = _split(text)
    return "".join(head), "".join(section or ()), "".join(tail)


@given(texts(), LISTS)
def test_a_second_run_changes_nothing(text: str, lists: str) -> None:
    once = Changelog(text).with_unreleased(lists)
    assert Changelog(once).with_unreleased(lists) == once


@given(texts(), LISTS)
def test_a_change_that_is_undone_leaves_no_trace(text: str, lists: str) -> None:
    before = Changelog(f"# News\n\n{text}").with_unreleased("")
    after = Changelog(Changelog(before).with_unreleased(lists)).with_unreleased("")
    assert plain(after) == plain(before)  # blank lines around headings may have been added


@given(texts(), LISTS)
def test_other_parts_and_notes_stay(text: str, lists: str) -> None:
    before = Changelog(text)
    after = Changelog(before.with_unreleased(lists))
    assert "".join(after.notes.split()) == "".join(before.notes.split())
    (head, section, tail), (new_head, _, new_tail) = parts(text), parts(after.text)
    if section:
        assert (new_head, new_tail) == (head, tail) or new_head == head + tail
    else:
        assert "".join((new_head + new_tail).split()) in {"".join(head.split()), "#Changelog" + "".join(head.split())}


@given(texts(), LISTS)
def test_a_release_closes_the_part(text: str, lists: str) -> None:
    before = Changelog(text)
    after = Changelog(before.released(lists, "7.0.0", "2026-01-31"))
    assert after.has_part("7.0.0")
    assert after.notes == after.lists == ""
    assert after.with_unreleased("") == after.text
    assert set(before.notes.split()) <= set(after.text.split())
