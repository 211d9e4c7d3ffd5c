"""What each method of an emitted connector does, and what it asks of the platform (``: T`` between @: TypeScript)."""

from __future__ import annotations

from collections.abc import Mapping

# Of the telephony connector, in the order of the table of methods. `@: T@` is written for TypeScript only.
TELEPHONY: Mapping[str, str] = {
    "acceptCall": """async acceptCall(call@: PhoneCall@) {
  const found = this.known(call);
  await this.platform.answer(found.callId);
  found.state = Constants.CALL_STATE.CONNECTED;
  return new CallResult({ call: found });
}""",
    "declineCall": """async declineCall(call@: PhoneCall@) {
  return new CallResult({ call: await this.end(call, (id) => this.platform.decline(id)) });
}""",
    "endCall": """async endCall(call@: PhoneCall@) {
  return new HangupResult({ calls: [await this.end(call, (id) => this.platform.hangUp(id))] });
}""",
    "dial": """async dial(contact@: Contact@) {
  const made = await this.platform.dial(contact.phoneNumber);
  return new CallResult({ call: this.keep(made, Constants.CALL_TYPE.OUTBOUND, Constants.CALL_STATE.RINGING) });
}""",
    "hold": """async hold(call@: PhoneCall@) {
  const found = this.known(call);
  await this.platform.hold(found.callId);
  return this.held(found, true);
}""",
    "resume": """async resume(call@: PhoneCall@) {
  const found = this.known(call);
  await this.platform.resume(found.callId);
  return this.held(found, false);
}""",
    "sendDigits": """async sendDigits(digits@: string@) {
  await this.platform.sendDigits(digits);
}""",
    "mute": """async mute(call@: PhoneCall@) {
  await this.platform.mute(true);
  return new MuteToggleResult({ isMuted: true, call, isGlobal: true });
}""",
    "unmute": """async unmute(call@: PhoneCall@) {
  await this.platform.mute(false);
  return new MuteToggleResult({ isMuted: false, call, isGlobal: true });
}""",
    "pauseRecording": """async pauseRecording() {
  await this.platform.record(false);
  return new RecordingToggleResult({ isRecordingPaused: true });
}""",
    "resumeRecording": """async resumeRecording() {
  await this.platform.record(true);
  return new RecordingToggleResult({ isRecordingPaused: false });
}""",
    "swap": """async swap(call1@: PhoneCall@, call2@: PhoneCall@) {
  const toHold = this.known(call1);
  const toResume = this.known(call2);
  await this.platform.hold(toHold.callId);
  await this.platform.resume(toResume.callId);
  this.held(toHold, true);
  return this.held(toResume, false);
}""",
    "conference": """async conference(calls@: PhoneCall[]@) {
  const found = calls.map((call) => this.known(call));
  await this.platform.join(found.map((call) => call.callId));
  return new HoldToggleResult({ isCustomerOnHold: false, isThirdPartyOnHold: false, isCallMerged: true, calls: found });
}""",
    "addParticipant": """async addParticipant(contact@: Contact@, parentCall@: PhoneCall@, isBlindTransfer@: boolean@) {
  const parent = this.known(parentCall);
  const { phoneNumber } = contact;
  const added = await this.platform.transfer(parent.callId, phoneNumber, isBlindTransfer);
  if (isBlindTransfer) {
    this.calls.delete(parent.callId);
  }
  const { callInfo, callAttributes } = parent;
  const callId = added.id;
  const initialCallHasEnded = isBlindTransfer;
  return new ParticipantResult({ initialCallHasEnded, callInfo, callAttributes, phoneNumber, callId, contact });
}""",
    "getPhoneContacts": """async getPhoneContacts(filter@: { contains?: string } | undefined@) {
  const entries = await this.platform.phoneBook(filter?.contains ?? "");
  const contacts = entries.map(({ id, name, phoneNumber }) => new Contact({ id, name, phoneNumber }));
  return new PhoneContactsResult({ contacts, contactTypes: [] });
}""",
    "wrapUpCall": """async wrapUpCall(call@: PhoneCall@) {
  try {
    await this.platform.wrapUp(call.callId);
  } catch (error) {
    publishError({ eventType: "AGENT_ERROR", error: Object(error) });
  }
}""",
}

VENDOR: Mapping[str, str] = {
    "init": """async init(connectorConfig@: Record<string, unknown>@) {
  await this.platform.start(connectorConfig);
  return new InitResult({});
}""",
    "getTelephonyConnector": """async getTelephonyConnector() {
  return this.telephony;
}""",
    "getSharedCapabilities": """async getSharedCapabilities() {
  return new SharedCapabilitiesResult({ hasPendingStatusChange: true });
}""",
    "setAgentStatus": """async setAgentStatus(status@: string@, info@: unknown@, enqueueNextState@: boolean@) {
  void info;
  if (enqueueNextState && this.telephony.calls.size > 0) {
    this.telephony.next = () => this.platform.setStatus(status);
  } else {
    await this.platform.setStatus(status);
  }
  return new GenericResult({ success: true });
}""",
    "logout": """async logout() {
  await this.platform.stop();
  return new LogoutResult({ success: true });
}""",
    "handleMessage": """handleMessage(message@: object@) {
  void message;
}""",
    "onAgentWorkEvent": """onAgentWorkEvent(agentWork@: object@) {
  void agentWork;
}""",
}

# Always written: the base needs them, or the contract of a single call does.
ALWAYS = frozenset({"acceptCall", "declineCall", "endCall", "dial", "hold", "resume", "wrapUpCall", *VENDOR})
# The other classes of the base that a method needs.
IMPORTS: Mapping[str, str] = {
    "mute": "MuteToggleResult",
    "pauseRecording": "RecordingToggleResult",
    "addParticipant": "ParticipantResult",
    "getPhoneContacts": "PhoneContactsResult",
}
# Methods that are declared together, and under which capability: written when the app shows one of them.
TOGETHER: Mapping[str, tuple[str, ...]] = {
    "hasMute": ("mute", "unmute"),
    "hasRecord": ("pauseRecording", "resumeRecording"),
    "hasSwap": ("swap",),
    "hasMerge": ("conference",),
    "hasBlindTransfer": ("addParticipant",),
    "hasPhoneBook": ("getPhoneContacts",),
}
# What the platform's stand-in needs beside its usual functions, by the method that asks for it.
PLATFORM: Mapping[str, str] = {
    "mute": """async mute(on@: boolean@)@: Promise<void>@ {
  void on;
}""",
    "pauseRecording": """async record(on@: boolean@)@: Promise<void>@ {
  void on;
}""",
    "conference": """async join(ids@: string[]@)@: Promise<void>@ {
  void ids;
}""",
    "addParticipant": """async transfer(id@: string@, number@: string@, blind@: boolean@)@: Promise<PlatformCall>@ {
  void blind;
  return { id: `${id}-${number}`, number };
}""",
    "getPhoneContacts": """async phoneBook(search@: string@)@: Promise<PlatformEntry[]>@ {
  void search;
  return [];
}""",
    "sendDigits": """async sendDigits(digits@: string@)@: Promise<void>@ {
  void digits;
}""",
}

# The parts of the contract that hold where a capability is declared.
TESTS: Mapping[str, str] = {
    "hasMute": """
test("mute and unmute: each is told once", async () => {
  const { ask } = await ringing();
  const [[type, muted]] = await ask("MUTE", { call });
  const [[, unmuted]] = await ask("UNMUTE", { call });
  assert.deepEqual([type, muted.isMuted, unmuted.isMuted], ["MUTE_TOGGLE", true, false]);
});
""",
    "hasBlindTransfer": """
test("blind transfer: the new party is added, the call is left, each told once", async () => {
  const { ask, vendor } = await ringing();
  const more = { call, contact: { phoneNumber: "+15550111" }, isBlindTransfer: true };
  assert.deepEqual(kinds(await ask("ADD_PARTICIPANT", more)), ["PARTICIPANT_ADDED", "HANGUP"]);
  assert.equal(vendor.telephony.calls.size, 0);
});
""",
    "hasRecord": """
test("recording: pausing is told once", async () => {
  const { ask } = await ringing();
  const [[type, answer]] = await ask("PAUSE_RECORDING", { call });
  assert.deepEqual([type, answer.isRecordingPaused], ["RECORDING_TOGGLE", true]);
});
""",
    "hasSwap": """
test("swap: one is held, the other resumed", async () => {
  const { ask, platform } = await ringing();
  platform.emit("ring", { id: "c-2", number: "+15550122" });
  const [[type]] = await ask("SWAP_PARTICIPANTS", { callToHold: call, callToResume: { callId: "c-2" } });
  assert.equal(type, "HOLD_TOGGLE");
});
""",
    "hasMerge": """
test("conference: the calls are merged", async () => {
  const { ask } = await ringing();
  const [[type, answer]] = await ask("CONFERENCE", { calls: [call] });
  assert.deepEqual([type, answer.isCallMerged], ["HOLD_TOGGLE", true]);
});
""",
    "hasPhoneBook": """
test("phone book: what is found is given", async () => {
  const { ask } = await salesforce((platform) => {
    platform.phoneBook = async () => [{ id: "1", name: "Desk", phoneNumber: "+1" }];
  });
  const [[type, answer]] = await ask("GET_PHONE_CONTACTS", { filter: { contains: "De" } });
  assert.deepEqual([type, answer.contacts.map((one) => one.name)], ["PHONE_CONTACTS", ["Desk"]]);
});
""",
}
