"""Python expressions, lowered to values. Shares libcst with ``python``, and nobody else."""

from __future__ import annotations

import ast
from typing import cast

import libcst as cst
from libcst import metadata

from ctilint.patterns import pattern
from ctilint.read.server.records import (
    PyArgument,
    PyAttribute,
    PyCall,
    PyConstant,
    PyDict,
    PyFormat,
    PyItem,
    PyList,
    PyName,
    PyOther,
    PyText,
    PyValue,
)
from ctilint.read.source import OffsetMap, Span

_HOLE = pattern(r"%(?:\([^)]*\))?[-+ #0]*(?:\*|\d+)?(?:\.\d+)?[a-zA-Z%]|\{[^{}]*\}")


def dotted(node: cst.CSTNode | None) -> str:
    """Return ``a.b.c`` for a chain of names, '' for anything else."""
    if isinstance(node, cst.Name):
        return node.value
    if isinstance(node, cst.Attribute):
        head = dotted(node.value)
        return f"{head}.{node.attr.value}" if head else ""
    return ""


class Values:
    """Lowers expressions; the statement reader says where it stands and keeps what is found."""

    def __init__(
        self,
        wrapper: metadata.MetadataWrapper,
        starts: list[int],
        shift: OffsetMap | None,
        imported: dict[str, str] | None = None,
    ) -> None:
        self.positions = wrapper.resolve(metadata.PositionProvider)
        self.imported = imported
        self.scopes = wrapper.resolve(metadata.ScopeProvider) if imported is None else {}
        self.starts = starts
        self.shift = shift
        self.current = 0

    # Told to the statement reader

    def note_call(self, call: PyCall) -> None:
        """Take a call."""

    def note_item(self, item: PyItem) -> None:
        """Take a subscript read."""

    def note_text(self, text: PyText | PyFormat) -> None:
        """Take a text."""

    def note_entry(self, name: str, value: PyValue, span: Span) -> None:
        """Take a dict entry."""

    def enter_loop(self, subject: PyValue, span: Span) -> None:
        """Begin the part of a comprehension that runs for each item."""

    def leave_loop(self) -> None:
        """End it."""

    def context(self) -> tuple[tuple[int, ...], tuple[tuple[int, str], ...], tuple[tuple[int, int], ...]]:
        """Return the loops, tries and arms around this place."""
        return (), (), ()

    # Positions and names

    def span(self, node: cst.CSTNode) -> Span:
        """Return where ``node`` stands in the file."""
        where = self.positions[node]
        start = self.starts[min(where.start.line, len(self.starts)) - 1] + where.start.column
        end = self.starts[min(where.end.line, len(self.starts)) - 1] + where.end.column
        if self.shift is not None:
            return Span(self.shift.to_file(start), max(self.shift.to_file(start), self.shift.to_file(end)))
        return Span(start, end)

    def qualified(self, node: cst.CSTNode) -> str:
        """Return the full name of ``node`` when an import binds its first part, else ''."""
        first, dot, rest = dotted(node).partition(".")
        if not first:
            return ""
        if self.imported is not None:
            full = self.imported.get(first, "")
            return f"{full}{dot}{rest}" if full else ""
        scope = self.scopes.get(node)
        if scope is None:
            return ""
        for found in scope.get_qualified_names_for(node):
            if found.source is metadata.QualifiedNameSource.IMPORT:
                return found.name
        return ""

    @staticmethod
    def is_text(node: cst.BaseExpression) -> bool:
        """Say whether ``node`` is a plain string literal."""
        return isinstance(node, cst.SimpleString | cst.ConcatenatedString)

    # Expressions

    def target(self, node: cst.BaseExpression) -> PyValue:
        """Lower the target of an assignment; it is no read."""
        if isinstance(node, cst.Subscript):
            return PyItem(self.value(node.value), self._key(node), self.span(node))
        if isinstance(node, cst.StarredElement):
            return self.target(node.value)
        return self.value(node)

    def value(self, node: cst.BaseExpression) -> PyValue:
        """Lower an expression and keep the texts that it holds."""
        lowered = self._value(node)
        if isinstance(lowered, PyText | PyFormat):
            self.note_text(lowered)
        return lowered

    def _value(self, node: cst.BaseExpression) -> PyValue:
        span = self.span(node)
        if isinstance(node, cst.SimpleString):
            return PyText(_literal(node.value), span)
        if isinstance(node, cst.Name):
            if node.value in ("True", "False", "None"):
                return PyConstant({"True": True, "False": False, "None": None}[node.value], span)
            return PyName(node.value, self.qualified(node), span)
        if isinstance(node, cst.Attribute):
            return PyAttribute(self._inner(node.value), node.attr.value, self.qualified(node), span)
        if isinstance(node, cst.Call):
            return self._call(node, span)
        if isinstance(node, cst.Subscript):
            item = PyItem(self._inner(node.value), self._key(node), span)
            self.note_item(item)
            return item
        if isinstance(node, cst.FormattedString):
            return PyFormat(tuple(self._pieces(node)), "f-string", span)
        if isinstance(node, cst.ConcatenatedString):
            return self._joined(node, span)
        if isinstance(node, cst.BinaryOperation):
            return self._binary(node, span)
        if isinstance(node, cst.Dict):
            return self._dict(node, span)
        if isinstance(node, cst.List | cst.Tuple | cst.Set):
            return PyList(tuple(self.value(one.value) for one in node.elements), span)
        if isinstance(node, cst.Integer | cst.Float):
            return PyConstant(_number(node.value), span)
        if isinstance(node, cst.UnaryOperation):
            inner = self.value(node.expression)
            if isinstance(node.operator, cst.Minus) and isinstance(inner, PyConstant) and inner.value is not None:
                return PyConstant(-inner.value, span)
            return PyOther("not" if isinstance(node.operator, cst.Not) else "unary", (inner,), span)
        if isinstance(node, cst.Await):
            return PyOther("await", (self.value(node.expression),), span)
        if isinstance(node, cst.NamedExpr):
            return self.value(node.value)
        if isinstance(node, cst.Lambda):
            return PyOther("lambda", (self.value(node.body),), span)
        if isinstance(node, cst.ListComp | cst.SetComp | cst.GeneratorExp | cst.DictComp):
            return self._comprehension(node, span)
        return self._other(node, span)

    def _inner(self, node: cst.BaseExpression) -> PyValue:
        """Lower the object of a member or item; a text there is still a text of the program."""
        return self.value(node)

    def _other(self, node: cst.BaseExpression, span: Span) -> PyOther:
        if isinstance(node, cst.Comparison):
            parts = [self.value(node.left), *(self.value(one.comparator) for one in node.comparisons)]
            return PyOther("compare", tuple(parts), span)
        if isinstance(node, cst.BooleanOperation):
            what = "or" if isinstance(node.operator, cst.Or) else "and"
            return PyOther(what, (self.value(node.left), self.value(node.right)), span)
        if isinstance(node, cst.IfExp):
            self.value(node.test)
            return PyOther("conditional", (self.value(node.body), self.value(node.orelse)), span)
        if isinstance(node, cst.StarredElement | cst.Yield):
            inner = getattr(node, "value", None)
            inner = inner.item if isinstance(inner, cst.From) else inner
            parts_of = (self.value(inner),) if isinstance(inner, cst.BaseExpression) else ()
            return PyOther("star" if isinstance(node, cst.StarredElement) else "yield", parts_of, span)
        return PyOther(type(node).__name__.lower(), (), span)

    def _key(self, node: cst.Subscript) -> PyValue:
        if len(node.slice) == 1 and isinstance(node.slice[0].slice, cst.Index):
            return self._value(node.slice[0].slice.value)
        parts: list[PyValue] = []
        for element in node.slice:
            piece = element.slice
            if isinstance(piece, cst.Slice):
                parts.extend(self.value(one) for one in (piece.lower, piece.upper) if one is not None)
            elif isinstance(piece, cst.Index):
                parts.append(self.value(piece.value))
        return PyOther("slice", tuple(parts), self.span(node))

    def _call(self, node: cst.Call, span: Span) -> PyCall | PyFormat:
        callee = self._value(node.func)
        arguments = []
        for given in node.args:
            name = given.keyword.value if given.keyword is not None else ""
            arguments.append(PyArgument(name, given.star, self.value(given.value), self.span(given)))
        loops, tries, arms = self.context()
        call = PyCall(
            callee,
            tuple(arguments),
            dotted(node.func),
            self.qualified(node.func),
            self.current,
            span,
            self.span(node.func),
            loops,
            tries,
            arms,
        )
        self.note_call(call)
        text = self._text_call(call, span)
        return text if text is not None else call

    def _text_call(self, call: PyCall, span: Span) -> PyFormat | None:
        """Return the text that ``'...'.format(x)`` or ``', '.join(x)`` makes."""
        receiver = call.receiver
        if not isinstance(receiver, PyText | PyFormat):
            return None
        given = tuple(argument.value for argument in call.arguments)
        if call.method == "format":
            return PyFormat(_filled(receiver, given), "format", span)
        if call.method == "join":
            return PyFormat((receiver, *given), "join", span)
        return None

    def _binary(self, node: cst.BinaryOperation, span: Span) -> PyValue:
        parts: list[PyValue] = []
        here: cst.BaseExpression = node
        right: list[cst.BaseExpression] = []
        while isinstance(here, cst.BinaryOperation) and isinstance(here.operator, cst.Add):
            right.append(here.right)
            here = here.left
        if right:
            parts = [self._value(here), *(self._value(one) for one in reversed(right))]
            if any(isinstance(one, PyText | PyFormat) for one in parts):
                flat: list[PyValue] = []
                for one in parts:
                    flat.extend(one.parts if isinstance(one, PyFormat) and one.form == "plus" else (one,))
                return PyFormat(tuple(flat), "plus", span)
            return PyOther("operation", tuple(parts), span)
        left, other = self._value(node.left), self._value(node.right)
        if isinstance(node.operator, cst.Modulo) and isinstance(left, PyText | PyFormat):
            given = other.items if isinstance(other, PyList) else (other,)
            return PyFormat(_filled(left, given), "percent", span)
        for one in (left, other):
            if isinstance(one, PyText | PyFormat):
                self.note_text(one)
        return PyOther("operation", (left, other), span)

    def _pieces(self, node: cst.FormattedString) -> list[PyValue]:
        pieces: list[PyValue] = []
        for part in node.parts:
            if isinstance(part, cst.FormattedStringText):
                pieces.append(PyText(part.value.replace("{{", "{").replace("}}", "}"), self.span(part)))
            elif isinstance(part, cst.FormattedStringExpression):
                pieces.append(self._value(part.expression))
        return pieces

    def _joined(self, node: cst.ConcatenatedString, span: Span) -> PyText | PyFormat:
        parts: list[PyValue] = []
        here: cst.BaseExpression = node
        while isinstance(here, cst.ConcatenatedString):
            parts.append(self._value(here.left))
            here = here.right
        parts.append(self._value(here))
        if all(isinstance(part, PyText) for part in parts):
            return PyText("".join(cast("PyText", part).value for part in parts), span)
        flat: list[PyValue] = []
        for part in parts:
            flat.extend(part.parts if isinstance(part, PyFormat) else (part,))
        return PyFormat(tuple(flat), "f-string", span)

    def _dict(self, node: cst.Dict, span: Span) -> PyDict:
        entries: list[tuple[PyValue | None, PyValue]] = []
        for element in node.elements:
            value = self.value(element.value)
            if isinstance(element, cst.DictElement):
                key = self._value(element.key)
                entries.append((key, value))
                if isinstance(key, PyText):
                    self.note_entry(key.value, value, self.span(element))
            else:
                entries.append((None, value))
        return PyDict(tuple(entries), span)

    def _comprehension(self, node: cst.ListComp | cst.SetComp | cst.GeneratorExp | cst.DictComp, span: Span) -> PyOther:
        subject = self.value(node.for_in.iter)
        parts = [subject]
        self.enter_loop(subject, span)
        if isinstance(node, cst.DictComp):
            parts.extend((self.value(node.key), self.value(node.value)))
        else:
            parts.append(self.value(node.elt))
        for condition in node.for_in.ifs:
            self.value(condition.test)
        self.leave_loop()
        return PyOther("map" if isinstance(node, cst.DictComp) else "comprehension", tuple(parts), span)


def _filled(template: PyText | PyFormat, given: tuple[PyValue, ...]) -> tuple[PyValue, ...]:
    """Return the literal pieces of ``template`` with the values of its holes between them, in order."""
    if isinstance(template, PyFormat):
        return (*template.parts, *given)
    pieces: list[PyValue] = []
    at = 0
    waiting = list(given)
    for hole in _HOLE.finditer(template.value):
        if hole[0] == "%%" or not waiting:
            continue
        pieces.append(PyText(template.value[at : hole.start()], template.span))
        pieces.append(waiting.pop(0))
        at = hole.end()
    pieces.append(PyText(template.value[at:], template.span))
    pieces.extend(waiting)
    return tuple(pieces)


def _literal(written: str) -> str:
    try:
        value = ast.literal_eval(written)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return written.lstrip("rRbBuU").strip("'\"")
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _number(written: str) -> float:
    try:
        return float(ast.literal_eval(written))
    except (ValueError, SyntaxError, OverflowError):
        return 0.0
