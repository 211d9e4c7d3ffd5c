"""An emitted workspace app in the embedded engine on Amazon's real packages, with the workspace's side played.

The packages' own modules come from npm into the test's folder; what is seen goes out as requests, which the engine
records. The engine has no message channel: a plain one is made here. The same runs in Node: ``test_emit_workspace``.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest
from emitted_skeletons import WORKSPACE_PACKAGES, break_in, seen_in_the_engine

from ctilint.emit.voice.workspace import workspace
from ctilint.emit.voice.workspace_bodies import CORE
from ctilint.settings import Settings
from ctilint.understand import build_app_from_text

PACKAGES = ("app", "contact", "core", "voice", "workspace-types")
APP = """
function answer() { pbx.take(); }
sforce.opencti.onClickToDial({ listener: function clicked(payload) { pbx.call(payload.number); } });
"""
PLAY = """
import { PhoneWorkspace } from "./workspace.js";
import { AmazonConnectApp } from "./amazon/app/index.js";

class Port {
  postMessage(data) {
    const copy = JSON.parse(JSON.stringify(data));
    setTimeout(() => this.other.onmessage && this.other.onmessage({ data: copy }), 0);
  }
}
globalThis.MessageChannel = class {
  constructor() {
    [this.port1, this.port2] = [new Port(), new Port()];
    [this.port1.other, this.port2.other] = [this.port2, this.port1];
  }
};
const ports = [];
const around = { postMessage: (message, origin, given) => ports.push([message, given[0]]) };
Object.defineProperty(window, "parent", { value: around, configurable: true });
const said = (what, value) => fetch("https://result.example/" + what + "?" + encodeURIComponent(JSON.stringify(value)));
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

async function play() {
  const shown = [];
  let app;
  const provider = new AmazonConnectApp({ onCreate: async () => app.start(), onDestroy: async () => app.stop() });
  provider.getProxy();
  app = new PhoneWorkspace(provider, (text) => shown.push(text));
  const [[hello, port]] = ports;
  const heard = [];
  let refuse = false;
  port.onmessage = ({ data }) => {
    heard.push(data);
    if (data.type === "request") {
      const { requestId, namespace, command } = data;
      const more = refuse ? { isError: true, reason: "not now", errorKey: "refused", details: {} } : { data: {} };
      port.postMessage({ type: "response", requestId, namespace, command, ...more });
    }
  };
  const of = (type) => heard.filter((message) => message.type === type);
  const tell = async (message) => {
    port.postMessage(message);
    await settled();
  };
  await tell({ type: "acknowledge", connectionId: "k-1", healthCheckInterval: 0, status: { initialized: true } });
  await tell({ type: "appLifecycle", stage: "create", instanceId: "i-1", config: {} });
  said("set-up", [hello.type, of("appLifecycleHandlerCompleted").map((message) => message.stage)]);
  said("listens", of("subscribe").map((message) => message.topic.key).sort());
  const { topic, handlerId } = of("subscribe").find((message) => message.topic.key === "contact/connecting");
  await tell({ type: "publish", topic, handlerId, data: { contactId: "c-1" } });
  said("ring", shown.slice(-1));
  await app.ask(() => app.accept());
  said("accept", of("request").map((message) => [message.command, message.data.contactId]));
  refuse = true;
  await app.ask(() => app.accept());
  said("error", shown.slice(-1));
  await tell({ type: "appLifecycle", stage: "destroy", instanceId: "i-1", config: {} });
  said("leaves", of("unsubscribe").map((message) => message.topic.key).sort());
}
play().catch((error) => said("failed", [String(error), error.stack]));
"""
TOPICS = ["contact/acw", "contact/cleared", "contact/connected", "contact/connecting"]
EXPECTED = {
    "set-up": ["connect-app-host-init", ["create"]],
    "listens": TOPICS,
    "ring": ["a contact rings at the agent's, or is dialled: c-1"],
    "accept": [["contact/accept", "c-1"]],
    "error": ["not now"],
    "leaves": TOPICS,
}


@pytest.fixture
def folder(npm_install, tmp_path, monkeypatch):
    """Return a folder with the app, Amazon's own modules, and a page that plays the workspace."""
    packages = npm_install("ctilint-test-workspace", WORKSPACE_PACKAGES, CORE) / "node_modules" / "@amazon-connect"
    for name in PACKAGES:
        shutil.copytree(
            packages / name / "lib-esm", tmp_path / "amazon" / name, ignore=shutil.ignore_patterns("*.map", "*.d.ts")
        )
    made = workspace(build_app_from_text("phone.js", APP.encode(), Settings()), "phone").files
    (tmp_path / "workspace.js").write_text(made["workspace.js"], "utf-8")
    (tmp_path / "play.js").write_text(PLAY, "utf-8")
    page = '<!doctype html><html><body><script type="module" src="play.js"></script></body></html>'
    (tmp_path / "index.html").write_text(page, "utf-8")
    for path in tmp_path.rglob("*.js"):
        near = Path(os.path.relpath(tmp_path / "amazon", path.parent)).as_posix()
        near = near if near.startswith(".") else f"./{near}"
        text = path.read_text("utf-8")
        path.write_text(re.sub(r'"@amazon-connect/([\w-]+)"', rf'"{near}/\1/index.js"', text), "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_the_contract_holds_in_the_engine_on_amazons_packages():
    assert seen_in_the_engine() == EXPECTED


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        ("this.contacts.offCleared(this.cleared);", "", "leaves"),
        ("this.contactId = event.contactId;", "", "accept"),
        ("this.contacts.onConnected(this.connected);", "", "listens"),
    ],
)
def test_the_engine_finds_what_is_broken(folder, before, after, what):
    break_in(folder / "workspace.js", before, after)
    found = seen_in_the_engine()
    assert found[what] != EXPECTED[what]
    assert found["set-up"] == EXPECTED["set-up"]
