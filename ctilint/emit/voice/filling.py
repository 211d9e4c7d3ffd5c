"""What the skeletons share: filled templates, valid scripts, names, and where the calls of the old app went."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence

from ctilint.emit.writing import EmitError
from ctilint.inert import inert
from ctilint.read.strict import syntax_error
from ctilint.records import dataclass
from ctilint.rulebook.skeletons import Part
from ctilint.understand.model import App
from ctilint.views.connector import Filler, fillers_by, fillers_of, platform_fillers

_TEMPLATES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "templates")
_TYPE = re.compile(r"@(: [^@\n]*)@")
_LANGUAGES = {"js": "javascript", "mjs": "javascript", "ts": "typescript"}


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Emitted files by their path in the folder; ``missing`` are required methods that no function of the app fills."""

    files: Mapping[str, str]
    filled: tuple[str, ...]
    missing: tuple[str, ...]


def filled(template: str, parts: Mapping[str, str], *, typescript: bool) -> str:
    """Return a template with its marks (``@NAME@``) filled, and types (``@: T@``) kept or taken out."""
    with open(os.path.join(_TEMPLATES, template), encoding="utf-8") as file:
        text = file.read()
    # Only marks of the template are filled: what stands in a comment of the old app is no template.
    pieces = re.split(r"@([A-Z_]+)@", text)
    made = "".join(parts.get(piece, "") if number % 2 else piece for number, piece in enumerate(pieces))
    return typed(made, typescript=typescript)


def typed(text: str, *, typescript: bool) -> str:
    """Return ``text`` with its types (``@: T@``) kept or taken out; comments stay as they are."""
    return "\n".join(
        line if line.lstrip().startswith("//") else _TYPE.sub(r"\1" if typescript else "", line)
        for line in text.split("\n")
    )


def refuse_errors(files: Mapping[str, str]) -> None:
    """Raise EmitError where a script is no valid ECMAScript: it must not reach the disk."""
    for name, text in files.items():
        language = None if name.endswith(".d.ts") else _LANGUAGES.get(name.rpartition(".")[2])
        problem = syntax_error(text, module=True, language=language) if language is not None else None
        if problem is not None:
            raise EmitError(f"{name}: {problem}")


def plain(name: str) -> str:
    """Return the name of an app so that it can stand in a comment or a text of any kind."""
    return re.sub(r"[^\w .-]", " ", inert(name)).strip() or "an app"


def slug(name: str) -> str:
    """Return the name of an app as a package manager takes it."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "app"


def package(name: str, scripts: Mapping[str, str], kind: str = "module", **more: Mapping[str, str]) -> str:
    """Return the text of a package.json; ``kind`` is its type of module, '' for none said."""
    said = {"type": kind} if kind else {}
    data = {"name": name, "version": "0.1.0", "private": True, **said, "scripts": scripts, **more}
    return json.dumps(data, indent=2) + "\n"


def fillers_for(app: App, rows: Sequence[Part]) -> Mapping[str, tuple[Filler, ...]]:
    """Return the functions of the app that each part stands for; a part that nothing shows is left out.

    What a part's calls, methods and platform show counts together; names count where nothing else speaks.
    """
    by_method = fillers_of(app)
    shown = fillers_by(app, rows)
    found: dict[str, tuple[Filler, ...]] = {}
    for row in rows:
        calls = [one for one in shown.get(row.name, ()) if one.by]
        named = [one for one in shown.get(row.name, ()) if not one.by]
        more = [one for method in row.methods for one in by_method.get(method, ())]
        platform = platform_fillers(app, row.name) if row.platform else ()
        together = _distinct([*calls, *more, *platform]) or tuple(named)
        if together:
            found[row.name] = together
    return found


def chosen_of(rows: Iterable[Part], shown: Mapping[str, Sequence[Filler]]) -> tuple[Part, ...]:
    """Return the parts to write: those for every app, and those that the app shows."""
    return tuple(row for row in rows if row.always or row.name in shown)


def _distinct(fillers: Iterable[Filler]) -> tuple[Filler, ...]:
    table: dict[tuple[str, int], Filler] = {}
    for one in fillers:
        table.setdefault((one.place.path, one.place.span.start), one)
    return tuple(table.values())
