"""hard-coded-host: a library address with the host of one instance or org in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ctilint.checks._loads import addresses, narrowed
from ctilint.checks._view import views
from ctilint.findings import Place, Problem
from ctilint.patterns import pattern
from ctilint.understand.model import App

INSTANCE = pattern(
    r"https?://(?:c\.)?((?:na|eu|cs|ap|gs|um|ca|uk|usa|in|aus|jpn)\d+[\w-]*\.(?:\w+\.)*\w+)", re.IGNORECASE
)
ORG = pattern(
    r"https?://([\w-]+(?:--[\w-]+)*(?:\.\w+)?\.(?:my\.salesforce|lightning\.force|visualforce|visual\.force|vf\.force|"
    r"(?:develop|sandbox|scratch)\.my\.salesforce|salesforce-setup|cloudforce)\.com)",
    re.IGNORECASE,
)
SHARED = frozenset({"login.salesforce.com", "test.salesforce.com"})
PLACEHOLDER = pattern(r"domain|example|your|instance|host|<|\{|xxx", re.IGNORECASE)


def check(app: App) -> Iterator[Problem]:
    """Yield each address of a library on the host of an instance or of one org."""
    seen: set[Place] = set()
    for view in views(app):
        for text, place in addresses(view):
            if text[:4].lower() != "http":
                continue
            for expression, what in ((INSTANCE, "the instance"), (ORG, "the org")):
                match = expression.match(text)
                if match is None or match[1].lower() in SHARED or PLACEHOLDER.search(match[1]):
                    continue
                at = narrowed(view, place, match[1])
                if at not in seen:
                    seen.add(at)
                    yield Problem(
                        at,
                        f"the library is loaded from {what} {match[1]}: another org, or a move of this one, breaks it",
                        "leave the host out in Visualforce; take it from configuration in a hosted page",
                    )
                break
