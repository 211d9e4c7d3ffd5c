"""Which functions can lead to a Salesforce API at all."""

from __future__ import annotations

import pytest
from app_of import Files, handlers, window_of

from ctilint.understand.registrations import api_calls
from ctilint.understand.windows.relevance import relevant_functions


def relevant(files: Files | str, *names: str) -> set[str]:
    window = window_of(files)
    resolver = window.resolver
    assert resolver is not None
    program = resolver.program
    found = relevant_functions(program, api_calls(program, resolver), names)
    return {ref.name or "top" for index in program.indexes for ref in index.refs if id(ref) in found}


def test_who_calls_the_api_and_who_mentions_them() -> None:
    code = """
function api() { sforce.opencti.refreshView(); }
function near() { api(); }
function far() { near(); }
function handed() { later(near); }
function inner() { return function deep() { far(); }; }
function other() { alert(1); }
function text() { list.innerHTML = '<a onclick="far()">'; }
"""
    assert relevant(code) == {"api", "near", "far", "handed", "inner", "deep", "text", "top"}


@pytest.mark.parametrize(
    "code",
    [
        "var o = { go() { sforce.opencti.refreshView(); } };\nfunction user() { o.go(); }\nfunction other() { }",
        "class P { go() { sforce.opencti.refreshView(); } }\nfunction user() { new P().go(); }\nfunction other() {}",
        "var go = () => sforce.opencti.refreshView();\nfunction user() { setTimeout(go); }\nfunction other() {}",
    ],
)
def test_names_of_methods_and_variables(code: str) -> None:
    found = relevant(code)
    assert {"go", "user"} <= found
    assert "other" not in found


def test_further_names_lead_to_an_api() -> None:
    code = "function user() { save(1); }\nfunction other() {}\nfunction api() { sforce.opencti.refreshView(); }"
    assert "user" not in relevant(code)
    assert "user" in relevant(code, "save")
    assert "other" not in relevant(code, "save")


def test_across_files() -> None:
    files = {
        "a.html": "<script src='b.js'></script><script>function user() { go(); }\nfunction other() {}</script>",
        "b.js": "function go() { sforce.opencti.refreshView(); }",
    }
    assert relevant(files) == {"go", "user", "top"}


def test_a_handler_that_leads_nowhere_is_not_walked_but_an_apis_own_is() -> None:
    code = "button.onclick = one;\nsforce.console.addEventListener('E', two);\nfunction one() {}\nfunction two(r) {}"
    assert handlers(window_of(code)) == [("salesforce", "E", "two")]
