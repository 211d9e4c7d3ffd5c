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

  /** Outside a softphone the library drops every call in silence, so it is said when no answer comes. */
  function askClassic() {
    within(wait, 'an answer from Salesforce Classic (was the page started outside a softphone?)', new Promise((resolve) => {
      window.sforce.interaction.isInConsole((answer{{ ts(": ClassicAnswer") }}) => {
        if (answer && answer.error) {
          report('asking for the console', answer.error);
        }
        resolve(answer);
      });
    })).catch((problem) => report('starting', problem));
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
      dispatch({{ event.words | js }}, () => {{ event | ask("classic") }}, () => handlers.{{ handler.name }}(data));
{% endfor %}
    } catch (problem) {
      report({{ event.words | js }}, problem);
    }
  }
{% endfor %}

  function connectClassic() {
{% for event in plan.of("classic") %}
    if (!hears{{ event.identifier }}) {
      hears{{ event.identifier }} = true;
      window.{{ event.method }}(heard{{ event.identifier }});
    }
{% endfor %}
{% if classic_dials %}
    window.sforce.interaction.cti.enableClickToDial(classicAnswered('switching click-to-dial on'));
{% endif %}
  }

  function disconnectClassic() {
{% if classic_dials %}
    attempt('switching click-to-dial off', () => {
      window.sforce.interaction.cti.disableClickToDial(classicAnswered('switching click-to-dial off'));
    });
{% endif %}
  }
