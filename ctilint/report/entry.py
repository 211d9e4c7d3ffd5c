"""A row of the API tables in words: for the terminal, the editor and the documentation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ctilint.rulebook.entries import ApiArgument, ApiEntry

_UNDO = {
    "removal": "taken back by",
    "switch": "switched off by",
    "handle": "taken back through what it returns:",
    "none": "cannot be taken back: no call for it is documented",
}
_FORMS = {
    "lightning": "{success, returnValue, errors}",
    "classic": "{result, error}",
    "console": "fields at the top level",
    "event": "an event; the fields stand in its detail",
    "object": "an object",
    "json": "JSON text",
    "none": "nothing",
    "any": "anything, or null",
    "": "not known",
}
CONFIDENCE = {
    "A": "guide and library agree",
    "B": "guide only",
    "C": "library or typings only",
    "D": "third party only",
    "U": "unverified",
}
"""What the marks of confidence mean."""


def lines_of(entry: ApiEntry) -> Iterator[str]:
    """Yield what is known of a row: its arguments, answer, versions, what undoes it, Voice, the source."""
    yield signature(entry)
    yield f"  {entry.kind} of {entry.dialect}{': ' if entry.summary else ''}{entry.summary}"
    yield from _versions(entry)
    yield from _component(entry)
    if "arguments" in entry.unknown:
        yield "  arguments: not known"
    for argument in entry.arguments:
        yield f"  {_argument(argument)}"
    given = {_argument(argument) for argument in entry.arguments}
    for argument in entry.module_arguments:
        if _argument(argument) not in given:
            yield f"  in LWC {_argument(argument)}"
    if entry.listener:
        yield f"  listener gets {_shape(entry.payload_form, entry.payload)}"
    if entry.kind == "event" and entry.payload_form:
        yield f"  carries {_shape(entry.payload_form, entry.payload)}"
    if entry.callback and entry.response_form != "none":
        yield f"  answer: {_shape(entry.response_form, entry.response)}"
    if entry.returns:
        yield f"  returns {entry.returns}"
    if entry.undo:
        yield f"  {_UNDO[entry.undo]} {', '.join(entry.undone_by)}".rstrip()
    elif entry.undone_by:
        yield f"  undone by {', '.join(entry.undone_by)}"
    for key, value in entry.values.items():
        yield f"  {key} = {value}"
    for dialect, other in entry.counterparts.items():
        yield f"  in {dialect}: {other}"
    yield from _voice_text(entry)
    for note in entry.notes:
        yield f"  note: {note}"
    looked = f", looked at on {entry.looked}" if entry.looked else ""
    yield f"  source: {entry.source} ({entry.confidence}: {CONFIDENCE[entry.confidence]}{looked})"


def markdown_of(entry: ApiEntry) -> str:
    """Return a row as Markdown: the call as code, what is known of it as a list."""
    first, *rest = lines_of(entry)
    lines = [line for part in rest for line in part.split("\n")]
    return "\n".join([f"```js\n{first}\n```", "", *(f"* {line.strip()}" for line in lines)])


def signature(entry: ApiEntry) -> str:
    """Return the call as it is written, with a question mark behind what may be left out."""
    if entry.style == "value":
        return entry.name
    return entry.name + ("(…)" if "arguments" in entry.unknown else _call(entry.arguments, entry.style))


def _call(arguments: Sequence[ApiArgument], style: str) -> str:
    names = ", ".join(argument.name if argument.required else f"{argument.name}?" for argument in arguments)
    return f"({{{names}}})" if style == "object" and names else f"({names})"


def _component(entry: ApiEntry) -> Iterator[str]:
    """Say how Aura and LWC each call a method of the Lightning console."""
    last = entry.name.rpartition("#")[2]
    if entry.dialect == "workspace":
        if entry.receiver:
            aura = f"in Aura: {entry.receiver}.{last}{_call(entry.arguments, entry.style)}"
            yield f"  {aura}" if entry.module else f"  {aura}; LWC has no such function"
        if entry.module and entry.style == "value":
            yield f"  in LWC: @wire({last}), imported from {entry.module}; Aura has no such adapter"
        elif entry.module:
            inside = entry.module_arguments if entry.receiver else entry.arguments
            lwc = f"in LWC: {last}{_call(inside, 'positional')}, imported from {entry.module}"
            yield f"  {lwc}" if entry.receiver else f"  {lwc}; Aura has no such method"


def _versions(entry: ApiEntry) -> Iterator[str]:
    parts = [f"since {entry.since}"] if entry.since else []
    if entry.seen:
        parts = [f"since a version from {entry.since} to {entry.seen}: which one is not known"]
    parts += [f"last in {entry.removed}"] if entry.removed else []
    if parts:
        yield f"  {', '.join(parts)}"


def _argument(argument: ApiArgument) -> str:
    text = f"{argument.name}: {argument.type.replace('|', ' or ') or 'type not known'}"
    text += ", required" if argument.required else ""
    if argument.minimum is not None and argument.maximum is not None:
        text += f", {argument.minimum:g} to {argument.maximum:g}"
    elif argument.maximum is not None:
        text += f", at most {argument.maximum:g}"
    if argument.values:
        text += f", one of {', '.join(value.strip('<>') for value in argument.values)}"
    if argument.relative == (".",):
        text += ", without a host"
    if argument.one_of:
        text += f", with one of {', '.join(argument.one_of)}"
    if argument.needs:
        text += f", with {' and '.join(argument.needs)}"
    if argument.ignored:
        text += f", dropped: {argument.ignored}"
    if argument.keys:
        text += f", keys {', '.join(argument.keys)}"
    for kind, needed in argument.forms.items():
        text += f"\n    {kind} needs {', '.join(needed)}"
    return f"{text} ({argument.note})" if argument.note else text


def _shape(form: str, fields: Any) -> str:
    names = ", ".join(f"{name}: {kind}" for name, kind in fields.items())
    words = _FORMS[form]
    return f"{words}: {names}" if names else words


def _voice_text(entry: ApiEntry) -> Iterator[str]:
    from ctilint.rulebook.voice import voice_row

    row = voice_row(entry.name)
    if row is not None:
        yield f"  Salesforce Voice with Amazon Connect: {row.amazon_connect}"
        yield f"  Salesforce Voice with Partner Telephony: {row.partner_telephony}"
