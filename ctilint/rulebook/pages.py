r"""The pages of the rule book: ``rules/<rule>.md``, one per rule. The file's name is the rule's name.

The check stands in ``ctilint/checks`` under the same name, with _ for -. A page looks like this (four dashes stand for
a fence):

    # unknown-method

    ----toml
    summary = "one line, lower case, no full stop"
    severity = "error"        # error, warning or note: what a finding has unless the check says otherwise
    evidence = "derived"      # matched or derived
    fix = "by hand"           # safe, unsafe or by hand: the best grade of its mends
    mend = "A sentence."      # why this grade; by hand: what to do, and why no mend is offered
    effort = "small"          # small, medium, large: what mending one place takes
    since = "0.1"
    ----

    The reason, in a few sentences: what happens to the person who makes this mistake.

    ## Any heading

    ----js
    sforce.opencti.onClickToDail({ listener: dial }); // error: the whole message of the finding
    ----

    ----js fixed
    sforce.opencti.onClickToDial({ listener: dial });
    ----

    ----html index.html
    <script src="phone.js"></script>
    ----

    ----js phone.js
    start();
    ----

    ## When to allow it
    ## Salesforce Voice
    ## Sources

* A line that must be reported ends in ``// error: message`` (or ``warning:``, ``note:``); in markup
  ``<!-- error: message -->``, in Python, YAML and properties ``# error: message``. Several stand one after another.
  The marks are cut off before the text is judged. Every line without a mark must be silent *for this rule*;
  other rules are not asked.
* A block that names a file (``js phone.js``) belongs to one app with the named blocks next to it: consecutive
  named blocks under one heading are one example. A block without a name is an app of its own, in a file
  ``example.<suffix of the language>``.
* A block tagged ``fixed`` is what the fix makes of the block above it (of the same name, in an app of several).
* A language may be anything of ``SUFFIXES``. A block of another language, ``text`` say, is prose.
* ``##`` and ``###`` headings both separate examples. The three sections at the end hold no examples.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache

from ctilint.findings import Grade, Severity
from ctilint.patterns import pattern
from ctilint.records import asdict, dataclass, field
from ctilint.rulebook.location import rules_file, rules_root

SUFFIXES = {
    "js": ".js",
    "javascript": ".js",
    "mjs": ".mjs",
    "jsx": ".jsx",
    "ts": ".ts",
    "tsx": ".tsx",
    "html": ".html",
    "visualforce": ".page",
    "aura": ".cmp",
    "xml": ".xml",
    "vue": ".vue",
    "svelte": ".svelte",
    "python": ".py",
    "yaml": ".yaml",
    "json": ".json",
    "erb": ".html.erb",
    "php": ".php",
}
"""The languages of example blocks, with the suffix of a block that names no file."""

WHEN_TO_ALLOW = "When to allow it"
SALESFORCE_VOICE = "Salesforce Voice"
SOURCES = "Sources"
SECTIONS = (WHEN_TO_ALLOW, SALESFORCE_VOICE, SOURCES)

FIXES = tuple(Grade)
EFFORTS = ("small", "medium", "large")
_KEYS = ("summary", "severity", "evidence", "fix", "mend", "effort", "since")

_FENCE = pattern(r"^(`{3,})\s*(.*?)\s*$")
_HEADING = pattern(r"^(#{1,3}) +(.*?)\s*$")
_LINE_MARK = pattern(r"\s*(?://|#)\s+(error|warning|note): (.*?)(?=\s*(?://|#)\s+(?:error|warning|note): |$)")
_MARKUP_MARK = pattern(r"\s*<!--\s*(error|warning|note): (.*?)\s*-->")


@dataclass(frozen=True, slots=True)
class Expectation:
    """A finding that a line of an example must give; ``line`` counts from 1 in the block."""

    path: str
    line: int
    severity: Severity
    message: str


@dataclass(frozen=True, slots=True)
class Example:
    """One app of a page: its files (marks cut off), what must be found, and what its fixes make of it.

    ``line`` is where it begins on the page, from 1.
    """

    heading: str
    line: int
    files: tuple[tuple[str, str], ...]
    expected: tuple[Expectation, ...]
    fixed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """What the TOML block of a page says about its rule."""

    summary: str
    severity: Severity
    evidence: str
    fix: str
    mend: str
    effort: str
    since: str


@dataclass(frozen=True, slots=True)
class Page(Head):
    """One rule's page. ``body`` is the Markdown below the TOML block, with the marks still in it."""

    rule: str
    reason: str
    examples: tuple[Example, ...]
    when_to_allow: str
    voice: str
    sources: str
    body: str = field(repr=False)


@dataclass(slots=True)
class _Block:
    heading: str
    line: int
    language: str
    name: str
    fixed: bool
    text: list[str]


@cache
def rule_names() -> tuple[str, ...]:
    """Return the names of all rules that have a page, sorted."""
    names = os.listdir(rules_root())
    return tuple(sorted(name[:-3] for name in names if name.endswith(".md") and name != "README.md"))


def pages() -> tuple[Page, ...]:
    """Return every page, in the order of the rules' names."""
    return tuple(page(rule) for rule in rule_names())


@cache
def page(rule: str) -> Page:
    """Return the page of ``rule``; KeyError when there is none, ValueError when it is not as it should be."""
    return parse_page(rule, _text(rule))


@cache
def head(rule: str) -> Head:
    """Return the head of the page of ``rule``, all that judging needs; raises what ``page`` raises."""
    return _head(rule, _text(rule).splitlines())[0]


def _text(rule: str) -> str:
    if rule not in rule_names():
        raise KeyError(rule)
    with open(rules_file(f"{rule}.md"), encoding="utf-8") as file:
        return file.read()


def parse_page(rule: str, text: str) -> Page:
    """Read the text of a page."""
    lines = text.splitlines()
    head, end = _head(rule, lines)
    body = lines[end + 1 :]
    sections = dict(_sections(body))
    return Page(
        **asdict(head),
        rule=rule,
        reason=sections.get("", ""),
        examples=tuple(_examples(rule, list(_blocks(body, end + 2)))),
        when_to_allow=sections.get(WHEN_TO_ALLOW, ""),
        voice=sections.get(SALESFORCE_VOICE, ""),
        sources=sections.get(SOURCES, ""),
        body="\n".join(body).strip() + "\n",
    )


def split_marks(path: str, text: str) -> tuple[str, tuple[Expectation, ...]]:
    """Return ``text`` without the marks of expected findings, and these findings."""
    expected: list[Expectation] = []
    lines: list[str] = []
    for number, line in enumerate(text.split("\n"), start=1):
        rest = line
        for expression in (_MARKUP_MARK, _LINE_MARK):
            marks = list(expression.finditer(rest))
            expected.extend(Expectation(path, number, Severity(mark[1]), mark[2]) for mark in marks)
            rest = expression.sub("", rest)
        lines.append(rest)
    return "\n".join(lines), tuple(expected)


def _head(rule: str, lines: list[str]) -> tuple[Head, int]:
    """Return the head of a page and the number of its last line."""
    import tomllib

    fences = [at for at, line in enumerate(lines) if line.startswith("```")]
    if not lines or lines[0].strip() != f"# {rule}":
        raise ValueError(f"rules/{rule}.md:1: the page must begin with '# {rule}'")
    if len(fences) < 2 or lines[fences[0]].strip() != "```toml":
        raise ValueError(f"rules/{rule}.md: a ```toml block must stand below the title")
    start, end = fences[:2]
    try:
        table = tomllib.loads("\n".join(lines[start + 1 : end]))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"rules/{rule}.md: the TOML block: {error}") from error
    _check_keys(rule, table)
    return Head(**{**table, "severity": Severity(table["severity"])}), end


def _check_keys(rule: str, table: dict[str, object]) -> None:
    wrong = sorted(set(table).symmetric_difference(_KEYS))
    if wrong:
        raise ValueError(
            f"rules/{rule}.md: the TOML block must hold exactly {', '.join(_KEYS)}: see {', '.join(wrong)}"
        )
    allowed = {
        "severity": tuple(Severity),
        "evidence": ("matched", "derived"),
        "fix": FIXES,
        "effort": EFFORTS,
    }
    for key, values in allowed.items():
        if table[key] not in values:
            raise ValueError(f"rules/{rule}.md: {key} is {table[key]!r}: expected one of {', '.join(values)}")


def _sections(body: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the text above the first heading under '', then each ``##`` section's text."""
    heading, held, inside = "", list[str](), False
    for line in body:
        if line.startswith("```"):
            inside = not inside
        found = None if inside else _HEADING.match(line)
        if found is not None and len(found[1]) == 2:
            yield heading, "\n".join(held).strip()
            heading, held = found[2], []
        else:
            held.append(line)
    yield heading, "\n".join(held).strip()


def _blocks(body: list[str], first: int) -> Iterator[_Block]:
    heading, section = "", ""
    block: _Block | None = None
    fence = ""
    for number, line in enumerate(body, start=first):
        if block is not None:
            if line.rstrip() == fence:
                yield block
                block = None
            else:
                block.text.append(line)
            continue
        opened = _FENCE.match(line)
        if opened is not None:
            fence = opened[1]
            block = _block(opened[2], heading, number, section in SECTIONS)
            continue
        found = _HEADING.match(line)
        if found is not None:
            heading = found[2]
            section = found[2] if len(found[1]) == 2 else section
    if block is not None:
        raise ValueError(f"line {block.line}: a block is not closed")


def _block(info: str, heading: str, line: int, prose: bool) -> _Block:
    words = info.split()
    language = "" if prose or not words else words[0]
    rest = words[1:]
    fixed = "fixed" in rest
    names = [word for word in rest if word != "fixed"]
    return _Block(heading, line, language, names[0] if names else "", fixed, [])


def _examples(rule: str, blocks: list[_Block]) -> Iterator[Example]:
    group: list[_Block] = []
    for block in blocks:
        if block.language not in SUFFIXES:
            continue
        if block.fixed:
            if not group:
                raise ValueError(f"rules/{rule}.md:{block.line}: a fixed block has no block above it")
            group.append(block)
            continue
        joins = group and block.name and group[0].name and block.heading == group[0].heading
        if group and (not joins or block.name in {one.name for one in group if not one.fixed}):
            yield _example(group)
            group = []
        group.append(block)
    if group:
        yield _example(group)


def _example(group: list[_Block]) -> Example:
    files: list[tuple[str, str]] = []
    fixed: list[tuple[str, str]] = []
    expected: list[Expectation] = []
    last = ""
    for block in group:
        text = "\n".join(block.text) + "\n"
        if block.fixed:
            fixed.append((block.name or last, text))
            continue
        last = block.name or f"example{SUFFIXES[block.language]}"
        plain, marks = split_marks(last, text)
        files.append((last, plain))
        expected.extend(marks)
    return Example(
        heading=group[0].heading,
        line=group[0].line,
        files=tuple(files),
        expected=tuple(expected),
        fixed=tuple(fixed),
    )
