"""Points: every addend, the formula, and totals that add up."""

from __future__ import annotations

from decimal import Decimal

import pytest
from assess_sample import app_of, estate, lines_from
from hypothesis import given
from hypothesis import strategies as st

from ctilint.assess.meaning.effort import Subject, addend, effort_for, formula, gates_of, summed, weight
from ctilint.assess.model import Addend, Effort
from ctilint.rulebook.voice import TARGETS, scale, voice_row


def assert_adds_up(effort: Effort) -> None:
    for one in effort.addends:
        low, high = (Decimal(factor) for factor in scale().bands[one.confidence])
        if one.kind not in {"code", "apex", "settings"}:
            assert one.first == scale().points[one.effort]
            assert one.further == one.first * Decimal(scale().further_use) * (one.uses - 1)
        assert one.size == sum(map(weight, one.pieces))
        assert one.likely == one.first + one.further + one.size * one.rebuilt
        assert (one.low, one.high) == (one.likely * low, one.likely * high)
    keys = [piece.key for one in effort.addends if one.kind != "apex" for piece in one.pieces]
    assert len(keys) == len(set(keys))
    for name in ("low", "likely", "high"):
        total = getattr(effort.total, name)
        assert total == sum(getattr(one, name) for one in effort.addends)
        for bands in (effort.by_area, effort.by_category, effort.by_phase):
            assert total == sum(getattr(band, name) for band in bands.values())


def test_the_first_use_costs_the_points_of_its_class_each_further_one_half():
    one = addend(voice_row("sforce.opencti.runApex"), "amazon-connect", "runApex", 3)
    assert (one.first, one.further, one.likely) == (5, 5, 10)
    assert (one.low, one.high) == (8, 13)


def test_information_and_no_use_cost_nothing():
    assert addend(voice_row("sforce.opencti.CALL_TYPE"), "amazon-connect", "x", 4) is None
    assert addend(voice_row("sforce.opencti.runApex"), "amazon-connect", "x", 0) is None


def test_a_gate_is_counted_once_however_many_symbols_wait_for_it():
    lines = tuple(
        lines_from(
            "sforce.interaction.runApex(); sforce.interaction.saveLog(); sforce.interaction.onFocus(f);"
        ).values()
    )
    assert gates_of(lines) == ("leave-classic",)
    effort = effort_for("amazon-connect", Subject(lines))
    gates = [one for one in effort.addends if one.kind == "gate"]
    assert [(one.row, one.likely) for one in gates] == [("leave-classic", 13)]
    assert_adds_up(effort)


def test_a_call_center_that_is_voice_already_costs_nothing():
    from ctilint.assess.gathered.estate import call_centers_of
    from ctilint.assess.gathered.spots import Spots

    text = """<callCenter><section name="reqGeneralInfo" label="g" sortOrder="0">
    <item name="reqAdapterUrl" label="u">/apex/P</item>VOICE</section></callCenter>"""
    kinds = {}
    for voice in ("", '<item name="reqVendorInfoApiName" label="v">c__AMAZON_CONNECT</item>'):
        app = app_of(text.replace("VOICE", voice), "Desk.xml")
        centers = call_centers_of(app, Spots(app.files))
        kinds[bool(voice)] = [
            one.label for one in effort_for("partner-telephony", Subject(call_centers=centers)).addends
        ]
    assert kinds == {False: ["settings of the call center definition"], True: []}


def test_a_name_that_no_table_has_costs_nothing():
    effort = effort_for("amazon-connect", Subject(tuple(lines_from("sforce.opencti.onReady({});").values())))
    assert effort.addends == ()
    assert effort.total.likely == 0


def test_the_formula_names_every_setting():
    text = " ".join(formula())
    for value in ("trivial 1", "small 3", "medium 5", "large 7", "blocker 13", "0.5", "x 0.7 to x 1.6", "not hours"):
        assert value in text


@pytest.mark.parametrize("apps", [("desk",), ("kiosk",), ("desk", "kiosk")])
def test_the_totals_of_the_estate_add_up(apps):
    portfolio = estate(*apps)
    for effort in (*portfolio.effort, *(one for app in portfolio.apps for one in app.effort)):
        assert effort.addends
        assert_adds_up(effort)


def test_shared_code_is_counted_once():
    portfolio = estate("desk", "kiosk")
    assert {one.symbol for one in portfolio.shared} == {
        "sforce.opencti.screenPop[SOBJECT]",
        "sforce.opencti.searchAndScreenPop",
    }
    uses = {one.label: one.uses for one in portfolio.effort[0].addends}
    assert uses["sforce.opencti.searchAndScreenPop"] == 1
    assert uses["script:opencti.js"] == 2
    single = sum((app.effort[0].total.likely for app in portfolio.apps), Decimal(0))
    # two uses are shared (medium and small), of the library load one is a further use; the code behind the shared
    # uses weighs 0.5, and 0.6 of it is rebuilt
    assert single - portfolio.effort[0].total.likely == Decimal(5) + Decimal(3) + Decimal("0.5") + Decimal("0.3")


ROWS = st.builds(
    lambda area, category, effort, confidence, uses: (area, category, effort, confidence, uses),
    st.sampled_from(sorted(scale().areas)),
    st.sampled_from(sorted(scale().categories)),
    st.sampled_from(sorted(scale().points)),
    st.sampled_from(sorted(scale().bands)),
    st.integers(1, 500),
)


@given(st.lists(ROWS, max_size=40), st.sampled_from(TARGETS))
def test_any_addends_add_up_to_the_last_digit(rows, target):
    addends = []
    for number, (area, category, effort, confidence, uses) in enumerate(rows):
        points = Decimal(scale().points[effort])
        further = points * Decimal(scale().further_use) * (uses - 1)
        low, high = (Decimal(factor) for factor in scale().bands[confidence])
        likely = points + further
        addends.append(
            Addend(
                f"row {number}",
                area,
                category,
                effort,
                confidence,
                uses,
                points,
                further,
                likely * low,
                likely,
                likely * high,
                rebuilt=Decimal(scale().rebuilt[effort]),
            )
        )
    assert_adds_up(summed(target, addends))
