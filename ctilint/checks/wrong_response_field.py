"""wrong-response-field: a field read from an answer or event that never has it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ctilint.findings import Problem, Severity
from ctilint.understand.model import App
from ctilint.views.answers import answers, events
from ctilint.views.facts import View, place_of, problem, short, views
from ctilint.views.found import Found
from ctilint.views.uses import PARSED

INSTEAD = {
    ("lightning", "result"): "success",
    ("lightning", "error"): "errors",
    ("lightning", "id"): "returnValue",
    ("classic", "success"): "result",
    ("classic", "returnValue"): "result",
    ("classic", "errors"): "error",
    ("console", "result"): "success",
    ("console", "returnValue"): "success",
    ("console", "errors"): "success",
}
OF_TEXTS = frozenset(
    """length indexOf substring substr slice split replace match trim toString charAt toLowerCase toUpperCase includes
    startsWith endsWith search concat lastIndexOf""".split()
)


def check(app: App) -> Iterator[Problem]:
    """Yield each read of a field that belongs to another dialect's answers, or to another part of the answer."""
    for view in views(app):
        for found in answers(view):
            call, _, _, uses = found
            if uses.unknown or uses.missing:
                continue
            if call.name == "sforce.opencti.subscribe":
                yield from _subscription(found)
            else:
                yield from _of_other_dialect(found)
            if call.name == "sforce.opencti.runApex":
                yield from _apex(found)
            if call.name == "sforce.opencti.getCallCenterSettings":
                yield from _settings(view, found)
        for found in events(view):
            yield from _of_event(found)


def _of_other_dialect(found: Found) -> Iterator[Problem]:
    call, entry, ref, uses = found
    form = entry.response_form
    right = [name for name in entry.response if "." not in name]
    reads_right = uses.reads_any(*right)
    for path, member in uses.first("result", "error", "id", "success", "returnValue", "errors"):
        name = path[0]
        instead = INSTEAD.get((form, name), "")
        if name in right or not instead or (form == "lightning" and name == "id" and reads_right):
            continue
        if form == "console" and (reads_right or path not in uses.checked):
            continue
        failing = name in {"error", "errors"}
        if failing and uses.reads_any(instead):
            continue
        if not failing and reads_right and _both(uses.checked, right):
            # A function that copes with both forms asks for both.
            continue
        effect = "it is undefined" if failing else "it is undefined, so success is never seen"
        yield problem(
            call,
            place_of(ref.script, member.key_span),
            f"an answer of {short(call.name)} has no {name}: {effect}",
            f"read {instead}; answers of {entry.dialect} have {', '.join(right)}",
            Severity.WARNING if failing and reads_right else None,
        )


def _both(checked: set[tuple[str, ...]], right: list[str]) -> bool:
    return any(path and path[0] in right for path in checked)


def _subscription(found: Found) -> Iterator[Problem]:
    call, _, ref, uses = found
    if uses.reads_any("subscription"):
        return
    for path, member in uses.first("returnValue", "result"):
        yield problem(
            call,
            place_of(ref.script, member.key_span),
            f"the subscription does not stand in {path[0]}: unsubscribe gets nothing, and the listener stays",
            "keep response.subscription",
        )
    for path, step in uses.stored:
        if path == ():
            yield problem(
                call,
                place_of(ref.script, step.value),
                "the whole answer is kept as the subscription: unsubscribe cannot use it, and the listener stays",
                "keep response.subscription",
            )


def _apex(found: Found) -> Iterator[Problem]:
    call, _, ref, uses = found
    beside = not any(path[:2] == ("returnValue", "runApex") for path, _ in uses.reads)
    for path, member in uses.reads:
        if len(path) == 3 and path[:2] == ("returnValue", "runApex") and path[2] not in OF_TEXTS | {PARSED, "[]"}:
            if path[:2] in uses.typed:
                continue
            yield problem(
                call,
                place_of(ref.script, member.key_span),
                f"returnValue.runApex is text: {path[2]} of it is undefined when Apex returns serialised JSON",
                "parse it first: JSON.parse(response.returnValue.runApex)",
                Severity.WARNING,
            )
        elif beside and len(path) == 2 and path[0] == "returnValue" and path[1] not in {PARSED, "[]", "length"}:
            yield problem(
                call,
                place_of(ref.script, member.key_span),
                f"the answer of runApex stands in returnValue.runApex: returnValue.{path[1]} is undefined",
                "read response.returnValue.runApex",
                Severity.WARNING,
            )


def _settings(view: View, found: Found) -> Iterator[Problem]:
    call, _, ref, uses = found
    for path, member in uses.reads:
        if len(path) == 2 and path[0] == "returnValue":
            keys = [path[1]]
            if path[1] == "[]" and member.computed is not None:
                keys = [text for text in view.resolver.texts(ref.script, member.computed) if "{}" not in text]
            for key in keys:
                if key.startswith("req"):
                    yield problem(
                        call,
                        place_of(ref.script, member.key_span),
                        f"the settings have no key {key}: their keys are paths such as /reqGeneralInfo/{key}",
                        f"read returnValue['/reqGeneralInfo/{key}']; the first part is the section's name",
                        Severity.WARNING,
                    )


def _of_event(found: Found) -> Iterator[Problem]:
    call, entry, ref, uses = found
    if entry.payload_form != "object" or not entry.payload or call.dialect != "lightning" or uses.unknown:
        return
    for path, member in uses.first("returnValue", "result"):
        if path in uses.checked or path[0] in entry.payload:
            continue
        deeper = next((key for key, _ in uses.reads if len(key) > 1 and key[0] == path[0]), None)
        yield problem(
            call,
            place_of(ref.script, member.key_span),
            f"the event of {short(call.name)} has no {path[0]}: its fields stand in it directly"
            + (", so this throws" if deeper is not None else ""),
            f"read {_field(deeper, entry.payload)} from the event itself",
        )


def _field(path: tuple[str, ...] | None, payload: Mapping[str, str]) -> str:
    return path[1] if path is not None and path[1] in payload else "the field"
