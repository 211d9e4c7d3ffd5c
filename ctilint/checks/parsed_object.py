"""parsed-object: JSON.parse on something that is an object already."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Problem, Severity
from ctilint.understand.model import App
from ctilint.views.answers import answers, events
from ctilint.views.facts import place_of, problem, short, views


def check(app: App) -> Iterator[Problem]:
    """Yield each parse of a Lightning event, or of the returnValue of a Lightning answer."""
    for view in views(app):
        for call, entry, ref, uses in events(view):
            if call.dialect != "lightning" or entry.payload_form != "object":
                continue
            for path, parse in uses.parsed:
                if path == () and path not in uses.typed:
                    yield problem(
                        call,
                        place_of(ref.script, parse),
                        f"the event of {short(call.name)} is an object: parsing it throws",
                        "use it as it is",
                    )
        for call, _, ref, uses in answers(view):
            if call.dialect != "lightning":
                continue
            for path, parse in uses.parsed:
                if path != ("returnValue",) or path in uses.typed:
                    continue
                name = short(call.name)
                if name == "getCallCenterSettings":
                    yield problem(
                        call,
                        place_of(ref.script, parse),
                        "the guide gives the settings as an object; a comment in library 43 says text (unverified)",
                        "parse only what is text: typeof settings === 'string'",
                        Severity.NOTE,
                    )
                else:
                    yield problem(
                        call,
                        place_of(ref.script, parse),
                        f"returnValue of {name} is no JSON text: parsing it throws",
                        "parse returnValue.runApex, which is text" if name == "runApex" else "use it as it is",
                    )
