"""The state of one walk over a syntax tree, and the way from a node to what it means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from sys import intern
from typing import TYPE_CHECKING

from ctilint.read.facts import (
    Binding,
    Block,
    Call,
    CallStep,
    Export,
    Function,
    Import,
    Member,
    Name,
    Step,
    This,
    Unknown,
    Value,
)
from ctilint.read.source import OffsetMap, Span

if TYPE_CHECKING:
    from tree_sitter import Node

LowerValue = Callable[["Walk", "Node"], Value]
LowerStatement = Callable[["Walk", "Node"], None]

WRAPPERS = frozenset(
    {
        "parenthesized_expression",
        "non_null_expression",
        "as_expression",
        "satisfies_expression",
        "instantiation_expression",
        "type_assertion",
    }
)
KINDS = {"var": "var", "let": "let", "const": "const", "using": "const"}
_PATH_LIMIT = 20
TYPES_IN_FRONT = frozenset({"type_arguments"})


class Frame:
    """Where a function's lowering was begun."""

    __slots__ = ("function", "hoisted", "owner", "scope", "steps", "var_scope")

    def __init__(self, walk: Walk) -> None:
        self.function = walk.function
        self.owner = walk.owner
        self.scope = walk.scope
        self.var_scope = walk.var_scope
        self.steps = walk.steps
        self.hoisted = walk.hoisted


class Walk:
    """Everything that one walk has gathered; the lowering functions add to it."""

    __slots__ = (
        "_depth",
        "_limit",
        "_map",
        "_shift",
        "_statements",
        "_values",
        "broken",
        "commented",
        "exports",
        "function",
        "functions",
        "given",
        "hoisted",
        "imports",
        "owner",
        "scope",
        "scopes",
        "steps",
        "text",
        "var_scope",
    )

    def __init__(
        self,
        text: str,
        offsets: OffsetMap,
        values: Mapping[str, LowerValue],
        statements: Mapping[str, LowerStatement],
        *,
        broken: bool,
        commented: bool,
        limit: int,
    ) -> None:
        self.text = text
        self.broken = broken
        self.commented = commented
        self._values = values
        self._statements = statements
        self._limit = limit
        self._depth = 0
        self._map = offsets if len(offsets.pieces) > 1 else None
        self._shift = offsets.to_file(0)
        self.functions: list[Function | None] = [None]
        self.scopes: list[tuple[int, int, dict[str, Binding]]] = [(-1, 0, {})]
        self.imports: list[Import] = []
        self.exports: list[Export] = []
        self.steps: list[Step] = []
        self.hoisted: list[Step] = []
        self.scope = 0
        self.var_scope = 0
        self.function = 0
        self.owner = 0
        self.given: dict[int, tuple[str, Span]] = {}

    def enter(self) -> bool:
        """Go one level deeper, if the limit allows it."""
        if self._depth >= self._limit:
            return False
        self._depth += 1
        return True

    def leave(self) -> None:
        """Come back from one level."""
        self._depth -= 1

    def enter_function(self, *, arrow: bool) -> Frame:
        """Begin a new function inside the present one and return what ``leave_function`` needs."""
        frame = Frame(self)
        self.functions.append(None)
        self.function = len(self.functions) - 1
        if not arrow:
            self.owner = self.function
        self.open_scope()
        self.var_scope = self.scope
        self.steps = []
        self.hoisted = []
        return frame

    def finish_steps(self) -> tuple[Step, ...]:
        """Return the present function's steps, hoisted declarations first."""
        return (*self.hoisted, *self.steps)

    def leave_function(self, frame: Frame) -> None:
        """Go back to the function that ``enter_function`` left."""
        self.function = frame.function
        self.owner = frame.owner
        self.scope = frame.scope
        self.var_scope = frame.var_scope
        self.steps = frame.steps
        self.hoisted = frame.hoisted

    def at(self, start: int, end: int) -> Span:
        """Return the file's span of two offsets in the text."""
        if self._map is None:
            return Span(start + self._shift, end + self._shift)
        return Span(self._map.to_file(start), self._map.to_file(end))

    def span(self, node: Node) -> Span:
        """Return the file's span of ``node``."""
        if self._map is None:
            return Span(node.start_byte + self._shift, node.end_byte + self._shift)
        return Span(self._map.to_file(node.start_byte), self._map.to_file(node.end_byte))

    def cut(self, node: Node) -> str:
        """Return the text of ``node``."""
        return self.text[node.start_byte : node.end_byte]

    def word(self, node: Node) -> str:
        """Return the text of a name or key, the same object for the same word: a program has few, each many times."""
        return intern(self.text[node.start_byte : node.end_byte])

    def kids(self, node: Node) -> list[Node]:
        """Return the children that the grammar asks for; what stands inside an error is lowered on the way."""
        children = node.children
        if not self.broken:
            return [child for child in children if not child.is_extra] if self.commented else children
        kept = []
        for child in children:
            if child.is_error:
                self.statement(child)
            elif not child.is_extra:
                kept.append(child)
        return kept

    def open_scope(self) -> int:
        """Enter a new scope inside the present one and return the present one."""
        outer = self.scope
        self.scopes.append((outer, self.function, {}))
        self.scope = len(self.scopes) - 1
        return outer

    def bind(self, name: str, kind: str, span: Span) -> None:
        """Declare ``name`` in the scope that its kind belongs to; the first declaration stays."""
        scope = self.var_scope if kind in {"var", "function"} else self.scope
        bindings = self.scopes[scope][2]
        if name not in bindings:
            bindings[name] = Binding(name, kind, span, self.function)

    def name(self, node: Node) -> Name:
        """Return the identifier ``node`` as it is read here."""
        return Name(self.word(node), self.scope, self.span(node))

    def this(self, node: Node, *, is_super: bool = False) -> This:
        """Return ``this`` (or ``super``) as it is read here."""
        return This(self.owner, self.span(node), is_super)

    def value(self, node: Node) -> Value:
        """Lower an expression: emit its steps, return its value."""
        kind = node.type
        while kind in WRAPPERS:
            inner = self.inside(node)
            if inner is None:
                return Unknown("empty", self.span(node))
            node = inner
            kind = node.type
        lower = self._values.get(kind)
        if lower is None:
            return Unknown(kind, self.span(node))
        if self._depth >= self._limit:
            return self.too_deep(node)
        self._depth += 1
        value = lower(self, node)
        self._depth -= 1
        return value

    def statement(self, node: Node) -> None:
        """Lower a statement: emit its steps."""
        lower = self._statements.get(node.type)
        if lower is None:
            if node.is_named and not node.is_extra:
                self.value(node)
            return
        if self._depth >= self._limit:
            self.too_deep(node)
            return
        self._depth += 1
        lower(self, node)
        self._depth -= 1

    def is_value(self, node: Node) -> bool:
        """Say whether ``node`` is an expression."""
        return node.type in self._values or node.type in WRAPPERS

    def inside(self, node: Node) -> Node | None:
        """Return the expression inside parentheses or a type assertion."""
        for child in self.kids(node):
            if child.is_named and child.type not in TYPES_IN_FRONT:
                return child
        return None

    def unwrap(self, node: Node) -> Node:
        """Return ``node`` without parentheses and type assertions."""
        while node.type in WRAPPERS:
            inner = self.inside(node)
            if inner is None:
                return node
            node = inner
        return node

    def statements(self, nodes: list[Node], span: Span) -> Block:
        """Lower statements into a block of the present scope; function declarations go to its top."""
        steps, hoisted = self.steps, self.hoisted
        self.steps, self.hoisted = [], []
        for node in nodes:
            self.statement(node)
        block = Block((*self.hoisted, *self.steps), span)
        self.steps, self.hoisted = steps, hoisted
        return block

    def block(self, node: Node) -> Block:
        """Lower one statement, or a block, into a block with a scope of its own."""
        outer = self.open_scope()
        span = self.span(node)
        result = self.statements(self.kids(node) if node.type == "statement_block" else [node], span)
        self.scope = outer
        return result

    def aside(self, node: Node) -> tuple[Value, Block]:
        """Lower an expression whose steps belong to a block of their own."""
        steps = self.steps
        self.steps = []
        value = self.value(node)
        block = Block(tuple(self.steps), self.span(node))
        self.steps = steps
        return value, block

    def empty(self, offset: int) -> Block:
        """Return a block without steps."""
        return Block((), self.at(offset, offset))

    def too_deep(self, node: Node) -> Value:
        """Gather the calls below ``node`` without recursion; of what they are given nothing is kept."""
        todo = [node]
        while todo:
            at = todo.pop()
            children = at.children
            if at.type == "call_expression" and children:
                span = self.span(at)
                call = Call(self._path(children[0]), (), span, self.span(children[-1]), self.function)
                self.steps.append(CallStep(call, span))
            todo.extend(reversed(children))
        return Unknown("too deep", self.span(node))

    def _path(self, node: Node) -> Value:
        """Return a plain path such as ``a.b.c``."""
        keys: list[tuple[Node, Node]] = []
        while node.type == "member_expression" and len(keys) < _PATH_LIMIT:
            children = node.children
            keys.append((node, children[-1]))
            node = children[0]
        if node.type != "identifier":
            return Unknown("too deep", self.span(node))
        value: Value = self.name(node)
        for whole, key in reversed(keys):
            value = Member(value, self.cut(key), self.span(whole), self.span(key))
        return value
