"""Functions of the app -> pieces: what each weighs by itself, the functions inside it left out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping

from ctilint.assess.gathered.spots import Spots
from ctilint.assess.model import Piece
from ctilint.read.facts import (
    AssignStep,
    Branch,
    Call,
    CallStep,
    Element,
    FileFacts,
    Function,
    Loop,
    Member,
    Name,
    ReadStep,
    Script,
    This,
    Try,
    Value,
)
from ctilint.understand.model import Window
from ctilint.understand.program.index import steps_of, values_of, within
from ctilint.understand.program.refs import FunctionRef
from ctilint.views.connector import is_library

# Names of the browser, not of apps: what reaches the network or another window, and what reaches the page.
_NETWORK = frozenset({"fetch", "XMLHttpRequest", "WebSocket", "EventSource", "$.ajax", "$.get", "$.post", "$.getJSON"})
_NETWORK_KEYS = frozenset({"postMessage", "sendBeacon", "ajax", "getJSON"})
_PAGE = re.compile(r"^(?:document\b|\$$|jQuery$)")
_PAGE_KEYS = frozenset({"innerHTML", "outerHTML", "textContent", "innerText", "className", "classList", "style"})


class Pieces:
    """Makes and keeps the piece of each function; equal text gives equal keys."""

    def __init__(self, files: Mapping[str, FileFacts], spots: Spots) -> None:
        self._spots = spots
        self._libraries = {path for path, facts in files.items() if is_library(facts)}
        self._made: dict[tuple[int, int], Piece] = {}

    def of(self, ref: FunctionRef, window: Window, api: frozenset[int]) -> Piece | None:
        """Return the piece of a function; None for a library's. ``api`` are the calls that a table knows."""
        if ref.script.path in self._libraries:
            return None
        mark = (id(ref.script), ref.function.index)
        if mark not in self._made:
            self._made[mark] = self._measured(ref.script, ref.function, window, api)
        return self._made[mark]

    def _measured(self, script: Script, function: Function, window: Window, api: frozenset[int]) -> Piece:
        steps = branches = screens = 0
        salesforce: set[int] = set()
        vendor: set[int] = set()
        state: set[str] = set()
        for step in steps_of(function.body):
            if isinstance(step, Branch | Loop | Try):
                branches += 1
            elif not isinstance(step, ReadStep):
                steps += 1
            if isinstance(step, AssignStep):
                state.update(_outer(script, function, step))
                screens += isinstance(step.target, Member) and step.target.key in _PAGE_KEYS
            if isinstance(step, CallStep):
                path = _path(script, step.call.callee, window)
                if id(step.call) in api:
                    salesforce.add(id(step.call))
                elif path in _NETWORK or _key(step.call) in _NETWORK_KEYS or path.startswith("connect."):
                    vendor.add(id(step.call))
                screens += _PAGE.match(path) is not None
            screens += sum(isinstance(item, Element) for value in values_of(step) for item in within(value))
        text = self._spots.text(script.path, function.span)
        key = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        return Piece(
            key,
            function.name or "(function without name)",
            self._spots.at(script.path, function.span),
            self._lines(script.path, function),
            steps,
            branches,
            len(salesforce),
            len(vendor),
            screens,
            len(state),
        )

    def _lines(self, path: str, function: Function) -> int:
        source = self._spots.source(path)
        return source.cut(function.span).count("\n") + 1 if source is not None else 1


def _outer(script: Script, function: Function, step: AssignStep) -> Iterator[str]:
    """Yield the name outside ``function`` that ``step`` writes."""
    if step.declares:
        return
    if isinstance(step.target, Name):
        binding = script.lookup(step.target)
        if binding is None or binding.function != function.index:
            yield step.target.name
    elif isinstance(step.target, Member) and isinstance(step.target.object, This) and step.target.key:
        yield f"this.{step.target.key}"


def _path(script: Script, callee: Value, window: Window) -> str:
    return window.resolver.path(script, callee) if window.resolver is not None else ""


def _key(call: Call) -> str:
    return call.callee.key or "" if isinstance(call.callee, Member) else ""
