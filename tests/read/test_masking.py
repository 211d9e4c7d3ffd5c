import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctilint.read.facts import Mask
from ctilint.read.markup.masking import (
    Syntax,
    end_statements,
    mask,
    mask_comment_signs,
    mask_comments,
    mask_conflicts,
    mask_server_tags,
    within,
)
from ctilint.read.source import Span

AURA = Syntax.MERGE | Syntax.ONCE
ERB = Syntax.PERCENT | Syntax.RUBY


@pytest.mark.parametrize(
    ("text", "syntax", "masked"),
    [
        ("var x = {!foo};", Syntax.MERGE, "var x = m_____;"),
        ("var x = '{!a.b}';", Syntax.MERGE, "var x = 'm_____';"),
        ('{!IF(a,"x}","y")}!', Syntax.MERGE, "m________________!"),
        ("{!IF(a,'{','y')};", Syntax.MERGE, "m_______________;"),
        ("{!a{b}c};", Syntax.MERGE, "m_______;"),
        ("{! don't };x", Syntax.MERGE, "m_________;x"),
        ("{!never", Syntax.MERGE, "{!never"),
        ("{ ! x }", Syntax.MERGE, "{ ! x }"),
        ("{!\n a }", Syntax.MERGE, "m______"),
        ("{!a}", Syntax.NONE, "{!a}"),
        ("{#v.a} {!v.b}", AURA, "m_____ m_____"),
        ('{!REQUIRESCRIPT("/a.js")} f()', Syntax.MERGE, " " * 25 + " f()"),
        ("a <%= x %> b", ERB, "a m_______ b"),
        ("a <% if x %> b", ERB, "a " + " " * 10 + " b"),
        ("a <%- x -%> b", ERB, "a " + " " * 9 + " b"),
        ("a <%- x %> b", Syntax.PERCENT, "a m_______ b"),
        ("a <%-- x %> --%> b", Syntax.PERCENT, "a " + " " * 14 + " b"),
        ("a <%@ page %> b", Syntax.PERCENT, "a " + " " * 11 + " b"),
        ("a <%= never", ERB, "a <%= never"),
        ('a = "<?php echo $x ?>";', Syntax.PHP, 'a = "m' + "_" * 15 + '";'),
        ("<?= $x ?>;", Syntax.PHP, "m________;"),
        ("<?php if ($a) { ?> b <?php } ?>", Syntax.PHP, " " * 18 + " b " + " " * 10),
        ("<?xml v?> <?php $a = 1;", Syntax.PHP, "<?xml v?> " + " " * 13),
        ("{{ a }} {% if b %} {# c #}", Syntax.CURLY, "m______ " + " " * 10 + " " + " " * 7),
        ("f({{{ a }}})", Syntax.CURLY, "f(m________)"),
        ("{{ never", Syntax.CURLY, "{{ never"),
    ],
)
def test_template_syntax_becomes_text_of_the_same_length(text, syntax, masked):
    result, masks = mask(text, syntax)
    assert result == masked
    assert len(result) == len(text)
    for found in masks:
        assert found.text == text[found.span.start : found.span.end]


def test_no_quote_of_a_mask_ends_an_attribute():
    masked, _ = mask("""<a onclick="f('{!IF(a, "x", 'y')}')">""", Syntax.MERGE)
    assert masked == f"""<a onclick="f('m{"_" * 17}')">"""


def test_server_tags_in_a_script_are_kept_as_masks():
    script = """var a = '<apex:outputText value="m___"/>'; <apex:repeat value="m_">f(1 < b, c > 2);</apex:repeat>"""
    masked, tags = mask_server_tags(script)
    assert len(masked) == len(script)
    assert [tag.text for tag in tags] == [
        '<apex:outputText value="m___"/>',
        '<apex:repeat value="m_">',
        "</apex:repeat>",
    ]
    assert masked == f"var a = 'm{'_' * 30}'; {' ' * 24}f(1 < b, c > 2);{' ' * 14}"
    assert mask_server_tags("a < b") == ("a < b", ())


@pytest.mark.parametrize(
    ("script", "harmless"),
    [
        ("<!--\na();\n//-->", "//  \na();\n//-->"),
        ("a();\n <!-- 12 -->\nb();\n-->", "a();\n //   12 -->\nb();\n// "),
        ("/*<![CDATA[*/a();/*]]>*/", "/*         */a();/*   */"),
        ("while (n --> 0) s = '<!-- x';", "while (n --> 0) s = '<!-- x';"),
    ],
)
def test_comment_signs_around_a_script_are_made_harmless(script, harmless):
    assert mask_comment_signs(script) == harmless
    assert len(harmless) == len(script)


def test_comments_in_a_script_are_blanked():
    assert mask_comments("a();<!-- b\n c -->d();<!--e-->f <!-- g") == f"a();{' ' * 13}d();{' ' * 8}f <!-- g"
    assert mask_comments("a --> b") == "a --> b"


def test_a_merge_conflict_leaves_both_sides():
    text = "a();\n<<<<<<< HEAD\nb();\n=======\r\nc();\n>>>>>>> other\nd();\n"
    masked, first = mask_conflicts(text)
    assert masked == f"a();\n{' ' * 12}\nb();\n{' ' * 7}\r\nc();\n{' ' * 13}\nd();\n"
    assert first == Span(5, 17)
    for whole in ("a = b <<<<<<< c\n>>>>>>> d", "x\n=======\n", ""):
        assert mask_conflicts(whole) == (whole, None)


def test_a_stand_in_that_begins_a_statement_can_be_ended():
    assert end_statements("m_____ a();\nx = m____;{m____}\nm__m") == "m____; a();\nx = m____;{m___;}\nm__m"


def test_masks_are_found_by_place():
    masks = tuple(Mask("", Span(at, at + 3)) for at in (0, 5, 10, 20))
    assert within(masks, Span(5, 20)) == masks[1:3]
    assert within(masks, Span(6, 9)) == ()


signs = st.lists(
    st.sampled_from(
        ["{!", "}", "{", "'", '"', "<%", "%>", "<?php", "?>", "{{", "}}", "{%", "%}", "\\", "\n", "ab", "é"]
    )
)
everything = Syntax.MERGE | Syntax.ONCE | Syntax.PERCENT | Syntax.PHP


@given(signs.map("".join), st.sampled_from([Syntax.MERGE, AURA, ERB, Syntax.PHP, Syntax.CURLY, everything]))
def test_masking_keeps_the_length_and_everything_outside_the_masks(text, syntax):
    masked, masks = mask(text, syntax)
    assert len(masked) == len(text)
    at = 0
    for found in masks:
        assert at <= found.span.start < found.span.end
        assert masked[at : found.span.start] == text[at : found.span.start]
        inside = masked[found.span.start : found.span.end]
        assert inside.strip() == "" or inside == "m" + "_" * (len(inside) - 1)
        at = found.span.end
    assert masked[at:] == text[at:]


@pytest.mark.parametrize("unit", ["{!", '{!"', "{!{}", "{!'}", "{{", "<%", "<?", "{!\\", "{%"])
def test_hostile_text_takes_linear_time(unit):
    text = unit * (1_500_000 // len(unit))
    begin = time.process_time()
    for syntax in (everything, Syntax.CURLY):
        mask(text, syntax)
    assert time.process_time() - begin < 8
