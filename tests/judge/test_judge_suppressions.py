from __future__ import annotations

import time

import pytest

from ctilint.findings import Evidence, Finding, Place, Severity
from ctilint.judge.locating import locate
from ctilint.judge.suppressions import Suppressions
from ctilint.read.source import Span

CALL = "sforce.opencti.getAppViewInfo({ callback: show });\n"


def finding(app, path: str, needle: str, rule: str = "blocking-handler", nth: int = 0) -> Finding:
    text = app.files[path].source.text
    start = -1
    for _ in range(nth + 1):
        start = text.index(needle, start + 1)
    place = Place(path, Span(start, start + len(needle)))
    return Finding(rule, Severity.WARNING, Evidence.MATCHED, "said", "", locate(place, app.files), place)


def allowed(app, path: str, needle: str, rule: str = "blocking-handler", nth: int = 0) -> bool:
    _, suppressed = Suppressions(app.files).split([finding(app, path, needle, rule, nth)])
    return bool(suppressed)


def test_next_line(make_app) -> None:
    app = make_app(
        {"a.js": f"{CALL}// ctilint-disable-next-line blocking-handler -- asked for\nalert(1);\nalert(2);\n"}
    )
    assert allowed(app, "a.js", "alert(1)")
    assert not allowed(app, "a.js", "alert(2)")
    assert not allowed(app, "a.js", "alert(1)", "missing-tab-check")


def test_next_line_covers_a_statement_of_several_lines_without_the_functions_in_it(make_app) -> None:
    text = CALL + (
        "// ctilint-disable-next-line blocking-handler, missing-tab-check\n"
        "$.ajax({\n  url: u,\n  async: false,\n"
        "  success: function () {\n    alert(1);\n  },\n  cache: true\n});\nalert(2);\n"
    )
    app = make_app({"a.js": text})
    assert allowed(app, "a.js", "async: false")
    assert allowed(app, "a.js", "async: false", "missing-tab-check")
    assert allowed(app, "a.js", "cache: true")
    assert not allowed(app, "a.js", "alert(1)")
    assert not allowed(app, "a.js", "alert(2)")


def test_next_line_skips_further_comments(make_app) -> None:
    text = f"{CALL}// ctilint-disable-next-line blocking-handler\n// and\n/* why\n   so */\nalert(1);\n"
    assert allowed(make_app({"a.js": text}), "a.js", "alert(1)")


def test_same_line_and_the_end_of_a_statement(make_app) -> None:
    text = (
        CALL
        + "alert(1); // ctilint-disable-line blocking-handler\n"
        + "alert({\n  a: 2,\n}); // ctilint-disable-line blocking-handler\n"
    )
    app = make_app({"a.js": text})
    assert allowed(app, "a.js", "alert(1)")
    assert allowed(app, "a.js", "alert({")


def test_block(make_app) -> None:
    text = CALL + (
        "alert(0);\n/* ctilint-disable blocking-handler, missing-tab-check */\nalert(1);\n"
        "/* ctilint-enable blocking-handler */\nalert(2);\n/* ctilint-enable */\nalert(3);\n"
    )
    app = make_app({"a.js": text})
    assert [allowed(app, "a.js", f"alert({n})") for n in range(4)] == [False, True, False, False]
    assert [allowed(app, "a.js", f"alert({n})", "missing-tab-check") for n in range(4)] == [False, True, True, False]


def test_a_name_of_a_block_that_is_half_used_is_taken_out_alone(make_app) -> None:
    text = f"{CALL}/* ctilint-disable blocking-handler, missing-tab-check */\nalert(1);\n"
    text += "/* ctilint-enable blocking-handler */\n"
    app = make_app({"a.js": text})
    suppressions = Suppressions(app.files)
    suppressions.split([finding(app, "a.js", "alert(1)")])
    (problem,) = suppressions.unused(["blocking-handler", "missing-tab-check"])
    (edit,) = problem.fixes[0].edits
    assert text[: edit.span.start] + edit.text + text[edit.span.end :] == text.replace(", missing-tab-check", "")


def test_next_line_reaches_statements_in_branches_loops_and_try(make_app) -> None:
    text = CALL + (
        "if (a) {\n  for (const b of c) {\n    try {\n      // ctilint-disable-next-line blocking-handler\n"
        "      $.ajax({\n        async: false,\n      });\n    } catch (error) {\n      show(error);\n    }\n  }\n}\n"
    )
    assert allowed(make_app({"a.js": text}), "a.js", "async: false")


def test_an_open_block_runs_to_the_end(make_app) -> None:
    app = make_app({"a.js": f"{CALL}// ctilint-disable blocking-handler\nalert(1);\n"})
    assert allowed(app, "a.js", "alert(1)")
    assert not allowed(app, "a.js", "sforce")


def test_file(make_app) -> None:
    app = make_app({"a.js": f"{CALL}alert(1);\n/* ctilint-disable-file blocking-handler -- old page */\n"})
    assert allowed(app, "a.js", "alert(1)")


@pytest.mark.parametrize("name", ["a.html", "a.page", "a.cmp"])
def test_markup_comments(make_app, name: str) -> None:
    text = (
        "<div>\n<!-- ctilint-disable-next-line blocking-handler -- why -->\n"
        '<button\n  id="b"\n  onclick="alert(1); sforce.opencti.getAppViewInfo({callback: show})">x</button>\n'
        '<button onclick="alert(2)">y</button>\n</div>\n'
    )
    app = make_app({name: f"<aura:component>{text}</aura:component>" if name == "a.cmp" else text})
    assert allowed(app, name, "alert(1)")
    assert not allowed(app, name, "alert(2)")


def test_a_script_comment_inside_markup(make_app) -> None:
    text = f"<script>\n{CALL}// ctilint-disable-next-line blocking-handler\nalert(1);\n</script>\n"
    assert allowed(make_app({"a.html": text}), "a.html", "alert(1)")


def test_text_that_is_no_comment_allows_nothing(make_app) -> None:
    app = make_app({"a.js": f"{CALL}var s = '// ctilint-disable-file blocking-handler';\nalert(1);\n"})
    assert not allowed(app, "a.js", "alert(1)")


def test_a_directive_must_begin_the_comment(make_app) -> None:
    app = make_app({"a.js": f"{CALL}// never write ctilint-disable-file blocking-handler\nalert(1);\n"})
    assert not allowed(app, "a.js", "alert(1)")


def test_unknown_names_and_no_names(make_app) -> None:
    text = f"{CALL}// ctilint-disable-next-line blocking-handlr, zzz -- a reason, with words\n// ctilint-disable-line\n"
    app = make_app({"a.js": text})
    said = [
        (problem.message, app.files["a.js"].source.cut(problem.place.span))
        for problem in Suppressions(app.files).unknown()
    ]
    assert said == [
        (
            "'blocking-handlr' is not a rule, so this comment allows nothing (did you mean 'blocking-handler'?)",
            "blocking-handlr",
        ),
        ("'zzz' is not a rule, so this comment allows nothing", "zzz"),
        ("ctilint-disable-line names no rule, so it allows nothing", "// ctilint-disable-line"),
    ]


def test_unused_names_of_rules_that_ran(make_app) -> None:
    app = make_app({"a.js": f"{CALL}// ctilint-disable-next-line blocking-handler, missing-tab-check\nalert(1);\n"})
    suppressions = Suppressions(app.files)
    suppressions.split([finding(app, "a.js", "alert(1)")])
    assert [p.message for p in suppressions.unused(["blocking-handler", "missing-tab-check"])] == [
        "this comment allows missing-tab-check, which finds nothing here"
    ]
    assert list(suppressions.unused(["blocking-handler"])) == []


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("  // ctilint-disable-next-line blocking-handler\n", ""),
        ("show(); // ctilint-disable-line blocking-handler\n", "show(); \n"),
        (
            "// ctilint-disable-next-line blocking-handler, missing-tab-check -- why\n",
            "// ctilint-disable-next-line missing-tab-check -- why\n",
        ),
    ],
)
def test_the_fix_takes_the_name_or_the_comment_out(make_app, line: str, left: str) -> None:
    app = make_app({"a.js": f"{CALL}{line}alert(1);\n"})
    (problem,) = Suppressions(app.files).unused(["blocking-handler"])
    (fix,) = problem.fixes
    (edit,) = fix.edits
    text = app.files["a.js"].source.text
    assert fix.safe
    assert text[: edit.span.start] + edit.text + text[edit.span.end :] == f"{CALL}{left}alert(1);\n"


def test_a_function_in_a_parameter_of_another_is_left_out_too(make_app) -> None:
    text = CALL + (
        "// ctilint-disable-next-line blocking-handler\n"
        "run(function (a = function () {\n  alert(1);\n}) {\n  alert(2);\n}, 3,\n alert(4));\nalert(5);\n"
    )
    app = make_app({"a.js": text})
    assert [allowed(app, "a.js", f"alert({n})") for n in (1, 2, 4, 5)] == [False, False, True, False]


@pytest.mark.parametrize(
    "unit",
    [
        "/* ctilint-disable x */ ",
        "// ctilint-disable-next-line x\n",
        "a(); // ctilint-disable-line blocking-handler\n",
        "/* ctilint-disable blocking-handler */ /* ctilint-enable */ alert(1);\n",
        "// ctilint-disable-line x%d\n",
    ],
)
def test_many_comments_take_their_number(make_app, unit: str) -> None:
    """Each of these took the square of it once: eight thousand were eighteen seconds."""
    count = 8000
    app = make_app({"a.js": CALL + "".join(unit.replace("%d", str(number)) for number in range(count))})
    began = time.process_time()
    suppressions = Suppressions(app.files)
    suppressions.split([finding(app, "a.js", "sforce")] * 100)
    said = len(list(suppressions.unknown())) + len(list(suppressions.unused(["blocking-handler"])))
    assert said == count
    assert time.process_time() - began < 3


@pytest.mark.parametrize("text", [" " * 200_000 + "x", "*" * 200_000 + "x", "-" * 200_000 + "x", "a " * 100_000])
def test_a_long_comment_takes_its_length(make_app, text: str) -> None:
    app = make_app({"a.js": f"{CALL}/* ctilint-disable {text} */"})
    began = time.process_time()
    Suppressions(app.files)
    assert time.process_time() - began < 2
