"""A resource too large for one module is divided by the nouns of its paths, and an added operation moves no other."""

from __future__ import annotations

from generator.ir.types import Operation
from generator.targets.python.types.resource_topics import Topics, find_topics
from tests.unit.targets.api_of import api, names_of, operation, parameter


def called(*routes: str, group: tuple[str, ...] = ("shops",)) -> list[Operation]:
    found: list[Operation] = []
    for number, route in enumerate(routes):
        placeholders = [part[1:-1] for part in route.split("/") if part.startswith("{")]
        parameters = tuple(parameter(wire, "path") for wire in placeholders)
        found.append(operation(route, f"call_{number}", method=f"M{number}", group=group, parameters=parameters))
    return found


def topics(operations: list[Operation], limit: int) -> Topics:
    index = api(*operations)
    return find_topics(index, names_of(index)[0], limit)


def files(operations: list[Operation], limit: int = 100) -> dict[str, int]:
    """The modules of topics, with the number of operations in each."""
    return {topic.file: len(topic.operations) for own in topics(operations, limit).of.values() for topic in own}


ORDERS = ["/shops/{id}/orders"] * 5
STAFF = ["/shops/{id}/staff/{name}"] * 6


def test_a_resource_within_the_limit_is_one_module() -> None:
    assert files(called(*ORDERS, *STAFF), limit=1000) == {}


def test_the_topic_is_the_noun_after_the_resource() -> None:
    found = called("/shops", "/shops/{id}", *ORDERS, *STAFF)
    assert files(found) == {"shops/orders": 5, "shops/staff": 6}


def test_a_path_without_the_resource_has_its_first_noun_that_is_no_resource() -> None:
    found = [*called(*ORDERS), *called("/towns/{id}/shops", "/v2/towns/{id}/orders")]
    assert files([*found, *called("/towns", group=("towns",))]) == {"shops/orders": 6}


def test_a_small_topic_stays_while_it_fits() -> None:
    found = called("/shops", "/shops/{id}/till", *ORDERS)
    assert files(found) == {"shops/orders": 5}
    assert files(found, limit=50) == {"shops/orders": 5, "shops/till": 1}


def test_a_topic_that_is_too_large_is_divided_by_its_next_noun() -> None:
    lines = ["/shops/{id}/orders/{order}/lines"] * 5
    assert files(called(*ORDERS, *lines), limit=300) == {"shops/orders": 5, "shops/orders_lines": 5}


def test_what_has_no_further_noun_stays_together() -> None:
    assert files(called(*ORDERS * 10)) == {"shops/orders": 50}
    assert files(called(*["/shops/{id}"] * 50, "/shops/{id}/till")) == {}


def test_nouns_that_one_operation_each_has_are_no_topics() -> None:
    assert files(called(*(f"/shops.do{number}" for number in range(50)))) == {}


def test_dots_and_colons_part_nouns_and_formats_are_none() -> None:
    found = called(*["/shops.staff.list"] * 5, *["/shops/{id}:close"] * 5, *["/shops/{id}/tills.json"] * 5)
    assert files(found, limit=300) == {"shops/staff": 5, "shops/close": 5, "shops/tills": 5}


def test_names_that_python_or_the_package_uses_have_an_underscore() -> None:
    found = called(*["/shops/{id}/import"] * 5, *["/shops/{id}/models"] * 5, *["/shops/{id}/list"] * 5)
    assert files(found) == {"shops/import_": 5, "shops/models_": 5, "shops/list_": 5}


def test_a_module_has_not_the_name_of_a_sub_resource() -> None:
    found = [*called(*ORDERS, *STAFF), *called("/orders", group=("shops", "orders"))]
    own = topics(found, 100).of["shops",]
    assert [(topic.file, topic.cls, topic.params) for topic in own] == [
        ("shops/orders_operations", "ShopsOrdersOperations", "shops_orders_operations"),
        ("shops/staff", "ShopsStaff", "shops_staff"),
    ]


def test_an_operation_that_is_added_changes_its_topic_only() -> None:
    before = called("/shops", *ORDERS, *STAFF, "/shops/{id}/till")
    for route in ("/shops/{id}/orders/{order}/lines", "/shops/{id}/till", "/shops/{id}/new", "/shops/{id}"):
        added = operation(route, "added", method="NEW", group=("shops",))
        homes = [home(each) for each in ([*before], [*before, added], [added, *before])]
        assert homes[0] == {key: file for key, file in homes[1].items() if key != added.key}
        assert homes[1] == homes[2]


def home(operations: list[Operation]) -> dict[str, str]:
    """The module of each operation."""
    index = api(*operations)
    names = names_of(index)[0]
    found = find_topics(index, names, 150)
    return {
        each.key: topic.file if (topic := found.of_operation(each, names.resource(each))) else "" for each in operations
    }
