"""Raw records become records with places of the app's files."""

# ruff: noqa: E501 - a page stands on the lines on which it reads best

from __future__ import annotations

from ctilint.prove.page.places import FIRST_LINE, Places
from ctilint.prove.page.sources import place_script
from ctilint.prove.page.values import Filler
from ctilint.prove.play.seen import Reader, Spot
from ctilint.read.document import read_document


def reader() -> Reader:
    facts = read_document("a.js", b"function f() {\n  throw 1;\n}\nf();")
    places = Places()
    place_script(places, facts.source, facts.scripts[0], facts.scripts[0].text, (), Filler())
    return Reader(places)


def test_frames_of_the_app_are_kept_innermost_first() -> None:
    stack = f"    at f (<input>:{FIRST_LINE + 1}:9)\n    at guard (<input>:120:5)\n    at <eval> (<input>:{FIRST_LINE + 3}:1)\n    at run (native)\n"
    assert reader().frames(stack) == (Spot("a.js", 2, 9), Spot("a.js", 4, 1))


def test_frames_of_a_browser_are_read_by_their_lines() -> None:
    stack = f"Error: x\n    at f (http://127.0.0.1:81/app/a.js:{FIRST_LINE + 1}:3)\n    at https://cdn.example/b.js:{FIRST_LINE}:1"
    assert reader().frames(stack) == (Spot("a.js", 2, 3),)


def test_a_syntax_error_has_its_place() -> None:
    assert reader().frames(f"    at <input>:{FIRST_LINE + 2}:1\n") == (Spot("a.js", 3, 1),)


def test_records_bear_whatever_a_page_made_of_them() -> None:
    played = reader().read(
        [
            {
                "kind": "call",
                "step": 1,
                "cause": "x",
                "now": None,
                "name": 5,
                "stack": 7,
                "roles": "pops logs",
                "handler": f"{FIRST_LINE}:1",
            },
            {"kind": "limit", "step": 1, "what": "too much"},
        ]
    )
    (call, _) = played.records
    assert (call.cause, call.text("name"), call.number("name"), call.frames) == (0, "5", 5, ())
    assert call.roles == {"pops", "logs"}
    assert call.handler == Spot("a.js", 1, 1)
    assert call.spot is None
    assert (played.limit, played.limit_step) == ("too much", 1)
    assert str(Spot("a.js", 2, 3)) == "a.js:2:3"
