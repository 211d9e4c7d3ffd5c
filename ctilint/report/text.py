"""Findings for people: source with marks, the way there, what to do, and a closing summary."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TextIO

from rich.console import Console
from rich.text import Text

from ctilint.findings import Evidence, Finding, Location, Severity
from ctilint.inert import cells, inert
from ctilint.judge.outcome import Report
from ctilint.read.facts import FileFacts
from ctilint.report.excerpt import CUT, excerpt
from ctilint.report.words import facts, many, verdict
from ctilint.rulebook.location import rules_file
from ctilint.rulebook.pages import rule_names

STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.NOTE: "bold cyan"}
PIPED_WIDTH = 120
EVIDENCE = {Evidence.MATCHED: "", Evidence.DERIVED: "derived", Evidence.EXPLORED: "explored", Evidence.PROVED: "proved"}


def console_for(stream: TextIO, color: str) -> Console:
    """Return a console on ``stream``: ``color`` is auto, always or never; NO_COLOR holds for auto."""
    plain = color == "never" or (color == "auto" and bool(os.environ.get("NO_COLOR")))
    terminal = stream.isatty()
    return Console(
        file=stream,
        force_terminal=True if color == "always" else None,
        color_system=None if plain else "auto",
        no_color=plain,
        width=None if terminal else PIPED_WIDTH,
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=not terminal,
    )


def show(
    console: Console,
    report: Report,
    files: Mapping[str, FileFacts],
    *,
    quiet: bool = False,
    verbose: bool = False,
    statistics: bool = False,
    explain: bool = False,
) -> None:
    """Print ``report``; ``quiet`` is one line for each finding, ``verbose`` adds each skipped path and mend by hand.

    ``statistics`` counts the findings instead of showing them, ``explain`` adds the reason of each rule.
    """
    if statistics:
        _Painter(console, files).rules(report, fixable=True)
        return
    if quiet:
        for finding in report.findings:
            console.print(_line(finding), soft_wrap=True)
        return
    painter = _Painter(console, files, verbose=verbose)
    for finding in report.findings:
        painter.finding(finding)
    if explain:
        painter.reasons(report)
    painter.summary(report, verbose=verbose)


def _line(finding: Finding) -> Text:
    at = finding.location
    text = Text(f"{inert(at.path)}:{at.line}:{at.column}: ")
    text.append(finding.severity.value, STYLES[finding.severity])
    return text.append(f" {finding.rule}: {inert(finding.message)}")


def folded(words: str, first: int, width: int) -> Iterator[str]:
    """Yield ``words`` in lines of at most ``width`` cells, the first one shorter by ``first``; no word is broken."""
    line, room = "", width - first
    for word in words.split():
        joined = f"{line} {word}" if line else word
        if line and cells(joined) > room:
            yield line
            line, room = word, width
        else:
            line = joined
    yield line


def _span(at: Location) -> tuple[str, int, int, int, int]:
    return at.path, at.line, at.column, at.end_line, at.end_column


class _Painter:
    """Prints one report on one console."""

    def __init__(self, console: Console, files: Mapping[str, FileFacts], *, verbose: bool = False) -> None:
        self.verbose = verbose
        self.console = console
        self.files = files
        unicode = console.encoding.lower().startswith("utf")
        self.bar = "│" if unicode else "|"
        self.cut = CUT if unicode else "..."

    def finding(self, finding: Finding) -> None:
        style = STYLES[finding.severity]
        where = Text().append(inert(finding.location.path), "bold" + _link(finding.location.path))
        where.append(f":{finding.location.line}:{finding.location.column}", "dim")
        what = Text().append(finding.severity.value, style).append("  ")
        what.append(finding.rule, "bold" + (_link(page) if (page := _page(finding.rule)) else ""))
        known = EVIDENCE[finding.evidence]
        what.append(f"  {known}" if known else "", "dim")
        if self.console.soft_wrap or where.cell_len + 2 + what.cell_len <= self.console.width:
            self.console.print(where.append("  ").append_text(what), soft_wrap=True)
        else:
            self.console.print(where, soft_wrap=True)
            self.console.print(Text("  ").append_text(what), soft_wrap=True)
        self._wrapped("  ", inert(finding.message))
        gutter = self._gutter(finding)
        self._excerpt(finding.location, gutter, "^", style)
        shown: Location | None = None
        for number, place in enumerate(finding.related, 1):
            self._related(place, number, finding.location.path)
            if shown is None or _span(place) != _span(shown):
                self._excerpt(place, gutter, "-", "cyan")
            shown = place
        if finding.help:
            self._wrapped("  help: ", inert(finding.help), "green")
        for fix in finding.fixes:
            self._wrapped("  fix:  ", inert(fix.title) + ("" if fix.safe else " (look at it: --unsafe-fixes)"), "green")
        if self.verbose and finding.by_hand:
            self._wrapped("  mend: ", f"by hand: {inert(finding.by_hand)}", "green")
        if finding.proof:
            self._wrapped("  run:  ", inert(finding.proof), "magenta")
        self.console.print()

    def summary(self, report: Report, *, verbose: bool) -> None:
        if report.findings:
            self.rules(report)
            self.console.print()
        self.console.print(Text(verdict(report), "bold" if report.findings else "bold green"))
        for label, value in facts(report.summary, verbose=verbose):
            self._wrapped(f"  {label:<11}", inert(value), "dim")

    def reasons(self, report: Report) -> None:
        """Print why each rule that found something matters: the reason of its page."""
        from ctilint.rulebook.pages import page

        for rule in report.summary.by_rule:
            self.console.print(Text(rule, "bold"), soft_wrap=True)
            for paragraph in page(rule).reason.split("\n\n"):
                self._wrapped("  ", " ".join(paragraph.split()))
                self.console.print()

    def rules(self, report: Report, *, fixable: bool = False) -> None:
        """Print how often each rule found something; ``fixable`` adds how many of that ctilint can mend."""
        counts = Counter((finding.rule, finding.severity) for finding in report.findings)
        wide = max((len(rule) for rule, _ in counts), default=0)
        rows = sorted(counts.items(), key=lambda row: (-row[0][1].rank, -row[1], row[0][0]))
        for (rule, severity), count in rows:
            row = Text(f"  {rule:<{wide}}  ").append(f"{count:>5}  ")
            row.append(many(count, severity.value).split(" ", 1)[1], STYLES[severity])
            mends = fixable and sum(
                f.rule == rule and f.severity is severity and bool(f.fixes) for f in report.findings
            )
            self.console.print(row.append(f"  {mends} fixable" if mends else "", "green"))

    def _gutter(self, finding: Finding) -> int:
        return max(len(str(place.line)) for place in (finding.location, *finding.related)) + 2

    def _related(self, place: Location, number: int, path: str) -> None:
        where = (
            f"{place.line}:{place.column}" if place.path == path else f"{inert(place.path)}:{place.line}:{place.column}"
        )
        text = inert(place.message) or "here"
        label = f"  {number}. "
        if self.console.soft_wrap or len(label) + cells(f"{text}  {where}") <= self.console.width:
            self.console.print(Text().append(label, "cyan").append(text).append(f"  {where}", "dim"), soft_wrap=True)
            return
        self._wrapped(label, text, "cyan")
        self.console.print(Text(" " * len(label)).append(where, "dim"), soft_wrap=True)

    def _excerpt(self, at: Location, gutter: int, mark: str, style: str) -> None:
        facts_of_file = self.files.get(at.path)
        if facts_of_file is None or not facts_of_file.source.line(at.line).strip():
            return
        shown = excerpt(facts_of_file.source, at, max(self.console.width - gutter - 4, 16), self.cut)
        line = Text().append(f"{at.line:>{gutter}} {self.bar} ", "dim")
        code = Text(shown.text)
        self.console.print(line.append_text(code), no_wrap=True, crop=False)
        marks = Text().append(f"{'':>{gutter}} {self.bar} ", "dim").append(" " * shown.offset)
        self.console.print(marks.append(mark * shown.length, style), no_wrap=True, crop=False)

    def _wrapped(self, label: str, text: str, style: str = "") -> None:
        """Print ``text`` behind ``label``; on a terminal its further lines hang under its first, no word is broken."""
        lines = [text]
        if not self.console.soft_wrap:
            lines = list(folded(text, 0, max(self.console.width - len(label), 16)))
        for number, line in enumerate(lines):
            start = Text(label if number == 0 else " " * len(label), style)
            self.console.print(Text().append_text(start).append(line), soft_wrap=True)


def _link(path: str) -> str:
    """Return the style of a link to a file, for terminals that can open one."""
    from urllib.parse import quote

    file = os.path.abspath(path.split("!/", maxsplit=1)[0])
    return f" link file://{quote(os.fsencode(file))}"


def _page(rule: str) -> str:
    """Return the file of a rule's page; '' without one."""
    return rules_file(f"{rule}.md") if rule in rule_names() else ""
