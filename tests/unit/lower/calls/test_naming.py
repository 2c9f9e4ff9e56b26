"""Calls of small documents: families, nesting, samples, paths, cut words, clashes, and overrides."""

from __future__ import annotations

import pytest

from generator.lower.calls.engine import name_calls
from generator.lower.calls.model import Family, OperationFacts, Overrides, Rule
from generator.lower.calls.phrase import without_group, words
from tests.unit.lower.calls.helpers import calls, operation

# --- families ---


def test_a_document_with_names_for_an_sdk_is_believed() -> None:
    document = [
        operation("POST /chat/completions", "sendChatCompletionRequest", "Chat", group="chat", name="send"),
        operation("GET /generation", "getGeneration", "Generations"),
        operation("GET /analytics/meta", "getAnalyticsMeta", "Analytics", name="getMeta"),
    ]
    names = name_calls(document)
    assert names.family is Family.NAMED
    assert calls(*document) == ["chat.send", "generations.get_generation", "analytics.get_meta"]
    assert [call.rule for call in names.calls] == [Rule.EXTENSION, Rule.ID, Rule.EXTENSION]
    assert [call.named for call in names.calls] == [True, False, True]
    assert "3 operations have a name or a group" in names.evidence


def test_ids_of_a_resource_and_a_method_are_split_at_the_resource() -> None:
    document = [
        operation("POST /annotation-queues", "annotationQueues_createQueue", "AnnotationQueues"),
        operation("GET /annotation-queues", "annotationQueues_listQueues", "AnnotationQueues"),
        operation("GET /unstable/boards", "unstable_boardWidgets_list", "UnstableBoardWidgets", lists=True),
        operation("GET /comments", "comments_get", "Comments", lists=True),
    ]
    assert calls(*document) == [
        "annotation_queues.create_queue",
        "annotation_queues.list_queues",
        "unstable.board_widgets.list",
        "comments.get",
    ]


def test_sentences_lose_to_paths() -> None:
    document = [
        operation("POST /refunds", "RefundPayment", "Refunds"),
        operation("POST /organization/invites", "inviteUser", "Invites"),
        operation("DELETE /organization/spend_alerts/{id}", "delete-organization-spend-alert", "Spend alerts"),
        operation("DELETE /organization/spend_limit", "Deleteorganizationspendlimit"),
    ]
    assert calls(*document) == [
        "refunds.create",
        "organization.invites.create",
        "organization.spend_alerts.delete",
        "organization.spend_limit.delete",
    ]
    assert name_calls(document).family is Family.PATH


# --- nesting ---


def test_dotted_tags_and_extension_groups_nest() -> None:
    assert calls(
        operation("GET /v1/conversations", "conversations_list_v1_conversations_get", "beta.conversations", lists=True),
        operation("POST /v1/conversations", "start_conversation_v1_conversations_post", "beta.conversations"),
    ) == ["beta.conversations.list", "beta.conversations.start"]
    assert calls(operation("GET /a", group="beta.files", name="list")) == ["beta.files.list"]


def test_tags_nest_at_their_arrows() -> None:
    assert calls(
        operation("GET /v1/keys", "list", "manage > projects > keys", lists=True),
        operation("DELETE /v1/keys/{id}", "delete", "manage > projects > keys"),
    ) == ["manage.projects.keys.list", "manage.projects.keys.delete"]


def test_tags_nest_below_their_parents() -> None:
    document = [
        OperationFacts("GET", "/books", "listBooks", (("Library", "Books"),), returns_list=True),
        OperationFacts("GET", "/loans", "listLoans", (("Library", "Loans"),), returns_list=True),
    ]
    assert calls(*document) == ["library.books.list", "library.loans.list"]
    assert name_calls(document).resources == {
        ("Library",): "",
        ("Library", "Books"): "Books",
        ("Library", "Loans"): "Loans",
    }


def test_dotted_ids_nest_and_lose_what_all_of_them_start_with() -> None:
    assert calls(
        operation("GET /about", "drive.about.get"),
        operation("GET /files", "drive.files.list", lists=True),
        operation("POST /files/{id}/copy", "drive.files.copy"),
        operation("GET /files/{id}/comments", "drive.comments.list", lists=True),
    ) == ["about.get", "files.list", "files.copy", "comments.list"]


# --- paths ---


@pytest.mark.parametrize(
    ("route", "wanted"),
    [
        ("GET /api/v1/cards", "cards.list"),
        ("GET /cards/{id}", "cards.get"),
        ("POST /cards", "cards.create"),
        ("PATCH /cards/{id}", "cards.update"),
        ("DELETE /cards/{id}", "cards.delete"),
        ("POST /cards/{id}/cancel", "cards.cancel"),
        ("POST /cards/{id}:freeze", "cards.freeze"),
        ("POST /cards/{id}/reissue", "cards.reissue"),
        ("GET /cards/{id}/image", "cards.image"),
        ("POST /cards/search", "cards.search"),
        ("POST /cards/bulk-create", "cards.bulk_create"),
        ("PATCH /cards/{id}/pins/attach/{pin}", "cards.pins.attach"),
        ("GET /cards/external_id/{external_id}", "cards.get_by_external_id"),
        ("GET /decks.json", "decks.list"),
        ("POST /cards/{id}/card_events", "cards.events.create"),
        ("POST /chat/completions", "chat.completions.create"),
        ("POST /responses/{id}?beta=true", "beta.responses.create"),
        ("POST /#Action=DescribeHosts", "default.describe_hosts"),
    ],
)
def test_a_path_gives_resource_and_verb(route: str, wanted: str) -> None:
    beside = [
        operation("GET /api/v1/cards", lists=True),
        operation("GET /cards/{id}"),
        operation("GET /cards/{id}/pins", lists=True),
    ]
    target = operation(route)
    document = [target, *(one for one in beside if (one.method, one.path) != (target.method, target.path))]
    assert calls(*document)[0] == wanted


def test_a_scope_that_most_paths_start_with_is_left_out() -> None:
    parts = ("calls", "messages", "queues", "recordings")
    document = [
        operation(f"GET /accounts/{{account}}/{part}{item}", lists=not item) for part in parts for item in ("", "/{id}")
    ]
    assert calls(*document)[:2] == ["calls.list", "calls.get"]


def test_reports_side_by_side_are_methods() -> None:
    reports = ("completions", "embeddings", "images")
    document = [operation(f"GET /usage/{name}", f"usage-{name}", lists=True) for name in reports]
    assert calls(*document) == [f"usage.{name}" for name in reports]


def test_a_switch_is_a_verb_both_ways() -> None:
    document = [
        operation("POST /models/{id}/archive", "archiveModel"),
        operation("DELETE /models/{id}/archive", "unarchiveModel"),
    ]
    assert calls(*document) == ["models.archive", "models.unarchive"]


def test_a_list_of_members_has_add_and_remove_where_ids_say_so() -> None:
    document = [
        operation("POST /groups/{id}/users", "addGroupUser"),
        operation("DELETE /groups/{id}/users/{user}", "removeGroupUser"),
    ]
    assert calls(*document) == ["groups.users.add", "groups.users.remove"]


def test_a_verb_that_is_all_of_a_path_is_a_method_of_its_tag() -> None:
    assert calls(operation("POST /introspect", "introspect", "Account")) == ["account.introspect"]


def test_the_word_for_reading_is_the_majority_of_the_ids() -> None:
    document = [operation("GET /a/{id}", "RetrieveA"), operation("GET /b/{id}", "retrieveB"), operation("GET /c/{id}")]
    assert calls(*document) == ["a.retrieve", "b.retrieve", "c.retrieve"]


# --- samples ---


def _sampled(count: int = 6) -> list[OperationFacts]:
    return [
        operation(f"GET /threads/{{id}}/part{chr(97 + at)}s", samples=(f"beta.threads.part{chr(97 + at)}s.list",))
        for at in range(count)
    ]


def test_samples_that_agree_with_the_paths_come_first() -> None:
    document = [*_sampled(), operation("POST /images/edits", samples=("images.edit",)), operation("POST /videos/edits")]
    names = name_calls(document)
    assert calls(*document) == [
        *(f"beta.threads.part{chr(97 + at)}s.list" for at in range(6)),
        "images.edit",
        "videos.edit",
    ]
    assert names.calls[0].rule is Rule.SAMPLE
    assert "7 are named by the document's Python samples" in names.evidence


def test_a_sample_of_another_call_is_not_believed() -> None:
    wrong = operation("DELETE /threads/{id}", samples=("beta.threads.list",))
    assert calls(*_sampled(), wrong)[-1] == "beta.threads.delete"


def test_samples_of_a_client_for_something_else_are_not_believed() -> None:
    document = [
        operation(f"GET /{word}s", samples=("session.request",)) for word in ("cat", "dog", "owl", "cow", "hen")
    ]
    assert [name.rsplit(".", 1)[1] for name in calls(*document)] == ["list"] * 5


# --- cut words ---


@pytest.mark.parametrize(
    ("name", "group", "left"),
    [
        ("create chat completion", "chat", "create completion"),
        ("delete organization spend alert", "spend alerts", "delete organization spend alert"),
        ("list followers for authenticated user", "users", "list followers for authenticated user"),
        ("get a classroom", "classroom", "get a classroom"),
        ("refund payment", "refunds", "refund payment"),
        ("invite user", "invites", "invite user"),
        ("add group to customer", "customers", "add group"),
        ("users list", "users", "list"),
        ("list users", "users", "list"),
        ("cancel payment by idempotency key", "payments", "cancel by idempotency key"),
        ("list project users", "users", "list project users"),
    ],
)
def test_cutting_words_strands_none(name: str, group: str, left: str) -> None:
    assert " ".join(without_group(words(name), group)) == left


# --- names that are taken ---


def test_two_operations_that_want_one_name_are_told_apart_by_their_paths() -> None:
    document = [
        operation("POST /payments/cancel", "CancelPaymentByIdempotencyKey"),
        operation("POST /payments/{id}/cancel", "CancelPayment"),
        operation("GET /payments", lists=True),
        operation("DELETE /payments"),
        operation("DELETE /payments/{id}"),
    ]
    assert calls(*document) == [
        "payments.cancel_by_idempotency_key",
        "payments.cancel",
        "payments.list",
        "payments.delete_all",
        "payments.delete",
    ]
    assert {conflict.operation for conflict in name_calls(document).conflicts} == {0, 3}
    assert calls(*reversed(document)) == list(reversed(calls(*document)))


def test_a_method_is_not_named_as_a_sub_resource() -> None:
    document = [
        operation("POST /a", group="chat", name="completions"),
        operation("POST /b", "doIt", group="chat.completions", name="create"),
    ]
    first, second = calls(*document)
    assert second == "chat.completions.create"
    assert first.startswith("chat.")
    assert first != "chat.completions"
    assert name_calls(document).conflicts[0].rule is Rule.EXTENSION


def test_a_minor_version_that_repeats_a_resource_is_nested_under_it() -> None:
    document = [
        operation("POST /v1/chats"),
        operation("GET /v1/models", lists=True),
        operation("GET /v1/jobs", lists=True),
        operation("POST /v2/chats"),
        operation("POST /v2/chats/{id}/stop"),
    ]
    assert calls(*document) == ["chats.create", "models.list", "jobs.list", "v2.chats.create", "v2.chats.stop"]


# --- overrides ---


def test_overrides_name_operations_prefixes_and_verbs() -> None:
    document = [
        operation("GET /organization/users/{id}", "getUser"),
        operation("GET /organization/costs", lists=True),
        operation("POST /threads"),
        operation("GET /threads/{id}"),
    ]
    overrides = Overrides(
        verbs={"get": "retrieve"},
        prefixes={
            "/organization": ("admin", "organization"),
            "/organization/costs": ("admin", "organization", "usage"),
            "/threads": ("beta", "threads"),
        },
        operations={("GET", "/organization/costs"): ("admin", "organization", "usage", "costs")},
    )
    assert calls(*document, overrides=overrides) == [
        "admin.organization.users.retrieve",
        "admin.organization.usage.costs",
        "beta.threads.create",
        "beta.threads.retrieve",
    ]
    names = name_calls(document, overrides)
    assert [call.resource_rule for call in names.calls] == [Rule.PREFIX, Rule.OVERRIDE, Rule.PREFIX, Rule.PREFIX]


def test_an_override_keeps_its_name_against_others() -> None:
    document = [operation("GET /cards", lists=True), operation("GET /decks", lists=True)]
    first, second = calls(*document, overrides=Overrides(operations={("GET", "/decks"): ("cards", "list")}))
    assert second == "cards.list"
    assert first != second


def test_a_prefix_fits_with_or_without_what_paths_start_with() -> None:
    document = [operation("GET /v1/organization/users", lists=True), operation("GET /v1/users", lists=True)]
    for prefix in ("/organization", "/v1/organization/", "organization"):
        overrides = Overrides(prefixes={prefix: ("admin",)})
        assert calls(*document, overrides=overrides) == ["admin.users.list", "users.list"]


def test_a_sample_below_a_moved_prefix_stays() -> None:
    document = [*_sampled(), operation("POST /threads/runs", samples=("beta.threads.create_and_run",))]
    overrides = Overrides(prefixes={"/threads": ("beta", "threads")})
    assert calls(*document, overrides=overrides)[-1] == "beta.threads.create_and_run"


def test_a_verb_with_get_and_post_is_one_action_in_two_ways() -> None:
    document = [
        operation("GET /books", lists=True),
        operation("GET /books/search", lists=True),
        operation("POST /books/search"),
        operation("GET /books/{id}"),
    ]
    assert calls(*document)[1:3] == ["books.search", "books.search_with_post"]


@pytest.mark.parametrize("word", ["m2m", "M2M", "p50", "ipv4s", "v1beta1", "24h"])
def test_letters_and_digits_stay_together(word: str) -> None:
    assert words(f"a_{word}_b") == ("a", word, "b")
