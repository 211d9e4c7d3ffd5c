{% set pre = "export " if plan.form != "script" else "" %}
{% if "lightning" in plan.dialects or sink %}
{{ pre }}interface LightningAnswer {
  success: boolean;
  returnValue?: any;
  errors?: Array<{ code: string; description: string; details?: unknown }> | null;
  subscription?: unknown;
}

{% endif %}
{% if "classic" in plan.dialects %}
{{ pre }}interface ClassicAnswer {
  result?: boolean | string;
  error?: string;
}

{% endif %}
{% if "console" in plan.dialects %}
{{ pre }}interface ConsoleAnswer {
  success?: boolean;
  id?: string;
}

{% endif %}
{% if voice %}
/** The Voice toolkit of a component, LWC's or Aura's. */
{{ pre }}type VoiceToolkit = any;

{% endif %}
{% for event in plan.events %}
/** {{ event.words | comment }} */
{{ pre }}interface {{ event.type_name }} {
{% for key, type in event.payload.items() %}
  {{ key }}{% if not (loop.first and event.form != "message" and event.method != "sforce.opencti.subscribe") %}?{% endif %}: {{ type | tstype }};
{% endfor %}
{% if event.form == "message" or event.method == "sforce.opencti.subscribe" or event.dialect == "streams" %}
  [field: string]: any;
{% endif %}
}

{% endfor %}
/** What to do at each event; each may be replaced at any time. */
{{ pre }}interface CtiHandlers {
{% for stub in stubs %}
  {{ stub.name }}(payload: {{ stub.type }}): unknown;
{% endfor %}
}

{% if sink %}
{{ pre }}type CtiEventType = 'onClickToDial' | 'onNavigationChange' | 'onAgentStatusChange';
{{ pre }}type CtiListener = (payload: any) => unknown;

{{ pre }}interface CtiSinkAnswer {
  success: boolean;
  errors: null;
}

{{ pre }}interface CtiSubscribe {
  eventType: CtiEventType;
  listener: CtiListener;
  callback?: (answer: CtiSinkAnswer) => void;
}

{{ pre }}interface CtiUnsubscribe {
  eventType: CtiEventType;
  listener?: CtiListener;
  callback?: (answer: CtiSinkAnswer) => void;
}

{% endif %}
{{ pre }}interface CtiOptions {
  /** How long to wait for the library, and for each answer of the start, in milliseconds; 10,000 if it is left out. */
  wait?: number;
  /** Takes what went wrong; the browser's log if it is left out. */
  report?: (what: string, problem: unknown) => void;
{% if sink %}
  /** Joins the telephone system's own status event; returns the function that ends it. */
  agentStatus?: (listener: CtiListener) => () => void;
{% endif %}
}

{{ pre }}interface CtiSubscriptions {
  start(options?: CtiOptions): Promise<void>;
  stop(): void;
{% if asks_record %}
  setActiveCall(recordId?: string | null): void;
{% endif %}
  handlers: CtiHandlers;
{% if sink %}
  subscribe(request: CtiSubscribe): void;
  unsubscribe(request: CtiUnsubscribe): void;
{% endif %}
{% if voice %}
  attachToolkit(toolkit: VoiceToolkit): void;
  detachToolkit(): void;
{% endif %}
}
{% if not declare %}

{% if plan.form != "script" %}
declare global {
  interface Window {
    /** Salesforce's libraries. */
    sforce: any;
{% if streams %}
    /** Amazon Connect Streams. */
    connect: any;
{% endif %}
    ctiSubscriptions?: CtiSubscriptions;
  }
}
{% else %}
interface Window {
  /** Salesforce's libraries. */
  sforce: any;
{% if streams %}
  /** Amazon Connect Streams. */
  connect: any;
{% endif %}
  ctiSubscriptions?: CtiSubscriptions;
}
{% endif %}
{% endif %}
