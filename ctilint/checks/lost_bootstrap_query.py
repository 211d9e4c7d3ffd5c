"""lost-bootstrap-query: a softphone page redirects and drops the query string that the library needs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ctilint.findings import Place, Problem
from ctilint.patterns import pattern
from ctilint.read.facts import AssignStep, CallStep, Member, Name, ScriptKind, Value
from ctilint.understand.model import App
from ctilint.understand.program.index import ScriptIndex, steps_of
from ctilint.understand.program.joining import of_script
from ctilint.views.facts import View, views
from ctilint.views.loads import loads_of

LOCATIONS = frozenset({"location.href", "location", "document.location", "document.location.href"})
MOVES = frozenset({"location.replace", "location.assign", "document.location.replace", "document.location.assign"})
HISTORY = frozenset({"history.replaceState", "history.pushState"})
OWN_PAGE = pattern(r"(?!//)(?:\.{0,2}/)?[\w-]+(?:/[\w-]+)*(?:\.(?:html?|aspx|php|jsp))?/?\Z")
REFRESH = pattern(r"\s*\d+\s*;\s*url\s*=\s*['\"]?([^'\"]*)", re.IGNORECASE)
RECORD = pattern(r"/?(?:00\w{13,16}|00[0-9A-Z])\Z|\A/?(?:apex|lightning|one|home|setup|secur)(?:/|\Z)", re.IGNORECASE)


def check(app: App) -> Iterator[Problem]:
    """Yield each redirect to a page of the app's own, without a query, in a page that loads Open CTI."""
    for view in views(app):
        if not loads_of(view, "opencti") and not loads_of(view, "interaction"):
            continue
        effect = (
            "the library throws while it loads there"
            if loads_of(view, "opencti")
            else "every call does nothing there, and says nothing"
        )
        for place in (*_in_code(view), *_in_markup(view)):
            yield Problem(
                place,
                f"this redirect drops the query string that Salesforce gave the page: {effect}",
                "carry it along: '/login' + location.search",
            )


def _in_code(view: View) -> Iterator[Place]:
    for index in view.program.indexes:
        if index.script.kind in {ScriptKind.ATTRIBUTE, ScriptKind.URL}:
            continue
        for value in _destinations(index):
            if _drops(view, index, value):
                yield Place(index.script.path, value.span)


@of_script
def _destinations(index: ScriptIndex) -> tuple[Value, ...]:
    """Return the addresses that a script sends the page to."""
    found = []
    for function in index.script.functions:
        for step in steps_of(function.body):
            value = _target(index, step.target, step.value) if isinstance(step, AssignStep) else None
            if isinstance(step, CallStep):
                value = _moved_to(index, step.call.callee, step.call.arguments)
            if value is not None:
                found.append(value)
    return tuple(found)


def _target(index: ScriptIndex, target: Value, value: Value) -> Value | None:
    return value if isinstance(target, Name | Member) and index.path_of(target) in LOCATIONS else None


def _moved_to(index: ScriptIndex, callee: Value, arguments: tuple[Value, ...]) -> Value | None:
    path = index.path_of(callee)
    if path in MOVES and arguments:
        return arguments[0]
    return arguments[2] if path in HISTORY and len(arguments) > 2 else None


def _drops(view: View, index: ScriptIndex, value: Value) -> bool:
    if any(value.span.start <= mask.span.start < value.span.end for mask in index.script.masks):
        return False
    texts = view.resolver.texts(index.script, value)
    return bool(texts) and all(OWN_PAGE.match(text) and not RECORD.search(text) for text in texts)


def _in_markup(view: View) -> Iterator[Place]:
    for path in view.window.files:
        for element in view.app.files[path].elements:
            if element.tag.lower() == "meta" and (element.get("http-equiv") or "").lower() == "refresh":
                match = REFRESH.match(element.get("content") or "")
                if match is not None and OWN_PAGE.match(match[1]) and not RECORD.search(match[1]):
                    yield Place(path, element.span)
