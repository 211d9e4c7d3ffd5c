"""``--since``, ``--staged``, ``--new-only``, and the hook: a commit hears only of what it brings."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from ctilint.cli import run

ROOT = Path(__file__).parents[2]
LIBRARY = '<script src="/support/console/62.0/integration.js"></script>'
PAGE = f'{LIBRARY}\n<script src="on.js"></script>\n<script src="off.js"></script>\n'
ON = "sforce.console.addEventListener('x', onX);\nfunction onX(r) { console.log(r); }\n"
OFF = "window.addEventListener('pagehide', function () { sforce.console.removeEventListener('x', onX); });\n"
OLD = "sforce.console.addEventListener('old', old);\nfunction old(r) { console.log(r); }\n"


def git(folder: Path, *words: str) -> None:
    command = ["git", "-c", "user.email=a@example.com", "-c", "user.name=A", *words]
    subprocess.run(command, cwd=folder, capture_output=True, check=True)


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("PRE_COMMIT", "PRE_COMMIT_FROM_REF", "GIT_DIR", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    git(tmp_path, "init", "-q", "-b", "main")
    for name, text in (
        ("page.html", PAGE),
        ("on.js", ON),
        ("off.js", OFF),
        ("old.html", f"{PAGE[:60]}\n<script>\n{OLD}</script>\n"),
    ):
        (tmp_path / name).write_text(text)
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "first")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def heard(capsys: pytest.CaptureFixture[str], *options: str) -> list[str]:
    run(["check", "-q", *options])
    return [" ".join(line.split()[:3]) for line in capsys.readouterr().out.splitlines()]


def test_an_old_app_is_quiet(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert heard(capsys) == ["old.html:3:1: warning missing-unsubscribe:"]
    assert heard(capsys, "--since", "HEAD") == []
    assert run(["check", "--since", "HEAD"]) == 0
    assert capsys.readouterr().out.startswith("Nothing new to find: 1 older finding not shown.\n")


def test_a_finding_in_an_old_line_that_the_change_made_true_counts(
    repo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repo / "off.js").write_text("// the removal has gone\n")
    assert heard(capsys, "--since", "HEAD") == ["on.js:1:1: warning missing-unsubscribe:"]
    assert heard(capsys, "--staged") == []
    git(repo, "add", "-A")
    assert heard(capsys, "--staged") == ["on.js:1:1: warning missing-unsubscribe:"]
    assert run(["check", "--staged"]) == 1


def test_a_counterpart_in_another_file_is_seen(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repo / "on.js").write_text(ON + "sforce.console.addEventListener('y', onX);\n")
    (repo / "off.js").write_text(OFF + OFF.replace("'x'", "'y'"))
    git(repo, "add", "-A")
    assert heard(capsys, "--staged") == []
    git(repo, "reset", "-q", "off.js")
    assert heard(capsys, "--staged") == ["on.js:3:1: warning missing-unsubscribe:"]
    assert heard(capsys, "--since", "HEAD") == []


def test_a_touched_line_is_reported_again(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (repo / "old.html").read_text()
    (repo / "old.html").write_text(text.replace("console.log(r)", "console.log(r.id)"))
    assert heard(capsys, "--since", "HEAD") == []
    (repo / "old.html").write_text(text.replace("('old', old)", "('old',  old)"))
    assert heard(capsys, "--since", "HEAD") == ["old.html:3:1: warning missing-unsubscribe:"]


def test_exclusions_and_a_move_are_not_news(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(repo, "mv", "old.html", "moved.html")
    assert heard(capsys, "--staged") == []
    (repo / "vendor").mkdir()
    (repo / "vendor" / "v.html").write_text((repo / "moved.html").read_text())
    (repo / "ctilint.toml").write_text('exclude = ["vendor/"]\n')
    git(repo, "add", "-A")
    assert heard(capsys, "--staged") == []
    (repo / "ctilint.toml").unlink()
    assert heard(capsys, "--since", "HEAD") == ["vendor/v.html:3:1: warning missing-unsubscribe:"]


def test_the_app_in_a_folder_of_the_repository(
    repo: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (repo / "app").mkdir()
    for name in ("page.html", "on.js", "off.js"):
        git(repo, "mv", name, f"app/{name}")
    git(repo, "commit", "-qm", "moved")
    (repo / "app" / "off.js").write_text("\n")
    assert heard(capsys, "--since", "HEAD", "app") == ["app/on.js:1:1: warning missing-unsubscribe:"]
    monkeypatch.chdir(repo / "app")
    assert heard(capsys, "--since", "HEAD") == ["on.js:1:1: warning missing-unsubscribe:"]
    assert heard(capsys, "--since", "HEAD", str(repo / "app")) == ["on.js:1:1: warning missing-unsubscribe:"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--since", "nope"], "ctilint: 'nope' is no commit, branch or tag of this repository\n"),
        (["--since", "HEAD", "--staged"], "--since and --staged ask for different changes: give one of them\n"),
        (["--staged", "--fix"], "--fix writes what lies on the disk, --staged looks at the index: use --since HEAD\n"),
        (["--since", "HEAD", "-"], "ctilint: standard input has no history: --since and --staged are for files\n"),
        (["--new-only"], "there is no baseline '.ctilint-baseline.json' yet: `ctilint check --write-baseline` puts "),
    ],
)
def test_a_mistake_is_one_line(repo: Path, capsys: pytest.CaptureFixture[str], options: list[str], said: str) -> None:
    assert run(["check", *options]) == 2
    assert said in capsys.readouterr().err


def test_new_only(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--write-baseline"]) == 0
    capsys.readouterr()
    assert heard(capsys, "--new-only") == []
    (repo / "off.js").write_text("\n")
    assert heard(capsys, "--new-only") == ["on.js:1:1: warning missing-unsubscribe:"]


def test_under_pre_commit_runs_without_a_commit_are_served_too(
    repo: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRE_COMMIT", "1")
    assert heard(capsys, "--staged") == ["old.html:3:1: warning missing-unsubscribe:"]  # --all-files
    (repo / "off.js").write_text("\n")
    git(repo, "commit", "-qam", "second")
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", "HEAD~1")
    assert heard(capsys, "--staged") == ["on.js:1:1: warning missing-unsubscribe:"]


def hooked(repo: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the offered hook as pre-commit does, with the ctilint of this tree in place of an installed one."""
    hook = next(
        one for one in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")) if one["id"] == "ctilint"
    )
    program = f'{sys.executable} -c "from ctilint.cli import main; main()" '
    hook |= {"language": "system", "entry": hook["entry"].replace("ctilint ", program, 1)}
    (repo / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [{"repo": "local", "hooks": [hook]}]}))
    git(repo, "add", ".pre-commit-config.yaml")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PRE_COMMIT_HOME": str(repo.parent / "cache")}
    command = [sys.executable, "-m", "pre_commit", "run", *words]
    return subprocess.run(command, cwd=repo, capture_output=True, text=True, env=environment, check=False)


def test_the_hook_hears_only_of_what_a_commit_brings(repo: Path) -> None:
    (repo / "on.js").write_text(ON.replace("console.log(r)", "console.log(r.id)"))
    git(repo, "add", "-A")
    done = hooked(repo)
    assert done.returncode == 0, done.stdout + done.stderr
    (repo / "off.js").write_text("\n")
    git(repo, "add", "-A")
    done = hooked(repo)
    assert done.returncode == 1
    assert "on.js:1:1  warning  missing-unsubscribe" in done.stdout
    assert "old.html" not in done.stdout
    git(repo, "commit", "-qm", "second")
    assert "old.html:3:1" in hooked(repo, "--all-files").stdout
    done = hooked(repo, "--from-ref", "HEAD~1", "--to-ref", "HEAD")
    assert "on.js:1:1" in done.stdout
    assert "old.html" not in done.stdout


@pytest.mark.skipif(not os.environ.get("CTILINT_REQUIRE_INSTALL"), reason="installs ctilint from this repository")
def test_try_repo_installs_and_runs_the_hook(repo: Path) -> None:
    (repo / "off.js").write_text("\n")
    git(repo, "add", "-A")
    source = repo.parent / f"{repo.name}-source"
    shutil.copytree(ROOT, source, ignore=shutil.ignore_patterns(".venv", ".git", "*cache*", "__pycache__"))
    git(source, "init", "-q")
    git(source, "add", "-A")
    git(source, "commit", "-qm", "all")
    command = [sys.executable, "-m", "pre_commit", "try-repo", str(source), "ctilint"]
    environment = {**os.environ, "PRE_COMMIT_HOME": str(repo.parent / "cache")}
    done = subprocess.run(command, cwd=repo, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "on.js:1:1  warning  missing-unsubscribe" in done.stdout
    assert "old.html" not in done.stdout
