"""query-from-input: SOQL, SOSL or an address of Salesforce's API put together from what a caller sends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ctilint.findings import Evidence, Problem, Severity
from ctilint.patterns import pattern
from ctilint.views.server import server_of

if TYPE_CHECKING:
    from ctilint.read.server.records import PyFormat
    from ctilint.understand.model import App
    from ctilint.understand.server.deployment import ServerApp
    from ctilint.understand.server.refs import PyRef

QUERY = pattern(r"^\s*(?:SELECT\s[\s\S]*\sFROM\s|FIND\s*\{)", re.IGNORECASE)
CLAUSE = pattern(r"(?:=|LIKE|IN|<|>)\s*\(?\s*'?%?\{\}|^\{\}\s*(?:=|LIKE|IN)\s*'", re.IGNORECASE)
ADDRESS = pattern(r"/services/(?:data|apexrest|async|Soap)/", re.IGNORECASE)
HELP = "escape the value (quotes and backslashes), allow only names you know, or use queryRecord of Salesforce Voice"
HELP_ADDRESS = "quote the value with urllib.parse.quote(value, safe='')"


def check(app: App) -> Iterator[Problem]:
    """Yield each query or address with a part that the caller of the function decides."""
    server = server_of(app)
    if server is None:
        return
    for ref, text in _formats(server):
        if QUERY.search(text.literal) or (CLAUSE.search(text.literal) and "'" in text.literal):
            yield from _problem(text, ref, server, "a query", HELP, Severity.ERROR)
        elif ADDRESS.search(text.literal):
            yield from _problem(text, ref, server, "an address of Salesforce's API", HELP_ADDRESS, Severity.WARNING)
    yield from _replaced(server)


def _formats(server: ServerApp) -> Iterator[tuple[PyRef, PyFormat]]:
    """Yield every text that is put together, with its function."""
    from ctilint.read.server.records import PyFormat

    for module in server.modules:
        refs = sorted((server.code.of(module, one) for one in module.functions), key=_size)
        for text in module.strings:
            if isinstance(text, PyFormat):
                holder = next((ref for ref in refs if _holds(ref, text)), server.code.of(module, 0))
                yield holder, text


def _size(ref: PyRef) -> int:
    return ref.function.span.end - ref.function.span.start


def _holds(ref: PyRef, text: PyFormat) -> bool:
    span = ref.function.span
    return span.start <= text.span.start and text.span.end <= span.end


def _problem(
    text: PyFormat, ref: PyRef, server: ServerApp, what: str, help_: str, severity: Severity
) -> Iterator[Problem]:
    from ctilint.read.server.records import PyText

    for part in text.parts:
        if isinstance(part, PyText):
            continue
        found = server.code.outside(part, ref)
        if found is not None:
            shown = server.files[ref.module.path].source.cut(part.span).strip().split("\n")[0][:60]
            message = f"{what} is put together with '{shown}', which the caller of the function decides"
            yield Problem(ref.at(text.span), message, help_, severity, Evidence.DERIVED, (found,))
            return


def _replaced(server: ServerApp) -> Iterator[Problem]:
    """Yield each query whose words are replaced by values of the caller."""
    for ref, call in server.code.calls():
        receiver = call.receiver
        if call.method != "replace" or receiver is None or len(call.arguments) != 2:
            continue
        name = getattr(receiver, "name", "")
        if "query" not in name.lower() and "soql" not in name.lower():
            continue
        found = server.code.outside(call.arguments[1].value, ref)
        if found is not None:
            message = f"'{name}' is a query whose words are replaced by what the caller of the function decides"
            yield Problem(ref.at(call.span), message, HELP, Severity.ERROR, Evidence.DERIVED, (found,))
