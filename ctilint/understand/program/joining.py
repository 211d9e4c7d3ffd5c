"""What several windows ask of one script is worked out once; what the scripts of a window say is joined on demand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Generic, TypeVar, TypeVarTuple

from ctilint.read.facts import AssignStep, Call, Member, Name, Script
from ctilint.understand.program.index import ScriptIndex
from ctilint.understand.program.refs import FunctionRef

# Tables of more names than this are joined on demand, unless there are more than a few.
SMALL = 50
FEW = 64
Answer = TypeVar("Answer")
About = TypeVarTuple("About")
Item = TypeVar("Item")
Entry = TypeVar("Entry")


def of_script(work: Callable[[ScriptIndex, *About], Answer]) -> Callable[[ScriptIndex, *About], Answer]:
    """Make a question about one script alone be worked out once, however many windows run the script.

    What else the question takes (a dialect) is part of it. The answer is shared: nobody may change it.
    """

    def ask(index: ScriptIndex, *about: *About) -> Answer:
        noted, question = index.noted, (work, *about)
        if question not in noted:
            noted[question] = work(index, *about)
        answer: Answer = noted[question]
        return answer

    ask.__doc__ = work.__doc__
    return ask


class Joined(Generic[Item, Entry]):
    """Tables of the scripts of a window as one: the entries of a name, in the order of the scripts.

    Those of large scripts are put together when a name is first asked for: other windows share such scripts, and each
    asks for few of their names. Small scripts can be many, and are a window's own: who has a name is noted at once.
    """

    def __init__(
        self,
        tables: Iterable[tuple[ScriptIndex, Mapping[str, Collection[Item]]]],
        entry: Callable[[ScriptIndex, Item], Entry],
    ) -> None:
        self._tables = tuple(tables)
        self._entry = entry
        self._known: dict[str, list[Entry]] = {}
        large = [at for at, (_, table) in enumerate(self._tables) if len(table) > SMALL]
        self._large = large if len(large) <= FEW else []
        self._holders: dict[str, list[int]] = defaultdict(list)
        later = frozenset(self._large)
        for at, (_, table) in enumerate(self._tables):
            if at not in later:
                for name in table:
                    self._holders[name].append(at)

    def get(self, name: str, default: Sequence[Entry] = ()) -> Sequence[Entry]:
        """Return the entries of ``name``."""
        known = self._known.get(name)
        if known is None:
            entry = self._entry
            known = self._known[name] = []
            for at in sorted((*self._large, *self._holders.get(name, ()))):
                index, table = self._tables[at]
                known.extend(entry(index, item) for item in table.get(name, ()))
        return known or default

    def __getitem__(self, name: str) -> Sequence[Entry]:
        return self.get(name)

    def __contains__(self, name: str) -> bool:
        return name in self._holders or any(name in self._tables[at][1] for at in self._large)

    def __iter__(self) -> Iterator[str]:
        yield from dict.fromkeys(name for _, table in self._tables for name in table)


def beside(index: ScriptIndex, item: Item) -> tuple[ScriptIndex, Item]:
    """Return an entry of a window: the item of a script beside its index."""
    return index, item


def position_beside(index: ScriptIndex, item: tuple[Call, int]) -> tuple[ScriptIndex, Call, int]:
    """Return an entry of a window: a call of a script and the position of an argument beside its index."""
    return index, *item


@of_script
def of_window(index: ScriptIndex) -> Mapping[str, list[AssignStep]]:
    """Return what a script assigns to names of the window and their members."""
    if index.shares_globals or not index.script.scopes:
        return index.paths
    own = index.script.scopes[0].bindings
    return {path: steps for path, steps in index.paths.items() if "." in path or path not in own}


@of_script
def handed(index: ScriptIndex) -> Mapping[str, list[tuple[Call, int]]]:
    """Return the calls that are handed something by name, with the position of the argument, by the name."""
    handed: dict[str, list[tuple[Call, int]]] = defaultdict(list)
    for call in index.calls:
        for position, argument in enumerate(call.arguments):
            if isinstance(argument, Name):
                handed[argument.name].append((call, position))
            elif isinstance(argument, Member) and argument.key is not None:
                handed[argument.key].append((call, position))
    return handed


@of_script
def mentioning(index: ScriptIndex) -> Mapping[str, list[int]]:
    """Return the functions of a script that mention a word, by the word."""
    found: dict[str, list[int]] = defaultdict(list)
    for function, words in index.words.items():
        for word in words:
            found[word].append(function)
    return found


class Program:
    """The scripts of one window, joined: names of the window, members assigned anywhere, callers by name."""

    def __init__(self, indexes: Sequence[ScriptIndex]) -> None:
        self.indexes = tuple(indexes)
        self.by_script = {id(index.script): index for index in indexes}
        self.paths = Joined(((index, of_window(index)) for index in indexes), beside)
        self.members = Joined(((index, index.members) for index in indexes), beside)
        self.called = Joined(((index, index.called) for index in indexes), beside)
        self.handed = Joined(((index, handed(index)) for index in indexes), position_beside)

    def index(self, script: Script) -> ScriptIndex:
        """Return the index of ``script``."""
        return self.by_script[id(script)]

    def ref(self, script: Script, function: int) -> FunctionRef:
        """Return the one FunctionRef of a function."""
        return self.by_script[id(script)].refs[function]
