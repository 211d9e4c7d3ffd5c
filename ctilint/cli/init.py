"""``ctilint init [FOLDER]``: looks at a folder and writes the files that ctilint needs there."""

from __future__ import annotations

import os
from collections.abc import Iterator

import click

from ctilint import settings as settings_file
from ctilint.cli._reading import read_app
from ctilint.cli._writing import State, state
from ctilint.settings import PRESETS, Settings
from ctilint.understand.model import App

CI = ("none", "github", "gitlab")
_DX = "sfdx-project.json"
# Folders of a Salesforce DX project, or of a web app, that hold what others wrote or machines made.
_FOREIGN = ("vendor", "third_party", "bower_components", "coverage", "dist", "build")


@click.command("init", short_help="Write a settings file, and what the hook and CI need.")
@click.argument("folder", default=".", type=click.Path(exists=True, file_okay=False))
@click.option(
    "--preset", type=click.Choice(sorted(PRESETS)), default="recommended", show_default=True, help="To start from."
)
@click.option(
    "--hook", is_flag=True, help="Also write .pre-commit-config.yaml, or print what goes into the one that is there."
)
@click.option("--ci", type=click.Choice(CI), default="none", show_default=True, help="Also write what CI needs.")
def command(folder: str, preset: str, hook: bool, ci: str) -> int:
    """Look at FOLDER (default: the one you are in) and write a commented ctilint.toml there.

    No file that is there already is touched: what would go into it is printed.
    """
    app = read_app([folder], Settings())
    files = {settings_file.FILE: settings_text(folder, app, preset)}
    if hook:
        files[".pre-commit-config.yaml"] = HOOK
    if ci == "github":
        files[os.path.join(".github", "workflows", "ctilint.yml")] = GITHUB
    if ci == "gitlab":
        files[".gitlab-ci.yml"] = GITLAB
    for name, text in files.items():
        _put(os.path.join(folder, name), text)
    for line in _next(folder, app):
        click.echo(line)
    return 0


def _put(path: str, text: str) -> None:
    from ctilint.fix.writing import write_whole

    if os.path.lexists(path) and state(path) is not State.FREE:
        click.echo(f"'{path}' is there already; this could go into it:\n")
        click.echo("".join(f"    {line}\n" for line in text.splitlines()))
        return
    try:
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        write_whole(path, text.encode())
    except OSError as error:
        raise click.UsageError(f"'{path}' cannot be written: {error.strerror}") from error
    click.echo(f"wrote {path}")


def _next(folder: str, app: App) -> Iterator[str]:
    where = "" if folder == "." else f" {folder}"
    if not app.windows and app.server is None:
        yield "No CTI code was found here yet."
    yield f"next: ctilint check{where}"
    yield f'old app: ctilint check{where} --write-baseline, and baseline = ".ctilint-baseline.json" in the settings'


def settings_text(folder: str, app: App, preset: str) -> str:
    """Return a settings file for what was found: every key stands in it, those that need no value as a comment."""
    dialects = ", ".join(sorted(app.dialects - {""})) or "none"
    kind = "a Salesforce DX project" if os.path.exists(os.path.join(folder, _DX)) else "a folder"
    foreign = [f"{name}/" for name in _FOREIGN if os.path.isdir(os.path.join(folder, name))]
    lines = [
        f"# Settings of ctilint for {kind}; dialects found: {dialects}.",
        "# `ctilint settings` shows what holds and where it comes from, `ctilint rule` lists the rules.",
        "",
        "# recommended: what can break or lose something. strict: notes fail too, comments need reasons.",
        "# migration: what Salesforce retires, and what Salesforce Voice replaces.",
        f'preset = "{preset}"',
        "",
        f"# {settings_file.MEANING['exclude']}",
        f"exclude = [{', '.join(map(_quoted, foreign))}]",
        "",
    ]
    for key, example in EXAMPLES.items():
        lines += [f"# {settings_file.MEANING[key]}", f"# {example}", ""]
    lines += [
        f"# {settings_file.MEANING['severity']}",
        "[severity]",
        '# missing-tab-check = "error"',
        "",
        f"# {settings_file.MEANING['per-path-ignores']}",
        "[per-path-ignores]",
        '# "demo/**" = ["outdated-library"]',
    ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return f'"{text}"'


EXAMPLES = {
    "ignore": 'ignore = ["unused-suppression"]',
    "fail-on": 'fail-on = "error"',
    "api-version": "api-version = 61.0",
    "baseline": 'baseline = ".ctilint-baseline.json"',
    "suppression-reasons": "suppression-reasons = true",
    "guards": 'guards = ["safely"]',
    "tab-checks": 'tab-checks = ["isMyTab"]',
}
HOOK = """repos:
  - repo: local
    hooks:
      - id: ctilint
        name: ctilint
        entry: ctilint check --staged
        language: system
        pass_filenames: false
"""
GITHUB = """name: ctilint
on: [pull_request]
permissions:
  contents: read
jobs:
  ctilint:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - run: pip install ctilint
      - run: ctilint check --since "origin/$GITHUB_BASE_REF" --format github --output "markdown=$GITHUB_STEP_SUMMARY"
"""
GITLAB = """ctilint:
  image: python:3.12
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
  script:
    - pip install ctilint
    - git fetch origin "$CI_MERGE_REQUEST_TARGET_BRANCH_NAME"
    - ctilint check --since FETCH_HEAD --output text=- --output gitlab=gl-code-quality-report.json
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality-report.json
"""
