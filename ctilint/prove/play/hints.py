"""What would have worked where the glossary's event-sink form is called, which Salesforce does not have."""

from __future__ import annotations

from ctilint.understand.model import App, Window


def sink_hints(app: App, window: Window) -> dict[tuple[str, int], str]:
    """Return, for each line that calls the glossary's event-sink form, what would have worked."""
    hints: dict[tuple[str, int], str] = {}
    for call in window.calls:
        if call.dialect != "event-sink":
            continue
        facts = app.files.get(call.place.path)
        if facts is None:
            continue
        text = facts.source.cut(call.place.span)
        first, _ = facts.source.position(call.place.span.start)
        last, _ = facts.source.position(call.place.span.end)
        hint = _hint(call.name, text)
        for line in range(first, last + 1):
            hints[call.place.path, line] = hint
    return hints


def _hint(name: str, text: str) -> str:
    from ctilint.rulebook.tables import api

    removal = name.endswith(".unsubscribe")
    table = api("event-sink")
    for event, entry in table.items():
        if entry.kind == "event" and any(word in text for word in (event, *entry.values)):
            works = [target for key, target in entry.counterparts.items() if key in {"lightning", "classic", "console"}]
            if removal and event == "onClickToDial":
                works = [target for key, target in table[name].counterparts.items() if key in {"lightning", "classic"}]
            if removal and event != "onClickToDial":
                return f"Salesforce has no {name} for events: nothing takes a listener of {event} back"
            return f"Salesforce has no {name} for events; what works is {' or '.join(works)}"
    return f"Salesforce has no {name} for events"
