"""When each table of the rule book was last compared with its source, and when that has to be done again.

Every TOML file in ``rules/`` has a table ``[about]`` with ``title``, ``looked`` (the day of the last look), ``due``
(the day after which it must be looked at again), ``again`` (how) and ``source`` or ``sources``. A row that holds a date
of its own, or was looked at on another day, says ``due`` or ``looked`` itself. Days are YYYY-MM-DD.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from typing import Any

from ctilint.records import dataclass
from ctilint.rulebook.location import read_table, rules_root

_NEEDED = ("title", "looked", "due", "again")


@dataclass(frozen=True, slots=True)
class Fact:
    """A table (``row`` is '') or one dated row of it. ``rows`` counts what the fact speaks for."""

    table: str
    row: str
    title: str
    looked: str
    due: str
    again: str
    rows: int = 1

    @property
    def name(self) -> str:
        """Return the file below ``rules/``, with the row where there is one."""
        return f"{self.table}: {self.row}" if self.row else self.table


def facts() -> tuple[Fact, ...]:
    """Return all tables and dated rows, the one that is due first first.

    A file that lacks what is asked of it, or holds what is no day, is a ValueError that names the file.
    """
    found = [fact for path in tables() for fact in _facts_of(path)]
    return tuple(sorted(found, key=lambda fact: (fact.due, fact.name)))


def due(today: date) -> tuple[Fact, ...]:
    """Return what had to be looked at again before ``today``."""
    return tuple(fact for fact in facts() if fact.due < today.isoformat())


def tables() -> tuple[str, ...]:
    """Return the TOML files of the rule book, relative to ``rules/``, with ``/``."""
    root = rules_root()
    found = [
        os.path.relpath(os.path.join(folder, name), root).replace(os.sep, "/")
        for folder, _, names in os.walk(root)
        for name in names
        if name.endswith(".toml")
    ]
    return tuple(sorted(found))


def _facts_of(path: str) -> Iterator[Fact]:
    table: dict[str, Any] = read_table(*path.split("/"))
    about: dict[str, Any] = table.pop("about", {})
    lacking = [key for key in _NEEDED if key not in about]
    if not about.get("source") and not about.get("sources"):
        lacking.append("source")
    if lacking:
        raise ValueError(f"rules/{path}: [about] lacks {', '.join(lacking)}")
    yield _fact(path, "", about, about, rows=sum(_count(value) for value in table.values()))
    for name, row in _rows(table):
        if "due" in row:
            yield _fact(path, name, row, about)
        elif "looked" in row:
            _day(path, row["looked"])


def _fact(path: str, name: str, row: dict[str, Any], about: dict[str, Any], rows: int = 1) -> Fact:
    title = row.get("title") or row.get("summary") or row.get("says") or about["title"]
    return Fact(
        table=path,
        row=name,
        title=title,
        looked=_day(path, row.get("looked", about["looked"])),
        due=_day(path, row["due"]),
        again=row.get("again", about["again"]),
        rows=rows,
    )


def _day(path: str, text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except (TypeError, ValueError) as error:
        raise ValueError(f"rules/{path}: {text!r} is no day: expected YYYY-MM-DD") from error


def _rows(table: dict[str, Any], above: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every table inside with its name; one of an array is named by what it is about, else by its place."""
    for key, value in table.items():
        name = f"{above}.{key}" if above else key
        if isinstance(value, dict):
            yield name, value
            yield from _rows(value, name)
        elif isinstance(value, list):
            for at, item in enumerate(value):
                if isinstance(item, dict):
                    called = next((str(item[one]) for one in ("name", "first", "title", "day") if one in item), str(at))
                    yield f"{name} {called}", item


def _count(value: Any) -> int:
    if isinstance(value, list):
        return len(value)
    return len(value) if isinstance(value, dict) and all(isinstance(one, dict) for one in value.values()) else 1
