"""Messages of the window: whether its page holds telephony, and which functions listen to what frames send."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ctilint.patterns import pattern
from ctilint.read.facts import Literal
from ctilint.rulebook.entries import Dialect
from ctilint.understand.program.index import ScriptIndex
from ctilint.understand.program.joining import of_script
from ctilint.understand.windows.files import Library, Outline

# Where code or libraries of one of these dialects are, messages of the window are telephony's. The Console Integration
# Toolkit and the AJAX Toolkit serve pages of all kinds.
TELEPHONY: frozenset[Dialect] = frozenset(
    {"lightning", "classic", "event-sink", "voice", "connector", "streams", "connect-sdk"}
)
# The address of Amazon Connect's contact control panel, in a frame of the page.
PANEL = pattern(r"/connect/ccp\b|/ccp-v2\b")


def holds_telephony(dialects: Iterable[str], library: Library, outline: Outline) -> bool:
    """Say whether a window has code or libraries of telephony (``dialects``), or the panel's frame in its markup."""
    return not TELEPHONY.isdisjoint(dialects) or any(
        PANEL.search(attribute.value)
        for path in outline.files
        for element in library.files[path].elements
        if element.tag.lower() == "iframe"
        for attribute in element.attributes
    )


def hearing(indexes: Iterable[ScriptIndex]) -> Iterator[tuple[ScriptIndex, int]]:
    """Yield the functions that may listen to messages of the window: they write the event's name."""
    for index in indexes:
        yield from ((index, at) for at in _hearing(index))


@of_script
def _hearing(index: ScriptIndex) -> tuple[int, ...]:
    found = [
        function
        for value, function in index.texts
        if isinstance(value, Literal) and value.value in {"message", "onmessage"}
    ]
    if "onmessage" in index.members or "onmessage" in index.paths:
        found.extend(at for at, words in index.words.items() if "onmessage" in words)
    return tuple(found)
