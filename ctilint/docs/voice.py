"""The pages of the map to Salesforce Voice: the models and the scale, each row, the questions, the sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ctilint.docs.anchors import row_anchors
from ctilint.docs.prose import block, code, plain, table
from ctilint.rulebook.entries import VoiceRow
from ctilint.rulebook.location import read_table
from ctilint.rulebook.voice import SURFACES, TARGETS, no_replacement, plan, questions, scale, sources, voice_rows


def voice_pages() -> Iterator[tuple[str, str]]:
    """Yield path and text of every page about the way to Salesforce Voice."""
    yield "voice/index.md", "\n".join(_front())
    for surface in SURFACES:
        yield f"voice/{surface}.md", "\n".join(_surface(surface))
    yield "voice/questions.md", "\n".join(_questions())
    yield "voice/sources.md", "\n".join(_sources())


def surface_title(surface: str) -> str:
    """Return what the map calls a surface: the API, the call center file, the CTI flows."""
    title: str = read_table("voice", f"map-{surface}.toml")["title"]  # type: ignore[assignment]
    return title[:1].upper() + title[1:]


def _front() -> Iterator[str]:
    known = scale()
    count = {surface: len(row_anchors(surface)) for surface in SURFACES}
    yield from (f"# The way to {known.product}", "")
    yield f"{known.product} was called {known.formerly}. {plain(known.caution)}"
    yield from (
        "",
        "`ctilint assess` judges an app by this map, `ctilint compare` holds the old app against the moved one.",
        "",
    )
    yield from table(
        ("what an app uses", "rows"),
        [(f"[{plain(surface_title(surface))}]({surface}.md)", str(count[surface])) for surface in SURFACES],
    )
    yield from ("## The models", "")
    for target in known.targets.values():
        yield from (f"### {plain(target.title)}", "", plain(target.means), "")
        yield from (f"* instance: {plain(target.instance)}", f"* confidence: {target.confidence}")
        yield from (f"* sources: {_links(target.sources)}", "")
    yield from ("## The effort", "")
    yield from table(
        ("class", "points", "meaning"),
        [(name, str(points), plain(known.meanings[name])) for name, points in known.points.items()],
    )
    yield from table(("category", "meaning"), [(name, plain(text)) for name, text in known.categories.items()])
    yield from ("## What has to happen before", "")
    for gate in known.gates.values():
        yield from (f"### {plain(gate.title)}", "", plain(gate.why), "", f"Done when {plain(gate.clears_when)}.", "")
        yield from (f"Sources: {_links(gate.sources)}", "")
    yield from ("## Dates", "")
    yield from table(
        ("day", "what", "sources"),
        [
            (row["day"], plain(f"{row['title']}. {row.get('note', '')}"), _links(row["sources"]))
            for row in plan()["date"]
        ],
    )
    yield from ("## What needs to be there", "")
    yield from (f"* {plain(row['text'])} ({_links(row['sources'])})" for row in plan()["prerequisite"])
    yield from ("", "## What has no known replacement", "")
    yield from table(("symbol", "why"), [(code(name), plain(why)) for name, why in no_replacement().items()])


def _surface(surface: str) -> Iterator[str]:
    areas = scale().areas
    yield from (f"# {plain(surface_title(surface))} under {scale().product}", "")
    rows = [row for row in voice_rows().values() if row.surface == surface]
    for area in dict.fromkeys(row.area for row in rows):
        title = plain(areas.get(area, area))
        yield from (f"## {title[:1].upper()}{title[1:]}", "")
        for row in rows:
            if row.area == area:
                yield from _row(row)


def _row(row: VoiceRow) -> Iterator[str]:
    yield from (f"### {plain(row.symbol)} {{ #{row_anchors(row.surface)[row.symbol]} }}", "")
    yield from (f"{plain(row.summary)}.", "")
    yield from table(
        ("model", "what takes its place", "effort"),
        [
            (
                plain(scale().targets[target].short),
                plain(
                    row.amazon_connect if scale().targets[target].column == "amazon-connect" else row.partner_telephony
                ),
                row.effort[target],
            )
            for target in TARGETS
        ],
    )
    said = {
        "category": row.category,
        "why": row.why,
        "before": scale().gates[row.gate].title if row.gate else "",
        "more work when": row.look,
        "lost": row.lost,
        "note": row.note,
        "unverified": "; ".join(row.unverified),
    }
    yield from (f"* {name}: {plain(text)}" for name, text in said.items() if text)
    yield from (f"* confidence {row.confidence}, sources {_links(row.sources)}", "")
    if row.example_before:
        yield from block("js", row.example_before, "today")
        yield from block("js", row.example_after, "after the move")
    if row.example_component:
        yield from block("js", row.example_component, "after the move, in a component")


def _questions() -> Iterator[str]:
    yield from ("# The questions of an assessment", "")
    yield "What the code can answer, `ctilint assess` answers; the rest is asked of people."
    yield ""
    for area in dict.fromkeys(one.area for one in questions()):
        yield from (f"## {plain(area)[:1].upper()}{plain(area)[1:]}", "")
        for one in questions():
            if one.area == area:
                answers = {"full": "code can answer it", "partial": "code can hint at it", "none": "people answer it"}
                yield from (f"### {one.id}: {plain(one.question)}", "", plain(one.answer), "")
                yield from (f"{answers[one.static]}; {one.severity}. Sources: {_links(one.sources)}", "")


def _sources() -> Iterator[str]:
    yield from ("# Sources", "", "Where the statements of the map come from, and how much of each was read.", "")
    for one in sources().values():
        yield from (f"## {one.name} {{ #{one.name.lower()} }}", "", f"[{plain(one.what)}]({one.url})", "")
        yield from (f"Read: {plain(one.read)}. Confidence: {plain(one.confidence)}.", "")


def _links(names: Iterable[str]) -> str:
    return ", ".join(f"[{name}](sources.md#{name.lower()})" for name in names)
