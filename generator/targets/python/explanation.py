"""What each element of a document became in the SDK: its name, its file, its `[names]` key, and why."""

from __future__ import annotations

from collections.abc import Iterator

from generator.ir.index import Index
from generator.ir.types import Definition, Object, Operation, Ref, ResponseHeader, Type
from generator.targets.python.code.features.oauth import found
from generator.targets.python.evidence import pages, received, waits
from generator.targets.python.names.name_explanation import explain_name
from generator.targets.python.names.name_scope import LockedNames
from generator.targets.python.names.names import Names
from generator.targets.python.types.annotations import Scope, annotate
from generator.targets.python.types.module_layout import Modules, divide
from generator.targets.python.types.response_headers import annotation
from generator.targets.target import Explanation


def explanations(index: Index, names: Names, locked: LockedNames, longest: int) -> Iterator[Explanation]:
    """Every element of the document that has a name: operations, schemas and the client first, then their parts.

    `locked` are those that decided the names; `longest` is that of `divide`.
    """
    yield from _Explaining(index, names, locked, longest).explanations()


_CREDENTIAL_RULE = "`api_key`, or `token` for OAuth 2.0, for the main scheme; else the scheme's name"


class _Explaining:
    def __init__(self, index: Index, names: Names, locked: LockedNames, longest: int) -> None:
        self.index = index
        self.names = names
        self.locked = locked
        self.modules: Modules = divide(index, names, longest)
        self.package = names.package_names.package

    def explanations(self) -> Iterator[Explanation]:
        yield from (self.operation(operation) for operation in self.index.api.operations)
        yield from (self.definition(definition) for definition in self.index.api.definitions)
        yield from self.client()
        yield from self.resources()
        yield from self.errors()
        yield from self.headers()
        for definition in self.index.api.definitions:
            yield from self.properties(definition)
        for operation in self.index.api.operations:
            yield from self.parameters(operation)

    def operation(self, operation: Operation) -> Explanation:
        call, resource = self.names.call(operation), self.names.resource(operation)
        own, http = self.names.operation(operation), operation.key
        key = f"method:{http}"
        topic = self.modules.topics.of_operation(operation, resource)
        at = self.file(f"resources/{topic.file if topic else self.modules.topics.file(resource)}")
        body = (operation.body.place,) if operation.body else ()
        return Explanation(
            kind="operation",
            origin=http if operation.id == http else f"{http} ({operation.id})",
            places=(
                operation.place,
                *body,
                *(response.place for response in (*operation.responses, *operation.errors)),
            ),
            name=f"client.{call}",
            file=at,
            key=key,
            why=explain_name(key, self.locked, operation.rule),
            also=(
                operation.id,
                http,
                operation.path,
                call,
                f"{resource.cls}.{own.method}",
                f"{resource.async_cls}.{own.method}",
                own.params,
                *((f"{'.'.join((*own.resource, own.wait))}",) if own.wait else ()),
            ),
            beside=((f"{resource.async_cls}.{own.method}, for await", at),),
            pages=pages(operation),
            waits=waits(operation, self.names),
            member=call,
        )

    def definition(self, definition: Definition) -> Explanation:
        id, name = definition.id, self.names.types[definition.id]
        input_type, key = self.modules.input_types.get(id), f"type:{id}"
        rule = "the schema's own name" if definition.component else f"where it stands: {' › '.join(definition.name)}"
        return Explanation(
            kind="schema",
            origin=id,
            places=(definition.place, *definition.further),
            name=f"{self.package}.models.{name}",
            file=self.file(f"models/{self.modules.of[id]}"),
            key=key,
            why=explain_name(key, self.locked, rule),
            also=(
                id,
                name,
                f"models.{name}",
                *((self.names.input_types[id], f"params.{self.names.input_types[id]}") if input_type else ()),
            ),
            beside=(
                (f"{self.names.input_types[id]}, the same as a plain dict to give", self.file(f"params/{input_type}")),
            )
            if input_type
            else (),
            member=name,
        )

    def properties(self, definition: Definition) -> Iterator[Explanation]:
        owner = self.names.types[definition.id]
        for field in definition.shape.fields if isinstance(definition.shape, Object) else ():
            name, key = self.names.fields[definition.id, field.wire], f"field:{definition.id}.{field.wire}"
            yield Explanation(
                kind="property",
                origin=f"{definition.id}.{field.wire}",
                places=(field.place,),
                name=f"{self.package}.models.{owner}.{name}",
                file=self.file(f"models/{self.modules.of[definition.id]}"),
                key=key,
                why=explain_name(
                    key, self.locked, "a name that the document asks for" if field.name else "the property's words"
                ),
                also=(f"{definition.id}.{field.wire}", f"{owner}.{name}", f"models.{owner}.{name}"),
                member=f"{owner}.{name}",
            )

    def parameters(self, operation: Operation) -> Iterator[Explanation]:
        own, call = self.names.operation(operation), self.names.call(operation)
        spreads = [self.index.spread(operation, content) for content in self.index.choices(operation)]
        fields = [field for spread in spreads if spread is not None for field in spread.fields]
        places = {("body", field.wire): field.place for field in reversed(fields)}
        places |= {(parameter.location, parameter.wire): parameter.place for parameter in operation.parameters}
        resource = self.names.resource(operation)
        topic = self.modules.topics.of_operation(operation, resource)
        method = f"resources/{topic.file if topic else self.modules.topics.file(resource)}"
        typed_dict = f"params/{topic.params if topic else resource.module}"
        for (location, wire), keyword in own.keywords.items():
            key = f"keyword:{operation.method} {operation.path} {location} {wire}"
            place = places.get((location, wire)) or (operation.body or operation).place
            yield Explanation(
                kind="parameter",
                origin=f"{operation.method} {operation.path}, {location} {wire}",
                places=(place,),
                name=f"client.{call}({keyword}=…)",
                file=self.file(method if location == "path" else typed_dict),
                key=key,
                why=explain_name(
                    key, self.locked, "the parameter's words" if location != "body" else "the property's words"
                ),
                also=(f"{call}.{keyword}", f"{operation.id}.{wire}", f"{operation.id}.{keyword}"),
                member=f"{call}.{keyword}",
            )

    def resources(self) -> Iterator[Explanation]:
        for own in self.names.resources.values():
            words = ".".join(own.words or own.path)
            at, key = self.file(f"resources/{self.modules.topics.file(own)}"), f"group:{words}"
            rule = "the names of its operations, a tag or an extension of the document, or the path"
            yield Explanation(
                kind="resource",
                origin=words,
                places=(),
                name=f"client.{own.call}",
                file=at,
                key=key,
                why=explain_name(key, self.locked, rule),
                also=(own.call, own.cls, own.async_cls, words),
                beside=((f"class {own.cls}, [names] key class:{words}", at), (f"class {own.async_cls}", at)),
            )

    def errors(self) -> Iterator[Explanation]:
        for error in self.names.errors:
            key = "" if error.status == "default" else f"error:{error.status}"
            rule = "the status, or the schema that serves no other" if key else "one class for whatever has no other"
            yield Explanation(
                kind="error",
                origin=f"status {error.status}",
                places=(error.response.place,),
                name=f"{self.package}.errors.{error.cls}",
                file=self.file("errors"),
                key=key,
                why=explain_name(key, self.locked, rule),
                also=(error.cls, f"errors.{error.cls}", error.status),
                member=error.cls,
            )

    def headers(self) -> Iterator[Explanation]:
        found: dict[str, list[ResponseHeader]] = {}
        for header in (header for operation in self.index.api.operations for header in operation.headers):
            found.setdefault(header.wire.lower(), []).append(header)
        for wire, same in found.items():
            name, key = self.names.headers[wire], f"header:{wire}"
            yield Explanation(
                kind="response header",
                origin=same[0].wire,
                places=tuple(header.place for header in same),
                name=f"response.headers.{name}: {annotation(same)} | None",
                file=self.file("_runtime/response/response_headers"),
                key=key,
                why=explain_name(key, self.locked, "the words of its name; one attribute for all operations"),
                also=(f"response.headers.{name}", f"headers.{name}", same[0].wire),
            )

    def client(self) -> Iterator[Explanation]:
        package_names, api, at = self.names.package_names, self.index.api, self.file("client")
        yield Explanation(
            kind="client",
            origin=api.title or "the document",
            places=(api.place,),
            name=f"{self.package}.{package_names.client}",
            file=at,
            key="client",
            why=explain_name(
                "client", self.locked, "`class_name` of the config, or the title without words such as API"
            ),
            also=(package_names.client, package_names.async_client, "client"),
            beside=((f"{self.package}.{package_names.async_client}", at),),
        )
        for scheme in api.schemes:
            keywords = self.names.credentials.get(scheme.id, ())
            for keyword, part in zip(keywords, ("username", "password"), strict=False):
                key = f"credential:{scheme.id}" + (f".{part}" if scheme.kind == "basic" else "")
                variable = package_names.variable(keyword)
                yield Explanation(
                    kind="credential",
                    origin=scheme.id,
                    places=(scheme.place,),
                    name=f"{package_names.client}({keyword}=…)",
                    file=at,
                    key=key,
                    why=explain_name(key, self.locked, _CREDENTIAL_RULE),
                    also=(scheme.id, keyword, f"{package_names.client}.{keyword}", variable),
                    beside=((f'{variable} in the environment, whose prefix is [names] "environment"', at),),
                )
        for parameter in api.globals:
            owner = f"{parameter.location}:{parameter.wire}"
            keyword, key = self.names.globals[owner], f"global:{owner}"
            variable = package_names.variable(keyword)
            yield Explanation(
                kind="client argument",
                origin=f"{parameter.location} {parameter.wire}",
                places=(parameter.place,),
                name=f"{package_names.client}({keyword}=…)",
                file=at,
                key=key,
                why=explain_name(key, self.locked, "the parameter's words"),
                also=(keyword, parameter.wire, f"{package_names.client}.{keyword}", variable),
                beside=((f'{variable} in the environment, whose prefix is [names] "environment"', at),),
            )

        yield from self.webhooks()
        for scheme in api.schemes:
            for part, keyword in self.names.grants.get(scheme.id, {}).items():
                key = f"grant:{scheme.id}.{part}"
                yield Explanation(
                    kind="credential",
                    origin=f"{scheme.id}.{part}",
                    places=(scheme.place,),
                    name=f"{package_names.client}({keyword}=…)",
                    file=at,
                    key=key,
                    why=explain_name(key, self.locked, f"access tokens are fetched: {'; '.join(found(scheme))}"),
                    also=(f"{scheme.id}.{part}", keyword, f"{package_names.client}.{keyword}"),
                )

    def webhooks(self) -> Iterator[Explanation]:
        api, scope = self.index.api, Scope(self.index, self.names)
        for webhook in (*api.webhooks, *api.callbacks):
            kind, name = ("callback" if webhook.callback_of else "webhook"), annotate(webhook.type, scope)
            yield Explanation(
                kind=kind,
                origin=webhook.name,
                places=(webhook.place,),
                name=f"{self.package}.{name}" if isinstance(webhook.type, Ref) else name,
                file=self.file(self.module_of(webhook.type, "webhooks" if kind == "webhook" else "models/__init__")),
                key=f"type:{webhook.type.id}" if isinstance(webhook.type, Ref) else "",
                why=received(api) if kind == "webhook" else f"the body of a callback of {webhook.callback_of}",
                also=(webhook.name,),
            )

    def module_of(self, type: Type, other: str) -> str:
        """The module of a model; of another type, the given one."""
        return f"models/{self.modules.of[type.id]}" if isinstance(type, Ref) else other

    def file(self, module: str) -> str:
        return f"{self.package}/{module}.py"
