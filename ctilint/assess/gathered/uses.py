"""The symbols of the map that an app uses: calls, constants, libraries, each as distinct uses with their copies."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from ctilint.assess.gathered.dead import Dead
from ctilint.assess.gathered.reach import Reach, reaches_of
from ctilint.assess.gathered.spots import Spots, distinct
from ctilint.assess.gathered.streams import method_calls
from ctilint.assess.model import Line, Use
from ctilint.findings import Place
from ctilint.read.facts import Call, Function, Member, Object, Script, Value
from ctilint.records import replace
from ctilint.rulebook.tables import api
from ctilint.rulebook.voice import no_replacement, scale, voice_row
from ctilint.understand.model import ApiCall, App, Load, Window
from ctilint.understand.program.api import SDK_CLASSES, entry_of
from ctilint.understand.program.index import steps_of, values_of, within
from ctilint.understand.program.targets import Obj, Path

SCRIPTS = {
    "opencti": "script:opencti.js",
    "interaction": "script:interaction.js",
    "integration": "script:integration.js",
    "ajax": "script:connection.js",
    "apex": "script:apex.js",
    "streams": "script:amazon-connect-streams",
    "connector": "script:scv-connector-base",
}
LAST_RESORT = frozenset(
    {"sforce.console.*", "connect.*", "Agent#*", "Contact#*", "BaseConnection#*", "EventBus#*", "Endpoint#*"}
)
_TAGS = {
    "lightning-service-cloud-voice-toolkit-api": "voice:lightning-service-cloud-voice-toolkit-api",
    "force:servicecloudvoicetoolkitapi": "voice:force:serviceCloudVoiceToolkitApi",
}
_CONSTANTS = (
    "sforce.opencti.SCREENPOP_TYPE.",
    "sforce.opencti.CALL_TYPE.",
    "sforce.console.ConsoleEvent.",
    "sforce.console.TabLink.",
    "sforce.console.Region.",
    "sforce.console.ComponentType.",
    "sforce.console.modules.",
)
_STREAMS = re.compile(r"(?:^|[/@-])(?:amazon-)?connect-streams(?:[.\w-]*\.js)?(?:$|[/?#@])", re.IGNORECASE)


def lines_of(app: App, spots: Spots, reaches: dict[int, Reach] | None = None) -> tuple[Line, ...]:
    """Return the mapping table: every symbol that is used, most used first.

    ``reaches`` follow the calls of each window (by the window's identity); made here when not given.
    """
    grouped: dict[tuple[str, str], list[Use]] = defaultdict(list)
    for dialect, use in _distinct_uses(app, spots, reaches if reaches is not None else reaches_of(app, spots)):
        grouped[dialect, use.symbol].append(use)
    lines = [_line(symbol, dialect, uses) for (dialect, symbol), uses in grouped.items()]
    return by_weight(lines)


def by_weight(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Return ``lines``, most used first; among equals the most work, then the name."""
    points = scale().points

    def weight(line: Line) -> tuple[int, int, str]:
        work = max(points[effort] for effort in line.row.effort.values()) if line.row is not None else 0
        return (-len(line.uses), -work, line.symbol)

    return tuple(sorted(lines, key=weight))


def line_of(symbol: str, dialect: str, uses: tuple[Use, ...]) -> Line:
    """Return the line of ``symbol`` with its row of the map."""
    row = voice_row(symbol)
    if row is None:
        return Line(symbol, dialect, None, uses, known=False, reason="no table has this name")
    if row.symbol in LAST_RESORT and row.symbol != symbol:
        return Line(symbol, dialect, row, uses, known=False, reason=no_replacement().get(symbol, "nobody mapped it"))
    return Line(symbol, dialect, row, uses)


def _line(symbol: str, dialect: str, uses: list[Use]) -> Line:
    uses.sort(key=lambda use: use.spot)
    return line_of(symbol, dialect, tuple(uses))


def _distinct_uses(app: App, spots: Spots, reaches: dict[int, Reach]) -> Iterator[tuple[str, Use]]:
    """Yield each use with its dialect: code that several windows run is one, copies are joined to the first."""
    seen: set[tuple[str, int, str]] = set()
    counted: dict[tuple[str, ...], int] = defaultdict(int)
    found: dict[tuple[str, ...], tuple[str, list[Use]]] = {}
    for dialect, place, use in _all_uses(app, spots, reaches):
        mark = (place.path, place.span.start, use.symbol)
        if mark in seen:
            continue
        seen.add(mark)
        counted[(*use.key, place.path)] += 1
        key = (*use.key, str(counted[*use.key, place.path]))
        found.setdefault(key, (dialect, []))[1].append(replace(use, key=key))
    for dialect, uses in found.values():
        uses.sort(key=lambda use: use.spot)
        behind = {piece.key: piece for use in uses if use.live for piece in use.behind}
        yield (
            dialect,
            replace(
                uses[0],
                copies=distinct(use.spot for use in uses[1:]),
                behind=tuple(behind.values()),
                live=any(use.live for use in uses),
            ),
        )


def _all_uses(app: App, spots: Spots, reaches: dict[int, Reach]) -> Iterator[tuple[str, Place, Use]]:
    dead = Dead(app)
    for window in app.windows:
        for call in window.calls:
            live = not dead.holds(call.function)
            yield call.dialect, call.place, _of_call(call, window, spots, reaches[id(window)] if live else None)
        for load in window.loads:
            if load.library in SCRIPTS:
                yield load.dialect, load.place, _of_load(load, spots)
        for place, name, written in _of_the_sdk(window):
            key = (name, spots.mark(place.path), spots.text(place.path, place.span))
            yield "connect-sdk", place, _plain(name, place, spots, written, key)
    known = {id(call.call): call.name for window in app.windows for call in window.calls if call.dialect == "streams"}
    for path, facts in app.files.items():
        for script in facts.scripts if facts.vendored is None else ():
            for member in constants(script):
                place = Place(path, member.span)
                yield _dialect_of(dotted(member)), place, _of_constant(member, place, spots)
            for name, made in method_calls(script, known):
                place = Place(path, made.span)
                yield "streams", place, _of_method(name, script, made, place, spots)
        for include in facts.includes:
            if _STREAMS.search(include.target):
                place = Place(path, include.span)
                symbol = SCRIPTS["streams"]
                yield "streams", place, _plain(symbol, place, spots, include.target, (symbol, spots.mark(path)))
        for element in facts.elements:
            tag = _TAGS.get(element.tag.lower(), "")
            if tag:
                place = Place(path, element.span)
                yield "voice", place, _plain(tag, place, spots, element.tag, (tag, spots.mark(path)))


def _of_the_sdk(window: Window) -> Iterator[tuple[Place, str, str]]:
    """Yield what scripts take from the @amazon-connect packages beside calls of methods: where, the name, as written.

    That is each package, each client that is made, and each call of a name that no table has.
    """
    if window.resolver is None:
        return
    for script in window.scripts:
        sources = [item for item in script.imports if item.source.startswith("@amazon-connect/")]
        if not sources:
            continue
        for item in sources:
            yield Place(script.path, item.span), "script:amazon-connect-sdk", item.source
        index = window.resolver.program.index(script)
        for call in index.calls:
            for target in window.resolver.targets(index, call.callee, None):
                path = target.path if isinstance(target, Path) and target.path.startswith("sdk.") else ""
                name = path.removeprefix("sdk.")
                if name and (name in SDK_CLASSES if call.new else "." not in name and entry_of(path) is None):
                    yield Place(script.path, call.span), name if call.new else path, name


def _of_call(call: ApiCall, window: Window, spots: Spots, reach: Reach | None) -> Use:
    name = symbol_of(call, window)
    function = chain(call.script, call.function.function)
    text = spots.text(call.place.path, call.place.span)
    key = (name, function, text)
    behind = reach.behind(call) if reach is not None else ()
    spot = spots.of(call.place)
    return Use(name, spot, function, call.written, call.evidence.value, key, behind=behind, live=reach is not None)


def _of_load(load: Load, spots: Spots) -> Use:
    symbol = SCRIPTS[load.library]
    return Use(
        symbol, spots.of(load.place), "", load.address, load.evidence.value, (symbol, spots.mark(load.place.path))
    )


def _of_method(name: str, script: Script, call: Call, place: Place, spots: Spots) -> Use:
    function = chain(script, script.functions[call.function])
    key = (name, function, spots.text(place.path, place.span))
    return Use(name, spots.of(place), function, name, "derived", key)


def _of_constant(member: Member, place: Place, spots: Spots) -> Use:
    path = dotted(member)
    return _plain(path, place, spots, path, (path, spots.mark(place.path)))


def _plain(symbol: str, place: Place, spots: Spots, written: str, key: tuple[str, ...]) -> Use:
    return Use(symbol, spots.of(place), "", written, "matched", key)


def symbol_of(call: ApiCall, window: Window) -> str:
    """Return the symbol of the map that ``call`` uses, with the variant where a method has several."""
    if call.dialect in {"voice", "connector"}:
        return f"{call.dialect}:{call.name.removeprefix('scv.')}"
    if call.dialect == "event-sink":
        event = _argument_text(call, window, "eventType")
        return f"{call.name}[{event or '*'}]"
    if call.name == "sforce.opencti.screenPop":
        variant = _pop_type(call, window)
        return f"{call.name}[{variant}]" if variant else call.name
    return call.name


def _pop_type(call: ApiCall, window: Window) -> str:
    value = _argument(call, window, "type")
    if value is None:
        return ""
    path = dotted(value)
    if window.resolver is not None:
        path = window.resolver.path(call.script, value) or path
    head, dot, last = path.rpartition(".")
    if dot and head.endswith("SCREENPOP_TYPE"):
        return last
    values = api("lightning")["sforce.opencti.SCREENPOP_TYPE"].values
    texts = _texts(call, window, value)
    return next((name for name, text in values.items() if len(texts) == 1 and texts[0] == str(text)), "")


def _argument_text(call: ApiCall, window: Window, key: str) -> str:
    value = _argument(call, window, key)
    if value is None:
        return ""
    texts = _texts(call, window, value)
    # The glossary writes the event without quotes: a bare name that nothing declares.
    return texts[0] if len(texts) == 1 and "{}" not in texts[0] else dotted(value)


def _argument(call: ApiCall, window: Window, key: str) -> Value | None:
    for given in call.call.arguments[:1]:
        for item in objects(call.script, given, window):
            for entry in item.entries:
                if entry.key == key:
                    return entry.value
    return None


def objects(script: Script, value: Value, window: Window) -> Iterator[Object]:
    """Yield the object literals that ``value`` can be."""
    if window.resolver is not None:
        for target in window.resolver.resolve(script, value):
            if isinstance(target, Obj):
                yield target.value
    elif isinstance(value, Object):
        yield value


def _texts(call: ApiCall, window: Window, value: Value) -> tuple[str, ...]:
    if window.resolver is not None:
        return window.resolver.texts(call.script, value)
    written = getattr(value, "value", None)
    return (written,) if isinstance(written, str) else ()


def constants(script: Script) -> Iterator[Member]:
    """Yield the members that name a constant of a Salesforce library, each in its longest form."""
    members: dict[int, Member] = {}
    inner: set[int] = set()
    for function in script.functions:
        for step in steps_of(function.body):
            for value in values_of(step):
                for item in within(value):
                    if isinstance(item, Member):
                        inner.add(id(item.object))
                        members[id(item)] = item
    for mark, member in members.items():
        if mark not in inner and f"{dotted(member)}.".startswith(_CONSTANTS):
            yield member


def dotted(value: Value) -> str:
    """Return ``a.b.c`` of a chain of names, as written (``window.`` dropped), or ''."""
    keys: list[str] = []
    while isinstance(value, Member):
        if value.key is None:
            return ""
        keys.append(value.key)
        value = value.object
    name = getattr(value, "name", None)
    if not isinstance(name, str):
        return ""
    keys.append(name)
    if len(keys) > 1 and keys[-1] in {"window", "self", "globalThis"}:
        keys.pop()
    return ".".join(reversed(keys))


def _dialect_of(path: str) -> str:
    return "lightning" if path.startswith("sforce.opencti") else "console"


def chain(script: Script, function: Function) -> str:
    """Return the names of ``function`` and those around it, outermost first, joined by dots."""
    names = []
    while function.index > 0:
        if function.name:
            names.append(function.name)
        if not 0 <= function.parent < len(script.functions):
            break
        function = script.functions[function.parent]
    return ".".join(reversed(names))
