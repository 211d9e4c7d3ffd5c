"""The five lines."""

from __future__ import annotations

from decimal import Decimal

import pytest
from assess_sample import app_of, estate

from ctilint.assess.meaning.effort import worth
from ctilint.assess.meaning.joining import join
from ctilint.assess.model import Band
from ctilint.judge import judge
from ctilint.settings import Settings


def verdict(text, path="phone.js", targets=("amazon-connect",), as_of=""):
    app = app_of(text, path)
    return join(app, judge(app, Settings()), None, targets, "app", as_of).verdict


def test_five_lines_for_a_classic_softphone():
    page = """<script src="/support/api/28.0/interaction.js"></script>
    <script>sforce.interaction.cti.onClickToDial(f); sforce.console.selectMacro(f);</script>"""
    lines = verdict(page, "page.html")
    assert len(lines) == 5
    assert lines[0].startswith("Found in 1 page: Open CTI for Salesforce Classic (2 uses), Salesforce Console")
    assert lines[1] == (
        "Open CTI ends on 2028-02-28; from then on implementations do not work; "
        "libraries with the number of a platform API version already retired: Open CTI for Classic 28.0; "
        "what becomes of library files of these numbers is not announced."
    )
    # onClickToDial 3, load 1, selectMacro 5, and two gates of 13
    assert lines[2] == "Effort, as far as code can tell: Salesforce Voice with Amazon Connect: 25 to 55 points."
    assert lines[3].startswith("Before the rest can begin: move all telephony users to Lightning Experience and ")
    assert lines[4].startswith("Open: for 1 symbol no replacement is known; 0 features without counterpart; of 34 ")


@pytest.mark.parametrize(("day", "passed"), [("2028-02-27", False), ("2028-02-28", True), ("2030-01-01", True)])
def test_an_end_date_that_has_passed_is_said_in_the_first_line(day, passed):
    lines = verdict("sforce.opencti.saveLog({});", as_of=day)
    said = f"An end date has passed (as of {day}): Open CTI ends: implementations stop working (2028-02-28). "
    assert lines[0].startswith(said) is passed
    assert len(lines) == 5


@pytest.mark.parametrize(
    ("low", "high", "says"),
    [("0", "0", "no"), ("13.2", "18.4", "13 to 19"), ("26.5", "51.5", "25 to 55"), ("149", "366.7", "100 to 400")],
)
def test_a_range_is_rounded_to_what_it_is_worth(low, high, says):
    assert worth(Band(Decimal(low), Decimal(low), Decimal(high))) == says


def test_the_console_alone_has_no_end_date():
    assert verdict("sforce.console.isInConsole();")[1] == (
        "No end date is announced for the Console Integration Toolkit; it belongs to Salesforce Classic."
    )


def test_a_date_that_has_passed_is_named_in_the_verdict():
    from pathlib import Path

    from ctilint.cli._reading import tree_of
    from ctilint.understand import build_app

    folder = Path(__file__).parents[2] / "fixtures" / "connect-deployment"
    tree = tree_of([str(folder)], Settings())
    app = build_app(tree, Settings())
    found = join(app, judge(app, Settings()), tree, ("amazon-connect",), "app")
    assert [one.title for one in found.dates] == ["Amazon Connect Voice ID ended"]
    assert found.verdict[1] == "Dates that apply to what was found: 2026-05-20, Amazon Connect Voice ID ended."
    assert verdict("connect.core.initCCP(box, {ccpUrl: url});")[1] == "No end date applies to what was found."


def test_a_script_without_a_page_is_called_one():
    assert verdict("sforce.opencti.saveLog({});")[0].startswith("Found in 1 script without a page: ")


def test_the_targets_that_are_asked_for_are_named():
    (app,) = estate("desk", targets=("partner-telephony",)).apps
    assert app.targets == ("partner-telephony",)
    assert "Amazon" not in app.verdict[2]


@pytest.mark.parametrize("text", ["Service Cloud Voice", "native"])
def test_old_and_wrong_names_do_not_stand_in_a_verdict(text):
    (app,) = estate("kiosk").apps
    assert text not in " ".join(app.verdict)
