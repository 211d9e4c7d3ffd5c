"""The reports of the estate, as they were reviewed. ``CTILINT_GOLDEN=write`` writes them anew; read the difference."""

from __future__ import annotations

import os

import pytest
from assess_sample import ESTATE, estate

from ctilint.assess import render
from ctilint.assess.telling.csv import tables
from ctilint.records import replace

GOLDEN = ESTATE / "golden"
SUFFIXES = {"markdown": "md", "html": "html", "json": "json", "csv": "csv"}


def _frozen(*apps, targets=()):
    """Return the portfolio without what changes from release to release: our version, the list of other rules."""
    portfolio = estate(*apps, targets=targets)
    return replace(portfolio, version="0", apps=tuple(replace(app, not_run=()) for app in portfolio.apps))


def _compare(name: str, body: str) -> None:
    path = GOLDEN / name
    if os.environ.get("CTILINT_GOLDEN") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body, "utf-8", newline="")
    assert path.read_text("utf-8").splitlines() == body.splitlines()


@pytest.mark.parametrize("form", SUFFIXES)
def test_the_report_of_one_app(form):
    _compare(f"desk.{SUFFIXES[form]}", render(form, _frozen("desk")))


@pytest.mark.parametrize("form", SUFFIXES)
def test_the_report_of_a_portfolio(form):
    _compare(f"estate.{SUFFIXES[form]}", render(form, _frozen("desk", "kiosk")))


def test_the_tables_of_one_app_for_one_target():
    for name, body in tables(_frozen("kiosk", targets=("partner-telephony",))).items():
        _compare(f"kiosk-tables/{name}.csv", body)
