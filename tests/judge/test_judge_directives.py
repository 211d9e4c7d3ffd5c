"""Comments of other tools, malformed ones, reasons."""

from __future__ import annotations

import pytest

from ctilint.judge import judge
from ctilint.judge.suppressions import Suppressions
from ctilint.settings import Settings

CALL = "sforce.opencti.onNavigationChange({ listener: (p) => { try { alert(p.x); } catch (e) { log(e); } } });\n"
RULES = Settings(select=("blocking-handler", "unknown-suppression", "unused-suppression"))


def said(make_app, text: str, settings: Settings = RULES) -> list[tuple[str, str]]:
    report = judge(make_app({"phone.js": text}), settings)
    return [(one.rule, one.message) for one in report.findings]


@pytest.mark.parametrize(
    "comment",
    [
        "// eslint-disable-next-line blocking-handler -- asked for",
        "/* eslint-disable ctilint/blocking-handler, no-alert -- asked for */",
        "// code-analyzer-suppress(ctilint:blocking-handler) asked for",
        "// Code-Analyzer-Suppress(blocking-handler) -- asked for",
    ],
)
def test_comments_of_other_tools_count_where_they_name_our_rules(make_app, comment: str) -> None:
    report = judge(make_app({"phone.js": f"{comment}\n{CALL}"}), RULES)
    assert [one.message for one in report.findings] == []
    assert [one.allowed for one in report.suppressed] == ["asked for"]


@pytest.mark.parametrize(
    "comment",
    ["// eslint-disable-next-line no-alert", "/* eslint-disable */", "// code-analyzer-suppress(eslint:no-alert)",
     "// code-analyzer-suppress"],
)  # fmt: skip
def test_what_they_say_to_their_own_tool_is_theirs(make_app, comment: str) -> None:
    assert [rule for rule, _ in said(make_app, f"{comment}\n{CALL}")] == ["blocking-handler"]


def test_a_block_of_code_analyzer_ends(make_app) -> None:
    rule = "(ctilint:blocking-handler)"
    text = f"// code-analyzer-suppress{rule}\n{CALL}// code-analyzer-unsuppress{rule}\n{CALL}"
    report = judge(make_app({"phone.js": text}), RULES)
    assert [one.location.line for one in report.findings] == [4]


def test_an_idle_comment_of_another_tool_is_reported_and_left_to_its_person(make_app) -> None:
    app = make_app({"phone.js": f"{CALL}// eslint-disable-next-line no-alert, blocking-handler\nshow();\n"})
    (idle,) = [one for one in judge(app, RULES).findings if one.rule == "unused-suppression"]
    assert idle.fixes == ()


def test_a_malformed_comment_and_a_misspelt_name_have_mends(make_app) -> None:
    comments = ("disable-nextline blocking-handler", "disable-next-line blocking-handlr", "is great")
    text = "".join(f"// ctilint-{comment}\n" for comment in comments) + CALL
    report = judge(make_app({"phone.js": text}), Settings(select=("unknown-suppression",)))
    assert [(one.message, [edit.text for fix in one.fixes for edit in fix.edits]) for one in report.findings] == [
        (
            (
                "'ctilint-disable-nextline' is no form of a comment, so it allows nothing"
                " (did you mean 'disable-next-line'?)"
            ),
            ["ctilint-disable-next-line"],
        ),
        (
            "'blocking-handlr' is not a rule, so this comment allows nothing (did you mean 'blocking-handler'?)",
            ["blocking-handler"],
        ),
    ]


def test_a_reason_is_demanded_where_the_settings_ask_for_one(make_app) -> None:
    text = f"// ctilint-disable-next-line blocking-handler\n{CALL}"
    assert said(make_app, text) == []
    asking = Settings(select=RULES.select, suppression_reasons=True)
    assert said(make_app, text, asking) == [
        (
            "unknown-suppression",
            "this comment does not say why it allows blocking-handler, and the settings ask for a reason",
        )
    ]
    assert said(make_app, text.replace("handler\n", "handler -- asked for\n", 1), asking) == []


def test_all_are_listed(make_app) -> None:
    app = make_app({"a.js": f"// ctilint-disable-next-line blocking-handler -- x\n{CALL}/* ctilint-enable */\n"})
    assert [(one.form, one.reason) for one in Suppressions(app.files).listed()] == [("disable-next-line", "x")]
