"""Is this text valid ECMAScript? The only module that knows esprima."""

from __future__ import annotations

import sys
from functools import cache
from typing import Any

from ctilint.patterns import pattern
from ctilint.read.javascript.blanking import blank
from ctilint.records import dataclass

LIMIT = 400_000
_DEPTH = 4_000
_LINE_END = pattern(r"\r\n?|\n")
_PREFIX = pattern(r"^Line \d+: ")
_REINSTALL = "run `pip uninstall esprima esprima-fork` and then `pip install 'esprima-fork>=5,<6'`"


class StrictGateError(Exception):
    """The strict gate cannot work: its parser is missing, or another distribution stands in its place."""


@dataclass(frozen=True, slots=True)
class SyntaxFault:
    """Why a text is not accepted, in esprima's words.

    ``line`` and ``column`` start at 1 and count code points, ``index`` is the offset in the text. ``checked`` False
    means that the text could not be checked at all, so nothing may be written on its strength.
    """

    line: int
    column: int
    index: int
    message: str
    checked: bool = True


def syntax_error(text: str, *, module: bool | None = None, language: str = "javascript") -> SyntaxFault | None:
    """Return the first syntax error of ``text``, or None when it is valid ECMAScript.

    ``module`` None accepts a script or a module. ``language`` is javascript, typescript or tsx: decorators and
    types are blanked first; where that cannot be done, the fault says so.
    """
    if len(text) > LIMIT:
        return _fault(text, 0, f"too large to check (more than {LIMIT // 1000} kB)", checked=False)
    esprima = _esprima()
    plain = blank(text, language)
    if plain.obstacle:
        message = f"cannot be checked: {plain.obstacle} is not ECMAScript"
        return _fault(text, plain.at, message, checked=False)
    if module is not None:
        return _try(esprima, text, plain.text, module=module, jsx=plain.jsx)
    as_script = _try(esprima, text, plain.text, module=False, jsx=plain.jsx)
    if as_script is None or not as_script.checked:
        return as_script
    as_module = _try(esprima, text, plain.text, module=True, jsx=plain.jsx)
    if as_module is None:
        return None
    return as_module if as_module.index > as_script.index else as_script


@cache
def _esprima() -> Any:
    try:
        import esprima
    except ImportError as error:
        raise StrictGateError(f"the strict gate needs esprima-fork 5, which is not installed: {_REINSTALL}") from error
    version = str(getattr(esprima, "version", "unknown"))
    if version.split(".", 1)[0] != "5" or not hasattr(esprima, "parse"):
        raise StrictGateError(
            f"the strict gate needs esprima-fork 5, but `esprima` is version {version}: "
            f"the two distributions share one import name and overwrite one another; {_REINSTALL}"
        )
    return esprima


def _try(esprima: Any, text: str, plain: str, *, module: bool, jsx: bool) -> SyntaxFault | None:
    depth = sys.getrecursionlimit()
    sys.setrecursionlimit(max(depth, _DEPTH))
    try:
        esprima.parse(plain, sourceType="module" if module else "script", positionEncoding="scalar", jsx=jsx)
    except esprima.Error as error:
        message = _PREFIX.sub("", str(error.message))
        if "resource limit" in message:
            return _fault(text, error.index or 0, "cannot be checked: nested too deep", checked=False)
        return _fault(text, error.index or 0, message)
    except Exception as error:  # noqa: BLE001 - a young parser; its own mistakes must not stop a run
        return _fault(text, 0, f"cannot be checked: the parser failed ({type(error).__name__})", checked=False)
    finally:
        sys.setrecursionlimit(depth)
    return None


def _fault(text: str, index: int, message: str, *, checked: bool = True) -> SyntaxFault:
    index = min(max(index, 0), len(text))
    line, start = 1, 0
    for match in _LINE_END.finditer(text, 0, index):
        line += 1
        start = match.end()
    return SyntaxFault(line, index - start + 1, index, message, checked)
