"""The entry points of a window: what runs a function, and what is reached from it."""

# ruff: noqa: E501 - the examples are code

from __future__ import annotations

import pytest
from app_of import Files, app_of, handlers, window_of

STOP = "sforce.opencti.disableClickToDial();"


def reached(files: Files | str) -> list[list[str]]:
    """Return from where each removal is reached."""
    return [sorted(item.reached_from) for window in app_of(files).windows for item in window.removals]


def page(code: str, body: str = "") -> Files:
    return {"a.html": f"{body}<script>sforce.opencti.enableClickToDial();\n{code}</script>"}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (page(STOP), ["load"]),
        (page(f"$(function () {{ {STOP} }});"), ["load"]),
        (page(f"window.onload = function () {{ {STOP} }};"), ["load"]),
        (page(f"function stop() {{ {STOP} }}"), []),
        (page(f"stop();\nfunction stop() {{ {STOP} }}"), ["load"]),
        (page(f"window.onunload = stop;\nfunction stop() {{ {STOP} }}"), ["teardown"]),
        (page(f"button.addEventListener('click', () => {{ {STOP} }});"), ["control"]),
        (page(f"phone.on('logout', () => {{ {STOP} }});"), ["control", "teardown"]),
        (page(f"function stop() {{ {STOP} }}", "<a onclick='stop()'>x</a>"), ["control"]),
        (page(f"function stop() {{ {STOP} }}", '<a onclick="if (x) { stop(); } return false">x</a>'), ["control"]),
        (page(f"function stop() {{ {STOP} }}", "<a href='javascript:stop()'>x</a>"), ["control"]),
        (page(f"function stop() {{ {STOP} }}", "<body onunload='stop()'>"), ["teardown"]),
        (page(f"function stop() {{ {STOP} }}", "<body onload='stop()'>"), ["load"]),
        (page(f"list.innerHTML = \"<a onclick='stop()'>\";\nfunction stop() {{ {STOP} }}"), ["control"]),
        (page(f"sforce.opencti.onNavigationChange({{ listener: () => {{ {STOP} }} }});"), ["handler"]),
        (page(f"window.addEventListener('message', (e) => {{ {STOP} }});"), ["handler"]),
        (page(f"setTimeout(stop, 10);\nfunction stop() {{ {STOP} }}"), ["load"]),
        (page(f"Promise.resolve().then(() => {{ {STOP} }});"), ["load"]),
        (page(f"var o = {{ stop: function () {{ {STOP} }} }};"), []),
        (page(f"new (class {{ constructor() {{ {STOP} }} }})();"), ["load"]),
        (page(f"if (false) {{ never(); }}\nfunction never() {{ {STOP} }}"), []),
        # No page is known: what other code may call.
        (f"export function stop() {{ {STOP} }}", ["export", "teardown"]),
        (f"export function away() {{ {STOP} }}", ["export"]),
        (f"function hidden() {{ {STOP} }}\nexport const x = 1;", []),
        (f"module.exports = {{ stop: function () {{ {STOP} }} }};", ["export", "teardown"]),
        (f"exports.away = function () {{ {STOP} }};", ["export"]),
        (f"export default class {{ away() {{ {STOP} }} }}", ["export"]),
        (f"function away() {{ {STOP} }}", ["export"]),
        (f"class P extends LightningElement {{ away() {{ {STOP} }} }}", []),
        (f"class P extends LightningElement {{ @api away() {{ {STOP} }} }}", ["control"]),
        (f"class P extends LightningElement {{ disconnectedCallback() {{ {STOP} }} }}", ["component-teardown"]),
        (f"class P extends LightningElement {{ connectedCallback() {{ {STOP} }} }}", ["load"]),
        (f"class P extends React.Component {{ componentWillUnmount() {{ {STOP} }} }}", ["component-teardown"]),
        (f"export default {{ beforeDestroy() {{ {STOP} }} }};", ["component-teardown"]),
        (f"export default {{ mounted() {{ {STOP} }} }};", ["load"]),
        (f"onDestroy(() => {{ {STOP} }});", ["component-teardown", "load"]),
    ],
)  # fmt: skip
def test_from_where_code_is_reached(files: Files | str, expected: list[str]) -> None:
    assert reached(files) == [expected]


def test_the_hooks_of_an_aura_bundle() -> None:
    path = "force-app/main/default/aura/p/p"
    files = {
        f"{path}.cmp": "<aura:component><!-- sforce --><aura:handler name='init' value='{!this}' action='{!c.start}'/>"
        "<aura:handler name='destroy' value='{!this}' action='{!c.gone}'/><ui:button press='{!c.pressed}'/></aura:component>",
        f"{path}Controller.js": f"({{ start: function (c) {{ {STOP} }}, gone: function (c) {{ {STOP} }}, pressed: function (c) {{ {STOP} }}, never: function (c) {{ {STOP} }} }})",
        f"{path}Renderer.js": f"({{ unrender: function (c) {{ {STOP} }}, afterRender: function (c) {{ {STOP} }} }})",
    }
    found = {item.call.function.name: item.reached_from for item in window_of(files).removals}
    assert found == {
        "start": {"load"},
        "gone": {"component-teardown"},
        "pressed": {"control"},
        "never": set(),
        "unrender": {"component-teardown"},
        "afterRender": {"load"},
    }


def test_an_event_of_a_template() -> None:
    path = "force-app/main/default/lwc/p/p"
    files = {
        f"{path}.html": "<template><button onclick={press}></button></template>",
        f"{path}.js": "import { LightningElement } from 'lwc';\nexport default class P extends LightningElement {\n"
        f"press() {{ {STOP} }}\nnever() {{ {STOP} }} }}",
    }
    assert reached(files) == [["control"], []]


def test_what_dominates_a_listener_holds_in_it() -> None:
    code = (
        "if (!sforce.console.isInConsole()) { } else { button.onclick = function () { sforce.console.closeTab(t); }; }"
    )
    [handler] = window_of(code).handlers
    assert [(effect.kind, effect.asked) for effect in handler.effects if effect.kind == "navigates"] == [
        ("navigates", "console")
    ]


def test_a_handler_knows_its_source() -> None:
    code = """
sforce.opencti.onNavigationChange({ listener: a });
connect.agent(b);
window.addEventListener('message', c);
phone.on('call', d);
button.onclick = e;
function a() { go(); } function b() { go(); } function c() { go(); } function d() { go(); } function e() { go(); }
function go() { sforce.opencti.refreshView(); }
"""
    window = window_of(code)
    assert sorted(handlers(window)) == [
        ("dom", "click", "e"),
        ("message", "message", "c"),
        ("salesforce", "onNavigationChange", "a"),
        ("streams", "connect.agent", "b"),
        ("vendor", "call", "d"),
    ]
    assert all(item.reaches_api for item in window.handlers)


def test_a_window_names_its_parts() -> None:
    files = {
        "a.html": "<script src='b.js'></script><script>one();</script>",
        "b.js": "function one() { sforce.opencti.refreshView(); }",
    }
    window = window_of(files)
    assert (window.root, window.kind, window.files) == ("a.html", "html", ("a.html", "b.js"))
    assert [script.path for script in window.scripts] == ["b.js", "a.html"]
    assert (window.registrations, window.removals, window.endings, window.handlers) == ((), (), (), ())


def test_a_function_that_registers_more_handlers_when_it_runs() -> None:
    code = """
sforce.opencti.onNavigationChange({ listener: first });
function first(p) { sforce.console.addEventListener('E', second); }
function second(r) { sforce.console.onFocusedSubtab(third); }
function third(t) {}
"""
    window = window_of(code)
    assert handlers(window) == [
        ("salesforce", "onNavigationChange", "first"),
        ("salesforce", "E", "second"),
        ("salesforce", "onFocusedSubtab", "third"),
    ]
    assert [item.repeats for item in window.registrations] == [
        "",
        "at every event that leads here",
        "at every event that leads here",
    ]
