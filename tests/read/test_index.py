import pytest

from ctilint.read.files.names import Index, references

FILES = [
    "src/staticresources/Phone.resource",
    "src/staticresources/Phone.resource-meta.xml",
    "app/staticresources/Kit/js/a.js",
    "app/staticresources/Kit/b.js",
    "app/staticresources/tool.min.js",
    "src/pages/Main.page",
    "src/components/Pad.component",
    "app/aura/dial/dial.cmp",
    "app/aura/dial/dialController.js",
    "app/lwc/myPhone/myPhone.js",
    "app/lwc/myPhone/__tests__/myPhone.test.js",
    "app/lwc/jsconfig.json",
    "other/x.js",
]


@pytest.mark.parametrize(
    ("kind", "name", "found"),
    [
        ("resource", "phone", ["src/staticresources/Phone.resource"]),
        ("resource", "KIT", ["app/staticresources/Kit/js/a.js", "app/staticresources/Kit/b.js"]),
        ("resource", "tool", ["app/staticresources/tool.min.js"]),
        ("page", "main", ["src/pages/Main.page"]),
        ("component", "PAD", ["src/components/Pad.component"]),
        ("aura", "dial", ["app/aura/dial/dial.cmp", "app/aura/dial/dialController.js"]),
        ("lwc", "myPhone", ["app/lwc/myPhone/myPhone.js", "app/lwc/myPhone/__tests__/myPhone.test.js"]),
        ("lwc", "jsconfig", []),
        ("page", "phone", []),
    ],
)
def test_names_are_found_by_kind_in_any_case(kind, name, found):
    assert Index(FILES).find(kind, name) == found


@pytest.mark.parametrize(
    "text",
    [
        "<script src='js/phone.js'>",
        "<script src = /static/phone.min.js>",
        "<apex:includeScript value='{!URLFOR($Resource.Kit, \"phone.js\")}'/>",
        "{!$Resource.phone}",
        "import a from './lib/phone';",
        "import './Phone.vue'",
        "import('./phone.mjs')",
        "require('../phone')",
        "requirejs(['a', 'b/phone'], f)",
        "define(['jquery', 'app/phone'], f)",
        '<apex:include pageName="Phone"/>',
        "import x from 'c/phone'",
    ],
)
def test_who_names_a_file(text):
    assert not {"phone"}.isdisjoint(references(text.encode(), markup=True, tags=False))


@pytest.mark.parametrize(
    "text", ["phone", "var phone = 1", "src='telephone.js'", "<c:phone/>", "// phone.js", "from phone"]
)
def test_a_bare_name_is_no_mention(text):
    assert {"phone"}.isdisjoint(references(text.encode(), markup=True, tags=False))


@pytest.mark.parametrize("text", ["<c:phone/>", "<acme:Phone>", "<c-my-phone>"])
def test_component_tags_count_where_they_can_stand(text):
    assert not {"phone", "myphone"}.isdisjoint(references(text.encode(), markup=True, tags=True))


def test_what_only_pages_write_does_not_count_in_code():
    written = b'x = "$Resource.phone"; pageName="phone"'
    assert not {"phone"}.isdisjoint(references(written, markup=True, tags=False))
    assert {"phone"}.isdisjoint(references(written, markup=False, tags=False))
