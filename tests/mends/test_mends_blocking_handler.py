"""A dialog becomes a log line or the app's toast; what follows a request moves into its callback, or stays."""

from __future__ import annotations

import pytest

from ctilint.findings import Grade
from ctilint.mends.writing.moving import AFTER, JUMPS, LOOPED, PLACED, SHARED, VALUE

RULE = "blocking-handler"
EVENT = "sforce.console.addEventListener('A', function (r) {\n%s});\n"
QUERY = "sforce.connection.query('SELECT Id FROM Case')"
FAILED = (
    "    onFailure: function (error) {\n      console.error('sforce.connection.query failed', error);\n    }\n  });\n"
)


def test_a_dialog_is_logged_or_told_as_the_app_tells(mended) -> None:
    texts, found = mended(RULE, {"a.js": EVENT % "  window.alert('no ' + r.message);\n"})
    assert texts["a.js"] == EVENT % "  console.warn('no ' + r.message);\n"
    assert [one.grade for one in found] == [Grade.UNSAFE]
    own = "function showToast(text) {\n  bar.textContent = text;\n}\n"
    texts, _ = mended(RULE, {"a.js": own + EVENT % "  alert(r.message);\n"})
    assert texts["a.js"] == own + EVENT % "  showToast(r.message);\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            f"  var found = {QUERY};\n  show(found);\n\n  log(r); // done\n",
            "  sforce.connection.query('SELECT Id FROM Case', {\n    onSuccess: function (found) {\n"
            "      show(found);\n\n      log(r); // done\n    },\n" + FAILED,
        ),
        (
            f"  {QUERY};\n",
            "  sforce.connection.query('SELECT Id FROM Case', {\n    onSuccess: function () {},\n" + FAILED,
        ),
        (
            f"  var rows = {QUERY}.getArray('records');\n  show(rows);\n",
            "  sforce.connection.query('SELECT Id FROM Case', {\n    onSuccess: function (answer) {\n"
            "      var rows = answer.getArray('records');\n      show(rows);\n    },\n" + FAILED,
        ),
        (
            f"  if ({QUERY}.size > 0) {{\n    show(r);\n  }}\n",
            "  sforce.connection.query('SELECT Id FROM Case', {\n    onSuccess: function (answer) {\n"
            "      if (answer.size > 0) {\n        show(r);\n      }\n    },\n" + FAILED,
        ),
        (
            f"  var found = {QUERY};\n  this.show(found);\n",
            "  sforce.connection.query('SELECT Id FROM Case', {\n    onSuccess: function (found) {\n"
            "      this.show(found);\n    }.bind(this),\n" + FAILED,
        ),
        (
            f"  try {{\n    var found = {QUERY};\n    show(found);\n  }} catch (e) {{\n    log(e);\n  }}\n",
            (
                "  try {\n    sforce.connection.query('SELECT Id FROM Case', {\n      onSuccess: function (found) {\n"
                "        try {\n          show(found);\n        } catch (error) {\n          log(error);\n        }\n"
                "      },\n      onFailure: function (error) {\n        log(error);\n      }\n    });\n"
                "  } catch (e) {\n    log(e);\n  }\n"
            ),
        ),
    ],
)
def test_what_follows_moves_into_the_callback(mended, before: str, after: str) -> None:
    texts, _ = mended(RULE, {"a.js": EVENT % before})
    assert texts["a.js"] == EVENT % after


@pytest.mark.parametrize(
    ("code", "why"),
    [
        (EVENT % f"  return {QUERY};\n", VALUE),
        (EVENT % f"  var found = {QUERY};\n  if (!found) return 1;\n  show(found);\n", VALUE),
        (EVENT % f"  while (r.next) {{\n    var found = {QUERY};\n    show(found);\n  }}\n", LOOPED),
        (EVENT % f"  if (r.message) {{\n    var found = {QUERY};\n  }}\n  show(found);\n", AFTER),
        (EVENT % f"  show(helper());\n  var found = {QUERY};\n  function helper() {{ return 1; }}\n", SHARED),
        (EVENT % f"  var a = r.message && {QUERY};\n  show(a);\n", PLACED),
        (
            (
                "sforce.console.addEventListener('A', async (r) => {\n"
                f"  const found = {QUERY};\n  await show(found);\n}});\n"
            ),
            JUMPS,
        ),
    ],
)
def test_what_cannot_move_is_said(mended, code: str, why: str) -> None:
    texts, found = mended(RULE, {"a.js": code})
    assert texts["a.js"] == code
    assert f"make the request asynchronous and go on in its callback; {why}" in [one.by_hand for one in found]
    assert {one.grade for one in found} == {Grade.BY_HAND}


def test_a_request_goes_on_when_it_is_loaded(mended) -> None:
    before = (
        "  var x = new XMLHttpRequest();\n  x.open('GET', '/a', false);\n  x.send(null);\n  show(x.responseText);\n"
    )
    texts, _ = mended(RULE, {"a.js": EVENT % before})
    assert texts["a.js"] == EVENT % (
        "  var x = new XMLHttpRequest();\n  x.open('GET', '/a', true);\n  x.onload = function () {\n"
        "    show(x.responseText);\n  };\n  x.send(null);\n"
    )


def test_a_flag_stays_where_what_follows_uses_the_answer(mended) -> None:
    ajax = "  $.ajax({ url: '/a', async: false, success: function (d) { data = d; } });\n"
    texts, _ = mended(RULE, {"a.js": EVENT % (ajax + "  log('sent');\n")})
    assert "async: true" in texts["a.js"]
    _, found = mended(RULE, {"a.js": EVENT % (ajax + "  show(data);\n")})
    assert [one.grade for one in found] == [Grade.BY_HAND]


def test_a_custom_button_is_escaped_once(mended) -> None:
    link = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<WebLink xmlns="http://soap.sforce.com/2006/04/metadata">\n'
        "    <linkType>javascript</linkType>\n    <openType>onClickJavaScript</openType>\n"
        "    <url>{!REQUIRESCRIPT(&quot;/soap/ajax/60.0/connection.js&quot;)}\n"
        "{!REQUIRESCRIPT(&quot;/support/console/60.0/integration.js&quot;)}\n"
        "var rows = sforce.connection.query(&quot;SELECT Id FROM Case&quot;).getArray(&quot;records&quot;);\n"
        "if (rows.length &gt; 0) {\n    sforce.console.openPrimaryTab(null, &quot;/&quot; + rows[0].Id, true);\n}\n"
        "</url>\n</WebLink>\n"
    )
    texts, found = mended(RULE, {"Case.webLink-meta.xml": link})
    assert [one.grade for one in found] == [Grade.UNSAFE]
    assert "&amp;quot;" not in texts["Case.webLink-meta.xml"]
    assert "        var rows = answer.getArray(&quot;records&quot;);\n" in texts["Case.webLink-meta.xml"]
    assert "        if (rows.length &gt; 0) {\n" in texts["Case.webLink-meta.xml"]
