"""Security, global parameters and retries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, Literal

from generator.diagnostics.suggest import did_you_mean
from generator.document.node import Node
from generator.ir.types import Docs, Parameter, Requirement, RetryPolicy, Scalar, SecurityScheme
from generator.lower.context import Context, elements
from generator.lower.docs import docs_of, text_of
from generator.lower.oauth import discovery_url, lower_flows
from generator.lower.operation.parameters import lower_parameter
from generator.lower.schema.definitions import NamePath
from generator.lower.schema.json_values import is_list, is_mapping
from generator.lower.schema.lower_schema import Schemas

HttpKind = Literal["bearer", "basic", "http", "challenge"]
_HTTP_KINDS: Final[dict[str, HttpKind]] = {
    "bearer": "bearer",
    "basic": "basic",
    **dict.fromkeys(("digest", "hoba", "mutual", "negotiate", "ntlm", "scram-sha-1", "scram-sha-256"), "challenge"),
}
_KINDS = "apiKey, http, mutualTLS, oauth2, openIdConnect"

# --- security ---


def lower_schemes(context: Context) -> tuple[SecurityScheme, ...]:
    """The security schemes of `components`."""
    found: list[SecurityScheme] = []
    for name, entry in context.component("securitySchemes"):
        node = context.follow(entry)
        if node is None:
            found.append(SecurityScheme(name, "other", entry.place))
        elif node.is_mapping:
            found.append(_scheme(name, node))
        else:
            node.wrong("a security scheme")
    return tuple(found)


def _scheme(name: str, node: Node) -> SecurityScheme:
    docs = docs_of(node.value, examples=False)
    match node.text("type").lower():
        case "http":
            scheme = node.text("scheme")
            kind: HttpKind = _HTTP_KINDS.get(scheme.lower(), "http" if scheme else "bearer")
            return SecurityScheme(name, kind, node.place, "header", "Authorization", scheme=scheme, docs=docs)
        case "apikey":
            match node.text("in"):
                case "header" | "query" | "cookie" as location:
                    pass
                case _:
                    location = "header"
                    message = "the API key has no valid location; treated as a header"
                    node.diagnostics.fallback(
                        "api-key-location", message, node, "add `in: header`, `query` or `cookie`"
                    )
            return SecurityScheme(name, "api-key", node.place, location, node.text("name"), docs=docs)
        case "oauth2":
            return SecurityScheme(name, "oauth2", node.place, flows=lower_flows(node), docs=docs)
        case "openidconnect":
            return SecurityScheme(name, "openid", node.place, discovery_url=discovery_url(node), docs=docs)
        case "mutualtls":
            return SecurityScheme(name, "mutual-tls", node.place, docs=docs)
        case other:
            node.diagnostics.fallback(
                "unknown-security",
                f'unknown security scheme type "{other}"; the client cannot send it',
                node,
                f"the types are {_KINDS}",
            )
            return SecurityScheme(name, "other", node.place, docs=docs)


def lower_security(owner: Node, schemes: Iterable[SecurityScheme]) -> tuple[tuple[Requirement, ...], ...] | None:
    """The alternatives of `security`; None if the owner has no `security`."""
    if owner.get("security") is None:
        return None
    known = {scheme.id: scheme for scheme in schemes}
    found: list[tuple[Requirement, ...]] = []
    for node in elements(owner, "security"):
        if not node.is_mapping and not isinstance(node.value, str):
            node.wrong("a security requirement")
            continue
        choice: list[Requirement] = []
        for name, scopes in node.items() if node.is_mapping else [(node.value, node)]:
            if name not in known:
                node.diagnostics.fallback(
                    "unknown-security",
                    f'unknown security scheme "{name}"; this alternative is left out',
                    node,
                    did_you_mean(str(name), known) or "add it to `components/securitySchemes`",
                )
                break
            choice.append(Requirement(name, tuple(str(scope.value) for scope in scopes.elements())))
        else:
            _check_clash([known[requirement.scheme] for requirement in choice], node)
            found.append(tuple(choice))
    return tuple(found)


def _check_clash(schemes: list[SecurityScheme], choice: Node) -> None:
    """Warn of schemes of one alternative that set the same header, once for each pair."""
    owners: dict[str, str] = {}
    for scheme in schemes:
        header = scheme.wire if scheme.kind == "api-key" and scheme.location == "header" else ""
        if scheme.kind in {"bearer", "basic", "http", "challenge", "oauth2", "openid"}:
            header = "Authorization"
        other = owners.setdefault(header.lower(), scheme.id) if header else scheme.id
        message = f'"{other}" and "{scheme.id}" both set the header {header}; only "{scheme.id}" is sent'
        if other != scheme.id and all(item.message != message for item in choice.diagnostics.items):
            choice.diagnostics.warning("security-clash", message, choice, "make them two alternatives")


# --- global parameters ---


def lower_globals(schemas: Schemas) -> tuple[Parameter, ...]:
    """Parameters of every operation: `x-speakeasy-globals` and `x-fern-global-headers`."""
    root = schemas.context.root
    name_path = NamePath("globals", ())
    found: list[Parameter] = []
    speakeasy = root.mapping("x-speakeasy-globals")
    listed = speakeasy.sequence("parameters") if speakeasy is not None else None
    for entry in listed.elements() if listed is not None else ():
        node = schemas.context.follow(entry)
        parameter = lower_parameter(node, name_path, schemas) if node is not None and node.is_mapping else None
        if parameter is not None:
            found.append(parameter)
    for node in elements(root, "x-fern-global-headers"):
        if node.is_mapping and (wire := node.text("header")):
            required = not node.flag("optional")
            docs = Docs(description=text_of(node.text("docs")))
            name = node.text("name")
            if all(known.wire.lower() != wire.lower() for known in found):
                found.append(Parameter(wire, "header", Scalar("string"), required, node.place, docs, name=name))
    return tuple(found)


# --- retries ---


def lower_retries(owner: Node) -> RetryPolicy | None:
    """The retry policy of a document or an operation: `x-speakeasy-retries`, `x-retry-strategy`, `x-fern-retries`.

    The extensions' times are in milliseconds, the policy's in seconds.
    """
    speakeasy, strategy = owner.get("x-speakeasy-retries"), owner.get("x-retry-strategy")
    fern = owner.get("x-fern-retries")
    extensions = [node.value for node in (speakeasy, strategy, fern) if node is not None and node.is_mapping]
    if not extensions:
        return None
    if any(value.get("strategy") == "none" or value.get("disabled") is True for value in extensions):
        return RetryPolicy(max_attempts=1)
    default = RetryPolicy()
    first = _mapping(speakeasy.value if speakeasy is not None else None)
    second = _mapping(strategy.value if strategy is not None else None)
    backoff = _mapping(first.get("backoff"))
    attempts = second.get("maxAttempts")
    connection = first.get("retryConnectionErrors")
    return RetryPolicy(
        _statuses(first.get("statusCodes"), default.statuses),
        attempts if isinstance(attempts, int) and attempts > 0 else default.max_attempts,
        _seconds(backoff.get("initialInterval", second.get("initialDelay")), default.initial_delay),
        _seconds(backoff.get("maxInterval", second.get("maxDelay")), default.max_delay),
        _number(backoff.get("exponent"), default.exponent),
        _seconds(backoff.get("maxElapsedTime"), default.max_elapsed),
        connection if isinstance(connection, bool) else default.connection_errors,
    )


def _statuses(listed: Any, default: tuple[str, ...]) -> tuple[str, ...]:
    """The statuses in the list; 408 and 429 are added to `5XX`."""
    if not is_list(listed) or not listed:
        return default
    found = dict.fromkeys(str(status).upper() for status in listed)
    if "5XX" in found:
        found = {"408": None, "429": None, **found}
    return tuple(found)


def _seconds(milliseconds: Any, default: float) -> float:
    return _number(milliseconds, default * 1000) / 1000


def _number(value: Any, default: float) -> float:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0 else default


def _mapping(value: Any) -> dict[str, Any]:
    return value if is_mapping(value) else {}
