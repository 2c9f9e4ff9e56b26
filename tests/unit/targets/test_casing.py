"""Names: the words of a document in Python's shapes."""

import keyword

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.targets.python.names.casing import pascal, safe, snake, spelled
from generator.targets.python.names.name_scope import candidates


@pytest.mark.parametrize(
    ("wire", "name"),
    [
        ("X-OpenRouter-Metadata", "x_open_router_metadata"),
        ("HTTP-Referer", "http_referer"),
        ("userIDs", "user_ids"),
        ("OAuthToken", "oauth_token"),
        ("IPv4Address", "ipv4_address"),
        ("b64_json", "b64_json"),
        ("p50", "p50"),
        ("S3Bucket", "s3_bucket"),
        ("sendChatCompletionRequest", "send_chat_completion_request"),
        ("2FA", "n2_fa"),
        ("$ref", "ref"),
    ],
)
def test_snake(wire: str, name: str) -> None:
    assert snake(wire) == name


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("PDFParser_options",), "PDFParserOptions"),
        (("Legacy_ChatContentVideo",), "LegacyChatContentVideo"),
        (("ChatStreamChunk", "error"), "ChatStreamChunkError"),
        (("simple-user",), "SimpleUser"),
        (("v1.Pod",), "V1Pod"),
    ],
)
def test_pascal(parts: tuple[str, ...], name: str) -> None:
    assert pascal(*parts) == name


@given(st.text(max_size=30))
def test_every_name_is_an_identifier_or_nothing(text: str) -> None:
    for name in (snake(text), snake(spelled(text)), pascal(text)):
        assert not name or name.isidentifier()


@given(st.text(max_size=30))
def test_every_candidate_is_safe_to_use(text: str) -> None:
    for name in candidates(text):
        if name:
            assert not keyword.iskeyword(safe(name))
            assert safe(name).isidentifier()


@pytest.mark.parametrize(("one", "other"), [("+1", "-1"), ("a/b", "a_b"), ("fooBar", "foo_bar"), ("A", "a")])
def test_names_that_meet_have_another_that_means_something(one: str, other: str) -> None:
    names, others = [n for n in candidates(one) if n], [n for n in candidates(other) if n]
    assert set(names) - set(others) or names[0] != others[0]
