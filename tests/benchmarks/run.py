"""Speed as ratios from one run, on trees that this script makes: ``python tests/benchmarks/run.py``.

It needs npm (for real JavaScript files and for the checkers that it compares with) and takes some minutes. Each row is
printed with its goal; ``--check`` demands the limits:

* start: ``ctilint check`` on an app of three files against ``python -c "import click"`` (JSON at most 2.5, text at
  most 4.0) and against ESLint with one rule on the same app (JSON at most 0.5);
* tree: ``ctilint check`` on 10,000 real files of npm packages (43 MB), 5 % with CTI code, against reading and searching
  the bytes plus parsing the files with CTI code with tree-sitter (at most 5), against ESLint with one rule (at most
  1/15);
  memory under 150 MB, all processes together (Linux); against oxlint (its own rule, and a plugin's), Biome, ast-grep
  and Semgrep with one rule each, as far as they install (see ``peers.py``);
* bundle: one script of 3.2 MB with one registration at its end, against tree-sitter's parse of it;
* org: 200 pages over 20 shared scripts of 300 kB, each page running four, against parsing the scripts once; what takes
  longer than two minutes is stopped, and its ratio is then the least that it can be;
* editor: ``ctilint server`` from a change in an open file of an app of 201 files to its findings (at most 150 ms).
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from editor import measured as measured_editor
from peers import PEERS, SkippedError
from trees import BUNDLE, PAGES, SCRIPTS, SHARED, bundle, org, written

Row = tuple[str, float, float | None, str]
ROOT = Path(__file__).parents[2]
# What each row is meant to reach; a limit is what it may not lose.
GOALS = {
    "start, JSON / import click": "<= 1.8",
    "start, text / import click": "<= 2.3",
    "tree: ctilint / (read, search, parse)": "<= 1.6",
    "tree: ESLint with one rule / ctilint": ">= 36",
    "tree: oxlint with one plugin rule / ctilint": ">= 3",
    "tree: Biome with one rule / ctilint": ">= 3",
    "tree: ast-grep with one pattern / ctilint": ">= 3",
    "tree: Semgrep with one pattern / ctilint": ">= 12",
    "tree: CPU of ctilint / oxlint with one rule": "<= 2.2",
    "tree: memory": "<= 110",
    "bundle: CPU of ctilint / tree-sitter's parse": "<= 3",
    "bundle: memory": "<= 100",
    "org: CPU of ctilint / parsing the scripts once": "<= 6",
    "org: memory": "<= 500",
}
FILES = 10_000
EVERY = 20
LONGEST = 120
# Real trees hold large files too; without the two or three above this one the tree is of 43 MB.
LARGEST = 2_000_000
PACKAGES = """
@mui/material antd async bluebird core-js date-fns dojo echarts express fp-ts highlight.js immutable jquery leaflet less
lodash lodash-es mathjs mocha moment node-forge quill ramda rxjs sinon svgo three underscore video.js webpack yargs
""".split()
APP = {
    "index.html": """<html><head>
<script src="https://x.my.salesforce.com/support/api/62.0/lightning/opencti_min.js"></script>
<script src="phone.js"></script><script src="dial.js"></script></head><body></body></html>
""",
    "phone.js": """function onDial(payload) {
  try { dial(payload.number); } catch (error) { console.error("onDial", error); }
}
sforce.opencti.onClickToDial({ listener: onDial });
sforce.opencti.enableClickToDial({ callback: console.log });
addEventListener("pagehide", function () { sforce.opencti.disableClickToDial({ callback: console.log }); });
""",
    "dial.js": """function dial(number) {
  sforce.opencti.setSoftphonePanelVisibility({ visible: true, callback: console.log });
  alert(number);
}
""",
}
CTI = """
;(function () {
  function onDial%(n)d(payload) { var data = JSON.parse(payload); alert(data.number); }
  sforce.interaction.cti.onClickToDial(onDial%(n)d);
  sforce.interaction.cti.enableClickToDial();
  sforce.console.addEventListener('acme:call:%(n)d', function (event) {
    sforce.console.openPrimaryTab(null, event.message);
  });
})();
"""
# As a module, which is also what ESLint takes a .js file for: as a script it gives up on each file that imports.
ESLINT = """export default [{ files: ["**/*.js"], languageOptions: { ecmaVersion: 2024, sourceType: "module" },
  linterOptions: { reportUnusedDisableDirectives: "off" },
  plugins: { own: { rules: { one: { create: (context) => ({ CallExpression(node) {
    if (node.callee.type === "Identifier" && node.callee.name === "alert") context.report({ node, message: "alert" });
  } }) } } } }, rules: { "own/one": "error" } }];
"""
CTILINT = [sys.executable, "-c", "from ctilint.cli import main; main()", "check"]


def main() -> int:
    """Measure and print; 1 when ``--check`` is given and a ratio is missed."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--work", type=Path, help="keep the trees in this folder, for the next run")
    ask.add_argument("--start", action="store_true", help="measure the start only")
    ask.add_argument("--large", action="store_true", help="measure the bundle and the org only; needs no npm")
    ask.add_argument("--editor", action="store_true", help="measure the editor only; needs no npm")
    ask.add_argument("--check", action="store_true", help="exit 1 when a ratio is missed")
    ask.add_argument("--rounds", type=int, default=7)
    given = ask.parse_args()
    work = given.work or Path(tempfile.mkdtemp(prefix="ctilint-benchmark-"))
    work.mkdir(parents=True, exist_ok=True)
    try:
        rows: list[Row] = []
        if not given.editor and not given.large:
            eslint = made_eslint(work)
            rows += measured_start(work, eslint, given.rounds)
        if not given.editor and not given.start:
            rows += measured_large(work)
        if not given.editor and not given.start and not given.large:
            rows += measured_tree(work, eslint)
        if not given.start and not given.large:
            rows += measured_editor(work, given.rounds, environment())
    finally:
        if given.work is None:
            shutil.rmtree(work, ignore_errors=True)
    missed = 0
    for name, value, limit, unit in rows:
        holds = limit is None or value <= limit
        missed += not holds
        goal = GOALS.get(name, "")
        reached = f"  goal {goal}: {'met' if meets(value, goal) else 'not met'}" if goal else ""
        demand = "" if limit is None else f"  (at most {limit:g}{unit}){'' if holds else '  MISSED'}"
        print(f"{name:<62} {value:8.2f}{unit}{reached}{demand}")
    return 1 if missed and given.check else 0


def meets(value: float, goal: str) -> bool:
    """Say whether a value reaches a goal such as ``<= 1.8``."""
    sign, number = goal.split()
    return value <= float(number) if sign == "<=" else value >= float(number)


def measured_large(work: Path) -> list[Row]:
    """Compare one large script, and an org whose pages share scripts, with parsing them."""
    rows: list[Row] = []
    shapes = (
        ("bundle", "tree-sitter's parse", lambda: iter([("bundle.js", bundle(BUNDLE))])),
        ("org", "parsing the scripts once", lambda: org(PAGES, SCRIPTS, SHARED)),
    )
    for name, floor, files in shapes:
        folder = written(work / name, files())
        parsed = min(cpu([sys.executable, __file__, "--parse", str(folder)], folder) for _ in range(3))
        idle = min(cpu([sys.executable, __file__, "--parse", os.devnull], folder) for _ in range(3))
        took, memory = cpu_and_peak([*CTILINT, "--format", "json", "-o", os.devnull, "."], folder)
        rows += [
            (f"{name}: {floor}, s", parsed - idle, None, " s"),
            (f"{name}: CPU of ctilint, s", took, None, " s"),
            (f"{name}: CPU of ctilint / {floor}", took / (parsed - idle), None, ""),
            (f"{name}: memory", memory, None, " MB"),
        ]
    return rows


def measured_peers(work: Path, tree: Path, own: float, own_cpu: float) -> list[Row]:
    """Compare the tree with what other checkers take for one rule each; the least of two runs counts."""
    rows: list[Row] = []
    for name, command in PEERS.items():
        try:
            given = command(work)
            theirs = min(timed(given, tree) for _ in range(2))
            used = cpu(given, tree)
        except (SkippedError, SystemExit) as error:
            print(f"skipped: {name}: {error}")
            continue
        rows += [(f"tree: {name}, s", theirs, None, " s"), (f"tree: {name} / ctilint", theirs / own, None, "")]
        if name == "oxlint with one rule":
            rows.append((f"tree: CPU of ctilint / {name}", own_cpu / used, None, ""))
    return rows


def measured_start(work: Path, eslint: list[str], rounds: int) -> list[Row]:
    """Compare the start on the small app; the least of ``rounds`` alternating runs counts."""
    app = work / "app"
    app.mkdir(exist_ok=True)
    for name, text in APP.items():
        (app / name).write_text(text)
    (app / "eslint.config.mjs").write_text(ESLINT)
    commands = {
        "click": [sys.executable, "-c", "import click"],
        "json": [*CTILINT, "--format", "json", *APP],
        "text": [*CTILINT, *APP],
        "eslint": [*eslint, "phone.js", "dial.js"],
    }
    for command in commands.values():
        timed(command, app)
    least = dict.fromkeys(commands, float("inf"))
    for _ in range(rounds):
        for name, command in commands.items():
            least[name] = min(least[name], timed(command, app))
    return [
        ("import click, s", least["click"], None, " s"),
        ("start, JSON / import click", least["json"] / least["click"], 2.5, ""),
        ("start, text / import click", least["text"] / least["click"], 4.0, ""),
        ("start, JSON / ESLint with one rule", least["json"] / least["eslint"], 0.5, ""),
    ]


def measured_tree(work: Path, eslint: list[str]) -> list[Row]:
    """Compare the tree of 10,000 files; the least of three runs counts for what is short."""
    tree = made_tree(work)
    (tree / "eslint.config.mjs").write_text(ESLINT)
    floor = min(timed([sys.executable, __file__, "--floor", str(tree)], tree) for _ in range(3))
    own = min(timed([*CTILINT, "--format", "json", "-o", os.devnull, "."], tree) for _ in range(3))
    memory = peak([*CTILINT, "--format", "json", "-o", os.devnull, "."], tree)
    own_cpu = cpu([*CTILINT, "--format", "json", "-o", os.devnull, "."], tree)
    theirs = timed([*eslint, "--no-inline-config", "."], tree)
    return [
        ("tree: read, search, parse with tree-sitter, s", floor, None, " s"),
        ("tree: ctilint, s", own, None, " s"),
        ("tree: ctilint / (read, search, parse)", own / floor, 5.0, ""),
        ("tree: ESLint with one rule, s", theirs, None, " s"),
        ("tree: CPU of ctilint, s", own_cpu, None, " s"),
        ("tree: ESLint with one rule / ctilint", theirs / own, None, ""),
        ("tree: 15 x ctilint / ESLint", 15 * own / theirs, 1.0, ""),
        ("tree: memory", memory, 150.0, " MB"),
        *measured_peers(work, tree, own, own_cpu),
    ]


def made_eslint(work: Path) -> list[str]:
    """Install ESLint and return the command that starts it."""
    folder = work / "eslint"
    script = folder / "node_modules" / "eslint" / "bin" / "eslint.js"
    if not script.exists():
        install(folder, ["eslint"])
    return ["node", "--max-old-space-size=4096", str(script), "--format", "json", "-o", os.devnull]


def made_tree(work: Path) -> Path:
    """Copy 10,000 JavaScript files of npm packages into one tree, each twentieth with CTI code at its end."""
    tree = work / "tree"
    if tree.exists():
        return tree
    packages = work / "packages"
    if not packages.exists():
        install(packages, PACKAGES)
    found = sorted(path for path in (packages / "node_modules").rglob("*.js") if usable(path))
    if len(found) < FILES:
        raise SystemExit(f"only {len(found)} files in {len(PACKAGES)} packages: {FILES} are needed")
    step = len(found) / FILES
    for number in range(FILES):
        source = found[int(number * step)]
        target = tree / f"{number % 97:02}" / f"{number:05}.js"
        target.parent.mkdir(parents=True, exist_ok=True)
        text = source.read_bytes()
        target.write_bytes(text + (CTI % {"n": number}).encode() if number % EVERY == 0 else text)
    return tree


def usable(path: Path) -> bool:
    """Say whether a file is a script that people read: neither minified nor a compiler in one file."""
    return path.is_file() and 200 < path.stat().st_size < LARGEST and ".min." not in path.name


def install(folder: Path, packages: Sequence[str]) -> None:
    """Install npm packages, without running anything of theirs."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text('{"private": true}')
    command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--legacy-peer-deps", "--silent"]
    subprocess.run([*command, *packages], cwd=folder, check=True)


def floor_of(tree: str) -> None:
    """Read and search every file, and parse those with CTI code: what no checker can do without."""
    import re

    import tree_sitter
    import tree_sitter_javascript

    wanted = re.compile(rb"sforce|opencti|/support/(?:api|console)/|connect\.(?:contact|agent)")
    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_javascript.language()))
    for folder, _, names in os.walk(tree):
        for name in names:
            if name.endswith(".js"):
                with open(os.path.join(folder, name), "rb") as file:
                    data = file.read()
                if wanted.search(data):
                    parser.parse(data)


def parse_all(folder: str) -> None:
    """Parse every script of a folder once, and do nothing else."""
    import tree_sitter
    import tree_sitter_javascript

    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_javascript.language()))
    for path in sorted(Path(folder).rglob("*.js")):
        parser.parse(path.read_bytes())


def cpu(command: list[str], folder: Path) -> float:
    """Return the seconds of processor time that a command takes, with all that it starts."""
    return cpu_and_peak(command, folder, look=False)[0]


def cpu_and_peak(command: list[str], folder: Path, *, look: bool = True) -> tuple[float, float]:
    """Return the seconds of processor time that a command takes, and the most megabytes of its processes together."""
    run = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment())
    most = 0.0
    began = time.monotonic()
    stopped = False
    while True:
        ended, status, used = os.wait4(run.pid, os.WNOHANG if look else 0)
        if ended:
            break
        if time.monotonic() - began > LONGEST and not stopped:
            stopped = True
            print(f"stopped after {LONGEST} s: {' '.join(command[-4:])} in {folder.name}")
            run.kill()
        most = max(most, sum(held(process) for process in family(run.pid)))
        time.sleep(0.05)
    run.returncode = os.waitstatus_to_exitcode(status)
    if run.returncode not in {0, 1} and not stopped:
        raise SystemExit(f"{' '.join(command)} ended with {run.returncode}")
    return used.ru_utime + used.ru_stime, most


def timed(command: list[str], folder: Path) -> float:
    """Return the seconds that a command takes; it may find something, it may not fail."""
    began = time.perf_counter()
    done = subprocess.run(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment(), check=False
    )
    took = time.perf_counter() - began
    if done.returncode not in {0, 1}:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.decode()[-500:]}")
    return took


def peak(command: list[str], folder: Path) -> float:
    """Return the megabytes that a command takes at most, its processes together; what they share counts once."""
    run = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, env=environment())
    most = 0.0
    while run.poll() is None:
        most = max(most, sum(held(process) for process in family(run.pid)))
        time.sleep(0.02)
    return most


def family(process: int) -> list[int]:
    """Return a process and all that it has started."""
    found = [process]
    for name in Path("/proc").glob(f"{process}/task/*/children"):
        with contextlib.suppress(OSError):
            for child in name.read_text().split():
                found += family(int(child))
    return found


def held(process: int) -> float:
    """Return the megabytes of a process, its part of what it shares."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def environment() -> dict[str, str]:
    """Return an environment in which this checkout is imported and compiled code is kept."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(ROOT)}


if __name__ == "__main__":
    if sys.argv[1:2] == ["--floor"]:
        floor_of(sys.argv[2])
        sys.exit(0)
    if sys.argv[1:2] == ["--parse"]:
        parse_all(sys.argv[2])
        sys.exit(0)
    sys.exit(main())
