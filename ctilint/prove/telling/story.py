"""What happened in a scenario, step by step, as plain data: the JSON report as it is, the text report from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ctilint.prove.play.known import Known
from ctilint.prove.play.outcome import ScenarioRun, WindowRun
from ctilint.prove.play.seen import Record, Spot
from ctilint.prove.play.verdict import Problem

TITLES = {
    "start": "the page starts",
    "start-again": "its scripts run once more",
    "load-again": "the page is loaded again",
    "restore": "the browser puts the page aside and brings it back",
    "leave": "the agent leaves",
    "wait": "time passes",
    "answers": "the API answers {answers}",
    "gaps": "{lacks}",
    "network": "requests: {works}",
    "enable": "click-to-dial is on",
    "focus": "the browser tab has the focus: {focused}",
    "click-to-dial": "a click on a phone number",
    "navigate": "the agent goes to {where}",
    "update": "the record is updated",
    "message": "a message on each channel",
    "console-event": "the console event {event}",
    "presence": "the agent's presence changes",
    "event": "the event {name}",
    "every-listener": "one event for each listener",
    "explore": "functions that nothing called are called with stand-ins",
    "vendor": "the events of what the app does not bring",
    "ring": "a call comes in",
    "connecting": "the call that was dialled is under way",
    "accept": "the call is answered",
    "hold": "the call is put on hold",
    "resume": "the call is taken from hold",
    "transfer": "the call is transferred",
    "conference": "the parties are joined",
    "hang-up": "the call ends",
    "wrap-up": "the work after the call ends",
    "agent-state": "the agent's state becomes {state}",
    "end-session": "the agent's session ends",
    "second-softphone": "a second tab opens, with a softphone of its own",
    "window-message": "a window message",
    "click": "a click on {selector}",
    "fill": "text into {selector}",
    "click-all": "a click on each button",
    "call": "a call of {name}",
}
_LACKS = {
    "": "events carry everything again",
    "fields": "from now on events lack their fields",
    "text": "from now on events carry null, and text where JSON is expected",
    "nothing": "from now on events carry nothing",
    "answers": "from now on events carry everything, and what is asked for is empty",
}
_NETWORK = {
    "ok": "each gets an answer",
    "failure": "servers answer 503",
    "down": "the network is down",
    "never": "no answer ever",
}
_WHERE = {"first": "the first record", "second": "another record", "account": "an account"}


def title_of(step: Mapping[str, Any]) -> str:
    """Return what a step does, in words."""
    where = "a list" if step.get("list") else _WHERE.get(step.get("record", ""), "")
    if "tab" in step and isinstance(step["tab"], int):
        where = f"tab {step['tab'] + 1}" + (f" and {where}" if where else "")
    fields = {
        "where": where or "another tab",
        "works": _NETWORK.get(step.get("network", ""), ""),
        "lacks": _LACKS.get(step.get("gaps", ""), ""),
        **{key: value for key, value in step.items() if key != "do"},
    }
    try:
        return TITLES.get(str(step["do"]), str(step["do"])).format(**fields)
    except KeyError:
        return str(step["do"])


def window_data(run: WindowRun) -> dict[str, Any]:
    """Return everything about one window."""
    return {
        "window": run.window.root,
        "kind": run.window.kind,
        "status": run.status,
        "reasons": list(run.reasons),
        "notes": list(run.notes),
        "passed": run.passed,
        "share": share_data(run.known),
        "loads": [_load(record) for record in _loads(run)],
        "values": dict(run.values),
        "scenarios": [scenario_data(one) for one in (*run.scenarios, *([run.explored] if run.explored else ()))],
    }


def share_data(known: Sequence[Known]) -> dict[str, Any]:
    """Return how much of what static reading knows was seen: registrations made, handlers entered, what was not."""
    return {
        "registrations": len(known),
        "made": sum(one.made == "scenario" for one in known),
        "explored": sum(one.made == "exploration" for one in known),
        "handlers": sum(one.handlers for one in known),
        "entered": sum(one.entered for one in known),
        "not_seen": [
            {"name": one.name, "event": one.event, **place_data(one.spot), "made": one.made, "why": one.why}
            for one in known
            if one.why
        ],
    }


def _loads(run: WindowRun) -> list[Record]:
    seen: dict[str, Record] = {}
    for one in run.scenarios:
        for record in one.played.of("load"):
            seen.setdefault(record.text("address"), record)
    return list(seen.values())


def _load(record: Record) -> dict[str, Any]:
    return {
        "library": record.text("what"),
        "version": record.text("version"),
        "address": record.text("address"),
        "url": record.text("url"),
    }


def scenario_data(run: ScenarioRun) -> dict[str, Any]:
    """Return one scenario: its steps and its problems."""
    steps: list[dict[str, Any]] = []
    for index, step in enumerate(run.scenario.steps):
        records = [record for record in run.played.records if record.step == index]
        if not records and run.played.limit and index > run.played.limit_step >= 0:
            break
        steps.append({"step": index + 1, "do": step["do"], "title": title_of(step), **step_data(records)})
    return {
        "name": run.scenario.name,
        "title": run.scenario.title,
        "outcome": str(run.outcome),
        "reason": run.reason,
        "passed": run.passed,
        "limit": run.played.limit,
        "steps": steps,
        "problems": [problem_data(problem) for problem in run.problems],
    }


def problem_data(problem: Problem) -> dict[str, Any]:
    """Return one problem."""
    return {
        "kind": problem.kind,
        "level": problem.level,
        "step": problem.step + 1,
        "message": problem.message,
        "help": problem.help,
        **place_data(problem.spot),
    }


def place_data(spot: Spot | None) -> dict[str, Any]:
    """Return path, line and column, or nothing."""
    return {} if spot is None else {"path": spot.path, "line": spot.line, "column": spot.column}


def step_data(records: list[Record]) -> dict[str, Any]:
    """Return what the records of one step say; what did not happen has no key."""
    made = {
        "registered": _registered(records),
        "events": list(_events(records)),
        "called": [_call(record) for record in records if record.kind == "call" and not record.cause],
        "asked": [record.text("name") for record in records if record.kind == "asked" and not record.cause],
        "requests": [_request(record) for record in records if record.kind == "request" and not record.cause],
        "blocked": [_blocked(record) for record in records if record.kind == "blocked" and not record.cause],
        "threw": [_thrown(record) for record in records if record.kind in _THROWN and not record.cause],
        "console": [_console(record) for record in records if record.kind == "console"][:20],
        "removed": [record.text("name") for record in records if record.kind == "unregister"],
        "still_registered": [_left(record) for record in records if record.kind == "left"],
        "still_on": [record.text("dialect") for record in records if record.kind == "left-on"],
        "unanswered": sorted({record.text("name") for record in records if record.kind == "unanswered"}),
        "not_clickable": [record.text("name") for record in records if record.kind == "not-clickable"],
        "unverified": sorted(
            {record.text("name") for record in records if record.fields.get("confidence", "A") != "A"}
        ),
        "dropped": sum(record.number("count") for record in records if record.kind == "dropped"),
        "unkept_lines": sum(record.number("count") for record in records if record.kind == "unkept"),
    }
    return {key: value for key, value in made.items() if value}


_THROWN = frozenset({"uncaught", "swallowed", "rejected"})


def _registered(records: list[Record]) -> list[dict[str, Any]]:
    found: dict[tuple[str, str, Spot | None, Spot | None], int] = {}
    for record in records:
        if record.kind == "register":
            key = (record.text("name"), record.text("event"), record.spot, record.handler)
            found[key] = found.get(key, 0) + 1
    return [
        {"name": name, "event": event, "times": times, **place_data(spot), "handler": place_data(handler)}
        for (name, event, spot, handler), times in found.items()
    ]


def _events(records: list[Record]) -> Iterator[dict[str, Any]]:
    for event in records:
        if event.kind != "event":
            continue
        own = [record for record in records if record.cause == event.number("number") and record.cause]
        made = {
            "name": event.text("name"),
            "event": event.text("event"),
            "tab": event.number("tab"),
            "payload": event.text("value"),
            "listeners": event.number("listeners"),
            "handlers": list(_handlers(own)),
            "called": [_call(record) for record in own if record.kind == "call"],
            "asked": sorted({record.text("name") for record in own if record.kind == "asked"}),
            "requests": [_request(record) for record in own if record.kind == "request"],
            "blocked": [_blocked(record) for record in own if record.kind == "blocked"],
            "threw": [_thrown(record) for record in own if record.kind in _THROWN],
            "skipped": sum(record.number("count") for record in own if record.kind == "skipped"),
        }
        yield {key: value for key, value in made.items() if value or key in {"name", "payload", "listeners"}}


def _handlers(records: list[Record]) -> Iterator[dict[str, Any]]:
    ended = {record.number("number"): record for record in records if record.kind == "handled"}
    for record in records:
        if record.kind == "handler":
            end = ended.get(record.number("number"))
            times = (
                {"steps": end.number("steps"), "ms": end.number("ms"), "threw": end.fields.get("threw") is True}
                if end
                else {}
            )
            yield {**place_data(record.handler), "payload": record.text("value"), **times}


def _call(record: Record) -> dict[str, Any]:
    verified = record.fields.get("confidence", "A") == "A"
    return {
        "name": record.text("name"),
        "arguments": record.text("value"),
        **place_data(record.spot),
        "verified": verified,
    }


def _request(record: Record) -> dict[str, Any]:
    return {
        "form": record.text("form"),
        "method": record.text("method"),
        "url": record.text("url"),
        **place_data(record.spot),
    }


def _blocked(record: Record) -> dict[str, Any]:
    return {"what": record.text("what"), "on": record.text("on"), "ms": record.number("ms"), **place_data(record.spot)}


def _thrown(record: Record) -> dict[str, Any]:
    return {
        "what": record.text("what"),
        "message": record.text("message"),
        "how": record.kind,
        **place_data(record.spot),
    }


def _console(record: Record) -> dict[str, Any]:
    return {"level": record.text("level"), "text": record.text("value")}


def _left(record: Record) -> dict[str, Any]:
    undo = record.text("undo")
    return {
        "name": record.text("name"),
        "event": record.text("event"),
        "removable": undo == "removal",
        **place_data(record.spot),
    }
