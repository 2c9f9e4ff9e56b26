"""Calls that a rule once named wrongly: what the path or the id says is kept, and nothing that it does not say."""

from __future__ import annotations

import pytest

from generator.lower.calls.engine import name_calls
from generator.lower.calls.lexicon import STRANDED
from generator.lower.calls.model import OperationFacts
from tests.unit.lower.calls.helpers import calls, operation

TABLES: dict[str, dict[OperationFacts, str]] = {
    "a resource named apis": {
        operation("GET /v2/apis", "GetApis", lists=True): "apis.list",
        operation("GET /v2/apis/{apiId}", "GetApi"): "apis.get",
        operation("GET /api/v1/users", "GetUsers", lists=True): "users.list",
    },
    "a verb inside an id is no resource": {
        operation("GET /bills/{id}/pdf", "invoices_get_pdfByUUID", "Billing"): "invoices.get_pdf_by_uuid",
        operation("GET /bills", "invoices_list", "Invoices"): "invoices.list",
        operation("POST /bills", "invoices_create", "Invoices"): "invoices.create",
    },
    "an id below its tag nests": {
        operation("GET /schema/{name}/shards", "schema.objects.shards.get", "schema"): "schema.objects.shards.get",
        operation("GET /schema", "schema.dump", "schema"): "schema.dump",
    },
    "an id that starts with the end of its tag": {
        operation("GET /docr", "registries_list", "Container Registries"): "container_registries.list",
        operation("POST /docr/validate", "registries_validate_name", "Container Registries"): (
            "container_registries.validate_name"
        ),
        operation("GET /ssh", "keys_list", "keys"): "keys.list",
        operation("POST /ssh", "keys_create", "keys"): "keys.create",
        operation("DELETE /ssh/{id}", "keys_delete", "keys"): "keys.delete",
    },
    "a verb keeps its object under an outer resource": {
        operation("POST /admin.users.setAdmin", "admin_users_setAdmin", "admin.users"): "admin.users.set_admin",
        operation("POST /admin.users.setOwner", "admin_users_setOwner", "admin.users"): "admin.users.set_owner",
    },
    "a preposition before its parameter is no resource": {
        operation("POST /transform/html/from/{from}/to/{to}"): "transform.html.create",
    },
    "all, and by something, end the verb": {
        operation("DELETE /hosts/all", "delete_all_hosts"): "hosts.delete_all",
        operation("POST /downtime/cancel/by_scope", "CancelDowntimesByScope"): "downtime.cancel_by_scope",
        operation("GET /hosts", lists=True): "hosts.list",
    },
    "a setting is read, not listed": {
        operation("GET /settings/stop-words", "getStopWords", lists=True): "settings.stop_words.get",
        operation("PUT /settings/stop-words", "updateStopWords"): "settings.stop_words.update",
        operation("DELETE /settings/stop-words", "deleteStopWords"): "settings.stop_words.delete",
    },
    "PUT that creates is create": {
        operation("GET /Quotes", "getQuotes", lists=True): "quotes.list",
        operation("PUT /Quotes", "createQuotes"): "quotes.create",
        operation("POST /Quotes", "updateOrCreateQuotes"): "quotes.update_or_create",
        operation("POST /Quotes/{id}", "updateQuote"): "quotes.update",
    },
    "what the id says comes before the HTTP method": {
        operation("GET /images/{name}/get", "ImageGet"): "images.get_images",
        operation("GET /images/get", "ImageGetAll"): "images.get_all",
        operation("GET /images/{name}", "ImageInspect"): "images.get",
    },
    "PUT of a part is an update of it": {
        operation("PUT /projects/{id}/services/slack"): "projects.services.update_slack",
        operation("GET /projects/{id}/services/{service}"): "projects.services.get",
    },
    "an item that has fields": {
        operation("GET /members/{idMember}", "getMembersById"): "members.get",
        operation("GET /members/{idMember}/{field}", "getMembersFieldById"): "members.get_field_by_id",
    },
    "batch says what it does": {
        operation("DELETE /batch", "memories_batch_delete", "memories"): "memories.batch_delete",
        operation("GET /memories", "memories_list", "memories", lists=True): "memories.list",
    },
    "a router's words go": {
        operation("DELETE /jobs/{id}/archive", "jobs_api_routes_jobs_unarchive_tuned_job", "beta.jobs"): (
            "beta.jobs.unarchive_tuned_job"
        ),
        operation("GET /jobs", "jobs_api_routes_jobs_list_jobs", "beta.jobs", lists=True): "beta.jobs.list",
    },
    "an id of over forty letters loses its scope first": {
        operation("GET /repos/{owner}/spaces", "spaces/list-in-repository-for-authenticated-user", "spaces"): (
            "spaces.list_in_repository"
        ),
        operation("PUT /orgs/{org}/level", "spaces/set-repository-access-default-level-for-enterprise", "spaces"): (
            "spaces.set_repository_access_default_level"
        ),
        operation("GET /spaces", "spaces/list", "spaces"): "spaces.list",
    },
    "a dotted tag that repeats its parent": {
        operation("GET /users", "users.user.ListUser", "users.user", lists=True): "users.list",
        operation("GET /users/{id}/drives", "users.ListDrives", "users.drive", lists=True): "users.drives.list",
    },
}  # fmt: skip


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_plain_names(table: dict[OperationFacts, str]) -> None:
    assert calls(*table) == list(table.values())


def test_queries_and_fragments_in_paths_name_actions() -> None:
    assert calls(
        operation("POST /?Action=RunInstances", "RunInstances"),
        operation("POST /#X-Amz-Target=Table.PutItem", "PutItem"),
        operation("POST /messages?beta=true", "beta_messages_post", "messages"),
        operation("POST /messages", "messages_post", "messages"),
        operation("GET /files?format={format}", "files_get", "files", lists=True),
    ) == ["default.run_instances", "default.put_item", "beta.messages.create", "messages.create", "files.list"]


@pytest.mark.parametrize(
    "id", ["GetTheClassroomFor", "list_members_of", "users_list_for_authenticated", "getItemsByTheSub", "findA", "for"]
)
@pytest.mark.parametrize("tag", ["", "Classroom", "users", "items"])
@pytest.mark.parametrize("route", ["GET /items", "POST /users/{id}/items", "GET /classroom/{a}/the"])
def test_no_name_ends_in_a_stranded_word(id: str, tag: str, route: str) -> None:
    found = name_calls([operation(route, id, tag), operation("GET /users", "users_list", "users")])
    last = found.calls[0].method.lower().split()[-1]
    assert last not in STRANDED
