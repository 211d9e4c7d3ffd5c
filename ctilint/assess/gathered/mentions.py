"""What the scripts and pages of an app mention besides the API: hosts, settings keys, names, modules, components."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from ctilint.assess.gathered.spots import Spots, distinct
from ctilint.assess.gathered.uses import dotted
from ctilint.assess.model import Named, Spot
from ctilint.read.facts import Call, FileFacts, FileKind, Literal, Member, Name, Script, Template, Value
from ctilint.read.markup.callcenter import CallCenter
from ctilint.read.source import Span
from ctilint.records import dataclass, field
from ctilint.understand.model import App
from ctilint.understand.program.index import steps_of, values_of, within

_HOST = re.compile(r"(?<![\w.])(?:https?|wss?):(?:\\?/){2}((?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,})(?![\w.-])")
_PROTOCOL_RELATIVE = re.compile(r"^//((?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,})(?=[/:?#]|$)")
_SETTING = re.compile(r"^/[A-Za-z]\w*/\w+$")
_NAMESPACES = frozenset(
    {"www.w3.org", "schemas.xmlsoap.org", "soap.sforce.com", "schemas.microsoft.com", "json-schema.org"}
)
_SALESFORCE = (
    "salesforce.com",
    "force.com",
    "visualforce.com",
    "salesforce-scrt.com",
    "lightning.com",
    "documentforce.com",
)
_AMAZON = ("awsapps.com", "amazonaws.com", "connect.aws", "cloudfront.net", "amazon.com")

_COMPONENTS = {FileKind.AURA: "Aura", FileKind.VISUALFORCE: "Visualforce"}
_BUNDLES = {"aura": "Aura", "lwc": "Lightning web component"}
_BUNDLE = re.compile(r"/(aura|lwc)/([^/]+)/[^/]+$")


@dataclass(slots=True)
class Mentions:
    """Names with the places that mention them, each kind apart."""

    hosts: dict[str, list[Spot]] = field(default_factory=lambda: defaultdict(list))
    settings: dict[str, list[Spot]] = field(default_factory=lambda: defaultdict(list))
    paths: dict[str, list[Spot]] = field(default_factory=lambda: defaultdict(list))
    imports: dict[str, list[Spot]] = field(default_factory=lambda: defaultdict(list))


def mentions_of(app: App, spots: Spots) -> Mentions:
    """Walk every script and page of ``app`` once."""
    found = Mentions()
    for path, facts in app.files.items():
        if facts.vendored is not None:
            continue
        for script in facts.scripts:
            _script(script, found, spots)
        _markup(path, facts, found, spots)
    return found


def named(table: Mapping[str, list[Spot]], notes: Mapping[str, str] | None = None) -> tuple[Named, ...]:
    """Return the names of ``table`` in order, each with its places."""
    return tuple(Named(name, distinct(table[name]), (notes or {}).get(name, "")) for name in sorted(table))


def owner_of(host: str) -> str:
    """Return whose host it is: Salesforce, Amazon, or external."""
    host = host.lower()
    if host.endswith(_SALESFORCE):
        return "Salesforce"
    return "Amazon" if host.endswith(_AMAZON) else "external"


def components_of(app: App, spots: Spots) -> tuple[Named, ...]:
    """Return the pages and components that the files belong to which were read, with what they are."""
    found: dict[tuple[str, str], list[Spot]] = defaultdict(list)
    for path, facts in app.files.items():
        kind = _COMPONENTS.get(facts.kind, "")
        name = path.rpartition("/")[2].partition(".")[0]
        folder = _BUNDLE.search(f"/{path}")
        if folder is not None:
            kind, name = _BUNDLES[folder[1]], folder[2]
        if kind:
            found[name, kind].append(spots.at(path, Span(0, 0)))
    return tuple(Named(name, distinct(places), kind) for (name, kind), places in sorted(found.items()))


def _script(script: Script, found: Mentions, spots: Spots) -> None:
    for one in script.imports:
        found.imports[one.source].append(spots.at(script.path, one.span))
    everything = list(values(script))
    inner = {id(value.object) for value in everything if isinstance(value, Member)}
    for value in everything:
        match value:
            case Member() if id(value) not in inner or value.key is None or _SETTING.match(value.key):
                _member(script, value, found, spots)
            case Name() if id(value) not in inner and script.lookup(value) is None:
                found.paths[value.name].append(spots.at(script.path, value.span))
            case Literal() if isinstance(value.value, str):
                _text(script.path, value.value, value.span, found, spots)
            case Template():
                for part in value.parts:
                    if isinstance(part, Literal) and isinstance(part.value, str):
                        _text(script.path, part.value, part.span, found, spots)
            case Call():
                _required(script, value, found, spots)
            case _:
                pass


def values(script: Script) -> Iterator[Value]:
    """Yield every value of ``script`` once."""
    seen: set[int] = set()
    for function in script.functions:
        for step in steps_of(function.body):
            for value in values_of(step):
                for item in within(value):
                    if id(item) not in seen:
                        seen.add(id(item))
                        yield item


def _member(script: Script, member: Member, found: Mentions, spots: Spots) -> None:
    key = member.key
    if key is not None and _SETTING.match(key):
        found.settings[key].append(spots.at(script.path, member.key_span))
        return
    path = dotted(member)
    if path and _is_global(script, member):
        found.paths[path].append(spots.at(script.path, member.span))


def _is_global(script: Script, member: Member) -> bool:
    value: Value = member
    while isinstance(value, Member):
        value = value.object
    return isinstance(value, Name) and script.lookup(value) is None


def _required(script: Script, call: Call, found: Mentions, spots: Spots) -> None:
    if isinstance(call.callee, Name) and call.callee.name in {"require", "import"} and len(call.arguments) == 1:
        source = call.arguments[0]
        if isinstance(source, Literal) and isinstance(source.value, str):
            found.imports[source.value].append(spots.at(script.path, call.span))


def _markup(path: str, facts: FileFacts, found: Mentions, spots: Spots) -> None:
    for element in facts.elements:
        if element.tag.lower() == "a":
            continue  # a link for a reader is no system that the app talks to
        for attribute in element.attributes:
            if not attribute.name.lower().startswith("xmlns"):
                _text(path, attribute.value, attribute.value_span, found, spots)
        if element.text and facts.kind is FileKind.METADATA:
            _text(path, element.text, element.span, found, spots)
    if isinstance(facts.call_center, CallCenter):
        for section in facts.call_center.sections:
            for item in section.items:
                _text(path, item.value, item.value_span, found, spots)


def _text(path: str, text: str, span: Span, found: Mentions, spots: Spots) -> None:
    if "//" not in text and "\\/" not in text:
        return
    hosts = [match[1] for match in _HOST.finditer(text)]
    relative = _PROTOCOL_RELATIVE.match(text)
    if relative:
        hosts.append(relative[1])
    for host in hosts:
        if host.lower() not in _NAMESPACES:
            found.hosts[host.lower()].append(spots.at(path, span))
