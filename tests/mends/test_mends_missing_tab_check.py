"""A question stands before the call that moves the agent's tabs, wherever the call stands."""

from __future__ import annotations

import pytest

from ctilint.findings import Grade

RULE = "missing-tab-check"
EVENT = "sforce.console.addEventListener('A', function (r) {\n%s});\n"
OPEN = "sforce.console.openPrimaryTab(null, r.message, true)"
SEEN = "document.visibilityState === 'visible'"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"  {OPEN};\n", f"  if ({SEEN}) {{\n    {OPEN};\n  }}\n"),
        (f"  {OPEN} // now\n", f"  if ({SEEN}) {{\n    {OPEN} // now\n  }}\n"),
        (f"  return {OPEN};\n", f"  if ({SEEN}) {{\n    return {OPEN};\n  }}\n"),
        (
            f"  if (r.message)\n    {OPEN};\n  else wait();\n",
            f"  if (r.message)\n    {{ if ({SEEN}) {{\n      {OPEN};\n    }} }}\n  else wait();\n",
        ),
        (f"  log(r); {OPEN};\n", f"  log(r); if ({SEEN}) {{ {OPEN}; }}\n"),
        (f"  var tab = {OPEN};\n  use(tab);\n", f"  if (!({SEEN})) return;\n  var tab = {OPEN};\n  use(tab);\n"),
    ],
)
def test_the_statement_stands_under_a_condition(mended, before: str, after: str) -> None:
    texts, found = mended(RULE, {"a.js": EVENT % before})
    assert texts["a.js"] == EVENT % after
    assert [one.grade for one in found] == [Grade.UNSAFE]


def test_the_one_expression_of_an_arrow(mended) -> None:
    texts, _ = mended(RULE, {"a.js": f"sforce.console.addEventListener('A', (r) => {OPEN});\n"})
    assert texts["a.js"] == f"sforce.console.addEventListener('A', (r) => {SEEN} && {OPEN});\n"


def test_a_click_asks_for_the_console_and_an_attribute_is_escaped(mended) -> None:
    page = "<a onclick=\"sforce.console.openPrimaryTab(null, '/1', true); go()\">x</a>\n"
    texts, _ = mended(RULE, {"a.html": page})
    assert texts["a.html"] == (
        '<a onclick="if (sforce.console.isInConsole()) { '
        "sforce.console.openPrimaryTab(null, '/1', true); } go()\">x</a>\n"
    )


def test_what_has_no_statement_is_left_to_a_person(mended) -> None:
    _, found = mended(RULE, {"a.js": EVENT % f"  while (r.next) {{ use([{OPEN}]); }}\n"})
    assert [one.grade for one in found] == [Grade.UNSAFE]
    _, found = mended(RULE, {"a.js": f"sforce.console.addEventListener('A', (r) => use([{OPEN}]));\n"})
    assert [one.grade for one in found] == [Grade.BY_HAND]
    assert found[0].by_hand.startswith("ask before acting")
