{% set events = plan.of("streams") %}
  /* Amazon Connect Streams: its events tell of this agent and this agent's calls; a subscription gives a handle. */

  const streamsHandles = new Map{{ ts("<unknown, Array<{ unsubscribe(): void } | undefined>>") }}();
{% for event in events if "#" not in event.method %}
  let handle{{ event.identifier }}{{ ts(": { unsubscribe(): void } | null") }} = null;
{% endfor %}

  /** Keeps what ends the subscriptions of an agent or contact; those it had before are ended. */
  function holdHandles(owner{{ ts(": unknown") }}, handles{{ ts(": Array<{ unsubscribe(): void } | undefined>") }}) {
    endHandles(owner);
    streamsHandles.set(owner, handles);
  }

  function endHandles(owner{{ ts(": unknown") }}) {
    const handles = streamsHandles.get(owner) || [];
    streamsHandles.delete(owner);
    handles.forEach((handle) => attempt('ending a subscription of Amazon Connect Streams', () => {
      if (handle) {
        handle.unsubscribe();
      }
    }));
  }
{% for event in events %}

  function heard{{ event.identifier }}(data{{ ts(": any") }}) {
    try {
{% set owner = {"connect.agent": "Agent#", "connect.contact": "Contact#"}.get(event.method, "nobody") %}
{% for inner in events if inner.method.startswith(owner) %}
{% if loop.first %}
      holdHandles({{ "'agent'" if owner == "Agent#" else "data" }}, [
{% endif %}
        data.{{ inner.method.partition("#")[2] }}(heard{{ inner.identifier }}),
{% if loop.last %}
{% if owner == "Contact#" %}
        data.onDestroy(() => attempt('ending the subscriptions of a contact', () => endHandles(data))),
{% endif %}
      ]);
{% endif %}
{% endfor %}
{% for handler in event.handlers %}
      dispatch({{ event.words | js }}, () => true, () => handlers.{{ handler.name }}(data));
{% endfor %}
    } catch (problem) {
      report({{ event.words | js }}, problem);
    }
  }
{% endfor %}

  function connectStreams() {
{% for event in events if "#" not in event.method %}
    if (!handle{{ event.identifier }}) {
      handle{{ event.identifier }} = window.{{ event.method }}(heard{{ event.identifier }});
    }
{% endfor %}
  }

  function disconnectStreams() {
{% for event in events if "#" not in event.method %}
    attempt({{ ("ending " ~ event.method) | js }}, () => {
      if (handle{{ event.identifier }}) {
        handle{{ event.identifier }}.unsubscribe();
        handle{{ event.identifier }} = null;
      }
    });
{% endfor %}
    Array.from(streamsHandles.keys()).forEach(endHandles);
  }
