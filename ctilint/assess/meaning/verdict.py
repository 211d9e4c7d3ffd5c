"""The verdict: five lines that a reader who reads nothing else needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ctilint.assess.document import several
from ctilint.assess.meaning.dates import AJAX
from ctilint.assess.meaning.effort import worth
from ctilint.assess.model import Library
from ctilint.assess.whole import Assessment
from ctilint.assess.wording import LIBRARIES
from ctilint.rulebook.entries import Dialect
from ctilint.rulebook.tables import about
from ctilint.rulebook.voice import scale

_DIALECTS = ("lightning", "classic", "console", "event-sink", "ajax", "streams", "voice", "connector", "connect-sdk")
_ALONE = frozenset({"javascript", "typescript", "other"})
_RETIRING: frozenset[Dialect] = frozenset({"lightning", "classic", "event-sink"})


def verdict_of(found: Assessment) -> tuple[str, ...]:
    """Return five lines: what is there, until when it works, what it costs, what has to happen first, what is open.

    Where an end date lies before the day of the assessment, the line that says so is the first.
    """
    passed = [one for one in found.dates if one.certain and one.day and one.day <= found.as_of]
    lines = (_what(found), _until(found), _costs(found), _first(found), _open(found))
    if not passed:
        return lines
    ended = "; ".join(f"{one.title.rstrip('.')} ({one.day})" for one in passed)
    first = f"An end date has passed (as of {found.as_of}): {ended}. {lines[1]}"
    return (first, lines[0], *lines[2:])


def _what(found: Assessment) -> str:
    dialects = Counter[str]()
    for line in found.lines:
        dialects[line.dialect] += len(line.uses)
    names = [f"{about(dialect)['title']} ({dialects[dialect]} uses)" for dialect in _DIALECTS if dialects[dialect]]
    functions = sum(part.kind == "Lambda function" for part in found.server)
    server = [several(functions, "Lambda function")] if functions else []
    server += [several(len(found.server) - functions, "contact flow")] if len(found.server) > functions else []
    beside = f"; on the server side {' and '.join(server)}" if server else ""
    if not names:
        return f"No telephony code was found under the paths{beside}."
    alone = sum(page.kind in _ALONE for page in found.pages)
    parts = [several(len(found.pages) - alone, "page")] if len(found.pages) > alone else []
    parts += [several(alone, "script without a page", "scripts without a page")] if alone else []
    return f"Found in {' and '.join(parts) or 'files'}: {', '.join(names)}{beside}."


def _until(found: Assessment) -> str:
    dialects = {line.dialect for line in found.lines}
    sentences = []
    if dialects & _RETIRING:
        sentences.append("Open CTI ends on 2028-02-28; from then on implementations do not work")
    elif "console" in dialects:
        sentences.append(
            "no end date is announced for the Console Integration Toolkit; it belongs to Salesforce Classic"
        )
    retired = [one for one in found.libraries if one.status == "retired" and one.library not in AJAX]
    ended = [one for one in found.libraries if one.status == "retired" and one.library in AJAX]
    if ended:
        sentences.append(f"{_versions(ended)} is retired")
    leaving = [one for one in found.libraries if one.status == "leaving"]
    for group, says in ((retired, "already retired"), (leaving, "that leave in Summer '28")):
        if group:
            sentences.append(f"libraries with the number of a platform API version {says}: {_versions(group)}")
    if retired or leaving:
        sentences.append("what becomes of library files of these numbers is not announced")
    if not sentences:
        if found.dates:
            named = "; ".join(f"{one.day or one.season}, {one.title}" for one in found.dates)
            return f"Dates that apply to what was found: {named}."
        return "No end date applies to what was found."
    text = "; ".join(sentences)
    return f"{text[:1].upper()}{text[1:]}."


def _versions(libraries: Iterable[Library]) -> str:
    return ", ".join(dict.fromkeys(f"{LIBRARIES.get(one.library, one.library)} {one.version}" for one in libraries))


def _costs(found: Assessment) -> str:
    parts = []
    for one in found.effort:
        band = one.total
        title = scale().targets[one.target].title
        parts.append(f"{title}: {worth(band)} points")
    return f"Effort, as far as code can tell: {'; '.join(parts)}."


def _first(found: Assessment) -> str:
    if not found.gates:
        return "Nothing has to happen before the migration can begin."
    titles = [scale().gates[name].title for name in found.gates]
    return f"Before the rest can begin: {' and '.join(titles)}."


def _open(found: Assessment) -> str:
    unknown = sum(not line.known for line in found.lines)
    decide = sum(answer.is_for_people for answer in found.answers)
    status = Counter(answer.status for answer in found.answers)
    missing = f"for {unknown} symbol{'s' if unknown != 1 else ''} no replacement is known; " if unknown else ""
    return (
        f"Open: {missing}{len(found.lost)} feature{'s' if len(found.lost) != 1 else ''} without counterpart; "
        f"of {len(found.answers)} questions {status['answered']} are answered by the code, "
        f"{status['partly answered']} in part, {status['open']} are open; {decide} decisions are for people."
    )
