"""Files of the network: the real command and the real client against a real TLS server on 127.0.0.1."""

from __future__ import annotations

import json
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from generator.document.remote.fetch import Bounds, Network

from .conftest import TINY, Done, Place

Answer = bytes | Callable[[ssl.SSLSocket], None]

PET = b"type: object\nrequired: [name]\nproperties: {name: {type: string}}\n"

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the server's certificate")


def response(body: bytes, status: str = "200 OK", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


def redirect(where: str) -> bytes:
    return response(b"", "302 Found", f"Location: {where}")


@dataclass
class Server:
    """A server with a response for each given path, and 404 for all others."""

    url: str
    certificate: Path
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def serve(self, listening: socket.socket, context: ssl.SSLContext) -> None:
        with suppress(OSError):  # closed, at the end
            while True:
                connection, _ = listening.accept()
                threading.Thread(target=self._answer, args=(connection, context), daemon=True).start()

    def _answer(self, connection: socket.socket, context: ssl.SSLContext) -> None:
        with suppress(OSError), context.wrap_socket(connection, server_side=True) as secure:
            request = b""
            while b"\r\n\r\n" not in request and (piece := secure.recv(4096)):
                request += piece
            path = request.split(b" ")[1].decode()
            self.asked.append(path)
            answer = self.answers.get(path, response(b"no such file", "404 Not Found"))
            if callable(answer):
                answer(secure)
            else:
                secure.sendall(answer)
            with suppress(OSError):
                secure.unwrap()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate of 127.0.0.1 that is its own authority, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    made, key = folder / "certificate.pem", folder / "key.pem"
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    kind = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    command = ["openssl", "req", *kind, *subject, "-keyout", str(key), "-out", str(made)]
    subprocess.run(command, check=True, capture_output=True)
    return made, key


@pytest.fixture
def server(certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        running = Server(f"https://127.0.0.1:{listening.getsockname()[1]}", certificate[0])
        threading.Thread(target=running.serve, args=(listening, context), daemon=True).start()
        yield running
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)


def document(place: Place, reference: str) -> None:
    """A document whose only response is a schema in another file."""
    place.write("tiny.yaml", TINY.replace('"#/components/schemas/Pet"', f"'{reference}'"))


def generate(place: Place, *arguments: str) -> Done:
    return place.run("generate", "tiny.yaml", "--output", "out", "--allow-remote-refs", *arguments)


def refused(place: Place, *arguments: str) -> str:
    return place.refused("generate", "tiny.yaml", "--output", "out", "--allow-remote-refs", *arguments)


# --- the command ---


def test_a_file_of_the_network_is_read_and_locked(server: Server, place: Place) -> None:
    server.answers["/animal.yaml"] = response(PET)
    document(place, f"{server.url}/animal.yaml")
    done = generate(place)
    assert (done.code, done.err) == (0, "")
    manifest = json.loads((place.folder / "out/.sdkwright.json").read_bytes())
    (lock,) = manifest["remote"].items()
    assert lock[0] == f"{server.url}/animal.yaml"
    assert len(lock[1]) == 64
    assert generate(place).code == 0
    assert server.asked == ["/animal.yaml", "/animal.yaml"]


def test_what_changed_there_is_an_error_and_nothing_is_written(server: Server, place: Place) -> None:
    server.answers["/animal.yaml"] = response(PET)
    document(place, f"{server.url}/animal.yaml")
    assert generate(place).code == 0
    server.answers["/animal.yaml"] = response(PET.replace(b"name", b"title"))
    assert "error[remote-changed]" in refused(place)
    assert "error[remote-changed]" in place.run("check", "tiny.yaml", "--output", "out", "--allow-remote-refs").err


def test_references_of_a_remote_file_are_relative_to_its_address(server: Server, place: Place) -> None:
    place.write("kinds.yaml", "Kind: {type: integer}\n")  # what a remote file must never see
    server.answers["/a/animal.yaml"] = response(b"type: object\nproperties: {kind: {$ref: '../kinds.yaml#/Kind'}}\n")
    server.answers["/kinds.yaml"] = response(b"Kind: {enum: [cat, dog]}\n")
    document(place, f"{server.url}/a/animal.yaml")
    done = generate(place)
    assert (done.code, done.err) == (0, "")
    manifest = json.loads((place.folder / "out/.sdkwright.json").read_bytes())
    assert [address.removeprefix(server.url) for address in manifest["remote"]] == ["/a/animal.yaml", "/kinds.yaml"]
    assert any(b'"cat"' in content for content in place.tree().values())


@pytest.mark.parametrize(
    "reference", ["file://{folder}/secret.yaml", "{folder}/secret.yaml", "../../../../../../..{folder}/secret.yaml"]
)
def test_a_remote_file_never_makes_us_read_a_local_one(server: Server, place: Place, reference: str) -> None:
    place.write("secret.yaml", "type: object\nproperties: {hunter2: {type: string}}\n")
    inner = reference.format(folder=place.folder.as_posix())
    server.answers["/animal.yaml"] = response(f"type: object\nproperties: {{a: {{$ref: '{inner}'}}}}\n".encode())
    document(place, f"{server.url}/animal.yaml")
    done = generate(place)
    assert "hunter2" not in done.err
    assert all(b"hunter2" not in text for path, text in place.tree().items() if path != "secret.yaml")
    assert "error[ref-remote]" in done.err or "[ref-outside]" in done.err


def test_plain_http_is_refused(place: Place) -> None:
    document(place, "http://127.0.0.1:9/animal.yaml")
    assert "only https addresses are read" in refused(place)


def test_an_untrusted_certificate_is_refused(server: Server, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    server.answers["/animal.yaml"] = response(PET)
    document(place, f"{server.url}/animal.yaml")
    said = refused(place)
    assert "its certificate is not trusted" in said
    assert "SSL_CERT_FILE" in said
    assert server.asked == []


def test_a_file_that_is_not_there(server: Server, place: Place) -> None:
    document(place, f"{server.url}/gone.yaml")
    said = refused(place)
    assert "the server responded 404 Not Found" in said
    assert "tiny.yaml:" in said  # the place of the reference
    assert "hint: " in said
    assert "--lenient" not in said


def test_a_file_that_is_not_yaml(server: Server, place: Place) -> None:
    server.answers["/animal.yaml"] = response(b"<html>\n\tSign in: please\n")
    document(place, f"{server.url}/animal.yaml")
    said = refused(place)
    assert f"{server.url}/animal.yaml:" in said
    assert "error[syntax]" in said


def test_credentials_are_never_shown(server: Server, place: Place) -> None:
    address = server.url.replace("https://", "https://someone:hunter2@")
    document(place, f"{address}/animal.yaml")
    for style in ("text", "json", "github", "sarif"):
        done = generate(place, "--format", style, "--report", "report.json")
        assert done.code == 2
        told = done.out + done.err + (place.folder / "report.json").read_text()
        assert "an address with a user or password in it is not read" in told
        assert "hunter2" not in told
        assert "someone" not in told
    assert server.asked == []


def test_credentials_of_a_redirect_are_never_shown(server: Server, place: Place) -> None:
    server.answers["/animal.yaml"] = redirect(
        server.url.replace("https://", "https://someone:hunter2@") + "/other.yaml"
    )
    document(place, f"{server.url}/animal.yaml")
    assert "hunter2" not in refused(place)


def test_a_file_that_cannot_be_read_is_asked_for_once(server: Server, place: Place) -> None:
    gone = f"{{$ref: '{server.url}/gone.yaml'}}"
    place.write("tiny.yaml", TINY.replace("{type: string}}}", f"{gone}, b: {gone}, c: {gone}}}}}"))
    assert refused(place).count("error[ref-remote]") == 3
    assert server.asked == ["/gone.yaml"]


# --- the client ---

SHORT = Bounds(seconds=0.4, bytes=100_000)


def fetched(url: str, bounds: Bounds = SHORT) -> str:
    """Why an address was not read; in time, and without a thread that outlives it."""
    threads, started = threading.active_count(), time.monotonic()
    with pytest.raises(OSError) as failure:
        Network(bounds).fetch(url)
    assert time.monotonic() - started < 1.9
    assert threading.active_count() <= threads + 1  # the server's own
    return str(failure.value)


@pytest.mark.parametrize(
    "where", ["http://127.0.0.1:9/x", "file:///etc/passwd", "ftp://127.0.0.1/x", "//[::1", "data:,x"]
)
def test_a_redirect_stays_on_https(server: Server, where: str) -> None:
    server.answers["/a"] = redirect(where)
    assert fetched(f"{server.url}/a") in {"only https addresses are read", "this is not the address of a file"}


def test_a_redirect_is_followed(server: Server) -> None:
    server.answers |= {"/a": redirect("b/ä"), "/b/%C3%A4": redirect("../c"), "/c": response(PET)}
    assert Network(SHORT).fetch(f"{server.url}/a") == PET


def test_redirects_end(server: Server) -> None:
    server.answers |= {"/a": redirect("/b"), "/b": redirect("/a")}
    assert fetched(f"{server.url}/a", Bounds()) == "it is redirected more than 10 times"
    assert len(server.asked) == 11


def test_the_body_of_a_redirect_is_not_read(server: Server) -> None:
    endless = dripping(b"HTTP/1.1 302 Found\r\nLocation: /c\r\n\r\n", b"x" * 100_000, pause=0)
    server.answers |= {"/a": endless, "/c": response(PET)}
    assert Network(SHORT).fetch(f"{server.url}/a") == PET


@pytest.mark.parametrize("length", [True, False])
def test_a_body_over_the_bound_is_given_up(server: Server, length: bool) -> None:
    body = b"x" * 100_001
    server.answers["/a"] = response(body) if length else b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + body
    assert fetched(f"{server.url}/a", Bounds(bytes=100_000)) == "it has more than 100,000 bytes"


def test_a_body_of_the_bound_is_read(server: Server) -> None:
    server.answers["/a"] = response(b"x" * 100_000)
    assert len(Network(Bounds(bytes=100_000)).fetch(f"{server.url}/a")) == 100_000


def dripping(start: bytes, piece: bytes, pause: float = 0.05) -> Answer:
    """A response that never ends, sent in small chunks."""

    def answer(connection: ssl.SSLSocket) -> None:
        connection.sendall(start)
        while True:
            connection.sendall(piece)
            time.sleep(pause)

    return answer


@pytest.mark.parametrize(
    ("start", "piece"),
    [
        (b"", b""),  # says nothing
        (b"", b"H"),
        (b"HTTP/1.1 200 OK\r\nX-Long: ", b"x"),
        (b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
        (b"HTTP/1.1 200 OK\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", b"X: y\r\n"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
    ids=["silence", "status", "header", "headers", "body", "known length", "chunks", "trailers", "continue"],
)
def test_a_server_that_drips_is_given_up_in_time(server: Server, start: bytes, piece: bytes) -> None:
    server.answers["/a"] = dripping(start, piece)
    assert fetched(f"{server.url}/a") in {
        "it takes longer than 0.4 seconds",
        "the server does not speak HTTP as it should (HTTPException)",  # more headers than anybody has
    }


def test_redirects_that_take_their_time_are_given_up_together(server: Server) -> None:
    def slow(connection: ssl.SSLSocket) -> None:
        time.sleep(0.15)
        connection.sendall(redirect("/a"))

    server.answers["/a"] = slow
    assert fetched(f"{server.url}/a") == "it takes longer than 0.4 seconds"


def test_a_server_that_never_shakes_hands_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        assert fetched(f"https://127.0.0.1:{listening.getsockname()[1]}/a") == "it takes longer than 0.4 seconds"


def test_no_server() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    assert fetched(f"https://127.0.0.1:{port}/a") == "Connection refused"


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (b"garbage\r\n\r\n", "the server does not speak HTTP as it should (BadStatusLine)"),
        (b"", "Connection reset by peer"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", "it ends after 4 of 9 bytes"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "the server does not speak HTTP"),
        (response(b"", "503 Later"), "the server responded 503 Later"),
        (response(b"", "302 Found"), "the server responded 302 Found"),
    ],
)
def test_an_invalid_response(server: Server, answer: bytes, why: str) -> None:
    server.answers["/a"] = answer
    said = fetched(f"{server.url}/a")
    assert said.startswith(why) or (not answer and "HTTP" in said)


@pytest.mark.parametrize(
    "url",
    [
        "https://",
        "https://:1/x",
        "https://h:x/",
        "https://h:99999/",
        "https://[x/",
        "https://a b/",
        "https://127.0.0.1/\x00\n",
    ],
)
def test_what_is_no_address(url: str) -> None:
    fetched(url)


# --- all files together ---


def test_files_of_a_chain_are_counted(server: Server) -> None:
    server.answers |= {f"/{number}": response(PET) for number in range(5)}
    network = Network(Bounds(files=3))
    assert [network.fetch(f"{server.url}/{number}") for number in range(3)] == [PET] * 3
    with pytest.raises(OSError, match="more than 3 files of the network"):
        network.fetch(f"{server.url}/3")


def test_their_bytes_are_added_up(server: Server) -> None:
    server.answers["/a"] = response(b"x" * 1000)
    network = Network(Bounds(all_bytes=2500))
    network.fetch(f"{server.url}/a")
    network.fetch(f"{server.url}/a")
    with pytest.raises(OSError, match="together have more than 2,500 bytes"):
        network.fetch(f"{server.url}/a")


def test_their_time_is_added_up(server: Server) -> None:
    server.answers["/a"] = dripping(b"", b"")
    network = Network(Bounds(seconds=0.2, all_seconds=0.3))
    for _ in range(2):
        with pytest.raises(OSError, match="takes longer than"):
            network.fetch(f"{server.url}/a")
    with pytest.raises(OSError, match=r"together take longer than 0\.3 seconds"):
        network.fetch(f"{server.url}/a")
