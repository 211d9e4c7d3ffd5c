"""The questions: answered, partly answered, open."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from assess_sample import app_of, estate

from ctilint.assess.gathered import entries
from ctilint.assess.gathered import mentions as gather
from ctilint.assess.gathered.estate import call_centers_of
from ctilint.assess.gathered.spots import Spots
from ctilint.assess.gathered.uses import lines_of
from ctilint.assess.meaning.answers import Inputs, answers_for
from ctilint.assess.meaning.dates import version_says
from ctilint.assess.meaning.joining import join
from ctilint.assess.model import Answer, Named, Spot
from ctilint.judge import judge
from ctilint.read.source import Source
from ctilint.rulebook.voice import questions
from ctilint.settings import Settings


def ask(text: str = "", path: str = "phone.js", **given: object) -> dict[str, Answer]:
    app = app_of(text, path)
    spots = Spots(app.files)
    inputs: dict[str, object] = {
        "lines": lines_of(app, spots),
        "libraries": (),
        "call_centers": call_centers_of(app, spots),
        "mentions": gather.mentions_of(app, spots),
        "apex": entries.apex_of(app, spots),
        "fields": entries.fields_of(app, spots),
        "channels": (),
        "flows": (),
        "server": {},
        "has_server": False,
        "paths": (path,),
        "texts": tuple(facts.source for facts in app.files.values()),
        "spots": spots,
        **given,
    }
    return {answer.id: answer for answer in answers_for(Inputs(**inputs))}


class Folder:
    def __init__(self, text):
        self.text = text

    def bytes_of(self, path):
        assert path in {"r/Calls.report-meta.xml", "r/Cases.report-meta.xml", "sfdx-project.json"}
        return self.text.encode()


def test_a_file_that_speaks_of_something_else_is_no_signal():
    given = {"paths": ("r/Cases.report-meta.xml", "sfdx-project.json"), "files": Folder('{ "namespace": "" }')}
    found = ask("sforce.opencti.saveLog({});", **given)
    assert found["Q09"].evidence == ()
    assert found["Q30"].evidence == ()


def test_a_question_that_code_can_answer_is_answered_by_silence_too():
    found = ask("sforce.opencti.runApex({ apexClass: 'A', methodName: 'b' });")
    assert found["Q13"].status == "answered"
    assert [named.name for named in found["Q13"].evidence] == ["A.b", "sforce.opencti.runApex"]
    assert found["Q27"].status == "answered"
    assert found["Q27"].answer == "Nothing of the kind was found."
    assert found["Q27"].evidence == ()
    assert found["Q17"].decide == "a target for each channel"
    assert not found["Q17"].is_for_people
    assert found["Q06"].is_for_people


def test_an_input_that_is_missing_leaves_a_question_open_or_partly_answered():
    found = ask("sforce.opencti.saveLog({});")
    assert found["Q18"].status == "open"
    assert found["Q18"].answer == "Not among the paths: Lambda code, templates or contact flows."
    assert found["Q19"].status == "open"
    with_attribute = ask("connect.contact(function (c) { c.getAttributes(); });")["Q19"]
    assert (with_attribute.status, with_attribute.missing) == (
        "partly answered",
        ("Lambda code, templates or contact flows",),
    )


def test_what_code_can_only_hint_at_is_never_answered():
    found = ask("sforce.interaction.saveLog('Task', 'a=b');")
    assert found["Q02"].status == "partly answered"
    assert found["Q02"].decide == "who still works in Classic, and when they move"
    assert found["Q06"].status == "open"
    assert found["Q06"].answer.startswith("Voice is a paid add-on")


def test_server_facts_answer_the_server_questions():
    found = ask(
        "sforce.opencti.saveLog({});",
        server={"attribute": [("callerName", Spot("flow.json", 3))], "password-flow": [("", Spot("a.py", 9))]},
        has_server=True,
    )
    assert [named.name for named in found["Q19"].evidence] == ["attribute: callerName"]
    assert found["Q19"].status == "answered"
    assert [(named.name, named.spots) for named in found["Q23"].evidence] == [("password-flow", (Spot("a.py", 9),))]


@pytest.mark.parametrize(
    ("identity", "given"),
    [
        ("Q09", {"paths": ("r/Calls.report-meta.xml",), "files": Folder("<column>Activity.CallType</column>")}),
        ("Q30", {"paths": ("sfdx-project.json",), "files": Folder('{ "namespace": "acme" }')}),
        ("Q10", {"texts": (Source("x.cls", b"", "amazonconnect__AC_CtiScript__c"),)}),
        ("Q14", {"channels": (Named("Phone__c", (Spot("a", 1),)),)}),
        ("Q17", {"flows": (Named("Amazon Connect Chat Contact/*", (Spot("f.json", 1),)),)}),
        ("Q05", {"server": {"instance": [("", Spot("t.yaml", 2))]}}),
    ],
)
def test_every_kind_of_signal_is_heard(identity, given):
    assert ask("sforce.opencti.saveLog({});", **given)[identity].evidence


def test_hosts_of_salesforce_are_no_telephony():
    found = ask("fetch('https://x.my.salesforce.com/a'); fetch('https://pbx.example'); sforce.opencti.saveLog({});")[
        "Q04"
    ]
    assert "pbx.example" in [named.name for named in found.evidence]
    assert not any("salesforce" in named.name for named in found.evidence)


def test_values_and_items_of_call_centers_and_imports_and_paths():
    text = """<callCenter><section name="reqGeneralInfo" label="g" sortOrder="0">
    <item name="reqInternalName" label="n">A</item>
    <item name="reqSalesforceCompatibilityMode" label="m">classic</item></section></callCenter>"""
    found = ask(text, "Desk.xml")
    assert [named.name for named in found["Q02"].evidence] == ["reqSalesforceCompatibilityMode = classic"]
    assert [named.name for named in found["Q28"].evidence] == ["reqInternalName"]
    code = ask("import t from 'twilio'; parent.postMessage(1); document.cookie; sforce.opencti.saveLog({});")
    assert "twilio" in [named.name for named in code["Q04"].evidence]
    assert [named.name for named in code["Q26"].evidence] == ["parent.postMessage"]
    assert [named.name for named in code["Q25"].evidence] == ["document.cookie"]


def test_every_question_stands_in_the_estates_report():
    (app,) = estate("desk").apps
    assert [answer.id for answer in app.answers] == [question.id for question in questions()]
    status: Mapping[str, str] = {answer.id: answer.status for answer in app.answers}
    assert status["Q18"] == "answered"
    assert status["Q06"] == "open"
    assert status["Q28"] == "partly answered"


def test_an_app_without_telephony_says_so():
    app = app_of("alert(1);")
    found = join(app, judge(app, Settings()), None, (), "")
    assert found.verdict[0] == "No telephony code was found under the paths."
    assert found.verdict[1] == "No end date applies to what was found."
    assert found.effort[0].addends == ()
    assert found.not_seen[0].what == "files beside the code"
    assert found.name == "phone.js"
    assert version_says("66.0")[0] == "supported"
