"""The grammars, loaded when first needed, and the text that they are given."""

from __future__ import annotations

import os
from functools import cache
from importlib import import_module
from importlib.machinery import EXTENSION_SUFFIXES, ExtensionFileLoader, ModuleSpec, PathFinder
from time import thread_time
from typing import Any

from tree_sitter import Language, Parser, Tree

from ctilint.patterns import pattern

# The parser reports each hundred of its operations. A program takes two reports for a hundred characters, the densest
# text five; a parse past this bound would not end.
STEPS = 2_000
STEPS_PER_CHARACTER = 0.2
# An operation of error recovery costs up to thirty times one of a program, and nothing says which it is: no number of
# operations tells a large program from a large text that is none. Processor time does, as the last resort.
SECONDS = 10.0
_LOOK_EVERY = 64
_CHUNK = 1 << 16
_NOT_ASCII = pattern(r"[^\x00-\x7f]+")


def _binding(package: str) -> Any:
    """Return a grammar's extension module; its package would import importlib.resources first, which takes 18 ms."""
    found = PathFinder.find_spec(package)
    for folder in (found.submodule_search_locations or ()) if found is not None else ():
        for suffix in EXTENSION_SUFFIXES:
            path = os.path.join(folder, "_binding" + suffix)
            if os.path.isfile(path):
                name = f"{package}._binding"
                loader = ExtensionFileLoader(name, path)
                module: Any = loader.create_module(ModuleSpec(name, loader, origin=path))
                loader.exec_module(module)
                return module
    return import_module(package)


@cache
def _parser(language: str) -> Parser:
    """Return the parser of ``language``, loaded when it is first asked for."""
    if language == "javascript":
        return Parser(Language(_binding("tree_sitter_javascript").language()))
    typescript = _binding("tree_sitter_typescript")
    return Parser(Language(typescript.language_tsx() if language == "tsx" else typescript.language_typescript()))


class _StandIns(dict[int, str]):
    """An ASCII character of the same syntax for each other character, worked out once."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        stand_in = "\x01"
        if ("a" + char).isidentifier():
            stand_in = "z"
        elif char.isspace() or char == "\ufeff":
            stand_in = " "
        self[code] = stand_in
        return stand_in


_STAND_INS = _StandIns()


def stand_ins(text: str) -> str:
    """Return ASCII text of the same length that has the same syntax, so that bytes and code points run in step."""
    if text.isascii():
        return text
    return _NOT_ASCII.sub(lambda match: match.group().translate(_STAND_INS), text)


def parse(text: str, language: str) -> Tree | None:
    """Return the syntax tree of ``text``, or None when a text that is no program takes too long.

    The tree's byte offsets are code point offsets of ``text``.
    """
    parser = _parser(language)
    data = stand_ins(text).encode("ascii")
    left = STEPS + int(len(data) * STEPS_PER_CHARACTER)
    until = thread_time() + SECONDS

    def is_enough(*_: object) -> bool:
        nonlocal left
        left -= 1
        return left < 0 or (left % _LOOK_EVERY == 0 and thread_time() > until)

    try:
        return parser.parse(lambda offset, _: data[offset : offset + _CHUNK], progress_callback=is_enough)
    except ValueError:
        parser.reset()
        return None
