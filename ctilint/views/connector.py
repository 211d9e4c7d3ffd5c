"""Which functions of an app do the work of a connector's methods, or of another piece: by calls, else by names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Protocol

from ctilint.findings import Place
from ctilint.read.facts import FileFacts, Function, Script
from ctilint.records import dataclass
from ctilint.rulebook.entries import Dialect
from ctilint.rulebook.guide import connector_methods
from ctilint.understand.model import App, Handler, Window
from ctilint.understand.program.refs import FunctionRef

_VOICE: frozenset[Dialect] = frozenset({"voice", "connector"})
_LIBRARY = re.compile(r"/\*!|@license", re.IGNORECASE)
_HEAD = 400
_WAS = re.compile(r"e?d(?![a-z])")
_LONG_LINES = 300


class Piece(Protocol):
    """A piece of work: ``symbols`` are calls that do it, ``words`` a pattern of names of functions that do."""

    @property
    def name(self) -> str:
        """Return the name of the piece."""

    @property
    def symbols(self) -> tuple[str, ...]:
        """Return the calls."""

    @property
    def words(self) -> str:
        """Return the pattern; '' for none."""


@dataclass(frozen=True, slots=True, eq=False)
class Filler:
    """A function of the app that would fill a method of a connector, or another piece of work.

    ``by`` is the call that shows it, '' where only the function's name does. ``ref`` is None where the call stands
    in no function. ``place`` is the function, or the call.
    """

    method: str
    ref: FunctionRef | None
    place: Place
    by: str

    @property
    def name(self) -> str:
        """Return the function's name, or that it has none."""
        return (self.ref.name if self.ref is not None else "") or "(function without name)"


def is_library(facts: FileFacts) -> bool:
    """Say whether a file is a library or a bundle: code that nobody writes anew by hand.

    Known copies and what a package manager has put there; of script files also minified text (lines of 300 characters
    and more on average) and those with a banner that tools keep (``/*!``, ``@license``).
    """
    if facts.vendored is not None or "node_modules/" in facts.path:
        return True
    text = facts.source.text
    is_page = bool(facts.elements)
    is_minified = len(text) // (text.count("\n") + 1) > _LONG_LINES
    return not is_page and (is_minified or _LIBRARY.search(text[:_HEAD]) is not None)


def fillers_of(app: App) -> Mapping[str, tuple[Filler, ...]]:
    """Return the functions that would fill each method of a connector; what ``fillers_by`` does for any pieces."""
    return fillers_by(app, connector_methods())


def fillers_by(app: App, pieces: Iterable[Piece]) -> Mapping[str, tuple[Filler, ...]]:
    """Return the functions that would fill each piece, by its name; a piece that nothing fills is left out.

    Windows that call no telephony API of before Voice are left aside. A name counts only where no call speaks.
    """
    libraries = {path for path, facts in app.files.items() if is_library(facts)}
    windows = _old_windows(app)
    found: dict[str, tuple[Filler, ...]] = {}
    for piece in pieces:
        shown = _distinct(filler for window in windows for filler in _by_calls(piece, window))
        named = shown or _distinct(filler for window in windows for filler in _by_name(piece, window, libraries))
        if named:
            found[piece.name] = named
    return found


def platform_handlers(app: App) -> Iterator[Handler]:
    """Yield the handlers of events of the telephony platform that lead to Salesforce."""
    for window in _old_windows(app):
        yield from (one for one in window.handlers if one.source in {"vendor", "message"} and one.reaches_api)


def platform_fillers(app: App, name: str) -> tuple[Filler, ...]:
    """Return the handlers of the telephony platform's events as what fills the piece ``name``."""
    return _distinct(
        Filler(name, one.function, one.function.place, "an event of the platform") for one in platform_handlers(app)
    )


def _old_windows(app: App) -> tuple[Window, ...]:
    return tuple(one for one in app.windows if any(call.dialect not in _VOICE for call in one.calls))


def _distinct(fillers: Iterator[Filler]) -> tuple[Filler, ...]:
    table: dict[tuple[str, int], Filler] = {}
    for one in fillers:
        table.setdefault((one.place.path, one.place.span.start), one)
    return tuple(table[key] for key in sorted(table))


def _by_calls(method: Piece, window: Window) -> Iterator[Filler]:
    handlers: dict[int, tuple[Handler, ...]] = {id(one.call.call): one.handlers for one in window.registrations}
    events = {id(one.call.call): one.event for one in window.registrations}
    for call in window.calls:
        if not any(means(symbol, f"{call.name}[{events.get(id(call.call), '')}]") for symbol in method.symbols):
            continue
        heard = handlers.get(id(call.call), ())
        if call.name.endswith((".subscribe", ".addEventListener")) and not heard:
            continue
        for handler in heard:
            yield Filler(method.name, handler.function, handler.function.place, call.name)
        if not heard:
            inside = call.function if call.function.function.index > 0 else None
            yield Filler(method.name, inside, inside.place if inside is not None else call.place, call.name)


def means(symbol: str, call: str) -> bool:
    """Say whether ``symbol`` (``method`` or ``method[event]``) stands for ``call``, which may name a variant."""
    method, bracket, wanted = symbol.partition("[")
    name, _, event = call.partition("[")
    return fnmatchcase(name, method) and (not bracket or event == wanted)


def _by_name(method: Piece, window: Window, libraries: set[str]) -> Iterator[Filler]:
    if not method.words:
        return
    pattern = re.compile(method.words, re.IGNORECASE)
    for script in window.scripts:
        for function in script.functions if script.path not in libraries else ():
            if function.index > 0 and function.name and function.body.steps and _does(pattern, _plain(function.name)):
                ref = _ref(window, script, function)
                yield Filler(method.name, ref, ref.place, "")


def _does(pattern: re.Pattern[str], name: str) -> bool:
    """Say whether a name says that the work is done, not that it was (``answer``, but not ``answered``)."""
    found = pattern.search(name)
    return found is not None and _WAS.match(name, found.end()) is None


def _plain(name: str) -> str:
    """Return a name without the underscores and marks around it."""
    return name.strip("_$#")


def _ref(window: Window, script: Script, function: Function) -> FunctionRef:
    if window.resolver is not None:
        return window.resolver.program.ref(script, function.index)
    return FunctionRef(script, function)
