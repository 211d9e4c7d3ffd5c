"""Where a contract rule must hold its tongue, and the less common forms in which it must speak."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ctilint.judge import judge
from ctilint.settings import Settings
from ctilint.understand.model import App

# ruff: noqa: E501 - the examples are code

MakeApp = Callable[..., App]
Files = str | dict[str, str]

SILENT: list[tuple[str, str, Files]] = [
    # names
    ("unknown-method", "a mock of the library", "window.sforce = { opencti: { ping() {} } };\nsforce.opencti.ping();"),
    (
        "unknown-method",
        "a method of every function",
        "sforce.opencti.screenPop.call(sforce.opencti, args);\nsforce.console.isInConsole.bind(null);",
    ),
    (
        "unknown-method",
        "a method of every object",
        "sforce.opencti.hasOwnProperty('screenPop');\nsforce.opencti.SCREENPOP_TYPE.SOBJECT.toUpperCase();",
    ),
    (
        "unknown-method",
        "one of two namespaces",
        "const api = lightning ? sforce.opencti : sforce.interaction;\napi.onFocus(follow);\napi.refreshView();",
    ),
    (
        "unknown-method",
        "tested with typeof",
        "if (typeof sforce.opencti.onReady === 'function') sforce.opencti.onReady(start);",
    ),
    ("unknown-method", "the namespace is tested for", "if (sforce.console.future) sforce.console.future.open(1);"),
    (
        "unknown-method",
        "another product of the same name",
        "import opencti from 'threat-intelligence';\nopencti.getEntities();",
    ),
    (
        "wrong-dialect",
        "a local object of that name",
        "const sforce = { opencti: makeAdapter() };\nsforce.opencti.getPageInfo();",
    ),
    # shapes
    (
        "wrong-call-shape",
        "an object in a variable",
        "const args = { callback: ready };\nsforce.opencti.enableClickToDial(args);",
    ),
    (
        "wrong-call-shape",
        "an object that is filled later",
        "const args = {};\nargs.callback = ready;\nsforce.opencti.refreshView(args);",
    ),
    ("wrong-call-shape", "an object handed on", "const args = {};\nfill(args);\nsforce.opencti.refreshView(args);"),
    (
        "wrong-call-shape",
        "an object with computed keys",
        "const args = {};\nargs[name] = done;\nsforce.opencti.refreshView(args);",
    ),
    ("wrong-call-shape", "a spread", "sforce.opencti.screenPop(...list);\nsforce.interaction.saveLog(...list);"),
    ("wrong-call-shape", "an unknown parameter", "function pop(what) { sforce.opencti.screenPop(what); }"),
    ("wrong-call-shape", "objects where they belong", "sforce.console.addEventListener('A', hear, { tabId: tab });"),
    ("wrong-call-shape", "initialize is the library's own", "sforce.opencti.initialize(1, 2);"),
    # argument objects
    (
        "unknown-argument",
        "an object given anew",
        "let args = { wrong: 1 };\nargs = build();\nsforce.opencti.refreshView(args);",
    ),
    (
        "unknown-argument",
        "a member that has several values",
        "this.args = { wrong: 1 };\nthis.args = build();\nsforce.opencti.refreshView(this.args);",
    ),
    (
        "unknown-argument",
        "record fields are free",
        "sforce.opencti.saveLog({ value: { entityApiName: 'Task', Custom__c: 1 } });",
    ),
    (
        "unknown-argument",
        "fields of a flow are free",
        "sforce.opencti.searchAndScreenPop({ searchParams: p, callType: t, params: { FLOW: { flowArgs: [] } } });",
    ),
    ("missing-argument", "a spread may hold it", "sforce.opencti.screenPop({ ...pop });"),
    (
        "missing-argument",
        "put in later",
        "const args = { params: { recordId } };\nargs.type = sforce.opencti.SCREENPOP_TYPE.SOBJECT;\nsforce.opencti.screenPop(args);",
    ),
    ("missing-argument", "a misspelling is said once", "sforce.opencti.setSoftphonePanelHeight({ height: 400 });"),
    ("missing-argument", "a type that is not known", "sforce.opencti.screenPop({ type: kind, params: { id } });"),
    ("missing-argument", "the record exists", "sforce.opencti.saveLog({ value: { id: taskId, Status: 'Done' } });"),
    (
        "missing-argument",
        "a parameter of several callers",
        "function log(value) { sforce.opencti.saveLog({ value }); }\nlog({ Subject: 1 });\nlog({ Id: 2 });",
    ),
    ("missing-listener", "filled in later", "const o = {};\no.listener = hear;\nsforce.opencti.onClickToDial(o);"),
    (
        "missing-listener",
        "a function that makes one",
        "function make() { return () => 1; }\nsforce.opencti.onClickToDial({ listener: make() });",
    ),
    (
        "missing-listener",
        "an async function's promise is not sure",
        "async function make() { await 1; }\nsforce.interaction.onFocus(make());",
    ),
    ("missing-listener", "a spread of arguments", "sforce.console.addEventListener(...pair);"),
    # values
    ("bad-argument-value", "an unknown callback", "sforce.interaction.cti.enableClickToDial(ready);"),
    (
        "bad-argument-value",
        "nothing in the place of a callback",
        "sforce.console.openPrimaryTab(null, '/1', true, 'A', null, 'b');\nsforce.console.openSubtab(a, '/1', true, 'A', null, '', '');",
    ),
    (
        "bad-argument-value",
        "text made before it is sent",
        "let payload = { a: 1 };\npayload = JSON.stringify(payload);\nsforce.console.fireEvent('A', payload);",
    ),
    ("bad-argument-value", "a size from elsewhere", "sforce.opencti.setSoftphonePanelHeight({ heightPX: size });"),
    (
        "bad-argument-value",
        "the enum's own value",
        "sforce.opencti.screenPop({ type: 'sobject', params: { recordId } });",
    ),
    ("bad-argument-value", "a call type in any case", "sforce.interaction.searchAndScreenPop('1234', '', 'Inbound');"),
    ("bad-argument-value", "an event of one's own", "sforce.console.addEventListener('my:event', hear);"),
    (
        "bad-argument-value",
        "an address that may be relative",
        "const base = here ? 'https://a.b' : '';\nsforce.interaction.screenPop(base + '/1', true);",
    ),
    (
        "bad-argument-value",
        "a plain message",
        "sforce.opencti.publish({ channelName: 'A__c', message: { a: 1, b: [true, 'x'] } });",
    ),
    (
        "bare-method-name",
        "a name of the window",
        "function onCall() {}\nclass A { start() { sforce.opencti.onClickToDial({ listener: onCall }); } onCall() {} }",
    ),
    (
        "bare-method-name",
        "no such method",
        "class A { start() { sforce.opencti.onClickToDial({ listener: outside }); } }",
    ),
    ("bare-method-name", "not in a class", "sforce.opencti.onClickToDial({ listener: outside });"),
    # answers
    (
        "wrong-response-field",
        "the answer has another value",
        "sforce.opencti.refreshView({ callback(r) { r = convert(r); if (r.result) go(); } });",
    ),
    (
        "wrong-response-field",
        "called by hand as well",
        "function done(r) { if (r.result) go(); }\nsforce.opencti.refreshView({ callback: done });\ndone({ result: true });",
    ),
    (
        "wrong-response-field",
        "a choice between both",
        "sforce.opencti.refreshView({ callback(r) { fail(r.errors || r.error); } });",
    ),
    (
        "wrong-response-field",
        "both are asked for",
        "sforce.opencti.refreshView({ callback(r) { if (r.success || r.result) go(); } });",
    ),
    (
        "wrong-response-field",
        "all parameters at once",
        "sforce.opencti.refreshView({ callback(...all) { go(all[0].result); } });",
    ),
    (
        "wrong-response-field",
        "text is asked for its type",
        "sforce.opencti.runApex({ apexClass: a, methodName: b, callback(r) { if (typeof r.returnValue.runApex === 'string') go(); else use(r.returnValue.runApex.Id); } });",
    ),
    (
        "wrong-response-field",
        "methods of texts",
        "sforce.opencti.runApex({ apexClass: a, methodName: b, callback(r) { use(r.returnValue.runApex.length, r.returnValue.runApex.split(',')); } });",
    ),
    (
        "wrong-response-field",
        "the right key",
        "sforce.opencti.getCallCenterSettings({ callback(r) { use(r.returnValue['/reqGeneralInfo/reqAdapterUrl'], r.returnValue[key]); } });",
    ),
    (
        "wrong-response-field",
        "an event that is tested",
        "sforce.opencti.onClickToDial({ listener(e) { dial(e.returnValue ? e.returnValue.number : e.number); } });",
    ),
    (
        "wrong-response-field",
        "the console's own fields",
        "sforce.console.getFocusedPrimaryTabId((result) => { if (result.success) use(result.id); });",
    ),
    (
        "wrong-response-field",
        "the subscription and more",
        "sforce.opencti.subscribe({ channelName: c, listener: l, callback(r) { keep(r.subscription); log(r.returnValue); } });",
    ),
    (
        "unparsed-payload",
        "parsed as a whole",
        "sforce.interaction.cti.onClickToDial((e) => { const data = JSON.parse(e); dial(e.number); });",
    ),
    (
        "unparsed-payload",
        "methods of texts",
        "sforce.interaction.getPageInfo((r) => use(r.result.length, r.result.indexOf('x')));",
    ),
    (
        "unparsed-payload",
        "the parameter is replaced",
        "sforce.interaction.onFocus((e) => { e = JSON.parse(e.result); use(e.objectId); });",
    ),
    ("unparsed-payload", "no parameter", "sforce.interaction.onFocus(() => draw());"),
    (
        "parsed-object",
        "only what is text",
        "sforce.opencti.getCallCenterSettings({ callback(r) { use(typeof r.returnValue === 'string' ? JSON.parse(r.returnValue) : r.returnValue); } });",
    ),
    (
        "parsed-object",
        "text of one's own",
        "sforce.opencti.onClickToDial({ listener(e) { use(JSON.parse(e.params)); } });",
    ),
    (
        "unchecked-response",
        "handed on whole",
        "sforce.opencti.saveLog({ value: v, callback: (r) => { toast('saved'); finished(r); } });",
    ),
    (
        "unchecked-response",
        "kept whole",
        "sforce.opencti.saveLog({ value: v, callback: (r) => { last = r; toast('saved'); } });",
    ),
    (
        "unchecked-response",
        "asked for the value",
        "sforce.opencti.getAppViewInfo({ callback(r) { if (r.returnValue) use(r.returnValue.url); } });",
    ),
    (
        "unchecked-response",
        "asked with a question mark",
        "sforce.opencti.getAppViewInfo({ callback(r) { use(r.returnValue?.recordId); } });",
    ),
    (
        "unchecked-response",
        "written to the log only",
        "sforce.opencti.saveLog({ value: v, callback: () => console.log('saved') });",
    ),
    (
        "unchecked-response",
        "nothing is announced",
        "sforce.opencti.saveLog({ value: v, callback: () => toast('busy') });",
    ),
    (
        "dropped-screen-pop",
        "not deferred",
        "sforce.opencti.searchAndScreenPop({ searchParams: p, callType: t, deferred: false, callback: () => draw() });",
    ),
    (
        "dropped-screen-pop",
        "deferred by a variable",
        "sforce.opencti.searchAndScreenPop({ searchParams: p, callType: t, deferred: later, callback: () => draw() });",
    ),
    ("url-taken-apart", "shown as it is", "sforce.opencti.onNavigationChange({ listener: (e) => show(e.url) });"),
    (
        "throwing-handler",
        "an async listener rejects",
        "sforce.opencti.onClickToDial({ async listener() { throw new Error('no'); } });",
    ),
    (
        "throwing-handler",
        "in a function inside",
        "sforce.opencti.onClickToDial({ listener() { later(() => { throw new Error('no'); }); } });",
    ),
    # order and time
    (
        "not-a-promise",
        "returned, not used",
        "const go = () => sforce.opencti.refreshView({ callback: done });\nsforce.opencti.refreshView();",
    ),
    ("not-a-promise", "kept and only logged", "const r = sforce.opencti.refreshView();\nconsole.log(r);"),
    (
        "not-a-promise",
        "a wrapper of one's own",
        "sforce.opencti.refreshView = wrap(old);\nsforce.opencti.refreshView().then(done);",
    ),
    ("not-a-promise", "it returns its answer", "const inside = sforce.console.isInConsole();\nif (inside) go();"),
    (
        "result-used-too-early",
        "set again before it is read",
        "function f() { let o; sforce.opencti.runApex({ apexClass: a, methodName: b, callback(r) { o = r.returnValue; } }); o = 1; use(o); }",
    ),
    (
        "result-used-too-early",
        "waited for in between",
        "async function f() { let o; sforce.opencti.runApex({ apexClass: a, methodName: b, callback(r) { o = r.returnValue; } }); await pause; use(o); }",
    ),
    (
        "result-used-too-early",
        "a flag, not the answer",
        "function f() { let busy = true; sforce.opencti.refreshView({ callback() { busy = false; } }); if (busy) spin(); }",
    ),
    (
        "result-used-too-early",
        "a variable of the callback",
        "function f() { sforce.opencti.getAppViewInfo({ callback(r) { let v = r.returnValue; use(v); } }); }",
    ),
    (
        "result-used-too-early",
        "a timer that does something else",
        "function f() { let o; sforce.opencti.refreshView({ callback(r) { o = r.success; } }); setTimeout(draw, 10); setTimeout(() => draw(), 10); }",
    ),
    # loads
    (
        "method-newer-than-library",
        "tested for first",
        {
            "a.html": '<script src="/support/api/44.0/lightning/opencti_min.js"></script><script>if (sforce.opencti.publish) sforce.opencti.publish(m);</script>'
        },
    ),
    (
        "method-newer-than-library",
        "a newer copy beside it",
        {
            "a.html": '<script src="/support/api/44.0/lightning/opencti_min.js"></script><script src="/support/api/60.0/lightning/opencti_min.js"></script><script>sforce.opencti.publish(m);</script>'
        },
    ),
    (
        "missing-library",
        "a script that was not read",
        {
            "a.html": '<script src="/support/api/60.0/interaction.js"></script><script src="vendor-sdk.js"></script><script>sforce.console.closeTab(t);</script>'
        },
    ),
    ("missing-library", "no library at all", {"a.html": "<script>sforce.console.closeTab(t);</script>"}),
    (
        "missing-library",
        "not a page",
        {"a.js": "load('/support/api/60.0/interaction.js');\nsforce.console.closeTab(t);"},
    ),
    (
        "library-not-loaded-yet",
        "in a function that runs later",
        {
            "a.html": '<script>function go() { sforce.opencti.refreshView(); }</script><script src="/support/api/60.0/lightning/opencti_min.js"></script>'
        },
    ),
    (
        "library-not-loaded-yet",
        "tested for",
        {
            "a.html": '<script>if (window.sforce) sforce.opencti.refreshView();</script><script src="/support/api/60.0/lightning/opencti_min.js"></script>'
        },
    ),
    (
        "library-not-loaded-yet",
        "loaded before by another tag",
        {
            "a.html": '<script src="/support/api/60.0/lightning/opencti_min.js"></script><script>sforce.opencti.refreshView();</script><script src="/support/api/60.0/lightning/opencti_min.js"></script>'
        },
    ),
    (
        "library-not-loaded-yet",
        "a loader with a callback",
        "const s = document.createElement('script');\ns.src = h + '/support/api/60.0/interaction.js';\nhead.append(s);\nwaitFor(() => sforce.interaction.refreshPage());",
    ),
    (
        "library-twice",
        "a template decides",
        {
            "a.erb": '<% if sandbox %><script src="/support/api/50.0/interaction.js"></script><% else %><script src="/support/api/60.0/interaction.js"></script><% end %>'
        },
    ),
    (
        "library-twice",
        "rendered or not",
        {
            "a.page": '<apex:page><apex:outputPanel rendered="{!a}"><script src="/support/api/50.0/interaction.js"></script></apex:outputPanel><apex:outputPanel rendered="{!b}"><script src="/support/api/60.0/interaction.js"></script></apex:outputPanel></apex:page>'
        },
    ),
    (
        "library-twice",
        "the AJAX Toolkit has no listeners",
        {
            "a.html": '<script src="/soap/ajax/60.0/connection.js"></script><script src="/soap/ajax/60.0/connection.js"></script>'
        },
    ),
    (
        "library-in-component",
        "the Console toolkit in a component",
        {
            "aura/A/A.cmp": '<aura:component><ltng:require scripts="/support/console/60.0/integration.js"/></aura:component>'
        },
    ),
    (
        "library-in-component",
        "Lightning Out",
        {
            "aura/A/A.app": '<aura:application extends="ltng:outApp"><ltng:require scripts="/support/api/60.0/lightning/opencti_min.js"/></aura:application>'
        },
    ),
    (
        "old-console-library",
        "its version is not known",
        {
            "a.html": '<script src="/support/console/{!v}/integration.js"></script><script src="/support/api/60.0/lightning/opencti_min.js"></script>'
        },
    ),
    (
        "hard-coded-host",
        "a placeholder is not a host",
        {"a.html": '<script src="https://your-domain.my.salesforce.com/support/api/60.0/interaction.js"></script>'},
    ),
    ("referrer-as-base", "its origin", "load(new URL(document.referrer).origin + '/support/api/60.0/interaction.js');"),
    (
        "placeholder-url",
        "a merge field",
        {"a.page": '<apex:page><script src="{!host}/support/api/60.0/interaction.js"></script></apex:page>'},
    ),
    (
        "missing-library",
        "a component that was not read",
        {
            "a.page": '<apex:page><apex:includeScript value="/support/api/60.0/interaction.js"/><acme:phone/><script>sforce.console.closeTab(t);</script></apex:page>'
        },
    ),
    (
        "missing-library",
        "code that loads scripts",
        {
            "a.html": '<script src="/support/api/60.0/interaction.js"></script><script>$.getScript(url);sforce.console.closeTab(t);</script>'
        },
    ),
    (
        "missing-library",
        "code that makes script elements",
        {
            "a.html": "<script src=\"/support/api/60.0/interaction.js\"></script><script>document.createElement('script');sforce.console.closeTab(t);</script>"
        },
    ),
    (
        "library-not-loaded-yet",
        "waited for",
        "async function go() {\n  const s = document.createElement('script');\n  s.src = h + '/support/api/60.0/interaction.js';\n  await loaded(s);\n  sforce.interaction.refreshPage();\n}\ngo();",
    ),
    (
        "placeholder-url",
        "filled in by code",
        "load('https://{host}/support/api/60.0/interaction.js'.replace('{host}', host));",
    ),
    (
        "bad-argument-value",
        "no parameters",
        "sforce.opencti.runApex({ apexClass: a, methodName: b, methodParams: {} });",
    ),
    (
        "wrong-call-shape",
        "a slot that holds JSON",
        "sforce.console.focusSidebarComponent({ componentType: 'X' }, tab, done);",
    ),
    (
        "typographic-quote",
        "far from where the parser stopped",
        "sforce.opencti.refreshView(;\n\n\n\n\n\nconst a = /'/; say(\u201d);",
    ),
    (
        "library-not-loaded-yet",
        "an element that says when it is ready",
        "const s = document.createElement('script');\ns.src = library;\ns.onload = go;\nsforce.opencti.enableClickToDial();",
    ),
    (
        "library-not-loaded-yet",
        "an element that is listened to",
        "const s = document.createElement('script');\ns.src = library;\ns.addEventListener('load', go);\nsforce.opencti.enableClickToDial();",
    ),
    (
        "library-not-loaded-yet",
        "an element for something else",
        "const s = document.createElement('script');\ns.src = 'https://stats.example.com/a.js';\nsforce.opencti.enableClickToDial();",
    ),
    (
        "library-not-loaded-yet",
        "not a script",
        "const s = document.createElement('img');\ns.src = picture;\nsforce.opencti.enableClickToDial();",
    ),
    # registrations
    (
        "repeated-registration",
        "in a loop, with a removal",
        "for (const a of list) sforce.console.addEventListener(a, hear);",
    ),
    (
        "repeated-registration",
        "left when it is done",
        "let wired;\nphone.on('ready', () => { if (wired) return; wired = true; sforce.opencti.onClickToDial({ listener: dial }); });",
    ),
    (
        "repeated-registration",
        "the flag of the caller",
        "let wired = false;\nfunction wire() { sforce.opencti.onClickToDial({ listener: dial }); }\nphone.on('ready', () => { if (!wired) { wired = true; wire(); } });",
    ),
    (
        "repeated-registration",
        "the page's own events",
        "document.addEventListener('DOMContentLoaded', () => sforce.opencti.onClickToDial({ listener: dial }));",
    ),
    (
        "repeated-registration",
        "two handlers of one event",
        "function a() {}\nfunction b() {}\nsforce.opencti.onClickToDial({ listener: a });\nsforce.opencti.onClickToDial({ listener: b });",
    ),
    (
        "repeated-registration",
        "one of two branches",
        "function a() {}\nif (x) sforce.opencti.onClickToDial({ listener: a });\nelse sforce.opencti.onClickToDial({ listener: a });",
    ),
    ("removal-before-registration", "behind a condition", "if (added) sforce.console.removeEventListener('A', hear);"),
    (
        "removal-before-registration",
        "in a function",
        "function stop() { sforce.console.removeEventListener('A', hear); }\nstop();\nsforce.console.addEventListener('A', hear);",
    ),
    ("removal-of-another-function", "a name", "sforce.console.removeEventListener('A', hear);"),
    # texts
    (
        "unencoded-query-string",
        "ids, numbers, encoders",
        "sforce.opencti.runApex({ apexClass: a, methodName: b, methodParams: 'id=' + recordId + '&n=' + Math.round(x) + '&t=' + encodeURIComponent(t) + '&c=' + (a + 1) });",
    ),
    (
        "unencoded-query-string",
        "encoded before",
        "const name = encodeURIComponent(raw);\nsforce.opencti.runApex({ apexClass: a, methodName: b, methodParams: 'name=' + name });",
    ),
    (
        "unencoded-query-string",
        "a plain constant",
        "const kind = 'Task';\nsforce.opencti.runApex({ apexClass: a, methodName: b, methodParams: 'kind=' + kind });",
    ),
    (
        "unencoded-query-string",
        "not a value",
        "sforce.opencti.runApex({ apexClass: a, methodName: b, methodParams: prefix + 'name=a' });",
    ),
    (
        "nested-frame",
        "a frame of another host",
        {
            "adapter.html": '<iframe src="https://phone.example.com/phone.html"></iframe>',
            "phone.html": '<script src="/support/api/60.0/interaction.js"></script>',
        },
    ),
    (
        "nested-frame",
        "a test bench",
        {
            "demo.html": '<iframe src="phone.html"></iframe>',
            "phone.html": '<script src="/support/api/60.0/interaction.js"></script>',
        },
    ),
    (
        "lost-bootstrap-query",
        "a record",
        {
            "a.html": "<script>location.href = '/0035000000abcDE';</script><script src=\"/support/api/60.0/interaction.js\"></script>"
        },
    ),
    (
        "lost-bootstrap-query",
        "another host",
        {
            "a.html": "<script>location.href = 'https://login.example.com/';</script><script src=\"/support/api/60.0/interaction.js\"></script>"
        },
    ),
    (
        "lost-bootstrap-query",
        "a click",
        {
            "a.html": '<a href="javascript:location.href=\'/login\'">x</a><script src="/support/api/60.0/interaction.js"></script>'
        },
    ),
    ("lost-bootstrap-query", "no softphone", {"a.html": "<script>location.href = '/login';</script>"}),
    ("any-origin", "an app without CTI code", "frame.postMessage(1, '*');"),
    (
        "any-origin",
        "the parameter says origin",
        "window.addEventListener('message', ({ data, origin }) => { if (origin === mine) sforce.opencti.refreshView(); });",
    ),
    (
        "any-origin",
        "the target is named",
        "frame.postMessage(1, location.origin);\nframe.postMessage(1);\nsforce.opencti.refreshView();",
    ),
    (
        "secret-in-code",
        "words, placeholders, labels",
        "sdk.init({ password: 'Password', token: 'YOUR_TOKEN', apiKey: '', secret: 'xxx' });\nsforce.opencti.refreshView();",
    ),
    (
        "click-to-dial-not-enabled",
        "enabled through a variable",
        "const on = 'enableClickToDial';\nsforce.opencti[on]();\nsforce.opencti.onClickToDial({ listener: dial });",
    ),
    (
        "unsupported-component",
        "a service of one's own",
        "dialService.addDialListener(dial);\nsforce.opencti.refreshView();",
    ),
    (
        "typographic-quote",
        "inside texts and comments",
        "// \u201cquote\u201d\nsay('\u2018a\u2019');\nsforce.opencti.refreshView();",
    ),
    ("typographic-quote", "another error", "sforce.opencti.refreshView(;\nsay('\u201d');"),
    ("ending-product", "without --strict", "sforce.opencti.refreshView();"),
    ("callback-of-another-method", "its own name", "sforce.opencti.refreshView({ callback: refreshViewCallback });"),
    ("event-sink-form", "a message channel", "sforce.opencti.subscribe({ channelName: 'A__c', listener: hear });"),
]

SPEAKS: list[tuple[str, str, str, Files]] = [
    (
        "library-not-loaded-yet",
        "4: warning",
        "enableClickToDial is called right after a script element is made: what it loads has not run then",
        "const s = document.createElement('script');\ns.src = library;\ndocument.head.append(s);\nsforce.opencti.enableClickToDial();",
    ),
    (
        "result-used-too-early",
        "4: warning",
        "a timer waits for the answer of runApex: when it comes later, owner is still unset",
        "let owner;\nsforce.opencti.runApex({ apexClass: a, methodName: b,\n  callback(r) { owner = r.returnValue; } });\nsetTimeout('pop(owner)', 900);",
    ),
    (
        "old-console-library",
        "1: warning",
        "integration.js 41.0 stands beside Open CTI for Lightning",
        {
            "a.html": '<script src="/support/console/41.0/integration.js"></script><script>sforce.opencti.refreshView();</script>'
        },
    ),
    (
        "method-newer-than-library",
        "2: error",
        "SCREENPOP_TYPE.FLOW is newer than the opencti.js 41.0",
        {
            "a.html": '<script src="/support/api/41.0/lightning/opencti_min.js"></script>\n<script>sforce.opencti.screenPop({ type: sforce.opencti.SCREENPOP_TYPE.FLOW, params: p });</script>'
        },
    ),
    (
        "method-newer-than-library",
        "1: error",
        "refreshView is new in 38.0",
        {
            "a.html": '<script src="/support/api/37.0/lightning/opencti_min.js"></script><script>sforce.opencti.refreshView();</script>'
        },
    ),
    (
        "library-in-component",
        "1: error",
        "works only in the softphone's frame",
        {
            "aura/A/AController.js": "({ init: function (cmp) { load('/support/api/60.0/lightning/opencti_min.js'); } })",
            "aura/A/A.cmp": '<aura:component><aura:handler name="init" value="{!this}" action="{!c.init}"/></aura:component>',
        },
    ),
    (
        "event-sink-form",
        "1: error",
        "unsubscribe({ eventType }) is no method",
        "sforce.opencti.unsubscribe({ eventType: 'onObjectUpdate' }); sforce.opencti.subscribe({ eventType: 'softphoneStatus', listener: f });",
    ),
    (
        "unparsed-payload",
        "1: error",
        "result of searchAndGetScreenPopUrl is JSON text: screenPopUrl",
        "sforce.interaction.searchAndGetScreenPopUrl(p, q, 'inbound', (r) => go(r.result.screenPopUrl));",
    ),
    ("missing-argument", "1: warning", "is given no callback", "sforce.interaction.cti.getSoftphoneLayout();"),
    (
        "unknown-argument",
        "1: error",
        "screenPop does not know params.recordID",
        "const params = { recordID: id };\nsforce.opencti.screenPop({ type: T, params });",
    ),
    (
        "repeated-registration",
        "2: warning",
        "each time the component is created",
        {
            "lwc/a/a.js": "import { LightningElement } from 'lwc';\nexport default class A extends LightningElement { start() { sforce.opencti.onClickToDial({ listener: dial }); } }",
            "lwc/a/a.html": "<template><button onclick={start}></button></template>",
        },
    ),
    ("unknown-method", "1: error", "does not exist in Open CTI for Salesforce Classic", "sforce.interaction.xyzzy();"),
    (
        "wrong-dialect",
        "1: error",
        "screenPop belongs to Open CTI for Lightning Experience, not to sforce.console",
        "sforce.console.screenPop('/1');",
    ),
    ("wrong-call-shape", "1: error", "takes one object, not an array", "sforce.opencti.screenPop([1]);"),
    ("wrong-call-shape", "1: error", "not a text", "sforce.opencti.runApex(`x${y}`);"),
    ("wrong-call-shape", "1: error", "the callback never runs", "sforce.console.isInConsole(() => 1);"),
    (
        "wrong-call-shape",
        "2: error",
        "throws when it is given an empty object",
        "const args = {};\nsforce.opencti.getAppViewInfo(args);",
    ),
    (
        "wrong-call-shape",
        "1: error",
        "never registered here",
        "sforce.console.cti.getCallAttachedData(id, { getCallType: true }, seen);",
    ),
    (
        "unknown-argument",
        "2: error",
        "setSoftphonePanelWidth does not know widthPx",
        "const args = {};\nargs.widthPx = 300;\nsforce.opencti.setSoftphonePanelWidth(args);",
    ),
    (
        "unknown-argument",
        "1: error",
        "does not know channel: nothing is sent for it",
        "sforce.opencti.publish({ channel: 'A__c', message: { a: 1 } });",
    ),
    (
        "unknown-argument",
        "1: warning",
        "does not know listener: it is ignored",
        "sforce.opencti.refreshView({ callback: f, listener: g });",
    ),
    ("missing-argument", "1: error", "hvs.completeWork needs workId", "sforce.opencti.hvs.completeWork();"),
    ("missing-argument", "1: warning", "needs object, saveParams", "sforce.interaction.saveLog();"),
    ("missing-argument", "1: error", "throws without callback", "sforce.opencti.getSoftphoneLayout({ other: 1 });"),
    (
        "missing-argument",
        "1: error",
        "needs params.recordId",
        "sforce.opencti.screenPop({ type: 'sobject', params: { name: 1 } });",
    ),
    ("missing-listener", "1: error", "onWorkStart has no listener", "sforce.opencti.hvs.onWorkStart();"),
    ("missing-listener", "1: error", "is nothing, not a function", "sforce.opencti.onClickToDial({ listener: null });"),
    (
        "missing-listener",
        "1: error",
        "subscribe has no listener: no function is ever run",
        "sforce.opencti.subscribe({ channelName: 'A__c', callback: f });",
    ),
    ("missing-listener", "1: error", "is an array", "sforce.console.addEventListener('A', [hear]);"),
    ("bad-argument-value", "1: warning", "heightPX is -1", "sforce.opencti.setSoftphonePanelHeight({ heightPX: -1 });"),
    (
        "bad-argument-value",
        "2: warning",
        "widthPX is 9000",
        "const wide = 9000;\nsforce.opencti.setSoftphonePanelWidth({ widthPX: wide });",
    ),
    (
        "bad-argument-value",
        "1: warning",
        "'sideways' is not a value of callType",
        "sforce.opencti.searchAndScreenPop({ searchParams: p, callType: 'sideways' });",
    ),
    (
        "bad-argument-value",
        "1: warning",
        "params.url of screenPop must be relative",
        "sforce.opencti.screenPop({ type: T, params: { url: 'https://a.b/c' } });",
    ),
    (
        "bad-argument-value",
        "1: note",
        "searchString has 2 characters",
        "sforce.opencti.screenPop({ type: T, params: { searchString: 'Al' } });",
    ),
    (
        "bad-argument-value",
        "1: warning",
        "holds a DOM node",
        "sforce.opencti.publish({ channelName: c, message: { node: document.getElementById('a') } });",
    ),
    (
        "bad-argument-value",
        "1: warning",
        "holds a symbol",
        "sforce.opencti.publish({ channelName: c, message: { mark: Symbol('a') } });",
    ),
    (
        "bad-argument-value",
        "2: warning",
        "holds a function",
        "function f() {}\nsforce.opencti.publish({ channelName: c, message: { run: f } });",
    ),
    (
        "bad-argument-value",
        "1: warning",
        "resultSetPageSize is 20000, outside the documented at most 10000",
        "sforce.interaction.cti.getDirectoryNumbers(true, null, seen, 1, 20000);",
    ),
    (
        "bad-argument-value",
        "1: warning",
        "'MIDDLE' is not a value of region",
        "sforce.console.setSidebarVisible(true, tab, 'MIDDLE', done);",
    ),
    (
        "bare-method-name",
        "1: error",
        "hear is a method here",
        "const a = { start() { sforce.console.addEventListener('A', hear); }, hear() {} };",
    ),
    (
        "wrong-response-field",
        "1: warning",
        "an answer of refreshView has no error",
        "sforce.opencti.refreshView({ callback(r) { if (r.success) go(); else fail(r.error); } });",
    ),
    (
        "wrong-response-field",
        "1: error",
        "has no result: it is undefined, so success is never seen",
        "sforce.console.getPrimaryTabIds((r) => { if (r.result) go(); });",
    ),
    (
        "wrong-response-field",
        "1: error",
        "the whole answer is kept as the subscription",
        "sforce.opencti.subscribe({ channelName: c, listener: l, callback(r) { sub = r; } });",
    ),
    (
        "wrong-response-field",
        "1: warning",
        "returnValue.Id is undefined",
        "sforce.opencti.runApex({ apexClass: a, methodName: b, callback(r) { if (r.success) use(r.returnValue.Id); } });",
    ),
    (
        "wrong-response-field",
        "1: error",
        "has no result: its fields stand in it directly",
        "sforce.opencti.onNavigationChange({ listener: (e) => keep(e.result) });",
    ),
    (
        "wrong-response-field",
        "1: error",
        "an answer of saveLog has no returnValue",
        "sforce.interaction.saveLog('Task', p, function ({ returnValue }) { use(returnValue); });",
    ),
    (
        "wrong-response-field",
        "1: warning",
        "no key reqAdapterUrl",
        "sforce.opencti.getCallCenterSettings({ callback(r) { use(r.returnValue.reqAdapterUrl); } });",
    ),
    (
        "unparsed-payload",
        "2: error",
        "has no number",
        "sforce.interaction.cti.onClickToDial(dial);\nfunction dial(event) { const { number } = event; call(number); }",
    ),
    (
        "parsed-object",
        "1: error",
        "is an object: parsing it throws",
        "sforce.opencti.onClickToDial({ listener: (e) => dial($.parseJSON(e).number) });",
    ),
    (
        "unchecked-response",
        "1: warning",
        "announced as a success",
        "sforce.interaction.saveLog('Task', p, function () { notify(`Call ${id} saved`); });",
    ),
    (
        "unchecked-response",
        "1: warning",
        "announced as a success",
        "sforce.opencti.saveLog({ value: v, callback: () => showSuccess() });",
    ),
    (
        "dropped-screen-pop",
        "1: warning",
        "is changed here",
        "sforce.opencti.searchAndScreenPop({ searchParams: p, callType: t, deferred: true, callback(r) { r.returnValue.SCREEN_POP_DATA.params.url = '/1'; } });",
    ),
    (
        "throwing-handler",
        "1: warning",
        "in the callback of closeTab: nobody catches it",
        "sforce.console.closeTab(t, () => { try { go(); } catch (e) { throw e; } });",
    ),
    ("not-a-promise", "1: error", ".catch of it throws", "sforce.opencti.refreshView({ callback: f }).catch(g);"),
    (
        "not-a-promise",
        "1: error",
        "a member of what it returns is read",
        "use(sforce.opencti.getAppViewInfo({ callback: f }).returnValue);",
    ),
    ("not-a-promise", "1: error", "it is tested", "if (!sforce.interaction.isInConsole() && ready) go();"),
    ("not-a-promise", "1: error", "it is tested", "if (true === sforce.interaction.isVisible(f)) go();"),
    (
        "result-used-too-early",
        "1: warning",
        "o is read before the callback of getAppViewInfo",
        "let o; sforce.opencti.getAppViewInfo({ callback(r) { o = r.returnValue; } }); if (o) go();",
    ),
    (
        "event-sink-form",
        "1: error",
        "no method of Salesforce",
        "sforce.opencti.subscribe({ eventType: kind, listener: f });",
    ),
    (
        "hard-coded-host",
        "1: warning",
        "the instance na1.visual.force.com",
        {"a.html": '<script src="https://c.na1.visual.force.com/support/api/30.0/interaction.js"></script>'},
    ),
    (
        "referrer-as-base",
        "1: warning",
        "document.referrer",
        "const s = `${document.referrer}/support/api/60.0/interaction.js`;",
    ),
    (
        "repeated-registration",
        "3: warning",
        "dial is registered twice for onClickToDial",
        "function dial() {}\nsforce.opencti.onClickToDial({ listener: dial });\nsforce.opencti.onClickToDial({ listener: dial });",
    ),
    (
        "repeated-registration",
        "2: warning",
        "in each round of a loop",
        "const f = (e) => e;\nwhile (more()) { if (x) { sforce.interaction.onFocus(f); } }",
    ),
    (
        "unencoded-query-string",
        "2: warning",
        "subject goes into the query string of saveLog",
        "let p = 'Status=Done';\np += '&Subject=' + subject;\nsforce.interaction.saveLog('Task', p, done);",
    ),
    ("unencoded-query-string", "1: warning", "a value goes", "sforce.interaction.runApex(c, m, 'q=' + list[0], done);"),
    (
        "nested-frame",
        "1: warning",
        "Phone.page loads Open CTI inside this frame",
        {
            "Adapter.page": '<apex:page><iframe src="/apex/Phone"></iframe><script>sforce.console.isInConsole()</script></apex:page>',
            "Phone.page": '<apex:page><script src="/support/api/60.0/interaction.js"></script></apex:page>',
        },
    ),
    (
        "nested-frame",
        "1: warning",
        "phone.html loads Open CTI",
        {
            "pages/adapter.html": '<iframe src="../inner/phone.html?x=1"></iframe><script>sforce.console.isInConsole()</script>',
            "inner/phone.html": '<script src="/support/api/60.0/interaction.js"></script>',
        },
    ),
    (
        "lost-bootstrap-query",
        "1: warning",
        "every call does nothing there",
        {
            "a.html": '<meta http-equiv="refresh" content="0; url=login.html"><script src="/support/api/60.0/interaction.js"></script>'
        },
    ),
    (
        "lost-bootstrap-query",
        "1: warning",
        "drops the query string",
        {
            "a.html": "<script>window.location.replace('signin.html'); history.replaceState(null, '', '/phone');</script><script src=\"/support/api/60.0/interaction.js\"></script>"
        },
    ),
    (
        "secret-in-code",
        "2: warning",
        "apiKey is written",
        "sforce.opencti.refreshView();\nsettings.apiKey = 'k-99182';",
    ),
    (
        "unsupported-component",
        "1: warning",
        "clickToDialService is internal",
        "window.clickToDialService.enable();\nsforce.opencti.refreshView();",
    ),
    (
        "unsupported-component",
        "2: warning",
        "does not work in a softphone's frame",
        {
            "a.html": '<script src="/support/api/60.0/lightning/opencti_min.js"></script>\n<lightning-click-to-dial value="1"></lightning-click-to-dial>'
        },
    ),
    (
        "library-in-component",
        "1: error",
        "works only in the softphone's frame",
        {
            "lwc/a/a.js": "import { loadScript } from 'lightning/platformResourceLoader'; loadScript(this, '/support/api/60.0/lightning/opencti_min.js');"
        },
    ),
    (
        "library-twice",
        "1: warning",
        "is loaded twice: listeners",
        {
            "a.html": '<script src="/support/api/60.0/interaction.js"></script><script src="/support/api/60.0/interaction.js"></script>'
        },
    ),
    (
        "call-center-mode",
        "1: error",
        "none of its calls works there",
        {
            "a.xml": '<callCenter><section sortOrder="0" name="reqGeneralInfo" label="G"><item sortOrder="0" name="reqSalesforceCompatibilityMode" label="M">Lightning</item></section></callCenter>',
            "a.js": "sforce.interaction.refreshPage(f);",
        },
    ),
    (
        "call-center-mode",
        "1: error",
        "the mode is Classic",
        {
            "a.xml": '<callCenter><section sortOrder="0" name="reqGeneralInfo" label="G"><item sortOrder="0" name="reqSalesforceCompatibilityMode" label="M">Classic</item></section></callCenter>',
            "a.js": "sforce.opencti.refreshView();",
        },
    ),
    (
        "call-center-mode",
        "1: error",
        "'Everything' is no mode",
        {
            "a.xml": '<callCenter><section sortOrder="0" name="reqGeneralInfo" label="G"><item sortOrder="0" name="reqSalesforceCompatibilityMode" label="M">Everything</item></section></callCenter>'
        },
    ),
    (
        "call-center-standby",
        "1: error",
        "reqTimeout stands without reqStandbyUrl",
        {
            "a.xml": '<callCenter><section sortOrder="0" name="reqGeneralInfo" label="G"><item sortOrder="0" name="reqTimeout" label="T">5</item></section></callCenter>'
        },
    ),
    (
        "call-center-format",
        "3: error",
        "<section> belongs to the import format",
        {
            "a.callCenter-meta.xml": '<?xml version="1.0"?>\n<CallCenter xmlns="http://soap.sforce.com/2006/04/metadata"><adapterUrl>/apex/A</adapterUrl>\n<section name="reqGeneralInfo"/></CallCenter>'
        },
    ),
    (
        "call-center-value",
        "1: error",
        "reqUseApi is 'yes'",
        {
            "a.xml": '<callCenter><section sortOrder="0" name="reqGeneralInfo" label="G"><item sortOrder="0" name="reqUseApi" label="U">yes</item></section></callCenter>'
        },
    ),
    (
        "call-center-value",
        "1: error",
        "it is a whole number of pixels",
        {
            "a.xml": '<callCenter><section sortOrder="0" name="reqGeneralInfo" label="G"><item sortOrder="0" name="reqSoftphoneHeight" label="H">tall</item></section></callCenter>'
        },
    ),
    (
        "call-center-value",
        "1: error",
        "it is a number of milliseconds",
        {
            "a.xml": '<callCenter><section sortOrder="0" name="reqGeneralInfo" label="G"><item sortOrder="0" name="reqTimeout" label="T">5s</item></section></callCenter>'
        },
    ),
    (
        "call-center-value",
        "1: error",
        "it is a number from 0 on",
        {
            "a.xml": '<callCenter><section sortOrder="0" name="reqGeneralInfo" label="G"><item sortOrder="first" name="reqAdapterUrl" label="T">/apex/A</item></section></callCenter>'
        },
    ),
    (
        "call-center-value",
        "1: error",
        "stands twice",
        {
            "a.xml": '<callCenter><section sortOrder="0" name="reqGeneralInfo" label="G"><item sortOrder="0" name="reqInternalName" label="I">A</item><item sortOrder="0" name="reqAdapterUrl" label="T">/apex/A</item></section></callCenter>'
        },
    ),
    (
        "call-center-value",
        "1: error",
        "it must be 1",
        {
            "a.xml": '<callCenter><section sortOrder="0" name="reqGeneralInfo" label="G"><item sortOrder="0" name="reqDisplayName" label="I">A</item></section></callCenter>'
        },
    ),
    (
        "call-center-value",
        "1: error",
        "has 1001 characters",
        {
            "a.xml": f'<callCenter><section sortOrder="0" name="reqGeneralInfo" label="G"><item sortOrder="1" name="reqDisplayName" label="I">{"A" * 1001}</item></section></callCenter>'
        },
    ),
]


def said(rule: str, files: Files, make_app: MakeApp) -> list[tuple[int, str, str]]:
    settings = Settings(select=(rule,))
    app = make_app({"example.js": files} if isinstance(files, str) else files, settings)
    return [(it.location.line, it.severity.value, it.message) for it in judge(app, settings).findings]


@pytest.mark.parametrize(("rule", "why", "files"), SILENT, ids=[f"{rule}: {why}" for rule, why, _ in SILENT])
def test_silent(rule: str, why: str, files: Files, make_app: MakeApp) -> None:
    assert said(rule, files, make_app) == [], why


@pytest.mark.parametrize(
    ("rule", "where", "words", "files"), SPEAKS, ids=[f"{rule}: {words}" for rule, _, words, _ in SPEAKS]
)
def test_speaks(rule: str, where: str, words: str, files: Files, make_app: MakeApp) -> None:
    found = said(rule, files, make_app)
    assert any(f"{line}: {level}" == where and words in message for line, level, message in found), found
