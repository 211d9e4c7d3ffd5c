  /* Open CTI for Classic: positional arguments; an answer has result and error, and data comes as JSON text. */

{% for event in plan.of("classic") %}
  let hears{{ event.identifier }} = false;
{% if loop.last %}

{% endif %}
{% endfor %}
  function classicAnswered(what{{ ts(": string") }}) {
    return function (answer{{ ts(": ClassicAnswer") }}) {
      if (!answer || answer.error || !answer.result) {
        report(what, answer && answer.error);
      }
    };
  }

  /** Calls, and gives the answer: fails with what Salesforce refused it for, or when none came in time. */
  function askClassic(what{{ ts(": string") }}, call{{ ts(": (done: (answer: ClassicAnswer) => void) => void") }}) {
    return within(wait, 'the answer to ' + what + ' (was the page started outside a softphone?)', new Promise((resolve, reject) => {
      call((answer) => {
        if (!answer || answer.error) {
          reject(new Error(what + ' was refused: ' + (answer && answer.error)));
        } else {
          resolve(answer);
        }
      });
    }));
  }

  /** Asks which record the page in view shows; the record of the active call always concerns this softphone. */
  function classicShows(recordId{{ ts("?: string") }}){{ ts(": boolean | Promise<boolean>") }} {
    if (!isInView()) {
      return false;
    }
    if (!recordId || isSame(recordId, activeRecord)) {
      return true;
    }
    return within(ANSWER_WITHIN, 'asking for the page in view', new Promise((resolve, reject) => {
      window.sforce.interaction.getPageInfo((answer{{ ts(": ClassicAnswer") }}) => {
        try {
          if (!answer || answer.error || !answer.result) {
            throw new Error(String(answer && answer.error));
          }
          resolve(isSame(JSON.parse(String(answer.result)).objectId, recordId));
        } catch (problem) {
          reject(problem);
        }
      });
    }));
  }
{% for event in plan.of("classic") %}

  function heard{{ event.identifier }}(response{{ ts(": " ~ ("ClassicAnswer" if event.form == "classic" else event.type_name)) }}) {
    try {
{% if event.form == "classic" %}
      if (!response || response.error || !response.result) {
        throw new Error(String(response && response.error));
      }
      const data{{ ts(": " ~ event.type_name) }} = JSON.parse(String(response.result));
{% else %}
      const data = response;
{% endif %}
{% for handler in event.handlers %}
{% if event.method.endswith(".onClickToDial") %}
      dial(data, (click) => handlers.{{ handler.name }}(click));
{% else %}
      dispatch({{ event.words | js }}, () => {{ event | ask("classic") }}, () => handlers.{{ handler.name }}(data));
{% endif %}
{% endfor %}
    } catch (problem) {
      report({{ event.words | js }}, problem);
    }
  }
{% endfor %}

  /** Registers; outside a softphone the library drops every call in silence, so the promise waits for one answer. */
  function connectClassic(){{ ts(": Promise<unknown>") }} {
{% for event in plan.of("classic") %}
    if (!hears{{ event.identifier }}) {
      hears{{ event.identifier }} = true;
      window.{{ event.method }}(heard{{ event.identifier }});
    }
{% endfor %}
{% if classic_dials %}
    return askClassic('switching click-to-dial on', (done) => window.sforce.interaction.cti.enableClickToDial(done));
{% else %}
    return askClassic('asking for the console', (done) => window.sforce.interaction.isInConsole(done));
{% endif %}
  }

  function disconnectClassic() {
{% if classic_dials %}
    attempt('switching click-to-dial off', () => {
      window.sforce.interaction.cti.disableClickToDial(classicAnswered('switching click-to-dial off'));
    });
{% endif %}
  }
