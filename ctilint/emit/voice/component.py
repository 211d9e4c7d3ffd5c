"""The pieces of an emitted component: its listeners, controls, work, template and metadata (``: T`` between @)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ctilint.rulebook.skeletons import Part

# Events whose detail names a party.
_WITH_PARTY = frozenset({"callstarted", "callconnected", "hold", "resume", "participantadded", "participantremoved"})
# What a control asks of the toolkit; `number` is what stands in the field beside the buttons.
ASKED: Mapping[str, str] = {
    "acceptCall": "acceptCall()",
    "declineCall": "declineCall()",
    "endCall": 'endCall("Agent")',
    "hold": 'hold("Initial_Caller")',
    "resume": 'resume("Initial_Caller")',
    "mute": "mute()",
    "unmute": "unmute()",
    "pauseRecording": "pauseRecording()",
    "resumeRecording": "resumeRecording()",
    "merge": "merge()",
    "swap": "swap()",
    "addParticipant": 'addParticipant("PhoneNumber", this.number, false)',
    "sendDigits": "sendDigits(this.number)",
}
WITH_NUMBER = frozenset({"addParticipant", "sendDigits"})
ASK = """  /** Ask something of the softphone. */
  async ask(action@: (toolkit: Toolkit) => unknown@) {
    try {
      if (!this.toolkit) {
        throw new Error("the toolkit is not there");
      }
      await action(this.toolkit);
    } catch (error) {
      this.failed(error);
    }
  }
"""
NUMBER = """  typed(event@: CustomEvent<{ value: string }>@) {
    this.number = event.detail.value;
  }
"""
WORK: Mapping[str, str] = {
    "turned": """  @wire(CurrentPageReference)
  turned(page@: PageReference | undefined@) {
    this.pageRecordId = page?.attributes?.recordId ?? null;
  }
""",
    "open": """  open(recordId@: string@) {
    this[NavigationMixin.Navigate]({ type: "standard__recordPage", attributes: { recordId, actionName: "view" } });
  }
""",
    "log": """  async log(values@: Record<string, unknown>@) {
    await updateRecord({ fields: { Id: this.recordId@FIELDS@ } });
  }
""",
    "refresh": """  refresh() {
    this.dispatchEvent(new RefreshEvent());
  }
""",
}


def upper(text: str) -> str:
    """Return ``text`` with a capital letter first."""
    return text[:1].upper() + text[1:]


def listener(row: Part, notes: str, sends: Sequence[str]) -> str:
    """Return the field that hears the event of ``row``; ``sends`` are methods that tell it on."""
    more = ": ${event.detail.participant}" if row.event in _WITH_PARTY else ""
    told = "".join(f"      this.{name}({{ type: event.type, callId: event.detail.callId }});\n" for name in sends)
    given = "event@: CustomEvent<CallDetail>@" if more or told else ""
    shown = f"`{row.does}{more}`" if more else f'"{row.does}"'
    return (
        f"  /** {upper(row.does)}. */\n{notes}  {row.name} = ({given}) => {{\n    try {{\n"
        f"      this.state = {shown};\n{told}    }} catch (error) {{\n      this.failed(error);\n    }}\n  }};\n\n"
    )


def control(row: Part, notes: str) -> str:
    """Return the method behind the button of ``row``."""
    return (
        f"  /** {upper(row.does)}. */\n{notes}  {row.name}() {{\n"
        f"    return this.ask((toolkit) => toolkit.{ASKED[row.call]});\n  }}\n\n"
    )


def label(name: str) -> str:
    """Return the words of a button."""
    return upper(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower())


def page(name: str, chosen: Sequence[Part]) -> str:
    """Return the template."""
    controls = [row for row in chosen if row.call]
    field = '    <lightning-input label="Number or digits" value={number} onchange={typed}></lightning-input>\n'
    buttons = "".join(
        f'    <lightning-button label="{label(row.name)}" onclick={{{row.name}}}></lightning-button>\n'
        for row in controls
    )
    return (
        "<template>\n"
        "  <lightning-service-cloud-voice-toolkit-api></lightning-service-cloud-voice-toolkit-api>\n"
        f'  <lightning-card title="{name}">\n'
        '    <p role="status">{state}</p>\n    <p data-part="message">{message}</p>\n'
        '    <template lwc:if={problem}>\n      <p role="alert" class="slds-text-color_error">{problem}</p>\n'
        "    </template>\n"
        f"{field if any(row.call in WITH_NUMBER for row in controls) else ''}{buttons}"
        "  </lightning-card>\n</template>\n"
    )


def metadata(name: str, version: str) -> str:
    """Return the metadata of the component: on the page of a VoiceCall, with the toolkit's capability."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<LightningComponentBundle xmlns="http://soap.sforce.com/2006/04/metadata">
    <apiVersion>{version}</apiVersion>
    <masterLabel>{name}</masterLabel>
    <isExposed>true</isExposed>
    <capabilities>
        <capability>lightning__ServiceCloudVoiceToolkitApi</capability>
    </capabilities>
    <targets>
        <target>lightning__RecordPage</target>
    </targets>
    <targetConfigs>
        <targetConfig targets="lightning__RecordPage">
            <objects>
                <object>VoiceCall</object>
            </objects>
        </targetConfig>
    </targetConfigs>
</LightningComponentBundle>
"""


# The toolkit and the platform's modules as far as the component uses them, for TypeScript.
TOOLKIT_TYPES = """/** What an event of a call carries; `callId` is the telephony system's, not the record's. */
interface CallDetail {
  callId: string;
  callType?: string;
  participant?: string;
}

/** The Voice toolkit as far as this component uses it. */
interface Toolkit {
  addEventListener(type: string, listener: (event: CustomEvent<CallDetail>) => void): void;
  removeEventListener(type: string, listener: (event: CustomEvent<CallDetail>) => void): void;
  acceptCall(): unknown;
  declineCall(): unknown;
  endCall(participant: string): unknown;
  hold(participant: string): unknown;
  resume(participant: string): unknown;
  mute(): unknown;
  unmute(): unknown;
  pauseRecording(): unknown;
  resumeRecording(): unknown;
  merge(): unknown;
  swap(): unknown;
  addParticipant(contactType: string, contactValue: string, isBlindTransfer: boolean): unknown;
  sendDigits(digits: string): unknown;
}

"""
MODULES = """// The platform's modules as far as the component uses them; Salesforce's own types may take their place.

declare module "lightning/navigation" {
  import type { LightningElement, WireAdapterConstructor } from "lwc";
  export interface PageReference {
    type: string;
    attributes?: Record<string, string>;
    state?: Record<string, string>;
  }
  export const CurrentPageReference: WireAdapterConstructor<Record<string, never>, PageReference>;
  export const NavigationMixin: {
    (base: typeof LightningElement): new () => LightningElement & Navigates;
    readonly Navigate: unique symbol;
  };
  export interface Navigates {
    [NavigationMixin.Navigate](to: PageReference, replace?: boolean): void;
  }
}

declare module "lightning/messageService" {
  import type { WireAdapterConstructor } from "lwc";
  export interface Context {
    readonly messageContext?: never;
  }
  export interface Subscription {
    readonly subscription?: never;
  }
  export const APPLICATION_SCOPE: unique symbol;
  export const MessageContext: WireAdapterConstructor<Record<string, never>, Context>;
  export function publish(context: Context, channel: string, message: object): void;
  export function subscribe(
    context: Context,
    channel: string,
    listener: (message: Record<string, unknown>) => void,
    options?: { scope: symbol },
  ): Subscription;
  export function unsubscribe(subscription: Subscription): void;
}

declare module "lightning/uiRecordApi" {
  export function updateRecord(record: { fields: Record<string, unknown> }): Promise<unknown>;
}

declare module "lightning/refresh" {
  export class RefreshEvent extends Event {
    constructor();
  }
}

declare module "@salesforce/apex/*" {
  const method: (given?: Record<string, unknown>) => Promise<unknown>;
  export default method;
}

declare module "@salesforce/messageChannel/*" {
  const channel: string;
  export default channel;
}
"""
