"""Call center definition XML, as Salesforce imports it and as its metadata API stores it."""

from __future__ import annotations

from ctilint.read.facts import Attribute, SyntaxProblem
from ctilint.read.markup.entities import unescape
from ctilint.read.markup.tags import Token, tokens
from ctilint.read.source import Span
from ctilint.records import dataclass

_IMPORT = "import"
_METADATA = "metadata"


@dataclass(frozen=True, slots=True)
class Item:
    """One setting. ``span`` is the whole element; ``name_span`` and ``value_span`` are the texts themselves."""

    name: str
    label: str
    sort_order: str
    value: str
    span: Span
    name_span: Span
    value_span: Span


@dataclass(frozen=True, slots=True)
class Section:
    """A group of settings."""

    name: str
    label: str
    sort_order: str
    items: tuple[Item, ...]
    span: Span
    name_span: Span


@dataclass(frozen=True, slots=True)
class CallCenter:
    """A call center definition. ``form`` is import (``<callCenter><section>``) or metadata (``<CallCenter xmlns>``).

    ``fields`` are the texts of the root's own simple children (metadata form: ``adapterUrl``, ``displayName`` ...),
    by name, with the place of each text.
    """

    form: str
    sections: tuple[Section, ...]
    attributes: tuple[Attribute, ...]
    fields: tuple[tuple[str, str, Span], ...]
    span: Span

    @property
    def addresses(self) -> tuple[str, ...]:
        """Return the addresses of the softphone: the adapter's, and that of the page shown in standby."""
        items = (item for section in self.sections for item in section.items)
        found = [item.value for item in items if item.name in {"reqAdapterUrl", "reqStandbyUrl"}]
        return (*found, *(value for name, value, _ in self.fields if name == "adapterUrl"))


class _Node:
    __slots__ = ("attributes", "children", "close", "end", "start", "stop", "tag", "text")

    def __init__(self, token: Token) -> None:
        self.tag = token.name.rpartition(":")[2]
        self.attributes = token.attributes
        self.children: list[_Node] = []
        self.start = token.start
        self.stop = token.end
        self.close = token.end
        self.end = token.end
        self.text: list[tuple[int, int, bool]] = []


def parse_call_center(text: str) -> tuple[CallCenter | None, SyntaxProblem | None]:
    """Return the definition in ``text``, and the first place where it is no well-formed XML."""
    root, problem = _tree(text)
    if root is None:
        return None, problem or SyntaxProblem("no element", Span(0, 0))
    sections = tuple(_section(text, node) for node in root.children if node.tag in {"section", "sections"})
    fields = tuple(
        (node.tag, *_content(text, node))
        for node in root.children
        if not node.children and node.tag not in {"section", "sections"}
    )
    attributes = tuple(
        Attribute(
            raw.name,
            unescape(text[raw.value_start : raw.value_end], xml=True),
            Span(raw.start, raw.end),
            Span(raw.value_start, raw.value_end),
        )
        for raw in root.attributes
    )
    is_import = root.tag[:1].islower()
    form = _IMPORT if is_import else _METADATA
    return CallCenter(form, sections, attributes, fields, Span(root.start, root.end)), problem


def _tree(text: str) -> tuple[_Node | None, SyntaxProblem | None]:
    root: _Node | None = None
    open_nodes: list[_Node] = []
    problem: SyntaxProblem | None = None
    for token in tokens(text, frozenset()):
        span = Span(token.start, token.end)
        if token.kind == "open":
            node = _Node(token)
            if open_nodes:
                open_nodes[-1].children.append(node)
            elif root is None:
                root = node
            else:
                problem = problem or SyntaxProblem(f"<{token.name}> after the end of the document", span)
                continue
            if not token.empty:
                open_nodes.append(node)
        elif token.kind == "close":
            name = token.name.rpartition(":")[2]
            if not any(node.tag == name for node in open_nodes[-8:]):
                problem = problem or SyntaxProblem(f"</{token.name}> closes nothing", span)
                continue
            while open_nodes:
                node = open_nodes.pop()
                node.close, node.end = token.start, token.end
                if node.tag == name:
                    break
                problem = problem or SyntaxProblem(f"<{node.tag}> is not closed", Span(node.start, node.stop))
        elif token.kind in {"text", "cdata"} and open_nodes:
            inner = token.inner if token.kind == "cdata" else (token.start, token.end)
            open_nodes[-1].text.append((*inner, token.kind == "cdata"))
    if open_nodes:
        node = open_nodes[-1]
        problem = problem or SyntaxProblem(f"<{node.tag}> is not closed", Span(node.start, node.stop))
        for node in open_nodes:
            node.close = node.end = len(text)
    return root, problem


def _section(text: str, node: _Node) -> Section:
    name, name_span = _named(text, node, "name")
    items = tuple(_item(text, child) for child in node.children if child.tag in {"item", "items"})
    label, order = _named(text, node, "label")[0], _named(text, node, "sortOrder")[0]
    return Section(name, label, order, items, Span(node.start, node.end), name_span)


def _item(text: str, node: _Node) -> Item:
    name, name_span = _named(text, node, "name")
    label, order = _named(text, node, "label")[0], _named(text, node, "sortOrder")[0]
    value_node = next((child for child in node.children if child.tag == "value"), None)
    value, value_span = _content(text, value_node or node)
    return Item(name, label, order, value, Span(node.start, node.end), name_span, value_span)


def _named(text: str, node: _Node, name: str) -> tuple[str, Span]:
    """Return an attribute, or the text of the child of that name; ('', start of the element) when there is neither."""
    for raw in node.attributes:
        if raw.name == name:
            start, end = raw.value_start, raw.value_end
            return unescape(text[start:end], xml=True), Span(start, end)
    for child in node.children:
        if child.tag == name:
            return _content(text, child)
    return "", Span(node.start, node.start)


def _content(text: str, node: _Node) -> tuple[str, Span]:
    """Return the text of a node without the space around it, and where that stands."""
    parts = [(start, end, is_cdata) for start, end, is_cdata in node.text if text[start:end].strip()]
    if not parts:
        return "", Span(node.stop, node.stop)
    value = "".join(
        text[start:end] if is_cdata else unescape(text[start:end], xml=True) for start, end, is_cdata in parts
    )
    start, end = parts[0][0], parts[-1][1]
    raw = text[start:end]
    lead, tail = len(raw) - len(raw.lstrip()), len(raw) - len(raw.rstrip())
    return value.strip(), Span(start + lead, end - tail)
