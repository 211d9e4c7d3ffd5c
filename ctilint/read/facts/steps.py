"""What happens in a function, in order; functions and scopes, imports and exports."""

from __future__ import annotations

from collections.abc import Mapping

from ctilint.read.facts.values import Call, Member, Value
from ctilint.read.source import Span
from ctilint.records import dataclass


@dataclass(frozen=True, slots=True)
class CallStep:
    """A call that is made here."""

    call: Call
    span: Span


@dataclass(frozen=True, slots=True)
class ReadStep:
    """A member read that is not the callee of a call (``payload.number``); it can throw."""

    member: Member
    span: Span


@dataclass(frozen=True, slots=True)
class AssignStep:
    """``target = value``; ``declares`` is var, let, const, function, class, import or '' for a plain assignment.

    Destructuring is one step per bound name, the value a Member (or Unknown) of the source. ``operator`` is
    ``=``, ``+=``, ``||=``, ``++`` ... A function declaration is an AssignStep hoisted to the top of its block.
    """

    target: Value
    value: Value
    span: Span
    declares: str = ""
    operator: str = "="


@dataclass(frozen=True, slots=True)
class ReturnStep:
    """``return value``; the value of an arrow's expression body too. ``value`` None for a bare return."""

    value: Value | None
    span: Span


@dataclass(frozen=True, slots=True)
class ThrowStep:
    """``throw value``."""

    value: Value
    span: Span


@dataclass(frozen=True, slots=True)
class AwaitStep:
    """The place where an async function waits; what follows runs later."""

    value: Value
    span: Span


@dataclass(frozen=True, slots=True)
class JumpStep:
    """``break`` or ``continue``."""

    kind: str
    span: Span


@dataclass(frozen=True, slots=True)
class Branch:
    """``if``, ``?:``, ``&&``, ``||``, ``??`` or one ``case``: ``condition`` as a value, two blocks.

    The steps that the condition itself makes stand before the branch. ``a && b()`` is a branch whose ``then``
    holds b's steps; ``a || b()`` and ``a ?? b()`` hold them in ``otherwise``. A ``switch`` is a chain of branches
    whose conditions are ``Operation('===', (subject, case))``; ``default`` is the last ``otherwise``.
    """

    condition: Value
    then: Block
    otherwise: Block
    span: Span
    kind: str = "if"


@dataclass(frozen=True, slots=True)
class Loop:
    """``kind``: for, while, do, for-in, for-of. ``bound`` is the condition, or what is iterated; None for ``for(;;)``.

    The initialiser's steps stand before the loop; the condition's and update's steps are in ``body``
    (condition first, update last). ``variable`` is the target of for-in / for-of.
    """

    kind: str
    bound: Value | None
    body: Block
    span: Span
    variable: Value | None = None


@dataclass(frozen=True, slots=True)
class Try:
    """``handler`` None without catch; ``handler_empty``: the catch block has no statement (comments do not count)."""

    body: Block
    handler: Block | None
    finalizer: Block | None
    handler_empty: bool
    span: Span
    parameter: str | None = None


Step = CallStep | ReadStep | AssignStep | ReturnStep | ThrowStep | AwaitStep | JumpStep | Branch | Loop | Try


@dataclass(frozen=True, slots=True)
class Block:
    """Steps in the order in which they run."""

    steps: tuple[Step, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Parameter:
    """A formal parameter; ``name`` is '' for a pattern, whose names are bound by AssignSteps at the body's start.

    Those AssignSteps have ``declares='parameter'`` and read Members of ``Name(parameter_slot)``; see ``slot``:
    the made-up name (``%0``, ``%1`` ...) under which a pattern parameter is bound in the function's scope.
    """

    name: str
    span: Span
    default: Value | None = None
    rest: bool = False
    slot: str = ""


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the script. ``index`` 0 is the script's own top-level code (kind ``script``).

    ``kind``: script, declaration, expression, arrow, method, getter, setter, constructor, field (the initialiser
    of a class field or a static block). ``parent`` is the enclosing function, -1 for the script itself.
    ``name`` is its own name, the method's key, or the name of the variable or property it is first given to.
    ``scope`` is the scope that its parameters are bound in.
    """

    index: int
    name: str
    name_span: Span
    parameters: tuple[Parameter, ...]
    body: Block
    span: Span
    body_span: Span
    kind: str
    parent: int
    scope: int
    is_async: bool = False
    is_generator: bool = False
    expression_body: bool = False


@dataclass(frozen=True, slots=True)
class Binding:
    """A declared name. ``kind``: var, let, const, function, class, parameter, import, catch."""

    name: str
    kind: str
    span: Span
    function: int


@dataclass(frozen=True, slots=True)
class Scope:
    """A lexical scope; ``bindings`` by name.

    ``parent`` is the index of the scope around it, -1 for the script's own, ``function`` that of its function.
    """

    parent: int
    function: int
    bindings: Mapping[str, Binding]


@dataclass(frozen=True, slots=True)
class Import:
    """``import {imported as local} from source``; ``imported`` is ``default``, ``*`` or '' (for effect only)."""

    source: str
    imported: str
    local: str
    span: Span


@dataclass(frozen=True, slots=True)
class Export:
    """An exported name and its value (a Name of the local binding, or the expression); re-exports name a source.

    ``export * from 'x'`` has name ``*``.
    """

    name: str
    value: Value
    span: Span
    source: str = ""
