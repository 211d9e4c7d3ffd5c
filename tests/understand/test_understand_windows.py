"""Which files run together, and which never count."""

# ruff: noqa: E501 - the examples are code

from __future__ import annotations

import io
import zipfile

import pytest
from app_of import app_of, called, endings, registered, window_of

from ctilint.understand.windows.files import is_foreign_library
from ctilint.understand.windows.linking import MOCKS

SFDX = "force-app/main/default/"
LISTEN = "sforce.opencti.onClickToDial({ listener: dial });"
DIAL = "function dial(p) {}"
LABEL = "sforce.opencti.setSoftphonePanelLabel({ label: 'x' });"
CLICK = [("sforce.opencti.onClickToDial", "onClickToDial", ("dial",))]


def archive(files: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, text in files.items():
            made.writestr(name, text)
    return buffer.getvalue()


def roots(files: dict[str, str | bytes]) -> dict[str, tuple[str, ...]]:
    return {window.root: window.files for window in app_of(files).windows}


def test_pages_that_define_the_same_names_are_kept_apart() -> None:
    first = "<script>function on(r) {}\nsforce.console.addEventListener('A', on);</script>"
    second = (
        "<script>function on(r) {}\nfunction stop() { sforce.console.removeEventListener('A', on); }\n"
        "window.addEventListener('pagehide', stop);</script>"
    )
    files: dict[str, str | bytes] = {"a.html": first, "b.html": second}
    assert roots(files) == {"a.html": ("a.html",), "b.html": ("b.html",)}
    assert endings(files) == [("A", "never")]
    assert endings({"a.html": first + second}) == [("A", "ended")]


def test_a_shared_script_is_judged_in_each_page() -> None:
    page = f"<script src='phone.js'></script><script>{LABEL}%s</script>"
    files: dict[str, str | bytes] = {
        "a.html": page % "onpagehide = function () { sforce.console.removeEventListener('A', on); };",
        "b.html": page % "",
        "phone.js": "sforce.console.addEventListener('A', on);\nfunction on(r) {}",
    }
    assert roots(files) == {"a.html": ("a.html", "phone.js"), "b.html": ("b.html", "phone.js")}
    assert endings(files) == [("A", "ended"), ("A", "never")]


def test_pages_that_say_nothing_of_cti_are_found_by_what_they_include() -> None:
    files: dict[str, str | bytes] = {
        "a.html": "<script src='js/phone.js'></script><script>function dial(p) {}</script>",
        "b.php": "<?php head(); ?><script src='js/phone.js?v=2'></script>",
        "c.html": "<p>js/phone.js</p>",
        "js/phone.js": LISTEN,
    }
    assert roots(files) == {"a.html": ("a.html", "js/phone.js"), "b.php": ("b.php", "js/phone.js")}
    assert registered(files) == [*CLICK, ("sforce.opencti.onClickToDial", "onClickToDial", ())]


def test_a_page_that_only_includes_is_found_beside_one_that_says_more() -> None:
    files: dict[str, str | bytes] = {
        "a.html": "<script src='phone.js'></script><script>"
        "onpagehide = () => sforce.console.removeEventListener('A', on);</script>",
        "b.html": "<script src='phone.js'></script>",
        "phone.js": "sforce.console.addEventListener('A', on);\nfunction on(r) {}",
    }
    assert sorted(roots(files)) == ["a.html", "b.html"]
    assert sorted(endings(files)) == [("A", "ended"), ("A", "never")]


def test_a_bare_name_joins_nothing() -> None:
    files: dict[str, str | bytes] = {"a.html": f"<script>{DIAL}</script>", "phone.js": LISTEN}
    assert roots(files) == {"phone.js": ("phone.js",)}
    assert registered(files) == [("sforce.opencti.onClickToDial", "onClickToDial", ())]


def test_a_script_that_no_page_includes_brings_what_it_imports() -> None:
    files: dict[str, str | bytes] = {
        "phone.js": f"import {{ dial }} from './dial';\n{LISTEN}",
        "dial.js": f"export {DIAL}",
    }
    assert roots(files) == {"phone.js": ("phone.js", "dial.js")}
    assert registered(files) == CLICK


def test_a_module_that_imports_a_cti_module_is_its_window() -> None:
    files: dict[str, str | bytes] = {
        "main.js": "import { listen } from './phone';\nlisten(function dial(p) {});",
        "phone.js": "export function listen(fn) { sforce.opencti.onClickToDial({ listener: fn }); }",
    }
    assert roots(files) == {"main.js": ("main.js", "phone.js")}
    assert registered(files) == CLICK


def test_scripts_and_includes_keep_their_order() -> None:
    page = (
        "<script>sforce.opencti.refreshView();</script><script src='one.js'></script>"
        f"<script>{LABEL}</script><script src='two.js'></script>"
    )
    files = {
        "a.html": page,
        "one.js": "sforce.opencti.getSoftphoneLayout();",
        "two.js": "sforce.opencti.isSoftphonePanelVisible();",
    }
    assert [name.rpartition(".")[2] for name in called(files)] == [
        "refreshView",
        "getSoftphoneLayout",
        "setSoftphonePanelLabel",
        "isSoftphonePanelVisible",
    ]


@pytest.mark.parametrize(
    ("page", "script"),
    [
        ("web/a.html", "web/js/phone.js"),
        ("web/deep/a.html", "web/js/phone.js"),
        ("a.html", "public/js/phone.js"),
        ("app/views/a.html", "app/static/js/phone.js"),
    ],
)
def test_the_nearest_folder_that_holds_the_file_is_meant(page: str, script: str) -> None:
    files: dict[str, str | bytes] = {
        page: "<script src='/js/phone.js#x'></script>",
        script: LISTEN,
        "other/js/phone.js": "var x;",
    }
    assert roots(files) == {page: (page, script)}


@pytest.mark.parametrize(
    "address",
    [
        "https://example.com/phone.js",
        "//example.com/phone.js",
        "{{base}}/phone.js",
        "<%= base %>/phone.js",
        "data:text/javascript,1",
        "",
        "?phone.js",
        "../../../phone.js",
    ],
)
def test_addresses_that_mean_no_file_here(address: str) -> None:
    files: dict[str, str | bytes] = {
        "a.html": f"<script src='{address}'></script><script>{LABEL}</script>",
        "phone.js": LISTEN,
    }
    assert roots(files)["a.html"] == ("a.html",)


def test_static_resources() -> None:
    files: dict[str, str | bytes] = {
        f"{SFDX}pages/Phone.page": f'<apex:page><apex:includeScript value="{{!$Resource.phone}}"/><script>{DIAL}</script></apex:page>',
        f"{SFDX}staticresources/phone.resource": LISTEN,
        f"{SFDX}staticresources/phone.resource-meta.xml": "<StaticResource/>",
        f"{SFDX}staticresources/phone2.resource": LABEL,
    }
    assert roots(files) == {
        f"{SFDX}pages/Phone.page": (f"{SFDX}pages/Phone.page", f"{SFDX}staticresources/phone.resource"),
        f"{SFDX}staticresources/phone2.resource": (f"{SFDX}staticresources/phone2.resource",),
    }


def test_the_member_of_an_archive() -> None:
    files: dict[str, str | bytes] = {
        "pages/Phone.page": "<apex:page><apex:includeScript value=\"{!URLFOR($Resource.kit, 'js/phone.js')}\"/></apex:page>",
        "staticresources/kit.resource": archive({"js/phone.js": LISTEN + DIAL, "js/other.js": LABEL}),
    }
    assert roots(files) == {
        "pages/Phone.page": ("pages/Phone.page", "staticresources/kit.resource!/js/phone.js"),
        "staticresources/kit.resource!/js/other.js": ("staticresources/kit.resource!/js/other.js",),
    }


def test_visualforce_components() -> None:
    files: dict[str, str | bytes] = {
        "pages/Phone.page": "<apex:page><c:outer/></apex:page>",
        "components/outer.component": "<apex:component><c:phone/></apex:component>",
        "components/phone.component": f"<apex:component><script>{LISTEN}{DIAL}</script></apex:component>",
    }
    found = roots(files)
    assert found["pages/Phone.page"] == (
        "pages/Phone.page",
        "components/outer.component",
        "components/phone.component",
    )
    assert list(found) == ["pages/Phone.page"]


def test_a_frame_is_a_window_of_its_own() -> None:
    files: dict[str, str | bytes] = {
        "a.html": f"<iframe src='b.html'></iframe><script>{LABEL}{DIAL}</script>",
        "b.html": f"<script>{LISTEN}</script>",
    }
    assert roots(files) == {"a.html": ("a.html",), "b.html": ("b.html",)}
    assert registered(files) == [("sforce.opencti.onClickToDial", "onClickToDial", ())]


BUNDLE = {
    f"{SFDX}aura/panel/panel.cmp": "<aura:component><ltng:require scripts='/support/api/60.0/lightning/opencti_min.js' "
    "afterScriptsLoaded='{!c.ready}'/></aura:component>",
    f"{SFDX}aura/panel/panelController.js": "({ ready: function (component, event, helper) { helper.listen(component); } })",
    f"{SFDX}aura/panel/panelHelper.js": f"({{ listen: function (component) {{ {LISTEN.replace('dial', 'this.dial')} }}, dial: function (p) {{}} }})",
    f"{SFDX}aura/panel/panelRenderer.js": "({ unrender: function (component, helper) { sforce.opencti.disableClickToDial({}); } })",
}


def test_an_aura_bundle_is_one_unit() -> None:
    window = window_of(BUNDLE)
    assert window.files == tuple(BUNDLE)
    assert window.kind == "aura"
    assert registered(BUNDLE) == CLICK
    assert endings(BUNDLE) == [("onClickToDial", "ended")]


def test_an_aura_application_holds_its_components() -> None:
    files = {**BUNDLE, f"{SFDX}aura/top/top.app": "<aura:application><c:panel/></aura:application>"}
    assert window_of(files).files == (f"{SFDX}aura/top/top.app", *BUNDLE)


@pytest.mark.parametrize("folder", [SFDX, ""])
def test_a_component_that_says_nothing_of_cti_belongs_to_its_bundle(folder: str) -> None:
    files: dict[str, str | bytes] = {
        f"{folder}aura/top/top.app": "<aura:application><c:panel/></aura:application>",
        f"{folder}aura/panel/panel.cmp": "<aura:component>"
        "<aura:handler name='init' value='{!this}' action='{!c.start}'/></aura:component>",
        f"{folder}aura/panel/panelController.js": "({ start: function (c, e, helper) { helper.listen(); } })",
        f"{folder}aura/panel/panelHelper.js": f"({{ listen: function () {{ {LISTEN} }} }})",
    }
    window = window_of(files)
    assert window.root == f"{folder}aura/top/top.app"
    assert set(window.files) == set(files)
    assert [item.reached for item in window.registrations] == [True]


def test_an_aura_component_made_by_code() -> None:
    path = f"{SFDX}aura/late/lateController.js"
    code = "({ go: function (component) { $A.createComponent('c:panel', {}, function () {}); " + LABEL + " } })"
    assert window_of({**BUNDLE, path: code}).files == (path, *BUNDLE)


def test_lightning_web_components() -> None:
    folder = f"{SFDX}lwc/"
    base = "import { LightningElement } from 'lwc';\n"
    files: dict[str, str | bytes] = {
        f"{folder}phone/phone.html": "<template><c-phone-row></c-phone-row></template>",
        f"{folder}phone/phone.js": f"{base}import {{ listen }} from 'c/shared';\n// sforce\n"
        "export default class Phone extends LightningElement { connectedCallback() { listen(this.dial); } dial(p) {} }",
        f"{folder}phoneRow/phoneRow.html": "<template></template>",
        f"{folder}phoneRow/phoneRow.js": f"{base}export default class PhoneRow extends LightningElement {{ }}",
        f"{folder}shared/shared.js": "export function listen(fn) { sforce.opencti.onClickToDial({ listener: fn }); }",
    }
    window = window_of(files)
    assert set(window.files) == set(files)
    assert registered(files) == CLICK


def test_a_resource_that_a_component_loads() -> None:
    files: dict[str, str | bytes] = {
        f"{SFDX}lwc/phone/phone.js": "import { LightningElement } from 'lwc';\n"
        "import { loadScript } from 'lightning/platformResourceLoader';\nimport kit from '@salesforce/resourceUrl/kit';\n"
        "export default class Phone extends LightningElement { connectedCallback() { loadScript(this, kit); } }",
        f"{SFDX}staticresources/kit.js": LISTEN + DIAL,
    }
    assert window_of(files).files == tuple(files)
    files[f"{SFDX}lwc/phone/phone.html"] = "<template></template>"
    assert set(window_of(files).files) == set(files)


def test_a_custom_button() -> None:
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<WebLink xmlns="http://soap.sforce.com/2006/04/metadata">\n'
        "<linkType>javascript</linkType><openType>onClickJavaScript</openType>"
        "<url>{!REQUIRESCRIPT(&quot;/support/console/30.0/integration.js&quot;)}\n"
        "sforce.console.openPrimaryTab(null, &apos;/500&apos;, true);</url></WebLink>"
    )
    window = window_of({f"{SFDX}objects/Case/webLinks/Open.webLink-meta.xml": text})
    assert window.kind == "metadata"
    assert [call.name for call in window.calls] == ["sforce.console.openPrimaryTab"]
    assert [(load.library, load.version, load.form) for load in window.loads] == [
        ("integration", "30.0", "REQUIRESCRIPT")
    ]
    assert [(item.source, item.event) for item in window.handlers] == [("dom", "click")]


@pytest.mark.parametrize(
    "path",
    [
        "__mocks__/opencti.js",
        "src/__tests__/phone.js",
        "phone.test.js",
        "phone-spec.ts",
        "cti.mock.js",
        "opencti.stub.mjs",
        "types/opencti.d.ts",
        "externs/sforce.js",
        "sforce.externs.js",
        "externs.js",
        "typings/sforce.ts",
        "mocks.js",
        "test/mocks/sforce.js",
    ],
)
def test_mocks_and_types_are_never_judged(path: str) -> None:
    assert MOCKS.search(path)
    assert app_of({path: LISTEN}).windows == ()
    assert called({path: LISTEN, "index.html": f"<script src='{path}'></script><script>{LABEL}</script>"}) == [
        "sforce.opencti.setSoftphonePanelLabel"
    ]


@pytest.mark.parametrize("path", ["mocking.js", "latest.js", "contest/phone.js", "phone.tests.html", "externally.js"])
def test_names_that_only_look_like_mocks(path: str) -> None:
    assert MOCKS.search(path) is None


def test_somebodys_library_is_not_read() -> None:
    assert is_foreign_library(b"x=1;" * 2000)
    assert is_foreign_library(b"x = 1;\n" * 30_000)
    assert not is_foreign_library(b"x=1;" * 900)
    assert not is_foreign_library(b"x = 1;\n" * 3000)
    assert not is_foreign_library(b"x=1;" * 2000 + b"window.sforce")
    files: dict[str, str | bytes] = {
        "a.html": f"<script src='lib.js'></script><script src='own.js'></script><script>{LISTEN}</script>",
        "lib.js": DIAL + "x=1;" * 2000,
        "own.js": "var own;",
    }
    assert roots(files) == {"a.html": ("a.html", "own.js")}


def test_modules_that_import_each_other() -> None:
    files: dict[str, str | bytes] = {
        "a.js": f"import {{ dial }} from './b.js';\nexport const x = 1;\n{LISTEN}",
        "b.js": f"import {{ x }} from './a.js';\nexport {DIAL}",
    }
    assert roots(files) == {"a.js": ("a.js", "b.js")}
    assert registered(files) == CLICK


@pytest.mark.parametrize(
    ("source", "path"),
    [
        ("./lib/dial", "src/lib/dial.js"),
        ("./lib/dial.js", "src/lib/dial.ts"),
        ("./lib", "src/lib/index.js"),
        ("@/lib/dial", "src/lib/dial.js"),
        ("~/lib/dial", "src/lib/dial.jsx"),
        ("lib/dial", "lib/dial.js"),
        ("../lib/dial", "lib/dial.mjs"),
    ],
)
def test_what_an_import_means(source: str, path: str) -> None:
    files: dict[str, str | bytes] = {
        "src/phone.js": f"import {{ dial }} from '{source}';\n{LISTEN}",
        path: f"export {DIAL}",
    }
    assert roots(files) == {"src/phone.js": ("src/phone.js", path)}
    assert registered(files) == CLICK


def test_a_package_is_not_a_file() -> None:
    files: dict[str, str | bytes] = {
        "phone.js": f"import {{ dial }} from 'dial';\n{LISTEN}",
        "dial.js": f"export {DIAL}",
    }
    assert roots(files) == {"phone.js": ("phone.js",)}
