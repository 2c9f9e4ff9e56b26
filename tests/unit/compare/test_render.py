"""Rendered changes: text of a document adds no markup, control characters or lines."""

from __future__ import annotations

from generator.compare.changes import Change
from generator.compare.release import Release, Unreleased
from generator.compare.render import as_lists, as_markdown, as_text, counts, release_text, verdict

MEAN = Change("breaking", "model", "A`b\u202e", "x <b> `c_d` \n# h \u2028![i](j) @me \x1b[0m")
PLAIN = Change("compatible", "method", "chat.send", "parameter `model` added, optional")


LAST = Release({"version": "1.1.0"}, "")


def since(*changes: Change) -> Unreleased:
    return Unreleased(LAST, changes, others=True, version="1.2.0")


def test_the_lists_of_a_changelog() -> None:
    assert as_lists(since(PLAIN)) == "### Compatible\n\n- method `chat.send`: parameter `model` added, optional\n"
    assert as_lists(since()).startswith("### Other\n\n- ")
    assert as_lists(Unreleased(LAST, (), others=False, version="1.1.0")) == ""
    assert as_lists(Unreleased(None, (PLAIN,), others=True, version="1.0")) == "First release.\n"


def test_what_a_release_would_contain() -> None:
    assert release_text(since(PLAIN)) == "1 compatible since 1.1.0: a minor version, 1.2.0"
    assert release_text(since()) == "no change for callers since 1.1.0: a patch version, 1.2.0"
    assert release_text(Unreleased(None, (), others=True, version="1.0")) == "first release, as version 1.0"


def test_text_of_a_document_is_only_text() -> None:
    lines = as_lists(since(MEAN)).splitlines()
    assert lines[-1] == (
        "- model `A'b\N{REPLACEMENT CHARACTER}`: "
        r"x \<b\> `c_d` \# h \!\[i\](j) \@me "
        "\N{REPLACEMENT CHARACTER}\\[0m"
    )
    assert len(lines) == 3


def test_a_comment_holds_no_more_than_github_takes() -> None:
    many = tuple(Change("breaking", "model", f"M{number}", "removed") for number in range(5_000))
    text = as_markdown(many, "1.0.0")
    assert "5000 breaking: a major version, from 1.0.0 to 2.0.0" in text
    assert "- … 4800 more\n" in text
    assert len(text) < 65_536


def test_text_ends_with_the_number_of_changes_left_out() -> None:
    assert list(as_text((PLAIN, PLAIN, PLAIN), 1))[1:] == ["… 2 more"]


def test_counts_leave_out_levels_without_changes() -> None:
    assert counts((PLAIN,)) == "1 compatible"
    assert verdict((), "1.0.0") == "no change for callers of the SDK"
