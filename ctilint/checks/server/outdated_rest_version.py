"""outdated-rest-version: a Salesforce REST, SOAP or Bulk version of the server side that is retired, leaving or old."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ctilint.findings import Evidence, Place, Problem, Severity
from ctilint.patterns import pattern
from ctilint.rulebook.releases import Releases, releases
from ctilint.views.server import server_of

if TYPE_CHECKING:
    from ctilint.read.server.deployed import Setting
    from ctilint.read.source import Span
    from ctilint.understand.model import App
    from ctilint.understand.server.deployment import ServerApp, ServerFunction
    from ctilint.understand.server.refs import PyRef

ADDRESS = pattern(r"/services/(?:data/v|Soap/[ucm]/(?:class/)?|async/)(\d{1,3}\.\d)")
BARE = pattern(r"^v?(\d{2,3}\.0)$")
NAME = pattern(r"(?:^|_)(?:sf|sfdc|salesforce|api|rest|soap)_?(?:api_?)?version$|^(?:sf_?)?version$", re.IGNORECASE)
SALESFORCE_NAME = pattern(r"(?:sf|sfdc|salesforce).*version|^(?:default_)?api_version$", re.IGNORECASE)
VOICE_FIELDS = 48
"""The first version with the fields of VoiceCall."""


def check(app: App) -> Iterator[Problem]:
    """Yield each version once per place where it is written."""
    server = server_of(app)
    if server is None:
        return
    seen: set[Place] = set()
    for version, place, what, evidence, related in (
        *_in_code(server),
        *_in_templates(server),
        *_in_requirements(server),
    ):
        if place in seen:
            continue
        seen.add(place)
        problem = _judge(float(version), version, place, what, evidence, related, releases(), app.settings.api_version)
        if problem is not None:
            yield problem


Found = tuple[str, Place, str, Evidence, tuple[Place, ...]]


def _in_code(server: ServerApp) -> Iterator[Found]:
    from ctilint.read.server.records import PyFormat, PyText
    from ctilint.understand.server.calls import named, texts

    for ref, text in texts(server):
        whole = text.value if isinstance(text, PyText) else text.literal
        found = ADDRESS.search(whole)
        if found:
            place = ref.at(text.span)
            if isinstance(text, PyFormat):
                inner = [one for one in text.parts if isinstance(one, PyText) and found[1] in one.value]
                place = ref.at(inner[0].span) if inner else place
            yield found[1], place, "the address", Evidence.MATCHED, ()
    for ref, name, value, _ in named(server):
        found = BARE.match(value.value) if isinstance(value, PyText) else None
        if found and isinstance(value, PyText) and _is_salesforce(name, ref, server):
            yield found[1], ref.at(value.span), f"'{name}'", Evidence.DERIVED, ()
    for module in server.modules:
        for read in module.environment:
            default = read.default
            found = BARE.match(default.value) if isinstance(default, PyText) else None
            if found and default is not None and SALESFORCE_NAME.search(read.name):
                place = Place(module.path, default.span)
                yield found[1], place, f"the default of {read.name}", Evidence.DERIVED, ()


def _is_salesforce(name: str, ref: PyRef, server: ServerApp) -> bool:
    """Say whether a version under ``name`` is Salesforce's: its name says so, or its file speaks of Salesforce."""
    if SALESFORCE_NAME.search(name):
        return True
    text = server.files[ref.module.path].source.text
    return NAME.search(name) is not None and ("/services/data" in text or "salesforce" in text.lower())


def _in_templates(server: ServerApp) -> Iterator[Found]:
    for function in server.functions:
        deployed = function.deployed
        if deployed is None:
            continue
        for name, setting, span in deployed.environment:
            found = BARE.match(setting.text or "")
            if found and SALESFORCE_NAME.search(name):
                at = Place(deployed.path, setting.literal)
                yield (
                    found[1],
                    at,
                    f"the value of {name}",
                    *_uses(function, name, setting, deployed.path, span),
                )


def _uses(
    function: ServerFunction, name: str, setting: Setting, path: str, span: Span
) -> tuple[Evidence, tuple[Place, ...]]:
    related = []
    if setting.reference:
        related.append(Place(path, span, f"the function {function.name} gets it as {name}"))
    for module in dict.fromkeys(ref.module for ref in function.reaches):
        reads = [read for read in module.environment if read.name == name]
        related.extend(Place(module.path, read.span, "and reads it here") for read in reads)
    return Evidence.DERIVED, tuple(related[:2])


def _in_requirements(server: ServerApp) -> Iterator[Found]:
    from ctilint.understand.server.calls import table

    rows = table("retired")["default_version"]
    for path, facts in server.files.items():
        for one in facts.requirements:
            for row in rows:
                pins = [pin for pin in row["pinned"] if one.version == pin or one.version.startswith(f"{pin}.")]
                if one.name == row["library"] and one.pinned and pins:
                    what = f"the default of {one.name} {one.version}"
                    yield row["version"], Place(path, one.span), what, Evidence.DERIVED, ()


def _judge(
    number: float,
    written: str,
    place: Place,
    what: str,
    evidence: Evidence,
    related: tuple[Place, ...],
    known: Releases,
    floor: int | None,
) -> Problem | None:
    version = int(number)
    least = floor if floor is not None else known.floor
    name = f" ({known.name(version)})" if known.name(version) else ""
    help_ = f"use v{known.newest}.0; fields of VoiceCall are there from {VOICE_FIELDS}.0 on"
    start = f"{what} names Salesforce API {written}{name}"
    if version < 7 or version > known.newest:
        return None
    status = known.status(version)
    if status == "retired":
        message, severity = f"{start}, which is retired: Salesforce answers requests with an error", Severity.ERROR
    elif status == "leaving":
        message, severity = f"{start}, which is retired in Summer '28", Severity.WARNING
    elif version >= least:
        return None
    else:
        severity = Severity.WARNING if version < VOICE_FIELDS else Severity.NOTE
        message = f"{start}, {known.newest - version} releases behind {known.newest}.0"
    return Problem(place, message, help_, severity, evidence, related)
