"""Work whose state is at a URL: Operation-Location, Azure-AsyncOperation and Location."""

from __future__ import annotations

from typing import Any

import pytest

from tests.longwork.conftest import Call, Reply, Server

NOW = {"Retry-After": "0"}


def paths(server: Server) -> list[tuple[str, str]]:
    return [(one.method, one.path) for one in server.sent]


def test_operation_location_with_the_result_inside(call: Call, server: Server, sdk: Any) -> None:
    server.play(
        Reply(status=202, headers={"Operation-Location": "/jobs/7?a=1", **NOW}),
        Reply({"status": "Running"}, headers=NOW),
        Reply({"status": "Succeeded", "result": {"pages": 3}}),
    )
    seen: list[Any] = []
    found = call("reports.create_and_wait", on_progress=seen.append)
    assert (type(found), found.pages) == (sdk.models.Report, 3)
    assert [one["status"] for one in seen] == ["Running", "Succeeded"]
    assert paths(server) == [("POST", "/reports"), ("GET", "/jobs/7?a=1"), ("GET", "/jobs/7?a=1")]
    assert {one.headers["authorization"] for one in server.sent} == {"Bearer k"}


def test_the_result_is_at_resource_location_or_location(call: Call, server: Server) -> None:
    for started, ended in (
        ({"Operation-Location": "/jobs/7"}, {"status": "Succeeded", "resourceLocation": "/reports/9"}),
        ({"Azure-AsyncOperation": "/jobs/7", "Location": "/reports/9"}, {"status": "Succeeded"}),
    ):
        server.play(Reply(status=202, headers={**started, **NOW}), Reply(ended), Reply({"pages": 4}))
        assert call("reports.create_and_wait").pages == 4
        assert paths(server)[1:] == [("GET", "/jobs/7"), ("GET", "/reports/9")]


def test_a_response_that_is_complete_is_the_result(call: Call, server: Server) -> None:
    server.play(Reply({"pages": 1}))
    assert call("reports.create_and_wait").pages == 1
    assert paths(server) == [("POST", "/reports")]


def test_a_put_ends_with_a_get_of_the_resource(call: Call, server: Server, sdk: Any) -> None:
    server.play(
        Reply(status=202, headers={"Azure-AsyncOperation": "/ops/1", **NOW}),
        Reply({"status": "InProgress"}, headers=NOW),
        Reply({"status": "Succeeded"}),
        Reply({"id": "c1", "size": 3}),
    )
    found = call("clusters.update_and_wait", "c1", size=3, timeout=5)
    assert (type(found), found.size) == (sdk.models.Cluster, 3)
    assert paths(server) == [("PUT", "/clusters/c1"), ("GET", "/ops/1"), ("GET", "/ops/1"), ("GET", "/clusters/c1")]


def test_a_put_without_a_header_is_polled_itself(call: Call, server: Server) -> None:
    server.play(
        Reply({"id": "c1", "properties": {"provisioningState": "Creating"}}, headers=NOW),
        Reply({"id": "c1", "properties": {"provisioningState": "Succeeded"}}),
    )
    assert call("clusters.update_and_wait", "c1", size=3).id == "c1"
    assert paths(server) == [("PUT", "/clusters/c1"), ("GET", "/clusters/c1")]


def test_a_location_is_polled_while_it_responds_202(call: Call, server: Server) -> None:
    server.play(
        Reply(status=202, headers={"Location": "/deletions/1", **NOW}),
        Reply(status=202, headers={"Location": "/deletions/2", **NOW}),
        Reply(status=204),
    )
    assert call("clusters.delete_and_wait", "c1") is None
    assert paths(server) == [("DELETE", "/clusters/c1"), ("GET", "/deletions/1"), ("GET", "/deletions/2")]


def test_failed_work_is_an_error(call: Call, server: Server, sdk: Any) -> None:
    server.play(
        Reply(status=202, headers={"Operation-Location": "/jobs/7", **NOW}),
        Reply({"status": "Failed", "error": {"code": "Quota", "message": "too many reports"}}),
    )
    with pytest.raises(sdk.errors.WaitFailedError, match="'Failed': too many reports") as caught:
        call("reports.create_and_wait")
    assert caught.value.last["error"]["code"] == "Quota"


def test_the_credentials_stay_with_the_origin(call: Call, server: Server, sdk: Any) -> None:
    for url in ("http://elsewhere.example/jobs/7", "//elsewhere.example/x", "http://127.0.0.1:1/x"):
        server.play(Reply(status=202, headers={"Operation-Location": url, **NOW}))
        with pytest.raises(sdk.errors.WaitError, match="at another origin"):
            call("reports.create_and_wait")
    server.play(Reply(status=202, headers={"Operation-Location": "http://h:99999999/", **NOW}))
    with pytest.raises(sdk.errors.WaitError, match="not valid"):
        call("reports.create_and_wait")


def test_no_header_is_an_error(call: Call, server: Server, sdk: Any) -> None:
    server.play(Reply(status=202))
    with pytest.raises(sdk.errors.WaitError, match="no header of the response says where its work is"):
        call("reports.create_and_wait")


def test_the_timeout_holds_for_all_requests(call: Call, server: Server, sdk: Any) -> None:
    server.play(Reply({"status": "Running"}, status=202, headers={"Operation-Location": "/jobs/7", **NOW}))
    with pytest.raises(sdk.errors.WaitTimeoutError) as caught:
        call("reports.create_and_wait", timeout=0.3)
    assert caught.value.last == {"status": "Running"}


def test_the_first_call_returns_what_it_returned(call: Call, server: Server) -> None:
    server.play(Reply({"pages": 2}))
    assert call("reports.create").pages == 2
