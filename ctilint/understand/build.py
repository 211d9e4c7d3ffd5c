"""One window from its scripts: walks from every entry, registrations with their handlers, removals, endings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from ctilint.findings import Place
from ctilint.patterns import pattern
from ctilint.read.facts import (
    AssignStep,
    Call,
    ClassValue,
    FunctionValue,
    Literal,
    Member,
    Name,
    Object,
    ScriptKind,
    Template,
    This,
    Value,
)
from ctilint.records import dataclass, replace
from ctilint.settings import Settings
from ctilint.understand.effects.point import Found, State, Walk
from ctilint.understand.effects.walk import Walker
from ctilint.understand.lifecycle import endings_of
from ctilint.understand.model import ApiCall, Handler, Registration, Removal, Window
from ctilint.understand.program.api import asks, dialect_of
from ctilint.understand.program.index import WINDOW_NAMES, Program, ScriptIndex
from ctilint.understand.program.refs import FunctionRef
from ctilint.understand.program.spelling import last_key, less_asked, page_event, stream_of
from ctilint.understand.program.targets import Cls, Func, Obj, Path, Target
from ctilint.understand.program.vocabulary import HARMLESS_ROOTS, JQUERY, READY, TEARDOWN_EVENTS
from ctilint.understand.registrations import Site, api_calls, component_of, is_component, sites
from ctilint.understand.values.resolver import Resolver
from ctilint.understand.windows.files import Library, Outline, aura_helpers, toolkit_ids
from ctilint.understand.windows.loads import loads_of_markup, loads_of_script, narrowed
from ctilint.understand.windows.relevance import relevant_functions

SOURCES = {
    "lightning": "salesforce",
    "classic": "salesforce",
    "console": "salesforce",
    "event-sink": "salesforce",
    "voice": "voice",
    "connector": "connector",
    "streams": "streams",
}
COMPONENT_TEARDOWN = frozenset(
    "disconnectedCallback componentWillUnmount ngOnDestroy beforeDestroy destroyed beforeUnmount unmounted unrender "
    "onDestroy onUnmounted onBeforeUnmount destroy".split()
)
COMPONENT_LOAD = frozenset(
    "connectedCallback renderedCallback constructor render componentDidMount componentDidUpdate ngOnInit "
    "ngAfterViewInit mounted created beforeMount setup afterRender rerender init errorCallback".split()
)
TEARDOWN_NAME = pattern(
    r"^(?:destroy|dispose|teardown|tearDown|stop|shutdown|shutDown|logout|logOut|disconnect|cleanup|cleanUp|unload|unmount|close|exit|end|deinit|uninstall|unregister|unsubscribe)",
    re.ASCII,
)
LEAVING = pattern(r"logout|CLOSE|unload", re.IGNORECASE)
AURA_CALL = pattern(r"\bc\.(\w+)")
# AngularJS, Angular, Vue; Knockout writes its events into data-bind.
TEMPLATE_EVENT = pattern(r"(?:data-)?(?:ng-|@|v-on:|\()(click|dblclick|change|submit|keyup|keydown|keypress)\b")
WORDS = pattern(r"[A-Za-z_$][\w$]*")
TEMPLATE_CALL = pattern(r"\{(\w+)\}")
STRING_HANDLER = pattern(r"\bon(\w+)\s*=\s*(?:\\?[\"'])?([^>]*)", re.IGNORECASE)
CALLED = pattern(r"([A-Za-z_$][\w$]*)\s*\(")
EMITTING = ("on", "once", "addListener", "subscribe", "listen", "bind", "$on", "addEventListener")
# The keys under which a store keeps the functions that its own events run.
STORES = frozenset({"actions", "mutations"})
ROUNDS = 4000
WINDOW_BUDGET = 150_000
OWN = frozenset({"salesforce", "voice", "connector", "streams"})


@dataclass(slots=True)
class Entry:
    """A function that something outside the app's own code runs."""

    func: Func
    kinds: frozenset[str]
    source: str
    event: str
    asked: str = ""
    trace: tuple[Place, ...] = ()
    guarded: bool = False


def _is_plugin(step: AssignStep) -> bool:
    held = step.target.object if isinstance(step.target, Member) else None
    return isinstance(held, Member) and held.key == "fn" and isinstance(held.object, Name)


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
        self._reached: dict[int, set[str]] = defaultdict(set)
        self._asked: dict[int, str] = {}
        self._functions: set[int] = set()
        self._relevant: set[int] = set()
        self._unknown_calls: dict[str, dict[int, ScriptIndex]] = {}
        self._steps = 0

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
        self._note_emitters()
        self._note_action_functions()
        self._relevant = relevant_functions(self.program, calls, self.walker.attribute_functions)
        queue = list(self._entries())
        self._run(queue)
        self._run(list(self._connector_entries(calls)))
        self._run_handlers(registering)
        self._run(list(self._leftovers()))
        self._run_handlers(registering)
        while entered := list(self._called_from_unknown()):
            self._run(entered)
            self._run_handlers(registering)
        registrations = self._registrations(registering)
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
            tuple(self._handlers()),
            resolver=self.resolver,
        )
        return replace(window, endings=tuple(endings_of(window, registering, removing)))

    # Entries

    def _run(self, queue: list[Entry]) -> None:
        rounds = 0
        while queue and rounds < ROUNDS:
            rounds += 1
            entry = queue.pop(0)
            key = (id(entry.func.ref), id(entry.func.frame or 0), entry.source, entry.asked)
            known = self._known.get(key)
            if known is not None:
                # The same walk for another reason: what it reached is reached for that reason too.
                for call in known.calls:
                    self._reached[call] |= entry.kinds
                continue
            self._known[key] = Walk()
            if entry.source not in OWN and (id(entry.func.ref) not in self._relevant or self._steps > WINDOW_BUDGET):
                continue
            only = self._relevant if entry.source == "lifecycle" else None
            walk = self.walker.walk(entry.func, State(asked=entry.asked, guarded=entry.guarded), only)
            self._known[key] = walk
            self._steps += walk.steps
            self.walks.append((entry, walk))
            self._functions |= walk.functions
            for call, asked in walk.calls.items():
                self._reached[call] |= entry.kinds
                self._asked[call] = asked if call not in self._asked else less_asked(self._asked[call], asked)
            queue.extend(self._of_found(found) for found in walk.found)

    def _run_handlers(self, registering: list[Site]) -> None:
        """Walk the handlers of what is reached, and of what those register in turn."""
        walked = -1
        while walked != len(self.walks):
            walked = len(self.walks)
            self._run(list(self._api_entries(registering)))

    @staticmethod
    def _of_found(found: Found) -> Entry:
        event = found.event
        if found.source == "message":
            kinds = frozenset({"handler"})
        elif event in TEARDOWN_EVENTS:
            kinds = frozenset({"teardown"})
        elif event in READY:
            kinds = frozenset({"load"})
        elif event in COMPONENT_TEARDOWN:
            kinds = frozenset({"component-teardown"})
        elif LEAVING.search(event) or event == "visibilitychange":
            kinds = frozenset({"control", "teardown"})
        else:
            kinds = frozenset({"control"})
        return Entry(found.func, kinds, found.source, event, found.asked, (found.place,))

    def _entries(self) -> Iterator[Entry]:
        """Yield the entries that need no walk to be known."""
        markup = self._markup_words()
        yield from self._template_entries()
        for index in self.outline.indexes:
            script = index.script
            top = Func(index.refs[0])
            if script.kind is ScriptKind.ATTRIBUTE:
                event = script.attribute.removeprefix("on")
                if event in TEARDOWN_EVENTS:
                    kinds = frozenset({"teardown"})
                elif event in READY:
                    kinds = frozenset({"load"})
                else:
                    kinds = frozenset({"control"})
                yield Entry(top, kinds, "dom", event)
            elif script.kind in {ScriptKind.URL, ScriptKind.METADATA}:
                yield Entry(top, frozenset({"control"}), "dom", "click")
            else:
                yield Entry(top, frozenset({"load"}), "lifecycle", "load")
            bundle = self.resolver.bundles.get(id(index))
            if bundle is not None:
                for ref in bundle.modules.values():
                    yield Entry(Func(ref), frozenset({"load"}), "lifecycle", "load")
            for key, steps in index.members.items():
                # ``$.fn.openable = function …`` runs where ``$(…).openable()`` is called.
                if key in self.program.called:
                    for step in steps:
                        if _is_plugin(step):
                            yield from (
                                Entry(func, frozenset({"load"}), "lifecycle", key)
                                for func in self.resolver.functions(script, step.value)
                            )
            yield from self._component_entries(index, markup)
            yield from self._string_entries(index)

    def _template_entries(self) -> Iterator[Entry]:
        """Yield the functions that the templates of frameworks call at an event of the page."""
        for path in self.outline.files:
            for element in self.library.files[path].elements:
                for attribute in element.attributes:
                    event = TEMPLATE_EVENT.match(attribute.name.lower())
                    if event is None and attribute.name.lower() != "data-bind":
                        continue
                    name = event.group(1) if event is not None else "click"
                    for word in set(WORDS.findall(attribute.value)):
                        for index in self.outline.indexes:
                            for func in self._known_as(index, word):
                                yield Entry(func, frozenset({"control"}), "dom", name)

    def _known_as(self, index: ScriptIndex, word: str) -> Iterator[Func]:
        """Yield the functions that are a member of something under a name (``$scope.open``, ``methods: { open }``)."""
        for function in index.named.get(word, ()):
            yield Func(index.refs[function])
        for step in index.members.get(word, ()):
            if isinstance(step.value, FunctionValue):
                yield Func(index.refs[step.value.function])

    def _markup_words(self) -> dict[str, set[str]]:
        """Return the names that markup refers to, by the folder of the markup's bundle."""
        words: dict[str, set[str]] = defaultdict(set)
        for path in self.outline.files:
            facts = self.library.files[path]
            folder = path.rpartition("/")[0]
            for element in facts.elements:
                hook = (element.get("name") or "") if element.tag.lower() == "aura:handler" else ""
                for attribute in element.attributes:
                    for name in AURA_CALL.findall(attribute.value):
                        words[folder].add(f"{name}:{hook}")
                    for name in TEMPLATE_CALL.findall(attribute.value):
                        if attribute.name.lower().startswith("on"):
                            words[folder].add(f"{name}:")
        return words

    def _component_entries(self, index: ScriptIndex, markup: Mapping[str, set[str]]) -> Iterator[Entry]:
        script = index.script
        folder = script.path.rpartition("/")[0]
        words = markup.get(folder, set())
        named = {word.partition(":")[0]: word.partition(":")[2] for word in words}
        texts = {
            name
            for value, _ in index.texts
            if isinstance(value, Literal) and isinstance(value.value, str)
            for name in AURA_CALL.findall(value.value)
        }
        for function, (holder, entry) in index.owners.items():
            key = entry.key or ""
            func = Func(index.refs[function])
            in_class = isinstance(holder, ClassValue)
            component = in_class and holder.superclass is not None if isinstance(holder, ClassValue) else False
            if script.kind is ScriptKind.AURA and holder is script.bundle:
                yield from self._aura_entries(script.path, key, func, named, texts)
            elif key in COMPONENT_TEARDOWN and (component or isinstance(holder, Object)):
                yield Entry(func, frozenset({"component-teardown"}), "lifecycle", key)
            elif component and (key in COMPONENT_LOAD or entry.kind in {"constructor", "field"}):
                yield Entry(func, frozenset({"load"}), "lifecycle", key)
            elif component and (key in named or "wire" in entry.decorators or "api" in entry.decorators):
                yield Entry(func, frozenset({"control"}), "dom" if key in named else "lifecycle", key)
            elif isinstance(holder, Object) and key in COMPONENT_LOAD & {"mounted", "created", "setup"}:
                yield Entry(func, frozenset({"load"}), "lifecycle", key)
        for call in index.called.get("useEffect", []) + index.called.get("useLayoutEffect", []):
            for given in call.arguments[:1]:
                for target in self.resolver.targets(index, given, None):
                    if isinstance(target, Func):
                        home = self.program.index(target.ref.script)
                        for value in home.returns.get(target.ref.function.index, ()):
                            if isinstance(value, FunctionValue | Name):
                                for inner in self.resolver.functions(home.script, value):
                                    yield Entry(inner, frozenset({"component-teardown"}), "lifecycle", "cleanup")
        for key in ("onDestroy", "onUnmounted", "onBeforeUnmount"):
            for call in index.called.get(key, ()):
                for given in call.arguments[:1]:
                    for inner in self.resolver.functions(script, given):
                        yield Entry(inner, frozenset({"component-teardown"}), "lifecycle", key)

    @staticmethod
    def _aura_entries(path: str, key: str, func: Func, named: Mapping[str, str], texts: set[str]) -> Iterator[Entry]:
        if path.endswith("Renderer.js"):
            kind = "component-teardown" if key == "unrender" else "load"
            yield Entry(func, frozenset({kind}), "lifecycle", key)
        elif path.endswith("Controller.js") and (key in named or key in texts):
            hook = named.get(key, "")
            if hook == "destroy":
                yield Entry(func, frozenset({"component-teardown"}), "lifecycle", key)
            elif hook in {"init", "render", "afterRender"}:
                yield Entry(func, frozenset({"load"}), "lifecycle", key)
            else:
                yield Entry(func, frozenset({"control"}), "lifecycle" if hook else "dom", key)

    def _string_entries(self, index: ScriptIndex) -> Iterator[Entry]:
        """Yield the functions called by event attributes that code writes as text."""
        for value, _ in index.texts:
            if isinstance(value, Template):
                written = "".join(
                    part.value if isinstance(part, Literal) and isinstance(part.value, str) else "0"
                    for part in value.parts
                )
            elif isinstance(value, Literal) and isinstance(value.value, str):
                written = value.value
            else:
                continue
            if "on" not in written or "(" not in written or len(written) > 20000:
                continue
            for match in STRING_HANDLER.finditer(written):
                for name in CALLED.findall(match.group(2)[:300]):
                    for home, step in self.program.paths.get(name, ()):
                        if isinstance(step.value, FunctionValue):
                            place = Place(index.script.path, value.span)
                            yield Entry(
                                Func(home.refs[step.value.function]),
                                frozenset({"control"}),
                                "dom",
                                match.group(1).lower(),
                                trace=(place,),
                            )

    def _note_emitters(self) -> None:
        """Note who listens to events that the app sends to itself."""
        for key in EMITTING:
            for index, call in self.program.called.get(key, ()):
                if not isinstance(call.callee, Member | Name) or index.path_of(call.callee).startswith("sforce."):
                    continue
                stream = stream_of(call.callee.object) if isinstance(call.callee, Member) else ""
                if key == "subscribe" and call.arguments and stream:
                    for func in self.resolver.functions(index.script, call.arguments[0]):
                        self.walker.emitted.setdefault(stream, []).append(func)
                if len(call.arguments) < 2:
                    continue
                for text in self.resolver.texts(index.script, call.arguments[0]):
                    if text and text != "{}":
                        # Only what the page itself sends on (``dispatchEvent``) reaches a listener of the page.
                        name = page_event(text) if key == "addEventListener" else text
                        for func in self.resolver.functions(index.script, call.arguments[1]):
                            self.walker.emitted.setdefault(name, []).append(func)
        for index in self.outline.indexes:
            for function, (holder, entry) in index.owners.items():
                held = index.objects.get(id(holder))
                if entry.key and held is not None and held[1].key in STORES:
                    self.walker.emitted.setdefault(entry.key, []).append(Func(index.refs[function]))

    def _note_action_functions(self) -> None:
        """Note what ``apex:actionFunction`` makes callable, and what runs when its answer comes."""
        for path in self.outline.files:
            facts = self.library.files[path]
            for at, element in enumerate(facts.elements):
                if element.tag.lower() == "apex:actionfunction":
                    name = element.get("name")
                    for script in facts.scripts:
                        if name and script.element == at and script.attribute == "oncomplete":
                            func = Func(self.library.index(script).refs[0])
                            self.walker.attribute_functions.setdefault(name, []).append(func)

    def _api_entries(self, registering: list[Site]) -> Iterator[Entry]:
        for site in registering:
            call = id(site.call.call)
            if call not in self._reached and not self._in_walked(site):
                continue
            source = SOURCES.get(site.call.dialect, "salesforce")
            kinds = frozenset({"handler", "teardown"}) if LEAVING.search(site.event) else frozenset({"handler"})
            given = site.handler_value
            guarded = isinstance(given, Call) and last_key(given) in self.walker.guards
            for func in site.handlers:
                if site.call.entry is not None and site.call.entry.listener:
                    yield Entry(
                        func, kinds, source, site.event, self._asked.get(call, ""), (*site.via, site.place), guarded
                    )

    def _connector_entries(self, calls: list[ApiCall]) -> Iterator[Entry]:
        """Yield the methods of the connector that an app gives to Salesforce."""
        for call in calls:
            if call.name.endswith("initializeConnector"):
                index = self.program.index(call.script)
                for given in call.call.arguments[:1]:
                    for target in self.resolver.targets(index, given, None):
                        for ref in self._functions_of(target):
                            yield Entry(Func(ref), frozenset({"handler"}), "connector", ref.name, "", (call.place,))

    def _in_walked(self, site: Site) -> bool:
        return id(site.call.function) in self._functions

    def _leftovers(self) -> Iterator[Entry]:
        """Yield what other code may call: exports, and in a window without a known page every outer function."""
        page = self.library.files[self.outline.root].kind.value
        rootless = page in {"javascript", "typescript", "other"}
        for index in self.outline.indexes:
            script = index.script
            exported = {id(item) for item in self._exported(index)}
            for ref in index.refs[1:]:
                if id(ref) in self._functions or self._is_hook(index, ref):
                    continue
                held = ref.function.index in index.owners and script.kind is not ScriptKind.AURA
                outer = ref.function.parent == 0 and (rootless and index.shares_globals)
                if id(ref) in exported or (rootless and (outer or held)):
                    teardown = TEARDOWN_NAME.match(ref.name)
                    kinds = frozenset({"export", "teardown"}) if teardown else frozenset({"export"})
                    yield Entry(Func(ref), kinds, "lifecycle", ref.name)

    def _called_from_unknown(self) -> Iterator[Entry]:
        """Yield what running code calls through a thing that nobody knows, by the name of the method.

        A call that is seen but not resolved must not make code less reached than no call at all: without the calling
        script the method would count as one that other code may call.
        """
        for index in self.outline.indexes:
            for ref in index.refs[1:]:
                if id(ref) not in self._relevant or id(ref) in self._functions or self._is_hook(index, ref):
                    continue
                if index.script.kind is ScriptKind.AURA or not self._is_method(index, ref):
                    continue
                names = index.names_of(ref.function.index)
                if any(self._is_called_unknown(name) for name in sorted(names)):
                    self._functions.add(id(ref))
                    kinds = {"export", "teardown"} if TEARDOWN_NAME.match(ref.name) else {"export"}
                    yield Entry(Func(ref), frozenset(kinds), "lifecycle", ref.name)

    @staticmethod
    def _is_method(index: ScriptIndex, ref: FunctionRef) -> bool:
        """Say whether a function is held by an object or class, so that code can call it as a method of something."""
        if ref.function.index in index.owners:
            return True
        return any(isinstance(step.target, Member) for step in index.given.get(ref.function.index, ()))

    def _is_called_unknown(self, name: str) -> bool:
        """Say whether a walked function calls a method of that name of something that no name leads to."""
        homes = self._unknown_calls.get(name)
        if homes is None:
            calls = self.program.called.get(name, ())
            homes = {id(home): home for home, call in calls if self._leads_nowhere(home, call)}
            self._unknown_calls[name] = homes
        return any(
            name in words and id(home.refs[function]) in self._functions
            for home in homes.values()
            for function, words in home.words.items()
        )

    def _leads_nowhere(self, index: ScriptIndex, call: Call) -> bool:
        callee = call.callee
        if not isinstance(callee, Member):
            return False
        root: Value = callee
        while isinstance(root, Member):
            root = root.object
        of_window = isinstance(root, This) and self.resolver.path(index.script, root) in WINDOW_NAMES
        if not of_window and self.walker.traits.shows(index, callee.object):
            return False
        held = self.resolver.targets(index, callee.object, None)
        return all(isinstance(item, Path) and self._is_unknown(item.path) for item in held)

    @staticmethod
    def _is_unknown(path: str) -> bool:
        root = path.partition(".")[0]
        return "#" not in path and dialect_of(path) == "" and root not in HARMLESS_ROOTS | JQUERY

    @staticmethod
    def _is_hook(index: ScriptIndex, ref: FunctionRef) -> bool:
        """Say whether only a component's own template or framework may call a method."""
        owner = index.owners.get(ref.function.index)
        if owner is None or not isinstance(owner[0], ClassValue) or "api" in owner[1].decorators:
            return False
        return is_component(owner[0])

    def _exported(self, index: ScriptIndex) -> Iterator[FunctionRef]:
        values = [export.value for export in index.script.exports if not export.source]
        for path, steps in index.paths.items():
            if path.startswith(("module.exports", "exports")):
                values.extend(step.value for step in steps)
        if any("exports" in words for words in index.words.values()):
            # A universal module gives its factory what it exports to: ``(function (exports) { … })(…)``.
            values.extend(
                step.value for steps in index.members.values() for step in steps if self._is_export(index, step)
            )
        for value in values:
            for target in self.resolver.targets(index, value, None):
                yield from self._functions_of(target)

    def _is_export(self, index: ScriptIndex, step: AssignStep) -> bool:
        held = step.target.object if isinstance(step.target, Member) else None
        if not isinstance(held, Name) or not isinstance(step.value, FunctionValue | Name):
            return False
        scope = index.scope_of(held)
        if scope < 0 or index.script.scopes[scope].bindings[held.name].kind != "parameter":
            return False
        return Path("exports") in self.resolver.targets(index, held, None)

    def _functions_of(self, target: Target) -> Iterator[FunctionRef]:
        if isinstance(target, Func):
            yield target.ref
            home = self.program.index(target.ref.script)
            for value in home.returns.get(target.ref.function.index, ()):
                if isinstance(value, Object):
                    for entry in value.entries:
                        if isinstance(entry.value, FunctionValue):
                            yield home.refs[entry.value.function]
        elif isinstance(target, Obj | Cls):
            for entry in target.value.entries:
                for inner in self.resolver.targets(target.index, entry.value, None):
                    if isinstance(inner, Func):
                        yield inner.ref

    # The window's records

    def _handlers(self) -> Iterator[Handler]:
        for entry, walk in self.walks:
            if entry.source == "lifecycle":
                continue
            yield Handler(
                entry.func.ref,
                entry.source,
                entry.event,
                tuple(walk.effects),
                entry.trace,
                reaches_api=walk.reaches_api,
            )

    def _registrations(self, registering: list[Site]) -> Iterator[Registration]:
        by_ref: dict[tuple[int, int], Handler] = {}
        for entry, walk in self.walks:
            if entry.source != "lifecycle":
                by_ref.setdefault(
                    (id(entry.func.ref), id(entry.func.frame or 0)),
                    Handler(
                        entry.func.ref,
                        entry.source,
                        entry.event,
                        tuple(walk.effects),
                        entry.trace,
                        reaches_api=walk.reaches_api,
                    ),
                )
        for site in registering:
            call = site.call
            handlers = tuple(
                handler
                for func in site.handlers
                if (handler := by_ref.get((id(func.ref), id(func.frame or 0)))) is not None
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
    def _repeats(reached: set[str]) -> str:
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
