"""Python of the server side, lowered."""

# ruff: noqa: E501  # what is read stands on one line

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctilint.read.facts import FileKind
from ctilint.read.server import read_server
from ctilint.read.server.deployed import ServerFacts
from ctilint.read.server.records import PyCall, PyConstant, PyDict, PyFormat, PyItem, PyModule, PyName, PyText


def read(code: str) -> PyModule:
    facts = read_server("src/app.py", code.encode())
    assert facts.problem is None
    return facts.modules[0]


def calls(code: str) -> dict[str, PyCall]:
    return {call.written: call for function in read(code).functions for call in function.calls}


def cut(facts: ServerFacts, span) -> str:
    return facts.source.cut(span)


def test_kind_and_name():
    facts = read_server("a/b/app.py", b"import os\n")
    assert (facts.path, facts.file.kind, facts.modules[0].name) == ("a/b/app.py", FileKind.PYTHON, "app")


def test_an_imported_name_is_followed_to_its_module():
    found = calls(
        "import requests as r\nfrom boto3 import client as c\ndef f(requests):\n    r.get('u')\n    c('s3')\n    requests.get('u')\n"
    )
    assert found["r.get"].qualified == "requests.get"
    assert found["c"].qualified == "boto3.client"
    assert found["requests.get"].qualified == ""


def test_spans_are_offsets_of_the_text_beyond_the_basic_plane():
    facts = read_server("app.py", "x = '😀é'\ny = f('a')\n".encode())
    call = facts.modules[0].functions[0].calls[0]
    assert cut(facts, call.span) == "f('a')"
    assert cut(facts, facts.modules[0].strings[0].span) == "'😀é'"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_counts(end):
    facts = read_server("app.py", f"a = 1{end}{end}b = '''x{end}y'''{end}c(2){end}".encode())
    assert cut(facts, facts.modules[0].functions[0].calls[0].span) == "c(2)"


def test_byte_order_mark_and_cookie():
    facts = read_server("app.py", b"\xef\xbb\xbfx = f(1)\n")
    assert cut(facts, facts.modules[0].functions[0].calls[0].span) == "f(1)"
    latin = read_server("app.py", b"# -*- coding: latin-1 -*-\nx = g('\xe9')\n")
    assert cut(latin, latin.modules[0].functions[0].calls[0].span) == "g('é')"
    assert read_server("app.py", b"# coding: nonsense\nx = 1\n").problem is None


def test_a_docstring_is_no_text_of_the_program():
    texts = [
        text.value
        for text in read('"""doc"""\ndef f():\n    "doc"\n    return "kept"\n').strings
        if isinstance(text, PyText)
    ]
    assert texts == ["kept"]


@pytest.mark.parametrize(
    ("code", "form", "literal"),
    [
        ("x = f'/services/data/{v}/query'", "f-string", "/services/data/{}/query"),
        ("x = '/services/data/%s/query' % v", "percent", "/services/data/{}/query"),
        ("x = '%s/services/%d' % (a, b)", "percent", "{}/services/{}"),
        ("x = '/services/data/' + v + '/query'", "plus", "/services/data/{}/query"),
        ("x = '/services/data/{}/query'.format(v)", "format", "/services/data/{}/query"),
        ("x = 'a' f'b{c}'", "f-string", "ab{}"),
    ],
)
def test_texts_that_are_put_together(code, form, literal):
    value = read(f"v = a = b = c = 1\n{code}\n").functions[0].assigns[-1].value
    assert isinstance(value, PyFormat)
    assert (value.form, value.literal) == (form, literal)


def test_adjacent_literals_are_one_text():
    value = read("x = ('SELECT Id '\n     'FROM Contact')\n").functions[0].assigns[0].value
    assert isinstance(value, PyText)
    assert value.value == "SELECT Id FROM Contact"


def test_calls_know_their_loops_tries_and_arms():
    module = read(
        "def f(a):\n    for x in a:\n        try:\n            one(x)\n        except E:\n            two(x)\n        finally:\n            three(x)\n"
        "    if a:\n        four()\n    elif b:\n        five()\n    else:\n        six()\n"
    )
    found = {call.written: call for call in module.functions[1].calls}
    assert found["one"].loops == (0,)
    assert found["one"].tries == ((0, "body"),)
    assert found["two"].tries == ((0, "handler"),)
    assert found["three"].tries == ((0, "final"),)
    arms = [found[name].arms for name in ("four", "five", "six")]
    assert [arm[0][1] for arm in arms] == [0, 1, 2]
    assert len({arm[0][0] for arm in arms}) == 1


def test_handlers_say_what_they_do():
    module = read(
        "def f():\n    try:\n        a()\n    except (KeyError, x.Y) as e:\n        log(e)\n        raise\n    except:\n        pass\n"
    )
    first, second = module.functions[1].tries[0].handlers
    assert (first.types, first.name, first.statements, first.raises) == (
        ("KeyError", "x.Y"),
        "e",
        ("call", "raise"),
        True,
    )
    assert (second.types, second.statements, second.raises) == ((), ("pass",), False)


def test_environment_reads():
    module = read(
        "import os\nfrom os import environ, getenv\nos.environ['A']\nenviron.get('B', 'v42.0')\ngetenv('C')\nget_arg(os.environ, 'D')\n"
    )
    assert [(one.name, one.required) for one in module.environment] == [
        ("A", True),
        ("B", False),
        ("C", False),
        ("D", True),
    ]
    default = module.environment[1].default
    assert isinstance(default, PyText)
    assert default.value == "v42.0"


def test_values_under_names():
    module = read(
        "password = 'p'\nf(token='t')\nd = {'grant_type': 'password'}\ndef g(version='42.0'): pass\no.key['secret'] = 's'\n"
    )
    assert [(one.name, one.how) for one in module.named if isinstance(one.value, PyText)] == [
        ("password", "assign"),
        ("token", "keyword"),
        ("grant_type", "entry"),
        ("version", "default"),
        ("secret", "assign"),
    ]


def test_functions_classes_and_parameters():
    module = read(
        "class A:\n    @classmethod\n    async def m(cls, a, *b, c=1, **d):\n        return a\n\ndef f():\n    def inner(): pass\n"
    )
    method = module.functions[1]
    assert (method.name, method.class_name, method.is_async, method.decorators) == ("m", "A", True, ("classmethod",))
    assert [(one.name, one.kind) for one in method.parameters] == [
        ("cls", ""),
        ("a", ""),
        ("b", "*"),
        ("c", ""),
        ("d", "**"),
    ]
    assert isinstance(method.parameters[3].default, PyConstant)
    assert [(one.name, one.parent) for one in module.functions] == [("", -1), ("m", 0), ("f", 0), ("inner", 2)]


@pytest.mark.parametrize(
    ("body", "ends"),
    [
        ("return 1", True),
        ("if a:\n        return 1", False),
        ("if a:\n        return 1\n    else:\n        raise E", True),
        ("try:\n        return 1\n    except E:\n        pass", False),
        ("with a:\n        return 1", True),
        ("pass", False),
    ],
)
def test_the_end_of_a_function(body, ends):
    assert read(f"def f(a):\n    {body}\n").functions[1].always_returns is ends


def test_subscripts_dicts_and_constants():
    module = read("x = event['Details']['Parameters']\ny = {**a, 'k': -1, 2: None}\n")
    value = module.functions[0].assigns[0].value
    assert isinstance(value, PyItem)
    assert isinstance(value.object, PyItem)
    assert isinstance(value.object.object, PyName)
    table = module.functions[0].assigns[1].value
    assert isinstance(table, PyDict)
    assert table.get("k") == PyConstant(-1.0, table.entries[1][1].span)
    assert table.entries[0][0] is None


def test_imports():
    module = read(
        "import a.b as c\nfrom .d import e as g\nfrom h import *\ntry:\n    import i\nexcept ImportError:\n    i = None\n"
    )
    assert [(one.module, one.name, one.alias, one.level, one.guarded) for one in module.imports] == [
        ("a.b", "", "c", 0, False),
        ("d", "e", "g", 1, False),
        ("h", "*", "", 0, False),
        ("i", "", "", 0, True),
    ]


def test_every_statement_is_read():
    module = read(
        "class A(base()):\n    x: int = one()\n    y: str\n"
        "def f(*, a=two(), **k):\n    (b, c), *d = three(), four()\n    b += five()\n    assert six()\n"
        "    with seven() as e, eight():\n        nine()\n    while ten():\n        break\n    else:\n        eleven()\n"
        "    for g, h in twelve():\n        continue\n    try:\n        raise thirteen() from e\n    except* (E, F):\n        pass\n"
        "    else:\n        fourteen()\n    global z\n    del b\n    if a: fifteen()\n    return\n"
        "async def i():\n    await sixteen()\n    yield seventeen()\n    yield from eighteen()\n    return nineteen() if a else twenty()\n"
    )
    words = "base one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
    assert {call.written for function in module.functions for call in function.calls} == set(words.split())
    f = module.functions[1]
    assert [one.target.name for one in f.assigns] == ["b", "c", "d", "b", "e", "g", "h"]
    assert [one.loop for one in f.assigns][-2:] == [True, True]
    assert f.returns[0].value is None


def test_every_expression_is_read():
    module = read(
        "x = a[1:b()][c(), d()]\ny = {k(): v() for i in e()}\nz = {s() for i in f() if g()}\nw = not h() or (j() and -l())\n"
        "u = b'bytes'\nt = 0x10\nr = 1e3 * m()\nq = *n(), 1\np = lambda: o()\nv = 'a' % ()\ns = ~r()\nn = 'x' * 3\no = 1 + 2 + q()\n"
        "m = '%(k)s' % p()\nl = 'a' 'b' f'{t()}'\n... \n"
    )
    assert {call.written for call in module.functions[0].calls} == set("bcdkvesfghjlmnortqp") - {"r", "o"} | {"r", "o"}
    values = {one.name: one.value for one in module.named if isinstance(one.value, PyText | PyConstant)}
    assert (values["u"].value, values["t"].value) == ("bytes", 16.0)


def test_a_return_knows_what_was_asked():
    module = read("def f(e):\n    if 'a' in e:\n        if b(e):\n            return 1\n    return 2\n")
    assert [len(one.conditions) for one in module.functions[1].returns] == [2, 0]


def test_arms_that_leave():
    module = read(
        "def f(a):\n    if a:\n        return x()\n    elif b:\n        y()\n    else:\n        raise E\n    z()\n"
    )
    function = module.functions[1]
    leaving = {arm[1] for arm in function.exits}
    assert leaving == {0, 2}


def test_match_lambda_comprehension_walrus():
    module = read(
        "def f(a):\n    match a:\n        case 1:\n            one()\n        case _:\n            two()\n"
        "    if (n := g(a)):\n        pass\n    return [h(x) for x in a if k(x)], (lambda: m())\n"
    )
    assert {"one", "two", "g", "h", "k", "m"} <= {call.written for call in module.functions[1].calls}
    assert [loop.kind for loop in module.functions[1].loops] == ["comprehension"]


@pytest.mark.parametrize(
    ("code", "line", "word"),
    [
        ("print 'hello'\n", 1, "does not parse"),
        ("x = 1\ny = 'abc\n", 2, "does not parse"),
        ("x = 1\n  y = 2\n", 2, "does not parse"),
        ("if a:\n    b\n  c\n", 3, "no matching outer block"),
        ("x = " + "(" * 5000, 1, "nested too deep"),
        ("x = " + "-" * 50000 + "1\n", 1, "too long"),
        ("x = a" + ".b" * 40000 + "\n", 1, "too long"),
        ("if a:\n    b\n" + "elif c:\n    d\n" * 9000, 3003, "too long"),
        ("x = f'" + "{(" * 500 + "'\n", 1, "nested too deep"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(code, line, word):
    facts = read_server("app.py", code.encode())
    assert facts.modules == ()
    assert facts.problem is not None
    assert word in facts.problem.message
    assert facts.source.position(facts.problem.span.start)[0] == line


def test_a_long_but_flat_table_is_read():
    code = "x = {\n" + "".join(f"    'k{i}': a.b({i}, -1),\n" for i in range(5000)) + "}\n"
    assert read_server("app.py", code.encode()).problem is None


@settings(deadline=None, max_examples=120)
@given(st.binary(max_size=300))
def test_no_bytes_raise(data):
    read_server("app.py", data)


PIECES = st.sampled_from(
    [
        "def f(a):\n",
        "    ",
        "x = ",
        "event['a']",
        "'t'",
        "f'{a}'",
        "%",
        " + ",
        "(",
        ")",
        "\n",
        "try:\n",
        "except:\n",
        "if a:\n",
        "é😀",
        "# c\n",
        "return ",
        "os.environ",
    ]
)


@settings(deadline=None, max_examples=150)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_spans_stay_inside_the_text(code):
    facts = read_server("app.py", code.encode())
    size = len(facts.source.text)
    for module in facts.modules:
        for function in module.functions:
            for call in function.calls:
                assert 0 <= call.span.start <= call.span.end <= size
        for text in module.strings:
            assert 0 <= text.span.start <= text.span.end <= size
    if facts.problem is not None:
        assert 0 <= facts.problem.span.start <= facts.problem.span.end <= size
