"""hard-coded-org: an org, account, instance, region or login host that stands in the code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ctilint.findings import Place, Problem, Severity
from ctilint.patterns import pattern
from ctilint.views.server import server_of

if TYPE_CHECKING:
    from ctilint.understand.model import App
    from ctilint.understand.server.deployment import ServerApp

EXAMPLE = pattern(r"(?:my|your|example|some|company)?-?(?:org|domain|instance|company|name)?\.", re.IGNORECASE)
HELP = "give it to the function as an environment variable or a parameter of the template"


def check(app: App) -> Iterator[Problem]:
    """Yield each address of one org or account, once per file and value."""
    server = server_of(app)
    if server is None:
        return
    yield from _once(_in_code(server))
    yield from _once(_in_templates(server))
    yield from _in_flows(server)


def _once(problems: Iterator[tuple[str, Problem]]) -> Iterator[Problem]:
    seen: set[tuple[str, str]] = set()
    for value, problem in problems:
        if (problem.place.path, value) not in seen:
            seen.add((problem.place.path, value))
            yield problem


def _said(text: str) -> tuple[str, str]:
    """Return the value and what it is, or two empty texts."""
    from ctilint.understand.server.calls import table_pattern

    found = table_pattern("names", "host", "login").search(text)
    if found:
        host = f"{found[1].lower()}.salesforce.com"
        return host, f"the login host {host}: a sandbox, a new org or My Domain needs another"
    found = table_pattern("names", "host", "domain").search(text)
    if found and not EXAMPLE.match(found[1]):
        return found[1], f"the org's address {found[1]}"
    found = table_pattern("names", "host", "arn").search(text)
    if found:
        return found[0], f"account {found[2]} in an ARN: a new instance has others"
    return "", ""


def _in_code(server: ServerApp) -> Iterator[tuple[str, Problem]]:
    from ctilint.read.server.records import PyText
    from ctilint.understand.server.calls import named, table_pattern, texts

    for ref, text in texts(server):
        whole = text.value if isinstance(text, PyText) else text.literal
        said, what = _said(whole)
        if said:
            yield said, Problem(ref.at(text.span), f"the code names {what}", HELP)
    for ref, name, value, one in named(server):
        if not isinstance(value, PyText):
            continue
        if "instance" in name.lower() and table_pattern("names", "host", "instance").search(value.value):
            yield value.value, Problem(ref.at(one.span), f"the code names the instance {value.value}", HELP)
        elif name == "region_name" and _is_region(value.value, server.files[ref.module.path].source.text):
            yield value.value, Problem(ref.at(one.span), f"the code names the region {value.value}", HELP)


def _is_region(value: str, text: str) -> bool:
    """Say whether ``value`` is a region that somebody chose; CloudFront and its functions live in us-east-1."""
    from ctilint.understand.server.calls import table_pattern

    if value == "us-east-1" and "cloudfront" in text.lower():
        return False
    return table_pattern("names", "host", "region").search(value) is not None


def _in_templates(server: ServerApp) -> Iterator[tuple[str, Problem]]:
    for path, facts in server.files.items():
        for one in facts.literals:
            value, what = _said(one.text) if " " not in one.text.strip() else ("", "")
            if value:
                yield value, Problem(Place(path, one.span), f"the template names {what}", HELP)


def _in_flows(server: ServerApp) -> Iterator[Problem]:
    """Yield one problem per flow and account: an exported flow names many things of one instance."""
    from ctilint.understand.server.calls import table_pattern

    for flow in server.flows:
        accounts: dict[str, list[Place]] = {}
        for one in flow.texts:
            found = table_pattern("names", "host", "arn").search(one.text)
            if found:
                accounts.setdefault(found[2], []).append(Place(flow.path, one.span, "and here"))
        for account, places in accounts.items():
            many = f"{len(places)} resources" if len(places) > 1 else "one resource"
            message = f"the flow '{flow.name}' names {many} of account {account}: a new instance has others"
            help_ = "put the ARNs into attributes or parameters of a template, and set them per instance"
            yield Problem(Place(flow.path, places[0].span), message, help_, Severity.NOTE, related=tuple(places[1:3]))
