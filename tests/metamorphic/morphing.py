"""Apps as text, and transformations that do not change what an app does.

Everything here reads JavaScript with tree-sitter directly and asks nothing of ctilint, so that a mistake in the
product's reading cannot hide itself. A transformation returns None where it does not apply.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import tree_sitter_javascript
from tree_sitter import Language, Node, Parser

Files = Mapping[str, str]
Morph = Callable[[Files], dict[str, str] | None]

PAGES = (".html", ".htm", ".page", ".component")
SCRIPTS = (".js", ".mjs", ".resource")
INLINE = re.compile(r"(<script(?P<attributes>[^>]*)>)(?P<body>.*?)(</script>)", re.DOTALL | re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z_$][\w$]*")
_FUNCTIONS = ("function_declaration", "function_expression", "arrow_function", "method_definition")


class MorphError(AssertionError):
    """A transformation wrote a script that does not parse: a mistake of these tests."""


@dataclass(frozen=True)
class Piece:
    """One script of an app: a file's text, or the body of a script element of a page."""

    path: str
    start: int
    end: int
    text: str
    module: bool

    @property
    def inline(self) -> bool:
        """Say whether the script stands in a page."""
        return not self.path.endswith(SCRIPTS)


@cache
def _parser() -> Parser:
    return Parser(Language(tree_sitter_javascript.language()))


def parse(text: str) -> Node:
    """Return the syntax tree of ``text``; offsets are bytes."""
    return _parser().parse(text.encode()).root_node


def walk(node: Node) -> Iterator[Node]:
    """Yield ``node`` and everything below it, in order."""
    yield node
    for child in node.children:
        yield from walk(child)


def pieces(files: Files) -> list[Piece]:
    """Return the scripts that can be transformed: those that parse, which merge fields may prevent."""
    found = []
    for path, text in sorted(files.items()):
        if path.endswith(SCRIPTS) and "/aura/" not in f"/{path}" and "/lwc/" not in f"/{path}":
            found.append(Piece(path, 0, len(text), text, _is_module(text)))
        elif path.endswith(PAGES):
            for match in INLINE.finditer(text):
                attributes = match["attributes"]
                if "src=" in attributes or (match["body"].strip() == "") or "text/html" in attributes:
                    continue
                module = "module" in attributes
                found.append(Piece(path, match.start("body"), match.end("body"), match["body"], module))
    return [piece for piece in found if not parse(piece.text).has_error]


def _is_module(text: str) -> bool:
    return any(child.type in {"import_statement", "export_statement"} for child in parse(text).children)


def rewrite(files: Files, change: Callable[[Piece], str | None]) -> dict[str, str] | None:
    """Return ``files`` with every script changed as ``change`` says; None when it changed none."""
    result = dict(files)
    changed = False
    for piece in sorted(pieces(files), key=lambda one: (one.path, -one.start)):
        text = change(piece)
        if text is None or text == piece.text:
            continue
        if parse(text).has_error:
            raise MorphError(f"{piece.path}: the transformed script does not parse:\n{text}")
        whole = result[piece.path]
        result[piece.path] = whole[: piece.start] + text + whole[piece.end :]
        changed = True
    return result if changed else None


def splice(text: str, edits: list[tuple[int, int, str]]) -> str:
    """Return ``text`` with ``(start byte, end byte, new text)`` put in."""
    data = text.encode()
    for start, end, new in sorted(edits, reverse=True):
        data = data[:start] + new.encode() + data[end:]
    return data.decode()


def cut(node: Node) -> str:
    """Return the text of ``node``."""
    return (node.text or b"").decode()


def words_elsewhere(files: Files, piece: Piece) -> set[str]:
    """Return every word that occurs in the app outside ``piece``, markup included."""
    words: set[str] = set()
    for path, text in files.items():
        outside = text[: piece.start] + text[piece.end :] if path == piece.path else text
        words.update(_WORD.findall(outside))
    return words


def _declared(root: Node) -> set[str]:
    """Return the names that variables, functions, parameters and catches of a script declare, plainly."""
    names: set[str] = set()
    for node in walk(root):
        if node.type in {"variable_declarator", "function_declaration", "function_expression", "class_declaration"}:
            name = node.child_by_field_name("name")
            if name is not None and name.type == "identifier":
                names.add(cut(name))
        elif node.type == "formal_parameters":
            names.update(cut(child) for child in node.named_children if child.type == "identifier")
        elif node.type in {"arrow_function", "catch_clause", "for_in_statement"}:
            name = node.child_by_field_name("left" if node.type == "for_in_statement" else "parameter")
            if name is not None and name.type == "identifier":
                names.add(cut(name))
    return names


def rename_identifiers(files: Files) -> dict[str, str] | None:
    """Give every name that a script declares, and nothing else of the app knows, another name."""

    def change(piece: Piece) -> str | None:
        root = parse(piece.text)
        fixed = words_elsewhere(files, piece)
        for node in walk(root):
            if node.type in {"shorthand_property_identifier", "shorthand_property_identifier_pattern"}:
                fixed.add(cut(node))
            elif node.type in {"import_specifier", "export_specifier", "import_clause", "export_statement"}:
                fixed.update(cut(child) for child in walk(node) if child.type == "identifier" and _is_port(child))
        names = {name: f"q{at}_" for at, name in enumerate(sorted(_declared(root) - fixed))}
        edits = [
            (node.start_byte, node.end_byte, names[cut(node)])
            for node in walk(root)
            if node.type == "identifier" and cut(node) in names
        ]
        return splice(piece.text, edits)

    return rewrite(files, change)


def _is_port(node: Node) -> bool:
    """Say whether an identifier below an import or export is the name that other files know."""
    parent = node.parent
    while parent is not None and parent.type != "program":
        if parent.type in {"statement_block", "class_body", "formal_parameters"}:
            return False
        parent = parent.parent
    return True


def wrap_in_function(files: Files) -> dict[str, str] | None:
    """Put a script into a function that is called at once, where no other part of the app needs its names."""

    def change(piece: Piece) -> str | None:
        root = parse(piece.text)
        if piece.module or _is_bundle(root):
            return None
        top = {cut(name) for child in root.children for name in _top_names(child)}
        if top & words_elsewhere(files, piece):
            return None
        return f"(function () {{{piece.text}\n}}());\n"

    return rewrite(files, change)


def _is_bundle(root: Node) -> bool:
    children = [child for child in root.named_children if child.type != "comment"]
    if len(children) != 1 or children[0].type != "expression_statement":
        return False
    inner = children[0].named_children[0]
    return inner.type == "parenthesized_expression" and inner.named_children[0].type == "object"


def _top_names(child: Node) -> Iterator[Node]:
    if child.type in {"function_declaration", "class_declaration"}:
        name = child.child_by_field_name("name")
        if name is not None:
            yield name
    elif child.type in {"variable_declaration", "lexical_declaration"}:
        for declarator in child.named_children:
            name = declarator.child_by_field_name("name")
            if name is not None:
                yield from (one for one in walk(name) if one.type.endswith(("identifier", "identifier_pattern")))


def _is_free(function: Node) -> bool:
    """Say whether a function uses neither its own ``this`` nor ``arguments``, and is neither async nor a generator."""
    body = function.child_by_field_name("body")
    if body is None or function.type == "generator_function_declaration":
        return False
    stack = [body]
    while stack:
        node = stack.pop()
        if node.type in {"this", "super", "meta_property"} or (node.type == "identifier" and cut(node) == "arguments"):
            return False
        stack.extend(child for child in node.children if child.type not in _FUNCTIONS or child.type == "arrow_function")
    return True


def _is_async(function: Node) -> bool:
    return any(child.type == "async" for child in function.children)


def functions_to_arrows(files: Files) -> dict[str, str] | None:
    """Turn every unnamed function expression that needs no ``this`` into an arrow."""

    def change(piece: Piece) -> str | None:
        text = piece.text
        for _ in range(200):
            found = next((node for node in walk(parse(text)) if _is_plain_expression(node)), None)
            if found is None:
                break
            parameters, body = found.child_by_field_name("parameters"), found.child_by_field_name("body")
            assert parameters is not None
            assert body is not None
            start = "async " if _is_async(found) else ""
            new = f"({start}{cut(parameters)} => {cut(body)})"
            text = splice(text, [(found.start_byte, found.end_byte, new)])
        return text

    return rewrite(files, change)


def _is_plain_expression(node: Node) -> bool:
    if node.type != "function_expression" or node.child_by_field_name("name") is not None or not _is_free(node):
        return False
    parent = node.parent
    if parent is not None and parent.type == "call_expression" and parent.child_by_field_name("function") == node:
        return False
    return parent is None or parent.type not in {"new_expression", "member_expression"}


def functions_to_methods(files: Files) -> dict[str, str] | None:
    """Make the functions of each block methods of one object, and call and pass them as its members."""

    def change(piece: Piece) -> str | None:
        root = parse(piece.text)
        elsewhere = words_elsewhere(files, piece)
        for block in [root, *(node for node in walk(root) if node.type == "statement_block")]:
            functions = [child for child in block.children if child.type == "function_declaration" and _is_free(child)]
            names = {cut(name): node for node in functions for name in [node.child_by_field_name("name")] if name}
            once = _declared_once(root)
            names = {name: node for name, node in names.items() if name not in elsewhere and name in once}
            if names:
                return _as_methods(piece.text, root, block, names)
        return None

    return rewrite(files, change)


def _declared_once(root: Node) -> set[str]:
    counts: dict[str, int] = {}
    for node in walk(root):
        if node.type in {"identifier", "shorthand_property_identifier_pattern"} and _declares(node):
            counts[cut(node)] = counts.get(cut(node), 0) + 1
        elif node.type == "shorthand_property_identifier":
            counts[cut(node)] = 2
    return {name for name, count in counts.items() if count == 1}


def _declares(node: Node) -> bool:
    parent = node.parent
    if parent is None:
        return False
    if parent.type == "formal_parameters":
        return True
    if parent.type in {"arrow_function", "catch_clause"}:
        return parent.child_by_field_name("parameter") == node
    return parent.child_by_field_name("name") == node and parent.type.endswith(
        ("declaration", "declarator", "function_expression")
    )


def _as_methods(text: str, root: Node, block: Node, names: Mapping[str, Node]) -> str:
    """Move the functions ``names`` to the top of ``block`` as methods of one object."""
    data = text.encode()
    own_names = {name.id for node in names.values() for name in [node.child_by_field_name("name")] if name is not None}
    edits = [
        (node.start_byte, node.end_byte, f"held.{cut(node)}")
        for node in walk(root)
        if node.type == "identifier" and cut(node) in names and node.id not in own_names
    ]
    methods = []
    for name, node in names.items():
        within = [
            (start - node.start_byte, end - node.start_byte, new) for start, end, new in edits if _in(node, start)
        ]
        source = splice(cut(node), within)
        methods.append(re.sub(rf"^(async\s+)?function\s+{re.escape(name)}", lambda m, n=name: (m[1] or "") + n, source))
    outside = [edit for edit in edits if not any(_in(node, edit[0]) for node in names.values())]
    outside += [(node.start_byte, node.end_byte, "") for node in names.values()]
    at = block.start_byte + (1 if block.type == "statement_block" else 0)
    outside.append((at, at, "\nvar held = {\n" + ",\n".join(methods) + "\n};\n"))
    return splice(data.decode(), outside)


def _in(node: Node, offset: int) -> bool:
    return node.start_byte <= offset < node.end_byte


def move_to_another_file(files: Files) -> dict[str, str] | None:
    """Put the functions of a page's script into a file of its own, which the page loads before."""
    for piece in pieces(files):
        if piece.module or not piece.path.endswith((".html", ".htm")):
            continue
        functions = [child for child in parse(piece.text).children if child.type == "function_declaration"]
        if not functions:
            continue
        moved = "\n\n".join(cut(node) for node in functions) + "\n"
        rest = splice(piece.text, [(node.start_byte, node.end_byte, "") for node in functions])
        whole = files[piece.path]
        opening = whole.rindex("<script", 0, piece.start)
        page = (
            whole[:opening]
            + '<script src="moved.js"></script>\n'
            + whole[opening : piece.start]
            + rest
            + whole[piece.end :]
        )
        folder = piece.path.rpartition("/")[0]
        return {**files, piece.path: page, (f"{folder}/" if folder else "") + "moved.js": moved}
    return None


def split_into_two_files(files: Files) -> dict[str, str] | None:
    """Put the functions of a lone script into a second file, and both into a page."""
    if len(files) != 1:
        return None
    ((path, text),) = files.items()
    if not path.endswith(".js") or not pieces(files) or _is_module(text) or _is_bundle(parse(text)):
        return None
    functions = [child for child in parse(text).children if child.type == "function_declaration"]
    if not functions:
        return None
    rest = splice(text, [(node.start_byte, node.end_byte, "") for node in functions])
    moved = "\n\n".join(cut(node) for node in functions) + "\n"
    page = '<html><body><script src="moved.js"></script><script src="rest.js"></script></body></html>\n'
    return {"index.html": page, "moved.js": moved, "rest.js": rest}


def inline_into_page(files: Files) -> dict[str, str] | None:
    """Put a script into the page: a lone script into a page of its own, a page's own script file into the page."""
    if len(files) == 1:
        ((path, text),) = files.items()
        if not path.endswith(".js") or not pieces(files) or "</script" in text or _is_bundle(parse(text)):
            return None
        kind = ' type="module"' if _is_module(text) else ""
        return {"index.html": f"<html><body>\n<script{kind}>\n{text}</script>\n</body></html>\n"}
    for path, text in files.items():
        if not path.endswith((".html", ".htm")):
            continue
        for match in re.finditer(r'<script src="(?P<src>[^"/:]+\.js)"></script>', text):
            inner = files.get((path.rpartition("/")[0] + "/" + match["src"]).lstrip("/"))
            if inner is None or "</script" in inner or "{{" in inner:
                continue
            result = {name: body for name, body in files.items() if not name.endswith(match["src"])}
            result[path] = text[: match.start()] + f"<script>\n{inner}</script>" + text[match.end() :]
            return result
    return None


def minify(files: Files) -> dict[str, str] | None:
    """Take out comments, indentation and every line end that no statement may need."""

    def change(piece: Piece) -> str | None:
        root = parse(piece.text)
        if "ctilint-disable" in piece.text:
            return None
        data = piece.text.encode()
        out: list[bytes] = []
        last = 0
        for start, end in _tokens(root):
            gap = data[last:start]
            text = data[start:end]
            if out and gap:
                if b"\n" in gap and out[-1][-1:] not in b";{,([:":
                    out.append(b"\n")
                elif _needs_space(out[-1][-1:], text[:1]):
                    out.append(b" ")
            out.append(text)
            last = end
        return b"".join(out).decode() + "\n"

    return rewrite(files, change)


def _tokens(root: Node) -> Iterator[tuple[int, int]]:
    """Yield the tokens' places, comments left out; a text is one token."""
    if root.type == "comment":
        return
    if root.type in {"string", "template_string", "regex"} or not root.children:
        if root.end_byte > root.start_byte:
            yield root.start_byte, root.end_byte
        return
    for child in root.children:
        yield from _tokens(child)


def _needs_space(before: bytes, after: bytes) -> bool:
    word = re.compile(rb"[\w$#@]")
    return bool(word.match(before) and word.match(after)) or (before in b"+-" and before == after)


def crlf(files: Files) -> dict[str, str] | None:
    """End every line with CR LF."""
    return {path: text.replace("\r\n", "\n").replace("\n", "\r\n") for path, text in files.items()}


def to_var(files: Files) -> dict[str, str] | None:
    """Declare with ``var`` what was declared with ``let`` or ``const``, except in loops' heads."""

    def change(piece: Piece) -> str | None:
        root = parse(piece.text)
        once = _declared_once(root)
        edits = []
        for node in walk(root):
            if node.type == "lexical_declaration" and node.parent is not None and node.parent.type != "for_statement":
                declared = {cut(one) for one in _top_names(node)}
                if declared <= once:
                    word = node.children[0]
                    edits.append((word.start_byte, word.end_byte, "var"))
        return splice(piece.text, edits)

    return rewrite(files, change)


def to_const(files: Files) -> dict[str, str] | None:
    """Declare with ``const`` or ``let`` what was declared with ``var``, once and before its use, in a function."""

    def change(piece: Piece) -> str | None:
        root = parse(piece.text)
        elsewhere = words_elsewhere(files, piece)
        once = _declared_once(root)
        edits = []
        for node in walk(root):
            if (
                node.type != "variable_declaration"
                or node.parent is None
                or node.parent.type not in {"statement_block", "program"}
            ):
                continue
            names = {cut(one) for one in _top_names(node)}
            if names <= once and not names & elsewhere and _is_first(root, node, names):
                written = any(
                    one.type in {"assignment_expression", "augmented_assignment_expression", "update_expression"}
                    and cut(one.named_children[0]) in names
                    for one in walk(root)
                )
                bare = any(child.child_by_field_name("value") is None for child in node.named_children)
                word = node.children[0]
                edits.append((word.start_byte, word.end_byte, "let" if written or bare else "const"))
        return splice(piece.text, edits)

    return rewrite(files, change)


def _is_first(root: Node, declaration: Node, names: set[str]) -> bool:
    """Say whether no mention of ``names`` stands before their declaration or outside its block."""
    block = declaration.parent
    assert block is not None
    mentions = [node for node in walk(root) if node.type == "identifier" and cut(node) in names]
    return all(declaration.start_byte <= node.start_byte < block.end_byte for node in mentions)


MORPHS: Mapping[str, Morph] = {
    "rename identifiers": rename_identifiers,
    "wrap in a function": wrap_in_function,
    "functions to arrows": functions_to_arrows,
    "functions to methods": functions_to_methods,
    "move to another file": move_to_another_file,
    "split into two files": split_into_two_files,
    "inline into the page": inline_into_page,
    "minify": minify,
    "CR LF": crlf,
    "to var": to_var,
    "to const": to_const,
}
SAME_LINES = frozenset({"rename identifiers", "CR LF", "to var", "to const", "functions to arrows"})
SAME_FILES = frozenset(set(MORPHS) - {"move to another file", "split into two files", "inline into the page"})
