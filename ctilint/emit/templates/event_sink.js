  /* The event-sink form for your own code: subscribe({ eventType, listener }) and unsubscribe({ eventType }).
     Salesforce has no such methods: sforce.opencti.subscribe knows message channels only. They are fulfilled with the
     calls that Salesforce has. The agent's status comes from Omni-Channel's presence events in a console; elsewhere
     Salesforce has no event for it, and start({ agentStatus }) joins your telephone system's own: a function that
     takes a listener and returns a function that ends it. With Amazon Connect Streams:
     agentStatus: (listener) => { connect.agent((agent) => agent.onStateChange((change) => listener({ statusName: change.newState }))); return () => {}; } */

  const sinks = {
    onClickToDial: []{{ ts(" as CtiListener[]") }},
    onNavigationChange: []{{ ts(" as CtiListener[]") }},
    onAgentStatusChange: []{{ ts(" as CtiListener[]") }},
  };
  let vendorStatus{{ ts(": CtiOptions['agentStatus'] | null") }} = null;
  let endVendorStatus{{ ts(": (() => void) | null") }} = null;
  let hearsClicks = false;
  let hearsNavigation = false;
  let hasSaidNoStatus = false;
  let isDialling = false;
  let hearsPresence = false;

  /** Adds the listener to the event; the same listener is added once. */
  function subscribe(request{{ ts(": CtiSubscribe") }}) {
    const eventType = request.eventType;
    if (!Object.prototype.hasOwnProperty.call(sinks, eventType)) {
      throw new TypeError('no event ' + eventType + ': expected ' + Object.keys(sinks).join(', '));
    }
    if (typeof request.listener !== 'function') {
      throw new TypeError('the listener of ' + eventType + ' must be a function');
    }
    if (sinks[eventType].indexOf(request.listener) === -1) {
      sinks[eventType].push(request.listener);
    }
    if (active) {
      connectSinks().catch((problem) => report('switching on ' + eventType, problem));
    }
    if (request.callback) {
      request.callback({ success: true, errors: null });
    }
  }

  /** Takes the listener of the event away, or all of them; the last one switches the event's source off. */
  function unsubscribe(request{{ ts(": CtiUnsubscribe") }}) {
    const eventType = request.eventType;
    if (!Object.prototype.hasOwnProperty.call(sinks, eventType)) {
      throw new TypeError('no event ' + eventType + ': expected ' + Object.keys(sinks).join(', '));
    }
    sinks[eventType] = request.listener ? sinks[eventType].filter((one) => one !== request.listener) : [];
    if (sinks[eventType].length === 0) {
      if (eventType === 'onClickToDial') {
        stopDialling();
      } else if (eventType === 'onAgentStatusChange') {
        stopAgentStatus();
      }
    }
    if (request.callback) {
      request.callback({ success: true, errors: null });
    }
  }

  function heardSinkClickToDial(payload{{ ts(": any") }}) {
    try {
      sinks.onClickToDial.forEach((listener) => dial(payload, (data) => listener(data)));
    } catch (problem) {
      report('click-to-dial', problem);
    }
  }

  function heardSinkNavigation(payload{{ ts(": any") }}) {
    try {
      const shown = payload.recordId;
      sinks.onNavigationChange.forEach((listener) => dispatch('navigation', () => lightningShows(shown), () => listener(payload)));
    } catch (problem) {
      report('navigation', problem);
    }
  }

  function heardSinkStatus(payload{{ ts(": any") }}) {
    try {
      sinks.onAgentStatusChange.forEach((listener) => dispatch('agent status', () => true, () => listener(payload)));
    } catch (problem) {
      report('agent status', problem);
    }
  }

  /** Registers what is subscribed to; the promise is kept when Salesforce has answered what it answers. */
  function connectSinks(){{ ts(": Promise<unknown>") }} {
    let answer{{ ts(": Promise<unknown>") }} = Promise.resolve();
    if (sinks.onClickToDial.length > 0) {
      if (!hearsClicks) {
        hearsClicks = true;
        window.sforce.opencti.onClickToDial({ listener: heardSinkClickToDial });
      }
      if (!isDialling) {
        isDialling = true;
        answer = askLightning('switching click-to-dial on', (done) => {
          window.sforce.opencti.enableClickToDial({ callback: done });
        });
      }
    }
    if (!hearsNavigation && sinks.onNavigationChange.length > 0) {
      hearsNavigation = true;
      window.sforce.opencti.onNavigationChange({ listener: heardSinkNavigation });
    }
    if (sinks.onAgentStatusChange.length > 0) {
      connectAgentStatus();
    }
    return answer;
  }

  function connectAgentStatus() {
    if (window.sforce.console && window.sforce.console.isInConsole()) {
      if (!hearsPresence) {
        hearsPresence = true;
        window.sforce.console.addEventListener(window.sforce.console.ConsoleEvent.PRESENCE.STATUS_CHANGED, heardSinkStatus);
      }
    } else if (vendorStatus) {
      if (!endVendorStatus) {
        endVendorStatus = vendorStatus(heardSinkStatus);
      }
    } else if (!hasSaidNoStatus) {
      hasSaidNoStatus = true;
      report('agent status', new Error('Salesforce has no event for it outside a console: load the Console toolkit '
        + 'there, or give start({ agentStatus }) your telephone system\'s own'));
    }
  }

  function stopDialling() {
    if (isDialling) {
      isDialling = false;
      window.sforce.opencti.disableClickToDial({ callback: lightningAnswered('switching click-to-dial off') });
    }
  }

  function stopAgentStatus() {
    if (hearsPresence) {
      hearsPresence = false;
      window.sforce.console.removeEventListener(window.sforce.console.ConsoleEvent.PRESENCE.STATUS_CHANGED, heardSinkStatus);
    }
    if (endVendorStatus) {
      endVendorStatus();
      endVendorStatus = null;
    }
  }

  function disconnectSinks() {
    attempt('switching click-to-dial off', stopDialling);
    attempt('ending the agent status', stopAgentStatus);
  }
{% for event in plan.of("event-sink") %}
{% for handler in event.handlers %}

  subscribe({ eventType: {{ event.name | js }}, listener: (payload{{ ts(": any") }}) => handlers.{{ handler.name }}(payload) });
{% endfor %}
{% endfor %}
