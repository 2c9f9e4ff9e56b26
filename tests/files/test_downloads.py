"""Files that are read in parts and saved, over a real socket: sync, on asyncio and on trio."""

from __future__ import annotations

import gzip
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

import pytest

from tests.files.conftest import Driver
from tests.files.server import MODIFIED, FileServer, Received

CONTENT = bytes(range(256)) * 2048  # 512 KiB

# On trio, the HTTP library leaves an async generator to the garbage collector when a body is not read to its end.
pytestmark = pytest.mark.filterwarnings(
    r"ignore:Exception ignored in. <async_generator object PoolByteStream:pytest.PytestUnraisableExceptionWarning"
)


@pytest.fixture
def server() -> Iterator[FileServer]:
    with FileServer(CONTENT) as running:
        yield running


def saved(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


def test_a_file_is_bytes_unless_a_stream_is_asked_for(driver: Driver, server: FileServer) -> None:
    assert driver.call(server.origin, lambda client: client.files.content("a")) == CONTENT
    assert driver.call(server.origin, lambda client: client.files.content("a", stream=False)) == CONTENT


def test_save(driver: Driver, server: FileServer, tmp_path: Path) -> None:
    seen: list[tuple[int, int | None]] = []

    def use(file: Any) -> Any:
        assert (file.total, file.content_type) == (len(CONTENT), "application/octet-stream")
        assert file.response.status_code == 200
        return file.save(tmp_path / "a.bin", progress=lambda done, total: seen.append((done, total)))

    path = driver.file(server.origin, use)
    assert path == tmp_path / "a.bin"
    assert path.read_bytes() == CONTENT
    assert saved(tmp_path) == ["a.bin"]
    assert seen[-1] == (len(CONTENT), len(CONTENT))
    assert [done for done, _ in seen] == sorted({done for done, _ in seen})
    assert server.requests[0].headers["accept-encoding"] == "identity"
    assert server.requests[0].headers["authorization"] == "Bearer secret"


def test_chunks_and_reads(driver: Driver, server: FileServer) -> None:
    assert b"".join(driver.file(server.origin, driver.chunks)) == CONTENT

    def sync(file: Any) -> list[bytes]:
        return [file.read(10), file.read(0), next(file), file.read(100_000), file.read(), file.read(), file.read(5)]

    async def awaited(file: Any) -> list[bytes]:
        first = [await file.read(10), await file.read(0), await anext(file), await file.read(100_000)]
        return [*first, await file.read(), await file.read(), await file.read(5)]

    parts = driver.file(server.origin, awaited if driver.is_async else sync)
    assert [len(part) for part in parts[:2]] == [10, 0]
    assert len(parts[3]) == 100_000
    assert parts[5:] == [b"", b""]
    assert b"".join(parts) == CONTENT


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("how", ["save", "chunks"])
def test_a_dropped_connection_is_resumed(
    driver: Driver, server: FileServer, tmp_path: Path, how: str, chunked: bool
) -> None:
    server.breaks, server.chunked = [100_000, 70_000, None], chunked
    target = tmp_path / "a.bin"
    if how == "save":
        driver.file(server.origin, lambda file: file.save(target))
        assert target.read_bytes() == CONTENT
    else:
        assert b"".join(driver.file(server.origin, driver.chunks)) == CONTENT
    assert [server.ranged(index) is None for index in range(3)] == [True, False, False]
    assert all(one.headers["if-range"] == server.identity["ETag"] for one in server.requests[1:])
    assert len(server.requests) == 3


def test_a_dropped_connection_beyond_the_retries_is_an_error(
    driver: Driver, server: FileServer, tmp_path: Path
) -> None:
    server.breaks = [1000, 1000, 1000, 1000, None]
    (tmp_path / "a.bin").write_bytes(b"before")
    with pytest.raises(driver.sdk.errors.StreamInterruptedError, match=r"after 4000 of 524288 bytes") as caught:
        driver.file(server.origin, lambda file: file.save(tmp_path / "a.bin"))
    assert caught.value.__cause__ is not None
    assert isinstance(caught.value, driver.sdk.errors.APIConnectionError)
    assert len(server.requests) == 4
    assert saved(tmp_path) == ["a.bin"]
    assert (tmp_path / "a.bin").read_bytes() == b"before"


def test_no_retries_means_no_resumption(driver: Driver, server: FileServer, tmp_path: Path) -> None:
    server.breaks = [1000]
    with pytest.raises(driver.sdk.errors.StreamInterruptedError):
        driver.file(server.origin, lambda file: file.save(tmp_path / "a"), retries=None, max_retries=0)
    assert len(server.requests) == 1
    assert saved(tmp_path) == []


def changing(server: FileServer, content: bytes) -> None:
    """Change the content after the first request."""

    def change(request: Received) -> None:
        if len(server.requests) == 2:
            server.content = content

    server.override = change


def test_a_changed_file_starts_again(driver: Driver, server: FileServer, tmp_path: Path) -> None:
    server.breaks = [100_000]
    changing(server, b"other" * 50_000)
    seen: list[int] = []
    use = lambda file: file.save(tmp_path / "a", progress=lambda done, _: seen.append(done))  # noqa: E731
    driver.file(server.origin, use)
    assert (tmp_path / "a").read_bytes() == b"other" * 50_000
    assert seen != sorted(seen)
    assert server.ranged(1) is not None


def test_a_changed_file_is_never_mixed_in_chunks(driver: Driver, server: FileServer) -> None:
    server.breaks = [100_000]
    changing(server, b"other" * 50_000)
    with pytest.raises(driver.sdk.errors.StreamError, match="the file has changed on the server"):
        driver.file(server.origin, driver.chunks)


@pytest.mark.parametrize("shape", ["start", "tag", "length", "unit", "missing", "gzip"])
def test_another_part_than_the_asked_one_is_refused(
    driver: Driver, server: FileServer, tmp_path: Path, shape: str
) -> None:
    server.breaks = [1000]
    size, start = len(CONTENT), 1000
    headers = {"ETag": server.identity["ETag"], "Content-Range": f"bytes {start}-{size - 1}/{size}"}
    if shape == "start":
        headers["Content-Range"] = f"bytes 0-{size - 1}/{size}"
    elif shape == "tag":
        headers["ETag"] = '"other"'
    elif shape == "length":
        headers["Content-Range"] = f"bytes {start}-{size}/{size + 1}"
    elif shape == "unit":
        headers["Content-Range"] = f"pages {start}-{size - 1}/{size}"
    elif shape == "missing":
        del headers["Content-Range"]
    else:
        headers["Content-Encoding"] = "gzip"
    server.override = lambda request: (206, headers, CONTENT[start:]) if "range" in request.headers else None
    with pytest.raises(driver.sdk.errors.StreamError, match=r"another part of the file|has changed"):
        driver.file(server.origin, lambda file: file.save(tmp_path / "a"))
    assert saved(tmp_path) == []


def test_a_server_without_ranges_sends_the_file_again(driver: Driver, server: FileServer, tmp_path: Path) -> None:
    server.ranges, server.breaks = False, [100_000, 50_000, None]
    assert b"".join(driver.file(server.origin, driver.chunks)) == CONTENT
    server.breaks = [100_000, 50_000, None]
    driver.file(server.origin, lambda file: file.save(tmp_path / "a"))
    assert (tmp_path / "a").read_bytes() == CONTENT


@pytest.mark.parametrize(
    "validator",
    [{}, {"ETag": 'W/"1"'}, {"Last-Modified": "Wed, 01 Jan 2025 00:00:10 GMT"}, {"Last-Modified": "yesterday"}],
)
def test_without_a_strong_validator_only_a_file_on_disk_starts_again(
    driver: Driver, server: FileServer, tmp_path: Path, validator: dict[str, str]
) -> None:
    server.validator, server.breaks = validator, [100_000]
    driver.file(server.origin, lambda file: file.save(tmp_path / "a"))
    assert (tmp_path / "a").read_bytes() == CONTENT
    assert len(server.requests) == 2
    assert server.ranged(1) is None
    server.breaks = [100_000]
    with pytest.raises(driver.sdk.errors.StreamInterruptedError):
        driver.file(server.origin, driver.chunks)


def test_a_last_modified_is_a_validator(driver: Driver, server: FileServer) -> None:
    server.validator, server.breaks = {"Last-Modified": MODIFIED}, [100_000]
    assert b"".join(driver.file(server.origin, driver.chunks)) == CONTENT
    assert server.requests[1].headers["if-range"] == MODIFIED


def test_a_lost_end_of_a_chunked_body(driver: Driver, server: FileServer, tmp_path: Path) -> None:
    """All bytes have arrived, and only the mark after them is missing."""
    server.chunked, server.breaks = True, [len(CONTENT)]
    driver.file(server.origin, lambda file: file.save(tmp_path / "a"))
    assert (tmp_path / "a").read_bytes() == CONTENT
    assert server.ranged(1) == f"bytes={len(CONTENT)}-"


def test_a_compressed_body_is_decoded_and_starts_again(driver: Driver, server: FileServer, tmp_path: Path) -> None:
    server.content, server.headers = gzip.compress(CONTENT), {"Content-Encoding": "gzip"}
    assert b"".join(driver.file(server.origin, driver.chunks)) == CONTENT
    assert driver.file(server.origin, lambda file: file.total) is None
    server.breaks = [500]
    driver.file(server.origin, lambda file: file.save(tmp_path / "a"))
    assert (tmp_path / "a").read_bytes() == CONTENT
    assert all("range" not in one.headers for one in server.requests)


def test_an_error_status_of_the_rest_is_raised(driver: Driver, server: FileServer, tmp_path: Path) -> None:
    server.breaks = [1000]
    server.override = lambda request: (404, {}, b"gone") if "range" in request.headers else None
    with pytest.raises(driver.sdk.errors.APIError) as caught:
        driver.file(server.origin, lambda file: file.save(tmp_path / "a"))
    assert caught.value.status_code == 404
    assert saved(tmp_path) == []


def test_a_busy_server_is_asked_again_for_the_rest(driver: Driver, server: FileServer) -> None:
    server.breaks = [1000]
    server.override = lambda request: (503, {}, b"") if len(server.requests) == 2 else None
    assert b"".join(driver.file(server.origin, driver.chunks)) == CONTENT
    assert server.ranged(2) == "bytes=1000-"


def test_a_redirect_to_another_origin_keeps_the_credentials_home(
    driver: Driver, server: FileServer, tmp_path: Path
) -> None:
    with FileServer() as api:
        api.override = lambda request: (302, {"Location": f"{server.origin}/signed?n={len(api.requests)}"}, b"")
        server.breaks = [100_000]
        driver.file(api.origin, lambda file: file.save(tmp_path / "a"))
    assert (tmp_path / "a").read_bytes() == CONTENT
    assert [one.path for one in server.requests] == ["/signed?n=1", "/signed?n=2"]
    assert all("authorization" not in one.headers for one in server.requests)
    assert all(one.headers["authorization"] == "Bearer secret" for one in api.requests)
    assert server.ranged(1) is not None


def test_a_range_of_the_caller_is_not_resumed(driver: Driver, server: FileServer) -> None:
    headers = {"Range": "bytes=1000-", "Accept-Encoding": "br"}

    def sync(client: Any) -> bytes:
        with client.files.content("a", stream=True, options={"headers": headers}) as file:
            return b"".join(file)

    async def awaited(client: Any) -> bytes:
        async with await client.files.content("a", stream=True, options={"headers": headers}) as file:
            return await file.read()

    call = awaited if driver.is_async else sync
    assert driver.call(server.origin, call) == CONTENT[1000:]
    assert server.requests[0].headers["accept-encoding"] == "br"
    server.breaks = [1000]
    with pytest.raises(driver.sdk.errors.StreamInterruptedError):
        driver.call(server.origin, call)


def test_a_post_is_not_sent_again(driver: Driver, server: FileServer, tmp_path: Path) -> None:
    server.breaks = [1000]

    def sync(client: Any) -> Any:
        with client.speech.create(input="hello", stream_file=True) as file:
            return file.save(tmp_path / "a.mp3")

    async def awaited(client: Any) -> Any:
        async with await client.speech.create(input="hello", stream_file=True) as file:
            return await file.save(tmp_path / "a.mp3")

    call = awaited if driver.is_async else sync
    with pytest.raises(driver.sdk.errors.StreamInterruptedError):
        driver.call(server.origin, call)
    assert len(server.requests) == 1
    assert driver.call(server.origin, call).read_bytes() == CONTENT
    assert server.requests[1].headers["accept"] == "audio/mpeg"


def test_the_media_types_of_files_are_asked_for(driver: Driver, server: FileServer) -> None:
    def sync(client: Any) -> bytes:
        with (
            client.reports.get("a", stream_file=True) as file,
            client.reports.get("a", stream_file=True, accept="image/png", stream=True) as other,
        ):
            return bool(file.read() == other.read())

    async def awaited(client: Any) -> bytes:
        file = await client.reports.get("a", stream_file=True)
        other = await client.reports.get("a", stream_file=True, accept="image/png", stream=True)
        async with file, other:
            return bool(await file.read() == await other.read())

    assert driver.call(server.origin, awaited if driver.is_async else sync)
    assert [one.headers["accept"] for one in server.requests] == ["application/pdf, image/png", "image/png"]
    assert server.requests[1].path.endswith("?stream=true")


def test_paths_that_cannot_be_written(driver: Driver, server: FileServer, tmp_path: Path) -> None:
    fifo, link, private = tmp_path / "fifo", tmp_path / "link", tmp_path / "private"
    os.mkfifo(fifo)
    private.write_bytes(b"")
    (tmp_path / "target").write_bytes(b"old")
    link.symlink_to("target")
    for path, error in (
        (tmp_path, IsADirectoryError),
        (tmp_path / "none" / "a", FileNotFoundError),
        (private / "a", NotADirectoryError),
        (fifo, FileExistsError),
        ("/dev/null", FileExistsError),
    ):
        with pytest.raises(error) as caught:
            driver.file(server.origin, lambda file, path=path: file.save(path))
        assert caught.value.filename == str(path)
    driver.file(server.origin, lambda file: file.save(link))
    assert link.is_symlink()
    assert (tmp_path / "target").read_bytes() == CONTENT
    assert saved(tmp_path) == ["fifo", "link", "private", "target"]
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


def test_read_only_paths(driver: Driver, server: FileServer) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "file").write_bytes(b"")
        (folder / "file").chmod(0o444)
        (folder / "folder").mkdir(mode=0o555)
        user = os.geteuid()
        os.seteuid(65534 if user == 0 else user)  # root may write everywhere
        try:
            for path in ("file", "folder/a"):
                with pytest.raises(PermissionError) as caught:
                    driver.file(server.origin, lambda file, path=path: file.save(folder / path))
                assert caught.value.filename == str(folder / path)
        finally:
            os.seteuid(user)
        assert saved(folder) == ["file", "folder"]


def test_a_failing_callback_leaves_no_file(driver: Driver, server: FileServer, tmp_path: Path) -> None:
    def stop(done: int, total: int | None) -> None:
        assert len(saved(tmp_path)) == 1
        assert saved(tmp_path)[0].startswith("a.bin.")
        assert saved(tmp_path)[0].endswith(".part")
        raise KeyError("enough")

    with pytest.raises(KeyError):
        driver.file(server.origin, lambda file: file.save(tmp_path / "a.bin", progress=stop))
    assert saved(tmp_path) == []


def test_a_file_that_was_read_cannot_be_saved(driver: Driver, server: FileServer, tmp_path: Path) -> None:
    def sync(file: Any) -> None:
        file.read(4)
        file.save(tmp_path / "a")

    async def awaited(file: Any) -> None:
        await file.read(4)
        await file.save(tmp_path / "a")

    with pytest.raises(driver.sdk.errors.StreamError, match="4 bytes were read"):
        driver.file(server.origin, awaited if driver.is_async else sync)
    assert saved(tmp_path) == []


def test_read_without_a_size_is_limited(driver: Driver, server: FileServer) -> None:
    limit = {"max_response_bytes": len(CONTENT) - 1}
    with pytest.raises(driver.sdk.errors.StreamError, match="max_response_bytes"):
        driver.file(server.origin, lambda file: file.read(), **limit)
    assert len(driver.file(server.origin, lambda file: file.read(len(CONTENT)), **limit)) == len(CONTENT)
    exact = {"max_response_bytes": len(CONTENT)}
    assert driver.file(server.origin, lambda file: file.read(), **exact) == CONTENT


def test_closed_files(driver: Driver, server: FileServer, tmp_path: Path) -> None:
    async def awaited(client: Any) -> Any:
        file = await client.files.content("a", stream=True)
        await file.aclose()
        await file.aclose()
        with pytest.raises(driver.sdk.errors.ClosedError):
            await file.read()
        with pytest.raises(driver.sdk.errors.ClosedError):
            await file.save(tmp_path / "a")
        file = await client.files.content("a", stream=True)
        await file.read(1)
        await client.aclose()
        with pytest.raises(driver.sdk.errors.ClosedError):
            await file.read()

    def sync(client: Any) -> Any:
        file = client.files.content("a", stream=True)
        file.close()
        file.close()
        with pytest.raises(driver.sdk.errors.ClosedError):
            file.read()
        with pytest.raises(driver.sdk.errors.ClosedError):
            file.save(tmp_path / "a")
        file = client.files.content("a", stream=True)
        file.read(1)
        client.close()
        with pytest.raises(driver.sdk.errors.ClosedError):
            file.read()

    server.content = CONTENT * 20
    driver.call(server.origin, awaited if driver.is_async else sync)
    assert saved(tmp_path) == []


def test_response_and_hooks(driver: Driver, server: FileServer, tmp_path: Path) -> None:
    seen: list[str] = []

    class Hooks(driver.sdk.AsyncHooks if driver.is_async else driver.sdk.Hooks):  # type: ignore[misc]
        """Records what runs."""

    def hook(name: str) -> Any:
        async def awaited(self: Any, *args: Any) -> None:
            seen.append(name)

        return awaited if driver.is_async else lambda self, *args: seen.append(name)

    for name in ("before_request", "after_response", "on_error", "on_retry", "after_stream"):
        setattr(Hooks, name, hook(name))
    server.breaks = [1000]
    driver.file(server.origin, lambda file: file.save(tmp_path / "a"), hooks=Hooks())
    assert seen == ["before_request", "after_response", "on_retry", "before_request", "after_response", "after_stream"]

    def sync(client: Any) -> Any:
        result = driver.sdk.with_response(client.files.content)("a", stream=True)
        with result.value:
            return result.response.status_code

    async def awaited(client: Any) -> Any:
        result = await driver.sdk.async_with_response(client.files.content)("a", stream=True)
        async with result.value:
            return result.response.status_code

    assert driver.call(server.origin, awaited if driver.is_async else sync) == 200


def test_an_sdk_without_files_has_no_such_part(sdk: ModuleType, sdk_folder: Path) -> None:
    assert (sdk_folder / "depot_sdk/_runtime/files/file_stream.py").exists()
    chat = Path(__file__).parents[2] / "generated/python/openrouter_sdk/_runtime"
    assert not (chat / "files").exists()
