"""The index of one script and of a window: who assigns, calls, returns and owns what."""

from __future__ import annotations

import pytest
from app_of import window_of

from ctilint.read.document import read_document
from ctilint.read.facts import Branch, CallStep, FunctionValue, Literal, Loop, Name, Try
from ctilint.understand.program.index import (
    ScriptIndex,
    blocks_of,
    index_script,
    parts,
    steps_of,
    values_of,
    within,
)
from ctilint.understand.program.joining import Joined, Program, beside, of_script


def index_of(code: str, path: str = "phone.js") -> ScriptIndex:
    return index_script(read_document(path, code.encode()).scripts[0])


def value_of(code: str) -> object:
    return index_of(f"x = {code};").paths["x"][0].value


@pytest.mark.parametrize(
    ("code", "kinds"),
    [
        ("a", []),
        ("1", []),
        ("a.b", ["Name"]),
        ("a[b]", ["Name", "Name"]),
        ("f(a, 1)", ["Name", "Name", "Literal"]),
        ("{ a: 1, b }", ["Literal", "Name"]),
        ("[1, a]", ["Literal", "Name"]),
        ("a ? b : 1", ["Name", "Name", "Literal"]),
        ("a || b", ["Name", "Name"]),
        ("`a${b}`", ["Literal", "Name"]),
        ("a === 1", ["Name", "Literal"]),
        ("function () { inner(); }", []),
        ("class extends A { b() {} }", ["Name", "FunctionValue"]),
        ("class { b() {} }", ["FunctionValue"]),
    ],
)
def test_the_parts_of_a_value(code: str, kinds: list[str]) -> None:
    value = value_of(code)
    assert [type(item).__name__ for item in parts(value)] == kinds  # type: ignore[arg-type]


def test_the_parts_of_waiting_and_of_elements() -> None:
    index = index_of("async function f() { x = await a; }\ny = <B c={d}>{e}</B>;", "a.jsx")
    assert [type(item).__name__ for item in parts(index.paths["x"][0].value)] == ["Name"]
    names = [item.name for item in within(index.paths["y"][0].value) if isinstance(item, Name)]
    assert sorted(names) == ["d", "e"]


def test_within_yields_a_value_and_all_inside_it_but_no_functions() -> None:
    value = value_of("f(a.b, [c, function () { return d; }])")
    names = sorted(item.name for item in within(value) if isinstance(item, Name))  # type: ignore[arg-type]
    assert names == ["a", "c", "f"]


def test_steps_and_their_blocks() -> None:
    index = index_of(
        "if (a) { b(); } else { c(); }\nfor (;;) { d(); }\ntry { e(); } catch (x) { f(); } finally { g(); }"
    )
    body = index.script.functions[0].body
    called = [step.call.callee.name for step in steps_of(body) if isinstance(step, CallStep)]  # type: ignore[union-attr]
    assert called == list("bcdefg")
    sizes = {type(step).__name__: len(blocks_of(step)) for step in steps_of(body)}
    assert (sizes[Branch.__name__], sizes[Loop.__name__], sizes[Try.__name__], sizes[CallStep.__name__]) == (2, 1, 3, 0)


def test_the_values_of_steps() -> None:
    code = "function f() { if (a) { throw b; } for (const x of c) { x.d; } return; }\nf();\ny = 1;"
    index = index_of(code)
    kinds = [
        (type(step).__name__, [type(item).__name__ for item in values_of(step)])
        for function in index.script.functions
        for step in steps_of(function.body)
    ]
    assert ("Branch", ["Name"]) in kinds
    assert ("ThrowStep", ["Name"]) in kinds
    assert ("Loop", ["Name", "Name"]) in kinds
    assert ("ReadStep", ["Member"]) in kinds
    assert ("ReturnStep", []) in kinds
    assert ("CallStep", ["Call"]) in kinds
    assert ("AssignStep", ["Name", "Literal"]) in kinds


def test_what_an_index_holds() -> None:
    index = index_of(
        "var a = 1;\nfunction f(p) { var b = p; a.c = b; return b; }\n"
        "f(function g() {});\nvar o = { m() { return 1; }, n: f };\nfor (const x of [1]) { use(x); }\n"
    )
    assert sorted(index.paths) == ["a", "a.c", "f", "o"]
    assert {name for _, name in index.bound} == {"b", "g"}
    assert [type(value).__name__ for value in index.returns[1]] == ["Name"]
    assert sorted(index.called) == ["f", "use"]
    assert list(index.members) == ["c"]
    assert [name for _, name in index.looped] == ["x"]
    owners = {index.script.functions[at].name: entry.key for at, (_, entry) in index.owners.items()}
    assert owners == {"m": "m"}
    [passed] = [index.script.functions[at].name for at in index.passed]
    assert passed == "g"
    assert [value.value for value, _ in index.texts if isinstance(value, Literal)] == []


@pytest.mark.parametrize(
    ("code", "path"),
    [
        ("a", "a"),
        ("a.b.c", "a.b.c"),
        ("window.a.b", "a.b"),
        ("window.top.a", "a"),
        ("self.parent.a", "a"),
        ("window", "window"),
        ("a['b']", "a.b"),
        ("a[b]", ""),
        ("f().a", ""),
        ("this.a", ""),
        ("a?.b", "a.b"),
    ],
)
def test_the_path_of_a_global(code: str, path: str) -> None:
    index = index_of(f"x = {code};")
    assert index.path_of(index.paths["x"][0].value) == path


def test_a_local_name_has_no_path() -> None:
    index = index_of("function f(a) { x = a.b; y = c.b; }")
    assert index.path_of(index.paths["x"][0].value) == ""
    assert index.path_of(index.paths["y"][0].value) == "c.b"


@pytest.mark.parametrize(
    ("code", "shares"),
    [
        ("var a = 1;", True),
        ("import './b';\nvar a = 1;", False),
        ("export const a = 1;", False),
    ],
)
def test_who_shares_the_names_of_the_window(code: str, shares: bool) -> None:
    index = index_of(code)
    assert index.shares_globals is shares
    assert ("a" in index.paths) is shares


def test_the_names_under_which_a_function_is_called() -> None:
    index = index_of(
        "function one() {}\nvar two = one;\nvar three = function four() {};\nthis.five = function () {};\n"
        "var o = { six() {}, seven: function () {} };\nclass Eight { constructor() {} nine() {} }\n(function () {})();"
    )
    names = [index.names_of(at) for at in range(1, len(index.script.functions))]
    assert names == [
        {"one"},
        {"three", "four"},
        {"five"},
        {"six"},
        {"seven"},
        {"constructor", "Eight"},
        {"nine"},
        set(),
    ]


def test_a_program_joins_scripts_and_keeps_modules_apart() -> None:
    classic = index_of("var a = 1;\nf();\nb.c = 1;", "a.js")
    module = index_of("export var a = 2;\nf();\nb.c = 2;", "b.js")
    program = Program([classic, module])
    assert [index.script.path for index, _ in program.paths["a"]] == ["a.js"]
    assert [index.script.path for index, _ in program.paths["b.c"]] == ["a.js", "b.js"]
    assert [index.script.path for index, _ in program.called["f"]] == ["a.js", "b.js"]
    assert [index.script.path for index, _ in program.members["c"]] == ["a.js", "b.js"]
    assert program.index(module.script) is module
    assert program.ref(classic.script, 0) is classic.refs[0]


def test_functions_of_a_window_are_the_same_objects_everywhere() -> None:
    window = window_of("sforce.opencti.onClickToDial({ listener: go });\nfunction go(p) {}")
    resolver = window.resolver
    assert resolver is not None
    [index] = resolver.program.indexes
    [handler] = window.handlers
    assert handler.function is index.refs[1]
    assert handler.function.name == "go"
    assert handler.function.place.path == "phone.js"
    values = [item for call in index.calls for item in within(call) if isinstance(item, FunctionValue)]
    assert values == []


def test_what_one_script_says_is_worked_out_once() -> None:
    asked: list[ScriptIndex] = []

    @of_script
    def calls(index: ScriptIndex) -> int:
        asked.append(index)
        return len(index.calls)

    one, other = index_of("f(); g();"), index_of("f();")
    assert [calls(one), calls(other), calls(one)] == [2, 1, 2]
    assert asked == [one, other]


def test_tables_are_joined_in_the_order_of_the_scripts() -> None:
    one, other = index_of("a = 1; b = 2;"), index_of("b = 3; c = 4;")
    joined = Joined(((index, index.paths) for index in (other, one)), beside)
    assert [index for index, _ in joined.get("b")] == [other, one]
    assert joined.get("nowhere", ()) == ()
    assert ("a" in joined, "nowhere" in joined) == (True, False)
    assert list(joined) == ["b", "c", "a"]


def test_a_name_of_a_module_is_not_the_windows() -> None:
    program = Program([index_of("var a = 1; b = 2; a.c = 3; export { a };", "phone.mjs")])
    assert (list(program.paths.get("a")), len(program.paths.get("b"))) == ([], 1)
