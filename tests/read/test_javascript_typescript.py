import pytest
from javascript_notation import program, script


def test_an_enum_is_an_object() -> None:
    assert program("enum E { A, B = 5, C, 'd' = f(), E }  const enum G {}", "typescript") == [
        "call f()",
        "const E = {property A: 0.0, property B: 5.0, property C: 6.0, property d: f(), property E: ?empty}",
        "const G = {}",
    ]


def test_a_namespace_is_an_object_of_its_exports() -> None:
    text = "namespace N.M { export const x = f(); var y; export function g() {} } module O { h() }"
    assert program(text, "typescript") == [
        "function g = F1",
        "call f()",
        "const x = f()",
        "const N = {property M: {property x: x, property g: g}}",
        "call h()",
        "const O = {}",
        "F1 declaration g()",
    ]
    lowered = script(text, "typescript")
    assert lowered.exports == ()
    assert sorted(lowered.scopes[0].bindings) == ["N", "O"]
    assert sorted(lowered.scopes[1].bindings) == ["g", "x", "y"]


def test_an_import_alias_is_a_constant() -> None:
    assert program("import X = A.B.C; import Y = Z", "typescript") == [
        "read A.B",
        "read A.B.C",
        "const X = A.B.C",
        "const Y = Z",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "declare const q: number",
        "declare function f(): void",
        "declare class A { m(): void }",
        "declare module 'm' { export const x: 1 }",
        "declare global { interface Window { a: 1 } }",
        "declare namespace N { const x: 1 }",
        "declare enum E { A }",
        "interface I { a(): void }",
        "type T = { a: typeof b.c }",
        "function f(a: string): void;",
    ],
)
def test_what_only_declares_does_nothing(text: str) -> None:
    lowered = script(text, "typescript")
    assert lowered.functions[0].body.steps == ()
    assert len(lowered.functions) == 1
    assert lowered.scopes[0].bindings == {}


def test_types_of_declarations_are_skipped() -> None:
    text = "let a: Map<string, B> = c(); const f = <T,>(x: T, y?: U): x is V => x; let d!: string"
    assert program(text, "typescript") == [
        "call c()",
        "let a = c()",
        "const f = F1",
        "F1 arrow f(x, y) =>",
        "  return x",
    ]


def test_loops_and_targets_with_casts() -> None:
    assert program("for (const x of y as any) {} (a.b as any) = c; (d as any)++", "typescript") == [
        "for-of x y",
        "set a.b = c",
        "set d ++ (+ d 1.0)",
    ]
