"""What type checkers see of the kinds, checked by `test_typing`; never run."""

from __future__ import annotations

import datetime as dt
from typing import assert_type

import kind_bytes_without_declared_content_sdk as raw_sdk
import kind_deprecated_operations_sdk as old_sdk
import kind_empty_body_where_json_is_declared_sdk as empty_sdk
import kind_enum_names_sdk as enum_sdk
import kind_read_only_and_required_sdk as read_only_sdk
import kind_redirect_as_success_sdk as redirect_sdk
import kind_response_of_several_media_types_sdk as several_sdk
import kind_stream_where_json_is_declared_sdk as stream_sdk
import kind_typed_text_responses_sdk as text_sdk
from kind_stream_where_json_is_declared_sdk import AsyncStream, Stream


def several(client: several_sdk.Api) -> None:
    assert_type(client.reports.get(), several_sdk.models.PetsListResponse)
    assert_type(client.reports.get(accept="application/json"), several_sdk.models.PetsListResponse)
    assert_type(client.reports.get(accept="application/pdf"), bytes)
    assert_type(client.reports.get(accept="text/csv"), str)
    assert_type(client.images.get_content("1"), bytes)
    assert_type(client.videos.download("1"), bytes)
    assert_type(client.videos.download("1", accept="application/json"), str)
    client.reports.get(accept="text/html")  # wrong


async def several_async(client: several_sdk.AsyncApi) -> None:
    assert_type(await client.reports.get(), several_sdk.models.PetsListResponse)
    assert_type(await client.reports.get(accept="application/pdf"), bytes)


def stream(client: stream_sdk.Api) -> None:
    assert_type(client.messages.create(text="a"), stream_sdk.models.Message)
    assert_type(client.messages.create(text="a", stream=True), Stream[stream_sdk.models.Message])


async def stream_async(client: stream_sdk.AsyncApi) -> None:
    assert_type(await client.messages.create(text="a", stream=True), AsyncStream[stream_sdk.models.Message])


def others(
    raw: raw_sdk.Api, empty: empty_sdk.Api, redirect: redirect_sdk.Api, text: text_sdk.Api, enum: enum_sdk.Api
) -> None:
    assert_type(raw.raw.get(), bytes | None)
    raw.raw.delete()
    assert_type(raw.raw.list(), int | None)
    assert_type(empty.things.create_a(), empty_sdk.models.Thing | None)
    assert_type(empty.things.create_b(), empty_sdk.models.Thing)
    assert_type(redirect.archives.download("1"), str)
    assert_type(text.things.count(), int)
    assert_type(text.things.flag(), bool)
    assert_type(text.things.when(), dt.datetime)
    enum.things.list(status=enum_sdk.models.StatusValues.OPEN, kind=enum_sdk.models.KindValues.CLASS)
    enum.things.list(status="Open")  # wrong


def read_only(thing: read_only_sdk.models.Thing) -> None:
    assert_type(thing.id, str)


def deprecated(client: old_sdk.Api) -> None:
    client.things.get_old()  # deprecated
    client.things.get_several(accept="application/pdf")  # deprecated
