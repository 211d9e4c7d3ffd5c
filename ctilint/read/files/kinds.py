"""What a file is, by its name and, where the name does not say, by its text."""

from __future__ import annotations

import re

from ctilint.patterns import pattern
from ctilint.read.facts import FileKind
from ctilint.read.markup.masking import Syntax
from ctilint.records import dataclass

_VISUALFORCE = (FileKind.VISUALFORCE, Syntax.MERGE)
_AURA = (FileKind.AURA, Syntax.MERGE | Syntax.ONCE)
_METADATA = (FileKind.METADATA, Syntax.MERGE)
_HTML = (FileKind.HTML, Syntax.NONE)
_JAVASCRIPT = (FileKind.JAVASCRIPT, Syntax.NONE)
_TYPESCRIPT = (FileKind.TYPESCRIPT, Syntax.NONE)
_ERB = (FileKind.TEMPLATE, Syntax.PERCENT | Syntax.RUBY)
_PERCENT = (FileKind.TEMPLATE, Syntax.PERCENT)
_PHP = (FileKind.TEMPLATE, Syntax.PHP)

_BY_SUFFIX = {
    **dict.fromkeys((".page", ".component", ".vf"), _VISUALFORCE),
    **dict.fromkeys((".cmp", ".app", ".evt", ".intf", ".auradoc", ".design", ".tokens"), _AURA),
    **dict.fromkeys((".html", ".htm", ".xhtml", ".vue", ".svelte"), _HTML),
    **dict.fromkeys((".js", ".mjs", ".cjs", ".jsx", ".es6"), _JAVASCRIPT),
    **dict.fromkeys((".ts", ".tsx", ".mts", ".cts"), _TYPESCRIPT),
    **dict.fromkeys(
        (".object", ".xml", ".weblink", ".webl", ".homepagecomponent", ".callcenter", ".callcenter2"), _METADATA
    ),
    **dict.fromkeys((".erb", ".rhtml"), _ERB),
    **dict.fromkeys((".jsp", ".jspf", ".jspx", ".asp", ".aspx", ".ascx", ".master", ".ejs", ".cshtml"), _PERCENT),
    **dict.fromkeys((".php", ".phtml"), _PHP),
    ".py": (FileKind.PYTHON, Syntax.NONE),
    ".yaml": (FileKind.DEPLOYMENT, Syntax.NONE),
    ".yml": (FileKind.DEPLOYMENT, Syntax.NONE),
}
_SERVER_SUFFIXES = frozenset({".erb", ".jsp", ".asp", ".aspx", ".ejs", ".php"})
NEVER_SCRIPT = frozenset(
    """.adoc .apxc .apxt .asciidoc .asm .bash .bat .c .cc .cfg .clj .cljc .cljs .cls .cmake .cmd .coffee .conf
    .cpp .cs .css .csv .cxx .dart .diff .editorconfig .edn .el .elm .env .erl .eslintignore .ex .exs .feature
    .fish .forceignore .fs .fsi .fsx .gitattributes .gitignore .go .gql .gradle .graphql .groovy .h .har .hh
    .hpp .hrl .hs .http .iced .ini .ipynb .java .jl .jmx .json .json5 .jsonc .jsonl .kt .kts .less .lhs .lisp
    .litcoffee .lock .log .ls .lua .m .map .markdown .md .mdx .mediawiki .mk .ml .mli .mm .nim .npmignore .npmrc
    .org .pas .patch .pbxproj .pl .plist .pm .po .pod .properties .proto .ps1 .psm1 .purs .r .rb .rdoc .res
    .rest .resx .rkt .robot .rs .rst .rtf .sarif .sass .sbt .scala .scm .scss .sh .sol .soql .sql .storyboard
    .strings .svg .swift .tcl .tex .textile .thrift .toml .trigger .tsv .txt .vb .wiki .xib .zig .zsh""".split()
)
_SPACE = r"(?:\s|<!--.*?-->|<\?xml.*?\?>|<!doctype[^>]*>)*+"
_ROOT = pattern(_SPACE + r"<([A-Za-z][\w:.-]*+)", re.DOTALL | re.IGNORECASE)
_CALL_CENTER_ROOT = pattern(_SPACE + r"<(?:\w++:)?callCenter[\s>]", re.DOTALL | re.IGNORECASE)
_HTML_SIGN = pattern(r"<(?:!doctype\s+html|html|head|body|script|div|template)\b", re.IGNORECASE)
_OPENING_COMMENTS = pattern(r"(?:\s|//[^\n]*+|/\*.*?\*/|(['\"])use strict\1;?)*+", re.DOTALL)
_FLOW = pattern(r"(?<![\w$])@flow\b")
_LONGEST_PROLOGUE = 20_000


@dataclass(frozen=True, slots=True)
class Nature:
    """A file's kind, the template syntax in it, its suffix; ``certain`` is False when the text was asked."""

    kind: FileKind
    syntax: Syntax
    suffix: str
    language: str = "javascript"
    certain: bool = True


def suffix_of(path: str) -> str:
    """Return the lower-case suffix that says what ``path`` is; ``-meta.xml`` and ``.js.erb`` count as one."""
    name = path.replace("!", "/").rpartition("/")[2].lower()
    if name.endswith("-meta.xml"):
        return "-meta.xml"
    stem, dot, last = name.rpartition(".")
    if not dot:
        return ""
    inner = stem.rpartition(".")[2] if "." in stem else ""
    return f".{inner}.{last}" if inner in {"js", "ts"} and f".{last}" in _SERVER_SUFFIXES else f".{last}"


def nature_of(path: str, text: str) -> Nature:
    """Return what the file ``path`` with ``text`` is."""
    suffix = suffix_of(path)
    if suffix == "-meta.xml":
        return Nature(*_metadata(text), suffix)
    if suffix.count(".") == 2:
        first, _, last = suffix[1:].partition(".")
        return Nature(_BY_SUFFIX[f".{first}"][0], _BY_SUFFIX[f".{last}"][1], suffix, _language(f".{first}"))
    known = _BY_SUFFIX.get(suffix)
    if known is None:
        return _sniffed(path, suffix, text)
    kind, syntax = known
    if kind is FileKind.METADATA:
        kind, syntax = _metadata(text)
    elif kind is FileKind.HTML and suffix in {".html", ".htm"} and _is_lwc_template(path, text):
        kind = FileKind.LWC_TEMPLATE
    elif (
        kind is FileKind.TEMPLATE
        and not _HTML_SIGN.search(text)
        and "<" not in text.replace("<%", "").replace("<?", "")
    ):
        kind = FileKind.JAVASCRIPT
    if kind is FileKind.JAVASCRIPT and is_flow(text):
        return Nature(kind, syntax, suffix, "tsx")
    return Nature(kind, syntax, suffix, _language(suffix))


def is_flow(text: str) -> bool:
    """Say whether a script's opening comments say that it is written with Flow's types; they read like TypeScript's."""
    head = _OPENING_COMMENTS.match(text, 0, _LONGEST_PROLOGUE)
    return head is not None and _FLOW.search(head.group()) is not None


def _language(suffix: str) -> str:
    if suffix == ".tsx":
        return "tsx"
    return "typescript" if suffix in {".ts", ".mts", ".cts"} else "javascript"


def _metadata(text: str) -> tuple[FileKind, Syntax]:
    if _CALL_CENTER_ROOT.match(text, 0, _LONGEST_PROLOGUE) is not None:
        return FileKind.CALL_CENTER, Syntax.NONE
    return _METADATA


def _is_lwc_template(path: str, text: str) -> bool:
    if "/lwc/" in f"/{path}":
        return True
    root = _ROOT.match(text, 0, _LONGEST_PROLOGUE)
    return root is not None and root.group(1).lower() == "template"


def _sniffed(path: str, suffix: str, text: str) -> Nature:
    kind, syntax = _by_text(path, suffix, text)
    return Nature(kind, syntax, suffix, certain=False)


def _by_text(path: str, suffix: str, text: str) -> tuple[FileKind, Syntax]:
    if suffix in NEVER_SCRIPT:
        return FileKind.OTHER, Syntax.NONE
    if text.lstrip().startswith("<?php"):
        return _PHP
    if not text.lstrip().startswith("<"):
        return _JAVASCRIPT
    if _CALL_CENTER_ROOT.match(text, 0, _LONGEST_PROLOGUE) is not None:
        return FileKind.CALL_CENTER, Syntax.NONE
    root = _ROOT.match(text, 0, _LONGEST_PROLOGUE)
    tag = root.group(1).lower() if root is not None else ""
    if tag.startswith("apex:"):
        return _VISUALFORCE
    if tag.startswith("aura:"):
        return _AURA
    if tag == "template" and _is_lwc_template(path, text):
        return FileKind.LWC_TEMPLATE, Syntax.NONE
    if "<%" in text:
        return _PERCENT
    if _HTML_SIGN.search(text) is not None:
        return _HTML
    return _METADATA
