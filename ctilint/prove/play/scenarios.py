"""Scenarios: what is done to a page, step by step, and the built-in ones."""

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
#: What a scenario may expect of the run; each is a problem when it does not hold.
EXPECTATIONS: Mapping[str, tuple[type, ...]] = {"calls": (list,), "never-calls": (list,), "listeners": (int,)}


@dataclass(frozen=True, slots=True)
class Scenario:
    """Steps to play on a fresh page. ``settings`` change the simulated surroundings; ``expects`` what must hold.

    ``about`` names the actions that it is played for, where that is not all of them; ``vendor``: there is nothing to
    play where no vendor's side reaches the app; ``window`` is the only window that it is played on, if it names one.
    """

    name: str
    title: str
    steps: tuple[Mapping[str, Any], ...]
    settings: Mapping[str, Any]
    expects: Mapping[str, Any]
    about: tuple[str, ...] = ()
    vendor: bool = False
    window: str = ""

    def concerns(self, root: str) -> bool:
        """Say whether it is played on the window with this root."""
        return not self.window or root == self.window or root.endswith("/" + self.window)


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
