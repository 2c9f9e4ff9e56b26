"""The second models stage: an independent reading of the same definitions, by datamodel-code-generator.

The definitions go out as a document (`dcg_document`), one text comes back (`dcg_run`), is parsed (`dcg_reading`) and
put in our spelling (`dcg_annotations`). Types, which fields are required and their defaults are what that text says.
Names, modules and order were decided before; docstrings and the form of typed dicts are those of the default stage.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.diagnostics.model import Diagnostics, Failed
from generator.targets.python.models.dcg_annotations import Spelling, literal
from generator.targets.python.models.dcg_document import Lowered, models_document, twins_document
from generator.targets.python.models.dcg_reading import ReadAlias, ReadField, Reading, ReadObject, Unreadable, read
from generator.targets.python.models.dcg_run import run
from generator.targets.python.models.stage import ModelsInput
from generator.targets.python.models.template_models import TemplatesStage
from generator.targets.python.types import literals
from generator.targets.python.types.annotations import quoted
from generator.targets.python.types.imports import arrange
from generator.targets.python.views.module_views import (
    FieldView,
    KeyView,
    ModelsModuleView,
    ModelView,
    TwinsModuleView,
    TwinView,
)


class DatamodelCodeGeneratorStage:
    """Models as datamodel-code-generator reads them. Needs the extra `models`.

    Its methods raise `Failed`, with the reason in the diagnostics, where that is not installed or cannot be read.
    """

    def __init__(self, diagnostics: Diagnostics | None = None) -> None:
        self._diagnostics = diagnostics or Diagnostics()

    def modules(self, given: ModelsInput) -> tuple[ModelsModuleView, ...]:
        lowered = models_document(given)
        text = run(lowered, "models", self._diagnostics) if lowered.schemas else ""
        home = {given.names.types[id]: module for id, module in given.modules.of.items()}
        try:
            answer = read(text)
            return tuple(_module(module, answer, home, lowered) for module in TemplatesStage().modules(given))
        except Unreadable as error:
            raise self._unreadable(error) from error

    def twins(self, given: ModelsInput) -> tuple[TwinsModuleView, ...]:
        lowered = twins_document(given)
        text = run(lowered, "typed dicts", self._diagnostics) if lowered.schemas else ""
        home = {given.names.types[id]: module for id, module in given.modules.of.items()}
        home |= {given.names.twin(id): module for id, module in given.modules.twins.items()}
        try:
            answer = read(text)
            return tuple(_twins_module(module, answer, home, lowered) for module in TemplatesStage().twins(given))
        except Unreadable as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: Unreadable) -> Failed:
        self._diagnostics.error(
            "models-stage",
            f"datamodel-code-generator's text cannot be read: {error}",
            hint='leave `models` out of the config (or say `models = "templates"`)',
        )
        return Failed()


def _module(ours: ModelsModuleView, answer: Reading, home: dict[str, str], lowered: Lowered) -> ModelsModuleView:
    written: set[str] = set()
    spelling = Spelling(ours.name, home, lowered.tags, answer, written.__contains__)
    models = []
    for model in ours.models:
        models.append(_model(model, answer, spelling))
        written.add(model.name)
    return replace(ours, imports=arrange(spelling.imports), models=tuple(models))


def _model(ours: ModelView, answer: Reading, spelling: Spelling) -> ModelView:
    found = answer.find(ours.name)
    if isinstance(found, ReadAlias):
        kind, text = _alias(found, spelling)
        return ModelView(ours.name, kind, ours.docstring, annotation=text)
    spelling.need(".._runtime.models", "Model")
    docs = {(field.name, field.wire): field.docstring for field in ours.fields}
    _same_names(ours.name, list(docs), [(field.name, field.wire) for field in found.fields])
    fields = (_field(field, docs[field.name, field.wire], spelling) for field in found.fields)
    own = ModelView(ours.name, "class", ours.docstring, tuple(fields), base=ours.base)
    for module, name in ours.needs:
        spelling.need(module, name)
    return replace(own, extra=ours.extra, needs=ours.needs)


def _alias(found: ReadAlias, spelling: Spelling) -> tuple[str, str]:
    """The kind of an alias and its annotation."""
    text, waits = spelling.annotation(found.annotation)
    spelling.need(*(("typing_extensions", "TypeAliasType") if waits else ("typing", "TypeAlias")))
    return ("recursive", quoted(text)) if waits else ("alias", text)


def _field(field: ReadField, docstring: str, spelling: Spelling) -> FieldView:
    text, waits = spelling.annotation(field.annotation)
    annotation = quoted(text) if waits else text
    default = "" if field.default is None else literal(field.default)
    if field.name != field.wire:
        spelling.need("pydantic", "Field")
        alias = f"alias={literals.string(field.wire)}"
        default = f"Field(default={default}, {alias})" if default else f"Field({alias})"
    return FieldView(field.name, field.wire, annotation, default, docstring)


def _twins_module(ours: TwinsModuleView, answer: Reading, home: dict[str, str], lowered: Lowered) -> TwinsModuleView:
    written = {twin.name for twin in ours.twins if twin.kind in {"class", "functional"}}
    spelling = Spelling(ours.name, home, lowered.tags, answer, written.__contains__)
    twins = []
    for twin in ours.twins:
        twins.append(_twin(twin, answer, spelling))
        written.add(twin.name)
    return replace(ours, imports=arrange(spelling.imports), twins=tuple(twins))


def _twin(ours: TwinView, answer: Reading, spelling: Spelling) -> TwinView:
    found = answer.find(ours.name)
    if isinstance(found, ReadAlias):
        text, _ = spelling.annotation(found.annotation)
        spelling.need("typing", "TypeAlias")
        circular = ours.annotation[:1] in {"'", '"'}
        return TwinView(ours.name, ours.kind, ours.docstring, annotation=quoted(text) if circular else text)
    spelling.need("typing", "TypedDict")
    return TwinView(ours.name, ours.kind, ours.docstring, tuple(_keys(found, ours, spelling)))


def _keys(typed_dict: ReadObject, ours: TwinView, spelling: Spelling) -> Iterator[KeyView]:
    functional = ours.kind == "functional"
    docs = {key.name: key.docstring for key in ours.keys}
    found = {literals.string(key.wire) if functional else key.wire: key for key in typed_dict.fields}
    _same_names(ours.name, list(docs), list(found))
    for name, key in found.items():
        text, _ = spelling.annotation(key.annotation)
        yield KeyView(name, quoted(text) if functional else text, docs[name])


def _same_names(owner: str, decided: Sequence[object], found: Sequence[object]) -> None:
    """Names in are names out, or else an error: what was renamed would be wrong without a word."""
    if decided != found:
        odd = [name for name in decided if name not in found], [name for name in found if name not in decided]
        raise Unreadable(f"the fields of `{owner}` were {odd[0]} and are {odd[1]}")
