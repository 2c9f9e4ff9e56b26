"""The names of calls: resources, methods and keywords."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain, count

from generator.ir.index import Index
from generator.ir.types import Operation, Place
from generator.targets.python.code.files import media_types
from generator.targets.python.code.response_types import choices
from generator.targets.python.names import reserved
from generator.targets.python.names.casing import by_character, pascal, safe, snake, spelled
from generator.targets.python.names.name_scope import LockedNames, NameScope, candidates
from generator.targets.python.names.names import RECEIVER, OperationNames, ResourceNames, ResourcePath
from generator.targets.python.names.package_name import PackageNames
from generator.targets.python.names.wait_naming import is_waited, wait_names

Scopes = Callable[[str, str, frozenset[str], Iterable[str]], NameScope]
"""Opens a name scope: its kind in keys, its word for people, the reserved names, and the owners of locked names."""


class CallNaming:
    """The naming of one SDK's calls. A locked or configured call (`chat.completions.create`) decides its resource."""

    def __init__(self, index: Index, package_names: PackageNames, locked: LockedNames, scope: Scopes) -> None:
        self.index = index
        self.api = index.api
        self.package_names = package_names
        self.locked = locked
        self.scope = scope
        paths = self._paths()
        self.receiver: ResourcePath = RECEIVER if self.api.receiving is not None else ()
        self.homes = {operation.key: self._home(operation, paths) for operation in self.api.operations}
        self.resources = self._resources(paths)

    def _locked_call(self, operation: Operation) -> ResourcePath:
        """The call that is locked or configured for an operation, if it names a resource."""
        name = self.locked.name(f"method:{operation.key}")
        return tuple(name.split(".")) if "." in name else ()

    def _home(self, operation: Operation, paths: Mapping[tuple[str, ...], ResourcePath]) -> ResourcePath:
        return self._locked_call(operation)[:-1] or paths[operation.group]

    def _paths(self) -> dict[tuple[str, ...], ResourcePath]:
        """The attributes that lead to each group of the IR."""
        paths: dict[tuple[str, ...], ResourcePath] = {(): ()}
        scopes: dict[ResourcePath, NameScope] = {}
        groups = sorted((group.path for group in self.api.groups), key=len)
        below: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
        for group in groups:
            below.setdefault(group[:-1], []).append(group)
        leading: dict[ResourcePath, list[tuple[str, ...]]] = {(): [()]}
        locked_calls: dict[ResourcePath, dict[str, str]] = {}
        for operation in self.api.operations:
            if call := self._locked_call(operation):
                locked_calls.setdefault(call[:-1], {})[call[-1]] = operation.key
        for group in groups:
            owner = ".".join(group)
            name = self.locked.name(f"group:{owner}")
            if "." in name:
                paths[group] = tuple(name.split("."))
                leading.setdefault(paths[group], []).append(group)
                continue
            parent = paths[group[:-1]]
            if parent not in scopes:
                beside = (".".join(other) for one in leading[parent] for other in below.get(one, ()))
                scopes[parent] = self.scope("group", "tag", reserved.METHODS if parent else reserved.RESOURCES, beside)
                scopes[parent].taken.update(locked_calls.get(parent, {}))
            plain = snake(group[-1])
            names = [plain, snake(spelled(group[-1])), "api"]
            attribute = scopes[parent].take(owner, names, self.api.place, [f"{plain}_api", f"{plain}_resource"])
            paths[group] = (*parent, attribute)
            leading.setdefault(paths[group], []).append(group)
        return paths

    def _resources(self, paths: Mapping[tuple[str, ...], ResourcePath]) -> dict[ResourcePath, ResourceNames]:
        """The resources that have methods or sub-resources, parents first, in the document's order."""
        used = dict.fromkeys(path for home in self.homes.values() for path in _prefixes(home))
        used |= dict.fromkeys(_prefixes(self.receiver))
        words = {path: group for group, path in reversed(tuple(paths.items()))}
        published = {name: key for key, name in self.locked.published.items() if key.startswith("group:")}
        order = [path for group in self.api.groups for path in _prefixes(paths[group.path]) if path in used]
        order = list(dict.fromkeys([*order, *used]))
        classes = self.scope("class", "tag", reserved.RESOURCE_CLASSES, (".".join(words.get(p, p)) for p in order))
        classes.taken.update({self.package_names.client: "", self.package_names.async_client: ""})
        children: dict[ResourcePath, list[ResourcePath]] = {}
        for path in order:
            children.setdefault(path[:-1], []).append(path)
        found: dict[ResourcePath, ResourceNames] = {}
        for path in order:
            group = words.get(path, ())
            named = group or tuple(published.get(".".join(path), "group:").removeprefix("group:").split("."))
            stem = pascal(*named) or pascal(*path)
            owner = ".".join(group or path)
            further = [f"{stem}Operations", pascal(*path, "Operations")]
            cls = classes.take(
                owner,
                [name for name in (stem, f"{stem}Resource") if _is_free(name, classes)],
                self.api.place,
                [name for name in further if _is_free(name, classes)],
            )
            classes.taken.setdefault(f"Async{cls}", owner)
            found[path] = ResourceNames(path, cls, group, tuple(children.get(path, ())))
        return found

    def operations(self) -> dict[tuple[str, str], OperationNames]:
        result: dict[tuple[str, str], OperationNames] = {}
        scopes: dict[ResourcePath, NameScope] = {}
        params = self.scope("params", "operation", reserved.TYPES, (operation.key for operation in self.api.operations))
        owners: dict[ResourcePath, list[str]] = {}
        for operation in self.api.operations:
            owners.setdefault(self.homes[operation.key], []).append(operation.key)
            if is_waited(operation, self.index):
                owners[self.homes[operation.key]].append(f"{operation.key} wait")
        for path, resource in self.resources.items():
            scopes[path] = self.scope("method", "operation", reserved.METHODS, owners.get(path, ()))
            scopes[path].taken.update({child[-1]: f"the resource `{'.'.join(child)}`" for child in resource.children})
            if path == self.receiver:
                scopes[path].taken["unwrap"] = ""
        for operation in sorted(self.api.operations, key=lambda operation: not operation.named):
            home = self.homes[operation.key]
            best, further = _method_candidates(operation)
            method = scopes[home].take(operation.key, best, operation.place, further)
            switch = operation.stream.switch if operation.stream else ""
            stem = f"{self.resources[home].cls}{pascal(method)}"
            stems = (stem, f"{stem}Method", f"{stem}{pascal(operation.method, operation.path)}")
            contents = self.index.choices(operation)
            keywords = self.keywords(operation)
            result[operation.method, operation.path] = OperationNames(
                resource=home,
                method=method,
                table=f"_{method.strip('_').upper()}",
                params=params.take(operation.key, [f"{name}Params" for name in stems], operation.place),
                further_params=tuple(
                    params.take(
                        f"{operation.key} {content.media_type}",
                        [
                            f"{name}{pascal(word)}Params"
                            for name in stems
                            for word in (content.kind, content.media_type)
                        ],
                        operation.place,
                    )
                    for content in contents[1:]
                ),
                content_type="content_type" if len(self.index.sendable(operation)) > 1 else "",
                switch=safe(snake(switch), reserved.KEYWORDS),
                file_switch=self._file_switch(operation, {safe(snake(switch), reserved.KEYWORDS), *keywords.values()}),
                keywords=keywords,
            )
        for operation in self.api.operations:
            if is_waited(operation, self.index):
                own, scope = result[operation.method, operation.path], scopes[self.homes[operation.key]]
                wait = scope.take(f"{operation.key} wait", wait_names(operation, own.method), operation.place)
                result[operation.method, operation.path] = replace(own, wait=wait)
        return result

    def _file_switch(self, operation: Operation, taken: set[str]) -> str:
        """The keyword that asks for a file as a stream; empty if the operation returns no file."""
        if not media_types(operation, self.index):
            return ""
        names = chain(["stream"], (f"stream_file{'_' * marks}" for marks in count()))
        return next(name for name in names if name not in taken)

    def keywords(self, operation: Operation) -> dict[tuple[str, str], str]:
        """Names of path parameters first, then of the other parameters, then of the body's fields."""
        key = operation.key
        contents = self.index.choices(operation)
        spreads = [self.index.spread(operation, content) for content in contents]
        fields = list({f.wire: f for spread in spreads if spread is not None for f in spread.fields}.values())
        owners = [f"{key} {parameter.location} {parameter.wire}" for parameter in operation.parameters]
        owners += [f"{key} body {f.wire}" for f in fields]
        scope = self.scope("keyword", "parameter", reserved.KEYWORDS, owners)
        if operation.stream is not None and operation.stream.switch:
            scope.taken[safe(snake(operation.stream.switch), reserved.KEYWORDS)] = "switch"
        if choices(operation, self.index):
            scope.taken["accept"] = "accept"
        if len(self.index.sendable(operation)) > 1:
            scope.taken["content_type"] = "content_type"
        result: dict[tuple[str, str], str] = {}

        def take(location: str, wire: str, asked: str, at: Place) -> None:
            names = candidates(wire, asked)
            further = [f"{names[1] or names[2]}_", f"{names[1] or names[2]}_{location}", f"{location}_{names[1]}"]
            scope.reserved = reserved.POSITIONAL if location == "path" else reserved.KEYWORDS
            result[location, wire] = scope.take(f"{key} {location} {wire}", [*names, *further, by_character(wire)], at)

        rank = ["path", "query", "querystring", "header", "cookie"].index
        for parameter in sorted(operation.parameters, key=lambda parameter: rank(parameter.location)):
            take(parameter.location, parameter.wire, parameter.name, parameter.place)
        for f in fields:
            if operation.stream is None or f.wire != operation.stream.switch:
                take("body", f.wire, f.name, f.place)
        if operation.body is not None and None in spreads and ("body", "body") not in result:
            take("body", "body", "", operation.body.place)
        return result


def _prefixes(path: ResourcePath) -> Iterator[ResourcePath]:
    """A path with its parents, the longest last."""
    yield from (path[: size + 1] for size in range(len(path)))


def _is_free(cls: str, classes: NameScope) -> bool:
    """Whether the classes of a resource, sync and async, can both have their names."""
    return all(name not in reserved.RESOURCE_CLASSES and name not in classes.taken for name in (cls, f"Async{cls}"))


def _method_candidates(operation: Operation) -> tuple[list[str], list[str]]:
    """The name, else the operationId, and longer names of path and method for an operation whose names are taken."""
    name = operation.name
    path = " ".join(part.strip("{}") for part in (*operation.route.split("/"), operation.path.partition("#")[2]))
    longer = [snake(f"{name} {path}"), snake(f"{name} {operation.method} {path}")]
    if operation.id == operation.key:
        return [snake(name), *longer], []
    return [snake(name), snake(operation.id)], longer
