from javascript_notation import program, script

from ctilint.read.facts import Branch, JumpStep, Loop, Try


def test_declarations_with_and_without_a_value() -> None:
    assert program("var a = b(), c; let d = e.f; const g = 1; using h = i") == [
        "call b()",
        "var a = b()",
        "read e.f",
        "let d = e.f",
        "const g = 1.0",
        "const h = i",
    ]


def test_kinds_of_bindings_and_their_scopes() -> None:
    lowered = script(
        "function f(p) { if (p) { var a = 1; let b; const c = 2; class D {} function g() {} } try {} catch (e) {} }"
    )
    kinds = [{name: it.kind for name, it in scope.bindings.items()} for scope in lowered.scopes]
    assert kinds == [
        {"f": "function"},
        {"p": "parameter", "a": "var", "g": "function"},
        {"b": "let", "c": "const", "D": "class"},
        {},
        {},
        {"e": "catch"},
        {},
    ]
    assert [(scope.parent, scope.function) for scope in lowered.scopes] == [
        (-1, 0),
        (0, 1),
        (1, 1),
        (2, 2),
        (1, 1),
        (1, 1),
        (5, 1),
    ]


def test_a_name_is_looked_up_from_where_it_is_read() -> None:
    text = "let a = 1; { let a = 2; use(a); } use(a, b); var b;"
    inner, outer = (step.call for step in script(text).functions[0].body.steps if hasattr(step, "call"))
    lowered = script(text)
    inner, outer = (step.call for step in lowered.functions[0].body.steps if hasattr(step, "call"))
    found = [lowered.lookup(inner.arguments[0]), lowered.lookup(outer.arguments[0]), lowered.lookup(outer.arguments[1])]
    assert [text[it.span.start :][:5] for it in found if it] == ["a = 2", "a = 1", "b;"]
    assert lowered.lookup(inner.callee) is None


def test_if_with_else_if() -> None:
    assert program("if (a.b) c(); else if (d()) e(); else { f() }") == [
        "read a.b",
        "if a.b",
        "  call c()",
        "else",
        "  call d()",
        "  if d()",
        "    call e()",
        "  else",
        "    call f()",
    ]


def test_a_long_chain_of_else_if_keeps_every_call_and_stays_shallow() -> None:
    text = "if (a0) f0();" + "".join(f" else if (a{i}) f{i}();" for i in range(1, 500)) + " else last();"
    lines = program(text)
    assert [line.strip() for line in lines if "call" in line] == [*(f"call f{i}()" for i in range(500)), "call last()"]
    assert max(len(line) - len(line.lstrip()) for line in lines) < 300


def test_switch_is_a_chain_of_branches() -> None:
    text = (
        "switch (a.b) { case 0: case 1: c(); break; case 2: if (d) break; e(); default: f(); case 3: { g(); break } }"
    )
    assert program(text) == [
        "read a.b",
        "case <(=== a.b 0.0) || (=== a.b 1.0)>",
        "  call c()",
        "else",
        "  case (=== a.b 2.0)",
        "    if d",
        "      break",
        "    call e()",
        "  else",
        "    case (=== a.b 3.0)",
        "      call g()",
        "    else",
        "      call f()",
    ]


def test_a_default_may_fall_into_the_next_case() -> None:
    assert program("switch (a) { case 1: b(); break; default: case 2: c(); break; case 3: d() }") == [
        "case (=== a 1.0)",
        "  call b()",
        "else",
        "  case (=== a 3.0)",
        "    call d()",
        "  else",
        "    call c()",
    ]


def test_switch_with_only_a_default_or_nothing() -> None:
    assert program("switch (a()) { default: b() } switch (c()) {}") == ["call a()", "call b()", "call c()"]


def test_the_steps_of_a_case_stand_before_its_branch() -> None:
    assert program("switch (a) { case b(): c(); break; case d(): }") == [
        "call b()",
        "case (=== a b())",
        "  call c()",
        "else",
        "  call d()",
    ]
    assert program("switch (a) { case b(): default: c(); case d(): e() }") == [
        "call b()",
        "call d()",
        "case (=== a d())",
        "  call e()",
        "else",
        "  call c()",
    ]


def test_for() -> None:
    assert program("for (let i = f(); i < a.length; i += g()) h(i); for (;;) {} for (i = 0; ;) {}") == [
        "call f()",
        "let i = f()",
        "for (< i a.length)",
        "  read a.length",
        "  call h(i)",
        "  call g()",
        "  set i += g()",
        "for -",
        "set i = 0.0",
        "for -",
    ]


def test_for_in_and_for_of() -> None:
    text = "for (const k in a.b) f(k); for (x.y of c()) {} for (const [l, {m}] of n) {} for (let o of p) {}"
    assert program(text) == [
        "read a.b",
        "for-in k a.b",
        "  call f(k)",
        "call c()",
        "for-of x.y c()",
        "for-of ?pattern n",
        "  read n.[?item].0",
        "  const l = n.[?item].0",
        "  read n.[?item].1",
        "  read n.[?item].1.m",
        "  const m = n.[?item].1.m",
        "for-of o p",
    ]


def test_for_await_waits_in_its_body() -> None:
    assert program("async () => { for await (const a of b()) c(a) }")[1:] == [
        "  call b()",
        "  for-of a b()",
        "    await b()",
        "    call c(a)",
    ]


def test_while_and_do() -> None:
    assert program("while (a()) b(); do c(); while (d.e)") == [
        "while a()",
        "  call a()",
        "  call b()",
        "do d.e",
        "  call c()",
        "  read d.e",
    ]


def test_try() -> None:
    assert program(
        "try { a() } catch (e) { b(e) } finally { c() } try { d() } catch { /* no */ ; } try {} finally {}"
    ) == [
        "try",
        "  call a()",
        "catch e",
        "  call b(e)",
        "finally",
        "  call c()",
        "try",
        "  call d()",
        "catch - empty",
        "try",
        "finally",
    ]


def test_catch_may_take_its_error_apart() -> None:
    assert program("try {} catch ({ message }) { log(message) }") == [
        "try",
        "catch -",
        "  read ?error.message",
        "  catch message = ?error.message",
        "  call log(message)",
    ]


def test_jumps_and_returns() -> None:
    assert program("function f() { l: for (;;) { if (a) continue l; break } if (b) return; throw c(); }")[1:] == [
        "F1 declaration f()",
        "  for -",
        "    if a",
        "      continue",
        "    break",
        "  if b",
        "    return -",
        "  call c()",
        "  throw c()",
    ]


def test_statements_that_only_hold_others() -> None:
    assert program("'use strict'; with (a.b) c(); { d() } ; debugger; e, f(); import.meta") == [
        "read a.b",
        "call c()",
        "call d()",
        "call f()",
    ]


def test_spans_of_blocks() -> None:
    text = "if (a) { b() } else c(); for (;;) d(); try { e() } catch (f) { g() } finally { h() } while (x) { break }"
    branch, loop, attempt, wait = script(text).functions[0].body.steps
    assert isinstance(branch, Branch)
    assert isinstance(loop, Loop)
    assert isinstance(attempt, Try)
    assert isinstance(wait, Loop)
    assert attempt.handler is not None
    assert attempt.finalizer is not None
    blocks = [branch.then, branch.otherwise, loop.body, attempt.body, attempt.handler, attempt.finalizer, wait.body]
    assert [text[it.span.start : it.span.end] for it in blocks] == [
        "{ b() }",
        "c();",
        "d();",
        "{ e() }",
        "{ g() }",
        "{ h() }",
        "{ break }",
    ]
    jump = wait.body.steps[0]
    assert isinstance(jump, JumpStep)
    assert text[jump.span.start : jump.span.end] == "break"


def test_automatic_semicolons() -> None:
    assert program("a()\nb()\nreturn_\nvar c = 1\nd()") == ["call a()", "call b()", "var c = 1.0", "call d()"]
