"""The simulation's own scripts: valid, shipped, and installed in full."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Play

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


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ("setTimeout(async function () { throw new Error('x'); }, 5);", 1),
        ("const p = Promise.reject(new Error('x')); p.catch(function () {}); setTimeout(() => p, 5);", 0),
        ("const p = Promise.reject(new Error('x')); setTimeout(() => p, 5); p.then(null, function () {});", 0),
        ("const p = Promise.reject(new Error('x')); p.then(function () {}); setTimeout(() => p, 5);", 1),
        ("setTimeout(() => Promise.reject(new Error('x')).finally(function () {}), 5);", 1),
    ],
)
def test_a_promise_whose_failure_the_page_hears_of_is_no_error(play: Play, code: str, count: int) -> None:
    played = play(f"<script>{code}</script>")
    assert [record.text("message") for record in played.of("rejected")] == ["Error: x"] * count
