"""Scenarios: what is done to a page, step by step. The built-in ones, and a user's own from a TOML file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ctilint.records import dataclass

#: What a step may be asked to do, with the keys it takes and their types (``do`` apart).
ACTIONS: Mapping[str, Mapping[str, tuple[type, ...]]] = {
    "start": {},
    "start-again": {},
    "load-again": {},
    "restore": {},
    "leave": {},
    "wait": {"wait": (int, float)},
    "answers": {"answers": (str,)},
    "gaps": {"gaps": (str,)},
    "network": {"network": (str,)},
    "enable": {},
    "focus": {"focused": (bool,)},
    "click-to-dial": {
        "number": (str,),
        "recordId": (str,),
        "recordName": (str,),
        "objectType": (str,),
        "params": (str,),
        "wait": (int, float),
    },
    "navigate": {"tab": (int,), "record": (str,), "list": (bool,), "wait": (int, float)},
    "update": {"wait": (int, float)},
    "message": {"channel": (str,), "payload": (dict,), "wait": (int, float)},
    "console-event": {"event": (str,), "payload": (dict, str), "tab": (str,), "wait": (int, float)},
    "presence": {"payload": (dict,), "wait": (int, float)},
    "event": {"name": (str,), "payload": (dict,), "wait": (int, float)},
    "every-listener": {"wait": (int, float)},
    "vendor": {"wait": (int, float)},
    "ring": {"wait": (int, float)},
    "connecting": {"wait": (int, float)},
    "accept": {"wait": (int, float)},
    "hold": {"wait": (int, float)},
    "resume": {"wait": (int, float)},
    "transfer": {"wait": (int, float)},
    "conference": {"wait": (int, float)},
    "hang-up": {"wait": (int, float)},
    "wrap-up": {"wait": (int, float)},
    "agent-state": {"state": (str,), "wait": (int, float)},
    "end-session": {"wait": (int, float)},
    "second-softphone": {},
    "window-message": {"payload": (dict, str, list, int, float, bool), "origin": (str,), "wait": (int, float)},
    "click": {"selector": (str,), "wait": (int, float)},
    "fill": {"selector": (str,), "value": (str,), "wait": (int, float)},
    "click-all": {"selector": (str,), "most": (int,), "wait": (int, float)},
    "call": {"name": (str,), "arguments": (list,), "wait": (int, float)},
}
_NEEDED = {
    "answers": ("answers",),
    "network": ("network",),
    "console-event": ("event",),
    "event": ("name",),
    "click": ("selector",),
    "fill": ("selector", "value"),
    "call": ("name",),
}
_CHOICES = {
    ("answers", "answers"): ("success", "failure", "never"),
    ("network", "network"): ("ok", "failure", "down", "never"),
    ("gaps", "gaps"): ("", "fields", "text", "nothing", "answers"),
    ("navigate", "record"): ("first", "second", "account"),
}
#: What a scenario may expect of the run; each is a problem when it does not hold.
EXPECTATIONS: Mapping[str, tuple[type, ...]] = {"calls": (list,), "never-calls": (list,), "listeners": (int,)}
_SETTINGS: Mapping[str, tuple[type, ...]] = {
    "network": (str,),
    "answers": (dict,),
    "console": (bool,),
    "framed": (bool,),
    "url": (str,),
}
MOST_STEPS = 200
MOST_SCENARIOS = 100


class ScenarioError(ValueError):
    """A scenario file that cannot be used; the text names file, place and cause."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """Steps to play on a fresh page. ``settings`` change the simulated surroundings; ``expects`` what must hold.

    ``about`` names the actions that it is played for, where that is not all of them; ``vendor``: there is nothing to
    play where no vendor's side reaches the app.
    """

    name: str
    title: str
    steps: tuple[Mapping[str, Any], ...]
    settings: Mapping[str, Any]
    expects: Mapping[str, Any]
    about: tuple[str, ...] = ()
    vendor: bool = False


def _call(name: str, title: str, stages: str, *about: str) -> Scenario:
    steps = (_START, *({"do": stage} for stage in stages.split()))
    return Scenario(name, title, steps, {}, {}, about, vendor=True)


def _scenario(name: str, title: str, *steps: Mapping[str, Any]) -> Scenario:
    return Scenario(name, title, steps, {}, {})


_START = {"do": "start"}
BUILT_IN: tuple[Scenario, ...] = (
    _scenario("click-to-dial", "click to dial on a record", _START, {"do": "click-to-dial"}),
    _scenario(
        "navigation",
        "navigation in one tab",
        _START,
        {"do": "click-to-dial"},
        {"do": "navigate", "record": "second"},
        {"do": "navigate", "list": True},
        {"do": "update"},
    ),
    _scenario(
        "two-tabs",
        "navigation between two tabs",
        _START,
        {"do": "click-to-dial"},
        {"do": "navigate", "tab": 1},
        {"do": "every-listener"},
        {"do": "click-all"},
        {"do": "navigate", "tab": 0},
    ),
    _scenario("message", "a message on a channel", _START, {"do": "message"}, {"do": "window-message", "payload": {}}),
    _scenario(
        "console-events",
        "console events",
        _START,
        {"do": "console-event", "event": "SFORCE_CONSOLE:OPEN_TAB"},
        {"do": "console-event", "event": "SFORCE_CONSOLE:CLOSE_TAB"},
        {"do": "presence", "payload": {"statusName": "On a break", "statusApiName": "Break"}},
        {"do": "every-listener"},
    ),
    _scenario(
        "api-failure",
        "the API answers failure",
        {"do": "answers", "answers": "failure"},
        _START,
        {"do": "enable"},
        {"do": "click-to-dial"},
        {"do": "navigate", "record": "second"},
    ),
    _scenario(
        "api-silence",
        "the API never answers",
        {"do": "answers", "answers": "never"},
        _START,
        {"do": "enable"},
        {"do": "click-to-dial"},
        {"do": "navigate", "record": "second"},
    ),
    _scenario(
        "offline",
        "the network is down",
        _START,
        {"do": "enable"},
        {"do": "network", "network": "down"},
        {"do": "every-listener"},
        {"do": "network", "network": "failure"},
        {"do": "every-listener"},
    ),
    _scenario("leave", "the agent leaves the page", _START, {"do": "click-to-dial"}, {"do": "leave"}),
    _scenario(
        "twice",
        "the page is started twice",
        _START,
        {"do": "restore"},
        {"do": "every-listener"},
        {"do": "load-again"},
        {"do": "click-to-dial"},
        {"do": "every-listener"},
        {"do": "start-again"},
        {"do": "click-to-dial"},
        {"do": "every-listener"},
    ),
    _scenario(
        "gaps",
        "events with gaps in what they carry",
        _START,
        {"do": "enable"},
        {"do": "gaps", "gaps": "fields"},
        {"do": "every-listener"},
        {"do": "gaps", "gaps": "text"},
        {"do": "every-listener"},
        {"do": "window-message", "payload": "not for you"},
        {"do": "gaps", "gaps": "answers"},
        {"do": "every-listener"},
        {"do": "ring"},
        {"do": "hang-up"},
    ),
    _scenario(
        "buttons",
        "the agent clicks what the page offers, twice",
        _START,
        {"do": "click-all"},
        {"do": "click-all"},
        {"do": "every-listener"},
    ),
    _call("inbound-call", "a call comes in, from ring to log", "ring accept hold resume hang-up wrap-up"),
    _scenario(
        "outbound-call",
        "a call goes out, from click to log",
        _START,
        {"do": "click-to-dial"},
        {"do": "connecting"},
        {"do": "accept"},
        {"do": "hang-up"},
        {"do": "wrap-up"},
    ),
    _call(
        "transfer",
        "a call is transferred and joined",
        "ring accept transfer conference hang-up wrap-up",
        "transfer",
        "conference",
    ),
    Scenario(
        "agent-states",
        "the agent's state changes",
        (
            _START,
            {"do": "agent-state", "state": "Available"},
            {"do": "agent-state", "state": "Break"},
            {"do": "agent-state", "state": "Offline"},
        ),
        {},
        {},
        vendor=True,
    ),
    _call("two-softphones", "two tabs with a softphone each", "second-softphone ring accept hang-up wrap-up"),
    _call(
        "session-end",
        "the session ends during a call",
        "ring accept end-session hang-up wrap-up",
        "end-session",
        "hang-up",
    ),
)


def read_scenarios(path: str) -> tuple[Scenario, ...]:
    """Read a TOML file of ``[[scenario]]`` tables (or one scenario at top level); a mistake is a ScenarioError."""
    import tomllib

    try:
        with open(path, "rb") as file:
            data = tomllib.load(file)
    except OSError as error:
        raise ScenarioError(f"scenario file '{path}' cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise ScenarioError(f"scenario file '{path}': {error}") from error
    tables = data.get("scenario", [data] if "step" in data else [])
    if not isinstance(tables, list) or not tables:
        raise ScenarioError(f"scenario file '{path}' has no [[scenario]] with [[scenario.step]]")
    if "scenario" in data and set(data) != {"scenario"}:
        extra = min(set(data) - {"scenario"})
        raise ScenarioError(f"scenario file '{path}': unknown key '{extra}' beside [[scenario]]")
    if len(tables) > MOST_SCENARIOS:
        raise ScenarioError(f"scenario file '{path}' has more than {MOST_SCENARIOS} scenarios")
    made = tuple(_read(path, number, table) for number, table in enumerate(tables, 1))
    names = [one.name for one in made]
    for name in names:
        if names.count(name) > 1:
            raise ScenarioError(f"scenario file '{path}': the name '{name}' is used twice")
    return made


def _read(path: str, number: int, table: object) -> Scenario:
    where = f"scenario file '{path}', scenario {number}"
    if not isinstance(table, dict):
        raise ScenarioError(f"{where}: not a table")
    for key in table:
        if key not in {"name", "title", "step", "settings", "expect"}:
            raise ScenarioError(
                f"{where}: unknown key '{key}'{_nearest(key, ('name', 'title', 'step', 'settings', 'expect'))}"
            )
    name = table.get("name", f"scenario-{number}")
    title = table.get("title", name)
    steps = table.get("step", [])
    if not isinstance(name, str) or not isinstance(title, str) or not name:
        raise ScenarioError(f"{where}: name and title are text")
    if not isinstance(steps, list) or not steps:
        raise ScenarioError(f"{where}: it has no [[scenario.step]]")
    if len(steps) > MOST_STEPS:
        raise ScenarioError(f"{where}: more than {MOST_STEPS} steps")
    settings = _fields(f"{where}, settings", table.get("settings", {}), _SETTINGS)
    expects = _fields(f"{where}, expect", table.get("expect", {}), EXPECTATIONS)
    if settings.get("network", "ok") not in {"ok", "failure", "down", "never"}:
        raise ScenarioError(f"{where}, settings: network is one of ok, failure, down, never")
    return Scenario(name, title, tuple(_step(where, at, step) for at, step in enumerate(steps, 1)), settings, expects)


def _step(where: str, number: int, step: object) -> Mapping[str, Any]:
    here = f"{where}, step {number}"
    if not isinstance(step, dict) or not isinstance(step.get("do"), str):
        raise ScenarioError(f"{here}: it needs `do`, one of {', '.join(ACTIONS)}")
    action = step["do"]
    if action not in ACTIONS:
        raise ScenarioError(f"{here}: unknown action '{action}'{_nearest(action, tuple(ACTIONS))}")
    rest = {key: value for key, value in step.items() if key != "do"}
    _fields(here, rest, ACTIONS[action])
    for key in _NEEDED.get(action, ()):
        if key not in rest:
            raise ScenarioError(f"{here}: {action} needs '{key}'")
    for (owner, key), allowed in _CHOICES.items():
        if owner == action and key in rest and rest[key] not in allowed:
            raise ScenarioError(f"{here}: '{key}' is one of {', '.join(repr(one) for one in allowed)}")
    wait = rest.get("wait", 0)
    if not 0 <= wait <= 3_600_000:
        raise ScenarioError(f"{here}: 'wait' is milliseconds between 0 and 3600000")
    return step


def _fields(where: str, given: object, allowed: Mapping[str, tuple[type, ...]]) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise ScenarioError(f"{where}: not a table")
    for key, value in given.items():
        if key not in allowed:
            raise ScenarioError(f"{where}: unknown key '{key}'{_nearest(key, tuple(allowed))}")
        kinds = allowed[key]
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            wanted = " or ".join(_WORDS[kind] for kind in kinds)
            raise ScenarioError(f"{where}: '{key}' must be {wanted}")
    return dict(given)


_WORDS = {str: "text", int: "a number", float: "a number", bool: "true or false", dict: "a table", list: "an array"}


def _nearest(word: str, known: tuple[str, ...]) -> str:
    from ctilint.settings import nearest

    return nearest(word, list(known))
