"""What follows a synchronous request, moved into the callback of its asynchronous form, where that can be done."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.mends.writing.draft import Draft
from ctilint.mends.writing.naming import name_for
from ctilint.patterns import pattern
from ctilint.read.facts import Call, FileFacts, Function, Loop, Script, ScriptKind, Try
from ctilint.read.markup.entities import unescape
from ctilint.read.outlines import Outline, Statement
from ctilint.read.source import Span
from ctilint.records import dataclass
from ctilint.views.steps import around

_LOOPS = frozenset({"for_statement", "for_in_statement", "while_statement", "do_statement"})
_JUMPS = frozenset({"break_statement", "continue_statement"})
_HELD = pattern(r"\b(?:await|yield|arguments|super)\b")
_THIS = pattern(r"\bthis\b")
_DECLARED = pattern(r"(?:var|let|const)\s+([A-Za-z_$][\w$]*)\s*=\s*\Z")
_WHOLE = frozenset({ScriptKind.METADATA, ScriptKind.URL})
_KINDS = frozenset({"expression_statement", "variable_declaration", "lexical_declaration", "if_statement"})

LOOPED = "it stands in a loop, and each round would have to wait for the one before"
VALUE = "its function gives the answer back, and its callers would have to wait for it too"
AFTER = "work after the block it stands in needs the answer too"
SHARED = "names that are made from the answer are used outside of what follows"
PLACED = "it stands in the middle of an expression or under a condition of its own"
JUMPS = "what follows leaves a loop or waits, which a callback cannot do"


class CannotMoveError(Exception):
    """What follows cannot move into a callback; the text says why."""


@dataclass(frozen=True, slots=True)
class Region:
    """A statement and what follows it to the end of its function's work. ``end`` is where the last of it ends."""

    first: Statement
    rest: tuple[Statement, ...]
    end: int
    guarded: bool


class Moving:
    """Looks at one script for what can move, and writes it."""

    def __init__(self, facts: FileFacts, script: Script, outline: Outline, draft: Draft) -> None:
        self.facts = facts
        self.script = script
        self.outline = outline
        self.draft = draft
        self.text = facts.source.text

    def region(self, call: Call) -> Region:
        """Return the statement of ``call`` and all that follows it; CannotMoveError when it cannot move."""
        function = self.script.functions[call.function]
        first = self.outline.around(call.span.start)
        if first is None or function.expression_body or first.span.start < function.span.start or self.draft.style.flat:
            raise CannotMoveError(PLACED)
        if function.index == 0 and self.script.kind not in _WHOLE:
            raise CannotMoveError(AFTER)
        if first.kind == "return_statement":
            raise CannotMoveError(VALUE)
        if first.kind not in _KINDS or first.alone:
            raise CannotMoveError(PLACED)
        guarded = False
        for step in around(function, call):
            if isinstance(step, Loop):
                raise CannotMoveError(LOOPED)
            if first.span.start <= step.span.start and step.span.end <= first.span.end:
                raise CannotMoveError(PLACED)
            if isinstance(step, Try):
                if step.finalizer is not None:
                    raise CannotMoveError(AFTER)
                guarded = True
        rest = self.outline.rest(first)
        for above in self._above(first):
            if above.kind in _LOOPS:
                raise CannotMoveError(LOOPED)
            if self.outline.rest(above) or above.kind == "switch_statement":
                raise CannotMoveError(AFTER)
        end = self.line_end(max((one.span.end for one in rest), default=first.span.end))
        self._demand_free(function, first, Span(first.span.start, end))
        return Region(first, rest, end, guarded)

    def _above(self, statement: Statement) -> Iterator[Statement]:
        at = statement
        while at.parent >= 0 and self.outline.statements[at.parent].function == statement.function:
            at = self.outline.statements[at.parent]
            yield at

    def _demand_free(self, function: Function, first: Statement, span: Span) -> None:
        """Refuse what a callback cannot hold: values given back, jumps out, names that others use."""
        written = self.text[span.start : span.end]
        if _HELD.search(written) is not None:
            raise CannotMoveError(JUMPS)
        for one in self.outline.inside(span):
            if one.function != first.function:
                continue
            if one.kind == "return_statement" and self.written(one.span).strip().rstrip(";").strip() != "return":
                raise CannotMoveError(VALUE)
            if one.kind in _JUMPS and not any(
                above.kind in {*_LOOPS, "switch_statement"} and above.span.start >= span.start
                for above in self._above(one)
            ):
                raise CannotMoveError(JUMPS)
        outside = self.text[function.span.start : span.start] + " " + self.text[span.end : function.span.end]
        for scope in self.script.scopes:
            for binding in scope.bindings.values():
                if binding.function != function.index or not span.start <= binding.span.start < span.end:
                    continue
                if pattern(rf"(?<![\w$.]){_escaped(binding.name)}(?![\w$])").search(outside) is not None:
                    raise CannotMoveError(SHARED)

    def line_end(self, end: int) -> int:
        """Return ``end``, or the end of the line's comment that stands right behind it."""
        line = self.text[end:].split("\n", 1)[0].split("\r", 1)[0]
        return end + len(line.rstrip()) if line.lstrip().startswith("//") else end

    def written(self, span: Span) -> str:
        """Return the text of ``span`` as the script's language has it, without the references of markup."""
        text = self.text[span.start : span.end]
        if self.script.kind in {ScriptKind.ATTRIBUTE, ScriptKind.METADATA} and "<![CDATA[" not in self.text:
            return unescape(text, xml=self.script.kind is ScriptKind.METADATA)
        return text

    def into_object(self, call: Call, log: str) -> None:
        """Give a call of the AJAX Toolkit its callbacks, and move what follows into the first of them."""
        region = self.region(call)
        first, style = region.first, self.draft.style
        if self.text[call.span.end - 1] != ")":
            raise CannotMoveError(PLACED)
        before = self.written(Span(first.span.start, call.span.start))
        after = self.written(Span(call.span.end, first.span.end)).strip()
        declared = _DECLARED.match(before)
        gone = after in {"", ";"} and (not before.strip() or declared is not None)
        name = declared[1] if declared is not None and gone else ""
        if not gone:
            name = name_for(self.draft.style, "answer", "")
        base, unit = style.indent(first.span.start), style.unit
        one, two = base + unit, base + unit * 2
        inner = two + unit if region.guarded else two
        opened, closed = self._function(name, region)
        parts = [", {" if call.arguments else "{", f"\n{one}onSuccess: {opened}"]
        if region.guarded:
            parts.append(f"\n{two}try {{")
        if not gone:
            parts.append(f"\n{inner}{before}{name}")
        keep = call.span.end if not gone else first.span.end
        self.draft.replace(Span(first.span.start, call.span.start), "")
        self.draft.replace(Span(call.span.end - 1, keep), "".join(parts))
        for _ in range(3 if region.guarded else 2):
            self.draft.indent(keep, region.end)
        tail = [f"\n{two}}} catch (error) {{\n{inner}{log}\n{two}}}"] if region.guarded else []
        empty = gone and not region.rest and not region.guarded
        tail.append(f"{closed}," if empty else f"\n{one}{closed},")
        failed, end_failed = style.function("error")
        tail.append(f"\n{one}onFailure: {failed}\n{two}{log}\n{one}{end_failed}\n{base}}}){style.end}")
        self.draft.insert(region.end, "".join(tail))

    def _function(self, parameters: str, region: Region) -> tuple[str, str]:
        opened, closed = self.draft.style.function(parameters)
        uses = _THIS.search(self.text, region.first.span.start, region.end) is not None
        return opened, closed + (".bind(this)" if uses and not self.draft.style.modern else "")

    def after_send(self, send: Call, receiver: str) -> None:
        """Let what follows ``send`` run when the answer is there."""
        region = self.region(send)
        if not region.rest:
            return
        first, style = region.first, self.draft.style
        if first.kind != "expression_statement" or region.guarded:
            raise CannotMoveError(AFTER if region.guarded else PLACED)
        base = style.indent(first.span.start)
        opened, closed = self._function("", region)
        sent = self.written(first.span)
        self.draft.replace(first.span, f"{receiver}.onload = {opened}")
        self.draft.indent(first.span.end, region.end)
        ended = "" if sent.endswith(";") else style.end
        self.draft.insert(region.end, f"\n{base}{closed}{style.end}\n{base}{sent}{ended}")


def _escaped(name: str) -> str:
    return name.replace("$", "\\$")
