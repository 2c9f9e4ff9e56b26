"""Names that generated code may not use, by scope."""

from __future__ import annotations

import builtins

_ANNOTATIONS = frozenset({"str", "int", "float", "bool", "bytes", "list", "dict", "tuple", "dt"})

_PYDANTIC = frozenset({
    "copy", "dict", "json", "schema", "validate", "construct", "from_orm", "parse_file", "parse_obj",
    "parse_raw", "schema_json", "update_forward_refs", "model_computed_fields", "model_config",
    "model_construct", "model_copy", "model_dump", "model_dump_json", "model_extra", "model_fields",
    "model_fields_set", "model_json_schema", "model_parametrized_name", "model_post_init", "model_rebuild",
    "model_validate", "model_validate_json", "model_validate_strings", "mro", "register", "from_response",
})  # fmt: skip

FIELDS = _ANNOTATIONS | _PYDANTIC
"""Fields of a model: what `Model`, `BaseModel` and its metaclass have, and the builtins that annotations need."""

PAGE_FIELDS = FIELDS | {"has_next_page", "next_page", "pages", "iter_items"}
"""Fields of a model that is a page of a list: what the runtime's `Page` has too."""

KEYWORDS = _ANNOTATIONS | {"self", "options"}
"""Keyword arguments of a method."""

POSITIONAL = KEYWORDS | {"kwargs"}
"""Arguments of a method that are before `**kwargs`."""

METHODS = frozenset({"self", "models", "params", "resources", "cached_property", "overload", "builtins", "dt"})
"""Methods of a resource: names that the signatures after a method use."""

RESOURCE_CLASSES = frozenset({
    "Accumulator", "Any", "ApiKey", "AsyncClient", "AsyncFileStream", "AsyncHooks", "AsyncStream", "AsyncStreamClient",
    "Awaitable", "Basic", "Bearer", "Body", "Callable", "Decimal", "Encoding", "Events", "FileContent", "FileOperation",
    "FileStream", "FileSwitchOperation", "FormBody",
    "GlobalParameter", "Hooks", "LinesBody", "Literal", "Mapping", "MultipartBody", "OAuth2", "OAuth2Flows", "Omit",
    "OpenUnion", "Operation", "PageOperation", "Pagination", "Parameter", "RawBody", "RequestOptions", "Resource",
    "AsyncPathMethods", "PathMethods",
    "ResponseSpec", "RetryPolicy", "Sequence", "Server", "Service", "Stream", "StreamOperation", "SwitchOperation",
    "SyncClient", "SyncStreamClient", "Timeout", "TYPE_CHECKING", "UnknownVariant", "Unpack", "UUID",
})  # fmt: skip
"""Classes of resources: what their modules and the client's import."""

RESOURCES = frozenset({
    "close", "aclose", "with_options", "request", "stream", "request_or_stream", "open_exchange", "exchange_code",
    "self", "str",
    "resources", "httpx2", "cached_property",
})  # fmt: skip
"""Attributes of the client: its own methods, and names that its class body uses."""

HEADERS = _ANNOTATIONS | {
    "encoding", "raw", "keys", "values", "items", "multi_items", "get", "get_list", "update", "copy", "pop", "popitem",
    "setdefault", "clear", "self",
}  # fmt: skip
"""Attributes of response headers: what the mapping has, and the builtins that annotations need."""

_PORTS = {f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)}
DEVICES = frozenset({"con", "prn", "aux", "nul"}) | _PORTS
"""File names that Windows does not allow, with any extension."""

SUBMODULES = DEVICES | METHODS | _ANNOTATIONS | {"by_type", "decimals_by_type", "topic"}
"""Modules in a resource's package, whose variables they become when they are imported: names that it uses itself."""

MODULES = DEVICES | {"shared", "unreferenced", "error_bodies"}
"""Modules of models that do not belong to one resource."""

TYPES = frozenset(name for name in dir(builtins) if name[:1].isupper()) | frozenset({
    "Any", "Annotated", "Literal", "TypeAlias", "TypeAliasType", "TypedDict", "Required", "NotRequired",
    "Never", "Unpack", "Final", "Generic", "Callable", "Sequence", "Mapping", "Iterable", "Field", "Model",
    "UnknownVariant", "OpenUnion", "UUID", "Decimal", "FileContent", "RFC3339", "TYPE_CHECKING", "None", "True",
    "False",
})  # fmt: skip
"""Types of the models: builtins (a model named `Warning` breaks pydantic), and what the modules of models import."""

ERRORS = TYPES | frozenset({
    "SDKError", "APIError", "APIConnectionError", "APITimeoutError", "ResponseError", "StreamError",
    "TruncatedStreamError", "RequestError", "StreamInterruptedError", "StreamTimeoutError",
    "EventTooLargeError", "ConfigurationError", "ClosedError", "ErrorType", "STATUS_ERRORS",
})  # fmt: skip
"""Error classes: those of the runtime."""

STATUS_ERRORS = {
    "4XX": "ClientError",
    "401": "AuthenticationError",
    "403": "PermissionDeniedError",
    "404": "NotFoundError",
    "429": "RateLimitError",
    "5XX": "ServerError",
}
"""The runtime's classes of statuses. A class of the document may have the name of its own status."""

CLIENT = frozenset({
    "api_key", "server", "base_url", "timeout", "max_retries", "headers", "http_client", "retries", "hooks",
    "strict_responses", "max_response_bytes", "follow_unsafe_redirects", "self",
})  # fmt: skip
"""Keyword arguments of every client's constructor."""

_MODULE_NAMES = frozenset(dir(builtins)) | {
    "annotations", "by_type", "cached_property", "client", "dt", "errors", "httpx2", "models", "overload", "params",
    "resources",
}  # fmt: skip
"""Names that no class may have, as modules of the SDK use them. Classes that are named by the document begin with a
capital, so that only configured names can clash."""

_CLASSES = frozenset({"type", "twin", "values", "params", "class", "error"})
"""The kinds of names that are classes."""


def hidden(key: str, name: str) -> str:
    """The part of a configured name that the SDK itself needs, by the key (`type:Pet`, `group:pets`), or empty."""
    kind = key.partition(":")[0]
    if kind in {"group", "method"}:
        first, *further = name.split(".")
        return next(
            (part for part in further if part in METHODS), first if kind == "group" and first in RESOURCES else ""
        )
    return name if kind in _CLASSES and name in _MODULE_NAMES else ""


def is_module_name(name: str) -> bool:
    """Whether modules of the SDK use the name for a module or a function."""
    return name in _MODULE_NAMES
