"""The checklist of the event sinks: every line of the page is a test that runs and passes."""

from __future__ import annotations

import re
import shutil
import subprocess
from html import unescape
from pathlib import Path

import pytest
from emitted_kits import FORMS, write_kit

from ctilint.emit import plan, render
from ctilint.emit.checklist import STEPS, warnings

NODE = shutil.which("node")


def test_the_page_shows_six_steps_and_four_warnings() -> None:
    page = render(plan(["event-sink"])).page
    lines = [unescape(line) for line in re.findall(r"<li>(.*?)</li>", page)]
    assert lines == [*STEPS, *warnings()]
    assert (len(STEPS), len(warnings())) == (6, 4)
    assert "Checklist" not in render(plan(["lightning"])).page


@pytest.mark.skipif(NODE is None, reason="Node is not installed")
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("beside", [(), ("lightning",), ("lightning", "classic", "console")], ids="+".join)
def test_every_line_is_a_test_that_passes(beside: tuple[str, ...], form: str, tmp_path: Path) -> None:
    assert NODE is not None
    test = write_kit(tmp_path, plan([*beside, "event-sink"], form=form))
    done = subprocess.run(
        [NODE, "--test", "--test-force-exit", "--test-reporter=tap", test.name],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    passed = [re.sub(r"\\\\(.)", r"\1", line) for line in re.findall(r"^ok \d+ - (.*)$", done.stdout, re.MULTILINE)]
    for kind, lines in (("step", STEPS), ("warning", warnings())):
        for number, line in enumerate(lines, 1):
            assert f"{kind} {number}: {line}" in passed
