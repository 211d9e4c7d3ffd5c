import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctilint.read.facts import FileKind, ScriptKind
from ctilint.read.markup.masking import Syntax, mask
from ctilint.read.markup.pages import ELEMENTS_PER_FILE, extract
from ctilint.read.source import Span

SYNTAX = {
    FileKind.VISUALFORCE: Syntax.MERGE,
    FileKind.METADATA: Syntax.MERGE,
    FileKind.AURA: Syntax.MERGE | Syntax.ONCE,
}


def read(text, kind=FileKind.HTML, suffix=""):
    masked, masks = mask(text, SYNTAX.get(kind, Syntax.NONE))
    return extract(text, masked, masks, kind, suffix)


def pieces(text, kind=FileKind.HTML, suffix=""):
    return [(piece.kind.value, piece.attribute, piece.text) for piece in read(text, kind, suffix).pieces]


def includes(text, kind=FileKind.HTML):
    found = read(text, kind).includes
    return [(include.kind, include.target, include.order) for include in found]


@pytest.mark.parametrize(
    "tag",
    [
        "<script>",
        '<script type="">',
        '<script type="text/javascript">',
        '<script type=" Application/JavaScript ">',
        '<script type="text/ecmascript">',
        '<script type="text/javascript1.5">',
        '<script type="text/x-javascript">',
        '<script type="text/javascript; charset=utf-8">',
        '<script type="text/babel">',
        '<script language="JavaScript1.2">',
        "<SCRIPT DEFER>",
    ],
)
def test_scripts_of_every_javascript_type(tag):
    assert pieces(f"{tag}a()</script>") == [("inline", "", "a()")]


@pytest.mark.parametrize(
    "tag",
    [
        '<script type="text/html">',
        '<script type="text/x-template">',
        '<script type="application/json">',
        '<script type="application/ld+json">',
        '<script type="importmap">',
        '<script type="text/x-handlebars-template">',
        '<script language="vbscript">',
        '<script runat="server">',
        '<script src="a.js">',
    ],
)
def test_what_is_no_script(tag):
    assert pieces(f"{tag}a()</script>") == []


def test_modules_and_typescript():
    assert pieces('<script type="module">a()</script>') == [("module", "", "a()")]
    (piece,) = read('<script lang="ts">a()</script>', suffix=".vue").pieces
    assert (piece.kind, piece.language) == (ScriptKind.MODULE, "typescript")
    assert read('<script lang="tsx">a()</script>').pieces[0].language == "tsx"
    assert read('<script type="text/typescript">a()</script>').pieces[0].language == "typescript"


@pytest.mark.parametrize(
    ("tag", "kind", "found"),
    [
        ('<a onclick="f()">', FileKind.HTML, [("attribute", "onclick", "f()")]),
        (
            '<A ONCLICK="f()" OnLoad=g()>',
            FileKind.HTML,
            [("attribute", "onclick", "f()"), ("attribute", "onload", "g()")],
        ),
        ('<a onclick="a &amp;&amp; b()">', FileKind.HTML, [("attribute", "onclick", "a && b()")]),
        ('<a onclick="">', FileKind.HTML, []),
        ('<a on="f()" once="f()" onto="f()" online="yes">', FileKind.HTML, []),
        ('<a href="javascript:f()">', FileKind.HTML, [("url", "href", "f()")]),
        ('<a href=" JavaScript: f(%22a%22)">', FileKind.HTML, [("url", "href", ' f("a")')]),
        ('<a href="javascript:">', FileKind.HTML, []),
        ('<form action="javascript:f()">', FileKind.HTML, [("url", "action", "f()")]),
        ('<apex:outputLink value="javascript:f()"/>', FileKind.VISUALFORCE, [("url", "value", "f()")]),
        (
            '<apex:commandButton action="{!save}" oncomplete="f(\'{!a}\')" rerender="x"/>',
            FileKind.VISUALFORCE,
            [("attribute", "oncomplete", "f('m___')")],
        ),
        ('<apex:page onload="{!a}"/>', FileKind.VISUALFORCE, []),
        ('<lightning:button onclick="{!c.go}"/>', FileKind.AURA, []),
        ('<button onclick="f()"/>', FileKind.AURA, [("attribute", "onclick", "f()")]),
        ("<button onclick={go}></button>", FileKind.LWC_TEMPLATE, []),
        ('<asp:Button OnClick="Go" OnClientClick="f()"/>', FileKind.TEMPLATE, [("attribute", "onclientclick", "f()")]),
    ],
)
def test_attributes_that_are_scripts(tag, kind, found):
    assert pieces(tag, kind) == found


def test_a_handler_that_no_browser_knows_is_doubtful():
    text = '<i onclick="f()" onphone="f()"><c:x onclick="f()"/><apex:x onclick="f()"/>'
    assert [piece.doubtful for piece in read(text, FileKind.VISUALFORCE).pieces] == [False, True, True, False]


def test_handlers_of_single_file_components():
    assert pieces('<b @click.prevent="f()" v-on:blur="g()" :x="y">', suffix=".vue") == [
        ("attribute", "onclick", "f()"),
        ("attribute", "onblur", "g()"),
    ]
    assert pieces("<b on:click={f} onclick={g}>", suffix=".svelte") == []


def test_scripts_stand_in_document_order_with_their_element():
    found = read('<a onclick="f()"></a><script>g()</script><b onblur="h()">')
    assert [(piece.text, piece.element) for piece in found.pieces] == [("f()", 0), ("g()", 1), ("h()", 2)]


def test_nothing_inside_a_comment_counts():
    found = read('<!-- <script>a()</script> --><!--[if IE]><script src="b.js"></script><![endif]--><p>')
    assert found.pieces == found.includes == []
    assert next(comment.text for comment in found.comments) == "<!-- <script>a()</script> -->"
    assert [element.tag for element in found.elements] == ["p"]


def test_elements_know_parents_attributes_and_text():
    text = '<div ID="a&amp;b">x &lt; <b>y</b><br> z</div><p>'
    elements = read(text).elements
    assert [(element.tag, element.parent, element.text) for element in elements] == [
        ("div", -1, "x <  z"),
        ("b", 0, "y"),
        ("br", 0, ""),
        ("p", -1, ""),
    ]
    assert elements[0].get("id") == "a&b"
    attribute = elements[0].attributes[0]
    assert text[attribute.value_span.start : attribute.value_span.end] == "a&amp;b"
    assert text[attribute.span.start : attribute.span.end] == 'ID="a&amp;b"'
    assert text[elements[1].span.start : elements[1].span.end] == "<b>"


def test_tags_of_xml_close_themselves_and_nest():
    elements = read("<apex:page><br><b/>a</br></apex:page><i/>", FileKind.VISUALFORCE).elements
    assert [(element.tag, element.parent) for element in elements] == [
        ("apex:page", -1),
        ("br", 0),
        ("b", 1),
        ("i", -1),
    ]
    assert elements[1].text == "a"


def test_a_stray_end_tag_closes_nothing():
    elements = read("<a></b><c></a><d>").elements
    assert [(element.tag, element.parent) for element in elements] == [("a", -1), ("c", 0), ("d", -1)]


def test_a_value_keeps_its_merge_fields_as_written():
    (element,) = read('<a x="{!IF(a, "b", \'c\')}">', FileKind.VISUALFORCE).elements
    assert element.get("X") == "{!IF(a, \"b\", 'c')}"


def test_quotes_in_curly_braces_do_not_end_an_attribute():
    text = """<a href="{{ url("x") }}" onclick="f({{ y }})">"""
    found = read(text)
    assert found.elements[0].get("href") == '{{ url("x") }}'
    assert [piece.text for piece in found.pieces] == ["f({{ y }})"]


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("<script src='a.js?x=1&amp;y=2'></script>", FileKind.HTML, [("script", "a.js?x=1&y=2", 0)]),
        ("<script src='a.js' type='module'></script>", FileKind.HTML, [("script", "a.js", 0)]),
        ("<script src='a.html' type='text/html'></script>", FileKind.HTML, []),
        (
            "<iframe src='a.html'></iframe><frame src='b.html'>",
            FileKind.HTML,
            [("frame", "a.html", 0), ("frame", "b.html", 0)],
        ),
        ("<iframe src='javascript:f()'></iframe>", FileKind.HTML, []),
        ("<script src=''></script>", FileKind.HTML, []),
        (
            """<apex:includeScript value="{!URLFOR($Resource.Zip, 'js/a.js')}"/>""",
            FileKind.VISUALFORCE,
            [("apex", "{!URLFOR($Resource.Zip, 'js/a.js')}", 0)],
        ),
        ('<apex:iframe src="/apex/Other"/>', FileKind.VISUALFORCE, [("frame", "/apex/Other", 0)]),
        ('<apex:include pageName="Other"/>', FileKind.VISUALFORCE, [("page", "Other", 0)]),
        ('<apex:composition template="Other"/>', FileKind.VISUALFORCE, [("page", "Other", 0)]),
        ("<c:Phone/>", FileKind.VISUALFORCE, [("component", "c:Phone", 0)]),
        ("<acme:phone/><ui:button/>", FileKind.AURA, [("component", "acme:phone", 0)]),
        ('<aura:component extends="c:base"/>', FileKind.AURA, [("component", "c:base", 0)]),
        (
            """<ltng:require scripts="{!join(',', $Resource.a + '/b.js', $Resource.c)}"/>""",
            FileKind.AURA,
            [("lightning", "{!$Resource.a + '/b.js'}", 0), ("lightning", "{!$Resource.c}", 0)],
        ),
        ("<template><c-my-phone></c-my-phone></template>", FileKind.LWC_TEMPLATE, [("component", "c-my-phone", 0)]),
        (
            "<script>s.src = '{!$Resource.a}';</script>",
            FileKind.VISUALFORCE,
            [("resource", "{!$Resource.a}", 0)],
        ),
    ],
)
def test_what_markup_pulls_in(text, kind, found):
    assert includes(text, kind) == found


def test_includes_and_scripts_keep_their_order():
    text = "<script src=a></script><script>x()</script><script src=b></script><script src=c></script><i onclick='y()'>"
    assert includes(text) == [("script", "a", 0), ("script", "b", 1), ("script", "c", 1)]


def test_the_span_of_an_include_is_its_address():
    text = "<ltng:require scripts='/a.js, /b.js'/><c:x/>"
    assert [text[found.span.start : found.span.end] for found in read(text, FileKind.AURA).includes] == [
        "/a.js",
        "/b.js",
        "c:x",
    ]


BUTTON = """<CustomObject><webLinks><fullName>Dial</fullName><linkType>javascript</linkType>
<openType>onClickJavaScript</openType>
<url>{!REQUIRESCRIPT(&quot;/support/console/40.0/integration.js&quot;)}
if (a &amp;&amp; b) { f(&apos;{!Account.Id}&apos;); }</url></webLinks>
<webLinks><fullName>Open</fullName><linkType>url</linkType><url>/a?b=1&amp;c=2</url></webLinks></CustomObject>"""


def test_a_buttons_script_is_decoded_and_its_libraries_found():
    found = read(BUTTON, FileKind.METADATA)
    (piece,) = found.pieces
    assert piece.kind is ScriptKind.METADATA
    assert piece.text.strip() == "if (a && b) { f('m____________'); }"
    assert [(include.kind, include.target, include.order) for include in found.includes] == [
        ("require", "/support/console/40.0/integration.js", 0)
    ]
    span = found.includes[0].span
    assert BUTTON[span.start : span.end] == "/support/console/40.0/integration.js"
    for at, char in enumerate(piece.text):
        origin = piece.offsets.to_file(at)
        assert BUTTON[origin] in {char, "&", "{"} or char in " m_"


def test_buttons_in_cdata_and_javascript_addresses():
    link = "<WebLink><url><![CDATA[a && ]]>b(&lt;)</url><openType>onClickJavaScript</openType></WebLink>"
    (piece,) = read(link, FileKind.METADATA).pieces
    assert piece.text == "a && b(<)"
    assert link[piece.offsets.to_file(5)] == "b"
    address = "<WebLink><url>javascript:f(%221%22)</url><linkType>url</linkType></WebLink>"
    (piece,) = read(address, FileKind.METADATA).pieces
    assert piece.text == 'f("1")'
    assert address[piece.offsets.to_file(0)] == "f"


def test_links_of_the_home_page():
    link = "<CustomPageWebLink><linkType>javascript</linkType><url>f()</url></CustomPageWebLink>"
    (piece,) = read(link, FileKind.METADATA).pieces
    assert piece.text == "f()"


def test_too_many_elements_are_said_and_the_rest_left_out():
    found = read("<a>" * (ELEMENTS_PER_FILE + 1))
    assert len(found.elements) == ELEMENTS_PER_FILE
    assert found.cut_short == Span(3 * ELEMENTS_PER_FILE, 3 * ELEMENTS_PER_FILE + 3)


names = st.sampled_from(["onclick", "OnChange", "onload"])
codes = st.text(alphabet="abc()'; &<>=\n\u00e9", min_size=1, max_size=20).filter(lambda text: text.strip())


@given(st.lists(st.tuples(names, codes), min_size=1, max_size=4), st.text(alphabet="ab \n\u00e9", max_size=5))
def test_the_span_of_an_event_attribute_is_its_text(attributes, before):
    text = before + "".join(f'<i {name}="{code}">' for name, code in attributes)
    found = read(text).pieces
    assert [text[piece.span.start : piece.span.end] for piece in found] == [code for _, code in attributes]
    for piece in found:
        assert [text[piece.offsets.to_file(at)] for at in range(len(piece.text))] == list(piece.text)


@given(st.text(alphabet="ab {}!\"'<>/=&;", max_size=60), st.sampled_from(list(FileKind)))
def test_every_piece_and_place_lies_in_the_file(text, kind):
    found = read(f"<a onclick='{text}'><script>{text}</script>{text}", kind)
    size = len(text) * 3 + 40
    for piece in found.pieces:
        assert 0 <= piece.span.start <= piece.span.end <= size
        assert piece.span.start <= piece.offsets.to_file(0) <= piece.offsets.to_file(len(piece.text)) <= piece.span.end
    for include in found.includes:
        assert 0 <= include.order <= len(found.pieces)


def test_void_elements_and_styles_hold_nothing():
    elements = read("<style>a</style><img><p>x</p>").elements
    assert [(element.tag, element.parent, element.text) for element in elements] == [
        *(("style", -1, ""), ("img", -1, ""), ("p", -1, "x"))
    ]
