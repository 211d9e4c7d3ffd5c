"""Cards, linked: roots, what runs with them, and how windows are dealt to several shares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ctilint.read.facts import FileKind
from ctilint.understand.windows.linking import Card, Linking, closure, names, page_stem, roots


def card(path: str, *links: str, weight: int = 10, frames: tuple[str, ...] = (), copy: bool = False) -> Card:
    kind = FileKind.HTML if path.endswith(".html") else FileKind.JAVASCRIPT
    return Card(path, kind, copy, weight, tuple((0, link) for link in links), frames)


def by_path(*cards: Card) -> dict[str, Card]:
    return {one.path: one for one in cards}


class Disks:
    """Shares that have the given cards to read, and others to open."""

    def __init__(self, shares: Sequence[Sequence[Card]], linked: Mapping[str, Card] = {}) -> None:
        self.count = len(shares)
        self.parts = tuple((number,) for number in range(len(shares)))
        self.asked: list[tuple[str, int, tuple[Any, ...]]] = []
        self._shares = shares
        self._linked = linked

    def each(self, question: str, given: Sequence[tuple[Any, ...]]) -> list[Any]:
        self.asked += [(question, number, one) for number, one in enumerate(given)]
        if question == "open":
            return [[self._linked[path] for path in paths if path in self._linked] for (paths,) in given]
        assert question == "mentioning"
        return [[] for _ in given]

    def any(self, question: str, given: Sequence[tuple[Any, ...]]) -> Iterator[tuple[int, Any]]:
        assert question == "read"
        for (number,) in given:
            yield number, list(self._shares[number])


def linked(*shares: Sequence[Card], others: Mapping[str, Card] = {}) -> Linking:
    linking = Linking(Disks(shares, others))
    linking.read()
    return linking


def test_pages_come_first_then_what_no_page_pulls_in() -> None:
    cards = by_path(card("z.js"), card("a.html", "b.js"), card("b.js", "c.js"), card("c.js"), card("d.js", "c.js"))
    assert roots(cards) == ["a.html", "d.js", "z.js"]
    assert closure(cards, "a.html") == ["a.html", "b.js", "c.js"]


def test_the_first_of_a_circle_stands_for_it() -> None:
    assert roots(by_path(card("b.js", "a.js"), card("a.js", "b.js"))) == ["a.js"]


def test_a_closure_ends_in_a_long_chain_and_at_files_that_are_not_there() -> None:
    chain = by_path(*(card(f"{n}.js", f"{n + 1}.js") for n in range(100)))
    assert len(closure(chain, "0.js")) == 61
    assert closure(by_path(card("a.js", "b.js")), "a.js") == ["a.js"]


def test_names_are_those_under_which_a_file_may_be_pulled_in() -> None:
    cards = by_path(card("x/phone.min.js"), card("page.html"), card("lib.js", copy=True))
    assert names(cards) == {"phone"}


def test_what_is_pulled_in_is_opened_by_who_knows_of_it_and_once() -> None:
    others = by_path(card("lib.js", "deep.js"), card("deep.js"))
    disks = Disks([[card("a.js", "lib.js", "gone.js")], [card("b.js", "lib.js", "mock/x.js", "b.mock.js")]], others)
    linking = Linking(disks)
    linking.read()
    assert set(linking.cards) == {"a.js", "b.js", "lib.js", "deep.js"}
    assert linking.owner == {"a.js": 0, "b.js": 1, "lib.js": 0, "deep.js": 0}
    opened = [path for question, _, given in disks.asked if question == "open" for path in given[0]]
    assert sorted(opened) == ["deep.js", "gone.js", "lib.js"]


def test_windows_with_a_common_file_or_a_frame_stay_together() -> None:
    first = [card("a.html", "s.js"), card("f.html", frames=("inner",))]
    second = [card("b.html", "s.js"), card("s.js"), card("in/inner.html"), card("alone.html")]
    dealt = linked(first, second).dealt()
    home = {path: number for number, (_, files) in enumerate(dealt) for path in files}
    assert home["a.html"] == home["b.html"] == home["s.js"]
    assert home["f.html"] == home["in/inner.html"]
    assert len(home) == 6


def test_who_has_read_most_builds_it_unless_the_others_would_idle() -> None:
    one = [card(f"{n}.html") for n in range(4)]
    assert [sorted(heads) for heads, _ in linked(one[:2], one[2:]).dealt()] == [
        ["0.html", "1.html"],
        ["2.html", "3.html"],
    ]
    assert [len(heads) for heads, _ in linked(one, []).dealt()] == [2, 2]


def test_one_share_gets_all() -> None:
    ((heads, files),) = linked([card("a.html", "b.js"), card("b.js")]).dealt()
    assert (heads, files) == (["a.html"], ["a.html", "b.js"])


NAMES = st.sampled_from([*(f"{name}.js" for name in "abcdef"), *(f"{name}.html" for name in "xyz")])
CARDS = st.dictionaries(NAMES, st.tuples(st.lists(NAMES, max_size=3), st.integers(0, 50)), min_size=1)


@given(CARDS, st.integers(1, 4), st.data())
def test_every_window_is_dealt_once_with_all_it_runs(
    files: dict[str, tuple[list[str], int]], count: int, data: st.DataObject
) -> None:
    shares: list[list[Card]] = [[] for _ in range(count)]
    for path, (links, size) in files.items():
        shares[data.draw(st.integers(0, count - 1))].append(card(path, *links, weight=size))
    linking = linked(*shares)
    dealt = linking.dealt()
    heads = [root for some, _ in dealt for root in some]
    assert sorted(heads) == sorted(roots(linking.cards))
    held = [path for _, some in dealt for path in some]
    assert sorted(held) == sorted(files)
    for some, mine in dealt:
        for root in some:
            assert set(closure(linking.cards, root)) <= set(mine)


def test_the_stem_of_a_page() -> None:
    assert [page_stem(it) for it in ("/apex/Phone?x=1", "../a/phone.html#top", "PHONE.page", "")] == [
        "phone",
        "phone",
        "phone",
        "",
    ]
