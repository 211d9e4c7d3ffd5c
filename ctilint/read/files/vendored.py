"""Recognises copies of Salesforce's and Amazon's own libraries by what stands in them, minified or not."""

from __future__ import annotations

import re

from ctilint.read.facts import Library, VendoredLibrary
from ctilint.read.source import Span
from ctilint.records import dataclass

_NUMBER = r"(\d{1,2}(?:\.\d{1,3}){0,2})"
_OWN_CALLS = r"\bsforce\s*\??\.\s*(?:opencti|interaction|console)\b"


@dataclass(frozen=True, slots=True)
class _Mark:
    """A library is recognised when every hint and every sign occurs and ``absent`` does not.

    Hints are plain words: found or missed at the speed of memory, they keep the signs from most texts.
    Group 1 of the first of ``versions`` that matches is its version.
    """

    library: Library
    hints: tuple[str, ...]
    signs: tuple[str, ...]
    versions: tuple[str, ...]
    absent: str = ""


_MARKS = (
    _Mark(
        "opencti",
        ("API_TYPE", "rameOrigin"),
        (r"API_TYPE\s*:\s*[\"']opencti[\"']", r"sfdcI[fF]rameOrigin", r"invokeApiCall|postMessage"),
        (rf"API_VERSION\s*:\s*{_NUMBER}",),
    ),
    _Mark(
        "interaction",
        ("sforce.interaction", "getCallCenterSettings"),
        (r"sforce\.interaction\s*=[^=]", r"frameOrigin", r"[\"']getCallCenterSettings[\"']", r"postMessage"),
        (
            rf"Interaction Toolkit {_NUMBER}",
            rf"\bapiVersion\s*=\s*[\"']?{_NUMBER}",
            rf"\bVersion {_NUMBER}",
        ),
    ),
    _Mark(
        "integration",
        ("sforce.console", "openPrimaryTab"),
        (
            r"sforce\.console\s*=[^=]",
            r"[\"']?openPrimaryTab\b",
            r"[\"']?addPushNotificationListener\b|[\"']?getEnclosingPrimaryTabId\b",
            r"postMessage|xdomain|\bXDM\b",
            r"frameOrigin|getOriginFrameName|sfdc-console|integrationApi|\bXDM\b|xdomain",
        ),
        (
            rf"Integration Toolkit {_NUMBER}",
            rf"\bVERSION\s*=\s*[\"']?{_NUMBER}",
            rf"\bapiVersion\s*=\s*[\"']?{_NUMBER}",
            rf"\bVersion {_NUMBER}",
        ),
    ),
    _Mark(
        "ajax",
        ("sforce.internal",),
        (r"sforce\.(?:Connection|SoapTransport)\s*=\s*function", r"sforce\.internal\b"),
        (rf"AJAX (?:Connector|Toolkit) {_NUMBER}", rf"/services/Soap/[us]/{_NUMBER}"),
    ),
    _Mark(
        "apex",
        ("sforce.Apex", "executeAnonymous"),
        (r"sforce\.Apex\s*=\s*function", r"executeAnonymous"),
        (rf"/services/Soap/s/{_NUMBER}",),
    ),
    _Mark(
        "streams",
        ("initCCP", "makeEnum"),
        (r"\binitCCP\b", r"\bmakeEnum\b", r"\bEventGraph\b", r"\bClientMethods\b"),
        (
            rf"\bconnect\.version\s*=\s*[\"']v?{_NUMBER}",
            rf"\bSTREAMS_VERSION\b\s*[=:]\s*[\"']v?{_NUMBER}",
            rf"@version:?\s+v?{_NUMBER}",
        ),
        _OWN_CALLS,
    ),
    _Mark(
        "connector",
        ("SCVConnectorBase", "SETUP_CONNECTOR"),
        (r"[\"']SCVConnectorBase[\"']", r"SETUP_CONNECTOR", r"initializeConnector"),
        (rf"\bCONNECTOR_VERSION\b\s*[=:]\s*[\"']v?{_NUMBER}",),
        _OWN_CALLS,
    ),
)


def recognise(text: str) -> VendoredLibrary | None:
    """Return which library ``text`` is a copy of, with the version it names ('' when it names none)."""
    for mark in _MARKS:
        if all(hint in text for hint in mark.hints) and all(re.search(sign, text) for sign in mark.signs):
            if mark.absent and re.search(mark.absent, text):
                return None
            return _library(mark, text)
    return None


def _library(mark: _Mark, text: str) -> VendoredLibrary:
    for pattern in mark.versions:
        found = re.search(pattern, text)
        if found is not None:
            number = found.group(1)
            return VendoredLibrary(mark.library, number if "." in number else f"{number}.0", Span(*found.span(1)))
    return VendoredLibrary(mark.library, "", Span(0, 0))
