"""The simulation's own scripts: valid, shipped, and installed in full."""

from __future__ import annotations

from pathlib import Path

import pytest

import ctilint.prove
from ctilint.prove.play.sandbox import SIMULATION, simulation
from ctilint.read.strict import syntax_error

FOLDER = Path(ctilint.prove.__file__).parent / "play" / "js"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.js")), ids=lambda path: path.name)
def test_each_script_passes_the_strict_gate(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.startswith("//")
    assert syntax_error(text, module=False) is None


def test_every_script_is_installed() -> None:
    assert len(simulation()) == len(SIMULATION) == len(set(SIMULATION))
    assert {path.stem for path in FOLDER.glob("*.js")} - set(SIMULATION) <= {"browser"}
