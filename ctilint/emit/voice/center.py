"""The call center file of an app -> a contact center to import and the metadata of its telephony provider.

Both forms are those of Salesforce's guide for Partner Telephony (sample of a contact center; ConversationVendorInfo in
the Metadata API guide). What the guides leave open is said in a comment at its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

from ctilint.emit.voice.filling import plain, slug
from ctilint.read.markup.callcenter import CallCenter, Section
from ctilint.understand.model import App

_LONGEST_NAME = 40
_SECRET = re.compile(r"pass|secret|token|credential|api_?key|\bkey\b|pwd", re.IGNORECASE)
_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PREFIXES = ("reqOutsidePrefix", "reqLongDistPrefix", "reqInternationalPrefix")
_PROVIDER = """<?xml version="1.0" encoding="UTF-8"?>
<!-- The telephony provider; connectorUrl is the page or address that holds the connector's main.js. -->
<ConversationVendorInfo xmlns="http://soap.sforce.com/2006/04/metadata">
{bridge}    <connectorUrl>https://connector.example/</connectorUrl>
    <developerName>{name}</developerName>
    <masterLabel>{label}</masterLabel>
    <vendorType>ServiceCloudVoicePartner</vendorType>
</ConversationVendorInfo>
"""
_BRIDGE = (
    "    <!-- The app spoke on message channels: the component named in bridgeComponent carries what publishEvent sends"
    " as MESSAGE. -->\n"
)


def centers_of(app: App, name: str, *, bridges: bool) -> Mapping[str, str]:
    """Return the files of the contact center for each call center of the app, or one with its name; by their paths.

    A definition that already is one for Voice stays as it is and makes none. ``bridges`` says that the app used
    channels. Values of settings that are named like secrets are left out.
    """
    found = [facts.call_center for _, facts in sorted(app.files.items()) if isinstance(facts.call_center, CallCenter)]
    old = [one for one in found if not any(section.name == "reqHvcc" for section in one.sections)]
    if found and not old:
        return {}
    files: dict[str, str] = {}
    wanted: list[CallCenter | None] = [*old] or [None]
    for center in wanted:
        label, internal = _names(center, name, files)
        path = f"contact-center/{internal}.xml"
        files[path] = _center(center, label, internal)
        provider = f"contact-center/ConversationVendorInformation/{internal}.ConversationVendorInformation-meta.xml"
        bridge = _BRIDGE if bridges else ""
        files[provider] = _PROVIDER.format(bridge=bridge, name=internal, label=_text(label))
    return files


def _names(center: CallCenter | None, name: str, taken: Iterable[str]) -> tuple[str, str]:
    """Return the label and the internal name: letters, digits and underscores, a letter first, used once."""
    items = {item.name: item.value.strip() for section in _sections(center) for item in section.items}
    fields = {} if center is None else {key: value for key, value, _ in center.fields}
    label = items.get("reqDisplayName") or fields.get("displayName") or plain(name)
    wanted = items.get("reqInternalName") or "".join(word.capitalize() for word in slug(name).split("-"))
    bare = re.sub(r"[^A-Za-z0-9]+", "", wanted)
    bare = bare if bare[:1].isalpha() else f"Center{bare}"
    number = 1
    while True:
        end = f"Voice{number if number > 1 else ''}"
        internal = f"{bare[: _LONGEST_NAME - len(end)]}{end}"
        if f"contact-center/{internal}.xml" not in taken:
            return f"{label} Voice", internal
        number += 1


def _sections(center: CallCenter | None) -> tuple[Section, ...]:
    return () if center is None else center.sections


def _center(center: CallCenter | None, label: str, internal: str) -> str:
    values = {item.name: item.value.strip() for section in _sections(center) for item in section.items}
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<!-- Import this in the setup of Partner Telephony, after the telephony provider was deployed. -->",
        "<callCenter>",
        *_section(
            0,
            "reqGeneralInfo",
            "General Information",
            [
                ("reqInternalName", "InternalName", internal),
                ("reqDisplayName", "Display Name", label),
                ("reqVendorInfoApiName", "Conversation Vendor Info Developer Name", f"c__{internal}"),
            ],
            "The full API name of the provider; c__ for one of no package is how Salesforce's sample for Amazon Connect"
            " writes it, and is not verified for others.",
        ),
        *_section(
            1,
            "reqHvcc",
            "SCV Settings",
            [
                ("reqTelephonyIntegrationCertificate", "Telephony Integration Certificate", ""),
                ("reqLongDistPrefix", "Long Distance Prefix", values.get("reqLongDistPrefix", "")),
            ],
            "Paste the certificate with whose key the telephony API is signed.",
        ),
    ]
    order = 2
    for section in _sections(center):
        kept = [
            (_own(item.name), item.label, "" if _SECRET.search(f"{item.name} {item.label}") else item.value.strip())
            for item in section.items
            if not item.name.startswith("req") or item.name in _PREFIXES
        ]
        lost = any(_SECRET.search(f"{item.name} {item.label}") for item in section.items)
        if kept:
            note = "Values named like secrets were left out: no setting that the page reads is one." if lost else ""
            lines += _section(order, _own(section.name), section.label, kept, note)
            order += 1
    return "\n".join([*lines, "</callCenter>", ""])


def _own(name: str) -> str:
    """Return the name of a setting of one's own: names with ``req`` are Salesforce's."""
    return name if not name.startswith("req") else f"{name[3:4].lower()}{name[4:]}"


def _section(order: int, name: str, label: str, items: Iterable[tuple[str, str, str]], note: str) -> Iterator[str]:
    if note:
        yield f"    <!-- {note} -->"
    yield f'    <section sortOrder="{order}" name={_quoted(name)} label={_quoted(label or name)}>'
    for number, (key, said, value) in enumerate(items):
        names = f"name={_quoted(key)} label={_quoted(said or key)}"
        yield f'        <item sortOrder="{number}" {names}>{_text(value)}</item>'
    yield "    </section>"


def _text(text: str) -> str:
    return escape(_NO_XML.sub("", text))


def _quoted(text: str) -> str:
    return quoteattr(_NO_XML.sub("", text))
