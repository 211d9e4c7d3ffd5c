"""placeholder-url: a library address that was copied with its placeholder, or lacks a part."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ctilint.findings import Place, Problem
from ctilint.patterns import pattern
from ctilint.understand.model import App
from ctilint.views.facts import views
from ctilint.views.loads import addresses, narrowed

HOST = pattern(
    r"https?://((?:domain:port|your[\w.-]*|my-?domain-?name[\w.-]*|<[^>/]*>|\{\w+\}(?![^/]*\.)|instance(?:_?name)?)[^/]*)(?=/)",
    re.IGNORECASE,
)
VERSION = pattern(
    r"/(?:support/(?:api|console)|soap/ajax)/(\{(?!!)\w*\}|<\w[^>/]*>|[vV]?[NnXx]{2}(?:\.[0xX])?|version)/"
)
FOLDER = pattern(r"/support/api/[^/]+/(opencti(?:_min)?)\.js", re.IGNORECASE)
# Words of which one must stand in the address, the expression, what is said and what is to be done.
PARTS = (
    (
        ("domain", "your", "<", "{", "instance"),
        HOST,
        "the host {} of the library's address is a placeholder: nothing is loaded",
        "leave the host out",
    ),
    (
        ("{", "<", "/version/", "nn", "xx", "/v"),
        VERSION,
        "the version {} of the library's address is a placeholder: nothing is loaded",
        "write a version",
    ),
    (
        ("/opencti",),
        FOLDER,
        "{}.js lies in the folder lightning/: this address loads nothing",
        "write /lightning/{}.js",
    ),
)


def check(app: App) -> Iterator[Problem]:
    """Yield each address with a placeholder for a host or version, or without the folder of Lightning's library."""
    seen: set[Place] = set()
    for view in views(app):
        for text, place in addresses(view):
            if _plain(text):
                continue
            facts = view.app.files[place.path]
            written = facts.source.cut(place.span)
            in_code = not any(include.span == place.span for include in facts.includes)
            for sign, expression, message, hint in PARTS:
                if not any(word in text.lower() for word in sign) or (expression is FOLDER and "/lightning/" in text):
                    continue
                match = expression.search(text)
                if match is None or match[1] not in written or (in_code and match[1].startswith(("{", "<"))):
                    continue  # code may fill a placeholder in later
                at = narrowed(view, place, match[1])
                if at not in seen:
                    seen.add(at)
                    yield Problem(at, message.format(match[1]), hint.format(match[1]))


def _plain(text: str) -> bool:
    """Say whether an address has no host and a version of digits, and is Lightning's with its folder: most are so."""
    if text.startswith("http") or ("opencti" in text and "/lightning/" not in text):
        return False
    for start in ("/support/api/", "/support/console/", "/soap/ajax/"):
        _, found, rest = text.partition(start)
        if found and not rest[:1].isdigit():
            return False
    return True
