"""The Python target: names, renders and explains the Python SDK of an API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from generator.compare.surface import Surface
from generator.config.settings import Settings
from generator.counting import counted
from generator.diagnostics.model import Diagnostics
from generator.emit.environment import Environment, builtin_folder
from generator.emit.files import OutputFile
from generator.ir.index import Index
from generator.ir.types import Api, Operation
from generator.site.pages import Site
from generator.targets.python.code import lazy_packages as packages
from generator.targets.python.code.client import PATH_METHODS, client, distribution_version, has_path_methods
from generator.targets.python.code.docstrings import first_sentence, prose
from generator.targets.python.code.error_classes import errors
from generator.targets.python.code.features.webhooks import receiver
from generator.targets.python.code.pages import is_paged, page_modules
from generator.targets.python.code.params import params_modules
from generator.targets.python.code.resources import children, resource
from generator.targets.python.code.runtime_parts import needed
from generator.targets.python.explanation import explanations
from generator.targets.python.metadata import project_view, toml_string
from generator.targets.python.models.stage import ModelsInput, ModelsStage
from generator.targets.python.names.locked_names import published_names
from generator.targets.python.names.name_scope import LockedNames
from generator.targets.python.names.names import Names
from generator.targets.python.names.naming import decide
from generator.targets.python.names.package_name import PackageNames, decide_package_names
from generator.targets.python.pages.pages import pages
from generator.targets.python.published_surface import surface
from generator.targets.python.types import literals
from generator.targets.python.types.module_layout import divide
from generator.targets.python.types.resource_topics import LONGEST
from generator.targets.python.types.response_headers import headers
from generator.targets.python.views.sdk_view import SdkView
from generator.targets.python.views.views import VIEWS_VERSION
from generator.targets.python.workflows import workflows
from generator.targets.target import Explanation, RepositoryPaths

_PATHS = "methods for paths that the document lacks"


@dataclass(frozen=True, slots=True)
class PythonTarget:
    """Generates Python SDKs. `longest`: the lines, about, from which the module of a resource is divided."""

    longest: int = LONGEST

    @property
    def templates(self) -> Path:
        return builtin_folder("python")

    @property
    def views_version(self) -> str:
        return VIEWS_VERSION

    def package_settings(self, api: Api, settings: Settings, diagnostics: Diagnostics) -> Mapping[str, str]:
        names = _package_names(api, settings, diagnostics, {})
        return {
            "output": names.distribution,
            "package": names.package,
            "class_name": names.client,
            "distribution": names.distribution,
        }

    def name(
        self, api: Api, settings: Settings, diagnostics: Diagnostics, published: Mapping[str, str]
    ) -> NamedPythonApi:
        index, locked = Index(api), LockedNames(settings.names, published)
        package_names = _package_names(api, settings, diagnostics, published)
        return NamedPythonApi(index, decide(index, package_names, diagnostics, locked), locked, self.longest)


@dataclass(frozen=True, slots=True)
class NamedPythonApi:
    """An API with all names of its Python SDK decided."""

    index: Index
    names: Names
    locked: LockedNames
    longest: int = LONGEST

    @property
    def client(self) -> str:
        return self.names.package_names.client

    @property
    def published(self) -> Mapping[str, str]:
        return published_names(self.names)

    def call(self, operation: Operation) -> str:
        return f"client.{self.names.call(operation)}"

    def type_name(self, definition: str) -> str:
        return self.names.types[definition]

    def surface(self) -> Surface:
        return surface(self.index, self.names, distribution_version(self.index.api.version))

    def explanations(self) -> Iterator[Explanation]:
        return explanations(self.index, self.names, self.locked, self.longest)

    def as_version(self, version: str) -> NamedPythonApi:
        return replace(self, index=Index(replace(self.index.api, version=version)))

    def render(self, settings: Settings, environment: Environment, diagnostics: Diagnostics) -> tuple[OutputFile, ...]:
        sdk = view(self.index, self.names, settings, diagnostics, self.longest)
        rendered = (file for file in _render(sdk, environment) if not (file.optional and file.path in settings.files))
        files = (*rendered, *pages(self.index, self.names, sdk, environment))
        if settings.tests:
            files += tuple(_tests(self.index, self.names, sdk, environment, settings))
        own = {file.path for file in files}
        runtime = {f"{sdk.package}/_{name}": environment.static(name) for name in environment.names("runtime/")}
        taken = {file.path for file in files} | runtime.keys()
        files += tuple(_added(sdk, environment, settings, taken, diagnostics))
        parts = needed(runtime, ((file.path, file.text) for file in files))
        return (
            *files,
            *(OutputFile(path, text, verbatim=True) for path, text in runtime.items() if path in parts - own),
        )

    def workflows(self, paths: RepositoryPaths, settings: Settings, environment: Environment) -> Iterator[OutputFile]:
        return workflows(self.names.package_names, header(settings), paths, settings, environment)

    def site(self, settings: Settings, environment: Environment, diagnostics: Diagnostics) -> Site:
        from generator.targets.python.pages.tabs.site_pages import site_pages

        sdk = view(self.index, self.names, settings, diagnostics, self.longest)
        return site_pages(self.index, self.names, sdk, environment)


def _package_names(
    api: Api, settings: Settings, diagnostics: Diagnostics, published: Mapping[str, str]
) -> PackageNames:
    return decide_package_names(
        api,
        diagnostics,
        package=settings.package or published.get("package", ""),
        client=settings.names.get("client") or settings.class_name or published.get("client", ""),
        distribution=settings.distribution,
        prefix=settings.names.get("environment", ""),
    )


def view(index: Index, names: Names, settings: Settings, diagnostics: Diagnostics, longest: int = LONGEST) -> SdkView:
    """The view of the SDK that the templates render."""
    api, package_names = index.api, names.package_names
    layout = divide(index, names, longest)
    models_input, explicit = ModelsInput(index, names, layout), settings.signatures == "explicit"
    stage = _stage(settings, diagnostics)
    modules = packages.with_public_models(stage.modules(models_input))
    own = counted("resources", names.resources.values())
    resources = tuple(resource(one, index, names, layout, explicit=explicit) for one in own)
    paged, has_pages = page_modules(index, names, layout), any(is_paged(each, index) for each in api.operations)
    top = tuple(children(names.resources, (), index))
    if not has_path_methods(child.attribute for child in top):
        hidden = next(child.attribute for child in top if child.attribute in PATH_METHODS)
        message = f"the resource `{hidden}` has the name of a method, so the client has no {_PATHS}"
        diagnostics.note("path-methods-hidden", message, hint=f'[names] "group:{hidden}" = "…" gives it another name')
    resource_modules = (module for view in resources for module in view.files)
    params = packages.with_public_params(params_modules(stage.input_types(models_input), resource_modules))
    summary = first_sentence(prose(api.docs)) or f"The SDK of {package_names.title}."
    return SdkView(
        header=header(settings),
        package=package_names.package,
        distribution=package_names.distribution,
        title=_one_line(package_names.title),
        version=distribution_version(api.version),
        summary=_one_line(summary),
        summary_literal=toml_string(_one_line(summary)),
        environment=package_names.environment,
        project=project_view(api.about, _one_line(package_names.title), package_names.distribution, settings),
        root=packages.root(
            index,
            names,
            f"The SDK of {_one_line(package_names.title)}.\n\n{prose(api.docs)}",
            has_params=bool(params),
            has_pages=has_pages,
        ),
        client=client(index, names, top),
        resources=resources,
        errors=errors(index, names),
        headers=headers(index, names),
        resources_package=packages.resources(resources),
        models_package=packages.models(modules),
        models=modules,
        params_package=packages.params(params),
        params=params,
        receiver=receiver(index, names),
        pages_package=packages.pages(paged),
        pages=paged,
        has_tests=settings.tests,
    )


def _stage(settings: Settings, diagnostics: Diagnostics) -> ModelsStage:
    if settings.models == "datamodel-code-generator":
        from generator.targets.python.models.datamodel_code_generator import DatamodelCodeGeneratorStage

        return DatamodelCodeGeneratorStage(diagnostics)
    from generator.targets.python.models.template_models import TemplatesStage

    return TemplatesStage()


def _render(sdk: SdkView, environment: Environment) -> Iterator[OutputFile]:
    package = sdk.package

    def file(path: str, template: str, **views: object) -> OutputFile:
        return OutputFile(path, environment.render(template, sdk=sdk, **views))

    yield file("pyproject.toml", "pyproject.toml.jinja")
    yield replace(file(".gitattributes", "gitattributes.jinja"), optional=True)
    yield file(f"{package}/__init__.py", "lazy.py.jinja", package=sdk.root)
    yield OutputFile(f"{package}/py.typed", "", verbatim=True)
    yield file(f"{package}/client.py", "client.py.jinja", client=sdk.client)
    yield file(f"{package}/errors.py", "errors.py.jinja", errors=sdk.errors)
    if sdk.headers.headers:
        path = f"{package}/_runtime/response/response_headers.py"
        yield file(path, "response_headers.py.jinja", headers=sdk.headers)
    yield file(f"{package}/resources/__init__.py", "lazy.py.jinja", package=sdk.resources_package)
    if sdk.receiver is not None:
        yield file(f"{package}/webhooks.py", "webhooks.py.jinja", receiver=sdk.receiver)
    for view in sdk.resources:
        for part in view.files:
            yield file(f"{package}/resources/{part.file}.py", "resource.py.jinja", resource=part)
    yield file(f"{package}/models/__init__.py", "lazy.py.jinja", package=sdk.models_package)
    for module in sdk.models:
        yield file(f"{package}/models/{module.name}.py", "models.py.jinja", module=module)
    if sdk.params:
        yield file(f"{package}/params/__init__.py", "lazy.py.jinja", package=sdk.params_package)
    if any(export.name == "pages" for export in sdk.root.exports):
        yield file(f"{package}/pages/__init__.py", "lazy.py.jinja", package=sdk.pages_package)
    for page in sdk.pages:
        yield file(f"{package}/pages/{page.name}.py", "pages.py.jinja", module=page)
    for params in sdk.params:
        yield file(f"{package}/params/{params.name}.py", "params.py.jinja", module=params)


def _tests(
    index: Index, names: Names, sdk: SdkView, environment: Environment, settings: Settings
) -> Iterator[OutputFile]:
    """The tests that come with the SDK. The pipeline adds the document that they read."""
    from generator.targets.python.test_suite.suite import suite

    view = suite(index, names, settings.pages)
    for name in ("__init__", "checks", "conftest"):
        yield OutputFile(f"tests/{name}.py", environment.render(f"tests/{name}.py.jinja", sdk=sdk, suite=view))
    for module in view.modules:
        text = environment.render("tests/resource.py.jinja", sdk=sdk, module=module)
        yield OutputFile(f"tests/{module.file}.py", text)


def _added(
    sdk: SdkView, environment: Environment, settings: Settings, taken: set[str], diagnostics: Diagnostics
) -> Iterator[OutputFile]:
    """The files that the config adds: templates render `sdk`, other files are copied unchanged."""
    for path, template in settings.files.items():
        if path in taken:
            message = f"[files] maps `{path}`, which the SDK has already"
            diagnostics.error("path-collision", message, hint="override its own template, or choose another path")
        elif template.endswith(".jinja"):
            yield OutputFile(path, environment.render(template, sdk=sdk))
        else:
            yield OutputFile(path, environment.static(template), verbatim=True)


def header(settings: Settings) -> str:
    """The line of every generated file that has the source and the command."""
    return _one_line(f"Generated by sdkwright from {settings.source}. Do not edit: run `{settings.command}`.")


def _one_line(text: str) -> str:
    return literals.escape(" ".join(text.split())).replace('"""', "'''")
