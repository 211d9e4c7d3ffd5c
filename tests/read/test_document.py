import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctilint.read.document import read_document
from ctilint.read.facts import Call, CallStep, FileKind, Member, Name, ScriptKind
from ctilint.read.source import Span


def read(path, text):
    return read_document(path, text if isinstance(text, bytes) else text.encode())


def called(facts):
    """Return the dotted callees of each script's top-level calls."""
    return [
        [dotted(step.call) for step in script.functions[0].body.steps if isinstance(step, CallStep)]
        for script in facts.scripts
    ]


def dotted(value):
    if isinstance(value, Call):
        return dotted(value.callee)
    if isinstance(value, Member):
        return f"{dotted(value.object)}.{value.key}"
    assert isinstance(value, Name)
    return value.name


@pytest.mark.parametrize(
    ("path", "text", "kind", "calls"),
    [
        ("a.js", "sforce.opencti.screenPop({});", ScriptKind.FILE, ["sforce.opencti.screenPop"]),
        ("a.ts", "f(x as any);", ScriptKind.FILE, ["f"]),
        ("a.tsx", "f(<b>{x as any}</b>);", ScriptKind.FILE, ["f"]),
        ("a.jsx", "f(<b/>);", ScriptKind.FILE, ["f"]),
        ("a.html", "<script>f()</script>", ScriptKind.INLINE, ["f"]),
        ("a.html", "<script type=module>f()</script>", ScriptKind.MODULE, ["f"]),
        ("a.html", "<a onclick='f()'>", ScriptKind.ATTRIBUTE, ["f"]),
        ("a.html", "<a href='javascript:f()'>", ScriptKind.URL, ["f"]),
        ("a.resource", "f();", ScriptKind.FILE, ["f"]),
        ("a.resource", "<html><script>f()</script>", ScriptKind.INLINE, ["f"]),
        ("a.vue", "<script lang=ts>f(x as any)</script>", ScriptKind.MODULE, ["f"]),
        ("a.js.erb", "f(<%= x %>);", ScriptKind.FILE, ["f"]),
        ("a.erb", "<script>f(<%= x %>)</script>", ScriptKind.INLINE, ["f"]),
        ("a.php", "<p><script>f(<?php echo $x ?>)</script>", ScriptKind.INLINE, ["f"]),
        ("a.page", "<apex:page><script>f('{!x}', {!y})</script></apex:page>", ScriptKind.INLINE, ["f"]),
        ("a.page", "<script><![CDATA[f()]]></script>", ScriptKind.INLINE, ["f"]),
        ("a.page", "<script><!--\nf()\n//--></script>", ScriptKind.INLINE, ["f"]),
        ("a.page", "<script>\n<!-- a note\n of two lines -->\nf()</script>", ScriptKind.INLINE, ["f"]),
        ("a.page", "<script>f('<apex:outputText value=\"{!x}\"/>')</script>", ScriptKind.INLINE, ["f"]),
        ("a.page", "<script>{!x} f()</script>", ScriptKind.INLINE, ["f"]),
        ("a.page", "<script>if (a &amp;&amp; b) {} f()</script>", ScriptKind.INLINE, ["f"]),
        ("a.html", "<script>f({{ x|safe }}); {% if y %}{% endif %}</script>", ScriptKind.INLINE, ["f"]),
        ("unknown", "sforce.console.isInConsole(f);", ScriptKind.FILE, ["sforce.console.isInConsole"]),
    ],
)
def test_scripts_of_every_kind_of_file_are_lowered(path, text, kind, calls):
    facts = read(path, text)
    assert facts.problem is None
    assert [script.kind for script in facts.scripts] == [kind]
    assert called(facts) == [calls]


@pytest.mark.parametrize("path", ["a.js", "a.ts", "a.jsx", "lwc/x/x.js"])
def test_template_signs_are_plain_code_in_script_files(path):
    facts = read(path, "if (a) {!b && f();} var c = `{{x}}<%= y %>`;")
    assert facts.problem is None
    assert facts.masks == ()


@pytest.mark.parametrize("name", ["PhoneController.js", "PhoneHelper.js", "PhoneRenderer.js"])
def test_aura_bundles(name):
    facts = read(f"aura/Phone/{name}", "/* x */ ({ go: function (c, e, h) { h.f(); } })")
    (script,) = facts.scripts
    assert script.kind is ScriptKind.AURA
    assert [entry.key for entry in script.bundle.entries] == ["go"]
    assert read(f"src/{name}", "function f() {}").scripts[0].kind is ScriptKind.FILE


def test_places_are_those_of_the_file():
    text = "<apex:page>\r\n<a onclick=\"g(); f('&amp;', '{!x}')\"/></apex:page>"
    facts = read("a.page", b"\xef\xbb\xbf" + text.encode())
    (script,) = facts.scripts
    step = script.functions[0].body.steps[-1]
    assert facts.source.cut(step.span) == "f('&amp;', '{!x}')"
    assert facts.source.position(step.span.start) == (2, 18)
    assert facts.source.cut(script.span) == "g(); f('&amp;', '{!x}')"


def test_masks_are_kept_as_written():
    text = "<script>f('{!a}', '<apex:outputText value=\"{!b}\"/>')</script><p title=\"{!c}\">"
    facts = read("a.page", text)
    written = [mask.text for mask in facts.masks]
    assert written == ["{!a}", '<apex:outputText value="{!b}"/>', "{!b}", "{!c}"]
    assert [mask.text for mask in facts.scripts[0].masks] == ["{!a}", '<apex:outputText value="{!b}"/>']
    assert all(facts.source.cut(mask.span) == mask.text for mask in facts.masks)


def test_a_script_that_does_not_parse_leaves_the_others():
    facts = read("a.html", "<script>f(</script><script>g()</script>")
    assert facts.problem is facts.scripts[0].problem
    assert facts.problem is not None
    assert facts.scripts[1].problem is None
    assert called(facts)[1] == ["g"]


def test_an_attribute_that_is_no_script_after_all_is_left_out():
    text = "<x-y onphone='Call (me) now'></x-y><script src=a.js></script><i onclick='f()'></i>"
    facts = read("a.html", text)
    assert [script.attribute for script in facts.scripts] == ["onclick"]
    assert [include.order for include in facts.includes] == [0]
    assert facts.problem is None


@pytest.mark.parametrize(
    ("path", "data", "message"),
    [
        ("a.js", b"a\0b", "binary data: a zero byte at offset 1"),
        ("a.html", b"\xff\xfea", "the byte order mark says UTF-16, but offset 2 is no UTF-16"),
    ],
)
def test_what_is_no_text_is_a_problem(path, data, message):
    facts = read_document(path, data)
    assert (facts.problem.message, facts.problem.span) == (message, Span(0, 0))
    assert facts.scripts == ()


def test_other_encodings_are_read():
    text = "f('\u00e4');"
    for data in (text.encode("utf-16-le"), text.encode("utf-16-be")):
        mark = b"\xff\xfe" if data[1] == 0 else b"\xfe\xff"
        assert called(read_document("a.js", mark + data)) == [["f"]]
    assert called(read_document("a.js", text.encode("latin-1"))) == [["f"]]


def test_a_merge_conflict_is_a_problem_and_both_sides_are_read():
    facts = read("a.js", "f();\n<<<<<<< HEAD\ng();\n=======\nh();\n>>>>>>> other\n")
    assert (facts.problem.message, facts.source.position(facts.problem.span.start)) == (
        "unresolved merge conflict",
        (2, 1),
    )
    assert called(facts) == [["f", "g", "h"]]


def test_vendored_libraries_are_recognised_and_not_lowered():
    facts = read("a.js", 'sforce.opencti=n(1);x={API_VERSION:57,API_TYPE:"opencti",sfdcIframeOrigin:0};postMessage()')
    assert (facts.vendored.library, facts.vendored.version) == ("opencti", "57.0")
    assert facts.source.cut(facts.vendored.span) == "57"
    assert facts.scripts == ()


def test_prose_and_guesses_that_fail_have_no_scripts():
    assert read("a.md", "sforce.opencti.screenPop()").kind is FileKind.OTHER
    assert read("notes", "the sforce library is old").kind is FileKind.OTHER
    broken = read("notes", "sforce.opencti.screenPop(")
    assert broken.kind is FileKind.JAVASCRIPT
    assert broken.problem is not None


def test_call_centers_are_parsed():
    facts = read("a.xml", "<callCenter><section name='a'></section></callCenter>")
    assert facts.kind is FileKind.CALL_CENTER
    assert facts.call_center.sections[0].name == "a"
    assert read("a.xml", "<callCenter><section>").problem.message == "<section> is not closed"


def test_too_much_markup_is_a_problem():
    facts = read("a.html", "<b>" * 200_001)
    assert facts.problem.message == "too many elements; the rest was not read"


def test_python_and_data_are_left_to_others():
    assert read("a.py", "import x").kind is FileKind.PYTHON
    assert read("a.yaml", "a: 1").kind is FileKind.DEPLOYMENT


ends = [
    "js",
    "ts",
    "page",
    "cmp",
    "html",
    "object",
    "xml",
    "php",
    "erb",
    "resource",
    "vue",
    "md",
    "py",
    "webLink-meta.xml",
    "",
]
soup = st.lists(
    st.sampled_from(
        """<script> </script> {! } <%= %> <?php ?> {{ }} <a onclick=' <a\x20onclick=\x22 " f( ) ({ }) &amp; <!-- -->
        <![CDATA[ ]]> javascript: <webLinks> <url> </url> \r\n \xff \0 { <callCenter> <section> => ` ${ class
        / */ /* \n import""".split()
    ),
    max_size=12,
)


@given(st.sampled_from(ends), soup)
def test_no_text_makes_reading_fail(end, parts):
    facts = read_document(f"a.{end}", "".join(parts).encode("latin-1", "replace"))
    size = len(facts.source.text)
    for script in facts.scripts:
        assert 0 <= script.span.start <= script.span.end <= size
    for include in facts.includes:
        assert 0 <= include.order <= len(facts.scripts)


@given(st.sampled_from(ends), st.binary(max_size=80))
def test_no_bytes_make_reading_fail(end, data):
    assert read_document(f"a.{end}", data).path == f"a.{end}"
