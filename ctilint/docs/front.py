"""The pages that are written by hand: README, the tutorials, and the files that README points at."""

from __future__ import annotations

import os
from collections.abc import Iterator

from ctilint.docs.links import LINKED, relinked
from ctilint.docs.prose import fitted
from ctilint.rulebook.location import rules_root

_TUTORIALS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "tutorials")
TUTORIALS = ("vendor", "consultant", "amazon-connect")


def readme() -> str:
    """Return README as it was written: from inside the package in a wheel, from beside it in a checkout."""
    return _beside("README.md").decode("utf-8")


def front_pages() -> Iterator[tuple[str, str]]:
    """Yield path and text of the first page and of the tutorials."""
    yield "index.md", fitted(relinked(readme(), "README.md", "index.md"))
    for name in TUTORIALS:
        with open(os.path.join(_TUTORIALS, f"{name}.md"), encoding="utf-8") as file:
            yield f"tutorials/{name}.md", fitted(file.read())


def front_files() -> Iterator[tuple[str, bytes]]:
    """Yield path and content of the files that the first page links to."""
    for source, target in LINKED.items():
        yield target, _beside(source)


def _beside(name: str) -> bytes:
    root = rules_root()
    folder = os.path.dirname(root)
    # A wheel carries these files as it carries the rule book: inside the package.
    if os.path.basename(root) == "_rules":
        folder = os.path.join(folder, "_front")
    with open(os.path.join(folder, *name.split("/")), "rb") as file:
        return file.read()
