"""The pages of an SDK for a site, with their places in its navigation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from generator.emit.environment import Environment
from generator.ir.index import Index
from generator.site.pages import Site, SitePage
from generator.targets.python.names.names import Names
from generator.targets.python.pages.links import resource_page
from generator.targets.python.pages.pages import pages
from generator.targets.python.pages.samples.calls import CallSamples
from generator.targets.python.pages.tabs.site_programs import SitePrograms
from generator.targets.python.views.sdk_view import SdkView


def site_pages(index: Index, names: Names, sdk: SdkView, environment: Environment) -> Site:
    """The site of an SDK: the README, then the resources, then all other pages."""
    # Links of the README are relative here, also where the README itself has addresses of a repository.
    sdk = replace(sdk, project=replace(sdk.project, root=""))
    order = {"": 0, _RESOURCES: 1, _REFERENCE: 2}
    found = sorted(_pages(index, names, sdk, environment), key=lambda page: order[page.section])
    return Site(names.package_names.title, sdk.header, tuple(found))


_RESOURCES = "Resources"
_REFERENCE = "Reference"


def _pages(index: Index, names: Names, sdk: SdkView, environment: Environment) -> Iterator[SitePage]:
    resources = {f"docs/{resource_page(path)}.md": path for path in names.resources}
    for file in pages(index, names, sdk, environment, SitePrograms(CallSamples(index, names))):
        path = resources.get(file.path)
        if file.path == "README.md":
            yield SitePage(file.path, file.text, "Overview")
        elif path is None:
            yield SitePage(file.path, file.text, "", _REFERENCE)
        else:
            # A resource without a page for the one above it is named by its full path.
            own = names.resources[path]
            above = f"docs/{resource_page(path[:-1])}.md" if len(path) > 1 else ""
            known = above in resources and bool(names.operations_of(path[:-1], index.api.operations))
            yield SitePage(file.path, file.text, own.attribute if known else own.call, _RESOURCES)
