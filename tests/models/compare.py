"""Compare the two models stages, field by field, over any document.

    python -m tests.models.compare DOCUMENT…

prints a row a document (names compared, differences by their class, seconds) and every difference, and exits with 1
where there is one that has no known reason.
"""

from __future__ import annotations

import ast
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from generator.diagnostics.model import Diagnostics, Failed
from generator.document import load_document
from generator.ir.index import Index
from generator.lower import lower
from generator.targets.python.models.datamodel_code_generator import DatamodelCodeGeneratorStage
from generator.targets.python.models.stage import ModelsInput
from generator.targets.python.models.template_models import TemplatesStage
from generator.targets.python.names.naming import decide
from generator.targets.python.names.package_name import decide_package_names
from generator.targets.python.types.module_layout import divide
from generator.targets.python.views.module_views import Imports, ModelsModuleView, ParamsModuleView

REASONS = {
    "order": "the same members of a union, or values of a literal, in another order",
}
"""Classes of differences without a change of meaning. Any other difference is an error."""

Said: TypeAlias = dict[str, str]
"""What a stage says of one thing, by aspect: `annotation`, `required`, `default`, `kind`, `imports`."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that the stages say differently; `reason` is a key of `REASONS`, or empty."""

    where: str
    aspect: str
    templates: str
    other: str

    @property
    def reason(self) -> str:
        return "order" if self.aspect == "annotation" and resolved(self.templates) == resolved(self.other) else ""

    def __str__(self) -> str:
        return f"{self.where}: {self.aspect}: {self.templates!r}, by the other {self.other!r} [{self.reason or '?'}]"


@dataclass(frozen=True, slots=True)
class Comparison:
    """How many fields, keys, classes and aliases were compared, and what differs."""

    compared: int
    differences: tuple[Difference, ...]

    @property
    def unexplained(self) -> list[str]:
        return [str(difference) for difference in self.differences if not difference.reason]


def models_input(path: Path) -> ModelsInput:
    """What a models stage is given for a document. Raises `Failed` where the document cannot be read."""
    diagnostics = Diagnostics()
    api = lower(load_document(path, diagnostics), diagnostics)
    index = Index(api)
    names = decide(index, decide_package_names(api, diagnostics), diagnostics)
    return ModelsInput(index, names, divide(index, names))


def compare(given: ModelsInput) -> Comparison:
    """Both stages over the same definitions. Raises `Failed` where datamodel-code-generator cannot read them."""
    diagnostics = Diagnostics()
    ours, other = TemplatesStage(), DatamodelCodeGeneratorStage(diagnostics)
    try:
        theirs = dict(said((*other.modules(given), *other.input_types(given))))
    except Failed as error:
        raise Failed("; ".join(item.message for item in diagnostics.items)) from error
    mine = dict(said((*ours.modules(given), *ours.input_types(given))))
    differences = (
        Difference(where, aspect, mine.get(where, {}).get(aspect, ""), theirs.get(where, {}).get(aspect, ""))
        for where in dict.fromkeys([*mine, *theirs])
        for aspect in dict.fromkeys([*mine.get(where, ()), *theirs.get(where, ())])
    )
    return Comparison(len(mine), tuple(d for d in differences if d.templates != d.other))


def said(modules: tuple[ModelsModuleView | ParamsModuleView, ...]) -> Iterator[tuple[str, Said]]:
    """All that modules say about types, by `module.Class.field`; the names in their order, under the class."""
    for module in modules:
        yield module.name, {"imports": _imports(module.imports)}
        if isinstance(module, ModelsModuleView):
            for model in module.models:
                names = ", ".join(field.name for field in model.fields)
                yield (
                    f"{module.name}.{model.name}",
                    {"kind": model.kind, "names": names, "annotation": model.annotation},
                )
                for field in model.fields:
                    yield (
                        f"{module.name}.{model.name}.{field.name}",
                        {
                            "wire": field.wire,
                            "annotation": field.annotation,
                            "required": str(not field.value or field.value.startswith("Field(alias")),
                            "default": field.value,
                        },
                    )
        else:
            for input_type in module.input_types:
                names = ", ".join(key.name for key in input_type.keys)
                yield (
                    f"{module.name}.{input_type.name}",
                    {"kind": input_type.kind, "names": names, "annotation": input_type.annotation},
                )
                for key in input_type.keys:
                    yield (
                        f"{module.name}.{input_type.name}.{key.name}",
                        {
                            "annotation": key.annotation,
                            "required": str(key.annotation.strip("'\"").startswith("Required[")),
                        },
                    )


def _imports(imports: Imports) -> str:
    return "; ".join(f"{line.module}: {', '.join(line.names)}" for group in imports.groups for line in group)


def resolved(annotation: str) -> object:
    """What an annotation means, whatever the order of its members and whether it is quoted."""
    return _resolved(ast.parse(annotation or "None", mode="eval").body)


def _resolved(node: ast.expr) -> object:
    match node:
        case ast.Constant(value=str(text)):
            return resolved(text)
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return frozenset([*_members(_resolved(left)), *_members(_resolved(right))])
        case ast.Subscript(value=ast.Name(id="Literal"), slice=part):
            return "Literal", frozenset(map(ast.dump, _parts(part)))
        case ast.Subscript(value=value, slice=part):
            return ast.dump(value), *map(_resolved, _parts(part))
        case _:
            return ast.dump(node)


def _parts(node: ast.expr) -> list[ast.expr]:
    return node.elts if isinstance(node, ast.Tuple) else [node]


def _members(meaning: object) -> frozenset[object]:
    return meaning if isinstance(meaning, frozenset) else frozenset([meaning])


def main(paths: list[str]) -> int:
    """Print a row and the differences of each document. Returns 1 where something has no reason, else 0."""
    failed = False
    for path in paths:
        started = time.perf_counter()
        try:
            comparison = compare(models_input(Path(path)))
        except Failed as error:
            print(f"{path}: not compared: {error}")
            failed = True
            continue
        by_reason = Counter(difference.reason or "?" for difference in comparison.differences)
        counts = ", ".join(f"{count} {reason}" for reason, count in sorted(by_reason.items())) or "no difference"
        print(f"{path}: {comparison.compared} compared, {counts}, {time.perf_counter() - started:.1f} s")
        for difference in comparison.differences:
            print(f"  {difference}")
        failed = failed or bool(comparison.unexplained)
    for reason, why in REASONS.items():
        print(f"[{reason}] {why}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
