"""Suppressions in comments: what they allow, which name no rule, which allow nothing.

    // ctilint-disable-next-line missing-unsubscribe -- the page lives as long as the softphone
    alert(x);  // ctilint-disable-line blocking-handler
    /* ctilint-disable blocking-handler, unguarded-handler */ ... /* ctilint-enable blocking-handler */
    <!-- ctilint-disable-file outdated-library -- upgraded with the org -->

The forms are the same in ``//``, ``/* */``, ``<!-- -->`` and ``#`` comments. A suppression names its rules: a
comment that names none, or one that does not exist, allows nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from ctilint.findings import Edit, Finding, Fix, Place, Problem
from ctilint.judge.rules import UNUSED_SUPPRESSION, rule_names
from ctilint.patterns import pattern
from ctilint.read.facts import (
    AssignStep,
    AwaitStep,
    Block,
    Branch,
    CallStep,
    Comment,
    FileFacts,
    Loop,
    ReadStep,
    ReturnStep,
    Script,
    Step,
    ThrowStep,
    Try,
)
from ctilint.read.source import Source, Span
from ctilint.records import dataclass, field
from ctilint.settings import nearest

_DIRECTIVE = pattern(
    r"\A(?://+|/\*+|<!--+|<%--+|\{!--|#+|\{/\*)?[\s*!]*ctilint-(disable-next-line|disable-line|disable-file|disable|enable)"
    r"(?![\w-])(?P<rest>.*?)(?:\*+/\}?|--+>|--%>)?\s*\Z",
    re.DOTALL,
)
_NAME = pattern(r"[^\s,]+")
_SIMPLE = (CallStep, ReadStep, AssignStep, ReturnStep, ThrowStep, AwaitStep)


@dataclass(slots=True)
class Directive:
    """One suppression comment: its rule names with their spans in the file, and what each of them reaches."""

    path: str
    form: str
    names: tuple[tuple[str, Span], ...]
    reason: str
    span: Span
    reach: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def covers(self, finding: Finding) -> bool:
        """Say whether this comment allows ``finding``."""
        start = finding.place.span.start
        return any(span.start <= start < span.end for span in self.reach.get(finding.rule, ()))


class Suppressions:
    """The suppression comments of all files of a run."""

    def __init__(self, files: Mapping[str, FileFacts]) -> None:
        self._files = files
        self._directives: dict[str, list[Directive]] = {}
        for path, facts in files.items():
            if "ctilint-" in facts.source.text:
                found = list(_directives(facts))
                if found:
                    self._directives[path] = found

    def split(self, findings: Iterable[Finding]) -> tuple[list[Finding], list[Finding]]:
        """Return the findings that stand, and those that a comment allows."""
        standing: list[Finding] = []
        allowed: list[Finding] = []
        for finding in findings:
            covering = [d for d in self._directives.get(finding.place.path, ()) if d.covers(finding)]
            for directive in covering:
                directive.used.add(finding.rule)
            (allowed if covering else standing).append(finding)
        return standing, allowed

    def unknown(self) -> Iterator[Problem]:
        """Yield a problem for each name that no rule has, and each suppression without a name."""
        known = rule_names()
        for directive in self._all():
            for name, span in directive.names:
                if name not in known:
                    yield Problem(
                        Place(directive.path, span),
                        f"'{name}' is not a rule, so this comment allows nothing{nearest(name, known)}",
                        help="write the name of a rule; `ctilint rule` lists them",
                    )
            if not directive.names and directive.form != "enable":
                yield Problem(
                    Place(directive.path, directive.span),
                    f"ctilint-{directive.form} names no rule, so it allows nothing",
                    help="name the rules it allows, separated by commas",
                )

    def unused(self, ran: Iterable[str]) -> Iterator[Problem]:
        """Yield a problem for each rule that a comment allows and that found nothing there, of the rules that ran."""
        ran = frozenset(ran) - {UNUSED_SUPPRESSION}
        for directive in self._all():
            if directive.form == "enable":
                continue
            idle = [(name, span) for name, span in directive.names if name in ran and name not in directive.used]
            for name, span in idle:
                yield Problem(
                    Place(directive.path, span),
                    f"this comment allows {name}, which finds nothing here",
                    help=f"take {name} out of the comment",
                    fixes=_removal(directive, name, self._files[directive.path].source, len(idle)),
                )

    def _all(self) -> Iterator[Directive]:
        for directives in self._directives.values():
            yield from directives


def _directives(facts: FileFacts) -> Iterator[Directive]:
    comments: dict[Span, tuple[Comment, Script | None]] = {c.span: (c, None) for c in facts.comments}
    for holder in facts.scripts:
        comments.update({comment.span: (comment, holder) for comment in holder.comments})
    plain = frozenset(_comment_lines(facts.source, comments))
    found: list[Directive] = []
    for span in sorted(comments):
        comment, script = comments[span]
        match = _DIRECTIVE.match(comment.text)
        if match is None:
            continue
        before, dashes, reason = _split_reason(match["rest"])
        base = span.start + match.start("rest")
        names = tuple((n.group(), Span(base + n.start(), base + n.end())) for n in _NAME.finditer(before))
        directive = Directive(facts.path, match[1], names, reason if dashes else "", span)
        ranges = tuple(_ranges(directive, facts, script, plain))
        directive.reach = {name: ranges for name, _ in names}
        if directive.form == "enable":
            _close(found, directive)
        found.append(directive)
    yield from found


def _split_reason(rest: str) -> tuple[str, str, str]:
    match = re.search(r"(?:^|\s)--+(?:\s|$)", rest)
    if match is None:
        return rest, "", ""
    return rest[: match.start()], "--", rest[match.end() :].strip()


def _ranges(directive: Directive, facts: FileFacts, script: Script | None, plain: frozenset[int]) -> Iterator[Span]:
    source = facts.source
    whole = len(source.text) + 1
    if directive.form == "disable-file":
        yield Span(0, whole)
    elif directive.form == "disable":
        yield Span(directive.span.end, whole)
    elif directive.form == "disable-line":
        first = source.position(directive.span.start)[0]
        last = source.position(directive.span.end)[0]
        yield from _line_ranges(facts, script, {first, last}, ends_too=True)
    elif directive.form == "disable-next-line":
        line = source.position(directive.span.end)[0] + 1
        while line in plain:
            line += 1
        yield from _line_ranges(facts, script, {line}, ends_too=False)


def _close(found: list[Directive], enable: Directive) -> None:
    """End the open blocks before ``enable``: those of the rules it names, or all."""
    names = {name for name, _ in enable.names}
    for directive in found:
        if directive.form == "disable":
            for name, (span,) in directive.reach.items():
                if (not names or name in names) and span.end > enable.span.start:
                    directive.reach[name] = (Span(span.start, enable.span.start),)


def _line_ranges(facts: FileFacts, script: Script | None, lines: set[int], *, ends_too: bool) -> Iterator[Span]:
    """Yield the ``lines`` themselves, and the statements and tags that begin on them, without nested functions."""
    source = facts.source
    for line in lines:
        if 1 <= line <= len(source.starts):
            start = source.starts[line - 1]
            end = source.starts[line] if line < len(source.starts) else len(source.text) + 1
            yield Span(start, end)
    for element in facts.elements:
        if source.position(element.span.start)[0] in lines and element.attributes:
            yield Span(element.span.start, max(attribute.span.end for attribute in element.attributes))
    scripts = facts.scripts if script is None else (script,)
    for one in scripts:
        for function in one.functions:
            for step in _simple_steps(function.body):
                touched = {source.position(step.span.start)[0]}
                if ends_too:
                    touched.add(source.position(step.span.end)[0])
                if touched & lines:
                    yield from _without_functions(step.span, one)


def _simple_steps(block: Block) -> Iterator[Step]:
    for step in block.steps:
        if isinstance(step, _SIMPLE):
            yield step
        elif isinstance(step, Branch):
            yield from _simple_steps(step.then)
            yield from _simple_steps(step.otherwise)
        elif isinstance(step, Loop):
            yield from _simple_steps(step.body)
        elif isinstance(step, Try):
            for part in (step.body, step.handler, step.finalizer):
                if part is not None:
                    yield from _simple_steps(part)


def _without_functions(span: Span, script: Script) -> Iterator[Span]:
    """Yield the parts of ``span`` that are in no body of a function inside it."""
    at = span.start
    inner = sorted(f.body_span for f in script.functions[1:] if span.start <= f.span.start and f.span.end <= span.end)
    for body in inner:
        if body.start > at:
            yield Span(at, body.start)
        at = max(at, body.end)
    if at < span.end:
        yield Span(at, span.end)


def _comment_lines(source: Source, comments: Iterable[Span]) -> Iterator[int]:
    """Yield the lines that hold nothing but a comment."""
    for span in comments:
        first, column = source.position(span.start)
        last, end_column = source.position(span.end)
        if not source.line(first)[: column - 1].strip() and not source.line(last)[end_column - 1 :].strip():
            yield from range(first, last + 1)


def _removal(directive: Directive, name: str, source: Source, idle: int) -> tuple[Fix, ...]:
    """Return the fix that takes ``name``, or the comment when nothing else stands in it, out."""
    if len(directive.names) == 1 or idle == len(directive.names):
        line = source.position(directive.span.start)[0]
        start = source.starts[line - 1]
        last = source.position(directive.span.end)[0]
        end = source.starts[last] if last < len(source.starts) else len(source.text)
        alone = (
            not source.text[start : directive.span.start].strip() and not source.text[directive.span.end : end].strip()
        )
        span = Span(start, end) if alone else directive.span
        return (Fix("remove the comment", safe=True, edits=(Edit(directive.path, span, ""),)),)
    keep = ", ".join(other for other, _ in directive.names if other != name)
    span = Span(directive.names[0][1].start, directive.names[-1][1].end)
    return (Fix(f"take {name} out of the comment", safe=True, edits=(Edit(directive.path, span, keep),)),)
