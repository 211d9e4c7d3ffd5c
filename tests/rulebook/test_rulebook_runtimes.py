"""The runtimes of AWS Lambda: three days each, and a successor that stays."""

from __future__ import annotations

from datetime import date

import pytest

from ctilint.rulebook.runtimes import Runtime, runtimes


@pytest.mark.parametrize(
    "runtime",
    [
        Runtime("python3.8", "2024-10-14", "2027-02-01", "2027-03-03", "python3.14"),
        Runtime("python3.10", "2026-10-31", "2027-02-01", "2027-03-03", "python3.14"),
        Runtime("python3.11", "2027-06-30", "2027-07-31", "2027-08-31", "python3.14"),
        Runtime("nodejs20.x", "2026-04-30", "2027-02-01", "2027-03-03", "nodejs24.x"),
        Runtime("nodejs24.x", "2028-04-30", "2028-06-01", "2028-07-01", "nodejs24.x"),
        Runtime("java8.al2", "2027-06-30", "2027-07-31", "2027-08-31", "java25"),
        Runtime("java17", "2027-06-30", "2027-07-31", "2027-08-31", "java25"),
        Runtime("dotnet9", "2026-11-10", "", "", "dotnet10"),
        Runtime("go1.x", "2024-01-08", "2024-02-08", "2027-03-03", "provided.al2023"),
        Runtime("provided.al2", "2026-07-31", "2027-02-01", "2027-03-03", "provided.al2023"),
        Runtime("ruby3.2", "2026-03-31", "2027-02-01", "2027-03-03", "ruby4.0"),
    ],
    ids=lambda one: one.name,
)
def test_a_runtime_has_three_days(runtime: Runtime) -> None:
    assert runtimes().known[runtime.name] == runtime


def test_every_day_is_one_and_every_successor_is_known() -> None:
    table = runtimes()
    assert len(table.known) == 47
    for runtime in table.known.values():
        assert bool(runtime.creating) == bool(runtime.updating)
        for day in (runtime.ends, *filter(None, (runtime.creating, runtime.updating))):
            assert date.fromisoformat(day).isoformat() == day
        assert table.known[runtime.successor].ends > table.looked
