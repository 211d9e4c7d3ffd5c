"""The new app -> its signs: connector methods, events, imports, Apex, fields, channels, elements of flows.

Every file is read, not only those with telephony code: a component that logs through the record API names none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ctilint.assess.gathered import entries
from ctilint.assess.gathered.estate import Files, call_centers_of
from ctilint.assess.gathered.mentions import mentions_of
from ctilint.assess.gathered.spots import Spots
from ctilint.assess.gathered.uses import lines_of
from ctilint.compare.model import Sign
from ctilint.read.facts import (
    Call,
    CallStep,
    ClassValue,
    FileFacts,
    Literal,
    Member,
    Name,
    Object,
    Script,
    Step,
    ThrowStep,
    Value,
)
from ctilint.read.source import Span
from ctilint.rulebook.guide import connector_methods
from ctilint.understand.model import App
from ctilint.understand.program.index import steps_of, values_of, within
from ctilint.views.connector import fillers_of, is_library, platform_handlers

_CODE = (
    ".js",
    ".ts",
    ".mjs",
    ".cjs",
    ".jsx",
    ".tsx",
    ".html",
    ".htm",
    ".page",
    ".component",
    ".cmp",
    ".app",
    ".resource",
)
_FLOW = ".flow-meta.xml"
_LARGEST = 2_000_000
_BASE = re.compile(r"scv-connector-base$")
_OWNERS = frozenset({"TelephonyConnector", "VendorConnector"})
_HOST = re.compile(r"\b(?:https?|wss?)://([A-Za-z0-9.-]+)")
_ELEMENT = re.compile(r"<(recordLookups|recordCreates|recordUpdates|actionCalls|screens|subflows)>")
_FIELD = re.compile(r"<field>([A-Za-z_]\w*)</field>|<targetReference>[\w.]*?([A-Za-z_]\w*)</targetReference>")
_ACTION = re.compile(r"<actionName>([\w.]+)</actionName>")
_APEX_CLASS = re.compile(r"\bclass\s+(\w+)", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z_$][\w$]*")
_COMMENT = re.compile(r"/\*.*?\*/|//[^\r\n]*|<!--.*?-->", re.DOTALL)


def signs_of(app: App, files: Files) -> dict[str, Sign]:
    """Return what the new app shows, the first place of each sign, by its name."""
    spots = Spots(app.files)
    found: dict[str, Sign] = {}
    for sign in _all(app, files, spots):
        found.setdefault(sign.name, sign)
    return found


def _all(app: App, files: Files, spots: Spots) -> Iterator[Sign]:
    from ctilint.read.document import read_document

    for path in files.files():
        data = files.bytes_of(path) if path.endswith((*_CODE, _FLOW, ".cls")) and "node_modules/" not in path else None
        if data is None or len(data) > _LARGEST:
            continue
        if path.endswith((_FLOW, ".cls")):
            yield from _metadata(path, data, spots)
            continue
        facts = app.files.get(path) or read_document(path, data)
        if not is_library(facts):
            spots.add(facts.source)
            yield from _of_file(facts, spots)
    yield from _of_app(app, spots)


def _of_app(app: App, spots: Spots) -> Iterator[Sign]:
    for line in lines_of(app, spots):
        live = next((use.spot for use in line.uses if use.live), None)
        if live is not None:
            yield Sign(f"same:{line.symbol}", live, "derived")
    for window in app.windows:
        for one in window.registrations:
            if one.dialect == "voice" and one.event:
                yield Sign(f"hears:{one.event}", spots.of(one.place), one.evidence.value)
    for name, uses in entries.channels_of(app, spots).items():
        yield Sign(f"channel:{name}", uses[0][1], "derived")
    for apex in entries.apex_of(app, spots):
        yield Sign(f"apex:{apex.name}", apex.calls[0], "derived")
    for field in entries.fields_of(app, spots):
        yield Sign(f"field:{field.name}", field.spots[0], "derived")
    for host, places in mentions_of(app, spots).hosts.items():
        yield Sign(f"host:{host}", places[0], "matched")
    for handler in platform_handlers(app):
        yield Sign("does:platform", spots.of(handler.function.place), "derived")
    for method, fillers in fillers_of(app).items():
        yield Sign(f"does:{method}", spots.of(fillers[0].place), "derived")
    for center in call_centers_of(app, spots):
        for item in center.items:
            if item.name == "reqVendorInfoApiName" and "AMAZON" in item.value.upper():
                yield Sign("ships:amazon", item.spot, "matched")


def _of_file(facts: FileFacts, spots: Spots) -> Iterator[Sign]:
    path = facts.path
    for element in facts.elements:
        yield Sign(f"tag:{element.tag.lower()}", spots.at(path, element.span), "matched")
    text = facts.source.text
    for match in _HOST.finditer(_COMMENT.sub(_blank, text)):
        yield Sign(f"host:{match[1].lower()}", spots.at(path, Span(match.start(), match.end())), "matched")
    for script in facts.scripts:
        yield from _imports(script, spots)
        yield from _values(script, spots)
        yield from _methods(script, spots)


def _blank(match: re.Match[str]) -> str:
    """Return a comment as blanks; what stands behind ``://`` is an address and no comment."""
    written = match[0]
    before = match.string[match.start() - 1 : match.start()]
    return written if written.startswith("//") and before == ":" else " " * len(written)


def _imports(script: Script, spots: Spots) -> Iterator[Sign]:
    """Yield the imports whose local name is used: an import alone does nothing."""
    used = _used(script) if script.imports else set()
    for one in script.imports:
        if one.local and one.local not in used:
            continue
        at = spots.at(script.path, one.span)
        yield Sign(f"import:{one.source}#{one.imported}", at, "derived")
        head, _, last = one.source.rpartition("/")
        if head == "@salesforce/apex":
            yield Sign(f"apex:{last}", at, "derived")
            yield Sign(f"class:{last.rpartition('.')[0]}", at, "derived")
        elif head == "@salesforce/messageChannel":
            yield Sign(f"channel:{last}", at, "derived")
        elif head == "@salesforce/schema":
            yield Sign(f"field:{last.rpartition('.')[2]}", at, "derived")


def _used(script: Script) -> set[str]:
    """Return the names that the code of ``script`` reads, those in decorators included."""
    found: set[str] = set()
    todo: list[Value] = [
        value for function in script.functions for step in steps_of(function.body) for value in values_of(step)
    ]
    todo += [export.value for export in script.exports]
    while todo:
        for item in within(todo.pop()):
            if isinstance(item, Name):
                found.add(item.name)
            elif isinstance(item, ClassValue):
                todo += [] if item.superclass is None else [item.superclass]
                todo += [entry.value for entry in item.entries]
                for decorator in (*item.decorators, *(mark for entry in item.entries for mark in entry.decorators)):
                    found.update(_WORD.findall(decorator))
    return found


def _values(script: Script, spots: Spots) -> Iterator[Sign]:
    for function in script.functions:
        for step in steps_of(function.body):
            for value in values_of(step):
                for item in within(value):
                    if isinstance(item, Object):
                        for entry in item.entries:
                            if entry.key:
                                at = spots.at(script.path, entry.key_span)
                                yield Sign(f"key:{entry.key}", at, "derived")
                                yield Sign(f"field:{entry.key.removeprefix('sfdc-')}", at, "derived")
                    elif isinstance(item, Literal) and isinstance(item.value, str) and item.value.isidentifier():
                        yield Sign(f"field:{item.value}", spots.at(script.path, item.span), "matched")
                    elif isinstance(item, Member) and item.key and item.key.endswith("__c"):
                        yield Sign(f"field:{item.key}", spots.at(script.path, item.span), "derived")
                    elif isinstance(item, Call):
                        yield from _published(script, item, spots)


def _published(script: Script, call: Call, spots: Spots) -> Iterator[Sign]:
    callee = call.callee
    name = callee.name if isinstance(callee, Name) else callee.key if isinstance(callee, Member) else ""
    if name != "publishEvent":
        return
    for given in call.arguments[:1]:
        for entry in given.entries if isinstance(given, Object) else ():
            if entry.key == "eventType":
                event = entry.value
                written = event.key if isinstance(event, Member) else getattr(event, "value", None)
                if isinstance(written, str):
                    yield Sign(f"event:{written}", spots.at(script.path, call.span), "derived")


def _methods(script: Script, spots: Spots) -> Iterator[Sign]:
    """Yield the methods of a connector that do something; one that only throws is a stub."""
    based = any(_BASE.search(one.source) for one in script.imports) or "SCVConnectorBase" in script.text
    names = {method.name for method in connector_methods()}
    if not based and not _extends(script):
        return
    for function in script.functions:
        if function.kind == "method" and function.name in names and not _is_stub(function.body.steps):
            yield Sign(f"method:{function.name}", spots.at(script.path, function.name_span), "derived")


def _is_stub(steps: Sequence[Step]) -> bool:
    """Say whether a body does nothing, or nothing before it throws an error that it makes."""
    for step in steps:
        if isinstance(step, ThrowStep):
            return True
        if not (isinstance(step, CallStep) and step.call.new):
            return False
    return True


def _extends(script: Script) -> bool:
    return any(
        isinstance(item, ClassValue) and getattr(item.superclass, "name", "") in _OWNERS
        for function in script.functions
        for step in steps_of(function.body)
        for value in values_of(step)
        for item in within(value)
    )


def _metadata(path: str, data: bytes, spots: Spots) -> Iterator[Sign]:
    from ctilint.read.source import UnreadableSourceError, decode

    try:
        source = decode(path, data)
    except UnreadableSourceError:
        return
    spots.add(source)
    if path.endswith(".cls"):
        match = _APEX_CLASS.search(_COMMENT.sub(_blank, source.text))
        if match is not None:
            yield Sign(f"class:{match[1]}", spots.at(path, Span(match.start(1), match.end(1))), "matched")
        return
    for prefix, pattern in (("flow", _ELEMENT), ("field", _FIELD), ("action", _ACTION)):
        for match in pattern.finditer(source.text):
            name = next(group for group in match.groups() if group)
            yield Sign(f"{prefix}:{name}", spots.at(path, Span(match.start(), match.end())), "matched")
