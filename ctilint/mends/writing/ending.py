"""How a registration is ended in the text: what is called, with what, and where."""

from __future__ import annotations

from ctilint.mends.writing.keeping import KEPT, Keeping
from ctilint.mends.writing.naming import is_plain, is_stable, local_names, name_for, roots
from ctilint.read.facts import (
    Array,
    ClassValue,
    Entry,
    FunctionValue,
    Member,
    Object,
    ScriptKind,
    Value,
)
from ctilint.read.outlines import Statement
from ctilint.read.source import Span
from ctilint.records import dataclass
from ctilint.rulebook.tables import api
from ctilint.understand.model import App, Ending, Removal, Window
from ctilint.understand.registrations import is_component

HOOKS = {"Component": "componentWillUnmount", "PureComponent": "componentWillUnmount"}
HOOK = "disconnectedCallback"


@dataclass(frozen=True, slots=True)
class Said:
    """What was written: its title, and what makes it doubtful; or why it has to be done by hand."""

    title: str = ""
    doubt: str = ""
    by_hand: str = ""


class Ends(Keeping):
    """Writes the end of one registration into a draft."""

    def write(self) -> Said:
        """Write the end at the first place that fits."""
        if not self.method or not isinstance(self.call.callee, Member) or self.call.callee.key is None:
            return Said(by_hand="call the removal on the way out; the registering call is not written out")
        if self.registration.undo == "handle":
            return Said(by_hand="keep what the call returns and call its unsubscribe when the component goes")
        for way in (
            self._beside_another,
            self._named_for_both,
            self._call_of_the_removal,
            self._in_the_hook,
            self._on_pagehide,
        ):
            said = way()
            if said is not None:
                return said
        return Said(by_hand=f"call {self.method} on the way out; {self._obstacle()}")

    def _obstacle(self) -> str:
        statement = self.statement()
        if statement is None:
            return "the registration is the value of an expression, beside which nothing can be written"
        if self.in_loop(statement):
            return "it is registered in a loop, and each round needs its own end"
        return "the object it is registered with, or the event, has no name there"

    # Where

    def _beside_another(self) -> Said | None:
        """End it where another listener of the same function is ended."""
        for other in _ended(self.view.app, self.view.window):
            site = other.registration
            removal = other.removal
            if (
                other.verdict != "ended"
                or removal is None
                or site.call.entry is not self.entry
                or site.call.function is not self.registration.call.function
                or removal.place.path != self.draft.path
                or self.registration.undo != "removal"
            ):
                continue
            said = self._after_removal(removal)
            if said is not None:
                return said
        return None

    def _after_removal(self, removal: Removal) -> Said | None:
        made = removal.call.call
        statement = self.statement_of(made)
        event, handler = self.argument("event"), self.argument("listener")
        if statement is None or statement.alone or handler is None or event is None or not is_stable(handler):
            return None
        if not isinstance(made.callee, Member) or self.entry is None or self.entry.style == "object":
            return None
        known = frozenset().union(*(roots(value) for value in made.arguments), {"this"})
        if (local_names(self.script, event) | local_names(self.script, handler)) - known:
            return None
        receiver = self.text(Span(made.callee.span.start, made.callee.key_span.start))
        line = f"{receiver}{self.method}({self.text(event.span)}, {self.text(handler.span)}){self.style.end}"
        self.draft.insert(statement.span.end, f"\n{self.style.indent(statement.span.start)}{line}")
        return Said(f"call {self.method} where the other listeners are removed")

    def _named_for_both(self) -> Said | None:
        """Name the function once, where the removal there is passes another one."""
        removal = self.ending.removal
        if self.ending.verdict != "other-function" or removal is None or removal.call.script is not self.script:
            return None
        handler = self.argument("listener")
        given = removal.call.entry.removes if removal.call.entry is not None else ""
        wrong = self.view.argument(removal.call, given) if given else None
        statement = self.statement()
        if handler is None or wrong is None or statement is None or is_stable(handler) or not removal.reached_from:
            return None
        mine = self.class_of(self.registration.call.function.function)
        its = self.class_of(removal.call.function.function)
        if mine is not None and its is not None and mine[0] is its[0]:
            name = f"this.{name_for(self.style, 'on', self.registration.event)}"
            start = f"{name} = "
        elif self.call.function == 0:
            name = name_for(self.style, "on", self.registration.event)
            start = f"{'const' if self.style.modern else 'var'} {name} = "
        else:
            return None
        if not self.named(statement, handler, start, name):
            return None
        self.draft.replace(wrong.span, name)
        return Said("name the function, and remove that one", "two functions of the same text become one")

    def _call_of_the_removal(self) -> Said | None:
        """Call the function that has the removal already, where nothing or the wrong thing calls it."""
        removal = self.ending.removal
        if self.ending.verdict not in {"dead", "wrong-hook"} or removal is None:
            return None
        ref = removal.call.function
        if ref.script is not self.script or ref.function.index == 0:
            return None
        function = ref.function
        if any(parameter.default is None for parameter in function.parameters) or not function.name:
            return None
        owner = self.owner(function)
        if owner is not None:
            mine = self.class_of(self.registration.call.function.function)
            if mine is None or mine[0] is not owner[0] or not is_component(owner[0]):
                return None
            return self._into_hook(owner[0], mine[1], f"this.{function.name}(){self.style.end}")
        binding = self.script.scopes[0].bindings.get(function.name)
        if function.kind != "declaration" or binding is None or self.registration.in_component:
            return None
        statement = self.outer_statement()
        if statement is None:
            return None
        base = self.style.indent(statement.span.start)
        quote = self.style.quote
        line = f"window.addEventListener({quote}pagehide{quote}, {function.name}){self.style.end}"
        self.draft.insert(statement.span.end, f"\n{base}{line}")
        return Said(f"call {function.name} on pagehide")

    def _in_the_hook(self) -> Said | None:
        if not self.registration.in_component:
            return None
        found = self.class_of(self.registration.call.function.function)
        if found is None or not is_component(found[0]):
            return Said(
                by_hand=f"call {self.method} with the same function in the component's own hook; "
                "which hook that is depends on the framework"
            )
        handler = self.argument("listener")
        statement = self.statement()
        if statement is None or self.in_loop(statement) or handler is None:
            return None
        receiver = self.call.callee.object if isinstance(self.call.callee, Member) else None
        event = self.argument("event")
        if receiver is None or not is_plain(receiver) or event is None or not is_plain(event):
            return None
        if local_names(self.script, receiver) or local_names(self.script, event):
            return None
        doubt = self._hook_doubt()
        if not is_stable(handler):
            name = f"this.{name_for(self.style, 'on', self.registration.event)}"
            if not self.named(statement, handler, f"{name} = ", name):
                return None
            text = name
            doubt = doubt or "the function gets a name of its own"
        else:
            if local_names(self.script, handler):
                return None
            text = self.text(handler.span)
        line = f"{self.receiver()}{self.method}({self.text(event.span)}, {text}){self.style.end}"
        said = self._into_hook(found[0], found[1], line)
        return Said(said.title, said.doubt or doubt)

    def _on_pagehide(self) -> Said | None:
        if self.registration.in_component or self.script.kind in {ScriptKind.ATTRIBUTE, ScriptKind.URL}:
            return None
        statement = self.statement()
        if statement is None or self.in_loop(statement):
            return None
        call = self._removal_call(statement)
        if call is None:
            return None
        base, unit, end = self.style.indent(statement.span.start), self.style.unit, self.style.end
        quote = self.style.quote
        opened, closed = self.style.function()
        bound = "" if self.style.modern or "this" not in self.used() else ".bind(this)"
        text = (
            f"\n{base}window.addEventListener({quote}pagehide{quote}, {opened}"
            f"\n{base}{unit}{call}{end}\n{base}{closed}{bound}){end}"
        )
        if statement.alone:
            self.draft.insert(statement.span.start, f"{{\n{base}{unit}")
            text = text.replace("\n", f"\n{unit}") + f"\n{base}}}"
        self.draft.insert(statement.span.end, text)
        return Said(f"call {self.method} on pagehide")

    # What

    def _removal_call(self, statement: Statement) -> str | None:
        """Return the call that ends the registration, naming or keeping what it needs; None when it cannot be had."""
        callee = self.call.callee
        if not isinstance(callee, Member) or not is_plain(callee.object):
            return None
        receiver = self.receiver()
        if self.registration.undo == "switch":
            return f"{receiver}{self.method}({self._answered()})"
        if self.entry is not None and self.entry.style == "object":
            return self._object_call(statement, receiver)
        event, handler = self.first(), self.argument("listener")
        if event is None or handler is None or not (is_plain(event) or isinstance(event, Array)):
            return None
        if is_stable(handler):
            text = self.text(handler.span)
        else:
            text = name_for(self.style, "on", self.registration.event)
            keyword = "const" if self.style.modern else "var"
            if not self.named(statement, handler, f"{keyword} {text} = ", text):
                return None
        return f"{receiver}{self.method}({self._given(event, text)})"

    def _given(self, event: Value, handler: str) -> str:
        row = api(self.entry.dialect).get(self.removal) if self.entry is not None else None
        wanted = row.arguments if row is not None else ()
        if len(wanted) == 1 and wanted[0].type == "function":
            return handler
        first = event.span if not isinstance(event, Array) or len(wanted) > 1 else None
        more = self.call.arguments[2:3] if len(wanted) > 2 else ()
        given = ([self.text(first)] if first is not None and wanted and wanted[0].type != "function" else []) + [
            handler
        ]
        return ", ".join([*given, *(self.text(value.span) for value in more)])

    def _answered(self) -> str:
        """Return the arguments of a switch: a required callback does nothing."""
        row = api(self.entry.dialect).get(self.removal) if self.entry is not None else None
        if row is None or row.style != "object":
            return ""
        empty = "() => {}" if self.style.modern else "function () {}"
        return f"{{ callback: {empty} }}"

    def _object_call(self, statement: Statement, receiver: str) -> str | None:
        """End a subscription to a message channel with what its callback delivers."""
        given = self.call.arguments[0] if self.call.arguments else None
        if not isinstance(given, Object):
            return None
        name = name_for(self.style, KEPT, "")
        if not self.kept(given, name):
            return None
        keyword = "let" if self.style.modern else "var"
        base = self.style.indent(statement.span.start)
        self.draft.insert(statement.span.start, f"{keyword} {name}{self.style.end}\n{base}")
        shown = KEPT if self.style.modern and name == KEPT else f"{KEPT}: {name}"
        return f"if ({name}) {receiver}{self.method}({{ {shown} }})"

    def _into_hook(self, owner: ClassValue, method: Entry, line: str) -> Said:
        hook = HOOKS.get(self.base(owner), HOOK)
        existing = next((entry for entry in owner.entries if entry.key == hook and entry.kind == "method"), None)
        unit = self.style.unit
        base = self.style.indent(method.span.start)
        if existing is None or not isinstance(existing.value, FunctionValue):
            text = f"\n\n{base}{hook}() {{\n{base}{unit}{line}\n{base}}}"
            self.draft.insert(method.span.end, text)
            return Said(f"call it in {hook}")
        body = self.script.functions[existing.value.function].body_span
        last = len(self.facts.source.text[: body.end - 1].rstrip())
        inner = self.style.indent(existing.span.start)
        closing = "" if self.style.is_first(body.end - 1) else f"\n{inner}"
        self.draft.insert(last, f"\n{inner}{unit}{line}{closing}")
        return Said(f"call it in {hook}")

    def _hook_doubt(self) -> str:
        """Return why the end in the hook is doubtful: a component that comes back does not register again."""
        function = self.registration.call.function.function
        owner = self.class_of(function)
        if owner is not None and owner[1].key == "constructor":
            return "a component that is moved is not constructed again, and would not listen any more"
        if owner is not None and owner[1].key not in {"connectedCallback", "renderedCallback", "componentDidMount"}:
            return "whether the component registers again when it comes back takes a look"
        return ""


def _ended(app: App, window: Window) -> tuple[Ending, ...]:
    """Return the registrations of a window that are ended."""
    return app.memory.kept(
        "what is ended", window, lambda: tuple(ending for ending in window.endings if ending.verdict == "ended")
    )
