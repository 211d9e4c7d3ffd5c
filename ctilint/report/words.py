"""The sentences of the closing summary, without any style: for the text and the Markdown report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ctilint.judge.outcome import Report, SeenLoad, Summary

LIBRARIES = {
    "opencti": "Open CTI for Lightning",
    "interaction": "Open CTI for Classic",
    "integration": "Console Integration Toolkit",
    "ajax": "AJAX Toolkit",
    "apex": "AJAX Toolkit (Apex)",
    "streams": "Amazon Connect Streams",
    "connector": "Voice connector",
    "sdk": "Amazon Connect SDK",
}
SHOWN_REASONS = 6
# What is left out because somebody said so, or is read elsewhere; all else could have held CTI code.
_CHOSEN = frozenset(
    {
        "excluded",
        "named in .gitignore",
        "installed packages",
        "link to a file that is read already",
        "link to a folder that is read already",
        "link to a folder around what was given",
    }
)


def many(count: int, noun: str, plural: str = "") -> str:
    """Return ``1 file``, ``2 files``."""
    return f"{count} {noun}" if count == 1 else f"{count} {plural or noun + 's'}"


def verdict(report: Report) -> str:
    """Return the one sentence that says what came out."""
    summary = report.summary
    if report.findings:
        parts = [many(count, severity) for severity, count in summary.by_severity.items() if count]
        return f"{many(len(report.findings), 'finding')}: {', '.join(parts)}"
    if not summary.files_with_cti:
        unread = sum(reason not in _CHOSEN or not summary.files_seen for _, reason in summary.skipped)
        but = f"; {many(unread, 'path was', 'paths were')} not read" if unread else ""
        return f"No CTI code found in {many(summary.files_seen, 'file')}{but}."
    if summary.older:
        return f"Nothing new to find: {many(summary.older, 'older finding')} not shown."
    if summary.baselined:
        return f"Nothing new to find: {many(summary.baselined, 'finding')} in the baseline."
    return f"Nothing to find in {many(summary.files_with_cti, 'file')} with CTI code."


def facts(summary: Summary, *, verbose: bool = False) -> Iterator[tuple[str, str]]:
    """Yield the rows of the summary: a label and what stands beside it."""
    yield "files", f"{summary.files_seen} seen, {summary.files_with_cti} with CTI code"
    if summary.windows:
        yield "windows", str(summary.windows)
    if summary.dialects:
        yield "dialects", ", ".join(summary.dialects)
    loads = Counter(_load(load) for load in summary.loads)
    for text, count in sorted(loads.items()):
        yield "library", text if count == 1 else f"{text} ({count} loads)"
    total = sum(summary.by_severity.values())
    if total:
        yield "mends", mends(total, summary.fixable, summary.safely)
    if summary.apart:
        yield "telephony", f"{total - summary.apart} of {total}, shown first"
        yield "AJAX pages", f"{summary.apart} of {total}, in pages with the AJAX Toolkit only (ajax-pages = false)"
    if summary.left_out:
        yield "left out", f"{summary.left_out} in pages with the AJAX Toolkit only (ajax-pages = false)"
    if summary.suppressed:
        yield "suppressed", f"{summary.suppressed} by comments"
    if summary.baselined:
        yield "baseline", f"{summary.baselined} known"
    if summary.older:
        yield "older", f"{summary.older} not shown: the change neither touches nor causes them"
    yield from _skipped(summary, verbose=verbose)


def mends(total: int, fixable: int, safely: int) -> str:
    """Return how many of ``total`` findings can be mended, and with what option."""
    said = f"{fixable} of {total} can be mended, {safely} of them safely"
    if not fixable:
        return said
    how = "--diff shows them, --fix applies the safe ones" if safely else "--diff --unsafe-fixes shows them"
    return f"{said} ({how}{', --unsafe-fixes the others too' if 0 < safely < fixable else ''})"


def _load(load: SeenLoad) -> str:
    name = LIBRARIES.get(load.library, load.library)
    if load.version is None:
        return f"{name}, version unknown"
    return f"{name} {load.version}" if load.version else f"{name}, no version in the address"


def _skipped(summary: Summary, *, verbose: bool) -> Iterator[tuple[str, str]]:
    if verbose:
        for path, reason in summary.skipped:
            yield "skipped", f"{path}: {reason}"
        return
    reasons = Counter(reason for _, reason in summary.skipped)
    first = {reason: path for path, reason in reversed(summary.skipped)}
    for reason, count in reasons.most_common(SHOWN_REASONS):
        others = "" if count == 1 else f" and {count - 1} more"
        yield "skipped", f"{first[reason]}{others}: {reason}"
    if len(reasons) > SHOWN_REASONS:
        yield "skipped", "and others; --verbose lists them all"
