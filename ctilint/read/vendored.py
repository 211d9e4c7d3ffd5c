"""Recognises copies of Salesforce's and Amazon's own libraries by what stands in them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ctilint.read.facts import VendoredLibrary
from ctilint.read.source import Span


@dataclass(frozen=True, slots=True)
class _Mark:
    """A library is recognised when every pattern occurs; the version is group 1 of the first pattern that matches."""

    library: str
    signs: tuple[str, ...]
    versions: tuple[str, ...]


_VERSION = r"(\d{1,2}\.\d{1,2}(?:\.\d{1,3})?)"
_LIBRARIES = (
    _Mark(
        "ajax",
        (r"sforce\.(?:Connection|SoapTransport)\s*=\s*function", r"sforce\.internal\b"),
        (
            rf"AJAX (?:Connector|Toolkit) {_VERSION}",
            rf"/services/Soap/[us]/{_VERSION}",
        ),
    ),
    _Mark(
        "apex",
        (r"sforce\.Apex\s*=\s*function", r"executeAnonymous"),
        (rf"/services/Soap/s/{_VERSION}",),
    ),
    _Mark(
        "opencti",
        (r"\bopencti\s*[=:]", r"sfdcI[Ff]rameOrigin", r"\bscreenPop\b", r"postMessage"),
        (rf"(?:API_VERSION|apiVersion|VERSION)\b[\"']?\s*[=:]\s*[\"']?{_VERSION}",),
    ),
    _Mark(
        "interaction",
        (
            r"sforce\.interaction\s*=|\binteraction\s*:",
            r"sfdcI[Ff]rameOrigin",
            r"postMessage",
            r"interactionApi|entityFeed",
        ),
        (rf"(?:API_VERSION|apiVersion|VERSION)\b[\"']?\s*[=:]\s*[\"']?{_VERSION}",),
    ),
    _Mark(
        "integration",
        (r"sforce\.console\s*=", r"sfdcI[Ff]rameOrigin|integrationApi|INTEGRATION_API", r"postMessage|XDM|xdm"),
        (rf"(?:API_VERSION|apiVersion|VERSION)\b[\"']?\s*[=:]\s*[\"']?{_VERSION}",),
    ),
    _Mark(
        "streams",
        (r"\binitCCP\b", r"\bmakeEnum\b", r"\bEventGraph\b", r"\backnowledgeTimeout|\bACKNOWLEDGE\b|\backnowledge\b"),
        (
            rf"\bconnect\.version\s*=\s*[\"']{_VERSION}",
            rf"\bSTREAMS_VERSION\b\s*=\s*[\"']{_VERSION}",
            rf"@version:?\s+v?{_VERSION}",
        ),
    ),
    _Mark(
        "connector",
        (r"\binitializeConnector\b", r"\bpublishEvent\b", r"SETUP_CONNECTOR", r"CALL_CENTER_CONFIG|callCenterConfig"),
        (rf"\bCONNECTOR_VERSION\b\s*=\s*[\"']{_VERSION}",),
    ),
)
_HINT = re.compile(
    r"sfdcI[Ff]rameOrigin|sforce\.(?:Connection|SoapTransport|Apex|console)\s*=|initCCP|SETUP_CONNECTOR|INTEGRATION_API"
)


def recognise(text: str) -> VendoredLibrary | None:
    """Return which library ``text`` is a copy of, with the version it names ('' when it names none)."""
    if _HINT.search(text) is None:
        return None
    for mark in _LIBRARIES:
        if all(re.search(sign, text) for sign in mark.signs):
            return _library(mark, text)
    return None


def _library(mark: _Mark, text: str) -> VendoredLibrary:
    for pattern in mark.versions:
        found = re.search(pattern, text)
        if found is not None:
            return VendoredLibrary(mark.library, found.group(1), Span(*found.span(1)))
    return VendoredLibrary(mark.library, "", Span(0, 0))
