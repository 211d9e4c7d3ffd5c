"""Every shape of a handler goes into its try as a person would write it, with nothing else touched."""

from __future__ import annotations

import pytest

from ctilint.findings import Grade
from ctilint.settings import Settings

RULE = "unguarded-handler"
LOG = "console.error('the handler of onClickToDial failed', error);"

SHAPES = {
    "function": (
        "sforce.opencti.onClickToDial({ listener: function (p) {\n  var n = p.number.trim();\n\n  dial(n);\n} });\n",
        (
            "sforce.opencti.onClickToDial({ listener: function (p) {\n  try {\n    var n = p.number.trim();\n\n"
            "    dial(n);\n  } catch (error) {\n    %s\n  }\n} });\n"
        ),
    ),
    "one line": (
        "sforce.opencti.onClickToDial({ listener: function (p) { dial(p.number.trim()); } });\n",
        (
            "sforce.opencti.onClickToDial({ listener: function (p) {\n  try {\n    dial(p.number.trim());\n"
            "  } catch (error) {\n    %s\n  }\n} });\n"
        ),
    ),
    "one expression": (
        "sforce.opencti.onClickToDial({ listener: (p) => dial(p.number.trim()) });\n",
        (
            "sforce.opencti.onClickToDial({ listener: (p) => {\n  try {\n    return dial(p.number.trim());\n"
            "  } catch (error) {\n    %s\n  }\n} });\n"
        ),
    ),
    "an object as the expression": (
        "sforce.opencti.onClickToDial({ listener: (p) => ({ n: p.number.trim() }) });\n",
        (
            "sforce.opencti.onClickToDial({ listener: (p) => {\n  try {\n    return ({ n: p.number.trim() });\n"
            "  } catch (error) {\n    %s\n  }\n} });\n"
        ),
    ),
    "an async expression": (
        "sforce.opencti.onClickToDial({ listener: async (p) => backend.dial(p.number) });\n",
        (
            "sforce.opencti.onClickToDial({ listener: async (p) => {\n  try {\n"
            "    return await backend.dial(p.number);\n"
            "  } catch (error) {\n    %s\n  }\n} });\n"
        ),
    ),
    "return, await and this": (
        (
            "class Phone {\n\tstart() {\n\t\tsforce.opencti.onClickToDial({ listener: (p) => this.dial(p) });\n\t}\n"
            "\tasync dial(p) {\n\t\tif (!p) return false;\n\t\treturn this.line.dial(p.number);\n"
            "\t}\n}\nnew Phone().start();\n"
        ),
        (
            "class Phone {\n\tstart() {\n\t\tsforce.opencti.onClickToDial({ listener: (p) => {\n\t\t\ttry {\n"
            "\t\t\t\treturn this.dial(p);\n\t\t\t} catch (error) {\n\t\t\t\t%s\n\t\t\t}\n\t\t} });\n\t}\n"
            "\tasync dial(p) {\n\t\tif (!p) return false;\n\t\treturn this.line.dial(p.number);\n"
            "\t}\n}\nnew Phone().start();\n"
        ),
    ),
    "a hoisted declaration": (
        (
            "sforce.opencti.onClickToDial({\n  listener(p) {\n    dial(clean(p));\n    function clean(q) {\n"
            "      return q.number.trim();\n    }\n  },\n});\n"
        ),
        (
            "sforce.opencti.onClickToDial({\n  listener(p) {\n    try {\n      dial(clean(p));\n"
            "      function clean(q) {\n"
            "        return q.number.trim();\n      }\n    } catch (error) {\n      %s\n    }\n  },\n});\n"
        ),
    ),
    "a directive and comments": (
        (
            "sforce.opencti.onClickToDial({ listener: function (p) { // dials\n  'use strict';\n  // first\n"
            "  dial(p.number.trim()); // now\n  /* last */\n} });\n"
        ),
        (
            "sforce.opencti.onClickToDial({ listener: function (p) { // dials\n  'use strict';\n  try {\n    // first\n"
            "    dial(p.number.trim()); // now\n    /* last */\n  } catch (error) {\n    %s\n  }\n} });\n"
        ),
    ),
    "a text over lines": (
        "sforce.opencti.onClickToDial({\n  listener(p) {\n    show(`number\n  ${p.number.trim()}\n`);\n  },\n});\n",
        (
            "sforce.opencti.onClickToDial({\n  listener(p) {\n    try {\n      show(`number\n"
            "  ${p.number.trim()}\n`);\n"
            "    } catch (error) {\n      %s\n    }\n  },\n});\n"
        ),
    ),
    "an empty catch": (
        "sforce.opencti.onClickToDial({ listener(p) {\n  try { dial(p.number.trim()); } catch (e) {}\n} });\n",
        "sforce.opencti.onClickToDial({ listener(p) {\n  try { dial(p.number.trim()); } catch (e) {\n    "
        + LOG.replace("error)", "e)")
        + "\n  }\n} });\n",
    ),
    "a catch of nothing": (
        "sforce.opencti.onClickToDial({ listener(p) {\n  try {\n    dial(p.number.trim());\n  } catch {\n  }\n} });\n",
        "sforce.opencti.onClickToDial({ listener(p) {\n  try {\n    dial(p.number.trim());\n  } catch {\n    "
        + LOG.replace(", error", "")
        + "\n  }\n} });\n",
    ),
}


@pytest.mark.parametrize(("before", "after"), SHAPES.values(), ids=SHAPES)
def test_a_shape_is_wrapped(mended, before: str, after: str) -> None:
    texts, found = mended(RULE, {"phone.js": before})
    assert texts["phone.js"] == after.replace("%s", LOG)
    assert [one.grade for one in found] == [Grade.SAFE]


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_and_a_byte_order_mark_stay(mended, end: str) -> None:
    before, after = SHAPES["function"]
    texts, _ = mended(RULE, {"phone.js": b"\xef\xbb\xbf" + before.replace("\n", end).encode()})
    assert texts["phone.js"] == after.replace("%s", LOG).replace("\n", end)


def test_quotes_and_missing_semicolons_are_the_files(mended) -> None:
    before = (
        'sforce.opencti.onClickToDial({ listener: function (p) {\n    dial(p.number.trim(), "a")\n    hang("b")\n} })\n'
    )
    texts, _ = mended(RULE, {"phone.js": before})
    assert '\n        console.error("the handler of onClickToDial failed", error)\n' in texts["phone.js"]


def test_a_page_keeps_its_merge_fields(mended) -> None:
    page = (
        "<apex:page>\n<script>\nsforce.opencti.onClickToDial({ listener: function (p) {\n"
        "  dial('{!$User.Id}', p.number.trim());\n} });\n</script>\n</apex:page>\n"
    )
    texts, _ = mended(RULE, {"a.page": page})
    assert texts["a.page"] == page.replace(
        "  dial('{!$User.Id}', p.number.trim());\n",
        f"  try {{\n    dial('{{!$User.Id}}', p.number.trim());\n  }} catch (error) {{\n    {LOG}\n  }}\n",
    )


def test_the_callback_that_runs_later_gets_its_own_try(mended) -> None:
    before = (
        "sforce.opencti.onClickToDial({\n  listener(p) {\n    setTimeout(function () {\n"
        "      dial(p.number.trim());\n    }, 10);\n  },\n});\n"
    )
    texts, found = mended(RULE, {"phone.js": before})
    assert texts["phone.js"] == before.replace(
        "      dial(p.number.trim());\n",
        f"      try {{\n        dial(p.number.trim());\n      }} catch (error) {{\n        {LOG}\n      }}\n",
    )
    assert [one.grade for one in found] == [Grade.UNSAFE]


def test_so_does_one_that_an_async_handler_starts(mended) -> None:
    before = (
        "sforce.opencti.onClickToDial({\n  listener: async (p) => {\n    setTimeout(function () {\n"
        "      dial(p.number.trim());\n    }, 10);\n  },\n});\n"
    )
    texts, _ = mended(RULE, {"phone.js": before})
    assert f"      }} catch (error) {{\n        {LOG}\n      }}\n    }}, 10);\n" in texts["phone.js"]


def test_a_handler_that_others_call_is_not_safe(mended) -> None:
    named = "function onDial(p) {\n  dial(p.number.trim());\n}\nsforce.opencti.onClickToDial({ listener: onDial });\n"
    _, found = mended(RULE, {"phone.js": named + "try {\n  onDial(last);\n} catch (e) {\n  show(e);\n}\n"})
    assert [(one.grade, one.fixes[0].why) for one in found] == [
        (Grade.UNSAFE, "other code calls the handler too, and no longer hears of its errors")
    ]


OWN = (
    "function fail(text, e) {\n  server.log(text, e);\n}\ntry {\n  start();\n} catch (e) {\n  fail('no start', e);\n}\n"
)


def test_the_apps_own_logger_is_used(mended) -> None:
    before, after = SHAPES["function"]
    texts, _ = mended(RULE, {"phone.js": OWN + before})
    assert texts["phone.js"] == OWN + after.replace("%s", LOG.replace("console.error", "fail"))


def test_a_logger_that_shows_a_dialog_is_not_used(mended) -> None:
    before, after = SHAPES["function"]
    own = OWN.replace("server.log", "alert")
    texts, _ = mended(RULE, {"phone.js": own + before})
    assert texts["phone.js"] == own + after.replace("%s", LOG)


def test_the_logger_of_the_settings_wins(mended) -> None:
    before, after = SHAPES["function"]
    texts, _ = mended(RULE, {"phone.js": OWN + before}, Settings(logger="phone.log.error"))
    assert texts["phone.js"] == OWN + after.replace("%s", LOG.replace("console.error", "phone.log.error"))


LATER = {
    "a timer inside what runs for each item": (
        (
            "sforce.opencti.onClickToDial({ listener(p) {\n  p.list.forEach(function (one) {\n"
            "    setTimeout(function () {\n      dial(one.number.trim());\n    }, 5);\n  });\n} });\n"
        ),
        (
            "sforce.opencti.onClickToDial({ listener(p) {\n  try {\n    p.list.forEach(function (one) {\n"
            "      setTimeout(function () {\n        try {\n          dial(one.number.trim());\n"
            "        } catch (error) {\n          %s\n        }\n      }, 5);\n    });\n"
            "  } catch (error) {\n    %s\n  }\n} });\n"
        ),
    ),
    "the last of the functions that wait": (
        (
            "sforce.opencti.onClickToDial({ listener(p) {\n  first(p);\n} });\n"
            "async function first(p) {\n  await ready;\n  second(p);\n}\n"
            "async function second(p) {\n  await ready;\n  dial(p.number.trim());\n}\n"
        ),
        (
            "sforce.opencti.onClickToDial({ listener(p) {\n  first(p);\n} });\n"
            "async function first(p) {\n  await ready;\n  second(p);\n}\n"
            "async function second(p) {\n  try {\n    await ready;\n    dial(p.number.trim());\n"
            "  } catch (error) {\n    %s\n  }\n}\n"
        ),
    ),
    "what another function hands to a timer": (
        (
            "sforce.opencti.onClickToDial({ listener(p) {\n  first(p);\n} });\n"
            "function first(p) {\n  setTimeout(function () {\n    dial(p.number.trim());\n  }, 5);\n}\n"
        ),
        (
            "sforce.opencti.onClickToDial({ listener(p) {\n  first(p);\n} });\n"
            "function first(p) {\n  setTimeout(function () {\n    try {\n      dial(p.number.trim());\n"
            "    } catch (error) {\n      %s\n    }\n  }, 5);\n}\n"
        ),
    ),
    "a function of its own that runs later": (
        (
            "sforce.opencti.onClickToDial({ listener(p) {\n  last = p;\n  setTimeout(dialLast, 5);\n} });\n"
            "function dialLast() {\n  dial(last.number.trim());\n}\n"
        ),
        (
            "sforce.opencti.onClickToDial({ listener(p) {\n  last = p;\n  setTimeout(dialLast, 5);\n} });\n"
            "function dialLast() {\n  try {\n    dial(last.number.trim());\n  } catch (error) {\n    %s\n  }\n}\n"
        ),
    ),
}


@pytest.mark.parametrize(("before", "after"), LATER.values(), ids=LATER)
def test_what_runs_later_is_wrapped_where_it_runs(mended, before: str, after: str) -> None:
    texts, found = mended(RULE, {"phone.js": before})
    assert texts["phone.js"] == after.replace("%s", LOG)
    assert [one.grade for one in found] == [Grade.UNSAFE]
