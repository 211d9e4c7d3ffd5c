"""The records of the App: frozen, told apart by identity where there is one of each."""

from __future__ import annotations

from types import MappingProxyType

import pytest
from app_of import app_of

from ctilint.findings import Evidence, Place
from ctilint.read.source import Span
from ctilint.understand.model import App, Ending, Load, Registration
from ctilint.understand.program.refs import FunctionRef


def load(version: str) -> Load:
    return Load("opencti", "lightning", version, "/support/api/x", Place("a.js", Span(0, 1)), "string")


def test_records_are_frozen() -> None:
    app = app_of("sforce.console.onFocusedSubtab(function (r) {});")
    [window] = app.windows
    for record in (app, window, window.calls[0], window.registrations[0], window.endings[0], load("1.0")):
        with pytest.raises((AttributeError, TypeError)):
            record.place = None  # type: ignore[union-attr,misc]


def test_loads_are_compared_by_what_they_say() -> None:
    assert load("57.0") == load("57.0")
    assert load("57.0") != load("58.0")
    assert (load("57.0").evidence, load("57.0").related, load("57.0").host) == (Evidence.MATCHED, (), "")


def test_functions_are_compared_by_identity() -> None:
    app = app_of("function go() { sforce.opencti.refreshView(); }")
    script = app.windows[0].scripts[0]
    one, other = FunctionRef(script, script.functions[1]), FunctionRef(script, script.functions[1])
    assert one == one  # noqa: PLR0124 - identity is what is asked
    assert one != other
    assert one.name == other.name == "go"
    assert one.place == Place("phone.js", script.functions[1].span)


def test_the_loads_of_an_app_stand_once_in_the_order_of_windows() -> None:
    page = "".join(f"<script src='/support/api/{number}/interaction.js'></script>" for number in ("60.0", "61.0"))
    app = app_of({"a.html": page, "b.html": page})
    assert [(item.place.path, item.version) for item in app.loads] == [
        ("a.html", "60.0"),
        ("a.html", "61.0"),
        ("b.html", "60.0"),
        ("b.html", "61.0"),
    ]


def test_an_app_without_files() -> None:
    app = App((), MappingProxyType({}))
    assert (app.loads, app.windows, app.seen, app.skipped, app.server) == ((), (), 0, (), None)


def test_an_ending_names_its_registration() -> None:
    [window] = app_of("sforce.console.onFocusedSubtab(function (r) {});").windows
    [ending] = window.endings
    assert isinstance(ending, Ending)
    assert isinstance(ending.registration, Registration)
    assert ending.registration is window.registrations[0]
    assert (ending.verdict, ending.removal) == ("no-removal", None)
