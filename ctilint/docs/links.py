"""Links between files of the repository as links between pages of the site."""

from __future__ import annotations

import posixpath
from re import Match

from ctilint.patterns import pattern

_LINK = pattern(r"\]\(([^)#\s:]+)((?:#[^)\s]*)?)\)")
_API = "rules/api/"
LINKED = {".github/check.svg": "check.svg", ".gitlab/ctilint.yml": "gitlab.yml"}
"""Files that are no pages and go along: where each lies in the repository, and where in the site."""
_PLACES = {"README.md": "index.md", "rules/README.md": "rules/index.md", **LINKED}


def relinked(text: str, source: str, page: str) -> str:
    """Return the text of the file ``source`` of the repository as the text of ``page``: its links lead to pages."""
    here, there = posixpath.dirname(source), posixpath.dirname(page)

    def link(found: Match[str]) -> str:
        target, place = found[1], found[2]
        moved = _place(posixpath.normpath(posixpath.join(here, target)))
        return f"]({posixpath.relpath(moved, there or '.')}{place})"

    return _LINK.sub(link, text)


def _place(path: str) -> str:
    if path.startswith(_API):
        return f"api/{posixpath.splitext(posixpath.basename(path))[0]}.md"
    return _PLACES.get(path, path)
