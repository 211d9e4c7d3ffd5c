"""The App: what all its files say together. Frozen; built by the modules beside this one, read by the checks.

An App is a set of windows. A window is one page with everything that runs in it (see ``windows.py``).
"""

from __future__ import annotations

from collections.abc import Mapping

from ctilint.failures import Failure
from ctilint.findings import Evidence, Place
from ctilint.read.facts import Call, FileFacts, FileKind, Library, Script, Value
from ctilint.records import dataclass, field
from ctilint.rulebook.entries import ApiEntry, Dialect, Undo
from ctilint.settings import Settings
from ctilint.understand.memory import Memory
from ctilint.understand.program.refs import FunctionRef
from ctilint.understand.values.resolver import Resolver
from ctilint.understand.words import Asked, EffectKind, HandlerSource, LoadForm, Reach, Verdict


@dataclass(frozen=True, slots=True)
class Load:
    """One load of a Salesforce or Amazon library.

    ``library``: opencti, interaction, integration, ajax, apex, streams, connector. ``version`` as written
    (``57.0``); '' when the address has an empty or placeholder version, None when it cannot be known.
    ``place`` is the version in the address (or the address). ``form``: script tag, apex:includeScript,
    REQUIRESCRIPT, created script element, module loader, loader argument, vendored copy, import, string.
    """

    library: Library
    dialect: Dialect
    version: str | None
    address: str
    place: Place
    form: LoadForm
    evidence: Evidence = Evidence.MATCHED
    related: tuple[Place, ...] = ()
    host: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class ApiCall:
    """A call of a method of one of the dialects. ``entry`` is None when no table has the name.

    ``name`` is the resolved path (``sforce.opencti.screenPop``); ``written`` how the code spells it.
    """

    name: str
    dialect: Dialect
    entry: ApiEntry | None
    script: Script
    call: Call
    place: Place
    function: FunctionRef
    evidence: Evidence
    written: str


@dataclass(frozen=True, slots=True, eq=False)
class Effect:
    """Something that a handler does, itself or through what it calls.

    ``kind``: blocks, throws, navigates, pops, logs, server, dials, network, registers.
    ``name`` is what does it (``alert``, ``sforce.console.openPrimaryTab``, ``JSON.parse``). ``trace`` runs from the
    handler to the cause, the cause excluded. ``guarded``: inside a try whose catch does something (or a promise with
    a catch). ``asked``: '' or what was asked before it (``tab``, ``console``). ``later``: in a callback or
    continuation that the handler starts; ``answer``: in the answer of an API or remoting call; ``fed``: False where
    a log, a call or a request is made with nothing of the payload.
    """

    kind: EffectKind
    name: str
    place: Place
    trace: tuple[Place, ...] = ()
    guarded: bool = False
    empty_catch: bool = False
    asked: Asked = ""
    later: bool = False
    evidence: Evidence = Evidence.MATCHED
    answer: bool = False
    fed: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Handler:
    """A function that runs at an event.

    ``source``: salesforce, voice, connector, streams, sdk, message (window messages), vendor (another vendor's event),
    dom, lifecycle. Only the first six are event handlers in the sense of the rules, and a message's only where it
    carries telephony: ``beside_telephony`` says that its window holds code or libraries of a telephony dialect.
    """

    function: FunctionRef
    source: HandlerSource
    event: str
    effects: tuple[Effect, ...] = ()
    trace: tuple[Place, ...] = ()
    reaches_api: bool = False
    beside_telephony: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Registration:
    """One registration of a handler (or one enabling of click-to-dial, whose ``handlers`` are empty).

    ``undo`` as in ApiEntry. ``in_component``: made by a component (LWC, Aura, a framework's) that comes and goes.
    ``repeats``: why it can run more than once in a page's life, '' when it cannot.
    """

    call: ApiCall
    dialect: Dialect
    event: str
    undo: Undo
    handlers: tuple[Handler, ...]
    place: Place
    evidence: Evidence = Evidence.MATCHED
    in_component: bool = False
    repeats: str = ""
    reached: bool = True
    target: Value | None = None

    @property
    def unresolved(self) -> bool:
        """Say whether a listener was given that no name leads to."""
        entry = self.call.entry
        return (
            entry is not None
            and bool(entry.listener)
            and self.reached
            and bool(self.call.call.arguments)
            and not self.handlers
        )


@dataclass(frozen=True, slots=True, eq=False)
class Removal:
    """One call that takes a registration back or switches its source off.

    ``reached_from``: teardown, control, load, handler, component-teardown; empty when nothing reaches it.
    """

    call: ApiCall
    dialect: Dialect
    event: str
    place: Place
    functions: tuple[FunctionRef, ...] = ()
    reached_from: frozenset[Reach] = frozenset()


@dataclass(frozen=True, slots=True)
class Ending:
    """How a registration ends: ``verdict`` is ended, never, dead, before, other-function, wrong-hook, no-removal."""

    registration: Registration
    verdict: Verdict
    removal: Removal | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """One page with everything that runs in it. ``root`` is its page's path, or its script's when no page is known.

    ``unwalked``: how many entries were not followed, since the window is larger than what is followed whole.
    """

    root: str
    kind: FileKind
    files: tuple[str, ...]
    scripts: tuple[Script, ...]
    loads: tuple[Load, ...]
    calls: tuple[ApiCall, ...]
    registrations: tuple[Registration, ...]
    removals: tuple[Removal, ...]
    handlers: tuple[Handler, ...]
    endings: tuple[Ending, ...] = ()
    resolver: Resolver | None = None
    unwalked: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Skipped:
    """A path that was not read, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Whole:
    """What all windows of a run say together, for the few questions that go beyond one window.

    ``dialects`` are those that code calls or loads (copies of libraries not counted), ``called`` the names of all
    calls of an API, ``removals`` the (name, event) of each removal that something reaches, ``mentioned`` which of
    ``share.MENTIONED`` stand anywhere, ``held`` which pages and resources that call centers name the tree holds
    (``page/phone``).
    """

    dialects: frozenset[Dialect] = frozenset()
    called: frozenset[str] = frozenset()
    removals: frozenset[tuple[str, str]] = frozenset()
    mentioned: frozenset[str] = frozenset()
    held: frozenset[str] = frozenset()

    def joined(self, other: Whole) -> Whole:
        """Return what both say."""
        return Whole(
            self.dialects | other.dialects,
            self.called | other.called,
            self.removals | other.removals,
            self.mentioned | other.mentioned,
            self.held | other.held,
        )


@dataclass(frozen=True, slots=True, eq=False)
class App:
    """Everything under the paths of one run, or the share of it that one process judges. ``files`` by path.

    ``whole`` is what the run says in all, ``failures`` what ctilint itself could not do; ``memory`` is for whoever asks
    much about its parts.
    """

    windows: tuple[Window, ...]
    files: Mapping[str, FileFacts]
    seen: int = 0
    skipped: tuple[Skipped, ...] = ()
    server: object | None = None
    settings: Settings = field(default_factory=Settings)
    whole: Whole = field(default_factory=Whole)
    failures: tuple[Failure, ...] = ()
    memory: Memory = field(default_factory=Memory, compare=False, repr=False)

    @property
    def dialects(self) -> frozenset[Dialect]:
        """Return the dialects of all calls and loads."""
        found = {load.dialect for window in self.windows for load in window.loads}
        found.update(call.dialect for window in self.windows for call in window.calls)
        return frozenset(found)

    @property
    def loads(self) -> tuple[Load, ...]:
        """Return every load once, in the order of windows."""
        return tuple(dict.fromkeys(load for window in self.windows for load in window.loads))
