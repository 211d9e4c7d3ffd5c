"""When a version is raised, how sure that is, and when it is left to a person."""

from __future__ import annotations

import pytest

from ctilint.findings import Grade
from ctilint.judge import judge
from ctilint.settings import Settings

ONE = Settings(select=("outdated-library",))
CLASSIC = '<script src="/support/api/{}/interaction.js"></script>\n<script>{}</script>\n'


@pytest.mark.parametrize(
    ("version", "code", "grade"),
    [
        ("28.0", "sforce.interaction.setVisible(true);", Grade.SAFE),
        ("28.0", "sforce.interaction.screenPop('/1', true);", Grade.SAFE),
        ("27.0", "sforce.interaction.setVisible(true);", Grade.SAFE),
        ("27.0", "sforce.interaction.screenPop('/1', done);", Grade.BY_HAND),
        ("28.0", "sforce.interaction.fly(true);", Grade.UNSAFE),
        ("", "sforce.interaction.setVisible(true);", Grade.UNSAFE),
        ("NN.0", "sforce.interaction.setVisible(true);", Grade.UNSAFE),
        ("99.0", "sforce.interaction.setVisible(true);", Grade.BY_HAND),
    ],
)
def test_what_the_window_calls_decides(make_app, version: str, code: str, grade: Grade) -> None:
    (found,) = judge(make_app({"a.html": CLASSIC.format(version, code)}), ONE).findings
    assert found.grade is grade
    assert bool(found.by_hand) is (grade is Grade.BY_HAND)


def test_any_window_that_loads_it_decides(make_app) -> None:
    load = "load('/support/api/27.0/interaction.js');"
    page = '<script src="load.js"></script>\n<script>{}</script>\n'
    files = {
        "load.js": load,
        "a.html": page.format("sforce.interaction.setVisible(true);"),
        "b.html": page.format("sforce.interaction.screenPop('/1', done);"),
    }
    (found,) = judge(make_app(files), ONE).findings
    assert found.by_hand == ("sforce.interaction.screenPop takes other arguments from 28.0 on: change its calls first")


def test_a_copy_of_the_library_is_replaced_not_edited(make_app) -> None:
    lib = "/** Salesforce.com Open CTI\n*/\nvar sforce=sforce||{};sforce.interaction={version:1};"
    files = {"a.html": '<script src="/support/api/30.0/interaction.js"></script>', "lib/interaction.js": lib}
    found = judge(make_app(files), ONE).findings
    assert [one.place.path for one in found if one.fixes] == ["a.html"]


def test_a_version_in_a_name_is_written_where_the_name_gets_it(make_app) -> None:
    text = "const version = '44.0';\nload(`${host}/support/api/${version}/interaction.js`);\n"
    (found,) = judge(make_app({"a.js": text}), ONE).findings
    (edit,) = found.fixes[0].edits
    assert text[: edit.span.start] + edit.text + text[edit.span.end :] == text.replace("44.0", "68.0")
    assert found.grade is Grade.UNSAFE
