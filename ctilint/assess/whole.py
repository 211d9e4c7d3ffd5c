"""One assessment, and several as a portfolio: the records that every report prints, in its order."""

from __future__ import annotations

from ctilint.assess.model import (
    Answer,
    Apex,
    Calibration,
    CallCenterFile,
    Code,
    Decision,
    Effort,
    Event,
    Fill,
    FoundRule,
    GuidePoint,
    Library,
    Line,
    Listener,
    Lost,
    Milestone,
    Named,
    NotSeen,
    Page,
    ServerPart,
    Spot,
    Unverified,
    WrittenField,
)
from ctilint.records import dataclass


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything that is known about one app's way to Salesforce Voice; ``as_of`` is the day it speaks of.

    ``files_seen`` counts the files that were read, ``files_with_cti`` those of them with CTI code. Effort is in points.
    """

    name: str
    as_of: str
    paths: tuple[str, ...]
    targets: tuple[str, ...]
    verdict: tuple[str, ...]
    files_seen: int
    files_with_cti: int
    pages: tuple[Page, ...]
    libraries: tuple[Library, ...]
    listeners: tuple[Listener, ...]
    lines: tuple[Line, ...]
    findings: tuple[FoundRule, ...]
    call_centers: tuple[CallCenterFile, ...]
    components: tuple[Named, ...]
    apex: tuple[Apex, ...]
    channels: tuple[Named, ...]
    hosts: tuple[Named, ...]
    settings: tuple[Named, ...]
    fields: tuple[WrittenField, ...]
    flows: tuple[Named, ...]
    server: tuple[ServerPart, ...]
    server_needs: tuple[Named, ...]
    code: tuple[Code, ...]
    effort: tuple[Effort, ...]
    gates: tuple[str, ...]
    lost: tuple[Lost, ...]
    answers: tuple[Answer, ...]
    guide: tuple[GuidePoint, ...]
    fills: tuple[Fill, ...]
    decisions: tuple[Decision, ...]
    plan: tuple[Milestone, ...]
    dates: tuple[Event, ...]
    not_seen: tuple[NotSeen, ...]
    not_run: tuple[NotSeen, ...]
    unresolved: tuple[Spot, ...]
    unverified: tuple[Unverified, ...]


@dataclass(frozen=True, slots=True)
class Shared:
    """Code that several apps have: counted once in the totals of the portfolio."""

    symbol: str
    apps: tuple[str, ...]
    spot: Spot


@dataclass(frozen=True, slots=True)
class Portfolio:
    """One or several assessments in one report; ``effort`` counts shared code once."""

    apps: tuple[Assessment, ...]
    targets: tuple[str, ...]
    effort: tuple[Effort, ...]
    shared: tuple[Shared, ...]
    many: bool
    version: str
    calibration: Calibration | None = None
