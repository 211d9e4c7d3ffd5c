"""The guide point by point, the methods of a connector, decisions, the plan, the calibration, waves."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from assess_sample import app_of, assessed, estate
from hypothesis import given
from hypothesis import strategies as st

from ctilint.assess import render
from ctilint.assess.gathered.spots import Spots
from ctilint.assess.meaning.calibration import CalibrationError, days, fitted
from ctilint.assess.meaning.guide import fills_of
from ctilint.assess.meaning.joining import gather_portfolio
from ctilint.assess.meaning.schedule import schedule
from ctilint.assess.model import Band, Event
from ctilint.assess.telling.portfolio import risk, waves_of
from ctilint.rulebook.guide import connector_methods, guide_items


def fills(text, path="phone.js"):
    app = app_of(text, path)
    return {one.method: one.functions for one in fills_of(app, Spots(app.files))}


# The methods


def test_every_method_is_listed_whether_filled_or_not():
    found = fills("sforce.opencti.onClickToDial({ listener: function (payload) { dialNow(payload.number); } });")
    assert list(found) == [one.name for one in connector_methods()]
    assert [named.note for named in found["dial"]] == ["calls sforce.opencti.onClickToDial"]
    assert found["superviseCall"] == ()


def test_a_call_of_streams_shows_the_function_that_makes_it():
    found = fills(
        """
        connect.contact(function (contact) {
            document.getElementById("yes").onclick = function take() { contact.accept(); };
            document.getElementById("no").onclick = function refuse() { contact.reject(); };
        });
        connect.agent(function (agent) { window.quiet = function quiet() { agent.mute(); }; });
        """
    )
    assert [named.name for named in found["acceptCall"]] == ["take"]
    assert [named.name for named in found["declineCall"]] == ["refuse"]
    assert [(named.name, named.note) for named in found["mute"]] == [("quiet", "calls Agent#mute")]


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("answerCall", "acceptCall"),
        ("hangup", "endCall"),
        ("hang_up", "endCall"),
        ("handleHold", "hold"),
        ("retrieve", "resume"),
        ("toggleMute", "mute"),
        ("blindTransfer", "addParticipant"),
        ("setAgentState", "setAgentStatus"),
        ("sendDTMF", "sendDigits"),
        ("logOff", "logout"),
        ("finishWrapUp", "wrapUpCall"),
    ],
)
def test_where_no_call_speaks_the_name_of_a_function_does(name, method):
    found = fills(f"function {name}(c) {{ pbx.send(c); }} sforce.opencti.saveLog({{ value: {{}} }}); {name}(1);")
    assert [(named.name, named.note) for named in found[method]] == [(name, "by its name")]


def test_an_app_on_voice_fills_nothing_by_its_names():
    found = fills("import { publishEvent } from 'scv-connector-base'; function answerCall() { publishEvent({}); }")
    assert not any(found.values())


def test_the_event_of_the_copied_form_decides():
    text = "sforce.opencti.subscribe({ eventType: 'EVENT', listener: heard }); function heard(e) { pbx.go(e); }"
    assert [named.name for named in fills(text.replace("EVENT", "onClickToDial"))["dial"]] == ["heard"]
    assert fills(text.replace("EVENT", "onAgentStatus"))["dial"] == ()


def test_a_call_speaks_before_a_name():
    found = fills(
        "function dialNumber(n) { pbx.call(n); } function other(p) { dialNumber(p.number); }"
        "sforce.opencti.onClickToDial({ listener: other });"
    )
    assert [named.name for named in found["dial"]] == ["other"]


# The guide


@pytest.fixture(scope="module")
def desk():
    return estate("desk").apps[0]


def test_every_point_of_the_guide_is_answered_in_part_or_open(desk):
    assert {one.id for one in desk.guide} == {one.id for one in guide_items()} | {"G00"}
    by_id = {one.id: one for one in desk.guide}
    assert {name: by_id[name].status for name in ("G01", "G03", "G04", "G09", "G18")} == {
        "G01": "answered",
        "G03": "answered",
        "G04": "partly answered",
        "G09": "open",
        "G18": "open",
    }
    assert by_id["G18"].says.startswith("No function of the app was found for superviseCall, ")
    assert by_id["G00"].says.startswith("Fits: ")
    assert [named.name for named in by_id["G11"].evidence] == ["endCall: hangUp", "dial: dialled", "dial: dial"]


def test_the_demo_connector_does_not_fit_amazon_connect(tmp_path, monkeypatch):
    (tmp_path / "phone.js").write_text("connect.contact(function (c) { c.accept(); });", "utf-8")
    monkeypatch.chdir(tmp_path)
    (point,) = [one for one in assessed(["."], "app").guide if one.id == "G00"]
    assert point.says.startswith("Does not fit: ")
    assert point.evidence


def test_without_a_connector_there_is_no_guide():
    (app,) = estate("desk", targets=("amazon-connect",)).apps
    assert (app.guide, app.fills) == ((), ())


def test_decisions_show_what_the_code_says_for_each_side(desk):
    (notes,) = [one for one in desk.decisions if one.id == "D02"]
    assert [(name, bool(found)) for name, found in notes.sides] == [
        ("on the VoiceCall", True),
        ("on a Task or an object of your own beside it", True),
    ]


# The plan


def event(day, *, certain=True):
    return Event(day, "", "end", certain, "", ())


def test_days_are_counted_back_from_the_end():
    found = {one.phase: (one.start, one.end) for one in schedule([event("2028-02-28")], [])}
    assert found == {
        "before": ("", ""),
        "connector": ("", "2027-09-20"),
        "screens": ("", "2027-09-20"),
        "settings": ("2027-09-20", "2027-09-27"),
        "validate": ("2027-09-27", "2027-10-25"),
        "pilot": ("2027-10-25", "2027-12-06"),
        "cut-over": ("2027-12-06", "2028-01-31"),
        "retire": ("2028-01-31", "2028-02-28"),
    }


@given(st.dates(date(2026, 1, 1), date(2040, 1, 1)))
def test_no_phase_ends_after_the_end_or_begins_before_the_one_before(day):
    found = [one for one in schedule([event(day.isoformat())], []) if one.start]
    assert found[-1].end == day.isoformat()
    assert all(one.end == two.start for one, two in pairwise(found))


@pytest.mark.parametrize(
    ("dates", "as_of", "last"),
    [
        ((), "", ""),
        ((event("2028-02-28", certain=False),), "", ""),
        ((event("2028-02-28"),), "2028-03-01", ""),
        ((event("2026-05-20"), event("2028-02-28")), "2026-06-01", "2028-02-28"),
    ],
)
def test_the_end_is_the_next_certain_one(dates, as_of, last):
    assert schedule(dates, [], as_of)[-1].end == last


def test_every_area_has_a_phase_and_every_phase_its_row():
    from ctilint.rulebook.voice import plan, scale

    assert set(scale().phases) == set(scale().areas)
    assert set(scale().phases.values()) <= set(plan()["phase"])


# The calibration


def test_days_are_fitted_through_the_origin_with_their_residuals():
    one = fitted("done.csv", "piece,points,days\nfirst,10,5\nsecond,20,10\nthird,30,18\n")
    # sum(points * days) = 50 + 200 + 540, sum(points ** 2) = 1400
    assert one.rate == Decimal(790) / Decimal(1400)
    residuals = [spent - one.rate * points for _, points, spent in one.rows]
    mean = one.rate * 20
    assert one.spread == (sum(value**2 for value in residuals) / 2).sqrt() / mean
    found = days(Band(Decimal(10), Decimal(20), Decimal(40)), one)
    assert found.likely == one.rate * 20
    assert found.low < one.rate * 10
    assert found.high > one.rate * 40


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "done.csv: 0 finished pieces are too few: 3 at least"),
        ("piece,days\n", "done.csv:1: the columns must be piece, points, days"),
        ("piece,points,days\na,1,1\nb,2\n", "done.csv:3: 2 cells instead of 3"),
        ("piece,points,days\na,x,1\n", "done.csv:2: points 'x' is not a number"),
        ("piece,points,days\na,1,0\n", "done.csv:2: days must be more than 0"),
        ("piece,points,days\na,1,NaN\n", "done.csv:2: days must be more than 0"),
        ("piece,points,days\na,1,1\n", "done.csv: 1 finished pieces are too few: 3 at least"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_its_line(text, says):
    with pytest.raises(CalibrationError, match=f"^{says}$"):
        fitted("done.csv", text)


def test_without_a_calibration_no_days_are_printed_and_with_one_they_are(desk):
    without = render("markdown", gather_portfolio([desk], many=False))
    assert "No days are given: points become days only by your own figures" in without
    assert "days of work" not in without
    one = fitted("done.csv", "piece,points,days\nfirst,10,5\nsecond,20,10\nthird,30,18\n")
    body = render("markdown", gather_portfolio([desk], many=False, calibration=one))
    assert "0.564 days for each point, from done.csv" in body
    assert "| third | 30 | 18 | 16.93 | 1.07 |" in body
    assert "| days of work |" in body


# Waves


def test_waves_go_from_little_risk_to_what_has_to_wait():
    apps = estate("desk", "kiosk").apps
    assert [(wave, app.name) for wave, app in waves_of(apps)] == [(2, "kiosk"), (3, "desk")]
    assert risk(apps[0]) > risk(apps[1])
