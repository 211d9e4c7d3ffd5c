"""hard-coded-host: a library address with the host of one instance or org in it."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Place, Problem
from ctilint.understand.model import App
from ctilint.views.facts import views
from ctilint.views.loads import addresses, narrowed

INSTANCES = frozenset({"na", "eu", "cs", "ap", "gs", "um", "ca", "uk", "usa", "in", "aus", "jpn"})
# Hosts below these are one org's: at most two labels, the domain and a partition or sandbox, stand before them.
ORGS = tuple(
    f".{name}.com"
    for name in (
        "my.salesforce",
        "lightning.force",
        "visualforce",
        "visual.force",
        "vf.force",
        "salesforce-setup",
        "cloudforce",
    )
)
SHARED = frozenset({"login.salesforce.com", "test.salesforce.com"})
PLACEHOLDERS = ("domain", "example", "your", "instance", "host", "<", "{", "xxx")


def check(app: App) -> Iterator[Problem]:
    """Yield each address of a library on the host of an instance or of one org."""
    seen: set[Place] = set()
    for view in views(app):
        for text, place in addresses(view):
            host = _host(text)
            lowered = host.lower()
            if not host or lowered in SHARED or any(word in lowered for word in PLACEHOLDERS):
                continue
            what = ""
            if _is_instance(lowered.removeprefix("c.")):
                what, host = "the instance", host[2:] if lowered.startswith("c.") else host
            elif _is_org(lowered):
                what = "the org"
            at = narrowed(view, place, host)
            if what and at not in seen:
                seen.add(at)
                yield Problem(
                    at,
                    f"the library is loaded from {what} {host}: another org, or a move of this one, breaks it",
                    "leave the host out in Visualforce; take it from configuration in a hosted page",
                )


def _host(text: str) -> str:
    """Return the host of a whole address, or ''."""
    scheme, found, rest = text.partition("://")
    if not found or scheme.lower() not in {"http", "https"}:
        return ""
    return rest.partition("/")[0].partition(":")[0]


def _is_instance(host: str) -> bool:
    """Say whether a host names an instance (``na30.salesforce.com``, ``eu4.visual.force.com``)."""
    first, _, rest = host.partition(".")
    letters = first.rstrip("-abcdefghijklmnopqrstuvwxyz").rstrip("0123456789")
    return bool(rest) and letters in INSTANCES and first[len(letters) : len(letters) + 1].isdigit()


def _is_org(host: str) -> bool:
    """Say whether a host is one org's own (``acme.my.salesforce.com``, ``acme--test.sandbox.my.salesforce.com``)."""
    return any(host.endswith(end) and 1 <= host.removesuffix(end).count(".") + 1 <= 2 for end in ORGS)
