"""What fuzzing found stays mended, and a little fuzzing without a guide runs with the tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from targets import MOST, NAMES, TARGETS, WORDS, packed, seeds, unpacked

HERE = Path(__file__).parent
FOUND = sorted(path for path in (HERE / "found").iterdir() if path.suffix == ".app")
CHEAP = [name for name in TARGETS if name != "proving"]
SEEDS = sorted(seeds(HERE.parents[1]), key=len)
apps = st.lists(
    st.one_of(
        st.sampled_from([*WORDS, "\n", " ", "a", "1", '"', "'"]).map(str.encode),
        st.binary(max_size=6),
        st.sampled_from(SEEDS).flatmap(lambda seed: st.integers(0, len(seed)).map(lambda at: seed[at : at + 80])),
    ),
    max_size=60,
).map(b" ".join)


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.stem)
@pytest.mark.parametrize("target", TARGETS)
def test_what_was_found_is_mended(path: Path, target: str) -> None:
    TARGETS[target](path.read_bytes())


def test_an_app_is_packed_and_unpacked() -> None:
    files = {"a.js": b"x()", "h.py": b"", ".gitignore": b"a\n"}
    assert unpacked(packed(files)) == files
    assert len(SEEDS) > 300
    assert all(len(seed) <= MOST + 100 for seed in SEEDS)


@pytest.mark.parametrize("target", CHEAP)
@settings(max_examples=15)
@given(
    names=st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True),
    parts=st.lists(apps, min_size=1, max_size=3),
)
def test_parts_of_apps_in_any_order(target: str, names: list[str], parts: list[bytes]) -> None:
    TARGETS[target](packed(dict(zip(names, parts, strict=False))))
