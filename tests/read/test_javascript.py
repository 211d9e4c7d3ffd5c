from ctilint.read.facts import CallStep, Member, ScriptKind
from ctilint.read.javascript import lower


def test_a_call_is_a_step_with_its_path_and_span() -> None:
    script = lower("sforce.opencti.onClickToDial(dial);", path="a.js", kind=ScriptKind.FILE)
    step = script.functions[0].body.steps[-1]
    assert isinstance(step, CallStep)
    assert isinstance(step.call.callee, Member)
    assert step.call.callee.key == "onClickToDial"
    assert (step.span.start, step.span.end) == (0, 34)
    assert script.problem is None
