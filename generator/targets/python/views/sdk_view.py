"""The view of the SDK, which every template gets, and of the metadata of its distribution."""

from __future__ import annotations

from dataclasses import dataclass

from generator.targets.python.views.module_views import (
    ErrorsView,
    HeadersView,
    LazyPackageView,
    ModelsModuleView,
    PagesModuleView,
    ParamsModuleView,
)
from generator.targets.python.views.views import ClientView, ResourceView
from generator.targets.python.views.webhook_views import ReceiverView


@dataclass(frozen=True, slots=True)
class ProjectView:
    """The metadata of the distribution. Texts are TOML literals.

    - `license`: an SPDX expression, or empty.
    - `authors`: inline tables.
    - `keywords`: strings.
    - `classifiers`: strings.
    - `urls`: labels with addresses.
    - `root`: what relative links of the README start with, or empty; no literal.
    - `on_pypi`: whether the distribution is published on PyPI.
    """

    license: str
    authors: tuple[str, ...]
    keywords: tuple[str, ...]
    classifiers: tuple[str, ...]
    urls: tuple[tuple[str, str], ...]
    root: str
    on_pypi: bool


@dataclass(frozen=True, slots=True)
class SdkView:
    """The SDK, which every template gets as `sdk`.

    - `header`: the line with source and command, without a comment sign.
    - `package`: the name of the package.
    - `distribution`: the name of the distribution.
    - `title`: the title of the API.
    - `version`: of the distribution (PEP 440).
    - `summary`: of the API, on one line.
    - `summary_literal`: the same as a string of TOML.
    - `environment`: the prefix of environment variables.
    - `project`: the metadata of the distribution.
    - `root`: the package itself.
    - `client`: sync and async.
    - `resources`: in document order.
    - `errors`: the module of errors.
    - `headers`: the module of response headers.
    - `models_package`: the package of models.
    - `models`: its modules.
    - `resources_package`: the package of resources.
    - `params_package`: the package of typed dicts.
    - `params`: its modules.
    - `receiver`: the module that reads webhooks, or None.
    - `pages_package`: the package of pages of lists.
    - `pages`: its modules.
    - `has_tests`: whether tests come with it.
    """

    header: str
    package: str
    distribution: str
    title: str
    version: str
    summary: str
    summary_literal: str
    environment: str
    project: ProjectView
    root: LazyPackageView
    client: ClientView
    resources: tuple[ResourceView, ...]
    errors: ErrorsView
    headers: HeadersView
    models_package: LazyPackageView
    models: tuple[ModelsModuleView, ...]
    resources_package: LazyPackageView
    params_package: LazyPackageView
    params: tuple[ParamsModuleView, ...]
    receiver: ReceiverView | None
    pages_package: LazyPackageView
    pages: tuple[PagesModuleView, ...]
    has_tests: bool
