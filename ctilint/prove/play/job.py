"""What a run is asked for, and what the child is sent for one scenario on one page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from ctilint.prove.page.assembly import Page
from ctilint.prove.page.supplied import Supplied
from ctilint.prove.play.sandbox import Limits
from ctilint.prove.play.scenarios import BUILT_IN, Scenario
from ctilint.records import asdict, dataclass, field
from ctilint.understand.model import Window

SALESFORCE = "https://example.lightning.force.com"
FRAME = (
    "https://softphone.example/cti/index.html?sfdcIframeOrigin=https%3A%2F%2Fexample.lightning.force.com"
    "&sfdcIFrameOrigin=https%3A%2F%2Fexample.lightning.force.com&nonce=simulated&mode=Lightning&isdtp=vw&clc=1"
)
#: What the text of an app says when it loads or uses a library.
_NAMED = {
    "classic": ("interaction",),
    "console": ("integration", "sforce.console"),
    "ajax": ("/soap/ajax", "sforce.connection", "sforce.apex"),
}
DIALECTS = ("lightning", "classic", "console", "ajax", "event-sink", "voice", "workspace")


@dataclass(frozen=True, slots=True)
class Options:
    """What a run is asked for. ``values`` fill masks; ``glossary`` lets the glossary's event sinks succeed.

    ``explore``: call what no scenario reached; ``supplied`` are the libraries that the user gives.
    """

    scenarios: tuple[Scenario, ...] = BUILT_IN
    values: Mapping[str, str] = field(default_factory=dict)
    glossary: bool = False
    limits: Limits = field(default_factory=Limits)
    browser: bool = False
    explore: bool = True
    supplied: tuple[Supplied, ...] = ()


def _loaded_late(window: Window) -> Iterator[str]:
    """Yield the dialects whose library the text of a window names, whoever loads it."""
    for dialect, words in _NAMED.items():
        if any(word in script.text for script in window.scripts for word in words):
            yield dialect


@cache
def simulator_table(*dialects: str) -> tuple[dict[str, Any], ...]:
    """Return the rows of ``rules/api`` of these dialects, as far as the simulation offers them."""
    from ctilint.rulebook.tables import api

    rows = []
    for dialect in dialects:
        for entry in api(dialect).values():
            known = entry.name.startswith(("sforce.", "connect.")) or "#" in entry.name or entry.kind == "event"
            if known or dialect == "connector":
                row = asdict(entry)
                for key in ("summary", "notes", "source", "counterparts", "receiver"):
                    del row[key]
                row["arguments"] = [_lean({**item, "note": "", "since": ""}) for item in row["arguments"]]
                rows.append(_lean(row))
    return tuple(rows)


def _lean(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row without what is empty in it; the simulation fills that in again."""
    return {key: value for key, value in row.items() if value not in ("", (), [], {}, None) and value is not False}


def job_for(page: Page, scenario: Scenario, options: Options) -> dict[str, Any]:
    """Return what the child needs for one scenario on one page."""
    settings = {
        "url": FRAME,
        "salesforce": SALESFORCE,
        "referrer": f"{SALESFORCE}/",
        "settle": 3_000,
        "wait": 2_000,
        "glossary": options.glossary,
        **scenario.settings,
    }
    framed = settings.get("framed", True)
    url = str(settings["url"])
    settings["framedFor"] = {
        "lightning": framed and "sfdcIframeOrigin=" in url and "mode=" in url,
        "classic": framed and "sfdcIFrameOrigin=" in url and "nonce=" in url,
    }
    steps = [{**step, "index": index} for index, step in enumerate(scenario.steps)]
    used: set[str] = {call.dialect for call in page.window.calls} | {load.dialect for load in page.window.loads}
    used.update(dialect for dialect in DIALECTS if dialect in {"lightning", "event-sink", "voice", "workspace"})
    used.update(_loaded_late(page.window))
    used.update("connector" for script in page.window.scripts if "scv-connector-base" in script.text)
    return {
        "settings": settings,
        "table": simulator_table(*(dialect for dialect in (*DIALECTS, "streams", "connector") if dialect in used)),
        "page": {**page.data, "marks": len(page.places.marks.rows)},
        "steps": steps,
    }
