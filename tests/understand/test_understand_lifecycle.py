"""Which removal ends which registration: the verdict of every way to leave, and of every way that does not count."""

# ruff: noqa: E501 - the examples are code

from __future__ import annotations

import pytest
from app_of import Files, app_of, endings, window_of

from ctilint.understand.lifecycle import same_event

START = "sforce.console.addEventListener('E', go);\nfunction go(r) {}\n"
STOP = "sforce.console.removeEventListener('E', go);"
COMPONENT = "import {{ LightningElement }} from 'lwc';\nexport default class P extends LightningElement {{\nconnectedCallback() {{ sforce.console.addEventListener('E', this.go); }}\n{}\ngo = (r) => {{}}; }}"
OWN = "sforce.console.removeEventListener('E', this.go);"
SWITCH = "sforce.opencti.enableClickToDial();\n"
OFF = "sforce.opencti.disableClickToDial();"


def page(code: str, body: str = "") -> Files:
    """Return a page, so that what nothing reaches is known."""
    return {"a.html": f"{body}<script>{code}</script>"}


def verdict(files: Files | str) -> str:
    [(_, found)] = endings(files)
    return found


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (START, "never"),
        # Ways out that count.
        (f"{START}window.addEventListener('pagehide', function () {{ {STOP} }});", "ended"),
        (f"{START}window.addEventListener('beforeunload', stop);\nfunction stop() {{ {STOP} }}", "ended"),
        (f"{START}window.onunload = () => {{ {STOP} }};", "ended"),
        (f"{START}$(window).on('unload', function () {{ {STOP} }});", "ended"),
        (f"{START}document.getElementById('x').onclick = function () {{ {STOP} }};", "ended"),
        (f"{START}$('#logout').click(stop);\nfunction stop() {{ inner(); }}\nfunction inner() {{ {STOP} }}", "ended"),
        (f"{START}document.addEventListener('visibilitychange', () => {{ {STOP} }});", "ended"),
        ("sforce.console.addEventListener('E', function once(r) { sforce.console.removeEventListener('E', once); });", "ended"),
        (f"sforce.console.addEventListener('E', go);\nfunction go(r) {{ if (r.last) {{ {STOP} }} }}", "ended"),
        ("class P { start() { this.b = this.go.bind(this); sforce.console.addEventListener('E', this.b); window.onpagehide = () => sforce.console.removeEventListener('E', this.b); } go(r) {} }\nnew P().start();", "ended"),
        (f"{START}window.onpagehide = () => sforce.console.removeEventListener('E', unknownFunction());", "ended"),
        (f"{START}window.onpagehide = () => sforce.console.removeEventListener(name(), go);", "ended"),
        # Dead code.
        (f"{START}function stop() {{ {STOP} }}", "dead"),
        (f"{START}function stop() {{ {STOP} }}\nfunction alsoNever() {{ stop(); }}", "dead"),
        # Only before.
        (f"function start() {{ {STOP}\nsforce.console.addEventListener('E', go); }}\nfunction go(r) {{}}\nstart();", "before"),
        # Another function.
        (f"{START}window.onpagehide = () => sforce.console.removeEventListener('E', other);\nfunction other(r) {{}}", "other-function"),
        ("sforce.console.addEventListener('E', function (r) {});\nwindow.onpagehide = () => sforce.console.removeEventListener('E', function (r) {});", "other-function"),
        ("class P { start() { sforce.console.addEventListener('E', this.go.bind(this)); window.onpagehide = () => sforce.console.removeEventListener('E', this.go.bind(this)); } go(r) {} }\nnew P().start();", "other-function"),
        # Another event.
        (f"{START}window.onpagehide = () => sforce.console.removeEventListener('F', go);", "never"),
        # The best removal decides.
        (f"{START}function stop() {{ {STOP} }}\nwindow.onpagehide = () => {{ {STOP} }};", "ended"),
    ],
)  # fmt: skip
def test_a_listener_of_the_console(code: str, expected: str) -> None:
    assert verdict(page(code)) == expected


@pytest.mark.parametrize(
    ("attribute", "expected"),
    [("onunload", "ended"), ("onbeforeunload", "ended"), ("onclick", "ended"), ("data-on", "dead")],
)
def test_a_removal_that_markup_calls(attribute: str, expected: str) -> None:
    assert verdict(page(f"{START}function stop() {{ {STOP} }}", f"<p {attribute}='stop()'></p>")) == expected


def test_where_no_page_is_known_a_function_may_be_called_from_outside() -> None:
    code = f"{START}function stop() {{ {STOP} }}"
    assert verdict(code) == "ended"
    assert verdict(page(code)) == "dead"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (f"{SWITCH}", "never"),
        (f"{SWITCH}window.onpagehide = () => {{ {OFF} }};", "ended"),
        (f"{SWITCH}$('#away').click(() => {{ {OFF} }});", "ended"),
        (f"{SWITCH}socket.on('status', (s) => {{ {OFF} }});", "ended"),
        (f"{SWITCH}function off() {{ {OFF} }}", "dead"),
        (f"function start() {{ {OFF}\n{SWITCH} }}\nstart();", "before"),
        (f"{SWITCH}window.onpagehide = () => sforce.interaction.cti.disableClickToDial(f);", "never"),
        ("sforce.interaction.cti.enableClickToDial(f);\nwindow.onpagehide = () => sforce.interaction.cti.disableClickToDial(f);", "ended"),
        ("sforce.opencti.onClickToDial({ listener: f });", "never"),
        (f"sforce.opencti.onClickToDial({{ listener: f }});\nwindow.onpagehide = () => {{ {OFF} }};", "ended"),
        ("sforce.opencti.onNavigationChange({ listener: f });", "no-removal"),
        ("sforce.console.onFocusedSubtab(f);", "no-removal"),
        ("sforce.interaction.onFocus(f);", "no-removal"),
        ("sforce.opencti.subscribe({ channelName: 'C', listener: f });", "never"),
        ("sforce.opencti.subscribe({ channelName: 'C', listener: f });\nwindow.onpagehide = () => sforce.opencti.unsubscribe({ channelName: 'C' });", "ended"),
        ("sforce.opencti.subscribe({ eventType: onClickToDial, listener: f });", "never"),
        ("sforce.opencti.subscribe({ eventType: onClickToDial, listener: f });\nwindow.onunload = () => sforce.opencti.unsubscribe({ eventType: onClickToDial });", "ended"),
        ("sforce.opencti.subscribe({ eventType: onClickToDial, listener: f });\nwindow.onunload = () => sforce.opencti.unsubscribe({ eventType: onStatus });", "never"),
        ("sforce.console.addPushNotificationListener(['Account'], go);\nfunction go(r) {}", "never"),
        ("sforce.console.addPushNotificationListener(['Account'], go);\nfunction go(r) {}\nwindow.onunload = () => sforce.console.removePushNotificationListener(done);\nfunction done() {}", "ended"),
    ],
)  # fmt: skip
def test_other_registrations(code: str, expected: str) -> None:
    assert verdict(page(code)) == expected


@pytest.mark.parametrize(
    ("method", "markup", "expected"),
    [
        ("", "", "never"),
        (f"disconnectedCallback() {{ {OWN} }}", "", "ended"),
        (f"disconnectedCallback() {{ this.stop(); }} stop() {{ {OWN} }}", "", "ended"),
        (f"stop() {{ {OWN} }}", "<button onclick={stop}></button>", "wrong-hook"),
        (f"stop() {{ {OWN} }}", "", "dead"),
        ("disconnectedCallback() { sforce.console.removeEventListener('E', () => {}); }", "", "other-function"),
        (f"connectedLater() {{ window.addEventListener('pagehide', () => {{ {OWN} }}); }} renderedCallback() {{ this.connectedLater(); }}", "", "ended"),
    ],
)  # fmt: skip
def test_a_component_needs_its_own_hook(method: str, markup: str, expected: str) -> None:
    folder = "force-app/main/default/lwc/p"
    files = {f"{folder}/p.js": COMPONENT.format(method), f"{folder}/p.html": f"<template>{markup}</template>"}
    assert verdict(files) == expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("effect", "export function P() { useEffect(() => { sforce.console.addEventListener('E', go); return () => sforce.console.removeEventListener('E', go); }, []); return null; }\nfunction go(r) {}", "ended"),
        ("effect", "export function P() { useEffect(() => { sforce.console.addEventListener('E', go); }, []); return <a onClick={() => sforce.console.removeEventListener('E', go)}/>; }\nfunction go(r) {}", "wrong-hook"),
        ("class", "export class P extends React.Component { componentDidMount() { sforce.console.addEventListener('E', this.go); } componentWillUnmount() { sforce.console.removeEventListener('E', this.go); } go = (r) => {}; }", "ended"),
        ("vue", "export default { mounted() { sforce.console.addEventListener('E', go); }, beforeDestroy() { sforce.console.removeEventListener('E', go); } };\nfunction go(r) {}", "ended"),
        ("vue3", "export default { setup() { onMounted(() => sforce.console.addEventListener('E', go)); onUnmounted(() => sforce.console.removeEventListener('E', go)); } };\nfunction go(r) {}", "ended"),
        ("vue3", "export default { setup() { onMounted(() => sforce.console.addEventListener('E', go)); } };\nfunction go(r) {}", "never"),
    ],
)  # fmt: skip
def test_components_of_frameworks(name: str, text: str, expected: str) -> None:
    assert verdict({f"{name}.jsx": text}) == expected


def test_an_aura_component() -> None:
    folder = "force-app/main/default/aura/p"
    files = {
        f"{folder}/p.cmp": "<aura:component><ltng:require scripts='/support/console/60.0/integration.js' afterScriptsLoaded='{!c.ready}'/>"
        "<aura:handler name='destroy' value='{!this}' action='{!c.gone}'/></aura:component>",
        f"{folder}/pController.js": "({ ready: function (component, event, helper) { sforce.console.addEventListener('E', helper.go); },\n"
        "gone: function (component, event, helper) { sforce.console.removeEventListener('E', helper.go); } })",
        f"{folder}/pHelper.js": "({ go: function (r) {} })",
    }
    assert verdict(files) == "ended"
    kept = files[f"{folder}/p.cmp"].replace("destroy", "render")
    assert verdict({**files, f"{folder}/p.cmp": kept}) == "wrong-hook"


def test_where_no_page_is_known_a_removal_elsewhere_counts() -> None:
    files = {"a.js": SWITCH, "b.js": f"window.onpagehide = () => {{ {OFF} }};"}
    assert endings(files) == [("onClickToDial", "ended")]
    files = {"a.html": f"<script>{SWITCH}</script>", "b.html": f"<script>onpagehide = () => {{ {OFF} }};</script>"}
    assert endings(files) == [("onClickToDial", "never")]
    other = "function go(r) {}\nwindow.onpagehide = () => sforce.console.removeEventListener('E', go);"
    assert endings({"a.js": START, "b.js": other}) == [("E", "never")]


def test_the_removal_of_an_ending_is_the_one_that_decides() -> None:
    window = window_of(page(f"{START}function stop() {{ {STOP} }}\nwindow.onpagehide = () => {{ {STOP} }};"))
    [ending] = window.endings
    assert ending.removal is window.removals[1]
    assert [set(removal.reached_from) for removal in window.removals] == [set(), {"teardown"}]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("$('#a').click(start);\nfunction start() { sforce.console.addEventListener('E', go); }", "at every event of the page that leads here"),
        ("sforce.opencti.onNavigationChange({ listener: start });\nfunction start() { sforce.console.addEventListener('E', go); }", "at every event that leads here"),
        ("start();\nfunction start() { sforce.console.addEventListener('E', go); }", ""),
    ],
)  # fmt: skip
def test_what_repeats(code: str, expected: str) -> None:
    window = window_of(page(f"{code}\nfunction go(r) {{}}"))
    assert [item.repeats for item in window.registrations if item.event == "E"] == [expected]


def test_what_nothing_reaches_is_not_reached() -> None:
    [registration] = window_of(page("function never() { sforce.console.addEventListener('E', f); }")).registrations
    assert not registration.reached
    app = app_of("export function maybe() { sforce.console.addEventListener('E', f); }")
    assert [item.reached for window in app.windows for item in window.registrations] == [True]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("A", "A", True),
        ("A", "B", False),
        ("", "A", True),
        ("A", "", True),
        ("A|B", "B|C", True),
        ("A|B", "C", False),
        ("sforce.console.ConsoleEvent.OPEN_TAB", "OPEN_TAB", True),
    ],
)
def test_the_same_event(one: str, other: str, same: bool) -> None:
    assert same_event(one, other) is same
