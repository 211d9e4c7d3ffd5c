/**
 * The seam to the telephony platform. Replace one function at a time by what the old app does with the platform; as it
 * stands it plays a platform in memory, so that the connector runs at once.
@NOTES@ */
@TYPES@export class @CLASS@ {
@FIELDS@  constructor() {
    this.listeners = new Map();
    this.made = 0;
    this.settings = {};
  }

  /** Log in. `settings` is what the contact center says. */
  async start(settings@: Record<string, unknown>@) {
    this.settings = settings;
  }

  async stop() {}

  /** Make a call; answer its id. */
  async dial(number@: string@)@: Promise<PlatformCall>@ {
    this.made += 1;
    return { id: `call-${this.made}`, number };
  }

  async answer(id@: string@)@: Promise<void>@ {
    void id;
  }

  async decline(id@: string@)@: Promise<void>@ {
    void id;
  }

  async hangUp(id@: string@)@: Promise<void>@ {
    void id;
  }

  async hold(id@: string@)@: Promise<void>@ {
    void id;
  }

  async resume(id@: string@)@: Promise<void>@ {
    void id;
  }

  async wrapUp(id@: string@)@: Promise<void>@ {
    void id;
  }

  async setStatus(status@: string@)@: Promise<void>@ {
    void status;
  }

@MORE@  /** Hear of a call: `ring`, `connected`, `ended`. */
  on(event@: string@, listener@: PlatformListener@) {
    this.listeners.set(event, listener);
  }

  /** Say that something happened to a call; a real platform does it by itself. */
  emit(event@: string@, call@: PlatformCall@) {
    this.listeners.get(event)?.(call);
  }
}
