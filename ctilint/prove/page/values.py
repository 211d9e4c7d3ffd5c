"""Values for what another language fills in (merge fields, server templates): the user's, else plausible ones."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from ctilint.records import dataclass, field

_NAMED = (
    (re.compile(r"\$Api\.Session_?ID|sessionid|session_id", re.IGNORECASE), "00D000000000001!SIMULATED"),
    (
        re.compile(r"\$Api\.(?:Partner|Enterprise)_?Server_?URL", re.IGNORECASE),
        "https://example.my.salesforce.com/services",
    ),
    (
        re.compile(r"\$(?:Site|Organization|Network)\.\w*(?:url|domain|prefix)", re.IGNORECASE),
        "https://example.my.salesforce.com",
    ),
    (
        re.compile(r"(?:url|site|host|domain|endpoint)\w*\s*\}?\s*\Z", re.IGNORECASE),
        "https://example.my.salesforce.com",
    ),
    (re.compile(r"phone|mobile|fax|number|ani\b|dnis", re.IGNORECASE), "+14155550101"),
    (re.compile(r"e?mail", re.IGNORECASE), "ada@example.com"),
    (re.compile(r"(?:id|Id|ID)\s*\)*\s*\}?\s*\Z"), "003000000000001AAA"),
    (re.compile(r"name", re.IGNORECASE), "Ada Byron"),
    (re.compile(r"date|time", re.IGNORECASE), "2026-01-05"),
)
_RESOURCE = re.compile(r"\$Resource(?:\.(\w+)|\[\s*['\"](\w+)['\"]\s*\])(?:\s*,\s*['\"]([^'\"]*)['\"])?")
_REMOTE = re.compile(r"\$RemoteAction\.([\w.]+)")
_COMPONENT = re.compile(r"\$Component\.([\w.]+)")
_PAGE = re.compile(r"\$Page\.(\w+)")
_LABEL = re.compile(r"\$Label\.([\w.]+)")
_TRUTH = re.compile(
    r"(?:^|[.!\s])(?:is|has|can|should|allow|enabled?|show|use|flag|debug|visible)[A-Z_]?\w*\s*\Z|\b(?:true|false)\b",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"(?:^|[._])(?:count|size|total|width|height|length|port|timeout|interval|index|version)\s*\Z"
    r"|(?:Count|Size|Total|Width|Height|Length|Port|Timeout|Interval|Index|Version|Max|Min)\s*\Z"
    r"|(?:^|[._])(?:max|min|num|total)[A-Z_]\w*\s*\Z"
)
_LIST = re.compile(r"(?:list|array|items|records|rows)\w*\s*\Z", re.IGNORECASE)
_JSON = re.compile(r"(?:json|map|settings|config|data|object)\w*\s*\Z", re.IGNORECASE)
_QUOTES = re.compile(r"^\{!\s*|^[<{]%=?-?\s*|^<\?(?:php|=)?\s*|^\{\{\{?\s*|\s*(?:[%?]>|%\}|\}\}\}?|\})$")


def inner(text: str) -> str:
    """Return what stands inside a mask: ``{!$User.Id}`` is ``$User.Id``."""
    return _QUOTES.sub("", text.strip()).strip()


@dataclass(slots=True)
class Filler:
    """Fills masks and remembers which got a value of ours."""

    given: Mapping[str, str] = field(default_factory=dict)
    made_up: dict[str, str] = field(default_factory=dict)

    def fill(self, text: str, *, quoted: bool) -> str:
        """Return what stands for the mask ``text``: bare text inside quotes, an expression outside."""
        name = inner(text)
        given = self._given(name)
        if given is not None:
            return _escaped(given) if quoted else _expression(given)
        if text.startswith("<") and not text.startswith(("<%", "<?")):
            return "" if quoted else "null"
        value = _plausible(name)
        shown = value if quoted else _bare(name, value)
        self.made_up.setdefault(name, shown)
        return _escaped(shown) if quoted else shown

    def knows(self, text: str) -> bool:
        """Say whether the user gave a value for the mask."""
        return self._given(inner(text)) is not None

    def text(self, text: str) -> str:
        """Return ``text``, an attribute's value, with each mask in it filled."""
        return re.sub(
            r"\{!(?:[^}'\"]|'[^']*'|\"[^\"]*\")*\}|<%.*?%>|<\?.*?\?>|\{\{.*?\}\}", self._filled, text, flags=re.DOTALL
        )

    def _filled(self, match: re.Match[str]) -> str:
        given = self._given(inner(match.group()))
        return given if given is not None else _plausible(inner(match.group()))

    def _given(self, name: str) -> str | None:
        for key in (name, name.lower()):
            for wanted, value in self.given.items():
                if inner(wanted) == key or inner(wanted).lower() == key:
                    return value
        return None


def _plausible(name: str) -> str:
    resource = _RESOURCE.search(name)
    if resource is not None:
        tail = f"/{resource.group(3).strip('/')}" if resource.group(3) else ""
        return f"/resource/{resource.group(1) or resource.group(2)}{tail}"
    for pattern in (_REMOTE, _COMPONENT):
        found = pattern.search(name)
        if found is not None:
            return found.group(1)
    page = _PAGE.search(name)
    if page is not None:
        return f"/apex/{page.group(1)}"
    label = _LABEL.search(name)
    if label is not None:
        return label.group(1)
    for named, value in _NAMED:
        if named.search(name):
            return value
    return "value"


def _bare(name: str, value: str) -> str:
    if re.fullmatch(r"-?\d+(?:\.\d+)?|true|false|null", name):
        return name
    if _TRUTH.search(name):
        return "true"
    if _COUNT.search(name):
        return "1"
    if _LIST.search(name):
        return "[]"
    if _JSON.search(name):
        return "{}"
    return json.dumps(value)


def _expression(value: str) -> str:
    """Return a value of the user's for a place outside quotes: as it stands when it is JSON, else as a string."""
    try:
        json.loads(value)
    except (ValueError, RecursionError):
        return json.dumps(value)
    return value


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "\\'").replace('"', '\\"').replace("\n", "\\n").replace("`", "\\`")
