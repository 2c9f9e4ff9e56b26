"""Calls of documents whose ids a framework made: FastAPI, NestJS, Spring, gRPC-gateway, Django, Rails, MS Graph."""

from __future__ import annotations

import pytest

from generator.lower.calls.engine import name_calls
from generator.lower.calls.lexicon import STRANDED
from generator.lower.calls.model import OperationFacts
from tests.unit.lower.calls.helpers import calls, operation

FASTAPI = {
    operation("GET /items", "read_items_items_get", "items", lists=True): "items.list",
    operation("POST /items", "create_item_items_post", "items"): "items.create",
    operation("GET /items/{item_id}", "read_item_items__item_id__get", "items"): "items.get",
    operation("PUT /items/{item_id}", "update_item_items__item_id__put", "items"): "items.update",
    operation("DELETE /items/{item_id}", "delete_item_items__item_id__delete", "items"): "items.delete",
    operation("POST /items/{item_id}/archive", "archive_item_items__item_id__archive_post", "items"): "items.archive",
    operation("GET /users", "read_users_users_get", "users", lists=True): "users.list",
    operation("GET /users/me", "read_users_me_users_me_get", "users"): "users.me",
}
NESTJS = {
    operation("GET /cats", "CatsController_findAll", "cats", lists=True): "cats.list",
    operation("POST /cats", "CatsController_create", "cats"): "cats.create",
    operation("GET /cats/{id}", "CatsController_findOne", "cats"): "cats.get",
    operation("PATCH /cats/{id}", "CatsController_update", "cats"): "cats.update",
    operation("DELETE /cats/{id}", "CatsController_remove", "cats"): "cats.delete",
    operation("POST /cats/{id}/adopt", "CatsController_adopt", "cats"): "cats.adopt",
}
SPRING = {
    operation("GET /api/orders", "getAllOrdersUsingGET", "order-controller", lists=True): "orders.list",
    operation("POST /api/orders", "createOrderUsingPOST", "order-controller"): "orders.create",
    operation("GET /api/orders/{id}", "getOrderUsingGET_1", "order-controller"): "orders.get",
    operation("DELETE /api/orders/{id}", "deleteOrderUsingDELETE", "order-controller"): "orders.delete",
    operation("POST /api/orders/{id}/cancel", "cancelUsingPOST_2", "order-controller"): "orders.cancel",
}
GRPC_GATEWAY = {
    operation("GET /v1/shelves", "LibraryService_ListShelves", "LibraryService", lists=True): "shelves.list",
    operation("POST /v1/shelves", "LibraryService_CreateShelf", "LibraryService"): "shelves.create",
    operation("GET /v1/shelves/{shelf}", "LibraryService_GetShelf", "LibraryService"): "shelves.get",
    operation("POST /v1/shelves/{shelf}:merge", "LibraryService_MergeShelves", "LibraryService"): "shelves.merge",
    operation("GET /v1/shelves/{shelf}/books", "LibraryService_ListBooks", "LibraryService", lists=True): (
        "shelves.books.list"
    ),
}
DJANGO = {
    operation("GET /api/users/", "users_list", "users", lists=True): "users.list",
    operation("POST /api/users/", "users_create", "users"): "users.create",
    operation("GET /api/users/{id}/", "users_retrieve", "users"): "users.retrieve",
    operation("PUT /api/users/{id}/", "users_update", "users"): "users.replace",
    operation("PATCH /api/users/{id}/", "users_partial_update", "users"): "users.update",
    operation("DELETE /api/users/{id}/", "users_destroy", "users"): "users.delete",
    operation("POST /api/users/{id}/set_password/", "users_set_password_create", "users"): "users.set_password",
}
RAILS = {
    operation("GET /articles", "articles#index", "Articles", lists=True): "articles.list",
    operation("POST /articles", "articles#create", "Articles"): "articles.create",
    operation("GET /articles/{id}", "articles#show", "Articles"): "articles.get",
    operation("PATCH /articles/{id}", "articles#update", "Articles"): "articles.update",
    operation("DELETE /articles/{id}", "articles#destroy", "Articles"): "articles.delete",
    operation("POST /articles/{id}/publish", "articles#publish", "Articles"): "articles.publish",
    operation("GET /admin/reports", "admin/reports#index", "Reports", lists=True): "admin.reports.list",
}
MICROSOFT_GRAPH = {
    operation("GET /users", "users.user_ListUser", "users.user", lists=True): "users.list",
    operation("POST /users", "users.user_CreateUser", "users.user"): "users.create",
    operation("GET /users/{user-id}", "users.user_GetUser", "users.user"): "users.get",
    operation("GET /users/{user-id}/messages", "users_ListMessage", "users.message", lists=True): "users.message.list",
    operation("DELETE /users/{user-id}/messages/{message-id}", "users_DeleteMessage", "users.message"): (
        "users.message.delete"
    ),
    operation("POST /users/{user-id}/messages/{message-id}/send", "users.message_send", "users.message"): (
        "users.message.send"
    ),
}


@pytest.mark.parametrize(
    "table",
    [FASTAPI, NESTJS, SPRING, GRPC_GATEWAY, DJANGO, RAILS, MICROSOFT_GRAPH],
    ids=["fastapi", "nestjs", "spring", "grpc-gateway", "django", "rails", "msgraph"],
)
def test_the_ids_of_a_framework(table: dict[OperationFacts, str]) -> None:
    assert calls(*table) == list(table.values())


def test_queries_and_fragments_in_paths_name_actions() -> None:
    assert calls(
        operation("POST /?Action=RunInstances", "RunInstances"),
        operation("POST /#X-Amz-Target=Table.PutItem", "PutItem"),
        operation("POST /messages?beta=true", "beta_messages_post", "messages"),
        operation("POST /messages", "messages_post", "messages"),
        operation("GET /files?format={format}", "files_get", "files", lists=True),
    ) == ["default.run_instances", "default.put_item", "beta.messages.create", "messages.create", "files.list"]


def test_a_second_binding_of_an_id_is_named_by_its_path() -> None:
    document = [
        operation("GET /v1/{name=shelves/*}", "LibraryService_GetShelf", "LibraryService"),
        operation("GET /v1/{name=shelves/*/books/*}", "LibraryService_GetShelf2", "LibraryService"),
        operation("GET /v1/shelves/{shelf}/books/{book}", "LibraryService_GetBook", "LibraryService"),
        operation("GET /v2/shelves/{shelf}/books/{book}", "LibraryService_GetBook2", "LibraryService"),
    ]
    found = calls(*document)
    assert len(set(found)) == len(found)
    assert all(len(name) <= 40 for name in found), found


@pytest.mark.parametrize(
    "id", ["GetTheClassroomFor", "list_members_of", "users_list_for_authenticated", "getItemsByTheSub", "findA", "for"]
)
@pytest.mark.parametrize("tag", ["", "Classroom", "users", "items"])
@pytest.mark.parametrize("route", ["GET /items", "POST /users/{id}/items", "GET /classroom/{a}/the"])
def test_no_name_ends_in_a_stranded_word(id: str, tag: str, route: str) -> None:
    found = name_calls([operation(route, id, tag), operation("GET /users", "users_list", "users")])
    last = found.calls[0].method.lower().split()[-1]
    assert last not in STRANDED
