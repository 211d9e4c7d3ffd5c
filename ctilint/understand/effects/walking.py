"""The heart of a walk: functions are entered and their steps run in order, within a budget.

What a call does, and who is registered for what, stands in the modules beside this one; ``walk`` enters them here.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import Any

from ctilint.findings import Evidence
from ctilint.read.facts import AwaitStep, Block, Branch, JumpStep, Loop, ReadStep, Step, ThrowStep, Try
from ctilint.records import replace
from ctilint.understand.effects.payload import Payload
from ctilint.understand.effects.point import Found, Point, State, Walk
from ctilint.understand.effects.questions import Questions
from ctilint.understand.effects.traits import Traits
from ctilint.understand.model import Effect
from ctilint.understand.program.spelling import more_asked, written
from ctilint.understand.program.targets import Func
from ctilint.understand.program.vocabulary import PARSER_KEYS, PARSERS
from ctilint.understand.values.resolver import Resolver
from ctilint.understand.words import Asked, EffectKind, HandlerSource

BUDGET = 6000
DEEP = 24

Course = tuple[Point, bool]
"""The point after a step, and whether what follows in the block is never reached."""


class Walking:
    """Enters functions of one window and runs their steps.

    ``emitted`` holds who listens to the app's own events, by the event's text; ``attribute_functions`` what runs when
    the answer of an ``apex:actionFunction`` comes, by its name.
    """

    def __init__(
        self,
        resolver: Resolver,
        guards: frozenset[str],
        tab_checks: frozenset[str],
        *,
        api_asks: bool,
    ) -> None:
        self.resolver = resolver
        self.guards = guards
        self.payload = Payload(resolver)
        self.questions = Questions(resolver, self.payload, tab_checks, api_asks=api_asks)
        self.traits = Traits(resolver, self.payload)
        self.emitted: dict[str, list[Func]] = {}
        self.attribute_functions: dict[str, list[Func]] = {}
        self.seen = Walk()
        self.judges = True
        self._only: AbstractSet[int] | None = None
        self._entered: set[tuple[object, ...]] = set()
        self._left = 0
        # How a step of each type is run.
        self.run: dict[type, Callable[[Point, Any], Course]] = {
            ReadStep: self._read,
            Branch: self._branch,
            Loop: self._loop,
            Try: self._try,
            ThrowStep: self._throw,
            JumpStep: lambda point, _: (point, True),
            AwaitStep: self._await,
        }

    def walk(
        self,
        func: Func,
        state: State | None = None,
        only: AbstractSet[int] | None = None,
        wrapping: str = "detail",
    ) -> Walk:
        """Return what running ``func`` does; ``wrapping`` is the member of its event that holds what was sent.

        With ``only``, the walk looks for calls and registrations alone: it enters no function but these (identities
        of FunctionRefs) and judges nothing that is not a call of an API.
        """
        self.seen = Walk()
        self.judges = only is None
        self._only = only
        self._entered = set()
        self._left = BUDGET
        self.payload.begin(func, wrapping)
        self.enter(func, state or State())
        self.seen.steps = BUDGET - self._left
        return self.seen

    def enter(self, func: Func, state: State) -> None:
        """Run the body of a function, unless it was entered in this state before or the budget is used up."""
        key = (
            id(func.ref),
            id(func.frame) if func.frame is not None else 0,
            state.guarded,
            state.asked,
            state.later,
            state.answer,
        )
        self._left -= 1
        if (
            self._left < 0
            or key in self._entered
            or len(state.trace) > DEEP
            or (self._only is not None and id(func.ref) not in self._only)
        ):
            return
        self._entered.add(key)
        self.seen.functions.add(id(func.ref))
        body = func.ref.function.body
        self._block(Point(self.resolver.program.index(func.ref.script), func.frame, state, body.span), body)

    def effect(self, kind: EffectKind, name: str, point: Point, *, fed: bool = True) -> None:
        """Note that what stands at ``point`` does something."""
        state = point.state
        if kind == "throws" and state.catching and (name in PARSERS or name.rpartition(".")[2] in PARSER_KEYS):
            state = replace(state, guarded=state.outer_guard)
        self.seen.effects.append(
            Effect(
                kind,
                name,
                point.place,
                state.trace,
                state.guarded,
                state.empty_catch and not state.guarded,
                state.asked,
                state.later,
                Evidence.DERIVED if state.derived else Evidence.MATCHED,
                answer=state.answer,
                fed=fed,
            )
        )

    def found(self, func: Func, source: HandlerSource, event: str, point: Point) -> None:
        """Note that ``func`` is registered for an event at ``point``."""
        self.seen.found.append(Found(func, source, event, point.place, point.state.asked))

    # Steps

    def _block(self, point: Point, block: Block) -> Course:
        for step in block.steps:
            self._left -= 1
            if self._left < 0:
                return point, True
            point, left = self._step(point, step)
            if left:
                return point, True
        return point, False

    def _step(self, point: Point, step: Step) -> Course:
        return self.run[type(step)](point, step)

    def _read(self, point: Point, step: ReadStep) -> Course:
        """Note a read that throws when what it reads from is missing in the payload."""
        member = step.member
        if self.judges and not member.optional and self.payload.taint(point.index, member.object) == 2:
            self.effect("throws", written(point.index, member), point.at(member.span))
        return point, False

    def _throw(self, point: Point, step: ThrowStep) -> Course:
        state = point.state
        thrown = replace(state, guarded=state.outer_guard) if state.catching else state
        self.effect("throws", "throw", point.knowing(thrown).at(step.span))
        return point, True

    def _await(self, point: Point, step: AwaitStep) -> Course:
        asked = more_asked(point.state.asked, self.questions.asked_by(point.index, step.value, point.frame))
        return point.knowing(replace(point.state, later=True, asked=asked)), False

    def _branch(self, point: Point, step: Branch) -> Course:
        state = point.state
        asked = state.asked
        kind = self.questions.asked_by(point.index, step.condition, point.frame)
        inner = point.knowing(replace(state, asked=more_asked(asked, kind))) if kind else point
        after_then, then_left = self._block(inner, step.then)
        after_else, else_left = self._block(inner, step.otherwise)
        if then_left and else_left:
            return point, True
        if kind and (then_left or else_left):
            # What follows is dominated by the question: the other arm has gone.
            stayed = (after_else if then_left else after_then).state
            return point.knowing(replace(stayed, asked=more_asked(asked, kind))), False
        later = (after_then.state.later and not then_left) or (after_else.state.later and not else_left)
        return point.knowing(replace(state, later=state.later or later)), False

    def _loop(self, point: Point, step: Loop) -> Course:
        state = point.state
        kind: Asked = ""
        if step.bound is not None:
            kind = self.questions.asked_by(point.index, step.bound, point.frame)
        reason = self.traits.slow(point.index, step, point.frame) if self.judges else ""
        if reason:
            self.effect("blocks", reason, point.at(step.span))
        self._block(point.knowing(replace(state, asked=more_asked(state.asked, kind))), step.body)
        return point, False

    def _try(self, point: Point, step: Try) -> Course:
        state = point.state
        inside = state
        if step.handler is not None:
            inside = replace(state, guarded=state.guarded or not step.handler_empty, empty_catch=step.handler_empty)
        after, left = self._block(point.knowing(inside), step.body)
        caught_left = left
        if step.handler is not None:
            # What a catch does is the guard's own business; only what it throws again goes on.
            inside = (
                state
                if step.handler_empty
                else replace(
                    state,
                    guarded=True,
                    catching=True,
                    outer_guard=state.outer_guard if state.catching else state.guarded,
                )
            )
            _, caught_left = self._block(point.knowing(inside), step.handler)
        if step.finalizer is not None:
            _, final_left = self._block(point, step.finalizer)
            if final_left:
                return point, True
        out = replace(after.state, guarded=state.guarded, empty_catch=state.empty_catch)
        return point.knowing(out), left and caught_left
