"""Findings as one HTML file that opens from the disk: nothing is fetched, nothing runs, light and dark, printable."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping

from ctilint.findings import Finding, Location
from ctilint.inert import inert
from ctilint.judge.outcome import Report
from ctilint.read.facts import FileFacts
from ctilint.report.excerpt import excerpt
from ctilint.report.words import facts, verdict

WIDTH = 110
_STYLE = """
:root { color-scheme: light dark; --line: #8884; --error: #c62828; --warning: #9a6700; --note: #0b6fa4; }
@media (prefers-color-scheme: dark) { :root { --error: #ff8a80; --warning: #e3b341; --note: #79c0ff; } }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 68rem; margin: 2rem auto; padding: 0 1rem; }
body { overflow-wrap: anywhere; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.05rem; }
table { border-collapse: collapse; } td, th { padding: .15rem 1rem .15rem 0; text-align: left; vertical-align: top; }
th { overflow-wrap: normal; }
article { border-top: 1px solid var(--line); padding: .5rem 0; break-inside: avoid; }
pre { overflow-x: auto; background: #8881; padding: .5rem .75rem; margin: .25rem 0; border-radius: .25rem; }
mark { background: none; color: inherit; text-decoration: underline wavy; text-underline-offset: .2em; }
.error mark, .error .severity { color: var(--error); } .warning mark, .warning .severity { color: var(--warning); }
.note mark, .note .severity { color: var(--note); } .severity { font-weight: 600; }
.where { font-family: ui-monospace, monospace; font-size: .9rem; }
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def render(report: Report, files: Mapping[str, FileFacts]) -> str:
    """Return the report as one page."""
    lines = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>ctilint: {_text(verdict(report))}</title><style>{_STYLE}</style></head><body>",
        f"<main><h1>{_text(verdict(report))}</h1>",
        *_summary(report),
        *(line for finding in report.findings for line in _finding(finding, files)),
        "</main></body></html>",
    ]
    return "\n".join(lines) + "\n"


def _summary(report: Report) -> Iterator[str]:
    yield "<table><caption hidden>Summary</caption>"
    for label, value in facts(report.summary):
        yield f'<tr><th scope="row">{_text(label)}</th><td>{_text(value)}</td></tr>'
    for rule, count in report.summary.by_rule.items():
        yield f'<tr><th scope="row">{_text(rule)}</th><td>{count}</td></tr>'
    yield "</table>"


def _finding(finding: Finding, files: Mapping[str, FileFacts]) -> Iterator[str]:
    yield f'<article class="{finding.severity.value}" id="{_text(finding.fingerprint)}">'
    severity = f'<span class="severity">{finding.severity.value}</span>'
    yield f"<h2>{severity} {_text(finding.rule)}: {_text(finding.message)}</h2>"
    yield f'<p class="where">{_where(finding.location)}, {finding.evidence.value}</p>'
    yield from _excerpt(finding.location, files)
    if finding.related:
        yield "<ol>"
        for at in finding.related:
            yield f'<li>{_text(at.message)} <span class="where">{_where(at)}</span>'
            yield from _excerpt(at, files)
            yield "</li>"
        yield "</ol>"
    if finding.help:
        yield f"<p>Help: {_text(finding.help)}</p>"
    if finding.proof:
        yield f"<p>When run: {_text(finding.proof)}</p>"
    yield "</article>"


def _excerpt(at: Location, files: Mapping[str, FileFacts]) -> Iterator[str]:
    held = files.get(at.path)
    if held is None or not held.source.line(at.line).strip():
        return
    shown = excerpt(held.source, at, WIDTH)
    before, marked, after = shown.split()
    yield f"<pre><code>{_text(before)}<mark>{_text(marked)}</mark>{_text(after)}</code></pre>"


def _where(at: Location) -> str:
    return f"{_text(at.path)}:{at.line}:{at.column}"


def _text(text: str) -> str:
    return html.escape(inert(text))
