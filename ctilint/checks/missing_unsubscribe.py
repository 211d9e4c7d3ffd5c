"""missing-unsubscribe: a registration that could be ended, and never is."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Evidence, Place, Problem
from ctilint.read.facts import Call, Function
from ctilint.records import dataclass
from ctilint.rulebook.entries import Dialect
from ctilint.understand.model import App, Ending, Registration, Window
from ctilint.understand.words import Verdict
from ctilint.views.facts import View, views
from ctilint.views.steps import guarded_by_flag, sides
from ctilint.views.ways import Way, led_to, ways_to

STANDING: frozenset[Verdict] = frozenset({"never", "dead", "before", "other-function", "wrong-hook"})


def check(app: App) -> Iterator[Problem]:
    """Yield one problem for each registration that some window leaves standing."""
    seen = set()
    for view in views(app):
        known = _known(view)
        for ending in view.window.endings:
            registration = ending.registration
            if registration.place in seen or not _counts(ending, known):
                continue
            seen.add(registration.place)
            yield _problem(ending)


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """What is the same for each registration of a window; what is gathered is so by identity.

    ``speaking``: see ``speakers_of``. ``handed``: functions that Streams hands a contact or agent. ``starts``: calls
    that start the softphone.
    """

    view: View
    speaking: frozenset[int]
    handed: frozenset[int]
    starts: frozenset[int]


def _known(view: View) -> _Known:
    window = view.window
    handed = (
        id(handler.function)
        for other in window.registrations
        if other.dialect == "streams" and "#" not in other.call.name
        for handler in other.handlers
    )
    starts = (id(one.call) for one in window.calls if one.entry is not None and "starts" in one.entry.roles)
    return _Known(view, speakers_of(window), frozenset(handed), frozenset(starts))


def _counts(ending: Ending, known: _Known) -> bool:
    """Say whether a registration is left standing and could have been ended."""
    registration = ending.registration
    if ending.verdict not in STANDING or not registration.reached:
        return False
    if registration.undo == "switch":
        return id(registration) in known.speaking
    if registration.dialect == "streams":
        return not _ends_with_its_object(registration, known) and (
            registration.in_component or _is_made_again(registration, known)
        )
    own = registration.dialect == "connect-sdk" and registration.call.name.startswith("AmazonConnect")
    if registration.undo == "handle" or own:
        # What an app hears of itself (onStart, onStop) lives as long as the app.
        return bool(registration.repeats) and registration.in_component
    return True


def _ends_with_its_object(registration: Registration, known: _Known) -> bool:
    """Say whether a listener of one contact or agent (``Contact#``) is added where Streams hands that object over.

    Such a listener is added once for each object and ends with it. Outside a component each listener of one object is
    taken for one that ends with it.
    """
    if "#" not in registration.call.name:
        return False
    return not registration.in_component or id(registration.call.function) in known.handed


def _is_made_again(registration: Registration, known: _Known) -> bool:
    """Say whether a listener for a whole kind of thing (``connect.contact``) is added at each event, behind no flag.

    What starts the softphone itself (a button that signs the agent in) adds its listeners once for each start.
    """
    if not registration.repeats:
        return False
    call, view = registration.call, known.view
    index = view.index(call.script)
    if guarded_by_flag(index, call.function.function, call.call):
        return False
    ways = list(ways_to(view, index, call.call)) if known.starts else []
    return not ways or not all(_starts(known, way) for way in ways)


def _starts(known: _Known, way: Way) -> bool:
    """Say whether what a registration is reached from starts the softphone whenever it registers."""
    passed = {id(home.refs[call.function]): call for home, call in way.calls}
    return any(
        id(made) in known.starts and (id(ref) not in passed or _always(ref.function, made, passed[id(ref)]))
        for ref, made in led_to(known.view, way.start)
    )


def _always(function: Function, made: Call, beside: Call) -> bool:
    """Say whether a call is made whenever the function makes the other one: no condition stands around it alone."""
    return set(sides(function, made)) <= set(sides(function, beside))


def speakers_of(window: Window) -> frozenset[int]:
    """Return, by identity, the one registration of each file and dialect that speaks for click-to-dial.

    It is where click-to-dial is switched on, else where its listener is registered.
    """
    switched: dict[tuple[str, Dialect], list[Registration]] = {}
    enabled = False
    for ending in window.endings:
        registration = ending.registration
        if registration.reached:
            enabled = enabled or _enables(registration)
            if registration.undo == "switch":
                switched.setdefault((registration.place.path, registration.dialect), []).append(registration)
    found = set()
    for same in switched.values():
        enabling = next((item for item in same if _enables(item)), None)
        chosen = enabling or same[0]
        # Switched on in another file of the window: that place speaks, unless a component adds a listener each time.
        if enabling is not None or not enabled or chosen.in_component:
            found.add(id(chosen))
    return frozenset(found)


def _enables(registration: Registration) -> bool:
    entry = registration.call.entry
    return entry is not None and "enables" in entry.roles


def _problem(ending: Ending) -> Problem:
    registration = ending.registration
    removal = _removal_name(registration)
    name = registration.call.written.rpartition(".")[2]
    event = registration.event if registration.event and registration.event != name else ""
    what = f"{_subject(registration, name, event)}"
    if registration.undo == "switch":
        said: dict[Verdict, str] = {
            "never": f"{what} is never switched off: nothing calls {removal}",
            "dead": f"{what} is never switched off: nothing reaches the call of {removal}",
            "before": f"{what} stays on: {removal} runs only before it",
        }
        message = said.get(ending.verdict, f"{what} is never switched off")
    else:
        said = {
            "never": f"{what} is never removed: nothing calls {removal} for it",
            "dead": f"{what} is never removed: nothing reaches the call of {removal}",
            "before": f"{what} is never removed: {removal} runs only before it",
            "other-function": f"{what} is never removed: {removal} passes another function",
            "wrong-hook": f"{what} outlives its component: {removal} is not called when the component goes",
        }
        message = said[ending.verdict]
    if registration.dialect == "streams" and not registration.in_component:
        message = f"{registration.call.written} adds a listener {registration.repeats}, and none is ever removed"
    related = [
        Place(handler.function.place.path, handler.function.place.span, "the handler")
        for handler in registration.handlers
    ]
    if registration.call.place != registration.place:
        related.append(
            Place(registration.call.place.path, registration.call.place.span, "registered through this call")
        )
    if ending.removal is not None:
        related.append(Place(ending.removal.place.path, ending.removal.place.span, "the removal that does not count"))
    evidence = Evidence.DERIVED if ending.removal is not None else registration.evidence
    return Problem(registration.place, message, _help(registration, removal), None, evidence, tuple(related))


def _subject(registration: Registration, name: str, event: str) -> str:
    if registration.undo == "switch":
        return "click-to-dial"
    if event:
        return f"the listener for {event.replace('|', ', ')}"
    return f"the listener registered with {name}"


def _removal_name(registration: Registration) -> str:
    entry = registration.call.entry
    names = entry.undone_by if entry is not None else ()
    return names[0].rpartition(".")[2].rpartition("#")[2] if names else "a removal"


def _help(registration: Registration, removal: str) -> str:
    if registration.undo == "switch":
        return f"call {removal} when the agent logs out or leaves the page (pagehide)"
    if registration.in_component:
        return f"call {removal} with the same function in the component's own hook (disconnectedCallback, destroy)"
    return f"keep the function in a name and call {removal} with it on pagehide"
