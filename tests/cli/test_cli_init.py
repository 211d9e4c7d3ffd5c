"""``ctilint init``, and the files for hosts: the action, GitLab's template, what init writes for both."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from ctilint.cli import run
from ctilint.judge.rules import rule_names
from ctilint.settings import read

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def prepare(folder: Path, kind: str) -> None:
    if kind == "estate":
        shutil.copytree(ROOT / "fixtures" / "estate", folder, dirs_exist_ok=True)
    if kind == "dx":
        (folder / "sfdx-project.json").write_text('{"packageDirectories": [{"path": "force-app", "default": true}]}')
        pages = folder / "force-app" / "main" / "default" / "pages"
        pages.mkdir(parents=True)
        (pages / "Phone.page").write_text(
            '<apex:page><apex:includeScript value="/support/api/28.0/interaction.js"/></apex:page>'
        )
        (folder / "vendor").mkdir()


@pytest.mark.parametrize("kind", ["empty", "estate", "dx"])
@pytest.mark.parametrize("preset", ["recommended", "strict", "migration"])
def test_what_is_written_works_unchanged(
    folder: Path, kind: str, preset: str, capsys: pytest.CaptureFixture[str]
) -> None:
    prepare(folder, kind)
    plain = run(["check", "--statistics"])
    assert run(["init", "--preset", preset, "--hook", "--ci", "github"]) == 0
    assert "wrote ./ctilint.toml" in capsys.readouterr().out
    settings = read("ctilint.toml", rule_names())
    assert settings.preset == preset
    assert settings.exclude == (("vendor/",) if kind == "dx" else ())
    assert run(["check", "--statistics"]) == (0 if preset == "migration" else plain)
    assert run(["settings"]) == 0
    text = (folder / "ctilint.toml").read_text()
    assert ("a Salesforce DX project" in text) is (kind == "dx")
    # Every example in it is a setting.
    examples = "\n".join(line.removeprefix("# ") for line in text.splitlines() if " = " in line)
    tables = examples.replace(
        'missing-tab-check = "error"', '[severity]\nmissing-tab-check = "error"\n[per-path-ignores]'
    )
    (folder / "ctilint.toml").write_text(tables)
    assert read("ctilint.toml", rule_names()).guards == ("safely",)


def test_a_persons_files_are_not_touched(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "ctilint.toml").write_text("strict = true\n")
    assert run(["init"]) == 0
    out = capsys.readouterr().out
    assert "'./ctilint.toml' is there already; this could go into it:" in out
    assert '    preset = "recommended"\n' in out
    assert (folder / "ctilint.toml").read_text() == "strict = true\n"


@pytest.mark.parametrize(
    ("schema", "file"),
    [
        ("vendor.github-workflows", "init:github"),
        ("vendor.gitlab-ci", "init:gitlab"),
        ("vendor.gitlab-ci", ".gitlab/ctilint.yml"),
        ("vendor.github-actions", "action.yml"),
    ],
)
def test_the_files_for_hosts_are_valid_by_the_hosts_schemas(folder: Path, schema: str, file: str) -> None:
    pytest.importorskip("check_jsonschema")
    path = ROOT / file
    if file.startswith("init:"):
        host = file.removeprefix("init:")
        assert run(["init", "--ci", host]) == 0
        path = folder / (".github/workflows/ctilint.yml" if host == "github" else ".gitlab-ci.yml")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema]
    command += ["--data-transform", "gitlab-ci"] if "gitlab" in schema else []
    done = subprocess.run([*command, str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_action_runs_as_far_as_it_does_without_its_host(folder: Path) -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    step = action["runs"]["steps"][1]
    (folder / "a.js").write_text(
        "sforce.opencti.onNavigationChange({ listener: (p) => { alert(JSON.parse(p).x); } });\n"
    )
    tool = folder / "temp" / "ctilint" / "bin" / "ctilint"
    tool.parent.mkdir(parents=True)
    tool.write_text(f'#!/bin/sh\nexec {sys.executable} -c "from ctilint.cli import main; main()" "$@"\n')
    tool.chmod(0o755)
    files = {name: str(folder / name) for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT")}
    inputs = {"PATHS": "a.js", "SINCE": "", "SARIF": "out.sarif", "ARGUMENTS": "--select blocking-handler"}
    environment = {**os.environ, **files, **inputs, "RUNNER_TEMP": str(folder / "temp"), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", step["run"]], capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("::warning file=a.js,line=1,")
    assert (folder / "GITHUB_OUTPUT").read_text() == "found=1\n"
    assert (folder / "GITHUB_STEP_SUMMARY").read_text().startswith("# ctilint\n")
    assert (folder / "out.sarif").exists()
    named = set(step["env"])
    assert named == set(inputs)
