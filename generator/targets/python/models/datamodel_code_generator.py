"""The models stage that reads the definitions with datamodel-code-generator.

The definitions are written as a document (`dcg_document`). datamodel-code-generator makes one text of it (`dcg_run`),
which is parsed (`dcg_reading`) and rewritten as this project writes types (`dcg_annotations`). Types, required fields
and defaults are those of the text. Names, modules and order are given; docstrings and the form of typed dicts are those
of the default stage.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.diagnostics.model import Diagnostics, Failed
from generator.targets.python.models.dcg_annotations import Spelling, literal
from generator.targets.python.models.dcg_document import Lowered, input_types_document, models_document
from generator.targets.python.models.dcg_reading import ReadAlias, ReadField, Reading, ReadObject, Unreadable, read
from generator.targets.python.models.dcg_run import run
from generator.targets.python.models.stage import ModelsInput
from generator.targets.python.models.template_models import ALIAS, TemplatesStage
from generator.targets.python.types import literals
from generator.targets.python.types.annotations import quoted
from generator.targets.python.types.imports import arrange
from generator.targets.python.views.module_views import (
    FieldView,
    InputTypeView,
    KeyView,
    ModelsModuleView,
    ModelView,
    ParamsModuleView,
)


class DatamodelCodeGeneratorStage:
    """Models as datamodel-code-generator reads them. Needs the extra `models`.

    Its methods raise `Failed`, with the reason in the diagnostics, if it is not installed or its text cannot be read.
    """

    def __init__(self, diagnostics: Diagnostics | None = None) -> None:
        self._diagnostics = diagnostics or Diagnostics()

    def modules(self, given: ModelsInput) -> tuple[ModelsModuleView, ...]:
        lowered = models_document(given)
        text = run(lowered, "models", self._diagnostics) if lowered.schemas else ""
        home = {given.names.types[id]: module for id, module in given.modules.of.items()}
        try:
            reading = read(text)
            return tuple(_module(module, reading, home, lowered) for module in TemplatesStage().modules(given))
        except Unreadable as error:
            raise self._unreadable(error) from error

    def input_types(self, given: ModelsInput) -> tuple[ParamsModuleView, ...]:
        lowered = input_types_document(given)
        text = run(lowered, "typed dicts", self._diagnostics) if lowered.schemas else ""
        home = {given.names.input_type(id): module for id, module in given.modules.input_types.items()}
        models = {given.names.types[id] for id in given.modules.of}
        try:
            reading = read(text)
            modules = TemplatesStage().input_types(given)
            return tuple(_params_module(module, reading, home, models, lowered) for module in modules)
        except Unreadable as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: Unreadable) -> Failed:
        self._diagnostics.error(
            "models-stage",
            f"datamodel-code-generator's text cannot be read: {error}",
            hint='leave `models` out of the config (or say `models = "templates"`)',
        )
        return Failed()


def _module(ours: ModelsModuleView, reading: Reading, home: dict[str, str], lowered: Lowered) -> ModelsModuleView:
    written: set[str] = set()
    spelling = Spelling(ours.name, home, lowered.tags, reading, written.__contains__)
    models: list[ModelView] = []
    for model in ours.models:
        models.append(_model(model, reading, spelling))
        written.add(model.name)
    return replace(ours, imports=arrange(spelling.imports), models=tuple(models))


def _model(ours: ModelView, reading: Reading, spelling: Spelling) -> ModelView:
    if ours.kind == "constants":
        spelling.need("typing", "Final")
        return ours
    found = reading.find(ours.name)
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
    kind, text = ("recursive", quoted(text)) if waits else ("alias", text)
    spelling.need(*ALIAS[kind])
    return kind, text


def _field(field: ReadField, docstring: str, spelling: Spelling) -> FieldView:
    text, waits = spelling.annotation(field.annotation)
    annotation = quoted(text) if waits else text
    default = "" if field.default is None else literal(field.default)
    if field.name != field.wire:
        spelling.need("pydantic", "Field")
        alias = f"alias={literals.string(field.wire)}"
        default = f"Field(default={default}, {alias})" if default else f"Field({alias})"
    return FieldView(field.name, field.wire, annotation, default, docstring)


def _params_module(
    ours: ParamsModuleView, reading: Reading, home: dict[str, str], models: set[str], lowered: Lowered
) -> ParamsModuleView:
    written = {input_type.name for input_type in ours.input_types if input_type.kind in {"class", "functional"}}
    spelling = Spelling(ours.name, home, lowered.tags, reading, written.__contains__, models, typed_dicts=True)
    input_types: list[InputTypeView] = []
    for input_type in ours.input_types:
        input_types.append(_input_type(input_type, reading, spelling))
        written.add(input_type.name)
    return replace(ours, imports=arrange(spelling.imports), input_types=tuple(input_types))


def _input_type(ours: InputTypeView, reading: Reading, spelling: Spelling) -> InputTypeView:
    found = reading.find(ours.name)
    if isinstance(found, ReadAlias):
        text, _ = spelling.annotation(found.annotation)
        spelling.need(*ALIAS[ours.kind])
        return InputTypeView(
            ours.name, ours.kind, ours.docstring, annotation=quoted(text) if ours.kind == "recursive" else text
        )
    spelling.need("typing_extensions", "TypedDict")
    return InputTypeView(ours.name, ours.kind, ours.docstring, tuple(_keys(found, ours, spelling)))


def _keys(typed_dict: ReadObject, ours: InputTypeView, spelling: Spelling) -> Iterator[KeyView]:
    functional = ours.kind == "functional"
    docs = {key.name: key.docstring for key in ours.keys}
    found = {literals.string(key.wire) if functional else key.wire: key for key in typed_dict.fields}
    _same_names(ours.name, list(docs), list(found))
    for name, key in found.items():
        text, _ = spelling.annotation(key.annotation)
        yield KeyView(name, quoted(text) if functional else text, docs[name])


def _same_names(owner: str, decided: Sequence[object], found: Sequence[object]) -> None:
    """Raise `Unreadable` if fields were renamed, added or dropped."""
    if decided != found:
        odd = [name for name in decided if name not in found], [name for name in found if name not in decided]
        raise Unreadable(f"the fields of `{owner}` were {odd[0]} and are {odd[1]}")
