"""url-taken-apart: a record found by cutting up an address whose form Salesforce may change."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Problem, Severity
from ctilint.understand.model import App
from ctilint.views.answers import answers, events
from ctilint.views.facts import place_of, problem, short, views

CUTS = frozenset({"split", "match", "indexOf", "lastIndexOf", "substring", "substr", "slice", "search", "replace"})


def check(app: App) -> Iterator[Problem]:
    """Yield each cut into the url of a navigation event or of getAppViewInfo's answer."""
    for view in views(app):
        for call, _, ref, uses in (*answers(view), *events(view)):
            where = {
                "sforce.opencti.onNavigationChange": ("url",),
                "sforce.opencti.getAppViewInfo": ("returnValue", "url"),
            }.get(call.name)
            if where is None:
                continue
            for path, member in uses.reads:
                if path[:-1] == where and path[-1] in CUTS:
                    yield problem(
                        call,
                        place_of(ref.script, member.key_span),
                        f"the url of {short(call.name)} is taken apart: Salesforce may change its form at any time",
                        "read recordId, recordName and objectType",
                        Severity.NOTE,
                    )
