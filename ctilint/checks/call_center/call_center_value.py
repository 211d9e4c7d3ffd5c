"""call-center-value: a name, size, order or switch that breaks a documented rule of the file."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.findings import Problem
from ctilint.patterns import pattern
from ctilint.read.source import Span
from ctilint.understand.model import App
from ctilint.views.callcenter import Center, centers

INTERNAL = pattern(r"[A-Za-z][A-Za-z0-9]{0,39}\Z")
LONGEST_NUMBER = 9
SIZES = {"reqSoftphoneHeight": (240, 2560), "reqSoftphoneWidth": (200, 1920)}
ORDERS = {"reqInternalName": "0", "reqDisplayName": "1"}
LONGEST_NAME = 1000


def check(app: App) -> Iterator[Problem]:
    """Yield each broken rule."""
    for center in centers(app):
        yield from _names(center)
        yield from _numbers(center)
        if center.is_import and not center.is_mixed:
            yield from _orders(center)


def _names(center: Center) -> Iterator[Problem]:
    internal = center.get("reqInternalName")
    if internal is not None and not INTERNAL.match(internal.value):
        yield center.problem(
            internal.span,
            f"'{internal.value}' is no internal name: at most 40 letters and digits, a letter first",
            "leave spaces, dashes and underscores out",
        )
    display = center.get("reqDisplayName")
    if display is not None and len(display.value) > LONGEST_NAME:
        yield center.problem(
            display.span,
            f"the display name has {len(display.value)} characters: at most {LONGEST_NAME} are allowed",
            "shorten it",
        )
    use_api = center.get("reqUseApi")
    if use_api is not None and use_api.value not in {"true", "false"}:
        yield center.problem(use_api.span, f"reqUseApi is '{use_api.value}': it is true or false", "write true")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER


def _numbers(center: Center) -> Iterator[Problem]:
    for name, (least, most) in SIZES.items():
        setting = center.get(name)
        if setting is None:
            continue
        if not _is_number(setting.value):
            yield center.problem(
                setting.span, f"{name} is '{setting.value}': it is a whole number of pixels", "write a number"
            )
        elif center.for_lightning and not least <= int(setting.value) <= most:
            yield center.problem(
                setting.span,
                f"{name} is {setting.value}: Lightning takes {least} to {most}",
                f"stay within {least} to {most}",
            )
    timeout = center.get("reqTimeout")
    if timeout is not None and not _is_number(timeout.value):
        yield center.problem(
            timeout.span, f"reqTimeout is '{timeout.value}': it is a number of milliseconds", "write a number"
        )


def _orders(center: Center) -> Iterator[Problem]:
    for name, order in ORDERS.items():
        setting = center.get(name)
        if setting is not None and setting.order != order:
            yield center.problem(
                setting.span,
                f"{name} has sortOrder {setting.order or 'none'}: it must be {order}",
                f'write sortOrder="{order}"',
            )
    sections = center.definition.sections
    yield from _gaps(center, [(section.sort_order, section.name_span) for section in sections], "the sections")
    for section in sections:
        rows = [(item.sort_order, item.name_span) for item in section.items]
        yield from _gaps(center, rows, f"the items of {section.name or 'a section'}")


def _gaps(center: Center, rows: list[tuple[str, Span]], what: str) -> Iterator[Problem]:
    """Yield the first order that is no number, or that leaves a gap."""
    for order, span in rows:
        if not _is_number(order):
            yield center.problem(
                span, f"sortOrder of {what} is '{order}': it is a number from 0 on", "number them from 0 without gaps"
            )
            return
    for expected, (order, span) in enumerate(sorted(rows, key=lambda row: int(row[0]))):
        if int(order) != expected:
            word = "twice" if int(order) < expected else "with a gap before it"
            yield center.problem(span, f"sortOrder {order} of {what} stands {word}", "number them from 0 without gaps")
            return
