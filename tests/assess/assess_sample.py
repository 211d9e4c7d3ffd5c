"""What the tests of the assessment share: apps from texts, and the estate."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from ctilint.assess import assess
from ctilint.assess.gathered.spots import Spots
from ctilint.assess.gathered.uses import lines_of
from ctilint.assess.meaning.joining import gather_portfolio
from ctilint.assess.model import Line
from ctilint.assess.whole import Assessment, Portfolio
from ctilint.judge import judge
from ctilint.read.files.discover import Tree
from ctilint.settings import Settings
from ctilint.understand import build_app, build_app_from_text
from ctilint.understand.model import App

AS_OF = "2026-06-01"
ESTATE = Path(__file__).parents[2] / "fixtures" / "estate"
FIVE = ("blocking-handler", "missing-tab-check", "missing-unsubscribe", "outdated-library", "unguarded-handler")


def app_of(text: str, path: str = "phone.js") -> App:
    return build_app_from_text(path, text.encode(), Settings())


def lines_from(text: str, path: str = "phone.js") -> dict[str, Line]:
    app = app_of(text, path)
    return {line.symbol: line for line in lines_of(app, Spots(app.files))}


def assessed(paths: Iterable[str], name: str, targets: tuple[str, ...] = ()) -> Assessment:
    settings = Settings(select=FIVE)
    tree = Tree(list(paths))
    app = build_app(tree, settings)
    return assess(app, judge(app, settings), tree, targets, name, AS_OF)


def estate(*apps: str, targets: tuple[str, ...] = ()) -> Portfolio:
    """Return the portfolio of apps of the estate, read from its folder."""
    here = os.getcwd()
    os.chdir(ESTATE)
    try:
        found = [assessed([name], name, targets) for name in apps]
    finally:
        os.chdir(here)
    return gather_portfolio(found, many=len(apps) > 1)
