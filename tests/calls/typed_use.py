"""What a user of the SDK of `headers.yaml` writes, for the type checkers to read: it is never run."""

import datetime as dt
from typing import assert_type

from limits_sdk import AsyncLimits, Limits, async_with_response, errors, with_response


def use(client: Limits) -> None:
    result = with_response(client.things.list)()
    assert_type(result.response.headers.x_ratelimit_remaining, int | None)
    assert_type(result.response.headers.x_tags, list[int] | None)
    assert_type(result.response.headers.last_modified, dt.datetime | None)
    assert_type(result.response.headers["x"], str)
    try:
        client.things.list()
    except errors.RateLimitError as error:
        assert_type(error.headers.x_ratelimit_remaining, int | None)
    with client.events.list() as stream:
        assert_type(stream.response.headers.x_stream, int | None)


async def use_async(client: AsyncLimits) -> None:
    result = await async_with_response(client.things.list)()
    assert_type(result.response.headers.x_ratelimit_remaining, int | None)
