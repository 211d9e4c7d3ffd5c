from __future__ import annotations

import copy
import dataclasses
import pickle
from typing import ClassVar

import pytest

from ctilint import records


@records.dataclass(frozen=True, slots=True)
class Point:
    """A point."""

    x: int
    y: int = 2
    label: str = records.field(default="", compare=False, repr=False)
    kind: ClassVar[str] = "point"

    @property
    def total(self) -> int:
        return self.x + self.y


@records.dataclass(frozen=True, slots=True)
class Point3(Point):
    z: int = 3


@records.dataclass(frozen=True, slots=True, order=True)
class Span:
    start: int
    end: int


@records.dataclass(frozen=True, slots=True, eq=False)
class Node:
    cls: str
    parts: dict[str, int] = records.field(default_factory=dict)


@records.dataclass(slots=True)
class Open:
    items: list[int] = records.field(default_factory=list)
    inner: Point | None = None


def test_positions_names_and_defaults() -> None:
    assert (Point(1).x, Point(1).y, Point(y=5, x=4).y, Point(1).total) == (1, 2, 5, 3)
    assert Point.kind == "point"
    with pytest.raises(TypeError, match="Missing required argument 'x'"):
        Point()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="Unexpected keyword argument 'q'"):
        Point(1, q=2)  # type: ignore[call-arg]


def test_what_cannot_be_made_is_refused() -> None:
    with pytest.raises(TypeError, match="Extra positional arguments provided"):
        Point(1, 2, "a", 3)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="Argument 'x' given by name and position"):
        Point(1, x=2)  # type: ignore[misc]


def test_a_field_may_be_called_cls() -> None:
    assert Node(cls="a").cls == "a"


def test_equality_and_hash_leave_out_what_does_not_compare() -> None:
    assert Point(1, 2, "a") == Point(1, 2, "b")
    assert hash(Point(1, 2, "a")) == hash(Point(1, 2, "b"))
    assert Point(1) != Point(2)
    assert Point(1) != Point3(1)
    assert Point(1) != (1, 2)


def test_identity_where_eq_is_off() -> None:
    one = Node("a")
    assert one == one  # noqa: PLR0124
    assert one != Node("a")
    assert len({one, Node("a")}) == 2


def test_a_factory_is_called_for_each_record() -> None:
    assert Node("a").parts is not Node("a").parts
    assert Open([1]).items == [1]


def test_frozen_records_refuse_and_open_ones_do_not() -> None:
    point = Point(1)
    with pytest.raises(AttributeError, match="immutable type: 'Point'"):
        point.x = 2  # type: ignore[misc]
    with pytest.raises(AttributeError, match="immutable type: 'Point'"):
        del point.x
    opened = Open()
    opened.inner = point
    assert opened == Open([], Point(1))
    with pytest.raises(TypeError, match="unhashable"):
        hash(opened)
    with pytest.raises(AttributeError):
        opened.other = 1  # type: ignore[attr-defined]


def test_order_compares_the_fields_in_turn() -> None:
    assert sorted([Span(2, 3), Span(1, 9), Span(1, 2)]) == [Span(1, 2), Span(1, 9), Span(2, 3)]
    assert Span(1, 2) <= Span(1, 2) >= Span(1, 1) < Span(3, 0) > Span(2, 0)
    with pytest.raises(TypeError):
        assert Span(1, 2) < (1, 2)  # type: ignore[operator]


def test_inheritance_keeps_the_fields_of_the_base_first() -> None:
    point = Point3(1, z=9)
    assert (point.x, point.y, point.label, point.z, point.total) == (1, 2, "", 9, 3)


def test_the_text_names_the_fields() -> None:
    assert repr(Open([1], Point(1, label="a"))) == "Open(items=[1], inner=Point(x=1, y=2))"


def test_replace_and_asdict() -> None:
    point = Point(1, label="a")
    assert records.replace(point, y=7) == Point(1, 7)
    assert records.replace(point, y=7).label == "a"
    assert records.asdict(Open([1], Point(1))) == {"items": [1], "inner": {"x": 1, "y": 2, "label": ""}}


def test_patterns_match_by_position() -> None:
    match Point(4, 5):
        case Point(x, y):
            assert (x, y) == (4, 5)
        case _:
            pytest.fail("no match")


def test_copies_and_pickles() -> None:
    point = Point(1, label="a")
    for other in (copy.copy(point), copy.deepcopy(point), pickle.loads(pickle.dumps(point))):
        assert other == point
        assert other.label == "a"


@dataclasses.dataclass(frozen=True)
class Standard:
    x: int


def test_replace_takes_the_standard_librarys_too() -> None:
    assert records.replace(Standard(1), x=2) == Standard(2)
