"""Suppressions in comments: what they allow, which name no rule, which allow nothing, which say no reason."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from ctilint.findings import Edit, Finding, Fix, Place, Problem
from ctilint.judge.directives import FORMS, MOST_NAMES, SIGNS, Directive, directives_of
from ctilint.judge.rules import UNUSED_SUPPRESSION, rule_names
from ctilint.read.facts import FileFacts
from ctilint.read.source import Source, Span
from ctilint.records import replace
from ctilint.settings import nearest

_WHY = "the nearest name need not be the one that is meant"


class Suppressions:
    """The suppression comments of all files of a run."""

    def __init__(self, files: Mapping[str, FileFacts]) -> None:
        self._files = files
        self._directives: dict[str, list[Directive]] = {}
        self._malformed: list[tuple[str, Span, str]] = []
        for path, facts in files.items():
            if any(sign in facts.source.text for sign in SIGNS):
                found = list(directives_of(facts, self._malformed))
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
            if at >= 0 and finding.place.span.start < ranges[at].end:
                allowed.append(replace(finding, allowed=self._reason(finding)))
            else:
                standing.append(finding)
        return standing, allowed

    def _reason(self, finding: Finding) -> str:
        """Return why ``finding`` is allowed: the reason of the last comment that reaches it."""
        start = finding.place.span.start
        for directive in reversed(self._directives[finding.place.path][:MOST_NAMES]):
            if any(span.start <= start < span.end for span in directive.reach.get(finding.rule, ())):
                return directive.reason
        return ""

    def listed(self) -> Iterator[Directive]:
        """Yield every comment that allows something, in the order of the files."""
        yield from (directive for directive in self._all() if directive.form != "enable")

    def unexplained(self) -> Iterator[Problem]:
        """Yield a problem for each comment that says no reason."""
        for directive in self._all():
            if directive.form != "enable" and directive.names and not directive.reason:
                yield Problem(
                    Place(directive.path, directive.span),
                    "this comment does not say why it allows "
                    f"{', '.join(name for name, _ in directive.names)}, and the settings ask for a reason",
                    help="write the reason behind the names: -- because ...",
                    by_hand="Say why the rule is allowed here.",
                )

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
        for path, span, word in self._malformed:
            yield Problem(
                Place(path, span),
                f"'ctilint-{word}' is no form of a comment, so it allows nothing{nearest(word, FORMS)}",
                help=f"write ctilint-{', ctilint-'.join(FORMS[:-1])} or ctilint-{FORMS[-1]}",
                fixes=_renamed(path, span, word, FORMS, "ctilint-"),
            )
        for directive in self._all():
            for name, span in directive.names:
                if name not in known:
                    if name not in meant:
                        meant[name] = nearest(name, known) if len(meant) < MOST_NAMES else ""
                    yield Problem(
                        Place(directive.path, span),
                        f"'{name}' is not a rule, so this comment allows nothing{meant[name]}",
                        help="write the name of a rule; `ctilint rule` lists them",
                        fixes=_renamed(directive.path, span, name, known) if meant[name] else (),
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
                    fixes=_removal(directive, name, self._files[directive.path].source, len(idle))
                    if directive.own
                    else (),
                )

    def _all(self) -> Iterator[Directive]:
        for directives in self._directives.values():
            yield from directives


def _renamed(path: str, span: Span, name: str, known: Iterable[str], before: str = "") -> tuple[Fix, ...]:
    """Return the fix that writes the nearest of ``known`` for ``name``: a look is needed whether it is meant."""
    from difflib import get_close_matches

    close = get_close_matches(name, list(known), 1, 0.6)
    if not close:
        return ()
    return (Fix(f"write {before}{close[0]}", safe=False, edits=(Edit(path, span, before + close[0]),), why=_WHY),)


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
