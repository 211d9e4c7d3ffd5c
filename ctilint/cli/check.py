"""``ctilint check [PATHS]``: judge an app."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from ctilint import settings as settings_file
from ctilint.cli import MISTAKE
from ctilint.cli._baseline import Known, without_known
from ctilint.cli._changed import change_of
from ctilint.cli._mending import fix, show_diff
from ctilint.cli._output import STDOUT, Output, outputs
from ctilint.cli._reading import judge_app, read_app, read_text, settings_for, tell_failures
from ctilint.cli._writing import demand_free, write
from ctilint.findings import Severity
from ctilint.judge import judge
from ctilint.judge.outcome import Report
from ctilint.judge.rules import UnknownRuleError, demand
from ctilint.records import dataclass, replace
from ctilint.settings import Settings
from ctilint.understand.model import App

if TYPE_CHECKING:
    from ctilint.read.facts import FileFacts

FORMATS = (
    "text",
    "concise",
    "json",
    "jsonl",
    "sarif",
    "github",
    "gitlab",
    "junit",
    "checkstyle",
    "csv",
    "code-analyzer",
    "markdown",
    "html",
)
SUFFIXES = {
    ".txt": "text",
    ".json": "json",
    ".sarif": "sarif",
    ".sarif.json": "sarif",
    ".jsonl": "jsonl",
    ".xml": "junit",
    ".checkstyle.xml": "checkstyle",
    ".csv": "csv",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
}


@dataclass(frozen=True, slots=True)
class Options:
    """What was given on the command line; the names are the options'."""

    paths: tuple[str, ...]
    form: str | None
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    fail_on: str | None
    api_version: int | None
    strict: bool
    quiet: bool
    verbose: bool
    color: str
    stdin_filename: str | None
    exclude: tuple[str, ...]
    no_exclude: bool
    config: str | None
    output: tuple[str, ...]
    force: bool
    baseline: str | None
    write_baseline: bool
    prune_baseline: bool
    fix: bool
    fix_only: bool
    diff: bool
    unsafe_fixes: bool
    prove: bool = False
    jobs: int | None = None
    since: str | None = None
    staged: bool = False
    new_only: bool = False
    exit_zero: bool = False
    max_warnings: int | None = None
    statistics: bool = False
    explain: bool = False
    watch: bool = False
    add_suppressions: str | None = None

    @property
    def looked_at(self) -> tuple[str, ...]:
        """Return the paths that are judged."""
        return (self.stdin_filename,) if self.stdin_filename else self.paths or (".",)

    @property
    def outputs(self) -> tuple[Output, ...]:
        """Return the reports that are asked for."""
        return outputs(self.form, self.output, FORMATS, SUFFIXES, "text")

    @property
    def detail(self) -> dict[str, bool]:
        """Return how much the text report says."""
        names = ("quiet", "verbose", "statistics", "explain")
        return {name: bool(getattr(self, name)) for name in names}

    @property
    def shows_progress(self) -> bool:
        """Say whether a person waits for the report."""
        return not self.quiet and any(one == Output("text", STDOUT) for one in self.outputs)

    @property
    def needs_app(self) -> bool:
        """Say whether more than the findings is asked for, or the app is no tree of files."""
        return self.from_stdin or self.diff or self.fix or self.prove or self.add_suppressions is not None

    @property
    def from_stdin(self) -> bool:
        """Say whether the file to judge comes from standard input."""
        return self.stdin_filename is not None or "-" in self.paths


def _version(ctx: click.Context, parameter: click.Parameter, value: str | None) -> int | None:
    if value is None:
        return None
    try:
        return settings_file.parse_api_version(value)
    except ValueError as error:
        raise click.BadParameter(f"'{value}' {error}", ctx, parameter) from error


def _named(ctx: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    if "" in value:
        raise click.BadParameter("a file is needed", ctx, parameter)
    return value


def _rules(ctx: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    names = tuple(name.strip() for part in value for name in part.split(",") if name.strip())
    try:
        for name in names:
            demand(name)
    except UnknownRuleError as error:
        raise click.BadParameter(str(error), ctx, parameter) from error
    return names


@click.command("check", short_help="Judge the CTI apps under PATHS.")
@click.argument("paths", nargs=-1)
@click.option("--format", "form", type=click.Choice(FORMATS), help="How to print (default: text).")
@click.option("--select", multiple=True, callback=_rules, metavar="RULE", help="Run only these (comma or repeat).")
@click.option("--ignore", multiple=True, callback=_rules, metavar="RULE", help="Leave these rules out.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "note", "never"]),
    help="The lowest severity that makes the exit code 1 (default: warning).",
)
@click.option("--max-warnings", type=click.IntRange(0), metavar="N", help="More warnings than N are exit code 1 too.")
@click.option("--exit-zero", is_flag=True, help="End with 0 even when something is found.")
@click.option("--api-version", callback=_version, metavar="N", help="The lowest API version that is accepted.")
@click.option("--strict", is_flag=True, help="Also note what could not be resolved.")
@click.option("-q", "--quiet", is_flag=True, help="One line for each finding, no summary.")
@click.option("--statistics", is_flag=True, help="Count the findings of each rule instead of showing them.")
@click.option("--explain", is_flag=True, help="Say after the findings why each rule matters.")
@click.option("--watch", is_flag=True, help="Judge again whenever a file changes (extra ctilint[watch]).")
@click.option("-v", "--verbose", is_flag=True, help="List every path that was skipped, and why.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True)
@click.option(
    "-j", "--jobs", type=click.IntRange(1), metavar="N", help="Processes for a large tree (default: one a processor)."
)
@click.option("--prove", is_flag=True, help="Run the app and mark what was seen; with --fix, try each safe mend.")
@click.option("--stdin-filename", metavar="FILE", help="Read one file from standard input and judge it as FILE.")
@click.option("--exclude", multiple=True, metavar="GLOB", help="Leave out what matches, as in .gitignore (repeat).")
@click.option("--no-exclude", is_flag=True, help="Read also what is left out by default.")
@click.option("--config", metavar="FILE", help="The settings file (default: the nearest upward).")
@click.option(
    "-o",
    "--output",
    multiple=True,
    callback=_named,
    metavar="[FORMAT=]FILE",
    help="Write the report to FILE, whole or not at all; its suffix says the format (repeat).",
)
@click.option("--force", is_flag=True, help="Write the report over a file that ctilint did not write.")
@click.option("--since", metavar="REF", help="Report only what the changes since this commit touch or cause.")
@click.option("--staged", is_flag=True, help="Report only what the next commit touches or causes.")
@click.option("--baseline", metavar="FILE", help="Report only what FILE does not hold.")
@click.option("--new-only", is_flag=True, help="Report only what the baseline does not hold; there must be one.")
@click.option("--write-baseline", is_flag=True, help="Put the findings into the baseline, take out what is mended.")
@click.option("--prune-baseline", is_flag=True, help="Take out of the baseline what is mended, add nothing.")
@click.option("--fix", is_flag=True, help="Apply the safe fixes, then judge what is left.")
@click.option("--fix-only", is_flag=True, help="Apply the safe fixes and report nothing; the exit code is 0.")
@click.option("--diff", is_flag=True, help="Print what --fix would change, and change nothing.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: also fixes that need a look.")
@click.option("--add-suppressions", metavar="REASON", help="Write a comment that allows it above each finding.")
def command(**given: Any) -> int:
    """Judge the CTI apps under PATHS (default: the folder you are in).

    --fix runs nothing. With --prove, the app is run before and after its safe mends, and a mend that changes more than
    it is meant to is not applied; of each that is, it is said whether a run showed that.

    Exit: 0 nothing at or above --fail-on, 1 findings, 2 a mistake of the call or of ctilint.
    """
    options = Options(**{**given, "fix": given["fix"] or given["fix_only"]})
    if options.unsafe_fixes and not (options.fix or options.diff):
        raise click.UsageError("--unsafe-fixes goes with --fix or --diff")
    if options.staged and options.fix:
        raise click.UsageError("--fix writes what lies on the disk, --staged looks at the index: use --since HEAD")
    if options.fix and options.from_stdin:
        raise click.UsageError("standard input cannot be fixed in place: use --diff")
    if options.watch:
        from ctilint.cli._watching import watch

        return watch(options.looked_at, lambda: _run(options))
    return _run(options)


def _run(options: Options) -> int:
    demand_free([one.path for one in options.outputs if one.is_file], force=options.force)
    settings = _settings(options)
    run = _Run(options, settings, mends=options.fix or options.diff)
    report, files = run.judged()
    if options.diff:
        tell_failures(report)
        return show_diff(report, files, unsafe=options.unsafe_fixes)
    if options.fix:
        report, files = fix(
            (report, files),
            run.judged,
            options.looked_at,
            unsafe=options.unsafe_fixes,
            anew=options.since is not None,
        )
        if options.fix_only:
            return MISTAKE if report.failed else 0
        if options.prove:
            report, files = replace(run, mends=False).judged()
    known = Known(options.baseline or "", options.write_baseline, options.prune_baseline, options.new_only)
    report = without_known(report, known, settings, options.looked_at)
    if options.add_suppressions is not None:
        return _allowed(report, files, run)
    _print(report, files, options)
    return MISTAKE if report.failed else int(_fails(report, options, settings))


def _allowed(report: Report, files: Mapping[str, FileFacts], run: _Run) -> int:
    reason = " ".join((run.options.add_suppressions or "").split())
    if not reason or "--" in reason or "*/" in reason:
        raise click.UsageError("--add-suppressions wants a reason in words, without -- and */")
    if run.options.from_stdin or run.options.staged:
        raise click.UsageError("--add-suppressions writes into files: it goes with neither standard input nor --staged")
    from ctilint.cli._suppressing import add_suppressions

    add_suppressions(report, files, reason, lambda held: run.judged(held)[0])
    return 0


def _fails(report: Report, options: Options, settings: Settings) -> bool:
    warnings = sum(finding.severity is Severity.WARNING for finding in report.findings)
    too_many = options.max_warnings is not None and warnings > options.max_warnings
    return not options.exit_zero and (too_many or report.fails(settings.fail_on))


@dataclass(frozen=True, slots=True)
class _Run:
    """Judges what the options ask for; more than once when something is mended.

    ``mends``: the report is for mending, and under ``--prove`` it is the mends that are tried, not the findings.
    """

    options: Options
    settings: Settings
    mends: bool = False

    def judged(self, buffers: Mapping[str, bytes | None] | None = None) -> tuple[Report, Mapping[str, FileFacts]]:
        """Return the report, before the baseline, and the files that it speaks of; ``buffers`` lie over the disk."""
        options = self.options
        change = change_of(options.since, options.staged, options.looked_at)
        held = buffers or (change.new if change is not None else None)
        if options.needs_app:
            app = _app(options, self.settings, held)
            report, files = judge(app, self.settings), app.files
        else:
            report, files = judge_app(
                options.looked_at, self.settings, jobs=options.jobs, progress=options.shows_progress, held=held
            )
        if change is not None and buffers is None:
            report = change.brought(report, self.settings, options.jobs)
        return (self._proved(app, report, held or {}) if options.prove else report), files

    def _proved(self, app: App, report: Report, held: Mapping[str, bytes | None]) -> Report:
        """Mark the findings that are seen when the app runs, or the mends that change only what they are meant to."""
        from ctilint.prove import prove_findings, prove_mends

        with _sandboxed():
            if not self.mends:
                return replace(report, findings=prove_findings(app, report.findings))
            return replace(
                report, findings=prove_mends(app, report.findings, lambda more: self._rebuilt({**held, **more}))
            )

    def _rebuilt(self, held: Mapping[str, bytes | None]) -> App:
        """Return the app with other bytes in some files."""
        if self.options.from_stdin:
            [(path, data)] = held.items()
            return read_text(path, data or b"", self.settings)
        return read_app(self.options.looked_at, self.settings, held=held)


@contextmanager
def _sandboxed() -> Iterator[None]:
    from ctilint.prove.play.sandbox import SandboxError

    try:
        yield
    except SandboxError as error:
        raise click.UsageError(str(error)) from error


def _app(options: Options, settings: Settings, held: Mapping[str, bytes | None] | None) -> App:
    if options.from_stdin:
        if options.paths not in {(), ("-",)}:
            raise click.UsageError("standard input is judged alone: give no other path than -")
        if options.since is not None or options.staged:
            raise click.UsageError("standard input has no history: --since and --staged are for files")
        return read_text(options.stdin_filename or "stdin.js", sys.stdin.buffer.read(), settings)
    return read_app(options.looked_at, settings, progress=options.shows_progress, held=held)


def _settings(options: Options) -> Settings:
    """Join the settings file and the options; options win, exclusions and ignored rules add up."""
    start = (options.stdin_filename,) if options.stdin_filename is not None else options.paths
    settings = settings_for([path for path in start if path != "-"], options.config)
    return replace(
        settings,
        select=options.select or settings.select,
        ignore=(*settings.ignore, *options.ignore),
        exclude=(*settings.exclude, *options.exclude),
        no_exclude=options.no_exclude,
        strict=settings.strict or options.strict,
        fail_on=settings_file.parse_severity(options.fail_on) if options.fail_on else settings.fail_on,
        api_version=settings.api_version if options.api_version is None else options.api_version,
    )


def _print(report: Report, files: Mapping[str, FileFacts], options: Options) -> None:
    for one in options.outputs:
        if one.is_file:
            write(one.path, _rendered(one.form, report, files, options), force=options.force, form=one.form)
        elif one.form == "text":
            from ctilint.report.text import console_for, show

            show(console_for(sys.stdout, options.color), report, files, **options.detail)
        else:
            sys.stdout.write(_rendered(one.form, report, files, options))


def _rendered(form: str, report: Report, files: Mapping[str, FileFacts], options: Options) -> str:
    if form != "text":
        from ctilint.report import render

        return render(form, report, files)
    from io import StringIO

    from ctilint.report.text import console_for, show

    stream = StringIO()
    color = "never" if options.color == "auto" else options.color
    show(console_for(stream, color), report, files, **options.detail)
    return stream.getvalue()
