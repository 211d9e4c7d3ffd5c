"""secret-in-code: a password, token or key written into a softphone's code or into a call center's settings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ctilint.findings import Place, Problem
from ctilint.patterns import pattern
from ctilint.read.facts import AssignStep, Call, Literal, Member, Object, Value
from ctilint.read.markup.callcenter import CallCenter
from ctilint.understand.model import App
from ctilint.understand.program.index import ScriptIndex
from ctilint.understand.program.joining import of_script
from ctilint.views.facts import views

NAME = pattern(
    r"\A(?:password|passwd|pwd|secret|api_?key|auth_?token|access_?token|token|client_?secret|secret_?access_?key|"
    r"private_?key|auth_?key)\Z",
    re.IGNORECASE,
)
SETTING = pattern(r"auth_?token|password|secret|api_?key|access_?token|private_?key", re.IGNORECASE)
PLACEHOLDER = pattern(r"[<>{}\s]|your|xxx|\*\*\*|changeme|example|placeholder|\.\.\.|TODO", re.IGNORECASE)
WORDS = ("pass", "pwd", "secret", "key", "token")
LEAST = 4


def check(app: App) -> Iterator[Problem]:
    """Yield each secret; what it says is never repeated."""
    seen: set[Place] = set()
    for view in views(app):
        if not view.window.calls and not view.window.loads:
            continue
        for index in view.program.indexes:
            for key, secret in _written(index):
                place = Place(index.script.path, secret.span)
                if place not in seen:
                    seen.add(place)
                    yield Problem(
                        place,
                        f"{key} is written into the page: everybody who can open the softphone can read it",
                        "fetch a session token from a server that knows who is asking; change this secret",
                    )
    for path, facts in app.files.items():
        if isinstance(facts.call_center, CallCenter):
            for section in facts.call_center.sections:
                for item in section.items:
                    if SETTING.search(item.name) and _is_secret(item.value, strict=False):
                        yield Problem(
                            Place(path, item.value_span),
                            f"{item.name} holds a secret: every agent's softphone can read the call center's settings",
                            "keep it on a server; change this secret",
                        )


@of_script
def _written(index: ScriptIndex) -> tuple[tuple[str, Value], ...]:
    """Return the secrets that a script gives to calls, and those that it assigns."""
    found = [pair for call in index.calls for pair in _given(call)]
    found += [pair for steps in index.assigned_in.values() for step in steps for pair in _assigned(step)]
    return tuple(found)


def _given(call: Call) -> Iterator[tuple[str, Value]]:
    for argument in call.arguments:
        if isinstance(argument, Object):
            for entry in argument.entries:
                if entry.key and _named_so(entry.key) and _literal(entry.value):
                    yield entry.key, entry.value


def _assigned(step: AssignStep) -> Iterator[tuple[str, Value]]:
    target = step.target
    if isinstance(target, Member) and target.key and _named_so(target.key) and _literal(step.value):
        yield target.key, step.value


def _named_so(key: str) -> bool:
    lowered = key.lower()
    return any(word in lowered for word in WORDS) and NAME.match(key) is not None


def _literal(value: Value) -> bool:
    return isinstance(value, Literal) and isinstance(value.value, str) and _is_secret(value.value, strict=True)


def _is_secret(text: str, *, strict: bool) -> bool:
    if len(text) < LEAST or PLACEHOLDER.search(text) or len(set(text)) == 1:
        return False
    return not strict or any(not char.isalpha() for char in text)
