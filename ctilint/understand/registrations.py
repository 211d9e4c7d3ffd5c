"""Calls of the dialects' methods, and among them registrations and removals."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from ctilint.findings import Evidence, Place
from ctilint.read.facts import Call, ClassValue, FunctionValue, Member, Name, Object, Script, ScriptKind, Value
from ctilint.records import dataclass
from ctilint.rulebook.entries import ApiEntry, Dialect
from ctilint.rulebook.tables import api, beyond_typings
from ctilint.understand.model import ApiCall
from ctilint.understand.program.api import dialect_of, entry_of
from ctilint.understand.program.index import ScriptIndex, within
from ctilint.understand.program.joining import Program, of_script
from ctilint.understand.program.refs import FunctionRef
from ctilint.understand.program.targets import Caller, Frame, Func, Obj, Path
from ctilint.understand.values.resolver import Resolver

MANY = 4000
APPLYING = frozenset({"call", "apply"})
# No path leads to a dialect whose words no script of the window has; Voice's toolkit may stand in markup alone.
MENTIONS: tuple[tuple[tuple[str, ...], tuple[Dialect, ...]], ...] = (
    (("sforce",), ("lightning", "event-sink", "classic", "console", "ajax")),
    (("connect",), ("streams",)),
    (("oolkit",), ("voice",)),
    (("scv",), ("connector",)),
    (("amazon-connect", "AmazonConnect", "Client"), ("connect-sdk",)),
)
STREAMS_OWN = ("connect.core.", "connect.agentApp.", "connect.globalResiliency.", "Agent#", "Contact#")
SPREADS = 3
COMPONENT_BASES = frozenset(
    {"LightningElement", "Component", "PureComponent", "HTMLElement", "LitElement", "NavigationMixin", "Vue"}
)

EFFECTS = frozenset({"useEffect", "useLayoutEffect", "onMounted", "onMount"})


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """One way in which a registering or removing call is made: directly, or through a function that wraps it."""

    call: ApiCall
    event: str
    handlers: tuple[Func, ...]
    handler_value: Value | None
    place: Place
    evidence: Evidence
    via: tuple[Place, ...] = ()


def api_calls(program: Program, resolver: Resolver) -> list[ApiCall]:
    """Return every call of a method of one of the dialects, in the order of the scripts.

    In a large window only those are followed whose names can be a method's of a dialect that the window may use.
    """
    found: list[ApiCall] = []
    many = sum(len(index.calls) for index in program.indexes) > MANY
    keys = method_names(_dialects(program, resolver)) if many else frozenset[str]()
    kept = many and any(_keeps_call(index) for index in program.indexes)
    for index in program.indexes:
        for made in _promising(index, keys, kept=kept) if many else index.calls:
            call = resolver.plain(index, made)
            callee = call.callee
            if isinstance(callee, Member | Name) and (not many or _may_be(callee, keys)):
                found.extend(_api_call(index, call, resolver))
    return found


def _dialects(program: Program, resolver: Resolver) -> frozenset[Dialect]:
    """Return the dialects that a window may use: each has a word without which no code reaches it."""
    found = {dialect for index in program.indexes for dialect in _mentioned(index)}
    return frozenset(found | {"voice"} if resolver.toolkit_ids else found)


@of_script
def _mentioned(index: ScriptIndex) -> frozenset[Dialect]:
    text = index.script.text
    return frozenset(
        dialect for words, dialects in MENTIONS if any(word in text for word in words) for dialect in dialects
    )


@of_script
def _promising_by_keys(index: ScriptIndex) -> dict[tuple[frozenset[str], bool], tuple[Call, ...]]:
    """Return what ``_promising`` has answered about a script."""
    del index
    return {}


def _promising(index: ScriptIndex, keys: frozenset[str], *, kept: bool) -> tuple[Call, ...]:
    """Return the calls that may mean a method of the tables by the last part of their names.

    What ``call`` and ``apply`` are members of counts, unless something is ``kept`` under these names in the window.
    """
    known = _promising_by_keys(index)
    found = known.get((keys, kept))
    if found is None:
        found = known[keys, kept] = tuple(
            call
            for call in index.calls
            if isinstance(call.callee, Member | Name)
            and _may_be(call.callee, keys)
            and (kept or _may_be(_plainly(call.callee), keys))
        )
    return found


def _plainly(callee: Member | Name) -> Member | Name:
    """Return what ``callee`` calls when it is ``thing.call`` or ``thing.apply``, else itself."""
    while isinstance(callee, Member) and callee.key in APPLYING and isinstance(callee.object, Member | Name):
        callee = callee.object
    return callee


@of_script
def _keeps_call(index: ScriptIndex) -> bool:
    """Say whether a script gives something the name ``call`` or ``apply`` that is no function written there."""
    given = [step.value for key in APPLYING for step in index.members.get(key, ())]
    given += [entry.value for _, entry in index.objects.values() if entry.key in APPLYING]
    return not all(isinstance(value, FunctionValue) for value in given)


def _may_be(callee: Member | Name, keys: frozenset[str]) -> bool:
    key = callee.key if isinstance(callee, Member) else callee.name
    return key is None or key in keys or key in APPLYING


@cache
def method_names(dialects: frozenset[Dialect]) -> frozenset[str]:
    """Return the last parts of all names in the tables of ``dialects``."""
    return frozenset(name.replace("#", ".").rpartition(".")[2] for dialect in dialects for name in api(dialect))


def _api_call(index: ScriptIndex, call: Call, resolver: Resolver) -> Iterator[ApiCall]:
    direct = index.path_of(call.callee)
    if (
        direct
        and not direct.startswith(("sforce", "connect"))
        and "." in direct
        and direct.split(".")[0] not in resolver.program.paths
    ):
        return
    names = dict.fromkeys(item.path for item in resolver.targets(index, call.callee, None) if isinstance(item, Path))
    for found in names:
        name = found
        dialect = dialect_of(name)
        entry = entry_of(name) if dialect else None
        if entry is None and name.endswith((".call", ".apply", ".bind", ".toString")):
            continue
        if not dialect or (entry is None and not may_be_misnamed(name, dialect)):
            continue
        if entry is not None and entry.kind == "class":
            continue
        if (
            dialect == "lightning"
            and name.endswith((".subscribe", ".unsubscribe"))
            and event_sink_form(index, call, resolver)
        ):
            dialect, entry = "event-sink", entry_of(name, event_sink=True)
        if entry is not None and dialect in {"voice", "connector", "connect-sdk"}:
            name = entry.name
        evidence = Evidence.MATCHED if direct == name else Evidence.DERIVED
        place = Place(index.script.path, call.span)
        ref = index.refs[call.function]
        yield ApiCall(name, dialect, entry, index.script, call, place, ref, evidence, direct or name)


def may_be_misnamed(name: str, dialect: Dialect) -> bool:
    """Say whether a name that no table has is worth keeping: it can only be meant for the library of ``dialect``.

    Other libraries put names of their own into ``connect``, and a class of the connector base is no method.
    """
    if dialect in {"lightning", "classic", "console", "voice"}:
        return True
    last = name.replace("#", ".").rpartition(".")[2]
    if last.startswith("_") or name in beyond_typings(dialect):
        return False
    if dialect == "streams":
        own = name.startswith(STREAMS_OWN) and name.count(".") <= 2 and not last[:1].isupper()
        return own or (name.count(".") == 1 and any(is_misspelt(last, item) for item in _streams_starts()))
    if dialect == "connect-sdk":
        return "#" in name
    return dialect == "connector" and name.count(".") == 1 and last[:1].islower()


@cache
def _streams_starts() -> tuple[str, ...]:
    """Return the methods of ``connect`` itself."""
    return tuple(name.removeprefix("connect.") for name in api("streams") if name.count(".") == 1 and "#" not in name)


def is_misspelt(written: str, name: str) -> bool:
    """Say whether ``written`` is ``name`` with a letter or two wrong."""
    from difflib import SequenceMatcher

    return written != name and SequenceMatcher(None, written, name).ratio() > 0.85


def event_sink_form(index: ScriptIndex, call: Call, resolver: Resolver) -> bool:
    """Say whether a subscribe or unsubscribe names an ``eventType``, as the glossary writes it."""
    for argument in call.arguments[:1]:
        for target in resolver.targets(index, argument, None):
            if isinstance(target, Obj) and any(entry.key == "eventType" for entry in target.value.entries):
                return True
    return False


def sites(call: ApiCall, program: Program, resolver: Resolver) -> Iterator[Site]:
    """Yield the ways in which a registering or removing call is made."""
    entry = call.entry
    if entry is None:
        return
    index = program.index(call.script)
    if not _through_parameters(index, call, entry, resolver):
        yield _site(call, entry, index, None, resolver, call.place, ())
        return
    callers = resolver.callers(call.function)
    made = False
    for caller in callers:
        if caller.call is None:
            continue
        made = True
        frame = resolver.enter(Func(call.function), Caller(caller.index, caller.arguments, caller.frame))
        if not _still_means(index, call, frame, resolver):
            continue
        place = Place(caller.index.script.path, caller.call.span)
        inner = Place(call.place.path, call.place.span, f"registered here through {call.function.name or 'a function'}")
        yield _site(call, entry, index, frame, resolver, place, (inner,))
    if not made:
        yield _site(call, entry, index, None, resolver, call.place, ())


def _through_parameters(index: ScriptIndex, call: ApiCall, entry: ApiEntry, resolver: Resolver) -> bool:
    """Say whether the function or the event of a call is a parameter of the function that makes it."""
    function = call.function.function
    if not function.parameters:
        return False
    names = {parameter.name for parameter in function.parameters}
    callee = call.call.callee
    if isinstance(callee, Member) and isinstance(callee.computed, Name) and callee.computed.name in names:
        return True
    for name in (entry.listener or _function_argument(entry), entry.event):
        value = argument(index, call.call, name, resolver)
        if value is None:
            continue
        # A member of a parameter is looked up in the object; only the parameter itself differs from call to call.
        parts = (
            [value]
            if isinstance(value, Name | Member)
            else []
            if isinstance(value, FunctionValue)
            else list(within(value))
        )
        if any(
            isinstance(item, Name) and index.scope_of(item) == function.scope and item.name in names for item in parts
        ):
            return True
    return False


def _still_means(index: ScriptIndex, call: ApiCall, frame: Frame | None, resolver: Resolver) -> bool:
    """Say whether a call with a computed method name is this method when entered through one caller."""
    callee = call.call.callee
    if not isinstance(callee, Member) or callee.key is not None:
        return True
    return any(isinstance(item, Path) and item.path == call.name for item in resolver.targets(index, callee, frame))


def argument(index: ScriptIndex, call: Call, name: str, resolver: Resolver) -> Value | None:
    """Return the argument called ``name`` (a key, or a position as text) of a call, or None."""
    if not name:
        return None
    if name.isdigit():
        at = int(name)
        return call.arguments[at] if at < len(call.arguments) else None
    for given in call.arguments[:1]:
        for target in resolver.targets(index, given, None):
            if isinstance(target, Obj):
                found = _entry_value(target, name, resolver, 0)
                if found is not None:
                    return found
    return None


def _entry_value(target: Obj, name: str, resolver: Resolver, depth: int) -> Value | None:
    """Return the value of a key of an object literal, spread objects of the same script included."""
    for item in reversed(target.value.entries):
        if item.key == name:
            return item.value
        if item.kind == "spread" and depth < SPREADS:
            for inner in resolver.targets(target.index, item.value, target.frame):
                if isinstance(inner, Obj) and inner.index is target.index:
                    found = _entry_value(inner, name, resolver, depth + 1)
                    if found is not None:
                        return found
    return None


def _site(
    call: ApiCall,
    entry: ApiEntry,
    index: ScriptIndex,
    frame: Frame | None,
    resolver: Resolver,
    place: Place,
    via: tuple[Place, ...],
) -> Site:
    handler_name = entry.listener or _function_argument(entry)
    value = argument(index, call.call, handler_name, resolver)
    funcs = _funcs(index, value, frame, resolver) if value is not None else ()
    if value is None and handler_name and not handler_name.isdigit():
        funcs, value = _assigned_listener(index, call.call, handler_name, frame, resolver)
    if value is None and not funcs and entry.listener and entry.style == "object" and call.call.arguments:
        # Some hand the function over bare, or under another key: it is meant as the handler all the same.
        funcs, value = _misplaced(index, call.call, frame, resolver)
    event = fixed_event(call.name)
    event_value = argument(index, call.call, entry.event, resolver)
    if event_value is not None:
        event = _event_text(index, event_value, frame, resolver)
    evidence = Evidence.DERIVED if via else call.evidence
    return Site(call, event, funcs, value, place, evidence, via)


def _function_argument(entry: ApiEntry) -> str:
    """Return which argument of a removal is the function to remove."""
    for at, item in enumerate(entry.arguments):
        if item.type == "function" and item.name in {
            "eventHandler",
            "listener",
            "handler",
            "callback",
            "fn",
            "eventListener",
        }:
            if (
                str(at) == entry.callback
                or item.name == entry.callback
                or (item.name == "callback" and entry.style == "object")
            ):
                continue
            return item.name if entry.style == "object" else str(at)
    return ""


def _funcs(index: ScriptIndex, value: Value, frame: Frame | None, resolver: Resolver) -> tuple[Func, ...]:
    found = tuple(item for item in resolver.targets(index, value, frame) if isinstance(item, Func))
    if found or not isinstance(value, Call):
        return found
    # A function handed to a wrapper that nothing here defines comes back wrapped.
    inner = [
        item for given in value.arguments for item in resolver.targets(index, given, frame) if isinstance(item, Func)
    ]
    return tuple(inner) if len({id(item.ref) for item in inner}) == 1 else ()


def _assigned_listener(
    index: ScriptIndex, call: Call, key: str, frame: Frame | None, resolver: Resolver
) -> tuple[tuple[Func, ...], Value | None]:
    """Return a listener put into the argument object after it was made."""
    for given in call.arguments[:1]:
        member = Member(given, key, given.span, given.span)
        found = tuple(item for item in resolver.member(index, member, frame) if isinstance(item, Func))
        if found:
            return found, None
    return (), None


def _misplaced(
    index: ScriptIndex, call: Call, frame: Frame | None, resolver: Resolver
) -> tuple[tuple[Func, ...], Value | None]:
    """Return the function of a call of the wrong form: the first argument itself, or the only function in it."""
    value = call.arguments[0]
    found: list[tuple[Func, Value]] = []
    for target in resolver.targets(index, value, frame):
        if isinstance(target, Func):
            found.append((target, value))
        elif isinstance(target, Obj):
            for entry in target.value.entries:
                found.extend(
                    (inner, entry.value)
                    for inner in resolver.targets(target.index, entry.value, target.frame)
                    if isinstance(inner, Func)
                )
    funcs = tuple(func for func, _ in found)
    return (funcs, found[0][1]) if funcs else ((), None)


def _event_text(index: ScriptIndex, value: Value, frame: Frame | None, resolver: Resolver) -> str:
    masked = any(mask.span.start < value.span.end and value.span.start < mask.span.end for mask in index.script.masks)
    texts = [] if masked else [text for text in resolver.texts(index.script, value, frame) if text != "{}"]
    if texts:
        return "|".join(dict.fromkeys(texts))
    return resolver.path(index.script, value, frame) or index.path_of(value)


def fixed_event(name: str) -> str:
    """Return the event that a method of its own name listens to (``onClickToDial``), or ''."""
    last = name.replace("#", ".").rpartition(".")[2]
    if "lickToDial" in last:
        return "onClickToDial"
    if last.startswith("on"):
        return last
    return name if name.startswith("connect.") and name.count(".") == 1 else ""


def is_component(value: ClassValue) -> bool:
    """Say whether a class is a component by what it extends."""
    if value.superclass is None:
        return False
    names = {item.name for item in within(value.superclass) if isinstance(item, Name)}
    names |= {item.key for item in within(value.superclass) if isinstance(item, Member) and item.key}
    return bool(names & COMPONENT_BASES)


def component_of(script: Script, ref: FunctionRef, index: ScriptIndex) -> bool:
    """Say whether a function belongs to a component that comes and goes (LWC, Aura, a framework's)."""
    if script.kind is ScriptKind.AURA:
        return True
    at = ref.function.index
    while at > 0:
        owner = index.owners.get(at)
        if owner is not None and isinstance(owner[0], ClassValue) and is_component(owner[0]):
            return True
        if owner is not None and isinstance(owner[0], Object):
            keys = {entry.key for entry in owner[0].entries}
            if keys & {"beforeDestroy", "beforeUnmount", "mounted", "destroyed", "unmounted", "componentWillUnmount"}:
                return True
        for given, _ in index.passed.get(at, ()):
            callee = given.callee
            name = callee.name if isinstance(callee, Name) else callee.key if isinstance(callee, Member) else ""
            if name in EFFECTS or (name == "useCallback" and _runs_in_effect(script, index, given)):
                return True
        at = script.functions[at].parent
    return False


def _runs_in_effect(script: Script, index: ScriptIndex, callback: Call) -> bool:
    """Say whether what ``useCallback`` gives is called, by the name it was given, in an effect of the component."""
    names = [name for (_, name), steps in index.bound.items() if any(step.value is callback for step in steps)]
    todo = [call.function for name in names for call in index.called.get(name, ())]
    while todo:
        at = todo.pop()
        if any(isinstance(held.callee, Name) and held.callee.name in EFFECTS for held, _ in index.passed.get(at, ())):
            return True
        todo += [script.functions[at].parent] if at > 0 else []
    return False
