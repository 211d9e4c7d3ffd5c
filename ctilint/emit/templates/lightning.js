  /* Open CTI for Lightning: each call takes one object, answers with success, returnValue and errors. */

{% for event in lightning_events %}
  let hears{{ event.identifier }} = false;
{% if loop.last and not lightning_channels %}

{% endif %}
{% endfor %}
{% for event in lightning_channels %}
  let subscription{{ event.identifier }}{{ ts(": unknown") }} = null;
  let isSubscribed{{ event.identifier }} = false;
{% if loop.last %}

{% endif %}
{% endfor %}
  /** Calls, and gives the answer: fails with what Salesforce refused it for, or when none came in time. */
  function askLightning(what{{ ts(": string") }}, call{{ ts(": (done: (answer: LightningAnswer) => void) => void") }}) {
    return within(wait, 'the answer to ' + what, new Promise{{ ts("<LightningAnswer>") }}((resolve, reject) => {
      call((answer) => {
        if (answer && answer.success) {
          resolve(answer);
        } else {
          reject(new Error(what + ' was refused: ' + JSON.stringify(answer && answer.errors)));
        }
      });
    }));
  }

  function lightningAnswered(what{{ ts(": string") }}) {
    return function (answer{{ ts(": LightningAnswer") }}) {
      if (!answer || !answer.success) {
        report(what, answer && answer.errors);
      }
    };
  }

  /** Asks which record the page in view shows; the record of the active call always concerns this softphone. */
  function lightningShows(recordId{{ ts("?: string") }}){{ ts(": boolean | Promise<boolean>") }} {
    if (!isInView()) {
      return false;
    }
    if (!recordId || isSame(recordId, activeRecord)) {
      return true;
    }
    return within(ANSWER_WITHIN, 'asking for the page in view', new Promise((resolve) => {
      window.sforce.opencti.getAppViewInfo({
        callback(answer{{ ts(": LightningAnswer") }}) {
          if (answer && answer.success) {
            resolve(isSame(answer.returnValue && answer.returnValue.recordId, recordId));
          } else {
            report('asking for the page in view', answer && answer.errors);
            resolve(false);
          }
        },
      });
    }));
  }
{% for event in plan.of("lightning") %}

  function heard{{ event.identifier }}(payload{{ ts(": " ~ event.type_name) }}) {
    try {
{% if event.method == "sforce.opencti.onClickToDial" %}
{% for handler in event.handlers %}
      dial(payload, (data) => handlers.{{ handler.name }}(data));
{% endfor %}
{% else %}
      const data = payload;
{% for handler in event.handlers %}
      dispatch({{ event.words | js }}, () => {{ event | ask("lightning") }}, () => handlers.{{ handler.name }}(data));
{% endfor %}
{% endif %}
    } catch (problem) {
      report({{ event.words | js }}, problem);
    }
  }
{% endfor %}
{% if "lightning" in plan.dialects %}

  /** Registers; the promise is kept when Salesforce has answered what it answers. */
  function connectLightning(){{ ts(": Promise<unknown>") }} {
    const answers{{ ts(": Array<Promise<unknown>>") }} = [];
{% for event in lightning_events %}
    if (!hears{{ event.identifier }}) {
      hears{{ event.identifier }} = true;
      window.{{ event.method }}({ listener: heard{{ event.identifier }} });
    }
{% endfor %}
{% for event in lightning_channels %}
    if (!isSubscribed{{ event.identifier }}) {
      isSubscribed{{ event.identifier }} = true;
      answers.push(askLightning({{ ("subscribing to " ~ event.argument) | js }}, (done) => {
        window.sforce.opencti.subscribe({
          channelName: {{ event.argument | js }},
          listener: heard{{ event.identifier }},
          callback(answer{{ ts(": LightningAnswer") }}) {
            keep{{ event.identifier }}(answer);
            done(answer);
          },
        });
      }));
    }
{% endfor %}
{% if lightning_dials %}
    answers.push(askLightning('switching click-to-dial on', (done) => {
      window.sforce.opencti.enableClickToDial({ callback: done });
    }));
{% endif %}
    return Promise.all(answers);
  }
{% for event in lightning_channels %}

  /** Keeps the subscription, which is needed to end it; one that comes after stop() is ended at once. */
  function keep{{ event.identifier }}(answer{{ ts(": LightningAnswer") }}) {
    if (!answer || !answer.success) {
      isSubscribed{{ event.identifier }} = false;
      return;
    }
    subscription{{ event.identifier }} = answer.subscription;
    if (!active) {
      end{{ event.identifier }}();
    }
  }

  function end{{ event.identifier }}() {
    if (subscription{{ event.identifier }}) {
      window.sforce.opencti.unsubscribe({
        subscription: subscription{{ event.identifier }},
        callback: lightningAnswered({{ ("ending the subscription to " ~ event.argument) | js }}),
      });
      subscription{{ event.identifier }} = null;
      isSubscribed{{ event.identifier }} = false;
    }
  }
{% endfor %}

  function disconnectLightning() {
{% if lightning_dials %}
    attempt('switching click-to-dial off', () => {
      window.sforce.opencti.disableClickToDial({ callback: lightningAnswered('switching click-to-dial off') });
    });
{% endif %}
{% for event in lightning_channels %}
    attempt({{ ("ending the subscription to " ~ event.argument) | js }}, end{{ event.identifier }});
{% endfor %}
  }
{% endif %}
