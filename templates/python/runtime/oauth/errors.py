"""The error of a token endpoint."""

from __future__ import annotations

from ..errors import APIError, printable
from ..response.response import Response


class OAuthError(APIError):
    """The authorization server refused to issue a token (RFC 6749, section 5.2).

    - `error`: the code, such as `invalid_client` or `invalid_grant`; empty if there is none.
    - `error_description`: the server's explanation, or empty.

    Neither the message nor `body` contains the secrets that were sent.
    """

    def __init__(
        self, message: str, *, response: Response, error: str = "", error_description: str = ""
    ) -> None:
        super().__init__(message, response=response)
        self.error = printable(error)
        self.error_description = printable(error_description)


def without_frames(error: BaseException) -> None:
    """Drop the tracebacks of an error and its causes.

    The variables of their frames have the secrets, and reporters of errors may record them.
    """
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        link.__traceback__ = None
        link = link.__cause__ or link.__context__
