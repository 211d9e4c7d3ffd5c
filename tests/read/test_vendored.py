import pytest

from ctilint.read.files.vendored import recognise

OPENCTI = """window.sforce=window.sforce||{},sforce.opencti=n(1);e.exports={API_VERSION:57,API_TYPE:"opencti",
sfdcIframeOrigin:null,mode:null};function u(s){parent.postMessage(s,a.sfdcIframeOrigin)}"""
INTERACTION = """/* Salesforce.com Interaction Toolkit 31.0 */ window.sforce = window.sforce || {};
sforce.interaction = (function () { var frameOrigin = null; var A = 'getCallCenterSettings';
  parent.postMessage(A, frameOrigin); })();"""
INTEGRATION = """sforce.console = (function () { var VERSION = '57.0'; var CALLEE_NAME = 'sfdc-console';
  var p = { sfdcIFrameOrigin: null }; top.postMessage(p);
  return { openPrimaryTab: f, getEnclosingPrimaryTabId: g }; })();"""
AJAX = """/* Salesforce.com AJAX Connector 15.0 */ sforce.internal = {}; sforce.Connection = function () {};"""
APEX = """sforce.Apex = function(){}; sforce.Apex.prototype.executeAnonymous = f("/services/Soap/s/15.0");"""
STREAMS = """connect.version = "2.6.0"; connect.ClientMethods = connect.makeEnum([]); connect.EventGraph = f;
connect.core.initCCP = f;"""
CONNECTOR = (
    """define("SCVConnectorBase",[],t); var CONNECTOR_VERSION="4.8.10"; SETUP_CONNECTOR; initializeConnector();"""
)


@pytest.mark.parametrize(
    ("text", "library", "version", "written"),
    [
        (OPENCTI, "opencti", "57.0", "57"),
        (INTERACTION, "interaction", "31.0", "31.0"),
        (
            INTERACTION.replace("Interaction Toolkit 31.0", "").replace("var f", "var apiVersion = 25, f"),
            *("interaction", "25.0", "25"),
        ),
        (INTEGRATION, "integration", "57.0", "57.0"),
        (AJAX, "ajax", "15.0", "15.0"),
        (APEX, "apex", "15.0", "15.0"),
        (STREAMS, "streams", "2.6.0", "2.6.0"),
        (CONNECTOR, "connector", "4.8.10", "4.8.10"),
        (STREAMS.replace("connect.version", "v"), "streams", "", ""),
    ],
)
def test_each_library_is_recognised_with_its_version(text, library, version, written):
    found = recognise(text)
    assert (found.library, found.version) == (library, version)
    assert text[found.span.start : found.span.end] == written


@pytest.mark.parametrize(
    "text",
    [
        "",
        "sforce.opencti.onClickToDial({listener: f}); sforce.console.openPrimaryTab();",
        "window.sforce = {opencti: {API_VERSION: 57, screenPop: jest.fn()}};",
        "sforce.console = {openPrimaryTab: f, addPushNotificationListener: f};",
        "if (sforce.interaction == null) { postMessage('getCallCenterSettings', frameOrigin); }",
        "connect.core.initCCP(div, {}); connect.contact(f);",
        STREAMS + "sforce.opencti.screenPop({});",
        CONNECTOR + "sforce.console.isInConsole();",
    ],
)
def test_an_app_or_a_test_double_is_no_library(text):
    assert recognise(text) is None
