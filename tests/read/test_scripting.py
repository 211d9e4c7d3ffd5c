import pytest

from ctilint.read.facts import Attribute
from ctilint.read.markup.scripting import handler_of, is_doubtful, script_language, value_of
from ctilint.read.source import Span


def attributes(**values):
    return tuple(Attribute(name, value, Span(0, 0), Span(0, 0)) for name, value in values.items())


@pytest.mark.parametrize(
    ("values", "language"),
    [
        ({}, "javascript"),
        ({"TYPE": "Module"}, "javascript"),
        ({"type": "{!t}"}, "javascript"),
        ({"type": "text/jscript"}, "javascript"),
        ({"type": "text/jsx"}, "javascript"),
        ({"type": "application/typescript"}, "typescript"),
        ({"lang": "ts"}, "typescript"),
        ({"lang": "tsx"}, "tsx"),
        ({"language": "JScript"}, "javascript"),
        ({"language": "vbscript"}, None),
        ({"type": "text/template"}, None),
        ({"type": "javascript"}, None),
        ({"runat": "server"}, None),
    ],
)
def test_the_language_of_a_script_element(values, language):
    assert script_language(attributes(**values)) == language


@pytest.mark.parametrize(
    ("tag", "name", "suffix", "handler"),
    [
        ("a", "onclick", "", "onclick"),
        ("a", "href", "", ""),
        ("a", "on", "", ""),
        ("a", "on:click", ".svelte", ""),
        ("a", "@click.once", ".vue", "onclick"),
        ("a", "v-on:key-up", ".vue", "onkey-up"),
        ("a", "@click", ".html", ""),
        ("asp:button", "onclick", "", ""),
        ("asp:button", "onclientclick", "", "onclientclick"),
    ],
)
def test_the_event_of_an_attribute(tag, name, suffix, handler):
    assert handler_of(tag, name, suffix) == handler


def test_what_only_looks_like_an_event_is_doubtful():
    assert not is_doubtful("a", "onclick")
    assert not is_doubtful("apex:commandbutton", "oncomplete")
    assert is_doubtful("a", "onphone")
    assert is_doubtful("c:pad", "onclick")
    assert is_doubtful("c-pad", "onclick")


def test_attributes_are_found_by_name():
    assert value_of(attributes(SRC="x"), "src") == "x"
    assert value_of((), "src") is None
