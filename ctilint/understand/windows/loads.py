"""Loads of Salesforce's and Amazon's libraries: in markup, in metadata, in code, in copies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from ctilint.findings import Evidence, Place
from ctilint.patterns import pattern
from ctilint.read.facts import Call, FileFacts, Library, Literal, Member, Name, Template, Value
from ctilint.read.source import Span
from ctilint.records import replace
from ctilint.rulebook.entries import Dialect
from ctilint.understand.model import Load
from ctilint.understand.program.index import ScriptIndex, within
from ctilint.understand.program.joining import of_script
from ctilint.understand.program.targets import Arr
from ctilint.understand.values.resolver import Resolver
from ctilint.understand.words import LoadForm

ADDRESS = pattern(
    r"/support/(?P<kind>api|console)/(?P<version>[^/\s\"'<>]{0,40}|\{![^{}]{0,200}\}|<[%?][^<>]{0,200}>)/"
    r"(?P<folder>lightning/)?(?P<library>opencti_min|opencti|interaction_min|interaction|integration_min|integration|\{\})"
    r"(?P<end>\.js)?+(?![\w/-])"
    r"|/soap/ajax/(?P<ajax>[^/\s\"'<>]{0,40}|\{![^{}]{0,200}\}|<[%?][^<>]{0,200}>)/(?P<toolkit>connection|apex)(?:\.js)?+"
    r"(?![\w/-])",
    re.IGNORECASE,
)
FILES = ("opencti", "integration", "interaction", "connection.js", "apex.js")
DIALECTS: Mapping[Library, Dialect] = {
    "opencti": "lightning",
    "interaction": "classic",
    "integration": "console",
    "ajax": "ajax",
    "apex": "ajax",
    "streams": "streams",
    "connector": "connector",
    "sdk": "connect-sdk",
}
NAMED: Mapping[str, Library] = {"opencti": "opencti", "interaction": "interaction", "integration": "integration"}
FOLDERS: Mapping[str, Library] = {"console": "integration", "api": "opencti"}
TOOLKITS: Mapping[str, Library] = {"connection": "ajax", "apex": "apex"}
FORMS: Mapping[str, LoadForm] = {
    "script": "script tag",
    "apex": "apex:includeScript",
    "require": "REQUIRESCRIPT",
    "lightning": "ltng:require",
    "frame": "frame",
    "resource": "static resource",
}
NUMBER = pattern(r"v?[0-9]{1,3}(?:\.[0-9]+)?\Z", re.IGNORECASE)
# ``%s`` and ``%1$s`` are filled in by a format; the rest by templates.
UNKNOWN = pattern(r"\{\}|\{!|\$\{|<%|<\?|\{\{|\{%|\{\w+\}|%(?:\d\$?)?[sd@]|%\d")
HOST = pattern(r"(?:https?:)?//([^/\s\"']+)")
STREAMS = pattern(r"(?<![a-z])(?:amazon-?)?connect-?streams(?![a-z])", re.IGNORECASE)
STREAMS_VERSION = pattern(
    r"connect-?streams@v?(\d+\.\d+(?:\.\d+)?)|[-_/]v?(\d+\.\d+(?:\.\d+)?)(?=[-./_])", re.IGNORECASE
)
JOINING = ("join", "concat")
PACKAGES: Mapping[str, Library] = {
    "amazon-connect-streams": "streams",
    "scv-connector-base": "connector",
    "@salesforce/scv-connector-base": "connector",
}


def loads_of_markup(facts: FileFacts) -> Iterator[Load]:
    """Yield the loads that markup and metadata make, and the library that a vendored copy is."""
    for include in facts.includes:
        form = FORMS.get(include.kind)
        if form is not None:
            yield from _in_text(include.target, include.span, facts, form)
        if form is not None and include.kind in {"script", "apex"} and STREAMS.search(include.target):
            yield _streams(include.target, Place(facts.path, include.span), form)
    for script in facts.scripts:
        # A Visualforce tag may stand inside a script element; the platform still writes the load into the page.
        for mask in script.masks:
            if mask.text.lower().startswith("<apex:includescript"):
                yield from _in_text(mask.text, mask.span, facts, "apex:includeScript")
    if facts.vendored is not None:
        library = facts.vendored.library
        yield Load(
            library,
            DIALECTS.get(library, "console"),
            facts.vendored.version or None,
            facts.path,
            Place(facts.path, facts.vendored.span),
            "vendored copy",
        )


def _streams(address: str, place: Place, form: LoadForm) -> Load:
    found = STREAMS_VERSION.search(address)
    return Load("streams", "streams", found[1] or found[2] if found is not None else None, address, place, form)


def _in_text(text: str, span: Span, facts: FileFacts, form: LoadForm) -> Iterator[Load]:
    for match in ADDRESS.finditer(text):
        yield _load(match, text, Place(facts.path, _version_span(match, span, facts.source.cut(span))), form)


def _version_span(match: re.Match[str], span: Span, written: str) -> Span:
    """Return where the version stands in the file, or the whole span when the file writes it otherwise."""
    version = match.group("version") if match.group("version") is not None else match.group("ajax")
    at = written.find(match.group(0))
    if at < 0 or not version:
        return span
    inner = match.group(0).find(f"/{version}/") + 1
    return Span(span.start + at + inner, span.start + at + inner + len(version))


def _load(
    match: re.Match[str],
    text: str,
    place: Place,
    form: LoadForm,
    evidence: Evidence = Evidence.MATCHED,
    related: tuple[Place, ...] = (),
) -> Load:
    if match.group("ajax") is not None:
        library = TOOLKITS[match.group("toolkit").lower()]
        written = match.group("ajax")
    else:
        # Where the file's name is not known, the folder says which of the two families it is of.
        name = match.group("library").lower().removesuffix("_min")
        library = NAMED.get(name) or FOLDERS[match.group("kind").lower()]
        written = match.group("version")
    host = HOST.search(text[: match.start()])
    return Load(
        library,
        DIALECTS[library],
        version_of(written),
        match.group(0),
        place,
        form,
        evidence,
        related,
        host.group(1) if host else "",
    )


def version_of(written: str) -> str | None:
    """Return the version number written, '' for an empty or placeholder one, None when it cannot be known."""
    if NUMBER.match(written):
        return written.lstrip("vV")
    if UNKNOWN.search(written):
        return None
    return ""


def loads_of_script(index: ScriptIndex, resolver: Resolver) -> Iterator[Load]:
    """Yield the loads that code makes: any text with a library's address, put together or whole."""
    script = index.script
    for item in {item.source: item for item in reversed(script.imports)}.values():
        library = "sdk" if item.source.startswith("@amazon-connect/") else PACKAGES.get(item.source)
        if library is not None:
            yield Load(library, DIALECTS[library], None, item.source, Place(script.path, item.span), "import")
    for value, promising, names in _addressing(index):
        if promising:
            yield from _of_value(index, value, resolver)
        for text in names:
            yield _streams(text, Place(script.path, value.span), "string")
    if _names_files(index):
        for key in JOINING:
            for call in index.called.get(key, ()):
                if isinstance(call.callee, Member):
                    parts = _joined(index, call, call.callee.object, resolver)
                    for load in _of_value(index, call, resolver) if parts else ():
                        yield _narrowed_to(load, parts)


@of_script
def _addressing(index: ScriptIndex) -> tuple[tuple[Literal | Template, bool, tuple[str, ...]], ...]:
    """Return the texts that may be a library's address: whether of Salesforce's, and what names Streams in them."""
    inner = {id(part) for value, _ in index.texts if isinstance(value, Template) for part in value.parts}
    found = []
    for value, _ in index.texts:
        promising = id(value) not in inner and _promising(value)
        names = tuple(
            text for text in _written(value) if text.endswith(".js") and STREAMS.search(text.rpartition("/")[2])
        )
        if promising or names:
            found.append((value, promising, names))
    return tuple(found)


@of_script
def _names_files(index: ScriptIndex) -> bool:
    return any(name in text for value, _ in index.texts for text in _written(value) for name in FILES)


def _promising(value: Literal | Template) -> bool:
    return any("/support/" in text or "/soap/ajax/" in text for text in _written(value)) or (
        isinstance(value, Template) and any(name in text for text in _written(value) for name in FILES)
    )


def _joined(index: ScriptIndex, call: Call, given: Value, resolver: Resolver) -> tuple[Literal, ...]:
    """Return the texts of which a call puts a library's address together, none of which is one itself."""
    held = resolver.resolve(index.script, given) if isinstance(given, Name | Member) else ()
    values: list[Value] = [call]
    values.extend(item.value for item in held if isinstance(item, Arr) and item.index is index)
    texts = tuple(part for value in values for part in within(value) if isinstance(part, Literal))
    named = any(name in text for part in texts for text in _written(part) for name in FILES)
    return texts if named and not any(ADDRESS.search(text) for part in texts for text in _written(part)) else ()


def _written(value: Value) -> Iterator[str]:
    if isinstance(value, Literal):
        if isinstance(value.value, str):
            yield value.value
    elif isinstance(value, Template):
        for part in value.parts:
            yield from _written(part)


def _of_value(index: ScriptIndex, value: Literal | Template | Call, resolver: Resolver) -> Iterator[Load]:
    script = index.script
    cut = value.span
    whole = isinstance(value, Literal)
    seen: set[tuple[str, str | None]] = set()
    for text in resolver.texts(script, value):
        for match in ADDRESS.finditer(text):
            place = Place(script.path, cut)
            load = _load(match, text, place, "string", Evidence.MATCHED if whole else Evidence.DERIVED)
            if (load.library, load.version) in seen:
                continue
            seen.add((load.library, load.version))
            yield load


def _narrowed_to(load: Load, parts: Iterable[Literal]) -> Load:
    """Return a load with its place at the part that writes the version."""
    for part in parts:
        if load.version and part.value == load.version:
            return replace(load, place=Place(load.place.path, part.span))
    return load


def narrowed(loads: Iterable[Load], files: dict[str, FileFacts]) -> Iterator[Load]:
    """Yield the loads of code with their places narrowed to the version where the file writes it there."""
    for load in loads:
        facts = files.get(load.place.path)
        if facts is None or load.form != "string" or not load.version:
            yield load
            continue
        written = facts.source.cut(load.place.span)
        at = written.find(f"/{load.version}/")
        if at < 0:
            yield load
            continue
        start = load.place.span.start + at + 1
        place = Place(load.place.path, Span(start, start + len(load.version)))
        yield Load(
            load.library,
            load.dialect,
            load.version,
            load.address,
            place,
            load.form,
            load.evidence,
            load.related,
            load.host,
        )
