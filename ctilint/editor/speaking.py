"""Findings, rows and proposals in the words of the language server protocol."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from urllib.parse import quote

from lsprotocol import types as lsp
from pygls.uris import from_fs_path

from ctilint.editor.completing import Proposal
from ctilint.findings import Finding, Fix, Location, Severity
from ctilint.read.facts import FileFacts
from ctilint.read.source import Source, Span
from ctilint.report.entry import markdown_of
from ctilint.rulebook.entries import ApiEntry
from ctilint.rulebook.location import rules_file

NAME = "ctilint"
_LEVELS = {
    Severity.ERROR: lsp.DiagnosticSeverity.Error,
    Severity.WARNING: lsp.DiagnosticSeverity.Warning,
    Severity.NOTE: lsp.DiagnosticSeverity.Information,
}
_KINDS = {
    "method": lsp.CompletionItemKind.Method,
    "namespace": lsp.CompletionItemKind.Module,
    "argument": lsp.CompletionItemKind.Property,
}
# The number of units of the client's encoding (UTF-16 as a rule) that a text takes.
Units = Callable[[str], int]
FactsOf = Callable[[str], FileFacts | None]


class Speaker:
    """Says things to a client whose columns count ``units``; ``root`` is the folder that paths are relative to."""

    def __init__(self, root: str, units: Units, facts: FactsOf) -> None:
        self.root = root
        self._units = units
        self._facts = facts

    def uri(self, path: str) -> str:
        """Return the address of a file of the app; that of the archive for a member of one."""
        return from_fs_path(os.path.join(self.root, path.split("!/", maxsplit=1)[0])) or ""

    def range(self, source: Source, span: Span) -> lsp.Range:
        """Return a span in the client's lines and columns."""
        return lsp.Range(self._position(source, span.start), self._position(source, span.end))

    def offset(self, source: Source, position: lsp.Position) -> int:
        """Return the offset of a position of the client's."""
        if position.line >= len(source.starts):
            return len(source.text)
        start = source.starts[position.line]
        line = source.line(position.line + 1)
        units = 0
        for at, char in enumerate(line):
            if units >= position.character:
                return start + at
            units += self._units(char)
        return start + len(line)

    def diagnostic(self, finding: Finding) -> lsp.Diagnostic:
        """Return a finding with its related places and the link to its rule's page."""
        related = [
            lsp.DiagnosticRelatedInformation(lsp.Location(self.uri(at.path), self._where(at)), at.message or "here")
            for at in finding.related
        ]
        text = f"{finding.message}\n{finding.help}" if finding.help else finding.message
        return lsp.Diagnostic(
            range=self._where(finding.location),
            severity=_LEVELS[finding.severity],
            code=finding.rule,
            code_description=lsp.CodeDescription(f"file://{quote(rules_file(f'{finding.rule}.md'))}"),
            source=NAME,
            message=text,
            related_information=related or None,
            data={"fingerprint": finding.fingerprint},
        )

    def action(self, finding: Finding, fix: Fix, *, kind: str = lsp.CodeActionKind.QuickFix) -> lsp.CodeAction | None:
        """Return a mend as a code action; None when a file of it is not at hand."""
        edit = self.edit([fix])
        if edit is None:
            return None
        look = "" if fix.safe else " (look at it)"
        return lsp.CodeAction(
            title=f"{finding.rule}: {fix.title}{look}",
            kind=kind,
            diagnostics=[self.diagnostic(finding)],
            is_preferred=fix.safe or None,
            edit=edit,
        )

    def edit(self, fixes: Iterable[Fix]) -> lsp.WorkspaceEdit | None:
        """Return the edits of ``fixes``, None when a file of them is not at hand."""
        changes: dict[str, list[lsp.TextEdit]] = {}
        for fix in fixes:
            for one in fix.edits:
                facts = self._facts(one.path)
                if facts is None:
                    return None
                edits = changes.setdefault(self.uri(one.path), [])
                edit = lsp.TextEdit(self.range(facts.source, one.span), one.text)
                if edit not in edits:
                    edits.append(edit)
        return lsp.WorkspaceEdit(changes=changes)

    def hover(self, entry: ApiEntry, source: Source, span: Span) -> lsp.Hover:
        """Return what is known of a method, for the place where it is named."""
        return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.Markdown, markdown_of(entry)), self.range(source, span))

    def _where(self, at: Location) -> lsp.Range:
        facts = self._facts(at.path)
        if facts is None or "!/" in at.path:
            return lsp.Range(lsp.Position(0, 0), lsp.Position(0, 0))
        lines = (facts.source.line(at.line), facts.source.line(at.end_line))
        return lsp.Range(
            lsp.Position(at.line - 1, self._units(lines[0][: at.column - 1])),
            lsp.Position(at.end_line - 1, self._units(lines[1][: at.end_column - 1])),
        )

    def _position(self, source: Source, offset: int) -> lsp.Position:
        line, column = source.position(offset)
        return lsp.Position(line - 1, self._units(source.line(line)[: column - 1]))


def item(proposal: Proposal) -> lsp.CompletionItem:
    """Return a proposal as the client shows it."""
    return lsp.CompletionItem(
        label=proposal.label,
        kind=_KINDS[proposal.kind],
        detail=proposal.detail or None,
        documentation=lsp.MarkupContent(lsp.MarkupKind.Markdown, markdown_of(proposal.entry)),
        insert_text=f"{proposal.label}: " if proposal.kind == "argument" else None,
    )
