"""What lies beside the code: Apex classes, message channels, CTI Flows, call center files, names of other metadata."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator
from fnmatch import fnmatchcase
from typing import Protocol

from ctilint.assess.gathered.spots import Spots
from ctilint.assess.model import (
    Apex,
    CallCenterFile,
    CallCenterItem,
    Named,
    Piece,
    Spot,
)
from ctilint.read.markup.callcenter import CallCenter
from ctilint.read.source import Source, Span
from ctilint.records import dataclass, replace
from ctilint.rulebook.entries import VoiceRow
from ctilint.rulebook.voice import voice_row
from ctilint.understand.model import App

_CHANNEL = ".messagechannel-meta.xml"
_LARGEST = 2_000_000
_CHANNEL_USE = re.compile(r"@salesforce/messageChannel/(\w+)|<lightning:messageChannel[^>]{0,500}?\btype=[\"'](\w+)")
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|//[^\r\n]*|'(?:\\.|[^'\\\r\n])*'?", re.DOTALL)
# Every repeat has an end: a file of unclosed comments or brackets must not be gone through once for each of them.
_METHOD = (
    r"(?i)((?:@\w{1,60}(?:\([^)]{0,500}\))?\s{1,200}){0,8})"
    r"\b((?:(?:global|public|private|static|webservice|final)\s{1,200}){1,6}"
    r"[\w.<>,\s]{1,80}?\sNAME\s{0,200}\([^)]{0,2000}\))"
)
_CUSTOM = "custom <section>/<item>"
_MODES = {"classic": "Classic", "classic_and_lightning": "Classic_and_Lightning", "lightning": "Lightning"}
_METADATA_FIELDS = {
    "adapterUrl": "reqAdapterUrl",
    "displayName": "reqDisplayName",
    "internalNameLabel": "",
    "displayNameLabel": "",
    "version": "",
}


class Files(Protocol):
    """The files under the paths of a run, as ``ctilint.read.files.discover.Tree`` lists them."""

    def files(self) -> Iterator[str]:
        """Yield every path."""

    def bytes_of(self, path: str) -> bytes | None:
        """Return the bytes of one file."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What was found beside the code. ``paths`` are all files; ``texts`` those that were read here."""

    paths: tuple[str, ...]
    channels: tuple[tuple[str, str, Spot], ...]
    apex: tuple[Apex, ...]
    texts: tuple[Source, ...]


def look_beside(files: Files | None, apex: tuple[Apex, ...], named: Iterable[str], spots: Spots) -> Beside:
    """Read what the names of ``apex``, the channels ``named`` in calls and the metadata folders lead to."""
    if files is None:
        return Beside((), (), apex, ())
    paths = tuple(files.files())
    texts: list[Source] = []
    channels: list[tuple[str, str, Spot]] = []
    for path in paths:
        name = path.rpartition("/")[2]
        if name.lower().endswith(_CHANNEL):
            source = read(files, path)
            if source is not None:
                spots.add(source)
                texts.append(source)
                channels.append((f"{name[: -len(_CHANNEL)]}__c", "declared", spots.at(path, Span(0, 0))))
    wanted = {*named, *(name for name, _, _ in channels)}
    channels.extend(_component_uses(wanted, paths, files, spots))
    found = tuple(_declared(one, paths, files, spots, texts) for one in apex)
    return Beside(paths, tuple(channels), found, tuple(texts))


def _component_uses(
    wanted: Collection[str], paths: Iterable[str], files: Files, spots: Spots
) -> Iterator[tuple[str, str, Spot]]:
    """Yield the components that speak on one of the channels ``wanted``."""
    for path in paths if wanted else ():
        name = path.rpartition("/")[2]
        if not (name.endswith((".js", ".ts", ".cmp")) and ("/lwc/" in f"/{path}" or "/aura/" in f"/{path}")):
            continue
        source = read(files, path)
        for match in _CHANNEL_USE.finditer(source.text) if source is not None else ():
            channel = match[1] or match[2]
            if channel in wanted and source is not None:
                spots.add(source)
                component = name.partition(".")[0]
                yield channel, f"component {component}", spots.at(path, Span(match.start(), match.end()))


def read(files: Files, path: str) -> Source | None:
    """Return the text of ``path``; None when it is too large, no text or not to be read."""
    from ctilint.read.source import UnreadableSourceError, decode

    data = files.bytes_of(path)
    if data is None or len(data) > _LARGEST:
        return None
    try:
        return decode(path, data)
    except UnreadableSourceError:
        return None


def _declared(apex: Apex, paths: Iterable[str], files: Files, spots: Spots, texts: list[Source]) -> Apex:
    owner, _, method = apex.name.rpartition(".")
    wanted = f"{owner.rpartition('.')[2].lower()}.cls"
    path = next((path for path in paths if path.rpartition("/")[2].lower() == wanted), None)
    source = read(files, path) if path is not None else None
    if path is None or source is None:
        return apex
    spots.add(source)
    texts.append(source)
    code = _COMMENT.sub(lambda match: " " * len(match[0]), source.text)
    match = re.search(_METHOD.replace("NAME", method), code) if re.fullmatch(r"\w+", method) else None
    if match is None:
        at = spots.at(path, Span(0, 0))
        return replace(apex, declared=at, found="the class is there, the method was not found in it")
    start = match.start(2)
    signature = " ".join(f"{match[1]} {match[2]}".split())
    at = spots.at(path, Span(start, start))
    return replace(apex, declared=at, signature=signature, found="found", piece=_measured(code, match, apex.name, at))


def _measured(code: str, match: re.Match[str], name: str, at: Spot) -> Piece | None:
    """Return the size of the method that ``match`` declares in ``code``, whose comments and texts are blank."""
    first = code.find("{", match.end())
    if first < 0 or code[match.end() : first].strip():
        return None
    depth = 0
    last = len(code)
    for brace in re.finditer(r"[{}]", code[first:]):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            last = first + brace.end()
            break
    body = code[first:last]
    key = hashlib.sha256(" ".join(code[match.start(2) : last].split()).encode("utf-8", "surrogatepass")).hexdigest()
    branches = len(re.findall(r"\b(?:if|for|while|catch|when)\b|\?(?=[^.?:]*:)", body))
    return Piece(key[:16], name, at, code.count("\n", match.start(2), last) + 1, body.count(";"), branches)


def call_centers_of(app: App, spots: Spots) -> tuple[CallCenterFile, ...]:
    """Return the call center definitions with the row of the map for each item."""
    found = []
    for path, facts in sorted(app.files.items()):
        if isinstance(facts.call_center, CallCenter):
            found.append(_call_center(path, facts.call_center, spots))
    return tuple(found)


def _call_center(path: str, center: CallCenter, spots: Spots) -> CallCenterFile:
    items: list[CallCenterItem] = []
    for section in center.sections:
        if section.name == "reqHvcc":
            at = spots.at(path, section.name_span)
            items.append(CallCenterItem("section reqHvcc", "", "", at, _row("section reqHvcc")))
        for item in section.items:
            known = voice_row(item.name) if item.name.startswith("req") else None
            at = spots.at(path, item.name_span)
            items.append(CallCenterItem(item.name, section.name, item.value, at, known or _row(_CUSTOM)))
    for name, text, span in center.fields:
        item_name = _METADATA_FIELDS.get(name, "")
        if item_name and not any(item.name == item_name for item in items):
            items.append(CallCenterItem(item_name, "", text, spots.at(path, span), _row(item_name)))
    value = {item.name: item.value for item in items}
    mode = _MODES.get(value.get("reqSalesforceCompatibilityMode", "").strip().lower(), "")
    is_voice = any(item.name in {"reqVendorInfoApiName", "section reqHvcc"} for item in items)
    name = value.get("reqInternalName") or value.get("reqDisplayName") or path.rpartition("/")[2].partition(".")[0]
    return CallCenterFile(path, name, center.form, is_voice, mode, tuple(items))


def _row(name: str) -> VoiceRow:
    row = voice_row(name)
    assert row is not None  # noqa: S101 - the table of call center items holds it; a test says so
    return row


def matching(paths: Iterable[str], pattern: str) -> tuple[str, ...]:
    """Return the paths whose file name matches ``pattern`` (any case)."""
    wanted = pattern.lower()
    return tuple(path for path in paths if fnmatchcase(path.rpartition("/")[2].lower(), wanted))


def words_in(texts: Iterable[Source], word: str, spots: Spots) -> tuple[Spot, ...]:
    """Return the first places in which ``word`` stands in each text."""
    found = []
    for source in texts:
        at = source.text.find(word)
        if at >= 0:
            spots.add(source)
            found.append(spots.at(source.path, Span(at, at + len(word))))
    return tuple(found)


def channels_named(
    calls: dict[str, list[tuple[str, Spot]]], beside: Iterable[tuple[str, str, Spot]]
) -> tuple[Named, ...]:
    """Join the channels that calls name with those that metadata declares and components use."""
    table: dict[str, tuple[list[Spot], list[str]]] = {}
    for name, uses in calls.items():
        spots, does = table.setdefault(name, ([], []))
        for verb, spot in uses:
            spots.append(spot)
            does.append(verb)
    for name, verb, spot in beside:
        spots, does = table.setdefault(name, ([], []))
        spots.append(spot)
        does.append(verb)
    return tuple(
        Named(name, tuple(sorted(set(spots))), ", ".join(dict.fromkeys(does)))
        for name, (spots, does) in sorted(table.items())
    )
