/**
 * The panel of @NAME@ on the page of a VoiceCall in Salesforce Voice, on the Voice toolkit.
 *
 * Salesforce's own controls take, hold and end calls; what is here hears of them, and does what the old app did. Where
 * a function stands for one of the old app, its body follows as a comment.
 */
@IMPORTS@

@TYPES@export default class @CLASS@ extends @BASE@ {
  /** The VoiceCall record on whose page the panel stands. */
  @api recordId@ID_TYPE@;
@WIRES@  state = "ready";
  message = "";
  problem = "";
@FIELDS@
@CONNECTED@  renderedCallback() {
    const toolkit = this.template@QUERY@.querySelector("lightning-service-cloud-voice-toolkit-api");
    if (this.toolkit || !toolkit) {
      return;
    }
    this.toolkit = toolkit@CAST@;
@ADD@  }

  disconnectedCallback() {
    const toolkit = this.toolkit;
    if (toolkit) {
@REMOVE@      this.toolkit = null;
    }
@DISCONNECTED@  }

@LISTENERS@@CONTROLS@@WORK@  /** Show what went wrong instead of losing it. */
  failed(error@: unknown@) {
    this.problem = @MESSAGE@;
  }
}
