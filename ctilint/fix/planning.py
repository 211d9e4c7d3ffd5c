"""Fixes -> new texts: ordered, without overlaps, away from masks, and accepted by the strict gate afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ctilint.findings import Finding, Fix, Place
from ctilint.judge.mending import fills_in, touch
from ctilint.read.document import read_document
from ctilint.read.facts import FileFacts, FileKind
from ctilint.read.source import Source
from ctilint.read.validity import fault_of
from ctilint.records import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """The new text of one file, the fixes that make it, and the rules they are for."""

    source: Source
    after: str
    fixes: tuple[Fix, ...]
    rules: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """Return the path of the file."""
        return self.source.path


@dataclass(frozen=True, slots=True)
class Plan:
    """What fixing changes, how many fixes that is (``applied``), and the fixes that are refused, with the reason."""

    changes: tuple[Change, ...]
    applied: int
    refused: tuple[tuple[Finding, str], ...]


class _RefusedError(Exception):
    """A fix that must not be applied; the text says why."""


def plan(findings: Iterable[Finding], files: Mapping[str, FileFacts], *, unsafe: bool = False) -> Plan:
    """Return the new texts of ``files`` after the safe fixes of ``findings``, or all fixes when ``unsafe``.

    A fix is taken whole or not at all. Where two fixes overlap the first one wins; the other has its turn in the next
    run.
    """
    accepted: list[Fix] = []
    chosen: list[tuple[Finding, Fix]] = []
    refused: list[tuple[Finding, str]] = []
    for finding in findings:
        fix = next((fix for fix in finding.fixes if fix.safe or fix.obstacle or unsafe), None)
        if fix is None:
            continue
        try:
            if fix not in accepted:
                _demand_room(fix, finding.place, files, accepted)
                accepted.append(fix)
            chosen.append((finding, fix))
        except _RefusedError as refusal:
            refused.append((finding, str(refusal)))
    try:
        texts = _texts(accepted, files)
    except _RefusedError:
        # One of them spoils the text: they are tried one after another, as far as each leaves it valid.
        chosen, more = _one_by_one(chosen, files)
        refused += more
        accepted = list(dict.fromkeys(fix for _, fix in chosen))
        texts = _texts(accepted, files)
    changes = tuple(
        Change(
            files[path].source,
            texts[path],
            tuple(f for f in accepted if any(edit.path == path for edit in f.edits)),
            tuple(sorted({item.rule for item, f in chosen if any(edit.path == path for edit in f.edits)})),
        )
        for path in sorted(texts)
        if texts[path] != files[path].source.text
    )
    return Plan(changes, len(chosen), tuple(refused))


def _one_by_one(
    chosen: Iterable[tuple[Finding, Fix]], files: Mapping[str, FileFacts]
) -> tuple[list[tuple[Finding, Fix]], list[tuple[Finding, str]]]:
    kept: list[tuple[Finding, Fix]] = []
    refused: list[tuple[Finding, str]] = []
    accepted: list[Fix] = []
    for finding, fix in chosen:
        try:
            if fix not in accepted:
                _texts([*accepted, fix], files, {edit.path for edit in fix.edits})
                accepted.append(fix)
            kept.append((finding, fix))
        except _RefusedError as refusal:
            refused.append((finding, str(refusal)))
    return kept, refused


def _demand_room(fix: Fix, place: Place, files: Mapping[str, FileFacts], accepted: Iterable[Fix]) -> None:
    if fix.obstacle:
        raise _RefusedError(fix.obstacle)
    taken = [edit for other in accepted for edit in other.edits]
    for at, edit in enumerate(fix.edits):
        facts = files.get(edit.path)
        if facts is None or "!/" in edit.path:
            raise _RefusedError("the file lies in an archive or was not read")
        if fills_in(edit, facts, place):
            raise _RefusedError("it touches text that another language fills in")
        if any(edit.path == other.path and touch(edit.span, other.span) for other in (*taken, *fix.edits[:at])):
            raise _RefusedError("it overlaps another fix; run again")


def _texts(fixes: Iterable[Fix], files: Mapping[str, FileFacts], paths: Iterable[str] | None = None) -> dict[str, str]:
    """Return the new texts of ``paths`` (of all that are edited); one that the gate refuses is a refusal."""
    texts: dict[str, str] = {}
    edits = [edit for fix in fixes for edit in fix.edits]
    for path in {edit.path for edit in edits} if paths is None else paths:
        facts = files[path]
        own = sorted((edit for edit in edits if edit.path == path), key=lambda edit: edit.span, reverse=True)
        text = facts.source.text
        for edit in own:
            text = text[: edit.span.start] + edit.text + text[edit.span.end :]
        _demand_valid(facts, text)
        texts[path] = text
    return texts


def _demand_valid(facts: FileFacts, text: str) -> None:
    source = facts.source
    try:
        data = source.encode(text)
    except UnicodeEncodeError as error:
        raise _RefusedError(f"{source.encoding} cannot hold the new text") from error
    after = read_document(source.path, data)
    if after.source.text != text or len(after.scripts) != len(facts.scripts):
        raise _RefusedError("the new text would be read in another way")
    for old, new in zip(facts.scripts, after.scripts, strict=True):
        if old.text == new.text:
            continue
        if fault_of(after, new) is not None:
            raise _RefusedError("the script would not be valid JavaScript")
    if facts.kind is FileKind.PYTHON:
        _demand_python(text)
    elif after.problem is not None and facts.problem is None:
        raise _RefusedError("the file could not be read any more")


def _demand_python(text: str) -> None:
    import ast

    try:
        ast.parse(text)
    except (SyntaxError, ValueError, RecursionError) as error:
        raise _RefusedError("the file would not be valid Python") from error
