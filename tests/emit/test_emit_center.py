"""The contact center of an emitted connector: what the call center file said, in the form that Salesforce imports."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from ctilint.emit.voice.center import centers_of
from ctilint.judge import judge
from ctilint.read.files.discover import Tree
from ctilint.settings import Settings
from ctilint.understand import build_app, build_app_from_text

DESK = Path(__file__).parents[2] / "fixtures" / "estate" / "desk"
SPACE = "{http://soap.sforce.com/2006/04/metadata}"


def app_of(text):
    return build_app_from_text("phone.xml", text.encode(), Settings())


def items_of(text):
    return {
        f"{section.get('name')}/{item.get('name')}": item.text
        for section in ET.fromstring(text).findall("section")
        for item in section.findall("item")
    }


def test_what_the_call_center_says_is_in_the_contact_center():
    files = centers_of(build_app(Tree([str(DESK)]), Settings()), "desk", bridges=True)
    assert sorted(files) == [
        "contact-center/ConversationVendorInformation/EstatePhoneVoice.ConversationVendorInformation-meta.xml",
        "contact-center/EstatePhoneVoice.xml",
    ]
    assert items_of(files["contact-center/EstatePhoneVoice.xml"]) == {
        "reqGeneralInfo/reqInternalName": "EstatePhoneVoice",
        "reqGeneralInfo/reqDisplayName": "Estate Phone Voice",
        "reqGeneralInfo/reqVendorInfoApiName": "c__EstatePhoneVoice",
        "reqHvcc/reqTelephonyIntegrationCertificate": None,
        "reqHvcc/reqLongDistPrefix": None,
        "dialingOptions/outsidePrefix": "9",
        "dialingOptions/internationalPrefix": "00",
        "estatePbx/switchboardHost": "pbx.estate.example",
        "estatePbx/switchboardToken": None,
    }
    assert "made-up-token" not in "".join(files.values())


def test_the_provider_is_one_of_partner_telephony():
    files = centers_of(build_app(Tree([str(DESK)]), Settings()), "desk", bridges=True)
    text = next(text for path, text in files.items() if "ConversationVendorInformation" in path)
    root = ET.fromstring(text)
    assert root.tag == f"{SPACE}ConversationVendorInfo"
    assert {one.tag.removeprefix(SPACE): one.text for one in root} == {
        "connectorUrl": "https://connector.example/",
        "developerName": "EstatePhoneVoice",
        "masterLabel": "Estate Phone Voice",
        "vendorType": "ServiceCloudVoicePartner",
    }
    assert "bridgeComponent" in text
    assert "bridgeComponent" not in "".join(centers_of(app_of("<a/>"), "x", bridges=False).values())


def test_check_takes_the_contact_center_for_one_of_voice(tmp_path, monkeypatch):
    for path, text in centers_of(build_app(Tree([str(DESK)]), Settings()), "desk", bridges=False).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    assert judge(build_app(Tree(["."]), Settings()), Settings()).findings == ()


@pytest.mark.parametrize(
    ("name", "internal"),
    [("desk", "DeskVoice"), ("7-up & co", "Center7UpCoVoice"), ("x" * 80, f"X{'x' * 34}Voice")],
)
def test_an_app_without_a_call_center_gets_one_with_its_name(name, internal):
    files = centers_of(app_of("<a/>"), name, bridges=False)
    assert items_of(files[f"contact-center/{internal}.xml"])["reqGeneralInfo/reqInternalName"] == internal
    assert len(internal) <= 40


CENTER = (
    '<callCenter><section sortOrder="0" name="reqGeneralInfo" label="G"><item sortOrder="0" name="reqInternalName" '
    'label="I">NAME</item></section><section sortOrder="1" name="mine" label="A &lt; B"><item sortOrder="0" '
    'name="a" label="&quot;x&quot;">1 &amp; 2</item></section></callCenter>'
)


def test_what_markup_means_stays_text():
    files = centers_of(app_of(CENTER.replace("NAME", "a&lt;b")), "x", bridges=False)
    assert sorted(files)[1] == "contact-center/abVoice.xml"
    root = ET.fromstring(files["contact-center/abVoice.xml"])
    section = root.findall("section")[2]
    assert (section.get("label"), section[0].get("label"), section[0].text) == ("A < B", '"x"', "1 & 2")


def test_two_call_centers_of_one_name_make_two_files():
    app = build_app_from_text("a.xml", CENTER.encode(), Settings())
    both = build_app_from_text("b.xml", CENTER.encode(), Settings())
    app.files.update(both.files)
    assert {"contact-center/NAMEVoice.xml", "contact-center/NAMEVoice2.xml"} <= set(centers_of(app, "x", bridges=False))


def test_a_contact_center_of_voice_stays_as_it_is():
    text = '<callCenter><section sortOrder="0" name="reqHvcc" label="S"></section></callCenter>'
    assert centers_of(app_of(text), "x", bridges=False) == {}
