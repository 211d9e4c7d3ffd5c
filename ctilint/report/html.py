"""Findings as one HTML page to hand on: it opens from the disk, fetches nothing, filters, prints, light and dark.

It has the look of the assessment. Each rule stands once, errors first, with its reason, its sources and what mends it;
below it its findings, each with an address of its own (``report.html#<fingerprint>``).
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from typing import Any

from ctilint import __version__
from ctilint.findings import Finding, Location, Severity
from ctilint.inert import inert
from ctilint.judge.outcome import Report
from ctilint.read.facts import FileFacts
from ctilint.records import dataclass
from ctilint.report.excerpt import Excerpt, excerpt
from ctilint.report.words import facts, many, verdict
from ctilint.rulebook.pages import Page, page
from ctilint.rulebook.sources import addresses

WIDTH = 110
_TEMPLATES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "templates")
_LEVELS = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


@dataclass(frozen=True, slots=True)
class Group:
    """One rule with its findings; ``worst`` is the highest severity among them."""

    page: Page
    findings: tuple[Finding, ...]
    worst: Severity

    @property
    def rule(self) -> str:
        """Return the name of the rule."""
        return self.page.rule

    def count(self, level: str) -> int:
        """Return how many findings have the severity ``level``."""
        return sum(one.severity.value == level for one in self.findings)


def render(report: Report, files: Mapping[str, FileFacts]) -> str:
    """Return the report as one page."""
    import base64
    import hashlib

    import jinja2
    from markupsafe import Markup

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: inert(value) if type(value) is str else value,
    )
    environment.filters.update(many=many)
    script = _file("findings.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    groups = tuple(_groups(report))
    text: str = environment.get_template("findings.html.j2").render(
        app=os.path.basename(os.getcwd()) or "app",
        date=today(),
        version=__version__,
        verdict=verdict(report),
        summary=report.summary,
        rows=list(facts(report.summary)),
        groups=groups,
        most=max((len(group.findings) for group in groups), default=1),
        levels=[(level.value, report.summary.by_severity.get(level.value, 0)) for level in _LEVELS],
        excerpt=lambda at: _excerpt(at, files),
        where=_where,
        paragraphs=_paragraphs,
        addresses=addresses,
        style=Markup(_file("findings.css")),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        script_hash=Markup(f"sha256-{digest}"),  # noqa: S704 - letters and digits
    )
    return text


def today() -> str:
    """Return the day of the report as YYYY-MM-DD; ``SOURCE_DATE_EPOCH`` stands in for the clock where it is set."""
    stamp = os.environ.get("SOURCE_DATE_EPOCH", "")
    seconds = float(stamp) if stamp.isascii() and stamp.isdigit() else time.time()
    return time.strftime("%Y-%m-%d", time.gmtime(seconds))


def _groups(report: Report) -> Iterator[Group]:
    """Yield the rules that found something: those with the worst findings first, then those with most."""
    by_rule: dict[str, list[Finding]] = {}
    for finding in report.findings:
        by_rule.setdefault(finding.rule, []).append(finding)
    found = [
        Group(
            page(rule),
            tuple(sorted(findings, key=lambda one: -one.severity.rank)),
            max((one.severity for one in findings), key=lambda level: level.rank),
        )
        for rule, findings in by_rule.items()
    ]
    yield from sorted(found, key=lambda group: (-group.worst.rank, -len(group.findings), group.rule))


def _excerpt(at: Location, files: Mapping[str, FileFacts]) -> Excerpt | None:
    held = files.get(at.path)
    if held is None or not held.source.line(at.line).strip():
        return None
    return excerpt(held.source, at, WIDTH)


def _where(at: Location) -> str:
    return f"{at.path}:{at.line}:{at.column}"


def _paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a page's prose as plain text; examples and tables are left to the page."""
    parts = (" ".join(part.split()) for part in text.split("\n\n"))
    return [part.replace("`", "").replace("**", "") for part in parts if part and not part.startswith(("```", "|"))]


def _file(name: str) -> Any:
    with open(os.path.join(_TEMPLATES, name), encoding="utf-8") as file:
        return file.read()
