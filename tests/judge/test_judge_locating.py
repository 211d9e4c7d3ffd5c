from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ctilint.findings import Evidence, Finding, Location, Place, Severity
from ctilint.judge.locating import Enclosing, locate, snippet, with_fingerprints
from ctilint.read.document import read_document
from ctilint.read.source import Span

TEXT = "function outer() {\n  const inner = () => {\n    alert(  1  );\n  };\n}\nalert(2);\n"
FACTS = read_document("a.js", TEXT.encode())
FILES = {"a.js": FACTS}


def at(needle: str, path: str = "a.js", text: str = TEXT, rule: str = "blocking-handler") -> Finding:
    place = Place(path, Span(text.index(needle), text.index(needle) + len(needle)))
    return Finding(rule, Severity.NOTE, Evidence.MATCHED, "said", "", Location(path, 1, 1, 1, 1), place)


def test_lines_and_columns_count_from_one_in_code_points() -> None:
    facts = read_document("b.js", "// 𝒙é\r\nalert(1)".encode())
    start = facts.source.text.index("alert")
    assert locate(Place("b.js", Span(start, start + 5), "here"), {"b.js": facts}) == Location(
        "b.js", 2, 1, 2, 6, "here"
    )
    assert locate(Place("b.js", Span(3, 5)), {"b.js": facts}) == Location("b.js", 1, 4, 1, 6)


def test_a_place_outside_its_file_or_in_no_file_is_still_a_place() -> None:
    assert locate(Place("a.js", Span(9999, 99999)), FILES).line == 7
    assert locate(Place("gone.js", Span(5, 9)), FILES) == Location("gone.js", 1, 1, 1, 1)


def test_the_enclosing_function_is_named_from_the_outside() -> None:
    around = Enclosing(FACTS)
    assert around.names(TEXT.index("alert(  1")) == "outer.inner"
    assert around.names(TEXT.index("alert(2)")) == ""
    assert around.names(9999) == ""


def test_the_snippet_is_one_line_with_single_spaces() -> None:
    assert snippet(FACTS, Span(TEXT.index("alert(  1"), TEXT.index("}\nalert"))) == "alert( 1 );"
    assert snippet(FACTS, Span(0, 0)) == "function outer() {"


def test_fingerprints_survive_moved_lines_and_other_spaces() -> None:
    moved = "\n\n// new\n" + TEXT.replace("alert(  1  )", "alert( 1 )")
    (one,) = with_fingerprints([at("alert(  1  )")], FILES)
    (two,) = with_fingerprints([at("alert( 1 )", text=moved)], {"a.js": read_document("a.js", moved.encode())})
    assert one.fingerprint == two.fingerprint
    assert len(one.fingerprint) == 32


def test_rule_path_function_and_text_make_the_difference() -> None:
    files = {**FILES, "b.js": read_document("b.js", TEXT.encode())}
    marked = with_fingerprints(
        [at("alert(  1  )"), at("alert(2)"), at("alert(2)", rule="x"), at("alert(2)", path="b.js")], files
    )
    assert len({finding.fingerprint for finding in marked}) == 4
    assert marked[1].match_key == marked[3].match_key
    assert marked[1].match_key != marked[2].match_key


def test_equal_code_is_told_apart_by_its_number() -> None:
    twice = [at("alert(2)"), replace_span(at("alert(2)"))]
    first, second = with_fingerprints(twice, FILES)
    assert first.fingerprint != second.fingerprint
    assert first.match_key != second.match_key


def replace_span(finding: Finding) -> Finding:
    from ctilint.records import replace

    return replace(finding, location=Location("a.js", 9, 1, 9, 1))


def test_the_settings_folder_is_where_paths_begin(tmp_path, monkeypatch) -> None:
    inner = tmp_path / "app"
    inner.mkdir()
    monkeypatch.chdir(tmp_path)
    (above,) = with_fingerprints([at("alert(2)", path="app/a.js")], {"app/a.js": FACTS}, str(tmp_path))
    monkeypatch.chdir(inner)
    (inside,) = with_fingerprints([at("alert(2)")], FILES, str(tmp_path))
    assert above.fingerprint == inside.fingerprint


@given(st.lists(st.tuples(st.integers(0, len(TEXT)), st.integers(0, 9), st.sampled_from(["x", "y"])), max_size=12))
def test_fingerprints_are_unique_in_a_run(places: list[tuple[int, int, str]]) -> None:
    findings = [
        Finding(
            rule,
            Severity.NOTE,
            Evidence.MATCHED,
            "",
            "",
            Location("a.js", 1, 1, 1, 1),
            Place("a.js", Span(start, start + n)),
        )
        for start, n, rule in places
    ]
    marked = with_fingerprints(findings, FILES)
    assert len({finding.fingerprint for finding in marked}) == len(findings)


def test_the_functions_around_an_offset_are_those_whose_spans_hold_it() -> None:
    text = "a(); function f() { g(() => { h(function k() { 1; }); 2; }); 3; } 4; var o = { m() { 5; }, n: () => 6 };"
    facts = read_document("a.js", text.encode())
    around = Enclosing(facts)
    for offset in range(len(text)):
        holding = [it for it in facts.scripts[0].functions[1:] if it.span.start <= offset < it.span.end]
        holding.sort(key=lambda function: function.span.start)
        assert around.names(offset) == ".".join(it.name for it in holding if it.name), offset
