"""Points -> days, by what the user has finished already and by nothing else."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from ctilint.assess.model import Band, Calibration

COLUMNS = ("piece", "points", "days")
_FEWEST = 3


class CalibrationError(ValueError):
    """A file of finished pieces that cannot be used; the text names file, line and cause."""


def given(rate: Decimal) -> Calibration:
    """Return the calibration of a rate that the settings give, in days per point."""
    return Calibration(rate, "days-per-point of the settings")


def fitted(path: str, text: str) -> Calibration:
    """Fit days per point to the finished pieces of a CSV text with the columns ``piece``, ``points``, ``days``.

    The line goes through the origin (no points, no days) and makes the sum of the squared residuals least:
    ``rate = sum(points * days) / sum(points * points)``. ``spread`` is the square root of the mean squared residual
    (by one degree of freedom less) over the mean fitted days.
    """
    rows = tuple(_rows(path, text))
    if len(rows) < _FEWEST:
        raise CalibrationError(f"{path}: {len(rows)} finished pieces are too few: {_FEWEST} at least")
    nothing = Decimal(0)
    products = sum((points * days for _, points, days in rows), start=nothing)
    rate = products / sum((points * points for _, points, _ in rows), start=nothing)
    squares = sum(((days - rate * points) ** 2 for _, points, days in rows), start=nothing)
    mean = sum((rate * points for _, points, _ in rows), start=nothing) / len(rows)
    spread = (squares / (len(rows) - 1)).sqrt() / mean
    return Calibration(rate, path, rows, spread)


def days(band: Band, calibration: Calibration) -> Band:
    """Return ``band`` in days; the ends of the range move out by the spread of the finished pieces."""
    rate, spread = calibration.rate, calibration.spread
    low = max(band.low * rate * (1 - spread), Decimal(0))
    return Band(low, band.likely * rate, band.high * rate * (1 + spread))


def _rows(path: str, text: str) -> Iterable[tuple[str, Decimal, Decimal]]:
    reader = csv.reader(text.splitlines())
    for number, row in enumerate(reader, 1):
        cells = [cell.strip() for cell in row]
        if number == 1:
            if tuple(cell.lower() for cell in cells) != COLUMNS:
                raise CalibrationError(f"{path}:1: the columns must be {', '.join(COLUMNS)}")
            continue
        if not any(cells):
            continue
        if len(cells) != len(COLUMNS):
            raise CalibrationError(f"{path}:{number}: {len(cells)} cells instead of {len(COLUMNS)}")
        yield cells[0], _number(path, number, "points", cells[1]), _number(path, number, "days", cells[2])


def _number(path: str, line: int, what: str, text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise CalibrationError(f"{path}:{line}: {what} '{text}' is not a number") from None
    if not value.is_finite() or value <= 0:
        raise CalibrationError(f"{path}:{line}: {what} must be more than 0")
    return value
