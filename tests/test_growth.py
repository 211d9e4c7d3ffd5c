"""What there can be many of takes its number, not the square of it: processor time over two doublings."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from math import log2

import pytest

from ctilint.judge import judge
from ctilint.settings import Settings
from ctilint.understand import build_app_from_text

MOST = 1.35
"""The exponent; 1 is linear, what took the square of its number measured 1.6 to 2.1."""


def repeated(unit: str, head: str = "", tail: str = "") -> Callable[[int], str]:
    return lambda count: head + "".join(unit.replace("%d", str(number)) for number in range(count)) + tail


SHAPES = {
    "registrations": ("a.js", 500, repeated("sforce.console.addEventListener('e%d', function (r) { alert(r); });\n")),
    "one handler": (
        "a.js",
        500,
        repeated("sforce.console.addEventListener('e%d', h);\n", "function h(r) { alert(r); }\n"),
    ),
    "listeners of one event": (
        "a.js",
        500,
        repeated("sforce.opencti.onClickToDial({ listener: (p) => go(p, %d) });\n"),
    ),
    "removals": (
        "a.js",
        300,
        repeated(
            "function h%d(r) { go(r); }\nsforce.console.addEventListener('e%d', h%d);\n"
            "addEventListener('pagehide', function () { sforce.console.removeEventListener('e%d', h%d); });\n"
        ),
    ),
    "script blocks": ("a.page", 500, repeated("<script>function f%d() { sforce.console.isInConsole(); }</script>\n")),
    "attributes": (
        "a.page",
        500,
        repeated('<a onclick="dial(%d)">x</a>\n', "<script>function dial(x) { sforce.opencti.screenPop(x); }</script>"),
    ),
    "aliases": ("a.js", 1000, repeated("var a%d = api; a%d.refreshView();\n", "var api = sforce.opencti;\n")),
    "functions": ("a.js", 1500, repeated("function f%d(x) { if (x) { g(x); } }\n", "sforce.opencti.refreshView();\n")),
    "comments": (
        "a.js",
        1000,
        repeated("// ctilint-disable-next-line blocking-handler\nalert(%d);\n", "sforce.opencti.refreshView();\n"),
    ),
    "merge fields": (
        "a.page",
        2000,
        repeated('var a = "{!x.y}";\n', "<script>sforce.opencti.refreshView();\n", "</script>"),
    ),
}


def seconds(path: str, text: str) -> float:
    """Processor time of one judgement. The collector rests, as it all but does in the command: how often it wakes
    depends on what the tests before have left behind, and each waking looks at all of that."""
    gc.collect()
    gc.disable()
    try:
        began = time.process_time()
        judge(build_app_from_text(path, text.encode(), Settings()), Settings())
        return time.process_time() - began
    finally:
        gc.enable()


@pytest.mark.parametrize("shape", SHAPES)
def test_many_take_their_number(shape: str) -> None:
    path, count, text = SHAPES[shape]
    seconds(path, text(10))  # what is loaded once
    found = []
    for _ in range(4):  # what takes the square of its number does so each time; a busy machine does not
        small, large = (min(seconds(path, text(number)) for _ in range(2)) for number in (count, 4 * count))
        found.append(log2(large / small) / 2)
        if found[-1] < MOST:
            break
    assert min(found) < MOST, found
