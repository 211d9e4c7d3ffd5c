"""A plan -> the text of its module, types, page and test. Nothing leaves here that the strict gate refuses."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from ctilint import __version__
from ctilint.emit.checklist import STEPS, warnings
from ctilint.emit.events import SINK_SOURCES, Event, Handler
from ctilint.emit.planning import Plan, join
from ctilint.records import dataclass
from ctilint.rulebook.releases import releases
from ctilint.rulebook.tables import about

RECORD = "0035e00000ABCDEAA4"
"""The record in the test's payloads."""


class EmitError(Exception):
    """The text that was written is not valid: a mistake of ctilint's, never written to the disk."""


@dataclass(frozen=True, slots=True)
class Emitted:
    """The files of one module; ``types`` is '' for TypeScript, whose source has its own."""

    module: str
    types: str
    page: str
    test: str
    types_name: str
    page_name: str
    test_name: str

    def beside(self, part: str) -> tuple[str, str]:
        """Return the file name and the text of ``part``: types, page or test."""
        return {
            "types": (self.types_name, self.types),
            "page": (self.page_name, self.page),
            "test": (self.test_name, self.test),
        }[part]


def render(plan: Plan, module_name: str = "cti.js") -> Emitted:
    """Write the module that ``plan`` describes and what comes with it; ``module_name`` is the module's file name."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(os.path.join(os.path.dirname(__file__), "templates")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - what is written is JavaScript; strings go through the filter js
    )
    environment.filters.update(js=quote, ask=_ask, topic=_topic, topics=_topics, tstype=_ts_type, comment=_comment)
    context = _context(plan, module_name)
    environment.globals["ts"] = lambda text: text if plan.typescript else ""

    def write(name: str, **more: Any) -> str:
        return _tidy(environment.get_template(name).render(**{**context, **more}))

    emitted = Emitted(
        module=write("minimal.js") if plan.minimal else _tidy(_prune(write("module.js"))),
        types="" if plan.typescript else write("types.d.ts", declare=True),
        page=write("page.html"),
        test=write("test.js"),
        types_name=_types_name(module_name),
        page_name=f"{os.path.splitext(module_name)[0]}.html",
        test_name=test_name(plan, module_name),
    )
    _gate(plan, emitted)
    return emitted


def test_name(plan: Plan, module_name: str) -> str:
    """Return the name of the test's file: its suffix says how Node reads it."""
    return os.path.splitext(module_name)[0] + (".test.mjs" if plan.form == "esm" or plan.typescript else ".test.cjs")


def _types_name(module_name: str) -> str:
    stem, suffix = os.path.splitext(module_name)
    return stem + {".mjs": ".d.mts", ".cjs": ".d.cts"}.get(suffix, ".d.ts")


def _script_name(plan: Plan, module_name: str) -> str:
    """Return the name of the file that a page loads: what TypeScript is compiled to, else the module."""
    stem, suffix = os.path.splitext(module_name)
    if not plan.typescript:
        return module_name
    return stem + {".mts": ".mjs", ".cts": ".cjs"}.get(suffix, ".js")


def quote(text: str) -> str:
    """Return ``text`` as a JavaScript string that is safe inside a page's script too."""
    inner = json.dumps(text)[1:-1].replace('\\"', '"').replace("'", "\\'")
    return "'" + inner.replace("</", "<\\/").replace("<!--", "<\\!--") + "'"


def _gate(plan: Plan, emitted: Emitted) -> None:
    from ctilint.read.strict import syntax_error

    is_module = plan.form == "esm" or (plan.typescript and plan.form == "commonjs")
    language = "typescript" if plan.typescript else "javascript"
    for text, module, spoken in (
        (emitted.module, is_module, language),
        (emitted.test, plan.form == "esm" or plan.typescript, "javascript"),
    ):
        fault = syntax_error(text, module=module, language=spoken)
        if fault is not None:
            raise EmitError(f"line {fault.line} of what was written is refused: {fault.message}")


_BLOCK_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_DECLARATION = re.compile(
    r"\n(?:  /\*\*(?:(?!\*/)[^\n])*\*/\n)?"
    r"  (?:(?:async )?function (?P<function>\w+)\b.*?\n  }|(?:const|let) (?P<name>\w+)\b[^\n]*;)(?=\n)",
    re.DOTALL,
)


def _prune(text: str) -> str:
    """Leave out what the templates declare and this module never uses."""
    while True:
        words = Counter(re.findall(r"\w+", _BLOCK_COMMENT.sub("", text)))
        unused = next((one for one in _DECLARATION.finditer(text) if words[one["function"] or one["name"]] == 1), None)
        if unused is None:
            return text
        text = text[: unused.start()] + text[unused.end() :]


def _tidy(text: str) -> str:
    """Strip what the templates leave: blanks at line ends, more than one empty line in a row."""
    lines: list[str] = []
    for line in text.split("\n"):
        stripped = line.rstrip()
        if stripped or (lines and lines[-1]):
            lines.append(stripped)
    return "\n".join(lines).rstrip("\n") + "\n"


def _context(plan: Plan, module_name: str) -> dict[str, Any]:
    table = releases()
    sink = "event-sink" in plan.dialects
    lightning = plan.of("lightning")
    dials = {
        dialect: any(event.method.endswith(".onClickToDial") for event in plan.of(dialect))
        for dialect in ("lightning", "classic")
    }
    channels = [event for event in lightning if event.method == "sforce.opencti.subscribe"]
    return {
        "plan": plan,
        "sink": sink,
        "declare": False,
        "version": __version__,
        "as_of": table.as_of,
        "libraries": _libraries(plan, table.newest),
        "titles": [_title(dialect) for dialect in plan.dialects],
        "stubs": _stubs(plan),
        "voice": "voice" in plan.dialects,
        "streams": "streams" in plan.dialects,
        "export": "export " if plan.form == "esm" or (plan.typescript and plan.form == "commonjs") else "",
        "lightning_channels": channels,
        "lightning_events": [event for event in lightning if event.method != "sforce.opencti.subscribe"],
        "lightning_dials": dials["lightning"],
        "classic_dials": dials["classic"],
        "asks_record": not plan.minimal
        and (sink or any(event.asks in {"record", "component"} for event in plan.events)),
        "dials": sink or any(dials.values()),
        "steps": STEPS if sink else (),
        "warnings": warnings() if sink else (),
        "answered": bool(channels) or sink or any(dials.values()),
        "module_name": module_name,
        "test_name": test_name(plan, module_name),
        "script_name": _script_name(plan, module_name),
        "wired": [_wired(event) for event in plan.events],
        "record": RECORD,
    }


def _title(dialect: str) -> str:
    return "events in the form of event sinks" if dialect == "event-sink" else str(about(dialect)["title"])


def _libraries(plan: Plan, newest: int) -> list[str]:
    loaded = {"event-sink": ("lightning", "console"), "streams": (), "voice": ()}
    wanted = dict.fromkeys(one for dialect in plan.dialects for one in loaded.get(dialect, (dialect,)))
    return [str(about(one)["library"]).replace("NN.0", f"{newest}.0") for one in wanted]


def _stubs(plan: Plan) -> list[dict[str, Any]]:
    """Return one stub for each handler name, with all its events."""
    joined: dict[str, Handler] = {}
    heard: dict[str, list[Event]] = {}
    for event in plan.events:
        for handler in event.handlers:
            joined[handler.name] = join(joined.get(handler.name), handler)
            heard.setdefault(handler.name, []).append(event)
    return [
        {
            "name": name,
            "words": _comment(" and ".join(dict.fromkeys(event.words for event in heard[name]))),
            "origins": [_comment(origin) for origin in handler.origins],
            "does": [_comment(deed) for deed in handler.does],
            "why": _comment(handler.why),
            "body": handler.body,
            "type": " | ".join(dict.fromkeys(event.type_name for event in heard[name])),
        }
        for name, handler in joined.items()
    ]


def _comment(text: str) -> str:
    """Return ``text`` so that it can neither end a comment nor break its line."""
    return " ".join(text.split()).replace("*/", "* /").replace("</", "< /").replace("<!--", "< !--")


def _ask(event: Event, dialect: str) -> str:
    """Return the question, as JavaScript, that is put before a handler of ``event`` runs."""
    if event.asks == "view":
        return "isInView()"
    if event.asks == "record":
        key = "objectId" if dialect == "classic" else "recordId"
        return f"{dialect}Shows(data.{key})"
    if event.asks == "primary":
        return "hasFocusedTab(data.id)"
    if event.asks == "subtab":
        return "hasFocusedSubtab(data.id)"
    record = next((key for key in ("objectId", "recordId", "id") if key in event.payload), "")
    return f"isInFront(data.{record})" if record else "isInFront()"


def _topic(event: Event) -> str:
    return f"window.{event.argument}" if event.argument.startswith("sforce.console.") else quote(event.argument)


def _topics(event: Event) -> str:
    return ", ".join(quote(one) for one in event.argument.split(","))


def _ts_type(kind: str) -> str:
    return {"string": "string", "boolean": "boolean", "number": "number", "json": "string", "array": "any[]"}.get(
        kind, "any"
    )


def _wired(event: Event) -> Mapping[str, Any]:
    """Return what the test needs to fire the event: the real call behind it and a payload."""
    sink = event.dialect == "event-sink"
    method, argument = SINK_SOURCES[event.name][1:] if sink else (event.method, event.argument)
    return {
        "dialect": event.dialect,
        "words": event.words,
        "method": method,
        "argument": argument,
        "form": event.form,
        "handlers": [handler.name for handler in event.handlers],
        "payload": _sample(event),
    }


def _sample(event: Event) -> Mapping[str, Any]:
    known = {"number": "+1 555 0100", "recordId": RECORD, "objectId": RECORD, "id": "tab-1"}
    kinds = {"boolean": True, "number": 1, "array": []}
    return {
        key: known.get(key) or kinds.get(kind, f"a {key}")
        for key, kind in event.payload.items()
        if key not in {"accountId", "contactId", "personAccount"}
    }
