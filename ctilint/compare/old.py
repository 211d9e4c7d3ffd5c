"""The old app -> its capabilities: what it hears, calls, pops, logs, reaches and fills."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.assess.gathered import entries
from ctilint.assess.gathered.mentions import mentions_of, owner_of
from ctilint.assess.gathered.spots import Spots, distinct
from ctilint.assess.gathered.uses import lines_of
from ctilint.assess.model import Line, Spot
from ctilint.compare.model import Capability
from ctilint.rulebook.guide import connector_methods
from ctilint.rulebook.moved import moved_row
from ctilint.rulebook.skeletons import parts
from ctilint.understand.model import App
from ctilint.views.connector import fillers_of, platform_handlers

_VOICE = frozenset({"voice", "connector"})
_SKIPPED = frozenset({"optional", "information"})
# Each of these is a capability by what it names, not by itself.
_NAMED = ("sforce.opencti.publish", "sforce.opencti.subscribe", "sforce.console.fireEvent")
_HEARD = ("sforce.console.addEventListener", "sforce.console.removeEventListener", "sforce.opencti.unsubscribe")
_APEX = ("sforce.opencti.runApex", "sforce.interaction.runApex", "sforce.apex.execute")


def capabilities_of(app: App) -> tuple[Capability, ...]:
    """Return what ``app`` does, each thing once, in the order of kinds; code that nothing runs does nothing."""
    spots = Spots(app.files)
    lines = [line for line in lines_of(app, spots) if line.dialect not in _VOICE]
    found = [*_of_lines(lines), *_platform(app, spots), *_controls(app, spots), *_named(app, spots)]
    if found:
        found += _hosts(app, spots)
    table: dict[str, Capability] = {}
    for one in found:
        table.setdefault(one.id, one)
    return tuple(table.values())


def _of_lines(lines: list[Line]) -> Iterator[Capability]:
    for line in lines:
        spots = distinct(use.spot for use in line.uses if use.live)
        bare = line.symbol.partition("[")[0]
        if not spots or line.symbol.startswith("script:") or bare in (*_APEX, *_HEARD):
            continue
        row = moved_row(line.symbol)
        if bare in _NAMED and row is None:
            continue
        if row is not None:
            signs = tuple(f"same:{line.symbol}" if sign == "same" else sign for sign in row.by)
            yield Capability(row.kind, line.symbol, row.title, spots, signs)
        elif _counts(line) and line.row is not None:
            yield Capability("calls", line.symbol, line.row.summary, spots, (f"same:{line.symbol}",))


def _counts(line: Line) -> bool:
    """Say whether a symbol without a row is a capability: not where the platform does it, nor where a control is."""
    row = line.row
    if row is None or row.category in _SKIPPED or row.kind in {"constant", "include"}:
        return False
    return not any(line.symbol.partition("[")[0] in method.symbols for method in connector_methods())


def _platform(app: App, spots: Spots) -> Iterator[Capability]:
    found = distinct(spots.of(one.function.place) for one in platform_handlers(app))
    if found:
        signs = ("event:CALL_STARTED", "event:QUEUED_CALL_STARTED", "does:platform", "ships:amazon")
        yield Capability("hears", "the telephony platform", "brings the platform's calls to Salesforce", found, signs)


def _controls(app: App, spots: Spots) -> Iterator[Capability]:
    """Yield the call controls: what a connector's method would do, by what the code calls or a function's name."""
    fillers = fillers_of(app)
    for method in connector_methods():
        shown = [one for one in fillers.get(method.name, ()) if not moved_row(one.by)]
        if shown and method.name not in {"init", "handleMessage"}:
            places = distinct(spots.of(one.place) for one in shown)
            names = {one.by for one in shown if one.by}
            signs = (f"method:{method.name}", f"does:{method.name}", "ships:amazon")
            asked = {part.call for part in parts("workspace") if method.name in part.methods and part.call}
            same = tuple(f"same:{name}" for name in sorted(names | asked))
            yield Capability("controls", method.name, method.does, places, (*signs, *same))


def _named(app: App, spots: Spots) -> Iterator[Capability]:
    for apex in entries.apex_of(app, spots):
        owner = apex.name.rpartition(".")[0]
        if entries.UNKNOWN not in apex.name:
            weaker = (f"class:{owner}",)
            yield Capability("Apex", apex.name, "reaches the Apex method", apex.calls, (f"apex:{apex.name}",), weaker)
    for field in entries.fields_of(app, spots):
        if entries.UNKNOWN in field.name:
            continue
        names = dict.fromkeys((field.name, *field.to.replace(" or ", ",").split(",")))
        known = tuple(f"field:{name.strip()}" for name in names if name.strip().replace("_", "").isalnum())
        title = f"fills {field.object}.{field.name}"
        yield Capability("fields", f"{field.object}.{field.name}", title, field.spots, known)
    for name, uses in sorted(entries.channels_of(app, spots).items()):
        if name != entries.UNKNOWN:
            at = distinct(spot for _, spot in uses)
            does = " and ".join(dict.fromkeys(verb for verb, _ in uses))
            yield Capability("channels", name, f"{does} messages", at, (f"channel:{name}",))


def _hosts(app: App, spots: Spots) -> Iterator[Capability]:
    hosts: dict[str, list[Spot]] = mentions_of(app, spots).hosts
    for host in sorted(hosts):
        if owner_of(host) == "external":
            yield Capability("reaches", host, "reaches the other system", distinct(hosts[host]), (f"host:{host}",))
