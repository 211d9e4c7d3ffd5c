import pytest

from ctilint.read.files.marks import speaks_of_cti, speaks_of_server


@pytest.mark.parametrize(
    "text",
    [
        "sforce.opencti.screenPop()",
        "window['sforce']",
        "x=sforce;",
        "import x from 'lib/opencti_min'",
        "src='/support/console/49.0/integration.js'",
        "'/support/api/40.0/interaction.js'",
        "/soap/ajax/30.0/connection.js",
        "<c-x></c-x><lightning-service-cloud-voice-toolkit-api>",
        "<lightning:serviceCloudVoiceToolkitApi/>",
        "from 'scv-connector-base'",
        "import 'amazon-connect-streams'",
        "import { ContactClient } from '@amazon-connect/contact'",
        "<lightning:workspaceAPI aura:id='w'/>",
        "from 'lightning/platformWorkspaceApi'",
        "<lightning:clickToDial value='1'/>",
        "import x from 'clickToDialService'",
        "// ctilint-disable-next-line x",
        "['https://x', 'support/api', '44.0']",
        "connect.contact(function (c) {})",
        "window.connect.agent (f)",
        "connect.core.initCCP()",
        "<callCenter>",
        "<?xml version='1.0'?>\n<CallCenter xmlns='http://soap.sforce.com/2006/04/metadata'>",
        "<a>reqGeneralInfo</a>",
    ],
)
def test_what_speaks_of_cti(text):
    assert speaks_of_cti(text.encode())
    assert speaks_of_cti(b"\xff\xfe" + text.encode("utf-16-le"))
    assert speaks_of_cti(text.encode("utf-16-le"))
    assert speaks_of_cti(text.encode("utf-16-be"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://login.salesforce.com/",
        "xmlns='http://soap.sforce.com/2006/04/metadata'",
        "salesforce.opencty",
        "/support/tickets",
        "toolkit toolkits",
        "app.use(connect.compress()); connect.cookieParser()",
        "disconnect.color",
        "connect.agents",
        "connector",
        "<CallCenterRouting>",
        "var callCenter = 1",
    ],
)
def test_what_does_not(text):
    assert not speaks_of_cti(text.encode())


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("import boto3", True),
        ("AWS::Lambda::Function", True),
        ("Amazon Connect", True),
        ("SalesForce", True),
        ("a: 1", False),
    ],
)
def test_what_can_be_server_side(text, says):
    assert speaks_of_server(text.encode()) is says


def test_the_frame_of_the_contact_control_panel_speaks_of_cti() -> None:
    assert speaks_of_cti(b'<iframe src="https://x.my.connect.aws/ccp-v2">')
    assert speaks_of_cti(b'<iframe src="https://x.awsapps.com/connect/ccp#/">')
    assert not speaks_of_cti(b'<iframe src="https://x.example.com/connect/cpc">')
