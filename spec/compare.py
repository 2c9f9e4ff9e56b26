"""Compare the facts of `openrouter.yaml` with a copy of the document that OpenRouter publishes.

    python spec/compare.py PUBLISHED.yaml

Compares every keyword except prose (descriptions, summaries, titles, examples), in the operations of `openrouter.yaml`
and what they reach. Prints one difference per line, with its JSON pointer (RFC 6901). Exit codes: 0 no differences,
1 differences, 2 wrong command line.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

OURS = Path(__file__).with_name("openrouter.yaml")

PROSE = frozenset(("description", "summary", "title", "example", "examples", "x-speakeasy-deprecation-message"))
# Keys below these keywords are names, not keywords: a property can be called `description`.
NAMED = frozenset(("properties", "schemas", "securitySchemes", "responses", "content", "mapping"))
# Keywords of the document's root that apply to every operation.
SHARED = ("openapi", "servers", "security", "x-retry-strategy", "x-speakeasy-retries")

Node: TypeAlias = "dict[object, Node] | list[Node] | str | int | float | bool | None"


def facts(node: Node, *, named: bool = False) -> Node:
    """The node without its prose. `named`: the keys are names, so none of them is a keyword."""
    if isinstance(node, dict):
        kept = {key: value for key, value in node.items() if named or key not in PROSE}
        return {key: facts(value, named=not named and key in NAMED) for key, value in kept.items()}
    if isinstance(node, list):
        return [facts(item) for item in node]
    return node


def references(node: Node) -> Iterator[str]:
    """Return the names of the component schemas that the node refers to, in document order."""
    if isinstance(node, dict):
        target = node.get("$ref")
        if isinstance(target, str):
            yield target.rsplit("/", 1)[-1]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for item in node:
            yield from references(item)


def as_dict(node: Node) -> dict[object, Node]:
    return node if isinstance(node, dict) else {}


def at(node: Node, *keys: object) -> Node:
    """Return the value at the path of keys, or None if there is none."""
    for key in keys:
        node = as_dict(node).get(key)
    return node


def chosen(document: Node, operations: list[tuple[object, object]]) -> dict[object, Node]:
    """Return the facts of the operations, the schemas they reach and the shared keywords, structured as a document."""
    paths: dict[object, Node] = {path: {} for path, _ in operations}
    for path, method in operations:
        as_dict(paths[path])[method] = facts(at(document, "paths", path, method))
    schemas: dict[object, Node] = {}
    waiting = list(references(paths))
    while waiting:
        name = waiting.pop()
        if name not in schemas:
            schemas[name] = facts(at(document, "components", "schemas", name))
            waiting.extend(references(schemas[name]))
    security = at(document, "security")
    used = [name for needs in (security if isinstance(security, list) else []) for name in as_dict(needs)]
    schemes: Node = {name: facts(at(document, "components", "securitySchemes", name)) for name in used}
    return {
        **{keyword: facts(at(document, keyword)) for keyword in SHARED},
        "paths": paths,
        "components": {"securitySchemes": schemes, "schemas": schemas},
    }


def differences(ours: Node, theirs: Node, pointer: str = "") -> Iterator[str]:
    """Yield one line per difference. The order of properties counts, that of other keywords does not."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in [*ours, *(key for key in theirs if key not in ours)]:
            step = f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}"
            if key in ours and key in theirs:
                yield from differences(ours[key], theirs[key], step)
            else:
                yield f"{step}: {'only in ours' if key in ours else f'only published: {theirs[key]}'}"
        if pointer.endswith("/properties") and set(ours) == set(theirs) and list(ours) != list(theirs):
            yield f"{pointer}: another order of properties"
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for index, (mine, other) in enumerate(zip(ours, theirs, strict=True)):
            yield from differences(mine, other, f"{pointer}/{index}")
    elif type(ours) is not type(theirs) or ours != theirs:
        yield f"{pointer}: ours {ours}, published {theirs}"


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        sys.stderr.write("usage: python spec/compare.py PUBLISHED.yaml\n")
        return 2
    ours: Node = yaml.safe_load(OURS.read_bytes())
    try:
        theirs: Node = yaml.safe_load(Path(arguments[0]).read_bytes())
    except (OSError, yaml.YAMLError) as error:
        sys.stderr.write(f"{arguments[0]}: {error}\n")
        return 2
    operations = [(path, method) for path, item in as_dict(at(ours, "paths")).items() for method in as_dict(item)]
    mine = chosen(ours, operations)
    found = list(differences(mine, chosen(theirs, operations)))
    reached = as_dict(at(mine, "components", "schemas"))
    unreached = [name for name in as_dict(at(ours, "components", "schemas")) if name not in reached]
    found.extend(f"/components/schemas/{name}: no operation reaches it" for name in unreached)
    sys.stdout.writelines(f"{line}\n" for line in found)
    sys.stderr.write(f"{len(reached)} schemas compared, {len(found)} differences\n")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
