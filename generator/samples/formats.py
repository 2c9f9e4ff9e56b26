"""Sample strings of the formats of JSON Schema, of OpenAPI's registry, and of formats in wide use."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

_HEX: Final = "0123456789abcdef"
_BASE58: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_CODES: Final = {
    "country": ("US", "DE", "JP", "BR", "IN"),
    "currency": ("USD", "EUR", "JPY", "BRL", "INR"),
    "language": ("en", "de", "ja", "pt", "hi"),
    "locale": ("en-US", "de-DE", "ja-JP", "pt-BR", "hi-IN"),
    "timezone": ("Europe/Berlin", "America/New_York", "Asia/Tokyo", "UTC", "Africa/Lagos"),
    "media": ("application/json", "text/plain", "image/png", "text/html", "application/pdf"),
    "cron": ("0 12 * * *", "30 6 * * 1", "0 0 1 * *", "*/15 * * * *", "0 8 * * 1-5"),
    "byte": ("SGVsbG8=", "d29ybGQ=", "c2FtcGxl", "ZGF0YQ==", "Ynl0ZXM="),
    "base64url": ("SGVsbG8", "d29ybGQ", "c2FtcGxl", "ZGF0YQ", "Ynl0ZXM"),
}


def _listed(name: str) -> Callable[[int], tuple[str, ...]]:
    return lambda index: (_CODES[name][index % len(_CODES[name])],)


def _numbered(*templates: str) -> Callable[[int], tuple[str, ...]]:
    """Texts with numbers in them: `{n}` from 1, `{z}` from 0, `{dd}` a day, `{mm}` a minute, `{b}` a byte."""

    def make(index: int) -> tuple[str, ...]:
        numbers = {
            "n": str(index + 1),
            "z": str(index),
            "dd": f"{(index + 14) % 28 + 1:02}",
            "month": f"{index // 28 % 12 + 1:02}",
            "mm": f"{index % 60:02}",
            "hh": f"{(index // 60 + 12) % 24:02}",
            "b": str(index % 250 + 1),
            "tail": "" if not index else str(index + 1),
            "x12": f"{index + 1:012x}",
            "d4": f"{(index + 100) % 10_000:04}",
        }
        return tuple(template.format_map(numbers) for template in templates)

    return make


def _hexadecimal(length: int) -> Callable[[int], tuple[str, ...]]:
    def make(index: int) -> tuple[str, ...]:
        tail = f"{index:x}" if index else ""
        return ((_HEX * (length // 16 + 1))[: length - len(tail)] + tail,)

    return make


_DATE: Final = "2026-{month}-{dd}"
_DATE_TIME: Final = (
    f"{_DATE}T{{hh}}:{{mm}}:00Z",
    f"{_DATE}T{{hh}}:{{mm}}:00.000Z",
    f"{_DATE}T{{hh}}:{{mm}}:00+00:00",
    f"{_DATE}T{{hh}}:{{mm}}:00.000000Z",
    f"{_DATE}T{{hh}}:{{mm}}:00.000+00:00",
)
_URI: Final = (
    "https://example.com/{n}",
    "https://example.com",
    "http://example.com/{n}",
    "https://www.example.com/items/{n}",
    "https://example.com/items/{n}?page=1",
    "wss://example.com/{n}",
    "ftp://example.com/{n}",
    "https://example.com/images/{n}.png",
)
_EMAIL: Final = ("someone{tail}@example.com", "someone{tail}.else@example.com", "a{n}@b.co")
_HOSTNAME: Final = ("example{tail}.com", "www{tail}.example.com", "a{n}.io")
_PHONE: Final = _numbered("+1555555{d4}", "+1 555 555 {d4}", "555-555-{d4}", "1555555{d4}", "555555{d4}")
_UUID: Final = _numbered("5f8d0d55-7a5c-4b0c-9a4e-{x12}")

_MAKERS: Final[dict[str, Callable[[int], tuple[str, ...]]]] = {
    "date-time": _numbered(*_DATE_TIME),
    "date-time-local": _numbered(f"{_DATE}T{{hh}}:{{mm}}:00", f"{_DATE} {{hh}}:{{mm}}:00"),
    "date": _numbered(_DATE),
    "time": _numbered("{hh}:{mm}:00Z", "{hh}:{mm}:00", "{hh}:{mm}:00.000Z", "{hh}:{mm}:00+00:00"),
    "time-local": _numbered("{hh}:{mm}:00", "{hh}:{mm}"),
    "http-date": _numbered("Thu, 01 Jan 2026 12:{mm}:00 GMT"),
    "duration": _numbered("PT{n}M", "P{n}D", "P{n}Y", "P{n}W", "PT{n}H", "PT{n}S"),
    "email": _numbered(*_EMAIL),
    "hostname": _numbered(*_HOSTNAME),
    "ipv4": _numbered("192.0.2.{b}"),
    "ipv6": _numbered("2001:db8::{b}", "2001:db8:0:0:0:0:0:{b}", "2001:0db8:0000:0000:0000:0000:0000:0{d4}"),
    "cidr": _numbered("192.0.{z}.0/24", "10.{z}.0.0/16"),
    "ipv6-cidr": _numbered("2001:db8:{n}::/48"),
    "mac": _numbered("00:00:5e:00:53:{dd}", "00-00-5E-00-53-{dd}"),
    "uri": _numbered(*_URI),
    "uri-reference": _numbered("/items/{n}", *_URI),
    "uri-template": _numbered("https://example.com/items/{{id}}"),
    "urn": _numbered("urn:example:{n}"),
    "uuid": lambda index: (*_UUID(index), _UUID(index)[0].upper()),
    "ulid": lambda index: (f"01ARZ3NDEKTSV4RRFFQ69G5{_BASE58[index // 30 % 30]}A{_BASE58[index % 30]}",),
    "objectid": _hexadecimal(24),
    "hex": _hexadecimal(16),
    "md5": _hexadecimal(32),
    "sha1": _hexadecimal(40),
    "sha256": _hexadecimal(64),
    "sha512": _hexadecimal(128),
    "byte": _listed("byte"),
    "base64url": _listed("base64url"),
    "decimal": _numbered("{n}.50", "{n}", "{n}.5"),
    "int": _numbered("{n}"),
    "json-pointer": _numbered("/items/{z}"),
    "relative-json-pointer": _numbered("{z}/items"),
    "regex": _numbered("^a{{{n}}}$"),
    "json": _numbered('{{"key": {n}}}'),
    "phone": _PHONE,
    "color": _numbered("#3366{dd}"),
    "country": _listed("country"),
    "currency": _listed("currency"),
    "language": _listed("language"),
    "locale": _listed("locale"),
    "timezone": _listed("timezone"),
    "media-range": _listed("media"),
    "cron": _listed("cron"),
    "semver": _numbered("1.{z}.0"),
    "slug": _numbered("example{tail}", "example-{n}"),
    "jwt": _numbered("eyJhbGciOiJub25lIn0.eyJzdWIiOiJleGFtcGxlIn0.{n}"),
    "html": _numbered("<p>Example {n}</p>"),
    "unix-time": _numbered("17672256{dd}"),
    "month": _numbered("2026-{month}"),
}
_OTHER_NAMES: Final = {
    "timestamp": "date-time", "datetime": "date-time", "iso8601": "date-time", "iso-8601": "date-time",
    "rfc3339": "date-time", "date-time-rfc3339": "date-time", "offset-date-time": "date-time", "instant": "date-time",
    "local-date-time": "date-time-local", "full-date": "date", "local-date": "date", "iso-date": "date",
    "full-time": "time", "partial-time": "time-local", "local-time": "time-local", "hh:mm": "time-local",
    "date-time-rfc1123": "http-date", "date-time-rfc-1123": "http-date", "rfc1123": "http-date",
    "iso8601-duration": "duration", "iso-duration": "duration",
    "idn-email": "email", "email-address": "email", "idn-hostname": "hostname", "domain": "hostname",
    "fqdn": "hostname", "host": "hostname", "dns": "hostname", "ip": "ipv4", "ip-address": "ipv4", "ipaddress": "ipv4",
    "ipvanyaddress": "ipv4", "ipvanynetwork": "cidr", "ipv4-cidr": "cidr", "cidrv4": "cidr", "ipv4network": "cidr",
    "ipv4address": "ipv4", "ipv6address": "ipv6", "cidrv6": "ipv6-cidr", "ipv6network": "ipv6-cidr",
    "mac-address": "mac", "macaddr": "mac", "url": "uri", "iri": "uri", "http-url": "uri", "https-url": "uri",
    "httpurl": "uri", "anyurl": "uri", "web-url": "uri", "link": "uri", "uri-ref": "uri-reference",
    "iri-reference": "uri-reference", "uuid1": "uuid", "uuid3": "uuid", "uuid4": "uuid", "uuid5": "uuid",
    "uuidv4": "uuid", "uuid-v4": "uuid", "guid": "uuid", "object-id": "objectid", "mongo-id": "objectid",
    "mongoid": "objectid", "hexadecimal": "hex", "sha-1": "sha1", "sha-256": "sha256", "sha-512": "sha512",
    "base64": "byte", "base64-encoded": "byte", "binary-base64": "byte", "decimal128": "decimal", "money": "decimal",
    "bigdecimal": "decimal", "number": "decimal", "numeric": "decimal", "double": "decimal", "float": "decimal",
    "double-int": "int", "int32": "int", "int64": "int", "integer": "int", "uint32": "int", "uint64": "int",
    "bigint": "int", "long": "int", "biginteger": "int", "phone-number": "phone", "e164": "phone", "e.164": "phone",
    "tel": "phone", "hexcolor": "color", "hex-color": "color", "rgb": "color", "country-code": "country",
    "iso-3166": "country", "iso-3166-1": "country", "iso-3166-alpha-2": "country", "iso-4217": "currency",
    "currency-code": "currency", "language-code": "language", "iso-639-1": "language", "bcp47": "locale",
    "bcp-47": "locale", "language-tag": "locale", "time-zone": "timezone", "tz": "timezone",
    "media-type": "media-range", "mime-type": "media-range", "mimetype": "media-range", "cron-expression": "cron",
    "sem-ver": "semver", "version": "semver", "json-string": "json", "epoch": "unix-time", "unixtime": "unix-time",
    "year-month": "month", "yearmonth": "month",
}  # fmt: skip

_CHECKED: Final = {
    "date-time": r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?"
    r"([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)",
    "date": r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])",
    "time": r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)",
    "uuid": r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}",
    "email": r"[\w.+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*",
    "hostname": r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*",
    "ipv4": r"((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.|$)){4}",
    "uri": r"[A-Za-z][A-Za-z0-9+.-]*:[!-~]+",
    "byte": r"([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?",
}


def format_texts(format: str, index: int) -> tuple[str, ...]:
    """The texts of a format with an index, the most usual first; none for an unknown format."""
    maker = _MAKERS.get(_name(format))
    return maker(index) if maker else ()


def longer_texts(format: str, least: int, index: int) -> Iterator[str]:
    """Texts of a format with at least this length, for formats that have no fixed one."""
    fill = ("abcdefghij" * (least // 10 + 1))[:least]
    tail = str(index) if index else ""
    match _name(format):
        case "uri" | "uri-reference":
            yield f"https://example.com/{fill[: max(least - 20, 0)]}{tail}"
        case "email":
            yield f"{fill[: max(min(least - 12, 60), 1)]}{tail}@example.com"
        case "hostname":
            labels = (f"{fill[:9]}." * (least // 10 + 1))[: max(least - 11, 0)].rstrip(".")
            yield f"{labels or 'a'}{tail}.example.com"
        case "byte" | "base64url" | "hex":
            yield ("abcd" * (least // 4 + 1))[: least + -least % 4]
        case _:
            return


def format_holds(format: str, text: str) -> bool:
    """Whether a text has a format, for the formats that are usually checked; true for any other."""
    pattern = _CHECKED.get(_name(format))
    return pattern is None or _compiled(pattern).fullmatch(text) is not None


@lru_cache(maxsize=512)
def _name(format: str) -> str:
    plain = format.strip().lower().replace("_", "-").replace(" ", "-")
    return plain if plain in _MAKERS else _OTHER_NAMES.get(plain, plain)


@lru_cache(maxsize=32)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)
