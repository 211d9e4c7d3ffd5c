"""Emitted modules on the real libraries: Salesforce's Open CTI for Lightning, and Amazon Connect Streams from npm.

Salesforce serves its library from an org (``/support/api/NN.0/lightning/opencti_min.js``); a copy may not be passed
on, so ``CTILINT_OPENCTI`` names the copies that this machine has (several with the separator of a PATH).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from ctilint.cli import run
from ctilint.cli._reading import read_app
from ctilint.emit import plan, render
from ctilint.emit.from_app import plan_from
from ctilint.emit.planning import minimal
from ctilint.settings import Settings

NODE = shutil.which("node")
COPIES = tuple(Path(one) for one in os.environ.get("CTILINT_OPENCTI", "").split(os.pathsep) if one)
STREAMS_APP = Path(__file__).parents[2] / "fixtures" / "connect-streams-softphone"
needs_node = pytest.mark.skipif(NODE is None, reason="Node is not installed")
needs_library = pytest.mark.skipif(not COPIES, reason="CTILINT_OPENCTI names no copy of Salesforce's opencti_min.js")

PAGE = """
import { readFileSync } from 'node:fs';
import vm from 'node:vm';
const done = (value) => { console.log('\\n=> ' + JSON.stringify(value)); process.exit(0); };
const pause = (time = 20) => new Promise((resolve) => { setTimeout(resolve, time); });
const said = [];
const report = (what, problem) => said.push(what + ': ' + ((problem && problem.message) || JSON.stringify(problem)));

/** A softphone's frame: the window of the softphone, and Salesforce around it, which answers its messages. */
function frame({ parameters = '?sfdcIframeOrigin=https%3A%2F%2Facme.my.salesforce.com&mode=Lightning' } = {}) {
  const heard = {};
  const posted = [];
  const origin = 'https://acme.my.salesforce.com';
  const here = { answers: {}, silent: false, errors: [] };
  const tell = (data) => (heard.message || []).slice().forEach((one) => {
    try {
      one({ data: JSON.parse(JSON.stringify(data)), origin });
    } catch (problem) {
      here.errors.push(String(problem));
    }
  });
  const parent = {
    postMessage(message, target) {
      if (typeof target !== 'string' || !/^https?:/.test(target)) {
        throw new SyntaxError("Invalid target origin '" + target + "' in a call to 'postMessage'");
      }
      posted.push(JSON.parse(JSON.stringify(message)));
      const answer = here.answers[message.methodName] || { success: true, errors: null, returnValue: null };
      if (message.isCallbackRegistered && !here.silent) {
        setTimeout(() => tell({ ...message, response: { ...answer }, shouldExecuteCallback: true }), 1);
      }
    },
  };
  const window = {
    parent, console, setTimeout, clearTimeout, location: { search: parameters, protocol: 'https:' },
    document: { visibilityState: 'visible' },
    addEventListener: (type, one) => { (heard[type] = heard[type] || []).push(one); },
    removeEventListener: (type, one) => { heard[type] = (heard[type] || []).filter((other) => other !== one); },
  };
  window.window = window;
  const context = vm.createContext(window);
  Object.assign(here, {
    window, posted,
    load: (text) => vm.runInContext(text, context),
    calls: () => posted.map(({ methodName, args }) => methodName + (args.eventName ? ' ' + args.eventName : '')),
    leave: (type, event = {}) => (heard[type] || []).slice().forEach((one) => one(event)),
    fire(methodName, response, eventName) {
      const { apiVersion, apiType } = posted[0];
      tell({ methodName, eventName, callId: -1, apiVersion, apiType, response, shouldExecuteListener: true });
    },
  });
  return here;
}
"""


def play(folder: Path, scenario: str, module: str, **files: str) -> Any:
    """Run ``scenario``; ``module`` is the module's text in the form script, ``files`` are texts it may load."""
    assert NODE is not None
    texts = "\n".join(f"const {name} = {json.dumps(text)};" for name, text in {"module": module, **files}.items())
    script = folder / "scenario.mjs"
    script.write_text(f"{PAGE}\n{texts}\n{scenario}", "utf-8")
    ran = subprocess.run([NODE, str(script)], capture_output=True, text=True, check=False, timeout=60)
    assert ran.returncode == 0, ran.stderr[-3000:]
    return json.loads(ran.stdout.rpartition("=> ")[2])


def written(kind: str) -> str:
    """Return the module of ``kind``: full, short, or in the form of event sinks, with a click and navigation."""
    events = ["onClickToDial", "onNavigationChange"]
    made = plan(["event-sink" if kind == "sinks" else "lightning"], events, form="script")
    return render(minimal(made) if kind == "short" else made).module


OPENCTI = """
const here = frame();
here.load(library);
here.load(module);
const cti = here.window.ctiSubscriptions;
const click = (number) => here.fire('onClickToDial', { number, objectType: 'Contact' });
const ran = [];
cti.handlers.onClickToDial = (payload) => { ran.push(payload.number); };
"""


@pytest.fixture(params=COPIES or [None], ids=lambda copy: copy.parent.name if copy else "no copy")
def library(request: pytest.FixtureRequest) -> str:
    """Return the text of a copy of Salesforce's library."""
    copy: Path = request.param
    return copy.read_text("utf-8")


@needs_node
@needs_library
@pytest.mark.parametrize("kind", ["full", "short", "sinks"])
class TestOpenCti:
    """Salesforce's own library for Lightning, with a frame around it that answers."""

    def test_registers_once_and_starts_when_salesforce_answered(self, kind: str, library: str, tmp_path: Path) -> None:
        scenario = """
        let ready = false;
        const first = cti.start({ report }).then(() => { ready = true; });
        await Promise.resolve();
        const early = ready;
        await first;
        await cti.start();
        await pause();
        done([early, ready, here.calls(), here.posted.map((one) => one.isListenerRegistered), said]);
        """
        early, ready, calls, listens, said = play(tmp_path, OPENCTI + scenario, written(kind), library=library)
        assert (early, ready, said) == (False, True, [])
        assert sorted(calls) == ["enableClickToDial", "onClickToDial", "onNavigationChange"]
        assert calls.index("onClickToDial") < calls.index("enableClickToDial"), "a click that comes at once is heard"
        assert [one for one, listens in zip(calls, listens, strict=True) if not listens] == ["enableClickToDial"]

    def test_a_refusal_and_no_answer_are_told_apart(self, kind: str, library: str, tmp_path: Path) -> None:
        scenario = """
        here.answers.enableClickToDial = { success: false, errors: [{ code: 'E', description: 'no rights' }] };
        const refused = await cti.start({ report, wait: 50 }).then(() => 'started', (problem) => problem.message);
        here.silent = true;
        const silent = await cti.start({ report, wait: 50 }).then(() => 'started', (problem) => problem.message);
        done([refused, silent, here.calls().filter((one) => one === 'onClickToDial').length]);
        """
        refused, silent, times = play(tmp_path, OPENCTI + scenario, written(kind), library=library)
        assert "was refused" in refused
        assert "no rights" in refused
        assert silent == "the answer to switching click-to-dial on took longer than 0.05 s"
        assert times == 1

    def test_keeps_the_order_and_its_queues_apart(self, kind: str, library: str, tmp_path: Path) -> None:
        scenario = """
        await cti.start({ report });
        cti.handlers.onNavigationChange = () => new Promise(() => {});
        cti.handlers.onClickToDial = async ({ number }) => { await pause(number === '1' ? 30 : 0); ran.push(number); };
        here.fire('onNavigationChange', { recordId: '' });
        click('1'); click('2'); click('3');
        const atOnce = ran.length;
        await pause(120);
        done([atOnce, ran, said, here.errors]);
        """
        assert play(tmp_path, OPENCTI + scenario, written(kind), library=library) == [0, ["1", "2", "3"], [], []]

    def test_an_error_is_reported_and_keeps_no_other_listener(self, kind: str, library: str, tmp_path: Path) -> None:
        scenario = """
        await cti.start({ report });
        const others = [];
        here.window.sforce.opencti.onClickToDial({ listener: (payload) => others.push(payload.number) });
        cti.handlers.onClickToDial = (payload) => { ran.push(payload.number); throw new Error('on purpose'); };
        click('1'); click(''); click('2');
        await pause(60);
        done([ran, others, said, here.errors]);
        """
        ran, others, said, errors = play(tmp_path, OPENCTI + scenario, written(kind), library=library)
        assert (ran, others, errors) == (["1", "2"], ["1", "", "2"], [])
        assert sorted(said) == [
            "click-to-dial: no number came with the click",
            "click-to-dial: on purpose",
            "click-to-dial: on purpose",
        ]

    def test_a_page_from_the_browsers_memory_dials_again_once(self, kind: str, library: str, tmp_path: Path) -> None:
        scenario = """
        await cti.start({ report });
        here.leave('pagehide', { persisted: true });
        await pause();
        click('while away');
        await pause();
        const away = said.length;
        here.leave('pageshow', { persisted: true });
        await pause();
        click('2');
        await pause();
        done([ran, away, said.length, here.calls()]);
        """
        ran, away, said, calls = play(tmp_path, OPENCTI + scenario, written(kind), library=library)
        assert (ran, away, said) == (["2"], 1, 1)
        assert calls[-2:] == ["disableClickToDial", "enableClickToDial"]
        assert calls.count("onClickToDial") == calls.count("onNavigationChange") == 1

    def test_a_page_that_salesforce_did_not_open_does_not_start(self, kind: str, library: str, tmp_path: Path) -> None:
        scenario = """
        const here = frame({ parameters: '' });
        let thrown = '';
        try { here.load(library); } catch (problem) { thrown = String(problem); }
        here.load(module);
        const cti = here.window.ctiSubscriptions;
        const why = await cti.start({ report }).then(() => 'started', (problem) => problem.message);
        done([thrown, why, here.posted.length]);
        """
        thrown, why, posted = play(tmp_path, scenario, written(kind), library=library)
        assert thrown.startswith("Failed to initialize Open CTI")
        assert "target origin" in why
        assert posted == 0

    def test_it_calls_what_it_calls_in_the_simulated_salesforce(
        self,
        kind: str,
        library: str,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        scenario = """
        await cti.start({ report });
        await pause();
        const began = here.calls();
        here.leave('pagehide');
        done([began, here.calls().slice(began.length)]);
        """
        real = play(tmp_path, OPENCTI + scenario, written(kind), library=library)
        (tmp_path / "cti.js").write_text(written(kind), "utf-8")
        monkeypatch.chdir(tmp_path)
        assert run(["prove", "--format", "json", "cti.js"]) == 0
        scenarios = json.loads(capsys.readouterr().out)["windows"][0]["scenarios"]
        steps = [step for one in scenarios for step in one["steps"]]
        called = [[one["name"].rpartition(".")[2] for one in step.get("called", ())] for step in steps]
        assert real[0] in called
        assert real[1] in called


@needs_node
@needs_library
def test_a_channel_is_subscribed_to_and_ended(library: str, tmp_path: Path) -> None:
    module = render(plan(["lightning"], ["onNavigationChange"], ["Calls__c"], form="script")).module
    scenario = """
    const name = 'Calls__c';
    const why = await cti.start({ report }).then(() => 'started', (problem) => problem.message);
    if (why !== 'started') done([why]);
    const got = [];
    cti.handlers.onCallsMessage = (message) => { got.push(message.text); };
    here.fire('subscribe', { text: 'one' }, name);
    await pause();
    const others = [];
    here.window.sforce.opencti.subscribe({ channelName: name, listener: (message) => others.push(message.text) });
    cti.stop();
    here.fire('subscribe', { text: 'two' }, name);
    await pause();
    const kept = here.calls();
    await cti.start();
    here.fire('subscribe', { text: 'three' }, name);
    await pause();
    done([why, got, others, kept, here.calls().slice(kept.length), said]);
    """
    found = play(tmp_path, OPENCTI + scenario, module, library=library)
    if "subscribe" not in library:
        assert found == ["window.sforce.opencti.subscribe is not a function"]
        return
    why, got, others, kept, again, said = found
    assert (why, got, others, said) == ("started", ["one", "three"], ["two", "three"], [])
    assert kept.count("subscribe Calls__c") == 2
    assert "unsubscribe Calls__c" not in kept, "the library goes on for the other listener of the channel"
    assert again == ["subscribe Calls__c"]


STREAMS = """
const noop = () => {};
const element = () => ({ style: {}, appendChild: noop, setAttribute: noop, addEventListener: noop });
const here = frame();
Object.assign(here.window, {
  setInterval: noop, clearInterval: noop, postMessage: noop, navigator: { userAgent: '' }, localStorage: {},
  sessionStorage: {}, TextEncoder, EventTarget,
});
Object.assign(here.window.location, { href: 'https://localhost/', origin: 'https://localhost', host: 'localhost' });
Object.assign(here.window.document, {
  createElement: element, getElementById: () => null, addEventListener: noop, body: element(), cookie: '',
});
for (const name of ['self', 'global', 'top']) here.window[name] = here.window;
here.load(library);
const { connect } = here.window;
"""


@needs_node
def test_streams_gives_up_every_subscription(packages: Path, tmp_path: Path) -> None:
    """On Amazon's real library and its event bus: what is subscribed is heard, and ended when the page goes."""
    source = str(STREAMS_APP)
    made = plan_from(read_app((source,), Settings()), ["streams"], form="script", root=source)
    library = (packages / "node_modules/amazon-connect-streams/release/connect-streams.js").read_text("utf-8")
    scenario = """
    const bus = new connect.EventBus({ logEvents: false });
    connect.core.eventBus = bus;
    here.load(module);
    const cti = here.window.ctiSubscriptions;
    const ran = [];
    Object.keys(cti.handlers).forEach((name) => { cti.handlers[name] = () => { ran.push(name); }; });
    const short = (one) => one.eventName.split('::').slice(0, 2).join(' ');
    const subscribed = () => bus.subMap.getAllSubscriptions().map(short).sort();
    const contact = (id) => new connect.Contact(id);
    const tell = (event, id) => bus.trigger(connect.core.getContactEventName(event, id), contact(id));
    const ended = (id) => tell(connect.ContactEvents.ENDED, id);
    const gone = (id) => tell(connect.ContactEvents.DESTROYED, id);
    await cti.start({ report });
    await cti.start();
    const began = subscribed();
    connect.agent.initialized = true;
    bus.trigger(connect.AgentEvents.INIT, new connect.Agent());
    bus.trigger(connect.ContactEvents.INIT, contact('one'));
    bus.trigger(connect.ContactEvents.INIT, contact('two'));
    const heard = subscribed();
    await pause();
    ended('one');
    gone('one');
    await pause();
    const left = subscribed();
    bus.trigger(connect.AgentEvents.STATE_CHANGE, { newState: 'Available' });
    ran.push('|');
    cti.handlers.saveCall = () => { throw new Error('on purpose'); };
    ended('two');
    await pause();
    here.leave('pagehide');
    const after = subscribed();
    bus.trigger(connect.AgentEvents.STATE_CHANGE, { newState: 'Offline' });
    await pause();
    done({ began, heard, left, after, ran, said });
    """
    found = play(tmp_path, STREAMS + scenario, render(made).module, library=library)
    assert found["began"] == ["agent init", "contact init"]
    inner = ["contact connected", "contact destroyed", "contact ended"]
    assert found["heard"] == sorted(["agent init", "agent state_change", "contact init", *inner, *inner])
    assert found["left"] == sorted(["agent init", "agent state_change", "contact init", *inner])
    assert found["after"] == []
    assert found["ran"] == ["watchAgent", "watchContact", "watchContact", "saveCall", "|", "onAgentStateChange"]
    assert found["said"] == ["a contact: runs the listener when it ended: on purpose"]
