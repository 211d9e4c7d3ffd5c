"""One registering call in its text: what is written there, what stands around it."""

from __future__ import annotations

from ctilint.mends.writing.draft import Draft
from ctilint.mends.writing.naming import roots
from ctilint.read.facts import Call, ClassValue, Entry, FileFacts, Function, Member, Script, Value
from ctilint.read.outlines import Outline, Statement
from ctilint.read.source import Span
from ctilint.understand.model import Ending
from ctilint.views.facts import View

LOOPS = frozenset({"for_statement", "for_in_statement", "while_statement", "do_statement"})


class Site:
    """The registering call of one ending, its script and the draft that is written."""

    def __init__(
        self, facts: FileFacts, script: Script, outline: Outline, draft: Draft, view: View, ending: Ending
    ) -> None:
        self.facts = facts
        self.script = script
        self.outline = outline
        self.draft = draft
        self.style = draft.style
        self.view = view
        self.ending = ending
        self.registration = ending.registration
        self.call: Call = self.registration.call.call
        self.entry = self.registration.call.entry
        names = self.entry.undone_by if self.entry is not None else ()
        self.removal = names[0] if names else ""
        self.method = self.removal.replace("#", ".").rpartition(".")[2]

    def text(self, span: Span) -> str:
        """Return what stands at ``span``."""
        return self.facts.source.cut(span)

    def receiver(self) -> str:
        """Return what the method is called on, with the dot behind it."""
        callee = self.call.callee
        return self.text(Span(callee.span.start, callee.key_span.start)) if isinstance(callee, Member) else ""

    def used(self) -> frozenset[str]:
        """Return the names that the call uses."""
        values = [self.call.callee, *self.call.arguments]
        return frozenset().union(*(roots(value) for value in values))

    def first(self) -> Value | None:
        """Return the first argument."""
        return self.call.arguments[0] if self.call.arguments else None

    def argument(self, role: str) -> Value | None:
        """Return the ``listener`` or the ``event`` of the call."""
        if self.entry is None:
            return None
        name = self.entry.listener if role == "listener" else self.entry.event
        return self.view.argument(self.registration.call, name)

    def statement(self) -> Statement | None:
        """Return the statement of the registering call."""
        return self.statement_of(self.call)

    def statement_of(self, call: Call) -> Statement | None:
        """Return the statement of a call; None when a function's one expression stands between."""
        found = self.outline.around(call.span.start)
        function = self.script.functions[call.function]
        if found is None or function.expression_body or (function.index and found.span.start < function.span.start):
            return None
        return found if found.kind in {"expression_statement", "lexical_declaration", "variable_declaration"} else None

    def outer_statement(self) -> Statement | None:
        """Return the statement of the script that the call stands in."""
        found = self.outline.around(self.call.span.start)
        while found is not None and (found.parent >= 0):
            found = self.outline.statements[found.parent]
        return found

    def outer(self, statement: Statement) -> Span:
        """Return the span of a statement's expression."""
        end = statement.span.end - (1 if statement.ended else 0)
        return Span(statement.span.start, len(self.facts.source.text[:end].rstrip()))

    def in_loop(self, statement: Statement) -> bool:
        """Say whether a loop of the same function is around ``statement``."""
        at = statement
        while at.parent >= 0:
            above = self.outline.statements[at.parent]
            if above.function != statement.function:
                return False
            if above.kind in LOOPS:
                return True
            at = above
        return False

    def owner(self, function: Function) -> tuple[ClassValue, Entry] | None:
        """Return the class that ``function`` is a method of."""
        index = self.view.index(self.script)
        found = index.owners.get(function.index)
        if found is None or not isinstance(found[0], ClassValue):
            return None
        return found[0], found[1]

    def class_of(self, function: Function) -> tuple[ClassValue, Entry] | None:
        """Return the class whose method a function is, or stands in as an arrow."""
        at = function.index
        while at > 0:
            found = self.owner(self.script.functions[at])
            if found is not None:
                return found
            if self.script.functions[at].kind != "arrow":
                return None
            at = self.script.functions[at].parent
        return None

    @staticmethod
    def base(owner: ClassValue) -> str:
        """Return the name of what a class extends."""
        base = owner.superclass
        if isinstance(base, Member):
            return base.key or ""
        return getattr(base, "name", "") or ""
