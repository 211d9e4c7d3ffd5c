import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctilint.read.markup.callcenter import parse_call_center

IMPORT = """<?xml version="1.0" encoding="UTF-8"?>
<!-- ours -->
<callCenter note='x'>
  <section sortOrder="0" name="reqGeneralInfo" label="General &amp; Info">
    <item sortOrder="0" name="reqInternalName" label="InternalName">Demo</item>
    <item sortOrder="3" name="reqAdapterUrl" label="URL">
      https://example.com/a?b=1&amp;c=2
    </item>
    <item sortOrder="4" name="reqEmpty" label=""/>
  </section>
</callCenter>
"""
METADATA = """<CallCenter xmlns="http://soap.sforce.com/2006/04/metadata">
  <adapterUrl>https://example.com/</adapterUrl>
  <displayName><![CDATA[A & B]]></displayName>
  <sections>
    <items><label>URL</label><name>reqAdapterUrl</name><value>https://example.com/</value></items>
    <items><label>None</label><name>reqNone</name></items>
    <label>General</label>
    <name>reqGeneralInfo</name>
  </sections>
</CallCenter>
"""


def cut(text, span):
    return text[span.start : span.end]


def test_the_form_that_is_imported():
    found, problem = parse_call_center(IMPORT)
    assert problem is None
    assert found.form == "import"
    assert [(attribute.name, attribute.value) for attribute in found.attributes] == [("note", "x")]
    (section,) = found.sections
    assert (section.name, section.label, section.sort_order) == ("reqGeneralInfo", "General & Info", "0")
    assert cut(IMPORT, section.name_span) == "reqGeneralInfo"
    assert [(item.name, item.sort_order, item.value) for item in section.items] == [
        ("reqInternalName", "0", "Demo"),
        ("reqAdapterUrl", "3", "https://example.com/a?b=1&c=2"),
        ("reqEmpty", "4", ""),
    ]
    url = section.items[1]
    assert cut(IMPORT, url.value_span) == "https://example.com/a?b=1&amp;c=2"
    assert cut(IMPORT, url.name_span) == "reqAdapterUrl"
    assert cut(IMPORT, url.span).startswith("<item")
    assert cut(IMPORT, url.span).endswith("</item>")
    empty = section.items[2]
    assert empty.value_span.start == empty.value_span.end == empty.span.end
    assert cut(IMPORT, found.span).startswith("<callCenter")


def test_the_form_of_the_metadata_api():
    found, problem = parse_call_center(METADATA)
    assert problem is None
    assert found.form == "metadata"
    assert [(name, value, cut(METADATA, span)) for name, value, span in found.fields] == [
        ("adapterUrl", "https://example.com/", "https://example.com/"),
        ("displayName", "A & B", "A & B"),
    ]
    (section,) = found.sections
    assert (section.name, section.label) == ("reqGeneralInfo", "General")
    assert cut(METADATA, section.name_span) == "reqGeneralInfo"
    url, none = section.items
    assert (url.name, url.label, url.value) == ("reqAdapterUrl", "URL", "https://example.com/")
    assert cut(METADATA, url.value_span) == "https://example.com/"
    assert (none.name, none.value) == ("reqNone", "")


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("<callCenter><section><item>a</section></callCenter>", "<item> is not closed", "<item>"),
        ("<callCenter><section></item></section></callCenter>", "</item> closes nothing", "</item>"),
        ("<callCenter><section>", "<section> is not closed", "<section>"),
        ("<callCenter/><a>", "<a> after the end of the document", "<a>"),
        ("", "no element", ""),
    ],
)
def test_what_is_not_well_formed_is_said_with_its_place(text, message, place):
    _, problem = parse_call_center(text)
    assert problem.message == message
    assert cut(text, problem.span) == place


def test_a_broken_definition_still_gives_its_items():
    found, problem = parse_call_center(
        '<callCenter><section name="a"><item name="b">1<item name="c">2</item></section>'
    )
    assert problem is not None
    assert found.sections[0].items[0].name == "b"


parts = st.lists(
    st.sampled_from(
        [
            "<callCenter>",
            "</callCenter>",
            "<section name='a'>",
            "</section>",
            "<item>",
            "</item>",
            "<value>",
            "x",
            "&lt;",
        ]
    )
)


@given(parts.map("".join))
def test_any_definition_is_read(text):
    found, _ = parse_call_center(text)
    if found is not None:
        for section in found.sections:
            for item in section.items:
                assert 0 <= item.span.start <= item.value_span.start <= item.value_span.end <= len(text)
