"""Small apps from texts, and short words for what they say: shared by the tests of ``ctilint.understand``."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping

from ctilint.findings import Place
from ctilint.read.files.discover import Tree
from ctilint.settings import Settings
from ctilint.understand import build_app
from ctilint.understand.model import App, Effect, Handler, Window

Files = Mapping[str, str | bytes]


def app_of(files: Files | str, settings: Settings | None = None) -> App:
    """Write files to a folder of their own and return the App; a lone text is ``phone.js``."""
    named: Files = {"phone.js": files} if isinstance(files, str) else files
    here = os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        for name, text in named.items():
            path = os.path.join(folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(text.encode() if isinstance(text, str) else text)
        os.chdir(folder)
        try:
            return build_app(Tree(["."]), settings or Settings())
        finally:
            os.chdir(here)


def window_of(files: Files | str, root: str = "") -> Window:
    """Return the only window of an app, or the one whose page or script is ``root``."""
    app = app_of(files)
    found = [window for window in app.windows if root in {"", window.root}]
    assert len(found) == 1, [window.root for window in app.windows]
    return found[0]


def line(app: App, place: Place) -> int:
    """Return the line on which a place starts."""
    return app.files[place.path].source.position(place.span.start)[0]


def cut(app: App, place: Place) -> str:
    """Return the text of a place."""
    return app.files[place.path].source.cut(place.span)


def called(files: Files | str) -> list[str]:
    """Return the paths of all calls of an API, window by window."""
    return [call.name for window in app_of(files).windows for call in window.calls]


def registered(files: Files | str) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return method, event and names of the handlers of all registrations, window by window."""
    return [
        (item.call.name, item.event, tuple(handler.function.name for handler in item.handlers))
        for window in app_of(files).windows
        for item in window.registrations
    ]


def handlers(window: Window) -> list[tuple[str, str, str]]:
    """Return source, event and function name of each handler."""
    return [(item.source, item.event, item.function.name) for item in window.handlers]


def handler(window: Window, event: str) -> Handler:
    """Return the only handler of an event."""
    found = [item for item in window.handlers if item.event == event]
    assert len(found) == 1, handlers(window)
    return found[0]


def effects(files: Files | str, *kinds: str, event: str = "") -> list[str]:
    """Return the effects of an app's handlers of ``kinds`` in short: name and what is known about them."""
    return [
        short(effect)
        for window in app_of(files).windows
        for item in window.handlers
        if event in {"", item.event}
        for effect in item.effects
        if effect.kind in kinds
    ]


def short(effect: Effect) -> str:
    """Return the name of an effect and its marks: guarded, empty, later, answer, asked=…"""
    marks: Iterable[str] = (
        "guarded" if effect.guarded else "",
        "empty" if effect.empty_catch else "",
        "later" if effect.later else "",
        "answer" if effect.answer else "",
        f"asked={effect.asked}" if effect.asked else "",
    )
    return " ".join((effect.name, *(mark for mark in marks if mark)))


def endings(files: Files | str) -> list[tuple[str, str]]:
    """Return event and verdict of all registrations, window by window."""
    return [(item.registration.event, item.verdict) for window in app_of(files).windows for item in window.endings]
