"""The missing end is written where the window or component goes, with what is to be ended kept in a name."""

from __future__ import annotations

import pytest

from ctilint.findings import Grade

RULE = "missing-unsubscribe"
ADD = "sforce.console.addEventListener"
REMOVE = "sforce.console.removeEventListener"


def test_es5_stays_es5_and_newer_code_gets_arrows(mended) -> None:
    texts, found = mended(RULE, {"a.js": f"{ADD}('A', onA);\nfunction onA() {{}}\n"})
    assert texts["a.js"] == (
        f"{ADD}('A', onA);\nwindow.addEventListener('pagehide', function () {{\n  {REMOVE}('A', onA);\n}});\n"
        "function onA() {}\n"
    )
    assert found[0].grade is Grade.SAFE
    texts, _ = mended(RULE, {"a.js": f"{ADD}('A', onA);\nconst onA = () => {{}};\n"})
    assert "window.addEventListener('pagehide', () => {\n" in texts["a.js"]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("function (e) {\n  show(e);\n}", "onCaseChanged"),
        ("wrap(show)", "onCaseChanged"),
        ("f.bind(null)", "onCaseChanged"),
    ],
)
def test_a_function_made_on_the_spot_gets_a_name(mended, written: str, name: str) -> None:
    texts, _ = mended(RULE, {"a.js": f"{ADD}('Case_Changed', {written});\nfunction f() {{}}\n"})
    assert texts["a.js"].startswith(f"var {name} = {written};\n{ADD}('Case_Changed', {name});\n")
    assert f"  {REMOVE}('Case_Changed', {name});\n" in texts["a.js"]


def test_a_name_that_is_taken_is_not_used(mended) -> None:
    texts, _ = mended(RULE, {"a.js": f"var onA = 1;\n{ADD}('A', function () {{}});\n"})
    assert f"var onA2 = function () {{}};\n{ADD}('A', onA2);" in texts["a.js"]


def test_merge_fields_stay(mended) -> None:
    page = (
        f"<apex:page>\n<script>\n{ADD}('{{!id}}_A', function (r) {{ show('{{!x}}', r); }});\n</script>\n</apex:page>\n"
    )
    texts, _ = mended(RULE, {"a.page": page})
    assert f"var onEvent;\n{ADD}('{{!id}}_A', onEvent = function (r) {{ show('{{!x}}', r); }});\n" in texts["a.page"]
    assert f"  {REMOVE}('{{!id}}_A', onEvent);\n" in texts["a.page"]


def test_a_lone_statement_gets_braces(mended) -> None:
    code = f"function start() {{\n  if (ready)\n    {ADD}('A', onA);\n}}\nfunction onA() {{}}\nstart();\n"
    texts, _ = mended(RULE, {"a.js": code})
    assert "  if (ready)\n    {\n" in texts["a.js"]
    assert texts["a.js"].count("{") == texts["a.js"].count("}")


def test_this_stays_this_in_es5(mended) -> None:
    code = (
        "function Phone() {}\nPhone.prototype.start = function () {\n"
        f"  {ADD}('A', this.onA);\n}};\nPhone.prototype.onA = function () {{}};\nnew Phone().start();\n"
    )
    texts, _ = mended(RULE, {"a.js": code})
    assert f"    {REMOVE}('A', this.onA);\n  }}.bind(this));\n" in texts["a.js"]


def test_a_subscription_is_kept_whoever_gets_the_answer(mended) -> None:
    for callback, kept in (
        ("", "callback: (answer) => { subscription = answer.subscription; }"),
        (", callback: done", "callback: (answer) => { subscription = answer.subscription; done(answer); }"),
        (", callback: (r) => { done(r); }", "callback: (r) => { subscription = r.subscription; done(r); }"),
    ):
        code = (
            "const hear = (m) => show(m);\n"
            f"sforce.opencti.subscribe({{ channelName: 'A__c', listener: hear{callback} }});\n"
        )
        texts, _ = mended(RULE, {"a.js": code})
        assert kept in texts["a.js"]
        assert "let subscription;\nsforce.opencti.subscribe(" in texts["a.js"]
        assert "  if (subscription) sforce.opencti.unsubscribe({ subscription });\n" in texts["a.js"]


HEAD = "import { LightningElement } from 'lwc';\nexport default class Panel extends LightningElement {\n"
KIT = "this.toolkit = this.template.querySelector('lightning-service-cloud-voice-toolkit-api');"


def component(body: str) -> dict[str, str | bytes]:
    return {"lwc/panel/panel.js": HEAD + body + "}\n"}


def test_a_component_ends_it_in_its_hook(mended) -> None:
    body = (
        f"  connectedCallback() {{\n    {KIT}\n    this.toolkit.addEventListener('callstarted', this.onCall);\n  }}\n"
    )
    texts, found = mended(RULE, component(body))
    assert found[0].grade is Grade.SAFE
    assert (
        "\n  disconnectedCallback() {\n    this.toolkit.removeEventListener('callstarted', this.onCall);\n  }\n"
        in texts["lwc/panel/panel.js"]
    )
    hook = "  disconnectedCallback() {\n    this.stop();\n  }\n"
    texts, _ = mended(RULE, component(body + hook))
    assert (
        "  disconnectedCallback() {\n    this.stop();\n"
        "    this.toolkit.removeEventListener('callstarted', this.onCall);\n  }\n" in texts["lwc/panel/panel.js"]
    )


def test_what_a_constructor_registers_is_not_safe(mended) -> None:
    body = (
        f"  constructor() {{\n    super();\n    {KIT}\n    this.toolkit.addEventListener('mute', this.onCall);\n  }}\n"
    )
    _, found = mended(RULE, component(body))
    assert [one.grade for one in found] == [Grade.UNSAFE]


def test_a_method_that_removes_it_is_called(mended) -> None:
    body = (
        f"  connectedCallback() {{\n    {KIT}\n    this.toolkit.addEventListener('mute', this.onCall);\n  }}\n"
        "  letGo() {\n    this.toolkit.removeEventListener('mute', this.onCall);\n  }\n"
    )
    texts, _ = mended(RULE, component(body))
    assert "\n  disconnectedCallback() {\n    this.letGo();\n  }\n" in texts["lwc/panel/panel.js"]


@pytest.mark.parametrize(
    "code",
    [
        f"for (var i = 0; i < n; i++) {{\n  {ADD}(names[i], onA);\n}}\nfunction onA() {{}}\n",
        f"names.forEach((name) => {ADD}(name, onA));\nfunction onA() {{}}\n",
    ],
)
def test_what_cannot_be_written_is_said(mended, code: str) -> None:
    _, found = mended(RULE, {"a.js": code})
    assert [one.grade for one in found] == [Grade.BY_HAND]
    assert found[0].by_hand.startswith("call removeEventListener on the way out; ")
