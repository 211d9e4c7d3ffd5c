"""What is written down of a Python module: its functions as far as they are read, and what expressions report."""

from __future__ import annotations

from libcst import metadata

from ctilint.read.facts import Comment
from ctilint.read.server.records import (
    EnvironmentRead,
    PyAssign,
    PyCall,
    PyFormat,
    PyFunction,
    PyImport,
    PyItem,
    PyLoop,
    PyNamed,
    PyParameter,
    PyReturn,
    PyText,
    PyTry,
    PyValue,
)
from ctilint.read.server.values import Values
from ctilint.read.source import OffsetMap, Span


class Draft:
    """A function that is being read."""

    def __init__(self, index: int, parent: int, span: Span, *, name: str, class_name: str, header: Span) -> None:
        self.index = index
        self.name = name
        self.class_name = class_name
        self.parent = parent
        self.span = span
        self.header = header
        self.parameters: tuple[PyParameter, ...] = ()
        self.decorators: tuple[str, ...] = ()
        self.is_async = False
        self.calls: list[PyCall] = []
        self.assigns: list[PyAssign] = []
        self.returns: list[PyReturn] = []
        self.conditions: list[PyValue] = []
        self.tries: list[PyTry | None] = []
        self.loops: list[PyLoop | None] = []
        self.reads: list[PyItem] = []
        self.statements: list[Span] = []
        self.always_returns = False
        self.open_loops: list[int] = []
        self.open_tries: list[tuple[int, str]] = []
        self.open_arms: list[tuple[int, int]] = []
        self.branches = 0
        self.exits: set[tuple[int, int]] = set()

    def freeze(self) -> PyFunction:
        """Return what was read of it."""
        return PyFunction(
            self.index,
            self.name,
            self.class_name,
            self.parameters,
            self.decorators,
            self.parent,
            self.span,
            self.header,
            self.is_async,
            tuple(self.calls),
            tuple(self.assigns),
            tuple(self.returns),
            tuple(one for one in self.tries if one is not None),
            tuple(one for one in self.loops if one is not None),
            tuple(self.reads),
            self.always_returns,
            frozenset(self.exits),
            tuple(self.statements),
        )


class Notes(Values):
    """What is written down of one module while its expressions are read; ``drafts`` are its functions."""

    def __init__(
        self,
        wrapper: metadata.MetadataWrapper,
        path: str,
        starts: list[int],
        shift: OffsetMap | None,
        imported: dict[str, str] | None = None,
    ) -> None:
        super().__init__(wrapper, starts, shift, imported)
        self.path = path
        self.drafts: list[Draft] = []
        self.imports: list[PyImport] = []
        self.named: list[PyNamed] = []
        self.strings: list[PyText | PyFormat] = []
        self.environment: list[EnvironmentRead] = []
        self.comments: list[Comment] = []
        self.classes: list[str] = []
        self.guards = 0

    @property
    def draft(self) -> Draft:
        """Return the function that is being read."""
        return self.drafts[self.current]

    def note_call(self, call: PyCall) -> None:
        """Keep a call in its function, and what its keywords and environment reads say."""
        self.draft.calls.append(call)
        for argument in call.arguments:
            if argument.name:
                self.named.append(PyNamed(argument.name, argument.value, "keyword", self.current, argument.span))
        self._note_environment(call)

    def note_item(self, item: PyItem) -> None:
        """Keep a subscript read; one of ``os.environ`` is an environment read."""
        self.draft.reads.append(item)
        if _is_environ(item.object) and isinstance(item.key, PyText):
            self.environment.append(EnvironmentRead(item.key.value, None, True, self.current, item.span))

    def note_text(self, text: PyText | PyFormat) -> None:
        """Keep a text that is no part of a larger one."""
        self.strings.append(text)

    def note_entry(self, name: str, value: PyValue, span: Span) -> None:
        """Keep an entry of a dict."""
        self.named.append(PyNamed(name, value, "entry", self.current, span))

    def enter_loop(self, subject: PyValue, span: Span) -> None:
        """Keep a comprehension as a loop, open while its items are made."""
        self.draft.open_loops.append(len(self.draft.loops))
        self.draft.loops.append(PyLoop("comprehension", subject, span, span))

    def leave_loop(self) -> None:
        """Close the comprehension."""
        self.draft.open_loops.pop()

    def context(self) -> tuple[tuple[int, ...], tuple[tuple[int, str], ...], tuple[tuple[int, int], ...]]:
        """Return the loops, tries and branch arms around the place that is being read."""
        draft = self.draft
        return tuple(draft.open_loops), tuple(draft.open_tries), tuple(draft.open_arms)

    def _note_environment(self, call: PyCall) -> None:
        if call.qualified == "os.getenv" or (
            call.method in ("get", "pop", "setdefault") and call.receiver is not None and _is_environ(call.receiver)
        ):
            name = call.argument("key", 0)
            default = call.argument("default", 1)
            if isinstance(name, PyText):
                self.environment.append(EnvironmentRead(name.value, default, False, self.current, call.span))
            return
        if any(_is_environ(given.value) for given in call.arguments):
            name = next((given.value for given in call.arguments if isinstance(given.value, PyText)), None)
            if name is not None:
                self.environment.append(EnvironmentRead(name.value, None, True, self.current, call.span))


def _is_environ(value: PyValue) -> bool:
    return getattr(value, "qualified", "") == "os.environ"
