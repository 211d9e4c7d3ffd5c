"""What any sensible estimate has to keep to: more code never costs less, a copy, dead code and Voice cost nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from assess_sample import assessed
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ctilint.assess.meaning.effort import weight
from ctilint.rulebook.voice import TARGETS

QUIET = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
LIBRARY = '<script src="https://phone.example/support/api/60.0/lightning/opencti_min.js"></script>'

# Statements for the bodies of functions: each is whole by itself and can follow any other.
STATEMENTS = st.sampled_from(
    [
        "note(payload.number);",
        "if (payload.number) { note(1); } else { note(2); }",
        "for (var i = 0; i < 3; i++) { note(i); }",
        "try { note(JSON.parse(payload.value)); } catch (error) { note(error); }",
        "fetch('https://pbx.acme.example/dial', { method: 'POST' });",
        "document.getElementById('state').textContent = 'busy';",
        "last = payload.number;",
        "sforce.opencti.setSoftphonePanelVisibility({ visible: true });",
        "sforce.opencti.saveLog({ value: { entityApiName: 'Task' } });",
        "switch (payload.kind) { case 'a': note(1); break; default: note(2); }",
    ]
)
BODIES = st.lists(STATEMENTS, max_size=6)


def page(body, helper=(), extra=""):
    """Return a page whose listener runs ``body`` and calls a helper of ``helper``."""
    return f"""<html><head>{LIBRARY}</head><body><p id="state"></p><script>
var last = '';
function note(value) {{ last = value; }}
function helper(payload) {{ {" ".join(helper)} }}
function dialled(payload) {{ {" ".join(body)} helper(payload); }}
sforce.opencti.onClickToDial({{ listener: dialled }});
{extra}
</script></body></html>"""


@pytest.fixture
def cost(tmp_path, monkeypatch):
    """Return what an app of some files costs, by target."""
    monkeypatch.chdir(tmp_path)

    def costs(files, kind="likely"):
        for path in tmp_path.rglob("*"):
            if path.is_file():
                path.unlink()
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, "utf-8")
        found = assessed(["."], "app")
        return [getattr(one.total, kind) for one in found.effort]

    return costs


@QUIET
@given(body=BODIES, helper=BODIES, more=STATEMENTS, where=st.sampled_from(["listener", "helper"]), at=st.integers(0, 6))
def test_more_reachable_code_never_costs_less(cost, body, helper, more, where, at):
    fewer = cost({"phone.html": page(body, helper)})
    longer = body if where == "listener" else helper
    longer = [*longer[:at], more, *longer[at:]]
    grown = page(longer, helper) if where == "listener" else page(body, longer)
    assert all(two > one for one, two in zip(fewer, cost({"phone.html": grown}), strict=True))


@QUIET
@given(body=BODIES, helper=BODIES)
def test_a_copy_costs_nothing_extra(cost, body, helper):
    text = page(body, helper)
    assert cost({"phone.html": text}) == cost({"phone.html": text, "old/phone.html": text, "backup.html": text})


@QUIET
@given(body=BODIES, dead=BODIES)
def test_code_that_nothing_runs_costs_nothing(cost, body, dead):
    unused = (
        f"function unused(payload) {{ {' '.join(dead)} sforce.opencti.runApex({{ apexClass: 'A' }}); alsoDead(); }}"
    )
    unused += "function alsoDead() { sforce.opencti.onNavigationChange({ listener: unused }); }"
    assert cost({"phone.html": page(body)}) == cost({"phone.html": page(body, extra=unused)})


def test_the_same_code_costs_something_once_it_is_run(cost):
    unused = "function unused() { sforce.opencti.runApex({ apexClass: 'A' }); }"
    without = cost({"phone.html": page(["note(1);"], extra=unused)})
    run = cost({"phone.html": page(["note(1);"], extra=f"{unused} unused();")})
    assert [two - one > 5 for one, two in zip(without, run, strict=True)] == [True] * len(TARGETS)


def test_a_listener_of_many_branches_costs_more_than_one_of_a_line(cost):
    one = cost({"phone.html": page(["note(payload.number);"])})
    many = cost({"phone.html": page([f"if (payload.number === '{n}') {{ note({n}); }}" for n in range(400)])})
    # 400 branches of 0.2, and 399 steps of 0.05 more; under Amazon Connect a quarter is rebuilt, under Partner 0.6
    more = 400 * Decimal("0.2") + 399 * Decimal("0.05")
    assert [two - first for first, two in zip(one, many, strict=True)] == [
        more * share for share in (Decimal("0.25"), Decimal("0.25"), Decimal("0.6"))
    ]


def test_a_helper_that_two_listeners_share_is_counted_once(cost):
    shared = "sforce.opencti.onNavigationChange({ listener: function (payload) { helper(payload); } });"
    alone = cost({"phone.html": page([], ["note(1);"] * 30)})[-1]
    both = cost({"phone.html": page([], ["note(1);"] * 30, shared)})[-1]
    # under Partner Telephony both listeners are medium: 5, and the new listener itself: one step of 0.05, 0.6 of it
    assert both - alone == Decimal(5) + Decimal("0.03")


def test_an_app_that_is_on_voice_costs_nothing(cost):
    panel = {
        "lwc/panel/panel.html": "<template><lightning-service-cloud-voice-toolkit-api></"
        "lightning-service-cloud-voice-toolkit-api></template>",
        "lwc/panel/panel.js": """import { LightningElement } from 'lwc';
export default class Panel extends LightningElement {
    renderedCallback() {
        this.toolkit = this.template.querySelector('lightning-service-cloud-voice-toolkit-api');
        this.toolkit.addEventListener('callstarted', this.started);
    }
    started = (event) => { if (event.detail) { this.call = event.detail.callId; } };
    disconnectedCallback() { this.toolkit.removeEventListener('callstarted', this.started); }
}""",
        "connector/main.js": """import { initializeConnector, publishEvent, Constants } from 'scv-connector-base';
initializeConnector(vendor);
pbx.on('ring', (call) => publishEvent({ eventType: Constants.VOICE_EVENT_TYPE.CALL_STARTED, payload: call }));""",
    }
    assert cost(panel, "high") == [0, 0, 0]


@QUIET
@given(names=st.sets(st.from_regex(r"[a-z]{3,8}", fullmatch=True), min_size=1, max_size=60))
def test_settings_are_one_row_with_a_cap(cost, names):
    items = "".join(f'<item sortOrder="0" name="{name}" label="x">v</item>' for name in sorted(names))
    center = (
        f'<callCenter><section sortOrder="0" name="reqGeneralInfo" label="g">'
        f'<item sortOrder="0" name="reqInternalName" label="n">Acme</item></section>'
        f'<section sortOrder="1" name="own" label="o">{items}</section></callCenter>'
    )
    assert cost({"Acme.xml": center})[0] == min(Decimal("0.25") * len(names), Decimal(5))


def test_an_apex_method_costs_by_its_own_size(cost):
    calling = "sforce.opencti.runApex({ apexClass: 'Lookup', methodName: 'find', methodParams: '' });"
    short = "global class Lookup { global static String find(String n) { return n; } }"
    long = "global class Lookup { global static String find(String n) { if (n == '}') { n = 'x'; } return n; } }"
    files = {"phone.html": page([calling])}
    none, small, large = (
        cost({**files, **more})[0] for more in ({}, {"classes/Lookup.cls": short}, {"classes/Lookup.cls": long})
    )
    # one statement of 0.05 and a quarter of it; one more and a branch of 0.2
    assert small - none == Decimal("0.05") * Decimal("0.25")
    assert large - small == Decimal("0.25") * Decimal("0.25")


def test_a_library_beside_the_app_costs_nothing(cost):
    calls = "helperOfALibrary(payload);"
    library = "/*! helpers v1 */ function helperOfALibrary(payload) { if (payload) { window.kept = payload; } }"
    tag = '<script src="lib.js"></script>'
    with_tag = page([calls]).replace("</head>", f"{tag}</head>")
    assert cost({"phone.html": with_tag, "lib.js": library}) == cost({"phone.html": with_tag})


def test_weights_are_of_the_scale():
    from ctilint.assess.model import Piece, Spot

    one = Piece("k", "f", Spot("a.js", 1), 9, steps=3, branches=2, salesforce=1, vendor=1, screens=1, state=2)
    assert weight(one) == Decimal("0.15") + Decimal("0.4") + Decimal("0.1") + Decimal("0.4") + Decimal("0.2") * 3
