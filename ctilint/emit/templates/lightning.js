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
      const data = Object.assign({}, payload, { number: String(payload.number) });
{% else %}
      const data = payload;
{% endif %}
{% for handler in event.handlers %}
      dispatch({{ event.words | js }}, () => {{ event | ask("lightning") }}, () => handlers.{{ handler.name }}(data));
{% endfor %}
    } catch (problem) {
      report({{ event.words | js }}, problem);
    }
  }
{% endfor %}
{% if "lightning" in plan.dialects %}

  function connectLightning() {
{% for event in lightning_events %}
    if (!hears{{ event.identifier }}) {
      hears{{ event.identifier }} = true;
      window.{{ event.method }}({ listener: heard{{ event.identifier }} });
    }
{% endfor %}
{% for event in lightning_channels %}
    if (!isSubscribed{{ event.identifier }}) {
      isSubscribed{{ event.identifier }} = true;
      window.sforce.opencti.subscribe({
        channelName: {{ event.argument | js }},
        listener: heard{{ event.identifier }},
        callback: keep{{ event.identifier }},
      });
    }
{% endfor %}
{% if lightning_dials %}
    window.sforce.opencti.enableClickToDial({ callback: lightningAnswered('switching click-to-dial on') });
{% endif %}
  }
{% for event in lightning_channels %}

  /** Keeps the subscription, which is needed to end it; one that comes after stop() is ended at once. */
  function keep{{ event.identifier }}(answer{{ ts(": LightningAnswer") }}) {
    if (!answer || !answer.success) {
      isSubscribed{{ event.identifier }} = false;
      report({{ ("subscribing to " ~ event.argument) | js }}, answer && answer.errors);
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
