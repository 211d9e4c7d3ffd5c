"""The message channels and console events of an app -> the message channels of a Lightning web component."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ctilint.assess.gathered import entries
from ctilint.assess.gathered.reach import reaches_of
from ctilint.assess.gathered.spots import Spots
from ctilint.records import dataclass
from ctilint.understand.model import ApiCall, App, Window
from ctilint.views.connector import Filler

_PUBLISHES = frozenset({"sforce.opencti.publish", "sforce.console.fireEvent"})
_HEARS = frozenset({"sforce.opencti.subscribe", "sforce.console.addEventListener"})
_CHANNEL = re.compile(r"(?:[A-Za-z]\w*?__)?([A-Za-z]\w*?)__c")


@dataclass(frozen=True, slots=True)
class Bridge:
    """One channel: ``old`` as the app names it, ``api`` as it is imported, ``stem`` as names in code are made of it.

    ``metadata`` is the text of the channel where it has to be made (a console event); '' where the org has it.
    ``sends`` and ``hears`` are the functions of the old app that publish and that listen.
    """

    old: str
    api: str
    stem: str
    sends: tuple[Filler, ...]
    hears: tuple[Filler, ...]

    @property
    def constant(self) -> str:
        """Return the name of the import."""
        return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", self.stem).upper()

    @property
    def file(self) -> str:
        """Return the name of the channel's metadata file."""
        return f"{self.api.removesuffix('__c')}.messageChannel-meta.xml"

    @property
    def metadata(self) -> str:
        """Return the text of the channel's metadata file; '' for a channel that the org already has."""
        if self.old == self.api:
            return ""
        fields = "".join(
            f"    <lightningMessageFields>\n        <fieldName>{name}</fieldName>\n    </lightningMessageFields>\n"
            for name in ("type", "callId", "message")
        )
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<LightningMessageChannel xmlns="http://soap.sforce.com/2006/04/metadata">\n'
            f"    <masterLabel>{self.stem}</masterLabel>\n    <isExposed>false</isExposed>\n"
            f"    <description>Takes the place of a console event of the old app.</description>\n{fields}"
            "</LightningMessageChannel>\n"
        )


def bridges_of(app: App) -> tuple[Bridge, ...]:
    """Return the channels that the app publishes on or listens to, by name; what is computed is left out.

    Events that Salesforce's console sends (``sforce.console.ConsoleEvent``) are none.
    """
    sends: dict[str, list[Filler]] = {}
    hears: dict[str, list[Filler]] = {}
    for window in app.windows:
        handlers = {id(one.call.call): one.handlers for one in window.registrations}
        for call in window.calls:
            for name in _names(call, window):
                if call.name in _PUBLISHES:
                    inside = call.function if call.function.function.index > 0 else None
                    place = inside.place if inside is not None else call.place
                    _add(sends, name, Filler(name, inside, place, call.name))
                for handler in handlers.get(id(call.call), ()) if call.name in _HEARS else ():
                    _add(hears, name, Filler(name, handler.function, handler.function.place, call.name))
    taken: set[str] = set()
    found = []
    for name in sorted({*sends, *hears}):
        api, stem = _api(name, taken)
        found.append(Bridge(name, api, stem, tuple(sends.get(name, ())), tuple(hears.get(name, ()))))
    return tuple(found)


def leads_to(app: App, starts: Sequence[Filler], ends: Sequence[Filler]) -> bool:
    """Say whether a function of ``starts`` runs one of ``ends``, at once or through what it calls."""
    if not starts or not ends:
        return False
    reaches = reaches_of(app, Spots(app.files)).values()
    roots = [one.ref for one in starts if one.ref is not None]
    return any(reach.runs(roots, one.ref) for one in ends if one.ref is not None for reach in reaches)


def _names(call: ApiCall, window: Window) -> tuple[str, ...]:
    if call.name not in _PUBLISHES | _HEARS:
        return ()
    value = entries.argument(call, window, "channelName" if call.name.startswith("sforce.opencti") else 0)
    known = entries.texts(call, window, value) if value is not None else ()
    return tuple(one for one in known if "{}" not in one and any(sign.isalpha() for sign in one))


def _add(table: dict[str, list[Filler]], name: str, one: Filler) -> None:
    known = table.setdefault(name, [])
    if all((other.place.path, other.place.span.start) != (one.place.path, one.place.span.start) for other in known):
        known.append(one)


def _api(name: str, taken: set[str]) -> tuple[str, str]:
    """Return the channel's name in an import and the stem of names in code; each stem once."""
    channel = _CHANNEL.fullmatch(name)
    words = re.findall(r"[A-Za-z0-9]+", channel[1] if channel else name)
    stem = "".join(word[:1].upper() + word[1:] for word in words)
    stem = stem if stem[0].isalpha() else f"Channel{stem}"
    number = 2
    unique = stem
    while unique.lower() in taken:
        unique, number = f"{stem}{number}", number + 1
    taken.add(unique.lower())
    return (name if channel else f"{unique}__c"), unique
