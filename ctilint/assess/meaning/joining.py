"""Joins everything that is known about one app, and several apps into a portfolio."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from ctilint import __version__
from ctilint.assess.gathered import ctiflow, entries, estate, serverside
from ctilint.assess.gathered import mentions as gather
from ctilint.assess.gathered.estate import Files
from ctilint.assess.gathered.reach import code_of, reaches_of
from ctilint.assess.gathered.spots import Spots, distinct
from ctilint.assess.gathered.uses import by_weight, line_of, lines_of
from ctilint.assess.meaning import dates, effort
from ctilint.assess.meaning.answers import Inputs, answers_for
from ctilint.assess.meaning.guide import decisions_of, fills_of, guide_of
from ctilint.assess.meaning.schedule import schedule
from ctilint.assess.meaning.verdict import verdict_of
from ctilint.assess.model import (
    Answer,
    Calibration,
    CallCenterFile,
    Code,
    FoundRule,
    Library,
    Line,
    Listener,
    Lost,
    Named,
    NotSeen,
    Page,
    Spot,
    Unverified,
    Use,
)
from ctilint.assess.whole import Assessment, Portfolio, Shared
from ctilint.judge.outcome import Report
from ctilint.judge.rules import rule_names
from ctilint.records import replace
from ctilint.rulebook.voice import TARGETS, plan, voice_row
from ctilint.understand.model import App
from ctilint.understand.words import Verdict

_VERSIONED = frozenset({"opencti", "interaction", "integration", "ajax", "apex"})
_ENDINGS: dict[Verdict, str] = {
    "ended": "taken back",
    "never": "never taken back",
    "dead": "taken back by code that never runs",
    "before": "taken back before it is made",
    "other-function": "taken back with another function",
    "wrong-hook": "taken back in the wrong place",
    "no-removal": "cannot be taken back",
}


def join(
    app: App, report: Report, files: Files | None, targets: tuple[str, ...], name: str, as_of: str = ""
) -> Assessment:
    """Return the assessment of one app on the day ``as_of`` (YYYY-MM-DD; '' leaves end dates uncompared)."""
    chosen = tuple(target for target in TARGETS if target in targets or not targets)
    spots = Spots(app.files)
    reaches = reaches_of(app, spots)
    lines = lines_of(app, spots, reaches)
    code = code_of(app, reaches)
    libraries = tuple(_libraries(app, spots))
    mentions = gather.mentions_of(app, spots)
    named = entries.channels_of(app, spots)
    beside = estate.look_beside(files, entries.apex_of(app, spots), named, spots)
    call_centers = estate.call_centers_of(app, spots)
    channels = estate.channels_named(named, beside.channels)
    fields = entries.fields_of(app, spots)
    flow_table = ctiflow.flows_of(files, spots)
    flows = gather.named(flow_table)
    facts = serverside.server_facts(app.server)
    parts = serverside.parts_of(app.server, spots)
    signals = serverside.signals_of(facts, spots)
    inputs = Inputs(
        lines,
        libraries,
        call_centers,
        mentions,
        beside.apex,
        fields,
        channels,
        flows,
        signals,
        bool(facts),
        beside.paths or tuple(app.files),
        (*(one.source for one in app.files.values()), *beside.texts, *(one.source for one in facts)),
        spots,
        files,
    )
    answers = answers_for(inputs)
    fills = fills_of(app, spots)
    when = dates.dates_for(lines, libraries, signals)
    subject = effort.Subject(lines, call_centers, flows, parts, beside.apex, code)
    efforts = tuple(effort.effort_for(target, subject) for target in chosen)
    found = Assessment(
        name=name or _name(app),
        as_of=as_of,
        paths=tuple(sorted({page.root for page in _pages(app)})),
        targets=chosen,
        verdict=(),
        files_seen=app.seen,
        files_with_cti=report.summary.files_with_cti,
        pages=tuple(_pages(app)),
        libraries=libraries,
        listeners=tuple(_listeners(app, spots)),
        lines=lines,
        findings=_findings(report),
        call_centers=call_centers,
        components=gather.components_of(app, spots),
        apex=beside.apex,
        channels=channels,
        hosts=gather.named(mentions.hosts, {host: gather.owner_of(host) for host in mentions.hosts}),
        settings=gather.named(mentions.settings),
        fields=fields,
        flows=flows,
        server=parts,
        server_needs=serverside.needs_of(app.server, spots),
        code=code,
        effort=efforts,
        gates=effort.gates_of(lines),
        lost=tuple(_lost(lines, flows)),
        answers=answers,
        guide=guide_of(inputs, fills, chosen),
        fills=fills if "partner-telephony" in chosen else (),
        decisions=decisions_of(inputs),
        plan=schedule(when, efforts, as_of),
        dates=when,
        not_seen=tuple(_not_seen(app, files, call_centers, bool(facts), flows)),
        not_run=tuple(_not_run(app, report)),
        unresolved=distinct(
            spots.of(one.place) for window in app.windows for one in window.registrations if one.unresolved
        ),
        unverified=tuple(_unverified(lines, flows, answers, chosen)),
    )
    return replace(found, verdict=verdict_of(found))


def gather_portfolio(apps: Sequence[Assessment], *, many: bool, calibration: Calibration | None = None) -> Portfolio:
    """Return one report over ``apps``; code that several of them have is counted once."""
    targets = apps[0].targets if apps else TARGETS
    if len(apps) == 1:
        return Portfolio(tuple(apps), targets, apps[0].effort, (), many, __version__, calibration)
    lines, shared = _merged(apps)
    call_centers = [center for app in apps for center in app.call_centers]
    flows = _merged_names(flow for app in apps for flow in app.flows)
    server = list({(part.kind, part.name, part.verdict): part for app in apps for part in app.server}.values())
    apex = list({one.piece.key if one.piece else one.name: one for app in apps for one in app.apex}.values())
    subject = effort.Subject(lines, call_centers, flows, server, apex, _merged_code(apps))
    efforts = tuple(effort.effort_for(target, subject) for target in targets)
    return Portfolio(tuple(apps), targets, efforts, shared, many, __version__, calibration)


def _merged(apps: Sequence[Assessment]) -> tuple[tuple[Line, ...], tuple[Shared, ...]]:
    """Return the lines of all apps, each distinct use once, and the uses that several apps share."""
    uses: dict[tuple[str, str], dict[tuple[str, ...], Use]] = defaultdict(dict)
    owners: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for app in apps:
        for line in app.lines:
            for use in line.uses:
                table = uses[line.symbol, line.dialect]
                table[use.key] = _joined_use(table[use.key], use) if use.key in table else use
                owners[use.key].append(app.name)
    lines = [line_of(symbol, dialect, tuple(found.values())) for (symbol, dialect), found in uses.items()]
    shared = [
        Shared(use.symbol, tuple(owners[key]), use.spot)
        for found in uses.values()
        for key, use in found.items()
        if len(owners[key]) > 1
    ]
    shared.sort(key=lambda one: (one.symbol, one.spot))
    return by_weight(lines), tuple(shared)


def _joined_use(one: Use, other: Use) -> Use:
    """Return ``one`` with the code that stands behind the same use in another app, where it differs."""
    behind = {piece.key: piece for piece in (*one.behind, *other.behind)}
    return replace(one, behind=tuple(behind.values()), live=one.live or other.live)


def _merged_code(apps: Sequence[Assessment]) -> tuple[Code, ...]:
    """Return the code that no symbol stands for, of all apps; a function that several have is one piece."""
    table: dict[str, list[Code]] = defaultdict(list)
    for app in apps:
        for one in app.code:
            table[one.label].append(one)
    return tuple(
        Code(
            label,
            found[0].area,
            sum(one.starts for one in found),
            tuple({piece.key: piece for one in found for piece in one.pieces}.values()),
        )
        for label, found in table.items()
    )


def _merged_names(names: Iterable[Named]) -> list[Named]:
    """Join names; a flow block is used as often as the app that uses it most often does."""
    table: dict[str, Named] = {}
    for one in names:
        known = table.get(one.name)
        if known is None or len(one.spots) > len(known.spots):
            table[one.name] = one
    return list(table.values())


def _name(app: App) -> str:
    roots = sorted(window.root for window in app.windows)
    if not roots:
        return "app"
    return (roots[0].partition("/")[0] if "/" in roots[0] else roots[0]) or "app"


def _libraries(app: App, spots: Spots) -> Iterator[Library]:
    table: dict[tuple[str, str], list[Library]] = defaultdict(list)
    for load in app.loads:
        version = load.version if load.version is not None else ""
        status, says = dates.version_says(version, load.library) if load.library in _VERSIONED else ("", "")
        if load.version == "" and load.library in _VERSIONED:
            status, says = "unknown", "the address has no version"
        one = Library(load.library, load.dialect, version, load.address, load.form, status, says, spots.of(load.place))
        table[load.library, version].append(one)
    for found in table.values():
        found.sort(key=lambda library: library.spot)
        first = found[0]
        yield replace(first, more=distinct(one.spot for one in found[1:] if one.spot != first.spot))


def _pages(app: App) -> Iterator[Page]:
    for window in app.windows:
        if not (window.calls or window.loads or window.registrations):
            continue
        yield Page(
            window.root,
            window.kind.value,
            window.files,
            tuple(dict.fromkeys(f"{load.library} {load.version or ''}".strip() for load in window.loads)),
            tuple(sorted({call.name for call in window.calls})),
            len(window.registrations),
            len(window.removals),
        )


def _listeners(app: App, spots: Spots) -> Iterator[Listener]:
    seen: set[tuple[Spot, str, str]] = set()
    for window in app.windows:
        verdicts = {id(ending.registration): ending.verdict for ending in window.endings}
        for one in window.registrations:
            at = spots.of(one.place)
            mark = (at, one.call.name, one.event)
            if mark in seen:
                continue
            seen.add(mark)
            names = tuple(handler.function.name or "a function without name" for handler in one.handlers)
            ending = _ENDINGS[verdicts[id(one)]] if id(one) in verdicts else "not known"
            yield Listener(one.call.name, one.event, at, names, ending)


def _findings(report: Report) -> tuple[FoundRule, ...]:
    table: dict[str, list[tuple[int, str, Spot]]] = defaultdict(list)
    for finding in report.findings:
        at = finding.location
        spot = Spot(at.path, at.line, at.column, finding.message)
        table[finding.rule].append((finding.severity.rank, finding.severity.value, spot))
    found = []
    for rule, rows in table.items():
        worst = max(rows, key=lambda row: row[0])
        found.append(FoundRule(rule, worst[1], len(rows), tuple(row[2] for row in rows)))
    found.sort(key=lambda one: (-one.count, one.rule))
    return tuple(found)


def _lost(lines: Iterable[Line], flows: Iterable[Named]) -> Iterator[Lost]:
    table: dict[str, list[str]] = defaultdict(list)
    about: dict[str, tuple[tuple[str, ...], str]] = {}
    rows = [(line.symbol, line.row) for line in lines if line.row is not None]
    rows += [(flow.name, row) for flow in flows if (row := voice_row(flow.name)) is not None]
    for symbol, row in rows:
        if row.lost:
            table[row.lost].append(symbol)
            about.setdefault(row.lost, (row.sources, row.confidence))
    for what, symbols in table.items():
        yield Lost(what, tuple(symbols), *about[what])


def _not_seen(
    app: App, files: Files | None, call_centers: Sequence[CallCenterFile], server: bool, flows: Sequence[Named]
) -> Iterator[NotSeen]:
    if files is None:
        yield NotSeen("files beside the code", "only one text was given")
    if not call_centers:
        yield NotSeen("call center definitions", "none among the paths")
    if not server:
        yield NotSeen("Lambdas, templates and contact flows", "none among the paths")
    if not flows:
        yield NotSeen("CTI Flows of the AWS CTI Adapter", "none among the paths; they live in the org as records")
    yield NotSeen("the org itself", "users, profiles, layouts, reports and flows that are not in files are not seen")
    yield NotSeen("the telephony platform", "queues, numbers, recordings and agents are not seen")
    for one in app.skipped:
        yield NotSeen(one.path, one.reason)
    for path, facts in sorted(app.files.items()):
        if facts.problem is not None:
            yield NotSeen(path, f"could not be read to the end: {facts.problem.message}")
        for script in facts.scripts:
            if script.problem is not None:
                yield NotSeen(path, f"a script could not be read to the end: {script.problem.message}")


def _not_run(app: App, report: Report) -> Iterator[NotSeen]:
    """Yield the rules that were left out by choice."""
    for rule in rule_names():
        if rule not in report.rules:
            chosen = app.settings.select and rule not in app.settings.select
            yield NotSeen(rule, "not among the selected rules" if chosen else "turned off by the settings")


def _unverified(
    lines: Iterable[Line], flows: Iterable[Named], answers: Iterable[Answer], targets: Sequence[str]
) -> Iterator[Unverified]:
    table: dict[str, tuple[list[str], tuple[str, ...]]] = {}
    for line in lines:
        for statement in line.row.unverified if line.row is not None else ():
            table.setdefault(statement, ([], line.row.sources if line.row else ()))[0].append(line.symbol)
    low = [line.symbol for line in lines if line.row is not None and line.row.confidence == "low" and line.known]
    if low:
        table["that these symbols go the way that the table says: their rows have low confidence"] = (low, ("S16",))
    if any(voice_row(flow.name) is not None for flow in flows):
        table["what becomes of the blocks of CTI Flows: AWS lists them, nobody maps them"] = (
            ["CTI Flows"],
            ("S11", "S16"),
        )
    for answer in answers:
        for statement in answer.unverified:
            table.setdefault(statement, ([], answer.sources))[0].append(answer.id)
    for row in plan()["prerequisite"]:
        if not row.get("certain", True) and set(row.get("targets", TARGETS)) & set(targets):
            table.setdefault(row["text"], (["prerequisites"], tuple(row["sources"])))
    table["how the fields of a Task pair with those of a VoiceCall"] = (["data"], ("S16",))
    for statement, (about, sources) in table.items():
        yield Unverified(statement, ", ".join(dict.fromkeys(about)), sources)
