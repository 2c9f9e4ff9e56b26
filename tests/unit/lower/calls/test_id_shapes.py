"""Ids as frameworks make them: what is left of each, and the calls that documents of them get."""

from __future__ import annotations

import pytest

from generator.lower.calls.ids import Shape, read_ids
from generator.lower.calls.model import OperationFacts
from tests.unit.lower.calls.helpers import calls, operation

FASTAPI = [
    operation("GET /items/", "read_items_items__get", "items", lists=True),
    operation("POST /items/", "create_item_items__post", "items"),
    operation("GET /items/{item_id}", "read_item_items__item_id__get", "items"),
    operation("PUT /items/{item_id}", "update_item_items__item_id__put", "items"),
    operation("POST /items/{item_id}/publish", "publish_item_items__item_id__publish_post", "items"),
    operation("GET /items/{item_id}/reviews", "get_reviews_items__item_id__reviews_get", "items", lists=True),
]
NESTJS = [
    operation("GET /users", "UsersController_findAll", "users", lists=True),
    operation("GET /users/{id}", "UsersController_findOne", "users"),
    operation("POST /users", "UsersController_create", "users"),
    operation("DELETE /users/{id}", "UsersController_remove", "users"),
    operation("POST /users/{id}/invite", "UsersController_inviteUser", "users"),
]
SPRING = [
    operation("GET /api/v1/orders", "getAllUsingGET", "order-controller", lists=True),
    operation("GET /api/v1/orders/{id}", "getOneUsingGET_1", "order-controller"),
    operation("POST /api/v1/orders", "createUsingPOST", "order-controller"),
    operation("PUT /api/v1/orders/{id}/ship", "shipUsingPUT", "order-controller"),
]
GRPC = [
    operation("GET /v1/{parent}/books", "LibraryService_ListBooks", "LibraryService", lists=True),
    operation("POST /v1/{parent}/books", "LibraryService_CreateBook", "LibraryService"),
    operation("GET /v1/{name}/books/{book}", "LibraryService_GetBook", "LibraryService"),
    operation("POST /v1/books/{name}:archive", "LibraryService_ArchiveBook", "LibraryService"),
    operation("GET /v1/shelves/{shelf}/books", "LibraryService_ListBooks2", "LibraryService", lists=True),
]
DRF = [
    operation("GET /dcim/sites/", "dcim_sites_list", "dcim", lists=True),
    operation("POST /dcim/sites/", "dcim_sites_create", "dcim"),
    operation("GET /dcim/sites/{id}/", "dcim_sites_retrieve", "dcim"),
    operation("PUT /dcim/sites/{id}/", "dcim_sites_update", "dcim"),
    operation("PATCH /dcim/sites/{id}/", "dcim_sites_partial_update", "dcim"),
    operation("DELETE /dcim/sites/{id}/", "dcim_sites_destroy", "dcim"),
    operation("DELETE /dcim/sites/", "dcim_sites_bulk_destroy", "dcim"),
]
RAILS = [
    operation("GET /posts", "posts#index", "Posts", lists=True),
    operation("GET /posts/{id}", "posts#show", "Posts"),
    operation("DELETE /posts/{id}", "posts#destroy", "Posts"),
]
MSGRAPH = [
    operation("GET /users/{user-id}/messages", "users_ListMessages", "users.message", lists=True),
    operation("GET /users/{user-id}/messages/{message-id}", "users_GetMessages", "users.message"),
    operation("POST /users/{user-id}/messages/{message-id}/forward", "users.messages_forward", "users.Actions"),
    operation("GET /users/{user-id}/messages?$search", "users.messages_Search", "users.message", lists=True),
]
PLAIN = [
    operation("GET /v1/accounts", "GetAccounts", lists=True),
    operation("POST /v1/accounts", "PostAccounts"),
    operation("GET /v1/accounts/{account}", "GetAccountsAccount"),
    operation("POST /v1/accounts/{account}", "PostAccountsAccount"),
    operation("POST /v1/accounts/{account}/reject", "PostAccountsAccountReject"),
    operation("GET /v1/accounts/{account}/persons", "GetAccountsAccountPersons", lists=True),
]


@pytest.mark.parametrize(
    ("document", "wanted"),
    [
        pytest.param(
            FASTAPI,
            ["items.list", "items.create", "items.get", "items.update", "items.publish", "items.reviews.list"],
            id="FastAPI",
        ),
        pytest.param(NESTJS, ["users.list", "users.get", "users.create", "users.delete", "users.invite"], id="NestJS"),
        pytest.param(SPRING, ["orders.list", "orders.get", "orders.create", "orders.ship"], id="Spring"),
        pytest.param(
            GRPC,
            ["books.list", "books.create", "books.get", "books.archive", "shelves.books.list"],
            id="gRPC-gateway",
        ),
        pytest.param(
            DRF,
            [
                "dcim.sites.list",
                "dcim.sites.create",
                "dcim.sites.retrieve",
                "dcim.sites.replace",
                "dcim.sites.update",
                "dcim.sites.delete",
                "dcim.sites.bulk_delete",
            ],
            id="Django REST framework",
        ),
        pytest.param(RAILS, ["posts.list", "posts.get", "posts.delete"], id="Rails"),
        pytest.param(
            PLAIN,
            [
                "accounts.list",
                "accounts.create",
                "accounts.get",
                "accounts.update",
                "accounts.reject",
                "accounts.persons.list",
            ],
            id="method and path",
        ),
    ],
)
def test_documents_of_a_framework(document: list[OperationFacts], wanted: list[str]) -> None:
    assert calls(*document) == wanted


def test_tags_of_msgraph_nest_at_their_dots() -> None:
    document = [*MSGRAPH, operation("DELETE /users/{user-id}?force=true", "users.user_Delete", "users.user")]
    assert calls(*document) == [
        "users.messages.list",
        "users.messages.get",
        "users.actions.forward",
        "users.messages.search",
        "users.delete",
    ]


@pytest.mark.parametrize(
    ("route", "id", "shape", "left"),
    [
        ("GET /v1/models", "list_models_v1_models_get", Shape.FASTAPI, "list models"),
        ("GET /items/{item_id}", "read_item_items__item_id__get", Shape.FASTAPI, "read item"),
        ("GET /users", "UsersController_findAll", Shape.CONTROLLER, "find All"),
        ("GET /users", "UsersController.findAll", Shape.CONTROLLER, "find All"),
        ("GET /users", "users#index", Shape.CONTROLLER, "list"),
        ("GET /users", "getUsersUsingGET_2", Shape.SENTENCE, "get Users"),
        ("GET /clusters", "ClusterService_List", Shape.SERVICE, "List"),
        ("PATCH /api/users/{id}/", "users_partial_update", Shape.VIEW, "update"),
        ("DELETE /v1/users", "delete-v1-users", Shape.ROUTE, ""),
        ("GET /v1/customers/{customer}/sources", "GetCustomersCustomerSources", Shape.ROUTE, ""),
        ("DELETE /organization/spend_limit", "Deleteorganizationspendlimit", Shape.OPAQUE, ""),
        ("POST /files", "files_api_routes_upload_file", Shape.SENTENCE, "upload file"),
        ("POST /connectors", "connector_create_v1", Shape.VIEW, "create"),
        ("GET /pets", "", Shape.NONE, ""),
        ("POST /orders/{id}", "getUser_2", Shape.SENTENCE, "get User 2"),
    ],
)
def test_the_shape_of_an_id(route: str, id: str, shape: Shape, left: str) -> None:
    (found,) = read_ids([operation(route, id)])
    assert found.shape is shape
    if left:
        assert " ".join(found.words) == left


def test_words_that_all_ids_of_a_document_start_with_are_left_out() -> None:
    document = [
        operation("POST /x/a", "genai_create_agent", "agents"),
        operation("GET /x/b", "genai_list_agents", "agents"),
        operation("GET /x/c", "genai_get_model", "models"),
    ]
    assert [" ".join(one.words) for one in read_ids(document)] == ["create agent", "list agents", "get model"]


def test_a_verb_that_all_ids_start_with_stays() -> None:
    document = [operation(f"POST /search/{word}", f"search_{word}") for word in ("cats", "dogs", "owls")]
    assert [one.words[0] for one in read_ids(document)] == ["search", "search", "search"]


def test_a_second_binding_is_told_apart_by_its_path() -> None:
    found = calls(*GRPC, operation("GET /v1/rooms/{room}/books", "LibraryService_ListBooks3", lists=True))
    assert found[-1] == "rooms.books.list"
    assert max(len(name) for name in found) < 40


def test_groups_of_azure_stay_whole_where_they_start_with_api() -> None:
    found = calls(
        operation("GET /apis/{apiId}/operations", "ApiOperations_ListByApi", "ApiOperations", lists=True),
        operation("PUT /apis/{apiId}/operations/{id}", "ApiOperations_CreateOrUpdate", "ApiOperations"),
        operation("GET /apis/{apiId}/products", "ApiProducts_ListByApi", "ApiProducts", lists=True),
    )
    assert found == ["api_operations.list_by_api", "api_operations.create_or_update", "api_products.list_by_api"]
