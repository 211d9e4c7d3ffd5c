"""Eighty mistakes of the field: the bad form is reported by the rule named, the good form is silent for it."""

# ruff: noqa: E501 - the examples are code

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from ctilint.judge import judge
from ctilint.read.files.discover import Tree
from ctilint.settings import Settings
from ctilint.understand import build_app

PAGE = "<html><body>{}</body></html>\n"
LIGHTNING = '<script src="/support/api/68.0/lightning/opencti_min.js"></script>'
CALL_CENTER = (
    '<callCenter><section sortOrder="0" name="reqGeneralInfo" label="General">'
    '<item sortOrder="0" name="reqInternalName" label="Internal name">{name}</item>'
    '<item sortOrder="1" name="reqDisplayName" label="Name">Phone</item>{items}</section></callCenter>'
)


@dataclass(frozen=True)
class Mistake:
    """One mistake: ``bad`` and ``good`` are a script, or the files of an app."""

    number: int
    rule: str
    bad: str | dict[str, str]
    good: str | dict[str, str]
    strict: bool = False
    severity: str = "error"


def page(body: str) -> dict[str, str]:
    return {"phone.html": PAGE.format(body)}


def script(code: str, libraries: str = LIGHTNING) -> dict[str, str]:
    return page(f"{libraries}<script>\n{code}\n</script>")


def center(items: str, name: str = "MyPhone", **more: str) -> dict[str, str]:
    rows = "".join(items.split("\n"))
    return {"phone.xml": CALL_CENTER.format(name=name, items=rows), **more}


def item(order: int, name: str, value: str) -> str:
    return f'<item sortOrder="{order}" name="{name}" label="{name}">{value}</item>'


URL = item(2, "reqAdapterUrl", "https://phone.example.com/softphone.html")
API = item(3, "reqUseApi", "true")
SIZE = item(4, "reqSoftphoneHeight", "400") + item(5, "reqSoftphoneWidth", "300")
BOTH = item(6, "reqSalesforceCompatibilityMode", "Classic_and_Lightning")
BASE = URL + API + SIZE

MISTAKES = [
    Mistake(
        1,
        "missing-listener",
        "sforce.opencti.onNavigationChange({ callback: follow });",
        "sforce.opencti.onNavigationChange({ listener: follow });",
    ),
    Mistake(
        2,
        "wrong-call-shape",
        "sforce.opencti.disableClickToDial(() => hide());\nsforce.opencti.screenPop('/003000000000001', false);",
        "sforce.opencti.disableClickToDial({ callback: () => hide() });\n"
        "sforce.opencti.screenPop({ type: sforce.opencti.SCREENPOP_TYPE.URL, params: { url: '/003000000000001' } });",
    ),
    Mistake(3, "wrong-call-shape", "sforce.opencti.enableClickToDial({});", "sforce.opencti.enableClickToDial();"),
    Mistake(
        4,
        "wrong-call-shape",
        "sforce.interaction.saveLog({ value: { entityApiName: 'Task' } });\nsforce.console.closeTab({ id: tab });",
        "sforce.interaction.saveLog('Task', 'Subject=' + encodeURIComponent(subject), saved);\n"
        "sforce.console.closeTab(tab, closed);",
    ),
    Mistake(
        5,
        "unknown-method",
        "sforce.interaction.enableClickToDial(ready);",
        "sforce.interaction.cti.enableClickToDial(ready);",
    ),
    Mistake(
        6,
        "bad-argument-value",
        "sforce.interaction.cti.disableClickToDial('off');",
        "sforce.interaction.cti.disableClickToDial(function (response) { show(response.result); });",
    ),
    Mistake(
        7,
        "wrong-dialect",
        "sforce.opencti.isInConsole({ callback: decide });\nsforce.opencti.cti.onClickToDial(dial);",
        "sforce.opencti.getAppViewInfo({ callback: decide });\nsforce.opencti.onClickToDial({ listener: dial });",
    ),
    Mistake(
        8,
        "wrong-dialect",
        "sforce.interaction.refreshView(done);",
        "sforce.interaction.refreshPage(done);",
    ),
    Mistake(
        9,
        "wrong-response-field",
        "sforce.opencti.refreshView({ callback: answer => { if (answer.result) go(); else warn(answer.error); } });",
        "sforce.opencti.refreshView({ callback: answer => { if (answer.success) go(); else warn(answer.errors); } });",
    ),
    Mistake(
        10,
        "wrong-response-field",
        "sforce.interaction.isVisible(function (answer) { if (answer.success) show(); });",
        "sforce.interaction.isVisible(function (answer) { if (answer.result) show(); });",
    ),
    Mistake(
        11,
        "unparsed-payload",
        "sforce.interaction.onFocus(event => open(event.objectId));",
        "sforce.interaction.onFocus(event => { if (event.result) open(JSON.parse(event.result).objectId); });",
    ),
    Mistake(
        12,
        "parsed-object",
        "sforce.opencti.runApex({ apexClass: c, methodName: m, callback: a => { rows = JSON.parse(a.returnValue); } });",
        "sforce.opencti.runApex({ apexClass: c, methodName: m,"
        " callback: a => { if (a.success) rows = JSON.parse(a.returnValue.runApex); } });",
    ),
    Mistake(
        13,
        "wrong-response-field",
        "sforce.opencti.runApex({ apexClass: c, methodName: m, callback: a => pop(a.returnValue.runApex.AccountId) });",
        "sforce.opencti.runApex({ apexClass: c, methodName: m,"
        " callback: a => pop(JSON.parse(a.returnValue.runApex).AccountId) });",
        severity="warning",
    ),
    Mistake(
        14,
        "wrong-response-field",
        "sforce.opencti.onClickToDial({ listener: event => dial(event.returnValue.number) });",
        "sforce.opencti.onClickToDial({ listener: event => dial(event.number) });",
    ),
    Mistake(
        15,
        "unknown-argument",
        "sforce.opencti.setSoftphonePanelHeight({ height: 500 });",
        "sforce.opencti.setSoftphonePanelHeight({ heightPX: 500 });",
    ),
    Mistake(
        16,
        "unknown-argument",
        "sforce.opencti.refreshView({ onSuccess: draw });",
        "sforce.opencti.refreshView({ callback: draw });",
    ),
    Mistake(
        17,
        "bad-argument-value",
        "sforce.opencti.saveLog({ value: JSON.stringify(log) });",
        "sforce.opencti.saveLog({ value: log });",
    ),
    Mistake(
        18,
        "missing-argument",
        "sforce.opencti.saveLog({ value: { Subject: 'Inbound call' } });",
        "sforce.opencti.saveLog({ value: { entityApiName: 'Task', Subject: 'Inbound call' } });",
    ),
    Mistake(
        19,
        "missing-argument",
        "sforce.opencti.saveLog({ entityApiName: 'Task', Subject: 'Inbound call' });",
        "sforce.opencti.saveLog({ value: { entityApiName: 'Task', Subject: 'Inbound call' } });",
    ),
    Mistake(
        20,
        "bad-argument-value",
        "sforce.opencti.saveLog({ value: { entityApiName: 'Task', Id: taskId, Status: 'Completed' } });",
        "sforce.opencti.saveLog({ value: { Id: taskId, Status: 'Completed' } });",
        severity="note",
    ),
    Mistake(
        21,
        "unknown-argument",
        "sforce.opencti.saveLog({ value: { id: taskId, Status: 'Completed' } });",
        "sforce.opencti.saveLog({ value: { Id: taskId, Status: 'Completed' } });",
        severity="note",
    ),
    Mistake(
        22,
        "bad-argument-value",
        "sforce.opencti.screenPop({ type: 'OBJECTHOME', params: { scope: 'Account' } });",
        "sforce.opencti.screenPop({ type: sforce.opencti.SCREENPOP_TYPE.OBJECTHOME, params: { scope: 'Account' } });",
        severity="warning",
    ),
    Mistake(
        23,
        "bad-argument-value",
        "sforce.opencti.screenPop({ type: sforce.opencti.SCREENPOP_TYPE.HOME, params: { scope: 'Account' } });",
        "sforce.opencti.screenPop({ type: sforce.opencti.SCREENPOP_TYPE.OBJECTHOME, params: { scope: 'Account' } });",
    ),
    Mistake(
        24,
        "missing-argument",
        "sforce.opencti.screenPop({ type: sforce.opencti.SCREENPOP_TYPE.LIST, params: { scope: 'Account' } });",
        "sforce.opencti.screenPop({ type: sforce.opencti.SCREENPOP_TYPE.LIST,"
        " params: { scope: 'Account', listViewId: view } });",
    ),
    Mistake(
        25,
        "bad-argument-value",
        "sforce.interaction.screenPop('https://eu4.salesforce.com/' + id, false, done);",
        "sforce.interaction.screenPop('/' + id, false, done);",
        severity="warning",
    ),
    Mistake(
        26,
        "unknown-argument",
        "sforce.opencti.screenPop({ type: sforce.opencti.SCREENPOP_TYPE.NEW_RECORD_MODAL,"
        " params: { entityName: 'Lead' }, defaultFieldValues: { Phone: phone } });",
        "sforce.opencti.screenPop({ type: sforce.opencti.SCREENPOP_TYPE.NEW_RECORD_MODAL,"
        " params: { entityName: 'Lead', defaultFieldValues: { Phone: phone } } });",
        severity="warning",
    ),
    Mistake(
        27,
        "missing-argument",
        "sforce.opencti.searchAndScreenPop({ searchParams: caller, deferred: false });",
        "sforce.opencti.searchAndScreenPop({ searchParams: caller, callType: sforce.opencti.CALL_TYPE.INBOUND });",
        severity="warning",
    ),
    Mistake(
        28,
        "unknown-argument",
        "sforce.opencti.searchAndScreenPop({ searchParams: p, callType: t, defaultFieldsValue: { Phone: p } });",
        "sforce.opencti.searchAndScreenPop({ searchParams: p, callType: t, defaultFieldValues: { Phone: p } });",
    ),
    Mistake(
        29,
        "dropped-screen-pop",
        "sforce.opencti.searchAndScreenPop({ searchParams: p, callType: t, deferred: true,"
        " callback: answer => { if (answer.success) log('found'); } });",
        "sforce.opencti.searchAndScreenPop({ searchParams: p, callType: t, deferred: true,"
        " callback: answer => { if (answer.success) sforce.opencti.screenPop(answer.returnValue.SCREEN_POP_DATA); } });",
        severity="warning",
    ),
    Mistake(
        30,
        "bad-argument-value",
        "sforce.opencti.searchAndScreenPop({ searchParams: '44', callType: t });",
        "sforce.opencti.searchAndScreenPop({ searchParams: '4420', callType: t });",
        severity="note",
    ),
    Mistake(
        31,
        "wrong-call-shape",
        script(
            "sforce.interaction.screenPop('/' + id, function (answer) { note(answer.result); });",
            '<script src="/support/api/44.0/interaction.js"></script>',
        ),
        script(
            "sforce.interaction.screenPop('/' + id, function (answer) { note(answer.result); });",
            '<script src="/support/api/26.0/interaction.js"></script>',
        ),
    ),
    Mistake(
        32,
        "unencoded-query-string",
        "sforce.opencti.runApex({ apexClass: c, methodName: m, methodParams: 'company=' + company, callback: done });\n"
        "sforce.interaction.saveLog('Task', `Subject=${subject}&Status=Done`, done);",
        "sforce.opencti.runApex({ apexClass: c, methodName: m,"
        " methodParams: 'company=' + encodeURIComponent(company), callback: done });\n"
        "sforce.interaction.saveLog('Task', `Subject=${encodeURIComponent(subject)}&Status=Done`, done);",
        severity="warning",
    ),
    Mistake(
        33,
        "missing-argument",
        "sforce.opencti.hvs.completeWork({ attributes: { wasConnected: false } });",
        "sforce.opencti.hvs.completeWork({ workId: work, attributes: { taskId: task, disposition: 'Busy' } });",
        severity="warning",
    ),
    Mistake(
        34,
        "event-sink-form",
        "sforce.opencti.subscribe({ eventType: onClickToDial, listener: dial });\n"
        "sforce.opencti.unsubscribe({ eventType: onClickToDial });",
        "sforce.opencti.onClickToDial({ listener: dial });\nsforce.opencti.disableClickToDial();",
    ),
    Mistake(
        35,
        "wrong-response-field",
        "sforce.opencti.subscribe({ channelName: 'Calls__c', listener: hear, callback: a => { sub = a.returnValue; } });",
        "sforce.opencti.subscribe({ channelName: 'Calls__c', listener: hear,"
        " callback: a => { if (a.success) sub = a.subscription; } });",
    ),
    Mistake(
        36,
        "missing-unsubscribe",
        {
            "lwc/phone/phone.js": "import { LightningElement } from 'lwc';\n"
            "export default class Phone extends LightningElement {\n"
            "  connectedCallback() {\n"
            "    sforce.opencti.subscribe({ channelName: 'Calls__c', listener: this.hear });\n"
            "  }\n"
            "  hear() {}\n"
            "}\n"
        },
        {
            "lwc/phone/phone.js": "import { LightningElement } from 'lwc';\n"
            "export default class Phone extends LightningElement {\n"
            "  connectedCallback() {\n"
            "    sforce.opencti.subscribe({ channelName: 'Calls__c', listener: this.hear,"
            " callback: a => { this.sub = a.subscription; } });\n"
            "  }\n"
            "  disconnectedCallback() {\n"
            "    if (this.sub) sforce.opencti.unsubscribe({ subscription: this.sub });\n"
            "  }\n"
            "  hear() {}\n"
            "}\n"
        },
        severity="warning",
    ),
    Mistake(
        37,
        "bare-method-name",
        "class Bridge {\n"
        "  start() { sforce.opencti.subscribe({ channelName: 'Calls__c', listener: onCall }); }\n"
        "  onCall(message) { this.last = message; }\n"
        "}\n",
        "class Bridge {\n"
        "  start() { sforce.opencti.subscribe({ channelName: 'Calls__c', listener: m => this.onCall(m) }); }\n"
        "  onCall(message) { this.last = message; }\n"
        "}\n",
    ),
    Mistake(
        38,
        "bad-argument-value",
        "sforce.opencti.publish({ channelName: 'Calls__c', message: { state: 'up', answer: () => take() } });",
        "sforce.opencti.publish({ channelName: 'Calls__c', message: { state: 'up', answer: true } });",
        severity="warning",
    ),
    Mistake(
        39,
        "method-newer-than-library",
        script(
            "sforce.opencti.publish({ channelName: 'Calls__c', message: { up: true } });",
            '<script src="/support/api/46.0/lightning/opencti_min.js"></script>',
        ),
        script(
            "sforce.opencti.publish({ channelName: 'Calls__c', message: { up: true } });",
            '<script src="/support/api/47.0/lightning/opencti_min.js"></script>',
        ),
    ),
    Mistake(
        40,
        "hard-coded-host",
        page('<script src="https://eu12.salesforce.com/support/api/60.0/interaction.js"></script>'),
        page('<script src="/support/api/60.0/interaction.js"></script>'),
        severity="warning",
    ),
    Mistake(
        41,
        "insecure-url",
        page('<script src="http://phone.example.com/support/api/66.0/lightning/opencti_min.js"></script>'),
        page('<script src="/support/api/66.0/lightning/opencti_min.js"></script>'),
        severity="warning",
    ),
    Mistake(
        42,
        "placeholder-url",
        page('<script src="https://domain:port/support/api/66.0/lightning/opencti_min.js"></script>'),
        page('<script src="/support/api/66.0/lightning/opencti_min.js"></script>'),
    ),
    Mistake(
        43,
        "missing-library",
        script(
            "sforce.opencti.onClickToDial({ listener: dial });",
            '<script src="/support/console/60.0/integration.js"></script>',
        ),
        script("sforce.opencti.onClickToDial({ listener: dial });"),
    ),
    Mistake(
        44,
        "library-not-loaded-yet",
        "const tag = document.createElement('script');\n"
        "tag.src = host + '/support/api/60.0/lightning/opencti_min.js';\n"
        "document.head.append(tag);\n"
        "sforce.opencti.enableClickToDial();\n",
        "const tag = document.createElement('script');\n"
        "tag.src = host + '/support/api/60.0/lightning/opencti_min.js';\n"
        "tag.onload = () => sforce.opencti.enableClickToDial();\n"
        "document.head.append(tag);\n",
    ),
    Mistake(
        45,
        "library-in-component",
        {
            "aura/Phone/Phone.cmp": "<aura:component>\n"
            '<ltng:require scripts="/support/api/60.0/lightning/opencti_min.js"/>\n</aura:component>\n'
        },
        {
            "pages/Phone.page": "<apex:page>\n"
            '<script src="/support/api/60.0/lightning/opencti_min.js"></script>\n</apex:page>\n'
        },
    ),
    Mistake(
        46,
        "lost-bootstrap-query",
        page("<script>if (!token()) { location.href = '/signin'; }</script>" + LIGHTNING),
        page("<script>if (!token()) { location.href = '/signin' + location.search; }</script>" + LIGHTNING),
        severity="warning",
    ),
    Mistake(
        47,
        "nested-frame",
        {
            "adapter.html": PAGE.format('<iframe src="inner.html"></iframe>'),
            "inner.html": PAGE.format(LIGHTNING + "<script>sforce.opencti.enableClickToDial();</script>"),
        },
        {
            "adapter.html": PAGE.format(
                LIGHTNING
                + "<script>sforce.opencti.enableClickToDial();</script>"
                + '<iframe src="inner.html"></iframe>'
            ),
            "inner.html": PAGE.format("<script>parent.postMessage('ready', location.origin);</script>"),
        },
        severity="warning",
    ),
    Mistake(
        48,
        "library-twice",
        page('<script src="/support/api/50.0/lightning/opencti.js"></script>' + LIGHTNING),
        page('<script src="/support/console/60.0/integration.js"></script>' + LIGHTNING),
        severity="warning",
    ),
    Mistake(
        49,
        "unchecked-response",
        "sforce.opencti.saveLog({ value: log, callback: () => toast('The call was saved') });",
        "sforce.opencti.saveLog({ value: log, callback: a => a.success ? toast('The call was saved') : warn(a.errors) });",
        severity="warning",
    ),
    Mistake(
        50,
        "not-a-promise",
        "async function look() { const view = await sforce.opencti.getAppViewInfo({ callback: seen }); draw(view); }",
        "async function look() {\n"
        "  const view = await new Promise(resolve => sforce.opencti.getAppViewInfo({ callback: resolve }));\n"
        "  draw(view);\n}",
    ),
    Mistake(
        51,
        "result-used-too-early",
        "function find() {\n  let owner;\n"
        "  sforce.opencti.runApex({ apexClass: c, methodName: m, callback: a => { owner = a.returnValue.runApex; } });\n"
        "  pop(owner);\n}",
        "function find() {\n"
        "  sforce.opencti.runApex({ apexClass: c, methodName: m, callback: a => pop(a.returnValue.runApex) });\n}",
        severity="warning",
    ),
    Mistake(
        52,
        "result-used-too-early",
        "function find() {\n  let owner;\n"
        "  sforce.opencti.runApex({ apexClass: c, methodName: m, callback: a => { owner = a.returnValue.runApex; } });\n"
        "  setTimeout(() => pop(owner), 1500);\n}",
        "function find() {\n"
        "  sforce.opencti.runApex({ apexClass: c, methodName: m, callback: a => pop(a.returnValue.runApex) });\n}",
        severity="warning",
    ),
    Mistake(
        53,
        "throwing-handler",
        "sforce.opencti.screenPop({ type: t, params: p, callback: a => { if (!a.success) throw new Error('no pop'); } });",
        "sforce.opencti.screenPop({ type: t, params: p, callback: a => { if (!a.success) return warn(a.errors); } });",
        severity="warning",
    ),
    Mistake(
        54,
        "blocking-handler",
        "sforce.opencti.onClickToDial({ listener(event) {\n"
        "  const request = new XMLHttpRequest();\n  request.open('POST', address, false);\n  request.send(event.number);\n} });",
        "sforce.opencti.onClickToDial({ async listener(event) {\n  await fetch(address, { method: 'POST' });\n} });",
        severity="error",
    ),
    Mistake(
        55,
        "repeated-registration",
        "phone.on('ready', () => sforce.interaction.cti.onClickToDial(dial));",
        "let wired = false;\n"
        "phone.on('ready', () => { if (!wired) { wired = true; sforce.interaction.cti.onClickToDial(dial); } });",
        severity="warning",
    ),
    Mistake(
        56,
        "removal-of-another-function",
        "sforce.console.addEventListener('Calls', () => draw());\n"
        "sforce.console.removeEventListener('Calls', () => draw());",
        "const hear = () => draw();\nsforce.console.addEventListener('Calls', hear);\n"
        "sforce.console.removeEventListener('Calls', hear);",
    ),
    Mistake(
        57,
        "removal-before-registration",
        "sforce.console.removeEventListener('Calls', hear);",
        "sforce.console.addEventListener('Calls', hear);\n"
        "addEventListener('pagehide', () => sforce.console.removeEventListener('Calls', hear));",
        severity="warning",
    ),
    Mistake(
        58,
        "wrong-call-shape",
        "sforce.console.cti.getCallAttachedData(call, true, seen);",
        "sforce.console.cti.getCallAttachedData(call, seen, { getCallType: true });",
    ),
    Mistake(
        59,
        "wrong-call-shape",
        "sforce.console.cti.onCallEnd(ended, call);",
        "sforce.console.cti.onCallEnd(answer => { if (answer.id === call) ended(answer); });",
        severity="warning",
    ),
    Mistake(
        60,
        "wrong-call-shape",
        "sforce.console.isInConsole(decide);",
        "if (sforce.console.isInConsole()) decide();",
    ),
    Mistake(
        61,
        "old-console-library",
        page('<script src="/support/console/42.0/integration.js"></script>' + LIGHTNING),
        page('<script src="/support/console/66.0/integration.js"></script>' + LIGHTNING),
        severity="warning",
    ),
    Mistake(
        62,
        "click-to-dial-not-enabled",
        "sforce.opencti.onClickToDial({ listener: dial });",
        "sforce.opencti.onClickToDial({ listener: dial });\nsforce.opencti.enableClickToDial();",
        severity="note",
    ),
    Mistake(
        63,
        "bad-argument-value",
        "sforce.opencti.setSoftphonePanelWidth({ widthPX: 120 });",
        "sforce.opencti.setSoftphonePanelWidth({ widthPX: 320 });",
        severity="warning",
    ),
    Mistake(
        64,
        "url-taken-apart",
        "sforce.opencti.onNavigationChange({ listener: event => open(event.url.split('/')[4]) });",
        "sforce.opencti.onNavigationChange({ listener: event => open(event.recordId) });",
        severity="note",
    ),
    Mistake(
        65,
        "wrong-response-field",
        "sforce.opencti.getCallCenterSettings({ callback: a => {"
        " const settings = a.returnValue; connect(settings['reqAdapterUrl']); } });",
        "sforce.opencti.getCallCenterSettings({ callback: a => {"
        " const settings = a.returnValue; connect(settings['/reqGeneralInfo/reqAdapterUrl']); } });",
        severity="warning",
    ),
    Mistake(
        66,
        "call-center-url",
        center(item(2, "reqAdapterUrl", "http://phone.example.com/") + API + SIZE + BOTH),
        center(BASE + BOTH),
    ),
    Mistake(
        67,
        "call-center-mode",
        center(BASE + item(6, "reqSalesforceCompatibilityMode", "Lightning_and_Classic")),
        center(BASE + BOTH),
    ),
    Mistake(
        68,
        "call-center-standby",
        center(BASE + item(6, "reqStandbyUrl", "https://standby.example.com/")),
        center(
            BASE + item(6, "reqStandbyUrl", "https://standby.example.com/") + item(7, "reqTimeout", "8000"),
            **{"softphone.js": "start();\nsforce.interaction.cti.notifyInitializationComplete();\n"},
        ),
    ),
    Mistake(
        69,
        "call-center-format",
        {
            "phone.xml": '<callCenter><CTIVersion>4.0</CTIVersion><section sortOrder="0" name="reqGeneralInfo" label="G"/>'
            "</callCenter>"
        },
        center(BASE),
    ),
    Mistake(70, "call-center-value", center(BASE, name="My phone"), center(BASE)),
    Mistake(
        71,
        "call-center-canvas",
        center(
            BASE
            + item(6, "reqSalesforceCompatibilityMode", "Lightning")
            + item(7, "reqCanvasApiName", "Phone")
            + item(8, "reqCanvasNamespace", "acme")
        ),
        center(BASE + item(6, "reqSalesforceCompatibilityMode", "Lightning")),
        severity="warning",
    ),
    Mistake(
        72,
        "any-origin",
        script("frame.contentWindow.postMessage({ dial: number }, '*');\nsforce.opencti.enableClickToDial();"),
        script("frame.contentWindow.postMessage({ dial: number }, phoneOrigin);\nsforce.opencti.enableClickToDial();"),
        severity="warning",
    ),
    Mistake(
        73,
        "referrer-as-base",
        "const tag = document.createElement('script');\n"
        "tag.src = document.referrer + '/support/api/60.0/lightning/opencti_min.js';\n"
        "document.head.append(tag);",
        "const tag = document.createElement('script');\n"
        "tag.src = new URL(orgAddress).origin + '/support/api/60.0/lightning/opencti_min.js';\n"
        "document.head.append(tag);",
        severity="warning",
    ),
    Mistake(
        74,
        "typographic-quote",
        "sforce.opencti.screenPop({ type: t, params: { scope: \u201dAccount\u201d } });",
        "sforce.opencti.screenPop({ type: t, params: { scope: 'Account' } }); // \u201dAccount\u201d",
    ),
    Mistake(
        75,
        "missing-tab-check",
        "sforce.opencti.onNavigationChange({ listener(event) { try {"
        " sforce.opencti.searchAndScreenPop({ searchParams: event.recordName, callType: t }); } catch (e) { log(e); } } });",
        "sforce.opencti.onNavigationChange({ listener(event) { try { if (document.hasFocus()) {"
        " sforce.opencti.searchAndScreenPop({ searchParams: event.recordName, callType: t }); } } catch (e) { log(e); } } });",
        severity="warning",
    ),
    Mistake(
        76,
        "secret-in-code",
        "sdk.init({ user: 'phone', password: 'x7!pq' });\nsforce.opencti.enableClickToDial();",
        "sdk.init({ user: 'phone', token: await session() });\nsforce.opencti.enableClickToDial();",
        severity="warning",
    ),
    Mistake(
        77,
        "callback-of-another-method",
        "sforce.opencti.setSoftphonePanelWidth({ widthPX: 400, callback: setSoftphonePanelHeightDone });",
        "sforce.opencti.setSoftphonePanelWidth({ widthPX: 400, callback: setSoftphonePanelWidthDone });",
        severity="note",
    ),
    Mistake(
        78,
        "ending-product",
        "sforce.opencti.enableClickToDial();",
        "import { initializeConnector } from 'scv-connector-base';\ninitializeConnector(connector);",
        strict=True,
        severity="note",
    ),
    Mistake(
        79,
        "unsupported-component",
        "import { addDialListener } from 'clickToDialService';\naddDialListener(dial);\nsforce.opencti.enableClickToDial();",
        "sforce.opencti.onClickToDial({ listener: dial });\nsforce.opencti.enableClickToDial();",
        severity="warning",
    ),
    Mistake(
        80,
        "unsupported-component",
        {
            "aura/Out/Out.app": '<aura:application access="GLOBAL" extends="ltng:outApp">\n'
            '<lightning:clickToDial value="5551234"/>\n</aura:application>\n'
        },
        {"aura/Card/Card.cmp": '<aura:component>\n<lightning:clickToDial value="5551234"/>\n</aura:component>\n'},
        severity="warning",
    ),
]


def said(rule: str, files: str | dict[str, str], strict: bool, folder: Path) -> list[str]:
    app = {"example.js": files} if isinstance(files, str) else files
    for name, text in app.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    settings = Settings(select=(rule,), strict=strict)
    report = judge(build_app(Tree([*app, "."]), settings), settings)
    return [finding.severity.value for finding in report.findings]


@pytest.mark.parametrize("mistake", MISTAKES, ids=[f"M{mistake.number:02d}-{mistake.rule}" for mistake in MISTAKES])
def test_the_bad_form_is_reported_and_the_good_one_is_not(
    mistake: Mistake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, files in (("bad", mistake.bad), ("good", mistake.good)):
        (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / name)
        levels = said(mistake.rule, files, mistake.strict, tmp_path / name)
        if name == "bad":
            assert mistake.severity in levels
        else:
            assert levels == []


def test_all_eighty_are_here() -> None:
    assert [mistake.number for mistake in MISTAKES] == list(range(1, 81))


@pytest.mark.parametrize("key", ["listner", "callback", "Listener", "handleClick"])
def test_a_function_under_a_wrong_name_is_one_finding(tmp_path: Path, key: str) -> None:
    text = f"sforce.opencti.onClickToDial({{ {key}: function (payload) {{ show(payload); }} }});\n"
    (tmp_path / "phone.js").write_text(text)
    app = build_app(Tree([str(tmp_path)]), Settings())
    found = judge(app, Settings(select=("missing-listener", "unknown-argument"))).findings
    assert [(one.rule, one.message) for one in found] == [
        ("missing-listener", f"onClickToDial takes the function as listener, not as {key}: it throws")
    ]
    assert [fix.edits[0].text for one in found for fix in one.fixes] == ["listener"]
