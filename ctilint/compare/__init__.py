"""Two apps -> what became of each capability of the old one in the new one.

``compare`` pairs them; ``telling`` beside this module prints the result.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from ctilint.compare.model import Capability, Comparison, Fate, Row, Sign

if TYPE_CHECKING:
    from ctilint.assess.gathered.estate import Files
    from ctilint.compare.reasons import Reason
    from ctilint.understand.model import App


def compare(
    old: App, new: App, files: Files, reasons: Sequence[Reason] = (), names: tuple[str, str] = ("", "")
) -> Comparison:
    """Return the fate of every capability of ``old`` in ``new``; ``files`` are all files of the new app."""
    from ctilint.compare.new import signs_of
    from ctilint.compare.old import capabilities_of

    shown = signs_of(new, files)
    rows = [_fate(one, shown, reasons) for one in capabilities_of(old)]
    used = {
        reason
        for row in rows
        if row.fate is Fate.GIVEN_UP
        for reason in reasons
        if reason.speaks_for(row.capability.id)
    }
    unused = tuple(reason.capability for reason in reasons if reason not in used)
    return Comparison(names[0], names[1], tuple(rows), unused)


def _fate(one: Capability, shown: Mapping[str, Sign], reasons: Sequence[Reason]) -> Row:
    found = tuple(_found(one.signs, shown))
    if found:
        return Row(one, Fate.PRESENT, found)
    weaker = tuple(_found(one.weaker, shown))
    if weaker:
        return Row(one, Fate.CHANGED, weaker)
    given = next((reason for reason in reasons if reason.speaks_for(one.id)), None)
    if given is not None:
        said = f"{given.reason} ({given.by})" if given.by else given.reason
        return Row(one, Fate.GIVEN_UP, (), said)
    known = [sign for sign in one.signs if not sign.startswith("same:")]
    return Row(one, Fate.MISSING if known else Fate.NOT_JUDGED)


def _found(signs: Iterable[str], shown: Mapping[str, Sign]) -> Iterable[Sign]:
    """Yield the signs that the new app shows; ``import:module`` alone means any name of the module."""
    for sign in signs:
        if sign in shown:
            yield shown[sign]
        elif sign.startswith("import:"):
            pattern = sign if "#" in sign else f"{sign}#*"
            yield from (found for name, found in shown.items() if fnmatchcase(name, pattern))
