"""What is given to things by the functions that make them."""

from __future__ import annotations

from ctilint.read.document import read_document
from ctilint.read.facts import AssignStep, Member
from ctilint.understand.program.index import index_script
from ctilint.understand.program.joining import Program
from ctilint.understand.values.makers import Makers
from ctilint.understand.values.resolver import Resolver

CODE = """
function A() {} function B() {} var C = A;
A.prototype = { one: 1 }; B.prototype = { two: 2 }; C.prototype = { three: 3 };
"""


def test_what_is_given_is_found_by_its_maker_in_order_and_asked_for_once() -> None:
    index = index_script(read_document("a.js", CODE.encode()).scripts[0])
    resolver = Resolver(Program([index]))
    steps: list[AssignStep] = index.members["prototype"]
    given = [(index, step.target.object, step.value) for step in steps if isinstance(step.target, Member)]
    makers = Makers(resolver, given)
    followed: list[object] = []
    follow = resolver.targets
    resolver.targets = lambda *asked: followed.append(asked[1]) or follow(*asked)  # type: ignore[method-assign,func-returns-value]
    named = {ref.name: ref for ref in index.refs}
    values = [step.value for step in steps]
    for _ in range(3):
        assert [value for _, value in makers.of(named["A"])] == [values[0], values[2]]
        assert [value for _, value in makers.of(named["B"])] == [values[1]]
    assert [item for item in followed if item in [held for _, held, _ in given]] == [held for _, held, _ in given]
