"""A user's own scenarios: read from a TOML file with care, and written as one from what was seen."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ctilint.prove.play.scenarios import ACTIONS, EXPECTATIONS, Scenario

if TYPE_CHECKING:
    from ctilint.prove.play.outcome import ScenarioRun, WindowRun

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
_SETTINGS: Mapping[str, tuple[type, ...]] = {
    "network": (str,),
    "answers": (dict,),
    "console": (bool,),
    "framed": (bool,),
    "url": (str,),
}
MOST_STEPS = 200
MOST_SCENARIOS = 100
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_KEYS = ("name", "title", "window", "step", "settings", "expect")


class ScenarioError(ValueError):
    """A scenario file that cannot be used; the text names file, place and cause."""


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
        if key not in _KEYS:
            raise ScenarioError(f"{where}: unknown key '{key}'{_nearest(key, _KEYS)}")
    name = table.get("name", f"scenario-{number}")
    title = table.get("title", name)
    steps = table.get("step", [])
    window = table.get("window", "")
    if not isinstance(name, str) or not isinstance(title, str) or not isinstance(window, str) or not name:
        raise ScenarioError(f"{where}: name, title and window are text")
    if not isinstance(steps, list) or not steps:
        raise ScenarioError(f"{where}: it has no [[scenario.step]]")
    if len(steps) > MOST_STEPS:
        raise ScenarioError(f"{where}: more than {MOST_STEPS} steps")
    settings = _fields(f"{where}, settings", table.get("settings", {}), _SETTINGS)
    expects = _fields(f"{where}, expect", table.get("expect", {}), EXPECTATIONS)
    if settings.get("network", "ok") not in {"ok", "failure", "down", "never"}:
        raise ScenarioError(f"{where}, settings: network is one of ok, failure, down, never")
    made = tuple(_step(where, at, step) for at, step in enumerate(steps, 1))
    return Scenario(name, title, made, settings, expects, window=window)


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


def as_scenarios(runs: Sequence[WindowRun]) -> str:
    """Return the scenarios that were played as the text of a scenario file, with what was seen as what is expected.

    Those with nothing to play, and those that were not run, are left out.
    """
    from ctilint.prove.play.ending import Outcome

    ended = {Outcome.PASSED, Outcome.FAILED}
    played = [(run, one) for run in runs for one in run.scenarios if one.outcome in ended]
    head = "# What was played and seen. Change it as you like, and play it with: ctilint prove --scenario FILE\n"
    return head + "".join(_written(run.window.root, one, many=len(runs) > 1) for run, one in played)


def _written(root: str, run: ScenarioRun, *, many: bool) -> str:
    scenario = run.scenario
    name = f"{scenario.name} in {root}" if many else scenario.name
    lines = ["", "[[scenario]]", f"name = {_value(name)}", f"title = {_value(scenario.title)}"]
    if many:
        lines.append(f"window = {_value(root)}")
    if scenario.settings:
        lines.append(f"settings = {_value(scenario.settings)}")
    lines.append(f"expect = {_value(_expectation(run))}")
    for step in scenario.steps:
        lines.extend(["", "[[scenario.step]]", *(f"{key} = {_value(value)}" for key, value in step.items())])
    return "\n".join(lines) + "\n"


def _expectation(run: ScenarioRun) -> dict[str, Any]:
    calls = list(dict.fromkeys(record.text("name") for record in run.played.of("call")))
    listeners = sum(1 for _ in run.played.of("register")) - sum(1 for _ in run.played.of("unregister"))
    return {**({"calls": calls} if calls else {}), "listeners": listeners}


def _value(value: object) -> str:
    """Return a value as TOML writes it; its texts are escaped as in JSON, which TOML reads."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(_entries(value)) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _entries(table: Mapping[str, object]) -> Iterator[str]:
    for key, value in table.items():
        yield f"{key if _BARE.fullmatch(key) else json.dumps(key, ensure_ascii=False)} = {_value(value)}"
