"""The expressions that look through whole files take time as the file is long, whatever is left open in it."""

from __future__ import annotations

import re
import time
from itertools import pairwise

import pytest

from ctilint.assess.gathered import estate, serverside

SHAPES = {
    "comments": (estate._COMMENT, "/*"),
    "quotes": (estate._COMMENT, "'\\"),
    "channels": (estate._CHANNEL_USE, "<lightning:messageChannel "),
    "annotations": (re.compile(estate._METHOD.replace("NAME", "ring")), "@a "),
    "brackets": (re.compile(estate._METHOD.replace("NAME", "ring")), "@a(b "),
    "words": (re.compile(estate._METHOD.replace("NAME", "ring")), "public static "),
    "spaces": (re.compile(estate._METHOD.replace("NAME", "ring")), "public" + " " * 190),
    "calls": (re.compile(estate._METHOD.replace("NAME", "ring")), "public x ring("),
    **{f"mark {name}": (expression, "print(a ") for name, expression in serverside._WORDS.items()},
}


@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_left_open_costs_its_length(shape: str) -> None:
    expression, piece = SHAPES[shape]

    def seconds(count: int) -> float:
        text = piece * count
        began = time.process_time()
        for _ in expression.finditer(text):
            pass
        return time.process_time() - began

    count = 40_000 // len(piece)
    taken = [min(seconds(count * times) for _ in range(2)) for times in (1, 4)]
    # Four times the text takes sixteen times as long where each opening is followed to the end.
    assert all(later < 8 * earlier + 0.02 for earlier, later in pairwise(taken)), taken
