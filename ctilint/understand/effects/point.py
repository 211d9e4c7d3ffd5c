"""Where a walk stands, and what it has seen."""

from __future__ import annotations

from ctilint.findings import Place
from ctilint.read.source import Span
from ctilint.records import dataclass, field
from ctilint.understand.model import Effect
from ctilint.understand.program.index import ScriptIndex
from ctilint.understand.program.targets import Frame, Func
from ctilint.understand.words import Asked, HandlerSource


@dataclass(frozen=True, slots=True)
class State:
    """What is known at a point of a walk. ``answer`` is set inside the answer of an API or remoting call.

    ``rescued``: the promise that the function gives back has a catch, so that it guards what the promise runs.
    """

    guarded: bool = False
    empty_catch: bool = False
    asked: Asked = ""
    later: bool = False
    answer: bool = False
    trace: tuple[Place, ...] = ()
    derived: bool = False
    catching: bool = False
    outer_guard: bool = False
    rescued: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """Where a walk stands: in which script, entered through which frame, with what is known, looking at what.

    ``span`` is that of the step, call or value that is looked at, as offsets into the script's file.
    """

    index: ScriptIndex
    frame: Frame | None
    state: State
    span: Span

    @property
    def place(self) -> Place:
        """Return where what is looked at stands."""
        return Place(self.index.script.path, self.span)

    def told(self, message: str) -> Place:
        """Return the place with what is said of it."""
        return Place(self.index.script.path, self.span, message)

    def at(self, span: Span) -> Point:
        """Return the point from which something else is looked at."""
        return Point(self.index, self.frame, self.state, span)

    def knowing(self, state: State) -> Point:
        """Return the point with something else known."""
        return Point(self.index, self.frame, state, self.span)


@dataclass(frozen=True, slots=True)
class Found:
    """A function that a walk saw being registered somewhere outside Salesforce's APIs."""

    func: Func
    source: HandlerSource
    event: str
    place: Place
    asked: Asked


@dataclass(slots=True)
class Walk:
    """What a walk saw. ``calls`` maps the identity of each call to the least that was asked before it.

    ``functions`` are the identities of the FunctionRefs entered, ``steps`` how much of the budget was used.
    """

    effects: list[Effect] = field(default_factory=list)
    calls: dict[int, Asked] = field(default_factory=dict)
    found: list[Found] = field(default_factory=list)
    functions: set[int] = field(default_factory=set)
    reaches_api: bool = False
    steps: int = 0
