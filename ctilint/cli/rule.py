"""``ctilint rule [NAME]``: a rule's page, or the list of rules."""

from __future__ import annotations

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
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True)
def command(name: str | None, color: str, *, dated: bool) -> int:
    """Print the page of the rule NAME, or the list of rules: rendered on a terminal, plain Markdown when piped.

    With --facts list the tables that the rules stand on: when each was last compared with its source, and what is due
    today. What is due is a duty of whoever keeps the rule book; it changes no finding.
    """
    if dated and name is not None:
        raise click.UsageError("--facts lists all tables: it takes no rule")
    if dated:
        from datetime import UTC, datetime

        text = facts_text(datetime.now(UTC).date())
    elif name is None:
        text = index_text()
    elif name in rule_names():
        text = page_text(page(name))
    else:
        raise click.UsageError(f"unknown rule '{name}'{nearest(name, rule_names())}")
    if color == "always" or (color == "auto" and sys.stdout.isatty() and not os.environ.get("NO_COLOR")):
        _render(text, color)
    else:
        sys.stdout.write(text)
    return 0


def index_text() -> str:
    """Return the list of rules as Markdown."""
    rows = [f"* **{one.rule}** ({one.severity.value}): {one.summary}" for one in pages()]
    return "\n".join(["# The rules", "", *rows, "", "`ctilint rule NAME` prints a rule's page."]) + "\n"


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
