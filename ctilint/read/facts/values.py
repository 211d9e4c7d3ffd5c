"""What an expression of a script is."""

from __future__ import annotations

from ctilint.read.source import Span
from ctilint.records import dataclass


@dataclass(frozen=True, slots=True)
class Literal:
    """A string, number, boolean or null, as the code means it; ``undefined`` is a Name."""

    value: str | float | bool | None
    span: Span


@dataclass(frozen=True, slots=True)
class Regex:
    """A regular expression literal, as written."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Template:
    """A text put together: a template literal, or a chain of ``+`` in which one side is a string or template."""

    parts: tuple[Value, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Name:
    """An identifier that is read; ``scope`` is an index into ``Script.scopes``. ``this`` and ``super`` are This."""

    name: str
    scope: int
    span: Span


@dataclass(frozen=True, slots=True)
class This:
    """A ``this`` or ``super``; ``function`` is the index of the nearest function that is not an arrow."""

    function: int
    span: Span
    is_super: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """``object.key``, ``object?.key``, ``object['key']`` (key known) or ``object[computed]`` (key None)."""

    object: Value
    key: str | None
    span: Span
    key_span: Span
    optional: bool = False
    computed: Value | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One part of an object literal or class body; ``key`` None means computed or spread.

    ``kind``: property, shorthand, method, getter, setter, constructor, field, spread, static-block.
    ``initializer`` is the index of the function (kind ``field``) whose steps compute a field's value, or -1; its last
    step assigns the value to the member of ``this``.
    """

    key: str | None
    value: Value
    kind: str
    span: Span
    key_span: Span
    static: bool = False
    computed: Value | None = None
    decorators: tuple[str, ...] = ()
    initializer: int = -1


@dataclass(frozen=True, slots=True)
class Object:
    """An object literal."""

    entries: tuple[Entry, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Array:
    """An array literal; a hole or spread is an Unknown."""

    items: tuple[Value, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class FunctionValue:
    """A function expression, arrow, method or declaration: an index into ``Script.functions``."""

    function: int
    span: Span


@dataclass(frozen=True, slots=True)
class ClassValue:
    """A class; ``scope`` is the scope its own name is bound in."""

    name: str | None
    superclass: Value | None
    entries: tuple[Entry, ...]
    span: Span
    decorators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """A call or ``new``; compared by identity. ``callee`` of ``import(x)`` is Name('import').

    A spread argument is an Unknown('spread'). A tagged template is a call of its tag.
    ``function`` is the index of the function whose steps hold it.
    """

    callee: Value
    arguments: tuple[Value, ...]
    span: Span
    arguments_span: Span
    function: int
    new: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Either:
    """One of several values: ``?:`` (with its ``condition``), ``||``, ``??``, ``&&``, a default."""

    options: tuple[Value, ...]
    span: Span
    condition: Value | None = None
    operator: str = "?:"


@dataclass(frozen=True, slots=True)
class Operation:
    """Any other operator over its operands: comparisons, ``!``, ``typeof``, arithmetic, ``in``, ``instanceof``."""

    operator: str
    operands: tuple[Value, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Await:
    """``await value``."""

    value: Value
    span: Span


@dataclass(frozen=True, slots=True)
class Element:
    """A JSX element: its tag as a value or text, attributes by name (spread under ``...``), child values."""

    tag: str
    attributes: tuple[tuple[str, Value], ...]
    children: tuple[Value, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that was not lowered, with what stopped us (``spread``, ``yield``, ``error``, a node kind)."""

    what: str
    span: Span


Value = (
    Literal
    | Regex
    | Template
    | Name
    | This
    | Member
    | Object
    | Array
    | FunctionValue
    | ClassValue
    | Call
    | Either
    | Operation
    | Await
    | Element
    | Unknown
)
