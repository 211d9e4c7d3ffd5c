/** The types of {{ module_name | comment }}, written by ctilint {{ version }}. */

{% include "types.ts" %}

{% if plan.form == "script" %}
interface Window {
  ctiSubscriptions: CtiSubscriptions;
{% if sink %}
  onClickToDial: 'onClickToDial';
  onNavigationChange: 'onNavigationChange';
  onAgentStatusChange: 'onAgentStatusChange';
{% endif %}
}
{% else %}
{% if sink %}
export const onClickToDial: 'onClickToDial';
export const onNavigationChange: 'onNavigationChange';
export const onAgentStatusChange: 'onAgentStatusChange';
export const subscribe: CtiSubscriptions['subscribe'];
export const unsubscribe: CtiSubscriptions['unsubscribe'];
{% endif %}
export const start: CtiSubscriptions['start'];
export const stop: CtiSubscriptions['stop'];
{% if asks_record %}
export const setActiveCall: CtiSubscriptions['setActiveCall'];
{% endif %}
export const handlers: CtiHandlers;
{% if voice %}
export const attachToolkit: CtiSubscriptions['attachToolkit'];
export const detachToolkit: CtiSubscriptions['detachToolkit'];
{% endif %}
{% endif %}
