"""The server side of one deployment: which Lambda functions there are, where their code stands, who invokes them."""

from __future__ import annotations

from collections.abc import Mapping

from ctilint.findings import Evidence, Place
from ctilint.read.facts import FileFacts
from ctilint.read.server.deployed import ContactFlow, DeployedFunction, FlowBlock, ServerFacts
from ctilint.read.server.records import PyModule
from ctilint.records import dataclass
from ctilint.understand.server.code import Code
from ctilint.understand.server.refs import PyRef

FLOW_LIMIT = 8.0
"""Seconds that an Amazon Connect flow waits for a Lambda function at most."""
LAMBDA_DEFAULT = 3.0
"""Seconds that a Lambda function may run when its template does not say."""


@dataclass(frozen=True, slots=True, eq=False)
class Invocation:
    """A block of a contact flow that invokes a function; ``evidence`` is derived when a pattern joined them."""

    flow: ContactFlow
    block: FlowBlock
    evidence: Evidence

    @property
    def place(self) -> Place:
        """Return where the block names the function."""
        limit = f"{self.block.limit:g}" if self.block.limit is not None else f"{FLOW_LIMIT:g}"
        what = f"waits {limit} s for it here" if self.block.synchronous else "starts it here and does not wait"
        span = self.block.limit_span or self.block.function_span or self.block.span
        return Place(self.flow.path, span, f"the flow '{self.flow.name}' {what}")


@dataclass(frozen=True, slots=True, eq=False)
class ServerFunction:
    """A Lambda function: its template, its handler in the code, the flow blocks that invoke it.

    ``name`` is the logical id of its template, or module.handler. ``triggers`` come from the template, ``shapes``
    from what the handler reads of its event. ``reaches`` holds the handler and everything that it calls.
    """

    name: str
    deployed: DeployedFunction | None
    handler: PyRef | None
    invocations: tuple[Invocation, ...] = ()
    triggers: tuple[str, ...] = ()
    shapes: tuple[str, ...] = ()
    reaches: tuple[PyRef, ...] = ()
    detail: Place | None = None

    @property
    def waited_for(self) -> bool:
        """Say whether a contact flow waits for it: a block says so, or the handler reads ``event['Details']``."""
        if self.invocations:
            return any(one.block.synchronous for one in self.invocations)
        return "connect" in self.triggers or "flow" in self.shapes

    @property
    def limit(self) -> float:
        """Return the least number of seconds that a flow waits for it."""
        return min(
            (one.block.limit for one in self.invocations if one.block.synchronous and one.block.limit is not None),
            default=FLOW_LIMIT,
        )

    @property
    def waiting(self) -> tuple[Place, ...]:
        """Return the places that show that a flow waits for it."""
        blocks = sorted(
            (one for one in self.invocations if one.block.synchronous),
            key=lambda one: one.block.limit if one.block.limit is not None else FLOW_LIMIT,
        )
        if blocks:
            return (blocks[0].place,)
        if self.detail is not None:
            return (self.detail,)
        return ()

    @property
    def place(self) -> Place:
        """Return where the function stands: its handler, or its template."""
        if self.handler is not None:
            return self.handler.place
        assert self.deployed is not None  # noqa: S101  # a function has one of the two
        return Place(self.deployed.path, self.deployed.span)

    @property
    def seconds(self) -> float | None:
        """Return how long its template lets it run; None when that is not known."""
        if self.deployed is None:
            return None
        if self.deployed.timeout is None:
            return LAMBDA_DEFAULT
        return self.deployed.timeout.number

    @property
    def runs(self) -> tuple[Place, ...]:
        """Return where its template says how long it may run."""
        if self.deployed is None or self.seconds is None:
            return ()
        if self.deployed.timeout is None:
            where, default = self.deployed.span, " when it does not say more"
        else:
            where, default = self.deployed.timeout.literal, ""
        return (Place(self.deployed.path, where, f"the template lets {self.name} run {self.seconds:g} s{default}"),)

    def environment(self, name: str) -> str | None:
        """Return the value of a variable of its environment, None when it has none of that name."""
        for given, setting, _ in self.deployed.environment if self.deployed is not None else ():
            if given == name:
                return setting.text or ""
        return None


@dataclass(frozen=True, slots=True, eq=False)
class AttributeSet:
    """A contact attribute that a flow block or code sets."""

    name: str
    place: Place
    by: str


@dataclass(frozen=True, slots=True, eq=False)
class ServerApp:
    """The server side of a run. ``files`` by path; ``code`` answers questions about the Python."""

    files: Mapping[str, ServerFacts]
    functions: tuple[ServerFunction, ...]
    flows: tuple[ContactFlow, ...]
    code: Code
    attributes_set: tuple[AttributeSet, ...] = ()
    attributes_read: frozenset[str] = frozenset()

    @property
    def file_facts(self) -> Mapping[str, FileFacts]:
        """Return the plain facts of every file, for places, comments and syntax problems."""
        return {path: facts.file for path, facts in self.files.items()}

    @property
    def modules(self) -> tuple[PyModule, ...]:
        """Return every module that was read."""
        return tuple(module for facts in self.files.values() for module in facts.modules)

    @property
    def waited_for(self) -> Mapping[PyRef, ServerFunction]:
        """Return the Python functions on the path of a flow, each with the Lambda function that runs it."""
        found: dict[PyRef, ServerFunction] = {}
        for function in self.functions:
            if function.waited_for:
                for ref in function.reaches:
                    found.setdefault(ref, function)
        return found

    def functions_of(self, ref: PyRef) -> tuple[ServerFunction, ...]:
        """Return the Lambda functions that run ``ref``."""
        return tuple(function for function in self.functions if ref in function.reaches)
