"""The server side: what speaks Salesforce Voice already stays and costs nothing; flows are read for what they do."""

from __future__ import annotations

import json

import pytest
from assess_sample import assessed

OWN = "arn:aws:lambda:eu-west-1:123456789012:function:Desk-InvokeTelephonyIntegrationApiFunction"
FOREIGN = "arn:aws:lambda:eu-west-1:123456789012:function:crm-lookup"


def block(kind, **parameters):
    return {"Identifier": kind, "Type": kind, "Parameters": parameters, "Transitions": {}}


def asks(arn, **passes):
    return block("InvokeLambdaFunction", LambdaFunctionARN=arn, LambdaInvocationAttributes=passes)


def flow(name, *blocks):
    return json.dumps(
        {"Version": "2019-10-30", "StartAction": "a", "Metadata": {"name": name}, "Actions": list(blocks)}
    )


def template(*functions):
    lines = ["AWSTemplateFormatVersion: '2010-09-09'", "Resources:"]
    for name, variables in functions:
        lines += [f"  {name}:", "    Type: AWS::Lambda::Function", "    Properties:", "      Runtime: python3.12"]
        lines += ["      Handler: handler.handler", "      Environment:", "        Variables:"]
        lines += [f"          {variable}: x" for variable in (*variables, "SALESFORCE_ORG_ID")]
    return "\n".join(lines) + "\n"


@pytest.fixture
def parts(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def read(files):
        for name, text in files.items():
            (tmp_path / name).write_text(text, "utf-8")
        found = assessed(["."], "app")
        return found, {part.name: part for part in found.server}

    return read


@pytest.mark.parametrize("method", ["createVoiceCall", "executeOmniFlow", "createTransferVC"])
def test_a_flow_that_asks_voice_stays(parts, method):
    found, by_name = parts({"in.json": flow("In", asks(FOREIGN.replace("crm", "my"), methodName=method))})
    assert by_name["In"].verdict == "keep"
    assert by_name["In"].by == "speaks to Salesforce Voice already"
    assert [one.total.high for one in found.effort] == [0, 0, 0]


def test_a_flow_that_invokes_voices_own_function_stays(parts):
    _, by_name = parts({"in.json": flow("In", asks(OWN, other="x"))})
    assert (by_name["In"].verdict, by_name["In"].effort) == ("keep", "")


def test_a_flow_that_also_invokes_another_function_changes(parts):
    _, by_name = parts({"in.json": flow("In", asks(OWN, methodName="createVoiceCall"), asks(FOREIGN))})
    assert by_name["In"].verdict == "change"


def test_a_flow_is_read_for_what_it_does(parts):
    _, by_name = parts(
        {
            "in.json": flow(
                "In",
                block("UpdateContactRecordingBehavior"),
                block("ConnectParticipantWithLexBot"),
                block("UpdateContactTargetQueue"),
                block("UpdateContactAttributes", Attributes={"vip": "yes", "sfdc-Vip__c": "yes"}),
                asks(FOREIGN),
            )
        }
    )
    assert by_name["In"].details == (
        "records the call",
        "asks Amazon Lex or for digits",
        "chooses the queue",
        f"calls {FOREIGN}",
        "attributes that do not reach the VoiceCall until they are renamed: vip",
    )
    assert (by_name["In"].effort_for("amazon-connect"), by_name["In"].effort_for("amazon-connect-existing")) == (
        "medium",
        "small",
    )


def test_a_flow_that_touches_neither_salesforce_nor_a_queue_stays(parts):
    _, by_name = parts({"bye.json": flow("Bye", block("MessageParticipant"), block("UpdateContactTextToSpeechVoice"))})
    assert by_name["Bye"].by == "touches neither Salesforce nor a queue: stays as it is"


def test_functions_that_voice_deploys_stay(parts):
    found, by_name = parts(
        {
            "t.yaml": template(
                ("InvokeTelephonyIntegrationApiFunction", ()),
                ("Renamed", ("SCRT_ENDPOINT_BASE",)),
                ("SetUpConfig", ()),
            )
        }
    )
    assert {name: part.by for name, part in by_name.items()} == {
        "InvokeTelephonyIntegrationApiFunction": "deployed by Salesforce Voice itself",
        "Renamed": "deployed by Salesforce Voice itself",
        "SetUpConfig": "stands in a deployment of Salesforce Voice already",
    }
    assert [one.total.high for one in found.effort] == [0, 0, 0]


def test_a_function_of_a_deployment_without_voice_costs_something(parts):
    found, by_name = parts({"t.yaml": template(("Lookup", ()))})
    assert by_name["Lookup"].effort == "small"
    assert [one.total.likely for one in found.effort] == [3, 3, 0]
