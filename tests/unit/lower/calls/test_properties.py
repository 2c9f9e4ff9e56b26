"""What holds for the names of any document."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.lower.calls.engine import name_calls
from generator.lower.calls.lexicon import STRANDED
from generator.lower.calls.model import CallName, OperationFacts, Rule
from generator.lower.calls.phrase import key, lower

_SEGMENTS = st.sampled_from([
    "users", "user", "cards", "search", "cancel", "{id}", "{user_id}", "v1", "v2", "api", "batch", "list", "content",
    "for", "bulk-delete", "accounts", "{a}.{b}", "settings", "archive", "export", "by-name", "data", "models:run",
])  # fmt: skip
_PATHS = st.lists(_SEGMENTS, max_size=6).map(lambda parts: "/" + "/".join(parts))
_IDS = st.one_of(
    st.just(""),
    st.lists(
        st.sampled_from(["get", "list", "Users", "user", "for", "the", "Cards", "_", ".", "/", "by", "Id", "v1", "2"]),
        max_size=6,
    ).map("".join),
)
_TAGS = st.sampled_from([(), (("Users",),), (("beta.cards",),), (("Library", "Books"),), (("for",),)])


@st.composite
def _operations(draw: st.DrawFn, paths: st.SearchStrategy[str] = _PATHS) -> OperationFacts:
    return OperationFacts(
        method=draw(st.sampled_from(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"])),
        path=draw(paths),
        operation_id=draw(_IDS),
        tags=draw(_TAGS),
        name=draw(st.sampled_from(["", "", "", "send", "list"])),
        returns_list=draw(st.sampled_from([None, True, False])),
    )


def _documents(paths: st.SearchStrategy[str] = _PATHS) -> st.SearchStrategy[list[OperationFacts]]:
    return st.lists(_operations(paths), max_size=14, unique_by=lambda one: (one.method, one.path))


def _identity(call: CallName) -> tuple[tuple[str, ...], str]:
    return tuple(key(part) for part in call.resource), key(call.method)


@settings(max_examples=200, deadline=None)
@given(_documents())
def test_each_call_has_a_name_of_its_own(document: list[OperationFacts]) -> None:
    names = name_calls(document)
    assert len(names.calls) == len(document)
    found = [_identity(call) for call in names.calls]
    assert len(set(found)) == len(found)
    resources = {tuple(key(part) for part in path) for path in names.resources}
    assert not {(*resource, method) for resource, method in found} & resources
    assert all(call.resource and all(call.resource) and call.method for call in names.calls)


@settings(max_examples=100, deadline=None)
@given(_documents(st.text(alphabet="aA/{}-_.:?# é", max_size=12).map(lambda text: f"/{text}")))
def test_odd_paths_get_names_too(document: list[OperationFacts]) -> None:
    found = [_identity(call) for call in name_calls(document).calls]
    assert len(set(found)) == len(found)


@settings(max_examples=150, deadline=None)
@given(_documents())
def test_names_are_the_same_each_time(document: list[OperationFacts]) -> None:
    assert name_calls(document) == name_calls(document)


@settings(max_examples=150, deadline=None)
@given(_documents(), st.randoms(use_true_random=False))
def test_names_do_not_depend_on_the_order_of_a_document(document: list[OperationFacts], random: object) -> None:
    turned = list(reversed(document))
    first = dict(zip([(one.method, one.path) for one in document], name_calls(document).calls, strict=True))
    second = dict(zip([(one.method, one.path) for one in turned], name_calls(turned).calls, strict=True))
    assert {at: _identity(call) for at, call in first.items()} == {at: _identity(call) for at, call in second.items()}


@settings(max_examples=200, deadline=None)
@given(_documents())
def test_no_name_ends_in_a_word_that_strands(document: list[OperationFacts]) -> None:
    for call in name_calls(document).calls:
        if call.rule is not Rule.EXTENSION:
            assert lower(call.method)[-1] not in STRANDED, call


@settings(max_examples=200, deadline=None)
@given(_documents())
def test_no_two_names_differ_by_a_number_alone(document: list[OperationFacts]) -> None:
    paths = [one for one in document if not re.search(r"[0-9]", one.path + one.operation_id)]
    found = [_identity(call) for call in name_calls(paths).calls]
    assert all(not re.search(r"[0-9]", method) for _, method in found)
