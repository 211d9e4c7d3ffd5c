"""A scripted session with ``ctilint server`` over its pipes, as an editor holds it."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

ROOT = Path(__file__).parents[2]
PAGE = '<script src="/support/api/28.0/interaction.js"></script>\n<script src="phone.js"></script>\n'
PHONE = """const text = "\U0001f4de"; sforce.interaction.cti.onClickToDial(onDial);
function onDial(response) {
  alert(response.result);
}
"""


class Editor(LanguageClient):
    """A client that keeps the diagnostics it is sent."""

    def __init__(self, folder: Path) -> None:
        super().__init__("test", "1")
        self.folder = folder
        self.told: dict[str, list[lsp.Diagnostic]] = {}
        self.news = asyncio.Event()

        @self.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def told(given: lsp.PublishDiagnosticsParams) -> None:
            self.told[given.uri.rpartition("/")[2]] = list(given.diagnostics)
            self.news.set()

    def uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    async def until(self, right: Callable[[], bool]) -> None:
        async with asyncio.timeout(60):
            while not right():
                self.news.clear()
                if not right():
                    await self.news.wait()

    def rules(self, name: str) -> list[str]:
        return sorted(str(one.code) for one in self.told.get(name, []))

    def change(self, name: str, version: int, text: str) -> None:
        document = lsp.VersionedTextDocumentIdentifier(version, self.uri(name))
        whole = lsp.TextDocumentContentChangeWholeDocument(text)
        self.text_document_did_change(lsp.DidChangeTextDocumentParams(document, [whole]))


def session(folder: Path, play: Callable[[Editor], Awaitable[None]]) -> None:
    async def hold() -> None:
        editor = Editor(folder)
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        await editor.start_io(
            sys.executable, "-c", "from ctilint.cli import main; main()", "server", env=environment, cwd=str(folder)
        )
        folders = [lsp.WorkspaceFolder(folder.as_uri(), "app")]
        await editor.initialize_async(
            lsp.InitializeParams(lsp.ClientCapabilities(), root_uri=folder.as_uri(), workspace_folders=folders)
        )
        editor.initialized(lsp.InitializedParams())
        await play(editor)
        await editor.shutdown_async(None)
        editor.exit(None)
        await editor.stop()

    asyncio.run(hold())


@pytest.fixture
def app(tmp_path: Path) -> Path:
    (tmp_path / "index.html").write_text(PAGE, "utf-8")
    (tmp_path / "phone.js").write_text(PHONE, "utf-8")
    return tmp_path


def test_a_session(app: Path) -> None:
    async def play(editor: Editor) -> None:
        await editor.until(lambda: "phone.js" in editor.told and "index.html" in editor.told)
        assert editor.rules("index.html") == ["outdated-library"]
        assert "blocking-handler" in editor.rules("phone.js")
        (blocking,) = [one for one in editor.told["phone.js"] if one.code == "blocking-handler"]
        assert blocking.range == lsp.Range(lsp.Position(2, 2), lsp.Position(2, 24))
        assert blocking.code_description is not None
        assert blocking.code_description.href.endswith("/blocking-handler.md")
        assert blocking.related_information
        # A column behind a character of two UTF-16 units.
        registered = blocking.related_information[0].location
        assert registered.range.start == lsp.Position(0, PHONE.index("sforce") + 1)
        opened = lsp.TextDocumentItem(editor.uri("phone.js"), lsp.LanguageKind.JavaScript, 1, PHONE)
        editor.text_document_did_open(lsp.DidOpenTextDocumentParams(opened))

        # What is typed counts, saved or not.
        editor.change("phone.js", 2, PHONE.replace("alert(response.result);", "show(response.result);"))
        await editor.until(lambda: "blocking-handler" not in editor.rules("phone.js"))
        editor.change("phone.js", 3, PHONE)
        await editor.until(lambda: "blocking-handler" in editor.rules("phone.js"))

        document = lsp.TextDocumentIdentifier(editor.uri("phone.js"))
        hovered = await editor.text_document_hover_async(
            lsp.HoverParams(document, lsp.Position(0, PHONE.index("onClickToDial") + 3))
        )
        assert hovered is not None
        said = hovered.contents.value
        for part in ("sforce.interaction.cti.onClickToDial(", "listener gets", "Salesforce Voice with Amazon Connect"):
            assert part in said

        unfinished = PHONE + "sforce.opencti.screenPop({ type: 1, \nsforce.console.\n"
        editor.change("phone.js", 4, unfinished)
        line = PHONE.count("\n")
        keys = await editor.text_document_completion_async(lsp.CompletionParams(document, lsp.Position(line, 36)))
        assert [one.label for one in keys] == ["params", "defaultFieldValues", "callback"]
        names = await editor.text_document_completion_async(lsp.CompletionParams(document, lsp.Position(line + 1, 15)))
        assert {"openPrimaryTab", "addEventListener", "cti"} <= {one.label for one in names}

        page = lsp.TextDocumentIdentifier(editor.uri("index.html"))
        context = lsp.CodeActionContext(editor.told["index.html"])
        everywhere = lsp.Range(lsp.Position(0, 0), lsp.Position(2, 0))
        actions = await editor.text_document_code_action_async(lsp.CodeActionParams(page, everywhere, context))
        (allow,) = [one for one in actions if one.title.endswith("allow it here (look at it)")]
        (edit,) = allow.edit.changes[editor.uri("index.html")]
        assert edit.new_text == "<!-- ctilint-disable-next-line outdated-library -- why -->\n"

        # A script tag that goes takes the script out of the window: the app is linked anew.
        opened = lsp.TextDocumentItem(editor.uri("index.html"), lsp.LanguageKind.Html, 1, PAGE)
        editor.text_document_did_open(lsp.DidOpenTextDocumentParams(opened))
        editor.change("index.html", 2, PAGE.replace("28.0", "66.0"))
        await editor.until(lambda: editor.rules("index.html") == [])
        editor.text_document_did_close(lsp.DidCloseTextDocumentParams(page))
        await editor.until(lambda: editor.rules("index.html") == ["outdated-library"])

    session(app, play)


def test_a_safe_mend_is_an_action(app: Path) -> None:
    (app / "phone.js").write_text(f"{PHONE}// ctilint-disable-next-line missing-tab-check -- gone\nshow();\n", "utf-8")

    async def play(editor: Editor) -> None:
        await editor.until(lambda: "unused-suppression" in editor.rules("phone.js"))
        document = lsp.TextDocumentIdentifier(editor.uri("phone.js"))
        line = PHONE.count("\n")
        here = lsp.Range(lsp.Position(line, 5), lsp.Position(line, 5))
        actions = await editor.text_document_code_action_async(
            lsp.CodeActionParams(document, here, lsp.CodeActionContext([]))
        )
        mend = next(one for one in actions if one.title.startswith("unused-suppression: "))
        assert mend.is_preferred
        assert list(mend.edit.changes[editor.uri("phone.js")]) == [
            lsp.TextEdit(lsp.Range(lsp.Position(line, 0), lsp.Position(line + 1, 0)), "")
        ]
        assert [one.kind for one in actions if one.title == "ctilint: make every safe mend"] == [
            lsp.CodeActionKind.SourceFixAll
        ]

    session(app, play)
