"""The tutorials are played: each command in its turn, with the exit code and the output that the page shows.

``python tests/docs/test_docs_tutorials.py`` writes the outputs anew.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))

from shown_commands import ROOT, play

from ctilint.docs.front import TUTORIALS

FOLDER = ROOT / "ctilint" / "docs" / "tutorials"
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
EXIT = re.compile(r"\s+# exit (\d)$")


def steps(text: str) -> Iterator[tuple[str, int, str]]:
    """Yield each command of a page, the exit code it must have, and the output that is shown below it."""
    for block in BLOCK.findall(text):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            line, _, shown = part.partition("\n")
            code = EXIT.search(line)
            yield EXIT.sub("", line), int(code[1]) if code else 0, shown


@pytest.mark.parametrize("name", TUTORIALS)
def test_a_tutorial_is_what_happens(name: str, tmp_path: Path) -> None:
    shown = list(steps((FOLDER / f"{name}.md").read_text("utf-8")))
    assert len(shown) > 8
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "fixtures").symlink_to(ROOT / "fixtures")
    played = play([command for command, _, _ in shown], folder, tmp_path / "tools")
    for (command, code, output), done in zip(shown, played, strict=True):
        assert done.code == code, f"{command}: {done.err}"
        assert "internal error" not in done.err
        assert done.out == output, f"{command}: python tests/docs/test_docs_tutorials.py writes the outputs anew"


def test_every_tutorial_has_a_reader() -> None:
    assert {path.stem for path in FOLDER.glob("*.md")} == set(TUTORIALS)


def written_anew(text: str) -> str:
    """Return the page with the outputs of today."""
    commands = [command for command, _, _ in steps(text)]
    with tempfile.TemporaryDirectory() as work, tempfile.TemporaryDirectory() as tools:
        (Path(work) / "fixtures").symlink_to(ROOT / "fixtures")
        outputs = iter([done.out for done in play(commands, Path(work), Path(tools))])

    def block(found: re.Match[str]) -> str:
        lines = [line for line in found[1].splitlines() if line.startswith("$ ")]
        return "```console\n" + "".join(f"{line}\n{next(outputs)}" for line in lines) + "```"

    return BLOCK.sub(block, text)


if __name__ == "__main__":
    for tutorial in FOLDER.glob("*.md"):
        tutorial.write_text(written_anew(tutorial.read_text("utf-8")), encoding="utf-8")
