"""The server side of a tree: functions, handlers, flows and attributes joined."""

# ruff: noqa: E501  # what is read stands on one line

from __future__ import annotations

import json

import pytest

from ctilint.findings import Evidence
from ctilint.understand.server.build import build_server
from ctilint.understand.server.deployment import FLOW_LIMIT, LAMBDA_DEFAULT, ServerApp, ServerFunction
from ctilint.understand.server.refs import shared_folders

HANDLER = "def lambda_handler(event, context):\n    return {'n': event['Details']['Parameters']['n']}\n"


class Texts:
    """A tree of texts that remembers what was opened."""

    def __init__(self, files: dict[str, str], hidden: dict[str, str] | None = None) -> None:
        self.files = files
        self.hidden = hidden or {}

    def server_documents(self):
        return ((path, text.encode()) for path, text in self.files.items())

    def open(self, path: str) -> bytes | None:
        text = self.files.get(path) or self.hidden.get(path)
        return text.encode() if text is not None else None


def build(files: dict[str, str], hidden: dict[str, str] | None = None) -> ServerApp:
    server = build_server(Texts(files, hidden))
    assert server is not None
    return server


def only(server: ServerApp) -> ServerFunction:
    (function,) = server.functions
    return function


def template(properties: str, more: str = "") -> str:
    return (
        f"Description: Salesforce\n{more}Resources:\n  Pop:\n    Type: AWS::Serverless::Function\n    Properties:\n"
        + "".join(f"      {line}\n" for line in properties.splitlines())
    )


def flow(function: str, limit: str = "5", **more: object) -> str:
    parameters = {"LambdaFunctionARN": function, "InvocationTimeLimitSeconds": limit, **more}
    block = {"Identifier": "a", "Type": "InvokeLambdaFunction", "Parameters": parameters}
    return json.dumps({"Version": "2019-10-30", "StartAction": "a", "Metadata": {"name": "In"}, "Actions": [block]})


def arn(name: str) -> str:
    return f"arn:aws:lambda:eu-west-1:123456789012:function:{name}"


def test_nothing_strong_is_no_server_side():
    assert build_server(Texts({"app.py": "import boto3\n", "t.yaml": "Type: AWS::Lambda::Function\n"})) is None
    assert build_server(Texts({})) is None


def test_weak_code_beside_strong_code_belongs_to_it():
    server = build({"a/x.py": "# Salesforce\n", "a/y.py": "x = 1\n", "b/z.py": "import boto3\n", "c/w.py": "x = 1\n"})
    assert sorted(server.files) == ["a/x.py", "a/y.py", "b/z.py"]


def test_imported_modules_are_pulled_in():
    hidden = {"src/util.py": "from deep.more import x\n", "src/deep/more.py": "x = 1\n", "src/other.py": "y = 1\n"}
    server = build({"src/app.py": "# Salesforce\nfrom .util import f\nimport os\n"}, hidden)
    assert sorted(server.files) == ["src/app.py", "src/deep/more.py", "src/util.py"]


def test_a_handler_without_template():
    function = only(build({"src/pop.py": HANDLER}))
    assert (function.name, function.deployed, function.shapes) == ("pop.lambda_handler", None, ("flow",))
    assert function.waited_for
    assert function.limit == FLOW_LIMIT
    assert function.seconds is None
    assert function.runs == ()
    assert [place.message for place in function.waiting] == ["the handler reads the event of a contact flow here"]


@pytest.mark.parametrize(
    ("handler", "code", "path"),
    [
        ("pop.lambda_handler", "CodeUri: ./src\n", "src/pop.py"),
        ("src/pop.lambda_handler", "", "src/pop.py"),
        ("src.pop.lambda_handler", "", "src/pop.py"),
        ("pop.lambda_handler", "Code: {S3Key: pop.zip}\n", "deep/code/pop/pop.py"),
    ],
)
def test_a_template_finds_its_handler(handler, code, path):
    function = only(build({"template.yaml": template(f"{code}Handler: {handler}"), path: HANDLER}))
    assert function.name == "Pop"
    assert function.handler is not None
    assert function.handler.module.path == path


def test_the_nearest_of_two_files_is_the_handler():
    files = {
        "a/template.yaml": template("Handler: app.lambda_handler\nCodeUri: ./one"),
        "a/one/app.py": HANDLER,
        "b/one/app.py": HANDLER,
    }
    first = build(files).functions[0]
    assert first.handler is not None
    assert first.handler.module.path == "a/one/app.py"


def test_a_handler_that_is_nowhere():
    function = only(build({"template.yaml": template("Handler: gone.lambda_handler")}))
    assert function.handler is None
    assert function.place.path == "template.yaml"
    assert function.reaches == ()


def test_what_a_template_says_about_time():
    assert only(build({"t.yaml": template("Handler: a.b")})).seconds == LAMBDA_DEFAULT
    said = only(build({"t.yaml": template("Handler: a.b\nTimeout: 20")}))
    assert said.seconds == 20
    assert said.runs[0].message == "the template lets Pop run 20 s"
    assert only(build({"t.yaml": template("Handler: a.b\nTimeout: !FindInMap [a, b, c]")})).seconds is None


@pytest.mark.parametrize(
    ("name", "written", "evidence"),
    [
        ("FunctionName: cti-pop", arn("cti-pop"), Evidence.MATCHED),
        ("FunctionName: cti-pop", arn("cti-pop:live"), Evidence.MATCHED),
        ("FunctionName: cti-pop", arn("cti-pop-2"), None),
        ("FunctionName: !Sub 'cti-${Stage}-pop'", arn("cti-prod-pop"), Evidence.DERIVED),
        ("FunctionName: !Sub '${Stage}'", arn("anything"), None),
        ("Handler: x.y", arn("stack-Pop-1A2B3C4D5E6F"), Evidence.DERIVED),
        ("Handler: x.y", "${Pop.Arn}", Evidence.MATCHED),
        ("Handler: x.y", "${Other.Arn}", None),
        ("Handler: x.y", "%%POP%%", None),
    ],
)
def test_a_flow_names_its_function(name, written, evidence):
    server = build({"t.yaml": template(name), "flow.json": flow(written)})
    assert [one.evidence for one in server.functions[0].invocations] == ([evidence] if evidence else [])


def test_a_flow_names_code_without_a_template():
    function = only(build({"pop.py": HANDLER, "flow.json": flow(arn("pop"))}))
    assert function.limit == 5
    assert function.waiting[0].message == "the flow 'In' waits 5 s for it here"


def test_an_attribute_that_holds_the_function_is_followed():
    text = json.loads(flow("$.Attributes.which"))
    text["Actions"].append(
        {"Identifier": "s", "Type": "UpdateContactAttributes", "Parameters": {"Attributes": {"which": arn("pop")}}}
    )
    assert len(only(build({"pop.py": HANDLER, "flow.json": json.dumps(text)})).invocations) == 1


def test_an_asynchronous_block_waits_for_nothing():
    function = only(build({"pop.py": HANDLER, "flow.json": flow(arn("pop"), InvocationType="ASYNCHRONOUS")}))
    assert not function.waited_for
    assert function.invocations[0].place.message.endswith("starts it here and does not wait")


def test_the_least_limit_holds():
    function = only(build({"pop.py": HANDLER, "a.json": flow(arn("pop"), "8"), "b.json": flow(arn("pop"), "3")}))
    assert (function.limit, function.waiting[0].path) == (3, "b.json")


def test_a_permission_for_connect_makes_a_flow_wait():
    more = "  Allow:\n    Type: AWS::Lambda::Permission\n    Properties: {FunctionName: !GetAtt Pop.Arn, Principal: connect.amazonaws.com}\n"
    function = only(build({"t.yaml": template("Handler: a.b") + more}))
    assert function.triggers == ("connect",)
    assert function.waited_for
    assert function.waiting == ()


@pytest.mark.parametrize(
    ("body", "shapes"),
    [
        ("event.get('Records')", ("records",)),
        ("event['detail']", ("events",)),
        ("event['httpMethod']", ("api",)),
        ("event['ResponseURL']", ("custom",)),
        ("inner(event)", ("flow",)),
        ("other['Details']", ()),
    ],
)
def test_the_event_tells_who_runs_it(body, shapes):
    code = f"# Salesforce\ndef inner(e):\n    return e['Details']\ndef lambda_handler(event, context):\n    return {body}\n"
    assert only(build({"a.py": code})).shapes == shapes


def test_environment_of_a_function():
    function = only(build({"t.yaml": template("Environment: {Variables: {A: x, B: !Ref Y}}")}))
    assert (function.environment("A"), function.environment("B"), function.environment("C")) == ("x", "", None)


def test_attributes_set_and_read():
    code = (
        "import boto3\nc = boto3.client('connect')\ndef lambda_handler(event, context):\n"
        "    given = {'vip': 'yes'}\n    c.update_contact_attributes(Attributes=given)\n"
        "    return event['Details']['ContactData']['Attributes']['tier']\n"
    )
    server = build({"a.py": code})
    assert [(one.name, one.by) for one in server.attributes_set] == [("vip", "lambda_handler()")]
    assert server.attributes_read == {"tier"}


def test_inline_code_belongs_to_its_function():
    text = template("Handler: index.go\nInlineCode: |\n  def go(event, context):\n      return event['Details']")
    function = only(build({"t.yaml": text}))
    assert function.handler is not None
    assert (function.handler.name, function.handler.module.path) == ("go", "t.yaml")
    assert function.waited_for


def test_broken_files_are_named_and_the_rest_is_read():
    server = build({"bad.py": "# Salesforce\nx = (\n", "good.py": HANDLER})
    assert server.file_facts["bad.py"].problem is not None
    assert [function.name for function in server.functions] == ["good.lambda_handler"]


def test_progress_is_told_each_path():
    told: list[str] = []
    build_server(Texts({"b.py": HANDLER, "a.py": HANDLER}), told.append)
    assert told == ["a.py", "b.py"]


def test_shared_folders():
    assert shared_folders("a/b/c.py", "a/b/d.py") == 2
    assert shared_folders("a", "b") == 0
