"""The curl command that sends the request of a call."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote, quote_plus

from generator.ir.index import Index
from generator.ir.types import ABSENT, Constant, Content, Json, Operation, Parameter, SecurityScheme, Server
from generator.targets.python.code.signatures import path_parameters
from generator.targets.python.names.names import Names
from generator.targets.python.pages.blocks import clean
from generator.targets.python.pages.samples.calls import CallSamples
from generator.targets.python.pages.tabs.request_values import header_text, json_text, path_text, query_pairs, scalar
from generator.targets.python.pages.tabs.shell import Part, Variable, quoted, word
from generator.targets.python.types.json_values import is_array, is_object

_WIDTH: Final = 72
"""Characters of a JSON body on one line."""
_TOKEN: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""The name of a header (RFC 9110, section 5.6.2)."""
_URL: Final = ":/?#@!$&'()*+,;=%-._~"


@dataclass(slots=True)
class _Request:
    """The parts of a request. `url` has the parts of its start, `options` the words of the command after it."""

    url: list[Part]
    path: str = ""
    query: list[tuple[str, tuple[Part, ...] | None]] = field(
        default_factory=list[tuple[str, "tuple[Part, ...] | None"]]
    )
    cookies: list[tuple[Part, ...]] = field(default_factory=list[tuple[Part, ...]])
    options: list[str] = field(default_factory=list[str])

    def header(self, name: str, *value: Part) -> None:
        if _TOKEN.fullmatch(name):
            self.options.append(f"--header {word(f'{name}: ', *value)}")


@dataclass(frozen=True, slots=True)
class Curl:
    """Writes curl commands. Credentials are environment variables, those that the SDK reads."""

    samples: CallSamples

    @property
    def index(self) -> Index:
        return self.samples.index

    @property
    def names(self) -> Names:
        return self.samples.names

    def command(
        self,
        operation: Operation,
        body: Json = ABSENT,
        *,
        brief: bool = False,
        stream: bool = False,
        file: bool = False,
    ) -> str:
        """The command for a call with this body, or with sample values, one option a line."""
        own = self.names.operation(operation)
        given = self.samples.arguments(operation, body, brief=brief).given
        positional = [value for keyword, value in given if not keyword]
        keywords = {keyword: value for keyword, value in given if keyword}
        request = _Request(self._base(operation), operation.route)
        for parameter, value in zip(path_parameters(operation), positional, strict=False):
            request.path = request.path.replace("{" + parameter.wire + "}", f"\0{path_text(parameter, value)}\0")
        request.query += [(name, None if text is None else (text,)) for name, text in operation.query]
        for parameter in operation.parameters:
            value = keywords.get(own.keywords[parameter.location, parameter.wire], ABSENT)
            if value is ABSENT and parameter.required and isinstance(parameter.type, Constant):
                value = parameter.type.value
            if value is not ABSENT:
                _place(request, parameter, value)
        self._authenticate(request, operation)
        for parameter in self.index.api.globals:
            if parameter.required:
                self._global(request, parameter)
        if stream and operation.stream is not None and not operation.stream.in_body:
            request.header("Accept", operation.stream.media_type)
        self._body(request, operation, keywords, stream)
        lead = _method(operation, bool(keywords))
        tail = [
            *(["--no-buffer"] if operation.stream and (stream or not operation.stream.switch) else []),
            *(["--output file"] if file else []),
        ]
        return " \\\n  ".join([f"curl {_url(request)}", *lead, *_cookies(request), *request.options, *tail])

    def _base(self, operation: Operation) -> list[Part]:
        """The start of the URL: that of the first server, or a variable if the document has no absolute one."""
        server: Server | None = next(iter(operation.servers or self.index.api.servers), None)
        url = server.url if server else ""
        for variable in server.variables if server else ():
            url = url.replace("{" + variable.name + "}", variable.default)
        if re.match(r"https?://[^/]", url, re.IGNORECASE):
            return [quote(clean(url).rstrip("/"), safe=_URL)]
        return [Variable(f"{self.names.package_names.environment}_BASE_URL")]

    def _authenticate(self, request: _Request, operation: Operation) -> None:
        """Add the credentials of the first choice of security."""
        schemes = {scheme.id: scheme for scheme in self.index.api.schemes}
        for requirement in next(iter(operation.security), ()):
            scheme = schemes.get(requirement.scheme)
            if scheme is not None:
                keywords = self.names.credentials.get(scheme.id, ())
                _add_credentials(
                    request, scheme, [Variable(self.names.package_names.variable(each)) for each in keywords]
                )

    def _global(self, request: _Request, parameter: Parameter) -> None:
        """Add a parameter of the client, which is in a variable."""
        variable = Variable(
            self.names.package_names.variable(self.names.globals[f"{parameter.location}:{parameter.wire}"])
        )
        match parameter.location:
            case "header":
                request.header(parameter.wire, variable)
            case "query":
                request.query.append((quote(parameter.wire, safe=""), (variable,)))
            case "cookie":
                request.cookies.append((f"{quote(parameter.wire, safe='')}=", variable))
            case _:
                pass

    def _body(self, request: _Request, operation: Operation, keywords: dict[str, Json], stream: bool) -> None:
        content = self.index.sent(operation)
        if operation.body is None or content is None:
            return
        own, spread = self.names.operation(operation), self.index.spread(operation)
        if spread is None:
            value = keywords.get(own.keywords["body", "body"], ABSENT)
            if value is not ABSENT:
                _send(request, content, value)
            return
        fields: dict[str, Json] = {}
        for each in spread.fields:
            keyword = own.keywords.get(("body", each.wire), "")
            if keyword in keywords:
                fields[each.wire] = keywords[keyword]
            elif each.required and operation.body.required and isinstance(each.type, Constant):
                fields[each.wire] = each.type.value
        if stream and operation.stream is not None and operation.stream.switch and operation.stream.in_body:
            fields[operation.stream.switch] = True
        if fields or operation.body.required:
            _send(request, content, fields)


def _place(request: _Request, parameter: Parameter, value: Json) -> None:
    """Put the value of a parameter where it belongs; those of the path are there."""
    match parameter.location:
        case "query":
            request.query += [(name, (text,)) for name, text in query_pairs(parameter, value)]
        case "querystring":
            if is_object(value):
                request.query += [(quote_plus(str(name)), (quote_plus(scalar(item)),)) for name, item in value.items()]
            else:
                request.query.append((quote(json_text(value) if is_array(value) else scalar(value), safe=""), None))
        case "header":
            request.header(parameter.wire, clean(header_text(parameter, value)))
        case "cookie":
            request.cookies += [(f"{name}={text}",) for name, text in query_pairs(parameter, value)]
        case _:
            pass


def _add_credentials(request: _Request, scheme: SecurityScheme, variables: list[Variable]) -> None:
    if scheme.kind == "mutual-tls":
        request.options.append("--cert client.pem --key client.key")
    elif scheme.kind == "challenge":
        request.options.append('--anyauth --user "$USER:$PASSWORD"')
    elif not variables:
        return
    elif scheme.kind == "basic":
        request.options.append(f"--user {word(variables[0], ':', variables[-1])}")
    elif scheme.kind == "api-key" and scheme.location == "query":
        request.query.append((quote(scheme.wire, safe=""), (variables[0],)))
    elif scheme.kind == "api-key" and scheme.location == "cookie":
        request.cookies.append((f"{scheme.wire}=", variables[0]))
    elif scheme.kind == "api-key":
        request.header(scheme.wire, variables[0])
    else:
        name = scheme.scheme if scheme.kind == "http" and _TOKEN.fullmatch(scheme.scheme) else "Bearer"
        request.header("Authorization", f"{name} ", variables[0])


def _send(request: _Request, content: Content, value: Json) -> None:
    """Add the options that send a body. No value of the document can name a file: only `file` is read."""
    match content.kind:
        case "multipart":
            for name, item in value.items() if is_object(value) else ():
                request.options += [f"--form{_part(str(name), one)}" for one in (item if is_array(item) else [item])]
        case "form":
            for name, item in value.items() if is_object(value) else ():
                texts = (
                    [scalar(one) for one in item]
                    if is_array(item)
                    else [json_text(item) if is_object(item) else scalar(item)]
                )
                request.options += [f"--data-urlencode {quoted(f'{quote_plus(str(name))}={text}')}" for text in texts]
        case "json":
            request.header("Content-Type", _media_type(content, "application/json"))
            request.options.append(f"--data-raw {quoted(json_text(value, _WIDTH))}")
        case "lines":
            request.header("Content-Type", _media_type(content, "application/x-ndjson"))
            lines = "\n".join(json_text(item) for item in value) if is_array(value) else scalar(value)
            request.options.append(f"--data-raw {quoted(lines)}")
        case "text":
            request.header("Content-Type", _media_type(content, "text/plain"))
            request.options.append(f"--data-raw {quoted(clean(scalar(value)))}")
        case _:
            request.header("Content-Type", _media_type(content, "application/octet-stream"))
            request.options.append("--data-binary @file")


def _part(name: str, value: Json) -> str:
    """The rest of the option of a part: a file, text, or JSON with its media type."""
    if isinstance(value, bytes):
        return f" {quoted(f'{name}=@file')}"
    if is_object(value) or is_array(value):
        text = json_text(value).replace("\\", "\\\\").replace('"', '\\"')
        return " " + quoted(f'{name}="{text}";type=application/json')
    return f"-string {quoted(f'{name}={clean(scalar(value))}')}"


def _media_type(content: Content, default: str) -> str:
    return default if "*" in content.media_type else clean(content.media_type)


def _method(operation: Operation, sends: bool) -> Iterator[str]:
    if operation.method == "HEAD":
        yield "--head"
    elif operation.method != "GET" or (sends and operation.body is not None):
        yield f"--request {operation.method}"


def _url(request: _Request) -> str:
    """The URL as a word, with the option for one that curl would read as a pattern."""
    path = "".join(
        part if index % 2 else quote(clean(part), safe=_URL) for index, part in enumerate(request.path.split("\0"))
    )
    parts: list[Part] = [*request.url, path]
    for number, (name, value) in enumerate(request.query):
        parts += ["&" if number else "?", name, *(("=", *value) if value is not None else ())]
    texts: list[Part] = []
    for part in parts:  # joined, so that a word has one pair of quotes
        if isinstance(part, str) and texts and isinstance(texts[-1], str):
            texts[-1] += part
        else:
            texts.append(part)
    globs = any(isinstance(part, str) and re.search(r"[\[\]{}]", part) for part in texts)
    return ("--globoff " if globs else "") + word(*texts)


def _cookies(request: _Request) -> Iterator[str]:
    if request.cookies:
        parts = [part for cookie in request.cookies for part in ("; ", *cookie)]
        yield f"--cookie {word(*parts[1:])}"
