"""The text of a module: valid, complete, and free of calls that Salesforce does not have."""

from __future__ import annotations

import re

import pytest
from emitted_kits import DIALECTS, FORMS, everything

from ctilint.emit import EmitError, plan, render
from ctilint.emit.events import Handler, custom_event, event_names, find_event
from ctilint.emit.planning import Plan, assemble
from ctilint.emit.writing import quote
from ctilint.read.strict import syntax_error
from ctilint.records import replace
from ctilint.rulebook.releases import releases
from ctilint.rulebook.tables import api

SPOKEN = re.compile(r"window\.(sforce\.(?:opencti|interaction|console)\.[\w.]*\w)\s*\(")


@pytest.mark.parametrize("typescript", [False, True], ids=["javascript", "typescript"])
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_module_passes_the_strict_gate_in_its_own_form(dialect: str, form: str, *, typescript: bool) -> None:
    emitted = render(everything(dialect, form, typescript=typescript), "cti.ts" if typescript else "cti.js")
    is_module = form == "esm" or (typescript and form == "commonjs")
    language = "typescript" if typescript else "javascript"
    assert syntax_error(emitted.module, module=is_module, language=language) is None
    assert ("export " in emitted.module) is is_module
    assert bool(emitted.types) is not typescript


@pytest.mark.parametrize("dialect", DIALECTS)
def test_it_calls_only_what_salesforce_has(dialect: str) -> None:
    known = {name for one in ("lightning", "classic", "console") for name in api(one)}
    calls = SPOKEN.findall(render(everything(dialect, "esm")).module)
    assert calls
    assert set(calls) <= known


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_listener_that_can_be_taken_back_is(dialect: str) -> None:
    text = render(everything(dialect, "esm")).module
    tables = {name: entry for one in ("lightning", "classic", "console") for name, entry in api(one).items()}
    for name in SPOKEN.findall(text):
        if tables[name].undo in {"removal", "switch"}:
            assert any(f"window.{undone}(" in text for undone in tables[name].undone_by), name


def test_the_page_loads_the_newest_library() -> None:
    assert f'"/support/api/{releases().newest}.0/lightning/opencti_min.js"' in render(plan()).page


def test_handlers_stand_under_their_own_names_with_their_places() -> None:
    event = replace(find_event("lightning", "onClickToDial"), handlers=(Handler("dial", ("dial in a.js:3",)),))
    text = render(assemble(("lightning",), (event,), app="acme", left_out=("x (b.js:1): why",))).module
    assert "    dial(payload) {" in text
    assert "was: dial in a.js:3" in text
    assert "handlers.dial(data)" in text
    assert " *   - x (b.js:1): why" in text
    assert "subscriptions of acme" in text


HOSTILE = "a'b\"c\\d*/ </script><!-- ${x} `\u2028\n"


def test_names_from_an_app_cannot_break_out_of_strings_comments_or_scripts() -> None:
    event = replace(custom_event(HOSTILE), handlers=(Handler("h", (HOSTILE,)),))
    for form in FORMS:
        made = assemble(("console",), (event,), form=form, app=HOSTILE, left_out=(HOSTILE,))
        emitted = render(made)
        assert "</script>" not in emitted.module
        assert emitted.page.count("</script>") == emitted.page.count("<script")
        assert "<!--" not in emitted.module


def test_a_quoted_text_is_what_it_was() -> None:
    assert quote("it's") == "'it\\'s'"
    assert quote('"</script>') == "'\"<\\/script>'"
    assert quote("a\n\u2028\\") == "'a\\n\\u2028\\\\'"


def test_types_name_every_handler_and_payload() -> None:
    types = render(plan(channels=["Calls__c"])).types
    assert "onClickToDial(payload: ClickToDialPayload): unknown;" in types
    assert "interface CallsMessagePayload {" in types
    assert "  number: string;\n  recordId?: string;" in types
    assert "export const stop: CtiSubscriptions['stop'];" in types


def test_what_the_strict_gate_refuses_is_never_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ctilint.emit.writing._topic", lambda _: "not (javascript")
    made = assemble(("console",), (custom_event("acme:x"),))
    with pytest.raises(EmitError, match=r"line \d+ of what was written is refused: "):
        render(made)


PLANS = [plan([dialect], [event]) for dialect in DIALECTS for event in event_names(dialect)]


@pytest.mark.parametrize("made", PLANS, ids=lambda made: f"{made.dialects[0]}-{made.events[0].name}")
def test_nothing_is_declared_that_is_not_used(made: Plan) -> None:
    text = re.sub(r"/\*.*?\*/", "", render(made).module, flags=re.DOTALL)
    declared = set(re.findall(r"(?:function|let|const) (\w+)", text))
    assert {"start", "stop", "enqueue"} <= declared
    assert [name for name in declared if len(re.findall(rf"\b{name}\b", text)) == 1] == []
