"""Functions that nothing runs: declared in a page's scripts, and named nowhere but in themselves or in their like.

Only a declaration or a variable's function can be dead: methods are called by frameworks, exported functions by other
modules, top-level functions of a script without a page by pages that are not among the paths.
"""

from __future__ import annotations

import re
from collections import defaultdict

from ctilint.read.facts import AssignStep, ClassValue, FileKind, FunctionValue, Literal, Member, Name, Script, Value
from ctilint.understand.model import App
from ctilint.understand.program.index import steps_of, values_of, within
from ctilint.understand.program.refs import FunctionRef

_WORD = re.compile(r"[A-Za-z_$][\w$]*")
_ALONE = frozenset({FileKind.JAVASCRIPT, FileKind.TYPESCRIPT, FileKind.OTHER})

Mark = tuple[int, int]


class Dead:
    """Knows which functions of an app nothing runs."""

    def __init__(self, app: App) -> None:
        self._scripts: dict[int, Script] = {
            id(script): script for facts in app.files.values() for script in facts.scripts
        }
        self._named: dict[str, set[Mark]] = defaultdict(set)
        self._outside: set[str] = set()
        self._candidates: dict[Mark, str] = {}
        alone = _alone(app)
        for script in self._scripts.values():
            self._read(script, alone=id(script) in alone)
        for facts in app.files.values():
            for element in facts.elements:
                for attribute in element.attributes:
                    self._outside.update(_WORD.findall(attribute.value))
        self._dead = self._settled()

    def holds(self, ref: FunctionRef) -> bool:
        """Say whether ``ref``, or a function around it, is one that nothing runs."""
        return self._inside(self._dead, (id(ref.script), ref.function.index))

    def _read(self, script: Script, *, alone: bool) -> None:
        for export in script.exports:
            self._outside.update(item.name for item in within(export.value) if isinstance(item, Name))
        for function in script.functions:
            mark = (id(script), function.index)
            for step in steps_of(function.body):
                values = values_of(step)
                if isinstance(step, AssignStep) and isinstance(step.target, Name):
                    if isinstance(step.value, FunctionValue):
                        top = function.index == 0
                        if not (alone and top):
                            self._candidates[id(script), step.value.function] = step.target.name
                        continue
                    if isinstance(step.value, ClassValue):
                        continue
                for value in values:
                    self._mention(value, mark)

    def _mention(self, value: Value, mark: Mark) -> None:
        for item in within(value):
            if isinstance(item, Name):
                self._named[item.name].add(mark)
            elif isinstance(item, Member) and item.key is not None:
                self._named[item.key].add(mark)
            elif isinstance(item, Literal) and isinstance(item.value, str):
                for word in _WORD.findall(item.value):
                    self._named[word].add(mark)

    def _settled(self) -> set[Mark]:
        """Return the largest set whose members are named by nothing outside it: two that call each other are dead."""
        dead = {mark for mark, name in self._candidates.items() if name not in self._outside}
        while True:
            run = {
                mark
                for mark in dead
                if not all(self._inside(dead, other) for other in self._named[self._candidates[mark]])
            }
            if not run:
                return dead
            dead -= run

    def _inside(self, marks: set[Mark], mark: Mark) -> bool:
        home, index = mark
        script = self._scripts.get(home)
        while script is not None and index > 0:
            if (home, index) in marks:
                return True
            index = script.functions[index].parent
        return False


def _alone(app: App) -> set[int]:
    """Return the scripts that no known page runs: their top-level names may be called from elsewhere."""
    paged = {id(script) for window in app.windows if window.kind not in _ALONE for script in window.scripts}
    known = {id(script) for facts in app.files.values() for script in facts.scripts}
    return known - paged
