"""Parse a multipart body with the standard library, independently of the code that writes it."""

from __future__ import annotations

from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser


@dataclass(frozen=True)
class Part:
    """A part of multipart/form-data (RFC 7578)."""

    name: str
    filename: str | None
    content_type: str
    content: bytes


def parts(content_type: str, body: bytes) -> list[Part]:
    """The parts of a multipart body, in order. Raises `ValueError` where it is none."""
    head = f"Content-Type: {content_type}\r\nMIME-Version: 1.0\r\n\r\n".encode("latin-1")
    message = BytesParser(policy=policy.HTTP).parsebytes(head + body)
    if not message.is_multipart():
        raise ValueError(f"no multipart body: {content_type}")
    return [_part(part) for part in message.iter_parts()]


def _part(part: EmailMessage) -> Part:
    name = part.get_param("name", header="content-disposition")
    return Part(str(name), part.get_filename(), part.get_content_type(), part.get_payload(decode=True))
