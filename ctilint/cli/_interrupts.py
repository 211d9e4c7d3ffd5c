"""An interrupt that meets a callback of Python's own is printed and forgotten: it is sent again."""

from __future__ import annotations

import sys
from _thread import interrupt_main, start_new_thread
from time import sleep
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sys import UnraisableHookArgs


def _again() -> None:
    sleep(0.002)
    interrupt_main()


def hear() -> None:
    """Hear of such interrupts from now on; whatever else cannot be raised goes where it went before."""
    before = sys.unraisablehook

    def heard(what: UnraisableHookArgs) -> None:
        if isinstance(what.exc_value, KeyboardInterrupt):
            # From a thread of its own, and a little later: raised in here it would be lost once more.
            start_new_thread(_again, ())
        else:
            before(what)

    sys.unraisablehook = heard
