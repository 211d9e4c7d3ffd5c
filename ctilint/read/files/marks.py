"""Which bytes speak of CTI at all: the question asked of every file before one is parsed.

Plain searches for rare words come first, for they run at the speed of memory; a pattern is asked only on a hit.
"""

from __future__ import annotations

import re

from ctilint.patterns import pattern
from ctilint.read.source import wide_encoding

_SUPPORT = pattern(rb"\bsupport/(?:api|console)\b")
_DIAL_COMPONENT = pattern(rb"(?:lightning|support):clickToDial\b|\bclickToDialService\b|lightning-click-to-dial\b")
_WORKSPACE = pattern(rb"lightning:workspaceAPI\b|lightning/platformWorkspaceApi\b")
_TOOLKIT = pattern(rb"oolkit(?<=service-cloud-voice-toolkit)|oolkit(?<=erviceCloudVoiceToolkit)")
_CONNECT_CORE = pattern(rb"connect\.co(?<!\w.{10})(?:re\b|ntact\s*\()", re.DOTALL)
_CONNECT_AGENT = pattern(rb"connect\.agent\s*\(")
_CALL_CENTER = pattern(rb"<[cC]allCenter[\s>]")
_XML_STARTS = (b"<", b"\xef\xbb\xbf", b" ", b"\n", b"\r", b"\t")
_SERVER = pattern(
    rb"salesforce|amazon[ _-]?connect|\blambda|AWS::|reqGeneralInfo|ContactFlow|boto3|StartAction|"
    rb"InvokeExternalResource|/services/(?:data|Soap|oauth2)/|\bsf_\w|sfdc|aws:connect:",
    re.IGNORECASE,
)


def speaks_of_cti(data: bytes) -> bool:
    """Say whether ``data`` names a Salesforce CTI library, namespace or call center, or Amazon Connect Streams.

    A component that dials or moves the tabs of a console counts, and so does a comment for ctilint itself.
    The address of Amazon Connect's contact control panel counts: a page that holds its frame gets its messages.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or wide_encoding(data):
        data = data.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").replace(b"\0", b"")
    return (
        _names_sforce(data)
        or b"opencti" in data
        or (b"connect" in data and _speaks_of_connect(data))
        or (b"oolkit" in data and _TOOLKIT.search(data) is not None)
        or (b"support/" in data and _SUPPORT.search(data) is not None)
        or b"/soap/ajax/" in data
        or b"/ccp-v2" in data
        or b"/connect/ccp" in data
        or (data.startswith(_XML_STARTS) and _is_call_center(data))
        or ((b"lickToDial" in data or b"lick-to-dial" in data) and _DIAL_COMPONENT.search(data) is not None)
        or (b"orkspaceA" in data and _WORKSPACE.search(data) is not None)
        or b"ctilint-disable" in data
    )


def _names_sforce(data: bytes) -> bool:
    """Say whether ``sforce`` stands in ``data`` as a word, and not in the host of the metadata's namespace."""
    at = data.find(b"sforce")
    while at >= 0:
        if not data[at - 1 : at].isalpha() and data[at + 6 : at + 10] != b".com":
            return True
        at = data.find(b"sforce", at + 6)
    return False


def _speaks_of_connect(data: bytes) -> bool:
    return (
        b"scv-connector" in data
        or b"@amazon-connect/" in data
        or b"amazon-connect-streams" in data
        or (b"connect.co" in data and _CONNECT_CORE.search(data) is not None)
        or (b"connect.agent" in data and _CONNECT_AGENT.search(data) is not None)
    )


def _is_call_center(data: bytes) -> bool:
    return b"reqGeneralInfo" in data or (b"allCenter" in data and _CALL_CENTER.search(data) is not None)


def speaks_of_server(data: bytes) -> bool:
    """Say whether ``data`` can be the server side of a Connect deployment."""
    return _SERVER.search(data) is not None
