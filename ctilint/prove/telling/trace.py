"""What was seen of an app as a trace that can be kept, and how a later run differs from it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from ctilint.prove.play.outcome import ScenarioRun, WindowRun
from ctilint.prove.play.seen import Record

VERSION = 1
_KINDS = {"register": "registered", "unregister": "took back", "call": "called", "handler": "ran the listener of"}


class TraceError(ValueError):
    """A trace file that cannot be used; the text names the file and the cause."""


def trace_of(runs: Sequence[WindowRun]) -> dict[str, Any]:
    """Return the trace of a run: for each window and scenario its registrations, calls and payloads in order."""
    return {
        "version": VERSION,
        "windows": {
            run.window.root: {one.scenario.name: list(_lines(one)) for one in run.scenarios if one.played.records}
            for run in runs
        },
    }


def as_trace(runs: Sequence[WindowRun]) -> str:
    """Return the trace as the text of a file."""
    return json.dumps(trace_of(runs), indent=1, ensure_ascii=True) + "\n"


def _lines(run: ScenarioRun) -> Iterator[str]:
    """Yield one line for each thing of a scenario; places are left out, so that moved code is no difference."""
    for record in run.played.records:
        if record.kind in _KINDS:
            yield f"{record.step + 1}: {_KINDS[record.kind]} {_named(record)}"


def _named(record: Record) -> str:
    event = f" ({record.text('event')})" if record.text("event") else ""
    value = f" {record.text('value')}" if record.kind in {"call", "handler"} else ""
    return f"{record.text('name')}{event}{value}"


def read_trace(path: str) -> dict[str, Any]:
    """Return the trace that was written to a file; a mistake is a TraceError."""
    try:
        with open(path, encoding="utf-8") as file:
            trace = json.load(file)
    except OSError as error:
        raise TraceError(f"trace '{path}' cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise TraceError(f"trace '{path}': {error}") from error
    if not isinstance(trace, dict) or trace.get("version") != VERSION or not isinstance(trace.get("windows"), dict):
        raise TraceError(f"trace '{path}' is no trace of version {VERSION}: write it with --record")
    return trace


def differences(expected: dict[str, Any], runs: Sequence[WindowRun]) -> tuple[str, ...]:
    """Return how the runs differ from a trace, one line each; empty when they do not."""
    found: list[str] = []
    seen = trace_of(runs)["windows"]
    for window, scenarios in expected["windows"].items():
        if window not in seen:
            found.append(f"{window}: this window is gone")
            continue
        for name, lines in scenarios.items() if isinstance(scenarios, dict) else ():
            found.extend(f"{window}, {name}: {line}" for line in _compared(lines, seen[window].get(name)))
    found.extend(f"{window}: this window is new" for window in seen if window not in expected["windows"])
    return tuple(found)


def _compared(expected: object, seen: list[str] | None) -> Iterator[str]:
    from difflib import ndiff

    if seen is None:
        yield "this scenario was not played"
        return
    wanted = [str(line) for line in expected] if isinstance(expected, list) else []
    for line in ndiff(wanted, seen):
        if line.startswith("- "):
            yield f"no longer seen: {line[2:]}"
        elif line.startswith("+ "):
            yield f"seen now: {line[2:]}"
