"""What each part of an emitted workspace app does, and how its test asks for it (``: T`` between @: TypeScript)."""

from __future__ import annotations

from collections.abc import Mapping

# The clients of the SDK: the field that holds each, and its package.
PACKAGES: Mapping[str, tuple[str, str]] = {
    "AgentClient": ("agent", "@amazon-connect/contact"),
    "ContactClient": ("contacts", "@amazon-connect/contact"),
    "VoiceClient": ("voice", "@amazon-connect/voice"),
}
# The versions that the emitted code was run against.
VERSIONS: Mapping[str, str] = {
    "@amazon-connect/app": "^1.0.11",
    "@amazon-connect/contact": "^1.0.12",
    "@amazon-connect/voice": "^1.0.12",
}
# The packages name exact versions of the core, not all the same one: they speak through one only when it is one.
CORE: Mapping[str, str] = {"@amazon-connect/core": "^1.0.12"}
_KEEP = ("this.contactId = event.contactId;",)
_DROP = (
    "if (this.contactId === event.contactId) {",
    "  this.contactId = null;",
    "}",
)
_CONTACT: Mapping[str, object] = {
    "contactId": "c-1",
    "initialContactId": "c-0",
    "type": "voice",
    "subtype": "connect:Telephony",
}
_PARTY: Mapping[str, object] = {"contactId": "c-1", "participantId": "p-1", "isOnHold": True}
Told = tuple[str, Mapping[str, object], str]
# By listener: the type of its event, what of it is shown, what is done before, and how the test tells it (topic, event,
# what is shown of it).
EVENTS: Mapping[str, tuple[str, str, tuple[str, ...], Told]] = {
    "incoming": ("ContactIncoming", "contactId", _KEEP, ("contact/incoming", _CONTACT, "c-1")),
    "connecting": ("ContactConnecting", "contactId", _KEEP, ("contact/connecting", _CONTACT, "c-1")),
    "connected": ("ContactConnected", "contactId", _KEEP, ("contact/connected", _CONTACT, "c-1")),
    "missed": ("ContactMissed", "contactId", _DROP, ("contact/missed", _CONTACT, "c-1")),
    "afterWork": ("ContactStartingAcw", "contactId", (), ("contact/acw", _CONTACT, "c-1")),
    "cleared": ("ContactCleared", "contactId", _DROP, ("contact/cleared", _CONTACT, "c-1")),
    "failure": ("ContactError", "contactId", (), ("contact/error", _CONTACT, "c-1")),
    "stateChanged": (
        "AgentAvailabilityStateChanged",
        "state.name",
        (),
        ("agent/availabilityStateChanged", {"state": {"type": "routable", "name": "Available"}}, "Available"),
    ),
    "nextState": (
        "NextAgentAvailabilityStateChanged",
        'nextState?.name ?? "none"',
        (),
        ("agent/nextAvailabilityStateChanged", {"nextState": None}, "none"),
    ),
    "network": (
        "NetworkConnectionStatusChanged",
        "status",
        (),
        ("agent/networkConnectionStatusChanged", {"status": "disconnected", "timestamp": 1}, "disconnected"),
    ),
    "held": ("ParticipantHold", "participantId", (), ("voice/participantHold", _PARTY, "p-1")),
    "resumed": ("ParticipantResume", "participantId", (), ("voice/participantResume", _PARTY, "p-1")),
}
CONTROLS: Mapping[str, str] = {
    "accept": "  async accept() {\n    await this.contacts.accept(this.current());\n  }\n",
    "decline": "  async decline() {\n    await this.contacts.reject(this.current());\n  }\n",
    "hangUp": "  async hangUp() {\n    await this.contacts.disconnectSelf(this.current());\n  }\n",
    "wrapUp": "  async wrapUp() {\n    await this.contacts.clear(this.current());\n  }\n",
    "dial": """  async dial(number@: string@) {
    const { contactId } = await this.voice.createOutboundCall(number);
    this.contactId = contactId ?? this.contactId;
  }
""",
    "transfer": """  async transfer(name@: string@) {
    const queue = await this.agent.getDefaultOutboundQueue();
    const { quickConnects } = await this.agent.listQuickConnects(queue.queueARN);
    const found = quickConnects.find((one) => one.name === name);
    if (!found) {
      throw new Error(`no quick connect ${name}`);
    }
    await this.contacts.addParticipant(this.current(), found);
  }
""",
    "hold": "  async hold() {\n    await this.voice.holdParticipant(await this.customer());\n  }\n",
    "resume": "  async resume() {\n    await this.voice.resumeParticipant(await this.customer());\n  }\n",
    "merge": "  async merge() {\n    await this.voice.conferenceParticipants(this.current());\n  }\n",
    "setStatus": """  async setStatus(name@: string@) {
    const answer = await this.agent.setAvailabilityStateByName(name);
    this.show(answer.status === "queued" ? `${name} when the contact is over` : name);
  }
""",
    "attributes": """  async attributes() {
    const found = await this.contacts.getAttributes(this.current(), "*");
    this.show(JSON.stringify(found));
    return found;
  }
""",
    "number": """  async number() {
    const found = await this.voice.getInitialCustomerPhoneNumber(this.current());
    this.show(found);
    return found;
  }
""",
    "queue": """  async queue() {
    const found = await this.contacts.getQueue(this.current());
    this.show(found.name);
    return found;
  }
""",
}
CUSTOMER = """  /** Return the id of the customer in the contact at hand. */
  async customer() {
    const parties = await this.contacts.listParticipants(this.current());
    const found = parties.find((one) => one.isInitial && !one.isSelf);
    if (!found) {
      throw new Error("the customer is not in the contact");
    }
    return found.participantId;
  }
"""


def _asks(name: str, command: str, data: str, given: str = "", answers: str = "{}", last: str = "") -> str:
    return f"""
test("{name}: the workspace is asked, and a refusal is shown", async () => {{
  const {{ app, asked, shown, tell }} = await workspace({answers});
  await app.ask(() => app.{name}({given}));
  await tell("contact/connecting", CONTACT);
  shown.length = 0;
  await app.ask(() => app.{name}({given}));
  assert.deepEqual(asked().at(-1), ["{command}", {data}]);{last}
  const refused = await workspace({{ ...{answers}, "{command}": () => new Error("not now") }});
  await refused.tell("contact/connecting", CONTACT);
  await refused.app.ask(() => refused.app.{name}({given}));
  assert.equal(refused.shown.at(-1), "not now");
}});
"""


_PARTIES = (
    '{ "contact/listParticipants": () => [{ participantId: "p-0", isInitial: false, isSelf: true }, '
    '{ participantId: "p-1", isInitial: true, isSelf: false }] }'
)
_CONNECTS = (
    '{ "agent/getDefaultOutboundQueue": () => ({ queueARN: "q-1" }), '
    '"agent/listQuickConnects": () => ({ quickConnects: [{ type: "queue", name: "Desk", endpointARN: "e-1" }] }) }'
)
_ONE = '{ contactId: "c-1" }'
TESTS: Mapping[str, str] = {
    "accept": _asks("accept", "contact/accept", _ONE),
    "decline": _asks("decline", "contact/reject", _ONE),
    "hangUp": _asks("hangUp", "contact/disconnectSelf", _ONE),
    "wrapUp": _asks("wrapUp", "contact/clear", _ONE),
    "dial": _asks(
        "dial",
        "voice/createOutboundCall",
        '{ phoneNumber: "+15550100" }',
        '"+15550100"',
        '{ "voice/createOutboundCall": () => ({ contactId: "c-2" }) }',
        '\n  assert.equal(app.current(), "c-2");',
    ),
    "transfer": _asks(
        "transfer",
        "contact/addParticipant",
        '{ contactId: "c-1", quickConnect: { type: "queue", name: "Desk", endpointARN: "e-1" } }',
        '"Desk"',
        _CONNECTS,
    ),
    "hold": _asks("hold", "voice/holdParticipant", '{ participantId: "p-1" }', "", _PARTIES),
    "resume": _asks("resume", "voice/resumeParticipant", '{ participantId: "p-1" }', "", _PARTIES),
    "merge": _asks("merge", "voice/conferenceParticipants", _ONE),
    "setStatus": _asks(
        "setStatus",
        "agent/setAvailabilityStateByName",
        '{ agentStateName: "Break" }',
        '"Break"',
        '{ "agent/setAvailabilityStateByName": () => ({ status: "queued" }) }',
        '\n  assert.deepEqual(shown, ["Break when the contact is over"]);',
    ),
    "attributes": _asks(
        "attributes",
        "contact/getAttributes",
        '{ contactId: "c-1", attributes: "*" }',
        "",
        '{ "contact/getAttributes": () => ({ a: "1" }) }',
        '\n  assert.deepEqual(shown, [\'{"a":"1"}\']);',
    ),
    "number": _asks(
        "number",
        "voice/getInitialCustomerPhoneNumber",
        _ONE,
        "",
        '{ "voice/getInitialCustomerPhoneNumber": () => ({ phoneNumber: "+15550100" }) }',
        '\n  assert.deepEqual(shown, ["+15550100"]);',
    ),
    "queue": _asks(
        "queue",
        "contact/getQueue",
        _ONE,
        "",
        '{ "contact/getQueue": () => ({ name: "Sales" }) }',
        '\n  assert.deepEqual(shown, ["Sales"]);',
    ),
}
TSCONFIG = """{
  "compilerOptions": {
    "target": "es2022",
    "module": "es2022",
    "moduleResolution": "bundler",
    "lib": ["es2022", "dom", "dom.iterable"],
    "types": [],
    "strict": true,
    "skipLibCheck": true,
    "outDir": "build"
  },
  "include": ["*.ts"]
}
"""
