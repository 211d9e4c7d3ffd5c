"""Findings -> comments that allow them: one above the line of each, in the language that stands there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ctilint.findings import Edit, Finding, Fix
from ctilint.read.facts import FileFacts, ScriptKind
from ctilint.read.source import Span
from ctilint.records import dataclass, replace

_HASH = (".py", ".yaml", ".yml", ".template", ".toml", ".txt")
_IN_TAG = frozenset({ScriptKind.ATTRIBUTE, ScriptKind.URL})
_SLASHES = (".js", ".mjs", ".cjs", ".jsx", ".ts", ".tsx", ".es6")


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a comment goes: at the start of a line, with its indentation, between the signs of a comment."""

    path: str
    start: int
    indent: str
    signs: tuple[str, str]


def with_suppressions(findings: Iterable[Finding], files: Mapping[str, FileFacts], reason: str) -> Iterator[Finding]:
    """Yield ``findings`` with a comment as their only fix, equal for those of one line; without one where none can be.

    Whether the comment is one where it lands (and not part of a text), the caller has to see by judging again.
    """
    placed = [(finding, _spot(finding, files.get(finding.location.path))) for finding in findings]
    rules: dict[_Spot, set[str]] = {}
    for finding, spot in placed:
        if spot is not None:
            rules.setdefault(spot, set()).add(finding.rule)
    for finding, spot in placed:
        if spot is None:
            yield replace(finding, fixes=())
            continue
        text = f"ctilint-disable-next-line {', '.join(sorted(rules[spot]))} -- {reason}"
        edit = Edit(spot.path, Span(spot.start, spot.start), f"{spot.indent}{spot.signs[0]}{text}{spot.signs[1]}\n")
        yield replace(finding, fixes=(Fix(f"allow it: {text}", safe=True, edits=(edit,)),))


def _spot(finding: Finding, facts: FileFacts | None) -> _Spot | None:
    path, offset = finding.location.path, finding.place.span.start
    if facts is None or "!/" in path or path.endswith(".json"):
        return None
    if path.endswith(_HASH):
        signs = ("# ", "")
    elif any(
        one.kind not in _IN_TAG and one.span.start <= offset < one.span.end for one in facts.scripts
    ) or path.endswith(_SLASHES):
        signs = ("// ", "")
    else:
        signs = ("<!-- ", " -->")
        # A comment cannot stand inside a tag: it goes above the line that the tag begins on.
        tags = (one for one in facts.elements if one.attributes and one.span.start <= offset)
        starts = [one.span.start for one in tags if offset < max(part.span.end for part in one.attributes)]
        offset = max(starts, default=offset)
    source = facts.source
    line = source.position(offset)[0]
    code = source.line(line)
    return _Spot(path, source.starts[line - 1], code[: len(code) - len(code.lstrip())], signs)
