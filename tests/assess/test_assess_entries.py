"""What calls name: Apex, fields, channels."""

from __future__ import annotations

import pytest
from assess_sample import app_of

from ctilint.assess.gathered.entries import apex_of, channels_of, fields_of
from ctilint.assess.gathered.spots import Spots


def of(function, text, path="phone.js"):
    app = app_of(text, path)
    return function(app, Spots(app.files))


def test_apex_of_all_three_dialects():
    found = of(
        apex_of,
        """
        sforce.opencti.runApex({ apexClass: 'A', methodName: 'one', methodParams: 'x=' + x + '&y=2' });
        sforce.interaction.runApex('B', 'two', 'z=1', f);
        sforce.apex.execute('C', 'three', { q: 1 });
        sforce.opencti.runApex({ apexClass: name, methodName: 'four' });
        """,
    )
    assert [(one.name, one.parameters) for one in found] == [
        ("(computed).four", ()),
        ("A.one", ("x", "y")),
        ("B.two", ("z",)),
        ("C.three", ()),
    ]
    assert found[1].calls[0].line == 2


def test_fields_of_a_lightning_log_through_variables_and_assignments():
    found = of(
        fields_of,
        """
        var log = { entityApiName: 'Task', Subject: 'Call' };
        log.Queue__c = queue;
        sforce.opencti.saveLog({ value: log, callback: f });
        sforce.opencti.saveLog({ value: { Id: id, Description: text } });
        sforce.opencti.saveLog({ value: { entityApiName: 'Case', Status: 'New' } });
        """,
    )
    assert [(one.object, one.name, one.to) for one in found] == [
        ("(computed)", "Description", "Description"),
        ("Case", "Status", "stays on Case"),
        ("Task", "Queue__c", "a custom field of the VoiceCall"),
        ("Task", "Subject", "no counterpart known"),
    ]
    assert [one.object for one in found if one.certain] == ["Case"]


def test_fields_of_a_classic_log_are_read_from_its_text():
    found = of(fields_of, "sforce.interaction.saveLog('Task', 'whoid=' + w + '&CallObject=' + id + '&Id=' + task, f);")
    assert [(one.name, one.to) for one in found] == [("CallObject", "VendorCallKey"), ("whoid", "RelatedRecordId")]


@pytest.mark.parametrize(
    "call", ["sforce.opencti.saveLog({})", "sforce.opencti.saveLog()", "sforce.interaction.saveLog('Task')"]
)
def test_a_log_without_fields_names_none(call):
    assert of(fields_of, call) == ()


def test_fields_may_stand_one_level_deeper():
    found = of(
        fields_of, "sforce.opencti.saveLog({ value: { entityApiName: 'task', fields: { Subject: 'a', X__c: 1 } } });"
    )
    assert [(one.object, one.name) for one in found] == [("Task", "Subject"), ("Task", "X__c")]


def test_channels_and_console_events():
    found = of(
        channels_of,
        """
        sforce.opencti.publish({ channelName: 'A__c', message: {} });
        sforce.opencti.subscribe({ channelName: 'A__c', listener: f });
        sforce.console.fireEvent('ready', '');
        sforce.console.addEventListener(which(), f);
        """,
    )
    assert {name: [does for does, _ in uses] for name, uses in found.items()} == {
        "A__c": ["publishes", "subscribes"],
        "ready": ["fires"],
        "(computed)": ["hears"],
    }
