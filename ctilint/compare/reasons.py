"""The file that says what was given up on purpose, and why."""

from __future__ import annotations

from fnmatch import fnmatchcase

from ctilint.records import dataclass


class ReasonsError(ValueError):
    """A file of reasons that cannot be used; the text names file and cause."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a capability was given up: its id (``kind:name``, * as wildcard), the reason, and who says so."""

    capability: str
    reason: str
    by: str = ""

    def speaks_for(self, identity: str) -> bool:
        """Say whether this is about the capability ``identity``."""
        return fnmatchcase(identity, self.capability)


def read_reasons(path: str, text: str) -> tuple[Reason, ...]:
    """Return the reasons of a TOML text: a list ``given-up`` of tables with ``capability``, ``reason`` and ``by``."""
    import tomllib

    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ReasonsError(f"{path}: is not TOML: {error}") from error
    unknown = sorted(set(table) - {"given-up"})
    if unknown:
        raise ReasonsError(f"{path}: unknown key '{unknown[0]}': only 'given-up' is read")
    rows = table.get("given-up", [])
    if not isinstance(rows, list):
        raise ReasonsError(f"{path}: 'given-up' must be a list of tables ([[given-up]])")
    return tuple(_reason(path, number, row) for number, row in enumerate(rows, 1))


def _reason(path: str, number: int, row: object) -> Reason:
    if not isinstance(row, dict) or set(row) - {"capability", "reason", "by"}:
        raise ReasonsError(f"{path}: given-up {number}: only capability, reason and by are read")
    for key in ("capability", "reason"):
        if not isinstance(row.get(key), str) or not row[key].strip():
            raise ReasonsError(f"{path}: given-up {number}: '{key}' must be a text that says something")
    by = row.get("by", "")
    if not isinstance(by, str):
        raise ReasonsError(f"{path}: given-up {number}: 'by' must be a text")
    return Reason(row["capability"], row["reason"].strip(), by.strip())
