/**
 * @NAME@ as an app of the Amazon Connect agent workspace, on @amazon-connect/*.
 *
 * The workspace tells of contacts and of the agent's status; each listener is added when the app is made and taken back
 * when it goes. Where a function stands for one of the old app, its body follows as a comment.
 */
@IMPORTS@
@TYPES@
export class @CLASS@ {
@FIELDS@  constructor(provider@: AmazonConnectApp@, show@: (text: string) => void@) {
@CLIENTS@    this.show = show;
    this.contactId = null;
  }

  /** Listen to the workspace. */
  start() {
@ADD@  }

  /** Take every listener back. */
  stop() {
@REMOVE@  }

@LISTENERS@@CONTROLS@  /** Run what a person asked for, and show what went wrong instead of losing it. */
  async ask(action@: () => unknown@) {
    try {
      await action();
    } catch (error) {
      this.failed(error);
    }
  }

  /** Return the contact at hand. */
  current() {
    if (this.contactId === null) {
      throw new Error("there is no contact");
    }
    return this.contactId;
  }

  /** Say what went wrong; an answer of the workspace carries a reason. */
  failed(error@: unknown@) {
    const { reason, message } = Object(error);
    this.show(String(reason ?? message ?? error));
  }
}
