"""The addresses in a text of the rule book, and the weaknesses of the CWE that rules are about."""

from __future__ import annotations

from functools import cache
from typing import Any

from ctilint.patterns import pattern
from ctilint.records import dataclass
from ctilint.rulebook.location import read_table

_ADDRESS = pattern(r"https://[^\s)>\]]+")


@dataclass(frozen=True, slots=True)
class Weakness:
    """An entry of the Common Weakness Enumeration: its number, name and address."""

    number: int
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Weaknesses:
    """The entries that rules are about, by rule; ``version`` is that of the enumeration they were taken from."""

    version: str
    address: str
    by_rule: dict[str, Weakness]


def addresses(text: str) -> tuple[str, ...]:
    """Return the addresses in ``text``, each once, in order."""
    return tuple(dict.fromkeys(found.group().rstrip(".,;`") for found in _ADDRESS.finditer(text)))


@cache
def weaknesses() -> Weaknesses:
    """Return ``rules/weaknesses.toml``."""
    table: dict[str, Any] = read_table("weaknesses.toml")
    address = str(table["cwe"]["address"])
    entries = {
        rule: Weakness(row["number"], row["name"], f"{address}data/definitions/{row['number']}.html")
        for row in table["weakness"]
        for rule in row["rules"]
    }
    return Weaknesses(str(table["cwe"]["version"]), address, entries)
