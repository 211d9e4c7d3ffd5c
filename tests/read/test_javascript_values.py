import pytest
from javascript_notation import program, script, value

from ctilint.read.facts import AssignStep


def first_value(text: str, language: str = "javascript") -> str:
    for step in reversed(script(f"x = {text}", language).functions[0].body.steps):
        if isinstance(step, AssignStep):
            return value(step.value)
    raise AssertionError(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("'a\\x41\\u{1F600}\\\nb\\n\\0\\q\\u0041'", repr("aA\U0001f600b\n\0qA")),
        ("'\\uD83D\\uDE00'", repr("\U0001f600")),
        ("'\\u{110000}'", repr("\ufffd")),
        ('"plain"', "'plain'"),
        ("``", "''"),
        ("`plain`", "'plain'"),
        ("`a\\n${b}c${d}`", "T('a\\n' b 'c' d)"),
        ("0x1F", "31.0"),
        ("0b11", "3.0"),
        ("0o17", "15.0"),
        ("017", "15.0"),
        ("089", "89.0"),
        ("1_000n", "1000.0"),
        (".5e1", "5.0"),
        ("1e999", "inf"),
        ("-1", "-1.0"),
        ("true", "True"),
        ("false", "False"),
        ("null", "None"),
        ("undefined", "undefined"),
        ("/a[/]b/gi", "/a[/]b/gi"),
        ("this", "this#0"),
        ("[1, , ...a, b]", "[1.0, ?hole, ?spread, b]"),
        ("[,]", "[?hole]"),
        (
            "{a, b: c, 'd': 1, 2: 3, [e]: f, ['g']: 4, ...h}",
            (
                "{shorthand a: a, property b: c, property d: 1.0, property 2: 3.0, property [e]: f, property g: 4.0, "
                "spread [-]: h}"
            ),
        ),
        ("a.b", "a.b"),
        ("a?.b", "a?.b"),
        ("a['b']", "a.b"),
        ("a[0]", "a.0"),
        ("a[b]", "a.[b]"),
        ("a?.[b]", "a?.[b]"),
        ("this.#p", "this#0.#p"),
        ("a?.(b)", "a?(b)"),
        ("new A", "new A()"),
        ("new a.B(c)", "new a.B(c)"),
        ("new (f().g)(c)", "new f().g(c)"),
        ("a`b${c}`", "a(T('b' c))"),
        ("import('m')", "import('m')"),
        ("import.meta.url", "import.meta.url"),
        ("a || b || c", "<a || b || c>"),
        ("a && b", "<a && b>"),
        ("a ?? b", "<a ?? b>"),
        ("a ? b : c", "<b ?: c if a>"),
        ("'a' + b + c", "T('a' b c)"),
        ("a + b + 'c'", "T(a b 'c')"),
        ("a + ('b' + `c${d}`)", "T(a 'b' 'c' d)"),
        ("a + b", "(+ a b)"),
        ("a - b * c", "(- a (* b c))"),
        ("a === b", "(=== a b)"),
        ("!a", "(! a)"),
        ("typeof a", "(typeof a)"),
        ("void 0", "(void 0.0)"),
        ("'k' in a", "(in 'k' a)"),
        ("a instanceof B", "(instanceof a B)"),
        ("(a, b)", "b"),
        ("((a))", "a"),
        ("y = z", "z"),
        ("y += z", "(+ y z)"),
        ("y ??= z", "<y ?? z>"),
        ("i++", "(++ i)"),
        ("--i", "(-- i)"),
    ],
)
def test_value(text: str, expected: str) -> None:
    lines = program(f"x = {text}")
    assert f"set x = {expected}" in lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("w as any", "w"),
        ("<any>w", "w"),
        ("w!", "w"),
        ("w satisfies W", "w"),
        ("(w as any)!.f<string>(v!)", "w.f(v)"),
        ("new Foo<Bar>(1)", "new Foo(1.0)"),
        ("f<T>", "f"),
    ],
)
def test_types_leave_no_trace(text: str, expected: str) -> None:
    assert first_value(text, "typescript") == expected


def test_a_call_comes_after_its_callee_and_arguments() -> None:
    assert program("a.b.c(d.e, f(g()))") == [
        "read a.b",
        "read d.e",
        "call g()",
        "call f(g())",
        "call a.b.c(d.e, f(g()))",
    ]


def test_short_circuits_and_choices_are_branches() -> None:
    assert program("a && b(); a || c(); a ?? d(); a ? e() : f(); a && b && g()") == [
        "&& a",
        "  call b()",
        "|| a",
        "else",
        "  call c()",
        "?? a",
        "else",
        "  call d()",
        "?: a",
        "  call e()",
        "else",
        "  call f()",
        "&& <a && b>",
        "  call g()",
    ]


def test_assignments() -> None:
    assert program("x = y = z; a.b += c.d; e.f ||= g(); delete h.i; typeof j.k; l++") == [
        "set y = z",
        "set x = z",
        "read a.b",
        "read c.d",
        "set a.b += c.d",
        "read e.f",
        "|| e.f",
        "else",
        "  call g()",
        "  set e.f ||= g()",
        "read j.k",
        "set l ++ (+ l 1.0)",
    ]


def test_await_and_yield() -> None:
    assert program("async function* f() { const a = await b(); yield a.c; yield* d(); yield }") == [
        "function f = F1",
        "F1 declaration f() async*",
        "  call b()",
        "  await b()",
        "  const a = await b()",
        "  read a.c",
        "  call d()",
    ]


def test_new_target_is_unknown() -> None:
    assert program("function f() { return new.target }")[-1] == "  return ?new.target"


def test_spans_of_a_call() -> None:
    text = "  phone . dial( 1 , a ) ;"
    call = script(text).functions[0].body.steps[-1].call
    assert text[call.span.start : call.span.end] == "phone . dial( 1 , a )"
    assert text[call.arguments_span.start : call.arguments_span.end] == "( 1 , a )"
    assert text[call.callee.key_span.start : call.callee.key_span.end] == "dial"
    assert [text[it.span.start : it.span.end] for it in call.arguments] == ["1", "a"]


def test_a_step_and_the_value_share_one_call() -> None:
    call_step, assign = script("x = f()").functions[0].body.steps
    assert call_step.call is assign.value
