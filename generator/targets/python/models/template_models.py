"""The default models stage: views of models, built from the IR."""

from __future__ import annotations

import keyword
import unicodedata
from dataclasses import replace

from generator.ir.index import enumeration_of
from generator.ir.types import ABSENT, AnyValue, Constant, Definition, Docs, Field, Map, Never, Nullable, Object
from generator.targets.python.code.docstrings import attribute_docstring, bounds, docstring, prose
from generator.targets.python.models.stage import ModelsInput
from generator.targets.python.names.casing import words
from generator.targets.python.types import literals
from generator.targets.python.types.annotations import Scope, annotate, quoted
from generator.targets.python.types.definition_graph import circular
from generator.targets.python.types.imports import arrange
from generator.targets.python.views.module_views import (
    FieldView,
    InputTypeView,
    KeyView,
    ModelsModuleView,
    ModelView,
    ParamsModuleView,
)

_ABOUT = {
    "shared": "Models that several resources use.",
    "error_bodies": "What error responses carry.",
    "unreferenced": "Models that no operation of this SDK reaches.",
}

ALIAS = {"alias": ("typing", "TypeAlias"), "recursive": ("typing_extensions", "TypeAliasType")}
"""The imports of the kinds of aliases."""


class TemplatesStage:
    """Models for the templates, from the IR."""

    def modules(self, given: ModelsInput) -> tuple[ModelsModuleView, ...]:
        return tuple(_module(given, name, ids) for name, ids in given.modules.contents.items())

    def input_types(self, given: ModelsInput) -> tuple[ParamsModuleView, ...]:
        names = sorted(set(given.modules.input_types.values()))
        circle = circular(given.index)
        return tuple(_params_module(given, name, circle) for name in names)


def _module(given: ModelsInput, name: str, ids: tuple[str, ...]) -> ModelsModuleView:
    written: set[str] = set()
    here = set(ids)
    scope = Scope(
        given.index,
        given.names,
        module=name,
        module_of=given.modules.of.__getitem__,
        ready=lambda id: id in written or id not in here,
    )
    models: list[ModelView] = []
    for id in ids:
        definition = given.index.definition(id)
        models.append(
            _class(given, definition, scope) if isinstance(definition.shape, Object) else _alias(definition, scope)
        )
        if id in given.names.values:
            models.append(_constants(given, definition, scope))
        written.add(id)
    return ModelsModuleView(name, docstring(_about(given, name), 0), arrange(scope.imports), tuple(models))


def _about(given: ModelsInput, module: str) -> str:
    """The docstring of a module; that of a family names the module that it was split from."""
    whole = given.modules.cut_from.get(module)
    if whole is None:
        return _about_whole(given, module)
    family = module[len(whole) + 1 :].replace("_", " ")
    return f"{_about_whole(given, whole).removesuffix('.')}: {family}."


def _about_whole(given: ModelsInput, module: str) -> str:
    if (main := given.modules.mains.get(module)) is not None:
        name = given.names.types[main]
        several = len(given.modules.contents.get(module, ())) != 1
        return f"The model `{name}`{', and those that the same calls use' if several else ''}."
    if call := given.names.call_of_module(module):
        return f"Models of `{call}`."
    if module.endswith("_requests") and (call := given.names.call_of_module(module.removesuffix("_requests"))):
        return f"Models that only requests of `{call}` use."
    return _ABOUT.get(module, "Models that only requests of several resources use.")


def _class(given: ModelsInput, definition: Definition, scope: Scope) -> ModelView:
    assert isinstance(definition.shape, Object)
    sent = definition.id in given.modules.input_types
    scope.need(".._runtime.models", "Model")
    fields = tuple(_field(given, definition, field, scope) for field in definition.shape.fields)
    about = docstring(describe(definition.docs, _phrase(definition)), 4)
    constants = any(_is_constant(field) for field in definition.shape.fields)
    read_only = [given.names.fields[definition.id, field.wire] for field in definition.shape.fields if field.read_only]
    base = "Model, sent=False" if constants and not sent else "Model"
    if read_only and sent:
        base += f", read_only={literals.string(' '.join(read_only))}"
    extra = definition.shape.extra
    own, further = replace(scope, imports=set()), ""
    if extra is not None and not isinstance(extra, AnyValue | Never):
        own.need("typing", "TYPE_CHECKING")
        further = annotate(Map(extra), own)
        scope.imports |= own.imports
    name, needs = given.names.types[definition.id], tuple(sorted(own.imports))
    return ModelView(name, "class", about, fields, base=base, extra=further, needs=needs)


def _is_constant(field: Field) -> bool:
    return field.required and isinstance(field.type, Constant) and literals.is_literal(field.type.value)


def _field(given: ModelsInput, definition: Definition, field: Field, scope: Scope) -> FieldView:
    name = given.names.fields[definition.id, field.wire]
    required = field.required and not field.write_only
    constant = isinstance(field.type, Constant) and literals.is_literal(field.type.value)
    annotation = annotate(field.type if required else Nullable(field.type), scope)
    if not required:
        default = "None"
    elif constant and isinstance(field.type, Constant):
        default = literals.value(field.type.value)
    else:
        default = ""
    if name != field.wire:
        scope.need("pydantic", "Field")
        alias = f"alias={literals.string(field.wire)}"
        default = f"Field(default={default}, {alias})" if default else f"Field({alias})"
    return FieldView(name, field.wire, annotation, default, attribute_docstring(field_text(field), 4))


def _alias(definition: Definition, scope: Scope) -> ModelView:
    assert not isinstance(definition.shape, Object)
    annotation = annotate(definition.shape.type, scope)
    kind = "recursive" if annotation[0] in "'\"" else "alias"
    scope.need(*ALIAS[kind])
    text = describe(definition.docs, "", bounds(definition.shape.constraints))
    if definition.id not in scope.names.values and (values := _described_values(definition)):
        text = f"{text or 'One of these values.'}\n\n{values}"
    about = docstring(text, 0)
    return ModelView(scope.names.types[definition.id], kind, about, (), annotation)


def _described_values(definition: Definition) -> str:
    """The values of an enumeration that have a description, as a list."""
    enumeration = enumeration_of(definition)
    if enumeration is None:
        return ""
    pairs = zip(enumeration.values, enumeration.labels, strict=False)
    described = (f"- `{literals.value(value)}`: {label.description}" for value, label in pairs if label.description)
    return "\n".join(" ".join(line.split()) for line in described)


def _constants(given: ModelsInput, definition: Definition, scope: Scope) -> ModelView:
    """The class of an enumeration's named constants."""
    enumeration, own = enumeration_of(definition), given.names.values[definition.id]
    assert enumeration is not None
    scope.need("typing", "Final")
    fields = tuple(
        FieldView(
            name,
            literals.value(enumeration.values[index]),
            "Final",
            literals.value(enumeration.values[index]),
            attribute_docstring(enumeration.labels[index].description, 4),
        )
        for index, name in own.constants.items()
    )
    about = docstring(f"The names of the values of `{given.names.types[definition.id]}`.", 4)
    return ModelView(own.cls, "constants", about, fields)


def _params_module(given: ModelsInput, module: str, circle: frozenset[str]) -> ParamsModuleView:
    ids = [id for ids in given.modules.contents.values() for id in ids if given.modules.input_types.get(id) == module]
    scope = Scope(
        given.index,
        given.names,
        module=module,
        input_type_module_of=lambda id: given.modules.input_types.get(id, module),
    )
    objects = [id for id in ids if isinstance(given.index.definition(id).shape, Object)]
    position = given.modules.position
    aliases = sorted((id for id in ids if id not in set(objects)), key=position.__getitem__)
    input_types = [_input_type(given, given.index.definition(id), scope) for id in objects]
    input_types.sort(key=lambda input_type: input_type.kind == "functional")
    for id in aliases:
        definition = given.index.definition(id)
        assert not isinstance(definition.shape, Object)
        text = annotate(definition.shape.type, scope, "input")
        kind, text = ("recursive", quoted(text)) if id in circle else ("alias", text)
        scope.need(*ALIAS[kind])
        input_types.append(
            InputTypeView(given.names.input_type(id), kind, docstring(describe(definition.docs, ""), 0), (), text)
        )
    return ParamsModuleView(
        module, docstring(_about_input_types(given, module), 0), arrange(scope.imports), tuple(input_types)
    )


def _about_input_types(given: ModelsInput, module: str) -> str:
    """The docstring of a module of input types; that of a part names what it was split from."""
    whole = given.modules.input_types_cut_from.get(module, module)
    topics = {topic.params: path for path, own in given.modules.topics.of.items() for topic in own}
    call = given.names.resources[topics[whole]].call if whole in topics else given.names.call_of_module(whole)
    about = f"Typed dicts of `{call}`" if call else "Typed dicts that several resources use"
    return f"{about}: {module[len(whole) + 1 :].replace('_', ' ')}." if whole != module else f"{about}."


def _input_type(given: ModelsInput, definition: Definition, scope: Scope) -> InputTypeView:
    assert isinstance(definition.shape, Object)
    fields = [field for field in definition.shape.fields if not field.read_only]
    scope.need("typing_extensions", "TypedDict")
    keys = tuple(key_view(field, field.wire, scope) for field in fields)
    plain = all(_is_key(field.wire) for field in fields)
    about = docstring(describe(definition.docs, _phrase(definition)), 4)
    if not plain:
        keys = tuple(replace(key, name=literals.string(key.name), annotation=quoted(key.annotation)) for key in keys)
    return InputTypeView(given.names.input_type(definition.id), "class" if plain else "functional", about, keys)


_HIDING = frozenset({"str", "int", "float", "bool", "dt"})


def _is_key(wire: str) -> bool:
    """Whether a class body can have the key: an identifier that hides no builtin of its annotations."""
    plain = wire.isidentifier() and unicodedata.normalize("NFKC", wire) == wire  # Python reads `ﬁ` as `fi`
    return plain and not keyword.iskeyword(wire) and not wire.startswith("__") and wire not in _HIDING


def key_view(field: Field, name: str, scope: Scope) -> KeyView:
    """A field as a key of a typed dict. Constants are optional."""
    annotation = annotate(field.type, scope, "input")
    if field.required and not isinstance(field.type, Constant):
        annotation = f"{scope.need('typing', 'Required')}[{annotation}]"
    return KeyView(name, annotation, attribute_docstring(field_text(field), 4))


def field_text(field: Field) -> str:
    """The docstring of a field: its description, its bounds, the server's default."""
    default = (
        "" if field.default is ABSENT or isinstance(field.default, (dict, list)) else literals.compact(field.default)
    )
    notes = [bounds(field.constraints), f"default {default}" if default else ""]
    return describe(field.docs, "", ", ".join(note for note in notes if note))


def _phrase(definition: Definition) -> str:
    """A name as a phrase, for a definition without a description: `ChatStreamChunk` is "Chat stream chunk"."""
    parts = [word if word.isupper() else word.lower() for part in definition.name for word in words(part)]
    return " ".join(parts)[:1].upper() + " ".join(parts)[1:]


def describe(docs: Docs, fallback: str, note: str = "") -> str:
    """The description in the document, else the fallback, followed by the note."""
    text = prose(docs) or fallback
    note = f"{note[:1].upper()}{note[1:]}." if note else ""
    if not text or not note:
        return text or note
    return f"{text} {note}" if "\n" not in text and text.endswith((".", "!", "?", ")")) else f"{text}\n\n{note}"
