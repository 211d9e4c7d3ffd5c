"""Bundles: one script that holds many modules as functions in a table, and a function that runs one of them.

Webpack, Browserify and Parcel write such scripts. A bundle is known by its shape, since its names are often gone: a
function that calls an entry of a table with a module, that module's exports and itself; a table of pairs of a function
and the modules that it needs; a chunk that is pushed onto a list. The modules of a loader (``define([…], function``)
are of the same kind: functions that are handed what they need.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from ctilint.read.facts import Value
from ctilint.records import dataclass, field
from ctilint.understand.program.refs import FunctionRef

# In front of the name of a module that a loader finds from its base address, which no file says.
LOADED = "loaded "


@dataclass(frozen=True, slots=True)
class Part:
    """What a module of a bundle is handed: its ``module``, its ``exports``, or the function ``require``."""

    ref: FunctionRef
    role: str


@dataclass(slots=True)
class Bundle:
    """The modules of one script. ``given`` maps (scope, name) of a module's parameters to what they are.

    ``bare`` are the functions that are all that a module exports, ``names`` those under which modules know them.
    ``wants`` maps parameters to the modules that a loader hands over, ``factories`` names to what defines them. The
    keys of ``needs``, ``whole``, ``requirers`` and ``bare`` are indexes of functions of the script.
    """

    modules: dict[str, FunctionRef] = field(default_factory=dict)
    given: dict[tuple[int, str], Part] = field(default_factory=dict)
    needs: dict[int, Mapping[str, str]] = field(default_factory=dict)
    requirers: set[int] = field(default_factory=set)
    wants: dict[tuple[int, str], str] = field(default_factory=dict)
    factories: dict[str, FunctionRef] = field(default_factory=dict)
    exports: dict[tuple[int, str], list[Value]] = field(default_factory=lambda: defaultdict(list))
    whole: dict[int, list[Value]] = field(default_factory=lambda: defaultdict(list))
    bare: set[int] = field(default_factory=set)
    names: set[str] = field(default_factory=set)

    def required(self, asker: int, name: str) -> FunctionRef | None:
        """Return the module that the module function ``asker`` means by ``name``."""
        return self.modules.get(self.needs.get(asker, {}).get(name, name))
