"""Prints a random sample of what ctilint says about Salesforce, to be read against the sources by a person.

    python tests/rulebook/sample_statements.py [SEED] [HOW_MANY]

One statement a line: what it speaks of, what is said, and where it is from. The same seed gives the same sample while
the tables stay as they are. Every line that ``ctilint api`` prints, every day of a Lambda runtime and every release is
a statement.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator


def statements() -> Iterator[str]:
    """Yield every statement of the tables."""
    from ctilint.report.entry import lines_of
    from ctilint.rulebook.releases import releases
    from ctilint.rulebook.runtimes import runtimes
    from ctilint.rulebook.tables import DIALECTS, api

    for dialect in DIALECTS:
        for entry in api(dialect).values():
            first, *lines = (line.strip() for line in lines_of(entry))
            for line in (f"is called {first}", *lines):
                if not line.startswith(("source:", "Salesforce Voice with")):
                    yield f"{entry.name} | {line} | {entry.source}"
    for runtime in runtimes().known.values():
        days = (("ends", runtime.ends), ("creating refused", runtime.creating), ("changing refused", runtime.updating))
        yield from (f"{runtime.name} | {what} {day} | rules/server/runtimes.toml" for what, day in days if day)
    for release in releases().known.values():
        yield f"API {release.number}.0 | {release.name}, {release.status} | {release.source}"


def sample(seed: int, count: int) -> list[str]:
    """Return ``count`` statements, drawn with ``seed``."""
    return random.Random(seed).sample(sorted(set(statements())), count)


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    for number, line in enumerate(sample(*(given + [2026, 100][len(given) :])), 1):
        sys.stdout.write(f"{number:3} {line}\n")
