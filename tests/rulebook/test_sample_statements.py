"""The sample is drawn from what is printed, and a seed gives the same one again."""

from __future__ import annotations

from sample_statements import sample, statements


def test_a_seed_gives_the_same_sample() -> None:
    assert sample(7, 100) == sample(7, 100)
    assert sample(7, 100) != sample(8, 100)
    assert len(set(sample(7, 100))) == 100


def test_every_statement_says_of_what_and_from_where() -> None:
    every = list(statements())
    assert len(every) > 3000
    assert all(len(line.split(" | ")) >= 3 and line.rpartition(" | ")[2] for line in every)
    assert "workspace#closeTab | in LWC: closeTab(tabId), imported from lightning/platformWorkspaceApi | " in "\n".join(
        every
    )
    assert "python3.10 | ends 2026-10-31 | rules/server/runtimes.toml" in every
