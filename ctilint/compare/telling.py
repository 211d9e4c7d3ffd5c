"""A comparison as text, Markdown, JSON and one HTML page that needs nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from ctilint.assess.model import Spot
from ctilint.compare.model import Comparison, Fate, Pair, Row
from ctilint.inert import inert, markdown, markdown_code

FORMATS = ("text", "markdown", "html", "json")
VERSION = 1
_ORDER = (Fate.MISSING, Fate.CHANGED, Fate.NOT_JUDGED, Fate.GIVEN_UP, Fate.PRESENT)
_STYLE = """
:root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif; }
body { max-width: 76rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
caption, h1 { text-align: left; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid #8886; }
td { overflow-wrap: anywhere; }
code { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: .92em; }
.missing { font-weight: 700; border-left: 5px solid #b3261e; padding-left: .4rem; }
.changed, .not-judged { border-left: 5px solid #9a6700; padding-left: .4rem; }
.present, .given-up { border-left: 5px solid #2e7d32; padding-left: .4rem; }
"""


def render(form: str, found: Comparison) -> str:
    """Return ``found`` as text in ``form``."""
    if form not in FORMATS:
        raise ValueError(f"unknown format {form!r}: expected one of {', '.join(FORMATS)}")
    return _FORMS[form](found)


def heading(found: Comparison) -> str:
    """Return one sentence that says how the comparison ends."""
    counts = ", ".join(f"{found.count(fate)} {fate.value}" for fate in _ORDER if found.count(fate))
    return f"{len(found.rows)} capabilities of {found.old}: {counts or 'none'} in {found.new}."


def _rows(found: Comparison) -> list[Row]:
    return sorted(found.rows, key=lambda row: _ORDER.index(row.fate))


def shown_by(row: Row) -> str:
    """Return what shows the capability in the new app, or why it is not there."""
    if row.reason:
        return row.reason
    if row.signs:
        parts = (f"{sign.name} at {_place(sign.spot)} ({sign.evidence})" for sign in row.signs[:3])
        return "; ".join(parts)
    if row.fate is Fate.NOT_JUDGED:
        return "no sign is known by which it could be found: look"
    wanted = [sign for sign in row.capability.signs if not sign.startswith(("same:", "does:"))]
    return f"looked for {', '.join(wanted)}"


def _place(spot: Spot) -> str:
    return f"{spot.path}:{spot.line}"


def _paired(pair: Pair) -> str:
    old, new = (", ".join(side) or "nothing" for side in (pair.old, pair.new))
    return f"both did: {old}" if pair.same else f"the old one did: {old}; the new one did: {new}"


def _pairs(found: Comparison) -> list[tuple[Row, Pair]]:
    return [(row, row.pair) for row in _rows(found) if row.pair is not None]


def _text(found: Comparison) -> str:
    lines = [heading(found), ""]
    for row in _rows(found):
        one = row.capability
        lines.append(f"{row.fate.value:<10}  {one.id}  {one.title}")
        lines.append(f"            old: {', '.join(_place(spot) for spot in one.spots[:3])}")
        lines.append(f"            new: {shown_by(row)}")
        if row.pair is not None:
            lines.append(f"            seen: {_paired(row.pair)}")
    lines += [f"ran {name}: {status}" for name, status in zip((found.old, found.new), found.ran, strict=False)]
    lines += [f"unused reason: {one}" for one in found.unused]
    return "".join(f"{inert(line)}\n" for line in lines)


def _markdown(found: Comparison) -> str:
    lines = [
        f"# {markdown(heading(found))}",
        "",
        "| fate | capability | what | old | new |",
        "| --- | --- | --- | --- | --- |",
    ]
    for row in _rows(found):
        one = row.capability
        old = ", ".join(_place(spot) for spot in one.spots[:3])
        name = markdown_code(one.id).replace("|", "\\|")
        lines.append(
            f"| {row.fate.value} | {name} | {markdown(one.title)} | {markdown(old)} | {markdown(shown_by(row))} |"
        )
    if found.ran:
        lines += ["", "## Both apps were run", ""]
        lines += [
            f"* {markdown(name)}: {markdown(said)}"
            for name, said in zip((found.old, found.new), found.ran, strict=True)
        ]
        lines += ["", "| capability | the old one did | the new one did | |", "| --- | --- | --- | --- |"]
        for row, pair in _pairs(found):
            name = markdown_code(row.capability.id).replace("|", "\\|")
            old, new = (markdown(", ".join(side) or "nothing") for side in (pair.old, pair.new))
            lines.append(f"| {name} | {old} | {new} | {'the same' if pair.same else 'not the same'} |")
    if found.unused:
        lines += ["", "Reasons that speak for nothing that is missing:", ""]
        lines += [f"* {markdown_code(one)}" for one in found.unused]
    return "\n".join(lines) + "\n"


def _html(found: Comparison) -> str:
    def safe(text: str) -> str:
        return escape(inert(text))

    def places(row: Row) -> str:
        return safe(", ".join(_place(spot) for spot in row.capability.spots[:3]))

    rows = "".join(
        f'<tr><td><span class="{row.fate.value.replace(" ", "-")}">{safe(row.fate.value)}</span></td>'
        f"<td><code>{safe(row.capability.id)}</code></td><td>{safe(row.capability.title)}</td>"
        f"<td>{places(row)}</td><td>{safe(shown_by(row))}</td></tr>\n"
        for row in _rows(found)
    )
    unused = "".join(f"<li><code>{safe(one)}</code></li>" for one in found.unused)
    more = f"<p>Reasons that speak for nothing that is missing:</p><ul>{unused}</ul>\n" if unused else ""
    pairs = "".join(
        f"<tr><td><code>{safe(row.capability.id)}</code></td>"
        + "".join(f"<td>{safe(', '.join(side) or 'nothing')}</td>" for side in (pair.old, pair.new))
        + f"<td>{'the same' if pair.same else 'not the same'}</td></tr>\n"
        for row, pair in _pairs(found)
    )
    ran = "; ".join(f"{name}: {said}" for name, said in zip((found.old, found.new), found.ran, strict=False))
    more = (
        f"<h2>Both apps were run</h2>\n<p>{safe(ran)}</p>\n<table>\n<thead><tr><th>capability</th>"
        "<th>the old one did</th><th>the new one did</th><th></th></tr></thead>\n"
        f"<tbody>\n{pairs}</tbody>\n</table>\n{more}"
        if found.ran
        else more
    )
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f"<title>{safe(found.old)} and {safe(found.new)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{safe(heading(found))}</h1>\n<table>\n<thead><tr><th>fate</th><th>capability</th><th>what</th><th>old</th>"
        f"<th>new</th></tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n{more}</body>\n</html>\n"
    )


def _json(found: Comparison) -> str:
    data: dict[str, Any] = {
        "version": VERSION,
        "tool": {"name": "ctilint"},
        "old": found.old,
        "new": found.new,
        "complete": found.complete,
        "ran": list(found.ran),
        "counts": {fate.value: found.count(fate) for fate in Fate},
        "capabilities": [
            {
                "id": row.capability.id,
                "kind": row.capability.kind,
                "name": row.capability.name,
                "what": row.capability.title,
                "fate": row.fate.value,
                "old": [_spot(spot) for spot in row.capability.spots],
                "new": [{"sign": sign.name, "evidence": sign.evidence, **_spot(sign.spot)} for sign in row.signs],
                "looked_for": list(row.capability.signs),
                "reason": row.reason or None,
                "seen": None
                if row.pair is None
                else {"old": list(row.pair.old), "new": list(row.pair.new), "same": row.pair.same},
            }
            for row in _rows(found)
        ],
        "unused_reasons": list(found.unused),
    }
    return json.dumps(data, indent=2, ensure_ascii=False).replace("\u2028", "\\u2028") + "\n"


def _spot(spot: Spot) -> dict[str, Any]:
    return {"path": spot.path, "line": spot.line, "column": spot.column}


_FORMS: Mapping[str, Callable[[Comparison], str]] = {
    "text": _text,
    "markdown": _markdown,
    "html": _html,
    "json": _json,
}
