"""The things that a value can be, as the resolver names them (see ``values.py``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ctilint.read.facts import Array, Call, ClassValue, Object, Value
from ctilint.records import dataclass
from ctilint.understand.program.bundles import Part
from ctilint.understand.program.index import ScriptIndex
from ctilint.understand.program.refs import FunctionRef


@dataclass(frozen=True, slots=True)
class Path:
    """A name of the window that no script defines: ``alert``, ``sforce.opencti.screenPop``, ``Contact#onEnded``."""

    path: str


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One way into a function: the call's arguments and where they are to be read.

    ``outer`` is the closure's frame, ``depth`` the number of frames below this one.
    """

    ref: FunctionRef
    arguments: tuple[Value, ...]
    index: ScriptIndex
    caller: Frame | None
    outer: Frame | None
    depth: int


@dataclass(frozen=True, slots=True)
class Func:
    """A function of the app, with the frame it closes over."""

    ref: FunctionRef
    frame: Frame | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Obj:
    """An object literal."""

    index: ScriptIndex
    value: Object
    frame: Frame | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Cls:
    """A class (``instance`` False) or an object made from it."""

    index: ScriptIndex
    value: ClassValue
    instance: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """An object made by ``new`` of a function."""

    ref: FunctionRef


@dataclass(frozen=True, slots=True, eq=False)
class Module:
    """Everything that a module exports."""

    index: ScriptIndex


@dataclass(frozen=True, slots=True, eq=False)
class Arr:
    """An array literal, or one made from an object's entries."""

    index: ScriptIndex
    value: Array
    frame: Frame | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """A known text or number."""

    text: str


Target = Path | Func | Obj | Cls | Made | Module | Arr | Text | Part


# By the type of the target: asked for each of the targets of each question.
_IDENTITIES: Mapping[type, Callable[[Any], object]] = {
    Func: lambda target: id(target.ref),
    Obj: lambda target: id(target.value),
    Arr: lambda target: id(target.value),
    Cls: lambda target: (id(target.value), target.instance),
    Module: lambda target: id(target.index),
    Made: lambda target: (id(target.ref), "made"),
    Path: lambda target: ("path", target.path),
    Text: lambda target: ("text", target.text),
}


def identity(target: Target) -> object:
    """Return what makes two targets the same thing, frames left aside."""
    known = _IDENTITIES.get(type(target))
    return target if known is None else known(target)


@dataclass(frozen=True, slots=True)
class Caller:
    """The arguments with which a function is entered somewhere, and where they are to be read."""

    index: ScriptIndex
    arguments: tuple[Value, ...]
    frame: Frame | None
    call: Call | None = None
