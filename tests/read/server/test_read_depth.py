"""What would overflow the parser's stack never reaches it; everything else does."""

# what is read stands on one line

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctilint.read.server.depth import DEEPEST, LONGEST, too_deep


@pytest.mark.parametrize(
    "code",
    [
        "(" * (DEEPEST + 1),
        "x = " + "not " * (LONGEST + 1) + "1",
        "x = a" + "[0]" * (LONGEST + 1),
        "x = " + "lambda: " * (LONGEST + 1) + "1",
        "x = f'" + "{(" * DEEPEST + "'",
        "x = " + '"a" ' * (LONGEST + 1),
        "x = 1 " + "if a else 1 " * LONGEST,
    ],
)
def test_what_is_refused(code):
    assert too_deep(code) is not None


@pytest.mark.parametrize(
    "code",
    [
        "",
        "x = '" + "(" * 1000 + "'\n",
        "# " + "(" * 1000 + "\n",
        "x = [\n" + "  a.b(-1, not c),\n" * 2000 + "]\n",
        "x = 1 + 2\n" * 3000,
        "'''" + "((" * 500 + "\n'''\n",
        'x = "it\'s"\n' * 1000,
    ],
)
def test_what_is_not(code):
    assert too_deep(code) is None


def test_the_place_is_where_it_went_too_far():
    found = too_deep("x = 1\ny = " + "(" * 200)
    assert found is not None
    assert found[1] == len("x = 1\ny = ") + DEEPEST - 1


@given(st.text(alphabet="()[]{}'\"\\\n#f ,.+", max_size=200))
def test_any_text_is_answered(code):
    found = too_deep(code)
    assert found is None or 0 <= found[1] <= len(code)
