import pytest
from javascript_notation import program, script, value


def imports(text: str, language: str = "javascript") -> list[tuple[str, str, str]]:
    return [(it.source, it.imported, it.local) for it in script(text, language).imports]


def exports(text: str, language: str = "javascript") -> list[tuple[str, str, str]]:
    return [(it.name, value(it.value), it.source) for it in script(text, language).exports]


@pytest.mark.parametrize("language", ["javascript", "typescript", "tsx"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import a from 'x'", [("x", "default", "a")]),
        (
            "import a, { b as c, d, default as e, 'f-g' as h } from 'x'",
            [("x", "default", "a"), ("x", "b", "c"), ("x", "d", "d"), ("x", "default", "e"), ("x", "f-g", "h")],
        ),
        ('import * as n from "y"', [("y", "*", "n")]),
        ("import 'z'", [("z", "", "")]),
        ("import v from 'j' with { type: 'json' }", [("j", "default", "v")]),
        ("import {} from 'x'", []),
    ],
)
def test_imports(text: str, expected: list[tuple[str, str, str]], language: str) -> None:
    assert imports(text, language) == expected


def test_an_import_binds_its_name() -> None:
    text = "import { b as c } from 'x'; c()"
    lowered = script(text)
    binding = lowered.lookup(lowered.functions[0].body.steps[0].call.callee)
    assert binding is not None
    assert (binding.kind, text[binding.span.start : binding.span.end]) == ("import", "c")
    assert text[lowered.imports[0].span.start : lowered.imports[0].span.end] == "b as c"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import fs = require('fs')", [("fs", "*", "fs")]),
        ("import type { K } from 'k'", []),
        ("import type K from 'k'", []),
        ("import { type Z, W, type as V } from 'z'", [("z", "W", "W"), ("z", "type", "V")]),
    ],
)
def test_imports_of_typescript(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert imports(text, "typescript") == expected


@pytest.mark.parametrize("language", ["javascript", "typescript"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("export * from 'x'", [("*", "*", "x")]),
        ("export * as q from 'x'", [("q", "*", "x")]),
        (
            "export { a as b, c as default, d, default as e } from 'k'",
            [("b", "a", "k"), ("default", "c", "k"), ("d", "d", "k"), ("e", "default", "k")],
        ),
        ("const z = 1; export { z as y, z }", [("y", "z", ""), ("z", "z", "")]),
        ("export const z = 1, { y, x: [w] } = a", [("z", "z", ""), ("y", "y", ""), ("w", "w", "")]),
        ("export function f() {}", [("f", "f", "")]),
        ("export async function* f() {}", [("f", "f", "")]),
        ("export class A {}", [("A", "A", "")]),
        ("export default function f() {}", [("default", "f", "")]),
        ("export default class A {}", [("default", "A", "")]),
        ("export default function () {}", [("default", "F1", "")]),
        ("export default class {}", [("default", "class None(-){}", "")]),
        ("export default { a: 1 }", [("default", "{property a: 1.0}", "")]),
        ("export default a.b", [("default", "a.b", "")]),
        ("export default () => 1", [("default", "F1", "")]),
    ],
)
def test_exports(text: str, expected: list[tuple[str, str, str]], language: str) -> None:
    assert exports(text, language) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("export = foo", [("=", "foo", "")]),
        ("export as namespace Foo", []),
        ("export type { Q } from 'q'", []),
        ("export { type Q, R }", [("R", "R", "")]),
        ("export interface I {}", []),
        ("export type T = 1", []),
        ("export declare const q: number", []),
        ("export default interface P {}", []),
        ("export abstract class A {}", [("A", "A", "")]),
        ("export enum E { A }", [("E", "E", "")]),
        ("export namespace N {}", [("N", "N", "")]),
        ("export function f(): void; export function f() {}", [("f", "f", "")]),
        ("export import X = A.B", [("X", "X", "")]),
    ],
)
def test_exports_of_typescript(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert exports(text, "typescript") == expected


def test_the_exported_value_is_resolved_where_it_stands() -> None:
    lowered = script("export const a = 1; function f() { const a = 2 }")
    binding = lowered.lookup(lowered.exports[0].value)
    assert binding is not None
    assert binding.kind == "const"
    assert binding.function == 0


def test_a_name_of_another_module_is_no_local_name() -> None:
    lowered = script("const a = 1; export { a } from 'k'")
    assert lowered.lookup(lowered.exports[0].value) is None


def test_exported_declarations_run() -> None:
    assert program("export const a = f(); export default g()") == ["call f()", "const a = f()", "call g()"]
