"""Other checkers with one rule each, on the same tree: how they are installed, and how they are started.

What does not install, or does not run, is left out and the reason is told.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

PLUGIN = """export default { meta: { name: "own" }, rules: { one: { create: (context) => ({ CallExpression(node) {
  if (node.callee.type === "Identifier" && node.callee.name === "alert") context.report({ node, message: "alert" });
} }) } } };
"""
OXLINT = {"categories": {"correctness": "off"}, "plugins": ["eslint"], "rules": {"no-alert": "error"}}
OXLINT_PLUGIN = {
    "categories": {"correctness": "off"},
    "plugins": [],
    "jsPlugins": ["./plugin.mjs"],
    "rules": {"own/one": "error"},
}
BIOME = {
    "root": True,
    "files": {"maxSize": 5_000_000},
    "formatter": {"enabled": False},
    "assist": {"enabled": False},
    "linter": {"enabled": True, "rules": {"recommended": False, "suspicious": {"noAlert": "error"}}},
}
SEMGREP = """rules:
  - {id: alert, languages: [javascript], severity: WARNING, message: alert, pattern: alert(...)}
"""


class SkippedError(Exception):
    """A checker that cannot be had here; the text says why."""


def npm(folder: Path, package: str, program: str) -> str:
    """Install a program of npm, without running anything of the package's, and return its path."""
    path = folder / "node_modules" / ".bin" / program
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text('{"private": true}')
        command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent", package]
        demand(command, folder)
    return str(path)


def demand(command: list[str], folder: Path) -> None:
    """Run a command that installs something; SkippedError when it cannot."""
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=240)
    except FileNotFoundError as error:
        raise SkippedError(f"{command[0]} is not here") from error
    except subprocess.CalledProcessError as error:
        last = error.stderr.decode(errors="replace").strip().splitlines()[-1:] or [f"exit {error.returncode}"]
        raise SkippedError(f"does not install: {last[0][:120]}") from error
    except subprocess.TimeoutExpired as error:
        raise SkippedError("does not install within four minutes") from error


def oxlint(work: Path) -> list[str]:
    """Return oxlint with one of its own rules."""
    folder = work / "oxlint"
    program = npm(folder, "oxlint", "oxlint")
    (folder / "native.json").write_text(json.dumps(OXLINT))
    return [program, "-c", str(folder / "native.json"), "."]


def oxlint_plugin(work: Path) -> list[str]:
    """Return oxlint with one rule of a plugin in JavaScript."""
    folder = work / "oxlint"
    program = npm(folder, "oxlint", "oxlint")
    (folder / "plugin.mjs").write_text(PLUGIN)
    (folder / "plugin.json").write_text(json.dumps(OXLINT_PLUGIN))
    return [program, "-c", str(folder / "plugin.json"), "."]


def biome(work: Path) -> list[str]:
    """Return Biome with one of its own rules."""
    folder = work / "biome"
    program = npm(folder, "@biomejs/biome", "biome")
    (folder / "biome.json").write_text(json.dumps(BIOME))
    return [program, "lint", f"--config-path={folder}", "--max-diagnostics=none", "."]


def ast_grep(work: Path) -> list[str]:
    """Return ast-grep with one pattern."""
    folder = work / "ast-grep"
    npm(folder, "@ast-grep/cli", "ast-grep")
    # The package's own script would put the program in place; no script of a package runs here.
    found = sorted((folder / "node_modules" / "@ast-grep").glob("cli-*/ast-grep"))
    if not found:
        raise SkippedError("has no program for this system")
    found[0].chmod(0o755)
    return [str(found[0]), "run", "--pattern", "alert($$$A)", "--lang", "js", "--json=stream", "."]


def semgrep(work: Path) -> list[str]:
    """Return Semgrep with one pattern, in an environment of its own."""
    folder = work / "semgrep"
    program = folder / "bin" / "semgrep"
    if not program.exists():
        demand([sys.executable, "-m", "venv", str(folder)], work)
        demand([str(folder / "bin" / "pip"), "install", "--quiet", "semgrep"], work)
    (folder / "rule.yml").write_text(SEMGREP)
    options = ["--metrics=off", "--disable-version-check", "--quiet", "--no-git-ignore", "-j", "2"]
    return [str(program), "scan", *options, "--config", str(folder / "rule.yml"), "--json", "-o", os.devnull, "."]


PEERS: dict[str, Callable[[Path], list[str]]] = {
    "oxlint with one rule": oxlint,
    "oxlint with one plugin rule": oxlint_plugin,
    "Biome with one rule": biome,
    "ast-grep with one pattern": ast_grep,
    "Semgrep with one pattern": semgrep,
}
