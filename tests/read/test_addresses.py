import pytest

from ctilint.read.facts import FileKind, Mask
from ctilint.read.markup.addresses import component_target, pieces_of_require, required_scripts
from ctilint.read.source import Span


@pytest.mark.parametrize(
    ("tag", "kind", "target"),
    [
        ("c:phone", FileKind.AURA, "c:phone"),
        ("acme:Phone", FileKind.AURA, "acme:Phone"),
        ("lightning:button", FileKind.AURA, ""),
        ("aura:if", FileKind.AURA, ""),
        ("c:phone", FileKind.VISUALFORCE, "c:phone"),
        ("apex:page", FileKind.VISUALFORCE, ""),
        ("div", FileKind.VISUALFORCE, ""),
        ("c-my-phone", FileKind.LWC_TEMPLATE, "c-my-phone"),
        ("lightning-button", FileKind.LWC_TEMPLATE, ""),
        ("template", FileKind.LWC_TEMPLATE, ""),
        ("c-my-phone", FileKind.HTML, ""),
        ("c:phone", FileKind.HTML, ""),
    ],
)
def test_a_component_of_the_app_is_told_from_the_platforms(tag, kind, target):
    assert component_target(tag, kind) == target


@pytest.mark.parametrize(
    ("value", "targets"),
    [
        ("/resource/a.js", ["/resource/a.js"]),
        ("/resource/a.js, /resource/b.js ", ["/resource/a.js", "/resource/b.js"]),
        ("{!$Resource.a + '/x,y.js'}", ["{!$Resource.a + '/x,y.js'}"]),
        (
            "{!join(',', $Resource.a + '/x,y.js', $Resource.b)}",
            ["{!$Resource.a + '/x,y.js'}", "{!$Resource.b}"],
        ),
        (
            "{! join( ',' ,\n $Resource['a b'] , f(1, 2) ) }",
            ["{!$Resource['a b']}", "{!f(1, 2)}"],
        ),
        ("{!join(',', $Resource.a", ["{!$Resource.a}"]),
    ],
)
def test_a_list_of_required_scripts_is_parted(value, targets):
    found = list(pieces_of_require(value))
    assert [target for target, _, _ in found] == targets
    for target, start, end in found:
        assert value[start:end] in {target, target[2:-1]}


@pytest.mark.parametrize(
    ("field", "found"),
    [
        ('{!REQUIRESCRIPT("/soap/ajax/30.0/connection.js")}', [("/soap/ajax/30.0/connection.js",) * 2]),
        ("{!requireScript( '/a.js' )}", [("/a.js", "/a.js")]),
        ("{!REQUIRESCRIPT(&quot;/a&amp;b.js&quot;)}", [("/a&b.js", "/a&amp;b.js")]),
        ("{!REQUIRESCRIPT(URLFOR($Resource.a))}", [("{!URLFOR($Resource.a)}", "URLFOR($Resource.a))")]),
        ("{!REQUIRESCRIPT('')}", []),
        ("{!Account.Id}", []),
    ],
)
def test_required_scripts_of_a_button_with_their_places(field, found):
    text = f"<url>{field}"
    places = list(required_scripts(Mask(field, Span(5, 5 + len(field)))))
    assert [(target, text[span.start : span.end]) for target, span in places] == found
