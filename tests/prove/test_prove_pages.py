"""A window becomes a page: elements, scripts where they stand, files, what Visualforce adds."""

# ruff: noqa: E501 - a page stands on the lines on which it reads best

from __future__ import annotations

from typing import Any

import pytest
from conftest import page_of

from ctilint.prove.page.assembly import PageBuilder
from ctilint.prove.page.visualforce import rendered_tag
from ctilint.prove.play.job import simulator_table


def test_elements_keep_their_order_and_parents() -> None:
    page = page_of(
        "<html><body onload='go()'><div id=a><p>x</p></div><script>sforce.console.isInConsole()</script></body></html>"
    )
    elements = page.data["elements"]
    assert [one["tag"] for one in elements] == ["html", "body", "div", "p", "script"]
    assert [one["parent"] for one in elements] == [-1, 0, 1, 2, 1]
    assert "onload" in elements[1]["handlers"]
    assert elements[4]["code"].partition("\n")[2].partition("\n")[0].endswith("sforce.console.isInConsole()")


def test_visualforce_tags_become_markup() -> None:
    page = page_of(
        '<apex:page controller="My.Phone" extensions="Other"><apex:includeScript value="{!$Resource.lib}"/><apex:inputText id="n" value="{!x}"/>'
        "<apex:commandLink onclick='go()'>l</apex:commandLink><script>sforce.console.isInConsole()</script></apex:page>",
        "a.page",
    )
    elements = page.data["elements"]
    assert [one["tag"] for one in elements] == ["div", "script", "input", "a", "script"]
    assert elements[1]["attrs"] == [["src", "/resource/lib"]]
    assert page.data["remote"] == ["Other"]
    assert (rendered_tag("inputtextarea"), rendered_tag("none")) == ("textarea", "div")


def test_files_come_in_the_forms_in_which_they_are_asked_for(make_app: Any) -> None:
    app = make_app(
        {
            "index.html": '<script src="plain.js"></script><script type="module" src="main.js"></script>',
            "plain.js": "sforce.opencti.enableClickToDial({});",
            "main.js": "import { a } from './a.js'; sforce.opencti.refreshView(); a();",
            "a.js": "export function a() {}",
        }
    )
    window = next(one for one in app.windows if one.root == "index.html")
    files = {one["path"]: set(one) for one in PageBuilder(app, window, {}).build().data["files"]}
    assert files == {
        "plain.js": {"path", "code", "module"},
        "main.js": {"path", "native", "module"},
        "a.js": {"path", "native", "module"},
    }


def test_a_lone_script_finds_the_library_of_its_dialect() -> None:
    page = page_of("sforce.interaction.cti.enableClickToDial();", "a.js")
    assert page.data["libraries"] == [{"dialect": "classic", "version": ""}]
    assert page.data["loose"] is True


@pytest.mark.parametrize("streams", [False, True])
def test_the_table_of_the_simulation(streams: bool) -> None:
    names = {row["name"] for row in simulator_table("lightning", *["streams"] * streams)}
    assert "sforce.opencti.screenPop" in names
    assert ("connect.contact" in names) is streams
