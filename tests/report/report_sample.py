"""A report with everything that a format must carry: hostile texts, a trace, fixes, an archive member."""

from __future__ import annotations

from ctilint.findings import Edit, Evidence, Finding, Fix, Location, Place, Severity
from ctilint.judge.locating import locate
from ctilint.judge.outcome import Report, SeenLoad, Summary
from ctilint.read.document import read_document
from ctilint.read.source import Span

TEXT = "function dial(p) {\n  alert(p);\n}\nsforce.opencti.onClickToDial({ listener: dial });\n"
HOSTILE = "a&b <x>,%:\x1b[31m [red] @all `|\n\u202e.js"
FILES = {
    "src/phone.js": read_document("src/phone.js", TEXT.encode()),
    HOSTILE: read_document(HOSTILE, b"\x01x();\n"),
    "phone.resource!/lib.js": read_document("phone.resource!/lib.js", TEXT.encode()),
}


def place(path: str, needle: str, message: str = "") -> Place:
    start = FILES[path].source.text.index(needle)
    return Place(path, Span(start, start + len(needle)), message)


def finding(path: str, needle: str, message: str, **more: object) -> Finding:
    where = place(path, needle)
    values = {
        "rule": "blocking-handler",
        "severity": Severity.WARNING,
        "evidence": Evidence.DERIVED,
        "help": "",
        "fingerprint": f"print of {path}",
        "match_key": "key",
        **more,
    }
    return Finding(message=message, location=locate(where, FILES), place=where, **values)


def report() -> Report:
    fix = Fix(
        "show it in the page",
        safe=True,
        edits=(Edit("src/phone.js", place("src/phone.js", "alert(p)").span, "show(p)"),),
        why="a toast stops nothing",
    )
    related = (
        locate(place("src/phone.js", "sforce.opencti.onClickToDial({ listener: dial })", "registered here"), FILES),
        locate(place("src/phone.js", "dial", "the handler"), FILES),
    )
    findings = (
        finding(
            "src/phone.js",
            "alert(p)",
            "alert() stops the page",
            help="show it",
            related=related,
            fixes=(fix,),
        ),
        finding(
            HOSTILE, "x()", "bad <b>&\x1b]8;;x\x07 [bold] ]]> name", severity=Severity.ERROR, evidence=Evidence.MATCHED
        ),
        finding("phone.resource!/lib.js", "alert(p)", "alert() again", severity=Severity.NOTE, by_hand="unpack it"),
    )
    summary = Summary(
        files_seen=5,
        files_with_cti=3,
        windows=2,
        dialects=("classic", "lightning"),
        loads=(
            SeenLoad("opencti", "lightning", "62.0", Location("src/phone.js", 1, 1, 1, 2)),
            SeenLoad("interaction", "classic", None, Location("src/phone.js", 1, 1, 1, 2)),
            SeenLoad("interaction", "classic", "", Location("src/phone.js", 1, 1, 1, 2)),
        ),
        skipped=(("big.js", "minified bundle of 900 kB"), ("big2.js", "minified bundle of 900 kB"), ("x", "excluded")),
        by_rule={"blocking-handler": 3},
        by_severity={"error": 1, "warning": 1, "note": 1},
        fixable=1,
        safely=1,
        suppressed=2,
        baselined=0,
    )
    return Report(findings, summary=summary, rules=("blocking-handler", "unguarded-handler"))


def nothing() -> Report:
    return Report((), summary=Summary(files_seen=4, by_severity={"error": 0, "warning": 0, "note": 0}))
