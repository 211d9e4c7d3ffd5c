"""flow-time-budget: what a Lambda function may take does not fit into what a contact flow waits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ctilint.findings import Evidence, Place, Problem, Severity
from ctilint.views.server import server_of

if TYPE_CHECKING:
    from ctilint.read.server.records import PyCall
    from ctilint.understand.model import App
    from ctilint.understand.server.deployment import ServerApp, ServerFunction
    from ctilint.understand.server.refs import PyRef

LIMIT = 8.0
DEEPEST = 8
Timed = tuple[float, tuple[Place, ...]]


def check(app: App) -> Iterator[Problem]:
    """Yield each block that waits too long, each function that may take longer than its flow waits."""
    server = server_of(app)
    if server is None:
        return
    for flow in server.flows:
        for block in flow.blocks:
            if block.synchronous and block.limit is not None and block.limit > LIMIT:
                place = Place(flow.path, block.limit_span or block.span)
                message = f"the block waits {block.limit:g} s, and Amazon Connect allows at most {LIMIT:g} s"
                yield Problem(place, message, f"write {LIMIT:g} or less, or invoke the function asynchronously")
    for function in server.functions:
        if function.waited_for:
            yield from _judge(function, server)


def _judge(function: ServerFunction, server: ServerApp) -> Iterator[Problem]:
    seconds, calls = longest(function.handler, server, frozenset()) if function.handler is not None else (0.0, ())
    limit, runs = function.limit, function.seconds
    if seconds > limit and calls:
        what = "a call" if len(calls) == 1 else f"{len(calls)} calls"
        row = ", one after another," if len(calls) > 1 else ""
        message = f"{what} of {function.name}{row} may take {seconds:g} s, and the contact flow waits {limit:g} s"
        help_ = "shorten the timeouts so that their sum fits, or invoke the function asynchronously"
        related = (*calls[1:], *function.runs, *function.waiting)
        yield Problem(calls[0], message, help_, Severity.ERROR, Evidence.DERIVED, related)
    elif runs is not None and calls and seconds > runs:
        message = f"the calls of {function.name} may take {seconds:g} s, and the function is stopped after {runs:g} s"
        help_ = "shorten the timeouts, or raise Timeout up to what the flow waits"
        yield Problem(
            calls[0],
            message,
            help_,
            Severity.WARNING,
            Evidence.DERIVED,
            (*calls[1:], *function.runs, *function.waiting),
        )
    if runs is not None and runs > limit and function.runs:
        at = function.runs[0]
        message = f"{function.name} may run {runs:g} s, and the contact flow waits {limit:g} s"
        help_ = f"set Timeout to {limit:g} or less: work that ends later answers nobody"
        related = (*function.waiting, *((_handler(function.handler),) if function.handler is not None else ()))
        yield Problem(Place(at.path, at.span), message, help_, Severity.WARNING, Evidence.DERIVED, related)


def _handler(ref: PyRef) -> Place:
    return ref.at(ref.function.header, "its handler")


def longest(ref: PyRef, server: ServerApp, above: frozenset[PyRef]) -> Timed:
    """Return the seconds that the network calls of ``ref`` may take in a row at most, with their places."""
    if ref in above or len(above) > DEEPEST:
        return 0.0, ()
    return _sum(ref.function.calls, ref, server, above | {ref}, 0)


def _sum(calls: Iterable[PyCall], ref: PyRef, server: ServerApp, above: frozenset[PyRef], depth: int) -> Timed:
    """Return the longest way through ``calls``: of each branch one arm; below an arm that returns nothing runs."""
    total: Timed = (0.0, ())
    longest_exit: Timed = (0.0, ())
    for step in _steps(calls, depth):
        if isinstance(step, dict):
            goes_on: Timed = (0.0, ())
            for arm, inside in step.items():
                found = _sum(inside, ref, server, above, depth + 1)
                if arm in ref.function.exits:
                    longest_exit = max(longest_exit, _add(total, found), key=_seconds)
                else:
                    goes_on = max(goes_on, found, key=_seconds)
            total = _add(total, goes_on)
        else:
            total = _add(total, _one(step, ref, server, above))
    return max(total, longest_exit, key=_seconds)


def _steps(calls: Iterable[PyCall], depth: int) -> list[PyCall | dict[tuple[int, int], list[PyCall]]]:
    """Return the calls in order, those of one branch together by arm."""
    steps: list[PyCall | dict[tuple[int, int], list[PyCall]]] = []
    branches: dict[int, dict[tuple[int, int], list[PyCall]]] = {}
    for call in calls:
        if len(call.arms) <= depth:
            steps.append(call)
            continue
        arm = call.arms[depth]
        if arm[0] not in branches:
            branches[arm[0]] = {}
            steps.append(branches[arm[0]])
        branches[arm[0]].setdefault(arm, []).append(call)
    return steps


def _add(first: Timed, second: Timed) -> Timed:
    return first[0] + second[0], (*first[1], *second[1])


def _seconds(timed: Timed) -> float:
    return timed[0]


def _one(call: PyCall, ref: PyRef, server: ServerApp, above: frozenset[PyRef]) -> Timed:
    from ctilint.understand.server.calls import FOREVER, http_call

    http = http_call(call, ref, server.code)
    if http is not None and http.seconds is not None and http.seconds != FOREVER:
        return http.seconds, (ref.at(call.span, f"{http.name}() may take {http.seconds:g} s"),)
    best: Timed = (0.0, ())
    for target in server.code.targets(call):
        found = longest(target, server, above)
        best = found if found[0] > best[0] else best
    return best
