"""Libraries that the user supplies: the real script or module for an address that the app does not bring."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ctilint.prove.page.files import PageFiles
from ctilint.read.facts import FileFacts
from ctilint.records import dataclass


class SuppliedError(ValueError):
    """A library that cannot be used; the text names the address, the file and the cause."""


@dataclass(frozen=True, slots=True)
class Supplied:
    """The file that stands for an address (of a script) or a name (of a module)."""

    address: str
    facts: FileFacts

    @property
    def known_as(self) -> str:
        """Return what any text that asks for it must contain."""
        return self.address.partition("?")[0].partition("#")[0].rstrip("/").rpartition("/")[2]


def read_supplied(address: str, path: str) -> Supplied:
    """Read the file for an address; a mistake is a SuppliedError."""
    from ctilint.read.document import read_document

    where = f"--lib {address}={path}"
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as error:
        raise SuppliedError(f"{where}: the file cannot be read: {error.strerror}") from error
    facts = read_document(path if path.endswith((".js", ".mjs", ".cjs", ".ts")) else f"{path}.js", data)
    if facts.vendored is not None:
        raise SuppliedError(f"{where}: a copy of {facts.vendored.library}, which is simulated")
    problem = facts.problem or next((script.problem for script in facts.scripts if script.problem is not None), None)
    if problem is not None:
        line, column = facts.source.position(problem.span.start)
        raise SuppliedError(f"{where}: not a script: {problem.message} (line {line}, column {column})")
    if not facts.scripts:
        raise SuppliedError(f"{where}: the file holds no script")
    return Supplied(address, facts)


def supplied_files(files: PageFiles, supplied: Sequence[Supplied]) -> Iterator[dict[str, Any]]:
    """Yield what the sandbox is sent of the libraries that some text of the window may ask for."""
    texts = [facts.source.text for path in files.window.files if (facts := files.app.files.get(path)) is not None]
    for one in supplied:
        if any(one.known_as in text for text in texts):
            yield {"address": one.address, **files.file(one.facts, one.facts.scripts[0], modules=True)}
