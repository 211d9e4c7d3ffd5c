from __future__ import annotations

import pytest

from ctilint.findings import Edit, Fix
from ctilint.judge.fitting import fitted
from ctilint.read.document import read_document
from ctilint.read.source import Span


def fit(path: str, text: str, at: int, new: str) -> str:
    fix = Fix("mend", safe=True, edits=(Edit(path, Span(at, at), new),))
    return fitted(fix, {path: read_document(path, text.encode())}).edits[0].text


@pytest.mark.parametrize(
    ("text", "at", "fits"),
    [
        ("sforce.a();\nb();\n", 3, "x\ny"),
        ("sforce.a();\r\nb();\r\n", 3, "x\r\ny"),
        ("sforce.a();\rb();\r", 3, "x\ry"),
        ("sforce.a();\nb();\r\n", 13, "x\r\ny"),
        ("sforce.a();\r\nb();", 15, "x\r\ny"),
        ("sforce.a();", 3, "x\ny"),
    ],
)
def test_a_line_ends_as_the_line_where_it_goes(text: str, at: int, fits: str) -> None:
    assert fit("a.js", text, at, "x\ny") == fits


def test_text_in_an_attribute_or_in_xml_is_escaped() -> None:
    page = '<a onclick="sforce.opencti.getAppViewInfo({callback: show})">x</a>'
    assert fit("a.html", page, page.index("sforce"), 'a && b("<\'");') == "a &amp;&amp; b(&quot;&lt;&#39;&quot;);"
    script = "<script>sforce.opencti.getAppViewInfo({callback: show})</script>"
    assert fit("a.html", script, script.index("sforce"), "a && b('<');") == "a && b('<');"


def test_text_in_cdata_is_not_escaped() -> None:
    link = "<WebLink><linkType>javascript</linkType><url><![CDATA[sforce.console.isInConsole();]]></url></WebLink>"
    assert fit("Case.webLink-meta.xml", link, link.index("sforce"), "a && b;") == "a && b;"
