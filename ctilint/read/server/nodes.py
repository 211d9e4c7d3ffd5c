"""YAML and JSON as nodes that know where they stand. Nothing is constructed: a tag stays a tag."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ctilint.patterns import pattern
from ctilint.read.source import OffsetMap, Span
from ctilint.records import dataclass

DEEPEST = 120
"""Levels of nesting beyond which a document is refused."""


class DocumentError(Exception):
    """A document that cannot be read, with the place that stopped the reader."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


@dataclass(frozen=True, slots=True, eq=False)
class Scalar:
    """A text, number, boolean or null as written; ``style`` is plain, single, double, literal, folded."""

    value: str
    span: Span
    tag: str = ""
    style: str = "plain"


@dataclass(frozen=True, slots=True, eq=False)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    span: Span
    tag: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Mapping:
    """A mapping with scalar keys; ``span`` reaches from the first key to the last value."""

    entries: tuple[tuple[Scalar, Node], ...]
    span: Span
    tag: str = ""

    def get(self, *names: str) -> Node | None:
        """Return the value under the path ``names``, or None."""
        here: Node | None = self
        for name in names:
            if not isinstance(here, Mapping):
                return None
            here = next((value for key, value in here.entries if key.value == name), None)
        return here

    def key(self, name: str) -> Scalar | None:
        """Return the key ``name`` itself, or None."""
        return next((key for key, _ in self.entries if key.value == name), None)


Node = Scalar | Sequence | Mapping


def mapping(node: Node | None) -> Mapping:
    """Return ``node`` if it is a mapping, or an empty one."""
    return node if isinstance(node, Mapping) else Mapping((), Span(0, 0))


def sequence(node: Node | None) -> tuple[Node, ...]:
    """Return the items of ``node`` if it is a list, or none."""
    return node.items if isinstance(node, Sequence) else ()


def scalar(node: Node | None) -> str:
    """Return the text of ``node`` if it is an untagged scalar, or '' (for a null too)."""
    if not isinstance(node, Scalar) or node.tag or (node.style == "plain" and node.value in ("null", "~")):
        return ""
    return node.value


def scalars(node: Node) -> Iterator[tuple[str, Scalar]]:
    """Yield every scalar value under ``node`` once, with the key it stands under ('' in lists)."""
    seen: set[int] = set()
    waiting: list[tuple[str, Node]] = [("", node)]
    while waiting:
        name, here = waiting.pop()
        if id(here) in seen:
            continue
        seen.add(id(here))
        if isinstance(here, Scalar):
            yield name, here
        elif isinstance(here, Sequence):
            waiting.extend((name, item) for item in reversed(here.items))
        else:
            waiting.extend((key.value, value) for key, value in reversed(here.entries))


# YAML


class _Open:
    """A collection that is being read."""

    __slots__ = ("anchor", "children", "is_mapping", "start", "tag")

    def __init__(self, event: object, is_mapping: bool) -> None:
        self.is_mapping = is_mapping
        self.start: int = _at(event.start_mark)  # type: ignore[attr-defined]
        self.tag: str = _tag(event)
        self.anchor: str | None = event.anchor  # type: ignore[attr-defined]
        self.children: list[Node] = []

    def close(self, end: int) -> Node:
        span = Span(self.start, max(self.start, end))
        if not self.is_mapping:
            return Sequence(tuple(self.children), span, self.tag)
        pairs = zip(self.children[::2], self.children[1::2], strict=False)
        return Mapping(tuple((key, value) for key, value in pairs if isinstance(key, Scalar)), span, self.tag)


def _at(mark: object) -> int:
    index: int = getattr(mark, "index", 0)
    return index


def _tag(event: object) -> str:
    tag = getattr(event, "tag", None) or ""
    return tag[1:] if tag.startswith("!") and tag != "!" else ""


_STYLES = {"'": "single", '"': "double", "|": "literal", ">": "folded"}


def parse_yaml(text: str) -> list[Node]:
    """Return the documents of ``text``; raise DocumentError where it is no YAML or nests too deep."""
    import yaml  # only when a template is there

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    documents: list[Node] = []
    stack: list[_Open] = []
    anchors: dict[str, Node] = {}
    try:
        for event in yaml.parse(text, Loader=loader):
            done: Node | None = None
            if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
                if len(stack) >= DEEPEST:
                    raise DocumentError("nested too deep", _at(event.start_mark))
                stack.append(_Open(event, isinstance(event, yaml.MappingStartEvent)))
            elif isinstance(event, yaml.CollectionEndEvent):
                opened = stack.pop()
                end = _at(event.end_mark)
                if _at(event.start_mark) == end and opened.children:
                    end = opened.children[-1].span.end
                done = opened.close(end)
                if opened.anchor:
                    anchors[opened.anchor] = done
            elif isinstance(event, yaml.ScalarEvent):
                span = Span(_at(event.start_mark), _at(event.end_mark))
                done = Scalar(event.value, span, _tag(event), _STYLES.get(event.style or "", "plain"))
                if event.anchor:
                    anchors[event.anchor] = done
            elif isinstance(event, yaml.AliasEvent):
                here = _at(event.start_mark)
                done = anchors.get(event.anchor or "") or Scalar("", Span(here, here))
            if done is not None:
                if stack:
                    stack[-1].children.append(done)
                else:
                    documents.append(done)
    except yaml.reader.ReaderError as error:
        raise DocumentError(str(error.reason), error.position if isinstance(error.position, int) else 0) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise DocumentError(str(error.problem or error.context), _at(mark)) from None
    except yaml.YAMLError as error:
        raise DocumentError(str(error), 0) from None
    return documents


# JSON

_TOKEN = pattern(r'[ \t\r\n]*(?:([{}\[\],:])|("(?:[^"\\\x00-\x1f]|\\.)*")|([^\s{}\[\],:"]+))')
_ESCAPE = pattern(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_PLAIN = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_WORD = pattern(r"true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")


def unescape(raw: str) -> str:
    """Return what the inside of a JSON or double-quoted string says."""
    if "\\" not in raw:
        return raw
    text = _ESCAPE.sub(_decoded, raw)
    if any("\ud800" <= char <= "\udfff" for char in text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _decoded(found: re.Match[str]) -> str:
    if found[1]:
        return chr(int(found[1], 16))
    return _PLAIN.get(found[2], found[2])


def parse_json(text: str) -> Node:
    """Return the document; raise DocumentError at the first place that is no JSON or nests too deep."""
    stack: list[tuple[str, int, list[Node]]] = []
    position = 0
    expect_value = True
    after_value = False
    result: Node | None = None
    while True:
        found = _TOKEN.match(text, position)
        if found is None:
            rest = text[position:].lstrip()
            if result is not None and not stack and not rest:
                return result
            raise DocumentError("unexpected end" if not rest else "no JSON", min(len(text), position))
        if result is not None and not stack:
            raise DocumentError("text after the end", found.end())
        position = found.end()
        start = found.start(found.lastindex or 0)
        sign = found[1]
        done: Node | None = None
        if sign in ("{", "["):
            if not expect_value or len(stack) >= DEEPEST:
                raise DocumentError("nested too deep" if expect_value else f"unexpected {sign}", start)
            stack.append((sign, start, []))
            after_value = False
            continue
        if sign in ("}", "]"):
            if not stack or (stack[-1][0] == "{") != (sign == "}") or (not after_value and stack[-1][2]):
                raise DocumentError(f"unexpected {sign}", start)
            kind, opened, children = stack.pop()
            done = _closed(kind, children, Span(opened, position), start)
        elif sign:
            _check_sign(sign, stack, start, after_value)
            expect_value, after_value = True, False
            continue
        else:
            if not expect_value or after_value:
                raise DocumentError("unexpected value", start)
            if found[2] is not None:
                done = Scalar(unescape(found[2][1:-1]), Span(start, position), "", "double")
            elif _WORD.fullmatch(found[3]):
                done = Scalar(found[3], Span(start, position))
            else:
                raise DocumentError(f"unexpected {found[3][:20]}", start)
        if stack:
            stack[-1][2].append(done)
        else:
            result = done
        expect_value, after_value = bool(stack) and False, True


def _check_sign(sign: str, stack: list[tuple[str, int, list[Node]]], start: int, after_value: bool) -> None:
    """Refuse a comma or colon that stands where none may."""
    if not stack or not after_value:
        raise DocumentError(f"unexpected {sign}", start)
    kind, _, children = stack[-1]
    wants_colon = kind == "{" and len(children) % 2 == 1
    if (sign == ":") != wants_colon:
        raise DocumentError(f"unexpected {sign}", start)


def _closed(kind: str, children: list[Node], span: Span, start: int) -> Node:
    if kind == "[":
        return Sequence(tuple(children), span)
    if len(children) % 2:
        raise DocumentError("unexpected }", start)
    entries = tuple(zip(children[::2], children[1::2], strict=True))
    if not all(isinstance(key, Scalar) for key, _ in entries):
        raise DocumentError("a key is no text", span.start)
    return Mapping(entries, span)  # type: ignore[arg-type]


# Text inside a scalar


def inner_map(text: str, node: Scalar) -> OffsetMap | None:
    """Return the map from offsets of ``node.value`` to the file, or None when the writing cannot be followed."""
    if node.style == "literal":
        return _literal_map(text, node)
    raw = text[node.span.start : node.span.end]
    if node.style == "double" and "\n" not in raw and raw[:1] == '"':
        return _escaped_map(raw[1:-1], node.span.start + 1, node.value)
    if node.style == "single" and "\n" not in raw and "''" not in raw[1:-1]:
        return OffsetMap(((0, node.span.start + 1),))
    if node.style == "plain" and raw == node.value:
        return OffsetMap(((0, node.span.start),))
    return None


def _escaped_map(raw: str, start: int, value: str) -> OffsetMap | None:
    pieces = [(0, start)]
    lost = 0
    for found in _ESCAPE.finditer(raw):
        lost += len(found[0]) - 1
        pieces.append((found.end() - lost, start + found.end()))
    return OffsetMap(tuple(pieces)) if len(raw) - lost == len(value) else None


def _literal_map(text: str, node: Scalar) -> OffsetMap | None:
    """Map a literal block line by line; its indentation is what its first filled line has."""
    head = text.find("\n", node.span.start)
    if head < 0:
        return None
    file = head + 1
    piece = 0
    pieces: list[tuple[int, int]] = []
    lines = node.value.split("\n")
    indent: int | None = None
    for line in lines:
        if file > len(text):
            break
        end = text.find("\n", file)
        raw = text[file : end if end >= 0 else len(text)]
        if indent is None and line.strip():
            indent = len(raw.rstrip("\r")) - len(line)
        skip = min(indent or 0, len(raw)) if line else 0
        if line and raw[skip : skip + len(line)] != line:
            return None
        pieces.append((piece, file + skip))
        piece += len(line) + 1
        if end < 0:
            break
        file = end + 1
    return OffsetMap(tuple(pieces)) if pieces else None
