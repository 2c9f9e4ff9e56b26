"""A module too large is cut by what its models are about; imports lead one way, and cycles stay whole."""

from generator.ir.types import Definition, Ref
from generator.targets.python.types.module_split import chunks, families
from tests.unit.targets.api_of import api, obj, prop


def family_of(limit: int, *definitions: Definition) -> dict[str, str]:
    return families(api(definitions=definitions), [definition.id for definition in definitions], limit)


def model(id: str, *uses: str) -> Definition:
    """Six lines for itself, one for each field."""
    return obj(id, *(prop(f"f{number}", Ref(other)) for number, other in enumerate(uses)))


def test_a_module_within_the_limit_stays_whole() -> None:
    assert family_of(19, model("CardPaid", "Card"), model("CardLost"), model("Card")) == {}


def test_the_largest_family_leaves_with_what_it_alone_reaches() -> None:
    definitions = (
        model("CardPaid", "Card"),
        model("CardLost", "Card"),
        model("Card"),
        model("User"),
        model("UserLeft", "User"),
    )
    assert family_of(25, *definitions) == {"CardPaid": "card", "CardLost": "card", "Card": "card"}


def test_what_two_families_reach_stays() -> None:
    found = family_of(7, model("CardPaid", "Money"), model("BankPaid", "Money"), model("Money"))
    assert found == {"CardPaid": "card", "BankPaid": "bank"}


def test_a_cycle_is_never_cut() -> None:
    found = family_of(14, model("Tree", "Leaf"), model("Leaf", "Tree"), model("Stone", "Sand"), model("Sand"))
    assert found["Tree"] == found["Leaf"] == "tree"


def test_a_family_has_as_many_words_as_its_size_asks_for() -> None:
    definitions = [model(f"Webhook{part}{end}", "X") for part in ("Card", "Bank") for end in ("Made", "Lost")]
    found = family_of(20, *definitions, model("X"))
    assert found == {"WebhookBankMade": "webhook_bank", "WebhookBankLost": "webhook_bank"}


def test_what_has_no_families_is_cut_in_the_order_of_dependency() -> None:
    definitions = (model("Top", "Left", "Right"), model("Left", "Low"), model("Right", "Low"), model("Low"))
    found = chunks(api(definitions=definitions), [definition.id for definition in definitions], 14)
    assert found == {"Low": "Left", "Left": "Left", "Right": "Right"}


def test_a_cycle_is_one_part() -> None:
    definitions = (model("Tree", "Leaf"), model("Leaf", "Tree"), model("Stone", "Tree"))
    found = chunks(api(definitions=definitions), [definition.id for definition in definitions], 14)
    assert found.keys() == {"Tree", "Leaf"}
    assert found["Tree"] == found["Leaf"]
