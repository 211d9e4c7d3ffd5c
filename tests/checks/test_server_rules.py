"""The rules of the server side beyond their pages: edges, negative lists, and that no input makes one raise."""

# ruff: noqa: E501  # what is read stands on one line

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctilint.findings import Problem
from ctilint.rulebook.pages import page
from ctilint.understand.model import App
from ctilint.understand.server.build import build_server
from ctilint.understand.server.deployment import ServerApp

ROOT = Path(__file__).parent.parent.parent
RULES = tuple(
    sorted(path.stem for path in (ROOT / "ctilint" / "checks" / "server").glob("*.py") if not path.stem.startswith("_"))
)


class Texts:
    """A tree of texts."""

    def __init__(self, files: dict[str, str | bytes]) -> None:
        self.files = {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}

    def server_documents(self):
        return iter(self.files.items())

    def open(self, path: str) -> bytes | None:
        return self.files.get(path)


def app_of(files: dict[str, str | bytes]) -> App:
    server = build_server(Texts(files))
    return App((), dict(server.file_facts) if server is not None else {}, server=server)


def found(rule: str, files: dict[str, str | bytes] | str) -> list[tuple[str, int, str]]:
    app = app_of({"app.py": files} if isinstance(files, str) else files)
    problems: list[Problem] = list(import_module(f"ctilint.checks.server.{rule}").check(app))
    severity = page(rule.replace("_", "-")).severity
    return [
        (
            one.place.path,
            app.files[one.place.path].source.position(one.place.span.start)[0],
            (one.severity or severity).value,
        )
        for one in problems
    ]


def messages(rule: str, code: str) -> list[str]:
    return [one.message for one in import_module(f"ctilint.checks.server.{rule}").check(app_of({"app.py": code}))]


MARK = "# Salesforce and Amazon Connect\n"


@pytest.mark.parametrize("rule", RULES)
def test_an_app_without_a_server_side_is_silent(rule):
    assert list(import_module(f"ctilint.checks.server.{rule}").check(App((), {}))) == []


@pytest.mark.parametrize("rule", RULES)
def test_something_else_in_the_place_of_a_server_side_is_silent(rule):
    assert list(import_module(f"ctilint.checks.server.{rule}").check(App((), {}, server="other"))) == []


# Versions


@pytest.mark.parametrize(
    ("line", "severity"),
    [
        ("u = h + '/services/data/v30.0/query'", "error"),
        ("u = h + '/services/data/v31.0/query'", "warning"),
        ("u = h + '/services/data/v47.0/query'", "warning"),
        ("u = h + '/services/data/v48.0/query'", "note"),
        ("u = h + '/services/async/40.0/job'", "warning"),
        ("u = h + '/services/Soap/c/30.0'", "error"),
        ("sf_version = '42.0'", "warning"),
        ("client(version='42.0')", "warning"),
        ("def f(api_version='v42.0'): pass", "warning"),
        ("u = h + '/services/data/v59.0/query'", None),
        ("u = h + '/services/data/v99.0/query'", None),
        ("template_version = '42.0'", None),
        ("version = '1.2.3'", None),
    ],
)
def test_versions_are_graded(line, severity):
    got = found("outdated_rest_version", f"{MARK}{line}\n")
    assert got == ([("app.py", 2, severity)] if severity else [])


def test_a_version_of_something_else_is_silent():
    assert found("outdated_rest_version", {"a.py": "# Amazon Connect\nversion = '42.0'\n"}) == []


def test_a_docstring_names_no_version():
    assert found("outdated_rest_version", f'{MARK}def f():\n    "/services/data/v20.0/"\n') == []


def test_a_pinned_library_brings_its_default():
    files = {"requirements.txt": "simple-salesforce==0.74.3\n", "a.py": "from simple_salesforce import Salesforce\n"}
    assert found("outdated_rest_version", files) == [("requirements.txt", 1, "warning")]
    files["requirements.txt"] = "simple-salesforce>=0.74.3\n"
    assert found("outdated_rest_version", files) == []


# Secrets


@pytest.mark.parametrize(
    "line",
    [
        "next_token = 'abc123abc123'",
        "NextToken = 'abc123abc123'",
        "f(token_url='https://login.example.com/token')",
        "secret_name = 'cti/salesforce'",
        "d = {'password': 'password'}",
        "d = {'client_secret': '<your secret>'}",
        "password = ''",
        "password = '********'",
        "secret = 'arn:aws:secretsmanager:eu-west-1:1:secret:x'",
        "d = {'secret': '{{resolve:secretsmanager:x}}'}",
        "PRIVATE_KEY_HEADER = '-----BEGIN RSA PRIVATE KEY-----'",
        "import os\nx = os.environ['SF_CREDENTIALS_SECRETS_MANAGER_ARN']",
        "import os\nx = os.environ['secrets_key_id']",
        "import os\nx = os.getenv('SECRET_NAME')",
        "print('the password is wrong: try another one')",
    ],
)
def test_what_is_no_secret(line):
    assert found("exposed_secret", f"{MARK}{line}\n") == []


@pytest.mark.parametrize(
    ("line", "severity"),
    [
        ("SF_PASSWORD = 'Winter2024!x'", "error"),
        ("f(security_token='h7Gs6dhT2k')", "error"),
        ("d = {'consumer_key': '3MVG9lKcPoNINVBIPJjdw1J9LLJbP'}", "error"),
        (
            "o.private_key['x'] = 1; k = '-----BEGIN RSA PRIVATE KEY-----\\nMIIEpAIBAAKCAQEAwk6uJ7xE5QhXk4s3z9Vb'",
            "error",
        ),
        ("key = 'AKIAIOSFODNN7EXAMPLE'", "error"),
        ("import os\nx = os.environ['SF_PASSWORD']", "warning"),
    ],
)
def test_what_is_a_secret(line, severity):
    assert [one[2] for one in found("exposed_secret", f"{MARK}{line}\n")] == [severity]


def test_a_secret_is_never_said():
    code = f"{MARK}SF_PASSWORD = 'Winter2024!x'\n"
    assert all("Winter2024" not in message for message in messages("exposed_secret", code))


# Network


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ("import requests\nrequests.get('u')", 1),
        ("import requests\nrequests.get('u', timeout=None)", 1),
        ("import requests\nrequests.get('u', timeout=T)", 0),
        ("import requests\nrequests.get('u', **options)", 0),
        ("import requests\nrequests.get('u', **{'a': 1})", 1),
        ("import requests as r\nr.Session().post('u')", 1),
        ("from requests import post\npost('u')", 1),
        ("import urllib3\nurllib3.PoolManager(timeout=3).request('GET', 'u')", 0),
        ("import urllib3\np = urllib3.PoolManager()\np.request('GET', 'u')", 1),
        ("import urllib.request\nurllib.request.urlopen('u', None, 3)", 0),
        ("import urllib.request\nurllib.request.urlopen('u')", 1),
        ("import http.client\nc = http.client.HTTPSConnection('h', timeout=2)\nc.request('GET', '/')", 0),
        ("import http.client\nc = http.client.HTTPSConnection('h')\nc.request('GET', '/')", 1),
        ("import httpx\nhttpx.get('u')", 0),
        ("import httpx\nhttpx.get('u', timeout=None)", 1),
        ("def get(u): pass\nget('u')", 0),
        ("class requests:\n    def get(self): pass\nrequests.get('u')", 0),
    ],
)
def test_timeouts(code, count):
    assert len(found("missing_timeout", f"{MARK}{code}\n")) == count


FLOW_HANDLER = "import requests\ndef lambda_handler(event, context):\n    n = event['Details']['Parameters']['n']\n"


@pytest.mark.parametrize(
    ("body", "seconds"),
    [
        ("    requests.get('u', timeout=9)\n", "9"),
        ("    requests.get('u', timeout=(5, 4))\n", "9"),
        ("    for x in n:\n        requests.get('u', timeout=5)\n    requests.get('u', timeout=5)\n", "10"),
        ("    if n:\n        requests.get('u', timeout=5)\n    else:\n        requests.get('u', timeout=6)\n", None),
        ("    if n:\n        return requests.get('u', timeout=5)\n    requests.get('u', timeout=6)\n", None),
        ("    if n:\n        requests.get('u', timeout=5)\n    requests.get('u', timeout=6)\n", "11"),
        ("    try:\n        requests.get('u', timeout=5)\n    except E:\n        requests.get('u', timeout=5)\n", "10"),
        ("    a(n)\ndef a(n):\n    b(n)\n    b(n)\ndef b(n):\n    requests.get('u', timeout=5)\n", "10"),
        ("    a(n)\ndef a(n):\n    requests.get('u', timeout=5)\n    a(n)\n", None),
        ("    requests.get('u', timeout=unknown())\n", None),
    ],
)
def test_the_sum_of_timeouts(body, seconds):
    got = messages("flow_time_budget", FLOW_HANDLER + body)
    assert [f"may take {seconds} s" in message for message in got] == ([True] if seconds else [])


# Handlers


@pytest.mark.parametrize(
    ("body", "severity"),
    [
        ("    return x(event['Details'])\n", "error"),
        ("    try:\n        return x(event['Details'])\n    except Exception:\n        raise\n", "error"),
        ("    try:\n        return x(event['Details'])\n    except Exception:\n        return {}\n", None),
        ("    return x(event['Records'])\n", None),
        ("    return x(event['detail'])\n", None),
        ("    return x(event['ResponseURL'])\n", "note"),
        ("    return x(event['other'])\n", "note"),
        ("    return {}\n", None),
    ],
)
def test_handlers_that_answer(body, severity):
    got = found("unguarded_lambda", f"{MARK}def lambda_handler(event, context):\n{body}")
    assert [one[2] for one in got] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("clause", "count"),
    [
        ("except:\n        pass", 1),
        ("except:\n        raise", 0),
        ("except Exception:\n        ...", 1),
        ("except (KeyError, Exception):\n        continue", 1),
        ("except BaseException as e:\n        print(e)", 1),
        ("except Exception as e:\n        logger.error(str(e))", 1),
        ("except Exception as e:\n        logger.error(e)\n        x = 1", 0),
        ("except Exception as e:\n        notify(e)", 0),
        ("except KeyError:\n        pass", 0),
    ],
)
def test_hidden_failures(clause, count):
    code = f"{MARK}for x in y:\n    try:\n        a()\n    {clause}\n"
    assert len(found("hidden_failure", code)) == count


# Input


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        ("n = event['n']\n    q = \"SELECT Id FROM A WHERE B = '\" + n + \"'\"", 1),
        ("n = event['n']\n    q = f\"SELECT Id FROM A WHERE B = '{n.strip()}'\"", 1),
        ("n = event['n']\n    q = \"SELECT Id FROM A WHERE B = '{}'\".format(n)", 1),
        ("n = int(event['n'])\n    q = f'SELECT Id FROM A WHERE B = {n}'", 0),
        ("n = escape_soql(event['n'])\n    q = f\"SELECT Id FROM A WHERE B = '{n}'\"", 0),
        ("n = FIELDS\n    q = f'SELECT {n} FROM A'", 0),
        ("w = ' AND '.join([c(*i) for i in event.items()])\n    q = 'SELECT Id FROM A WHERE %s' % w", 1),
        ("q = 'FIND {%s} IN ALL FIELDS' % event['n']", 1),
        ("m = 'the caller %s selected from the menu' % event['n']", 0),
        ("n = event['n'] == 'x'\n    q = f'SELECT Id FROM A WHERE B = {n}'", 0),
    ],
)
def test_queries(lines, count):
    code = f"{MARK}FIELDS = 'Id'\ndef lambda_handler(event, context):\n    {lines}\n    return q\n"
    assert len(found("query_from_input", code)) == count


def test_input_is_followed_through_files_and_keywords():
    files = {
        "a.py": "from b import find\ndef lambda_handler(event, context):\n    return find(**event['Details']['Parameters'])\n",
        "b.py": "def find(name, **rest):\n    return \"SELECT Id FROM Contact WHERE Name = '%s'\" % name\n",
    }
    assert found("query_from_input", files) == [("b.py", 2, "error")]


# Logs


@pytest.mark.parametrize(
    ("line", "severity"),
    [
        ("logger.info(event)", "error"),
        ("logging.info(json.dumps(event))", "error"),
        ("print('event', str(event))", "error"),
        ("logger.debug('%s', event)", "warning"),
        ("logger.info(sanitize_log(event))", "error"),
        ("logger.info(event['Details']['ContactData']['ContactId'])", None),
        ("logger.info('event received')", None),
        ("logger.info('%d keys', len(event))", None),
        ("logger.info('token page %s', next_token)", None),
        ("logger.info(access_token)", "error"),
        ("attributes = event['Details']['ContactData']['Attributes']; logger.info(attributes)", "error"),
        ("attributes = load(); logger.info(attributes)", None),
        ("catalog(event)", None),
        ("send_email = ses.send(x=1); logger.info(send_email)", None),
        ("phone_number = load(); logger.info(phone_number)", "error"),
        ("logger.info(event['Details'])", "error"),
    ],
)
def test_logs(line, severity):
    code = f"{MARK}import json, logging\nlogger = logging.getLogger()\ndef lambda_handler(event, context):\n    a = event['Details']\n    {line}\n"
    assert [one[2] for one in found("personal_data_in_log", code)] == ([severity] if severity else [])


# State, loops, chains


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ("def f(a=datetime.now()): pass", 1),
        ("def f(a=datetime(2020, 1, 1)): pass", 0),
        ("def f(a=tuple()): pass", 0),
        ("def f(a=None): pass", 0),
        ("class A:\n    def f(self, a=time.time()): pass", 1),
    ],
)
def test_frozen_defaults(code, count):
    assert len(found("import_time_state", f"{MARK}import time\nfrom datetime import datetime\n{code}\n")) == count


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        ("for x in y:\n    sf.update('A', x, {})", 1),
        ("while y:\n    sf.Contact.create({})", 1),
        ("[sf.create('A', x) for x in y]", 1),
        ("for x in y:\n    store(x)\ndef store(x):\n    sf.create('A', x)", 1),
        ("for x in y:\n    z.update(x)", 0),
        ("for x in y:\n    sf.bulk.Contact.insert(x)", 0),
        ("for x in y:\n    sf.query('SELECT')", 0),
        ("sf.update('A', x, {})", 0),
    ],
)
def test_writes_in_loops(lines, count):
    assert (
        len(found("write_in_loop", f"{MARK}from salesforce import Salesforce\nsf = Salesforce()\n{lines}\n")) == count
    )


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        ("FunctionName='f', InvocationType='RequestResponse'", 1),
        ("FunctionName='f'", 1),
        ("FunctionName='f', InvocationType='Event'", 0),
        ("FunctionName='f', InvocationType=kind", 0),
        ("FunctionName='f', **more", 0),
        ("'cmd'", 0),
    ],
)
def test_chains(arguments, count):
    code = f"{MARK}import boto3\nc = boto3.client('lambda')\ndef lambda_handler(event, context):\n    c.invoke({arguments})\n"
    assert len(found("chained_invocation", code)) == count


def test_a_client_of_another_service_is_no_chain():
    code = f"{MARK}import boto3\nc = boto3.client('bedrock')\ndef h(event, context):\n    c.invoke(FunctionName='f')\n"
    assert found("chained_invocation", code) == []


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("    c = boto3.client('s3')\n", 1),
        ("    c = boto3.session.Session().client('s3')\n", 1),
        ("    c = boto3.client('s3', aws_session_token=t)\n", 0),
        ("    s = secrets.get_secret_value(SecretId='x')\n", 1),
        ("    global c\n    if c is None:\n        c = boto3.client('s3')\n", 0),
    ],
)
def test_clients(body, count):
    code = f"import boto3\nc = None\ndef lambda_handler(event, context):\n    a = event['Details']\n{body}"
    assert len(found("client_per_call", code)) == count
    elsewhere = code.replace("'Details'", "'Records'")
    assert found("client_per_call", f"{MARK}{elsewhere}") == []


@pytest.mark.parametrize(
    ("answer", "count"),
    [
        ("{'a': 'b', 'n': 3}", 0),
        ("{'a': {}}", 0),
        ("{'a': {'b': 1}}", 1),
        ("{'a': [1]}", 1),
        ("{'statusCode': 200, 'body': 'x'}", 1),
        ("{'statusCode': 200, 'response': 'warm'}", 0),
        ("None", 1),
        ("True", 1),
        ("'text'", 1),
        ("[x for x in a]", 1),
        ("made()", 0),
        ("nested()", 1),
    ],
)
def test_answers(answer, count):
    code = (
        f"def lambda_handler(event, context):\n    a = event['Details']\n    return {answer}\n"
        "def made():\n    return {'a': 1}\ndef nested():\n    return {'a': {'b': 1}}\n"
    )
    assert len(found("unusable_answer", code)) == count


def test_a_block_that_takes_json_may_get_it_nested():
    code = "def lambda_handler(event, context):\n    return {'a': {'b': event['Details']}}\n"
    flow = (
        '{"Version": "2019-10-30", "StartAction": "a", "Actions": [{"Identifier": "a", "Type": "InvokeLambdaFunction",'
        ' "Parameters": {"LambdaFunctionARN": "arn:aws:lambda:eu-west-1:123456789012:function:pop",'
        ' "ResponseValidation": {"ResponseType": "JSON"}}}]}'
    )
    assert found("unusable_answer", {"pop.py": code, "flow.json": flow}) == []
    assert len(found("unusable_answer", {"pop.py": code, "flow.json": flow.replace('"JSON"', '"STRING_MAP"')})) == 1


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("h = 'https://test.salesforce.com/services/oauth2/token'", 1),
        ("h = f'https://{x}.my.salesforce.com'", 0),
        ("h = host.index('.my.salesforce.com')", 0),
        ("h = 'https://mydomain.my.salesforce.com'", 0),
        ("a = 'arn:aws:sns:eu-west-1:123456789012:topic'", 1),
        ("a = 'arn:aws:logs:*:*:*'", 0),
        ("if region == 'us-east-1': pass", 0),
        ("id = '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0'", 0),
    ],
)
def test_hard_coded(line, count):
    assert len(found("hard_coded_org", f"{MARK}{line}\n")) == count


def test_a_container_image_has_no_runtime():
    template = (
        "Description: Salesforce\nResources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties:\n"
        "      Runtime: python3.7\n      PackageType: {}\n"
    )
    assert found("retired_runtime", {"t.yaml": template.format("Image")}) == []
    assert found("retired_runtime", {"t.yaml": template.format("Zip")}) == [("t.yaml", 6, "warning")]


# Any input


PYTHON = st.lists(
    st.sampled_from(
        [
            "import requests, boto3, os\n",
            "from salesforce import Salesforce\n",
            "sf = Salesforce()\n",
            "def lambda_handler(event, context):\n",
            "    x = event['Details']['Parameters']\n",
            "    print(event)\n",
            "    for r in x:\n        sf.create('Task', r)\n",
            "    try:\n        a(x)\n    except:\n        pass\n",
            "    return {'a': {'b': x}}\n",
            "    y = f'SELECT Id FROM A WHERE B = {x}'\n",
            "    requests.get(y)\n",
            "def a(x, d=datetime.now()):\n    return a(x)\n",
            "    x = x\n",
            "    self.x = x.y(*x, **x)\n",
            "password = 'hunter22'\n",
            "    lambda: event\n",
            "class Salesforce:\n    def create(self, x): return x\n",
            "os.environ['A']\n",
            "    x = x.replace(x, x)\n",
            "    query = query.replace(1, x)\n",
        ]
    ),
    max_size=14,
).map("".join)
TEMPLATE = st.lists(
    st.sampled_from(
        [
            "Resources:\n",
            "  F:\n",
            "    Type: AWS::Lambda::Function\n",
            "    Properties:\n",
            "      Handler: app.lambda_handler\n",
            "      Runtime: python3.7\n",
            "      Timeout: !Ref T\n",
            "      Timeout: 900\n",
            "      Environment: {Variables: {TOKEN: !Ref X}}\n",
            "      Code: {ZipFile: 'print(1)'}\n",
            "Parameters: {T: {Default: 20}}\n",
            "functions: {f: {handler: app.h}}\n",
            "provider: {name: aws}\n",
            '  G: {Type: AWS::Connect::ContactFlow, Properties: {Content: \'{"Actions": [], "StartAction": 1}\'}}\n',
            "- a\n",
            "? [\n",
        ]
    ),
    max_size=12,
).map("".join)


@settings(deadline=None, max_examples=60)
@given(PYTHON, TEMPLATE, st.binary(max_size=80))
def test_no_check_raises_and_every_place_lies_in_its_file(code, template, flow):
    app = app_of(
        {
            "app.py": MARK + code,
            "t.yaml": template,
            "flow.json": b'{"StartAction": 1, "Actions": [' + flow,
            "requirements.txt": flow,
        }
    )
    assert app.server is None or isinstance(app.server, ServerApp)
    for rule in RULES:
        for problem in import_module(f"ctilint.checks.server.{rule}").check(app):
            for place in (problem.place, *problem.related):
                assert 0 <= place.span.start <= place.span.end <= len(app.files[place.path].source.text)
