"""The server side -> keep, replace, remove or decide for each Lambda, and the facts that questions ask for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ctilint.assess.gathered.spots import Spots
from ctilint.assess.model import Named, ServerPart, Spot
from ctilint.records import replace
from ctilint.rulebook.voice import plan

if TYPE_CHECKING:
    from ctilint.read.server.deployed import ContactFlow, FlowBlock, ServerFacts
    from ctilint.read.server.records import PyModule
    from ctilint.read.source import Source
    from ctilint.understand.server.deployment import ServerApp, ServerFunction
    from ctilint.understand.server.migration import FunctionVerdict

_WORDS = {
    "password-flow": re.compile(r"grant_type['\"]?\s*[:=,]\s*['\"]password|security_token\s*=", re.IGNORECASE),
    "jwt": re.compile(r"jwt-bearer|jwt\.encode"),
    "client-credentials": re.compile(r"client_credentials"),
    "voice-id": re.compile(r"['\"]voice-id['\"]|StartVoiceIdStream|CheckVoiceId"),
    "transcribe": re.compile(r"start_transcription_job|StartTranscriptionJob"),
    "comprehend": re.compile(r"client\(\s*['\"]comprehend['\"]"),
    "recording": re.compile(r"generate_presigned_url|get_signed_url|CloudFrontSigner|call-recordings|CallRecordings"),
    "logs-event": re.compile(r"(?:print|logger\.\w+|logging\.\w+)\([^\r\n)]{0,500}?\bevent\b"),
    "api-version": re.compile(r"/services/(?:data|Soap/[uc]|async)/v?\d\d(?:\.0)?|['\"]v\d\d\.0['\"]"),
    "lookup": re.compile(r"phoneLookup|parameterizedSearch|sf_operation"),
    "instance": re.compile(r"AWS::Connect::Instance|instance/[0-9a-f]{8}-[0-9a-f]{4}"),
    "region": re.compile(
        r"\b(?:us|eu|ap|ca|sa|af|me)-(?:gov-)?(?:central|(?:north|south)?(?:east|west)|north|south)-\d\b"
    ),
    "arn": re.compile(r"arn:aws[\w-]*:"),
    "number": re.compile(r"['\"]\+\d{8,15}['\"]"),
}


def server_facts(server: object | None) -> tuple[ServerFacts, ...]:
    """Return the facts of the server-side files that an App carries."""
    held: Any = getattr(server, "files", None)
    return tuple(held.values()) if held is not None else ()


def parts_of(server: object | None, spots: Spots) -> tuple[ServerPart, ...]:
    """Return the Lambda functions and contact flows with their verdicts."""
    from ctilint.understand.server.deployment import ServerApp

    if not isinstance(server, ServerApp):
        return ()
    from ctilint.understand.server.migration import verdicts

    for facts in server.files.values():
        spots.add(facts.source)
    known = _Voiced(server)
    parts = [_function(verdict, known, spots) for verdict in verdicts(server)]
    return (*parts, *(_flow(flow, known, spots) for flow in server.flows))


class _Voiced:
    """Knows what of a deployment speaks Salesforce Voice already; ``any`` when something does."""

    def __init__(self, server: ServerApp) -> None:
        from ctilint.understand.server.calls import table

        own = table("voice")["voice"]
        self._names = tuple(own["functions"])
        self._variables = frozenset(own["environment"])
        self._methods = frozenset(own["methods"])
        self.any = any(self.function(one) for one in server.functions) or any(map(self.flow, server.flows))

    def function(self, one: ServerFunction) -> bool:
        """Say whether a function is one that Salesforce Voice deploys: by its name, or by what it is given."""
        given = {name.upper() for name, _, _ in one.deployed.environment} if one.deployed is not None else set()
        return one.name in self._names or bool(given & self._variables)

    def flow(self, flow: ContactFlow) -> bool:
        """Say whether a flow asks Salesforce Voice for something."""
        return any(self._block(block) for block in flow.blocks)

    def foreign(self, flow: ContactFlow) -> bool:
        """Say whether a flow invokes a function that is not Voice's."""
        return any(block.function and not self._block(block) for block in flow.blocks)

    def _block(self, block: FlowBlock) -> bool:
        asks = any(one.name == "methodName" and one.value in self._methods for one in block.passes)
        return bool(block.function) and (asks or any(name in block.function for name in self._names))


def needs_of(server: object | None, spots: Spots) -> tuple[Named, ...]:
    """Return the secrets, variables and objects that the functions use, by name; never a value."""
    from ctilint.understand.server.deployment import ServerApp

    if not isinstance(server, ServerApp):
        return ()
    from ctilint.understand.server.migration import needed

    return tuple(
        Named(one.name, (replace(spots.of(one.place), text=""),), f"{one.kind} of {', '.join(one.functions) or 'code'}")
        for one in needed(server)
    )


def _function(verdict: FunctionVerdict, known: _Voiced, spots: Spots) -> ServerPart:
    function = verdict.function
    row: dict[str, Any] = plan()["server"]
    from ctilint.understand.server.migration import language

    details = [language(function)] if language(function) else []
    details += [f"timeout {function.seconds:g} s"] if function.deployed is not None and function.seconds else []
    details += [f"invoked by the flow {one.flow.name}" for one in function.invocations]
    details += [reason.row.title for reason in verdict.reasons[:1]]
    sources = tuple(dict.fromkeys(reason.row.source for reason in verdict.reasons))
    says, by, effort = verdict.verdict, verdict.by, verdict.effort
    if known.function(function):
        says, by, effort = "keep", row["function_kept"], ""
    elif known.any and verdict.verdict == "keep":
        by, effort = row["function_beside"], ""
    at = spots.of(function.place)
    return ServerPart(function.name, "Lambda function", says, by, at, sources, tuple(details), effort)


def _flow(flow: ContactFlow, known: _Voiced, spots: Spots) -> ServerPart:
    row: dict[str, Any] = plan()["server"]
    does = [one["does"] for one in plan()["block"] if any(block.type in one["types"] for block in flow.blocks)]
    calls = sorted({block.function for block in flow.blocks if block.function})
    sets = sorted({parameter.name for block in flow.blocks for parameter in block.sets})
    lost = [name for name in sets if not name.startswith(("sfdc-", "flowInput-"))]
    details = [*does, *(f"calls {name}" for name in calls)]
    at = spots.at(flow.path, flow.span)
    kept = _kept(flow, known, does)
    if kept:
        return ServerPart(flow.name, "contact flow", "keep", row[kept], at, tuple(row["sources"]), tuple(details))
    if lost:
        details.append(f"attributes that do not reach the VoiceCall until they are renamed: {', '.join(lost)}")
    return ServerPart(
        flow.name,
        "contact flow",
        "change",
        row["flow"],
        at,
        tuple(row["sources"]),
        tuple(details),
        row["flow_effort"],
        row["flow_rebuilt"],
    )


def _kept(flow: ContactFlow, known: _Voiced, does: list[str]) -> str:
    """Return the sentence of the plan for a flow that stays as it is, '' for one that has to change."""
    if known.foreign(flow):
        return ""
    if known.flow(flow) or known.any:
        return "flow_kept" if known.flow(flow) else "flow_plain"
    return "" if set(does) & {"chooses the queue", "transfers", "uses Voice ID, which has ended"} else "flow_plain"


def _is_handler(module: PyModule) -> bool:
    return any(
        len(function.parameters) == 2 and function.parameters[0].name == "event" and function.parent == 0
        for function in module.functions
    )


def signals_of(facts: tuple[ServerFacts, ...], spots: Spots) -> dict[str, list[tuple[str, Spot]]]:
    """Return the facts about the server side that questions ask for, by name."""
    found: dict[str, list[tuple[str, Spot]]] = defaultdict(list)
    for one in facts:
        for name, text, spot in _signals(one, spots):
            found[name].append((text, spot))
    return found


def _signals(one: ServerFacts, spots: Spots) -> Iterator[tuple[str, str, Spot]]:
    for function in one.functions:
        yield "lambda", function.logical_id, spots.at(function.path, function.span)
    for module in one.modules:
        if _is_handler(module):
            yield "lambda", module.name, spots.at(module.path, module.span)
    for flow in one.flows:
        for block in flow.blocks:
            if block.function:
                yield "flow-lambda", block.function, spots.at(flow.path, block.function_span or block.span)
            for parameter in block.sets:
                yield "attribute", parameter.name, spots.at(flow.path, parameter.span)
    yield from _words(one.source, spots)


def _words(source: Source, spots: Spots) -> Iterator[tuple[str, str, Spot]]:
    from ctilint.read.source import Span

    for name, pattern in _WORDS.items():
        match = pattern.search(source.text)
        if match is not None:
            # The line itself may hold a secret: only its place is kept.
            yield name, "", replace(spots.at(source.path, Span(match.start(), match.end())), text="")
