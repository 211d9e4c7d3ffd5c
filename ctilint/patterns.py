"""``pattern``: a regular expression that is compiled when it is first used.

There are more than a hundred of them, an app needs a few, and compiling all of them takes longer than judging a small
app: the start of a check of three files takes 451 million instructions with this module and 522 with ``re.compile``
(2026-11-29). Type checkers see ``re.compile``.
"""

# ruff: noqa: ANN001, ANN204, ANN201 - checkers see the standard library's half

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from re import compile as pattern
else:
    import re

    _METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split")

    class _Late:
        """Stands for the compiled expression; its methods become attributes of its own at first use."""

        def __init__(self, text, flags):
            self._text = text
            self._flags = flags

        def __getattr__(self, name):
            if name.startswith("_"):
                raise AttributeError(name)
            compiled = re.compile(self._text, self._flags)
            self.__dict__.update((method, getattr(compiled, method)) for method in _METHODS)
            self.__dict__.update(pattern=compiled.pattern, flags=compiled.flags, groupindex=compiled.groupindex)
            return getattr(compiled, name)

        def __repr__(self):
            return f"pattern({self._text!r})"

    def pattern(text, flags=0):
        """Return the expression ``text``, to be compiled when it is first used."""
        return _Late(text, flags)


__all__ = ["pattern"]
