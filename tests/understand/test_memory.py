"""What was worked out about a part of an App is worked out once, and belongs to that very part."""

from __future__ import annotations

from ctilint.understand.memory import Memory


def test_an_answer_is_worked_out_once_for_each_object_and_question() -> None:
    memory, asked = Memory(), []

    def make() -> int:
        asked.append(1)
        return len(asked)

    one, other = [1], [1]
    assert [memory.kept("size", one, make), memory.kept("size", one, make)] == [1, 1]
    assert memory.kept("size", other, make) == 2
    assert memory.kept("name", one, make) == 3
    assert Memory().kept("size", one, make) == 4


def test_none_is_an_answer_too() -> None:
    memory, asked = Memory(), []
    assert memory.kept("none", asked, lambda: asked.append(1)) is None
    assert memory.kept("none", asked, lambda: asked.append(1)) is None
    assert asked == [1]


def test_a_subject_lives_as_long_as_its_answer() -> None:
    memory = Memory()
    assert [memory.kept("number", [number], lambda number=number: number) for number in range(50)] == list(range(50))
