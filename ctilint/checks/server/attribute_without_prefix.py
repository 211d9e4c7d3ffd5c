"""attribute-without-prefix: a contact attribute that Salesforce Voice will not copy to the VoiceCall."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ctilint.findings import Evidence, Place, Problem, Severity
from ctilint.read.source import Span
from ctilint.views.server import server_of

if TYPE_CHECKING:
    from ctilint.understand.model import App


def check(app: App) -> Iterator[Problem]:
    """Yield each attribute that is set, read by no flow and no function here, and has no prefix of Voice's."""
    server = server_of(app)
    if server is None:
        return
    from ctilint.understand.server.calls import table

    voice = table("voice")["voice"]
    prefixes = tuple(voice["prefixes"])
    seen: set[str] = set()
    for one in server.attributes_set:
        if one.name in seen or one.name.startswith(prefixes) or not one.name:
            continue
        seen.add(one.name)
        if one.name in server.attributes_read or one.name in voice["own_attributes"] or "$" in one.name:
            continue
        again = [other for other in server.attributes_set if other.name == one.name][1:4]
        places = [Place(other.place.path, other.place.span, f"{other.by} sets it too") for other in again]
        message = (
            f"the contact attribute '{one.name}' that {one.by} sets does not reach the VoiceCall: "
            "Salesforce Voice copies only names that begin with sfdc-"
        )
        help_ = (
            f"call it sfdc-{one.name} with the API name of the VoiceCall field, or keep it if only the flow needs it"
        )
        read = _read_in(one.name, app)
        severity = Severity.WARNING if read is not None else Severity.NOTE
        related = (*((read,) if read is not None else ()), *places)
        yield Problem(one.place, message, help_, severity, Evidence.DERIVED, related)


def _read_in(name: str, app: App) -> Place | None:
    """Return where the softphone reads the attribute, or None."""
    word = re.compile(rf"(?<![\w$-]){re.escape(name)}(?![\w$-])")
    for path, facts in app.files.items():
        text = facts.source.text
        if "getAttributes" in text and facts.scripts:
            found = word.search(text, text.index("getAttributes")) or word.search(text)
            if found is not None:
                return Place(path, Span(found.start(), found.end()), "the softphone reads it here")
    return None
