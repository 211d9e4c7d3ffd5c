"""password-grant: the server side logs in to Salesforce with a user's name and password."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ctilint.findings import Place, Problem
from ctilint.patterns import pattern
from ctilint.views.server import server_of

if TYPE_CHECKING:
    from ctilint.read.server.records import PyCall
    from ctilint.understand.model import App

HELP = "use the JWT bearer flow, as the Lambda functions of Salesforce Voice do, or client credentials"
LOGINS = (
    "simple_salesforce.Salesforce",
    "simple_salesforce.api.Salesforce",
    "simple_salesforce.SalesforceLogin",
    "simple_salesforce.login.SalesforceLogin",
)
_ENVELOPE = pattern(r"urn:(?:partner|enterprise)\.soap\.sforce\.com")
_LOGIN = pattern(r"<(?:\w+:)?login[\s>]")


def check(app: App) -> Iterator[Problem]:
    """Yield each place that asks for a password grant or calls the SOAP API's login()."""
    server = server_of(app)
    if server is None:
        return
    from ctilint.read.server.records import PyText
    from ctilint.understand.server.calls import named, table, texts

    says = {name: row["says"] for name, row in table("retired")["login"].items()}
    seen: set[Place] = set()
    for ref, name, value, _ in named(server):
        if name == "grant_type" and isinstance(value, PyText) and value.value == "password":
            seen.add(ref.at(value.span))
            yield Problem(ref.at(value.span), f"grant_type 'password': {says['oauth-password']}", HELP)
    for ref, text in texts(server):
        whole = text.value if isinstance(text, PyText) else text.literal
        if "grant_type=password" in whole and ref.at(text.span) not in seen:
            yield Problem(ref.at(text.span), f"grant_type=password: {says['oauth-password']}", HELP)
        elif _LOGIN.search(whole) and _ENVELOPE.search(whole):
            yield Problem(ref.at(text.span), f"a SOAP envelope with a login: {says['soap']}", HELP)
    for ref, call in server.code.calls():
        full = server.code.full_name(call, ref)
        if full in LOGINS and call.argument("password") is not None and call.argument("instance_url") is None:
            yield Problem(ref.at(call.callee_span), f"{call.written}() with a password: {says[_way(call)]}", HELP)


def _way(call: PyCall) -> str:
    """Return the login that simple-salesforce makes of these arguments (its order, in ``login.py`` of 1.12.10).

    A security token or an organisation makes it SOAP, and so does a name and password alone; only with the
    application's key and secret is it the OAuth flow.
    """
    with_token = call.argument("security_token") is not None
    with_key = call.argument("consumer_key") is not None and call.argument("consumer_secret") is not None
    return "oauth-password" if with_key and not with_token else "soap"
