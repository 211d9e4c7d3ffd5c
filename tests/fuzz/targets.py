"""What is fuzzed: each target takes bytes and raises when ctilint does not cope with them.

The bytes are an app: its first line names the files, the lines ``@@`` part their contents (see ``unpacked``). A
mistake that ctilint keeps as a Failure counts as well: nobody but ctilint is to blame for one.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from ctilint.emit.events import UnknownEventError
from ctilint.emit.from_app import NothingToKeepError, plan_from
from ctilint.fix.diff import unified
from ctilint.fix.planning import plan
from ctilint.judge import judge
from ctilint.read.document import read_document
from ctilint.read.files.discover import Tree
from ctilint.report import render
from ctilint.settings import Settings
from ctilint.understand import build_app
from ctilint.understand.model import App

NAMES = """
a.js a.ts a.tsx a.mjs a.html a.page a.component a.cmp aController.js aHelper.js c/lwc/x/x.js c/lwc/x/x.html a.vue
a.webLink-meta.xml b.callCenter-meta.xml a.object a.xml a.php a.erb a.jsp a.svelte a.resource a h.py t.yaml flow.json
requirements.txt pyproject.toml samconfig.toml .gitignore ctilint.toml staticresources/Kit.resource
""".split()
PART = b"\n@@\n"
FORMATS = ("json", "sarif", "junit", "html", "markdown", "github", "gitlab")
MOST = 20_000
# Each is a word that the fuzzer may put in.
WORDS = """
sforce.opencti.onClickToDial sforce.opencti.screenPop sforce.interaction.cti.onClickToDial sforce.console
addEventListener removeEventListener sforce.console.openPrimaryTab listener callback function => class extends
constructor this super async await yield switch case default try catch finally throw return new typeof instanceof
var let const for while do if else in of import export from require module.exports ... ?. ?? ` ${ } { ( ) [ ] < > </
<script> </script> <!-- --> <![CDATA[ ]]> {! } {{ }} <% %> <?php ?> onclick= javascript: <apex:page> <aura:component>
REQUIRESCRIPT $Resource. ctilint-disable ctilint-disable-next-line ctilint-enable -- JSON.parse alert(1) XMLHttpRequest
connect.contact connect.agent scv-connector-base subscribe unsubscribe eventType pagehide === !== == && || ! ; , . =
AWS::Lambda::Function !Sub !Ref !GetAtt Resources: handler boto3 requests salesforce StartAction Actions Identifier
callCenter reqGeneralInfo section item sortOrder \\xff\\xfe \\x00 PK\\x03\\x04 @@
""".split()


class Found(Exception):  # noqa: N818 - not an error of the fuzzer: what it looks for
    """ctilint kept a mistake of its own."""


def unpacked(data: bytes) -> dict[str, bytes]:
    """Return the files of an app: one letter for each name in the first line, then the contents."""
    head, _, rest = data[:MOST].partition(b"\n")
    contents = rest.split(PART)
    names = [NAMES[(letter - 65) % len(NAMES)] for letter in head[:4]] or [NAMES[0]]
    return {name: contents[at] if at < len(contents) else b"" for at, name in enumerate(names)}


def packed(files: dict[str, bytes]) -> bytes:
    """Return the bytes that ``unpacked`` takes apart; the names are those of NAMES."""
    head = bytes(65 + NAMES.index(name) for name in files)
    return head + b"\n" + PART.join(files.values())


@contextlib.contextmanager
def placed(data: bytes) -> Iterator[str]:
    """Write the app into a folder of its own and go there."""
    before = os.getcwd()
    root = "/dev/shm" if os.path.isdir("/dev/shm") else None
    with tempfile.TemporaryDirectory(dir=root) as folder:
        for name, content in unpacked(data).items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        os.chdir(folder)
        try:
            yield folder
        finally:
            os.chdir(before)


def built(settings: Settings) -> tuple[App, Tree]:
    """Return the App of the folder; a Failure is what is looked for."""
    tree = Tree(["."])
    app = build_app(tree, settings)
    if app.failures:
        raise Found(app.failures)
    return app, tree


def reading(data: bytes) -> None:
    """Read each file by itself."""
    for name, content in unpacked(data).items():
        facts = read_document(name, content)
        size = len(facts.source.text)
        for script in facts.scripts:
            for function in script.functions:
                assert 0 <= function.span.start <= function.span.end <= size, (name, function.span)
            for comment in script.comments:
                assert facts.source.cut(comment.span), (name, comment)


def understanding(data: bytes) -> None:
    """Build the App."""
    with placed(data):
        built(Settings())


def judging(data: bytes) -> None:
    """Judge, and print in every form."""
    settings = Settings(strict=True)
    with placed(data):
        app, _ = built(settings)
        report = judge(app, settings)
        if report.failed:
            raise Found([one.message for one in report.findings if one.rule == "internal-error"])
        for form in FORMATS:
            text = render(form, report, app.files)
            text.encode()
            if form in {"json", "sarif", "gitlab"}:
                json.loads(text)


def fixing(data: bytes) -> None:
    """Plan every mend and print the change; then judge what would be written."""
    settings = Settings()
    with placed(data):
        app, _ = built(settings)
        planned = plan(judge(app, settings).findings, app.files, unsafe=True)
        unified(planned)
        for change in planned.changes:
            change.source.encode(change.after)


def assessing(data: bytes) -> None:
    """Assess, and print in every form."""
    from ctilint.assess import assess
    from ctilint.assess import render as told
    from ctilint.assess.meaning.joining import gather_portfolio

    with placed(data):
        app, tree = built(Settings())
        found = assess(app, judge(app, Settings()), tree, (), "app", "2027-01-31")
        for form in ("markdown", "html", "json"):
            told(form, gather_portfolio([found], many=False)).encode()


def emitting(data: bytes) -> None:
    """Emit the module that keeps what the app registers."""
    from ctilint.emit.writing import render as module_of

    with placed(data) as folder:
        app, _ = built(Settings())
        with contextlib.suppress(NothingToKeepError, UnknownEventError):
            module_of(plan_from(app, (), (), (), form="esm", typescript=False, root=folder))


def proving(data: bytes) -> None:
    """Run the app against the simulated Salesforce."""
    from ctilint.prove import Options, as_json, prove_app

    with placed(data):
        app, _ = built(Settings())
        json.loads(as_json(prove_app(app, Options())))


def setting(data: bytes) -> None:
    """Run the command line with whatever settings, baseline and ignore files lie there."""
    from ctilint.cli import run

    with placed(data), contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()) as said:
        Path("base.json").write_bytes(data[:MOST])
        for options in ([], ["--baseline", "base.json"], ["--exclude", data[:60].decode("latin-1")]):
            run(["check", "--format", "json", *options])
        if "internal error" in said.getvalue():
            raise Found(said.getvalue())


TARGETS: dict[str, Callable[[bytes], None]] = {
    one.__name__: one for one in (reading, understanding, judging, fixing, assessing, emitting, proving, setting)
}


def seeds(root: Path) -> Iterator[bytes]:
    """Yield apps to begin with: the fixtures, and the examples of the rule pages."""
    from ctilint.rulebook.pages import page, rule_names

    by_ending = sorted(NAMES, key=lambda name: -len(name.partition(".")[2]))
    for path in sorted((root / "fixtures").rglob("*")):
        if path.is_file() and path.stat().st_size < MOST:
            yield from _seed([(path.name, path.read_bytes())], by_ending)
    for rule in rule_names():
        for example in page(rule).examples:
            yield from _seed([(name, text.encode()) for name, text in example.files[:4]], by_ending)


def _seed(files: list[tuple[str, bytes]], names: list[str]) -> Iterator[bytes]:
    found: dict[str, bytes] = {}
    for written, content in files:
        ending = written.rpartition("/")[2].partition(".")[2]
        name = next((one for one in names if one not in found and one.partition(".")[2] == ending), None)
        if name is not None:
            found[name] = content
    if found:
        yield packed(found)


if __name__ == "__main__":
    TARGETS[sys.argv[1]](Path(sys.argv[2]).read_bytes())
