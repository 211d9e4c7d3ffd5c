"""call-center-url: an adapter address that Salesforce cannot show."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ctilint.findings import Problem, Severity
from ctilint.patterns import pattern
from ctilint.records import replace
from ctilint.understand.model import App
from ctilint.views.callcenter import centers

LOCAL = pattern(r"http://(?:localhost|127\.0\.0\.1)\b", re.IGNORECASE)


def check(app: App) -> Iterator[Problem]:
    """Yield each adapter or standby address over http."""
    for center in centers(app):
        for name in ("reqAdapterUrl", "reqStandbyUrl"):
            setting = center.get(name)
            if setting is None or not setting.value.lower().startswith("http://"):
                continue
            if center.for_lightning:
                yield center.problem(
                    setting.span,
                    f"{name} is http, and Lightning shows a softphone over https only",
                    "serve the softphone over https",
                )
            elif not LOCAL.match(setting.value):
                yield replace(
                    center.problem(
                        setting.span,
                        f"{name} is http: browsers block it inside Salesforce's https pages",
                        "serve the softphone over https",
                    ),
                    severity=Severity.WARNING,
                )
