"""Where references lead: within a file, to other files, and never out of the document's folder."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

import pytest

from generator.diagnostics.model import Diagnostics, Failed
from generator.document import load_document
from generator.document.remote.fetch import Network

HEAD = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\n"


@pytest.mark.parametrize(
    ("reference", "path", "read"),
    [
        ("#components/schemas/A", "/components/schemas/A", "#/components/schemas/A"),
        ("part.yaml#/", "", "part.yaml"),
        ("part.yaml#defs/B", "/defs/B", "part.yaml#/defs/B"),
    ],
)
def test_what_many_write_for_a_pointer_is_read_so_with_a_warning(
    workshop: Any, at: Any, reference: str, path: str, read: str
) -> None:
    workshop.write("part.yaml", "type: object\ndefs: {B: {type: string}}\n")
    text = HEAD + f"components:\n  schemas:\n    A: {{}}\n    Use: {{$ref: '{reference}'}}\n"
    document = workshop.document(text)
    found = document.resolve(at(document.root, "components schemas Use"))
    assert found.path == path
    assert workshop.codes == ["loose-ref"]
    assert f"is read as `{read}`" in workshop.messages


def test_a_root_lets_references_lead_to_files_beside_the_documents_folder(tmp_path: Path) -> None:
    (tmp_path / "spec").mkdir()
    (tmp_path / "common.yaml").write_text("Error: {type: string}\n")
    main = tmp_path / "spec" / "api.yaml"
    main.write_text(HEAD + "components: {schemas: {E: {$ref: '../common.yaml#/Error'}}}\n")
    said = Diagnostics()
    document = load_document(main, said, root=tmp_path)
    found = document.resolve(document.root.get("components").get("schemas").get("E"))
    assert found is not None
    assert (found.value, found.file) == ({"type": "string"}, str(tmp_path / "common.yaml"))
    assert said.items == []
    outside = Diagnostics()
    with pytest.raises(Failed):
        load_document(main, outside, root=tmp_path / "elsewhere")
    assert [item.code for item in outside.items] == ["root"]


def test_a_node_without_a_reference_is_itself(workshop: Any) -> None:
    root = workshop.document(HEAD).root
    assert root.pointer == ""
    document = workshop.document(HEAD)
    assert document.resolve(document.root) is document.root


def test_references_are_followed_through_chains(workshop: Any, at: Any) -> None:
    text = HEAD + "components:\n  schemas:\n    A: {$ref: '#/components/schemas/B', title: a}\n"
    text += "    B: {$ref: '#/components/schemas/C'}\n    C: {type: string}\n"
    document = workshop.document(text)
    start = at(document.root, "components schemas A")
    end, step = document.resolve(start), document.follow(start)
    assert (end.path, end.value) == ("/components/schemas/C", {"type": "string"})
    assert step.path == "/components/schemas/B"
    assert workshop.codes == []


@pytest.mark.parametrize(
    ("reference", "path"),
    [
        ("#/paths/~1a~1{b}/get", "/paths/~1a~1{b}/get"),
        ("#/paths/~1a~1%7Bb%7D/get", "/paths/~1a~1{b}/get"),
        ("#/paths/~1100%25/get", "/paths/~1100%/get"),
        ("#/paths/~1100%/get", "/paths/~1100%/get"),
        ("#/components/schemas/m~0n", "/components/schemas/m~0n"),
        ("#/components/schemas/List/oneOf/1", "/components/schemas/List/oneOf/1"),
        ("#/components/schemas/%C3%84", "/components/schemas/Ä"),
        ("#", ""),
        ("#point", "/components/schemas/List/oneOf/0"),
        ("#/components/schemas/Via/oneOf/0", "/components/schemas/List/oneOf/0"),
        ("https://example.com/schemas/list", "/components/schemas/List"),
        ("https://example.com/schemas/list#/oneOf/1", "/components/schemas/List/oneOf/1"),
    ],
)
def test_pointers_anchors_and_ids_are_found(workshop: Any, at: Any, reference: str, path: str) -> None:
    text = HEAD + "paths:\n  /a/{b}: {get: {}}\n  /100%: {get: {}}\ncomponents:\n  schemas:\n    m~n: {}\n    Ä: {}\n"
    text += "    List:\n      $id: https://example.com/schemas/list\n      oneOf: [{$anchor: point}, {}]\n"
    text += f"    Via: {{$ref: '#/components/schemas/List'}}\n    Use: {{$ref: '{reference}'}}\n"
    document = workshop.document(text)
    found = document.resolve(at(document.root, "components schemas Use"))
    assert found is not None, workshop.messages
    assert found.path == path
    assert workshop.codes == []


def test_a_reference_below_an_id_is_relative_to_it_or_to_the_file(workshop: Any, at: Any) -> None:
    text = (
        HEAD + "components:\n  schemas:\n    Other: {type: integer}\n    Tree:\n      $id: https://example.com/tree\n"
    )
    text += "      $defs: {leaf: {type: string}}\n      items: {$ref: '#/$defs/leaf'}\n"
    text += "      contains: {$ref: '#/components/schemas/Other'}\n"
    document = workshop.document(text)
    tree = at(document.root, "components schemas Tree")
    assert document.resolve(tree.child("items")).path == "/components/schemas/Tree/$defs/leaf"
    assert document.resolve(tree.child("contains")).path == "/components/schemas/Other"


def test_a_reference_to_nothing_is_reported_where_it_stands_with_a_suggestion(workshop: Any, at: Any) -> None:
    text = HEAD + "components:\n  schemas:\n    Message: {}\n    Use:\n      $ref: '#/components/schemas/Mesage'\n"
    document = workshop.document(text)
    assert document.resolve(at(document.root, "components schemas Use")) is None
    assert workshop.places == [("dangling-ref", 7, 13)]
    assert workshop.diagnostics.items[0].at.pointer == "/components/schemas/Use/$ref"
    assert "there is no `Mesage` in `#/components/schemas`" in workshop.messages
    assert "did you mean `Message`?" in workshop.messages


@pytest.mark.parametrize("reference", ["#/a/07", "#/a/-1", "#/a/2", "#/a/x", "#/a/99999999999999999999", "#/a/٣"])
def test_only_indexes_that_are_there_lead_into_a_list(workshop: Any, at: Any, reference: str) -> None:
    document = workshop.document(HEAD + f"a: [{{}}, {{}}]\nuse: {{$ref: '{reference}'}}\n")
    assert document.resolve(at(document.root, "use")) is None
    assert workshop.codes == ["dangling-ref"]


def test_cycles_of_nothing_but_references_are_reported(workshop: Any, at: Any) -> None:
    text = HEAD + "a: {$ref: '#/b'}\nb: {$ref: '#/c'}\nc: {$ref: '#/b'}\nd: {$ref: '#/d/x'}\ne: {$ref: '#/e'}\n"
    document = workshop.document(text)
    assert [document.resolve(at(document.root, name)) for name in "abcde"] == [None] * 5
    assert set(workshop.codes) == {"ref-cycle"}
    assert len(set(workshop.places)) == len(workshop.places) >= 4


def test_a_recursive_schema_is_no_cycle(workshop: Any, at: Any) -> None:
    document = workshop.document(HEAD + "node: {properties: {next: {$ref: '#/node'}}}\n")
    assert document.resolve(at(document.root, "node properties next")).path == "/node"
    assert workshop.codes == []


def test_a_property_that_is_called_ref_is_no_reference(workshop: Any, at: Any) -> None:
    document = workshop.document(HEAD + "s: {properties: {$ref: {type: string}}}\n")
    properties = at(document.root, "s properties")
    assert document.resolve(properties) is properties


def test_files_lead_to_files_each_relative_to_itself(workshop: Any, at: Any) -> None:
    workshop.write("paths/pets.yaml", "get:\n  parameters: [{$ref: '../shared/params.json#/limit'}]\n")
    parameters = (
        '{"limit": {"name": "limit", "schema": {"$ref": "#/sizes/small"}}, "sizes": {"small": {"$ref": "int.yaml"}}}'
    )
    workshop.write("shared/params.json", parameters)
    workshop.write("shared/int.yaml", "type: integer\n")
    text = HEAD + "paths:\n  /pets: {$ref: ./paths/pets.yaml}\n  /one: {$ref: 'paths/pets.yaml#/get'}\n"
    document = workshop.document(text)
    item = document.resolve(at(document.root, "paths /pets"))
    parameter = document.resolve(at(item, "get parameters 0"))
    schema = document.resolve(parameter.child("schema"))
    assert (schema.path, schema.value) == ("", {"type": "integer"})
    assert Path(schema.file) == workshop.folder / "shared/int.yaml"
    assert document.resolve(at(document.root, "paths /one")).path == "/get"
    assert [path.name for path in document.files] == ["api.yaml", "pets.yaml", "int.yaml", "params.json"]
    assert workshop.codes == []


def test_a_file_is_read_once_however_it_is_named(workshop: Any, at: Any) -> None:
    workshop.write("s/x.yaml", "a: {type: string}\n")
    text = HEAD + "a: {$ref: 's/x.yaml#/a'}\nb: {$ref: './s/../s/x.yaml#/a'}\nc: {$ref: 's%2Fx.yaml#/a'}\n"
    document = workshop.document(text)
    found = [document.resolve(at(document.root, name)) for name in "abc"]
    assert len({id(node.value) for node in found}) == 1
    assert len({node.source for node in found}) == 1
    assert len(document.files) == 2


def test_a_file_may_lead_back_to_the_main_one(workshop: Any, at: Any) -> None:
    workshop.write("x.yaml", "s: {$ref: 'api.yaml#/components/schemas/A'}\n")
    document = workshop.document(HEAD + "use: {$ref: 'x.yaml#/s'}\ncomponents: {schemas: {A: {type: string}}}\n")
    found = document.resolve(at(document.root, "use"))
    assert (found.source, found.path) == (document.root.source, "/components/schemas/A")


@pytest.mark.parametrize(
    "reference",
    [
        "../secret.yaml",
        "/etc/passwd",
        "file:///etc/passwd",
        "%2e%2e/secret.yaml",
        "link.yaml",
        "linked/secret.yaml",
        "s/../../secret.yaml",
    ],
)
def test_nothing_outside_the_folder_is_read(workshop: Any, at: Any, reference: str) -> None:
    secret = workshop.write("secret.yaml", "secret: hunter2\n")
    (workshop.folder / "in").mkdir()
    (workshop.folder / "in/link.yaml").symlink_to(secret)
    (workshop.folder / "in/linked").symlink_to(workshop.folder)
    document = workshop.document(HEAD + f"use: {{$ref: '{reference}'}}\n", "in/api.yaml")
    assert document.resolve(at(document.root, "use")) is None
    assert workshop.codes == ["ref-outside"]
    assert len(document.files) == 1


def test_a_link_within_the_folder_is_followed(workshop: Any, at: Any) -> None:
    (workshop.folder / "link.yaml").symlink_to(workshop.write("x.yaml", "type: string\n"))
    document = workshop.document(HEAD + "use: {$ref: link.yaml}\n")
    assert document.resolve(at(document.root, "use")).value == {"type": "string"}


@pytest.mark.parametrize("reference", ["https://example.com/x.yaml#/a", "HTTP://example.com/x.yaml", "//example.com/x"])
def test_the_network_is_not_read(workshop: Any, at: Any, reference: str) -> None:
    document = workshop.document(HEAD + f"use: {{$ref: '{reference}'}}\n")
    assert document.resolve(at(document.root, "use")) is None
    assert workshop.codes == ["ref-remote"]
    assert "--allow-remote-refs" in workshop.messages


def test_the_network_is_read_where_it_is_allowed(workshop: Any, at: Any) -> None:
    files = {"https://e.com/a/x.yaml": b"s: {$ref: '../b.yaml#/t'}\n", "https://e.com/b.yaml": b"t: {type: string}\n"}
    text = HEAD + "use: {$ref: 'https://e.com/a/x.yaml#/s'}\nbad: {$ref: 'https://e.com/gone'}\n"

    def fetch(url: str) -> bytes:
        if url not in files:
            raise OSError("HTTP 404")
        return files[url]

    document = workshop.document(text, allow_remote=True, fetch=fetch)
    assert document.resolve(at(document.root, "use")).value == {"type": "string"}
    assert document.resolve(at(document.root, "bad")) is None
    assert workshop.codes == ["ref-remote"]


@pytest.mark.parametrize(
    "reference", ["gone.yaml", "schemas/", "a\\0b", "x" * 5000, "gone/deep/er.yaml", "http:", "urn:x:y"]
)
def test_a_file_that_is_not_there_is_reported(workshop: Any, at: Any, reference: str) -> None:
    (workshop.folder / "schemas").mkdir()
    document = workshop.document(HEAD + f'use: {{$ref: "{reference}"}}\n')
    assert document.resolve(at(document.root, "use")) is None
    assert workshop.diagnostics.failed
    assert ("dangling-ref" in workshop.codes) or (workshop.codes == ["ref-remote"])


def test_a_file_that_is_not_there_brings_a_suggestion(workshop: Any, at: Any) -> None:
    workshop.write("message.yaml", "{}")
    document = workshop.document(HEAD + "use: {$ref: mesage.yaml}\n")
    assert document.resolve(at(document.root, "use")) is None
    assert "did you mean `message.yaml`?" in workshop.messages


def test_a_broken_file_is_reported_once_for_itself_and_where_it_is_named(workshop: Any, at: Any) -> None:
    workshop.write("x.yaml", "a: [\n")
    document = workshop.document(HEAD + "a: {$ref: 'x.yaml#/a'}\nb: {$ref: 'x.yaml#/b'}\n")
    assert document.resolve(at(document.root, "a")) is None
    assert document.resolve(at(document.root, "b")) is None
    assert workshop.codes == ["syntax", "dangling-ref", "dangling-ref"]


def test_a_pipe_is_never_opened(workshop: Any, at: Any) -> None:
    os.mkfifo(workshop.folder / "pipe.yaml")
    document = workshop.document(HEAD + "use: {$ref: pipe.yaml}\n")
    assert document.resolve(at(document.root, "use")) is None
    assert workshop.codes == ["unreadable", "dangling-ref"]


def test_the_digest_of_one_file_is_the_files_own(workshop: Any) -> None:
    assert workshop.document(HEAD).digest == hashlib.sha256(HEAD.encode()).hexdigest()


def test_the_digest_of_several_files_is_that_of_their_list(workshop: Any, at: Any) -> None:
    main = HEAD + "a: {$ref: 'b/x.yaml#/a'}\n"
    workshop.write("b/x.yaml", "a: {}\n")
    document = workshop.document(main)
    document.resolve(at(document.root, "a"))
    listing = f"{hashlib.sha256(main.encode()).hexdigest()}  api.yaml\n"
    listing += f"{hashlib.sha256(b'a: {}' + bytes([10])).hexdigest()}  b/x.yaml\n"
    assert document.digest == hashlib.sha256(listing.encode()).hexdigest()


@pytest.mark.parametrize("name", ["gone.yaml", ".", "gone/api.yaml", "nul\0byte", "x" * 5000])
def test_a_path_that_leads_to_no_document_is_refused(workshop: Any, name: str) -> None:
    with pytest.raises(Failed):
        load_document(workshop.folder / name, workshop.diagnostics)
    assert workshop.codes[0] in ("not-found", "unreadable")


def test_a_relative_path_is_shown_as_it_was_given(workshop: Any, at: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    workshop.write("spec/api.yaml", HEAD + "use: {$ref: 'parts/x.yaml#/gone'}\n")
    workshop.write("spec/parts/x.yaml", "{}\n")
    monkeypatch.chdir(workshop.folder)
    document = load_document(Path("spec/api.yaml"), workshop.diagnostics)
    assert document.resolve(at(document.root, "use")) is None
    assert document.root.file == "spec/api.yaml"
    assert workshop.diagnostics.items[0].at.file == "spec/api.yaml"


@pytest.mark.parametrize("url", ["http://example.com/a.yaml", "ftp://example.com/a.yaml", "file:///etc/passwd"])
def test_only_https_is_read(url: str) -> None:
    with pytest.raises(OSError, match="only https"):
        Network().fetch(url)
