"""Templates, contact flows and requirements of the server side."""

# ruff: noqa: E501  # what is read stands on one line

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctilint.read.facts import FileKind
from ctilint.read.server import is_weak_code, may_be_server, read_server, strength
from ctilint.read.server.deployed import ServerFacts
from ctilint.read.server.nodes import DocumentError, Mapping, Scalar, inner_map, parse_json, parse_yaml

SAM = """\
# ctilint-disable hard-coded-host -- a fixture
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Parameters:
  Version: {Type: String, Default: v42.0}
  Stage: {Type: String}
Globals:
  Function:
    Timeout: 6
    Runtime: python3.9
Resources:
  Lookup:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: !Sub "${Stage}-lookup"
      Handler: lookup.lambda_handler
      CodeUri: ./src
      MemorySize: 256
      Environment:
        Variables:
          SF_VERSION: !Ref Version
          SF_SECRET: "{{resolve:secretsmanager:x}}"
          HOST:
            Fn::Sub: "https://${Stage}.example.com"
      Events:
        Records: {Type: Kinesis}
  Inline:
    Type: AWS::Lambda::Function
    Properties:
      Handler: index.handler
      Runtime: python3.12
      Code:
        ZipFile: |
          import requests

          def handler(event, context):
              return requests.get("😀")
  Permission:
    Type: AWS::Lambda::Permission
    Properties:
      FunctionName: !Ref Inline
      Principal: connect.amazonaws.com
"""


def read(path: str, text: str) -> ServerFacts:
    return read_server(path, text.encode())


def test_a_sam_template():
    facts = read("template.yaml", SAM)
    assert facts.problem is None
    assert facts.file.kind is FileKind.DEPLOYMENT
    lookup, inline = facts.functions
    assert (lookup.logical_id, lookup.code, lookup.triggers) == ("Lookup", "./src", ("kinesis",))
    assert lookup.timeout is not None
    assert (lookup.timeout.number, facts.source.cut(lookup.timeout.span)) == (6.0, "6")
    assert lookup.runtime is not None
    assert lookup.runtime.text == "python3.9"
    assert lookup.memory is not None
    assert lookup.memory.number == 256
    assert lookup.name is not None
    assert (lookup.name.text, lookup.name.pattern) == (None, ".*\\-lookup")
    assert inline.triggers == ("connect",)
    assert facts.source.cut(inline.span) == "Inline"


def test_environment_values_are_followed_to_their_default():
    facts = read("template.yaml", SAM)
    environment = {name: setting for name, setting, _ in facts.functions[0].environment}
    version = environment["SF_VERSION"]
    assert (version.text, version.reference, facts.source.cut(version.literal)) == ("v42.0", "Version", "v42.0")
    assert environment["SF_SECRET"].dynamic
    assert environment["HOST"].text is None


def test_python_inside_a_template_stands_where_it_stands():
    facts = read("template.yaml", SAM)
    module = facts.functions[1].inline
    assert module is not None
    assert module.inline
    call = module.functions[1].calls[0]
    assert call.qualified == "requests.get"
    assert facts.source.cut(call.span) == 'requests.get("😀")'
    assert facts.modules == (module,)


def test_comments_that_speak_to_ctilint_are_kept():
    assert [one.text for one in read("template.yaml", SAM).file.comments] == [
        "# ctilint-disable hard-coded-host -- a fixture"
    ]


def test_broken_python_inside_a_template_is_named_and_the_template_is_read():
    facts = read("template.yaml", SAM.replace("return requests.get", "return return"))
    assert facts.problem is not None
    assert "return return" in facts.source.line(facts.source.position(facts.problem.span.start)[0])
    assert len(facts.functions) == 2


def test_a_cloudformation_template_in_json():
    text = json.dumps(
        {
            "AWSTemplateFormatVersion": "2010-09-09",
            "Resources": {
                "F": {
                    "Type": "AWS::Lambda::Function",
                    "Properties": {
                        "FunctionName": {"Fn::Join": ["", ["cti-", {"Ref": "Stage"}]]},
                        "Handler": "a/b.run",
                        "Timeout": 8,
                        "Runtime": "python3.12",
                        "Code": {"S3Key": "f.zip"},
                        "PackageType": "Image",
                    },
                },
                "M": {
                    "Type": "AWS::Lambda::EventSourceMapping",
                    "Properties": {"FunctionName": {"Fn::GetAtt": ["F", "Arn"]}},
                },
            },
        },
        indent=1,
    )
    (function,) = read("stack.json", text).functions
    assert function.name is not None
    assert (function.name.text, function.name.pattern) == (None, "cti\\-.*")
    assert (function.triggers, function.image, function.code) == (("stream",), True, "f.zip")


@pytest.mark.parametrize(
    ("resource", "triggers"),
    [
        ("{Type: AWS::Lambda::Permission, Properties: {FunctionName: !Ref F, Principal: s3.amazonaws.com}}", ("s3",)),
        ("{Type: AWS::Lambda::Permission, Properties: {FunctionName: !Ref F, Principal: other.example.com}}", ()),
        ("{Type: AWS::Lambda::EventSourceMapping, Properties: {FunctionName: !GetAtt F.Arn}}", ("stream",)),
        ("{Type: AWS::Connect::IntegrationAssociation, Properties: {IntegrationArn: !GetAtt F.Arn}}", ("connect",)),
        ("{Type: 'Custom::Setup', Properties: {ServiceToken: !GetAtt F.Arn}}", ("custom",)),
        ("{Type: AWS::Events::Rule, Properties: {Targets: [{Arn: !GetAtt F.Arn}]}}", ("events",)),
        ("{Type: AWS::StepFunctions::StateMachine, Properties: {DefinitionString: !Sub 'x ${F.Arn} y'}}", ("steps",)),
        ("{Type: AWS::Lambda::Permission, Properties: {Principal: s3.amazonaws.com}}", ()),
    ],
)
def test_triggers(resource, triggers):
    text = f"Resources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties: {{Handler: a.b}}\n  G: {resource}\n"
    assert read("t.yaml", text).functions[0].triggers == triggers


@pytest.mark.parametrize(
    ("value", "text", "pattern", "reference"),
    [
        ("!Join ['-', [cti, !Ref Stage]]", None, "cti\\-.*", "Stage"),
        ("!Join ['-', [cti, pop]]", "cti-pop", "cti\\-pop", ""),
        ("!Sub ['${A}-pop', {A: cti}]", "cti-pop", ".*\\-pop", "A"),
        ("!Sub [[], {}]", None, "", ""),
        ("!GetAtt Other.Arn", None, "", "Other"),
        ("!GetAtt [Other, Arn]", None, "", "Other"),
        ("!If [C, !Ref Other, !Ref 'AWS::NoValue']", None, "", "Other"),
        ("!If [C, a, a]", "a", "", ""),
        ("!ImportValue x", None, "", ""),
        ("{Ref: Known}", "k", "", "Known"),
        ("[a]", None, "", ""),
    ],
)
def test_intrinsic_functions(value, text, pattern, reference):
    document = f"Parameters: {{Known: {{Default: k}}}}\nResources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties:\n      FunctionName: {value}\n"
    name = read("t.yaml", document).functions[0].name
    assert name is not None
    assert (name.text, name.pattern, name.reference) == (text, pattern, reference)


def test_flow_content_in_other_forms():
    head = "Resources:\n  Flow:\n    Type: AWS::Connect::ContactFlow\n    Properties:\n      Content: "
    assert len(read("t.yaml", head + json.dumps(NEW_FLOW) + "\n").flows) == 1
    assert len(read("t.yaml", head + "!Sub [" + json.dumps(json.dumps(NEW_FLOW)) + ", {A: b}]\n").flows) == 1
    assert read("t.yaml", head + "'{\"Actions\": [}'\n").flows == ()
    assert read("t.yaml", head + '\'{"Actions": [], "x": 1}\'\n').flows == ()
    folded = read("t.yaml", head + ">\n        " + json.dumps(NEW_FLOW) + "\n")
    assert folded.flows[0].blocks[0].span == folded.flows[0].span


def test_a_flow_as_an_object_inside_an_answer():
    assert len(read("f.json", json.dumps({"Name": "x", "Content": NEW_FLOW})).flows) == 1


def test_a_serverless_file():
    facts = read(
        "serverless.yml",
        "service: cti\ncustom:\n  limit: 20\nprovider:\n  name: aws\n  runtime: python3.8\n  environment:\n    V: ${env:V, 'v30.0'}\n"
        "functions:\n  pop:\n    handler: src/pop.handler\n    timeout: ${self:custom.limit}\n    events:\n      - http: GET /x\n",
    )
    (function,) = facts.functions
    assert function.timeout is not None
    assert (function.timeout.number, facts.source.cut(function.timeout.literal)) == (20.0, "20")
    assert function.name is not None
    assert function.name.pattern == "cti-.*-pop"
    assert function.environment[0][1].text == "v30.0"
    assert function.triggers == ("api",)
    assert function.runtime is not None
    assert function.runtime.text == "python3.8"


def test_if_takes_the_arm_that_is_known():
    facts = read(
        "t.yaml",
        "Resources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties:\n      Timeout: !If [C, 9, !Ref AWS::NoValue]\n      Runtime: !If [C, a, b]\n",
    )
    assert facts.functions[0].timeout is not None
    assert facts.functions[0].timeout.number == 9
    assert facts.functions[0].runtime is not None
    assert facts.functions[0].runtime.text is None


NEW_FLOW = {
    "Version": "2019-10-30",
    "StartAction": "a",
    "Metadata": {"name": "Inbound"},
    "Actions": [
        {
            "Identifier": "a",
            "Type": "InvokeLambdaFunction",
            "Parameters": {
                "LambdaFunctionARN": "arn:aws:lambda:eu-west-1:123456789012:function:lookup",
                "InvocationTimeLimitSeconds": "8",
                "LambdaInvocationAttributes": {"phone": "$.CustomerEndpoint.Address"},
            },
        },
        {
            "Identifier": "b",
            "Type": "UpdateContactAttributes",
            "Parameters": {"Attributes": {"name": "$.External.Name"}},
        },
        {"Identifier": "c", "Type": "Compare", "Parameters": {"ComparisonValue": "$.Attributes.name"}},
        {
            "Identifier": "d",
            "Type": "InvokeLambdaFunction",
            "Parameters": {"LambdaFunctionARN": "x", "InvocationType": "ASYNCHRONOUS"},
        },
    ],
}


def test_a_flow_of_the_flow_language():
    facts = read("flow.json", json.dumps(NEW_FLOW))
    (flow,) = facts.flows
    assert (flow.name, flow.language, facts.file.kind) == ("Inbound", "actions", FileKind.CONTACT_FLOW)
    invoke, update, _, later = flow.blocks
    assert invoke.function.endswith(":lookup")
    assert (invoke.limit, invoke.synchronous, later.synchronous) == (8.0, True, False)
    assert invoke.limit_span is not None
    assert facts.source.cut(invoke.limit_span) == '"8"'
    assert [(one.name, one.value) for one in invoke.passes] == [("phone", "$.CustomerEndpoint.Address")]
    assert [(one.name, facts.source.cut(one.span)) for one in update.sets] == [("name", '"name"')]
    assert [(one.kind, one.name) for one in flow.reads] == [("external", "Name"), ("attribute", "name")]
    assert [one.text for one in flow.texts] == ["arn:aws:lambda:eu-west-1:123456789012:function:lookup"]


OLD_FLOW = {
    "modules": [
        {
            "id": "1",
            "type": "InvokeExternalResource",
            "branches": [],
            "parameters": [
                {"name": "FunctionArn", "value": "which", "namespace": "User Defined"},
                {"name": "TimeLimit", "value": "3"},
                {"name": "Parameter", "key": "a", "value": "b"},
            ],
            "target": "Lambda",
        },
        {
            "id": "2",
            "type": "SetAttributes",
            "branches": [],
            "parameters": [{"name": "Attribute", "value": "Name", "key": "who", "namespace": "External"}],
        },
        {
            "id": "3",
            "type": "CheckAttribute",
            "branches": [],
            "parameters": [{"name": "Attribute", "value": "who"}, {"name": "Namespace", "value": "User Defined"}],
        },
    ],
    "start": "1",
    "version": "1",
    "type": "contactFlow",
    "metadata": {"name": "Old"},
}


def test_only_a_lambda_block_has_a_limit():
    block = {"Identifier": "v", "Type": "ShowView", "Parameters": {"InvocationTimeLimitSeconds": "600"}}
    flow = {"Version": "2019-10-30", "StartAction": "v", "Actions": [block]}
    assert read("flow.json", json.dumps(flow)).flows[0].blocks[0].limit is None


def test_a_flow_that_says_no_name_has_that_of_its_file():
    flow = {"Version": "2019-10-30", "StartAction": "v", "Actions": []}
    assert read("flows/Callback subflow.json", json.dumps(flow)).flows[0].name == "Callback subflow.json"


def test_a_flow_of_the_older_export():
    facts = read("Old Flow", json.dumps(OLD_FLOW))
    (flow,) = facts.flows
    assert (flow.name, flow.language, flow.type) == ("Old", "modules", "contactFlow")
    invoke, update, check = flow.blocks
    assert (invoke.type, update.type, check.type) == ("InvokeLambdaFunction", "UpdateContactAttributes", "Compare")
    assert (invoke.function, invoke.limit) == ("$.Attributes.which", 3.0)
    assert [(one.name, one.value) for one in invoke.passes] == [("a", "b")]
    assert [one.name for one in update.sets] == ["who"]
    assert [(one.kind, one.name) for one in flow.reads] == [
        ("attribute", "which"),
        ("external", "Name"),
        ("attribute", "who"),
    ]


def test_a_flow_inside_the_answer_of_a_call_keeps_its_places():
    text = json.dumps({"ContactFlow": {"Name": "In", "Type": "CONTACT_FLOW", "Content": json.dumps(NEW_FLOW)}})
    facts = read("answer.json", text)
    (flow,) = facts.flows
    assert (flow.name, flow.type) == ("In", "CONTACT_FLOW")
    span = flow.blocks[0].limit_span
    assert span is not None
    assert facts.source.cut(span) == '\\"8\\"'


@pytest.mark.parametrize("style", ["literal", "double", "single"])
def test_a_flow_inside_a_template_keeps_its_places(style):
    content = json.dumps(NEW_FLOW)
    written = {"literal": "|\n        " + content, "double": json.dumps(content), "single": f"'{content}'"}[style]
    facts = read(
        "t.yaml",
        f"Resources:\n  Flow:\n    Type: AWS::Connect::ContactFlow\n    Properties:\n      Content: {written}\n",
    )
    (flow,) = facts.flows
    assert flow.name == "Flow"
    span = flow.blocks[0].limit_span
    assert span is not None
    assert facts.source.cut(span).strip('\\"') == "8"


def test_other_json_is_no_flow():
    assert read("package.json", '{"Content": "x", "Actions": 1}').flows == ()
    assert not may_be_server("package.json", b'{"name": "x"}')


def test_requirements():
    facts = read(
        "requirements.txt",
        "# c\nsimple-salesforce==0.74.3  # old\nRequests[socks]>=2.0,<3\n-r other.txt\nhttps://x/y.zip\nboto3\nphone_numbers ~= 8.1 ; python_version > '3'\n",
    )
    assert [(one.name, one.version, one.pinned) for one in facts.requirements] == [
        ("simple-salesforce", "0.74.3", True),
        ("requests", "2.0", False),
        ("boto3", "", False),
        ("phone-numbers", "8.1", False),
    ]
    assert facts.source.cut(facts.requirements[0].span) == "simple-salesforce==0.74.3"


def test_pyproject():
    facts = read(
        "pyproject.toml",
        '[project]\ndependencies = ["requests>=2"]\n[project.optional-dependencies]\nx = ["boto3"]\n[tool.poetry.dependencies]\nsimple-salesforce = "1.0"\n',
    )
    assert [(one.name, one.version) for one in facts.requirements] == [
        ("requests", "2"),
        ("boto3", ""),
        ("simple-salesforce", "1.0"),
    ]
    broken = read("pyproject.toml", "[project\n")
    assert broken.problem is not None
    assert "TOML" in broken.problem.message


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        ("t.yaml", "a: [1\nb: 2\n", 2),
        ("t.yaml", "a: 1\n\tb: 2\n", 2),
        ("t.yaml", "a: \x01\n", 1),
        ("t.yaml", "[" * 5000, 1),
        ("f.json", '{"a": 1,\n "b" 2}', 2),
        ("f.json", '{"a": [1, }', 1),
        ("f.json", "[" * 5000, 1),
        ("f.json", "{} {}", 1),
        ("f.json", "", 1),
    ],
)
def test_a_broken_document_is_named_with_its_line(path, text, line):
    facts = read(path, text)
    assert facts.problem is not None
    assert "does not parse" in facts.problem.message
    assert facts.source.position(facts.problem.span.start)[0] == line


def test_aliases_cost_nothing():
    text = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)}, *{chr(97 + i)}, *{chr(97 + i)}]\n" for i in range(20)
    )
    text += "Resources: {F: {Type: AWS::Lambda::Function, Properties: {Handler: *u}}}\nself: &s [*s]\n"
    assert read("t.yaml", text).problem is None


def test_binary_and_large_files_are_named():
    assert read_server("t.yaml", b"a\x00b").problem is not None
    assert read_server("big.py", b"#" * 8_000_001).problem is not None


@pytest.mark.parametrize(
    ("path", "data", "expected"),
    [
        ("a.py", b"import salesforce", 2),
        ("a.py", b"import os", 1),
        ("t.yaml", b"on: push", 0),
        ("t.yaml", b"Type: AWS::Lambda::Function", 1),
        ("t.yaml", b"Type: AWS::Lambda::Function\nX: Salesforce", 2),
        ("Flow", json.dumps(OLD_FLOW).encode(), 2),
        ("f.json", json.dumps(NEW_FLOW).encode(), 2),
        ("requirements-dev.txt", b"", 1),
        ("a.js", b"salesforce", 0),
    ],
)
def test_strength(path, data, expected):
    assert strength(path, data) == expected
    assert may_be_server(path, data) is (expected > 0)


def test_weak_code():
    assert is_weak_code(b"import boto3")
    assert not is_weak_code(b"import os")


def test_utf_16_template():
    facts = read_server("t.yaml", b"\xff\xfe" + SAM.encode("utf-16-le"))
    assert len(facts.functions) == 2


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


def plain(node):
    if isinstance(node, Scalar):
        return node.value if node.style == "double" else json.loads(node.value)
    if isinstance(node, Mapping):
        return {key.value: plain(value) for key, value in node.entries}
    return [plain(item) for item in node.items]


@given(JSON_VALUES, st.sampled_from([None, 1]), st.booleans())
def test_json_is_read_as_python_reads_it(value, indent, ascii_only):
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    assert plain(parse_json(text)) == value


@given(st.text(max_size=60))
def test_json_is_refused_where_python_refuses_it(text):
    try:
        json.loads(text)
    except ValueError:
        with pytest.raises(DocumentError):
            parse_json(text)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=20))
def test_a_scalar_maps_back_to_its_text(text):
    written = json.dumps(text)
    node = parse_json(written)
    assert isinstance(node, Scalar)
    moved = inner_map(written, node)
    if moved is not None and "\\" not in written:
        assert written[moved.to_file(0) : moved.to_file(len(text))] == text


@settings(deadline=None)
@given(
    st.lists(
        st.text(alphabet="ab 😀", min_size=1, max_size=6).map(lambda line: "x" + line + "y"), min_size=1, max_size=5
    ),
    st.integers(1, 6),
)
def test_a_literal_block_maps_back_line_by_line(lines, indent):
    text = "k: |\n" + "".join(" " * indent + line + "\n" for line in lines)
    node = parse_yaml(text)[0]
    assert isinstance(node, Mapping)
    value = node.entries[0][1]
    assert isinstance(value, Scalar)
    moved = inner_map(text, value)
    assert moved is not None
    at = 0
    for line in lines:
        assert text[moved.to_file(at) : moved.to_file(at) + len(line)] == line
        at += len(line) + 1


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(["t.yaml", "f.json", "Flow", "requirements.txt", "pyproject.toml"]), st.binary(max_size=200))
def test_no_bytes_raise(path, data):
    facts = read_server(path, data)
    if facts.problem is not None:
        assert 0 <= facts.problem.span.start <= facts.problem.span.end <= len(facts.source.text)


CUTS = st.integers(0, len(SAM))


@settings(deadline=None, max_examples=100)
@given(CUTS, CUTS, st.text(alphabet="{}[]:!&*|>'\"- \n", max_size=4))
def test_no_torn_template_raises(first, second, between):
    read("template.yaml", SAM[:first] + between + SAM[second:])
