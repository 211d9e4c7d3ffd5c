"""Seven faults that a module once had: put back one by one, each is found by the test that comes with the module."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from emitted_kits import write_kit

from ctilint.emit import plan

NODE = shutil.which("node")

UNSEEN = "throw new Error('this page was not in view when it was clicked: it is not dialled here');"
LATE = """    if (!isInView()) {
      throw new Error('this page was not in view when it was clicked: it is not dialled here');
    }
    const data = Object.assign({}, payload, { number: String(number) });
    enqueue('click-to-dial', () => {
"""
FAULTS = {
    "a click is judged when its turn comes": (
        LATE,
        """    const data = Object.assign({}, payload, { number: String(number) });
    enqueue('click-to-dial', () => {
      if (!isInView()) {
        return undefined;
      }
""",
        "dials what was clicked in view, though the page is hidden when its turn comes: lightning",
    ),
    "a click is dropped without a word": (
        UNSEEN,
        "return;",
        "dials what was clicked in view, though the page is hidden when its turn comes: lightning",
    ),
    "one queue for all events": (
        "queues[what] = (queues[what] || Promise.resolve())",
        "queues.all = (queues.all || Promise.resolve())",
        "dials at once, whatever the other events wait for: lightning",
    ),
    "a missing number is dialled as undefined": (
        "if (number === undefined || number === null || String(number).trim() === '') {",
        "if (!payload) {",
        "reports a click without a number and dials nothing: lightning",
    ),
    "start() does not wait for the answer": (
        "return Promise.all(answers);",
        "Promise.all(answers).catch(() => {});\n    return Promise.resolve();",
        "fails when Salesforce refuses, and says what",
    ),
    "a refusal counts as an answer": (
        "if (answer && answer.success) {\n          resolve(answer);",
        "if (answer) {\n          resolve(answer);",
        "fails when Salesforce refuses, and says what",
    ),
    "an answer that never comes is waited for": (
        "return within(wait, 'the answer to ' + what, new Promise(",
        "return within(10 * wait, 'the answer to ' + what, new Promise(",
        "fails when Salesforce does not answer, and is no failure when it was stopped meanwhile",
    ),
}


@pytest.mark.skipif(NODE is None, reason="Node is not installed")
@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_found_by_the_test_that_comes_with_the_module(fault: str, tmp_path: Path) -> None:
    assert NODE is not None
    sound, faulty, name = FAULTS[fault]
    test = write_kit(tmp_path, plan())
    module = tmp_path / "cti.js"
    text = module.read_text("utf-8")
    assert text.count(sound) == 1
    module.write_text(text.replace(sound, faulty), "utf-8")
    done = subprocess.run(
        [NODE, "--test", "--test-force-exit", "--test-reporter=tap", test.name],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert name in re.findall(r"^not ok \d+ - (.*)$", done.stdout, re.MULTILINE), done.stdout[-2000:]
