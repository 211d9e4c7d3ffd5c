"""Aura, Lightning web components, Lightning Out and custom buttons run in their thin harnesses."""

from __future__ import annotations

from typing import Any

import pytest

from ctilint.prove import Options, WindowRun, prove_app
from ctilint.prove.play.scenarios import BUILT_IN

# ruff: noqa: E501 - a component stands on the lines on which it reads best

AURA = {
    "aura/phone/phone.cmp": (
        '<aura:component><aura:attribute name="number" type="String"/><aura:handler name="init" value="{!this}" action="{!c.start}"/>'
        '<aura:handler name="destroy" value="{!this}" action="{!c.end}"/>'
        '<ltng:require scripts="/support/api/60.0/lightning/opencti_min.js" afterScriptsLoaded="{!c.ready}"/>'
        '<lightning:workspaceAPI aura:id="workspace"/><lightning:button onclick="{!c.show}"/></aura:component>'
    ),
    "aura/phone/phoneController.js": (
        "({\n  start: function (cmp) { cmp.set('v.number', '1'); },\n"
        "  ready: function (cmp, event, helper) { helper.listen(cmp); },\n"
        "  show: function (cmp) { cmp.find('workspace').openTab({ url: '/x' }); },\n"
        "  end: function () { sforce.opencti.disableClickToDial({ callback: function () {} }); }\n})"
    ),
    "aura/phone/phoneHelper.js": (
        "({\n  listen: function (cmp) {\n    sforce.opencti.enableClickToDial({ callback: $A.getCallback(function () {}) });\n"
        "    sforce.opencti.onClickToDial({ listener: $A.getCallback(function (payload) { cmp.set('v.number', payload.number); console.log(cmp.get('v.number')); }) });\n  }\n})"
    ),
}
LWC = {
    "lwc/panel/panel.html": "<template><lightning-service-cloud-voice-toolkit-api></lightning-service-cloud-voice-toolkit-api><button onclick={hold}>Hold</button></template>",
    "lwc/panel/panel.js": (
        "import { LightningElement, api } from 'lwc';\nimport { subscribe, unsubscribe } from 'lightning/messageService';\nimport CALLS from '@salesforce/messageChannel/Calls__c';\n"
        "import { getFocusedTabInfo } from 'lightning/platformWorkspaceApi';\nimport save from '@salesforce/apex/Log.save';\n"
        "export default class Panel extends LightningElement {\n  @api recordId;\n  onCall = (event) => { console.log(event.detail.callId.length > 0); };\n"
        "  connectedCallback() { this.subscription = subscribe(null, CALLS, (message) => console.log(message.recordId)); }\n"
        "  renderedCallback() { if (this.done) return; this.done = true; this.template.querySelector('lightning-service-cloud-voice-toolkit-api').addEventListener('callstarted', this.onCall); }\n"
        "  disconnectedCallback() { unsubscribe(this.subscription); }\n"
        "  async hold() { const tab = await getFocusedTabInfo(); await save({ tab: tab.tabId }); }\n}\n"
    ),
}


def proved(app: Any, *names: str) -> tuple[WindowRun, ...]:
    return prove_app(app, Options(scenarios=tuple(one for one in BUILT_IN if one.name in names)))


def said(run: WindowRun, index: int = 0) -> list[str]:
    return [record.text("value").strip('"') for record in run.scenarios[index].played.of("console")]


def test_an_aura_component_starts_listens_and_ends(make_app: Any) -> None:
    (run,) = proved(make_app(AURA), "click-to-dial", "leave", "buttons")
    assert (run.status, run.passed) == ("run", True)
    assert said(run) == ["+14155550101"]
    assert run.loads == ("/support/api/60.0/lightning/opencti_min.js",)
    called = [record.text("name") for record in run.scenarios[2].played.of("call")]
    assert "workspace#openTab" in called


def test_a_lightning_web_component_leaves_a_listener(make_app: Any) -> None:
    (run,) = proved(make_app(LWC), "message", "leave", "console-events", "buttons")
    assert run.status == "run"
    message, events, leave, buttons = run.scenarios
    assert said(run)[0] == "003000000000001AAA"
    assert "true" in [record.text("value") for record in events.played.of("console")]
    assert [(problem.kind, problem.name, problem.spot.line if problem.spot else 0) for problem in leave.problems] == [
        ("left", "VoiceToolkit#addEventListener", 10)
    ]
    assert buttons.passed
    assert message.passed
    assert any(record.text("url") == "Log.save" for record in buttons.played.of("request"))


def test_lightning_out_brings_the_component(make_app: Any) -> None:
    files = {
        **AURA,
        "aura/phoneOut/phoneOut.app": '<aura:application extends="ltng:outApp"><aura:dependency resource="c:phone"/></aura:application>',
    }
    files["pages/Phone.page"] = (
        "<apex:page><apex:includeLightning/><script src='/support/api/60.0/lightning/opencti_min.js'></script><div id='at'></div><script>$Lightning.use('c:phoneOut', function () {"
        " $Lightning.createComponent('c:phone', {}, 'at', function (cmp) { console.log(cmp.getName()); }); });</script></apex:page>"
    )
    runs = proved(make_app(files), "click-to-dial")
    page = next(run for run in runs if run.window.root == "pages/Phone.page")
    assert page.status == "run"
    assert said(page) == ["phone", "+14155550101"]


def test_a_custom_button_runs_when_it_is_clicked(make_app: Any) -> None:
    button = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<WebLink xmlns="http://soap.sforce.com/2006/04/metadata"><fullName>Call</fullName>'
        "<openType>onClickJavaScript</openType><linkType>javascript</linkType><url>{!REQUIRESCRIPT(&quot;/soap/ajax/60.0/connection.js&quot;)}\n"
        "var id = &apos;{!Contact.Id}&apos;;\nif (id &amp;&amp; confirm(&apos;Call?&apos;)) { sforce.connection.query(&apos;SELECT Id FROM Contact&apos;); }</url></WebLink>"
    )
    (run,) = proved(make_app({"webLinks/Call.webLink-meta.xml": button}), "click-to-dial")
    assert run.status == "run"
    assert [record.text("what") for record in run.scenarios[0].played.of("blocked")] == [
        "confirm",
        "synchronous sforce.connection.query",
    ]
    assert any("clicks the button" in note for note in run.notes)


def test_a_stand_in_for_streams_brings_calls_and_state_changes(make_app: Any) -> None:
    text = (
        "<script src='/support/api/60.0/lightning/opencti_min.js'></script><script src='https://cdn.example/amazon-connect-streams/connect-streams-min.js'></script><script>"
        "connect.core.initCCP(document.body, { ccpUrl: 'https://a.my.connect.aws/ccp-v2' });"
        "connect.agent(function (agent) { agent.onStateChange(function (change) { console.log(change.newState); }); console.log(agent.getName()); });"
        "connect.contact(function (contact) { contact.onEnded(function (ended) { console.log(ended.getContactId()); var x = new XMLHttpRequest(); x.open('GET', '/a', false); x.send(); }); });"
        "sforce.opencti.enableClickToDial();</script>"
    )
    (run,) = proved(make_app({"a.html": text}), "console-events")
    assert run.status == "run"
    assert said(run) == ["Agent", "Agent", "Available", "contact-1"]
    assert any("small stand-in for Amazon Connect Streams" in note for note in run.notes)
    assert [problem.message for problem in run.scenarios[0].problems] == [
        "synchronous XMLHttpRequest stopped the page for 300 ms in what Contact#onEnded started"
    ]


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        (
            {
                "aura/a/a.cmp": '<aura:component><ltng:require scripts="/support/api/60.0/lightning/opencti_min.js"/></aura:component>'
            },
            "the component has no controller, helper or renderer that was read",
        ),
    ],
)
def test_a_component_that_cannot_run_says_why(make_app: Any, files: dict[str, str], reason: str) -> None:
    (run,) = proved(make_app(files), "click-to-dial")
    assert (run.status, run.reasons) == ("not run", (reason,))


def test_every_listener_method_of_the_toolkit_for_aura_is_there(make_app: Any) -> None:
    files = {
        "aura/panel/panel.cmp": (
            '<aura:component><force:serviceCloudVoiceToolkitApi aura:id="voice"/>'
            '<aura:handler name="init" value="{!this}" action="{!c.start}"/>'
            '<aura:handler name="destroy" value="{!this}" action="{!c.end}"/></aura:component>'
        ),
        "aura/panel/panelController.js": (
            "({\n  start: function (cmp) {\n    cmp.heard = $A.getCallback(function () {});\n"
            "    cmp.find('voice').addTelephonyEventListener('CALL_STARTED', cmp.heard);\n"
            "    cmp.find('voice').addConversationEventListener('TRANSCRIPT', cmp.heard);\n  },\n"
            "  end: function (cmp) {\n    cmp.find('voice').removeTelephonyEventListener('CALL_STARTED', cmp.heard);\n"
            "    cmp.find('voice').removeConversationEventListener('TRANSCRIPT', cmp.heard);\n  }\n})"
        ),
    }
    (run,) = proved(make_app(files), "leave")
    assert [(one.name, one.made) for one in run.known] == [
        ("AuraVoiceToolkit#addTelephonyEventListener", "scenario"),
        ("AuraVoiceToolkit#addConversationEventListener", "scenario"),
    ]
    played = run.scenarios[0].played
    assert (len(list(played.of("unregister"))), len(list(played.of("left", "misuse")))) == (2, 0)
