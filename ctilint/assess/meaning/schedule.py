"""The plan: phases with their points, and days counted back from the day on which the old product ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from ctilint.assess.model import Effort, Event, Milestone
from ctilint.rulebook.voice import plan


def schedule(dates: Iterable[Event], efforts: Sequence[Effort], as_of: str = "") -> tuple[Milestone, ...]:
    """Return the phases in their order, the last ending with the earliest certain end date after ``as_of``.

    How long the building takes hangs on its points: its phases have the day by which they must be done, and what comes
    before them has none. Without an end date no phase has a day.
    """
    ends = sorted(one.day for one in dates if one.certain and one.day and one.day > as_of)
    rows = plan()["phase"]
    found: list[Milestone] = []
    built = False
    end = date.fromisoformat(ends[0]) if ends else None
    for name in reversed(rows):
        row = rows[name]
        points = tuple((one.target, one.by_phase[name]) for one in efforts if name in one.by_phase)
        start = end - timedelta(weeks=row["weeks"]) if end is not None and row["weeks"] else None
        if row["weeks"] and built:
            start = end = None
        found.append(Milestone(name, row["title"], _text(start), _text(end), points))
        end = start if row["weeks"] else end
        built = built or not row["weeks"]
    return tuple(reversed(found))


def _text(day: date | None) -> str:
    return day.isoformat() if day is not None else ""
