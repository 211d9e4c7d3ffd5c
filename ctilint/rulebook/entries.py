"""The rows of the rule book's tables as typed records. Reading the files is the job of the modules beside this one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from ctilint.records import dataclass, field

Dialect = Literal[
    "lightning",
    "classic",
    "console",
    "event-sink",
    "voice",
    "connector",
    "streams",
    "connect-sdk",
    "ajax",
    "workspace",
]
"""An API that an app may speak; each has a file in ``rules/api`` that says what it is."""

Undo = Literal["removal", "switch", "none", "handle", ""]
"""How a registration is taken back: by a call with the function, by switching its source off, by nothing, by a method
of what it returned; '' for what registers nothing."""


@dataclass(frozen=True, slots=True)
class ApiArgument:
    """One argument of a method: a key of its object argument, or a position (from 0) in a positional call.

    ``type``: string, number, boolean, function, object, array, any, or several joined with ``|``. ``values`` are the
    allowed values, or ``<path>`` of the constant that holds them. ``keys`` are the allowed keys of an object
    argument with their types (``string>=3``: a text of at least three characters); ``forms`` the keys it must have,
    by the value of the argument named ``type``; ``one_of`` keys of which it must have exactly one; ``needs`` keys that
    it must have; ``spelled`` keys in a spelling that sources disagree on, with the guide's. ``ignored`` says why the
    library drops the argument; ``plain``: no functions, symbols or DOM nodes in it; ``relative``: it
    (``.``), or its keys named here, must be an address without a host. ``minimum`` of a string is its length.
    ``lax``: required by the guide, not by the library. ``instance``: the class of the same library that it, or each
    item of a list, must be made of; ``<argument>`` when the event that this argument names says which.
    """

    name: str
    type: str = ""
    required: bool = False
    position: int = -1
    values: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    since: str = ""
    note: str = ""
    keys: Mapping[str, str] = field(default_factory=dict)
    forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    one_of: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    spelled: Mapping[str, str] = field(default_factory=dict)
    ignored: str = ""
    plain: bool = False
    relative: tuple[str, ...] = ()
    lax: bool = False
    instance: str = ""


@dataclass(frozen=True, slots=True)
class ApiEntry:
    """One row of ``rules/api/*.toml``.

    ``name`` is the whole path (``sforce.interaction.cti.onClickToDial``, ``lightning/serviceCloudVoice...`` events
    by their event name, Streams methods as ``connect.contact`` or ``Contact#onEnded``). ``kind``: method, listener,
    event, constant, component, class (made with ``new``; ``extends`` is the class above it). ``style``: object
    (exactly one object argument), positional, value (a constant).
    ``listener``, ``callback`` and ``event`` name the argument (key, or position as text) that holds the function
    run at each event, the function that gets the answer, and the event's name; '' when there is none.
    ``undo``: removal (``undone_by`` takes the registration back), switch (``undone_by`` stops the source), none
    (nothing is documented), handle (an object that is returned has the removal), '' (registers nothing).
    ``roles``: navigates, pops, asks-console, asks-tab, logs, dials, server, synchronous, enables, disables,
    publishes, shows, reads, refreshes, fires, switches-off, starts (the library itself; ``undone_by`` ends it), once
    (the listener runs once in a page's life, when what it waits for is there).
    ``payload`` and ``response`` map field names to types; ``json`` means text that must be parsed first.
    ``payload_form`` and ``response_form``: lightning ({success, returnValue, errors}), classic ({result, error}, the
    result of a listener being JSON text), console (fields at top level), object (the payload itself), event
    (a DOM event, the payload in ``detail``), json, none (nothing is passed), any (whatever was sent, or null).
    ``throws``: which wrong shapes the library that was read rejects at once: ``no-object``, ``empty-object``,
    ``missing:<argument>``. ``counterparts``: dialect -> name, or a sentence that says what to do instead.
    ``since`` and ``removed`` are versions (``38.0``); '' when the oldest edition read has it. ``seen`` is the oldest
    version that is known to have it, where the one that brought it lies between ``since`` and that. ``removed`` is the
    last version that has it, ``changed`` the versions from which on it takes other arguments or answers otherwise.
    ``removes`` names the argument of a removal that says what is removed (the function, or the handle);
    '' when it takes back whatever there is. ``synchronous``: it answers by its return value (``returns``); otherwise
    it returns nothing that may be used. ``receiver``: what the method is called on, for names written
    ``Class#method``. ``sends``: the events that the library itself sends for what the method answers.
    ``confidence``: A to D, or U for unverified (never more than a note).
    ``module`` is the LWC module that exports the function under the last part of ``name``, ``module_arguments`` its
    positional arguments where an Aura component takes one object instead (``receiver``, ``arguments``).
    ``unknown`` names the fields that the table is silent about: what is not known must never read like none.
    ``hands`` is the class of the object that a listener is handed first (``Contact``), '' when it is not one.
    ``looked`` is the day (YYYY-MM-DD) on which the row was last compared with its source, ``due`` the day after which
    a row with a date in it must be looked at again ('' for one that is due with its table).
    """

    name: str
    dialect: Dialect
    kind: str = "method"
    style: str = "positional"
    arguments: tuple[ApiArgument, ...] = ()
    listener: str = ""
    callback: str = ""
    event: str = ""
    undo: Undo = ""
    undone_by: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    payload: Mapping[str, str] = field(default_factory=dict)
    payload_form: str = ""
    response: Mapping[str, str] = field(default_factory=dict)
    returns: str = ""
    since: str = ""
    seen: str = ""
    removed: str = ""
    changed: tuple[str, ...] = ()
    counterparts: Mapping[str, str] = field(default_factory=dict)
    summary: str = ""
    notes: tuple[str, ...] = ()
    source: str = ""
    confidence: str = "U"
    values: Mapping[str, str] = field(default_factory=dict)
    response_form: str = ""
    throws: tuple[str, ...] = ()
    receiver: str = ""
    removes: str = ""
    synchronous: bool = False
    module: str = ""
    module_arguments: tuple[ApiArgument, ...] = ()
    unknown: tuple[str, ...] = ()
    looked: str = ""
    extends: str = ""
    sends: tuple[str, ...] = ()
    due: str = ""
    hands: str = ""

    @property
    def registers(self) -> bool:
        """Say whether a call of this method registers a function that runs at each event."""
        return bool(self.listener)


@dataclass(frozen=True, slots=True)
class Release:
    """A Salesforce release: ``number`` is the API version (68.0 as 68), ``name`` its season (``Winter '27``)."""

    number: int
    name: str
    status: str
    source: str


@dataclass(frozen=True, slots=True)
class VoiceRow:
    """What becomes of one symbol under Salesforce Voice; one row of ``rules/voice/map-*.toml``.

    ``amazon_connect`` and ``partner_telephony`` say what replaces it; ``effort`` by target is a class of the scale.
    ``category``: mandatory, optional, potential, information. ``area`` groups rows in a report. ``gate`` names what
    has to happen before (``leave-classic``); the effort is that of the work itself, the gate's is counted once.
    ``via`` is the symbol whose way this one goes; ``look`` says what makes it more work; ``lost`` what has no
    counterpart; ``types`` are ids under which an export knows it. ``example_after`` is the new code of a connector or
    component, ``example_component`` that of a component where the first is a connector's. A symbol with ``*`` is a
    family.
    """

    symbol: str
    kind: str
    surface: str
    summary: str
    amazon_connect: str
    partner_telephony: str
    category: str
    effort: Mapping[str, str]
    why: str
    confidence: str
    sources: tuple[str, ...]
    unverified: tuple[str, ...] = ()
    example_before: str = ""
    example_after: str = ""
    area: str = ""
    gate: str = ""
    via: str = ""
    look: str = ""
    lost: str = ""
    note: str = ""
    types: tuple[str, ...] = ()
    example_component: str = ""
