"""What a scenario shows to be wrong: the judgement of its records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ctilint.prove.play.scenarios import Scenario
from ctilint.prove.play.seen import Played, Record, Spot
from ctilint.records import dataclass, replace

LONG_TURN = 50
MANY_STEPS = 200_000
_DIALOGS = frozenset({"alert", "confirm", "prompt", "print"})
_ACTS = frozenset({"navigates", "pops", "logs", "dials"})
_ASKS = frozenset({"asks-tab", "asks-console"})
_MOVES = frozenset(
    {
        "sforce.opencti.onNavigationChange",
        "sforce.interaction.onFocus",
        "sforce.console.onFocusedPrimaryTab",
        "sforce.console.onFocusedSubtab",
        "sforce.console.addEventListener",
        "sforce.opencti.subscribe",
        "message",
    }
)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a scenario showed. ``level``: error (the scenario fails) or note. ``kind`` is a word of this module.

    ``step`` is the index of the step, ``spot`` where in the app, ``handler`` where the handler begins, ``frames`` the
    app's places on the way there.
    """

    kind: str
    level: str
    step: int
    message: str
    spot: Spot | None = None
    handler: Spot | None = None
    frames: tuple[Spot, ...] = ()
    registration: Spot | None = None
    name: str = ""
    help: str = ""


def judge_played(played: Played, scenario: Scenario, hints: Mapping[tuple[str, int], str]) -> tuple[Problem, ...]:
    """Return what the records of one scenario show to be wrong, in order of the steps.

    ``hints`` say, for a file and line, which call would have worked (the glossary's event-sink form).
    """
    found = [
        *_thrown(played, hints),
        *_blocked(played),
        *_misused(played, hints),
        *_repeated(played),
        *_left(played),
        *_unasked(played),
        *_doubled(played),
        *_expected(played, scenario),
    ]
    again = _second_run(played, scenario)
    found = [replace(item, level="note") if again is not None and item.step >= again else item for item in found]
    if played.limit:
        level = "error" if played.own else "note"
        found.append(Problem("limit", level, played.limit_step, f"stopped at a limit: {played.limit}"))
    return tuple(sorted(dict.fromkeys(found), key=lambda item: (item.step, item.level)))


def _second_run(played: Played, scenario: Scenario) -> int | None:
    """Return the step from which the page's scripts ran a second time in the same window.

    No browser does that to a page; a page built of parts may do it to itself. What is seen from there on informs.
    A module whose ``start`` was called again is not among it: being started twice is what it must bear.
    """
    if any(record.text("what").startswith("the module exports ") for record in played.of("note")):
        return None
    return next((index for index, step in enumerate(scenario.steps) if step["do"] == "start-again"), None)


def _thrown(played: Played, hints: Mapping[tuple[str, int], str]) -> Iterator[Problem]:
    skipped = {record.cause: record.number("count") for record in played.of("skipped")}
    clicks = {record.number("number") for record in played.of("event") if record.text("name") == "click"}
    doubted: dict[tuple[str, Spot | str], str] = {}
    for record in played.of("uncaught", "swallowed", "rejected"):
        what, message = record.text("what"), record.text("message")
        if record.kind == "swallowed":
            tail = "; the library swallowed it, nothing is shown"
        elif record.kind == "rejected":
            tail = " in a promise that nothing catches"
        else:
            count = skipped.get(record.cause, 0) if record.text("name") else 0
            tail = f"; {count} listener{'s' if count > 1 else ''} after it did not run" if count else ""
        registration = _registration(played, record.number("number"))
        hint = next((hints[spot.path, spot.line] for spot in record.frames if (spot.path, spot.line) in hints), "")
        # A click inside a component meets stand-ins for its parts: what it throws there may be ours.
        level = "note" if record.cause in clicks and what.startswith("the action ") else "error"
        # What a stand-in once led to may come again from what it left behind.
        doubt = doubted.setdefault((message, record.spot or what), record.text("standIn"))
        kind, limit, stand_in = "threw", _limit_in(message), doubt
        if limit:
            kind, tail = "limit", f": it hit {limit}{tail}"
        elif stand_in:
            kind, level, tail = "stand-in", "note", f"; a stand-in for {stand_in} may have caused it"
        yield Problem(
            kind,
            level,
            record.step,
            f"{what} threw {message}{tail}",
            record.spot or record.handler,
            record.handler,
            record.frames,
            registration,
            record.text("name"),
            hint,
        )


def _limit_in(message: str) -> str:
    """Return the limit of the engine that an error names, or ''."""
    if "Maximum call stack size exceeded" in message or "stack overflow" in message:
        return "the limit of the stack"
    return "the limit of the memory" if "out of memory" in message else ""


def _registration(played: Played, number: int) -> Spot | None:
    if not number:
        return None
    return next((record.spot for record in played.of("register") if record.number("number") == number), None)


def _blocked(played: Played) -> Iterator[Problem]:
    events = {record.number("number"): record for record in played.of("event")}
    for record in played.of("blocked"):
        event = events.get(record.cause)
        what = record.text("what")
        clicked = event is not None and event.text("name") == "click"
        level = "note" if event is None or (clicked and what in _DIALOGS) else "error"
        when = (
            f"in what {event.text('name') if not clicked else 'a click'} started"
            if event is not None
            else "while the page ran by itself"
        )
        yield Problem(
            "blocked",
            level,
            record.step,
            f"{what} stopped the page for {record.number('ms')} ms {when}",
            record.spot,
            None,
            record.frames,
            None,
            what,
        )
    for record in played.of("handled"):
        if record.number("asked") >= LONG_TURN and record.number("ms") >= LONG_TURN:
            yield _slow(
                played, record, f"kept the thread {record.number('ms')} ms by asking for the time again and again"
            )
        elif record.number("steps") >= MANY_STEPS:
            yield _slow(played, record, f"took {record.number('steps')} steps in one turn")


def _slow(played: Played, record: Record, how: str) -> Problem:
    handler = next(
        (item.handler for item in played.of("register") if item.number("number") == record.number("number")), None
    )
    registration = _registration(played, record.number("number"))
    message = f"the listener of {record.text('name')} {how}"
    return Problem("blocked", "error", record.step, message, handler, handler, (), registration, record.text("name"))


def _misused(played: Played, hints: Mapping[tuple[str, int], str]) -> Iterator[Problem]:
    thrown = {record.frames for record in played.of("uncaught", "rejected")}
    for record in played.of("misuse"):
        if record.frames and record.frames in thrown:
            continue
        hint = next((hints[spot.path, spot.line] for spot in record.frames if (spot.path, spot.line) in hints), "")
        message = f"{record.text('name')}: {record.text('what')}"
        yield Problem(
            "misuse", "error", record.step, message, record.spot, None, record.frames, None, record.text("name"), hint
        )
    for record in played.of("not-clickable"):
        message = f"{record.text('name')} is registered, but click-to-dial was not enabled: no number can be clicked"
        yield Problem("not-clickable", "note", record.step, message, None, None, (), None, record.text("name"))
    for record in played.of("problem"):
        yield Problem("step", "error", record.step, record.text("what"))


def _repeated(played: Played) -> Iterator[Problem]:
    """Yield the events that ran the same function more than once."""
    places = {record.number("number"): record for record in played.of("register")}
    runs: dict[tuple[int, str, str, Spot | None], list[Record]] = {}
    for record in played.of("handler"):
        runs.setdefault((record.cause, record.text("name"), record.text("event"), record.handler), []).append(record)
    for (_, name, _, handler), records in runs.items():
        if len(records) < 2:
            continue
        last = places.get(records[-1].number("number"))
        spot = last.spot if last is not None else handler
        message = (
            f"one event of {name} ran the same listener {len(records)} times: it is registered {len(records)} times"
        )
        yield Problem("repeated", "error", records[-1].step, message, spot, handler, (), spot, name)


def _left(played: Played) -> Iterator[Problem]:
    for record in played.of("left"):
        spot, undo = record.spot, record.text("undo")
        event = f" ({record.text('event')})" if record.text("event") else ""
        if undo == "removal":
            message = f"the listener of {record.text('name')}{event} is still registered after the agent left"
            undone = record.text("undoneBy").replace(" ", " or ")
            yield Problem(
                "left",
                "error",
                record.step,
                message,
                spot,
                record.handler,
                record.frames,
                spot,
                record.text("name"),
                f"call {undone}",
            )
    on = {record.text("dialect"): record for record in played.of("left-on")}
    for dialect, record in on.items():
        name = record.text("name")
        called = next((one for one in reversed(tuple(played.of("call"))) if one.text("name") == name), None)
        message = f"click-to-dial is still on after the agent left ({dialect})"
        spot = called.spot if called is not None else None
        frames = called.frames if called is not None else ()
        yield Problem(
            "left",
            "error",
            record.step,
            message,
            spot,
            None,
            frames,
            spot,
            name,
            f"call {name.replace('.enable', '.disable')}",
        )


def _unasked(played: Played) -> Iterator[Problem]:
    """Yield what events of another tab made the page do, when nothing asked which tab or call is the active one."""
    events = {
        record.number("number"): record
        for record in played.of("event")
        if record.text("name") in {*_MOVES, "click"} and record.fields.get("elsewhere") is True
    }
    asked: set[int] = set()
    for record in played.records:
        if record.kind == "asked" or (record.kind == "call" and record.roles & _ASKS):
            asked.add(record.cause)
        if record.kind != "call" or record.cause not in events or record.cause in asked or not record.roles & _ACTS:
            continue
        name = events[record.cause].text("name")
        if name == "click" and "navigates" not in record.roles:
            continue
        message = f"{name} made the page call {record.text('name')} and nothing asked which tab is the active one"
        level = "note" if name == "click" else "error"
        yield Problem(
            "unasked", level, record.step, message, record.spot, None, record.frames, None, record.text("name")
        )


def _doubled(played: Played) -> Iterator[Problem]:
    """Yield what both softphones did with the same arguments in one step: one call, and each tab acted on it."""
    done: dict[tuple[int, str, str], list[Record]] = {}
    for record in played.of("call"):
        if record.roles & _ACTS:
            done.setdefault((record.step, record.text("name"), record.text("value")), []).append(record)
    for (step, name, _), records in done.items():
        tabs = {record.number("tab") for record in records}
        if len(tabs) > 1:
            last = records[-1]
            message = f"both tabs called {name} for the same call: nothing lets one of them do it"
            yield Problem("doubled", "note", step, message, last.spot, None, last.frames, None, name)


def _expected(played: Played, scenario: Scenario) -> Iterator[Problem]:
    called = {record.text("name") for record in played.of("call")}
    last = len(scenario.steps) - 1
    for name in scenario.expects.get("calls", ()):
        if name not in called:
            yield Problem("expected", "error", last, f"{name} was expected to be called and was not")
    for name in scenario.expects.get("never-calls", ()):
        if name in called:
            yield Problem("expected", "error", last, f"{name} was called and should not have been")
    wanted = scenario.expects.get("listeners")
    active = sum(1 for _ in played.of("register")) - sum(1 for _ in played.of("unregister"))
    if wanted is not None and active != wanted:
        yield Problem("expected", "error", last, f"{active} listeners are registered, {wanted} were expected")
