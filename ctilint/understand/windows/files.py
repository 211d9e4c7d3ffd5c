"""The files of one run and what each of them pulls in; a window in the order in which its scripts run.

Files are pulled in through links only (an include, an import, a component tag), never because a name occurs in them.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from ctilint.patterns import pattern
from ctilint.read.facts import FileFacts, FileKind, Literal, Name, Object, Script, ScriptKind
from ctilint.records import dataclass, field
from ctilint.understand.program.bundles import LOADED
from ctilint.understand.program.bundling import LOADERS, loaded
from ctilint.understand.program.index import ScriptIndex, index_script
from ctilint.understand.windows.linking import BUNDLE, DEEPEST, PAGES, Card, page_stem

CODE = (".js", ".ts", ".jsx", ".tsx", ".mjs", ".cjs", ".mts", ".cts", ".vue", ".svelte")
RESOURCE = pattern(r"\$Resource\.(\w+)|\$Resource\[['\"](\w+)['\"]\]")
QUOTED = pattern(r"['\"]([^'\"]+)['\"]")
# ``c:``, or the namespace of a package.
COMPONENT = pattern(r"(?:markup://)?[A-Za-z]\w*:(\w+)\Z")
PLAIN = pattern(r"[\w./-]+\Z", re.ASCII)
MARKS = pattern(
    rb"sforce|opencti|connect\\.(?:core|agent|contact)|service-cloud-voice|scv-connector|@amazon-connect/",
    re.IGNORECASE,
)
# Sources that bundlers and old loaders look up from a root folder; any other bare word is a package.
ROOTED = ("@/", "~/", "/", "src/", "app/", "lib/", "js/", "scripts/")
LARGE = 150_000
# The address of a library that talks to the page around its frame.
TALKING = "/support/api/"
LONG_LINES = 400


def is_foreign_library(data: bytes) -> bool:
    """Say whether a linked file is somebody's large or minified library that names no CTI library itself."""
    if MARKS.search(data):
        return False
    return len(data) > LARGE or (len(data) > 4_000 and len(data) > LONG_LINES * (data.count(b"\n") + 1))


class Omission(Protocol):
    """A path that was not read, and why."""

    @property
    def path(self) -> str:
        """Return the path."""

    @property
    def reason(self) -> str:
        """Return why."""


class Disk(Protocol):
    """What this package asks of the files: see ``ctilint.read.files.discover.Tree``."""

    @property
    def seen(self) -> int:
        """Return how many files were listed."""

    @property
    def skipped(self) -> Sequence[Omission]:
        """Return what was not read, and why."""

    def cti_documents(self) -> Iterator[tuple[str, bytes]]:
        """Yield the files whose bytes name a CTI library or namespace."""

    def narrow(self, first: int, last: int) -> None:
        """Search only a part of the listed files from now on."""

    def open(self, path: str) -> bytes | None:
        """Return the bytes of a linked file, or None."""

    def exists(self, path: str) -> bool:
        """Say whether a file may be opened."""

    def find(self, kind: str, name: str) -> list[str]:
        """Return the paths of a Salesforce component, page or static resource."""

    def mentions(self, names: frozenset[str]) -> Iterator[tuple[str, bytes]]:
        """Yield markup and module files that name one of these file stems."""

    def server_documents(self) -> Iterator[tuple[str, bytes]]:
        """Yield the files that can be the server side of an Amazon Connect deployment."""


@dataclass(slots=True)
class Outline:
    """A window before anything is judged: its root and its scripts in the order in which they run."""

    root: str
    kind: FileKind
    files: list[str] = field(default_factory=list)
    indexes: list[ScriptIndex] = field(default_factory=list)


class Library:
    """The files of one run, read once, and the links between them."""

    def __init__(self, disk: Disk, read: Callable[[str, bytes], FileFacts]) -> None:
        self.disk = disk
        self.read = read
        self.files: dict[str, FileFacts] = {}
        self.indexes: dict[int, ScriptIndex] = {}
        self._links: dict[str, list[tuple[int, str]]] = {}
        self._sources: dict[int, tuple[str, ...]] = {}
        self._modules: dict[tuple[str, str], tuple[str, ...]] = {}
        self._by_loader: dict[tuple[str, str], tuple[str, ...]] = {}

    def add(self, path: str, data: bytes) -> FileFacts:
        """Read a file, once."""
        if path not in self.files:
            self.files[path] = self.read(path, data)
        return self.files[path]

    def open(self, path: str) -> FileFacts | None:
        """Return the facts of a linked file, or None when it cannot be had."""
        if path in self.files:
            return self.files[path]
        data = self.disk.open(path)
        if data is None or is_foreign_library(data):
            return None
        return self.add(path, data)

    def fetch(self, path: str) -> FileFacts | None:
        """Return the facts of a file that is known to belong to the app, or None when it has gone."""
        data = None if path in self.files else self.disk.open(path)
        return self.files.get(path) if data is None else self.add(path, data)

    def card(self, path: str) -> Card:
        """Return what linking needs of a file that has been read."""
        facts = self.files[path]
        frames = (page_stem(include.target) for include in facts.includes if include.kind == "frame")
        return Card(
            path,
            facts.kind,
            facts.vendored is not None,
            1 + sum(len(self.index(script).calls) for script in facts.scripts),
            tuple(self.links(path)),
            tuple(dict.fromkeys(frames)),
            facts.kind in PAGES and TALKING in facts.source.text,
        )

    def forget(self, path: str) -> None:
        """Drop a file that turned out to have nothing to do with the app."""
        self.files.pop(path, None)
        self._links.pop(path, None)

    def renew(self, path: str, facts: FileFacts) -> None:
        """Put new facts of a file in the place of those that were read; what was made of the old ones is forgotten."""
        for script in self.files[path].scripts:
            self.indexes.pop(id(script), None)
            self._sources.pop(id(script), None)
        self._links.pop(path, None)
        for key in [key for key in self._modules if key[0] == path]:
            del self._modules[key]
        self.files[path] = facts

    def index(self, script: Script) -> ScriptIndex:
        """Return the index of a script, made once."""
        known = self.indexes.get(id(script))
        if known is None:
            known = index_script(script)
            self.indexes[id(script)] = known
        return known

    def forget_words(self) -> None:
        """Forget which words functions mention and what they are called besides: only building asks for that."""
        for index in self.indexes.values():
            for held in (index.words, index.renamed, index.held, index.looked_up, index.noted):
                held.clear()

    def links(self, path: str) -> list[tuple[int, str]]:
        """Return (order, path) of every file that ``path`` pulls in; order is the index of the next script."""
        known = self._links.get(path)
        if known is None:
            self._links[path] = known = []
            facts = self.files[path]
            known.extend(dict.fromkeys(self._markup_links(facts)))
            known.extend(dict.fromkeys(self._code_links(facts)))
        return known

    # Links of markup

    def _markup_links(self, facts: FileFacts) -> Iterator[tuple[int, str]]:
        for include in facts.includes:
            if include.kind == "component":
                for path in self._component(facts, include.target):
                    yield include.order, path
            elif include.kind != "frame":
                for path in self._address(facts.path, include.target):
                    yield include.order, path
        if facts.kind in {FileKind.AURA, FileKind.LWC_TEMPLATE}:
            stem = facts.path.rpartition(".")[0]
            siblings = (
                [stem + ending for ending in BUNDLE] if facts.kind is FileKind.AURA else [stem + ".js", stem + ".ts"]
            )
            for path in siblings:
                if self.disk.exists(path):
                    yield 0, path

    def _component(self, facts: FileFacts, target: str) -> Iterator[str]:
        prefix, colon, name = target.partition(":")
        if not colon:
            prefix, _, rest = target.partition("-")
            name = re.sub(r"-(\w)", lambda match: match.group(1).upper(), rest)
            yield from self._one(self.disk.find("lwc", name), (".js", ".ts", ".html"), name)
            return
        if facts.kind is FileKind.VISUALFORCE:
            yield from self.disk.find("component", name)
            if prefix.lower() == "apex":
                yield from self.disk.find("page", name)
        else:
            yield from self._one(self.disk.find("aura", name), (".cmp", ".app"), name)
            yield from self._one(self.disk.find("lwc", name), (".js", ".ts", ".html"), name)

    @staticmethod
    def _one(paths: list[str], endings: tuple[str, ...], name: str) -> Iterator[str]:
        for path in paths:
            file = posixpath.basename(path)
            if any(file.lower() == (name + ending).lower() for ending in endings):
                yield path

    def _address(self, base: str, target: str) -> Iterator[str]:
        resource = RESOURCE.search(target)
        if resource is not None:
            name = resource.group(1) or resource.group(2)
            inside = next((text for text in QUOTED.findall(target) if text != name), "")
            yield from self._resource(name, inside)
            return
        clean = re.split(r"[?#]", target, maxsplit=1)[0]
        if (
            "{" in clean
            or "<%" in clean
            or not clean
            or clean.startswith(("http:", "https:", "//", "data:", "javascript:"))
        ):
            return
        yield from self._relative(base, clean if "." in posixpath.basename(clean) else f"{clean}.js")

    def _resource(self, name: str, inside: str) -> Iterator[str]:
        wanted = inside.strip("/")
        for path in self.disk.find("resource", name):
            if not wanted:
                if posixpath.basename(path).lower().startswith(name.lower() + "."):
                    yield path
            elif path.endswith(("/" + wanted, "!/" + wanted)):
                yield path

    def _relative(self, base: str, target: str) -> Iterator[str]:
        folder = posixpath.dirname(base)
        if not target.startswith("/"):
            path = posixpath.normpath(posixpath.join(folder, target))
            if self.disk.exists(path):
                yield path
                return
        # A server maps addresses to folders in its own way: the nearest folder above that holds the file is taken.
        rest = target.lstrip("/")
        while rest and not rest.startswith("../"):
            for public in ("", "public", "static", "src", "assets", "www", "dist"):
                path = posixpath.normpath(posixpath.join(folder, public, rest))
                if self.disk.exists(path):
                    yield path
                    return
            if not folder or folder in {".", "/"}:
                return
            folder = posixpath.dirname(folder)

    # Links of code

    def _code_links(self, facts: FileFacts) -> Iterator[tuple[int, str]]:
        for at, script in enumerate(facts.scripts):
            for source in self.sources(script):
                for path in self.module(facts.path, source):
                    yield at, path
            index = self.index(script)
            for value, _ in index.texts:
                if isinstance(value, Literal) and isinstance(value.value, str):
                    match = COMPONENT.match(value.value)
                    if match is not None:
                        for path in self._one(self.disk.find("aura", match.group(1)), (".cmp", ".app"), match.group(1)):
                            yield at, path
            for call in index.called.get("loadScript", ()):
                for argument in call.arguments[1:2]:
                    if isinstance(argument, Name):
                        yield from ((at, path) for path in self._imported_resource(script, argument.name))
        if facts.path.endswith(BUNDLE):
            stem = facts.path
            for ending in BUNDLE:
                stem = stem.removesuffix(ending)
            for ending in BUNDLE:
                if self.disk.exists(stem + ending) and stem + ending != facts.path:
                    yield 0, stem + ending
            for ending in (".cmp", ".app"):
                if self.disk.exists(stem + ending):
                    yield 0, stem + ending
        if facts.kind in {FileKind.JAVASCRIPT, FileKind.TYPESCRIPT} and "/lwc/" in f"/{facts.path}":
            template = facts.path.rpartition(".")[0] + ".html"
            if self.disk.exists(template):
                yield 0, template

    def _imported_resource(self, script: Script, local: str) -> Iterator[str]:
        for item in script.imports:
            if item.local == local and item.source.startswith("@salesforce/resourceUrl/"):
                yield from self._resource(item.source.rpartition("/")[2], "")

    def sources(self, script: Script) -> tuple[str, ...]:
        """Return what a script imports or requires, as written."""
        known = self._sources.get(id(script))
        if known is None:
            known = self._sources[id(script)] = tuple(self._sources_of(script))
        return known

    def _sources_of(self, script: Script) -> Iterable[str]:
        found = dict.fromkeys(item.source for item in script.imports)
        found.update(dict.fromkeys(item.source for item in script.exports if item.source))
        index = self.index(script)
        for key in ("require", "import"):
            for call in index.called.get(key, ()):
                for argument in call.arguments[:1]:
                    if isinstance(argument, Literal) and isinstance(argument.value, str):
                        found[argument.value] = None
        for key in LOADERS:
            for call in index.called.get(key, ()):
                if index.path_of(call.callee) == key:
                    for name in loaded(call):
                        found[name if name.startswith(".") else LOADED + name] = None
        return found

    def module(self, base: str, source: str) -> tuple[str, ...]:
        """Return the file that an import source means, as a tuple of none or one."""
        known = self._modules.get((base, source))
        if known is None:
            known = self._modules[base, source] = self._module(base, source)
        return known

    def _module(self, base: str, source: str) -> tuple[str, ...]:
        if source.startswith("c/"):
            return tuple(self._one(self.disk.find("lwc", source[2:]), (".js", ".ts"), source[2:]))
        folder = posixpath.dirname(base)
        if source.startswith("."):
            stems = [posixpath.normpath(posixpath.join(folder, source))]
        elif source.startswith(LOADED):
            return self._loaded_module(folder, source[len(LOADED) :])
        elif source.startswith(ROOTED):
            rest = source.lstrip("@~/")
            stems = [posixpath.normpath(posixpath.join(parent, rest)) for parent in _parents(folder)]
        else:
            return ()
        for stem in stems:
            for path in _spellings(stem):
                if self.disk.exists(path):
                    return (path,)
        return ()

    def _loaded_module(self, folder: str, name: str) -> tuple[str, ...]:
        """Return the file that a module loader finds: the nearest folder above is taken for its base address."""
        if not PLAIN.match(name):
            return ()
        known = self._by_loader.get((folder, name))
        if known is None:
            rest = f"{name.removesuffix('.js')}.js"
            paths = (posixpath.join(parent, rest) for parent in _above(folder))
            found = next((path for path in paths if self.disk.exists(path)), None)
            known = self._by_loader[folder, name] = () if found is None else (found,)
        return known


def _above(folder: str) -> Iterator[str]:
    for _ in range(6):
        yield folder
        if not folder or folder in {".", "/"}:
            return
        folder = posixpath.dirname(folder)


def _parents(folder: str) -> Iterator[str]:
    at = folder
    for _ in range(6):
        yield at
        if posixpath.basename(at) != "src":
            yield posixpath.join(at, "src")
        if not at or at in {".", "/"}:
            return
        at = posixpath.dirname(at)


def _spellings(stem: str) -> Iterator[str]:
    if stem.endswith(CODE):
        yield stem
        if stem.endswith(".js"):
            yield stem[:-3] + ".ts"
    for ending in CODE:
        yield stem + ending
    for ending in CODE[:4]:
        yield f"{stem}/index{ending}"


def outline_of(library: Library, root: str) -> Outline:
    """Return the window of ``root``; the files that it runs have been read."""
    outline = Outline(root, library.files[root].kind)
    seen: set[str] = set()

    def visit(path: str, depth: int) -> None:
        if path in seen or path not in library.files or depth > DEEPEST:
            return
        seen.add(path)
        outline.files.append(path)
        facts = library.files[path]
        links = library.links(path)
        for at, script in enumerate(facts.scripts):
            for order, target in links:
                if order == at:
                    visit(target, depth + 1)
            outline.indexes.append(library.index(script))
        for _, target in links:
            visit(target, depth + 1)

    visit(root, 0)
    return outline


def aura_helpers(outline: Outline) -> dict[str, tuple[ScriptIndex, Object]]:
    """Return the helper object of each Aura bundle of a window, by the bundle's folder."""
    return {
        posixpath.dirname(index.script.path): (index, index.script.bundle)
        for index in outline.indexes
        if index.script.kind is ScriptKind.AURA
        and index.script.bundle is not None
        and index.script.path.endswith("Helper.js")
    }


def toolkit_ids(outline: Outline, files: Mapping[str, FileFacts]) -> frozenset[str]:
    """Return the ids under which Voice toolkit elements stand in the window's markup, in lower case."""
    found = set()
    for path in outline.files:
        for element in files[path].elements:
            if "servicecloudvoicetoolkit" in re.sub(r"[-:]", "", element.tag.lower()):
                for name in ("aura:id", "id", "lwc:ref", "class", "data-id"):
                    value = element.get(name)
                    if value:
                        found.update(value.lower().split())
    return frozenset(found)
