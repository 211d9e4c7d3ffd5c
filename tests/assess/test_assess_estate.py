"""What lies beside the code: Apex classes, channels, call center files."""

from __future__ import annotations

import pytest
from assess_sample import app_of

from ctilint.assess.gathered.estate import call_centers_of, channels_named, look_beside, matching, read, words_in
from ctilint.assess.gathered.spots import Spots
from ctilint.assess.model import Apex, Spot
from ctilint.read.source import Source

CLASS = """
// webservice static String find(String not) in a comment
public class Lookup {
    @AuraEnabled(cacheable=true)
    public static List<Contact> find(String number, Integer limitTo) { return null; }
    /* global static void gone() */
    private void helper() {}
}
"""
CENTER = """<callCenter>
 <section sortOrder="0" name="reqGeneralInfo" label="General">
  <item name="reqInternalName" label="n">Desk</item>
  <item name="reqAdapterUrl" label="u">/apex/Phone</item>
  MODE
 </section>
 <section sortOrder="1" name="own" label="Own"><item name="host" label="h">pbx.example</item></section>
 VOICE
</callCenter>"""


class Folder:
    def __init__(self, **files):
        self.texts = {name.replace("__", "/"): text for name, text in files.items()}

    def files(self):
        yield from self.texts

    def bytes_of(self, path):
        text = self.texts[path]
        return text if isinstance(text, bytes) else text.encode()


def beside(files, *names, channels=()):
    return look_beside(files, tuple(Apex(name, ()) for name in names), channels, Spots({}))


def test_the_declaration_of_an_apex_method_is_found_and_not_in_comments():
    folder = Folder()
    folder.texts = {"force-app/classes/lookup.cls": CLASS}
    found = beside(folder, "Lookup.find", "Lookup.gone", "Other.find", "(computed).find").apex
    assert [one.found for one in found] == [
        "found",
        "the class is there, the method was not found in it",
        "not among the paths",
        "not among the paths",
    ]
    assert found[0].signature == (
        "@AuraEnabled(cacheable=true) public static List<Contact> find(String number, Integer limitTo)"
    )
    assert found[0].declared == Spot("force-app/classes/lookup.cls", 5, 5)


def test_channels_are_declared_by_metadata_and_used_by_components():
    folder = Folder()
    folder.texts = {
        "messageChannels/Phone.messageChannel-meta.xml": "<LightningMessageChannel/>",
        "lwc/notes/notes.js": "import P from '@salesforce/messageChannel/Phone__c';\n"
        "import O from '@salesforce/messageChannel/Other__c';",
        "aura/panel/panel.cmp": '<aura:component>\n<lightning:messageChannel type="Named__c"/></aura:component>',
        "src/elsewhere.js": "import P from '@salesforce/messageChannel/Phone__c';",
    }
    found = beside(folder, channels=["Named__c"]).channels
    assert [(name, verb, spot.path, spot.line) for name, verb, spot in found] == [
        ("Phone__c", "declared", "messageChannels/Phone.messageChannel-meta.xml", 1),
        ("Phone__c", "component notes", "lwc/notes/notes.js", 1),
        ("Named__c", "component panel", "aura/panel/panel.cmp", 2),
    ]
    joined = channels_named({"Phone__c": [("publishes", Spot("p.js", 3))]}, found)
    assert [(one.name, one.note) for one in joined] == [
        ("Named__c", "component panel"),
        ("Phone__c", "publishes, declared, component notes"),
    ]


def test_without_files_nothing_is_beside():
    found = look_beside(None, (Apex("A.b", ()),), (), Spots({}))
    assert (found.paths, found.channels, found.texts) == ((), (), ())
    assert found.apex[0].found == "not among the paths"


@pytest.mark.parametrize("data", [b"\0\0\0binary\0", b"x" * 2_000_001])
def test_what_is_no_text_or_too_large_is_not_read(data):
    folder = Folder()
    folder.texts = {"a.cls": data}
    assert read(folder, "a.cls") is None


@pytest.mark.parametrize(
    ("mode", "voice", "expected"),
    [
        ("", "", ("", False)),
        (
            '<item name="reqSalesforceCompatibilityMode" label="m">classic_AND_lightning</item>',
            "",
            ("Classic_and_Lightning", False),
        ),
        ('<item name="reqVendorInfoApiName" label="v">c__AMAZON_CONNECT</item>', "", ("", True)),
        ("", '<section name="reqHvcc" label="v" sortOrder="3"></section>', ("", True)),
    ],
)
def test_call_center_files_say_mode_and_whether_they_are_voice(mode, voice, expected):
    text = CENTER.replace("MODE", mode).replace("VOICE", voice)
    app = app_of(text, "Desk.xml")
    (center,) = call_centers_of(app, Spots(app.files))
    assert (center.mode, center.is_voice) == expected
    assert center.name == "Desk"
    rows = {item.name: item.row.symbol for item in center.items}
    assert rows["reqAdapterUrl"] == "reqAdapterUrl"
    assert rows["host"] == "custom <section>/<item>"


def test_the_metadata_form_counts_an_item_once():
    text = """<CallCenter xmlns="http://soap.sforce.com/2006/04/metadata"><adapterUrl>/apex/P</adapterUrl>
    <displayName>Desk</displayName><sections><items><label>u</label><name>reqAdapterUrl</name><value>/apex/P</value></items>
    <label>g</label><name>reqGeneralInfo</name></sections><version>4</version></CallCenter>"""
    app = app_of(text, "Desk.callCenter-meta.xml")
    (center,) = call_centers_of(app, Spots(app.files))
    assert [item.name for item in center.items] == ["reqAdapterUrl", "reqDisplayName"]
    assert center.name == "Desk"


def test_names_and_words():
    assert matching(["a/B.report-meta.xml", "c.js"], "*.report-meta.xml") == ("a/B.report-meta.xml",)
    spots = Spots({})
    (spot,) = words_in([Source("a.py", b"", "x\nstart_job()"), Source("b.py", b"", "")], "start_job", spots)
    assert (spot.path, spot.line) == ("a.py", 2)
