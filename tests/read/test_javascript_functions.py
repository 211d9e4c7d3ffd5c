import pytest
from javascript_notation import entry, program, script

from ctilint.read.facts import Function, Object, ReturnStep, Script, This


def cut(text: str, span: object) -> str:
    return text[span.start : span.end]


def one(text: str, language: str = "javascript") -> tuple[Script, Function]:
    lowered = script(text, language)
    return lowered, lowered.functions[1]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("function f() {}", "f", "declaration"),
        ("var a = function () {}", "a", "expression"),
        ("var a = function b() {}", "b", "expression"),
        ("a = () => 1", "a", "arrow"),
        ("x.y = function () {}", "y", "expression"),
        ("x['y'] = function () {}", "y", "expression"),
        ("x[y] = function () {}", "", "expression"),
        ("x.y = x.y || function () {}", "y", "expression"),
        ("x = a ? () => 1 : b", "x", "arrow"),
        ("x ||= () => 1", "x", "arrow"),
        ("({ k: function () {} })", "k", "expression"),
        ("({ 'k l': () => 1 })", "k l", "arrow"),
        ("({ m() {} })", "m", "method"),
        ("({ get m() {} })", "m", "getter"),
        ("({ set m(v) {} })", "m", "setter"),
        ("({ [m]() {} })", "", "method"),
        ("({ constructor() {} })", "constructor", "method"),
        ("class A { constructor() {} }", "constructor", "constructor"),
        ("class A { static constructor() {} }", "constructor", "method"),
        ("class A { m() {} }", "m", "method"),
        ("f(function () {})", "", "expression"),
        ("x = f(function () {}) || g", "", "expression"),
        ("export default function () {}", "", "expression"),
        ("export default function f() {}", "f", "declaration"),
        ("(async () => {})()", "", "arrow"),
        ("x = (function () {})", "x", "expression"),
    ],
)
def test_name_and_kind(text: str, name: str, kind: str) -> None:
    _, function = one(text)
    assert (function.name, function.kind) == (name, kind)


def test_spans_of_a_function() -> None:
    text = "on({ k: async function () { return 1 } })"
    _, function = one(text)
    assert cut(text, function.span) == "async function () { return 1 }"
    assert cut(text, function.body_span) == "{ return 1 }"
    assert cut(text, function.body.span) == "{ return 1 }"
    assert cut(text, function.name_span) == "k"
    assert function.is_async
    assert not function.expression_body


def test_spans_of_an_arrow() -> None:
    text = "on(p => p.number)"
    _, function = one(text)
    assert cut(text, function.span) == "p => p.number"
    assert cut(text, function.body_span) == "p.number"
    assert cut(text, function.name_span) == ""
    assert cut(text, function.parameters[0].span) == "p"
    assert function.expression_body
    step = function.body.steps[-1]
    assert isinstance(step, ReturnStep)
    assert cut(text, step.span) == "p.number"


def test_this_belongs_to_the_nearest_function_that_is_no_arrow() -> None:
    lines = program("function f() { g(this, () => this, function () { return () => this.a }) } this.b")
    assert "  call g(this#1, F2, F3)" in lines
    assert "  return this#1" in lines
    assert "  return this#3.a" in lines
    assert "read this#0.b" in lines


def test_calls_and_functions_know_their_function() -> None:
    lowered = script("a(); function f() { b(); return () => c() }")
    owners = {
        step.call.callee.name: step.call.function
        for it in lowered.functions
        for step in it.body.steps
        if hasattr(step, "call")
    }
    assert owners == {"a": 0, "b": 1, "c": 2}
    assert [it.parent for it in lowered.functions] == [-1, 0, 1]
    assert [it.index for it in lowered.functions] == [0, 1, 2]


def test_declarations_go_to_the_top_of_their_block() -> None:
    assert program("a(); function f() {} { b(); function g() {} }")[:4] == [
        "function f = F1",
        "call a()",
        "function g = F2",
        "call b()",
    ]


def test_a_named_expression_knows_itself() -> None:
    lowered = script("x = function f() { f() }")
    call = lowered.functions[1].body.steps[-1].call
    assert program("x = function f() { f() }")[2] == "  function f = F1"
    binding = lowered.lookup(call.callee)
    assert binding is not None
    assert binding.function == 1


def test_generators_and_async() -> None:
    flags = [
        (it.is_async, it.is_generator)
        for it in script("function* a(){} async function b(){} ({async *c(){}, *d(){}}); async x => x").functions[1:]
    ]
    assert flags == [(False, True), (True, False), (True, True), (False, True), (True, False)]


def test_a_class() -> None:
    text = """
    @mark class A extends b.B {
        static #count = f();
        @api name;
        @wire(getRecord, { id: '$id' }) record;
        onDial = (p) => this.dial(p);
        'quoted' = 1;
        constructor() { super(); this.#count = 2; }
        static { g(this); }
        get value() { return 1 }
        static async *[h]() {}
        @track method() { return super.method() }
    }"""
    assert program(text) == [
        "read b.B",
        "call wire(getRecord, {property id: '$id'})",
        (
            "class A = @mark class A(b.B){static field #count: f()/F1, @api field name: ?empty, "
            "@wire field record: ?empty, field onDial: F3/F2, field quoted: 1.0/F4, constructor constructor: F5, "
            "static static-block [-]: F6, getter value: F7, static method [h]: F8, @track method method: F9}"
        ),
        "F1 field #count()",
        "  call f()",
        "  set this#1.#count = f()",
        "F2 field onDial()",
        "  set this#2.onDial = F3",
        "F3 arrow onDial(p) =>",
        "  call this#2.dial(p)",
        "  return this#2.dial(p)",
        "F4 field quoted()",
        "  set this#4.quoted = 1.0",
        "F5 constructor constructor()",
        "  call super#5()",
        "  set this#5.#count = 2.0",
        "F6 field ()",
        "  call g(this#6)",
        "F7 getter value()",
        "  return 1.0",
        "F8 method () async*",
        "F9 method method()",
        "  call super#9.method()",
        "  return super#9.method()",
    ]


def test_class_expressions() -> None:
    assert program("x = class {}; y = class Z {}; (class extends W {})") == [
        "set x = class x(-){}",
        "class Z = class Z(-){}",
        "set y = class Z(-){}",
    ]
    scopes = script("y = class Z {}; Z").scopes
    assert [sorted(scope.bindings) for scope in scopes] == [[], ["Z"]]


def test_decorators_of_an_exported_class() -> None:
    assert program("@a() @b.c export default class D {}") == ["call a()", "class D = @a @b.c class D(-){}"]


def test_an_aura_script_has_a_bundle() -> None:
    from ctilint.read.facts import ScriptKind

    lowered = script("// c\n({ init: function (cmp) { this.go(cmp) }, go: function () {} })", kind=ScriptKind.AURA)
    assert isinstance(lowered.bundle, Object)
    assert [entry(it) for it in lowered.bundle.entries] == ["property init: F1", "property go: F2"]
    call = lowered.functions[1].body.steps[0].call
    assert isinstance(call.callee.object, This)
    assert script("({})").bundle is None
    assert script("f()", kind=ScriptKind.AURA).bundle is None


def test_typescript_classes() -> None:
    text = """
    abstract class A<T> extends B<T> implements C {
        constructor(private readonly x: T, public y?: number, z = 1, @inject() w: W) { super() }
        abstract f(): void;
        private g!: string;
        declare h;
        abstract i: string;
        m(this: X): void;
        m(this: X, a?) {}
        [key: string]: any;
    }"""
    assert program(text, "typescript") == [
        "class A = class A(B){constructor constructor: F1, field g: ?empty, method m: F2}",
        "F1 constructor constructor(x, y, z=1.0, w)",
        "  call inject()",
        "  set this#1.x = x",
        "  set this#1.y = y",
        "  call super#1()",
        "F2 method m(a)",
    ]
