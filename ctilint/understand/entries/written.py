"""The entries that need no walk to be known: what markup, templates, components and texts name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from ctilint.findings import Place
from ctilint.patterns import pattern
from ctilint.read.facts import (
    AssignStep,
    ClassValue,
    FunctionValue,
    Literal,
    Member,
    Name,
    Object,
    ScriptKind,
    Template,
)
from ctilint.read.facts import Entry as FactEntry
from ctilint.read.source import Span
from ctilint.understand.entries.entry import COMPONENT_TEARDOWN, Entry
from ctilint.understand.program.index import ScriptIndex
from ctilint.understand.program.joining import of_script
from ctilint.understand.program.targets import Func
from ctilint.understand.program.vocabulary import READY, TEARDOWN_EVENTS
from ctilint.understand.values.resolver import Resolver
from ctilint.understand.windows.files import Library, Outline
from ctilint.understand.words import Reach

COMPONENT_LOAD = frozenset(
    "connectedCallback renderedCallback constructor render componentDidMount componentDidUpdate ngOnInit "
    "ngAfterViewInit mounted created beforeMount setup afterRender rerender init errorCallback".split()
)
AURA_CALL = pattern(r"\bc\.(\w+)")
# AngularJS, Angular, Vue; Knockout writes its events into data-bind.
TEMPLATE_EVENT = pattern(r"(?:data-)?(?:ng-|@|v-on:|\()(click|dblclick|change|submit|keyup|keydown|keypress)\b")
WORDS = pattern(r"[A-Za-z_$][\w$]*")
TEMPLATE_CALL = pattern(r"\{(\w+)\}")
STRING_HANDLER = pattern(r"\bon(\w+)\s*=\s*(?:\\?[\"'])?([^>]*)", re.IGNORECASE)
CALLED = pattern(r"([A-Za-z_$][\w$]*)\s*\(")


class Written:
    """Finds the entries of one window that its files name."""

    def __init__(self, library: Library, outline: Outline, resolver: Resolver) -> None:
        self.library = library
        self.outline = outline
        self.resolver = resolver
        self.program = resolver.program

    def all(self) -> Iterator[Entry]:
        """Yield the entries that need no walk to be known."""
        markup = self._markup_words()
        yield from self._template_entries()
        for index in self.outline.indexes:
            script = index.script
            top = Func(index.refs[0])
            if script.kind is ScriptKind.ATTRIBUTE:
                event = script.attribute.removeprefix("on")
                kinds: frozenset[Reach]
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
            for key, step in _plugins(index):
                # ``$.fn.openable = function …`` runs where ``$(…).openable()`` is called.
                if key in self.program.called:
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
        texts = _called_in_texts(index)
        for function, (holder, entry) in _promising_owners(index):
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
    def _aura_entries(
        path: str, key: str, func: Func, named: Mapping[str, str], texts: frozenset[str]
    ) -> Iterator[Entry]:
        if path.endswith("Renderer.js"):
            kind: Reach = "component-teardown" if key == "unrender" else "load"
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
        for name, event, span in _handlers_in_texts(index):
            for home, step in self.program.paths.get(name, ()):
                if isinstance(step.value, FunctionValue):
                    place = Place(index.script.path, span)
                    func = Func(home.refs[step.value.function])
                    yield Entry(func, frozenset({"control"}), "dom", event, trace=(place,))


@of_script
def _plugins(index: ScriptIndex) -> tuple[tuple[str, AssignStep], ...]:
    return tuple((key, step) for key, steps in index.members.items() for step in steps if _is_plugin(step))


@of_script
def _called_in_texts(index: ScriptIndex) -> frozenset[str]:
    """Return the functions of an Aura controller that the texts of a script name."""
    return frozenset(
        name
        for value, _ in index.texts
        if isinstance(value, Literal) and isinstance(value.value, str)
        for name in AURA_CALL.findall(value.value)
    )


@of_script
def _promising_owners(index: ScriptIndex) -> tuple[tuple[int, tuple[Object | ClassValue, FactEntry]], ...]:
    """Return the functions that an object or class holds and that a component or its framework may call."""
    script = index.script
    return tuple(
        (function, (holder, entry))
        for function, (holder, entry) in index.owners.items()
        if (script.kind is ScriptKind.AURA and holder is script.bundle)
        or (isinstance(holder, ClassValue) and holder.superclass is not None)
        or entry.key in COMPONENT_TEARDOWN
        or entry.key in COMPONENT_LOAD
    )


@of_script
def _handlers_in_texts(index: ScriptIndex) -> tuple[tuple[str, str, Span], ...]:
    """Return the calls in event attributes that a script writes as text: name, event, where the text stands."""
    found: list[tuple[str, str, Span]] = []
    for value, _ in index.texts:
        if isinstance(value, Template):
            written = "".join(
                part.value if isinstance(part, Literal) and isinstance(part.value, str) else "0" for part in value.parts
            )
        elif isinstance(value, Literal) and isinstance(value.value, str):
            written = value.value
        else:
            continue
        if "on" not in written or "(" not in written or len(written) > 20000:
            continue
        for match in STRING_HANDLER.finditer(written):
            event = match.group(1).lower()
            found.extend((name, event, value.span) for name in CALLED.findall(match.group(2)[:300]))
    return tuple(found)


def _is_plugin(step: AssignStep) -> bool:
    held = step.target.object if isinstance(step.target, Member) else None
    return isinstance(held, Member) and held.key == "fn" and isinstance(held.object, Name)
