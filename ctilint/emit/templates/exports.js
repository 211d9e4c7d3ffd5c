/* One set of subscriptions for each page, even if this file is loaded twice. */
{% if plan.form == "script" %}
window.ctiSubscriptions = window.ctiSubscriptions || createSubscriptions();
{% else %}
const subscriptions{{ ts(": CtiSubscriptions") }} = window.ctiSubscriptions || (window.ctiSubscriptions = createSubscriptions());
{% endif %}
{% if plan.form == "esm" or plan.typescript and plan.form == "commonjs" %}

export const { start, stop{% if asks_record %}, setActiveCall{% endif %}, handlers{% if sink %}, subscribe, unsubscribe{% endif %}{% if voice %}, attachToolkit, detachToolkit{% endif %} } = subscriptions;
{% elif plan.form == "commonjs" %}

module.exports = {{ "Object.assign({ onClickToDial, onNavigationChange, onAgentStatusChange }, subscriptions)" if sink else "subscriptions" }};
{% elif sink %}

Object.assign(window, { onClickToDial, onNavigationChange, onAgentStatusChange });
{% endif %}
