"""Targets: what makes two of them the same thing."""

from __future__ import annotations

from app_of import window_of

from ctilint.read.facts import Object
from ctilint.understand.program.targets import Cls, Func, Made, Obj, Path, Text, identity


def test_targets_are_the_same_by_what_they_stand_for() -> None:
    window = window_of({"a.js": "class A {}\nvar o = {};\nfunction f() {}\nsforce.opencti.refreshView();"})
    resolver = window.resolver
    assert resolver is not None
    index = resolver.program.indexes[0]
    ref = index.refs[1]
    value = next(
        step.value for step in index.script.functions[0].body.steps if isinstance(getattr(step, "value", None), Object)
    )
    assert isinstance(value, Object)
    assert identity(Func(ref)) == identity(Func(ref)) != identity(Made(ref))
    assert identity(Obj(index, value)) == identity(Obj(index, value)) != identity(Func(ref))
    assert identity(Path("a")) == identity(Path("a")) != identity(Text("a"))
    (held,) = (it for it in resolver.targets(index, index.paths["A"][0].value, None) if isinstance(it, Cls))
    assert identity(held) != identity(Cls(held.index, held.value, instance=True))
