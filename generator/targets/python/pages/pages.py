"""The pages of an SDK: the README, one page for each resource, the errors, and the models."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from generator.counting import counted
from generator.emit.environment import Environment
from generator.emit.files import OutputFile
from generator.ir.index import Index
from generator.targets.python.code.docstrings import prose
from generator.targets.python.names.names import Names, ResourceNames
from generator.targets.python.pages import descriptions, markdown
from generator.targets.python.pages.error_page import errors_page
from generator.targets.python.pages.links import Addresses, addresses, resource_page
from generator.targets.python.pages.model_pages import models_pages
from generator.targets.python.pages.operation_reference import Reference
from generator.targets.python.pages.programs import Programs
from generator.targets.python.pages.readme import except_clauses, readme
from generator.targets.python.pages.samples.calls import CallSamples
from generator.targets.python.pages.topics.wait_page import wait_links, wait_page
from generator.targets.python.pages.type_text import TypeText
from generator.targets.python.views.page_views import LinkView, ResourcePageView
from generator.targets.python.views.sdk_view import SdkView


def pages(
    index: Index, names: Names, sdk: SdkView, environment: Environment, programs: Programs | None = None
) -> Iterator[OutputFile]:
    """Render every page. `programs` writes the calls of the README and of resources."""
    programs = programs or Programs(CallSamples(index, names))

    def file(path: str, template: str, page: object) -> OutputFile:
        return OutputFile(path, environment.render(template, sdk=sdk, page=page))

    known = _addresses(names, sdk)
    start = file("README.md", "README.md.jinja", readme(programs))
    yield replace(start, text=start.text.replace("](docs/", f"]({sdk.project.root}docs/"))
    for resource in counted("pages", names.resources.values()):
        page = resource_page(resource.path)
        view = _resource(resource, programs, known, page)
        if view is not None:
            yield file(f"docs/{page}.md", "docs/resource.md.jinja", view)
    if sdk.receiver is not None:
        yield file(f"docs/{sdk.receiver.page}.md", "docs/webhooks.md.jinja", sdk.receiver)
    waiting = wait_page(index, names)
    if waiting is not None:
        yield file(f"docs/{waiting.page}.md", "docs/waiting.md.jinja", waiting)
    yield file("docs/errors.md", "docs/errors.md.jinja", errors_page(programs, known))
    for page, models in models_pages(index, names, known):
        yield file(f"docs/{page}.md", "docs/models.md.jinja", models)


def _addresses(names: Names, sdk: SdkView) -> Addresses:
    """The addresses of the models, in the order of their modules."""
    ids = {name: id for id, name in names.types.items()}
    homes = ((model.name, module.name) for module in sdk.models for model in module.models)
    return addresses((ids[name], name, module) for name, module in homes if name in ids)


def _resource(resource: ResourceNames, programs: Programs, known: Addresses, page: str) -> ResourcePageView | None:
    """The view of a resource's page, or None if the resource has no operations."""
    index, names = programs.index, programs.names
    operations = names.operations_of(resource.path, index.api.operations)
    if not operations:
        return None
    up = "../" * page.count("/")
    reference = Reference(programs, TypeText(names, partial(known.model, page=page)), up)
    lead = next((item for item in operations if item.stream is None or item.stream.switch), operations[0])
    streaming = next((item for item in operations if item.stream is not None), None)
    of_file = next((item for item in operations if names.operation(item).file_switch), None)
    titles = [(reference.title(operation), operation) for operation in operations]
    return ResourcePageView(
        heading=resource.cls.removesuffix("Resource") or "Resource",
        prose=markdown.prose(prose(index.group_docs(resource.words))),
        contents=(
            *(
                LinkView(f"[`{title}`](#{markdown.slug(title)})", markdown.cell(descriptions.brief(operation.docs)))
                for title, operation in titles
            ),
            *wait_links(operations, index, names, page),
        ),
        operations=tuple(reference.operation(operation) for operation in operations),
        up=up,
        lead=reference.title(lead),
        awaited=programs.awaited(lead),
        async_stream=programs.async_stream(streaming) if streaming else None,
        async_file=programs.async_file(of_file) if of_file else None,
        options=programs.options(lead),
        response=programs.response(lead) if lead.stream is None or lead.stream.switch else None,
        caught=except_clauses(programs, lead),
    )
