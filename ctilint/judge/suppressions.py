"""Suppressions in comments: what they allow, which name no rule, which allow nothing.

    // ctilint-disable-next-line missing-unsubscribe -- the page lives as long as the softphone
    alert(x);  // ctilint-disable-line blocking-handler
    /* ctilint-disable blocking-handler, unguarded-handler */ ... /* ctilint-enable blocking-handler */
    <!-- ctilint-disable-file outdated-library -- upgraded with the org -->

The forms are the same in ``//``, ``/* */``, ``<!-- -->`` and ``#`` comments. A suppression names its rules: a
comment that names none, or one that does not exist, allows nothing.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
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
    r"(?:/{2,}|/\*+|<!--+|<%--+|\{!--|#+|\{/\*)?[\s*!]*ctilint-"
    r"(disable-next-line|disable-line|disable-file|disable|enable)(?![\w-])"
)
_NAME = pattern(r"[^\s,]+")
_DASHES = pattern(r"(?:^|\s)--+(?:\s|$)")
# Of a comment that names more rules than there could be, and of more comments than a person writes.
MOST_NAMES = 100
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
        findings = list(findings)
        places: dict[tuple[str, str], list[int]] = defaultdict(list)
        for finding in findings:
            places[finding.place.path, finding.rule].append(finding.place.span.start)
        covered = {key: self._covered(*key, sorted(starts)) for key, starts in places.items()}
        standing: list[Finding] = []
        allowed: list[Finding] = []
        for finding in findings:
            ranges = covered[finding.place.path, finding.rule]
            at = bisect_right(ranges, finding.place.span.start, key=lambda span: span.start) - 1
            (allowed if at >= 0 and finding.place.span.start < ranges[at].end else standing).append(finding)
        return standing, allowed

    def _covered(self, path: str, rule: str, starts: list[int]) -> list[Span]:
        """Note which comments allow something at the offsets ``starts``; return what they reach, put together."""
        reached: list[Span] = []
        for directive in self._directives.get(path, ()):
            for span in directive.reach.get(rule, ()):
                at = bisect_left(starts, span.start)
                if at < len(starts) and starts[at] < span.end:
                    directive.used.add(rule)
                    reached.append(span)
        ranges: list[Span] = []
        for span in sorted(reached):
            if ranges and span.start <= ranges[-1].end:
                ranges[-1] = Span(ranges[-1].start, max(ranges[-1].end, span.end))
            else:
                ranges.append(span)
        return ranges

    def unknown(self) -> Iterator[Problem]:
        """Yield a problem for each name that no rule has, and each suppression without a name."""
        known = rule_names()
        meant: dict[str, str] = {}
        for directive in self._all():
            for name, span in directive.names:
                if name not in known:
                    if name not in meant:
                        meant[name] = nearest(name, known) if len(meant) < MOST_NAMES else ""
                    yield Problem(
                        Place(directive.path, span),
                        f"'{name}' is not a rule, so this comment allows nothing{meant[name]}",
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
    lines = _Lines(facts, comments)
    found: list[Directive] = []
    opened: dict[str, list[Directive]] = defaultdict(list)
    for span in sorted(comments):
        comment, script = comments[span]
        match = _DIRECTIVE.match(comment.text) if "ctilint-" in comment.text else None
        if match is None:
            continue
        before, dashes, reason = _split_reason(_without_end(comment.text[match.end() :]))
        base = span.start + match.end()
        names = tuple((n.group(), Span(base + n.start(), base + n.end())) for n in _NAME.finditer(before))
        directive = Directive(facts.path, match[1], names, reason if dashes else "", span)
        ranges = tuple(_ranges(directive, lines, script))
        directive.reach = {name: ranges for name, _ in names}
        if directive.form == "enable":
            _close(opened, directive)
        elif directive.form == "disable":
            for name in directive.reach:
                opened[name].append(directive)
        found.append(directive)
    yield from found


def _without_end(text: str) -> str:
    """Return the text of a comment without the signs that end it."""
    text = text.rstrip()
    if text.endswith("}") and text.endswith("*/}"):
        text = text[:-1]
    if text.endswith("*/"):
        return text[:-1].rstrip("*")
    if text.endswith("--%>"):
        return text[:-4]
    return text[:-1].rstrip("-") if text.endswith("-->") else text


def _split_reason(rest: str) -> tuple[str, str, str]:
    match = _DASHES.search(rest)
    if match is None:
        return rest, "", ""
    return rest[: match.start()], "--", rest[match.end() :].strip()


def _ranges(directive: Directive, lines: _Lines, script: Script | None) -> Iterator[Span]:
    source = lines.facts.source
    whole = len(source.text) + 1
    if directive.form == "disable-file":
        yield Span(0, whole)
    elif directive.form == "disable":
        yield Span(directive.span.end, whole)
    elif directive.form == "disable-line":
        first = source.position(directive.span.start)[0]
        last = source.position(directive.span.end)[0]
        yield from lines.ranges({first, last}, script, ends_too=True)
    elif directive.form == "disable-next-line":
        line = source.position(directive.span.end)[0] + 1
        yield from lines.ranges({lines.next_code(line)}, script, ends_too=False)


def _close(opened: dict[str, list[Directive]], enable: Directive) -> None:
    """End the open blocks before ``enable``: those of the rules it names, or all."""
    for name in [name for name, _ in enable.names] or list(opened):
        for directive in opened.pop(name, ()):
            (span,) = directive.reach[name]
            directive.reach[name] = (Span(span.start, enable.span.start),)


class _Lines:
    """What begins and ends on each line of a file. It is put in order once: comments can be many."""

    def __init__(self, facts: FileFacts, comments: Iterable[Span]) -> None:
        self.facts = facts
        self._comments = comments
        self._next: dict[int, int] | None = None
        self._elements: dict[int, list[Span]] | None = None
        self._statements: dict[int, _Statements] = {}

    def next_code(self, line: int) -> int:
        """Return the first line from ``line`` on that holds more than a comment."""
        if self._next is None:
            self._next = {}
            for at in sorted(set(_comment_lines(self.facts.source, self._comments)), reverse=True):
                self._next[at] = self._next.get(at + 1, at + 1)
        return self._next.get(line, line)

    def ranges(self, lines: set[int], script: Script | None, *, ends_too: bool) -> Iterator[Span]:
        """Yield the ``lines`` themselves, and the statements and tags that begin on them, without nested functions."""
        source = self.facts.source
        if self._elements is None:
            self._elements = defaultdict(list)
            for element in self.facts.elements:
                if element.attributes:
                    end = max(attribute.span.end for attribute in element.attributes)
                    self._elements[source.position(element.span.start)[0]].append(Span(element.span.start, end))
        for line in sorted(lines):
            if 1 <= line <= len(source.starts):
                start = source.starts[line - 1]
                end = source.starts[line] if line < len(source.starts) else len(source.text) + 1
                yield Span(start, end)
            yield from self._elements.get(line, ())
        for one in self.facts.scripts if script is None else (script,):
            first, last = source.position(one.span.start)[0], source.position(one.span.end)[0]
            if any(first <= line <= last for line in lines):
                if id(one) not in self._statements:
                    self._statements[id(one)] = _Statements(one, source)
                yield from self._statements[id(one)].ranges(lines, ends_too=ends_too)


class _Statements:
    """The statements of a script by the lines that they begin and end on."""

    def __init__(self, script: Script, source: Source) -> None:
        self._begin: dict[int, list[Span]] = defaultdict(list)
        self._end: dict[int, list[Span]] = defaultdict(list)
        for function in script.functions:
            for step in _simple_steps(function.body):
                self._begin[source.position(step.span.start)[0]].append(step.span)
                self._end[source.position(step.span.end)[0]].append(step.span)
        self._functions = sorted((function.body_span, function.span) for function in script.functions[1:])

    def ranges(self, lines: set[int], *, ends_too: bool) -> Iterator[Span]:
        """Yield what begins, or also what ends, on one of the ``lines``."""
        tables = (self._begin, self._end) if ends_too else (self._begin,)
        for span in dict.fromkeys(span for table in tables for line in sorted(lines) for span in table.get(line, ())):
            yield from self._without_functions(span)

    def _without_functions(self, span: Span) -> Iterator[Span]:
        """Yield the parts of ``span`` that are in no body of a function inside it."""
        at = span.start
        number = self._first_from(at)
        while number < len(self._functions) and self._functions[number][0].start < span.end:
            body, function = self._functions[number]
            number += 1
            if function.start < span.start or function.end > span.end:
                continue
            if body.start > at:
                yield Span(at, body.start)
            at = max(at, body.end)
            number = max(number, self._first_from(at))
        if at < span.end:
            yield Span(at, span.end)

    def _first_from(self, offset: int) -> int:
        """Return the number of the first function whose body begins at ``offset`` or behind it."""
        return bisect_left(self._functions, offset, key=lambda pair: pair[0].start)


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


def _comment_lines(source: Source, comments: Iterable[Span]) -> Iterator[int]:
    """Yield the lines that hold nothing but a comment."""
    for span in comments:
        first, column = source.position(span.start)
        last, end_column = source.position(span.end)
        if not source.line(first)[: column - 1].strip() and not source.line(last)[end_column - 1 :].strip():
            yield from range(first, last + 1)


def _removal(directive: Directive, name: str, source: Source, idle: int) -> tuple[Fix, ...]:
    """Return the fix that takes ``name``, or the comment when nothing else stands in it, out."""
    if len(directive.names) > MOST_NAMES:
        return ()
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
