"""What a comparison prints; hostile names are inert."""

from __future__ import annotations

import json
import re

import pytest

from ctilint.assess.model import Spot
from ctilint.compare.model import Capability, Comparison, Fate, Row, Sign
from ctilint.compare.telling import FORMATS, heading, render

HOSTILE = "<img src=x onerror=alert(1)>|`\x1b[31m\u202e"


def sample():
    at = Spot(f"old/{HOSTILE}.js", 3)
    one = Capability("calls", HOSTILE, "does it", (at,), ("method:dial",))
    two = Capability("controls", "endCall", "ends the call", (at,), ("method:endCall",))
    three = Capability("calls", "x.y", "does something", (at,), ("same:x.y",))
    rows = (
        Row(two, Fate.PRESENT, (Sign("method:endCall", Spot("new/a.js", 7), "derived"),)),
        Row(three, Fate.NOT_JUDGED),
        Row(one, Fate.MISSING),
    )
    return Comparison("old", "new", rows, ("fields:*",))


def test_the_heading_counts_the_fates_worst_first():
    assert heading(sample()) == "3 capabilities of old: 1 missing, 1 not judged, 1 present in new."


def test_the_text_says_fate_places_and_what_was_looked_for():
    text = render("text", sample())
    assert "present     controls:endCall  ends the call\n" in text
    assert "            new: method:endCall at new/a.js:7 (derived)\n" in text
    assert "            new: looked for method:dial\n" in text
    assert "            new: no sign is known by which it could be found: look\n" in text
    assert text.endswith("unused reason: fields:*\n")
    assert text.index("\nmissing  ") < text.index("\nnot judged") < text.index("\npresent  ")


@pytest.mark.parametrize("form", FORMATS)
def test_hostile_names_are_inert(form):
    body = render(form, sample())
    assert "\x1b" not in body.replace("\\u001b", "")
    if form == "html":
        assert "<img" not in body
        assert "\u202e" not in body
        assert re.search(r"script-src|default-src 'none'", body)
    if form == "markdown":
        assert all(line.count(" | ") == 4 for line in body.splitlines() if line.startswith("| missing"))


def test_json_holds_everything():
    data = json.loads(render("json", sample()))
    assert data["complete"] is False
    assert data["counts"] == {"present": 1, "changed": 0, "missing": 1, "given up": 0, "not judged": 1}
    assert [one["fate"] for one in data["capabilities"]] == ["missing", "not judged", "present"]
    assert data["capabilities"][2]["new"] == [
        {"sign": "method:endCall", "evidence": "derived", "path": "new/a.js", "line": 7, "column": 1}
    ]


def test_an_unknown_form_is_refused():
    with pytest.raises(ValueError, match="unknown format 'pdf': expected one of text, markdown, html, json"):
        render("pdf", sample())
