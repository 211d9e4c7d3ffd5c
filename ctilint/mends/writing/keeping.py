"""What has to be kept so that it can be ended: a listener gets a name, a subscription a variable."""

from __future__ import annotations

from ctilint.mends.writing.naming import is_stable, name_for, roots
from ctilint.mends.writing.site import Site
from ctilint.patterns import pattern
from ctilint.read.facts import FunctionValue, Object, Value
from ctilint.read.outlines import Statement
from ctilint.read.source import Span

_SPACE = pattern(r"\s+")
KEPT = "subscription"


class Keeping(Site):
    """Writes names and variables around the registering call."""

    def named(self, statement: Statement, handler: Value, start: str, name: str) -> bool:
        """Give the listener a name before the call: only what stands around the function is written anew."""
        if statement.alone:
            return False
        around = (Span(statement.span.start, handler.span.start), Span(handler.span.end, statement.span.end))
        if any(
            mask.span.start < part.end and part.start < mask.span.end for mask in self.facts.masks for part in around
        ):
            return self.named_in_place(statement, handler, start, name)
        if statement.kind != "expression_statement" or self.outer(statement) != self.call.span:
            return self.named_in_place(statement, handler, start, name)
        before = self.text(Span(statement.span.start, handler.span.start))
        after = self.text(Span(handler.span.end, self.call.span.end))
        if "//" in before or "//" in after or "/*" in before:
            return self.named_in_place(statement, handler, start, name)
        before = _SPACE.sub(" ", before).replace("( ", "(")
        base = self.style.indent(statement.span.start)
        self.draft.replace(Span(statement.span.start, handler.span.start), start)
        self.draft.replace(
            Span(handler.span.end, statement.span.end), f"{self.style.end}\n{base}{before}{name}{after}{self.style.end}"
        )
        return True

    def named_in_place(self, statement: Statement, handler: Value, start: str, name: str) -> bool:
        """Give the listener its name where it stands: nothing around it is written anew."""
        if not start.startswith("this."):
            keyword = "let" if self.style.modern else "var"
            base = self.style.indent(statement.span.start)
            self.draft.insert(statement.span.start, f"{keyword} {name}{self.style.end}\n{base}")
        self.draft.insert(handler.span.start, f"{name} = ")
        return True

    def kept(self, given: Object, name: str) -> bool:
        """Keep the subscription that the callback of ``subscribe`` delivers."""
        callback = next((entry for entry in given.entries if entry.key == "callback"), None)
        answer = name_for(self.style, "answer", "")
        end = self.style.end
        opened, closed = self.style.function(answer)
        if callback is None:
            last = given.entries[-1] if given.entries else None
            if last is None:
                return False
            tail = self.facts.source.text[last.span.end : given.span.end]
            comma = "" if "," in tail else ","
            at = last.span.end + (tail.index(",") + 1 if not comma else 0)
            lined = "\n" in self.facts.source.text[given.span.start : last.span.start]
            gap = f"\n{self.style.indent(last.span.start)}" if lined else " "
            self.draft.insert(
                at, f"{comma}{gap}callback: {opened} {name} = {answer}.{KEPT}{end} {closed}{',' if not comma else ''}"
            )
            return True
        value = callback.value
        if isinstance(value, FunctionValue):
            function = self.script.functions[value.function]
            if function.expression_body or not function.parameters or not function.parameters[0].name:
                return False
            body = function.body_span
            first = f"{name} = {function.parameters[0].name}.{KEPT}{end}"
            lined = "\n" in self.facts.source.text[body.start : body.end]
            inner = self.style.indent(body.start) + self.style.unit
            self.draft.insert(body.start + 1, f"\n{inner}{first}" if lined else f" {first}")
            return True
        if not is_stable(value) or callback.kind == "shorthand":
            if callback.kind != "shorthand":
                return False
            self.draft.insert(
                callback.span.end, f": {opened} {name} = {answer}.{KEPT}{end} {callback.key}({answer}){end} {closed}"
            )
            return True
        if not self.style.modern and "this" in roots(value):
            return False
        self.draft.insert(value.span.start, f"{opened} {name} = {answer}.{KEPT}{end} ")
        self.draft.insert(value.span.end, f"({answer}){end} {closed}")
        return True
