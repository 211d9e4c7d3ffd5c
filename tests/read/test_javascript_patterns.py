from javascript_notation import program, script


def test_objects_and_arrays_are_one_assignment_for_each_name() -> None:
    assert program("let { a, b: { c = f() }, d = 2, ['e']: g, [h]: i, ...j } = k, [l, , m, ...n] = o") == [
        "read k.a",
        "let a = k.a",
        "read k.b",
        "read k.b.c",
        "default k.b.c",
        "else",
        "  call f()",
        "let c = <k.b.c = f()>",
        "read k.d",
        "let d = <k.d = 2.0>",
        "read k.e",
        "let g = k.e",
        "read k.[h]",
        "let i = k.[h]",
        "let j = ?rest",
        "read o.0",
        "let l = o.0",
        "read o.2",
        "let m = o.2",
        "let n = ?rest",
    ]


def test_assignments_take_apart_too() -> None:
    assert program("({ a, b: c.d, e = 1, ...f } = g); [h, i[0]] = j; ({ k: { l } = {} } = m)") == [
        "read g.a",
        "set a = g.a",
        "read g.b",
        "set c.d = g.b",
        "read g.e",
        "set e = <g.e = 1.0>",
        "set f = ?rest",
        "read j.0",
        "set h = j.0",
        "read j.1",
        "set i.0 = j.1",
        "read m.k",
        "read <m.k = {}>.l",
        "set l = <m.k = {}>.l",
    ]


def test_parameters_that_are_patterns_have_a_slot() -> None:
    text = "function f({ a, b: [c] }, d = 1, ...e) {} ([g] = h(), ...[i]) => g"
    assert program(text)[1:] == [
        "F1 declaration f(%0, d=1.0, ...e)",
        "  read %0.a",
        "  parameter a = %0.a",
        "  read %0.b",
        "  read %0.b.0",
        "  parameter c = %0.b.0",
        "F2 arrow (%0=h(), ...%1) =>",
        "  default %0",
        "  else",
        "    call h()",
        "  read <%0 = h()>.0",
        "  parameter g = <%0 = h()>.0",
        "  read %1.0",
        "  parameter i = %1.0",
        "  return g",
    ]
    lowered = script(text)
    assert sorted(lowered.scopes[1].bindings) == ["%0", "a", "c", "d", "e"]
    slot = lowered.functions[1].body.steps[0].member.object
    binding = lowered.lookup(slot)
    assert binding is not None
    assert (binding.kind, binding.function) == ("parameter", 1)


def test_the_key_of_a_pattern_has_its_span() -> None:
    text = "const { number: n } = payload"
    read = script(text).functions[0].body.steps[0]
    assert text[read.member.key_span.start : read.member.key_span.end] == "number"


def test_a_pattern_without_a_value_reads_an_unknown() -> None:
    assert program("for (;;) { let { a } }")[0] == "for -"
