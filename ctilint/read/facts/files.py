"""What a whole file says: its scripts, its markup, its comments, and what was wrong with it."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from ctilint.read.facts.steps import Binding, Export, Function, Import, Scope
from ctilint.read.facts.values import Name, Object
from ctilint.read.source import Source, Span
from ctilint.records import dataclass, field


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment, delimiters included, of a script or of markup."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Mask:
    """Text that another language fills in (a merge field, a server template); the script saw a stand-in."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class SyntaxProblem:
    """The first place that stopped the parser."""

    message: str
    span: Span


class ScriptKind(StrEnum):
    """Where a script stands."""

    FILE = "file"
    INLINE = "inline"
    MODULE = "module"
    ATTRIBUTE = "attribute"
    URL = "url"
    AURA = "aura"
    METADATA = "metadata"


@dataclass(frozen=True, slots=True)
class Script:
    """One piece of JavaScript, lowered. ``functions[0]`` is its top-level code.

    For kind ATTRIBUTE, ``attribute`` is the attribute's lower-case name and ``element`` the index of its element
    in ``FileFacts.elements``; for INLINE and MODULE, ``element`` is the script element. -1 otherwise.
    An AURA script's one expression (``({ ... })``) is ``bundle``.
    """

    path: str
    kind: ScriptKind
    span: Span
    functions: tuple[Function, ...]
    scopes: tuple[Scope, ...]
    imports: tuple[Import, ...] = ()
    exports: tuple[Export, ...] = ()
    comments: tuple[Comment, ...] = ()
    masks: tuple[Mask, ...] = ()
    problem: SyntaxProblem | None = None
    attribute: str = ""
    element: int = -1
    bundle: Object | None = None
    text: str = field(default="", repr=False, compare=False)

    def lookup(self, name: Name) -> Binding | None:
        """Return the binding that ``name`` refers to, or None when it is global (or another script's)."""
        at = name.scope
        while at >= 0:
            scope = self.scopes[at]
            found = scope.bindings.get(name.name)
            if found is not None:
                return found
            at = scope.parent
        return None


# Markup


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute; ``name`` as written, ``value`` with entities decoded (masks left as written)."""

    name: str
    value: str
    span: Span
    value_span: Span


@dataclass(frozen=True, slots=True)
class MarkupElement:
    """An element in document order; ``parent`` is an index into ``FileFacts.elements`` or -1. ``tag`` as written.

    ``text`` is the text directly inside it, entities decoded, script bodies left out.
    """

    tag: str
    attributes: tuple[Attribute, ...]
    parent: int
    span: Span
    text: str = ""

    def get(self, name: str) -> str | None:
        """Return the value of the attribute ``name`` (any case), or None."""
        wanted = name.lower()
        for attribute in self.attributes:
            if attribute.name.lower() == wanted:
                return attribute.value
        return None


@dataclass(frozen=True, slots=True)
class Include:
    """A file or library that markup pulls in.

    ``kind``: script (a src), apex (apex:includeScript), require (REQUIRESCRIPT), lightning (ltng:require, one per
    script), component (a child component: ``target`` is ``c:name``, ``apexcomp:name``, ``c-name``), frame (iframe src),
    page (apex:include, apex:composition), resource ($Resource in a script of a page). ``target`` is the address or
    name as written, entities decoded; ``span`` is the address itself. ``order`` is the index of the script that
    stands next after it, so that inline scripts and includes keep their order. ``element`` indexes
    ``FileFacts.elements`` or is -1.
    """

    kind: str
    target: str
    span: Span
    order: int
    element: int = -1


class FileKind(StrEnum):
    """What a file is."""

    JAVASCRIPT = "javascript"
    TYPESCRIPT = "typescript"
    HTML = "html"
    VISUALFORCE = "visualforce"
    AURA = "aura"
    LWC_TEMPLATE = "lwc-template"
    METADATA = "metadata"
    CALL_CENTER = "call-center"
    TEMPLATE = "template"
    PYTHON = "python"
    DEPLOYMENT = "deployment"
    CONTACT_FLOW = "contact-flow"
    OTHER = "other"


Library = Literal["opencti", "interaction", "integration", "ajax", "apex", "streams", "connector", "sdk"]
"""A library of Salesforce's or Amazon's: Open CTI for Lightning and for Classic, the Console Integration Toolkit, the
AJAX Toolkit and its Apex half, Amazon Connect Streams, the base of the Voice connector, the Amazon Connect SDK."""


@dataclass(frozen=True, slots=True)
class VendoredLibrary:
    """A copy of Salesforce's or Amazon's own library: ``library`` (opencti, interaction, integration, streams, ...)."""

    library: Library
    version: str
    span: Span


@dataclass(frozen=True, slots=True)
class FileFacts:
    """Everything one file says. ``scripts`` stand in document order."""

    path: str
    kind: FileKind
    source: Source
    scripts: tuple[Script, ...] = ()
    elements: tuple[MarkupElement, ...] = ()
    includes: tuple[Include, ...] = ()
    comments: tuple[Comment, ...] = ()
    masks: tuple[Mask, ...] = ()
    problem: SyntaxProblem | None = None
    vendored: VendoredLibrary | None = None
    call_center: object | None = None
