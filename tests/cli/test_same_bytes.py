"""The same tree gives the same bytes, whatever differs around the run: each case is the real command in a process."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="several processes run on Linux alone")

ROOT = Path(__file__).parents[2]
REPORTS = "json sarif html junit markdown csv github gitlab checkstyle code-analyzer jsonl concise text".split()
# A server side is one whole, judged in one process.
WITH_SERVER = {"connect-deployment", "estate"}
# Replaces what lists a folder by what lists it in another order, and notes each process that is copied.
AROUND = """
import os, random
listdir, scandir, fork = os.listdir, os.scandir, os.fork
order = random.Random(os.environ["TEST_ORDER"])
class Shuffled(list):
    def __enter__(self): return self
    def __exit__(self, *_): pass
    def close(self): pass
    def __next__(self): return self.pop()
def shuffled(found):
    found = sorted(found, key=lambda one: getattr(one, "name", one))
    order.shuffle(found)
    return Shuffled(found)
os.listdir = lambda path=".": shuffled(listdir(path))
def scan(path="."):
    with scandir(path) as found:
        return shuffled(found)
os.scandir = scan
def copied():
    with open(os.environ["TEST_COPIES"], "a") as file:
        file.write("x")
    return fork()
os.fork = copied
"""


def lay(root: Path) -> None:
    """Make a tree of more than a thousand files: the fixtures without a server side, and names of many alphabets."""
    for folder in sorted((ROOT / "fixtures").iterdir()):
        if folder.is_dir() and folder.name not in WITH_SERVER:
            shutil.copytree(folder, root / folder.name)
    (root / "ctilint.toml").write_text('ignore = ["unused-suppression"]\n')
    for number in range(900):
        path = root / f"org{number % 30}" / f"util{number}.js"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"function add{number}(a) {{ return a + {number}; }}\n")
    for number in range(60):
        folder = root / "apps" / f"{'äAz_İ-電a'[number % 8]}{number}"
        folder.mkdir(parents=True)
        library = f"<script src='/support/api/{28 + number % 30}.0/interaction.js'></script>"
        (folder / "index.html").write_text(f"{library}<script src='phoné.js'></script>", "utf-8")
        (folder / "phoné.js").write_text(
            "function ş(r) { alert('Größe €'); }\nsforce.interaction.cti.onClickToDial(ş);\n"
            "sforce.interaction.cti.onClickToDial(function (İ) { JSON.parse(İ.result); });\n",
            "utf-8",
        )
    assert sum(path.is_file() for path in root.rglob("*")) > 1000


class Around:
    """Runs ``ctilint`` on the tree, with something around it that is different each time."""

    def __init__(self, folder: Path) -> None:
        self.tree = folder / "tree"
        self._folder = folder
        self._runs = 0
        (folder / "around").mkdir()
        (folder / "around" / "sitecustomize.py").write_text(AROUND)
        lay(self.tree)
        self.usual = self.check()

    def check(self, *options: str, here: Path | None = None, **names: str) -> tuple[dict[str, bytes], int]:
        """Return the reports of ``check``, in every format and as printed, and how many processes were copied."""
        out = self.fresh()
        wanted = [f"--output={name}={out / name}" for name in REPORTS]
        copies = out / "copies"
        text = self.run(out, "check", *wanted, "--output=-", "--verbose", *options, here=here, **names)
        found = {name: (out / name).read_bytes() for name in REPORTS}
        assert text.returncode == 1, text.stderr
        found["stdout"], found["stderr"] = text.stdout, text.stderr
        return found, len(copies.read_text()) if copies.exists() else 0

    def run(self, out: Path, *args: str, here: Path | None = None, **names: str) -> subprocess.CompletedProcess[bytes]:
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": f"{self._folder / 'around'}:{ROOT}",
            "PYTHONHASHSEED": "0",
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            "SOURCE_DATE_EPOCH": "1700000000",
            "TEST_ORDER": "0",
            "TEST_COPIES": str(out / "copies"),
            **names,
        }
        command = [sys.executable, "-c", "from ctilint.cli import main; main()", *args]
        return subprocess.run(
            command, cwd=here or self.tree, env=environment, capture_output=True, timeout=300, check=False
        )

    def fresh(self) -> Path:
        self._runs += 1
        out = self._folder / f"out{self._runs}"
        out.mkdir()
        return out


@pytest.fixture(scope="module")
def around(tmp_path_factory: pytest.TempPathFactory) -> Around:
    return Around(tmp_path_factory.mktemp("same"))


@pytest.fixture(scope="module")
def locales(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Compile the locales that name files in one byte a letter: systems seldom have them ready."""
    folder = tmp_path_factory.mktemp("locales")
    if shutil.which("localedef") is None:
        pytest.skip("localedef is not there")
    for name, letters in (("de_DE", "ISO-8859-1"), ("tr_TR", "ISO-8859-9")):
        command = ["localedef", "--force", "-i", name, "-f", letters, str(folder / name)]
        subprocess.run(command, capture_output=True, check=False)
        if not (folder / name).exists():
            pytest.skip(f"the source of the locale {name} is not there")
    return folder


def test_the_usual_run_is_one_of_several_processes_and_finds_much(around: Around) -> None:
    reports, copies = around.usual
    processors = min(8, len(os.sched_getaffinity(0)))
    assert copies == (processors if processors > 1 else 0)
    findings = json.loads(reports["json"])["findings"]
    assert len({one["rule"] for one in findings}) > 10
    assert sum(one["path"].endswith("phoné.js") and one["rule"] == "unguarded-handler" for one in findings) == 60
    assert reports["stdout"] == reports["text"] != b""
    assert reports["stderr"] == b""


@pytest.mark.parametrize("seed", ["1", "4294967295"])
def test_the_seed_of_hashes(around: Around, seed: str) -> None:
    assert around.check(PYTHONHASHSEED=seed) == around.usual


@pytest.mark.parametrize(("jobs", "copies"), [(1, 0), (2, 2), (3, 3), (7, 7)])
def test_the_number_of_processes(around: Around, jobs: int, copies: int) -> None:
    assert around.check("--jobs", str(jobs), PYTHONHASHSEED="random") == (around.usual[0], copies)


@pytest.mark.parametrize("jobs", ["1", "3"])
def test_the_order_in_which_folders_are_listed(around: Around, jobs: str) -> None:
    assert around.check("--jobs", jobs, TEST_ORDER=f"other {jobs}")[0] == around.usual[0]


def test_a_locale_of_ascii(around: Around) -> None:
    assert around.check(LC_ALL="C") == around.usual
    assert around.check(LC_ALL="C", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0") == around.usual


@pytest.mark.parametrize("name", ["de_DE", "tr_TR"])
def test_a_locale_of_one_byte_a_letter(around: Around, locales: Path, name: str) -> None:
    assert around.check(LC_ALL=name, LOCPATH=str(locales)) == around.usual


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Niue"])
def test_the_time_zone(around: Around, zone: str) -> None:
    assert around.check(TZ=zone) == around.usual


def test_the_same_tree_in_another_place(around: Around, tmp_path: Path) -> None:
    """Files made in the opposite order, under a longer name; the report in Code Analyzer's form names the folder."""
    there = tmp_path / "another place" / "tree"
    for path in sorted(around.tree.rglob("*"), reverse=True):
        if path.is_file():
            copy = there / path.relative_to(around.tree)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
    reports, copies = around.check(here=there)
    usual = dict(around.usual[0])
    assert str(there).encode() in reports["code-analyzer"]
    for found, folder in ((reports, there), (usual, around.tree)):
        found["code-analyzer"] = found["code-analyzer"].replace(bytes(folder), b"")
    assert (reports, copies) == (usual, around.usual[1])


@pytest.mark.parametrize(
    ("here", "asked", "shown"), [("..", "tree", b"tree/"), ("..", "", b"tree/"), ("apps", "..", b"../")]
)
def test_the_working_folder(around: Around, here: str, asked: str, shown: bytes) -> None:
    """Paths are shown from where one stands; nothing else differs, and the fingerprints least of all."""
    reports, _ = around.check(asked or str(around.tree), here=around.tree / here)
    for form in ("json", "gitlab", "csv", "jsonl", "checkstyle", "concise"):
        assert reports[form].replace(shown, b"") == around.usual[0][form].replace(shown, b""), form


@pytest.mark.parametrize("command", [("assess", "--as-of", "2026-01-01"), ("prove", "prove-softphone")])
def test_other_commands(around: Around, command: tuple[str, ...]) -> None:
    name, *rest = command
    out = around.fresh()
    one = around.run(out, name, "--format", "json", *rest)
    two = around.run(
        out,
        name,
        "--format",
        "json",
        *rest,
        PYTHONHASHSEED="99",
        TEST_ORDER="x",
        TZ="Pacific/Kiritimati",
        LC_ALL="C",
        PYTHONCOERCECLOCALE="0",
        PYTHONUTF8="0",
    )
    assert (one.stdout, one.returncode) == (two.stdout, two.returncode)
    assert len(one.stdout) > 1000, one.stderr
