"""A document from standard input or a URL."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from sdkwright.mock import DocumentError, MockServer

from .conftest import TINY, Done, Place


class _Quiet(SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", self.headers.get("Host", "") and "http://example.invalid/tiny.yaml")
            self.end_headers()
        else:
            super().do_GET()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a folder with `tiny.yaml` on a server on this machine."""
    folder = tmp_path_factory.mktemp("served")
    (folder / "tiny.yaml").write_text(TINY)
    (folder / "parts.yaml").write_text(
        TINY.replace('"#/components/schemas/Pet"', "'tiny.yaml#/components/schemas/Pet'")
    )
    (folder / "later.yaml").write_text(TINY.replace("required: [name]", "required: []"))
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def piped(place: Place, text: str, *arguments: str) -> Done:
    done = subprocess.run(
        [sys.executable, "-m", "generator", *arguments],
        cwd=place.folder,
        env={"PYTHONPATH": str(Path(__file__).parents[2])},
        input=text.encode(),
        capture_output=True,
        timeout=120,
        check=False,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def test_standard_input_is_the_same_document(place: Place) -> None:
    done = piped(place, TINY, "generate", "-", "--output", "piped")
    assert (done.code, done.err) == (0, "")
    place.write("tiny.yaml", TINY)
    assert place.run("generate", "tiny.yaml", "--output", "file").code == 0
    model = "tiny_sdk/models/pets.py"
    piped_text, file_text = (
        (place.folder / folder / model).read_text().partition("\n")[2] for folder in ("piped", "file")
    )
    assert piped_text == file_text
    assert piped(place, TINY, "check", "-", "--output", "piped").code == 0
    assert piped(place, TINY.replace("required: [name]", "required: []"), "check", "-", "--output", "piped").code == 1


def test_messages_about_standard_input_have_positions(place: Place) -> None:
    done = piped(place, TINY.replace("type: string", "type: strin"), "generate", "-")
    assert "<stdin>:14:" in done.err
    assert "error[empty]: the file is empty" in piped(place, "", "generate", "-").err


def test_standard_input_reads_files_only_below_a_given_root(place: Place) -> None:
    text = TINY.replace('"#/components/schemas/Pet"', "'parts/animal.yaml'")
    place.write("parts/animal.yaml", "type: object\nproperties: {name: {type: string}}\n")
    done = piped(place, text, "generate", "-")
    assert "`parts/animal.yaml` is not read: the document comes from standard input" in done.err
    done = piped(place, text, "generate", "-", "--root", ".")
    assert (done.code, done.err) == (0, "")


def test_a_url_is_read_and_its_hash_is_in_the_manifest(place: Place, url: str) -> None:
    done = place.run("generate", f"{url}/tiny.yaml?token=hush#here", "--output", "out")
    assert (done.code, done.err) == (0, "")
    manifest = json.loads((place.folder / "out/.sdkwright.json").read_bytes())
    assert list(manifest["remote"]) == [f"{url}/tiny.yaml"]
    assert not [path for path, data in place.tree().items() if b"hush" in data]
    assert place.run("check", f"{url}/tiny.yaml", "--output", "out").code == 0


def test_another_version_at_the_url_is_drift_and_can_be_generated(place: Place, url: str) -> None:
    assert place.run("generate", f"{url}/tiny.yaml", "--output", "out").code == 0
    manifest = place.folder / "out/.sdkwright.json"
    before = manifest.read_bytes()
    done = place.run("check", f"{url}/later.yaml", "--output", "out")
    assert done.code == 1
    assert "the document changed" in done.out
    done = place.run("generate", f"{url}/later.yaml", "--output", "out")
    assert (done.code, done.err) == (0, "")
    assert manifest.read_bytes() != before


def test_references_of_a_url_are_on_the_network(place: Place, url: str) -> None:
    place.write("tiny.yaml", "components: {schemas: {Pet: {type: integer}}}")  # what it must not read
    assert "is on the network and is not read" in place.refused("generate", f"{url}/parts.yaml")
    done = place.run("generate", f"{url}/parts.yaml", "--allow-remote-refs")
    assert done.code == 0
    manifest = json.loads((place.folder / "tiny-sdk/.sdkwright.json").read_bytes())
    assert sorted(manifest["remote"]) == [f"{url}/parts.yaml", f"{url}/tiny.yaml"]


def test_a_config_may_name_a_url(place: Place, url: str) -> None:
    assert place.run("init", f"{url}/tiny.yaml").code == 0
    assert f'spec = "{url}/tiny.yaml"' in (place.folder / "sdkwright.toml").read_text()
    assert place.run("generate").code == 0
    assert place.run("check").code == 0
    assert place.run("diff", f"{url}/tiny.yaml", f"{url}/tiny.yaml").code == 0


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("http://example.invalid/tiny.yaml", "only https addresses are read, and http addresses of this machine"),
        ("file:///etc/passwd", "only https addresses are read"),
        ("ftp://127.0.0.1/x", "only https addresses are read"),
        ("https://user:hush@127.0.0.1/x", "an address with a user or password in it is not read"),
        ("https://[", "this is not the address of a file"),
    ],
)
def test_addresses_that_are_not_read(place: Place, address: str, reason: str) -> None:
    said = place.refused("generate", address)
    assert reason in said
    assert "hush" not in said


def test_answers_that_are_no_document(place: Place, url: str) -> None:
    assert "the server responded 404" in place.refused("generate", f"{url}/none.yaml")
    assert "only https addresses are read" in place.refused("generate", f"{url}/moved")


def test_what_cannot_be_watched_or_configured(place: Place, url: str) -> None:
    assert "--watch needs a file" in place.refused("generate", f"{url}/tiny.yaml?token=hush", "--watch")
    assert "a config cannot name standard input" in place.refused("init", "-")


def test_a_mock_server_of_a_url(url: str) -> None:
    with MockServer(f"{url}/tiny.yaml") as server:
        assert server.url.startswith("http://127.0.0.1:")
    with pytest.raises(DocumentError, match="the document cannot be fetched"):
        MockServer(f"{url}/none.yaml")
