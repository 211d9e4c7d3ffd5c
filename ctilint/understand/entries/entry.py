"""An entry: a function, who runs it, and when."""

from __future__ import annotations

import re

from ctilint.findings import Place
from ctilint.patterns import pattern
from ctilint.records import dataclass
from ctilint.understand.effects.point import Found
from ctilint.understand.program.targets import Func
from ctilint.understand.program.vocabulary import READY, TEARDOWN_EVENTS
from ctilint.understand.words import Asked, HandlerSource, Reach

COMPONENT_TEARDOWN = frozenset(
    "disconnectedCallback componentWillUnmount ngOnDestroy beforeDestroy destroyed beforeUnmount unmounted unrender "
    "onDestroy onUnmounted onBeforeUnmount destroy".split()
)
TEARDOWN_NAME = pattern(
    r"^(?:destroy|dispose|teardown|tearDown|stop|shutdown|shutDown|logout|logOut|disconnect|cleanup|cleanUp|unload|unmount|close|exit|end|deinit|uninstall|unregister|unsubscribe)",
    re.ASCII,
)
LEAVING = pattern(r"logout|CLOSE|unload", re.IGNORECASE)


@dataclass(slots=True)
class Entry:
    """A function that something outside the app's own code runs.

    ``kinds`` say when it runs; ``source`` and ``event`` as in Handler.
    ``asked`` is what was asked before it was registered, ``trace`` where that was.
    """

    func: Func
    kinds: frozenset[Reach]
    source: HandlerSource
    event: str
    asked: Asked = ""
    trace: tuple[Place, ...] = ()
    guarded: bool = False


def entry_of(found: Found) -> Entry:
    """Return the entry that a walk saw being registered."""
    event = found.event
    kinds: frozenset[Reach]
    if found.source == "message":
        kinds = frozenset({"handler"})
    elif event in TEARDOWN_EVENTS:
        kinds = frozenset({"teardown"})
    elif event in READY:
        kinds = frozenset({"load"})
    elif event in COMPONENT_TEARDOWN:
        kinds = frozenset({"component-teardown"})
    elif LEAVING.search(event) or event == "visibilitychange":
        kinds = frozenset({"control", "teardown"})
    else:
        kinds = frozenset({"control"})
    return Entry(found.func, kinds, found.source, event, found.asked, (found.place,))
