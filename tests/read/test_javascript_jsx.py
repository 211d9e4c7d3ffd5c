import pytest
from javascript_notation import program


@pytest.mark.parametrize("language", ["javascript", "tsx"])
def test_an_element_with_handlers_and_children(language: str) -> None:
    text = 'x = <a.b k="v&amp;" {...p} onClick={() => f()} d e={} g=<i/>>t {h} {} <></> &amp; </a.b>'
    assert program(text, language) == [
        "set x = <a.b k='v&' ...=p onClick=F1 d=True e=?empty g=<i></>>'t ' h <></> '&'</>",
        "F1 arrow onClick() =>",
        "  call f()",
        "  return f()",
    ]


def test_calls_inside_an_element_are_steps() -> None:
    assert program("x = <A b={c.d}>{e()}</A>") == ["read c.d", "call e()", "set x = <A b=c.d>e()</>"]


def test_a_spread_child() -> None:
    assert program("x = <A>{...b}</A>") == ["set x = <A>b</>"]
