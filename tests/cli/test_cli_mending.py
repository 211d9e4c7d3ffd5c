"""What ``--fix`` and ``--diff`` say: what was mended, and why the rest was not."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ctilint.cli import group

ALERT = "sforce.interaction.onFocus(function (r) {\n  alert(r.result);\n});\n"
CONFIRM = "sforce.interaction.onFocus(function (r) {\n  if (confirm('go')) go(r);\n});\n"
LISTENS = """<script src="/support/console/68.0/integration.js"></script>
<script>
sforce.console.addEventListener('Changed', changed);
function changed(p) { n += p.a; }
</script>
"""
LOAD = "load('/support/api/44.0/interaction.js');\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def counted(text: str) -> str:
    """Leave out how many scenarios were played: ten at least."""
    return re.sub(r"in \d{2} scenarios", "in N scenarios", text)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(group, ["check", *arguments], standalone_mode=False)


def test_fix_says_what_it_did_and_select_limits_it(folder: Path) -> None:
    (folder / "a.js").write_text(LOAD + ALERT)
    done = run("--fix", "--select", "outdated-library")
    assert done.stderr == "ctilint: mended 1 problem in a.js\n"
    assert (folder / "a.js").read_text() == LOAD.replace("44", "68") + ALERT
    done = run("--fix", "--unsafe-fixes", "--select", "blocking-handler")
    assert "console.warn(r.result)" in (folder / "a.js").read_text()


def test_fix_that_changes_nothing_says_why(folder: Path) -> None:
    (folder / "a.js").write_text(ALERT + CONFIRM)
    done = run("--fix", "--select", "blocking-handler")
    assert done.stderr == (
        "ctilint: nothing to mend safely in 2 findings; 1 need a look (--unsafe-fixes); "
        "1 have to be mended by hand:\n"
        "ctilint:   blocking-handler (1): ask in the page (two buttons) and go on in what they do; "
        "what follows needs the person's answer\n"
    )
    assert "mends      1 of 2 can be mended, 0 of them safely" in done.stdout


def test_fix_only_reports_nothing(folder: Path) -> None:
    (folder / "a.js").write_text(LOAD + ALERT)
    done = run("--fix-only")
    assert done.stdout == ""
    assert done.return_value == 0
    assert (folder / "a.js").read_text() == LOAD.replace("44", "68") + ALERT


def test_an_archive_is_named_as_out_of_reach(folder: Path) -> None:
    with zipfile.ZipFile(folder / "phone.resource", "w") as archive:
        archive.writestr("a.js", LOAD)
    before = (folder / "phone.resource").read_bytes()
    done = run("--fix", "--select", "outdated-library")
    assert "outdated-library (1): it lies in an archive, which ctilint does not write" in done.stderr
    assert (folder / "phone.resource").read_bytes() == before


def test_copies_are_neither_judged_nor_written(folder: Path) -> None:
    for name in ("a.js.orig", "a.js.bak", "a.js~", "a.js.rej", ".a.js.7.ctilint~"):
        (folder / name).write_text(LOAD)
    assert "No CTI code found" in run("--fix").stdout
    assert {path.read_text() for path in folder.iterdir()} == {LOAD}


def test_what_is_excluded_is_not_written(folder: Path) -> None:
    (folder / "lib").mkdir()
    (folder / "lib" / "a.js").write_text(LOAD)
    (folder / "b.js").write_text(LOAD)
    run("--fix", "--exclude", "lib/", "--select", "outdated-library")
    assert (folder / "lib" / "a.js").read_text() == LOAD
    assert (folder / "b.js").read_text() != LOAD


def test_a_loop_is_a_mistake_that_names_the_rules(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ctilint.fix import rounds

    def loop(*_: object, **__: object) -> None:
        raise rounds.LoopError("the mends of one and two undo one another in a.js: nothing more is written")

    (folder / "a.js").write_text(LOAD)
    monkeypatch.setattr(rounds, "apply", loop)
    done = run("--fix")
    assert isinstance(done.exception, Exception)
    assert "the mends of one and two undo one another in a.js" in str(done.exception)


def test_diff_shows_and_writes_nothing(folder: Path) -> None:
    (folder / "a.js").write_text(LOAD)
    done = run("--diff", "--select", "outdated-library")
    assert "+load('/support/api/68.0/interaction.js');\n" in done.stdout
    assert done.stderr == "ctilint: would mend 1 problem in a.js\n"
    assert (folder / "a.js").read_text() == LOAD


def test_prove_tries_each_safe_mend_and_says_what_it_saw(folder: Path) -> None:
    page = f'<script src="/support/api/44.0/interaction.js"></script>\n<script>\n{ALERT}</script>\n'
    (folder / "a.html").write_text(page)
    shown = run("--diff", "--prove")
    said = "ctilint:   proved: a.html does the same before and after in N scenarios (1 mend)\n"
    assert counted(shown.stderr) == f"ctilint: would mend 1 problem in a.html\n{said}"
    assert (folder / "a.html").read_text() == page
    done = run("--fix", "--prove", "--select", "outdated-library,blocking-handler")
    assert counted(done.stderr) == f"ctilint: mended 1 problem in a.html\n{said}"
    assert (folder / "a.html").read_text() == page.replace("44", "68")
    assert "proved: alert stopped the page" in done.stdout


def test_prove_names_the_mend_that_changes_more(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ctilint.prove.comparing import meant

    monkeypatch.setattr(meant, "_WAYS_OUT", frozenset())
    page = LISTENS
    (folder / "a.html").write_text(page)
    done = run("--fix", "--prove", "--select", "missing-unsubscribe")
    assert done.stderr.startswith(
        "ctilint: not mended: missing-unsubscribe at a.html:3: run before and after it, a.html differs: it "
    )
    assert (folder / "a.html").read_text() == page


def test_prove_reads_standard_input_once(folder: Path) -> None:
    page = LISTENS
    done = CliRunner().invoke(
        group, ["check", "--diff", "--prove", "--stdin-filename", "a.html"], input=page, standalone_mode=False
    )
    assert "proved: a.html does the same before and after in N scenarios (1 mend)" in counted(done.stderr)


def test_prove_tries_the_mends_of_a_later_round_on_what_the_first_has_made(folder: Path) -> None:
    """The second script's mend comes a round later: it must not be tried beside the first script as it was."""
    load = '<script src="/support/console/68.0/integration.js"></script>\n'
    (folder / "a.html").write_text(f'{load}<script src="a.js"></script>\n<script src="b.js"></script>\n')
    (folder / "a.js").write_text(
        "sforce.console.addEventListener('Changed', changed);\n"
        "function changed(p) {\n  n += p.message.trim();\n  try { m(); } catch (e) {}\n}\n"
    )
    (folder / "b.js").write_text(
        "sforce.console.addEventListener('Other', 'heard');\nfunction heard(p) {\n  m += p.message.trim();\n}\n"
    )
    done = run("--fix", "--unsafe-fixes", "--prove")
    assert "differs" not in done.stderr
    assert "mended 5 problems in a.js, b.js" in done.stderr
