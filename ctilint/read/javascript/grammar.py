"""The grammars, loaded when first needed, and the text that they are given."""

from __future__ import annotations

import re
from functools import cache

from tree_sitter import Language, Parser, Tree

_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


@cache
def _parser(language: str) -> Parser:
    """Return the parser of ``language``; each grammar costs milliseconds, so it is loaded when asked for."""
    if language == "javascript":
        import tree_sitter_javascript

        return Parser(Language(tree_sitter_javascript.language()))
    import tree_sitter_typescript

    if language == "tsx":
        return Parser(Language(tree_sitter_typescript.language_tsx()))
    return Parser(Language(tree_sitter_typescript.language_typescript()))


def _stand_in(match: re.Match[str]) -> str:
    char = match.group()
    if ("a" + char).isidentifier():
        return "z"
    if char.isspace() or char == "\ufeff":
        return " "
    return "\x01"


def stand_ins(text: str) -> str:
    """Return ASCII text of the same length that has the same syntax, so that bytes and code points run in step."""
    return text if text.isascii() else _NOT_ASCII.sub(_stand_in, text)


def parse(text: str, language: str) -> Tree:
    """Return the syntax tree of ``text``; its byte offsets are code point offsets of ``text``."""
    return _parser(language).parse(stand_ins(text).encode("ascii"))
