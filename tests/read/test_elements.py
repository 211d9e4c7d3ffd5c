from ctilint.read.markup.elements import Elements
from ctilint.read.source import Span

PLACE = Span(0, 1)


def test_elements_nest_and_close_by_name():
    found = Elements()
    for tag in ("A", "b", "c"):
        found.open(found.add(tag, (), PLACE))
    assert found.current == 2
    assert found.close("x") == []
    assert found.close("a") == [2, 1, 0]
    assert found.current == -1
    assert found.close("a") == []
    assert [record.parent for record in found.records()] == [-1, 0, 1]


def test_what_is_open_at_the_end_closes():
    found = Elements()
    found.open(found.add("a", (), PLACE))
    found.open(found.add("b", (), PLACE))
    assert found.close_all() == [1, 0]
    assert found.close_all() == []


def test_text_goes_to_the_innermost_open_element():
    found = Elements()
    found.open(found.add("a", (), PLACE))
    found.add_text("x", 1, 2, False)
    found.add("b", (), PLACE)
    found.add_text("y", 3, 4, True)
    assert [record.text for record in found.records()] == ["xy", ""]
    assert found.segments == {0: [(1, 2, False), (3, 4, True)]}


def test_children_are_looked_for_within_a_limit():
    found = Elements()
    found.open(found.add("a", (), PLACE))
    for tag in ("b", "c", "d"):
        found.add(tag, (), PLACE)
    assert found.children(0, 10) == {"b": 1, "c": 2, "d": 3}
    assert found.children(0, 3) == {"b": 1, "c": 2}
