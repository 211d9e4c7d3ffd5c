"""Questions about the Python of a deployment: calls, origins, what comes from outside."""

# ruff: noqa: E501  # what is read stands on one line

from __future__ import annotations

import pytest

from ctilint.read.server import read_server
from ctilint.read.server.records import PyCall, PyConstant, PyText
from ctilint.understand.server.code import Code
from ctilint.understand.server.input import is_cleaning
from ctilint.understand.server.refs import PyRef


def code_of(**files: str) -> Code:
    return Code(tuple(read_server(f"src/{name}.py", text.encode()).modules[0] for name, text in files.items()))


def ref(code: Code, name: str) -> PyRef:
    return next(one for one in code.refs if one.name == name)


def call(code: Code, written: str) -> tuple[PyCall, PyRef]:
    return next((one, owner) for owner, one in code.calls() if one.written == written)


def targets(code: Code, written: str) -> list[str]:
    return sorted(one.name for one in code.targets(call(code, written)[0]))


@pytest.mark.parametrize(
    ("text", "written", "expected"),
    [
        ("def f(): pass\ndef g(): f()\n", "f", ["f"]),
        ("def g():\n    def f(): pass\n    f()\n", "f", ["f"]),
        ("def f(): pass\ndef g(f): f()\n", "f", ["f"]),
        ("class A:\n    def m(self): self.n()\n    def n(self): pass\n", "self.n", ["A.n"]),
        ("class A:\n    def __init__(self): pass\n    def m(self): pass\na = A()\na.m()\n", "a.m", ["A.m"]),
        ("class A:\n    def __init__(self): pass\nA()\n", "A", ["A.__init__"]),
        (
            "class B:\n    def m(self): pass\nclass A:\n    def __init__(self): self.b = B()\n    def n(self): self.b.m()\n",
            "self.b.m",
            ["B.m"],
        ),
        ("class A:\n    def m(self): pass\ndef f(a): a.m()\nf(a=A())\n", "a.m", ["A.m"]),
        ("def f(): pass\ndef run(x): x()\nrun(f)\n", "x", ["f"]),
        ("import os\nos.getcwd()\n", "os.getcwd", []),
    ],
)
def test_calls_are_resolved(text, written, expected):
    assert targets(code_of(app=text), written) == expected


def test_calls_across_files():
    code = code_of(
        app="from util import f\nimport sf\nfrom sf import Salesforce\ns = Salesforce()\nf()\nsf.g()\ns.query()\n",
        util="def f(): pass\n",
        sf="def g(): pass\nclass Salesforce:\n    def query(self): pass\n",
    )
    assert targets(code, "f") == ["f"]
    assert targets(code, "sf.g") == ["g"]
    assert targets(code, "s.query") == ["Salesforce.query"]


def test_what_a_handler_reaches():
    code = code_of(
        app="def lambda_handler(event, context):\n    a()\ndef a():\n    b()\n    a()\ndef b():\n    def c(): pass\ndef d(): pass\n"
    )
    assert [one.name for one in code.reached(ref(code, "lambda_handler"))] == ["lambda_handler", "a", "b", "c"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("def lambda_handler(event, context): pass\ndef helper(event, context): pass\n", ["lambda_handler"]),
        ("def run(event, context): pass\n", ["run"]),
        ("def run(event, context): helper(event, context)\ndef helper(event, context): pass\n", ["run"]),
        ("def run(evt, ctx): pass\n", []),
        ("def handler(request): pass\n", []),
        ("class A:\n    def lambda_handler(event, context): pass\n", []),
    ],
)
def test_handlers(text, names):
    code = code_of(app=text)
    assert [one.name for one in code.handlers(code.modules[0])] == names


def origin_values(text: str) -> list[object]:
    code = code_of(app=text)
    one, owner = call(code, "use")
    found = code.origins(one.arguments[0].value, owner)
    return [value.value if isinstance(value, PyConstant | PyText) else type(value).__name__ for value, _ in found]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("T = 5\ndef f():\n    t = T\n    use(t)\n", [5.0]),
        ("t = 1 if a else 2\nuse(t)\n", [1.0, 2.0]),
        ("t = a or 'x'\nuse(t)\n", ["PyName", "x"]),
        ("def f(t): use(t)\nf(1)\nf(t=2)\n", [1.0, 2.0]),
        ("def f(*t): use(t)\nf(1)\n", [1.0]),
        ("class A:\n    def __init__(self): self.t = 3\n    def f(self): use(self.t)\n", [3.0]),
        ("t = t\nuse(t)\n", []),
        ("def f(t): use(t)\n", ["PyName"]),
        ("for t in [1]:\n    use(t)\n", ["PyName"]),
    ],
)
def test_origins(text, values):
    assert origin_values(text) == values


@pytest.mark.parametrize(
    ("text", "written", "name"),
    [
        ("import boto3\nc = boto3.client('s3')\nc.get_object()\n", "c.get_object", "boto3.client.get_object"),
        ("import requests\ns = requests.Session()\ns.get('u')\n", "s.get", "requests.Session.get"),
        ("import requests\nget = requests.get\nget('u')\n", "get", "requests.get"),
        ("import boto3\nboto3.session.Session().client('s3')\n", "", "boto3.session.Session.client"),
        ("x.y()\n", "x.y", ""),
        ("q = q.replace(1)\nq.find()\n", "q.find", ""),
    ],
)
def test_full_names(text, written, name):
    code = code_of(app=text)
    found = [one for _, one in code.calls() if one.written == written]
    owner = next(iter(code.refs))
    assert code.full_name(found[-1], owner) == name


@pytest.mark.parametrize(
    ("lines", "outside"),
    [
        ("x = event['a']", True),
        ("x = event.get('a', '').strip()", True),
        ("y = event\n    x = f'{y}'", True),
        ("x = {'k': event['a']}", True),
        ("x = [1, event['a']]", True),
        ("x = int(event['a'])", False),
        ("x = quote(event['a'])", False),
        ("x = event['a'] == 1", False),
        ("x = context", False),
        ("x = load(event['a'])", True),
        ("x = {}\n    x['k'] = event['a']", True),
        ("for x in event['a']: pass", True),
    ],
)
def test_what_comes_from_outside(lines, outside):
    code = code_of(app=f"def lambda_handler(event, context):\n    {lines}\n    use(x)\n")
    one, owner = call(code, "use")
    place = code.outside(one.arguments[0].value, owner)
    assert (place is not None) is outside
    if place is not None:
        assert place.message == "comes with the event"


def test_outside_is_followed_into_nested_functions_and_keywords():
    code = code_of(
        app="def lambda_handler(event, context):\n    def inner():\n        use(event)\n    other(**event['p'])\ndef other(a, **k):\n    use2(a)\n    use3(k)\n"
    )
    for written in ("use", "use2", "use3"):
        one, owner = call(code, written)
        assert code.outside(one.arguments[0].value, owner) is not None, written


def test_cleaning():
    code = code_of(app="import phonenumbers\nphonenumbers.parse(x)\nescape_soql(x)\nre.sub(x)\nx.strip()\n")
    assert [is_cleaning(one) for _, one in code.calls()] == [True, True, True, False]


def test_the_module_beside_is_taken_before_another():
    modules = [read_server(path, b"def f(): pass\n").modules[0] for path in ("a/util.py", "b/util.py")]
    app = read_server("b/app.py", b"from util import f\nf()\n").modules[0]
    code = Code((*modules, app))
    assert [one.module.path for _, made in code.calls() for one in code.targets(made)] == ["b/util.py"]
