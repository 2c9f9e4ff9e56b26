"""The GitHub workflows that publish and update an SDK."""

from __future__ import annotations

from collections.abc import Iterator

from generator.config.settings import Settings
from generator.emit.environment import Environment
from generator.emit.files import OutputFile
from generator.targets.python.metadata import toml_string
from generator.targets.python.names.package_name import PackageNames
from generator.targets.python.views.workflow_view import WorkflowView
from generator.targets.target import RepositoryPaths
from generator.version import VERSION

_FILES = ("release.yml", "update-sdk.yml")


def workflows(
    names: PackageNames,
    header: str,
    paths: RepositoryPaths,
    settings: Settings,
    environment: Environment,
) -> Iterator[OutputFile]:
    """The files, by their names in `.github/workflows`."""
    given = {"mock": settings.tests, "models": settings.models == "datamodel-code-generator"}
    extras = ",".join(extra for extra, used in given.items() if used)
    view = WorkflowView(
        header=header,
        requirement=yaml_string(f"sdkwright{f'[{extras}]' if extras else ''}=={VERSION}"),
        config=yaml_string(paths.config),
        sdk=yaml_string(paths.output),
        spec=yaml_string(paths.spec) if paths.spec else "",
        remote=bool(settings.address),
        package=yaml_string(names.package),
        index=yaml_string(f"https://pypi.org/project/{names.distribution}/"),
    )
    for name in _FILES:
        yield OutputFile(name, environment.render(f"workflows/{name}.jinja", workflow=view), verbatim=True)


def yaml_string(text: str) -> str:
    """A double-quoted string of YAML 1.2 in which GitHub Actions finds no expression."""
    return toml_string(text.replace("${{", "${{ '${{' }}"))
