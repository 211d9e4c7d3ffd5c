"""What running a function does: its effects in order, through everything that it calls or starts.

A walk begins at one function with what is known at that point (is a try around, was the tab asked) and follows calls
into functions of the app, callbacks and continuations. It visits code as often as it is reached in a new state, and
stops at a budget, so that no app can make it run for long.

The work is done by the parts beside this module; here they are put together.
"""

from __future__ import annotations

from ctilint.read.facts import AssignStep, CallStep, ReturnStep
from ctilint.understand.effects.calling import Calling
from ctilint.understand.effects.handing import Handing
from ctilint.understand.effects.listening import Listening
from ctilint.understand.effects.walking import Walking
from ctilint.understand.values.resolver import Resolver


class Walker(Walking):
    """Walks functions of one window.

    ``guards`` and ``tab_checks`` are the names that the settings give; ``api_asks`` says whether the window calls a
    method of an API that asks for console or tab at all.
    """

    def __init__(
        self,
        resolver: Resolver,
        guards: frozenset[str] = frozenset(),
        tab_checks: frozenset[str] = frozenset(),
        *,
        api_asks: bool = True,
    ) -> None:
        super().__init__(resolver, guards, tab_checks, api_asks=api_asks)
        listening = Listening(self)
        calling = Calling(self, listening, Handing(self))
        self.run |= {CallStep: calling.step, AssignStep: listening.assign, ReturnStep: listening.leave}
