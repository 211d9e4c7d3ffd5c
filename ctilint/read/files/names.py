"""Which of the listed files a name in markup or code means: resources, components, pages; and who names whom."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from ctilint.patterns import pattern

_FOLDERS = {
    "staticresources": "resource",
    "components": "component",
    "pages": "page",
    "aura": "aura",
    "lwc": "lwc",
}
_IN_FOLDER = frozenset({"aura", "lwc"})
# By a word that must stand in the file: looking for it is cheaper than the expressions are.
_IN_CODE = (
    (b"src", (pattern(rb"src\s*=\s*([^<>;\r\n]{1,200})"),)),
    (b"from", (pattern(rb"from\s*[\"']([^\"'\r\n]{1,400})"),)),
    (b"import", (pattern(rb"import\s*\(?\s*[\"']([^\"'\r\n]{1,400})"),)),
    (
        b"require",
        (
            pattern(rb"require\w*\s*\(\s*\[?\s*[\"']([^\"'\r\n]{1,400})"),
            pattern(rb"require\w*\s*\(\s*\[([^\]]{1,2000})"),
        ),
    ),
    (b"define", (pattern(rb"define\s*\([^\[()]{0,200}\[([^\]]{1,2000})"),)),
)
_IN_MARKUP = (
    *_IN_CODE,
    (b"$Resource", (pattern(rb"\$Resource(?:\.|\s*,?\s*\[?\s*['\"]?)(\w+)"),)),
    (b"ncludeScript", (pattern(rb"value\s*=\s*([^<>\r\n]{1,400})"),)),
    (b"page", (pattern(rb"page[Nn]ame\s*=\s*[\"']([\w.]{1,80})"),)),
)
_TAGS = pattern(rb"<[A-Za-z]\w{0,40}[:-]([\w-]{1,80})")
_ENDS = frozenset({"cjs", "js", "jsx", "mjs", "resource", "ts", "tsx", "vue"})
_WORD = pattern(rb"[\w.-]+")


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


def references(data: bytes, *, markup: bool, tags: bool) -> tuple[str, ...]:
    """Return the names under which a file pulls in others: lower case, without folder, suffix and dashes, each once.

    With ``markup``, what only pages write counts; with ``tags``, a component's tag (``<c:phone>``, ``<c-phone>``).
    """
    words: set[bytes] = set()
    for sign, expressions in _IN_MARKUP if markup else _IN_CODE:
        if sign in data:
            for expression in expressions:
                for found in expression.finditer(data):
                    words.update(_WORD.findall(found.group(1)))
    if tags:
        words.update(found.group(1) for found in _TAGS.finditer(data))
    return tuple({_stem(word) for word in words})


@lru_cache(maxsize=4_000)
def _stem(word: bytes) -> str:
    name = word.decode("latin-1").lower().replace("-", "")
    stem, dot, end = name.rpartition(".")
    return stem.removesuffix(".min") if dot and end in _ENDS else name
