"""token-over-http: a request to Salesforce over plain http."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ctilint.findings import Evidence, Place, Problem
from ctilint.patterns import pattern
from ctilint.views.requests import called_addresses
from ctilint.views.server import server_of

if TYPE_CHECKING:
    from ctilint.understand.model import App

SALESFORCE = pattern(
    r"^http://[^/]*(?:/services/(?:oauth2|data|apexrest|async|Soap)/|[^/]*(?:salesforce|force)\.com(?:/|$))"
)
TOKEN = "/services/oauth2/"  # noqa: S105 - the path that gives one, not a token


def check(app: App) -> Iterator[Problem]:
    """Yield each request to Salesforce whose address begins with http."""
    server = server_of(app)
    if server is None:
        return
    seen: set[Place] = set()
    for ref, _, value, text in called_addresses(server):
        place = ref.at(value.span)
        if SALESFORCE.match(text) is None or place in seen:
            continue
        seen.add(place)
        what = (
            "the token is asked for over http: the secret goes in clear, and the redirect to https makes a GET of the "
            "POST"
            if TOKEN in text
            else "Salesforce is called over http: the token goes in clear"
        )
        written = getattr(value, "parts", (value,))
        direct = any("http://" in str(getattr(part, "value", "")) for part in written)
        yield Problem(place, what, "write https", None, Evidence.MATCHED if direct else Evidence.DERIVED)
