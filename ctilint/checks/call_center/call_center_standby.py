"""call-center-standby: reqStandbyUrl and reqTimeout come together, and ask for notifyInitializationComplete."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Problem, Severity
from ctilint.records import replace
from ctilint.understand.model import App
from ctilint.views.callcenter import centers, dialects_used

NOTIFY = "notifyInitializationComplete"


def check(app: App) -> Iterator[Problem]:
    """Yield each of the two without the other, and both in an app that never says it is ready."""
    told = NOTIFY in app.whole.mentioned
    for center in centers(app):
        url, timeout = center.get("reqStandbyUrl"), center.get("reqTimeout")
        if url is not None and timeout is None:
            yield center.problem(
                url.span,
                "reqStandbyUrl stands without reqTimeout: the two come together",
                "add reqTimeout (milliseconds), or take reqStandbyUrl out",
            )
        elif timeout is not None and url is None:
            yield center.problem(
                timeout.span,
                "reqTimeout stands without reqStandbyUrl: the two come together",
                "add reqStandbyUrl, or take reqTimeout out",
            )
        elif url is not None and timeout is not None and not told and dialects_used(app):
            yield replace(
                center.problem(
                    url.span,
                    f"nothing in the app calls {NOTIFY}: after {timeout.value} ms Salesforce shows the standby page "
                    "although the softphone is well",
                    f"call {NOTIFY} at the end of the start-up",
                ),
                severity=Severity.WARNING,
            )
