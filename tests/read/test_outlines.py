"""Where statements begin and end, in files, pages, attributes and XML."""

from __future__ import annotations

from ctilint.read.document import read_document
from ctilint.read.facts import FileFacts
from ctilint.read.outlines import Outline, outline_of

CODE = """sforce.a();
function f(x) {
  if (x) return 1;
  else { b() }
  for (;;) c();
  switch (x) { case 1: d(); break; default: e(); }
  const q = y => { z(); };
  return `a
b`;
}
"""


def outlined(path: str, text: str) -> tuple[FileFacts, Outline]:
    facts = read_document(path, text.encode())
    found = outline_of(facts, facts.scripts[-1])
    assert found is not None
    return facts, found


def test_statements_stand_in_their_lists() -> None:
    facts, found = outlined("a.js", CODE)
    rows = [(facts.source.cut(one.span).split("\n")[0], one.parent, one.alone, one.ended) for one in found.statements]
    assert rows == [
        ("sforce.a();", -1, False, True),
        ("function f(x) {", -1, False, False),
        ("if (x) return 1;", 1, False, False),
        ("return 1;", 2, True, True),
        ("b()", 2, False, False),
        ("for (;;) c();", 1, False, False),
        ("c();", 5, True, True),
        ("switch (x) { case 1: d(); break; default: e(); }", 1, False, False),
        ("d();", 7, False, True),
        ("break;", 7, False, True),
        ("e();", 7, False, True),
        ("const q = y => { z(); };", 1, False, True),
        ("z();", 11, False, True),
        ("return `a", 1, False, True),
    ]
    assert [facts.source.cut(span) for span in found.rigid] == ["`a\nb`"]


def test_the_innermost_statement_and_what_follows_it() -> None:
    facts, found = outlined("a.js", CODE)
    inner = found.around(CODE.index("z()"))
    assert inner is not None
    assert facts.source.cut(inner.span) == "z();"
    loop = found.around(CODE.index("(;;)"))
    assert loop is not None
    assert [facts.source.cut(one.span)[:6] for one in found.rest(loop)] == ["switch", "const ", "return"]
    assert found.around(len(CODE)) is None


def test_character_references_keep_the_offsets_true() -> None:
    text = '<a onclick="f(&quot;x&quot;); sforce.console.isInConsole()">x</a>'
    facts, found = outlined("a.html", text)
    assert [facts.source.cut(one.span) for one in found.statements] == [
        "f(&quot;x&quot;);",
        "sforce.console.isInConsole()",
    ]
