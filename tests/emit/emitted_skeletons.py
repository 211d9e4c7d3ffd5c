"""What the tests of the skeletons for Salesforce Voice share: the apps that fill them, their folders, their runs."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

from ctilint.prove import prove_app
from ctilint.read.files.discover import Tree
from ctilint.settings import Settings
from ctilint.understand import build_app, build_app_from_text

# The packages of a workspace app, with what judges it.
WORKSPACE_PACKAGES = (
    "@amazon-connect/app@1",
    "@amazon-connect/contact@1",
    "@amazon-connect/voice@1",
    "typescript@5",
    "eslint@9",
    "@eslint/js@9",
    "globals@16",
)
RECOMMENDED = (
    'import js from "@eslint/js"; import globals from "globals";\n'
    "export default [js.configs.recommended, { languageOptions: { globals: "
    "{ ...globals.browser, ...globals.node } } }];\n"
)
"""ESLint's own recommended rules, for code of a browser and of Node."""


def app_of(name, folders, busy):
    """Return the app of a fixture's folder, or for ``busy`` that of a script which does a little of everything."""
    if name == "busy":
        return build_app_from_text("busy.js", busy.encode(), Settings())
    return build_app(Tree([str(folders[name])]), Settings())


def put(folder, files):
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")


@contextmanager
def beside(packages, write, *, linked=False):
    """Give what writes a skeleton into a folder beside the installed packages, gone again at the end.

    ``linked`` puts a link to the packages into the folder, for tools that look nowhere else.
    """
    made = []

    def emit(name, *, typescript=False):
        folder = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=packages))
        made.append(folder)
        write(folder, name, typescript=typescript)
        if linked:
            (folder / "node_modules").symlink_to(packages / "node_modules")
        return folder

    yield emit
    for folder in made:
        shutil.rmtree(folder)


def node(folder, *command, patience=120):
    """Run a command in a folder; return its exit code and what it said."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=patience, check=False)
    return done.returncode, done.stdout + done.stderr


def break_in(path, before, after):
    """Put a fault into a file that was written."""
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")


def refuses(folder, contract, row):
    """Say whether a contract of Node's test runner ends with a failure in ``row``, and what was said."""
    code, said = node(folder, "node", "--test", "--test-reporter=tap", contract)
    return code != 0 and any(line.startswith("not ok") and row in line for line in said.splitlines()), said[-2000:]


def seen_in_the_engine():
    """Return what the page of this folder said of itself in the first scenario that was played."""
    runs = prove_app(build_app(Tree(["."]), Settings()))
    (window,) = [run for run in runs if run.window.root.endswith("index.html")]
    found = {}
    for record in window.scenarios[0].played.of("request"):
        _, host, rest = record.text("url").partition("https://result.example/")
        if host:
            what, _, value = rest.partition("?")
            found[what] = json.loads(unquote(value))
    return found
