"""What one file says. A script is lowered once to the small program below; nothing later sees a syntax tree.

All spans are offsets into the text of the file as it lies on disk, also for scripts inside attributes or archives.

*Values* say what an expression is; *steps* say what happens, in order. A call is both: the ``Call`` value appears
(the same object) in the ``CallStep`` of the block that makes it, after the steps of its callee and arguments.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from ctilint.read.source import Source, Span
from ctilint.records import dataclass, field

# Values


@dataclass(frozen=True, slots=True)
class Literal:
    """A string, number, boolean or null; ``undefined`` is a Name."""

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

# Steps


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
    """A lexical scope; ``parent`` -1 for the script's own. ``bindings`` by name."""

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


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment, delimiters included, of a script or of markup."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Mask:
    """Text that another language fills in (a merge field, a server template); the script saw a stand-in."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class SyntaxProblem:
    """The first place that stopped the parser."""

    message: str
    span: Span


class ScriptKind(StrEnum):
    """Where a script stands."""

    FILE = "file"
    INLINE = "inline"
    MODULE = "module"
    ATTRIBUTE = "attribute"
    URL = "url"
    AURA = "aura"
    METADATA = "metadata"


@dataclass(frozen=True, slots=True)
class Script:
    """One piece of JavaScript, lowered. ``functions[0]`` is its top-level code.

    For kind ATTRIBUTE, ``attribute`` is the attribute's lower-case name and ``element`` the index of its element
    in ``FileFacts.elements``; for INLINE and MODULE, ``element`` is the script element. -1 otherwise.
    An AURA script's one expression (``({ ... })``) is ``bundle``.
    """

    path: str
    kind: ScriptKind
    span: Span
    functions: tuple[Function, ...]
    scopes: tuple[Scope, ...]
    imports: tuple[Import, ...] = ()
    exports: tuple[Export, ...] = ()
    comments: tuple[Comment, ...] = ()
    masks: tuple[Mask, ...] = ()
    problem: SyntaxProblem | None = None
    attribute: str = ""
    element: int = -1
    bundle: Object | None = None
    text: str = field(default="", repr=False, compare=False)

    def lookup(self, name: Name) -> Binding | None:
        """Return the binding that ``name`` refers to, or None when it is global (or another script's)."""
        at = name.scope
        while at >= 0:
            scope = self.scopes[at]
            found = scope.bindings.get(name.name)
            if found is not None:
                return found
            at = scope.parent
        return None


# Markup


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute; ``name`` as written, ``value`` with entities decoded (masks left as written)."""

    name: str
    value: str
    span: Span
    value_span: Span


@dataclass(frozen=True, slots=True)
class MarkupElement:
    """An element in document order; ``parent`` is an index into ``FileFacts.elements`` or -1. ``tag`` as written.

    ``text`` is the text directly inside it, entities decoded, script bodies left out.
    """

    tag: str
    attributes: tuple[Attribute, ...]
    parent: int
    span: Span
    text: str = ""

    def get(self, name: str) -> str | None:
        """Return the value of the attribute ``name`` (any case), or None."""
        wanted = name.lower()
        for attribute in self.attributes:
            if attribute.name.lower() == wanted:
                return attribute.value
        return None


@dataclass(frozen=True, slots=True)
class Include:
    """A file or library that markup pulls in.

    ``kind``: script (a src), apex (apex:includeScript), require (REQUIRESCRIPT), lightning (ltng:require, one per
    script), component (a child component: ``target`` is ``c:name``, ``apexcomp:name``, ``c-name``), frame (iframe src),
    page (apex:include, apex:composition), resource ($Resource in a script of a page). ``target`` is the address or
    name as written, entities decoded; ``span`` is the address itself. ``order`` is the index of the script that
    stands next after it, so that inline scripts and includes keep their order. ``element`` indexes
    ``FileFacts.elements`` or is -1.
    """

    kind: str
    target: str
    span: Span
    order: int
    element: int = -1


class FileKind(StrEnum):
    """What a file is."""

    JAVASCRIPT = "javascript"
    TYPESCRIPT = "typescript"
    HTML = "html"
    VISUALFORCE = "visualforce"
    AURA = "aura"
    LWC_TEMPLATE = "lwc-template"
    METADATA = "metadata"
    CALL_CENTER = "call-center"
    TEMPLATE = "template"
    PYTHON = "python"
    DEPLOYMENT = "deployment"
    CONTACT_FLOW = "contact-flow"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class VendoredLibrary:
    """A copy of Salesforce's or Amazon's own library: ``library`` (opencti, interaction, integration, streams, ...)."""

    library: str
    version: str
    span: Span


@dataclass(frozen=True, slots=True)
class FileFacts:
    """Everything one file says. ``scripts`` stand in document order."""

    path: str
    kind: FileKind
    source: Source
    scripts: tuple[Script, ...] = ()
    elements: tuple[MarkupElement, ...] = ()
    includes: tuple[Include, ...] = ()
    comments: tuple[Comment, ...] = ()
    masks: tuple[Mask, ...] = ()
    problem: SyntaxProblem | None = None
    vendored: VendoredLibrary | None = None
    call_center: object | None = None
