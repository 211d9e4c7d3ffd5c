/**
 * The connector of @NAME@ for Salesforce Voice with Partner Telephony, on scv-connector-base.
 *
 * Salesforce calls the methods below; each answers with the result class that the base expects, and the base makes the
 * event of it. Only what Salesforce did not ask for is published here: a call that rings, an outbound call that is
 * answered, a far side that hangs up. Where a method stands for a function of the old app, its body follows as a comment.
 */
import {
  ActiveCallsResult,
  AgentConfigResult,
  CallInfo,
  CallResult,
  Constants,
  Contact,
  GenericResult,
  HangupResult,
  HoldToggleResult,
  InitResult,
  LogoutResult,
@IMPORTS@  Phone,
  PhoneCall,
  PhoneCallAttributes,
  SharedCapabilitiesResult,
  TelephonyConnector,
  VendorConnector,
  VoiceCapabilitiesResult,
  publishError,
  publishEvent,
} from "scv-connector-base";
@TYPE_IMPORTS@
@ADDITIONAL@/** The calls and what an agent does with them. */
export class Telephony extends TelephonyConnector {
@FIELDS@  constructor(platform@: Platform@) {
    super();
    this.platform = platform;
    this.calls = new Map();
    this.ending = new Set();
    this.next = null;
    platform.on("ring", (call) => this.rings(call));
    platform.on("connected", (call) => this.connected(call));
    platform.on("ended", (call) => this.ended(call));
  }

  async getAgentConfig() {
    const selectedPhone = new Phone({ type: "SOFT_PHONE" });
    return new AgentConfigResult({ phones: [selectedPhone], selectedPhone, speakerDeviceId: "", microphoneDeviceId: "" });
  }

  async getVoiceCapabilities() {
    return new VoiceCapabilitiesResult({
@CAPABILITIES@    });
  }

  async getActiveCalls() {
    return new ActiveCallsResult({ activeCalls: [...this.calls.values()] });
  }

@METHODS@  /** Say to Salesforce that a call rings. */
@RINGS@  rings(found@: PlatformCall@) {
    const call = this.keep(found, Constants.CALL_TYPE.INBOUND, Constants.CALL_STATE.RINGING);
    publishEvent({ eventType: "CALL_STARTED", payload: new CallResult({ call }), registerLog: true });
  }

  /** Say to Salesforce that the far side has answered; an inbound call is connected by acceptCall. */
  connected(found@: PlatformCall@) {
    const call = this.calls.get(found.id);
    if (call && call.callType !== Constants.CALL_TYPE.INBOUND) {
      call.state = Constants.CALL_STATE.CONNECTED;
      publishEvent({ eventType: "CALL_CONNECTED", payload: new CallResult({ call }), registerLog: true });
    }
  }

  /** Say to Salesforce that the far side has hung up; what endCall and declineCall end, the base reports itself. */
  ended(found@: PlatformCall@) {
    const call = this.calls.get(found.id);
    if (!call || this.ending.has(found.id)) {
      return;
    }
    this.calls.delete(found.id);
    call.state = Constants.CALL_STATE.ENDED;
    call.reason = Constants.HANGUP_REASON.PHONE_CALL_ENDED;
    publishEvent({ eventType: "HANGUP", payload: new HangupResult({ calls: [call] }), registerLog: true });
    this.free();
  }

  /** Run what was asked for during a call (a status with enqueueNextState) once no call is left. */
  free() {
    const next = this.next;
    if (next && this.calls.size === 0) {
      this.next = null;
      next().catch((error@: unknown@) => publishError({ eventType: "AGENT_ERROR", error: Object(error) }));
    }
  }

  keep(found@: PlatformCall@, callType@: string@, state@: string@) {
    const phoneNumber = found.number;
    const call = new PhoneCall({
      callId: found.id,
      callType,
      state,
      phoneNumber,
      contact: new Contact({ phoneNumber }),
      callInfo: new CallInfo({
        isOnHold: false,
        isMuted: false,
        isRecordingPaused: false,@CALL_INFO@
      }),
      callAttributes: new PhoneCallAttributes({ participantType: Constants.PARTICIPANT_TYPE.INITIAL_CALLER }),
    });
    this.calls.set(found.id, call);
    return call;
  }

  /** Return the call that Salesforce means; an error of the base where the connector has none. */
  known(call@: PhoneCall@) {
    const found = this.calls.get(call.callId);
    if (!found) {
      throw new Error(`no call ${call.callId}`);
    }
    return found;
  }

  async end(call@: PhoneCall@, how@: (id: string) => Promise<void>@) {
    const found = this.known(call);
    this.ending.add(found.callId);
    try {
      await how(found.callId);
    } finally {
      this.ending.delete(found.callId);
    }
    this.calls.delete(found.callId);
    found.state = Constants.CALL_STATE.ENDED;
    this.free();
    return found;
  }

  held(call@: PhoneCall@, isOnHold@: boolean@) {
    call.callInfo.isOnHold = isOnHold;
    return new HoldToggleResult({
      isCustomerOnHold: isOnHold,
      isThirdPartyOnHold: false,
      isCallMerged: false,
      calls: [...this.calls.values()],
    });
  }
}

/** The agent, and the way to the calls. */
export class Vendor extends VendorConnector {
@VENDOR_FIELDS@  constructor(platform@: Platform@) {
    super();
    this.platform = platform;
    this.telephony = new Telephony(platform);
  }

@VENDOR_METHODS@}
