"""The comments that allow findings: ctilint's own, and those of other tools that name rules of ours.

    // ctilint-disable-next-line missing-unsubscribe -- the page lives as long as the softphone
    alert(x);  // ctilint-disable-line blocking-handler
    /* ctilint-disable blocking-handler, unguarded-handler */ ... /* ctilint-enable blocking-handler */
    <!-- ctilint-disable-file outdated-library -- upgraded with the org -->
    // eslint-disable-next-line blocking-handler -- ESLint's comments, with or without ctilint/ before the name
    // code-analyzer-suppress(ctilint:blocking-handler) ... // code-analyzer-unsuppress(ctilint:blocking-handler)

The forms are the same in ``//``, ``/* */``, ``<!-- -->`` and ``#`` comments. A suppression names its rules: a
comment that names none, or one that does not exist, allows nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator

from ctilint.judge.rules import rule_names
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

SIGNS = ("ctilint-", "eslint-", "code-analyzer-", "Code-Analyzer-", "CODE-ANALYZER-")

_DIRECTIVE = pattern(
    r"(?:/{2,}|/\*+|<!--+|<%--+|\{!--|#+|\{/\*)?[\s*!]*ctilint-"
    r"(disable-next-line|disable-line|disable-file|disable|enable)(?![\w-])"
)
# What other tools write: it counts where it names a rule of ours, with or without our name before it.
_FOREIGN = pattern(
    r"(?:/{2,}|/\*+|<!--+|#+|\{/\*)?[\s*!]*"
    r"(?:eslint-(disable-next-line|disable-line|disable|enable)(?![\w-])|code-analyzer-(suppress|unsuppress)\()",
    re.IGNORECASE,
)
FORMS = ("disable-next-line", "disable-line", "disable-file", "disable", "enable")
_BLOCKS = {"suppress": "disable", "unsuppress": "enable"}
_MALFORMED = pattern(r"(?:/{2,}|/\*+|<!--+|<%--+|\{!--|#+|\{/\*)?[\s*!]*ctilint-([a-z][a-z-]*)")
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
    own: bool = True
    reach: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)


def directives_of(facts: FileFacts, malformed: list[tuple[str, Span, str]]) -> Iterator[Directive]:
    """Yield the comments of a file that allow something; into ``malformed`` goes what was meant as one and is none."""
    comments: dict[Span, tuple[Comment, Script | None]] = {c.span: (c, None) for c in facts.comments}
    for holder in facts.scripts:
        comments.update({comment.span: (comment, holder) for comment in holder.comments})
    lines = _Lines(facts, comments)
    found: list[Directive] = []
    opened: dict[str, list[Directive]] = defaultdict(list)
    for span in sorted(comments):
        comment, script = comments[span]
        directive = _own(facts.path, comment, span, malformed) or _foreign(facts.path, comment, span)
        if directive is None:
            continue
        names = directive.names
        ranges = tuple(_ranges(directive, lines, script))
        directive.reach = {name: ranges for name, _ in names}
        if directive.form == "enable":
            _close(opened, directive)
        elif directive.form == "disable":
            for name in directive.reach:
                opened[name].append(directive)
        found.append(directive)
    yield from found


def _own(path: str, comment: Comment, span: Span, malformed: list[tuple[str, Span, str]]) -> Directive | None:
    if "ctilint-" not in comment.text:
        return None
    match = _DIRECTIVE.match(comment.text)
    if match is None:
        wrong = _MALFORMED.match(comment.text)
        from difflib import get_close_matches

        # Only what looks like one of the forms: other words that begin with our name are a person's own.
        if wrong is not None and get_close_matches(wrong[1], FORMS, 1, 0.6):
            start = span.start + wrong.start(1) - len("ctilint-")
            malformed.append((path, Span(start, span.start + wrong.end(1)), wrong[1]))
        return None
    before, dashes, reason = _split_reason(_without_end(comment.text[match.end() :]))
    base = span.start + match.end()
    names = tuple((n.group(), Span(base + n.start(), base + n.end())) for n in _NAME.finditer(before))
    return Directive(path, match[1], names, reason if dashes else "", span)


def _foreign(path: str, comment: Comment, span: Span) -> Directive | None:
    """Return what a comment of ESLint or of Salesforce Code Analyzer says about rules of ours; None when nothing."""
    if "eslint-" not in comment.text.lower() and "code-analyzer-" not in comment.text.lower():
        return None
    match = _FOREIGN.match(comment.text)
    if match is None:
        return None
    form = (match[1] or _BLOCKS[match[2].lower()]).lower()
    before, dashes, reason = _split_reason(_without_end(comment.text[match.end() :]))
    if match[2]:
        before, _, after = before.partition(")")
        reason = reason if dashes else after.strip()
    base, known, names = span.start + match.end(), rule_names(), []
    for found in _NAME.finditer(before):
        name = found.group().removeprefix("ctilint/").removeprefix("ctilint:")
        if name in known:
            names.append((name, Span(base + found.start(), base + found.end())))
    return Directive(path, form, tuple(names), reason, span, own=False) if names else None


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
