"""The addresses that the server side calls, as far as they are written."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ctilint.read.server.records import PyCall, PyValue
    from ctilint.understand.server.deployment import ServerApp
    from ctilint.understand.server.refs import PyRef

HOLE = "{}"
NAMES = ("url", "endpoint", "fullurl", "uri")
MOST = 8
DEEPEST = 4


def called_addresses(server: ServerApp) -> Iterator[tuple[PyRef, PyCall, PyValue, str]]:
    """Yield each call over the network with the value of its address and each text that it can be.

    What is not written reads as ``{}``: ``https://{}/services/oauth2/token``.
    """
    from ctilint.understand.server.calls import http_call

    for ref, call in server.code.calls():
        if http_call(call, ref, server.code) is None:
            continue
        named = [value for name in NAMES if (value := call.argument(name)) is not None]
        # ``http.request("POST", url)`` names the method first.
        for value in named or [value for at in (0, 1) if (value := call.argument("", at)) is not None]:
            for text in dict.fromkeys(texts_of(value, ref, server)):
                if "/" in text:
                    yield ref, call, value, text


def texts_of(value: PyValue, ref: PyRef, server: ServerApp, depth: int = 0) -> tuple[str, ...]:
    """Return the texts that ``value`` can be, at most a few."""
    from ctilint.read.server.records import PyFormat, PyText

    found: list[str] = []
    for origin, owner in islice(server.code.origins(value, ref), MOST):
        if isinstance(origin, PyText):
            found.append(origin.value)
        elif isinstance(origin, PyFormat) and depth < DEEPEST:
            made = [""]
            for part in origin.parts:
                choices = texts_of(part, owner, server, depth + 1) or (HOLE,)
                made = [text + choice for text in made for choice in choices][:MOST]
            found.extend(made)
        else:
            found.append(HOLE)
    return tuple(found)
