"""Salesforce's migration guide point by point, the methods of a connector, and decisions with their sides."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ctilint.assess.document import several
from ctilint.assess.gathered.mentions import owner_of
from ctilint.assess.gathered.spots import Spots, distinct
from ctilint.assess.meaning.answers import ANSWERED, OPEN, PARTLY, Inputs, evidence_of
from ctilint.assess.model import Decision, Fill, GuidePoint, Named
from ctilint.rulebook.guide import (
    CALLS,
    FIELDS,
    MAPPING,
    METHODS,
    OUTSIDE,
    PEOPLE,
    GuideItem,
    Start,
    choices,
    connector_methods,
    guide_items,
    starts,
)
from ctilint.understand.model import App
from ctilint.views.connector import fillers_of

Said = tuple[str, str, tuple[Named, ...]]
_VOICE = frozenset({"voice", "connector"})
_OFFERED = frozenset({"getTelephonyConnector", "getSharedCapabilities", "getVoiceCapabilities"})


def fills_of(app: App, spots: Spots) -> tuple[Fill, ...]:
    """Return every method of a connector with the functions of the app that would fill it."""
    found = fillers_of(app)
    return tuple(
        Fill(
            one.name,
            one.owner,
            one.required,
            one.does,
            one.result,
            one.sends,
            one.capability,
            tuple(
                Named(
                    filler.name,
                    (spots.of(filler.place),),
                    f"calls {filler.by}" if filler.by else "by its name",
                )
                for filler in found.get(one.name, ())
            ),
        )
        for one in connector_methods()
    )


def guide_of(inputs: Inputs, fills: Sequence[Fill], targets: Sequence[str]) -> tuple[GuidePoint, ...]:
    """Return the points of the guide with what the code says to each; none where no target needs a connector."""
    if "partner-telephony" not in targets:
        return ()
    points = [_point(item, inputs, fills) for item in guide_items()]
    return (*points, *(_start(start, inputs) for start in starts()))


def decisions_of(inputs: Inputs) -> tuple[Decision, ...]:
    """Return the decisions for which the code says something to one side at least."""
    found = []
    for choice in choices():
        sides = tuple((side.name, evidence_of(side.signals, inputs)) for side in choice.sides)
        if any(evidence for _, evidence in sides):
            found.append(Decision(choice.id, choice.question, sides))
    return tuple(found)


def _point(item: GuideItem, inputs: Inputs, fills: Sequence[Fill]) -> GuidePoint:
    if item.by == METHODS:
        status, says, evidence = _methods(item, fills)
    else:
        status, says, evidence = _SAYS.get(item.by, _signals)(item, inputs)
    return GuidePoint(item.id, item.phase, item.title, status, says, evidence, item.sources)


def _start(start: Start, inputs: Inputs) -> GuidePoint:
    against = evidence_of(start.against, inputs)
    says = start.fits_not if against else start.fits
    status = PARTLY if against else ANSWERED
    has_code = any(line.dialect not in _VOICE for line in inputs.lines)
    if not has_code:
        status, says = OPEN, "No softphone code is among the paths."
    return GuidePoint("G00", "2", f"start from {start.name}", status, says, against, start.sources)


def _calls(_item: GuideItem, inputs: Inputs) -> Said:
    old = [line for line in inputs.lines if line.dialect not in _VOICE]
    if not old:
        return OPEN, "No call of a telephony API is among the paths.", ()
    uses = sum(len(line.uses) for line in old)
    says = f"{several(uses, 'use')} of {several(len(old), 'symbol')}: all in the mapping, each with its place."
    return ANSWERED, says, tuple(Named(line.symbol, tuple(use.spot for use in line.uses)) for line in old)


def _mapping(_item: GuideItem, inputs: Inputs) -> Said:
    unknown = [line for line in inputs.lines if not line.known]
    if not inputs.lines:
        return OPEN, "No call of a telephony API is among the paths.", ()
    if not unknown:
        return ANSWERED, "Every symbol has a row of the map.", ()
    says = f"For {several(len(unknown), 'symbol')} no replacement is known."
    return PARTLY, says, tuple(Named(line.symbol, tuple(use.spot for use in line.uses)) for line in unknown)


def _fields(_item: GuideItem, inputs: Inputs) -> Said:
    logs = [line for line in inputs.lines if line.symbol.endswith(".saveLog")]
    own = tuple(Named(f"{one.object}.{one.name}", one.spots, one.to) for one in inputs.fields)
    if not own:
        says = "saveLog is called with fields that cannot be read." if logs else "The code writes no call log."
        return (PARTLY if logs else ANSWERED), says, ()
    custom = sum(one.name.lower().endswith("__c") for one in inputs.fields)
    return ANSWERED, f"{several(len(own), 'field')}, {custom} of them custom: paired under Data.", own


def _outside(_item: GuideItem, inputs: Inputs) -> Said:
    hosts = [
        Named(host, distinct(spots), "host")
        for host, spots in sorted(inputs.mentions.hosts.items())
        if owner_of(host) != "Salesforce"
    ]
    apex = [Named(one.name, one.calls, "Apex") for one in inputs.apex]
    if not hosts and not apex:
        return PARTLY, "No address of another system and no Apex method stands in the code as text.", ()
    says = f"{several(len(hosts), 'host')} and {several(len(apex), 'Apex method')}; addresses made at run time are not."
    return PARTLY, says, (*hosts, *apex)


def _methods(item: GuideItem, fills: Sequence[Fill]) -> Said:
    asked = [fill for fill in fills if fill.method in item.methods]
    if all(fill.method in _OFFERED for fill in asked):
        able = sorted({fill.capability for fill in fills if fill.capability and fill.functions})
        if not able:
            return OPEN, "Nothing in the code shows what the connector could declare.", ()
        return PARTLY, f"By what the app does today it can declare {', '.join(able)}.", ()
    there = [fill for fill in asked if fill.functions]
    missing = [fill.method for fill in asked if not fill.functions]
    evidence = tuple(
        Named(f"{fill.method}: {named.name}", named.spots, named.note) for fill in there for named in fill.functions
    )
    sure = all(named.note != "by its name" for fill in there for named in fill.functions)
    if not there:
        return OPEN, f"No function of the app was found for {', '.join(missing)}.", ()
    if missing:
        return PARTLY, f"No function of the app was found for {', '.join(missing)}.", evidence
    if not sure:
        return PARTLY, "Functions were found, some by their names only: read them.", evidence
    return ANSWERED, "Each has a function of the app that does the work today.", evidence


def _signals(item: GuideItem, inputs: Inputs) -> Said:
    evidence = evidence_of(item.signals, inputs)
    if not evidence:
        return OPEN, "Nothing of the kind was found.", ()
    return (PARTLY if item.static == "partial" else ANSWERED), item.answer, evidence


def _people(_item: GuideItem, _inputs: Inputs) -> Said:
    return OPEN, "No code can answer it.", ()


_SAYS: Mapping[str, Callable[[GuideItem, Inputs], Said]] = {
    CALLS: _calls,
    MAPPING: _mapping,
    FIELDS: _fields,
    OUTSIDE: _outside,
    PEOPLE: _people,
}
