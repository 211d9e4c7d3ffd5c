"""What becomes of each Lambda function under Salesforce Voice: keep, replace, remove or decide, with the reasons."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache

from ctilint.findings import Place
from ctilint.read.server.records import PyItem, PyText
from ctilint.records import dataclass
from ctilint.understand.server.calls import is_called, makes_client, table, writes, written_object
from ctilint.understand.server.deployment import ServerApp, ServerFunction
from ctilint.understand.server.refs import PyRef

_RANK = {"keep": 0, "remove": 1, "decide": 2, "replace": 3}


@dataclass(frozen=True, slots=True)
class Replacement:
    """One row of ``rules/server/voice.toml``."""

    key: str
    title: str
    verdict: str
    by: str
    effort: str
    source: str
    note: str = ""
    reads: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Reason:
    """A row that speaks for a function, and the place that shows it."""

    row: Replacement
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class FunctionVerdict:
    """What becomes of one function. ``verdict`` is keep when no row speaks for it."""

    function: ServerFunction
    verdict: str
    by: str
    effort: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Needed:
    """What the new side needs: ``kind`` is secret, variable, object or library; ``name`` never a value."""

    kind: str
    name: str
    place: Place
    functions: tuple[str, ...]


@cache
def replacements() -> tuple[Replacement, ...]:
    """Return the rows of the table."""
    rows = table("voice")["replacement"]
    return tuple(
        Replacement(
            row["key"],
            row["title"],
            row["verdict"],
            row["by"],
            row["effort"],
            row["source"],
            row.get("note", ""),
            *(tuple(row.get(name, ())) for name in ("reads", "calls", "objects", "modules")),
        )
        for row in rows
    )


def verdicts(server: ServerApp) -> tuple[FunctionVerdict, ...]:
    """Return what becomes of each function, in the order of the functions."""
    return tuple(_verdict(function, server) for function in server.functions)


def _verdict(function: ServerFunction, server: ServerApp) -> FunctionVerdict:
    reasons: list[Reason] = []
    for row in replacements():
        place = next(_shown(row, function, server), None)
        if place is not None:
            reasons.append(Reason(row, place))
    named = [reason for reason in reasons if function.handler and function.handler.module.name in reason.row.modules]
    chief = max(named or reasons, key=lambda reason: _RANK[reason.row.verdict], default=None)
    if chief is None:
        return FunctionVerdict(function, "keep", "point it at the new login, and rename its attributes", "small", ())
    others = tuple(reason for reason in reasons if reason is not chief)
    return FunctionVerdict(function, chief.row.verdict, chief.row.by, chief.row.effort, (chief, *others))


def _shown(row: Replacement, function: ServerFunction, server: ServerApp) -> Iterator[Place]:
    """Yield the places where the code of ``function`` shows the work that ``row`` speaks of."""
    if function.handler is not None and function.handler.module.name in row.modules:
        yield function.handler.place
    for ref in function.reaches:
        home = ref.module is function.handler.module if function.handler is not None else False
        for item in ref.function.reads:
            if isinstance(item.key, PyText) and item.key.value in row.reads and home:
                yield ref.at(item.span, f"reads '{item.key.value}'")
        for call in ref.function.calls:
            if (call.method in row.calls or call.qualified.rpartition(".")[2] in row.calls) and home:
                yield ref.at(call.span, f"calls {call.method}()")
            if row.objects and writes(call, ref, server.code):
                name = written_object(call, ref, server.code)
                if name in row.objects or name.rpartition("__AC_")[2] in {
                    one.rpartition("AC_")[2] for one in row.objects if "AC_" in one
                }:
                    yield ref.at(call.span, f"writes {name}")


def needed(server: ServerApp) -> tuple[Needed, ...]:
    """Return the secrets, environment variables and Salesforce objects that the functions use, by name."""
    found: dict[tuple[str, str], tuple[Place, list[str]]] = {}

    def add(kind: str, name: str, place: Place, ref: PyRef | None, own: str = "") -> None:
        names = [one.name for one in _running(ref, server)] if ref is not None else [own]
        _, functions = found.setdefault((kind, name), (place, []))
        functions.extend(one for one in names if one and one not in functions)

    for module in server.modules:
        for read in module.environment:
            kind = "secret" if is_called(read.name, "secret") or "SECRET" in read.name.upper() else "variable"
            add(kind, read.name, Place(module.path, read.span), server.code.of(module, read.function))
    for ref, call in server.code.calls():
        if makes_client(call, ref, server.code).startswith("get_secret_value"):
            for item in _secret_keys(ref):
                assert isinstance(item.key, PyText)  # noqa: S101  # as _secret_keys says
                add("secret", item.key.value, ref.at(item.span), ref)
        if writes(call, ref, server.code):
            name = written_object(call, ref, server.code)
            if name:
                add("object", name, ref.at(call.span), ref)
    return tuple(Needed(kind, name, place, tuple(names)) for (kind, name), (place, names) in found.items())


def _running(ref: PyRef, server: ServerApp) -> tuple[ServerFunction, ...]:
    """Return the Lambda functions that run ``ref``; a module's own code runs for each that reaches the module."""
    if ref.function.index:
        return server.functions_of(ref)
    return tuple(one for one in server.functions if any(other.module is ref.module for other in one.reaches))


def _secret_keys(ref: PyRef) -> Iterator[PyItem]:
    for item in ref.function.reads:
        if isinstance(item.key, PyText) and is_called(item.key.value, "secret"):
            yield item


def language(function: ServerFunction) -> str:
    """Return what a function is written in, as far as its template or handler says."""
    runtime = function.deployed.runtime.text if function.deployed is not None and function.deployed.runtime else ""
    if runtime:
        return runtime
    return "python" if function.handler is not None else os.path.splitext(function.place.path)[1].lstrip(".")
