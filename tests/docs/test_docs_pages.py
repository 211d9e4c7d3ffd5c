from __future__ import annotations

import re

import pytest

from ctilint.docs.anchors import anchors_of, row_anchors
from ctilint.docs.commands import Command, command_pages
from ctilint.docs.front import front_files, front_pages, readme
from ctilint.docs.links import LINKED, relinked
from ctilint.docs.prose import code, fitted, plain
from ctilint.docs.rules import rule_pages, settings_page
from ctilint.docs.tables import api_pages, releases_page
from ctilint.docs.voice import voice_pages
from ctilint.rulebook.pages import pages
from ctilint.rulebook.releases import releases
from ctilint.rulebook.tables import DIALECTS, api
from ctilint.rulebook.voice import SURFACES, questions, sources, voice_rows
from ctilint.settings import known_keys


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("a|b <c> *d* _e_", "a&#124;b &lt;c&gt; &#42;d&#42; &#95;e&#95;"),
        ("see `a|b`", "see <code>a&#124;b</code>"),
        ("two\n  lines", "two lines"),
        ("one ` alone", "one &#96; alone"),
    ],
)
def test_text_is_read_as_text(text: str, made: str) -> None:
    assert plain(text) == made


def test_code_may_hold_anything() -> None:
    assert code("--format [text|json]") == "<code>--format &#91;text&#124;json]</code>"
    assert code("") == ""


def test_a_list_below_a_line_gets_its_empty_line() -> None:
    assert fitted("Said:\n* one\n  more\n* two\n") == "Said:\n\n* one\n  more\n* two\n"
    assert fitted("```sh\nls\n* no list\n```\n") == "```sh\nls\n* no list\n```\n"


def test_an_example_says_its_findings_below() -> None:
    text = "```js phone.js\na();\nb(); // warning: b <is> wrong\n```\n```js phone.js fixed\na();\n```\n"
    assert fitted(text, examples=True) == (
        '```js title="phone.js" hl_lines="2"\na();\nb();\n```\n\n* line 2, **warning**: b &lt;is&gt; wrong\n\n'
        '```js title="phone.js mended"\na();\n```\n'
    )


def test_links_between_files_are_links_between_pages() -> None:
    text = "[a](../README.md#x) [b](README.md) [c](api/lightning.toml) [d](lost-this.md) [e](https://a.example/b.md)"
    assert relinked(text, "rules/one.md", "rules/one.md") == (
        "[a](../index.md#x) [b](index.md) [c](../api/lightning.md) [d](lost-this.md) [e](https://a.example/b.md)"
    )
    assert relinked("![x](.github/check.svg)", "README.md", "index.md") == "![x](check.svg)"


def test_no_two_places_of_a_page_have_one_anchor() -> None:
    assert dict(anchors_of(["a.b", "A#b", "a.*"])) == {"a.b": "a-b", "A#b": "a-b-2", "a.*": "a-any"}
    for surface in SURFACES:
        anchors = row_anchors(surface)
        assert len(set(anchors.values())) == len(anchors)


def test_every_rule_has_its_page() -> None:
    made = dict(rule_pages())
    for one in pages():
        text = made[f"rules/{one.rule}.md"]
        assert f"](../rules/{one.rule}.md)" in text or f"]({one.rule}.md)" in made["rules/index.md"]
        assert text.startswith(f"# {one.rule}\n")
        assert len(re.findall(r"^\* line \d+, \*\*", text, re.MULTILINE)) == sum(
            len(example.expected) for example in one.examples
        )


def test_every_setting_has_its_row() -> None:
    rows = re.findall(r"^\| <code>([a-z-]+)</code> \| (.*)$", settings_page(), re.MULTILINE)
    assert [key for key, _ in rows[: len(known_keys())]] == list(known_keys())
    assert dict(rows[: len(known_keys())])["strict"].split(" | ")[1:] == ["true or false", "<code>false</code> |"]


def test_every_row_of_the_tables_has_its_place() -> None:
    made = dict(api_pages())
    for dialect in DIALECTS:
        assert made[f"api/{dialect}.md"].count("\n### ") == len(api(dialect))
    assert "### sforce.opencti.screenPop { #sforce-opencti-screenpop }" in made["api/lightning.md"]
    assert "(../voice/lightning.md#sforce-opencti-screenpop)" in made["api/lightning.md"]


def test_the_versions_are_told() -> None:
    text = releases_page()
    assert f"the newest version is {releases().newest}.0" in text
    assert text.count("\n| ") == len(releases().known) + len(releases().ranges) + len(releases().endings) + 6


def test_every_row_of_the_map_has_its_place() -> None:
    made = dict(voice_pages())
    for surface in SURFACES:
        assert made[f"voice/{surface}.md"].count("\n### ") == len(
            [row for row in voice_rows().values() if row.surface == surface]
        )
    assert made["voice/questions.md"].count("\n### ") == len(questions())
    assert made["voice/sources.md"].count("\n## ") == len(sources())


def test_a_command_has_its_page_with_the_examples_of_readme() -> None:
    one = Command("rule", "Print a page.", "ctilint rule [NAME]", "Print it.\n\nOr <all>.", (("--all", "All | some."),))
    made = dict(command_pages([one], "ctilint rule x   # a rule\nctilint rules\n"))
    assert "| [ctilint rule](rule.md) | Print a page. |" in made["commands/index.md"]
    page = made["commands/rule.md"]
    assert "Or &lt;all&gt;." in page
    assert "```sh\nctilint rule x   # a rule\n```" in page
    assert "| <code>--all</code> | All &#124; some. |" in page


def test_the_first_page_is_readme_and_brings_what_it_links_to() -> None:
    made = dict(front_pages())
    assert made["index.md"].startswith("# ctilint\n")
    assert readme().startswith("# ctilint\n")
    files = dict(front_files())
    assert set(files) == set(LINKED.values())
    assert files["check.svg"].startswith(b"<svg")
    for target in LINKED.values():
        assert f"]({target})" in made["index.md"]
