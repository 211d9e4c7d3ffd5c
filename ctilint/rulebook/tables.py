"""The tables of ``rules/api``: one file per dialect, each read when first asked.

A file holds ``[about]`` (dialect, namespace, sources) and one table per name: ``["sforce.opencti.screenPop"]``.
A row takes what it does not say from the template that its ``like`` names, then from ``about.defaults``; the notes of
``about.notes`` go to every name that begins with their key.
Two dialects may hold the same name (``sforce.opencti.subscribe`` is LMS in ``lightning`` and a made-up form in
``event-sink``); ``find`` returns the first in the order of ``DIALECTS``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, get_args

from ctilint.rulebook.entries import ApiArgument, ApiEntry, Dialect
from ctilint.rulebook.location import read_table

DIALECTS: tuple[Dialect, ...] = get_args(Dialect)

_ROOTS: tuple[tuple[str, tuple[Dialect, ...]], ...] = (
    ("sforce.opencti", ("lightning", "event-sink")),
    ("sforce.interaction", ("classic",)),
    ("sforce.console", ("console",)),
    ("sforce.connection", ("ajax",)),
    ("sforce.apex", ("ajax",)),
    ("connect.", ("streams",)),
)

# Below these stand all constants that code can read; nothing is looked up for another member (``console.log``).
_NAMESPACES = ("sforce.", "connect.", "scv.")
_TUPLES = ("undone_by", "roles", "notes", "throws", "sends", "changed")
_OBJECT_STYLE = -1


@cache
def api(dialect: Dialect) -> Mapping[str, ApiEntry]:
    """Return the entries of ``dialect`` by name; an unknown dialect is a ValueError."""
    if dialect not in DIALECTS:
        raise ValueError(f"unknown dialect {dialect!r}: expected one of {', '.join(DIALECTS)}")
    table: dict[str, Any] = read_table("api", f"{dialect}.toml")
    about: dict[str, Any] = table.pop("about", {})
    sources: dict[str, str] = about.get("sources", {})
    defaults: dict[str, Any] = about.get("defaults", {})
    templates: dict[str, dict[str, Any]] = about.get("templates", {})
    receivers: dict[str, str] = about.get("receivers", {})
    shared: dict[str, str] = about.get("notes", {})
    entries: dict[str, ApiEntry] = {}
    for name, row in table.items():
        owner = name.partition("#")[0]
        like = templates[row.pop("like")] if "like" in row else {}
        receiver = {"receiver": receivers[owner]} if owner in receivers else {}
        fields = {"looked": about.get("looked", ""), **defaults, **receiver, **like, **row}
        fields["notes"] = (
            *fields.get("notes", ()),
            *(text for start, text in shared.items() if name.startswith(start)),
        )
        if fields.get("response_form") == "none":
            fields["response"] = {}
        entries[name] = _entry(name, dialect, fields, sources)
    return MappingProxyType(entries)


@cache
def about(dialect: Dialect) -> Mapping[str, Any]:
    """Return what the file of ``dialect`` says about the dialect itself (namespace, library, sources)."""
    api(dialect)
    found: dict[str, Any] = read_table("api", f"{dialect}.toml")
    return MappingProxyType(found.get("about", {}))


def find(name: str) -> ApiEntry | None:
    """Return the entry of the full path ``name``; only the dialects that its root belongs to are read."""
    for dialect in dialects_of(name):
        found = api(dialect).get(name)
        if found is not None:
            return found
    return None


def dialects_of(name: str) -> tuple[Dialect, ...]:
    """Return the dialects whose tables may hold ``name``."""
    for root, dialects in _ROOTS:
        if name.startswith(root):
            return dialects
    if name.startswith("sforce"):
        return ()
    return (
        "streams",
        "connector",
        "connect-sdk",
        "voice",
        "workspace",
        "event-sink",
        "lightning",
        "classic",
        "console",
    )


def constant(path: str) -> tuple[ApiEntry, str] | None:
    """Return the constant that ``path`` reads a member of, with the member's name: ``connect.ContactType``, ``VOICE``.

    Names of the connector base are written as the code imports them, below ``scv.``. None when no table has it.
    """
    name, _, member = path.removeprefix("scv.").rpartition(".")
    if path.startswith("sdk."):
        found = api("connect-sdk").get(name)
        return (found, member) if found is not None and found.kind == "constant" else None
    if not name or not member or not path.startswith(_NAMESPACES):
        return None
    dialects = ("connector",) if path.startswith("scv.") else dialects_of(name)
    for dialect in dialects:
        found = api(dialect).get(name)
        if found is not None:
            return (found, member) if found.kind == "constant" else None
    return None


@cache
def beyond_typings(dialect: Dialect) -> frozenset[str]:
    """Return the full names that the library of ``dialect`` has beyond the rows of its table."""
    return frozenset(
        f"{owner}{'#' if owner[:1].isupper() else '.'}{name}"
        for owner, names in about(dialect).get("beyond_typings", {}).items()
        for name in names
    )


def nearest(name: str, *, limit: int = 3, dialects: tuple[Dialect, ...] = DIALECTS) -> tuple[str, ...]:
    """Return the names most like ``name``, best first: the same last part in any case first, then near misses."""
    from difflib import SequenceMatcher

    wanted = name.lower()
    last = _last(wanted)
    scored: list[tuple[float, str]] = []
    for dialect in dialects:
        for candidate in api(dialect):
            lower = candidate.lower()
            score = SequenceMatcher(None, last, _last(lower)).ratio()
            if "." in wanted or "#" in wanted:
                score = 0.75 * score + 0.25 * SequenceMatcher(None, wanted, lower).ratio()
            scored.append((score, candidate))
    scored.sort(key=lambda pair: (-pair[0], pair[1]))
    return tuple(dict.fromkeys(candidate for score, candidate in scored if score >= 0.6))[:limit]


def _last(name: str) -> str:
    return name.replace("#", ".").rpartition(".")[2]


def _entry(name: str, dialect: Dialect, row: Mapping[str, Any], sources: Mapping[str, str]) -> ApiEntry:
    fields = dict(row)
    style = fields.get("style", "positional")
    fields["unknown"] = _unknown(fields)
    raw = fields.pop("arguments", ())
    fields["arguments"] = tuple(
        _argument(item, _OBJECT_STYLE if style == "object" else at) for at, item in enumerate(raw)
    )
    if "module_arguments" in fields:
        fields["module_arguments"] = tuple(_argument(item, at) for at, item in enumerate(fields["module_arguments"]))
    for key in _TUPLES:
        if key in fields:
            fields[key] = tuple(fields[key])
    fields["source"] = _cite(fields.get("source", ""), sources)
    try:
        return ApiEntry(name=name, dialect=dialect, **fields)
    except TypeError as error:
        raise ValueError(f"rules/api/{dialect}.toml: {name}: {error}") from error


def _unknown(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what a row is silent about, though a call of its kind has it: ``[]`` and ``none`` are said, '' is not."""
    missing = []
    if row.get("kind", "method") in {"method", "listener"} and row.get("style", "positional") != "value":
        missing += [] if "arguments" in row else ["arguments"]
    missing += ["payload"] if row.get("listener") and not row.get("payload_form") else []
    missing += ["response"] if row.get("callback") and not row.get("response_form") else []
    return tuple(missing)


def _argument(row: Mapping[str, Any], position: int) -> ApiArgument:
    fields = dict(row)
    for key in ("values", "one_of", "needs", "relative"):
        if key in fields:
            fields[key] = tuple(fields[key])
    if "forms" in fields:
        fields["forms"] = {key: tuple(names) for key, names in fields["forms"].items()}
    return ApiArgument(position=position, **fields)


def _cite(short: str, sources: Mapping[str, str]) -> str:
    """Spell out ``guide, library 43``: each part that ``about.sources`` names is replaced by its full name."""
    parts = [part.strip() for part in short.split(",") if part.strip()]
    return "; ".join(sources.get(part, part) for part in parts)
