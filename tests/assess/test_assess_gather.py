"""Hosts, settings keys, names and modules that code mentions."""

from __future__ import annotations

from assess_sample import app_of, assessed

from ctilint.assess.gathered.mentions import components_of, mentions_of, named, owner_of
from ctilint.assess.gathered.spots import Spots


def mentions(text, path="phone.js"):
    app = app_of(text, path)
    return mentions_of(app, Spots(app.files))


def test_hosts_come_from_texts_templates_and_markup_but_not_from_links_comments_or_namespaces():
    found = mentions(
        """
        <div xmlns:svg="http://www.w3.org/2000/svg"><a href="https://help.example/page">help</a>
        <img src="//cdn.example/x.png"><script src="https://phone.example/sdk.js"></script>
        <script>// https://comment.example
        fetch('https://api.example:8080/x'); fetch(`wss://${x}.example/y` + 'https://other.example');
        sforce.opencti.saveLog({});</script></div>
        """,
        "page.html",
    )
    assert set(found.hosts) == {"cdn.example", "phone.example", "api.example", "other.example"}


def test_settings_are_keys_of_a_path_form():
    found = mentions(
        "sforce.opencti.getCallCenterSettings({ callback: function (r) { return r.returnValue['/a/b']; } }); x('/c/d');"
    )
    assert list(found.settings) == ["/a/b"]


def test_paths_are_names_of_the_window_only():
    found = mentions(
        """
        parent.postMessage(1);
        localStorage.setItem('a', 1);
        function f(parent) { parent.postMessage(2); }
        sforce.opencti.saveLog({});
        """
    )
    assert {"parent.postMessage", "localStorage.setItem"} <= set(found.paths)
    assert len(found.paths["parent.postMessage"]) == 1
    assert "parent" not in found.paths


def test_modules_are_imports_and_requires():
    found = mentions("import x from 'twilio'; const y = require('jssip'); sforce.opencti.saveLog({});")
    assert {"twilio", "jssip"} <= set(found.imports)


def test_owners_of_hosts():
    assert [owner_of(host) for host in ("login.salesforce.com", "x.my.connect.aws", "pbx.example")] == [
        "Salesforce",
        "Amazon",
        "external",
    ]


def test_named_sorts_and_joins():
    found = mentions(
        "fetch('https://b.example'); fetch('https://a.example'); fetch('https://a.example'); sforce.opencti.saveLog();"
    )
    assert [(one.name, len(one.spots)) for one in named(found.hosts)] == [("a.example", 2), ("b.example", 1)]


def test_components_are_named_with_their_kind(make_app):
    app = make_app(
        {
            "aura/panel/panel.cmp": "<aura:component><div/></aura:component>",
            "aura/panel/panelController.js": "({ go: function () { sforce.opencti.saveLog({}); } })",
            "pages/Phone.page": "<apex:page><script>sforce.opencti.saveLog({});</script></apex:page>",
        }
    )
    found = {(one.name, one.note) for one in components_of(app, Spots(app.files))}
    assert ("Phone", "Visualforce") in found
    assert ("panel", "Aura") in found


def test_hosts_of_call_center_items_and_metadata_count_and_those_of_vendored_libraries_do_not(make_app):
    center = """<callCenter><section name="reqGeneralInfo" label="g" sortOrder="0">
    <item name="reqAdapterUrl" label="u">https://phone.example/x</item></section></callCenter>"""
    app = make_app({"Desk.xml": center})
    assert list(mentions_of(app, Spots(app.files)).hosts) == ["phone.example"]


def test_a_registration_whose_handler_no_name_leads_to_is_listed(tmp_path, monkeypatch):
    (tmp_path / "phone.js").write_text(
        "sforce.opencti.onClickToDial({ listener: window.made.elsewhere });\n"
        "sforce.opencti.onNavigationChange({ listener: function (p) {} });\n",
        "utf-8",
    )
    monkeypatch.chdir(tmp_path)
    assert [(spot.path, spot.line) for spot in assessed(["."], "app").unresolved] == [("phone.js", 1)]
