/**
 * The Salesforce event subscriptions of {% if plan.app %}{{ plan.app | comment }}{% else %}a softphone{% endif %}: {{ titles | join(", ") }}.
 * Written by ctilint {{ version }} from its tables of Salesforce's reference (releases as of {{ as_of }}).
 *
{% if libraries %}
 * Load {{ libraries | join(" and ") }} before this file.
{% endif %}
{% if streams %}
 * Load Amazon Connect Streams and call connect.core.initCCP before this file.
{% endif %}
 * It starts by itself once it is loaded. start() can be called again at any time: nothing is registered twice. Its
 * promise is kept when Salesforce has answered, and broken with the reason when it refused or did not answer in time.
 * stop() switches click-to-dial off, takes back what Salesforce can take back and ignores what it cannot; it runs
 * on pagehide and may be called twice.
 * Every listener returns at once. The work is done afterwards, each event's in the order of its coming, and only if it
 * concerns the page, record, tab or call that the agent has in front{% if asks_record %}: say which call is active with
 * setActiveCall(recordId){% endif %}.
{% if dials %}
 * A click to dial is judged when it comes; one that is not dialled is reported.
{% endif %}
{% if warnings %}
 * {{ warnings[2] }}
{% endif %}
{% for line in plan.left_out %}
{% if loop.first %}
 *
 * Of the app this module does not hold:
{% endif %}
 *   - {{ line | comment }}
{% endfor %}
 */
