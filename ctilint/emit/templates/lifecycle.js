{% macro opener(dialect) %}{{ {"lightning": "openLightning", "classic": "openClassic", "console": "openConsole", "event-sink": "openSinks", "streams": "openStreams", "voice": "openVoice"}[dialect] }}{% endmacro %}
{% if "lightning" in plan.dialects %}
  async function openLightning() {
    if (!await waitFor('the Open CTI library', () => Boolean(window.sforce && window.sforce.opencti && window.sforce.opencti.onClickToDial))) {
      return;
    }
    active = true;
    await connectLightning();
  }

{% endif %}
{% if "classic" in plan.dialects %}
  async function openClassic() {
    if (!await waitFor('the Open CTI library for Classic', () => Boolean(window.sforce && window.sforce.interaction && window.sforce.interaction.cti))) {
      return;
    }
    active = true;
    await connectClassic();
  }

{% endif %}
{% if "console" in plan.dialects %}
  async function openConsole() {
    if (!await waitFor('the Console toolkit', () => Boolean(window.sforce && window.sforce.console && window.sforce.console.isInConsole))) {
      return;
    }
    if (!window.sforce.console.isInConsole()) {
      throw new Error('this page is not in a console');
    }
    active = true;
    connectConsole();
  }

{% endif %}
{% if sink %}
  async function openSinks() {
    if (!await waitFor('the Open CTI library', () => Boolean(window.sforce && window.sforce.opencti && window.sforce.opencti.onClickToDial))) {
      return;
    }
    active = true;
    await connectSinks();
  }

{% endif %}
{% if streams %}
  async function openStreams() {
    if (!await waitFor('Amazon Connect Streams', () => Boolean(window.connect && window.connect.agent))) {
      return;
    }
    active = true;
    connectStreams();
  }

{% endif %}
{% if voice %}
  async function openVoice() {
    active = true;
  }

{% endif %}
  async function begin() {
{% if plan.dialects != ("voice",) and plan.dialects != ("streams",) %}
    if (isOutside()) {
      throw new Error('this page was started outside a softphone: Salesforce opens it from the call center');
    }
{% endif %}
{% if plan.dialects | length == 1 %}
    await {{ opener(plan.dialects[0]) }}();
{% else %}
    const problems = await Promise.all([
{% for dialect in plan.dialects %}
      {{ opener(dialect) }}().then(() => null, (problem) => problem),
{% endfor %}
    ]);
    const found = problems.filter(Boolean);
    if (found.length === problems.length) {
      throw found[0];
    }
    found.forEach((problem) => report('a library is not used', problem));
{% endif %}
  }

  /**
   * Registers everything once. Resolves when Salesforce has answered that it is done; rejects with the reason when the
   * library never came, when Salesforce refused, or when no answer came in time ({ wait }, 10 s). A stop() meanwhile
   * resolves it.
   */
  function start(options{{ ts(": CtiOptions = {}") if plan.typescript else " = {}" }}){{ ts(": Promise<void>") }} {
    clearTimeout(firstStart);
    if (options.report) {
      tell = options.report;
    }
    if (options.wait !== undefined) {
      wait = options.wait;
    }
{% if sink %}
    if (options.agentStatus) {
      vendorStatus = options.agentStatus;
    }
{% endif %}
    if (!running) {
      window.addEventListener('pagehide', stop);
      const mine = turn;
      running = begin().catch((problem) => {
        if (mine === turn) {
          stop();
          throw problem;
        }
      });
    }
    return running;
  }

  /** Ends what can be ended; the listeners that Salesforce keeps find nothing to do from now on. */
  function stop() {
    clearTimeout(firstStart);
    turn += 1;
    running = null;
    window.removeEventListener('pagehide', stop);
    if (!active) {
      return;
    }
    active = false;
{% for dialect in plan.dialects %}
{% set close = {"lightning": "disconnectLightning", "classic": "disconnectClassic", "console": "disconnectConsole", "event-sink": "disconnectSinks", "streams": "disconnectStreams", "voice": "detachToolkit"}[dialect] %}
    {{ close }}();
{% endfor %}
  }

  /** It starts by itself, unless start() or stop() was called before. */
  const firstStart = setTimeout(() => {
    start().catch((problem) => report('the subscriptions did not start', problem));
  }, 0);

  /** A page that comes back from the browser's memory starts again. */
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) {
      start().catch((problem) => report('starting again', problem));
    }
  });

{% if asks_record %}
  function setActiveCall(recordId{{ ts("?: string | null") }}) {
    activeRecord = recordId || '';
  }

{% endif %}
  return { start, stop{% if asks_record %}, setActiveCall{% endif %}, handlers{% if sink %}, subscribe, unsubscribe{% endif %}{% if voice %}, attachToolkit, detachToolkit{% endif %} };
