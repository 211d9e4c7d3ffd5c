{% set events = plan.of("voice") %}
  /* The Voice toolkit lives in a component. Its component hands it over with attachToolkit(toolkit) once it is rendered
     and calls detachToolkit() when it goes (disconnectedCallback in LWC, destroy in Aura). */

  let toolkit{{ ts(": VoiceToolkit | null") }} = null;
{% for event in events %}

  function heard{{ event.identifier }}(event{{ ts(": " ~ event.type_name) }}) {
    try {
      const data = event;
{% for handler in event.handlers %}
      dispatch({{ event.words | js }}, () => true, () => handlers.{{ handler.name }}(data));
{% endfor %}
    } catch (problem) {
      report({{ event.words | js }}, problem);
    }
  }
{% endfor %}

  function attachToolkit(given{{ ts(": VoiceToolkit") }}) {
    if (toolkit === given) {
      return;
    }
    detachToolkit();
    toolkit = given;
    active = true;
{% for event in events %}
    given.{{ event.method.partition("#")[2] }}({{ event.argument | js }}, heard{{ event.identifier }});
{% endfor %}
  }

  function detachToolkit() {
    const held = toolkit;
    toolkit = null;
    if (!held) {
      return;
    }
{% for event in events %}
    attempt({{ ("taking back the listener of " ~ event.name) | js }}, () => {
      held.{{ event.method.partition("#")[2].replace("add", "remove", 1) }}({{ event.argument | js }}, heard{{ event.identifier }});
    });
{% endfor %}
  }
