{% set lightning = plan.dialects[0] == "lightning" %}
{% set asks = plan.events | map(attribute="asks") | list %}
/** Hears {{ plan.events | map(attribute="words") | join(" and ") }} in a softphone. Load {{ libraries[0] }} first.
 *  Written by ctilint {{ version }} from its tables of Salesforce's reference (releases as of {{ as_of }}). */
function createSubscriptions() {
  const handlers = {
{% for stub in stubs %}
    {{ stub.name }}(payload) { console.info('[cti] ' + {{ stub.words | js }}, Object.keys(Object(payload))); },
{% endfor %}
  };
  const queues = {};
  let [running, active, registered, turn, wait] = [null, false, false, 0, 10000];
  let report = (what, problem) => console.error('[cti] ' + what, problem);
  const isInView = () => document.visibilityState !== 'hidden';
  const fail = (reason) => Promise.reject(new Error(reason));
  const pause = (time) => new Promise((resolve) => { setTimeout(resolve, time); });

  function within(limit, what, promise) {
    const late = new Error(what + ' took longer than ' + limit / 1000 + ' s');
    let timer;
    const alarm = new Promise((_, reject) => { timer = setTimeout(() => reject(late), limit); });
    return Promise.race([promise, alarm]).finally(() => clearTimeout(timer));
  }

  /** The listener returns at once: the work has its turn after what came before it of the same event. */
{% if lightning %}
  function enqueue(what, step) {
    queues[what] = (queues[what] || Promise.resolve()).then(() => pause(0))
      .then(() => within(30000, what, Promise.resolve(step()))).catch((problem) => report(what, problem));
  }
{% else %}
  function enqueue(what, response, step) {
    const read = () => (typeof response.result === 'string' ? JSON.parse(response.result) : response);
    queues[what] = (queues[what] || Promise.resolve()).then(() => pause(0))
      .then(() => within(30000, what, Promise.resolve(step(read())))).catch((problem) => report(what, problem));
  }
{% endif %}
{% if "record" in asks %}

  /** Does the page in view show the record? */
  async function shows(recordId) {
{% if lightning %}
    const ask = (resolve) => window.sforce.opencti.getAppViewInfo({ callback: resolve });
    const answer = isInView() && recordId && await within(2000, 'asking for the page in view', new Promise(ask));
    return answer ? String(answer.returnValue.recordId).slice(0, 15) === String(recordId).slice(0, 15) : isInView();
{% else %}
    const ask = (resolve) => window.sforce.interaction.getPageInfo(resolve);
    const answer = isInView() && recordId && await within(2000, 'asking for the page in view', new Promise(ask));
    const shown = answer ? JSON.parse(answer.result).objectId : recordId;
    return isInView() && String(shown).slice(0, 15) === String(recordId).slice(0, 15);
{% endif %}
  }
{% endif %}
{% for event in plan.events %}

  function heard{{ event.identifier }}({{ "payload" if lightning else "response" }}) {
{% if event.method.endswith(".onClickToDial") %}
    const unseen = isInView() ? '' : 'this page was not in view when it was clicked';
    enqueue({{ event.words | js }}, {{ "() =>" if lightning else "response, (payload) =>" }} {
      const number = payload && payload.number ? String(payload.number).trim() : '';
      const fault = (!number && 'no number came with the click') || unseen || (!active && 'the subscriptions are stopped');
      return fault ? fail(fault) : handlers.{{ event.handlers[0].name }}({ ...payload, number });
    });
{% else %}
    enqueue({{ event.words | js }}, {{ "async () =>" if lightning else "response, async (payload) =>" }} active && await {{ "shows(payload." ~ ("recordId" if lightning else "objectId") ~ ")" if event.asks == "record" else "isInView()" }} && active
      && handlers.{{ event.handlers[0].name }}(payload));
{% endif %}
  }
{% endfor %}

  async function begin(mine) {
    const isOutside = window.parent === window && !/sfdcIframeOrigin=|isdtp=|clc=/i.test(window.location.search);
    await (isOutside ? fail('this page was started outside a softphone') : pause(0));
    for (let left = wait; mine === turn && !(window.sforce && window.sforce.{{ "opencti" if lightning else "interaction" }}); left -= 50) {
      await (left > 0 ? pause(50) : fail('the library did not come within ' + wait / 1000 + ' s'));
    }
    active = mine === turn;
    if (active && !registered) {
      registered = true;
{% for event in plan.events %}
      window.{{ event.method }}({{ "{ listener: heard" ~ event.identifier ~ " }" if lightning else "heard" ~ event.identifier }});
{% endfor %}
    }
{% if lightning_dials or classic_dials %}
{% set ask = "opencti.enableClickToDial({ callback: resolve })" if lightning else "interaction.cti.enableClickToDial(resolve)" %}
    const on = (resolve) => window.sforce.{{ ask }};
    const answer = active && await within(wait, 'the answer to switching click-to-dial on', new Promise(on));
    await (!active || answer.{{ "success" if lightning else "result" }} || fail('switching click-to-dial on was refused: ' + JSON.stringify(answer)));
{% endif %}
  }

  /** Kept when Salesforce has answered; broken with the reason when it refused or did not answer in time. */
  function start(options = {}) {
    [report, wait] = [options.report || report, options.wait || wait];
    const mine = turn;
    running = running || begin(mine).catch((problem) => mine === turn && (stop(), Promise.reject(problem)));
    return running;
  }

  function stop() {
    const wasActive = active;
    [turn, running, active] = [turn + 1, null, false];
{% if lightning_dials %}
    const off = (answer) => answer.success || report('switching click-to-dial off', answer.errors);
    return wasActive && window.sforce.opencti.disableClickToDial({ callback: off });
{% elif classic_dials %}
    const off = (answer) => answer.error && report('switching click-to-dial off', answer.error);
    return wasActive && window.sforce.interaction.cti.disableClickToDial(off);
{% else %}
    return wasActive;
{% endif %}
  }

  const begun = (what) => start().catch((problem) => report(what, problem));
  window.addEventListener('pagehide', stop);
  window.addEventListener('pageshow', (event) => event.persisted && begun('starting again'));
  setTimeout(() => running || turn || begun('the subscriptions did not start'), 0);
  return { start, stop, handlers };
}
{% if plan.form == "script" %}
window.ctiSubscriptions = window.ctiSubscriptions || createSubscriptions();
{% elif plan.form == "esm" %}
export const { start, stop, handlers } = window.ctiSubscriptions || (window.ctiSubscriptions = createSubscriptions());
{% else %}
module.exports = window.ctiSubscriptions || (window.ctiSubscriptions = createSubscriptions());
{% endif %}
