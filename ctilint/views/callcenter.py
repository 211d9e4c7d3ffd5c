"""What the checks of call center definition files share."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Place, Problem
from ctilint.read.facts import FileFacts
from ctilint.read.markup.callcenter import CallCenter
from ctilint.read.source import Span
from ctilint.records import dataclass
from ctilint.understand.model import App
from ctilint.understand.windows.linking import page_or_resource, page_stem

MODES = ("Classic", "Lightning", "Classic_and_Lightning")
DEFAULT_MODE = "Classic"
FIELDS = {"reqAdapterUrl": "adapterUrl", "reqDisplayName": "displayName"}
"""Items of the import format that the metadata format holds as fields of its own."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting with its value and where the value stands."""

    name: str
    value: str
    span: Span
    order: str = ""


class Center:
    """One call center definition of an app."""

    def __init__(self, facts: FileFacts, definition: CallCenter) -> None:
        self.facts = facts
        self.definition = definition

    @property
    def is_voice(self) -> bool:
        """Say whether the file defines a contact center of Salesforce Voice, which has rules of its own."""
        names = {section.name for section in self.definition.sections}
        return "reqHvcc" in names or self.get("reqVendorInfoApiName") is not None

    @property
    def is_mixed(self) -> bool:
        """Say whether the file holds elements of both formats."""
        return self.is_import and bool(self.definition.fields)

    @property
    def is_import(self) -> bool:
        """Say whether the file is in the format that Setup imports."""
        return self.definition.form == "import"

    def get(self, name: str) -> Setting | None:
        """Return the setting called ``name``."""
        for section in self.definition.sections:
            for item in section.items:
                if item.name == name:
                    return Setting(name, item.value, item.value_span, item.sort_order)
        for field, value, span in self.definition.fields:
            if field == FIELDS.get(name):
                return Setting(name, value, span)
        return None

    @property
    def mode(self) -> str:
        """Return the mode, Classic when the file names none."""
        setting = self.get("reqSalesforceCompatibilityMode")
        return setting.value if setting is not None and setting.value else DEFAULT_MODE

    @property
    def for_lightning(self) -> bool:
        """Say whether Lightning shows this softphone."""
        return "Lightning" in self.mode

    def problem(self, span: Span, message: str, help_text: str) -> Problem:
        """Return a problem at ``span`` of this file."""
        return Problem(Place(self.facts.path, span), message, help_text)

    @property
    def head(self) -> Span:
        """Return where the root's name stands."""
        start = self.definition.span.start + 1
        name = "callCenter" if self.is_import else "CallCenter"
        return Span(start, start + len(name))


def centers(app: App) -> Iterator[Center]:
    """Yield every call center definition of ``app``."""
    for facts in app.files.values():
        if isinstance(facts.call_center, CallCenter):
            center = Center(facts, facts.call_center)
            if not center.is_voice:
                yield center


def dialects_shown(app: App, center: Center) -> set[str]:
    """Return the Open CTI dialects of the page that a call center names; of the whole app when it is not known."""
    for address in center.definition.addresses:
        named = page_or_resource(address)
        page = named[1] if named is not None and named[0] == "page" else ""
        for window in app.windows if page else ():
            if window.root.endswith(".page") and page_stem(window.root) == page:
                found: set[str] = {load.dialect for load in window.loads} | {call.dialect for call in window.calls}
                if "event-sink" in found:
                    found.add("lightning")
                if found & {"lightning", "classic"}:
                    return found & {"lightning", "classic"}
    return dialects_used(app)


def dialects_used(app: App) -> set[str]:
    """Return the Open CTI dialects that the app's code calls or loads."""
    used: set[str] = {*app.whole.dialects}
    if "event-sink" in used:
        used.add("lightning")
    return used & {"lightning", "classic"}
