{% set events = plan.of("console") %}
{% set asks = events | map(attribute="asks") | list %}
  /* The Console toolkit: positional arguments; an answer has success. Its events reach every component in every tab. */
{% for event in events if event.method not in ("sforce.console.addEventListener", "sforce.console.addPushNotificationListener") %}
{% if loop.first %}

{% endif %}
  let hears{{ event.identifier }} = false;
{% endfor %}
{% if "component" in asks %}

  /** A component inside a tab acts only while its tab is in front; one outside the tabs has no rival. */
  function isInFront(recordId{{ ts("?: string") }}){{ ts(": boolean | Promise<boolean>") }} {
    if (isSame(recordId, activeRecord)) {
      return true;
    }
    return within(ANSWER_WITHIN, 'asking for the tab', new Promise((resolve) => {
      window.sforce.console.getEnclosingPrimaryTabId((enclosing{{ ts(": ConsoleAnswer") }}) => {
        if (!enclosing || !enclosing.id) {
          resolve(isInView());
          return;
        }
        window.sforce.console.getFocusedPrimaryTabId((focused{{ ts(": ConsoleAnswer") }}) => {
          if (!focused || focused.success === false) {
            report('asking for the tab', focused);
          }
          resolve(Boolean(focused) && focused.id === enclosing.id);
        });
      });
    }));
  }
{% endif %}
{% if "primary" in asks %}

  function hasFocusedTab(tabId{{ ts("?: string") }}){{ ts(": Promise<boolean>") }} {
    return within(ANSWER_WITHIN, 'asking for the tab', new Promise((resolve) => {
      window.sforce.console.getFocusedPrimaryTabId((focused{{ ts(": ConsoleAnswer") }}) => {
        if (!focused || focused.success === false) {
          report('asking for the tab', focused);
        }
        resolve(Boolean(focused) && focused.id === tabId);
      });
    }));
  }
{% endif %}
{% if "subtab" in asks %}

  function hasFocusedSubtab(tabId{{ ts("?: string") }}){{ ts(": Promise<boolean>") }} {
    return within(ANSWER_WITHIN, 'asking for the subtab', new Promise((resolve) => {
      window.sforce.console.getFocusedSubtabId((focused{{ ts(": ConsoleAnswer") }}) => {
        if (!focused || focused.success === false) {
          report('asking for the subtab', focused);
        }
        resolve(Boolean(focused) && focused.id === tabId);
      });
    }));
  }
{% endif %}
{% if events | selectattr("form", "equalto", "message") | list %}

  /** The message of an event of your own is text; many send JSON. */
  function readMessage(event{{ ts(": { message?: string }") }}){{ ts(": any") }} {
    const text = event && event.message;
    if (typeof text !== 'string' || !/^\s*[[{]/.test(text)) {
      return { message: text };
    }
    return JSON.parse(text);
  }
{% endif %}
{% for event in events %}

  function heard{{ event.identifier }}(payload{{ ts(": any") }}) {
    try {
{% if event.form == "message" %}
      const data{{ ts(": " ~ event.type_name) }} = readMessage(payload);
{% else %}
      const data{{ ts(": " ~ event.type_name) }} = payload || {};
{% endif %}
{% for handler in event.handlers %}
      dispatch({{ event.words | js }}, () => {{ event | ask("console") }}, () => handlers.{{ handler.name }}(data));
{% endfor %}
    } catch (problem) {
      report({{ event.words | js }}, problem);
    }
  }
{% endfor %}
{% if "console" in plan.dialects %}

  function connectConsole() {
{% for event in events %}
{% if event.method == "sforce.console.addEventListener" %}
    window.sforce.console.addEventListener({{ event | topic }}, heard{{ event.identifier }});
{% elif event.method == "sforce.console.addPushNotificationListener" %}
    window.sforce.console.addPushNotificationListener([{{ event | topics }}], heard{{ event.identifier }});
{% else %}
    if (!hears{{ event.identifier }}) {
      hears{{ event.identifier }} = true;
      window.{{ event.method }}(heard{{ event.identifier }});
    }
{% endif %}
{% endfor %}
  }

  function disconnectConsole() {
{% for event in events %}
{% if event.method == "sforce.console.addEventListener" %}
    attempt({{ ("taking back the listener of " ~ event.name) | js }}, () => {
      window.sforce.console.removeEventListener({{ event | topic }}, heard{{ event.identifier }});
    });
{% elif event.method == "sforce.console.addPushNotificationListener" %}
    attempt('ending the push notifications', () => {
      window.sforce.console.removePushNotificationListener((answer{{ ts(": ConsoleAnswer") }}) => {
        if (!answer || !answer.success) {
          report('ending the push notifications', answer);
        }
      });
    });
{% endif %}
{% endfor %}
  }
{% endif %}
