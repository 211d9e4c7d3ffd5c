"""What becomes of each function, what it needs, and what its calls do."""

# ruff: noqa: E501  # what is read stands on one line

from __future__ import annotations

import pytest

from ctilint.understand.server.build import build_server
from ctilint.understand.server.calls import FOREVER, http_call, is_called, log_level, snake, table, written_object
from ctilint.understand.server.deployment import ServerApp
from ctilint.understand.server.migration import language, needed, replacements, verdicts


class Texts:
    """A tree of texts."""

    def __init__(self, files: dict[str, str]) -> None:
        self.files = files

    def server_documents(self):
        return ((path, text.encode()) for path, text in self.files.items())


def build(files: dict[str, str]) -> ServerApp:
    server = build_server(Texts(files))
    assert server is not None
    return server


def handler(body: str, head: str = "") -> str:
    return f"# Salesforce\nfrom salesforce import Salesforce\nsf = Salesforce()\n{head}def lambda_handler(event, context):\n    {body}\n"


@pytest.mark.parametrize(
    ("name", "code", "verdict", "key"),
    [
        ("app", handler("event['Details']['Parameters']['sf_operation']"), "replace", "lookup"),
        ("app", handler("sf.parameterizedSearch(event)"), "replace", "caller-lookup"),
        (
            "app",
            handler("sf.update_by_external(p + 'AC_ContactTraceRecord__c', 'k', 1, {})"),
            "remove",
            "contact-trace-record",
        ),
        ("app", handler("sf.create('Task', {})"), "replace", "call-log"),
        ("app", handler("transcribe.start_transcription_job(x=1)"), "remove", "transcription"),
        ("app", handler("sf.create(f'{n}AC_QueueMetrics__c', {})"), "decide", "queue-metrics"),
        ("sfExecuteAWSService", handler("pass"), "remove", "set-up"),
        ("app", handler("sf.create('Order__c', {})"), "keep", ""),
    ],
)
def test_verdicts(name, code, verdict, key):
    (one,) = verdicts(build({f"{name}.py": code}))
    assert one.verdict == verdict
    assert [reason.row.key for reason in one.reasons][:1] == ([key] if key else [])


def test_the_row_of_its_own_name_comes_first():
    (one,) = verdicts(build({"sfIntervalAgent.py": handler("sf.create('Task', {})")}))
    assert (one.verdict, [reason.row.key for reason in one.reasons]) == ("decide", ["queue-metrics", "call-log"])


def test_every_row_is_whole():
    assert len({row.key for row in replacements()}) == len(replacements())
    for row in replacements():
        assert row.verdict in {"replace", "remove", "decide"}
        assert row.effort in {"small", "medium", "large"}
        assert row.by
        assert row.source
        assert row.reads or row.calls or row.objects or row.modules


def test_what_is_needed_is_named_without_values():
    head = "import os, boto3, json\nHOST = os.environ['SF_HOST']\n"
    body = (
        "s = json.loads(boto3.client('secretsmanager').get_secret_value(SecretId=os.environ['SF_SECRET_ARN'])['S'])\n"
        "    p = s['Password']\n    sf.create('Case', {})"
    )
    found = {(one.kind, one.name): one.functions for one in needed(build({"app.py": handler(body, head)}))}
    assert found == {
        ("variable", "SF_HOST"): ("app.lambda_handler",),
        ("secret", "SF_SECRET_ARN"): ("app.lambda_handler",),
        ("secret", "Password"): ("app.lambda_handler",),
        ("object", "Case"): ("app.lambda_handler",),
    }


def test_language():
    server = build(
        {
            "app.py": handler("pass"),
            "t.yaml": "Resources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties: {Runtime: nodejs20.x}\n",
        }
    )
    assert [language(one) for one in server.functions] == ["nodejs20.x", "python"]


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("NextToken", "next_token"),
        ("SF_PASSWORD", "sf_password"),
        ("consumerKey", "consumer_key"),
        ("HTTPSecret", "http_secret"),
        ("a-b.c", "a_b_c"),
    ],
)
def test_names_are_split(name, plain):
    assert snake(name) == plain


def test_words():
    assert is_called("consumerSecret", "secret")
    assert not is_called("NextToken", "secret")
    assert is_called("phoneNumber", "personal")
    assert not is_called("errorMessage", "personal")
    assert is_called("presigned_url", "link")


def test_a_network_call_says_how_long_it_may_take():
    server = build(
        {
            "a.py": "# Salesforce\nimport requests\nrequests.get('u', timeout=(1, 2))\nrequests.get('u')\nrequests.get('u', timeout=x)\nf()\n"
        }
    )
    found = [http_call(call, ref, server.code) for ref, call in server.code.calls()]
    assert [one.seconds if one else "none" for one in found] == [3, FOREVER, None, "none"]
    assert [one.unbounded for one in found if one] == [False, True, False]


@pytest.mark.parametrize(
    ("call", "seconds"),
    [
        ("requests.get('u', timeout=None)", FOREVER),
        ("requests.get('u', timeout=(1, None))", FOREVER),
        ("requests.get('u', timeout=(1, x))", None),
        ("requests.get('u', timeout=urllib3.Timeout(connect=1, read=2))", 3),
        ("requests.get('u', timeout=int('5'))", None),
        ("requests.get('u', timeout=1 if a else 4)", 4),
        ("requests.get('u', **given)", None),
        ("urllib3.PoolManager(timeout=urllib3.Timeout(4)).request('GET', 'u')", 4),
        ("httpx.Client().get('u')", 5),
        ("httpx.Client(timeout=9).get('u')", 9),
    ],
)
def test_timeouts_in_every_form(call, seconds):
    server = build({"a.py": f"# Salesforce\nimport requests, urllib3, httpx\n{call}\n"})
    found = [http_call(one, ref, server.code) for ref, one in server.code.calls()]
    assert [one.seconds for one in found if one] == [seconds]


def test_log_levels():
    server = build(
        {
            "a.py": "# Salesforce\nimport logging\nx = logging.getLogger()\nx.info(1)\nlogging.debug(1)\nself.logger.warn(1)\nprint(1)\nmath.log(1)\ny.info(1)\n"
        }
    )
    levels = [log_level(call, ref, server.code) for ref, call in server.code.calls()]
    assert levels == ["", "info", "debug", "warn", "print", "", ""]


def test_the_object_of_a_write():
    server = build(
        {
            "a.py": "# Salesforce\nsf.create('Task', {})\nsf.Contact.create({})\nsf.create(n + 'A__c', {})\nsf.create(sobject='B', data={})\nsf.create(x, {})\n"
        }
    )
    names = [written_object(call, ref, server.code) for ref, call in server.code.calls()]
    assert names == ["Task", "Contact", "A__c", "B", ""]


def test_the_tables_are_read_once():
    assert table("calls") is table("calls")
    for name in ("calls", "names", "retired", "runtimes", "voice"):
        assert table(name)
