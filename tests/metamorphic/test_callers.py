"""A file that only calls what an app offers takes no finding away, whether the call can be followed or not."""

from __future__ import annotations

import itertools
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from cases import Row, found
from hypothesis import given, settings
from hypothesis import strategies as st

BODY = """{
  start: function () {
    sforce.console.addEventListener("HELD", this.held);
    sforce.opencti.onClickToDial({ listener: function (payload) { dial(payload.number.trim()); } });
    sforce.opencti.enableClickToDial({ callback: function () {} });
  },
  held: function (result) { alert(JSON.parse(result.message).id); },
  pop: function (id) { sforce.console.openPrimaryTab(null, "/" + id, true); }
}"""

# Each way gives the same object to the window as ``Kit.Sync``.
OFFERED = {
    "a name": "var Kit = Kit || {}; Kit.Sync = BODY;",
    "a parameter": "(function (root) { root.Kit = root.Kit || {}; root.Kit.Sync = BODY; })(WINDOW);",
    "a local name too": "!function (root) { var kit = root.Kit = root.Kit || {}; kit.Sync = BODY; }(WINDOW);",
    "a default": "(function (root = window) { root.Kit = root.Kit || {}; root.Kit.Sync = BODY; })();",
    "this of call": "(function () { this.Kit = this.Kit || {}; this.Kit.Sync = BODY; }).call(WINDOW);",
    "an early return": "(function (root) { if (root.Kit) { return; } root.Kit = { Sync: BODY }; })(WINDOW);",
    "the namespace": "var Kit = Kit || {}; (function (ns) { ns.Sync = BODY; })(Kit);",
    "a universal module": (
        "(function (root, make) { if (typeof define === 'function' && define.amd) { define([], make); } "
        "else if (typeof exports === 'object') { module.exports = make(); } else { root.Kit = make(); } "
        "})(typeof self !== 'undefined' ? self : this, function () { return { Sync: BODY }; });"
    ),
    "assign": "(function (root) { Object.assign(root, { Kit: { Sync: BODY } }); })(WINDOW);",
    "a path as text": (
        "function ns(path) { var at = window; path.split('.').forEach(function (key) "
        "{ at = at[key] = at[key] || {}; }); return at; }\nns('Kit').Sync = BODY;"
    ),
}
WINDOWS = ("this", "window", "globalThis", "self", "top", "parent")
# The last four lead nowhere: the object is found in a way that no name shows.
CALLED = {
    "by name": "Kit.Sync.METHOD",
    "by the window": "window.Kit.Sync.METHOD",
    "by a parameter": "(function (root) { root.Kit.Sync.METHOD; })(WINDOW);",
    "by this": "(function () { this.Kit.Sync.METHOD; }).call(WINDOW);",
    "by an arrow": "((kit) => kit.Sync.METHOD)(window.Kit);",
    "by a getter": "getKit().Sync.METHOD",
    "by an unknown key": "window[which].Sync.METHOD",
    "by a module that is not here": "require(['kit'], function (kit) { kit.Sync.METHOD; });",
    "by another frame": "document.getElementById('kit').contentWindow.Kit.Sync.METHOD",
}
METHODS = ("start()", "pop(1)")


def _found(files: Mapping[str, str]) -> Counter[Row]:
    with tempfile.TemporaryDirectory() as folder:
        return found(files, Path(folder))


def _page(caller: str, window: str) -> str:
    calls = "\n".join(CALLED[caller].replace("METHOD", method).replace("WINDOW", window) for method in METHODS)
    return f'<script src="kit.js"></script>\n<script>\n{calls}\n</script>\n'


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(sorted(OFFERED)),
    st.sampled_from(sorted(CALLED)),
    st.sampled_from(WINDOWS),
    st.sampled_from(WINDOWS),
)
def test_a_caller_takes_no_finding_away(offered: str, caller: str, here: str, there: str) -> None:
    kit = OFFERED[offered].replace("BODY", BODY).replace("WINDOW", here)
    alone = _found({"kit.js": kit})
    assert {row[0] for row in alone} == {"missing-unsubscribe", "blocking-handler", "unguarded-handler"}
    called = _found({"kit.js": kit, "page.html": _page(caller, there)})
    assert not alone - called, f"{offered}, called {caller}"


@pytest.mark.parametrize(("offered", "caller"), list(itertools.product(OFFERED, CALLED)))
def test_every_way_of_calling_every_way_of_offering(offered: str, caller: str) -> None:
    kit = OFFERED[offered].replace("BODY", BODY).replace("WINDOW", "this")
    alone = _found({"kit.js": kit})
    called = _found({"kit.js": kit, "page.html": _page(caller, "this")})
    assert alone
    assert not alone - called


def test_what_nothing_calls_stays_silent() -> None:
    kit = OFFERED["a parameter"].replace("BODY", BODY).replace("WINDOW", "this")
    page = '<script src="kit.js"></script>\n<script>\nother.stop();\n$("#x").start();\nMath.pop();\n</script>\n'
    assert not _found({"kit.js": kit, "page.html": page})
