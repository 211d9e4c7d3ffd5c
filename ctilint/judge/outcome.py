"""What a run says: the Report, and the Summary that closes it."""

from __future__ import annotations

from collections.abc import Mapping

from ctilint.findings import Finding, Location, Severity
from ctilint.records import dataclass, field


@dataclass(frozen=True, slots=True)
class SeenLoad:
    """One load of a library for the summary; ``version`` is '' for an empty one and None when it is unknown."""

    library: str
    dialect: str
    version: str | None
    location: Location


@dataclass(frozen=True, slots=True)
class Summary:
    """The closing summary: what was looked at, what was found, what was left out and why.

    ``older`` counts the findings that are not shown because the change that was asked about does not bring them.
    ``apart`` counts the findings in pages that use the AJAX Toolkit and hold no telephony, ``left_out`` those of them
    that the settings leave out.
    """

    files_seen: int = 0
    files_with_cti: int = 0
    windows: int = 0
    dialects: tuple[str, ...] = ()
    loads: tuple[SeenLoad, ...] = ()
    skipped: tuple[tuple[str, str], ...] = ()
    by_rule: Mapping[str, int] = field(default_factory=dict)
    by_severity: Mapping[str, int] = field(default_factory=dict)
    fixable: int = 0
    safely: int = 0
    suppressed: int = 0
    baselined: int = 0
    older: int = 0
    apart: int = 0
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """The findings of a run in the order of their places, what was suppressed, what a baseline holds, the summary.

    ``rules`` are the names of the rules that ran.
    """

    findings: tuple[Finding, ...]
    suppressed: tuple[Finding, ...] = ()
    baselined: tuple[Finding, ...] = ()
    summary: Summary = field(default_factory=Summary)
    rules: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """Say whether ctilint itself could not do all that was asked."""
        return any(finding.rule == "internal-error" for finding in self.findings)

    def fails(self, level: Severity | None) -> bool:
        """Say whether a finding stands at ``level`` or above it; None never fails."""
        return level is not None and any(finding.severity.rank >= level.rank for finding in self.findings)
