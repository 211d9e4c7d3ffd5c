"""Which functions of an app do the work of a connector's methods: by what they call, else by their names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

from ctilint.findings import Place
from ctilint.read.facts import FileFacts, Function, Script
from ctilint.records import dataclass
from ctilint.rulebook.entries import Dialect
from ctilint.rulebook.guide import ConnectorMethod, connector_methods
from ctilint.understand.model import App, Handler, Window
from ctilint.understand.program.refs import FunctionRef

_VOICE: frozenset[Dialect] = frozenset({"voice", "connector"})
_LIBRARY = re.compile(r"/\*!|@license", re.IGNORECASE)
_HEAD = 400
_LONG_LINES = 300


@dataclass(frozen=True, slots=True, eq=False)
class Filler:
    """A function of the app that would fill a method of a connector.

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
    """Return the functions that would fill each method, by its name; a method that nothing fills is left out.

    Windows that call no telephony API of before Voice are left aside. A name counts only where no call speaks.
    """
    libraries = {path for path, facts in app.files.items() if is_library(facts)}
    windows = [one for one in app.windows if any(call.dialect not in _VOICE for call in one.calls)]
    found: dict[str, tuple[Filler, ...]] = {}
    for method in connector_methods():
        shown = _distinct(filler for window in windows for filler in _by_calls(method, window))
        named = shown or _distinct(filler for window in windows for filler in _by_name(method, window, libraries))
        if named:
            found[method.name] = named
    return found


def _distinct(fillers: Iterator[Filler]) -> tuple[Filler, ...]:
    table: dict[tuple[str, int], Filler] = {}
    for one in fillers:
        table.setdefault((one.place.path, one.place.span.start), one)
    return tuple(table[key] for key in sorted(table))


def _by_calls(method: ConnectorMethod, window: Window) -> Iterator[Filler]:
    handlers: dict[int, tuple[Handler, ...]] = {id(one.call.call): one.handlers for one in window.registrations}
    events = {id(one.call.call): one.event for one in window.registrations}
    for call in window.calls:
        if not any(_means(symbol, call.name, events.get(id(call.call), "")) for symbol in method.symbols):
            continue
        heard = handlers.get(id(call.call), ())
        if call.name.endswith((".subscribe", ".addEventListener")) and not heard:
            continue
        for handler in heard:
            yield Filler(method.name, handler.function, handler.function.place, call.name)
        if not heard:
            inside = call.function if call.function.function.index > 0 else None
            yield Filler(method.name, inside, inside.place if inside is not None else call.place, call.name)


def _means(symbol: str, name: str, event: str) -> bool:
    """Say whether ``symbol`` (``method`` or ``method[event]``) is the call of ``name`` for ``event``."""
    method, bracket, wanted = symbol.partition("[")
    return fnmatchcase(name, method) and (not bracket or event == wanted.rstrip("]"))


def _by_name(method: ConnectorMethod, window: Window, libraries: set[str]) -> Iterator[Filler]:
    if not method.words:
        return
    pattern = re.compile(method.words, re.IGNORECASE)
    for script in window.scripts:
        for function in script.functions if script.path not in libraries else ():
            if function.index > 0 and function.name and function.body.steps and pattern.search(_plain(function.name)):
                ref = _ref(window, script, function)
                yield Filler(method.name, ref, ref.place, "")


def _plain(name: str) -> str:
    """Return a name without the underscores and marks around it."""
    return name.strip("_$#")


def _ref(window: Window, script: Script, function: Function) -> FunctionRef:
    if window.resolver is not None:
        return window.resolver.program.ref(script, function.index)
    return FunctionRef(script, function)
