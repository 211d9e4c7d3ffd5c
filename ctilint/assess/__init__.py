"""An App and its findings -> the migration assessment towards Salesforce Voice.

``assess`` joins what the code, the metadata and the server side say into one ``Assessment``; the modules ``markdown``,
``html``, ``json``, ``csv`` and ``terminal`` beside this one turn it into text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ctilint.assess.gathered.estate import Files
    from ctilint.assess.whole import Assessment, Portfolio
    from ctilint.judge.outcome import Report
    from ctilint.understand.model import App

FORMATS = ("markdown", "html", "json", "csv")


def assess(
    app: App,
    report: Report,
    files: Files | None = None,
    targets: Sequence[str] = (),
    name: str = "",
    as_of: str = "",
) -> Assessment:
    """Return the assessment of ``app`` for ``targets`` (all when empty), compared with end dates on the day ``as_of``.

    ``files`` are the files under the run's paths; without them Apex classes, message channels and CTI Flows are not
    looked at, and the assessment says so.
    """
    from ctilint.assess.meaning.joining import join

    return join(app, report, files, tuple(targets), name, as_of)


def render(form: str, portfolio: Portfolio) -> str:
    """Return ``portfolio`` as text in ``form``."""
    from importlib import import_module

    if form not in FORMATS:
        raise ValueError(f"unknown format {form!r}: expected one of {', '.join(FORMATS)}")
    text: str = import_module(f"ctilint.assess.telling.{form}").render(portfolio)
    return text
