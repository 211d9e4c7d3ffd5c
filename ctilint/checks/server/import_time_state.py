"""import-time-state: something that changes is asked once, when the module is loaded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ctilint.findings import Evidence, Place, Problem, Severity
from ctilint.views.server import server_of

if TYPE_CHECKING:
    from ctilint.understand.model import App
    from ctilint.understand.server.deployment import ServerApp


def check(app: App) -> Iterator[Problem]:
    """Yield defaults that freeze, and variables of the environment without which the module does not load."""
    server = server_of(app)
    if server is None:
        return
    yield from _defaults(server)
    yield from _environment(server)


def _defaults(server: ServerApp) -> Iterator[Problem]:
    from ctilint.read.server.records import PyCall
    from ctilint.understand.server.calls import table

    moments = table("calls")["moments"]["names"]
    for ref in server.code.refs:
        if not ref.function.index:
            continue
        outer = server.code.of(ref.module, max(ref.function.parent, 0))
        for parameter in ref.function.parameters:
            default = parameter.default
            if not isinstance(default, PyCall) or server.code.full_name(default, outer) not in moments:
                continue
            message = (
                f"the default of '{parameter.name}' is made once, when the module is loaded: "
                f"a warm function goes on with an old {default.written}()"
            )
            help_ = f"write {parameter.name}=None and call {default.written}() in the body"
            yield Problem(ref.at(parameter.span), message, help_)


def _environment(server: ServerApp) -> Iterator[Problem]:
    for module in server.modules:
        for read in module.environment:
            if read.function or not read.required:
                continue
            own = server.code.of(module, 0)
            running = [
                function for function in server.functions if function.handler and function.handler.module is module
            ]
            missing = [
                function
                for function in running
                if function.deployed is not None and function.environment(read.name) is None
            ]
            if read.name.startswith(("AWS_", "LAMBDA_")) or not missing:
                continue
            function = missing[0]
            template = function.deployed
            assert template is not None  # noqa: S101  # asked above
            message = (
                f"'{read.name}' is read when the module is loaded, and the environment of {function.name} has no such "
                "variable: every invocation fails"
            )
            related = (Place(template.path, template.span, "the template of the function"),)
            help_ = f"add {read.name} to the environment in the template, or read it with a default"
            yield Problem(own.at(read.span), message, help_, Severity.ERROR, Evidence.DERIVED, related)
