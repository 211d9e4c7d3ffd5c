"""call-center-mode: reqSalesforceCompatibilityMode is wrong, missing, or at odds with the code."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Problem, Severity
from ctilint.records import replace
from ctilint.understand.model import App
from ctilint.views.callcenter import MODES, Center, centers, dialects_shown

NAME = "reqSalesforceCompatibilityMode"


def check(app: App) -> Iterator[Problem]:
    """Yield each mode that is no mode, and each that hides the softphone the code is written for."""
    found = list(centers(app))
    shown = {center.mode for center in found}
    for center in found:
        used = dialects_shown(app, center)
        setting = center.get(NAME)
        if setting is not None and setting.value not in MODES:
            yield center.problem(
                setting.span,
                f"'{setting.value}' is no mode: Salesforce knows {', '.join(MODES)}",
                f"write {_nearest(setting.value)}",
            )
            continue
        if used == {"lightning"} and not any("Lightning" in mode for mode in shown):
            yield _at(
                center,
                "the code uses sforce.opencti, and without a mode the call center is for Classic: Lightning does "
                "not show the softphone"
                if setting is None
                else "the code uses sforce.opencti, and the mode is Classic: Lightning does not show the softphone",
                f"set {NAME} to Lightning or Classic_and_Lightning",
            )
        elif used == {"classic"} and shown == {"Lightning"}:
            yield _at(
                center,
                "the code uses sforce.interaction only, and the mode is Lightning: none of its calls works there",
                f"set {NAME} to Classic, or move the code to sforce.opencti",
            )
        elif used == {"classic"} and center.mode == "Classic_and_Lightning":
            yield replace(
                _at(
                    center,
                    "the mode shows the softphone in Lightning too, and the page has interaction.js only, which does "
                    "not work there",
                    f"set {NAME} to Classic, or load opencti_min.js in Lightning",
                ),
                severity=Severity.WARNING,
            )
        elif used == {"lightning"} and center.mode == "Classic_and_Lightning":
            yield replace(
                _at(
                    center,
                    "the mode shows the softphone in Classic too, and the code uses sforce.opencti only, which does "
                    "not work there",
                    f"set {NAME} to Lightning, or call sforce.interaction in Classic",
                ),
                severity=Severity.WARNING,
            )


def _at(center: Center, message: str, help_text: str) -> Problem:
    setting = center.get(NAME)
    return center.problem(setting.span if setting is not None else center.head, message, help_text)


def _nearest(text: str) -> str:
    lowered = text.lower()
    if "classic" in lowered and "lightning" in lowered:
        return "Classic_and_Lightning"
    return "Lightning" if "lightning" in lowered else "one of them"
