"""Which of the listed files a name in markup or code means: resources, components, pages; and who names whom."""

from __future__ import annotations

import re
from collections.abc import Iterable

_FOLDERS = {
    "staticresources": "resource",
    "components": "component",
    "pages": "page",
    "aura": "aura",
    "lwc": "lwc",
}
_IN_FOLDER = frozenset({"aura", "lwc"})
_REFERENCES = (
    re.compile(rb"src\s*=\s*[\"']?([^\"'<>\r\n]{1,400})"),
    re.compile(rb"\$Resource\.(\w+)"),
    re.compile(rb"\$Resource,?\s*\[?\s*['\"]?(\w+)"),
    re.compile(rb"from\s*[\"']([^\"'\r\n]{1,400})"),
    re.compile(rb"import\s*\(?\s*[\"']([^\"'\r\n]{1,400})"),
    re.compile(rb"require\w*\s*\(\s*\[?\s*[\"']([^\"'\r\n]{1,400})"),
    re.compile(rb"ncludeScript\s[^<>]{0,200}?value\s*=\s*[\"']([^\"'<>\r\n]{1,400})", re.IGNORECASE),
    re.compile(rb"pageName\s*=\s*[\"']([\w.]{1,80})", re.IGNORECASE),
)
_TAGS = re.compile(rb"<[A-Za-z]\w{0,40}[:-]([\w-]{1,80})")
_WORD = re.compile(rb"[\w.-]+")


class Index:
    """The listed files by kind and name."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._found: dict[tuple[str, str], list[str]] = {}
        for path in paths:
            self._add(path)

    def find(self, kind: str, name: str) -> list[str]:
        """Return the paths of what is called ``name`` (any case)."""
        return list(self._found.get((kind, name.lower()), ()))

    def _add(self, path: str) -> None:
        parts = path.split("/")
        for at in range(len(parts) - 2, -1, -1):
            kind = _FOLDERS.get(parts[at].lower())
            if kind is None:
                continue
            name = parts[at + 1].lower()
            is_file = at + 2 == len(parts)
            if name.endswith("-meta.xml") or (is_file and kind in _IN_FOLDER):
                return
            stem = name.partition(".")[0] if is_file else name
            self._found.setdefault((kind, stem), []).append(path)
            return


def mentioned(data: bytes, names: frozenset[str]) -> bool:
    """Say whether a page or module pulls in one of ``names`` (lower case, without suffix and dashes)."""
    for pattern in _REFERENCES:
        for found in pattern.finditer(data):
            if any(_stem(word) in names for word in _WORD.findall(found.group(1))):
                return True
    if b"<" in data:
        return any(_stem(found.group(1)) in names for found in _TAGS.finditer(data))
    return False


def _stem(word: bytes) -> str:
    name = word.decode("latin-1").lower().replace("-", "")
    for end in (".js", ".mjs", ".cjs", ".ts", ".tsx", ".jsx", ".min.js", ".resource", ".vue"):
        if name.endswith(end):
            return name.removesuffix(end)
    return name
