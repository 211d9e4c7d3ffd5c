{% include "header.js" %}
{% if plan.typescript %}

{% include "types.ts" %}
{% endif %}
{% if plan.form == "script" %}
(function () {
'use strict';
{% elif plan.form == "commonjs" and not plan.typescript %}
'use strict';
{% endif %}
{% if sink %}

/* The names of the events, so that they can also be written without quotes. */
{{ export }}const onClickToDial = 'onClickToDial';
{{ export }}const onNavigationChange = 'onNavigationChange';
{{ export }}const onAgentStatusChange = 'onAgentStatusChange';
{% endif %}

function createSubscriptions(){{ ts(": CtiSubscriptions") }} {
  /* What to do at each event: put your work here, or set handlers.name from outside. Each runs on its own turn,
     in the order of its event; what it throws or rejects with is reported and stops nothing else. */
  const handlers{{ ts(": CtiHandlers") }} = {
{% for stub in stubs %}
{% if stub.origins %}
    /**
     * {{ stub.words }}
{% for origin in stub.origins %}
     * was: {{ origin }}
{% endfor %}
{% for deed in stub.does %}
     * it {{ deed }}
{% endfor %}
{% if stub.why %}
     * not taken over: {{ stub.why }}
{% endif %}
     */
{% else %}
    /** {{ stub.words }} */
{% endif %}
{% if stub.body %}
    {{ "async " if stub.body.is_async }}{{ stub.name }}({{ stub.body.parameter }}) {
{{ stub.body.text | indent(6, first=True) }}
    },
{% else %}
    {{ stub.name }}(payload{{ ts(": " ~ stub.type) }}) {
      log({{ stub.words | js }}, payload);
    },
{% endif %}
{% endfor %}
  };

{% include "core.js" %}
{% if "lightning" in plan.dialects or sink %}

{% include "lightning.js" %}
{% endif %}
{% if "classic" in plan.dialects %}

{% include "classic.js" %}
{% endif %}
{% if "console" in plan.dialects or sink %}

{% include "console.js" %}
{% endif %}
{% if sink %}

{% include "event_sink.js" %}
{% endif %}
{% if streams %}

{% include "streams.js" %}
{% endif %}
{% if voice %}

{% include "voice.js" %}
{% endif %}

{% include "lifecycle.js" %}
}

{% include "exports.js" %}
{% if plan.form == "script" %}
}());
{% endif %}
