"""The server side -> keep, replace, remove or decide for each Lambda, and the facts that questions ask for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from ctilint.assess.model import ServerPart, Spot
from ctilint.assess.spots import Spots
from ctilint.records import replace
from ctilint.rulebook.voice import plan

if TYPE_CHECKING:
    from ctilint.read.server.records import ContactFlow, DeployedFunction, PyModule, ServerFacts
    from ctilint.read.source import Source

_WORDS = {
    "password-flow": re.compile(r"grant_type['\"]?\s*[:=,]\s*['\"]password|security_token\s*=", re.IGNORECASE),
    "jwt": re.compile(r"jwt-bearer|jwt\.encode"),
    "client-credentials": re.compile(r"client_credentials"),
    "voice-id": re.compile(r"['\"]voice-id['\"]|StartVoiceIdStream|CheckVoiceId"),
    "transcribe": re.compile(r"start_transcription_job|StartTranscriptionJob"),
    "comprehend": re.compile(r"client\(\s*['\"]comprehend['\"]"),
    "recording": re.compile(r"generate_presigned_url|get_signed_url|CloudFrontSigner|call-recordings|CallRecordings"),
    "logs-event": re.compile(r"(?:print|logger\.\w+|logging\.\w+)\([^\r\n)]*\bevent\b"),
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
    if server is None:
        return ()
    for name in ("files", "documents", "facts"):
        held: Any = getattr(server, name, None)
        if held is not None:
            return tuple(held.values()) if hasattr(held, "values") else tuple(held)
    return ()


def parts_of(facts: tuple[ServerFacts, ...], spots: Spots) -> tuple[ServerPart, ...]:
    """Return the Lambdas, deployed functions and contact flows with their verdicts."""
    found: list[ServerPart] = []
    for one in facts:
        spots.add(one.source)
        modules = (module for module in one.modules if not module.inline)
        found.extend(_module(module, spots) for module in modules if _is_handler(module) or _is_known(module.name))
        found.extend(_function(function, spots) for function in one.functions)
        found.extend(_flow(flow, spots) for flow in one.flows)
    return tuple(found)


def _is_handler(module: PyModule) -> bool:
    return any(
        len(function.parameters) == 2 and function.parameters[0].name == "event" and function.parent == 0
        for function in module.functions
    )


def _is_known(name: str) -> bool:
    return bool(_verdict(name)["files"] != ["*"])


def _verdict(name: str) -> dict[str, Any]:
    rows: list[dict[str, Any]] = plan()["lambda"]
    return next(row for row in rows if any(fnmatchcase(name, pattern) for pattern in row["files"]))


def _module(module: PyModule, spots: Spots) -> ServerPart:
    row = _verdict(module.name)
    at = spots.at(module.path, module.span)
    return ServerPart(module.name, "Lambda code", row["verdict"], row["by"], at, tuple(row["sources"]))


def _function(function: DeployedFunction, spots: Spots) -> ServerPart:
    details = []
    for label, setting in (("runtime", function.runtime), ("timeout", function.timeout), ("handler", function.handler)):
        if setting is not None and setting.text is not None:
            details.append(f"{label} {setting.text}")
    details += [f"triggered by {', '.join(function.triggers)}"] if function.triggers else []
    at = spots.at(function.path, function.span)
    by = "see the code of its handler"
    return ServerPart(function.logical_id, "deployed function", "see code", by, at, (), tuple(details))


def _flow(flow: ContactFlow, spots: Spots) -> ServerPart:
    calls = sorted({block.function for block in flow.blocks if block.function})
    sets = sorted({parameter.name for block in flow.blocks for parameter in block.sets})
    lost = [name for name in sets if not name.startswith(("sfdc-", "flowInput-"))]
    details = [f"calls {name}" for name in calls]
    if lost:
        details.append(f"attributes that do not reach the VoiceCall until they are renamed: {', '.join(lost)}")
    by = "add createVoiceCall, executeOmniFlow and createTransferVC; rename attributes to sfdc-<field>"
    name = flow.name or flow.path.rpartition("/")[2]
    at = spots.at(flow.path, flow.span)
    return ServerPart(name, "contact flow", "change", by, at, ("S07", "S06"), tuple(details))


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
