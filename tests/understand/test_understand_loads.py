"""Every form in which a Salesforce or Amazon library is loaded: library, version, form, and where the version stands."""

# ruff: noqa: E501 - the examples are code

from __future__ import annotations

import pytest
from app_of import Files, app_of, cut, line

from ctilint.findings import Evidence
from ctilint.understand.windows.loads import version_of

MATCHED = Evidence.MATCHED
DERIVED = Evidence.DERIVED


def loads(files: Files | str) -> list[tuple[str, str | None, str, str]]:
    """Return library, version, form and the text of the place of each load."""
    app = app_of(files)
    return [(load.library, load.version, load.form, cut(app, load.place)) for load in app.loads]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("a.html", "<script src='/support/api/57.0/lightning/opencti_min.js'></script>", ("opencti", "57.0", "script tag", "57.0")),
        ("a.html", "<script src='/support/api/57.0/lightning/opencti.js'></script>", ("opencti", "57.0", "script tag", "57.0")),
        ("a.html", "<SCRIPT SRC=/support/api/33.0/Interaction.js></SCRIPT>", ("interaction", "33.0", "script tag", "33.0")),
        ("a.html", "<script src='/support/api/33.0/interaction_min.js?x=1'></script>", ("interaction", "33.0", "script tag", "33.0")),
        ("a.html", "<script src='/support/console/49.0/integration.js'></script>", ("integration", "49.0", "script tag", "49.0")),
        ("a.html", "<script src='/support/api/49.0/integration.js'></script>", ("integration", "49.0", "script tag", "49.0")),
        ("a.html", "<script src='/soap/ajax/30.0/connection.js'></script>", ("ajax", "30.0", "script tag", "30.0")),
        ("a.html", "<script src='/soap/ajax/30.0/apex.js'></script>", ("apex", "30.0", "script tag", "30.0")),
        ("a.html", "<script src='/support/api/v57.0/interaction.js'></script>", ("interaction", "57.0", "script tag", "v57.0")),
        ("a.html", "<script src='/support/api/57/interaction.js'></script>", ("interaction", "57", "script tag", "57")),
        ("a.html", "<iframe src='/support/api/33.0/interaction.js'></iframe>", ("interaction", "33.0", "frame", "33.0")),
        ("a.page", "<apex:page><apex:includeScript value='/support/console/30.0/integration.js'/></apex:page>", ("integration", "30.0", "apex:includeScript", "30.0")),
        ("a.page", "<apex:page><script src=\"{!URLFOR('/support/console/28.0/integration.js')}\"></script></apex:page>", ("integration", "28.0", "script tag", "28.0")),
        ("a.page", "<apex:page><script>var x = 1;\n<apex:includeScript value='/support/api/33.0/interaction.js'/>\n</script></apex:page>", ("interaction", "33.0", "apex:includeScript", "33.0")),
        ("a.cmp", "<aura:component><ltng:require scripts=\"{!join(',', '/support/api/40.0/lightning/opencti_min.js', $Resource.x)}\"/></aura:component>", ("opencti", "40.0", "ltng:require", "40.0")),
    ],
)  # fmt: skip
def test_markup(path: str, text: str, expected: tuple[str, str, str, str]) -> None:
    assert loads({path: text}) == [expected]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        # The address is one text: the place is the version in it.
        ("var s = document.createElement('script');\ns.src = '/support/api/44.0/lightning/opencti_min.js';", [("opencti", "44.0", "44.0", MATCHED)]),
        ("require(['/support/api/45.0/lightning/opencti_min'], go);", [("opencti", "45.0", "45.0", MATCHED)]),
        ("require.config({ paths: { cti: '/support/api/45.0/lightning/opencti_min' } });", [("opencti", "45.0", "45.0", MATCHED)]),
        ("$.getScript('/support/api/46.0/interaction.js');", [("interaction", "46.0", "46.0", MATCHED)]),
        ("document.write('<script src=\"/support/api/36.0/interaction.js\"><\\/script>');", [("interaction", "36.0", "36.0", MATCHED)]),
        ("load(`${host}/support/api/41.0/lightning/opencti_min.js`);", [("opencti", "41.0", "41.0", DERIVED)]),
        ("add('/support/api/42.0/' + file());\nfunction file() { return late ? 'lightning/opencti_min.js' : 'interaction.js'; }", [("opencti", "42.0", "42.0", DERIVED), ("interaction", "42.0", "42.0", DERIVED)]),
        # The version comes from elsewhere: the place is the address.
        ("var v = '41.0';\nload(host + '/support/api/' + v + '/interaction.js');", [("interaction", "41.0", "host + '/support/api/' + v + '/interaction.js'", DERIVED)]),
        ("const v = '41.0';\nload(`/support/api/${v}/interaction.js`);", [("interaction", "41.0", "`/support/api/${v}/interaction.js`", DERIVED)]),
        ("const v = old ? '30.0' : '58.0';\nload(`/support/api/${v}/interaction.js`);", [("interaction", "30.0", "`/support/api/${v}/interaction.js`", DERIVED), ("interaction", "58.0", "`/support/api/${v}/interaction.js`", DERIVED)]),
        ("function load(v = '38.0') { add(`/support/api/${v}/interaction.js`); }\nload();", [("interaction", "38.0", "`/support/api/${v}/interaction.js`", DERIVED)]),
        ("function load(v) { v = v || '38.0'; add(`/support/api/${v}/interaction.js`); }\nload();", [("interaction", "38.0", "`/support/api/${v}/interaction.js`", DERIVED)]),
        ("function load(v) { add(`/support/api/${v}/interaction.js`); }\nload('39.0');", [("interaction", "39.0", "`/support/api/${v}/interaction.js`", DERIVED)]),
        ("function load(v) { add(`/support/api/${v}.0/interaction.js`); }\nload(39);", [("interaction", "39.0", "`/support/api/${v}.0/interaction.js`", DERIVED)]),
        ("const c = { v: '33.0' };\nload(`/support/api/${c.v}/interaction.js`);", [("interaction", "33.0", "`/support/api/${c.v}/interaction.js`", DERIVED)]),
        ("class L { constructor() { this.v = '33.0'; } go() { load(`/support/api/${this.v}/interaction.js`); } }", [("interaction", "33.0", "`/support/api/${this.v}/interaction.js`", DERIVED)]),
        # Nobody knows the version.
        ("load('/support/api/' + settings.version + '/interaction.js');", [("interaction", None, "'/support/api/' + settings.version + '/interaction.js'", DERIVED)]),
        ("load('/support/api/{v}/interaction.js'.replace('{v}', v));", [("interaction", None, "'/support/api/{v}/interaction.js'", MATCHED)]),
        # No load at all.
        ("// /support/api/20.0/interaction.js\nsforce.opencti.refreshView();", []),
        ("var help = 'https://example.com/support/api/30.0/interactions/list';", []),
        ("var help = '/support/api/30.0/interaction-design';", []),
        ("var help = '/support/api/30.0/interaction.jsp';", []),
    ],
)  # fmt: skip
def test_code(code: str, expected: list[tuple[str, str | None, str, Evidence]]) -> None:
    app = app_of(code)
    found = [(load.library, load.version, cut(app, load.place), load.evidence) for load in app.loads]
    assert found == expected
    assert {load.form for load in app.loads} <= {"string"}


def test_either_address() -> None:
    code = "load(classic ? '/support/api/30.0/interaction.js' : '/support/api/58.0/lightning/opencti_min.js');"
    assert set(loads(code)) == {("interaction", "30.0", "string", "30.0"), ("opencti", "58.0", "string", "58.0")}


def test_a_version_from_another_module() -> None:
    files = {
        "a.js": "import { V } from './v.js';\nload(`/support/api/${V}/interaction.js`);",
        "v.js": "export const V = '34.0';",
    }
    assert [(library, version) for library, version, _, _ in loads(files)] == [("interaction", "34.0")]


@pytest.mark.parametrize(
    ("written", "version"),
    [
        ("57.0", "57.0"),
        ("7.0", "7.0"),
        ("57", "57"),
        ("v57.0", "57.0"),
        ("", ""),
        ("XX.0", ""),
        ("[version]", ""),
        ("NN.0", ""),
        ("%s", None),
        ("%1$s", None),
        ("%d.0", None),
        ("latest", ""),
        ("1234.0", ""),
        ("٣٠.0", ""),
        ("{!version}", None),
        ("{{version}}", None),
        ("${version}", None),
        ("<%= version %>", None),
        ("<?= $version ?>", None),
        ("{version}", None),
        ("{}", None),
        ("{}.0", None),
        ("{% version %}", None),
    ],
)
def test_the_version_written(written: str, version: str | None) -> None:
    assert version_of(written) == version


@pytest.mark.parametrize(
    ("written", "version", "place"),
    [
        ("XX.0", "", "XX.0"),
        ("[version]", "", "[version]"),
        ("", "", "/support/api//interaction.js"),
        ("{{version}}", None, "{{version}}"),
    ],
)
def test_a_version_that_is_no_number(written: str, version: str | None, place: str) -> None:
    text = f"<script src='/support/api/{written}/interaction.js'></script>"
    assert loads({"a.html": text}) == [("interaction", version, "script tag", place)]


@pytest.mark.parametrize(
    ("path", "version"), [("a.erb", "<%= version %>"), ("a.php", "<?= $version ?>"), ("a.html", "{{version}}")]
)
def test_a_server_template_as_version(path: str, version: str) -> None:
    text = f'<script src="/support/api/{version}/interaction.js"></script>'
    assert [item[:3] for item in loads({path: text})] == [("interaction", None, "script tag")]


def test_a_merge_field_as_version() -> None:
    text = "<apex:page><script src='/support/api/{!$Setup.Phone__c.Version__c}/interaction.js'></script></apex:page>"
    assert loads({"a.page": text}) == [("interaction", None, "script tag", "{!$Setup.Phone__c.Version__c}")]


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("/support/api/57.0/interaction.js", ""),
        ("https://c.eu31.salesforce.com/support/api/57.0/interaction.js", "c.eu31.salesforce.com"),
        ("//my.example.com/support/api/57.0/interaction.js", "my.example.com"),
    ],
)
def test_the_host_of_an_address(address: str, host: str) -> None:
    [load] = app_of({"a.html": f"<script src='{address}'></script>"}).loads
    assert (load.host, load.dialect, load.address) == (host, "classic", "/support/api/57.0/interaction.js")


VENDORED = {
    "opencti.js": (
        (
            "window.sforce = {}; sforce.opencti = { API_TYPE: 'opencti', API_VERSION: 54.0, sfdcIFrameOrigin: 1,\n"
            "invokeApiCall: function () { parent.postMessage('', '*'); } };"
        ),
        ("opencti", "54.0", "lightning"),
    ),
    "connection.js": (
        "sforce.Connection = function () {}; sforce.internal = {};\n// AJAX Connector 29.0",
        ("ajax", "29.0", "ajax"),
    ),
    "integration.js": (
        (
            "sforce.console = { openPrimaryTab: 1, addPushNotificationListener: 2, frameOrigin: 3 }; parent.postMessage();\n"
            "var VERSION = '33.0';"
        ),
        ("integration", "33.0", "console"),
    ),
}


@pytest.mark.parametrize("name", VENDORED)
def test_a_vendored_copy_says_its_version(name: str) -> None:
    text, expected = VENDORED[name]
    app = app_of({name: text})
    assert [(load.library, load.version, load.dialect, load.form) for load in app.loads] == [
        (expected[0], expected[1], expected[2], "vendored copy")
    ]
    assert [call.name for window in app.windows for call in window.calls] == []


def test_imported_packages() -> None:
    code = "import 'amazon-connect-streams';\nimport { Constants } from 'scv-connector-base';\nimport { x } from './x';"
    app = app_of(code)
    assert sorted((load.library, load.version, load.form, line(app, load.place)) for load in app.loads) == [
        ("connector", None, "import", 2),
        ("streams", None, "import", 1),
    ]


def test_a_page_without_scripts_of_its_own() -> None:
    text = "<!-- <script src='/support/api/20.0/interaction.js'></script> --><p>sforce.opencti</p>"
    assert loads({"a.html": text}) == []


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("load([host, 'support', 'api', '42.0', 'lightning', 'opencti_min.js'].join('/'));", [("opencti", "42.0", "string", "'42.0'")]),
        ("const at = ['', 'support/console', '31.0', 'integration.js']; load(at.join('/'));", [("integration", "31.0", "string", "'31.0'")]),
        ("const v = '33.0'; load(['/support/api/', v, '/interaction.js'].join(''));", [("interaction", "33.0", "string", "['/support/api/', v, '/interaction.js'].join('')")]),
        ("load(host.concat('/support/api/', '41.0', '/interaction.js'));", [("interaction", "41.0", "string", "'41.0'")]),
        ("load(['/support/api/41.0/interaction.js', '?x'].join(''));", [("interaction", "41.0", "string", "41.0")]),
        ("load(['support', 'api', '41.0', 'interaction.js'].join());", []),
        ("load(['interaction.js'].concat(rows)); join(['/support/api', '41.0', 'interaction.js']);", []),
        ("load(names.join('/')); const file = 'interaction.js';", []),
    ],
)  # fmt: skip
def test_an_address_put_together_by_a_method(code: str, expected: list[tuple[str, str, str, str]]) -> None:
    assert loads({"a.js": f"sforce.interaction.isInConsole(f); {code}"}) == expected
