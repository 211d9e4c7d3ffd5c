"""Which function and which API a piece of code means: every form that real code uses, each on its own."""

# ruff: noqa: E501 - the examples are code

from __future__ import annotations

import pytest
from app_of import app_of, called, registered, window_of

from ctilint.read.facts import Member, Name
from ctilint.understand.model import Window
from ctilint.understand.program.index import within
from ctilint.understand.program.targets import Arr, Cls, Func, Made, Module, Obj, Path, Target, Text, identity

DIAL = "\nfunction dial(p) {}"
LISTEN = ".onClickToDial({ listener: dial });"
LIGHTNING = [("sforce.opencti.onClickToDial", "onClickToDial", ("dial",))]
CONSOLE_TWO = [
    ("sforce.console.addEventListener", "A", ("one",)),
    ("sforce.console.addEventListener", "B", ("two",)),
]
CONSOLE_EITHER = [("sforce.console.addEventListener", "A|B", ("one", "two"))]
ONE_TWO = "\nfunction one(r) {}\nfunction two(r) {}"

# The API's object under other names; ``dial`` is registered for click-to-dial.
ALIASES = {
    "written out": "sforce.opencti" + LISTEN,
    "window": "window.sforce.opencti" + LISTEN,
    "parent window": "window.parent.sforce.opencti" + LISTEN,
    "globalThis": "globalThis.sforce.opencti" + LISTEN,
    "const": "const cti = sforce.opencti;\ncti" + LISTEN,
    "alias of sforce": "var sf = window.sforce, cti = sf.opencti;\ncti" + LISTEN,
    "destructured": "const { opencti } = window.sforce;\nopencti" + LISTEN,
    "destructured, renamed": "const { opencti: { onClickToDial: listen } } = sforce;\nlisten({ listener: dial });",
    "destructured, defaults": "const { opencti = null } = window.sforce || {};\nopencti" + LISTEN,
    "destructured parameter": f"function start({{ opencti }}) {{ opencti{LISTEN} }}\nstart(window.sforce);",
    "parameter": f"function start(cti) {{ cti{LISTEN} }}\nstart(sforce.opencti);",
    "parameter of a parameter": f"function a(x) {{ b(x); }}\nfunction b(cti) {{ cti{LISTEN} }}\na(sforce.opencti);",
    "default parameter": f"function start(cti = sforce.opencti) {{ cti{LISTEN} }}\nstart();",
    "getter of a class": f"class P {{ get cti() {{ return sforce.opencti; }} go() {{ this.cti{LISTEN} }} }}\nnew P().go();",
    "getter of an object": f"const api = {{ get cti() {{ return sforce.opencti; }} }};\napi.cti{LISTEN}",
    "static getter": f"class Api {{ static get cti() {{ return sforce.opencti; }} }}\nApi.cti{LISTEN}",
    "function that returns it": f"function api() {{ return window.sforce.opencti; }}\napi(){LISTEN}",
    "assigned late": f"let cti;\nfunction ready() {{ cti = sforce.opencti; go(); }}\nfunction go() {{ cti{LISTEN} }}\nready();",
    "optional chain": "window.sforce?.opencti?.onClickToDial?.({ listener: dial });",
    "and": "const cti = window.sforce && window.sforce.opencti;\ncti && cti" + LISTEN,
    "or": "const cti = window.cti || sforce.opencti;\ncti" + LISTEN,
    "window[name]": "const name = 'sforce';\nwindow[name]['opencti']" + LISTEN,
    "name put together": "const api = 'opencti';\nwindow['sforce'][api]['on' + 'ClickToDial']({ listener: dial });",
    "class field": f"class P {{ cti = sforce.opencti; go() {{ this.cti{LISTEN} }} }}\nnew P().go();",
    "private field": f"class P {{ #cti; constructor(c) {{ this.#cti = c; }} go() {{ this.#cti{LISTEN} }} }}\nnew P(sforce.opencti).go();",
    "static field": f"class P {{ static cti = sforce.opencti; static go() {{ P.cti{LISTEN} }} }}\nP.go();",
    "constructor": f"class P {{ constructor() {{ this.cti = sforce.opencti; }} go() {{ this.cti{LISTEN} }} }}\nnew P().go();",
    "parent's constructor": f"class B {{ constructor() {{ this.cti = sforce.opencti; }} }}\nclass P extends B {{ go() {{ this.cti{LISTEN} }} }}\nnew P().go();",
    "constructor function": f"function P() {{ this.cti = sforce.opencti; }}\nP.prototype.go = function () {{ this.cti{LISTEN} }};\nnew P().go();",
    "heir of a constructor function": f"function B() {{ this.cti = sforce.opencti; }}\nfunction P() {{ B.call(this); }}\nP.prototype = Object.create(B.prototype);\nP.prototype.go = function () {{ this.cti{LISTEN} }};\nnew P().go();",
    "heir by new": f"function B() {{ this.cti = sforce.opencti; }}\nfunction P() {{}}\nP.prototype = new B();\nP.prototype.go = function () {{ this.cti{LISTEN} }};\nnew P().go();",
    "heir by a compiler": f"var B = (function () {{ function B() {{ this.cti = sforce.opencti; }} return B; }}());\nvar P = (function (_super) {{ __extends(P, _super); function P() {{ return _super.call(this) || this; }} P.prototype.go = function () {{ this.cti{LISTEN} }}; return P; }}(B));\nnew P().go();",
    "heir's method": "class B { go() { sforce.opencti.onClickToDial({ listener: this.dial }); } }\nclass P extends B { dial(p) {} }\nnew P().go();",
    "heir's getter": f"class B {{ go() {{ this.cti{LISTEN} }} }}\nclass P extends B {{ get cti() {{ return sforce.opencti; }} }}\nnew P().go();",
    "prototype object": f"function P() {{ this.cti = sforce.opencti; }}\nP.prototype = {{ go: function () {{ this.cti{LISTEN} }} }};\nnew P().go();",
    "object literal": f"var P = {{ cti: null, go: function () {{ this.cti = sforce.opencti; this.cti{LISTEN} }} }};\nP.go();",
    "closure": f"function outer() {{ const cti = sforce.opencti; return function () {{ cti{LISTEN} }}; }}\nouter()();",
    "function that is called at once": f"(function (s) {{ s.opencti{LISTEN} }})(window.sforce);",
    "function that is called with call": f"(function (s) {{ s.opencti{LISTEN} }}).call(this, sforce);",
    "promise": f"function load() {{ return new Promise((resolve) => setTimeout(() => resolve(sforce.opencti))); }}\nload().then((cti) => {{ cti{LISTEN} }});",
    "await": f"function load() {{ return new Promise((resolve) => setTimeout(() => resolve(sforce.opencti))); }}\nasync function go() {{ const cti = await load(); cti{LISTEN} }}\ngo();",
    "async function": f"async function load() {{ return sforce.opencti; }}\nasync function go() {{ (await load()){LISTEN} }}\ngo();",
    "method alone": "const on = sforce.opencti.onClickToDial;\non({ listener: dial });",
    "comma": "(0, sforce.opencti.onClickToDial)({ listener: dial });",
    "last of a comma": "const cti = (init(), sforce.opencti);\ncti" + LISTEN,
    "lazy field": f"class P {{ api = () => sforce.opencti; go() {{ this.api(){LISTEN} }} }}\nnew P().go();",
    "result of call": f"function api() {{ return this.s.opencti; }}\nvar o = {{ s: window.sforce }};\nfunction get(s) {{ return s.opencti; }}\nget.call(null, sforce){LISTEN}",
    "callback's parameter": f"function withApi(fn) {{ fn(sforce.opencti); }}\nwithApi(function (cti) {{ cti{LISTEN} }});",
    "default of what another script may set": "var sforce = window.sforce || {};\nsforce.opencti" + LISTEN,
    "then of a promise": f"Promise.resolve(sforce.opencti).then((cti) => {{ cti{LISTEN} }});",
    "what then gives on": f"load().then(() => sforce.opencti).then((cti) => {{ cti{LISTEN} }});",
    "frozen copy": "const cti = Object.freeze(sforce.opencti);\ncti" + LISTEN,
    "array": "const [cti] = [sforce.opencti];\ncti" + LISTEN,
}

# The handler under other names; the registration is plain.
HANDLERS = {
    "inline function": "sforce.opencti.onClickToDial({ listener: function dial(p) {} });",
    "hoisted": "sforce.opencti.onClickToDial({ listener: dial });\nfunction dial(p) {}",
    "variable": "var dial = function (p) {};\nsforce.opencti.onClickToDial({ listener: dial });",
    "arrow": "const dial = (p) => {};\nsforce.opencti.onClickToDial({ listener: dial });",
    "method": "class P { go() { sforce.opencti.onClickToDial({ listener: this.dial }); } dial(p) {} }\nnew P().go();",
    "parent's method": "class B { dial(p) {} }\nclass P extends B { go() { sforce.opencti.onClickToDial({ listener: this.dial }); } }\nnew P().go();",
    "field": "class P { dial = (p) => {}; go() { sforce.opencti.onClickToDial({ listener: this.dial }); } }\nnew P().go();",
    "static method": "class P { static dial(p) {} }\nsforce.opencti.onClickToDial({ listener: P.dial });",
    "prototype method": "function P() {}\nP.prototype.dial = function (p) {};\nP.prototype.go = function () { sforce.opencti.onClickToDial({ listener: this.dial }); };\nnew P().go();",
    "object's method": "var P = { dial: function (p) {}, go: function () { sforce.opencti.onClickToDial({ listener: this.dial }); } };\nP.go();",
    "self": "var P = { dial(p) {}, go() { var self = this; sforce.opencti.onClickToDial({ listener: self.dial }); } };\nP.go();",
    "namespace": "window.App = window.App || {};\nApp.phone = App.phone || {};\nApp.phone.dial = function (p) {};\nsforce.opencti.onClickToDial({ listener: App.phone.dial });",
    "revealing module": "var P = (function () { function dial(p) {} return { dial: dial }; })();\nsforce.opencti.onClickToDial({ listener: P.dial });",
    "bound": "function dial(p) {}\nsforce.opencti.onClickToDial({ listener: dial.bind(null, 1) });",
    "bound to this": "class P { go() { sforce.opencti.onClickToDial({ listener: this.dial.bind(this) }); } dial(p) {} }\nnew P().go();",
    "bound earlier": "class P { constructor() { this.dial = this.dial.bind(this); } go() { sforce.opencti.onClickToDial({ listener: this.dial }); } dial(p) {} }\nnew P().go();",
    "bound earlier, other name": "class P { constructor() { this.bound = this.dial.bind(this); } go() { sforce.opencti.onClickToDial({ listener: this.bound }); } dial(p) {} }\nnew P().go();",
    "proxy": "var P = { go: function () { sforce.opencti.onClickToDial({ listener: $.proxy(this.dial, this) }); }, dial: function (p) {} };\nP.go();",
    "debounce": "function dial(p) {}\nsforce.opencti.onClickToDial({ listener: _.debounce(dial, 100) });",
    "wrapped method": "var P = { dial: wrap(function dial(p) { this.x(); }), x() {} };\nsforce.opencti.onClickToDial({ listener: P.dial });",
    "field's arrow": "class P { constructor() { this.dial = (p) => {}; } go() { sforce.opencti.onClickToDial({ listener: this.dial }); } }\nnew P().go();",
    "created object": "var base = { dial: function (p) {} };\nvar P = Object.create(base);\nsforce.opencti.onClickToDial({ listener: P.dial });",
    "returned function": "function make() { return function dial(p) {}; }\nsforce.opencti.onClickToDial({ listener: make() });",
    "getCallback": "sforce.opencti.onClickToDial({ listener: $A.getCallback(function dial(p) {}) });",
    "unknown wrapper": "function dial(p) {}\nsforce.opencti.onClickToDial({ listener: tidy(dial) });",
    "argument in a variable": "const options = { listener: dial };\nsforce.opencti.onClickToDial(options);\nfunction dial(p) {}",
    "argument from a function": "function options() { return { listener: dial }; }\nsforce.opencti.onClickToDial(options());\nfunction dial(p) {}",
    "argument filled later": "const options = {};\noptions.listener = dial;\nsforce.opencti.onClickToDial(options);\nfunction dial(p) {}",
    "argument spread": "const base = { listener: dial };\nsforce.opencti.onClickToDial({ ...base });\nfunction dial(p) {}",
    "bare function": "sforce.opencti.onClickToDial(dial);\nfunction dial(p) {}",
    "wrong key": "sforce.opencti.onClickToDial({ callback: dial });\nfunction dial(p) {}",
    "either": "sforce.opencti.onClickToDial({ listener: window.dialler || dial });\nfunction dial(p) {}",
    "parameter": "function listen(fn) { sforce.opencti.onClickToDial({ listener: fn }); }\nlisten(dial);\nfunction dial(p) {}",
    "fields of a parameter": "function listen(o) { sforce.opencti.onClickToDial({ listener: o.dial }); }\nlisten({ dial(p) {} });",
}

# Names that lie: nothing of Salesforce's is called, or nothing registers.
LIES = {
    "local functions": "function onClickToDial(a) {}\nfunction enableClickToDial() {}\nonClickToDial({ listener: dial });\nenableClickToDial();\nfunction dial(p) { /* sforce */ }",
    "a method of the app": "class Phone { onClickToDial(o) {} }\nnew Phone().onClickToDial({ listener: dial }); // sforce\nfunction dial(p) {}",
    "threat intelligence": "import { opencti } from './client';\nopencti.onClickToDial({ listener: dial });\nfunction dial(p) {}",
    "threat intelligence client": "const opencti = new OpenCTIApiClient(url, token);\nopencti.subscribe({ channelName: 'x', listener: dial });\nfunction dial(p) {}",
    "shadowed": "function f(sforce) { sforce.opencti.onClickToDial({ listener: dial }); }\nf({ opencti: fake });\nfunction dial(p) {}",
    "comment": "// sforce.opencti.onClickToDial({ listener: dial });\nfunction dial(p) {}",
    "text": "var s = 'sforce.opencti.onClickToDial({ listener: dial })';\nfunction dial(p) {}",
    "another connect": "const connect = { contact(fn) {} };\nconnect.contact(function (c) {});\n// sforce",
    "a package of that name": "const connect = require('./database');\nconnect.contact(function (c) {});\n// sforce",
    "only read": "var known = !!(window.sforce && sforce.opencti && sforce.opencti.onClickToDial);",
}

# Registrars and loops: which event goes with which handler.
MANY = {
    "registrar": (
        "function listen(name, fn) { sforce.console.addEventListener(name, fn); }\nlisten('A', one);\nlisten('B', two);",
        CONSOLE_TWO,
    ),
    "registrar that wraps": (
        "function listen(name, fn) { sforce.console.addEventListener(name, fn.bind(null)); }\nlisten('A', one);\nlisten('B', two);",
        CONSOLE_TWO,
    ),
    "registrar that is a method": (
        "class P { listen(name, fn) { sforce.console.addEventListener(name, fn); }\ngo() { this.listen('A', one); this.listen('B', two); } }\nnew P().go();",
        CONSOLE_TWO,
    ),
    "for of pairs": (
        "for (const pair of [['A', one], ['B', two]]) sforce.console.addEventListener(pair[0], pair[1]);",
        CONSOLE_EITHER,
    ),
    "for of patterns": (
        "for (const [name, fn] of [['A', one], ['B', two]]) sforce.console.addEventListener(name, fn);",
        CONSOLE_EITHER,
    ),
    "for of entries": (
        "for (const [name, fn] of Object.entries({ A: one, B: two })) sforce.console.addEventListener(name, fn);",
        CONSOLE_EITHER,
    ),
    "for in": (
        "const all = { A: one, B: two };\nfor (const name in all) sforce.console.addEventListener(name, all[name]);",
        CONSOLE_EITHER,
    ),
    "registrar of methods": (
        "function register(name, fn) { sforce.opencti[name]({ listener: fn }); }\nregister('onClickToDial', one); register('onNavigationChange', two);",
        [
            ("sforce.opencti.onClickToDial", "onClickToDial", ("one",)),
            ("sforce.opencti.onNavigationChange", "onNavigationChange", ("two",)),
        ],
    ),
    "forEach of pairs": (
        "[['A', one], ['B', two]].forEach(([name, fn]) => sforce.console.addEventListener(name, fn));",
        CONSOLE_EITHER,
    ),
    "forEach of entries": (
        "Object.entries({ A: one, B: two }).forEach(([name, fn]) => sforce.console.addEventListener(name, fn));",
        CONSOLE_EITHER,
    ),
    "forEach of keys": (
        "const all = { A: one, B: two };\nObject.keys(all).forEach((name) => sforce.console.addEventListener(name, all[name]));",
        CONSOLE_EITHER,
    ),
    "for of names": (
        "for (const name of ['A', 'B']) sforce.console.addEventListener(name, one);",
        [("sforce.console.addEventListener", "A|B", ("one",))],
    ),
    "either name": (
        "sforce.console.addEventListener(late ? 'A' : 'B', one);",
        [("sforce.console.addEventListener", "A|B", ("one",))],
    ),
    "name put together": (
        "const PREFIX = 'Phone';\nsforce.console.addEventListener(`${PREFIX}.A`, one);",
        [("sforce.console.addEventListener", "Phone.A", ("one",))],
    ),
    "name in a constant object": (
        "const EVENTS = { A: 'a' };\nsforce.console.addEventListener(EVENTS.A, one);",
        [("sforce.console.addEventListener", "a", ("one",))],
    ),
    "constant of the library": (
        "sforce.console.addEventListener(sforce.console.ConsoleEvent.OPEN_TAB, one);",
        [("sforce.console.addEventListener", "sforce.console.ConsoleEvent.OPEN_TAB", ("one",))],
    ),
    "name that is not known": (
        "sforce.console.addEventListener(nameOf(x), one);",
        [("sforce.console.addEventListener", "", ("one",))],
    ),
}

MODULES = {
    "named": ("import { listen } from './phone.js';\nlisten(dial);", "export function listen(fn) {BODY}"),
    "namespace": ("import * as phone from './phone.js';\nphone.listen(dial);", "export function listen(fn) {BODY}"),
    "default object": (
        "import phone from './phone.js';\nphone.listen(dial);",
        "export default { listen(fn) {BODY} };",
    ),
    "dynamic": (
        "import('./phone.js').then((phone) => phone.listen(dial));",
        "export function listen(fn) {BODY}",
    ),
    "dynamic, awaited": (
        "const { listen } = await import('./phone.js');\nlisten(dial);",
        "export function listen(fn) {BODY}",
    ),
    "default": ("import go from './phone.js';\ngo(dial);", "export default function listen(fn) {BODY}"),
    "default without a name": ("import go from './phone.js';\ngo(dial);", "export default function (fn) {BODY}"),
    "default arrow": ("import go from './phone.js';\ngo(dial);", "export default (fn) => {BODY};"),
    "renamed at the import": (
        "import { listen as go } from './phone.js';\ngo(dial);",
        "export function listen(fn) {BODY}",
    ),
    "renamed at the export": (
        "import { go } from './phone.js';\ngo(dial);",
        "function listen(fn) {BODY}\nexport { listen as go };",
    ),
    "renamed on the way": (
        "import { go } from './again.js';\ngo(dial);",
        "export function listen(fn) {BODY}",
    ),
    "require of a function": ("const go = require('./phone');\ngo(dial);", "module.exports = function (fn) {BODY};"),
    "arrow": ("import { listen } from './phone.js';\nlisten(dial);", "export const listen = (fn) => {BODY};"),
    "require": ("const phone = require('./phone');\nphone.listen(dial);", "module.exports = { listen(fn) {BODY} };"),
    "require, destructured": (
        "const { listen } = require('./phone');\nlisten(dial);",
        "exports.listen = function (fn) {BODY};",
    ),
    "module.exports.name": (
        "const phone = require('./phone');\nphone.listen(dial);",
        "module.exports.listen = function (fn) {BODY};",
    ),
}


@pytest.mark.parametrize("name", ALIASES)
def test_the_api_object_is_followed(name: str) -> None:
    assert registered(ALIASES[name] + DIAL) == LIGHTNING


@pytest.mark.parametrize("name", HANDLERS)
def test_the_handler_is_followed(name: str) -> None:
    assert registered(HANDLERS[name]) == LIGHTNING


@pytest.mark.parametrize("name", LIES)
def test_a_name_alone_is_not_salesforces(name: str) -> None:
    assert called(LIES[name]) == []
    assert registered(LIES[name]) == []


def test_a_property_of_a_component_is_not_salesforces() -> None:
    files = {"row.jsx": "export const Row = () => <Phone onClickToDial={(p) => dial(p)} />;\n// sforce"}
    assert called(files) == []


@pytest.mark.parametrize("name", MANY)
def test_events_and_handlers_of_many_registrations(name: str) -> None:
    code, expected = MANY[name]
    assert registered(code + ONE_TWO) == expected


@pytest.mark.parametrize("name", MODULES)
def test_modules(name: str) -> None:
    user, module = MODULES[name]
    body = "{ sforce.opencti.onClickToDial({ listener: fn }); }"
    files = {"main.mjs": user + DIAL, "phone.js": module.replace("{BODY}", body)}
    if "again" in user:
        files["again.js"] = "export { listen as go } from './phone.js';"
    assert registered(files) == LIGHTNING


@pytest.mark.parametrize(
    ("user", "module"),
    [
        ("import { cti } from './phone.js';", "export const cti = window.sforce.opencti;"),
        ("import { cti } from './phone.js';", "const cti = window.sforce.opencti;\nexport { cti };"),
        ("import { cti } from './phone.js';", "const api = window.sforce.opencti;\nexport { api as cti };"),
        ("import { cti } from './phone.js';", "export let cti;\nexport function load() { cti = sforce.opencti; }"),
        ("import { api as cti } from './phone.js';", "export const api = window.sforce.opencti;"),
        ("import cti from './phone.js';", "export default window.sforce.opencti;"),
        ("const cti = require('./phone');", "module.exports = window.sforce.opencti;"),
        ("import { cti } from './again.js';", "export const cti = window.sforce.opencti;"),
        ("import { other as cti } from './again.js';", "export const cti = window.sforce.opencti;"),
    ],
)
def test_an_api_object_that_a_module_gives(user: str, module: str) -> None:
    again = "export * from './phone.js';\nexport { cti as other } from './phone.js';"
    files = {"main.mjs": f"{user}\ncti{LISTEN}{DIAL}", "phone.js": module, "again.js": again}
    assert registered(files) == LIGHTNING


@pytest.mark.parametrize(
    "code",
    [
        "import 'amazon-connect-streams';\nconnect.contact(go);",
        "import { connect } from 'amazon-connect-streams';\nconnect.contact(go);",
        "import * as connect from 'amazon-connect-streams';\nconnect.contact(go);",
    ],
)
def test_streams_by_import(code: str) -> None:
    assert registered(f"{code}\nfunction go(c) {{}}") == [("connect.contact", "connect.contact", ("go",))]


def test_the_connector_by_import() -> None:
    for code in (
        "import * as scv from 'scv-connector-base';\nscv.",
        "import { initializeConnector } from '@salesforce/scv-connector-base';\n",
    ):
        assert called(f"{code}initializeConnector(new Connector());\nclass Connector {{}}") == ["initializeConnector"]


def test_the_toolkit_of_an_aura_component() -> None:
    path = "force-app/main/default/aura/p/p"
    files = {
        f"{path}.cmp": "<aura:component><lightning:serviceCloudVoiceToolkitApi aura:id='kit'/>"
        "<aura:handler name='init' value='{!this}' action='{!c.init}'/></aura:component>",
        f"{path}Controller.js": "({ init: function (component, event, helper) { component.go = $A.getCallback(function go(e) {});\n"
        "component.find('kit').addTelephonyEventListener('CALL_STARTED', component.go); } })",
    }
    assert registered(files) == [("AuraVoiceToolkit#addTelephonyEventListener", "CALL_STARTED", ("go",))]


def test_typescript() -> None:
    main = "import { listen } from './phone';\nconst dial = (p: Payload): void => {};\nlisten(dial);"
    phone = "export function listen(fn: Listener): void { (window as any).sforce.opencti!.onClickToDial({ listener: fn }); }"
    assert registered({"main.ts": main, "phone.ts": phone}) == LIGHTNING


def test_one_of_two_apis() -> None:
    code = "const api = isLightning ? sforce.opencti : sforce.interaction;\napi.getCallCenterSettings(show);"
    assert called(code) == ["sforce.opencti.getCallCenterSettings", "sforce.interaction.getCallCenterSettings"]
    code = "const api = isLightning ? sforce.opencti : sforce.interaction.cti;\napi.onClickToDial(dial);"
    assert called(code) == ["sforce.opencti.onClickToDial", "sforce.interaction.cti.onClickToDial"]


def test_a_wrapper_called_twice_is_not_confused_with_itself() -> None:
    code = """
function safe(fn) { return function (r) { try { fn(r); } catch (e) { log(e); } }; }
sforce.console.addEventListener('A', safe(one));
sforce.console.addEventListener('B', safe(two));
function one(r) { JSON.parse(r.message); }
function two(r) { sforce.opencti.setSoftphonePanelLabel({ label: r.message }); }
"""
    window = window_of(code)
    done = [(item.event, [effect.name for effect in item.effects if effect.guarded]) for item in window.handlers]
    assert done == [("A", ["JSON.parse"]), ("B", ["sforce.opencti.setSoftphonePanelLabel"])]


def test_contacts_and_agents_of_streams_have_types() -> None:
    code = """
connect.contact(function (contact) { contact.onEnded(ended); });
connect.agent((agent) => agent.onStateChange(changed));
connect.contact(subscribe);
function subscribe(contact) { contact.onAccepted(accepted); }
connect.core.getEventBus().subscribe(connect.EventType.TERMINATED, gone);
function ended() {} function changed() {} function accepted() {} function gone() {}
"""
    assert {(name, given[0]) for name, _, given in registered(code) if given[0]} == {
        ("connect.contact", "subscribe"),
        ("Contact#onEnded", "ended"),
        ("Agent#onStateChange", "changed"),
        ("EventBus#subscribe", "gone"),
        ("Contact#onAccepted", "accepted"),
    }


@pytest.mark.parametrize(
    "found",
    [
        "this.template.querySelector('lightning-service-cloud-voice-toolkit-api')",
        "this.template.querySelector('.kit')",
        "this.refs.kit && this.template.querySelector('[data-id]') || this.template.querySelector('.kit')",
    ],
)
def test_the_voice_toolkit_is_an_element(found: str) -> None:
    files = {
        "force-app/lwc/panel/panel.html": "<template><lightning-service-cloud-voice-toolkit-api class='kit'>"
        "</lightning-service-cloud-voice-toolkit-api></template>",
        "force-app/lwc/panel/panel.js": "import { LightningElement } from 'lwc';\n"
        f"export default class Panel extends LightningElement {{ renderedCallback() {{ this.kit = {found};\n"
        "this.kit.addEventListener('callstarted', this.onCall); }\nonCall(event) {} }",
    }
    assert registered(files) == [("VoiceToolkit#addEventListener", "callstarted", ("onCall",))]


def targets_of(window: Window, name: str) -> tuple[Target, ...]:
    """Return what the global ``name`` of a window can be."""
    resolver = window.resolver
    assert resolver is not None
    index, step = resolver.program.paths[name][0]
    return resolver.targets(index, step.value, None)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("function () {}", Func),
        ("{ a: 1 }", Obj),
        ("class {}", Cls),
        ("[1, 2]", Arr),
        ("'text'", Text),
        ("alert", Path),
        ("new (function () { this.a = 1; })()", Made),
        ("require('./other')", Module),
    ],
)
def test_kinds_of_targets(code: str, kind: type) -> None:
    window = window_of(
        {"phone.js": f"var x = {code};\nsforce.opencti.refreshView();", "other.js": "exports.a = 1; // x"}
    )
    found = targets_of(window, "x")
    assert [type(item) for item in found] == [kind]
    assert identity(found[0]) == identity(targets_of(window, "x")[0])


def test_texts_say_what_is_not_known() -> None:
    window = window_of("var a = late ? '1' : `2${b}`;\nvar b = c();\nvar d = 3 + '.0';\nsforce.opencti.refreshView();")
    resolver = window.resolver
    assert resolver is not None
    script = window.scripts[0]
    texts = {name: resolver.texts(script, resolver.program.paths[name][0][1].value) for name in ("a", "b", "d")}
    assert texts == {"a": ("1", "2{}"), "b": ("{}",), "d": ("3.0",)}


def test_the_path_of_a_value() -> None:
    window = window_of("var cti = window.sforce.opencti;\ncti.refreshView();\nunknown[x].y();")
    resolver = window.resolver
    assert resolver is not None
    index = resolver.program.indexes[0]
    names = [item for call in index.calls for item in within(call) if isinstance(item, Name | Member)]
    paths = dict.fromkeys(resolver.path(window.scripts[0], item) for item in names)
    assert set(paths) == {"sforce.opencti.refreshView", "sforce.opencti", "", "unknown", "x"}


@pytest.mark.parametrize(
    "code",
    [
        "var a = b || sforce.opencti;\nvar b = a;\na.refreshView();\nb.refreshView();",
        "var a = sforce.opencti;\nvar b = a;\nfunction f() { a = b; }\na.refreshView();\nb.refreshView();",
    ],
)
def test_what_a_cycle_cuts_short_is_asked_again(code: str) -> None:
    assert called(code) == ["sforce.opencti.refreshView"] * 2


def test_a_class_that_a_module_gives_is_made_with_the_api() -> None:
    main = "import Phone from './phone.js';\nnew Phone(window.sforce.opencti).start();"
    phone = f"export default class {{ constructor(cti) {{ this.cti = cti; }} start() {{ this.cti{LISTEN} }} }}{DIAL}"
    assert registered({"main.mjs": main, "phone.js": phone}) == LIGHTNING


def test_a_spread_is_not_an_argument() -> None:
    app = app_of("sforce.console.addEventListener(...all);\nvar all = ['A', on];\nfunction on(r) {}")
    assert [item.handlers for window in app.windows for item in window.registrations] == [()]


def test_a_value_made_for_one_question_does_not_answer_the_next() -> None:
    window = window_of({"a.js": "var t = { a: '1', b: '2' };\nsforce.opencti.refreshView(t);"})
    resolver = window.resolver
    assert resolver is not None
    (given,) = window.calls[0].call.arguments
    for _ in range(20):
        for key, text in (("a", "1"), ("b", "2"), ("c", "{}")):
            made = Member(given, key, given.span, given.span)
            assert resolver.texts(window.scripts[0], made) == (text,)
