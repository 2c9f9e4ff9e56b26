"""Waiting for work over a real connection: states, hints, timeouts, errors, progress, cancellation."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.longwork.conftest import Call, Reply, Server
from tests.types.checkers import check

NOW: dict[str, str] = {"Retry-After": "0"}


def video(status: str, **more: Any) -> Reply:
    return Reply({"id": "v1", "status": status, **more}, headers=NOW)


def test_wait_returns_the_model_of_the_end(call: Call, server: Server, sdk: Any) -> None:
    server.play(video("queued"), video("in_progress", progress=50), video("completed", progress=100))
    seen: list[Any] = []
    found = call("videos.wait", "v1", on_progress=seen.append)
    assert type(found) is sdk.models.Video
    assert (found.status, found.progress) == ("completed", 100)
    assert [one.status for one in seen] == ["queued", "in_progress", "completed"]
    assert [(one.method, one.path, one.headers["authorization"]) for one in server.sent] == [
        ("GET", "/videos/v1", "Bearer k")
    ] * 3


def test_a_failed_state_is_an_error_with_the_last_model(call: Call, server: Server, sdk: Any) -> None:
    server.play(video("queued"), video("failed", error={"code": "e1", "message": "no \x1b film"}))
    with pytest.raises(sdk.errors.WaitFailedError, match=r"videos\.get: the status is 'failed': no ") as caught:
        call("videos.wait", "v1")
    assert isinstance(caught.value, sdk.errors.WaitError | sdk.errors.StudioError)
    assert (caught.value.status, type(caught.value.last)) == ("failed", sdk.models.Video)
    assert caught.value.last.error.code == "e1"
    assert "\x1b" not in str(caught.value)


@pytest.mark.parametrize("timeout", [0, 0.2, timedelta(milliseconds=200)])
def test_the_timeout_is_an_error_with_the_last_model(timeout: Any, call: Call, server: Server, sdk: Any) -> None:
    server.play(video("in_progress", progress=7))
    with pytest.raises(sdk.errors.WaitTimeoutError, match="has not ended within 0") as caught:
        call("videos.wait", "v1", timeout=timeout)
    assert isinstance(caught.value, TimeoutError)
    assert caught.value.last.progress == 7


def test_a_status_that_the_document_lacks_is_waited_for(call: Call, server: Server) -> None:
    server.play(video("reviewing"), video("completed"))
    assert call("videos.wait", "v1").status == "completed"
    assert len(server.sent) == 2


def test_a_404_may_come_before_the_work_is_known(call: Call, server: Server, sdk: Any) -> None:
    server.play(Reply(status=404, headers=NOW), video("completed"))
    assert call("videos.wait", "v1").status == "completed"
    server.play(Reply(status=404, headers=NOW))
    with pytest.raises(sdk.errors.NotFoundError):
        call("videos.wait", "v1", timeout=0.2)


def test_a_404_after_the_first_poll_is_an_error(call: Call, server: Server, sdk: Any) -> None:
    server.play(video("queued"), Reply(status=404))
    with pytest.raises(sdk.errors.NotFoundError):
        call("videos.wait", "v1")
    assert len(server.sent) == 2


@pytest.mark.parametrize("status", [400, 401, 500])
def test_other_errors_of_a_poll_are_raised(status: int, call: Call, server: Server, sdk: Any) -> None:
    server.play(video("queued"), Reply(status=status))
    with pytest.raises(sdk.errors.APIError) as caught:
        call("videos.wait", "v1")
    assert caught.value.status_code == status


def test_the_path_of_a_state_in_a_wrapper_and_required_keywords(call: Call, server: Server, sdk: Any) -> None:
    running, done = ({"data": {"state": state}} for state in ("RUNNING", "SUCCEEDED"))
    server.play(Reply(running, headers=NOW), Reply(done))
    found = call("tasks.wait", "t1", api_version="1", timeout=3, wait_timeout=60)
    assert found.data.state == "SUCCEEDED"
    assert {one.path for one in server.sent} == {"/tasks/t1/status?api-version=1&timeout=3"}
    server.play(Reply({"data": {"state": "ERROR", "error": "out of paper"}}))
    with pytest.raises(sdk.errors.WaitFailedError, match="out of paper"):
        call("tasks.wait", "t1", api_version="1", timeout=3)


def test_a_method_wait_of_the_api_keeps_its_name(call: Call, server: Server) -> None:
    server.play(Reply(status=204))
    assert call("containers.wait", "c1") is None
    assert [(one.method, one.path) for one in server.sent] == [("POST", "/containers/c1/wait")]
    server.play(video("completed"))
    assert call("containers.wait_for_work", "c1").status == "completed"


def test_google_operations(call: Call, server: Server, sdk: Any) -> None:
    server.play(
        Reply({"name": "o1", "done": False}, headers=NOW), Reply({"name": "o1", "done": True, "response": {"a": 1}})
    )
    assert call("operations.wait", "o1").response == {"a": 1}
    server.play(Reply({"name": "o1", "done": True, "error": {"message": "no space"}}))
    with pytest.raises(sdk.errors.WaitFailedError, match=r"operations\.get: the work has failed: no space"):
        call("operations.wait", "o1")


def test_what_is_no_work_has_no_method(sdk: Any) -> None:
    client = sdk.Studio(api_key="k")
    assert not [name for name in dir(client.orders) if "wait" in name]


def test_a_callback_that_raises_ends_the_wait(call: Call, server: Server) -> None:
    server.play(video("queued"))

    def stop(one: Any) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        call("videos.wait", "v1", on_progress=stop)
    assert len(server.sent) == 1


@pytest.mark.parametrize("name", ["timeout", "interval"])
@pytest.mark.parametrize("value", [-1, float("nan"), "5", True])
def test_seconds_that_are_none(name: str, value: Any, call: Call, server: Server, sdk: Any) -> None:
    server.play(video("queued"))
    with pytest.raises(sdk.errors.RequestError, match=f"{name}: expected seconds"):
        call("videos.wait", "v1", **{name: value})
    assert not server.sent


def test_an_async_wait_is_cancelled(sdk: Any, server: Server) -> None:
    server.play(Reply({"id": "v1", "status": "queued"}, headers={"Retry-After": "600"}))

    async def run() -> None:
        async with sdk.AsyncStudio(api_key="k", base_url=server.url) as client:
            polled = asyncio.Event()

            async def progress(one: Any) -> None:
                polled.set()

            task = asyncio.create_task(client.videos.wait("v1", on_progress=progress))
            await asyncio.wait_for(polled.wait(), 30)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    asyncio.run(run())
    assert len(server.sent) == 1


def test_closing_the_client_ends_a_wait(sdk: Any, server: Server) -> None:
    import threading

    server.play(Reply({"id": "v1", "status": "queued"}, headers={"Retry-After": "600"}))
    client = sdk.Studio(api_key="k", base_url=server.url)
    closing = threading.Timer(0.3, client.close)
    closing.start()
    with pytest.raises(sdk.errors.ClosedError):
        client.videos.wait("v1")
    closing.join()


def test_a_slow_poll_does_not_outlast_the_timeout(sdk: Any, server: Server) -> None:
    """The poll never responds: the total of the call is what is left."""
    import socket

    listener = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    with sdk.Studio(api_key="k", base_url=url, max_retries=0) as client, pytest.raises(sdk.errors.WaitTimeoutError):
        client.videos.wait("v1", timeout=0.5)
    listener.close()


def test_with_response_has_the_last_response(sdk: Any, server: Server) -> None:
    server.play(video("queued"), Reply({"id": "v1", "status": "completed"}, headers={"X-Last": "yes"}))
    with sdk.Studio(api_key="k", base_url=server.url) as client:
        found = sdk.with_response(client.videos.wait)("v1")
    assert (found.value.status, found.response.headers["x-last"]) == ("completed", "yes")


# --- when to poll ---


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry-After": "7"}, 7),
        ({"Retry-After": "Thu, 01 Jan 1970 00:01:40 GMT"}, 60),
        ({"Retry-After": "Thu, 01 Jan 1970 00:00:30 GMT"}, None),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "-1"}, None),
        ({"Retry-After": "nan"}, None),
        ({"Retry-After": "7", "Retry-After-Ms": "250"}, 0.25),
        ({"X-Ms-Retry-After-Ms": "1500"}, 1.5),
        ({"OpenAI-Poll-After-Ms": "5000"}, 5),
        ({"X-Poll-After": "3"}, 3),
    ],
)
def test_hints_of_the_server(headers: dict[str, str], seconds: float | None, sdk: Any) -> None:
    import importlib

    schedule = importlib.import_module(f"{sdk.__name__}._runtime.longwork.schedule")
    assert schedule.hint(headers, 40.0) == seconds


def test_delays_grow_and_are_bounded_by_the_timeout(sdk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib

    now = 100.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    schedule = importlib.import_module(f"{sdk.__name__}._runtime.longwork.schedule")
    own = schedule.Schedule(60, None)
    delays: list[float] = []
    while (delay := own.delay({})) is not None:
        delays.append(delay)
        now += delay
    assert sum(delays) == pytest.approx(60)
    assert 0.45 <= delays[0] <= 0.55
    assert all(later > earlier for earlier, later in pairwise(delays[:6]))
    assert max(delays) <= 11
    assert schedule.Schedule(None, 2).delay({"Retry-After": "9"}) == 2
    assert schedule.Schedule(None, None).delay({"Retry-After": "9"}) == 9
    assert schedule.Schedule(None, 0).delay(None) == schedule.SHORTEST


# --- types ---

TYPES = """
from __future__ import annotations
from typing import assert_type
from studio_sdk import AsyncStudio, Studio, errors, models

def show(video: models.Video) -> None:
    print(video.progress)

async def show_later(video: models.Video) -> None:
    print(video.progress)

def wait(client: Studio) -> int | None:
    try:
        video = client.videos.wait("v1", timeout=60, interval=1, on_progress=show)
        client.tasks.wait("t", api_version="1", timeout=3, wait_timeout=None)
    except errors.WaitTimeoutError:
        return None
    assert_type(video, models.Video)
    assert_type(client.clusters.update_and_wait("c1", size=3, timeout=4, wait_timeout=60), models.Cluster)
    assert_type(client.reports.create_and_wait(), models.Report)
    return video.progress

async def async_wait(client: AsyncStudio) -> None:
    assert_type(await client.videos.wait("v1", on_progress=show_later), models.Video)
"""


def test_both_type_checkers(sdk: Any, tmp_path: Path) -> None:
    program = tmp_path / "use.py"
    program.write_text(TYPES, encoding="utf-8")
    package = Path(sdk.__file__).parent
    assert check([program, package], [package.parent], tmp_path) == {"mypy": [], "pyright": []}


def test_importing_the_client_loads_nothing_of_waiting(sdk: Any) -> None:
    program = (
        "import sys; from studio_sdk import Studio; Studio(api_key='k').videos; "
        "print([name for name in sys.modules if 'longwork' in name and not name.endswith(('longwork', 'table'))])"
    )
    folder = Path(sdk.__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
