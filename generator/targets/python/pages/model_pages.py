"""The pages of models: the fields, union members or values of each, with links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from generator.counting import counted
from generator.ir.index import Index
from generator.ir.types import (
    Alias,
    AnyValue,
    Constant,
    Definition,
    Enumeration,
    Field,
    Label,
    Nullable,
    Object,
    Ref,
    Type,
    Union,
)
from generator.targets.python.code.docstrings import bounds, prose
from generator.targets.python.names.names import EnumNames, Names
from generator.targets.python.pages import descriptions, markdown
from generator.targets.python.pages.links import MODELS, Addresses, relative
from generator.targets.python.pages.samples.calls import example_of
from generator.targets.python.pages.type_text import TypeText, literal
from generator.targets.python.types import literals
from generator.targets.python.views.page_views import LinkView, ModelPageView, ModelsPageView, RowView


def models_pages(index: Index, names: Names, addresses: Addresses) -> Iterator[tuple[str, ModelsPageView]]:
    """The views of the pages by path: one page, or an index and a page for each module."""
    pages: Mapping[str, tuple[str, ...]] = addresses.pages
    if MODELS not in pages:
        links = tuple(
            LinkView(
                f"[{page.rpartition('/')[2]}]({relative(page, MODELS)})",
                f"{len(ids)} model{'' if len(ids) == 1 else 's'}",
            )
            for page, ids in pages.items()
        )
        yield MODELS, ModelsPageView("Models", "", links, (), "")
    for page, ids in counted("pages of models", pages.items()):
        types = TypeText(names, partial(addresses.model, page=page))
        views = tuple(_model(index.definition(id), index, names, types) for id in ids)
        heading = "Models" if page == MODELS else _heading(page.rpartition("/")[2])
        links = tuple(
            LinkView(types.model(id), markdown.sentence(descriptions.brief(index.definition(id).docs))) for id in ids
        )
        yield page, ModelsPageView(heading, "", links, views, "../" * page.count("/"))


def _heading(page: str) -> str:
    module, _, part = page.partition("-")
    return f"Models of `{module}`{f', part {part}' if part else ''}"


def page_size(definition: Definition) -> int:
    """About how many bytes a model takes on a page, with its line in the table of contents."""
    size = 250 + 2 * sum(map(len, definition.name)) + len(definition.docs.summary) + len(definition.docs.description)
    shape = definition.shape
    if isinstance(shape, Object):
        docs = (field.docs for field in shape.fields)
        size += sum(130 + 2 * len(each.wire) for each in shape.fields)
        return size + sum(len(each.summary) + len(each.description) + 40 * len(each.examples) for each in docs)
    parts = shape.type.type if isinstance(shape.type, Nullable) else shape.type
    if isinstance(parts, Union):
        return size + 160 * len(parts.members)
    return size + sum(len(str(value)) + 6 for value in parts.values) if isinstance(parts, Enumeration) else size


def _model(definition: Definition, index: Index, names: Names, types: TypeText) -> ModelPageView:
    name, about = names.types[definition.id], markdown.prose(prose(definition.docs))
    if isinstance(definition.shape, Object):
        fields = tuple(_field(definition, field, index, types) for field in definition.shape.fields)
        return ModelPageView(name, about, _object(definition.shape, types), fields)
    return _alias(definition, definition.shape, name, about, index, types)


def _object(shape: Object, types: TypeText) -> str:
    if shape.extra is None or isinstance(shape.extra, AnyValue):
        return "" if shape.fields else "An object with any keys."
    return f"{'Further keys' if shape.fields else 'Any keys'}: {types.text(shape.extra)}."


def _field(definition: Definition, field: Field, index: Index, types: TypeText) -> RowView:
    name = types.names.fields[definition.id, field.wire]
    notes = [] if name == field.wire else [f"In JSON: {markdown.cell_code(field.wire)}."]
    notes += ["Read only."] if field.read_only else ["Write only."] if field.write_only else []
    return RowView(
        f"`{name}`",
        types.text(field.type),
        "yes" if field.required and not isinstance(field.type, Constant) else "no",
        descriptions.description(field.docs, field.constraints, field.default, notes),
        descriptions.example(example_of(field, index)),
    )


def _alias(definition: Definition, shape: Alias, name: str, about: str, index: Index, types: TypeText) -> ModelPageView:
    type = shape.type
    nullable = isinstance(type, Nullable)
    inner = type.type if isinstance(type, Nullable) else type
    limits = markdown.sentence(bounds(shape.constraints))
    end = f"{', or `None`' if nullable else ''}{f': {limits}' if limits else ''}"
    if isinstance(inner, Enumeration):
        further = " The API may also return other values." if inner.open else ""
        values = tuple(_values(inner, types.names.values.get(definition.id)))
        if inner.labels:
            members = tuple((value, "") for value in values)
            return ModelPageView(name, about, f"One of these values{end}.{further}", members=members)
        return ModelPageView(name, about, f"One of these values{end}.{further}", values=values)
    if isinstance(inner, Union):
        is_open = inner.tag is not None and inner.tag.default is None
        further = ", or `UnknownVariant` for a tag that is not listed" if is_open else ""
        tags = inner.tag.values if inner.tag else tuple(() for _ in inner.members)
        members = tuple(
            (_member(member, index, types), " or ".join(literal(value) for value in values))
            for member, values in zip(inner.members, tags, strict=True)
        )
        tag = markdown.cell_code(inner.tag.property) if inner.tag else ""
        return ModelPageView(name, about, f"One of these{further}{end}.", members=members, tag=tag)
    text = types.text(inner)
    return ModelPageView(name, about, f"{text[:1].upper()}{text[1:]}{end}.")


def _values(enumeration: Enumeration, names: EnumNames | None) -> Iterator[str]:
    """The values, each with its constant and description."""
    for index, value in enumerate(enumeration.values):
        label = enumeration.labels[index] if enumeration.labels else Label()
        constant = names.constants.get(index) if names else None
        text = markdown.code(literals.value(value))
        if names and constant:
            text += f" (`{names.cls}.{constant}`)"
        yield f"{text}: {markdown.cell(' '.join(label.description.split()))}" if label.description else text


def _member(member: Type, index: Index, types: TypeText) -> str:
    """A member of a union, with its description if it is a model."""
    about = markdown.cell(descriptions.brief(index.definition(member.id).docs)) if isinstance(member, Ref) else ""
    return f"{types.text(member)}{': ' if about else ''}{about}"
