"""The words by which code that no script defines is known: dialogs, parsers, events, what shows and what logs."""

from __future__ import annotations

DIALOGS = frozenset({"alert", "confirm", "prompt", "showModalDialog"})
PARSERS = frozenset(
    {"JSON.parse", "eval", "decodeURIComponent", "decodeURI", "atob", "Sfdc.JSON.parse", "Ext.decode", "dojo.fromJson"}
)
PARSER_KEYS = frozenset({"parseJSON", "evalJSON", "secureEvalJSON"})
NOW = frozenset(
    "forEach map filter each some every reduce reduceRight find findIndex flatMap sort replace replaceAll call apply "
    "findLast".split()
)
NETWORK = frozenset({"fetch", "axios", "navigator.sendBeacon"})
NETWORK_KEYS = frozenset({"ajax", "getJSON", "post", "getScript", "sendBeacon", "fetch"})
PROMISE = frozenset({"then", "catch", "finally", "done", "fail", "always"})
TIMERS = frozenset(
    {"setTimeout", "setInterval", "setImmediate", "queueMicrotask", "requestAnimationFrame", "requestIdleCallback"}
)
LISTENING = frozenset(
    "addEventListener on once addListener attachEvent bind live delegate listen subscribe observe onAction".split()
)
JQUERY_EVENTS = frozenset(
    "click dblclick change submit focus blur keypress keydown keyup mouseover mouseout mouseenter mouseleave mousedown "
    "mouseup hover select resize scroll input unload".split()
)
EMITTING = frozenset(
    "emit trigger fire dispatch publish notify raise broadcast $emit $broadcast dispatchEvent commit".split()
)
# What code makes an event of, to send it through the page.
EVENTS_MADE = frozenset({"CustomEvent", "Event"})
DOM_EVENTS = frozenset(
    "abort beforeunload blur change click close contextmenu dblclick error focus hashchange input keydown "
    "keypress keyup load message mousedown mousemove mouseout mouseover mouseup offline online open pagehide "
    "pageshow paste popstate reset resize scroll select storage submit touchend touchmove touchstart unload "
    "visibilitychange".split()
)
READY = frozenset({"ready", "load", "DOMContentLoaded", "readystatechange"})
TEARDOWN_EVENTS = frozenset({"pagehide", "beforeunload", "unload"})
DOM_WRITES = frozenset({"innerHTML", "textContent", "innerText", "outerHTML"})
DOM_WRITE_KEYS = frozenset(
    {"appendChild", "append", "insertBefore", "insertAdjacentHTML", "html", "prepend", "insertRow"}
)
JQUERY = frozenset({"$", "jQuery", "j$", "jq", "$j", "jQ", "Y.one", "Y.all", "Ext.get", "dojo.byId"})
ELEMENTS = frozenset(
    "getElementById querySelector querySelectorAll getElementsByTagName getElementsByClassName createElement "
    "find".split()
)
PARTS = frozenset({"classList", "style", "dataset", "options", "children", "parentNode", "firstChild"})
GENERIC = frozenset(
    "get set update find first last is each select data add show hide toggle remove empty click submit focus blur "
    "has contains extend trigger setValue setText setContent".split()
)
# What a handler may do without anything that throws on a payload: logging, showing, copying, making text.
HARMLESS_ROOTS = frozenset(
    {
        "Promise",
        "console",
        "Math",
        "Date",
        "Number",
        "String",
        "Boolean",
        "Array",
        "Object",
        "document",
        "location",
        "history",
        "localStorage",
        "sessionStorage",
        "performance",
        "Symbol",
        "Map",
        "Set",
        "Error",
        "RegExp",
        "$A",
        "navigator",
        "event",
        "CustomEvent",
        "Event",
        "ShowToastEvent",
        "isNaN",
        "parseInt",
        "parseFloat",
        "encodeURIComponent",
        "encodeURI",
        "escape",
        "unescape",
        "screen",
    }
)
HARMLESS = (
    DIALOGS
    | TIMERS
    | frozenset(
        {
            "JSON.stringify",
            "connect.getLog",
            "clearTimeout",
            "clearInterval",
            "open",
            "close",
            "focus",
            "blur",
            "scrollTo",
            "postMessage",
            "dispatchEvent",
            "addEventListener",
            "removeEventListener",
            "getComputedStyle",
            "matchMedia",
            "structuredClone",
            "$",
            "jQuery",
            "j$",
            "jq",
            "$j",
            "jQ",
        }
    )
)
LOGGING = frozenset(
    "log debug info warn error trace logger logInfo logError logDebug logMessage logEvent logToConsole writeLog "
    "printLog addLog appendLog withObject withException".split()
)
SHOWING = frozenset(
    "val html text show hide toggle addClass removeClass toggleClass css attr prop append prepend remove empty fadeIn "
    "fadeOut slideUp slideDown setAttribute removeAttribute getAttribute appendChild removeChild insertBefore add "
    "getElementById querySelector querySelectorAll getElementsByTagName getElementsByClassName createElement "
    "createTextNode preventDefault stopPropagation reload focus blur click trigger find first last eq closest parent "
    "children toString push pop shift unshift concat slice join get set isValid getDOMNode setTimeout dispatchEvent "
    "keys values entries hasOwnProperty has toLocaleString toISOString getTime now toFixed stringify assign bind "
    "setHTML update setValue setText setContent showToast scrollIntoView scrollTop data select siblings next prev "
    "insertAdjacentHTML after before width height removeAttr is each extend contains replaceWith insertRow "
    "insertCell".split()
)
