"""password-grant: the server side logs in to Salesforce with a user's name and password."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ctilint.checks.server._server import server_of
from ctilint.findings import Place, Problem

if TYPE_CHECKING:
    from ctilint.understand.model import App

HELP = "use the JWT bearer flow, as the Lambda functions of Salesforce Voice do, or client credentials"
FLOW = "this is the username-password flow: orgs created since Summer '23 block it, and External Client Apps have none"
LOGINS = ("simple_salesforce.Salesforce", "simple_salesforce.api.Salesforce", "simple_salesforce.SalesforceLogin")


def check(app: App) -> Iterator[Problem]:
    """Yield each place that asks for a password grant."""
    server = server_of(app)
    if server is None:
        return
    from ctilint.read.server.records import PyText
    from ctilint.understand.server_calls import named, texts

    seen: set[Place] = set()
    for ref, name, value, _ in named(server):
        if name == "grant_type" and isinstance(value, PyText) and value.value == "password":
            seen.add(ref.at(value.span))
            yield Problem(ref.at(value.span), f"grant_type 'password': {FLOW}", HELP)
    for ref, text in texts(server):
        whole = text.value if isinstance(text, PyText) else text.literal
        if "grant_type=password" in whole and ref.at(text.span) not in seen:
            yield Problem(ref.at(text.span), f"grant_type=password: {FLOW}", HELP)
    for ref, call in server.code.calls():
        full = server.code.full_name(call, ref)
        if full in LOGINS and call.argument("password") is not None and call.argument("instance_url") is None:
            yield Problem(ref.at(call.callee_span), f"{call.written}() with a password: {FLOW}", HELP)
