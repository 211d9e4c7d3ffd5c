"""Each mistake that is put into the clean reference app is caught, by its rule and by no other of the five."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cases import FIXTURES, MISSION, found
from morphing import MorphError, cut, parse, pieces, splice, walk

LEAST = 0.98
ENOUGH = {
    "outdated-library": 12,
    "missing-unsubscribe": 7,
    "unguarded-handler": 6,
    "blocking-handler": 8,
    "missing-tab-check": 4,
}

REMOVAL = re.compile(
    r"\.(?:removeEventListener\('acme|removePushNotificationListener\(|unsubscribe\(|disableClickToDial\()"
)
SWAP = re.compile(r"(removeEventListener\('acme:transfer', )onTransfer\)")


@dataclass(frozen=True)
class Mutant:
    """The reference app with one mistake."""

    rule: str
    name: str
    files: dict[str, str]


def reference() -> dict[str, str]:
    """Return the clean app: paths and texts."""
    folder = FIXTURES / "reference-softphone"
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "expected.toml"
    }


def mutants() -> Iterator[Mutant]:
    """Yield every mutant."""
    files = reference()
    yield from _versions(files)
    yield from _removals(files)
    yield from _swaps(files)
    yield from _tries(files)
    yield from _blocking(files)
    yield from _tab_checks(files)


def _with(files: dict[str, str], path: str, old: str, new: str) -> dict[str, str]:
    if files[path].count(old) != 1:
        raise MorphError(f"{path} does not have once: {old}")
    return {**files, path: files[path].replace(old, new)}


def _versions(files: dict[str, str]) -> Iterator[Mutant]:
    for path, text in files.items():
        for match in re.finditer(r"/68\.0/", text):
            for version in ("28.0", "34.0", "45.0", "58.0"):
                changed = text[: match.start()] + f"/{version}/" + text[match.end() :]
                yield Mutant("outdated-library", f"{path} loads {version}", {**files, path: changed})


def _removals(files: dict[str, str]) -> Iterator[Mutant]:
    """Drop each statement that takes a listener back or switches click-to-dial off."""
    for piece in pieces(files):
        for node in walk(parse(piece.text)):
            if node.type == "expression_statement" and REMOVAL.search(cut(node).partition("\n")[0]):
                text = splice(piece.text, [(node.start_byte, node.end_byte, ";")])
                whole = files[piece.path]
                changed = whole[: piece.start] + text + whole[piece.end :]
                name = f"{piece.path} without {' '.join(cut(node).split())[:60]}"
                yield Mutant("missing-unsubscribe", name, {**files, piece.path: changed})
    path = "pages/ConsolePanel.page"
    yield Mutant(
        "missing-unsubscribe",
        f"{path} never runs stop",
        _with(files, path, "window.addEventListener('pagehide', stop);", ""),
    )
    path = "pages/ClassicPhone.page"
    yield Mutant(
        "missing-unsubscribe",
        f"{path} never runs stop",
        _with(files, path, "window.addEventListener('pagehide', stop);", ""),
    )


def _swaps(files: dict[str, str]) -> Iterator[Mutant]:
    path = "pages/ConsolePanel.page"
    for other in ("checkAnswer", "onTaskChange", "function () {}", "onTransfer.bind(null)"):
        changed, count = SWAP.subn(rf"\1{other})", files[path])
        assert count == 1
        yield Mutant("missing-unsubscribe", f"{path} removes {other}", {**files, path: changed})
    old = "sforce.console.removeEventListener('acme:transfer'"
    changed_event = _with(files, path, old, old.replace("transfer", "other"))
    yield Mutant("missing-unsubscribe", f"{path} removes from another event", changed_event)


def _tries(files: dict[str, str]) -> Iterator[Mutant]:
    """Drop each try around a handler's work, and empty each catch."""
    for piece in pieces(files):
        for node in walk(parse(piece.text)):
            if node.type != "try_statement":
                continue
            body, handler = node.child_by_field_name("body"), node.child_by_field_name("handler")
            assert body is not None
            assert handler is not None
            block = handler.child_by_field_name("body")
            assert block is not None
            whole = files[piece.path]
            for what, edit in (
                ("without try", (node.start_byte, node.end_byte, cut(body)[1:-1].strip())),
                ("with an empty catch", (block.start_byte, block.end_byte, "{\n}")),
                ("with a comment for a catch", (block.start_byte, block.end_byte, "{ /* ignored */ }")),
            ):
                text = splice(piece.text, [edit])
                changed = whole[: piece.start] + text + whole[piece.end :]
                line = piece.text[: node.start_byte].count("\n") + 1
                yield Mutant("unguarded-handler", f"{piece.path}, try {line}, {what}", {**files, piece.path: changed})


FETCH = """const answer = await fetch(`${server}/calls`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ number, recordId }),
  });
  if (!answer.ok) {
    throw new Error(`the telephone system answered ${answer.status}`);
  }
  const call = await answer.json();
  return call.id;"""
SYNCHRONOUS = """const request = new XMLHttpRequest();
  request.open('POST', `${server}/calls`, false);
  request.send(JSON.stringify({ number, recordId }));
  return request.responseText;"""


def _blocking(files: dict[str, str]) -> Iterator[Mutant]:
    rule = "blocking-handler"
    classic, console, softphone = "pages/ClassicPhone.page", "pages/ConsolePanel.page", "src/softphone.js"
    yield Mutant(rule, "the dialler waits for its answer", _with(files, "src/dialler.js", FETCH, SYNCHRONOUS))
    old = "request.open('POST', 'https://pbx.example.com/calls', true);"
    yield Mutant(rule, f"{classic} waits for its answer", _with(files, classic, old, old.replace("true", "false")))
    for dialog in ("alert('calling')", "confirm('call?')", "prompt('note')"):
        for path, place in (
            (classic, "var target = JSON.parse(response.result);"),
            (console, "var transfer = JSON.parse(event.message);"),
            (softphone, "const id = await dial(String(payload.number), payload.recordId);"),
        ):
            yield Mutant(rule, f"{path} shows {dialog}", _with(files, path, place, f"{dialog};\n{place}"))
    place = "show('Task ' + change.id.substring(0, 15) + ' was changed');"
    wait = "var end = Date.now() + 500; while (Date.now() < end) {}\n"
    yield Mutant(rule, f"{console} waits busily", _with(files, console, place, wait + place))


def _tab_checks(files: dict[str, str]) -> Iterator[Mutant]:
    rule = "missing-tab-check"
    softphone, console = "src/softphone.js", "pages/ConsolePanel.page"
    for old, new in (
        ("if (!recordId || !document.hasFocus()) {", "if (!recordId) {"),
        ("if (!message.recordId || document.visibilityState !== 'visible') {", "if (!message.recordId) {"),
    ):
        yield Mutant(rule, f"{softphone} without {old[4:-3]}", _with(files, softphone, old, new))
    bare = "sforce.console.openSubtab(transfer.tabId, '/apex/Transfer', true, 'Transfer', null, checkAnswer);"
    asked = """sforce.console.getFocusedPrimaryTabObjectId(function (answer) {
                        if (answer.success && answer.id === transfer.recordId) {
                            BARE
                        }
                    });""".replace("BARE", bare)
    unasked = _with(files, console, asked, bare)
    outside = """if (sforce.console.isInConsole()) {
                start();
                window.addEventListener('pagehide', stop);
            } else {
                show('This page works in a console only.');
            }"""
    anyway = "start();\nwindow.addEventListener('pagehide', stop);"
    yield Mutant(rule, f"{console} opens a subtab unasked", _with(unasked, console, outside, anyway))
    clicked = """sforce.console.getFocusedPrimaryTabId(function (answer) {
                    if (answer.success) {
                        sforce.console.openSubtab(answer.id, '/apex/History', true, 'History', null, checkAnswer);
                    }
                });"""
    opened = "sforce.console.openPrimaryTab(null, '/apex/History', true, 'History', checkAnswer);"
    on_click = _with(_with(files, console, clicked, opened), console, outside, anyway)
    yield Mutant(rule, f"{console} opens a tab on a click unasked", on_click)


MUTANTS = list(mutants())


def rules(files: dict[str, str], folder: Path) -> Counter[str]:
    """Return how often each rule speaks."""
    return Counter(row[0] for row in found(files, folder).elements())


def test_the_reference_app_is_clean_and_its_registrations_are_seen(tmp_path: Path) -> None:
    from ctilint.cli._reading import read_app
    from ctilint.settings import Settings

    assert rules(reference(), tmp_path) == Counter()
    app = read_app((str(tmp_path),), Settings())
    seen = {registration.call.name for window in app.windows for registration in window.registrations}
    assert seen == {
        "sforce.opencti.onClickToDial",
        "sforce.opencti.onNavigationChange",
        "sforce.opencti.subscribe",
        "sforce.opencti.enableClickToDial",
        "sforce.interaction.cti.onClickToDial",
        "sforce.interaction.cti.enableClickToDial",
        "sforce.console.addEventListener",
        "sforce.console.addPushNotificationListener",
    }


@pytest.mark.parametrize("rule", MISSION)
def test_each_mutant_is_caught_by_exactly_its_rule(rule: str, tmp_path: Path) -> None:
    wrong = []
    mine = [mutant for mutant in MUTANTS if mutant.rule == rule]
    for at, mutant in enumerate(mine):
        spoken = rules(mutant.files, tmp_path / str(at))
        if set(spoken) != {rule}:
            wrong.append(f"{mutant.name}: {dict(spoken) or 'nothing'}")
    score = 1 - len(wrong) / len(mine)
    print(f"mutations {rule}: {len(mine) - len(wrong)} of {len(mine)} ({score:.3f})", *wrong, sep="\n")
    assert len(mine) >= ENOUGH[rule]
    assert score >= LEAST, wrong
