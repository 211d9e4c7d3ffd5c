"""The server side of an Amazon Connect deployment: Lambda code, templates, contact flows -> facts.

Only the question whether a file belongs to it is asked here; what reads one is imported when there is one to read,
``libcst`` and ``yaml`` last of all.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from ctilint.patterns import pattern

if TYPE_CHECKING:
    from ctilint.read.server.deployed import ServerFacts

__all__ = ["is_weak_code", "may_be_server", "read_server", "strength"]

_STRONG = pattern(
    rb"(?i)salesforce|amazon[ _-]?connect|awsscv|ContactFlowEvent|ContactData|['\"]connect['\"]|sfdc|"
    rb"['\"]Details['\"]|CustomerEndpoint|service[ _]?cloud[ _]?voice|StartAction|InvokeExternalResource|"
    rb"connect[:.]amazonaws|aws:connect:|AWS::Connect::|/services/(?:data|soap|async|oauth2)/|\bsf_[a-z]"
)
_WEAK = pattern(
    rb"boto3|lambda_handler|def \w*handler\(|AWS::|^functions:",
    re.MULTILINE,
)
_FLOW_WORDS = ((b"StartAction", b"Actions"), (b'"modules"', b'"start"', b'"branches"'))


def strength(path: str, data: bytes) -> int:
    """Return 2 when the bytes name Salesforce or Amazon Connect, 1 when they may belong to them, else 0."""
    name = os.path.basename(path).lower()
    suffix = os.path.splitext(name)[1]
    if suffix == ".py":
        return 2 if _STRONG.search(data) else 1
    if name == "pyproject.toml" or (name.startswith("requirements") and suffix == ".txt"):
        return 1
    is_json = suffix in ("", ".json", ".template") and data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
    if is_json and any(all(word in data for word in words) for words in _FLOW_WORDS):
        return 2
    if is_json or suffix in (".yaml", ".yml", ".template"):
        if not _WEAK.search(data):
            return 0
        return 2 if _STRONG.search(data) else 1
    return 0


def is_weak_code(data: bytes) -> bool:
    """Say whether Python that names neither Salesforce nor Amazon Connect looks like a Lambda function."""
    return _WEAK.search(data) is not None


def may_be_server(path: str, data: bytes) -> bool:
    """Say whether the file may belong to the server side; costs one search of the bytes."""
    return strength(path, data) > 0


def read_server(path: str, data: bytes) -> ServerFacts:
    """Return what one server-side file says; what cannot be read is named in ``problem``."""
    from ctilint.read.server.document import read_file

    return read_file(path, data)
