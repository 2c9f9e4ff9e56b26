"""What each element of a document became in the SDK: its name, its file, its `[names]` key, and why."""

from __future__ import annotations

from collections.abc import Iterator

from generator.ir.index import Index
from generator.ir.types import Definition, Object, Operation
from generator.targets.python.names.name_reasons import reason
from generator.targets.python.names.name_scope import Pins
from generator.targets.python.names.names import Names
from generator.targets.python.published_surface import call_of
from generator.targets.python.types.module_layout import Modules, divide
from generator.targets.target import Explanation


def explanations(index: Index, names: Names, pins: Pins) -> Iterator[Explanation]:
    """Every element of the document that has a name: operations, schemas and the client first, then their parts.

    `pins` are those that decided the names.
    """
    yield from _Explaining(index, names, pins).explanations()


class _Explaining:
    def __init__(self, index: Index, names: Names, pins: Pins) -> None:
        self.index = index
        self.names = names
        self.pins = pins
        self.modules: Modules = divide(index, names)
        self.package = names.brand.package

    def explanations(self) -> Iterator[Explanation]:
        yield from (self.operation(operation) for operation in self.index.api.operations)
        yield from (self.definition(definition) for definition in self.index.api.definitions)
        yield from self.client()
        yield from self.groups()
        yield from self.errors()
        for definition in self.index.api.definitions:
            yield from self.properties(definition)
        for operation in self.index.api.operations:
            yield from self.parameters(operation)

    def operation(self, operation: Operation) -> Explanation:
        call, group = call_of(operation, self.names), self.names.groups[operation.group]
        own, http = self.names.operation(operation), f"{operation.method} {operation.path}"
        key = f"method:{http}"
        at = self.file(f"resources/{group.module}")
        body = (operation.body.place,) if operation.body else ()
        return Explanation(
            kind="operation",
            origin=http if operation.id == http else f"{http} ({operation.id})",
            places=(operation.place, *body, *(answer.place for answer in (*operation.responses, *operation.errors))),
            name=f"client.{call}",
            file=at,
            key=key,
            why=reason(key, self.pins, _method_rule(operation)),
            also=(
                operation.id,
                http,
                operation.path,
                call,
                f"{group.cls}.{own.method}",
                f"{group.async_cls}.{own.method}",
                own.params,
            ),
            beside=((f"{group.async_cls}.{own.method}, for await", at),),
            member=call,
        )

    def definition(self, definition: Definition) -> Explanation:
        id, name = definition.id, self.names.types[definition.id]
        twin, key = self.modules.twins.get(id), f"type:{id}"
        rule = "the schema's own name" if definition.component else f"where it stands: {' › '.join(definition.name)}"
        return Explanation(
            kind="schema",
            origin=id,
            places=(definition.place,),
            name=f"{self.package}.models.{name}",
            file=self.file(f"models/{self.modules.of[id]}"),
            key=key,
            why=reason(key, self.pins, rule),
            also=(
                id,
                name,
                f"models.{name}",
                *((self.names.twins[id], f"models.{self.names.twins[id]}") if twin else ()),
            ),
            beside=((f"{self.names.twins[id]}, the same as a plain dict to give", self.file(f"models/{twin}")),)
            if twin
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
                why=reason(
                    key, self.pins, "a name that the document asks for" if field.name else "the property's words"
                ),
                also=(f"{definition.id}.{field.wire}", f"{owner}.{name}", f"models.{owner}.{name}"),
                member=f"{owner}.{name}",
            )

    def parameters(self, operation: Operation) -> Iterator[Explanation]:
        own, call = self.names.operation(operation), call_of(operation, self.names)
        spreads = [self.index.spread(operation, content) for content in self.index.choices(operation)]
        fields = [field for spread in spreads if spread is not None for field in spread.fields]
        places = {("body", field.wire): field.place for field in reversed(fields)}
        places |= {(parameter.location, parameter.wire): parameter.place for parameter in operation.parameters}
        module = self.names.groups[operation.group].module
        for (location, wire), keyword in own.keywords.items():
            key = f"keyword:{operation.method} {operation.path} {location} {wire}"
            place = places.get((location, wire)) or (operation.body or operation).place
            yield Explanation(
                kind="parameter",
                origin=f"{operation.method} {operation.path}, {location} {wire}",
                places=(place,),
                name=f"client.{call}({keyword}=…)",
                file=self.file(f"resources/{module}{'' if location == 'path' else '_params'}"),
                key=key,
                why=reason(key, self.pins, "the parameter's words" if location != "body" else "the property's words"),
                also=(f"{call}.{keyword}", f"{operation.id}.{wire}", f"{operation.id}.{keyword}"),
                member=f"{call}.{keyword}",
            )

    def groups(self) -> Iterator[Explanation]:
        for group in self.index.api.groups:
            own, words = self.names.groups[group.path], ".".join(group.path)
            at, key = self.file(f"resources/{own.module}"), f"group:{words}"
            rule = "the tag of its operations, an extension, or the path's first telling part"
            yield Explanation(
                kind="resource",
                origin=words,
                places=(),
                name=f"client.{own.attribute}",
                file=at,
                key=key,
                why=reason(key, self.pins, rule),
                also=(own.attribute, own.cls, own.async_cls, words),
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
                why=reason(key, self.pins, rule),
                also=(error.cls, f"errors.{error.cls}", error.status),
                member=error.cls,
            )

    def client(self) -> Iterator[Explanation]:
        brand, api, at = self.names.brand, self.index.api, self.file("client")
        yield Explanation(
            kind="client",
            origin=api.title or "the document",
            places=(api.place,),
            name=f"{self.package}.{brand.client}",
            file=at,
            key="",
            why="`class_name` of the config, or the document's title without what every title says",
            also=(brand.client, brand.async_client, "client"),
            beside=((f"{self.package}.{brand.async_client}", at),),
        )
        for scheme in api.schemes:
            for keyword in self.names.credentials.get(scheme.id, ()):
                key = f"credential:{scheme.id}"
                yield Explanation(
                    kind="credential",
                    origin=scheme.id,
                    places=(scheme.place,),
                    name=f"{brand.client}({keyword}=…)",
                    file=at,
                    key=key,
                    why=reason(key, self.pins, "`api_key` for a lone secret, else the scheme's name"),
                    also=(scheme.id, keyword, f"{brand.client}.{keyword}"),
                )

    def file(self, module: str) -> str:
        return f"{self.package}/{module}.py"


def _method_rule(operation: Operation) -> str:
    if operation.named:
        return "an extension of the document gives the name"
    if operation.id == f"{operation.method} {operation.path}":
        return "made of the method and the path, for there is no operationId"
    return f"the operationId `{operation.id}` without the words of its resource and what frameworks add"
