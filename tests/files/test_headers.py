"""What the headers of a file say: its validator, its range, its name."""

from __future__ import annotations

import importlib
import os
from types import ModuleType
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

DATE = "Wed, 01 Jan 2025 00:00:10 GMT"
LONG = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def ranges(sdk: ModuleType) -> Any:
    return importlib.import_module("depot_sdk._runtime.files.ranges")


@pytest.fixture(scope="module")
def filename_of(sdk: ModuleType) -> Any:
    return importlib.import_module("depot_sdk._runtime.files.disposition").filename_of


@pytest.mark.parametrize(
    ("headers", "validator"),
    [
        ({"etag": '"1"', "last-modified": DATE}, '"1"'),
        ({"etag": '""'}, '""'),
        ({"etag": 'W/"1"', "last-modified": "Wed, 01 Jan 2025 00:00:00 GMT", "date": DATE}, ""),
        ({"etag": "1"}, ""),
        ({"etag": '"a"b"'}, ""),
        ({"etag": '"a\r\nb"'}, ""),
        ({"last-modified": "Wed, 01 Jan 2025 00:00:09 GMT", "date": DATE}, "Wed, 01 Jan 2025 00:00:09 GMT"),
        ({"last-modified": DATE, "date": DATE}, ""),
        ({"last-modified": "Wed, 01 Jan 2025 00:00:00 GMT"}, ""),
        ({"last-modified": "soon", "date": DATE}, ""),
        ({"last-modified": "Wed, 01 Jan 2025 00:00:00 -0000", "date": DATE}, ""),
        ({}, ""),
    ],
)
def test_validators(ranges: Any, headers: dict[str, str], validator: str) -> None:
    assert ranges.validator_of(headers) == validator


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("bytes 5-9/10", (5, 10)),
        ("Bytes 5-9/*", (5, None)),
        ("bytes 5-10/10", None),
        ("bytes 5-4/10", None),
        ("bytes */10", None),
        ("bytes=5-9/10", None),
        ("bytes 5-9", None),
        ("bytes 5-9/" + "9" * 5000, None),
        ("", None),
    ],
)
def test_content_ranges(ranges: Any, value: str, found: object) -> None:
    assert ranges.content_range(value) == found


def test_lengths(ranges: Any) -> None:
    assert ranges.body_length({"content-length": "5"}) == 5
    assert ranges.body_length({"content-length": "5", "content-encoding": "gzip"}) is None
    assert ranges.body_length({"content-length": "5", "content-encoding": "identity"}) == 5
    assert ranges.body_length({"content-length": "²"}) is None
    assert ranges.body_length({}) is None
    assert ranges.complete_length("bytes */7") == 7
    assert ranges.complete_length("bytes 1-2/7") is None


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('attachment; filename="report.pdf"', "report.pdf"),
        ("attachment; filename=report.pdf", "report.pdf"),
        ("filename=report.pdf", "report.pdf"),
        ('attachment; filename="a \\"b\\".txt"', "a _b_.txt"),
        ("attachment; filename=x.txt; filename*=UTF-8''na%C3%AFve%20%E2%82%AC.txt", "naïve €.txt"),
        ("attachment; filename*=UTF-8'en'x.txt", "x.txt"),
        ("attachment; filename*=iso-8859-1''%A3.txt", "£.txt"),
        ("attachment; filename*=utf-16''x.txt; filename=y.txt", "y.txt"),
        ("attachment; filename*=broken; filename=y.txt", "y.txt"),
        ('attachment; filename="na\u00c3\u00afve.txt"', "naïve.txt"),
        ('attachment; filename="../../etc/passwd"', "passwd"),
        ('attachment; filename="/etc/passwd"', "passwd"),
        ('attachment; filename="C:\\\\Windows\\\\evil.exe"', "evil.exe"),
        ("attachment; filename*=UTF-8''..%2F..%2Fetc%2Fpasswd", "passwd"),
        ('attachment; filename=".bashrc"', "bashrc"),
        ('attachment; filename="..."', None),
        ('attachment; filename="folder/"', None),
        ('attachment; filename=""', None),
        ("attachment; filename*=UTF-8''a%00b%0D%0A.txt", "ab.txt"),
        ("attachment; filename*=UTF-8''txt.%E2%80%AEexe", "txt.exe"),
        ('attachment; filename="con.txt"', "_con.txt"),
        ('attachment; filename="a.txt. "', "a.txt"),
        ('attachment; filename="a:b|c?.txt"', "a_b_c_.txt"),
        ('attachment; name="filename=x"; filename=y', "y"),
        ("attachment", None),
        ("inline; filename", None),
        ("", None),
    ],
)
def test_file_names(filename_of: Any, disposition: str, name: str | None) -> None:
    assert filename_of(disposition) == name


@LONG
@given(name=st.text(max_size=400))
def test_a_file_name_is_safe(filename_of: Any, name: str) -> None:
    encoded = quote(name.encode("utf-8", "replace"), safe="")
    for disposition in (f"attachment; filename*=UTF-8''{encoded}", f'attachment; filename="{name}"', name):
        found = filename_of(disposition)
        if found is not None:
            assert found
            assert os.path.basename(found) == found
            assert "\\" not in found
            assert found not in (".", "..")
            assert found[0] not in ". "
            assert found[-1] not in ". "
            assert found.isprintable()
            assert len(found.encode()) <= 200
            assert filename_of(f"attachment; filename*=UTF-8''{quote(found, safe='')}") == found


def test_long_names_keep_their_extension(filename_of: Any) -> None:
    found = filename_of(f'attachment; filename="{"é" * 300}.tar.gz"')
    assert found.endswith("é.gz")
    assert len(found.encode()) <= 200
