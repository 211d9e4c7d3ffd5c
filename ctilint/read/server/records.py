"""What the Python of the server side says: lowered to values, calls and functions.

All spans are offsets into the text of the file as it lies on disk, also for code and flows inside a template.
"""

from __future__ import annotations

from ctilint.read.source import Span
from ctilint.records import dataclass

# Python values


@dataclass(frozen=True, slots=True)
class PyText:
    """A string literal, adjacent literals joined; bytes are decoded as Latin-1."""

    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class PyConstant:
    """A number, True, False or None."""

    value: float | bool | None
    span: Span


@dataclass(frozen=True, slots=True)
class PyFormat:
    """A text put together. ``form``: f-string, percent, plus, format, join, replace, template."""

    parts: tuple[PyValue, ...]
    form: str
    span: Span

    @property
    def literal(self) -> str:
        """Return the literal parts joined, with ``{}`` for every other part."""
        return "".join(
            part.value if isinstance(part, PyText) else part.literal if isinstance(part, PyFormat) else "{}"
            for part in self.parts
        )


@dataclass(frozen=True, slots=True)
class PyName:
    """A name that is read; ``qualified`` is its full name when an import binds it (``boto3``)."""

    name: str
    qualified: str
    span: Span


@dataclass(frozen=True, slots=True)
class PyAttribute:
    """``object.name``; ``qualified`` as in PyName (``os.environ``)."""

    object: PyValue
    name: str
    qualified: str
    span: Span


@dataclass(frozen=True, slots=True)
class PyItem:
    """``object[key]``; a slice is a PyOther key."""

    object: PyValue
    key: PyValue
    span: Span


@dataclass(frozen=True, slots=True)
class PyDict:
    """A dict display; the key of ``**other`` is None."""

    entries: tuple[tuple[PyValue | None, PyValue], ...]
    span: Span

    def get(self, name: str) -> PyValue | None:
        """Return the value under the text key ``name``, or None."""
        for key, value in self.entries:
            if isinstance(key, PyText) and key.value == name:
                return value
        return None


@dataclass(frozen=True, slots=True)
class PyList:
    """A list, tuple or set display."""

    items: tuple[PyValue, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class PyArgument:
    """One argument of a call; ``name`` '' when positional; ``star`` is '', ``*`` or ``**``."""

    name: str
    star: str
    value: PyValue
    span: Span


@dataclass(frozen=True, slots=True, eq=False)
class PyCall:
    """A call, compared by identity. ``written`` is the callee as dotted text (``self.request.get``), '' for others.

    ``qualified`` is the callee's full name when an import binds it (``requests.post``). ``loops`` are the spans of the
    loops of the same function around it, outermost first. ``tries`` are (index into the function's tries, part) pairs,
    outermost first, part being body, handler, else or final. ``arms`` are (branch, arm) numbers: calls that differ
    in the arm of one branch never run together.
    """

    callee: PyValue
    arguments: tuple[PyArgument, ...]
    written: str
    qualified: str
    function: int
    span: Span
    callee_span: Span
    loops: tuple[int, ...] = ()
    tries: tuple[tuple[int, str], ...] = ()
    arms: tuple[tuple[int, int], ...] = ()

    @property
    def method(self) -> str:
        """Return the last part of the callee's name."""
        if isinstance(self.callee, PyAttribute | PyName):
            return self.callee.name
        return ""

    @property
    def receiver(self) -> PyValue | None:
        """Return what the method is called on, or None."""
        return self.callee.object if isinstance(self.callee, PyAttribute) else None

    def argument(self, name: str, position: int = -1) -> PyValue | None:
        """Return the argument called ``name``, or else the one at ``position``; a starred one ends the count."""
        for given in self.arguments:
            if given.name == name and name:
                return given.value
        for index, given in enumerate(self.arguments):
            if given.star or given.name:
                return None
            if index == position:
                return given.value
        return None

    @property
    def spreads(self) -> bool:
        """Say whether ``**mapping`` is among the arguments."""
        return any(given.star == "**" for given in self.arguments)


@dataclass(frozen=True, slots=True)
class PyOther:
    """Any other expression, with the values inside it.

    ``what``: compare, boolean, conditional, lambda, comprehension (of a list, set or generator), map (of a dict), ...
    """

    what: str
    parts: tuple[PyValue, ...]
    span: Span


PyValue = PyText | PyConstant | PyFormat | PyName | PyAttribute | PyItem | PyDict | PyList | PyCall | PyOther

# Python code


@dataclass(frozen=True, slots=True)
class PyParameter:
    """A formal parameter; ``kind`` is '', ``*`` or ``**``."""

    name: str
    default: PyValue | None
    kind: str
    span: Span


@dataclass(frozen=True, slots=True)
class PyAssign:
    """``target = value`` (one per name of an unpacked target); ``loop`` when the target is a for loop's."""

    target: PyValue
    value: PyValue
    span: Span
    operator: str = "="
    loop: bool = False


@dataclass(frozen=True, slots=True)
class PyHandler:
    """One ``except``: ``types`` empty when bare. ``statements`` are the kinds of its direct statements.

    Kinds: pass, call, raise, return, assign, continue, break, other.
    """

    types: tuple[str, ...]
    name: str
    statements: tuple[str, ...]
    calls: tuple[PyCall, ...]
    raises: bool
    span: Span
    header: Span
    returned: PyValue | None = None


@dataclass(frozen=True, slots=True)
class PyTry:
    """A ``try`` with its handlers; ``body`` is the span of the guarded block."""

    handlers: tuple[PyHandler, ...]
    body: Span
    span: Span


@dataclass(frozen=True, slots=True)
class PyLoop:
    """``kind``: for, while, comprehension. ``subject`` is what is iterated or the condition."""

    kind: str
    subject: PyValue
    span: Span
    header: Span


@dataclass(frozen=True, slots=True)
class PyReturn:
    """``return value``; ``conditions`` are what the branches around it ask, for the arm that it stands in."""

    value: PyValue | None
    span: Span
    conditions: tuple[PyValue, ...] = ()


@dataclass(frozen=True, slots=True)
class PyFunction:
    """A function of a module; index 0 is the module's own code. ``class_name`` '' outside classes.

    ``exits`` are the branch arms (as in ``PyCall.arms``) that end in a return or raise: nothing below them runs.
    """

    index: int
    name: str
    class_name: str
    parameters: tuple[PyParameter, ...]
    decorators: tuple[str, ...]
    parent: int
    span: Span
    header: Span
    is_async: bool = False
    calls: tuple[PyCall, ...] = ()
    assigns: tuple[PyAssign, ...] = ()
    returns: tuple[PyReturn, ...] = ()
    tries: tuple[PyTry, ...] = ()
    loops: tuple[PyLoop, ...] = ()
    reads: tuple[PyItem, ...] = ()
    always_returns: bool = False
    exits: frozenset[tuple[int, int]] = frozenset()
    statements: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class PyImport:
    """``import module`` (name '') or ``from module import name``; ``level`` counts leading dots."""

    module: str
    name: str
    alias: str
    level: int
    span: Span
    guarded: bool = False


@dataclass(frozen=True, slots=True)
class PyNamed:
    """A value under a name. ``how``: assign, keyword, entry (of a dict), default (of a parameter).

    ``function`` is the index of the function it stands in, 0 for the module's own code.
    """

    name: str
    value: PyValue
    how: str
    function: int
    span: Span


@dataclass(frozen=True, slots=True)
class EnvironmentRead:
    """A read of an environment variable; ``required`` when a missing one raises at once.

    ``function`` is the index of the function it stands in, 0 for the module's own code.
    """

    name: str
    default: PyValue | None
    required: bool
    function: int
    span: Span


@dataclass(frozen=True, slots=True)
class PyModule:
    """One piece of Python, lowered; ``strings`` leaves docstrings out."""

    path: str
    name: str
    span: Span
    functions: tuple[PyFunction, ...]
    imports: tuple[PyImport, ...]
    named: tuple[PyNamed, ...]
    strings: tuple[PyText | PyFormat, ...]
    environment: tuple[EnvironmentRead, ...]
    inline: bool = False
