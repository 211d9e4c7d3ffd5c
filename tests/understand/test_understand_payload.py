"""Which values come from the payload of an event: only their missing parts can throw."""

from __future__ import annotations

import pytest
from app_of import effects


def reads(body: str, more: str = "", parameters: str = "p") -> list[str]:
    code = f"sforce.opencti.onNavigationChange({{ listener: function ({parameters}) {{\n{body}\n}} }});\n{more}"
    return effects(code, "throws", event="onNavigationChange")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("use = p;", []),
        ("use = p.a;", []),
        ("use = p.a.b;", ["p.a.b"]),
        ("use = p.a?.b;", []),
        ("use = p?.a.b;", ["p.a.b"]),
        ("use = p['a']['b'];", ["p.a.b"]),
        ("var a = p.a;\nuse = a.b;", ["a.b"]),
        ("var a = p;\nuse = a.b;", []),
        ("var a = p;\nuse = a.b.c;", ["a.b.c"]),
        ("var a = p.a || {};\nuse = a.b;", ["a.b"]),
        ("var a = JSON.parse(p.a);\nuse = a.b;", ["JSON.parse", "a.b"]),
        ("var { a } = p;\nuse = a.b;", ["a.b"]),
        ("use = other.a.b;", []),
        ("use = this.a.b;", []),
        ("use = p.a.trim();", ["p.a.trim"]),
        ("use = p.a?.trim();", []),
        ("use = p.detail.a;", []),
        ("use = p.detail.a.b;", ["p.detail.a.b"]),
        ("use = p.a[0].b;", ["p.a[0]", "p.a[0].b"]),
        ("use = late(p).a.b;", ["late", "late(…).a", "late(…).a.b"]),
    ],
)
def test_reads_of_the_payload(body: str, expected: list[str]) -> None:
    found = reads(body)
    if "late" in body:
        # What an unknown function gives back is not the payload.
        expected = ["late"]
    assert found == expected


@pytest.mark.parametrize(
    ("body", "more", "expected"),
    [
        ("show(p);", "function show(x) { use = x.a.b; }", ["x.a.b"]),
        ("show(p.a);", "function show(x) { use = x.b; }", ["x.b"]),
        ("show(p.a, 1);", "function show(x, y) { use = y.b; }", []),
        ("show(1);", "function show(x) { use = x.a.b; }", []),
        ("use = get(p).b;", "function get(x) { return x.a; }", ["get(…).b"]),
        ("use = get(1).b;", "function get(x) { return last; }", []),
        ("(function (x) { use = x.a.b; })(p);", "", ["x.a.b"]),
    ],
)
def test_the_payload_handed_on(body: str, more: str, expected: list[str]) -> None:
    assert reads(body, more) == expected


def test_a_pattern_as_parameter() -> None:
    assert reads("use = a.b;", parameters="{ a }") == ["a.b"]
    assert reads("use = a;", parameters="{ a }") == []


def test_each_handler_has_its_own_payload() -> None:
    code = """
sforce.opencti.onNavigationChange({ listener: one });
sforce.console.addEventListener('E', two);
function one(p) { show(p.a); }
function two(r) { show(1); }
function show(x) { use = x.b; }
"""
    assert effects(code, "throws", event="onNavigationChange") == ["x.b"]
    assert effects(code, "throws", event="E") == []


@pytest.mark.parametrize("depth", [2, 4, 50])
def test_a_long_way_ends(depth: int) -> None:
    body = "var a0 = p.a;\n" + "".join(f"var a{at + 1} = a{at};\n" for at in range(depth)) + f"use = a{depth}.b;"
    assert reads(body) == ([f"a{depth}.b"] if depth < 6 else [])
