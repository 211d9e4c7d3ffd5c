"""The checklist of a module in the form of event sinks: six steps and four warnings, each shown by a test of its name.

The steps and warnings are those of the glossary that teaches the form (``rules/api/event-sink.toml``), in our words.
"""

from __future__ import annotations

from ctilint.rulebook.releases import releases

STEPS = (
    "load the Open CTI library first: without it start() fails and says so",
    "subscribe({ eventType, listener }) answers its callback, and registers a listener once",
    "the handler gets the payload after the listener has returned",
    "a click in Salesforce reaches the handler with its number",
    "an event about another record than the one in view is left to its tab",
    "unsubscribe({ eventType }) ends it, and the last one switches click-to-dial off",
)
"""What has to be done, in order."""


def warnings() -> tuple[str, ...]:
    """Return what the glossary warns of, and what the module does about it."""
    return (
        "a slow handler holds up nothing: the listener returns at once, and other events go on",
        "a page that is not in view handles nothing",
        f"Open CTI ends on {releases().endings['open-cti'].ends}: plan the way to Salesforce Voice (ctilint assess)",
        "an event is not sent again: what a handler throws is reported, and the next event is handled",
    )
