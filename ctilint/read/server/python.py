"""Python, lowered to calls and values. Only the modules of this folder know libcst."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst
from libcst import metadata

from ctilint.patterns import pattern
from ctilint.read.facts import Comment, SyntaxProblem
from ctilint.read.server.depth import too_deep
from ctilint.read.server.imported import imported_names
from ctilint.read.server.records import (
    PyModule,
)
from ctilint.read.server.statements import Reader
from ctilint.read.source import OffsetMap, Span

if TYPE_CHECKING:
    from ctilint.read.source import Source


_PLACE = pattern(r"error at (\d+):(\d+): ")
_LINE_END = pattern(r"\r\n?|\n")


class _Comments(cst.CSTVisitor):
    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def visit_Comment(self, node: cst.Comment) -> None:  # noqa: N802
        self.reader.comments.append(Comment(node.value, self.reader.span(node)))


def read_python(
    source: Source, code: str, name: str, shift: OffsetMap | None = None
) -> tuple[PyModule | None, tuple[Comment, ...], SyntaxProblem | None]:
    """Return the module that ``code`` says, its comments, or the place that stopped the parser.

    ``shift`` maps offsets of ``code`` to offsets of the file when the code stands inside a template.
    """
    starts = _line_starts(code)
    refused = too_deep(code)
    if refused is not None:
        return None, (), _problem(f"not read: {refused[0]}", refused[1], len(code), shift)
    try:
        module = cst.parse_module(code)
        wrapper = metadata.MetadataWrapper(module, unsafe_skip_copy=True)
        reader = Reader(wrapper, source.path, starts, shift, imported_names(module, code))
        reader.module(module)
        if "#" in code:
            wrapper.module.visit(_Comments(reader))
    except cst.ParserSyntaxError as error:
        return None, (), _problem(_words(error), _stopped_at(error, code, starts), len(code), shift)
    except (RecursionError, cst.CSTValidationError, ValueError, AttributeError, KeyError) as error:
        return None, (), _problem(f"not readable ({type(error).__name__})", 0, len(code), shift)
    whole = reader.drafts[0].span
    return (
        PyModule(
            source.path,
            name,
            whole,
            tuple(draft.freeze() for draft in reader.drafts),
            tuple(reader.imports),
            tuple(reader.named),
            tuple(reader.strings),
            tuple(reader.environment),
            inline=shift is not None,
        ),
        tuple(reader.comments),
        None,
    )


def _stopped_at(error: cst.ParserSyntaxError, code: str, starts: list[int]) -> int:
    """Return where the parser stopped; for an error of the tokens, which have no place, the first line that has it."""
    said = _PLACE.search(error.message)
    if said is not None and not _is_token_error(error):
        line = min(max(int(said[1]), 1), len(starts))
        return min(starts[line - 1] + int(said[2]), len(code))
    good, bad = 0, len(starts)
    while bad - good > 1:
        middle = (good + bad) // 2
        end = starts[middle] if middle < len(starts) else len(code)
        try:
            cst.parse_module(code[:end])
        except cst.ParserSyntaxError as found:
            if _is_token_error(found):
                bad = middle
                continue
        good = middle
    at = starts[bad - 1]
    return at + len(code[at:]) - len(code[at:].lstrip(" \t"))


def _is_token_error(error: cst.ParserSyntaxError) -> bool:
    return "tokenizer error" in error.message


def _problem(message: str, at: int, size: int, shift: OffsetMap | None) -> SyntaxProblem:
    start = min(at, size)
    file = shift.to_file(start) if shift else start
    return SyntaxProblem(message, Span(file, file + (1 if start < size else 0)))


def _words(error: cst.ParserSyntaxError) -> str:
    """Return libcst's message in one short line."""
    said = _PLACE.sub("", error.message.replace("\n", " ").strip())
    words = said.removeprefix("parser error: ").removeprefix("tokenizer error: ").split(", ")
    shown = ", ".join(words[:6]) + (", ..." if len(words) > 6 else "")
    return f"Python that does not parse: {shown[:160]}"


def _line_starts(code: str) -> list[int]:
    return [0, *(found.end() for found in _LINE_END.finditer(code))]
