"""exposed-secret: a password, token or key in the code, in a template or in an environment variable."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ctilint.findings import Place, Problem, Severity
from ctilint.views.server import server_of

if TYPE_CHECKING:
    from ctilint.understand.model import App
    from ctilint.understand.server.deployment import ServerApp

HELP = "keep it in Secrets Manager or the Parameter Store and give the function its name; then change the secret"
HELP_ENVIRONMENT = "keep it in Secrets Manager or the Parameter Store and give the function its name"


def check(app: App) -> Iterator[Problem]:
    """Yield each secret; only its name is ever said."""
    server = server_of(app)
    if server is None:
        return
    yield from _in_code(server)
    declared: set[str] = set()
    yield from _in_templates(server, declared)
    yield from _read(server, declared)


def _is_value(text: str) -> bool:
    from ctilint.understand.server.calls import snake, table_pattern

    if not text.strip() or " " in text.strip() or table_pattern("names", "secret", "placeholder").search(text):
        return False
    plain = snake(text)
    return not (table_pattern("names", "secret", "words").search(plain) and plain.replace("_", "").isalpha())


def _in_code(server: ServerApp) -> Iterator[Problem]:
    from ctilint.read.server.records import PyText
    from ctilint.understand.server.calls import is_called, named, table_pattern, texts

    seen: set[Place] = set()
    for ref, name, value, one in named(server):
        if isinstance(value, PyText) and is_called(name, "secret") and _is_value(value.value):
            seen.add(ref.at(value.span))
            yield Problem(ref.at(one.span), f"the value of '{name}' is written in the code", HELP, Severity.ERROR)
    known = table_pattern("names", "secret", "value")
    for ref, text in texts(server):
        if isinstance(text, PyText) and known.search(text.value) and ref.at(text.span) not in seen:
            yield Problem(ref.at(text.span), "a key or session is written in the code", HELP, Severity.ERROR)


def _in_templates(server: ServerApp, declared: set[str]) -> Iterator[Problem]:
    from ctilint.understand.server.calls import is_called

    seen: set[Place] = set()
    for function in server.functions:
        deployed = function.deployed
        for name, setting, span in deployed.environment if deployed is not None else ():
            if deployed is None or not is_called(name, "secret") or Place(deployed.path, span) in seen:
                continue
            declared.add(name)
            seen.add(Place(deployed.path, span))
            if setting.dynamic and not setting.reference:
                continue
            place = Place(deployed.path, span)
            if setting.text and not setting.reference and _is_value(setting.text):
                message = f"the environment of {function.name} holds the value of '{name}' in the template"
                yield Problem(place, message, HELP, Severity.ERROR)
            elif setting.text != "" or setting.reference:
                message = f"the environment of {function.name} holds the secret '{name}'"
                yield Problem(place, message, HELP_ENVIRONMENT, Severity.WARNING)


def _read(server: ServerApp, declared: set[str]) -> Iterator[Problem]:
    from ctilint.understand.server.calls import is_called

    for module in server.modules:
        for read in module.environment:
            if is_called(read.name, "secret") and read.name not in declared:
                declared.add(read.name)
                message = f"the secret '{read.name}' is read from the environment"
                yield Problem(Place(module.path, read.span), message, HELP_ENVIRONMENT, Severity.WARNING)
