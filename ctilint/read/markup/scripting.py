"""Which elements and attributes of markup hold JavaScript, and in which language."""

from __future__ import annotations

import re

from ctilint.patterns import pattern
from ctilint.read.facts import Attribute

JAVASCRIPT_URL = pattern(r"\s*javascript\s*:", re.IGNORECASE)

_JAVASCRIPT_TYPE = pattern(
    r"(?:(?:text|application)/(?:x-)?(?:java|ecma|j|live)script(?:1\.[0-5])?|text/babel|text/jsx|module)\Z"
)
_TYPESCRIPT_TYPE = pattern(r"(?:text|application)/(?:x-)?typescript\Z|tsx?\Z")
_HANDLER = pattern(r"on[a-z]{3,}\Z")
_VUE_HANDLER = pattern(r"(?:@|v-on:)([a-z][\w-]*)(?:\.[\w.-]+)?\Z")
_EVENTS = frozenset(
    """abort activate afterprint animationend animationstart auxclick beforedomupdate beforeinput beforeprint
    beforeunload blur canplay change clientclick click close complete contextmenu copy cut dataavailable dblclick
    drag dragend dragenter dragleave dragover dragstart drop durationchange ended error focus focusin focusout
    formdata fullscreenchange hashchange input invalid keydown keypress keyup language load loadeddata
    loadedmetadata loadstart message messageerror mousedown mouseenter mouseleave mousemove mouseout mouseover
    mouseup mousewheel offline online pagehide pageshow paste pause play playing pointercancel pointerdown
    pointermove pointerup popstate progress propertychange ratechange readystatechange reset resize scroll search
    seeked seeking select selectstart show stalled start storage submit success suspend timeupdate toggle
    touchcancel touchend touchmove touchstart transitionend unhandledrejection unload volumechange waiting wheel
    tabenter tableave""".split()
)


def handler_of(tag: str, name: str, suffix: str) -> str:
    """Return the event attribute (``onclick``) that ``name`` (lower case) of the element ``tag`` is, '' for none."""
    if _HANDLER.match(name) is not None:
        return "" if tag.startswith("asp:") and not name.startswith("onclient") else name
    vue = _VUE_HANDLER.match(name) if suffix == ".vue" else None
    return f"on{vue.group(1)}" if vue is not None else ""


def is_doubtful(tag: str, handler: str) -> bool:
    """Say whether an attribute only looks like an event's: no browser knows it, or it goes to a component."""
    component = "-" in tag or (":" in tag and not tag.startswith(("apex:", "asp:")))
    return component or handler.removeprefix("on") not in _EVENTS


def value_of(attributes: tuple[Attribute, ...], name: str) -> str | None:
    """Return the value of the attribute ``name`` (lower case), or None."""
    for attribute in attributes:
        if attribute.name.lower() == name:
            return attribute.value
    return None


def script_language(attributes: tuple[Attribute, ...]) -> str | None:
    """Return the language of a script element, None when it holds something else."""
    if value_of(attributes, "runat"):
        return None
    lang = (value_of(attributes, "lang") or "").strip().lower()
    if lang in {"ts", "typescript"}:
        return "typescript"
    if lang == "tsx":
        return "tsx"
    written = (value_of(attributes, "type") or "").partition(";")[0].strip().lower()
    if not written:
        language = (value_of(attributes, "language") or "").strip().lower()
        return "javascript" if not language or re.match(r"(?:java|j|ecma|live)script", language) else None
    if _JAVASCRIPT_TYPE.match(written) or written.startswith("{"):
        return "javascript"
    return "typescript" if _TYPESCRIPT_TYPE.match(written) else None
