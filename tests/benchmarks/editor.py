"""How long ``ctilint server`` takes from a change in an open file to the findings: on an app of 200 files."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

PAGES = 20
SCRIPTS = 8  # of each page; half of the pages include one more, which they share
LIMIT = 150.0
SHARED = "shared.js"
_LIBRARY = '<script src="/support/api/62.0/lightning/opencti_min.js"></script>\n'
_SCRIPT = """
function render_%(n)d(records) {
  const rows = records.map((record) => ({ id: record.Id, name: record.Name }));
  document.getElementById("list").textContent = rows.map((row) => row.name).join(", ");
}
function dial_%(n)d(payload) {
  try { window.phone.call(payload.number, () => render_%(n)d([payload])); } catch (error) { console.error(error); }
}
sforce.opencti.onClickToDial({ listener: dial_%(n)d });
sforce.opencti.enableClickToDial({ callback: console.log });
addEventListener("pagehide", () => sforce.opencti.disableClickToDial({ callback: console.log }));
""" + "".join(
    f"function part_%(n)d_{at}(call) {{ if (call.state === {at}) {{ return call.id + {at}; }} return null; }}\n"
    for at in range(30)
)
_INSIDE = ("  try { window.phone", '  alert("seen"); try { window.phone')
_NEW = ("addEventListener(", 'sforce.opencti.onNavigationChange({ listener: () => alert("seen") });\naddEventListener(')
CHANGES = (
    ("in a handler, of a page that shares nothing", "script-0-0.js", _INSIDE),
    (f"in a handler, of {PAGES // 2} pages that share a script", "script-10-0.js", _INSIDE),
    ("that is a new registration", "script-0-0.js", _NEW),
)


def made(app: Path) -> int:
    """Write the app, of which each page is a window, and return the number of its files."""
    app.mkdir(parents=True, exist_ok=True)
    files = {SHARED: "window.phone = { call(number, done) { fetch(`/dial?${number}`).then(done, console.error); } };\n"}
    for page in range(PAGES):
        names = [f"script-{page}-{at}.js" for at in range(SCRIPTS)]
        files |= {name: _SCRIPT % {"n": page * SCRIPTS + at} for at, name in enumerate(names)}
        shared = (SHARED,) if page >= PAGES // 2 else ()
        included = "".join(f'<script src="{name}"></script>\n' for name in (*shared, *names))
        files[f"page-{page}.html"] = f"<html><head>\n{_LIBRARY}{included}</head><body><ul id=list></ul></body></html>\n"
        files[f"style-{page}.html"] = "<template><p>no script</p></template>\n"
    for name, text in files.items():
        (app / name).write_text(text, "utf-8")
    return len(files)


class Editor:
    """Speaks with the server over its pipes."""

    def __init__(self, app: Path, environment: dict[str, str]) -> None:
        self.app = app
        self.version = 0
        command = [sys.executable, "-c", "from ctilint.cli import main; main()", "server"]
        self.server = subprocess.Popen(
            command, cwd=app, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
        )

    def send(self, method: str, params: object, number: int | None = None) -> None:
        """Send a notice, or a request with its number."""
        message: dict[str, Any] = {"jsonrpc": "2.0", "method": method, "params": params}
        if number is not None:
            message["id"] = number
        data = json.dumps(message).encode()
        assert self.server.stdin is not None
        self.server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
        self.server.stdin.flush()

    def heard(self) -> dict[str, Any]:
        """Return the next message of the server."""
        assert self.server.stdout is not None
        length = 0
        while (line := self.server.stdout.readline().strip()) or not length:
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
            elif not line:
                raise SystemExit("the server has ended")
        message: dict[str, Any] = json.loads(self.server.stdout.read(length))
        return message

    def open(self, name: str) -> None:
        """Start the session with one open file."""
        self.send("initialize", {"processId": None, "rootUri": self.app.as_uri(), "capabilities": {}}, 1)
        while self.heard().get("id") != 1:
            pass
        self.send("initialized", {})
        text = (self.app / name).read_text("utf-8")
        document = {"uri": (self.app / name).as_uri(), "languageId": "javascript", "version": 0, "text": text}
        self.send("textDocument/didOpen", {"textDocument": document})

    def change(self, name: str, text: str, *, found: bool) -> float:
        """Return the milliseconds from a change to the findings that it must lead to."""
        self.version += 1
        uri = (self.app / name).as_uri()
        began = time.perf_counter()
        document = {"uri": uri, "version": self.version}
        self.send("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]})
        while True:
            message = self.heard()
            told = message.get("params", {})
            if message.get("method") != "textDocument/publishDiagnostics" or told["uri"] != uri:
                continue
            if any("alert" in one["message"] for one in told["diagnostics"]) is found:
                return (time.perf_counter() - began) * 1000

    def close(self) -> None:
        """End the session."""
        self.send("shutdown", None, 2)
        self.send("exit", None)
        assert self.server.stdin is not None
        self.server.stdin.close()
        self.server.wait(30)


def measured(work: Path, rounds: int, environment: dict[str, str]) -> list[tuple[str, float, float | None, str]]:
    """Change a script in three ways, back and forth; the middle of the rounds counts."""
    app = work / "editor"
    count = made(app)
    rows: list[tuple[str, float, float | None, str]] = []
    for what, name, (before, after) in CHANGES:
        text = (app / name).read_text("utf-8")
        assert before in text
        editor = Editor(app, environment)
        editor.open(name)
        took = []
        for at in range(rounds * 2 + 2):
            bad = at % 2 == 0
            took.append(editor.change(name, f"{text.replace(before, after) if bad else text}// {at}\n", found=bad))
        editor.close()
        took = sorted(took[2:])  # the first two wait for the whole app to be read
        rows.append((f"editor: a change {what}", took[len(took) // 2], LIMIT, " ms"))
    rows.insert(0, ("editor: files of the app", float(count), None, ""))
    return rows
