"""outdated-library: a Salesforce library of a version that is retired, leaving or past its three years."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Problem, Severity
from ctilint.read.facts import Library
from ctilint.rulebook.releases import Releases, releases
from ctilint.understand.model import App, Load

JUDGED: frozenset[Library] = frozenset({"opencti", "interaction", "integration", "ajax", "apex"})
NAMES = {
    "opencti": "opencti.js",
    "interaction": "interaction.js",
    "integration": "integration.js",
    "ajax": "connection.js",
    "apex": "apex.js",
}
UNANNOUNCED = "what becomes of the library file is not announced"


def check(app: App) -> Iterator[Problem]:
    """Yield one problem for each load whose version is outdated, empty, newer than the table or unknown."""
    table = releases()
    seen = set()
    for load in app.loads:
        if load.library not in JUDGED or (load.place, load.library, load.version) in seen:
            continue
        seen.add((load.place, load.library, load.version))
        problem = judge(load, table, app.settings.api_version)
        if problem is not None:
            yield problem


def judge(load: Load, table: Releases, floor: int | None) -> Problem | None:
    """Return what is wrong with the version of one load, or None."""
    name = NAMES[load.library]
    if load.version is None:
        return _problem(
            load,
            Severity.NOTE,
            f"the version of {name} cannot be known from the code",
            "check by hand which version the address has when the page runs",
            strict_only=True,
        )
    if load.version == "":
        return _problem(
            load,
            Severity.ERROR,
            f"{name} is loaded without a version number",
            f"write the version into the address, {table.newest}.0 for example",
        )
    number = int(float(load.version))
    release = f" ({table.name(number)})" if table.name(number) else ""
    update = f"load {name} {table.newest}.0 and test the softphone against it"
    if number > table.newest:
        return _problem(
            load,
            Severity.NOTE,
            f"{name} {load.version} is newer than the table of {table.as_of}, which ends at {table.newest}.0",
            "check that this release is out in every org that loads the page",
        )
    status = table.status(number)
    if status == "retired":
        what = (
            f"{name} {load.version}{release} is retired: the platform refuses requests of this version"
            if load.library in {"ajax", "apex"}
            else f"{name} {load.version}{release}: the platform API of this number is retired; {UNANNOUNCED}"
        )
        return _problem(load, Severity.ERROR, what, update)
    if status == "leaving":
        until = _until(table, number)
        what = (
            f"{name} {load.version}{release}: this number leaves the platform API in {until}"
            if load.library in {"ajax", "apex"}
            else f"{name} {load.version}{release}: this number leaves the platform API in {until}; {UNANNOUNCED}"
        )
        return _problem(load, Severity.WARNING, what, update)
    if floor is not None:
        if number < floor:
            return _problem(
                load, Severity.WARNING, f"{name} {load.version}{release} is below the floor of {floor}.0", update
            )
        return None
    if table.is_past_support(number):
        return _problem(
            load,
            Severity.WARNING,
            f"{name} {load.version}{release} is {table.newest - number} releases behind {table.newest}.0, "
            "past the three years for which Salesforce promises support",
            update,
        )
    return None


def _until(table: Releases, number: int) -> str:
    found = table.range_of(number)
    return found.until if found is not None else ""


def _problem(load: Load, severity: Severity, message: str, help_text: str, *, strict_only: bool = False) -> Problem:
    return Problem(load.place, message, help_text, severity, load.evidence, load.related, strict_only=strict_only)
