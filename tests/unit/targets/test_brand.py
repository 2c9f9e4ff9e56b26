"""What an SDK is called, by the title of its API."""

import pytest

from generator.diagnostics.model import Diagnostics, Failed
from generator.targets.python.names.package_name import decide_brand


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
    ],
)
def test_a_client_hides_nothing_that_the_sdk_brings(title: str, client: str) -> None:
    brand = decide_brand(title, Diagnostics())
    assert (brand.client, brand.async_client, brand.error) == (client, f"Async{client}", f"{client}Error")


def test_a_class_name_of_the_settings_is_refused_where_it_hides_something() -> None:
    diagnostics = Diagnostics()
    with pytest.raises(Failed):
        decide_brand("Acme", diagnostics, client="Stream")
    assert [item.code for item in diagnostics.items] == ["bad-name"]
