"""What running a function does: its effects in order, through everything that it calls or starts.

A walk begins at one function with what is known at that point (is a try around, was the tab asked) and follows calls
into functions of the app, callbacks and continuations. It visits code as often as it is reached in a new state, and
stops at a budget, so that no app can make it run for long.
"""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Evidence, Place
from ctilint.read.facts import (
    Array,
    AssignStep,
    Await,
    AwaitStep,
    Block,
    Branch,
    Call,
    CallStep,
    Either,
    Element,
    FunctionValue,
    JumpStep,
    Literal,
    Loop,
    Member,
    Name,
    Object,
    Operation,
    ReadStep,
    ReturnStep,
    ScriptKind,
    Step,
    Template,
    This,
    ThrowStep,
    Try,
    Value,
)
from ctilint.records import dataclass, field, replace
from ctilint.understand.api import ASKING, ASKING_MEMBERS, asks, dialect_of, entry_of
from ctilint.understand.model import Effect
from ctilint.understand.program import ScriptIndex, steps_of, within
from ctilint.understand.values import Arr, Caller, Cls, Frame, Func, Obj, Path, Resolver, Target

BUDGET = 6000
TAINT = 6
DEEP = 24
DIALOGS = frozenset({"alert", "confirm", "prompt"})
PARSERS = frozenset(
    {"JSON.parse", "eval", "decodeURIComponent", "decodeURI", "atob", "Sfdc.JSON.parse", "Ext.decode", "dojo.fromJson"}
)
PARSER_KEYS = frozenset({"parseJSON", "evalJSON", "secureEvalJSON"})
NOW = frozenset(
    "forEach map filter each some every reduce reduceRight find findIndex flatMap sort replace replaceAll call apply "
    "findLast".split()
)
NETWORK = frozenset({"fetch", "axios", "XMLHttpRequest", "navigator.sendBeacon"})
NETWORK_KEYS = frozenset({"ajax", "getJSON", "post", "getScript", "sendBeacon", "fetch"})
PROMISE = frozenset({"then", "catch", "finally", "done", "fail", "always"})
TIMERS = frozenset(
    {"setTimeout", "setInterval", "setImmediate", "queueMicrotask", "requestAnimationFrame", "requestIdleCallback"}
)
LISTENING = frozenset(
    "addEventListener on once addListener attachEvent bind live delegate listen subscribe observe onAction".split()
)
JQUERY_EVENTS = frozenset(
    "click dblclick change submit focus blur keypress keydown keyup mouseover mouseout mouseenter mouseleave mousedown "
    "mouseup hover select resize scroll input unload".split()
)
EMITTING = frozenset({"emit", "trigger", "fire", "dispatch", "publish", "notify", "raise", "broadcast"})
READY = frozenset({"ready", "load", "DOMContentLoaded", "readystatechange"})
TEARDOWN_EVENTS = frozenset({"pagehide", "beforeunload", "unload"})
DOM_WRITES = frozenset({"innerHTML", "textContent", "innerText", "outerHTML"})
DOM_WRITE_KEYS = frozenset(
    {"appendChild", "append", "insertBefore", "insertAdjacentHTML", "html", "prepend", "insertRow"}
)
JQUERY = frozenset({"$", "jQuery", "j$", "jq", "$j", "jQ", "Y.one", "Y.all", "Ext.get", "dojo.byId"})
ELEMENTS = frozenset(
    "getElementById querySelector querySelectorAll getElementsByTagName getElementsByClassName createElement find".split()
)
GENERIC = frozenset(
    "get set update find first last is each select data add show hide toggle remove empty click submit focus blur has contains extend trigger setValue setText setContent".split()
)
# What a handler may do without anything that throws on a payload: logging, showing, copying, making text.
HARMLESS_ROOTS = frozenset(
    {
        "console",
        "Math",
        "Date",
        "Number",
        "String",
        "Boolean",
        "Array",
        "Object",
        "document",
        "location",
        "history",
        "localStorage",
        "sessionStorage",
        "performance",
        "Symbol",
        "Map",
        "Set",
        "Error",
        "RegExp",
        "$A",
        "navigator",
        "event",
        "CustomEvent",
        "Event",
        "ShowToastEvent",
        "isNaN",
        "parseInt",
        "parseFloat",
        "encodeURIComponent",
        "encodeURI",
        "escape",
        "unescape",
        "screen",
    }
)
HARMLESS = (
    DIALOGS
    | TIMERS
    | frozenset(
        {
            "JSON.stringify",
            "clearTimeout",
            "clearInterval",
            "open",
            "close",
            "focus",
            "blur",
            "scrollTo",
            "postMessage",
            "dispatchEvent",
            "addEventListener",
            "removeEventListener",
            "getComputedStyle",
            "matchMedia",
            "structuredClone",
            "$",
            "jQuery",
            "j$",
            "jq",
            "$j",
            "jQ",
        }
    )
)
LOGGING = frozenset(
    "log debug info warn error trace logger logInfo logError logDebug logMessage logEvent logToConsole writeLog printLog addLog appendLog".split()
)
SHOWING = frozenset(
    "val html text show hide toggle addClass removeClass toggleClass css attr prop append prepend remove empty fadeIn "
    "fadeOut slideUp slideDown setAttribute removeAttribute getAttribute appendChild removeChild insertBefore add "
    "getElementById querySelector querySelectorAll getElementsByTagName getElementsByClassName createElement "
    "createTextNode preventDefault stopPropagation reload focus blur click trigger find first last eq closest parent "
    "children toString push pop shift unshift concat slice join get set isValid getDOMNode setTimeout dispatchEvent "
    "keys values entries hasOwnProperty has toLocaleString toISOString getTime now toFixed stringify assign bind "
    "setHTML update setValue setText setContent showToast scrollIntoView scrollTop data select siblings next prev "
    "insertAdjacentHTML after before width height removeAttr is each extend contains replaceWith insertRow insertCell".split()
)


@dataclass(frozen=True, slots=True)
class State:
    """What is known at a point of a walk. ``answer`` is set inside the answer of an API or remoting call."""

    guarded: bool = False
    empty_catch: bool = False
    asked: str = ""
    later: bool = False
    answer: bool = False
    trace: tuple[Place, ...] = ()
    derived: bool = False
    looped: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A function that a walk saw being registered somewhere outside Salesforce's APIs."""

    func: Func
    source: str
    event: str
    place: Place
    asked: str


@dataclass(slots=True)
class Walk:
    """What a walk saw. ``calls`` maps the identity of each call to the least that was asked before it."""

    effects: list[Effect] = field(default_factory=list)
    calls: dict[int, str] = field(default_factory=dict)
    looped: set[int] = field(default_factory=set)
    found: list[Found] = field(default_factory=list)
    functions: set[int] = field(default_factory=set)
    reaches_api: bool = False
    complete: bool = True
    steps: int = 0


class Walker:
    """Walks functions of one window. ``flags`` are the names that remember an answer about console or tab."""

    def __init__(
        self, resolver: Resolver, guards: frozenset[str] = frozenset(), tab_checks: frozenset[str] = frozenset()
    ) -> None:
        self.resolver = resolver
        self.guards = guards
        self.tab_checks = tab_checks
        self.flags: dict[object, str] = {}
        self.emitted: dict[str, list[Func]] = {}
        self.attribute_functions: dict[str, list[Func]] = {}
        self._walk = Walk()
        self._seen: set[tuple[object, ...]] = set()
        self._left = 0
        self._root: Func | None = None
        self._payload: dict[tuple[int, str], int] = {}
        self._asks_memo: dict[int, str] = {}
        self._asks_busy: set[int] = set()
        self._collect_flags()

    def walk(self, func: Func, state: State | None = None) -> Walk:
        """Return what running ``func`` does."""
        self._walk = Walk()
        self._seen = set()
        self._left = BUDGET
        self._root = func
        index = self.resolver.program.index(func.ref.script)
        self._payload = {
            (func.ref.function.scope, parameter.name or parameter.slot): 1 for parameter in func.ref.function.parameters
        }
        self._enter(index, func, state or State())
        self._walk.steps = BUDGET - self._left
        return self._walk

    # Flags

    def _collect_flags(self) -> None:
        """Note every name that is given inside the answer of a question, or given a question itself."""
        for index in self.resolver.program.indexes:
            for call in index.calls:
                kind = self._kind_of_question(index, call, None)
                if kind:
                    for argument in call.arguments:
                        for target in self.resolver.targets(index, argument, None):
                            for func in self._callbacks(target):
                                self._flag_within(func, kind)
            for function, steps in index.assigned_in.items():
                del function
                for step in steps:
                    kind = self._asked_in(index, step.value)
                    if kind:
                        self._flag(index, step.target, kind)

    def _callbacks(self, target: Target) -> Iterator[Func]:
        if isinstance(target, Func):
            yield target
        elif isinstance(target, Obj):
            for entry in target.value.entries:
                if entry.key in {"callback", "success", "onSuccess"}:
                    for inner in self.resolver.targets(target.index, entry.value, target.frame):
                        if isinstance(inner, Func):
                            yield inner

    def _flag_within(self, func: Func, kind: str) -> None:
        index = self.resolver.program.index(func.ref.script)
        for step in steps_of(func.ref.function.body):
            if isinstance(step, AssignStep) and step.declares in {"", "var", "let", "const"}:
                self._flag(index, step.target, kind)

    def _asked_in(self, index: ScriptIndex, value: Value) -> str:
        for item in within(value):
            if isinstance(item, Call):
                kind = self._kind_of_question(index, item, None)
                if kind:
                    return kind
            elif self._of_address(index, item):
                return "console"
        return ""

    @staticmethod
    def _of_address(index: ScriptIndex, value: Value) -> bool:
        """Say whether a value reads the page's own address."""
        if isinstance(value, Member):
            return value.key == "location" and index.path_of(value).endswith("location")
        return isinstance(value, Name) and value.name == "location" and index.scope_of(value) == -1

    def _flag(self, index: ScriptIndex, target: Value, kind: str) -> None:
        key = self._flag_key(index, target)
        if key is not None:
            self.flags[key] = kind

    @staticmethod
    def _flag_key(index: ScriptIndex, value: Value) -> object | None:
        if isinstance(value, Name):
            scope = index.scope_of(value)
            return value.name if scope == -1 else (id(index), scope, value.name)
        if isinstance(value, Member) and value.key is not None and isinstance(value.object, This | Name):
            return f".{value.key}"
        return None

    def _kind_of_question(self, index: ScriptIndex, call: Call, frame: Frame | None) -> str:
        callee = call.callee
        key = callee.key if isinstance(callee, Member) else callee.name if isinstance(callee, Name) else None
        if key is None:
            return ""
        if key in self.tab_checks:
            return "tab"
        if key in ASKING:
            return ASKING[key]
        if not (key.startswith(("is", "get")) or key in {"call", "apply"}):
            return ""
        for target in self.resolver.targets(index, callee, frame):
            if isinstance(target, Path):
                kind = asks(target.path)
                if kind:
                    return kind
        return ""

    # Conditions

    def question(self, index: ScriptIndex, value: Value, frame: Frame | None) -> str:
        """Return what a condition asks: ``tab``, ``console`` or ''."""
        best = ""
        for item in within(value):
            kind = ""
            if isinstance(item, Call):
                kind = self._kind_of_question(index, item, frame) or self._asks_inside(index, item, frame)
            elif isinstance(item, Member) and item.key in ASKING_MEMBERS:
                kind = "tab" if index.path_of(item).startswith("document.") else ""
            elif self._of_address(index, item):
                kind = "console"
            elif isinstance(item, Operation) and item.operator in {"==", "===", "!=", "!=="}:
                kind = self._compares_payload(index, item)
            if not kind and isinstance(item, Name | Member):
                key = self._flag_key(index, item)
                kind = self.flags.get(key, "") if key is not None else ""
            if kind == "tab":
                return "tab"
            best = best or kind
        return best

    def _asks_inside(self, index: ScriptIndex, call: Call, frame: Frame | None) -> str:
        """Return what a function of the app that is called in a condition asks and gives back."""
        for target in self.resolver.targets(index, call.callee, frame):
            if isinstance(target, Func):
                kind = self._asks_of(target)
                if kind:
                    return kind
        return ""

    def _asks_of(self, func: Func) -> str:
        key = id(func.ref)
        known = self._asks_memo.get(key)
        if known is not None:
            return known
        if key in self._asks_busy:
            return ""
        self._asks_busy.add(key)
        home = self.resolver.program.index(func.ref.script)
        kind = ""
        for value in home.returns.get(func.ref.function.index, ()):
            kind = kind or self.question(home, value, func.frame)
        self._asks_busy.discard(key)
        self._asks_memo[key] = kind
        return kind

    def _compares_payload(self, index: ScriptIndex, operation: Operation) -> str:
        """Say ``tab`` when a record, call or tab of the payload is compared with something the app remembers."""
        sides = operation.operands
        for mine, other in (sides, sides[::-1]):
            if (
                isinstance(mine, Member)
                and mine.key in {"recordId", "objectId", "tabId", "callId", "workItemId", "contactId", "contextId"}
                and self._taint(index, mine)
                and isinstance(other, Name | Member)
                and not (isinstance(other, Name) and other.name == "undefined")
                and not self._taint(index, other)
            ):
                return "tab"
        return ""

    def _taint(self, index: ScriptIndex, value: Value, depth: int = 0) -> int:
        """Return 1 for the payload itself, 2 for what is read or made from it, 0 for anything else."""
        if depth > TAINT:
            return 0
        match value:
            case Name():
                key = (index.scope_of(value), value.name)
                if key in self._payload:
                    return self._payload[key]
                return max((self._taint(index, step.value, depth + 1) for step in index.bound.get(key, ())), default=0)
            case Member():
                inner = self._taint(index, value.object, depth + 1)
                # The event of a Voice toolkit component always has its detail.
                return 1 if inner == 1 and value.key == "detail" else 2 if inner else 0
            case Call():
                return self._taint_of_call(index, value, depth)
            case Await():
                return self._taint(index, value.value, depth + 1)
            case Either():
                return max((self._taint(index, option, depth + 1) for option in value.options), default=0)
            case _:
                return 0

    def _taint_of_call(self, index: ScriptIndex, call: Call, depth: int) -> int:
        key = _last(call)
        if isinstance(call.callee, Member) and self._taint(index, call.callee.object, depth + 1):
            return 2
        if (
            key in PARSER_KEYS
            or key == "parse"
            or any(isinstance(item, Func) for item in self.resolver.targets(index, call.callee, None))
        ):
            return 2 if any(self._taint(index, argument, depth + 1) for argument in call.arguments) else 0
        return 0

    # Walking

    def _enter(self, index: ScriptIndex, func: Func, state: State) -> None:
        key = (
            id(func.ref),
            id(func.frame) if func.frame is not None else 0,
            state.guarded,
            state.asked,
            state.later,
            state.answer,
        )
        if key in self._seen or len(state.trace) > DEEP:
            return
        self._seen.add(key)
        self._walk.functions.add(id(func.ref))
        self._block(index, func.ref.function.body, func.frame, state)

    def _block(self, index: ScriptIndex, block: Block, frame: Frame | None, state: State) -> tuple[State, bool]:
        """Walk a block; return the state after it and whether it always leaves the function or loop."""
        for step in block.steps:
            self._left -= 1
            if self._left < 0:
                self._walk.complete = False
                return state, True
            state, left = self._step(index, step, frame, state)
            if left:
                return state, True
        return state, False

    def _step(self, index: ScriptIndex, step: Step, frame: Frame | None, state: State) -> tuple[State, bool]:
        match step:
            case CallStep():
                self._call(index, step.call, frame, state)
            case ReadStep():
                self._read(index, step.member, state)
            case AssignStep():
                self._assign(index, step, frame, state)
            case Branch():
                return self._branch(index, step, frame, state)
            case Loop():
                self._loop(index, step, frame, state)
            case Try():
                return self._try(index, step, frame, state)
            case ReturnStep():
                if step.value is not None:
                    self._elements(index, step.value, frame, state)
                return state, True
            case ThrowStep():
                self._effect("throws", "throw", Place(index.script.path, step.span), state)
                return state, True
            case JumpStep():
                return state, True
            case AwaitStep():
                return replace(state, later=True), False
        return state, False

    def _branch(self, index: ScriptIndex, step: Branch, frame: Frame | None, state: State) -> tuple[State, bool]:
        asked = state.asked
        kind = self.question(index, step.condition, frame)
        inner = replace(state, asked=_more(asked, kind)) if kind else state
        after_then, then_left = self._block(index, step.then, frame, inner)
        after_else, else_left = self._block(index, step.otherwise, frame, inner)
        if then_left and else_left:
            return state, True
        if kind and (then_left or else_left):
            # What follows is dominated by the question: the other arm has gone.
            return replace(after_else if then_left else after_then, asked=_more(asked, kind)), False
        later = (after_then.later and not then_left) or (after_else.later and not else_left)
        return replace(state, later=state.later or later), False

    def _loop(self, index: ScriptIndex, step: Loop, frame: Frame | None, state: State) -> None:
        kind = self.question(index, step.bound, frame) if step.bound is not None else ""
        inner = replace(state, asked=_more(state.asked, kind), looped=True)
        reason = self._slow(index, step, frame)
        if reason:
            self._effect("blocks", reason, Place(index.script.path, step.span), state)
        self._block(index, step.body, frame, inner)

    def _slow(self, index: ScriptIndex, step: Loop, frame: Frame | None) -> str:
        """Return why a loop keeps the page busy, or ''."""
        if step.kind in {"while", "do", "for"} and step.bound is not None and _waits(step):
            return "busy wait"
        if step.bound is None or isinstance(step.bound, Literal):
            return ""
        if (step.kind == "for" and _short(step.bound)) or self._is_listed(index, step.bound, frame):
            return ""
        work = self._work(index, step, frame)
        if work == "a Salesforce call":
            return "loop of Salesforce calls"
        if work == "parsing":
            return "loop that parses"
        if work == "DOM writes":
            return "loop of DOM writes"
        for inner in steps_of(step.body):
            if (
                isinstance(inner, Loop)
                and inner.bound is not None
                and not _short(inner.bound)
                and self._work(index, inner, frame)
            ):
                return "loop in a loop"
        return ""

    def _is_listed(self, index: ScriptIndex, bound: Value, frame: Frame | None) -> bool:
        """Say whether a loop runs over a list that is written in the code."""
        over: list[Value] = [bound]
        if isinstance(bound, Operation):
            over = [item.object for item in bound.operands if isinstance(item, Member) and item.key == "length"]
        return any(isinstance(item, Arr) for value in over for item in self.resolver.targets(index, value, frame))

    def _work(self, index: ScriptIndex, step: Loop, frame: Frame | None) -> str:
        for inner in steps_of(step.body):
            if isinstance(inner, AssignStep) and isinstance(inner.target, Member) and inner.target.key in DOM_WRITES:
                return "DOM writes"
            if isinstance(inner, CallStep):
                path = self._path_of(index, inner.call, frame)
                if dialect_of(path) in {"lightning", "classic", "console", "ajax"} and not asks(path):
                    return "a Salesforce call"
                if path in PARSERS or _last(inner.call) in PARSER_KEYS:
                    return "parsing"
                if (
                    _last(inner.call) in DOM_WRITE_KEYS
                    and isinstance(inner.call.callee, Member)
                    and self._shows(index, inner.call.callee.object)
                ):
                    return "DOM writes"
        return ""

    def _try(self, index: ScriptIndex, step: Try, frame: Frame | None, state: State) -> tuple[State, bool]:
        guarded = step.handler is not None
        inside = (
            replace(state, guarded=state.guarded or not step.handler_empty, empty_catch=step.handler_empty)
            if guarded
            else state
        )
        after, left = self._block(index, step.body, frame, inside)
        caught_left = left
        if step.handler is not None:
            _, caught_left = self._block(index, step.handler, frame, state)
        if step.finalizer is not None:
            _, final_left = self._block(index, step.finalizer, frame, state)
            if final_left:
                return state, True
        out = replace(after, guarded=state.guarded, empty_catch=state.empty_catch)
        return out, left and caught_left

    # Steps

    def _read(self, index: ScriptIndex, member: Member, state: State) -> None:
        """A read two levels into the payload throws when the first level is missing."""
        if not member.optional and self._taint(index, member.object) == 2:
            self._effect("throws", _written(index, member), Place(index.script.path, member.span), state)

    def _assign(self, index: ScriptIndex, step: AssignStep, frame: Frame | None, state: State) -> None:
        target = step.target
        if (
            isinstance(target, Member)
            and target.key is not None
            and target.key.startswith("on")
            and target.key.islower()
        ):
            path = index.path_of(target)
            event = target.key[2:]
            for func in self._funcs(index, step.value, frame):
                source = "message" if event == "message" and path in {"onmessage", "window.onmessage"} else "dom"
                if event in {"message", "open", "close", "error"} and source == "dom":
                    source = "vendor"
                self._found(func, source, event, Place(index.script.path, step.span), state)
        elif (
            isinstance(target, Name)
            and target.name.startswith("on")
            and target.name.islower()
            and index.scope_of(target) == -1
        ):
            for func in self._funcs(index, step.value, frame):
                self._found(
                    func,
                    "message" if target.name == "onmessage" else "dom",
                    target.name[2:],
                    Place(index.script.path, step.span),
                    state,
                )
        self._elements(index, step.value, frame, state)

    def _elements(self, index: ScriptIndex, value: Value, frame: Frame | None, state: State) -> None:
        """Note the event attributes of JSX elements."""
        if not isinstance(value, Element | Either | Operation):
            return
        for item in within(value):
            if isinstance(item, Element):
                for name, given in item.attributes:
                    if name.startswith("on") and len(name) > 2:
                        for func in self._funcs(index, given, frame):
                            self._found(func, "dom", name[2:].lower(), Place(index.script.path, given.span), state)

    def _found(self, func: Func, source: str, event: str, place: Place, state: State) -> None:
        self._walk.found.append(Found(func, source, event, place, state.asked))

    def _funcs(self, index: ScriptIndex, value: Value, frame: Frame | None) -> list[Func]:
        found = [item for item in self.resolver.targets(index, value, frame) if isinstance(item, Func)]
        if not found and isinstance(value, Call):
            # A function handed to a wrapper that nothing here defines comes back wrapped.
            given = [item for item in value.arguments if isinstance(item, FunctionValue | Name | Member)]
            funcs = [
                item
                for argument in given
                for item in self.resolver.targets(index, argument, frame)
                if isinstance(item, Func)
            ]
            if len(funcs) == 1:
                found = funcs
        return found

    def _path_of(self, index: ScriptIndex, call: Call, frame: Frame | None) -> str:
        for target in self.resolver.targets(index, call.callee, frame):
            if isinstance(target, Path):
                return target.path
        return ""

    def _call(self, index: ScriptIndex, call: Call, frame: Frame | None, state: State) -> None:
        known = self._walk.calls.get(id(call))
        self._walk.calls[id(call)] = state.asked if known is None else _less(known, state.asked)
        if state.looped:
            self._walk.looped.add(id(call))
        place = Place(index.script.path, call.span)
        targets = self.resolver.targets(index, call.callee, frame)
        key = _last(call)
        handled = False
        for target in targets:
            if isinstance(target, Path):
                handled = self._named(index, call, target.path, key, frame, state, place) or handled
            elif isinstance(target, Func):
                handled = True
                self._into(index, call, target, frame, state, place)
            elif isinstance(target, Cls) and (call.new or isinstance(call.callee, This)):
                handled = True
                for constructor in self.resolver.constructors(target):
                    self._into(index, call, constructor, frame, state, place)
        if handled and key in EMITTING:
            self._emits(index, call, frame, state, place)
        if key in {"call", "apply"} and isinstance(call.callee, Member):
            for target in self.resolver.targets(index, call.callee.object, frame):
                if isinstance(target, Func):
                    handled = True
                    self._into(index, call, target, frame, state, place)
        if not handled:
            self._unknown(index, call, key, frame, state, place)

    def _into(
        self, index: ScriptIndex, call: Call, target: Func, frame: Frame | None, state: State, place: Place
    ) -> None:
        home = self.resolver.program.index(target.ref.script)
        entered = Func(target.ref, self.resolver.enter(target, Caller(index, call.arguments, frame)))
        inner = replace(
            state,
            trace=(*state.trace, Place(place.path, place.span, f"calls {target.ref.name or 'a function'}")),
            derived=True,
            looped=False,
        )
        if target.ref.name in self.guards:
            inner = replace(inner, guarded=True)
        self._carry(index, call, target)
        self._enter(home, entered, inner)

    def _carry(self, index: ScriptIndex, call: Call, target: Func) -> None:
        """Note the parameters of ``target`` that payload data flows into."""
        for parameter, argument in zip(target.ref.function.parameters, call.arguments, strict=False):
            taint = self._taint(index, argument)
            if taint:
                key = (target.ref.function.scope, parameter.name or parameter.slot)
                self._payload[key] = max(taint, self._payload.get(key, 0))

    def _named(
        self, index: ScriptIndex, call: Call, path: str, key: str, frame: Frame | None, state: State, place: Place
    ) -> bool:
        """Handle a call of something that no script defines; return False when it is nothing special."""
        dialect = dialect_of(path)
        if dialect:
            self._api(index, call, path, dialect, frame, state, place)
            return True
        if path in DIALOGS:
            self._effect("blocks", path, place, state)
            return True
        if path in PARSERS:
            self._effect("throws", path, place, state)
            return True
        if (
            path == "$A.enqueueAction"
            or path.startswith("@salesforce/apex/")
            or path.startswith("Visualforce.remoting")
        ):
            self._effect("server", path, place, state)
        if path == "URL" and call.new and call.arguments and not isinstance(call.arguments[0], Literal):
            self._effect("throws", "new URL", place, state)
            return True
        for func in self.attribute_functions.get(path, ()):
            self._enter(
                self.resolver.program.index(func.ref.script),
                func,
                replace(state, later=True, answer=True, guarded=False),
            )
        return False

    def _api(
        self, index: ScriptIndex, call: Call, path: str, dialect: str, frame: Frame | None, state: State, place: Place
    ) -> None:
        entry = entry_of(path)
        roles = entry.roles if entry is not None else ()
        if dialect in {"lightning", "classic", "console", "ajax", "event-sink"}:
            self._walk.reaches_api = True
        for role, kind in (
            ("navigates", "navigates"),
            ("pops", "pops"),
            ("logs", "logs"),
            ("dials", "dials"),
            ("server", "server"),
        ):
            if role in roles and not self._deferred(index, call, path, frame):
                self._effect(kind, path, place, state)
        if dialect == "ajax" and self._synchronous(index, call, path, frame):
            self._effect("blocks", path, place, state)
        if entry is None or not entry.listener:
            self._effect("throws", path, place, state)
        kind = self._kind_of_question(index, call, frame)
        inner = replace(
            state,
            guarded=False,
            empty_catch=False,
            later=True,
            answer=True,
            asked=_more(state.asked, kind),
            looped=False,
            trace=(*state.trace, Place(place.path, place.span, f"the answer of {path}")),
            derived=True,
        )
        for position, argument in enumerate(call.arguments):
            for target in self.resolver.targets(index, argument, frame):
                for func in self._answers(target, entry.listener if entry is not None else "", position):
                    self._enter(self.resolver.program.index(func.ref.script), func, inner)

    def _deferred(self, index: ScriptIndex, call: Call, path: str, frame: Frame | None) -> bool:
        """Say whether a search only looks and pops nothing (``deferred: true``)."""
        if not path.endswith(".searchAndScreenPop"):
            return False
        for argument in call.arguments[:1]:
            for target in self.resolver.targets(index, argument, frame):
                if isinstance(target, Obj):
                    for entry in target.value.entries:
                        if entry.key == "deferred" and isinstance(entry.value, Literal) and entry.value.value is True:
                            return True
        return False

    def _answers(self, target: Target, listener: str, position: int) -> Iterator[Func]:
        """Yield the functions of an argument that get an answer; listeners are handlers of their own."""
        if isinstance(target, Func):
            if listener != str(position):
                yield target
        elif isinstance(target, Obj):
            for entry in target.value.entries:
                if entry.key is not None and entry.key != listener:
                    for inner in self.resolver.targets(target.index, entry.value, target.frame):
                        if isinstance(inner, Func):
                            yield inner

    def _synchronous(self, index: ScriptIndex, call: Call, path: str, frame: Frame | None) -> bool:
        """Say whether an AJAX Toolkit call has no callback, so that the page waits for the answer."""
        entry = entry_of(path)
        if entry is None or "synchronous" not in entry.roles:
            return False
        for argument in call.arguments[1:]:
            if isinstance(argument, FunctionValue):
                return False
            targets = self.resolver.targets(index, argument, frame)
            if not targets and isinstance(argument, Name | Member):
                return False
            for target in targets:
                if isinstance(target, Func | Path) or (
                    isinstance(target, Obj)
                    and any(item.key in {"onSuccess", "onFailure"} for item in target.value.entries)
                ):
                    return False
        return True

    def _unknown(
        self, index: ScriptIndex, call: Call, key: str, frame: Frame | None, state: State, place: Place
    ) -> None:
        path = self._path_of(index, call, frame) or index.path_of(call.callee)
        if key == "open" and len(call.arguments) >= 3 and _is_false(call.arguments[2]):
            self._effect("blocks", "synchronous XMLHttpRequest", place, state)
        if key in {"ajax", "ajaxSetup"} and self._ajax_sync(index, call, frame):
            self._effect("blocks", "synchronous $.ajax", place, state)
        if key == "setAsync" and call.arguments and _is_false(call.arguments[0]):
            self._effect("blocks", "setAsync(false)", place, state)
        if path in NETWORK or key in NETWORK_KEYS:
            self._effect("network", path or key, place, state)
        if self._can_throw(index, call, path, key):
            self._effect("throws", _written(index, call.callee), place, state)
        event = self._event(index, call, key, frame)
        if event is not None:
            self._listens(index, call, key, event, frame, state, place)
            return
        if key in EMITTING:
            self._emits(index, call, frame, state, place)
        self._continues(index, call, key, path, frame, state, place)

    def _can_throw(self, index: ScriptIndex, call: Call, path: str, key: str) -> bool:
        if key in PARSER_KEYS:
            return True
        root = path.partition(".")[0].partition("#")[0]
        if path in HARMLESS or root in HARMLESS_ROOTS or key.lower() in LOGGING or key in LOGGING:
            return False
        callee = call.callee
        if isinstance(callee, Member):
            if self._taint(index, callee.object) == 2:
                return not callee.optional
            if key in GENERIC:
                return not self._shows(index, callee.object)
            return key not in SHOWING and key not in PROMISE and key not in NOW and key not in LISTENING
        return isinstance(callee, Name) and not call.new

    def _shows(self, index: ScriptIndex, value: Value, depth: int = 0) -> bool:
        """Say whether a value is part of the page: a jQuery set, an element, an Aura component, the component itself."""
        if index.script.kind is ScriptKind.AURA or depth > TAINT:
            return True
        if isinstance(value, This):
            return True
        if isinstance(value, Call):
            path = index.path_of(value.callee)
            if path in JQUERY or _last(value) in ELEMENTS:
                return True
            return isinstance(value.callee, Member) and self._shows(index, value.callee.object, depth + 1)
        if isinstance(value, Member):
            return self._shows(index, value.object, depth + 1)
        if isinstance(value, Name):
            scope = index.scope_of(value)
            if scope == -1:
                steps = [step for _, step in self.resolver.program.paths.get(value.name, ())]
                return value.name == "document" or any(self._shows(index, step.value, depth + 1) for step in steps[:4])
            return any(
                self._shows(index, step.value, depth + 1) for step in index.bound.get((scope, value.name), ())[:4]
            )
        return isinstance(value, Object | Array | Literal | Template)

    def _ajax_sync(self, index: ScriptIndex, call: Call, frame: Frame | None) -> bool:
        for argument in call.arguments:
            for target in self.resolver.targets(index, argument, frame):
                if isinstance(target, Obj):
                    keys = {entry.key: entry.value for entry in target.value.entries}
                    kind = keys.get("dataType")
                    jsonp = isinstance(kind, Literal) and kind.value == "jsonp"
                    if "async" in keys and _is_false(keys["async"]) and not jsonp:
                        return True
        return False

    def _event(self, index: ScriptIndex, call: Call, key: str, frame: Frame | None) -> str | None:
        """Return the event a call listens to, or None when it registers no handler."""
        if key in JQUERY_EVENTS and call.arguments and isinstance(call.callee, Member):
            return key
        if key == "ready" and isinstance(call.callee, Member) and call.arguments:
            return "ready"
        if key in LISTENING and isinstance(call.callee, Member) and len(call.arguments) >= 2:
            texts = self.resolver.texts(index.script, call.arguments[0], frame)
            return texts[0] if texts else ""
        path = index.path_of(call.callee)
        if (
            path in {"$", "jQuery", "j$", "$j", "jq"}
            and call.arguments
            and isinstance(call.arguments[0], FunctionValue)
        ):
            return "ready"
        if path == "addEventListener" and len(call.arguments) >= 2:
            texts = self.resolver.texts(index.script, call.arguments[0], frame)
            return texts[0] if texts else ""
        return None

    def _listens(
        self, index: ScriptIndex, call: Call, key: str, event: str, frame: Frame | None, state: State, place: Place
    ) -> None:
        callee = call.callee
        base = index.path_of(callee.object) if isinstance(callee, Member) else "window"
        event = event.split(".")[0]
        on_window = key in {"addEventListener", "on", "bind", "attachEvent"} and (
            base in {"window", "self", "globalThis", "top", "parent"} or self._wraps_window(index, callee)
        )
        if event in {"message", "onmessage"}:
            source = "message" if on_window or not base else "vendor"
        elif key in JQUERY_EVENTS or event in JQUERY_EVENTS or event in READY or event in TEARDOWN_EVENTS:
            source = "dom"
        elif key in {"addEventListener", "attachEvent", "live", "delegate"}:
            source = "dom"
        else:
            source = "vendor"
        for argument in call.arguments:
            for func in self._funcs(index, argument, frame):
                self._found(func, source, event, place, state)
            if isinstance(argument, Object):
                for entry in argument.entries:
                    for func in self._funcs(index, entry.value, frame):
                        self._found(func, source, entry.key or event, place, state)

    @staticmethod
    def _wraps_window(index: ScriptIndex, callee: Value) -> bool:
        """Say whether ``callee`` is a method of ``$(window)``."""
        if not isinstance(callee, Member) or not isinstance(callee.object, Call):
            return False
        inner = callee.object
        return bool(inner.arguments) and index.path_of(inner.arguments[0]) in {"window", "self"}

    def _emits(self, index: ScriptIndex, call: Call, frame: Frame | None, state: State, place: Place) -> None:
        """Follow an event that the app sends to itself."""
        for argument in call.arguments[:1]:
            for text in self.resolver.texts(index.script, argument, frame):
                for func in self.emitted.get(text, ()):
                    self._into(index, _without_first(call), func, frame, state, place)

    def _continues(
        self, index: ScriptIndex, call: Call, key: str, path: str, frame: Frame | None, state: State, place: Place
    ) -> None:
        """Walk the functions handed to something that nothing here defines."""
        if key in NOW:
            inner = replace(state, looped=True)
        elif key in PROMISE or path in TIMERS or key in TIMERS:
            inner = replace(state, later=True, guarded=self._caught(index, call), empty_catch=False, looped=False)
        else:
            inner = replace(state, later=True, answer=True, guarded=False, empty_catch=False, looped=False)
        for argument in call.arguments:
            if isinstance(argument, Literal | Template):
                continue
            for func in self._arguments_in(index, argument, frame):
                traced = replace(
                    inner,
                    trace=(
                        *state.trace,
                        Place(place.path, place.span, f"hands a function to {_written(index, call.callee)}"),
                    ),
                )
                self._enter(self.resolver.program.index(func.ref.script), func, traced)
        if key in PROMISE and isinstance(call.callee, Member):
            return

    def _arguments_in(self, index: ScriptIndex, argument: Value, frame: Frame | None) -> Iterator[Func]:
        for target in self.resolver.targets(index, argument, frame):
            if isinstance(target, Func):
                yield target
            elif isinstance(target, Obj) and isinstance(argument, Object):
                yield from self._functions_in(target, 0)

    def _functions_in(self, target: Obj, depth: int) -> Iterator[Func]:
        """Yield the functions of an options object, nested objects included (``{on: {click: f}}``)."""
        for entry in target.value.entries:
            for inner in self.resolver.targets(target.index, entry.value, target.frame):
                if isinstance(inner, Func):
                    yield inner
                elif isinstance(inner, Obj) and isinstance(entry.value, Object) and depth < 3:
                    yield from self._functions_in(inner, depth + 1)

    def _caught(self, index: ScriptIndex, call: Call) -> bool:
        """Say whether a promise chain ends in a catch."""
        if _last(call) == "then" and len(call.arguments) > 1:
            return True
        at: Call | None = call
        for _ in range(12):
            if at is None:
                return False
            outer = next(
                (
                    item
                    for key in ("catch", "then", "finally")
                    for item in index.called.get(key, ())
                    if isinstance(item.callee, Member) and item.callee.object is at
                ),
                None,
            )
            if outer is not None and _last(outer) == "catch":
                return True
            at = outer
        return False

    def _effect(self, kind: str, name: str, place: Place, state: State) -> None:
        self._walk.effects.append(
            Effect(
                kind,
                name,
                place,
                state.trace,
                state.guarded,
                state.empty_catch and not state.guarded,
                state.asked,
                state.later,
                Evidence.DERIVED if state.derived else Evidence.MATCHED,
                answer=state.answer,
            )
        )


def _last(call: Call) -> str:
    callee = call.callee
    if isinstance(callee, Member):
        return callee.key or ""
    return callee.name if isinstance(callee, Name) else ""


def _is_false(value: Value) -> bool:
    return isinstance(value, Literal) and value.value is False


def _more(one: str, other: str) -> str:
    return "tab" if "tab" in {one, other} else one or other


def _less(one: str, other: str) -> str:
    return "" if "" in {one, other} else "console" if "console" in {one, other} else "tab"


def _without_first(call: Call) -> Call:
    return Call(call.callee, call.arguments[1:], call.span, call.arguments_span, call.function, call.new, call.optional)


def _short(bound: Value) -> bool:
    """Say whether a loop's bound is a number written in the code."""
    return isinstance(bound, Operation) and any(isinstance(item, Literal) for item in bound.operands)


def _waits(step: Loop) -> bool:
    """Say whether a loop only watches the clock."""
    if step.bound is None:
        return False
    clocks = sum(
        1 for item in within(step.bound) if isinstance(item, Call) and _last(item) in {"now", "getTime", "Date"}
    )
    if not clocks and not (isinstance(step.bound, Operation) or isinstance(step.bound, Literal)):
        return False
    inside = [inner for inner in steps_of(step.body)]
    if clocks:
        return True
    # `do { now = Date.now() } while (now - start < ms)`
    return (
        bool(inside)
        and len(inside) <= 3
        and any(
            isinstance(inner, AssignStep)
            and isinstance(inner.value, Call)
            and _last(inner.value) in {"now", "getTime", "Date"}
            and isinstance(inner.target, Name)
            and any(isinstance(item, Name) and item.name == inner.target.name for item in within(step.bound))
            for inner in inside
        )
    )


def _written(index: ScriptIndex, value: Value) -> str:
    """Return how a value is written, in short."""
    keys: list[str] = []
    at: Value = value
    while isinstance(at, Member):
        keys.append(at.key if at.key is not None else "[…]")
        at = at.object
    if isinstance(at, Name):
        keys.append(at.name)
    elif isinstance(at, This):
        keys.append("this")
    elif isinstance(at, Call):
        keys.append(f"{_written(index, at.callee)}(…)")
    elif keys:
        keys.append("(…)")
    else:
        return "a function"
    return ".".join(reversed(keys))
