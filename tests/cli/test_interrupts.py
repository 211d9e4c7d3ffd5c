"""Interrupts that Python would print and forget."""

from __future__ import annotations

import subprocess
import sys

# An object whose end is interrupted: what its ``__del__`` raises has nobody to go to.
CODE = """
import sys, time
before = sys.unraisablehook
from ctilint.cli._interrupts import hear
sys.unraisablehook = before
if {hears}:
    hear()
class Gone:
    def __del__(self):
        raise {error}
try:
    Gone()
    time.sleep(1)
except KeyboardInterrupt:
    print("heard")
"""


def said(error: str, *, hears: bool) -> tuple[str, bool]:
    done = subprocess.run(
        [sys.executable, "-c", CODE.format(error=error, hears=hears)], capture_output=True, text=True, check=False
    )
    return done.stdout.strip(), "Traceback" in done.stderr


def test_an_interrupt_is_sent_again() -> None:
    assert said("KeyboardInterrupt", hears=False) == ("", True)
    assert said("KeyboardInterrupt", hears=True) == ("heard", False)


def test_whatever_else_is_printed_as_before() -> None:
    assert said("ValueError", hears=True) == ("", True)
