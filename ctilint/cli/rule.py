"""``ctilint rule [NAME]``: a rule's page, or the list of rules."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

import click

from ctilint.rulebook.pages import Page, page, pages, rule_names
from ctilint.settings import nearest

if TYPE_CHECKING:
    from datetime import date

_FACTS_HEAD = ["| look again by | last look | table or row | rows | what |", "| --- | --- | --- | --- | --- |"]


@click.command("rule", short_help="Print a rule's page, or the list of rules.")
@click.argument("name", required=False)
@click.option("--facts", "dated", is_flag=True, help="List the tables, and which must be looked at again.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True)
def command(name: str | None, form: str, color: str, *, dated: bool) -> int:
    """Print the page of the rule NAME, or the list of rules: rendered on a terminal, plain Markdown when piped.

    With --facts list the tables that the rules stand on: when each was last compared with its source, and what is due
    today. What is due is a duty of whoever keeps the rule book; it changes no finding. With --format json the same is
    printed for programs: heads of all rules, or the whole page of one with its examples.
    """
    if dated and name is not None:
        raise click.UsageError("--facts lists all tables: it takes no rule")
    if name is not None and name not in rule_names():
        raise click.UsageError(f"unknown rule '{name}'{nearest(name, rule_names())}")
    if form == "json":
        if dated:
            from ctilint.records import asdict
            from ctilint.rulebook.facts import facts

            found: Any = [{"name": fact.name, **asdict(fact)} for fact in facts()]
        else:
            found = page_json(page(name)) if name is not None else [head_json(one) for one in pages()]
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
        return 0
    if dated:
        from datetime import UTC, datetime

        text = facts_text(datetime.now(UTC).date())
    elif name is None:
        text = index_text()
    else:
        text = page_text(page(name))
    if color == "always" or (color == "auto" and sys.stdout.isatty() and not os.environ.get("NO_COLOR")):
        _render(text, color)
    else:
        sys.stdout.write(text)
    return 0


def index_text() -> str:
    """Return the list of rules as Markdown."""
    rows = [f"* **{one.rule}** ({one.severity.value}): {one.summary}" for one in pages()]
    return "\n".join(["# The rules", "", *rows, "", "`ctilint rule NAME` prints a rule's page."]) + "\n"


def head_json(one: Page) -> dict[str, Any]:
    """Return what a page says about its rule; ``fix`` is the best grade of its mends, ``mend`` says why."""
    return {
        "rule": one.rule,
        "summary": one.summary,
        "severity": one.severity.value,
        "evidence": one.evidence,
        "fix": one.fix,
        "mend": one.mend,
        "effort": one.effort,
        "since": one.since,
    }


def page_json(one: Page) -> dict[str, Any]:
    """Return a whole page: its head, its sections as Markdown, its examples with what must be found in them.

    Lines count from 1 in the file of the example, whose text has no marks.
    """

    def files(held: tuple[tuple[str, str], ...]) -> list[dict[str, str]]:
        return [{"path": path, "text": text} for path, text in held]

    return head_json(one) | {
        "reason": one.reason,
        "when_to_allow": one.when_to_allow,
        "salesforce_voice": one.voice,
        "sources": one.sources,
        "examples": [
            {
                "heading": example.heading,
                "files": files(example.files),
                "expected": [
                    {"path": mark.path, "line": mark.line, "severity": mark.severity.value, "message": mark.message}
                    for mark in example.expected
                ],
                "mended": files(example.fixed),
            }
            for example in one.examples
        ],
    }


def facts_text(today: date) -> str:
    """Return the tables and dated rows as Markdown: first what had to be looked at again before ``today``."""
    from ctilint.rulebook.facts import due, facts

    late = due(today)
    lines = [
        "# The facts",
        "",
        f"{len(late)} of {len(facts())} tables and dated rows are due on {today.isoformat()}.",
        "",
    ]
    lines.extend(f"* **{fact.name}** was due on {fact.due}: {fact.title}. To do: {fact.again}." for fact in late)
    lines.extend(["", *_FACTS_HEAD] if late else _FACTS_HEAD)
    lines.extend(
        f"| {fact.due} | {fact.looked} | {fact.name} | {fact.rows} | {_cell(fact.title)} |" for fact in facts()
    )
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def page_text(one: Page) -> str:
    """Return a page as Markdown: what it says about itself first, then its text with the examples' marks."""
    fix = one.fix if one.fix == "by hand" else f"{one.fix} (`ctilint check --diff` shows it)"
    head = (
        f"# {one.rule}\n\n{one.summary}\n\n"
        f"severity {one.severity.value} | evidence {one.evidence} | fix {fix} | "
        f"effort {one.effort} | since {one.since}\n\n"
    )
    return head + one.body


def _render(text: str, color: str) -> None:
    from rich.markdown import CodeBlock, Markdown
    from rich.text import Text

    from ctilint.report.text import console_for

    class Example(CodeBlock):
        """A block of code as it was written: a line that is too long is not broken and not cut."""

        def __rich_console__(self, console: Any, options: Any) -> Iterator[Text]:
            del console, options
            for line in str(self.text).rstrip().split("\n"):
                yield Text(f"    {line}", "cyan", no_wrap=True, overflow="ignore")

    class Rendered(Markdown):
        elements: ClassVar = {**Markdown.elements, "fence": Example, "code_block": Example}

    console = console_for(sys.stdout, color)
    console.print(Rendered(text), width=min(console.width, 100), soft_wrap=False, crop=False, no_wrap=False)
