"""Keeps the handlers that a person filled in when a module is written anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ctilint.read.document import read_document
from ctilint.read.facts import AssignStep, FunctionValue, Name, Object, Script
from ctilint.read.source import Span
from ctilint.read.strict import syntax_error
from ctilint.records import dataclass

HOLDER = "handlers"


@dataclass(frozen=True, slots=True)
class Merged:
    """The new text with the old handlers in it.

    ``kept`` names the handlers that were filled in and stand in ``text``; ``lost`` those that cannot, each with the
    reason. ``restored`` is the old text with its handlers as they were written first: what still differs from that
    was changed elsewhere, and is not kept.
    """

    text: str
    kept: tuple[str, ...] = ()
    lost: tuple[tuple[str, str], ...] = ()
    restored: str = ""


def merge(path: str, old: str, new: str) -> Merged:
    """Put the handlers of ``old`` that were filled in into ``new``; both are modules of ctilint for ``path``."""
    before, after = _handlers(path, old), _handlers(path, new)
    plain = {name: _cut(new, span) for name, span in after.items()}
    filled = {name: _cut(old, span) for name, span in before.items() if plain.get(name) != _cut(old, span)}
    lost = [(name, "the new module has no such handler") for name in filled if name not in after]
    text, kept = new, list[str]()
    for name, span in sorted(after.items(), key=lambda item: item[1], reverse=True):
        if name not in filled:
            continue
        trial = text[: span.start] + filled[name] + text[span.end :]
        if _is_valid(path, trial):
            text = trial
            kept.append(name)
        else:
            lost.append((name, "its text is not valid in the new module"))
    restored = old
    for name, span in sorted(before.items(), key=lambda item: item[1], reverse=True):
        restored = restored[: span.start] + plain.get(name, filled.get(name, "")) + restored[span.end :]
    return Merged(text, tuple(sorted(kept)), tuple(sorted(lost)), restored)


def _handlers(path: str, text: str) -> Mapping[str, Span]:
    """Return the span of each handler, from its name to the end of its body."""
    found = {}
    for script in read_document(path, text.encode("utf-8", "backslashreplace")).scripts:
        for holder in _holders(script):
            for entry in holder.entries:
                if entry.key is not None and isinstance(entry.value, FunctionValue):
                    found[entry.key] = entry.span
    return found


def _holders(script: Script) -> Iterator[Object]:
    for function in script.functions:
        for step in function.body.steps:
            if not (isinstance(step, AssignStep) and step.declares == "const"):
                continue
            if isinstance(step.value, Object) and isinstance(step.target, Name) and step.target.name == HOLDER:
                yield step.value


def _cut(text: str, span: Span) -> str:
    return text[span.start : span.end]


def _is_valid(path: str, text: str) -> bool:
    typed = path.lower().endswith((".ts", ".mts", ".cts"))
    return syntax_error(text, language="typescript" if typed else "javascript") is None
