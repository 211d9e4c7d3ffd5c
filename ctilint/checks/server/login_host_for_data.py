"""login-host-for-data: a call for data goes to the host that only gives tokens."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ctilint.findings import Evidence, Place, Problem
from ctilint.patterns import pattern
from ctilint.views.requests import called_addresses
from ctilint.views.server import server_of

if TYPE_CHECKING:
    from ctilint.understand.model import App

DATA = pattern(r"^https?://((?:login|test)\.salesforce\.com)/services/(?:data|apexrest|async)/")


def check(app: App) -> Iterator[Problem]:
    """Yield each call of Salesforce's data services on a login host."""
    server = server_of(app)
    if server is None:
        return
    seen: set[Place] = set()
    for ref, _, value, text in called_addresses(server):
        found = DATA.match(text)
        place = ref.at(value.span)
        if found is None or place in seen:
            continue
        seen.add(place)
        yield Problem(
            place,
            f"data is asked of {found[1]}, which only gives tokens: the answer is URL_NOT_RESET, or another org's",
            "call the instance_url that comes with the token",
            None,
            Evidence.DERIVED,
        )
