"""Which method of which dialect a path is, and the words that ask for console or tab outside the tables."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal

from ctilint.rulebook.entries import ApiEntry, Dialect
from ctilint.rulebook.tables import api
from ctilint.understand.words import Asked

# The classes of the @amazon-connect packages whose methods the table has.
SDK_CLASSES = (
    "AmazonConnectApp",
    "AmazonConnectService",
    "AgentClient",
    "ContactClient",
    "VoiceClient",
    "SessionExpirationWarningClient",
    "MessageTemplateClient",
    "ThemeClient",
    "AppControllerClient",
)
ROOTS: tuple[tuple[str, Dialect], ...] = (
    ("sforce.opencti.", "lightning"),
    ("sforce.interaction.", "classic"),
    ("sforce.console.", "console"),
    ("sforce.connection.", "ajax"),
    ("sforce.apex.", "ajax"),
    ("connect.", "streams"),
    ("Contact#", "streams"),
    ("Agent#", "streams"),
    ("EventBus#", "streams"),
    ("Subscription#", "streams"),
    ("VoiceToolkit#", "voice"),
    ("AuraVoiceToolkit#", "voice"),
    ("scv.", "connector"),
    ("sdk.", "connect-sdk"),
    *((f"{name}#", "connect-sdk") for name in SDK_CLASSES),
)
# The Lightning workspace API answers the same questions as the Console toolkit's getFocused… and getEnclosing….
ASKING: Mapping[str, Asked] = {
    "getFocusedTabInfo": "tab",
    "getEnclosingTabId": "tab",
    "getTabInfo": "tab",
    "getAllTabInfo": "tab",
    "isConsoleNavigation": "console",
    "hasFocus": "tab",
}
ASKING_MEMBERS = frozenset({"visibilityState", "hidden", "hasFocus"})


def dialect_of(path: str) -> Dialect | Literal[""]:
    """Return the dialect that ``path`` belongs to, or ''."""
    return next((dialect for root, dialect in ROOTS if path.startswith(root)), "")


@cache
def entry_of(path: str, *, event_sink: bool = False) -> ApiEntry | None:
    """Return the table's row of ``path``; ``event_sink`` chooses the glossary's form of subscribe and unsubscribe."""
    dialect = "event-sink" if event_sink else dialect_of(path)
    if not dialect:
        return None
    name = path.removeprefix("scv.").removeprefix("sdk.")
    table = api(dialect)
    found = table.get(name) or table.get(path)
    if found is None and dialect == "voice":
        # The same element answers under other names in an Aura component.
        found = table.get(f"Aura{path}")
    return found


def kept(entry: ApiEntry | None) -> bool:
    """Say whether a method only gives what its object holds: Streams' ``contact.getStatus()`` and its like."""
    return (
        entry is not None
        and entry.dialect == "streams"
        and "#" in entry.name
        and "reads" in entry.roles
        and "promise" not in entry.returns
    )


@cache
def asks(path: str) -> Asked:
    """Return ``tab`` or ``console`` when calling ``path`` asks for it, else ''."""
    entry = entry_of(path)
    roles = entry.roles if entry is not None else ()
    if "asks-tab" in roles:
        return "tab"
    if "asks-console" in roles:
        return "console"
    return ""
