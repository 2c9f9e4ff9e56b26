"""Documents, and the resolution of their references."""

from __future__ import annotations

from itertools import product
from pathlib import Path

from generator.diagnostics.model import Diagnostics
from generator.diagnostics.suggest import did_you_mean
from generator.document.anchors import Anchors
from generator.document.file_cache import File, FileCache, OutsideFolder
from generator.document.json_types import Json
from generator.document.node import Node, NodeId
from generator.document.object_kinds import DOCUMENTATION, kind_of, loss_of
from generator.document.openapi_version import Version
from generator.document.optional_references import is_optional
from generator.document.reference import Reference, absolute, lookup_key, parse, ways

_MOST_NEIGHBOURS = 2_000

_CYCLE = "replace one of the references by the value that is meant"
_CORRECT = "correct the reference, or add what it refers to"
_REFERENCES = frozenset({"$ref", "$dynamicRef"})
_NOWHERE = frozenset({"dangling-ref", "ref-outside"})


class Document:
    """An OpenAPI document of one file or several, in the shape of OpenAPI 3.1 or later whatever its version."""

    def __init__(self, main: File, cache: FileCache, version: Version) -> None:
        self.version = version
        """The version that the document was written for."""
        self._cache = cache
        self._main = main
        self._anchors = Anchors(cache)
        self._known: dict[tuple[int, str], Node] = {}
        self._walking: set[tuple[int, str]] = set()
        self._cycles: set[NodeId] = set()

    @property
    def root(self) -> Node:
        """The root of the main file."""
        return self._main.root

    @property
    def diagnostics(self) -> Diagnostics:
        return self._cache.diagnostics

    @property
    def name(self) -> str:
        """The name of the main file in messages: its path, or its address without secrets."""
        return self._main.source.name

    @property
    def remote(self) -> dict[str, str]:
        """The SHA-256 of each file of the network that has been read, by its name."""
        return self._cache.remote

    @property
    def files(self) -> list[Path]:
        """The files read so far, the main one first; files of the network are left out."""
        return [file.source.path for file in self._cache.files if file.source.path is not None]

    @property
    def roots(self) -> list[Node]:
        """The roots of the files read so far, the main one first, in the shape of OpenAPI 3.1 or later."""
        return [file.root for file in self._cache.files]

    def mentions(self, word: str) -> bool:
        """Whether a word of ASCII occurs in one of the files read so far. True if there are overlays."""
        return self._cache.mentions(word)

    @property
    def digest(self) -> str:
        """The SHA-256 of the files read so far, in hexadecimal: of the file itself where there is only one."""
        return self._cache.digest

    def release(self) -> None:
        """Free the values of the files. Digests and positions remain."""
        self._known.clear()
        self._cycles.clear()
        self._anchors = Anchors(self._cache)
        self._cache.release()

    # --- references ---

    def resolve(self, node: Node) -> Node | None:
        """Follow a node's `$ref` through any number of references; a node without `$ref` is returned.

        Siblings of `$ref` are the caller's to merge; `follow` goes one step, for a caller that must see those on the
        way too. None where the reference leads nowhere, which is then reported at the `$ref`. The node that comes back
        has the root of its file as its first ancestor, so `(file, path)` identifies it.
        """
        seen: set[NodeId] = set()
        here = node
        while is_reference(here):
            if here.identity in seen:
                self._fail(node, "ref-cycle", "this reference leads back to itself and never to a value", _CYCLE)
                return None
            seen.add(here.identity)
            following = self.follow(here)
            if following is None:
                return None
            here = following
        return here

    def follow(self, node: Node) -> Node | None:
        """What the node's own `$ref` names, be it a reference too; without a `$ref`, the node. None as in `resolve`."""
        if not is_reference(node):
            return node
        text = node.value["$ref"]
        return self.lookup(text, node.child("$ref"))

    def known(self, node: Node) -> Node | None:
        """What the node's own `$ref` was found to name; None where it was not followed, or leads nowhere.

        Reports nothing and reads nothing.
        """
        if not is_reference(node):
            return None
        base = self._anchors.base(at := node.child("$ref"))
        return self._known.get(lookup_key(at, base, node.value["$ref"]))

    def lookup(self, text: str, at: Node) -> Node | None:
        """What a reference's text names, seen from the node that holds the text (a `$ref`, a discriminator's mapping).

        None where it leads nowhere, which is then reported there.
        """
        base = self._anchors.base(at)
        key = lookup_key(at, base, text)
        found = self._known.get(key)
        if found is None:
            if key in self._walking:
                self._fail(at, "ref-cycle", f"`{text}` leads back to itself", _CYCLE)
                return None
            self._walking.add(key)
            try:
                found = self._find(text, at, base)
            finally:
                self._walking.discard(key)
            if found is not None:
                self._known[key] = found
        return found

    def _find(self, text: str, at: Node, base: Node | None) -> Node | None:
        reference = parse(text)
        named = self._anchors.resource(reference, at, base)
        if named is None or (not reference.location and reference.is_pointer):
            file = self._file(reference, at)
            if file is None:
                return None
            # `#/components/…` below an `$id` means the file to most authors, and the schema of the `$id` by the book.
            roots = [file.root] if named is None else [named, file.root]
        else:
            roots = [named]
        if reference.is_pointer:
            return self._walk(roots, reference, text, at)
        found = self._anchors.anchor(roots[0], reference.fragment) or self._as_pointer(roots, reference, text, at)
        if found is None:
            hint = did_you_mean(reference.fragment, self._anchors.names(roots[0]))
            self._fail(at, "dangling-ref", f"`{text}` names an anchor that does not exist", hint)
        return found

    def _walk(self, roots: list[Node], reference: Reference, text: str, at: Node) -> Node | None:
        """What the reference's pointer names below the first of the roots that has it."""
        if reference.location and reference.fragment == "/" and roots[0].get("") is None:
            self._warn_loose(Reference(reference.location, ""), text, at)  # commonly written for the root
            return roots[0]
        found, stuck = self._reached(roots, reference)
        if found is None and stuck is not None:
            here, key = stuck
            inside = f"in `#{here.pointer}`" if here.pointer else "at the top level"
            message = f"`{text}` leads nowhere: there is no `{key}` {inside}"
            hint = did_you_mean(key, [name for name, _ in here.items()])
            self._fail(at, "dangling-ref", message, hint)
        return found

    def _reached(self, roots: list[Node], reference: Reference) -> tuple[Node | None, tuple[Node, str] | None]:
        """What the reference's pointer names below the first root that has it, and where the first way to it ended."""
        stuck: tuple[Node, str] | None = None
        for root, keys in product(roots, reference.keys()):
            for way in ways(root, keys):
                found, missing = self.descend(root, way)
                if not missing:
                    return found, stuck
                stuck = stuck or (found, missing[0])
        return None, stuck

    def _as_pointer(self, roots: list[Node], reference: Reference, text: str, at: Node) -> Node | None:
        """What a pointer without its first slash names, as in `#definitions/Pet`; with a warning."""
        meant = Reference(reference.location, f"/{reference.fragment}")
        found = self._reached(roots, meant)[0] if "/" in reference.fragment else None
        if found is not None:
            self._warn_loose(meant, text, at)
        return found

    def _warn_loose(self, meant: Reference, text: str, at: Node) -> None:
        written = f"{meant.location}#{meant.fragment}" if meant.fragment else meant.location
        self.diagnostics.warning("loose-ref", f"`{text}` is read as `{written}`", at, f"write `{written}`")

    def descend(self, root: Node, keys: list[str]) -> tuple[Node, list[str]]:
        """The node that the keys lead to, or the last one on the way with the keys that are left."""
        node = root
        for index, key in enumerate(keys):
            below = self._step(node, key)
            if below is None:
                return node, keys[index:]
            node = below
        return node, []

    def _step(self, node: Node, key: str) -> Node | None:
        value: Json = node.value
        if isinstance(value, dict):
            if key in value:
                return node.child(key)
            if is_reference(node):
                target = self.resolve(node)
                return None if target is None else self._step(target, key)
            wrapped = node.get("anyOf")
            if wrapped and node.source.original(wrapped.path + "/0") == node.pointer:
                # The upgrade put this schema into an `anyOf` beside null.
                return self._step(wrapped.child(0), key)
        elif isinstance(value, list) and key.isascii() and key.isdigit() and len(key) < 10 and int(key) < len(value):
            return node.child(int(key))
        return None

    # --- files ---

    def _file(self, reference: Reference, at: Node) -> File | None:
        source = at.source
        if not reference.location:
            return self._cache.of(source)
        if reference.absolute or source.url:
            return self._remote(reference, at)
        try:
            file = self._cache.beside(source, reference.path)
        except OutsideFolder:
            what, hint = "is outside the document's folder and is not read", "name a folder above both with --root"
            if source.path is None:
                what, hint = "is not read: the document comes from standard input", "name its folder with --root"
            self._fail(at, "ref-outside", f"`{reference.location}` {what}", hint)
            return None
        except FileNotFoundError:
            names = self._cache.neighbours(source, reference.path, _MOST_NEIGHBOURS)
            message = f"the file `{reference.location}` does not exist"
            self._fail(at, "dangling-ref", message, did_you_mean(Path(reference.path).name, names))
            return None
        if file is None:
            self._fail(at, "dangling-ref", f"the file `{reference.location}` cannot be read")
        return file

    def _remote(self, reference: Reference, at: Node) -> File | None:
        url = absolute(at.source.url, reference.location)
        fetch = self._cache.fetch
        if not url.lower().startswith(("http://", "https://", "//")):
            outside = parse(url).scheme == "file"
            code, what = ("ref-outside", "is not read") if outside else ("ref-remote", "is not part of this document")
            self._fail(at, code, f"`{url}` {what}", "use a path relative to this file" if outside else "")
            return None
        if fetch is None:
            message = f"`{url}` is on the network and is not read"
            self._fail(
                at, "ref-remote", message, "allow it with --allow-remote-refs, or keep a copy beside the document"
            )
            return None
        try:
            return self._cache.at_url(url, fetch)
        except (OSError, ValueError) as error:
            hint = "correct the address, or refer to a copy beside the document"
            self._fail(at, "ref-remote", f"`{url}` cannot be read: {error}", hint)
            return None

    def _fail(self, at: Node, code: str, message: str, hint: str = "") -> None:
        """Report a reference that leads nowhere: an error where it costs an operation, otherwise a warning."""
        if code == "ref-cycle":
            self._cycles.add(at.identity)
        elif at.identity in self._cycles:
            return  # it leads nowhere because it leads back to itself
        kind = kind_of(at.parent if at.key in _REFERENCES and at.parent is not None else at)
        loss = loss_of(kind)
        hint = hint or (_CORRECT if loss and code in _NOWHERE else "")
        if kind in DOCUMENTATION:
            self.diagnostics.warning(code, f"{message}; {loss}", at, hint)
        elif loss and (code == "dangling-ref" or (code == "ref-outside" and is_optional(at))):
            self.diagnostics.fallback(code, f"{message}; {loss}", at, hint)
        elif self._cache.lenient and code in _NOWHERE:
            self.diagnostics.fallback(code, f"{message}; {loss or f'the {kind} is left out'}", at, hint)
        else:
            what = "reads it as any value" if kind == "schema" else f"continues without the {kind}"
            lenient = f"--lenient {what}" if code in _NOWHERE else ""
            self.diagnostics.error(code, message, at, hint or lenient)


def is_reference(node: Node) -> bool:
    """Whether the node is an object with a `$ref` to follow. One with a *property* called `$ref` is none."""
    value: Json = node.value
    return isinstance(value, dict) and isinstance(value.get("$ref"), str)
