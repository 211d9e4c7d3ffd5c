"""One window from its scripts: walks from every entry, registrations with their handlers, removals, endings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from ctilint.read.facts import Call
from ctilint.records import replace
from ctilint.settings import Settings
from ctilint.understand.effects.point import State, Walk
from ctilint.understand.effects.walk import Walker
from ctilint.understand.entries.entry import LEAVING, Entry, entry_of
from ctilint.understand.entries.listeners import action_functions, listeners
from ctilint.understand.entries.messages import hearing, holds_telephony
from ctilint.understand.entries.outside import Outside
from ctilint.understand.entries.written import Written
from ctilint.understand.lifecycle import endings_of
from ctilint.understand.model import Handler, Registration, Removal, Window
from ctilint.understand.program.api import asks
from ctilint.understand.program.joining import Program
from ctilint.understand.program.spelling import last_key, less_asked
from ctilint.understand.registrations import Site, api_calls, component_of, sites
from ctilint.understand.values.resolver import Resolver
from ctilint.understand.windows.files import Library, Outline, aura_helpers, toolkit_ids
from ctilint.understand.windows.loads import loads_of_markup, loads_of_script, narrowed
from ctilint.understand.windows.relevance import relevant_functions
from ctilint.understand.words import Asked, HandlerSource, Reach

SOURCES: Mapping[str, HandlerSource] = {
    "lightning": "salesforce",
    "classic": "salesforce",
    "console": "salesforce",
    "event-sink": "salesforce",
    "voice": "voice",
    "connector": "connector",
    "streams": "streams",
    "connect-sdk": "sdk",
}
ROUNDS = 4000
WINDOW_BUDGET = 150_000
OWN: frozenset[HandlerSource] = frozenset({"salesforce", "voice", "connector", "streams", "sdk"})


class WindowBuilder:
    """Builds one window. ``walks`` holds each entry with what it does, in the order found."""

    def __init__(self, library: Library, outline: Outline, settings: Settings) -> None:
        self.library = library
        self.outline = outline
        self.program = Program(outline.indexes)
        modules = {}
        for index in outline.indexes:
            for source in library.sources(index.script):
                targets = [
                    library.index(script)
                    for path in library.module(index.script.path, source)
                    if path in library.files
                    for script in library.files[path].scripts
                ]
                modules[index.script.path, source] = [
                    item for item in targets if id(item.script) in self.program.by_script
                ]
        self.resolver = Resolver(self.program, modules, aura_helpers(outline), toolkit_ids(outline, library.files))
        self.calls = api_calls(self.program, self.resolver)
        self.walker = Walker(
            self.resolver,
            frozenset(settings.guards),
            frozenset(settings.tab_checks),
            api_asks=any(asks(call.name) for call in self.calls),
        )
        self.walks: list[tuple[Entry, Walk]] = []
        self._known: dict[tuple[int, int, str, str], Walk] = {}
        self._reached: dict[int, set[Reach]] = defaultdict(set)
        self._asked: dict[int, Asked] = {}
        self._functions: set[int] = set()
        self._relevant: set[int] = set()
        self._telephony = False
        self._steps = 0
        self._unwalked = 0

    def build(self) -> Window:
        """Return the window."""
        files = self.library.files
        calls = self.calls
        loads = [load for path in self.outline.files for load in loads_of_markup(files[path])]
        loads += [
            load for index in self.outline.indexes for load in narrowed(loads_of_script(index, self.resolver), files)
        ]
        registering: list[Site] = []
        removing: list[Site] = []
        undoers = {name for call in calls if call.entry for name in call.entry.undone_by}
        for call in calls:
            if call.entry is None:
                continue
            if call.entry.listener or "enables" in call.entry.roles:
                registering.extend(sites(call, self.program, self.resolver))
            elif call.name in undoers or "switches-off" in call.entry.roles or "disables" in call.entry.roles:
                removing.extend(sites(call, self.program, self.resolver))
        self.walker.emitted = listeners(self.outline, self.resolver)
        self.walker.attribute_functions = action_functions(self.library, self.outline)
        dialects = {call.dialect for call in calls} | {load.dialect for load in loads}
        self._telephony = holds_telephony(dialects, self.library, self.outline)
        listening = hearing(self.outline.indexes) if self._telephony else ()
        self._relevant = relevant_functions(self.program, calls, self.walker.attribute_functions, listening)
        outside = Outside(
            self.library, self.outline, self.resolver, self.walker.traits, self._functions, self._relevant
        )
        self._run(list(Written(self.library, self.outline, self.resolver).all()))
        self._run(list(outside.connectors(calls)))
        self._run_handlers(registering)
        self._run(list(outside.leftovers()))
        self._run_handlers(registering)
        while entered := list(outside.called_from_unknown()):
            self._run(entered)
            self._run_handlers(registering)
        handled = list(self._handlers())
        registrations = self._registrations(registering, handled)
        removals = tuple(
            Removal(
                site.call,
                site.call.dialect,
                site.event,
                site.place,
                tuple(func.ref for func in site.handlers),
                frozenset(self._reached.get(id(site.call.call), ())),
            )
            for site in removing
        )
        window = Window(
            self.outline.root,
            self.outline.kind,
            tuple(self.outline.files),
            tuple(index.script for index in self.outline.indexes),
            tuple(loads),
            tuple(calls),
            tuple(registrations),
            removals,
            tuple(handler for _, handler in handled),
            resolver=self.resolver,
            unwalked=self._unwalked,
        )
        return replace(window, endings=tuple(endings_of(window, registering, removing)))

    # Entries

    def _run(self, queue: list[Entry]) -> None:
        rounds = 0
        for entry in queue:  # what a walk finds is added to it
            if rounds >= ROUNDS:
                self._unwalked += 1
                continue
            key = (id(entry.func.ref), id(entry.func.frame or 0), entry.source, entry.asked)
            known = self._known.get(key)
            if known is not None:
                # The same walk for another reason: what it reached is reached for that reason too.
                for call in known.calls:
                    self._reached[call] |= entry.kinds
                continue
            rounds += 1
            self._known[key] = Walk()
            heard = entry.source in OWN or (entry.source == "message" and self._telephony)
            if not heard and id(entry.func.ref) not in self._relevant:
                continue
            if not heard and self._steps > WINDOW_BUDGET:
                self._unwalked += 1
                continue
            only = self._relevant if entry.source == "lifecycle" else None
            wrapping = "data" if entry.source == "message" else "detail"
            walk = self.walker.walk(entry.func, State(asked=entry.asked, guarded=entry.guarded), only, wrapping)
            self._known[key] = walk
            self._steps += walk.steps
            self.walks.append((entry, walk))
            self._functions |= walk.functions
            for call, asked in walk.calls.items():
                self._reached[call] |= entry.kinds
                self._asked[call] = asked if call not in self._asked else less_asked(self._asked[call], asked)
            queue.extend(entry_of(found) for found in walk.found)

    def _run_handlers(self, registering: list[Site]) -> None:
        """Walk the handlers of what is reached, and of what those register in turn."""
        walked = -1
        while walked != len(self.walks):
            walked = len(self.walks)
            self._run(list(self._api_entries(registering)))

    def _api_entries(self, registering: list[Site]) -> Iterator[Entry]:
        for site in registering:
            call = id(site.call.call)
            if call not in self._reached and not self._in_walked(site):
                continue
            source = SOURCES.get(site.call.dialect, "salesforce")
            kinds: frozenset[Reach] = frozenset({"handler"})
            if LEAVING.search(site.event):
                kinds |= {"teardown"}
            if site.call.entry is not None and "once" in site.call.entry.roles:
                # It runs as often as it is registered.
                kinds = frozenset(self._reached.get(call, ())) or frozenset({"load"})
            given = site.handler_value
            guarded = isinstance(given, Call) and last_key(given) in self.walker.guards
            for func in site.handlers:
                if site.call.entry is not None and site.call.entry.listener:
                    yield Entry(
                        func, kinds, source, site.event, self._asked.get(call, ""), (*site.via, site.place), guarded
                    )

    def _in_walked(self, site: Site) -> bool:
        return id(site.call.function) in self._functions

    # The window's records

    def _handlers(self) -> Iterator[tuple[Entry, Handler]]:
        for entry, walk in self.walks:
            if entry.source == "lifecycle":
                continue
            handler = Handler(
                entry.func.ref,
                entry.source,
                entry.event,
                tuple(walk.effects),
                entry.trace,
                reaches_api=walk.reaches_api,
                beside_telephony=self._telephony,
            )
            yield entry, handler

    def _registrations(
        self, registering: list[Site], handlers_of: Sequence[tuple[Entry, Handler]]
    ) -> Iterator[Registration]:
        by_ref: dict[tuple[int, int], Handler] = {}
        for entry, handler in handlers_of:
            by_ref.setdefault((id(entry.func.ref), id(entry.func.frame or 0)), handler)
        for site in registering:
            call = site.call
            handlers = tuple(
                found
                for func in site.handlers
                if (found := by_ref.get((id(func.ref), id(func.frame or 0)))) is not None
            )
            reached = self._reached.get(id(call.call), set())
            index = self.program.index(call.script)
            yield Registration(
                call,
                call.dialect,
                site.event,
                call.entry.undo if call.entry is not None else "",
                handlers,
                site.place,
                site.evidence,
                component_of(call.script, call.function, index),
                self._repeats(reached),
                bool(reached),
                site.handler_value,
            )

    @staticmethod
    def _repeats(reached: set[Reach]) -> str:
        if "control" in reached:
            return "at every event of the page that leads here"
        if "handler" in reached:
            return "at every event that leads here"
        return ""


def build_window(library: Library, outline: Outline, settings: Settings) -> Window:
    """Return the window of an outline."""
    builder = WindowBuilder(library, outline, settings)
    window = builder.build()
    builder.resolver.forget()
    return window
