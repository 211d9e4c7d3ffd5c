"""Which files run together, asked of what each file pulls in: the roots of the windows, and what belongs to each.

The questions need no more of a file than its Card, so that files which several processes have read can be linked.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from ctilint.patterns import pattern
from ctilint.read.facts import FileKind
from ctilint.records import dataclass

PAGES = frozenset({FileKind.HTML, FileKind.VISUALFORCE, FileKind.TEMPLATE, FileKind.METADATA})
MARKUP = PAGES | {FileKind.AURA, FileKind.LWC_TEMPLATE}
# Files of one window can be many: a chain of includes deeper than this is cut.
DEEPEST = 60
ROUNDS = 3
# A file that another share has read must be read again: worth it only for more than a small difference.
_UNFAIR = 1.1
BUNDLE = ("Controller.js", "Helper.js", "Renderer.js")
# ``/resource/Kit``, ``/resource/1700000000000/Kit/index.html``: a time may stand before the name.
_IN_ORG = pattern(r"^(?:https://[^/]+)?/(?:apex/(?P<page>\w+)|resource/(?:\d+/)?(?P<resource>\w+))", re.IGNORECASE)
MOCKS = pattern(
    r"(?:^|/)(?:__mocks__|__tests__|mocks?|externs?|typings)/|\.d\.[cm]?ts$|[.-](?:test|spec|mock|stub|externs?)\.[cm]?[jt]sx?$|(?:^|/)(?:externs?|mocks?)\.js$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Card:
    """What linking needs of one file.

    ``links`` are (order, path) of every file it pulls in (order: the index of the script before which that runs),
    ``frames`` the stems of the pages in its frames, ``weight`` how much there is to judge, in calls, ``copy`` whether
    it is a copy of Salesforce's or Amazon's own library, ``talks`` whether it loads one that talks to the frame around.
    """

    path: str
    kind: FileKind
    copy: bool
    weight: int
    links: tuple[tuple[int, str], ...]
    frames: tuple[str, ...] = ()
    talks: bool = False


class Team(Protocol):
    """The shares of a run (see ``share.Share``), one or several. ``parts`` are what ``read`` is asked, each once."""

    count: int
    parts: Sequence[tuple[int, ...]]

    def each(self, question: str, given: Sequence[tuple[Any, ...]]) -> list[Any]:
        """Ask each share the ``question`` (a method's name) with its own arguments; return their answers in order."""

    def any(self, question: str, given: Sequence[tuple[Any, ...]]) -> Iterable[tuple[int, Any]]:
        """Ask the ``question`` with each of the arguments, whichever share is free; yield who answered, and what."""


class Linking:
    """The files of a run, linked. ``owner`` says which share has read a file."""

    def __init__(self, team: Team) -> None:
        self.cards: dict[str, Card] = {}
        self.owner: dict[str, int] = {}
        self._team = team
        self._asked: set[str] = set()

    def read(self) -> None:
        """Have the files that speak of CTI read, what they pull in, and the pages and modules that pull them in."""
        team = self._team
        self._pull_in([path for who, cards in team.any("read", team.parts) for path in self._note(who, cards)])
        asked: frozenset[str] = frozenset()
        for _ in range(ROUNDS):
            named = names(self.cards) - asked
            if not named:
                break
            asked |= named
            known = frozenset(self.cards)
            fresh = self._noted(team.each("mentioning", [(named, known)] * team.count))
            if not fresh:
                break
            self._pull_in(fresh)
        framed = frozenset(_framed_name(path) for path, card in self.cards.items() if card.talks)
        if framed:
            # Who frames such a page decides whether its library works, and need not speak of CTI itself.
            self._pull_in(self._noted(team.each("framing", [(framed, frozenset(self.cards))] * team.count)))

    def dealt(self) -> list[tuple[list[str], list[str]]]:
        """Return for each share the roots of the windows that fall to it, and the files that they run.

        Windows that have a file in common, or stand in each other's frames, fall to the same share.
        """
        found = [(root, closure(self.cards, root)) for root in roots(self.cards)]
        if self._team.count == 1:
            return [([root for root, _ in found], list(self.cards))]
        groups = [
            (sum(self.cards[path].weight for path in files), heads, files)
            for heads, files in _groups(self.cards, found).values()
        ]
        loads = [0] * self._team.count
        fair = sum(weight for weight, _, _ in groups) / self._team.count
        dealt: list[tuple[list[str], list[str]]] = [([], []) for _ in loads]
        for weight, heads, files in sorted(groups, key=lambda one: -one[0]):
            mine = [0] * len(loads)
            for path in files:
                mine[self.owner[path]] += self.cards[path].weight
            # Who has read most of it builds it, as long as that leaves the others enough to do.
            to = max(range(len(loads)), key=lambda at: mine[at])
            if loads[to] + weight > fair * _UNFAIR:
                to = min(range(len(loads)), key=lambda at: loads[at])
            loads[to] += weight
            dealt[to][0].extend(heads)
            dealt[to][1].extend(files)
        return dealt

    def groups(self) -> list[tuple[list[str], list[str]]]:
        """Return the roots and the files of each group of windows that have a file or a frame in common."""
        found = [(root, closure(self.cards, root)) for root in roots(self.cards)]
        return list(_groups(self.cards, found).values())

    def _noted(self, found: Iterable[list[Card]]) -> list[str]:
        return [path for who, cards in enumerate(found) for path in self._note(who, cards)]

    def _note(self, who: int, cards: Iterable[Card]) -> list[str]:
        """Note the cards of files that are not known yet; return their paths."""
        fresh = [card for card in cards if card.path not in self.cards]
        self.cards.update((card.path, card) for card in fresh)
        self.owner.update((card.path, who) for card in fresh)
        return [card.path for card in fresh]

    def _pull_in(self, fresh: list[str]) -> None:
        """Have every linked file opened by the share that knows of it."""
        while fresh:
            wanted: list[list[str]] = [[] for _ in range(self._team.count)]
            for path in fresh:
                for _, target in self.cards[path].links:
                    if target not in self.cards and target not in self._asked and not MOCKS.search(target):
                        self._asked.add(target)
                        wanted[self.owner[path]].append(target)
            if not any(wanted):
                return
            fresh = self._noted(self._team.each("open", [(paths,) for paths in wanted]))


def names(cards: Mapping[str, Card]) -> frozenset[str]:
    """Return the stems under which pages and modules may pull in the scripts and components of the app."""
    found: set[str] = set()
    for path, card in cards.items():
        if card.kind in {FileKind.METADATA, FileKind.HTML, FileKind.CALL_CENTER} or card.copy:
            continue
        if card.kind is FileKind.VISUALFORCE and not path.endswith(".component"):
            continue
        # ``phone.service.ts`` is imported as ``phone.service``; a page is asked for by the part before the first dot.
        found.update((_stem(path), posixpath.splitext(posixpath.basename(path))[0].removesuffix(".min")))
    return frozenset(found)


def _stem(path: str) -> str:
    stem = posixpath.basename(path).partition(".")[0]
    for ending in BUNDLE:
        if stem.endswith(ending[:-3]) and "/aura/" in f"/{path}":
            return stem.removesuffix(ending[:-3])
    return stem


def roots(cards: Mapping[str, Card]) -> list[str]:
    """Return the pages, then the components and scripts that no known page pulls in; of a bundle its markup."""
    ordered = sorted(cards)
    included = _included(cards)
    found = [path for path in ordered if cards[path].kind in PAGES and _is_page(path)]
    covered = {path for root in found for path in closure(cards, root)}
    free = [path for path in ordered if path not in included]
    markup = [path for path in free if cards[path].kind in MARKUP]
    # What is left in the end is included only in a circle: the first of each circle stands for it.
    for path in (*markup, *free, *ordered):
        if path not in covered:
            found.append(path)
            covered.update(closure(cards, path))
    return found


def _is_page(path: str) -> bool:
    return not path.endswith((".component", "-meta.xml", ".object")) or path.endswith((".object", "webLink-meta.xml"))


def _included(cards: Mapping[str, Card]) -> set[str]:
    """Return the files that another file pulls in, the parts of one bundle not counted among themselves."""
    return {
        target
        for path, card in cards.items()
        for _, target in card.links
        if target != path and not _same_bundle(path, target)
    }


def _same_bundle(one: str, other: str) -> bool:
    folder = posixpath.dirname(one)
    kind = posixpath.basename(posixpath.dirname(folder))
    return kind in {"aura", "lwc"} and folder == posixpath.dirname(other)


def closure(cards: Mapping[str, Card], root: str) -> list[str]:
    """Return the files that run with ``root``, itself first."""
    seen: dict[str, None] = {}

    def visit(path: str, depth: int) -> None:
        card = cards.get(path)
        if card is None or path in seen or depth > DEEPEST:
            return
        seen[path] = None
        for _, target in card.links:
            visit(target, depth + 1)

    visit(root, 0)
    return list(seen)


def _groups(
    cards: Mapping[str, Card], found: Iterable[tuple[str, list[str]]]
) -> dict[str, tuple[list[str], list[str]]]:
    """Join windows that share a file or a frame; return the roots and the files of each group."""
    first: dict[str, str] = {path: path for path in cards}

    def top(path: str) -> str:
        while first[path] != path:
            first[path] = first[first[path]]
            path = first[path]
        return path

    by_stem: dict[str, list[str]] = {}
    for path in cards:
        by_stem.setdefault(page_stem(path), []).append(path)
    pairs = list(found)
    for root, files in pairs:
        for path in files:
            first[top(path)] = top(root)
    for path, card in cards.items():
        for stem in card.frames:
            for target in by_stem.get(stem, ()):
                first[top(target)] = top(path)
    groups: dict[str, tuple[list[str], list[str]]] = {}
    for root, _ in pairs:
        groups.setdefault(top(root), ([], []))[0].append(root)
    for path in cards:
        groups[top(path)][1].append(path)
    return groups


def _framed_name(path: str) -> str:
    """Return the name under which a frame shows a page: a file with its suffix, a Visualforce page without."""
    name = posixpath.basename(path)
    return name.removesuffix(".page")


def page_or_resource(address: str) -> tuple[str, str] | None:
    """Return the page or static resource of the org that an address names (``page``, ``phone``), or None."""
    found = _IN_ORG.search(address.partition("?")[0].partition("#")[0])
    if found is None:
        return None
    return ("page", found["page"].lower()) if found["page"] else ("resource", found["resource"].lower())


def page_stem(address: str) -> str:
    """Return the name of a page in a path or address, in lower case, without folder, suffix and query."""
    plain = address.partition("?")[0].partition("#")[0]
    return posixpath.basename(plain).partition(".")[0].lower()
