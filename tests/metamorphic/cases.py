"""The apps that are transformed: the fixtures, and the examples on the pages of the five rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from ctilint.cli._reading import read_app
from ctilint.judge import judge
from ctilint.rulebook.pages import page
from ctilint.settings import Settings

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"
MISSION = ("outdated-library", "missing-unsubscribe", "blocking-handler", "unguarded-handler", "missing-tab-check")

Row = tuple[str, ...]


def apps() -> Iterator[tuple[str, dict[str, str]]]:
    """Yield every app with its name: paths and texts."""
    for marker in sorted(FIXTURES.glob("**/expected.toml")):
        folder = marker.parent
        yield (
            folder.relative_to(FIXTURES).as_posix(),
            {
                path.relative_to(folder).as_posix(): path.read_text("utf-8")
                for path in sorted(folder.rglob("*"))
                if path.is_file() and path.name != "expected.toml"
            },
        )
    for rule in MISSION:
        for example in page(rule).examples:
            yield f"{rule}:{example.line}", dict(example.files)


def found(files: Mapping[str, str], folder: Path, *, lines: bool = False, paths: bool = True) -> Counter[Row]:
    """Write ``files`` below ``folder``, judge them by the five rules and return what was found, counted."""
    for path, text in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode())
    report = judge(read_app((str(folder),), Settings()), Settings(select=MISSION))
    return Counter(
        (
            finding.rule,
            finding.severity.value,
            Path(finding.location.path).name if paths else "",
            str(finding.location.line) if lines else "",
        )
        for finding in report.findings
    )
