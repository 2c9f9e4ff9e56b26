"""Servers and their variables (OpenAPI 3.1, "Server Object")."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from generator.document.node import Node
from generator.ir.text import words
from generator.ir.types import Server, Variable
from generator.lower.docs import docs_of
from generator.lower.schema.json_values import is_list, is_mapping

_NEVER = re.compile(r"""[\s<>"\\^`|]""")
"""What no address has in it (RFC 3986, appendix A)."""
_VARIABLE = re.compile(r"\{([^{}]+)\}")
_WORDS_OF_A_NAME = 4
_SERVER_NAMES = ("x-speakeasy-server-id", "x-fern-server-name", "name", "x-server-name")


def lower_servers(owner: Node) -> tuple[Server, ...]:
    """The servers of a document, path item or operation ("Server Object")."""
    sequence = owner.sequence("servers")
    found: list[Server] = []
    for node in sequence.elements() if sequence is not None else ():
        if not node.is_mapping:
            node.wrong("a server")
            continue
        name = next((text for key in _SERVER_NAMES if (text := node.text(key))), "")
        _check_address(node)
        found.append(
            Server(
                node.text("url") or "/", node.place, name, docs_of(node.value, examples=False), tuple(_variables(node))
            )
        )
    return tuple(_named(found))


def _named(servers: list[Server]) -> Iterable[Server]:
    """The servers, each with a name where there are several: its own, its description if short, or its position."""
    taken = {server.name for server in servers}
    for position, server in enumerate(servers, 1):
        if server.name or len(servers) == 1:
            yield server
            continue
        described = words(server.docs.summary or server.docs.description)
        name = "-".join(described).lower()
        if not described or len(described) > _WORDS_OF_A_NAME or name in taken:
            name = f"server-{position}"
        taken.add(name)
        yield replace(server, name=name)


def _check_address(server: Node) -> None:
    """Warn of what no address is made of, and of variables that are not declared ("Server Object")."""
    url = server.text("url")
    if not url:
        hint = "add `url`; `/` means the host that the document was loaded from"
        server.diagnostics.warning("server-url", "the server has no `url`; treated as `/`", server, hint)
    if _NEVER.search(url):
        message = f"invalid URL `{url}`: it has characters that must be escaped"
        server.diagnostics.warning(
            "server-url", message, server.child("url"), "escape the characters, or remove the server"
        )
    variables = server.value.get("variables")
    for name in dict.fromkeys(_VARIABLE.findall(url)):
        if not is_mapping(variables) or name not in variables:
            message = f"the variable `{name}` of the URL is not declared; a caller must set it"
            hint = f"declare it: variables: {{{name}: {{default: …}}}}"
            server.diagnostics.warning("server-variable", message, server.child("url"), hint)


def _check_variable(name: str, node: Node) -> None:
    """Warn of a variable whose value is not known, or is not one of its own values ("Server Variable Object")."""
    default, values = node.get("default"), node.value.get("enum")
    if default is None:
        node.diagnostics.warning(
            "server-variable",
            f"the variable `{name}` has no default; treated as an empty string",
            node,
            "add a `default`",
        )
    elif is_list(values) and values and default.value not in values:
        message = f"the default of the variable `{name}` is not in its `enum`; the default is kept"
        node.diagnostics.warning("server-variable", message, default, "add it to the `enum`, or change the default")


def _variables(server: Node) -> Iterable[Variable]:
    variables = server.mapping("variables")
    for name, node in variables.items() if variables is not None else ():
        if not node.is_mapping:
            node.wrong("a server variable")
            continue
        _check_variable(name, node)
        values = node.sequence("enum")
        yield Variable(
            name,
            node.text("default"),
            tuple(str(value.value) for value in values.elements()) if values is not None else (),
            docs_of(node.value, examples=False),
        )
