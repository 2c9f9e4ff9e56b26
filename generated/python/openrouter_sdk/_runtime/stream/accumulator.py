"""Add up the items of a stream to one value, by the rules of an `Accumulator` table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..errors import StreamError
from ..json_types import is_array, is_object
from ..response.lenient import property_of, repair
from .event_decoder import EventDecoder
from .event_plan import parsed

if TYPE_CHECKING:
    from .stream_operation import Accumulator


def final_value(decoder: EventDecoder[Any]) -> Any:
    """The value that the items of a stream add up to, once it was read to its end.

    Raises StreamError if the document has no rule for that, or the stream had no items.
    """
    accumulator = decoder.accumulator
    if accumulator is None:
        raise StreamError("the document does not define what the items of this stream add up to")
    annotation = accumulator.result()
    items = map(parsed, decoder.log.texts())
    if accumulator.event:
        return repair(annotation, _carried(accumulator, decoder, items), [])
    if not decoder.delivered:
        raise StreamError("the stream had no items", response=decoder.context.response)
    from .sum import Sum

    total = Sum(accumulator.rules, annotation, decoder.item_annotation)
    for item in items:
        total.add(item)
    return repair(annotation, total.value(), [])


def _carried(accumulator: Accumulator, decoder: EventDecoder[Any], items: Iterator[Any]) -> Any:
    for item in items:
        if is_object(item) and accumulator.property in item:
            return item[accumulator.property]
    raise StreamError(
        f"the stream had no event {accumulator.event}, which contains the result",
        events=decoder.delivered,
        response=decoder.context.response,
    )


def text_path(accumulator: Accumulator | None) -> list[str]:
    """The path from an item to its text. Raises StreamError if the document has none."""
    if accumulator is None or not accumulator.text:
        raise StreamError("the document does not define the text of this stream")
    return accumulator.text.split(".")


def text_of(item: Any, path: list[str]) -> Iterator[str]:
    """The text in an item: a string, or the texts in a list of parts.

    Of a list on the way, the item with index 0 counts.
    """
    for wire in path:
        if is_array(item):
            item = next((each for each in item if property_of(each, "index") in (0, None)), None)
        item = property_of(item, wire)
    parts = item if is_array(item) else [item]
    for part in parts:
        text = property_of(part, "text") if is_array(item) else part
        if isinstance(text, str) and text:
            yield text
