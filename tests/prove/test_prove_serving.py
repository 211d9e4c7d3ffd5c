"""The web server for a browser: the page, its files, and stubs for the libraries."""

# ruff: noqa: E501 - a page stands on the lines on which it reads best

from __future__ import annotations

import urllib.error
import urllib.request
from typing import Any

import pytest

from ctilint.prove.page.assembly import PageBuilder
from ctilint.prove.page.places import FIRST_LINE
from ctilint.prove.play.serving import Site, stub


@pytest.fixture
def site(make_app: Any) -> Any:
    text = '<html><body><p title="a&quot;b">x &amp; y</p><script src="../lib/phone.js"></script>\n<script>sforce.opencti.refreshView();</script></body></html>'
    app = make_app({"pages/index.html": text, "lib/phone.js": "sforce.opencti.enableClickToDial({});"})
    window = next(one for one in app.windows if one.root == "pages/index.html")
    with Site(PageBuilder(app, window, {}).build()) as one:
        yield one


def got(address: str) -> str:
    with urllib.request.urlopen(address) as answer:
        return str(answer.read().decode())


def test_inline_scripts_stand_at_their_lines(site: Site) -> None:
    lines = got(site.address).split("\n")
    assert '<p title="a&quot;b">x &amp; y</p>' in lines[0]
    assert any("refreshView" in line for line in lines[FIRST_LINE - 1 :])
    assert not any("refreshView" in line for line in lines[: FIRST_LINE - 1])


def test_files_are_found_by_their_address(site: Site) -> None:
    assert (
        got(f"{site.origin}/resource/lib/phone.js").strip().partition("\n")[0]
        == "sforce.opencti.enableClickToDial({});"
    )
    assert "iframe" in got(site.outer)


def test_libraries_are_stubs(site: Site) -> None:
    address = "/support/api/60.0/lightning/opencti_min.js"
    assert got(site.origin + address) == stub(address)
    assert got(f"{site.origin}/js/jquery.min.js") == "window.__ctilintQuery();"


def test_anything_else_is_missing(site: Site) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404"):
        got(f"{site.origin}/none.js")
    assert site.origin.startswith("http://127.0.0.1:")
