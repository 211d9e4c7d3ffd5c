"""What the contract checks share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from ctilint.findings import Evidence, Place, Severity
from ctilint.records import replace
from ctilint.rulebook.tables import api
from ctilint.understand.model import ApiCall, App
from ctilint.views.arguments import near_key
from ctilint.views.facts import View, problem, short, views
from ctilint.views.loads import addresses, versions
from ctilint.views.names import elsewhere, misnamed
from ctilint.views.shapes import kind_of, shape_of
from ctilint.views.uses import PARSED, uses_of

MakeApp = Callable[..., App]


@dataclass
class First:
    """The first call of a script, and the view it stands in."""

    view: View
    call: ApiCall


def first(make_app: MakeApp, code: str) -> First:
    view = views(make_app({"a.js": code}))[0]
    return First(view, view.window.calls[0])


def test_an_unverified_row_is_never_more_than_a_note(make_app: MakeApp) -> None:
    found = first(make_app, "sforce.opencti.refreshView();")
    sure = problem(found.call, found.call.place, "it is wrong", "mend it")
    assert sure.severity is None
    row = replace(found.call.entry, confidence="U")
    unsure = problem(replace(found.call, entry=row), found.call.place, "it is wrong", "mend it", Severity.ERROR)
    assert unsure.severity is Severity.NOTE
    assert unsure.message == "it is wrong (unverified)"


def test_a_place_outside_the_call_is_derived_and_leads_back(make_app: MakeApp) -> None:
    found = first(make_app, "sforce.opencti.refreshView();")
    inside = problem(found.call, found.call.place, "m", "h")
    assert (inside.evidence, inside.related) == (Evidence.MATCHED, ())
    outside = problem(found.call, Place("other.js", found.call.place.span), "m", "h")
    assert outside.evidence is Evidence.DERIVED
    assert outside.related == (Place("a.js", found.call.place.span, "refreshView is called here"),)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("'a'", "string"),
        ("`a${b}`", "string"),
        ("'a' + b", "string"),
        ("1", "number"),
        ("true", "boolean"),
        ("null", "null"),
        ("undefined", "null"),
        ("() => 1", "function"),
        ("{ a: 1 }", "object"),
        ("[1]", "array"),
        ("/x/", "other"),
        ("class {}", "other"),
        ("JSON.stringify(a)", "string"),
        ("f.bind(this)", "function"),
        ("build()", ""),
        ("unknown", ""),
        ("held", "object"),
        ("named", "function"),
        ("fixed", "number"),
        ("changed", ""),
        ("parameter", ""),
        ("this.method", ""),
        ("a ? 1 : 2", ""),
    ],
)
def test_kinds_of_values(code: str, kind: str, make_app: MakeApp) -> None:
    found = first(
        make_app,
        "function named() {}\nconst held = { a: 1 };\nconst fixed = 5;\nlet changed = {};\nchanged = build();\n"
        f"function f(parameter) {{ sforce.interaction.refreshPage({code}); }}\nf(1);",
    )
    assert kind_of(found.view, found.call.script, found.call.call.arguments[0]) == kind


@pytest.mark.parametrize(
    ("code", "keys", "closed", "direct"),
    [
        ("sforce.opencti.saveLog({ value: v, callback: f });", ["value", "callback"], True, True),
        ("sforce.opencti.saveLog({ ...v, callback: f });", ["callback"], False, True),
        ("sforce.opencti.saveLog({ [v]: 1 });", [], False, True),
        ("const a = { value: v };\na.callback = f;\nsforce.opencti.saveLog(a);", ["value", "callback"], True, False),
        ("const a = { value: v };\nadd(a);\nsforce.opencti.saveLog(a);", ["value"], False, False),
        ("const a = { value: v };\nconsole.log(a);\nsforce.opencti.saveLog(a);", ["value"], True, False),
        ("function f(a) { sforce.opencti.saveLog(a); }\nf({ value: v });", ["value"], False, False),
    ],
)
def test_shapes_of_objects(code: str, keys: list[str], closed: bool, direct: bool, make_app: MakeApp) -> None:
    found = first(make_app, code)
    shape = shape_of(found.view, found.call.script, found.call.call.arguments[0])
    assert shape is not None
    assert [key for key, _ in shape.written()] == keys
    assert (shape.closed, shape.direct) == (closed, direct)
    assert all(shape.has(key) and shape.get(key) is not None for key in keys)
    assert not shape.has("other")
    assert shape.get("other") is None


@pytest.mark.parametrize("code", ["sforce.opencti.saveLog(v);", "let a = {};\na = b;\nsforce.opencti.saveLog(a);"])
def test_what_is_no_single_object_has_no_shape(code: str, make_app: MakeApp) -> None:
    found = first(make_app, code)
    assert shape_of(found.view, found.call.script, found.call.call.arguments[0]) is None


@pytest.mark.parametrize(
    ("key", "near"),
    [
        ("Label", "label"),
        ("heightPx", "heightPX"),
        ("height", "heightPX"),
        ("channel", "channelName"),
        ("onSuccess", "callback"),
        ("CB", "callback"),
        ("calback", "callback"),
        ("reason", ""),
        ("cal", ""),
    ],
)
def test_near_keys(key: str, near: str) -> None:
    assert near_key(key, ["label", "heightPX", "channelName", "callback"]) == near


def test_what_a_callback_does_with_its_answer(make_app: MakeApp) -> None:
    found = first(
        make_app,
        """
        sforce.interaction.getPageInfo(function (response) {
          const text = response.result;
          const page = JSON.parse(text);
          if (response.error) fail(response.error);
          show(page.objectId, typeof response.result);
          later(() => keep(response));
          last = response;
        });
        """,
    )
    (ref,) = found.view.functions(found.call, "0")
    uses = uses_of(found.view, ref)
    paths = {path for path, _ in uses.reads}
    assert {("result",), ("error",), ("result", PARSED, "objectId")} <= paths
    assert [path for path, _ in uses.parsed] == [("result",)]
    assert uses.checked >= {("error",)}
    assert () in {path for path, _ in uses.escapes}
    assert () in {path for path, _ in uses.stored}
    assert uses.typed == {("result",)}
    assert not uses.unknown
    assert uses_of(found.view, ref) is uses


def test_a_parameter_that_is_missing_or_taken_apart(make_app: MakeApp) -> None:
    none = first(make_app, "sforce.interaction.refreshPage(() => draw());")
    (ref,) = none.view.functions(none.call, "0")
    assert uses_of(none.view, ref).missing
    apart = first(make_app, "sforce.interaction.refreshPage(({ result, error: why }) => draw(result, why));")
    (ref,) = apart.view.functions(apart.call, "0")
    assert {path for path, _ in uses_of(apart.view, ref).reads} == {("result",), ("error",)}


def test_names_that_belong_elsewhere(make_app: MakeApp) -> None:
    view = views(make_app({"a.js": "sforce.opencti.getPageInfo(f);\nsforce.interaction.onClickToDial(f);\n"}))[0]
    here, there = list(misnamed(view))
    found = elsewhere(here)
    assert found is not None
    assert (found[0].name, found[1]) == ("sforce.interaction.getPageInfo", "sforce.opencti.getAppViewInfo")
    assert elsewhere(there) is None


def test_versions_are_known_or_not(make_app: MakeApp) -> None:
    page = "".join(f'<script src="/support/api/{v}/interaction.js"></script>' for v in ("40.0", "60.0"))
    view = views(make_app({"a.html": page}))[0]
    assert sorted(versions(view, "interaction")) == [40, 60]
    assert [text for text, _ in addresses(view)] == [
        "/support/api/40.0/interaction.js",
        "/support/api/60.0/interaction.js",
    ]
    assert addresses(view) is addresses(view)
    unknown = views(make_app({"a.html": page + '<script src="/support/api/{!v}/interaction.js"></script>'}))[0]
    assert versions(unknown, "interaction") == []


def test_short_names() -> None:
    assert short("sforce.opencti.hvs.onWorkStart") == "hvs.onWorkStart"
    assert short("sforce.console.cti.onCallEnd") == "cti.onCallEnd"
    assert short("Contact#onEnded") == "onEnded"
    assert "sforce.opencti.hvs.onWorkStart" in api("lightning")
