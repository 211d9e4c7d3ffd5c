from hypothesis import given
from hypothesis import strategies as st

from ctilint.read.facts import FileKind, ScriptKind
from ctilint.read.markup.masking import Syntax, mask
from ctilint.read.markup.pages import extract


def read(text):
    masked, masks = mask(text, Syntax.MERGE)
    return extract(text, masked, masks, FileKind.METADATA)


HOME = """<HomePageComponent xmlns="x"><body>&lt;p&gt;a&lt;/p&gt;&lt;script src=&quot;/a.js&quot;&gt;&lt;/script&gt;
&lt;script&gt;if (a &amp;&amp; b) f();&lt;/script&gt;
&lt;a onclick=&quot;g(&amp;quot;x&amp;quot;)&quot;&gt;</body></HomePageComponent>"""


def test_the_html_of_a_home_page_component_is_read():
    found = read(HOME)
    assert [(piece.kind, piece.text) for piece in found.pieces] == [
        (ScriptKind.INLINE, "if (a && b) f();"),
        (ScriptKind.ATTRIBUTE, 'g("x")'),
    ]
    script, handler = found.pieces
    assert HOME[script.span.start : script.span.end] == "if (a &amp;&amp; b) f();"
    assert HOME[script.offsets.to_file(script.text.index("f()")) :].startswith("f();&lt;")
    assert HOME[handler.span.start : handler.span.end] == "g(&amp;quot;x&amp;quot;)"
    assert HOME[handler.offsets.to_file(handler.text.index("x")) :].startswith("x&amp;quot;)")
    (include,) = found.includes
    assert (include.kind, include.target, include.order) == ("script", "/a.js", 0)
    assert HOME[include.span.start : include.span.end] == "/a.js"
    assert found.elements[script.element].tag == "body"


def test_what_is_no_code_is_left_alone():
    for text in (
        "<WebLink><url>/x?a=1</url><linkType>url</linkType></WebLink>",
        "<WebLink><linkType>javascript</linkType></WebLink>",
        "<WebLink/>",
        "<HomePageComponent><body></body></HomePageComponent>",
        "<HomePageComponent/>",
        "<Other><url>f()</url><linkType>javascript</linkType></Other>",
    ):
        assert read(text).pieces == []


def test_a_button_that_is_never_closed_is_read():
    (piece,) = read("<WebLink><url>f()</url><linkType>javascript</linkType>").pieces
    assert piece.text == "f()"


def test_several_buttons_keep_their_order():
    link = "<webLinks><url>{{!REQUIRESCRIPT('/{0}.js')}}{0}()</url><linkType>javascript</linkType></webLinks>"
    found = read(f"<CustomObject>{link.format('a')}{link.format('b')}</CustomObject>")
    assert [piece.text.strip() for piece in found.pieces] == ["a()", "b()"]
    assert [(include.target, include.order) for include in found.includes] == [("/a.js", 0), ("/b.js", 1)]


ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;"}


@given(st.text(alphabet="abf();&<>\"' \n", min_size=1, max_size=30).filter(lambda code: code.strip()))
def test_every_character_of_a_button_knows_where_it_stands(code):
    escaped = "".join(ESCAPES.get(char, char) for char in code)
    text = f"<WebLink><url>{escaped}</url><openType>onClickJavaScript</openType></WebLink>"
    (piece,) = read(text).pieces
    assert piece.text == code
    for at, char in enumerate(code):
        assert text.startswith(ESCAPES.get(char, char), piece.offsets.to_file(at))
