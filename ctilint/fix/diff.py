"""A plan as a unified diff that ``patch`` and ``git apply`` accept."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from ctilint.fix.planning import Plan
from ctilint.patterns import pattern

_LINE = pattern(r"[^\n]*\n|[^\n]+")


def unified(plan: Plan) -> str:
    """Return the diff of all changes."""
    return "".join(line for change in plan.changes for line in _lines(change.path, change.source.text, change.after))


def _lines(path: str, before: str, after: str) -> Iterator[str]:
    name = path.replace("\\", "/").removeprefix("./")
    old, new = _LINE.findall(before), _LINE.findall(after)
    for line in difflib.unified_diff(old, new, f"a/{name}", f"b/{name}"):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
