"""Writes what a command makes: whole or not at all, and never over what a person wrote.

A file is written over when ctilint wrote it and nobody changed it since. What a person may go on working with (code,
Markdown, HTML) carries a line with the hash of the rest of the file; a report for machines is known by its shape.
``--force`` writes over anything.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from enum import Enum

import click

from ctilint import __version__
from ctilint.patterns import pattern

# How a line is made a comment, by the suffix of the file; what is not here has no comments.
_SIGNS = {
    **dict.fromkeys((".js", ".mjs", ".cjs", ".ts", ".mts", ".cts"), ("// ", "")),
    **dict.fromkeys((".html", ".htm", ".xml", ".md", ".markdown", ".page", ".component", ".cmp"), ("<!-- ", " -->")),
    ".css": ("/* ", " */"),
    **dict.fromkeys((".py", ".yml", ".yaml", ".toml", ".sh"), ("# ", "")),
}
# A line that must stay the first of its file.
_FIRST = pattern(r"(?:<\?xml|<!doctype|#!)[^\n]*\n", 2)
_STAMPED = {"markdown": ".md", "html": ".html"}
_AT_END = frozenset({".md", ".markdown"})
_STAMP = pattern(r"^[^\n]{0,8}ctilint \S+ wrote this file; sha256 of the rest: ([0-9a-f]{64})[^\n]{0,8}\n", 8)
# The shapes of the reports for machines and of the text reports, as they begin or end.
_SHAPES = (
    pattern(r'\A\{\s*"version": \d+,\s*"(?:findings|windows)": '),
    pattern(r'\A\{[\s\S]{0,400}?"(?:name|tool|engine|written_by|generator)": (?:\[?\s*)?"ctilint\b'),
    pattern(r'\A\[\s*(?:\{\s*"description": [^\n]*\n\s*"check_name": |\]\s*\Z)'),
    pattern(r'\A\{"rule": "[a-z-]+", "severity": '),
    pattern(r"\Apath,line,column,severity,rule,evidence,"),
    pattern(r'\A\{\s*"runDir": [\s\S]{0,2000}?"versions": \{\s*"ctilint": '),
    pattern(r'\A<\?xml[^>]*>\s*<(?:testsuites name="ctilint"|checkstyle version="ctilint )'),
    pattern(r"\A(?:::(?:error|warning|notice) [^\n]*\n)*\d+ findings?: [^\n]*\n\Z"),
    pattern(r"\A(?:[^\n]*:\d+:\d+: (?:error|warning|note) [a-z-]+: [^\n]*\n)+\Z"),
    pattern(r"\n(?:\d+ findings?: [^\n]+|No CTI code found[^\n]*|Nothing (?:new )?to find[^\n]*)\n  files  "),
    pattern(r"\A(?:No CTI code found|Nothing (?:new )?to find)[^\n]*\n(?:  files  |\Z)"),
)


class State(Enum):
    """What stands where a file is to be written."""

    FREE = "nothing, or no ordinary file"
    OURS = "written by ctilint, unchanged"
    CHANGED = "written by ctilint, changed since"
    FOREIGN = "not written by ctilint"


def stamped(path: str, text: str, written: str | None = None) -> str:
    """Return ``text`` with a line that holds the hash of the rest; as it is where ``path`` can hold no comment.

    ``written`` is what ctilint wrote of it, where a person's own lines stand in ``text``: the file counts as changed.
    """
    signs = _SIGNS.get(_suffix(path))
    if signs is None:
        return text
    line = (
        f"{signs[0]}ctilint {__version__} wrote this file; sha256 of the rest: {_digest(written or text)}{signs[1]}\n"
    )
    if _suffix(path) in _AT_END:
        return text + line
    first = _FIRST.match(text)
    at = first.end() if first else 0
    return text[:at] + line + text[at:]


def unstamped(text: str) -> str:
    """Return ``text`` without the line that ``stamped`` put in."""
    return _STAMP.sub("", text, count=1)


def is_restored(held: str, restored: str) -> bool:
    """Say whether ``restored`` is what the file was when ctilint wrote it; ``held`` is the file with its stamp."""
    found = _STAMP.search(held)
    return found is not None and _digest(restored) == found[1]


def _digest(text: str) -> str:
    from hashlib import sha256  # brings OpenSSL along: 3 ms that a run without a file need not pay

    return sha256(text.encode("utf-8", "backslashreplace")).hexdigest()


def state(path: str) -> State:
    """Say what stands at ``path``."""
    try:
        status = os.stat(path)
    except OSError:
        return State.FREE
    if not stat.S_ISREG(status.st_mode) or status.st_size == 0:
        return State.FREE
    try:
        with open(path, encoding="utf-8", newline="") as file:
            text = file.read()
    except (OSError, UnicodeDecodeError):
        return State.FOREIGN
    found = _STAMP.search(text)
    if found is not None:
        rest = text[: found.start()] + text[found.end() :]
        # A repository may turn line ends; nobody wrote anything then.
        same = found[1] in {_digest(rest), _digest(rest.replace("\r\n", "\n"))}
        return State.OURS if same else State.CHANGED
    return State.OURS if any(shape.search(text) for shape in _SHAPES) else State.FOREIGN


def demand_free(paths: Iterable[str], *, force: bool, hint: str = "") -> None:
    """Refuse, before anything is written, to write over what is not ctilint's; ``hint`` says what ``--force`` does."""
    for path in paths:
        if not force and _suffix(path) != ".csv":  # a table is known by its columns, when it is written
            _demand(path, hint)


def _demand(path: str, hint: str = "") -> None:
    found = state(path)
    if found is State.CHANGED:
        raise click.UsageError(f"'{path}' was changed since ctilint wrote it: --force {hint or 'writes over it'}")
    if found is State.FOREIGN:
        raise click.UsageError(f"'{path}' was not written by ctilint: --force writes over it")


def write(path: str, text: str, *, force: bool = False, form: str = "", written: str | None = None) -> None:
    """Put ``text`` at ``path``, whole or not at all; refuse to write over what is not ctilint's.

    ``form`` is the format of a report: Markdown and HTML get a stamp, whatever the file is called. ``written`` is for
    code, which is stamped by its suffix; see ``stamped``.
    """
    from ctilint.fix.writing import write_whole

    like = path if written is not None else _STAMPED.get(form, "")
    made = stamped(like, text, written) if like and _is_ordinary(path) else text
    if not force and not _begins_as(path, made):
        _demand(path)
    try:
        write_whole(path, made.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise click.UsageError(f"'{path}' cannot be written: {error.strerror}") from error


def _begins_as(path: str, text: str) -> bool:
    """Say whether ``path`` holds ``text`` already, or is a table with the same columns; a pipe or device never ends."""
    if not os.path.isfile(path):
        return False
    data = text.encode("utf-8", "backslashreplace")
    try:
        with open(path, "rb") as file:
            held = file.read()
    except OSError:
        return False
    return held == data or (_suffix(path) == ".csv" and held.partition(b"\n")[0] == data.partition(b"\n")[0])


def _is_ordinary(path: str) -> bool:
    return not os.path.exists(path) or os.path.isfile(path)


def _suffix(path: str) -> str:
    return os.path.splitext(f"x{path}" if path.startswith(".") else path)[1].lower()
