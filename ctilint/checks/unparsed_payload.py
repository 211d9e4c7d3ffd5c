"""unparsed-payload: JSON text used as if it were the object it describes."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.checks.wrong_response_field import OF_TEXTS
from ctilint.findings import Problem
from ctilint.understand.model import App
from ctilint.views.answers import answers, events
from ctilint.views.facts import place_of, problem, short, views
from ctilint.views.found import Uses
from ctilint.views.uses import PARSED


def check(app: App) -> Iterator[Problem]:
    """Yield each field read from a Classic event or answer whose result is text that nobody parsed."""
    for view in views(app):
        for call, entry, ref, uses in events(view):
            if entry.payload_form != "classic" or uses.unknown or uses.missing:
                continue
            fields = {name.partition(".")[2] for name in entry.payload if "." in name}
            for path, member in uses.reads:
                if len(path) == 1 and path[0] in fields and not _parsed(uses):
                    yield problem(
                        call,
                        place_of(ref.script, member.key_span),
                        f"the event of {short(call.name)} has no {path[0]}: it stands in the JSON text of result",
                        f"read JSON.parse(response.result).{path[0]}",
                    )
                elif _of_text(path, uses):
                    yield problem(
                        call,
                        place_of(ref.script, member.key_span),
                        f"result of {short(call.name)} is JSON text: {path[1]} of it is undefined",
                        f"read JSON.parse(response.result).{path[1]}",
                    )
        for call, entry, ref, uses in answers(view):
            if entry.response.get("result") != "json" or uses.unknown:
                continue
            for path, member in uses.reads:
                if _of_text(path, uses):
                    yield problem(
                        call,
                        place_of(ref.script, member.key_span),
                        f"result of {short(call.name)} is JSON text: {path[1]} of it is undefined",
                        f"read JSON.parse(response.result).{path[1]}",
                    )


def _parsed(uses: Uses) -> bool:
    return any(path in {(), ("result",)} for path, _ in uses.parsed)


def _of_text(path: tuple[str, ...], uses: Uses) -> bool:
    return (
        len(path) == 2
        and path[0] == "result"
        and path[1] not in OF_TEXTS | {PARSED, "[]"}
        and ("result",) not in uses.typed
    )
