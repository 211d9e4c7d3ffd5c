"""How a registration is ended in the text: what is called, with what, and where."""

from __future__ import annotations

from ctilint.mends.writing.draft import Draft
from ctilint.mends.writing.naming import is_plain, is_stable, local_names, name_for, roots
from ctilint.patterns import pattern
from ctilint.read.facts import (
    Array,
    Call,
    ClassValue,
    Entry,
    FileFacts,
    Function,
    FunctionValue,
    Member,
    Object,
    Script,
    ScriptKind,
    Value,
)
from ctilint.read.outlines import Outline, Statement
from ctilint.read.source import Span
from ctilint.records import dataclass
from ctilint.rulebook.tables import api
from ctilint.understand.model import Ending, Removal
from ctilint.understand.registrations import is_component
from ctilint.views.facts import View

_SPACE = pattern(r"\s+")
HOOKS = {"Component": "componentWillUnmount", "PureComponent": "componentWillUnmount"}
HOOK = "disconnectedCallback"
LOOPS = frozenset({"for_statement", "for_in_statement", "while_statement", "do_statement"})
KEPT = "subscription"


@dataclass(frozen=True, slots=True)
class Said:
    """What was written: its title, and what makes it doubtful; or why it has to be done by hand."""

    title: str = ""
    doubt: str = ""
    by_hand: str = ""


class Ends:
    """Writes the end of one registration into a draft."""

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
        statement = self._statement()
        if statement is None:
            return "the registration is the value of an expression, beside which nothing can be written"
        if self._in_loop(statement):
            return "it is registered in a loop, and each round needs its own end"
        return "the object it is registered with, or the event, has no name there"

    # Where

    def _beside_another(self) -> Said | None:
        """End it where another listener of the same function is ended."""
        for other in self.view.window.endings:
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
        statement = self._statement_of(made)
        event, handler = self._argument("event"), self._argument("listener")
        if statement is None or statement.alone or handler is None or event is None or not is_stable(handler):
            return None
        if not isinstance(made.callee, Member) or self.entry is None or self.entry.style == "object":
            return None
        known = frozenset().union(*(roots(value) for value in made.arguments), {"this"})
        if (local_names(self.script, event) | local_names(self.script, handler)) - known:
            return None
        receiver = self._text(Span(made.callee.span.start, made.callee.key_span.start))
        line = f"{receiver}{self.method}({self._text(event.span)}, {self._text(handler.span)}){self.style.end}"
        self.draft.insert(statement.span.end, f"\n{self.style.indent(statement.span.start)}{line}")
        return Said(f"call {self.method} where the other listeners are removed")

    def _named_for_both(self) -> Said | None:
        """Name the function once, where the removal there is passes another one."""
        removal = self.ending.removal
        if self.ending.verdict != "other-function" or removal is None or removal.call.script is not self.script:
            return None
        handler = self._argument("listener")
        given = removal.call.entry.removes if removal.call.entry is not None else ""
        wrong = self.view.argument(removal.call, given) if given else None
        statement = self._statement()
        if handler is None or wrong is None or statement is None or is_stable(handler) or not removal.reached_from:
            return None
        mine = self._class_of(self.registration.call.function.function)
        its = self._class_of(removal.call.function.function)
        if mine is not None and its is not None and mine[0] is its[0]:
            name = f"this.{name_for(self.script, 'on', self.registration.event)}"
            start = f"{name} = "
        elif self.call.function == 0:
            name = name_for(self.script, "on", self.registration.event)
            start = f"{'const' if self.style.modern else 'var'} {name} = "
        else:
            return None
        if not self._named(statement, handler, start, name):
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
        owner = self._owner(function)
        if owner is not None:
            mine = self._class_of(self.registration.call.function.function)
            if mine is None or mine[0] is not owner[0] or not is_component(owner[0]):
                return None
            return self._into_hook(owner[0], mine[1], f"this.{function.name}(){self.style.end}")
        binding = self.script.scopes[0].bindings.get(function.name)
        if function.kind != "declaration" or binding is None or self.registration.in_component:
            return None
        statement = self._outer_statement()
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
        found = self._class_of(self.registration.call.function.function)
        if found is None or not is_component(found[0]):
            return Said(
                by_hand=f"call {self.method} with the same function in the component's own hook; "
                "which hook that is depends on the framework"
            )
        handler = self._argument("listener")
        statement = self._statement()
        if statement is None or self._in_loop(statement) or handler is None:
            return None
        receiver = self.call.callee.object if isinstance(self.call.callee, Member) else None
        event = self._argument("event")
        if receiver is None or not is_plain(receiver) or event is None or not is_plain(event):
            return None
        if local_names(self.script, receiver) or local_names(self.script, event):
            return None
        doubt = self._hook_doubt()
        if not is_stable(handler):
            name = f"this.{name_for(self.script, 'on', self.registration.event)}"
            if not self._named(statement, handler, f"{name} = ", name):
                return None
            text = name
            doubt = doubt or "the function gets a name of its own"
        else:
            if local_names(self.script, handler):
                return None
            text = self._text(handler.span)
        line = f"{self._receiver()}{self.method}({self._text(event.span)}, {text}){self.style.end}"
        said = self._into_hook(found[0], found[1], line)
        return Said(said.title, said.doubt or doubt)

    def _on_pagehide(self) -> Said | None:
        if self.registration.in_component or self.script.kind in {ScriptKind.ATTRIBUTE, ScriptKind.URL}:
            return None
        statement = self._statement()
        if statement is None or self._in_loop(statement):
            return None
        call = self._removal_call(statement)
        if call is None:
            return None
        base, unit, end = self.style.indent(statement.span.start), self.style.unit, self.style.end
        quote = self.style.quote
        opened, closed = self.style.function()
        bound = "" if self.style.modern or "this" not in self._used() else ".bind(this)"
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
        receiver = self._receiver()
        if self.registration.undo == "switch":
            return f"{receiver}{self.method}({self._answered()})"
        if self.entry is not None and self.entry.style == "object":
            return self._object_call(statement, receiver)
        event, handler = self._first(), self._argument("listener")
        if event is None or handler is None or not (is_plain(event) or isinstance(event, Array)):
            return None
        if is_stable(handler):
            text = self._text(handler.span)
        else:
            text = name_for(self.script, "on", self.registration.event)
            keyword = "const" if self.style.modern else "var"
            if not self._named(statement, handler, f"{keyword} {text} = ", text):
                return None
        return f"{receiver}{self.method}({self._given(event, text)})"

    def _given(self, event: Value, handler: str) -> str:
        row = api(self.entry.dialect).get(self.removal) if self.entry is not None else None
        wanted = row.arguments if row is not None else ()
        if len(wanted) == 1 and wanted[0].type == "function":
            return handler
        first = event.span if not isinstance(event, Array) or len(wanted) > 1 else None
        more = self.call.arguments[2:3] if len(wanted) > 2 else ()
        given = ([self._text(first)] if first is not None and wanted and wanted[0].type != "function" else []) + [
            handler
        ]
        return ", ".join([*given, *(self._text(value.span) for value in more)])

    def _answered(self) -> str:
        """Return the arguments of a switch: a required callback does nothing."""
        row = api(self.entry.dialect).get(self.removal) if self.entry is not None else None
        if row is None or row.style != "object":
            return ""
        empty = "() => {}" if self.style.modern else "function () {}"
        return f"{{ callback: {empty} }}"

    def _object_call(self, statement: Statement, receiver: str) -> str | None:
        """End a subscription to a message channel with what its callback delivers, an event sink with its event."""
        given = self.call.arguments[0] if self.call.arguments else None
        if not isinstance(given, Object):
            return None
        if self.registration.dialect == "event-sink":
            event = next((entry.value for entry in given.entries if entry.key == "eventType"), None)
            return f"{receiver}{self.method}({{ eventType: {self._text(event.span)} }})" if event is not None else None
        name = name_for(self.script, KEPT, "")
        if not self._kept(given, name):
            return None
        keyword = "let" if self.style.modern else "var"
        base = self.style.indent(statement.span.start)
        self.draft.insert(statement.span.start, f"{keyword} {name}{self.style.end}\n{base}")
        shown = KEPT if self.style.modern and name == KEPT else f"{KEPT}: {name}"
        return f"if ({name}) {receiver}{self.method}({{ {shown} }})"

    def _kept(self, given: Object, name: str) -> bool:
        """Keep the subscription that the callback of ``subscribe`` delivers."""
        callback = next((entry for entry in given.entries if entry.key == "callback"), None)
        answer = name_for(self.script, "answer", "")
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

    def _named(self, statement: Statement, handler: Value, start: str, name: str) -> bool:
        """Give the listener a name before the call: only what stands around the function is written anew."""
        if statement.alone:
            return False
        around = (Span(statement.span.start, handler.span.start), Span(handler.span.end, statement.span.end))
        if any(
            mask.span.start < part.end and part.start < mask.span.end for mask in self.facts.masks for part in around
        ):
            return self._named_in_place(statement, handler, start, name)
        if statement.kind != "expression_statement" or self._outer(statement) != self.call.span:
            return self._named_in_place(statement, handler, start, name)
        before = self._text(Span(statement.span.start, handler.span.start))
        after = self._text(Span(handler.span.end, self.call.span.end))
        if "//" in before or "//" in after or "/*" in before:
            return self._named_in_place(statement, handler, start, name)
        before = _SPACE.sub(" ", before).replace("( ", "(")
        base = self.style.indent(statement.span.start)
        self.draft.replace(Span(statement.span.start, handler.span.start), start)
        self.draft.replace(
            Span(handler.span.end, statement.span.end), f"{self.style.end}\n{base}{before}{name}{after}{self.style.end}"
        )
        return True

    def _named_in_place(self, statement: Statement, handler: Value, start: str, name: str) -> bool:
        """Give the listener its name where it stands: nothing around it is written anew."""
        if not start.startswith("this."):
            keyword = "let" if self.style.modern else "var"
            base = self.style.indent(statement.span.start)
            self.draft.insert(statement.span.start, f"{keyword} {name}{self.style.end}\n{base}")
        self.draft.insert(handler.span.start, f"{name} = ")
        return True

    def _into_hook(self, owner: ClassValue, method: Entry, line: str) -> Said:
        hook = HOOKS.get(self._base(owner), HOOK)
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
        owner = self._class_of(function)
        if owner is not None and owner[1].key == "constructor":
            return "a component that is moved is not constructed again, and would not listen any more"
        if owner is not None and owner[1].key not in {"connectedCallback", "renderedCallback", "componentDidMount"}:
            return "whether the component registers again when it comes back takes a look"
        return ""

    # Texts and places

    def _text(self, span: Span) -> str:
        return self.facts.source.cut(span)

    def _receiver(self) -> str:
        callee = self.call.callee
        return self._text(Span(callee.span.start, callee.key_span.start)) if isinstance(callee, Member) else ""

    def _used(self) -> frozenset[str]:
        values = [self.call.callee, *self.call.arguments]
        return frozenset().union(*(roots(value) for value in values))

    def _first(self) -> Value | None:
        return self.call.arguments[0] if self.call.arguments else None

    def _argument(self, role: str) -> Value | None:
        if self.entry is None:
            return None
        name = self.entry.listener if role == "listener" else self.entry.event
        return self.view.argument(self.registration.call, name)

    def _statement(self) -> Statement | None:
        return self._statement_of(self.call)

    def _statement_of(self, call: Call) -> Statement | None:
        """Return the statement of a call; None when a function's one expression stands between."""
        found = self.outline.around(call.span.start)
        function = self.script.functions[call.function]
        if found is None or function.expression_body or (function.index and found.span.start < function.span.start):
            return None
        return found if found.kind in {"expression_statement", "lexical_declaration", "variable_declaration"} else None

    def _outer_statement(self) -> Statement | None:
        found = self.outline.around(self.call.span.start)
        while found is not None and (found.parent >= 0):
            found = self.outline.statements[found.parent]
        return found

    def _outer(self, statement: Statement) -> Span:
        """Return the span of a statement's expression."""
        end = statement.span.end - (1 if statement.ended else 0)
        return Span(statement.span.start, len(self.facts.source.text[:end].rstrip()))

    def _in_loop(self, statement: Statement) -> bool:
        at = statement
        while at.parent >= 0:
            above = self.outline.statements[at.parent]
            if above.function != statement.function:
                return False
            if above.kind in LOOPS:
                return True
            at = above
        return False

    def _owner(self, function: Function) -> tuple[ClassValue, Entry] | None:
        index = self.view.index(self.script)
        found = index.owners.get(function.index)
        if found is None or not isinstance(found[0], ClassValue):
            return None
        return found[0], found[1]

    def _class_of(self, function: Function) -> tuple[ClassValue, Entry] | None:
        """Return the class whose method a function is, or stands in as an arrow."""
        at = function.index
        while at > 0:
            found = self._owner(self.script.functions[at])
            if found is not None:
                return found
            if self.script.functions[at].kind != "arrow":
                return None
            at = self.script.functions[at].parent
        return None

    @staticmethod
    def _base(owner: ClassValue) -> str:
        base = owner.superclass
        if isinstance(base, Member):
            return base.key or ""
        return getattr(base, "name", "") or ""
