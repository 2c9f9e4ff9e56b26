"""What an SDK is called, by the title of its API."""

import pytest

from generator.diagnostics.model import Diagnostics, Failed
from generator.ir.types import Api, Place, Server
from generator.targets.python.names.package_name import decide_package_names


@pytest.mark.parametrize(
    ("title", "client"),
    [
        ("OpenRouter API", "OpenRouter"),
        ("Stream", "StreamClient"),  # the SDK exports `Stream`
        ("Hooks API v2", "HooksClient"),
        ("Response", "ResponseClient"),  # `ResponseError` is the runtime's
        ("Type", "TypeClient"),  # `TypeError` is Python's
        ("None", "NoneClient"),
        ("API", "APIClient"),
        ("The Acme Corp REST API Reference v2.1", "AcmeCorp"),
        ("GitHub's official OpenAPI spec + Octokit extension", "GitHub"),
    ],
)
def test_a_client_hides_nothing_that_the_sdk_brings(title: str, client: str) -> None:
    package_names = decide_package_names(api(title), Diagnostics())
    assert (package_names.client, package_names.async_client, package_names.error) == (
        client,
        f"Async{client}",
        f"{client}Error",
    )


def test_a_class_name_of_the_settings_is_refused_where_it_hides_something() -> None:
    diagnostics = Diagnostics()
    with pytest.raises(Failed):
        decide_package_names(api("Acme"), diagnostics, client="Stream")
    assert [item.code for item in diagnostics.items] == ["bad-name"]


@pytest.mark.parametrize(
    ("title", "url", "client"),
    [
        ("API Reference", "https://api.acme.example/v1", "Acme"),
        ("Acme AcmeMail Legacy Marketing Contacts API", "https://api.acmemail.example", "AcmeMail"),
        ("REST API", "https://rest.acme.co.uk", "Acme"),
        ("Management of the many things that we have", "http://localhost:8000", "ManagementOfMany"),
    ],
)
def test_the_host_names_what_the_title_does_not(title: str, url: str, client: str) -> None:
    assert decide_package_names(api(title, url), Diagnostics()).client == client


@pytest.mark.parametrize(
    ("settings", "environment"),
    [
        ({}, "ACME_MAIL"),
        ({"package": "mailer_sdk"}, "MAILER"),
        ({"client": "MailClient"}, "MAIL_CLIENT"),
        ({"package": "mailer", "prefix": "MAIL"}, "MAIL"),
    ],
)
def test_the_environment_follows_what_is_set(settings: dict[str, str], environment: str) -> None:
    assert decide_package_names(api("Acme Mail"), Diagnostics(), **settings).environment == environment


def test_an_environment_variable_does_not_repeat_its_prefix() -> None:
    package_names = decide_package_names(api("Acme"), Diagnostics())
    assert [package_names.variable(keyword) for keyword in ("api_key", "acme_version")] == [
        "ACME_API_KEY",
        "ACME_VERSION",
    ]


def api(title: str, url: str = "") -> Api:
    place = Place("api.yaml", "")
    return Api(title, "1", place, servers=(Server(url, place),) if url else ())
