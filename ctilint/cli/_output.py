"""Where a command's reports go, and in which format: one rule for all commands.

``--format`` wins; else the suffix of the file decides; a suffix that is not known is the user's mistake. A file may
name its own format: ``--output sarif=out.sarif``. ``-`` is standard output.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence

import click

from ctilint.records import dataclass

STDOUT = "-"


@dataclass(frozen=True, slots=True)
class Output:
    """One report: its format, and the file it goes to (``-`` for standard output)."""

    form: str
    path: str

    @property
    def is_file(self) -> bool:
        """Say whether the report goes to a file."""
        return self.path != STDOUT


def outputs(
    form: str | None, given: Sequence[str], forms: Sequence[str], suffixes: Mapping[str, str], default: str
) -> tuple[Output, ...]:
    """Return the reports that ``--format`` and the values of ``--output`` ask for.

    ``suffixes`` maps ``.md`` to ``markdown``, the longest that fits deciding. Without a file the report goes to
    standard output, in ``form`` or else ``default``; so does ``form`` where every file names a format of its own.
    """
    if not given:
        return (Output(form or default, STDOUT),)
    found = []
    free = form
    for value in given:
        name, sign, path = value.partition("=")
        if sign and name in forms:
            if not path:
                raise click.BadParameter(f"'{value}' names no file", param_hint="'--output'")
            found.append(Output(name, path))
        elif value == STDOUT:
            found.append(Output(form or default, STDOUT))
            free = None
        else:
            found.append(Output(form or by_suffix(value, suffixes), value))
            free = None
    if free is not None:
        found.append(Output(free, STDOUT))
    paths = [os.path.abspath(one.path) for one in found if one.is_file]
    for path in paths:
        if paths.count(path) > 1:
            raise click.BadParameter(f"'{os.path.relpath(path)}' is named twice", param_hint="'--output'")
    if sum(not one.is_file for one in found) > 1:
        raise click.BadParameter("only one report can go to standard output", param_hint="'--output'")
    return tuple(found)


def by_suffix(path: str, suffixes: Mapping[str, str], instead: str = ", or use --format") -> str:
    """Return what the suffix of ``path`` stands for; click.BadParameter lists the known ones, and what else helps."""
    name = os.path.basename(path).lower()
    fitting = [suffix for suffix in suffixes if name.endswith(suffix) and name != suffix]
    if fitting:
        return suffixes[max(fitting, key=len)]
    stem, suffix = os.path.splitext(name)
    says = f"the suffix {suffix} is not known" if suffix and stem else "has no suffix that says the format"
    raise click.BadParameter(f"'{path}': {says}: {listed(suffixes)}{instead}", param_hint="'--output'")


def listed(suffixes: Mapping[str, str]) -> str:
    """Return ``.md (markdown), .html or .htm (html)``."""
    return ", ".join(_groups(suffixes))


def _groups(suffixes: Mapping[str, str]) -> Iterator[str]:
    for form in dict.fromkeys(suffixes.values()):
        own = [suffix for suffix, name in suffixes.items() if name == form]
        names = " or ".join(part for part in (", ".join(own[:-1]), own[-1]) if part)
        yield names if own == [f".{form}"] else f"{names} ({form})"
