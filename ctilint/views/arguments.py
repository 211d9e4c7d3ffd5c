"""The object arguments of methods, against the tables: unknown keys, missing keys, near misses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ctilint.read.facts import FunctionValue, Member, Object, Value
from ctilint.rulebook.entries import ApiArgument, ApiEntry
from ctilint.understand.model import ApiCall
from ctilint.views.facts import REFERENCE, View, arguments
from ctilint.views.shapes import Shape, shape_of

CALLBACK_NAMES = frozenset(
    """callbackfunction callbackfn cb success error onsuccess onerror onfailure failure fail complete oncomplete done
    successcallback errorcallback handler response""".split()
)
CLOSE = 0.8


def object_calls(view: View) -> Iterator[tuple[ApiCall, ApiEntry, Shape]]:
    """Yield the calls that are given one object, with its shape."""
    for call, entry in view.known(*REFERENCE):
        given = arguments(call)
        if entry.style == "object" and given is not None and len(given) == 1:
            shape = shape_of(view, call.script, given[0])
            if shape is not None:
                yield call, entry, shape


def near_key(key: str, names: Iterable[str]) -> str:
    """Return the name that ``key`` is a misspelling of, or ''."""
    lowered = key.lower()
    known = list(names)
    for name in known:
        if name.lower() == lowered and name != key:
            return name
    if lowered in CALLBACK_NAMES and "callback" in known:
        return "callback"
    from difflib import SequenceMatcher

    scored = [(SequenceMatcher(None, lowered, name.lower()).ratio(), name) for name in known if name != key]
    best = max(scored, default=(0.0, ""))
    if best[0] >= CLOSE:
        return best[1]
    # ``height`` for ``heightPX``, ``channel`` for ``channelName``.
    return next((name for name in known if len(key) >= 4 and name.lower().startswith(lowered)), "")


def wanting(entry: ApiEntry, shape: Shape) -> list[ApiArgument]:
    """Return the required arguments that the object does not have."""
    return [item for item in entry.arguments if item.required and not shape.has(item.name)]


def inner_shape(view: View, shape: Shape, name: str) -> Shape | None:
    """Return the shape of the object written at ``name``; None when it is no object, or not known."""
    value = shape.get(name)
    if value is None:
        return None
    inner = shape_of(view, shape.index.script, value)
    if inner is not None and not isinstance(value, Object):
        inner.direct = False
    return inner


def pop_type(view: View, shape: Shape, names: Iterable[str]) -> str:
    """Return the member of SCREENPOP_TYPE that the ``type`` of a call names, or ''."""
    value = shape.get("type")
    if value is None:
        return ""
    member = enum_member(view, shape, value)
    wanted = set(names)
    if member in wanted:
        return member
    texts = view.resolver.texts(shape.index.script, value)
    if len(texts) == 1 and texts[0].upper() in wanted:
        return texts[0].upper()
    return ""


def enum_member(view: View, shape: Shape, value: Value) -> str:
    """Return the last name of a path such as ``sforce.opencti.SCREENPOP_TYPE.SOBJECT``, or ''."""
    paths = (
        {getattr(target, "path", "") for target in view.resolver.targets(shape.index, value, None)}
        if isinstance(value, Member) or not isinstance(value, Object)
        else set()
    )
    if len(paths) != 1:
        return ""
    path = paths.pop()
    return path.rpartition(".")[2] if "_TYPE." in path else ""


def stray_listener(entry: ApiEntry, shape: Shape) -> str:
    """Return the key under which a registration without a listener has its function, or ''.

    It is ``callback``, a misspelling of the listener's own name, or an unknown key that holds a function.
    """
    if not entry.listener or entry.callback or shape.has(entry.listener) or not shape.closed:
        return ""
    known = {item.name for item in entry.arguments}
    strays = [key for key, _ in shape.written() if key not in known]
    for key in strays:
        if key == "callback" or near_key(key, [entry.listener]):
            return key
    return next((key for key in strays if isinstance(shape.get(key), FunctionValue)), "")
