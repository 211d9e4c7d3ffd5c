"""``ctilint server``: the language server, on pygls."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from ctilint import __version__
from ctilint.editor.completing import entry_of, proposals
from ctilint.editor.speaking import NAME, Speaker, item
from ctilint.editor.workspace import Workspace
from ctilint.findings import Finding, Fix
from ctilint.fix.suppressing import with_suppressions
from ctilint.judge.mending import touch
from ctilint.patterns import pattern
from ctilint.read.facts import FileFacts
from ctilint.read.source import Span
from ctilint.rulebook.entries import ApiEntry

_WORD = pattern(r"[A-Za-z_$][\w$]*(?:\??\.[A-Za-z_$][\w$]*)*")


class Server(LanguageServer):
    """The server and the folder that it judges: the first of the client's folders, or that of the first file."""

    def __init__(self) -> None:
        super().__init__(NAME, __version__, text_document_sync_kind=lsp.TextDocumentSyncKind.Incremental)
        self.app: Workspace | None = None
        self.speaker: Speaker | None = None
        self._told = ""

    def opened(self, folder: str) -> Workspace:
        """Return the workspace; the first call chooses its folder."""
        if self.app is None:
            self.app = Workspace(folder)
            codec = self.workspace.position_codec
            self.speaker = Speaker(self.app.root, codec.client_num_units, self.app.facts)
            self.publish(self.app.judge_all())
        return self.app

    def at(self, uri: str) -> tuple[Workspace, Speaker, str]:
        """Return what judges the file, what speaks of it, and its path."""
        file = to_fs_path(uri) or ""
        app = self.opened(self.workspace.root_path or os.path.dirname(file))
        assert self.speaker is not None  # noqa: S101 - opened sets both
        return app, self.speaker, app.path_of(file)

    def publish(self, paths: Iterable[str]) -> None:
        """Send the findings of the files at ``paths``."""
        app, speaker = self.app, self.speaker
        if app is None or speaker is None:
            return
        by_uri: dict[str, list[lsp.Diagnostic]] = {speaker.uri(path): [] for path in paths}
        for path in paths:
            by_uri[speaker.uri(path)] += [speaker.diagnostic(one) for one in app.at(path)]
        for uri, found in by_uri.items():
            self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, found))
        if app.problem != self._told:
            self._told = app.problem
            if app.problem:
                self.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Error, f"ctilint: {app.problem}"))


def make_server() -> Server:
    """Return the server with all that it answers."""
    server = Server()

    @server.feature(lsp.INITIALIZED)
    def started(ls: Server, _: lsp.InitializedParams) -> None:
        if ls.workspace.root_path:
            ls.opened(ls.workspace.root_path)

    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def did_open(ls: Server, given: lsp.DidOpenTextDocumentParams) -> None:
        app, _, path = ls.at(given.text_document.uri)
        facts = app.facts(path)
        if facts is None or facts.source.text != given.text_document.text:
            ls.publish({path, *app.put(path, given.text_document.text)})
        else:
            ls.publish([path])

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(ls: Server, given: lsp.DidChangeTextDocumentParams) -> None:
        app, _, path = ls.at(given.text_document.uri)
        text = ls.workspace.get_text_document(given.text_document.uri).source
        ls.publish({path, *app.put(path, text)})

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    def did_save(ls: Server, given: lsp.DidSaveTextDocumentParams) -> None:
        app, _, _ = ls.at(given.text_document.uri)
        ls.publish(app.judge_all())

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(ls: Server, given: lsp.DidCloseTextDocumentParams) -> None:
        app, _, path = ls.at(given.text_document.uri)
        ls.publish({path, *app.close(path)})

    @server.feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def files_changed(ls: Server, _: lsp.DidChangeWatchedFilesParams) -> None:
        if ls.app is not None:
            ls.publish(ls.app.judge_all())

    @server.feature(
        lsp.TEXT_DOCUMENT_CODE_ACTION,
        lsp.CodeActionOptions([lsp.CodeActionKind.QuickFix, lsp.CodeActionKind.SourceFixAll]),
    )
    def code_action(ls: Server, given: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        app, speaker, path = ls.at(given.text_document.uri)
        asked = given.range
        touched = [one for one in app.at(path) if _meets(speaker.diagnostic(one).range, asked)]
        return [*_mends(speaker, touched), *_allowances(app, speaker, touched), *_all_safe(speaker, app.at(path))]

    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    def hover(ls: Server, given: lsp.HoverParams) -> lsp.Hover | None:
        app, speaker, path = ls.at(given.text_document.uri)
        facts = app.facts(path)
        if facts is None:
            return None
        found = _named_at(app, facts, speaker.offset(facts.source, given.position))
        return None if found is None else speaker.hover(found[0], facts.source, found[1])

    @server.feature(
        lsp.TEXT_DOCUMENT_COMPLETION, lsp.CompletionOptions(trigger_characters=[".", "{", ","], resolve_provider=False)
    )
    def complete(ls: Server, given: lsp.CompletionParams) -> list[lsp.CompletionItem]:
        app, _, path = ls.at(given.text_document.uri)
        document = ls.workspace.get_text_document(given.text_document.uri)
        offset = document.offset_at_position(given.position)
        return [item(one) for one in proposals(document.source, offset, _aliases(app, path))]

    return server


def _meets(one: lsp.Range, other: lsp.Range) -> bool:
    return one.start.line <= other.end.line and other.start.line <= one.end.line


def _mends(speaker: Speaker, findings: Iterable[Finding]) -> Iterator[lsp.CodeAction]:
    for finding in findings:
        for fix in finding.fixes:
            action = speaker.action(finding, fix)
            if action is not None:
                yield action


def _allowances(app: Workspace, speaker: Speaker, findings: Iterable[Finding]) -> Iterator[lsp.CodeAction]:
    """Yield, for each finding, the comment that allows it; the reason is left to the person."""
    for finding in findings:
        for commented in with_suppressions([finding], app.app.files, "why"):
            for fix in commented.fixes:
                action = speaker.action(finding, Fix("allow it here", safe=False, edits=fix.edits))
                if action is not None:
                    yield action


def _all_safe(speaker: Speaker, findings: Iterable[Finding]) -> Iterator[lsp.CodeAction]:
    """Yield the one action that makes every safe mend of the file, as far as they leave each other room."""
    taken: list[Fix] = []
    for finding in findings:
        fix = next((one for one in finding.fixes if one.safe), None)
        if fix is not None and fix not in taken and not any(_overlap(fix, other) for other in taken):
            taken.append(fix)
    edit = speaker.edit(taken) if taken else None
    if edit is not None:
        yield lsp.CodeAction("ctilint: make every safe mend", kind=lsp.CodeActionKind.SourceFixAll, edit=edit)


def _overlap(one: Fix, other: Fix) -> bool:
    pairs = ((mine, its) for mine in one.edits for its in other.edits if mine.path == its.path)
    return any(touch(mine.span, its.span) for mine, its in pairs)


def _named_at(app: Workspace, facts: FileFacts, offset: int) -> tuple[ApiEntry, Span] | None:
    """Return the row of the method that is named at ``offset``, and where its name stands.

    What the app's calls resolve to counts first, so that a method called through an alias is known.
    """
    line, column = facts.source.position(offset)
    start = facts.source.starts[line - 1]
    word = next((m for m in _WORD.finditer(facts.source.line(line)) if m.start() < column <= m.end() + 1), None)
    if word is None:
        return None
    span = Span(start + word.start(), start + word.end())
    for window in app.app.windows:
        for call in window.calls:
            at = call.place
            if at.path == facts.path and call.entry is not None and at.span.start <= span.start < at.span.end:
                last = call.name.replace("#", ".").rpartition(".")[2]
                if word.group().rpartition(".")[2] in {last, call.written.rpartition(".")[2]}:
                    return call.entry, span
    entry = entry_of(word.group().replace("?.", "."))
    return None if entry is None else (entry, span)


def _aliases(app: Workspace, path: str) -> dict[str, str]:
    """Return what names of the app stand for, learned from its calls: ``phone.screenPop`` is Salesforce's."""
    found: dict[str, str] = {}
    for window in app.app.windows:
        for call in window.calls:
            holder, dot, _ = call.written.rpartition(".")
            real, _, _ = call.name.rpartition(".")
            if dot and holder.isidentifier() and real and (call.place.path == path or holder not in found):
                found[holder] = real
    return found
