"""Writes ``rules/README.md``, the index of the rule book: ``python -m ctilint.rulebook.index``."""

from __future__ import annotations

from ctilint.findings import Severity
from ctilint.rulebook.location import rules_file
from ctilint.rulebook.pages import Page, pages
from ctilint.rulebook.tables import DIALECTS, about, api

_HEAD = """# The rule book

Everything here can be corrected by somebody who knows Salesforce and has never read Python. This page is generated:
`python -m ctilint.rulebook.index` writes it anew, and a test fails while it is stale.

* One page per rule says what the rule finds, why it matters, and shows it speaking and silent. Its examples are its
  tests; `ctilint rule NAME` prints it. How a page is written stands in `ctilint/rulebook/pages.py`.
* `api/` holds what is known about every method, listener and constant, one file per dialect, each row with its source
  and its confidence. `ctilint api NAME` prints a row.
* `voice/` holds the map to Salesforce Voice, the effort scale and the questions of an assessment.
* `releases.toml` holds the API versions, the releases they belong to, and what becomes of them.

Confidence: **A** guide and library agree; **B** guide only; **C** library or typings only; **D** third party only;
**U** unverified. A rule that stands on a row of confidence U never says more than a note.
"""


def index_text() -> str:
    """Return the text of the index as the pages and tables make it now."""
    parts = [_HEAD]
    for severity, title in (
        (Severity.ERROR, "Errors: it throws or can never work"),
        (Severity.WARNING, "Warnings: something is lost, or may fail"),
        (Severity.NOTE, "Notes: worth knowing"),
    ):
        rows = [page for page in pages() if page.severity is severity]
        if rows:
            parts.append(f"## {title}\n\n{_table(rows)}")
    lines = [
        "## How each is mended",
        "",
        "`ctilint check --fix` applies what is safe, `--unsafe-fixes` the rest, `--diff` shows it. What has to be done",
        "by hand is said with each finding; this is why.",
        "",
        "What the mends make is judged before it is written: one that does not end its finding is left out and named.",
        "Mending runs nothing, unless `--prove` asks for it: then the app is run before and after its safe mends, a",
        "few seconds for each window that one of them touches. A mend that changes more than it is meant to is left",
        "out and named; of each other it is said whether a run showed that it does not, or why none could.",
        "",
        "| rule | mend | why |",
        "| --- | --- | --- |",
        *(f"| [{page.rule}]({page.rule}.md) | {page.fix} | {page.mend.replace('|', '&#124;')} |" for page in pages()),
        "",
        "## Tables",
        "",
        "| table | what | names |",
        "| --- | --- | --- |",
        *(f"| [{name}](api/{name}.toml) | {about(name)['title']} | {len(api(name))} |" for name in DIALECTS),
    ]
    parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def _table(rows: list[Page]) -> str:
    lines = ["| rule | finds | mend |", "| --- | --- | --- |"]
    lines.extend(
        f"| [{page.rule}]({page.rule}.md) | {page.summary.replace('|', '&#124;')} | {page.fix} |" for page in rows
    )
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the index."""
    with open(rules_file("README.md"), "w", encoding="utf-8", newline="\n") as file:
        file.write(index_text())


if __name__ == "__main__":
    main()
