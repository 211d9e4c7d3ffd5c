"""The pages of the commands, made of what ``--help`` says and of the lines of README that use them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ctilint.docs.prose import block, code, plain, table
from ctilint.patterns import pattern
from ctilint.records import dataclass

_LINE = pattern(r"^(?:\$ )?(ctilint (\S+)[^\n]*)$", 8)


@dataclass(frozen=True, slots=True)
class Command:
    """A command in the words of its ``--help``: ``rows`` are its options as they are written, each with its meaning."""

    name: str
    summary: str
    usage: str
    text: str
    rows: tuple[tuple[str, str], ...]


def command_pages(commands: Sequence[Command], readme: str) -> Iterator[tuple[str, str]]:
    """Yield path and text of the list of commands and of each command's page; examples are those of ``readme``."""
    rows = [(f"[ctilint {one.name}]({one.name}.md)", plain(one.summary)) for one in commands]
    yield "commands/index.md", "\n".join(["# Commands", "", *table(("command", "what it does"), rows)])
    for one in commands:
        yield f"commands/{one.name}.md", "\n".join(_page(one, readme))


def _page(one: Command, readme: str) -> Iterator[str]:
    yield from (f"# ctilint {one.name}", "")
    yield from block("text", one.usage)
    for paragraph in one.text.split("\n\n"):
        yield from (plain(paragraph), "")
    examples = [found[1] for found in _LINE.finditer(readme) if found[2] == one.name]
    if examples:
        yield from ("## Examples", "")
        yield from block("sh", "\n".join(examples))
    yield from ("## Options", "")
    yield from table(("option", "meaning"), [(code(option), plain(meaning)) for option, meaning in one.rows if meaning])
