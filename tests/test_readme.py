"""What README shows is run: its commands, settings, comments, and the picture.

``python tests/test_readme.py`` draws the picture anew.
"""

from __future__ import annotations

import contextlib
import io
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from shown_commands import play

from ctilint.judge.rules import rule_names
from ctilint.settings import read

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "README.md").read_text("utf-8")
PICTURE = ROOT / ".github" / "check.svg"
PICTURED = "lightning-softphone"
RUN = [sys.executable, "-c", "from ctilint.cli import main; main()"]


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)


COMMANDS = [line for block in blocks("sh") for line in block.splitlines() if line.startswith("ctilint ")]


def call(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "HOME": str(folder)}
    return subprocess.run([*RUN, *arguments], cwd=folder, capture_output=True, text=True, env=environment, check=False)


@pytest.mark.parametrize("block", [block for block in blocks("sh") if "\nctilint " in f"\n{block}"])
def test_the_commands_of_a_block_do_what_they_say(block: str, tmp_path: Path) -> None:
    app = tmp_path / "app"
    shutil.copytree(ROOT / "fixtures" / "legacy-softphone", app)
    lines = [line.partition("#") for line in block.splitlines()]
    played = play([command for command, _, _ in lines], app, tmp_path / "tools")
    for (command, _, comment), done in zip(lines, played, strict=True):
        assert done.code == (1 if "exit 1" in comment else 0), command + done.err + done.out[-2000:]
        assert "internal error" not in done.err
        for file in re.findall(r" -o (\S+)", command):
            assert (app / file).stat().st_size > 100


def test_the_commands_are_those_that_there_are() -> None:
    named = {line.split()[1] for line in COMMANDS}
    there = {path.stem for path in (ROOT / "ctilint" / "cli").glob("[a-z]*.py")}
    assert named == there


def test_the_two_setup_commands_are_the_ones_that_ci_runs() -> None:
    first = [line for block in blocks("sh") for line in block.splitlines() if line.startswith("python3 -m venv")]
    assert len(first) == 2
    assert first[0].endswith("ctilint check fixtures/legacy-softphone")
    assert first[1].endswith("-m pytest -n auto")


def test_the_settings_are_settings(tmp_path: Path) -> None:
    _, block = blocks("toml")
    (tmp_path / "ctilint.toml").write_text(block, encoding="utf-8")
    settings = read(str(tmp_path / "ctilint.toml"), rule_names())
    assert settings.api_version == 61
    assert settings.per_path_ignores == (("demo/**", ("outdated-library",)),)


def test_the_scenario_is_a_scenario(tmp_path: Path) -> None:
    block, _ = blocks("toml")
    (tmp_path / "mine.toml").write_text(block, encoding="utf-8")
    page = (
        '<script src="/support/api/60.0/lightning/opencti_min.js"></script>'
        '<script src="https://cdn.example/vendor.js"></script><script>'
        "Vendor.on('callEnded', function () { sforce.opencti.saveLog({ value: { Subject: 'Call' } }); });</script>"
    )
    (tmp_path / "phone.html").write_text(page, encoding="utf-8")
    (done,) = play(["ctilint prove --scenario mine.toml phone.html"], tmp_path, tmp_path / "tools")
    assert (done.code, "  ok    a call is logged\n" in done.out) == (0, True), done.out


def test_the_comments_allow_what_they_name(tmp_path: Path) -> None:
    (block,) = blocks("js")
    page = (
        "sforce.opencti.onClickToDial({ listener: (payload) => {\n" + block + "} });\n"
        'addEventListener("pagehide", () => sforce.opencti.disableClickToDial({ callback: show }));\n'
    )
    (tmp_path / "phone.js").write_text(page, encoding="utf-8")
    done = call(["check", "--quiet", "--select", "blocking-handler,unknown-suppression"], tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    (tmp_path / "phone.js").write_text(re.sub(r"//.*|/\*.*", "", page), encoding="utf-8")
    assert call(["check", "--quiet", "--select", "blocking-handler"], tmp_path).stdout.count("blocking-handler") == 2


def test_the_hook_is_the_one_that_is_offered() -> None:
    import yaml

    (block,) = blocks("yaml")
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    offered = [{"id": hook["id"]} for hook in hooks]
    # What mends runs before what reports.
    assert yaml.safe_load(block)["repos"][0]["hooks"] == offered[::-1]
    for hook in hooks:
        assert hook["pass_filenames"] is False
        assert hook["require_serial"] is True
        for name in ("a.page", "x/b.cmp", "c.JS", "d.resource", "e.webLink-meta.xml", "ctilint.toml"):
            assert re.search(hook["files"], name), name
        for name in ("a.md", "b.py", "c.json", "actilint.toml"):
            assert not re.search(hook["files"], name), name


def test_the_rules_named_are_rules_and_links_lead_somewhere() -> None:
    for name in re.findall(r"^\| `([a-z-]+)` \|", TEXT, re.MULTILINE):
        assert name in rule_names()
    for target in re.findall(r"\]\(([^)]+)\)", TEXT):
        assert (ROOT / target).exists(), target


def test_what_it_finds_takes_thirty_lines() -> None:
    section = TEXT.split("## What it finds\n")[1].split("\n## ")[0]
    assert len(section.strip().splitlines()) <= 30


def test_the_picture_is_of_a_run_of_today() -> None:
    assert PICTURE.read_text("utf-8") == drawn()


def drawn() -> str:
    """Return the picture: what ``ctilint check`` prints for the pictured fixture."""
    from rich._export_format import CONSOLE_SVG_FORMAT
    from rich.console import Console
    from rich.text import Text

    from ctilint.cli._reading import read_app
    from ctilint.judge import judge
    from ctilint.report.text import show
    from ctilint.settings import Settings

    console = Console(record=True, width=116, file=io.StringIO(), force_terminal=True, highlight=False, markup=False)
    console.print(Text.assemble(("$ ", "bold green"), f"ctilint check {PICTURED}"))
    with contextlib.chdir(ROOT / "fixtures"):
        app = read_app([PICTURED], Settings())
        show(console, judge(app, Settings()), app.files)
    # The fonts of the reader's machine will do: a picture must not ask another host for some.
    local = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    svg = console.export_svg(title="ctilint", code_format=local, unique_id="ctilint")
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


if __name__ == "__main__":
    PICTURE.write_text(drawn(), encoding="utf-8")
