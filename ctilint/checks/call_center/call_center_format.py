"""call-center-format: elements that neither format has, the two formats mixed, or required items missing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ctilint.findings import Problem
from ctilint.patterns import pattern
from ctilint.read.source import Span
from ctilint.understand.model import App
from ctilint.views.callcenter import Center, centers

TAG = pattern(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<([A-Za-z][\w.-]*)", re.DOTALL)
IMPORT = frozenset({"callCenter", "section", "item"})
METADATA = frozenset(
    """CallCenter sections items label name value fullName adapterUrl contactCenter customSettings displayName
    displayNameLabel internalNameLabel version""".split()
)
REQUIRED = (
    "reqInternalName",
    "reqDisplayName",
    "reqAdapterUrl",
    "reqUseApi",
    "reqSoftphoneHeight",
    "reqSoftphoneWidth",
)


def check(app: App) -> Iterator[Problem]:
    """Yield each foreign element once, and what a file for import lacks."""
    for center in centers(app):
        known = IMPORT if center.is_import else METADATA
        other = METADATA if center.is_import else IMPORT
        seen: set[str] = set()
        for match in TAG.finditer(center.facts.source.text):
            name = match[1]
            if name and name not in known and name not in seen:
                if name in other and seen & other:
                    continue
                seen.add(name)
                yield center.problem(Span(match.start(1), match.end(1)), _foreign(center, name), _help(center, name))
        if center.is_import and not seen:
            missing = [name for name in REQUIRED if center.get(name) is None]
            if missing:
                yield center.problem(
                    center.head,
                    f"the file lacks {', '.join(missing)}: Salesforce requires {'it' if len(missing) == 1 else 'them'}",
                    "add them to the section reqGeneralInfo",
                )


def _foreign(center: Center, name: str) -> str:
    mine, other = (
        ("the import format", "the metadata format")
        if center.is_import
        else ("the metadata format", "the import format")
    )
    if name in (METADATA if center.is_import else IMPORT):
        return f"<{name}> belongs to {other}, and this file is in {mine}: the two are not interchangeable"
    return f"<{name}> is no element of {mine}: the file is refused"


def _help(center: Center, name: str) -> str:
    if center.is_import:
        return "a file for import has <section> and <item> only; settings are items with a name"
    return (
        "a metadata file has <sections> and <items> with <label>, <name> and <value>"
        if name in IMPORT
        else "take it out"
    )
