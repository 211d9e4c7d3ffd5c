"""The words by which the App says what is so. A misspelt one is an error of the type checker."""

from __future__ import annotations

from typing import Literal

EffectKind = Literal["blocks", "throws", "navigates", "pops", "logs", "server", "dials", "network", "registers"]
"""What running a handler does: it stops the page, can throw, opens or closes tabs, pops records, writes a log of a
call, asks Salesforce's server, dials, asks another server, registers a function."""

HandlerSource = Literal["salesforce", "voice", "connector", "streams", "sdk", "message", "vendor", "dom", "lifecycle"]
"""Whose event runs a function: a Salesforce API's, the Voice toolkit's, the connector's, Amazon Connect Streams', the
Amazon Connect SDK's, a message between windows with CTI traffic, another vendor's, the page's, the life of the code."""

Asked = Literal["", "console", "tab"]
"""What was asked before something is done: nothing, whether this is a console, or which tab this is."""

Verdict = Literal["ended", "never", "dead", "before", "other-function", "wrong-hook", "no-removal"]
"""How a registration ends: taken back; by nothing; by a call that nothing reaches; by one that runs only before it;
with another function than was registered; not when its component goes; Salesforce documents no way."""

Reach = Literal["load", "teardown", "control", "handler", "export", "component-teardown"]
"""From where code is reached: while the page loads, when it goes, from a control of the page, from a handler of an
event, by other code, when the component goes."""

LoadForm = Literal[
    "script tag",
    "apex:includeScript",
    "REQUIRESCRIPT",
    "ltng:require",
    "frame",
    "static resource",
    "vendored copy",
    "import",
    "string",
]
"""How a library is loaded; ``string`` is an address that code puts together or holds."""
