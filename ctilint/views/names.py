"""Calls whose name is in no table, and where such a name belongs."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.rulebook.entries import ApiEntry, Dialect
from ctilint.rulebook.tables import api
from ctilint.understand.model import ApiCall
from ctilint.views.facts import View

ROOTS = {"lightning": "sforce.opencti.", "classic": "sforce.interaction.", "console": "sforce.console."}
TYPED: frozenset[Dialect] = frozenset({"streams", "connector", "connect-sdk"})
"""Dialects whose tables hold all that the library exports."""
SPACES = ("", "cti.", "entityFeed.", "presence.", "chat.", "hvs.")
OF_EVERY_OBJECT = frozenset(
    {"hasOwnProperty", "toString", "valueOf", "isPrototypeOf", "propertyIsEnumerable", "toLocaleString", "constructor"}
)
OF_EVERY_FUNCTION = frozenset({"call", "apply", "bind", "toString", "then", "catch", "finally"})


def misnamed(view: View) -> Iterator[ApiCall]:
    """Yield the calls of a library whose method no table has, and that no condition tests for."""
    for call in view.sole:
        if call.entry is not None:
            continue
        root = ROOTS.get(call.dialect)
        if call.dialect in TYPED and not _may_be_added(view, call):
            yield call
        if root is None or not call.name.startswith(root):
            continue
        rest = call.name.removeprefix(root)
        if not rest or _of_something_known(call, rest) or view.tests(call.name):
            continue
        if any(view.tests(call.name[:end]) for end in _dots(call.name, len(root))):
            continue
        yield call


def _may_be_added(view: View, call: ApiCall) -> bool:
    """Say whether the app adds a method of this name to something, tests for it, or does not use the library at all."""
    last = call.name.replace("#", ".").rpartition(".")[2]
    if last in OF_EVERY_OBJECT | OF_EVERY_FUNCTION or last in view.program.members:
        return True
    if view.tests_key(last):
        return True
    return not any(other.dialect == call.dialect and other.entry is not None for other in view.sole)


def _dots(name: str, start: int) -> Iterator[int]:
    at = name.find(".", start)
    while at >= 0:
        yield at
        at = name.find(".", at + 1)


def _of_something_known(call: ApiCall, rest: str) -> bool:
    """Say whether the name goes on below a known method or constant, or is a method of every object."""
    above, _, last = call.name.rpartition(".")
    if last in OF_EVERY_OBJECT or (last in OF_EVERY_FUNCTION and "." in rest):
        return True
    table = api(call.dialect)
    while "." in above:
        if above in table:
            return True
        above = above.rpartition(".")[0]
    return False


def elsewhere(call: ApiCall) -> tuple[ApiEntry, str] | None:
    """Return the row of another dialect that has this name, and the row to use instead in this one ('' if none).

    A name of the own dialect that only lacks its part (``cti.``) is a typing error, not another dialect's.
    """
    root = ROOTS.get(call.dialect, "")
    if not root:
        return None
    rest = call.name.removeprefix(root)
    own = api(call.dialect)
    last = rest.rpartition(".")[2]
    if any(f"{root}{space}{rest}" in own for space in SPACES):
        return None
    for dialect, other in ROOTS.items():
        if dialect == call.dialect:
            continue
        table = api(dialect)
        for space in SPACES:
            found = table.get(f"{other}{space}{rest}")
            if found is not None:
                if f"{root}{last}" in own:
                    return found, f"{root}{last}"
                return found, found.counterparts.get(call.dialect, "") or _back(found, call.dialect)
    return None


def _back(entry: ApiEntry, dialect: str) -> str:
    """Return the row of ``dialect`` that names ``entry`` as its counterpart."""
    return next((row.name for row in api(dialect).values() if entry.name in row.counterparts.values()), "")
