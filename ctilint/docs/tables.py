"""The pages of the tables: the methods of each dialect, the versions of Salesforce's API."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.docs.anchors import anchors_of, row_anchors
from ctilint.docs.prose import code, plain, table
from ctilint.report.entry import CONFIDENCE, lines_of
from ctilint.rulebook.entries import ApiEntry, Dialect
from ctilint.rulebook.releases import releases
from ctilint.rulebook.tables import DIALECTS, about, api
from ctilint.rulebook.voice import voice_row

_KINDS = ("component", "class", "listener", "method", "event", "constant")
_EVERYWHERE = ("namespace", "library", "calls", "returns", "handler_exceptions", "load_failure", "looked")


def api_pages() -> Iterator[tuple[str, str]]:
    """Yield path and text of the list of dialects and of each dialect's page."""
    rows = [
        (
            f"[{about(dialect)['title']}]({dialect}.md)",
            code(about(dialect).get("namespace", "")),
            str(len(api(dialect))),
        )
        for dialect in DIALECTS
    ]
    lines = [
        "# The APIs",
        "",
        "What is known about every method, listener, event and constant, each row with its source.",
        "`ctilint api NAME` prints a row. Confidence:",
        f"{'; '.join(f'**{mark}** {meaning}' for mark, meaning in CONFIDENCE.items())}.",
        "",
        *table(("API", "namespace", "rows"), rows),
    ]
    yield "api/index.md", "\n".join(lines)
    for dialect in DIALECTS:
        yield f"api/{dialect}.md", "\n".join(_dialect(dialect))


def _dialect(dialect: Dialect) -> Iterator[str]:
    said = about(dialect)
    yield from (f"# {plain(said['title'])}", "")
    yield from table(
        ("what", "how it is"),
        [(key.replace("_", " "), plain(str(said[key]))) for key in _EVERYWHERE if said.get(key)],
    )
    anchors = anchors_of(api(dialect))
    for kind in _KINDS:
        entries = [entry for entry in api(dialect).values() if entry.kind == kind]
        if entries:
            yield from (f"## {kind.title()}{'es' if kind.endswith('s') else 's'}", "")
        for entry in entries:
            yield from _entry(entry, anchors[entry.name])


def _entry(entry: ApiEntry, at: str) -> Iterator[str]:
    first, *rest = lines_of(entry)
    yield from (f"### {plain(entry.name)} {{ #{at} }}", "")
    if first != entry.name:
        yield from ("```js", first, "```", "")
    row = voice_row(entry.name)
    for part in rest:
        yield from (f"* {plain(line)}" for line in part.split("\n"))
    if row is not None:
        there = f"../voice/{row.surface}.md#{row_anchors(row.surface)[row.symbol]}"
        yield f"* [what becomes of it under Salesforce Voice]({there})"
    yield ""


def releases_page() -> str:
    """Return the page of the API versions: their seasons, what becomes of them, and what products end."""
    known = releases()
    spans = [
        (f"{one.first}.0 to {one.last}.0", one.status, plain(one.since), plain(one.until), plain(one.note))
        for one in known.ranges
    ]
    seasons = [(f"{number}.0", one.name, one.status) for number, one in sorted(known.known.items(), reverse=True)]
    ends = [
        (plain(one.title), one.ends or "not announced", plain(one.status), plain(one.replacement), plain(one.source))
        for one in known.endings.values()
    ]
    return "\n".join(
        [
            "# Versions and endings",
            "",
            f"As of {known.as_of}; the newest version is {known.newest}.0, and Salesforce's three-year support line",
            f"stands at {known.floor}.0. The rows stand in `rules/releases.toml`.",
            "",
            *table(("versions", "state", "since", "until", "note"), spans),
            "## What ends",
            "",
            *table(("what", "ends", "state", "instead", "source"), ends),
            "## Releases",
            "",
            *table(("version", "release", "state"), seasons),
        ]
    )
