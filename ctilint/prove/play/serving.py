"""Serves the page of a window to a browser on the loopback address."""

from __future__ import annotations

import html
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import quote, unquote, urlsplit

from ctilint.prove.page.assembly import Page
from ctilint.prove.play.job import FRAME

LIBRARY = re.compile(
    r"/support/(?:api|console)/[^/]*/(?:lightning/)?(?:opencti|interaction|integration)"
    r"|/soap/ajax/[^/]*/(?:connection|apex)",
    re.IGNORECASE,
)
QUERY = re.compile(r"/jquery[^/]*$", re.IGNORECASE)
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())


def stub(address: str) -> str:
    """Return the script that stands at the address of a Salesforce library."""
    asked = "document.currentScript ? document.currentScript.getAttribute('src') : "
    return f"window.__ctilintLibrary({asked}{json.dumps(address)});"


def query_stub() -> str:
    """Return the script that stands for a jQuery from outside the app."""
    return "window.__ctilintQuery();"


def placed_text(code: str) -> str:
    """Return a placed script with the line breaks that put it at its lines."""
    line, _, text = code.partition("\n")
    return "\n" * (int(line) - 1) + text


class Site:
    """A small web server for one page; ``outer`` is the address of the page around the softphone's frame."""

    def __init__(self, page: Page) -> None:
        root = page.window.root.lstrip("/") + (".html" if page.data["start"] else "")
        self._texts: dict[str, tuple[str, str]] = {}
        self._files: list[tuple[str, str]] = []
        self._page(page, root)
        server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server = server
        self.origin = f"http://127.0.0.1:{server.server_address[1]}"
        query = urlsplit(FRAME).query.replace("https%3A%2F%2Fexample.lightning.force.com", quote(self.origin, safe=""))
        self.address = f"{self.origin}/app/{quote(root)}?{query}"
        self.outer = f"{self.origin}/outer"
        inner = f'<iframe name="softphone" src="{html.escape(self.address)}"></iframe>'
        frame = f"<!DOCTYPE html><title>Salesforce</title>{inner}"
        self._texts["/outer"] = (frame, "text/html")

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *details: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _page(self, page: Page, root: str) -> None:
        for file in page.data["files"]:
            if file.get("code") or file.get("native"):
                text = placed_text(file.get("code") or file["native"])
                self._texts[f"/app/{file['path'].lstrip('/')}"] = (text, "text/javascript")
                self._files.append((file["path"], text))
        self._texts[f"/app/{root}"] = (_document(page), "text/html; charset=utf-8")

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                found = site.find(self.path)
                body = found[0].encode("utf-8", "surrogatepass") if found is not None else b""
                self.send_response(200 if found is not None else 404)
                self.send_header("Content-Type", found[1] if found is not None else "text/plain")
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Cache-Control", "no-store")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the standard library's name
                del format, args

        return Handler

    def find(self, address: str) -> tuple[str, str] | None:
        """Return the text and kind of what stands at an address of the site."""
        path = unquote(urlsplit(address).path)
        if LIBRARY.search(path):
            return stub(address), "text/javascript"
        known = self._texts.get(path)
        if known is not None:
            return known
        tail = _tail(path)
        best = max(self._files, key=lambda item: _common(_tail(item[0]), tail), default=None)
        if best is not None and _common(_tail(best[0]), tail):
            return best[1], "text/javascript"
        return (query_stub(), "text/javascript") if QUERY.search(path) else None


def _tail(path: str) -> list[str]:
    parts = [part for part in path.lower().replace("!/", "/").split("/") if part]
    if parts:
        parts[-1] = re.sub(r"\.(?:resource|js|mjs)\b", "", parts[-1])
    return parts[::-1]


def _common(one: list[str], other: list[str]) -> int:
    count = 0
    for first, second in zip(one, other, strict=False):
        if first != second:
            break
        count += 1
    return count


class _Writer:
    """Writes markup and knows the line it is on, so that an inline script can be put at its own lines."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.line = 1

    def write(self, text: str) -> None:
        self.parts.append(text)
        self.line += text.count("\n")


def _document(page: Page) -> str:
    """Return the page as markup; each inline script begins at the line at which it was placed."""
    writer = _Writer()
    writer.write("<!DOCTYPE html>")
    elements = page.data["elements"]
    children: dict[int, list[int]] = {}
    for index, element in enumerate(elements):
        children.setdefault(element["parent"], []).append(index)
    for library in page.data["libraries"]:
        writer.write(f'<script src="{_address(library)}"></script>')
    for item in page.data["start"]:
        if item["form"] == "script" and item["code"]:
            _inline(writer, {"attrs": [], "code": item["code"]})
        else:
            address = json.dumps(f"/app/{quote(item['path'].lstrip('/'))}")
            writer.write(
                f'<script type="module">import * as all from {address}; window.__ctilintExports(all);</script>'
            )
    for index in children.get(-1, []):
        _element(writer, elements, children, index)
    return "".join(writer.parts)


def _address(library: dict[str, str]) -> str:
    version = library["version"] or "68.0"
    paths = {
        "lightning": f"/support/api/{version}/lightning/opencti_min.js",
        "classic": f"/support/api/{version}/interaction.js",
        "console": f"/support/console/{version}/integration.js",
    }
    return paths.get(library["dialect"], f"/soap/ajax/{version}/connection.js")


def _element(writer: _Writer, elements: list[dict[str, Any]], children: dict[int, list[int]], index: int) -> None:
    stack: list[tuple[int, bool]] = [(index, False)]
    while stack:
        at, closing = stack.pop()
        element = elements[at]
        if closing:
            writer.write(f"</{element['tag']}>")
            continue
        if element["tag"] == "script":
            _inline(writer, element)
            continue
        writer.write(f"<{element['tag']}{_attributes(element)}>")
        if element["tag"] in _VOID:
            continue
        writer.write(html.escape(element["text"], quote=False))
        stack.append((at, True))
        stack.extend((child, False) for child in reversed(children.get(at, [])))


def _attributes(element: dict[str, Any]) -> str:
    return "".join(
        f' {name}="{html.escape(value)}"' for name, value in element["attrs"] if re.fullmatch(r"[\w:.-]+", name)
    )


def _inline(writer: _Writer, element: dict[str, Any]) -> None:
    writer.write(f"<script{_attributes(element)}>")
    code = element.get("code", "")
    if code:
        line, _, text = code.partition("\n")
        writer.write("\n" * max(int(line) - writer.line, 0))
        writer.write(text.replace("</script", "<\\/script"))
    writer.write("</script>")
