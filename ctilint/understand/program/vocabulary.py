"""The words by which code that no script defines is known: dialogs, parsers, events, what shows and what logs.

A name is the weakest evidence there is, so a list is asked only when looking has said nothing: a call whose function
the app defines is followed into that function whatever it is called, and a name that a script gives a value is that
value. Above each list stands why it is there and what would go wrong without it. The names of the browser are those of
the HTML and DOM standards, those of jQuery from its documentation; the rest was seen in public apps.
"""

from __future__ import annotations

# The calls that stop the page until the agent answers. Without them no blocking dialog is seen; ``alert`` of an app
# that defines its own is followed into it.
DIALOGS = frozenset({"alert", "confirm", "prompt", "showModalDialog"})
# What throws on text that is not as it should be. Without them a parser in a handler counts as any unknown call, and a
# catch around it would not be known to be about the payload.
PARSERS = frozenset(
    {"JSON.parse", "eval", "decodeURIComponent", "decodeURI", "atob", "Sfdc.JSON.parse", "Ext.decode", "dojo.fromJson"}
)
# The same as methods of any object: jQuery, Prototype and Mootools put their parsers on objects of many names.
PARSER_KEYS = frozenset({"parseJSON", "evalJSON", "secureEvalJSON"})
# Methods that call the function they are handed before they return. Without them what ``list.forEach(function …)``
# does would count as done later, outside the try that stands around it.
NOW = frozenset(
    "forEach map filter each some every reduce reduceRight find findIndex flatMap sort replace replaceAll call apply "
    "findLast".split()
)
# What sends a request and fails later, not now. Without them ``fetch(…).catch(…)`` in a handler would count as a
# throw, and ``assess`` would not see that the handler talks to a server.
NETWORK = frozenset({"fetch", "axios", "navigator.sendBeacon"})
# The same as methods: ``$.post``, ``$http.post``, ``axios.fetch``, of whatever object they are.
NETWORK_KEYS = frozenset({"ajax", "getJSON", "post", "getScript", "sendBeacon", "fetch"})
# Methods that call the function they are handed when an answer has come. Without them what is done in it would count
# as done inside the try around the request, and what was asked (a tab, a focus) would be forgotten on the way.
PROMISE = frozenset({"then", "catch", "finally", "done", "fail", "always"})
# What calls a function later, from the browser itself: a try around it does not hold inside, and a throw goes to the
# window.
TIMERS = frozenset(
    {"setTimeout", "setInterval", "setImmediate", "queueMicrotask", "requestAnimationFrame", "requestIdleCallback"}
)
# Methods that take an event and a function that hears it. Without them the function counts as called at once. Where
# the object's class is the app's own, the class is looked at instead.
LISTENING = frozenset(
    "addEventListener on once addListener attachEvent bind live delegate listen subscribe observe onAction".split()
)
# jQuery's shorthands, ``$(…).click(function …)``: the method is the event. Without them the handlers of old Classic
# pages would be taken for functions handed to something unknown.
JQUERY_EVENTS = frozenset(
    "click dblclick change submit focus blur keypress keydown keyup mouseover mouseout mouseenter mouseleave mousedown "
    "mouseup hover select resize scroll input unload".split()
)
# Methods that run the functions which listen to an event of the app's own. Without them what an event causes is seen
# only when the emitter is the app's own class, which is looked at first.
EMITTING = frozenset(
    "emit trigger fire dispatch publish notify raise broadcast $emit $broadcast dispatchEvent commit".split()
)
# What code makes an event of, to send it through the page: the name of the event stands in it, not beside it.
EVENTS_MADE = frozenset({"CustomEvent", "Event"})
# The events for which ``onclick = function …``, without a window before it, sets a listener and not a variable of the
# app.
DOM_EVENTS = frozenset(
    "abort beforeunload blur change click close contextmenu dblclick error focus hashchange input keydown "
    "keypress keyup load message mousedown mousemove mouseout mouseover mouseup offline online open pagehide "
    "pageshow paste popstate reset resize scroll select storage submit touchend touchmove touchstart unload "
    "visibilitychange".split()
)
# The events that come once, when the page is there. Without them what starts with the page would count as done by the
# agent's hand, and a registration in it as made again at each event.
READY = frozenset({"ready", "load", "DOMContentLoaded", "readystatechange"})
# The events in which a page ends what it began. Without them a removal in ``pagehide`` would count as one that may
# never come. ``visibilitychange`` is not one: the page goes on.
TEARDOWN_EVENTS = frozenset({"pagehide", "beforeunload", "unload"})
# Properties whose setting makes the browser parse or lay out. Without them a loop over records that builds a list on
# the screen, the usual reason why a panel freezes, is no heavy handler.
DOM_WRITES = frozenset({"innerHTML", "textContent", "innerText", "outerHTML"})
# The same as methods, of elements and jQuery sets; ``append`` of anything else (a FormData) is told apart by its
# object.
DOM_WRITE_KEYS = frozenset(
    {"appendChild", "append", "insertBefore", "insertAdjacentHTML", "html", "prepend", "insertRow"}
)
# What returns elements of the page: their methods show something and do not throw on a payload.
# ``jQuery.noConflict()`` is followed under the name that it is given; these are the names that old pages use without a
# script that says so.
JQUERY = frozenset({"$", "jQuery", "j$", "jq", "$j", "jQ", "Y.one", "Y.all", "Ext.get", "dojo.byId"})
# The methods that find or make elements. Without them each ``document.getElementById(id).value = …`` would count as a
# call that can throw.
ELEMENTS = frozenset(
    "getElementById querySelector querySelectorAll getElementsByTagName getElementsByClassName createElement "
    "find".split()
)
# Members of an element that are of the page too.
PARTS = frozenset({"classList", "style", "dataset", "options", "children", "parentNode", "firstChild"})
# Methods that elements have and records of a payload have as well. They throw on a payload unless their object is
# known to be of the page: without this list ``get`` would either always throw or never.
GENERIC = frozenset(
    "get set update find first last is each select data add show hide toggle remove empty click submit focus blur "
    "has contains extend trigger setValue setText setContent".split()
)
# Objects of the browser of which no method throws on a payload: logging, showing, copying, making text. Without them a
# handler of one ``console.log`` or ``Math.max`` would ask for a try.
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
# Functions of the browser that do not throw on what a payload can hold. Without them each ``setTimeout`` or
# ``postMessage`` in a handler asks for a try.
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
# What logs, under the names that loggers have: a handler that only logs needs no try, and a catch that logs is not
# empty. A logger of the app's own is looked at before its name is.
LOGGING = frozenset(
    "log debug info warn error trace logger logInfo logError logDebug logMessage logEvent logToConsole writeLog "
    "printLog addLog appendLog withObject withException".split()
)
# Methods that show, or ask for, what is on the page or in a list. Of an object that nothing here knows they count as
# harmless: a handler that fills a field is not one that must be guarded. Payloads are looked at first.
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
