from __future__ import annotations

from lsprotocol import types as lsp

from ctilint.editor.completing import proposals
from ctilint.editor.speaking import Speaker, item
from ctilint.read.source import Source, Span
from ctilint.report.entry import markdown_of
from ctilint.rulebook.tables import find


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def test_columns_are_the_clients() -> None:
    text = "a\n\U0001f4dex = 1\n"
    source = Source("a.js", text.encode(), text)
    speaker = Speaker("/app", utf16, lambda _: None)
    span = Span(text.index("x"), text.index("x") + 1)
    assert speaker.range(source, span) == lsp.Range(lsp.Position(1, 2), lsp.Position(1, 3))
    assert [speaker.offset(source, lsp.Position(1, at)) for at in (0, 2, 3, 99)] == [2, 3, 4, 8]
    assert speaker.offset(source, lsp.Position(9, 0)) == len(text)
    assert speaker.uri("lib.resource!/a b.js") == "file:///app/lib.resource"


def test_a_proposal_brings_its_row() -> None:
    (first, *_) = proposals("sforce.opencti.screenPop({ ", 27)
    shown = item(first)
    assert (shown.label, shown.insert_text) == ("type", "type: ")
    entry = find("sforce.opencti.screenPop")
    assert entry is not None
    assert markdown_of(entry).startswith("```js\nsforce.opencti.screenPop(")
