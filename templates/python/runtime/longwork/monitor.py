"""Work whose state is at a URL: `Operation-Location`, `Azure-AsyncOperation` or `Location`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import httpx2
from pydantic import ValidationError

from ..json_types import is_object
from ..operation import Operation, ResponseSpec
from ..response.decode import parsed
from ..response.lenient import repair, validator
from ..transport.urls import parse_url, same_origin
from .errors import WaitError
from .plan import Plan, failed, value_at

if TYPE_CHECKING:
    from ..call.call import Exchange
    from ..call.options import RequestOptions
    from ..response.response import Response

_DONE = frozenset({"succeeded", "success", "completed", "complete", "finished", "done", "ready"})
_FAILED = frozenset(
    {"failed", "failure", "error", "errored", "canceled", "cancelled", "expired", "aborted"}
)


async def monitored(
    plan: Plan,
    exchange: Exchange[Any],
    operation: Operation[Any],
    final: Callable[[], Any] | None,
    via: str,
) -> Any:
    """Start the work, poll its monitor until it has ended, and return the result.

    `final` and `via` are those of `Monitored`.
    """
    value, response = await plan.send(exchange, operation, plan.params, plan.options)
    started = response
    monitor = _header(response, "operation-location") or _header(response, "azure-asyncoperation")
    location = _header(response, "location")
    body = _body(response)
    if not monitor and (response.status_code != 202 and _status(body, strict=True) != "running"):
        return value
    puts = operation.method in ("PUT", "PATCH")
    if not monitor and not location and not puts:
        raise WaitError(f"{operation.name}: no header of the response says where its work is", body)
    own = str(response.transport.request.url)
    while True:
        await plan.sleep(exchange, response, operation.name)
        url = monitor or (location if not (puts and not location) else own)
        response = await _get(plan, exchange, operation, url, started)
        body = _body(response)
        await plan.progress(exchange, body)
        monitor = _header(response, "operation-location") or monitor
        if not monitor:
            location = _header(response, "location") or location
        state = _state(response, body, is_monitor=bool(monitor))
        if state == "failed":
            status = str(_status_of(body))
            failure = value_at(body, ("error",)) or value_at(body, ("properties", "error"))
            raise failed(operation.name, f"the status is {status!r}", failure, body, status)
        if state == "done":
            break
    there = _final_url(operation.method, via, body, location, own) if monitor else ""
    if there:
        response = await _get(plan, exchange, operation, there, started)
        return _typed(final, _body(response), response.content)
    inner = body
    if monitor and is_object(body):
        inner = next((body[key] for key in ("result", "response") if key in body), body)
        if inner is body and final is not None:
            inner = body.get("properties", body)
    if operation.method == "DELETE" and inner is body:
        return None
    return _typed(final, inner, response.content if inner is body else None)


def _final_url(method: str, via: str, body: Any, location: str, own: str) -> str:
    """Where the result is after the monitor has said that the work is done; empty if it has it."""
    there = value_at(body, ("resourceLocation",))
    if isinstance(there, str) and there and via in ("", "operation-location"):
        return there
    if via == "location" and location:
        return location
    if via == "operation-location":
        return ""
    if via == "original-uri" or method in ("PUT", "PATCH"):
        return own
    return location if method == "POST" else ""


def _state(response: Response, body: Any, *, is_monitor: bool) -> str:
    if response.status_code == 202:
        return _status(body) if _status(body) == "failed" else "running"
    found = _status(body, strict=not is_monitor)
    return found or "done"


def _status(body: Any, *, strict: bool = False) -> str:
    """`running`, `done` or `failed`; empty without a status.

    A status that is not known means that the work goes on, but not if it is `strict`, as then it
    may be one of the result.
    """
    status = _status_of(body)
    if not isinstance(status, str) or not status:
        return ""
    word = status.lower().replace("_", "").replace("-", "").replace(" ", "")
    if word in _DONE:
        return "done"
    if word in _FAILED:
        return "failed"
    if not strict or word in _RUNNING:
        return "running"
    return ""


_RUNNING = frozenset(
    {
        "running",
        "inprogress",
        "pending",
        "queued",
        "processing",
        "notstarted",
        "accepted",
        "creating",
        "updating",
        "deleting",
        "provisioning",
        "started",
        "starting",
    }
)


def _status_of(body: Any) -> Any:
    for path in (("status",), ("properties", "provisioningState"), ("state",)):
        found = value_at(body, path)
        if isinstance(found, str):
            return found
    return None


def _header(response: Response, name: str) -> str:
    return response.headers.get(name, "").strip()


def _body(response: Response) -> Any:
    """The JSON of a response; None for a body that is empty or is not JSON."""
    try:
        return parsed(response) if response.content.strip() else None
    except ValueError:
        return None


async def _get(
    plan: Plan,
    exchange: Exchange[Any],
    operation: Operation[Any],
    text: str,
    started: Response,
) -> Response:
    """Request a URL of the API's origin, with the credentials, headers and cookies of the start."""
    base = started.transport.request.url
    try:
        url = parse_url(str(httpx2.URL(base).join(text)))
    except (httpx2.InvalidURL, ValueError) as error:
        raise WaitError(f"{operation.name}: the URL of the work is not valid", plan.last) from error
    if base.scheme == "https" and url.scheme == "http" and url.host == base.host:
        url = url.copy_with(scheme="https", port=base.port)  # behind a proxy
    if not same_origin(url, base):
        shown = f"{url.scheme}://{url.netloc.decode('ascii', 'replace').rpartition('@')[2]}"
        raise WaitError(
            f"{operation.name}: the work is at another origin, {shown}; it is not requested, as "
            f"the request has the client's credentials",
            plan.last,
        )
    kept = tuple(one for one in operation.parameters if one.location in ("header", "cookie"))
    keywords = {one.keyword for one in kept}
    query = url.query.decode("ascii")
    origin = f"{base.scheme}://{base.netloc.decode('ascii').rpartition('@')[2]}"
    options: RequestOptions = plan.options.copy()
    options.pop("query", None)
    options.pop("body", None)
    options.pop("server", None)
    options.pop("server_variables", None)
    options.pop("idempotency_key", None)
    options["base_url"] = f"{origin}?{query}" if query else origin
    path = url.raw_path.partition(b"?")[0].decode("ascii").replace("{", "%7B")
    poll = Operation[Any](
        operation.name,
        f"GET {path}",
        other_parameters=kept,
        in_path="",
        responses=(ResponseSpec("2XX", "*/*", type=lambda: Any), ResponseSpec("2XX")),
        security=operation.security,
        scopes=operation.scopes,
    )
    params: Mapping[str, Any] = {
        name: value for name, value in plan.params.items() if name in keywords
    }
    _, response = await plan.send(exchange, poll, params, options)
    return response


def _typed(final: Callable[[], Any] | None, value: Any, content: bytes | None) -> Any:
    """The result as its type; values that do not fit are kept."""
    if final is None or value is None:
        return value
    annotation = final()
    try:
        if content is not None:
            return validator(annotation)(content)
    except ValidationError:
        pass
    return repair(annotation, value, [])
