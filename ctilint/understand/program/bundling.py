"""Finds the bundle that a script is, by its shape (see ``bundles.py``)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ctilint.read.facts import Array, Call, FunctionValue, Literal, Member, Name, Object, Value
from ctilint.understand.program.bundles import Bundle, Part
from ctilint.understand.program.index import ScriptIndex, plain

Tables = Callable[[ScriptIndex, Value], Iterator[Object | Array]]
ROLES = ("module", "exports", "require")
BROWSERIFY = ("require", "module", "exports")
SIMPLIFIED = ("require", "exports", "module")
LOADERS = ("define", "require", "requirejs")


def bundle_of(index: ScriptIndex, tables: Tables) -> Bundle | None:
    """Return the bundle that a script is, or None; ``tables`` resolves a value to literals."""
    bundle = Bundle()
    for call in index.calls:
        if len(call.arguments) > 1 and isinstance(call.callee, Member):
            _of_runner(index, bundle, call, tables)
        for argument in call.arguments[:1]:
            if isinstance(argument, Object):
                _of_pairs(index, bundle, argument)
            elif isinstance(argument, Array) and isinstance(call.callee, Member) and call.callee.key == "push":
                _of_chunk(index, bundle, argument)
    for key in LOADERS:
        for call in index.called.get(key, ()):
            if index.path_of(call.callee) == key:
                _of_loader(index, bundle, call, defines=key == "define")
    if not bundle.given and not bundle.wants and not bundle.factories:
        return None
    _note_exports(index, bundle)
    return bundle


def _of_loader(index: ScriptIndex, bundle: Bundle, call: Call, *, defines: bool) -> None:
    """Note the module of ``define('name', ['other'], function (other) { … })``; name and list may be left out."""
    function = next((item for item in call.arguments if isinstance(item, FunctionValue)), None)
    if function is None:
        return
    ref = index.refs[function.function]
    if defines:
        first = call.arguments[0]
        bundle.factories[first.value if isinstance(first, Literal) and isinstance(first.value, str) else ""] = ref
    for name, parameter in zip(loaded(call) or SIMPLIFIED, ref.function.parameters, strict=False):
        if name in {"exports", "module"}:
            bundle.given[ref.function.scope, parameter.name] = Part(ref, name)
        elif name != "require":
            bundle.wants[ref.function.scope, parameter.name] = name


def loaded(call: Call) -> tuple[str, ...]:
    """Return the modules that a call of a loader lists, '' for what is not written out."""
    for argument in call.arguments[:2]:
        if isinstance(argument, Array):
            return tuple(
                item.value if isinstance(item, Literal) and isinstance(item.value, str) else ""
                for item in argument.items
            )
    return ()


def _of_runner(index: ScriptIndex, bundle: Bundle, call: Call, tables: Tables) -> None:
    """Note the modules that ``table[id].call(m.exports, m, m.exports, require)`` runs."""
    entry = call.callee
    arguments = call.arguments
    if isinstance(entry, Member) and entry.key == "call":
        entry, arguments = entry.object, arguments[1:]
    if not isinstance(entry, Member) or entry.computed is None:
        return
    roles = [_role(index, call, argument) for argument in arguments]
    if "exports" not in roles or "require" not in roles:
        return
    bundle.requirers.add(call.function)
    for table in tables(index, entry.object):
        for name, value in _entries(table):
            if isinstance(value, FunctionValue):
                _add(index, bundle, name, value, roles)


def _role(index: ScriptIndex, call: Call, argument: Value) -> str:
    if isinstance(argument, Member) and argument.key == "exports":
        return "exports"
    if not isinstance(argument, Name):
        return ""
    own = (index.scope_of(argument), argument.name)
    for step in index.given.get(call.function, ()):
        if isinstance(step.target, Name) and (index.scope_of(step.target), step.target.name) == own:
            return "require"
    return "module"


def _of_pairs(index: ScriptIndex, bundle: Bundle, table: Object) -> None:
    """Note the modules of ``{1: [function (require, module, exports) { … }, {'./other': 2}]}``."""
    pairs = [entry.value for entry in table.entries]
    if not pairs or not all(_is_pair(value) for value in pairs):
        return
    for entry in table.entries:
        value = entry.value
        if isinstance(value, Array) and entry.key is not None:
            function, needed = value.items[:2]
            if isinstance(function, FunctionValue) and isinstance(needed, Object):
                _add(index, bundle, entry.key, function, BROWSERIFY)
                bundle.needs[function.function] = {
                    item.key: plain(item.value.value) if isinstance(item.value, Literal) else ""
                    for item in needed.entries
                    if item.key is not None
                }


def _is_pair(value: Value) -> bool:
    return (
        isinstance(value, Array)
        and len(value.items) == 2
        and isinstance(value.items[0], FunctionValue)
        and isinstance(value.items[1], Object)
    )


def _of_chunk(index: ScriptIndex, bundle: Bundle, chunk: Array) -> None:
    """Note the modules of ``list.push([[7], {12: (module, exports, require) => { … }}])``."""
    if len(chunk.items) < 2 or not isinstance(chunk.items[0], Array):
        return
    table = chunk.items[1]
    entries = list(_entries(table)) if isinstance(table, Object | Array) else []
    if entries and all(isinstance(value, FunctionValue) for _, value in entries):
        for name, value in entries:
            if isinstance(value, FunctionValue):
                _add(index, bundle, name, value, ROLES)


def _entries(table: Object | Array) -> Iterator[tuple[str, Value]]:
    if isinstance(table, Object):
        yield from ((entry.key, entry.value) for entry in table.entries if entry.key is not None)
    else:
        yield from ((str(at), value) for at, value in enumerate(table.items))


def _add(
    index: ScriptIndex, bundle: Bundle, name: str, value: FunctionValue, roles: tuple[str, ...] | list[str]
) -> None:
    ref = index.refs[value.function]
    bundle.modules[name] = ref
    for role, parameter in zip(roles, ref.function.parameters, strict=False):
        if role:
            bundle.given[ref.function.scope, parameter.name] = Part(ref, role)


def _note_exports(index: ScriptIndex, bundle: Bundle) -> None:
    """Note what each module gives away: assigned, through a getter, or as a whole."""
    for key, steps in index.members.items():
        for step in steps:
            held = step.target.object if isinstance(step.target, Member) else None
            part = part_of(index, bundle, held)
            if part is None:
                continue
            if part.role == "exports":
                bundle.exports[part.ref.function.index, key].append(step.value)
            elif key == "exports" and part.role == "module":
                bundle.whole[part.ref.function.index].append(step.value)
    for key in ("d", "defineProperty"):
        for call in index.called.get(key, ()):
            _note_getters(index, bundle, call)
    for values in bundle.whole.values():
        bundle.bare.update(function for value in values for function in _functions(index, value))
    if bundle.bare:
        bundle.names.update(_names(index, bundle))
    for (_, key), values in bundle.exports.items():
        for value in values:
            for function in _functions(index, value):
                index.aliases[function].add(key)


def _names(index: ScriptIndex, bundle: Bundle) -> Iterator[str]:
    """Yield the names of the functions that require modules, and of what they give."""
    yield from (name for (_, name), part in bundle.given.items() if part.role == "require")
    for (_, name), steps in index.bound.items():
        for step in steps:
            part = part_of(index, bundle, step.value.callee) if isinstance(step.value, Call) else None
            if part is not None and part.role == "require":
                yield name


def part_of(index: ScriptIndex, bundle: Bundle, value: Value | None) -> Part | None:
    """Return what a value is of a module: a parameter, or the ``exports`` of its ``module``."""
    if isinstance(value, Member) and value.key == "exports":
        inner = part_of(index, bundle, value.object)
        return Part(inner.ref, "exports") if inner is not None and inner.role == "module" else None
    return bundle.given.get((index.scope_of(value), value.name)) if isinstance(value, Name) else None


def _note_getters(index: ScriptIndex, bundle: Bundle, call: Call) -> None:
    part = part_of(index, bundle, call.arguments[0]) if len(call.arguments) > 1 else None
    if part is None or part.role != "exports":
        return
    at = part.ref.function.index
    named = call.arguments[1]
    if isinstance(named, Object):
        for entry in named.entries:
            if entry.key is not None:
                bundle.exports[at, entry.key].extend(_got(index, entry.value))
    elif isinstance(named, Literal) and isinstance(named.value, str) and len(call.arguments) > 2:
        bundle.exports[at, named.value].extend(_got(index, call.arguments[2]))


def _got(index: ScriptIndex, value: Value) -> Iterator[Value]:
    """Yield what a getter gives, or a descriptor (``{enumerable: true, get: f}``, ``{value: x}``)."""
    if isinstance(value, FunctionValue):
        yield from index.returns.get(value.function, ())
    elif isinstance(value, Object):
        for entry in value.entries:
            if entry.key == "get":
                yield from _got(index, entry.value)
            elif entry.key == "value":
                yield entry.value


def _functions(index: ScriptIndex, value: Value) -> Iterator[int]:
    if isinstance(value, FunctionValue):
        yield value.function
    elif isinstance(value, Name):
        for step in index.bound.get((index.scope_of(value), value.name), ()):
            if isinstance(step.value, FunctionValue):
                yield step.value.function
