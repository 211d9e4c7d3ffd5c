"""A window of the App -> the page that the sandbox loads: its elements, its scripts where they stand, its files."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ctilint.findings import Place
from ctilint.prove.page.capture import Captured
from ctilint.prove.page.components import aura_components, component_page
from ctilint.prove.page.files import PageFiles
from ctilint.prove.page.forcing import Forced
from ctilint.prove.page.modules import is_common, is_module, may_be_required, place_module
from ctilint.prove.page.outside import outside
from ctilint.prove.page.places import Places
from ctilint.prove.page.sources import Change, Quotes, place_script, plain_text
from ctilint.prove.page.supplied import Supplied, supplied_files
from ctilint.prove.page.values import Filler
from ctilint.prove.page.visualforce import rendered_attributes, rendered_tag
from ctilint.read.facts import FileFacts, FileKind, MarkupElement, Script, ScriptKind
from ctilint.read.source import Source
from ctilint.records import dataclass, field
from ctilint.rulebook.entries import Dialect
from ctilint.understand.model import App, Window

# The dialects whose library a script without a page can be given.
LIBRARIES: tuple[Dialect, ...] = ("lightning", "classic", "console", "ajax")
MOST_ELEMENTS = 4_000
MOST_CODE = 12_000_000
_NAME = re.compile(r"[a-z][\w.-]*\Z", re.IGNORECASE)
_COMPONENT = re.compile(r"(?:c|apexcomp)[:-](\w+)\Z", re.IGNORECASE)
_SETTING = re.compile(r"[\"'](/req\w+/req\w+)[\"']")
_STAND_IN = re.compile(r"(?<![\w$])m_+(?![\w$])")
_PREFIX = "(function {name}(event) {{ with (document) {{ with (this) {{ "


@dataclass(slots=True)
class Page:
    """What the sandbox loads for one window, and what is needed to read its records."""

    window: Window
    data: dict[str, Any]
    places: Places
    filler: Filler
    notes: list[str] = field(default_factory=list)
    obstacle: str = ""


class PageBuilder:
    """Builds the page of one window."""

    def __init__(
        self,
        app: App,
        window: Window,
        values: Mapping[str, str],
        wanted: Sequence[Place] | None = None,
        supplied: Sequence[Supplied] = (),
    ) -> None:
        self.app = app
        self.window = window
        self.supplied = supplied
        self.filler = Filler(values)
        self.files = PageFiles(app, window, self.filler)
        self.places = self.files.places
        self.captured = Captured() if wanted is not None else None
        self.forced = Forced(wanted or ())
        if self.captured is not None:
            self.places.further = self._explored
        self.notes = self.files.notes
        self.elements: list[dict[str, Any]] = []
        self.components = {_stem(path).lower(): path for path in window.files}
        self.opened: set[str] = set()
        self.remote: list[str] = []
        self.actions: list[dict[str, str]] = []

    def build(self) -> Page:
        """Return the page; ``obstacle`` says why it cannot be run."""
        root = self.app.files.get(self.window.root)
        data: dict[str, Any] = {"elements": [], "files": [], "start": [], "libraries": [], "harness": ""}
        page = Page(self.window, data, self.places, self.filler, self.notes)
        if root is None:
            page.obstacle = "its root was not read"
            return page
        if root.kind in {FileKind.HTML, FileKind.VISUALFORCE, FileKind.TEMPLATE}:
            self._markup(root, -1)
            data["components"] = aura_components(self.files)
            data["remote"], data["actions"] = self.remote, self.actions
            data["elements"] = self.elements
            data["files"] = self.files.script_files(skip=frozenset({root.path}))
        elif root.kind in {FileKind.AURA, FileKind.LWC_TEMPLATE}:
            page.obstacle = component_page(self.files, data)
        elif root.kind is FileKind.METADATA:
            self._metadata(root, data)
        elif root.scripts:
            self._alone(root, data, page)
        else:
            page.obstacle = "it holds no script"
        self._outside(data)
        data["supplied"] = list(supplied_files(self.files, self.supplied))
        data["expected"] = self.libraries()
        data["callCenter"] = sorted({key for script in self.window.scripts for key in _SETTING.findall(script.text)})
        data["unloaded"] = not self.window.loads
        data["streams"] = any(call.dialect == "streams" for call in self.window.calls)
        if self.files.size > MOST_CODE:
            page.obstacle = f"its scripts are larger than {MOST_CODE // 1_000_000} MB"
        return page

    def _explored(self, script: Script, text: str) -> list[Change]:
        """Return what exploration changes in a script."""
        if self.captured is None:
            return []
        return [*self.captured.changes(script, text, self.places.marks), *self.forced.changes(script, text)]

    def _outside(self, data: dict[str, Any]) -> None:
        """Note what the page takes for given. A page whose surroundings are not known may find any of it."""
        found = outside(self.window.scripts)
        data["outside"], data["assigned"], data["compared"] = found.names, found.assigned, found.compared
        if self.captured is not None:
            data["captured"] = {
                "functions": self.captured.functions,
                "owners": self.captured.owners,
                "decided": self.forced.decided,
                "targets": self._targets(),
            }
        data["unknown"] = bool(data.get("loose")) or bool(data["harness"])

    def _targets(self) -> list[int]:
        """Return the marks of the functions that hold a place which is wanted: they are called again."""
        marks = self.places.marks
        found = []
        for number, mark in enumerate(marks.rows):
            wanted = (place for place in self.forced.wanted if place.path == mark.path)
            if mark.kind == "function" and any(mark.start <= place.span.start < mark.end for place in wanted):
                found.append(number)
        return found

    # Markup

    def _markup(self, facts: FileFacts, parent: int) -> None:
        """Add the elements of a file below ``parent``."""
        self.opened.add(facts.path)
        scripts = {
            script.element: script for script in facts.scripts if script.kind in {ScriptKind.INLINE, ScriptKind.MODULE}
        }
        handlers: dict[int, list[Script]] = {}
        for script in facts.scripts:
            if script.kind in {ScriptKind.ATTRIBUTE, ScriptKind.URL}:
                handlers.setdefault(script.element, []).append(script)
        numbers: list[int] = []
        for index, element in enumerate(facts.elements[:MOST_ELEMENTS]):
            above = numbers[element.parent] if 0 <= element.parent < len(numbers) else parent
            made = self._element(facts, element, above)
            if index in scripts:
                made["code"] = self._inline(facts, scripts[index])
                made["name"] = facts.path
            self._handlers(facts, element, made, handlers.get(index, []))
            numbers.append(len(self.elements))
            self.elements.append(made)
            self.files.modules = self.files.modules or ["type", "module"] in made["attrs"]
            component = _COMPONENT.match(element.tag)
            path = self.components.get(component.group(1).lower()) if component is not None else None
            if path is not None and path not in self.opened and path in self.app.files:
                self._markup(self.app.files[path], numbers[-1])

    def _element(self, facts: FileFacts, element: MarkupElement, parent: int) -> dict[str, Any]:
        tag = element.tag.lower()
        attributes: list[list[str]] = []
        prefix, _, local = tag.rpartition(":")
        if prefix in {"apex", "chatter", "support", "messaging", "flow"}:
            tag = rendered_tag(local)
            attributes.extend(rendered_attributes(local, element))
        elif prefix:
            tag = f"{prefix}-{local}"
        if prefix == "apex":
            self._visualforce(facts, local, element)
        if not _NAME.match(tag):
            tag = "div"
        for attribute in element.attributes:
            name = attribute.name.lower()
            name = "src" if local == "includescript" and prefix == "apex" and name == "value" else name
            attributes.append([name, self.filler.text(attribute.value)])
        return {"tag": tag, "attrs": attributes, "parent": parent, "text": self.filler.text(element.text)}

    def _visualforce(self, facts: FileFacts, local: str, element: MarkupElement) -> None:
        """Note what Visualforce makes of an element besides markup: remote objects and functions."""
        if local in {"page", "component"}:
            names = ",".join(filter(None, (element.get("controller"), element.get("extensions"))))
            self.remote.extend(
                name.strip().rpartition(".")[2] for name in names.split(",") if name.strip().isidentifier()
            )
        name = element.get("name") or ""
        if local == "actionfunction" and name.isidentifier():
            done = element.get("oncomplete")
            code = ""
            if done:
                head = "(function () { "
                span = next(item.value_span for item in element.attributes if item.name.lower() == "oncomplete")
                text = f"{head}{self.filler.text(done)}\n}})"
                code = self.files.code_of(
                    self.places.put(facts.source, text, [(0, span.start), (len(head), span.start)])
                )
            self.actions.append({"name": name, "done": code})

    def _inline(self, facts: FileFacts, script: Script) -> str:
        text, obstacle = plain_text(script, facts.kind)
        if obstacle:
            self.notes.append(f"{facts.path}: an inline script was left out: {obstacle}")
            return ""
        if script.kind is ScriptKind.MODULE:
            placed = place_module(self.places, facts.source, script, text, facts.masks, self.filler)
        else:
            placed = place_script(self.places, facts.source, script, text, facts.masks, self.filler)
        return self.files.code_of(placed)

    def _handlers(self, facts: FileFacts, element: MarkupElement, made: dict[str, Any], scripts: list[Script]) -> None:
        for script in scripts:
            code = self.filler.text(self._attribute_text(element, script))
            at = script.span.start
            if script.kind is ScriptKind.URL:
                placed = self.places.put(
                    facts.source, re.sub(r"^\s*javascript:", "", code, flags=re.IGNORECASE), [(0, at)], script
                )
                made["link"] = self.files.code_of(placed)
                continue
            head = _PREFIX.format(name=script.attribute if script.attribute.isidentifier() else "handler")
            placed = self.places.put(facts.source, f"{head}{code}\n}}}}}})", [(0, at), (len(head), at)], script)
            made.setdefault("handlers", {})[script.attribute] = self.files.code_of(placed)

    def _attribute_text(self, element: MarkupElement, script: Script) -> str:
        for attribute in element.attributes:
            if attribute.name.lower() == script.attribute:
                return attribute.value
        return script.text

    # Windows without a page

    def _alone(self, root: FileFacts, data: dict[str, Any], page: Page) -> None:
        data["files"] = self.files.script_files()
        script = root.scripts[0]
        entry = next((item for item in data["files"] if item["path"] == root.path), None)
        if entry is None:
            entry = self.files.file(root, script, modules=may_be_required(script))
            data["files"].append(entry)
        if "obstacle" in entry:
            page.obstacle = entry["obstacle"]
            return
        data["loose"] = True
        form = "module" if is_module(script) or is_common(script) else "script"
        data["start"] = [{"form": form, "path": root.path, "code": entry.get("code", "")}]
        data["libraries"] = self.libraries()

    def _metadata(self, root: FileFacts, data: dict[str, Any]) -> None:
        for include in root.includes:
            if include.kind == "require":
                self.elements.append(
                    {"tag": "script", "attrs": [["src", self.filler.text(include.target)]], "parent": -1, "text": ""}
                )
        data["elements"] = self.elements
        data["top"] = True
        data["files"] = self.files.script_files(skip=frozenset({root.path}))
        for script in root.scripts:
            placed = self.places.put(root.source, self._filled(root.source, script), [(0, script.span.start)], script)
            data["start"].append({"form": "script", "path": root.path, "code": self.files.code_of(placed)})
        self.notes.append("its code is what runs when somebody clicks the button")

    def _filled(self, source: Source, script: Script) -> str:
        """Return the text of a script in metadata, its masks filled in the order in which they stand."""
        own = [mask for mask in script.masks if script.span.start <= mask.span.start < script.span.end]
        masks = iter(own)
        quotes = Quotes(script.text)

        def fill(match: re.Match[str]) -> str:
            mask = next(masks, None)
            return match.group() if mask is None else self.filler.fill(mask.text, quoted=quotes.at(match.start()))

        del source
        return _STAND_IN.sub(fill, script.text) if own else script.text

    def libraries(self) -> list[dict[str, str]]:
        """Return the libraries that a script without a page finds: those of the dialects it calls."""
        versions = {load.dialect: load.version or "" for load in self.window.loads}
        called = {call.dialect for call in self.window.calls} | set(versions)
        known: list[Dialect] = [dialect for dialect in LIBRARIES if dialect in called]
        return [{"dialect": dialect, "version": versions.get(dialect, "")} for dialect in known or LIBRARIES[:1]]


def _stem(path: str) -> str:
    return path.rpartition("/")[2].partition(".")[0]
