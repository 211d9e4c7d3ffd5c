"""packaged-namespace: fields and objects of the CTI adapter's package, which leave with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ctilint.findings import Place, Problem
from ctilint.views.server import server_of

if TYPE_CHECKING:
    from ctilint.understand.model import App


def check(app: App) -> Iterator[Problem]:
    """Yield each use of the package's namespace in code and flows."""
    server = server_of(app)
    if server is None:
        return
    from ctilint.read.server.records import PyText
    from ctilint.understand.server.calls import table, texts

    known = table("names")["namespace"]
    prefix = known["prefix"]
    help_ = "move what is still needed to fields of VoiceCall or to objects of your own before the package is removed"
    for module in server.modules:
        for read in module.environment:
            if read.name in known["environment"]:
                message = f"{read.name} is put before names of the CTI adapter's package, and they leave with it"
                yield Problem(Place(module.path, read.span), message, help_)
    for ref, text in texts(server):
        whole = text.value if isinstance(text, PyText) else text.literal
        if prefix in whole:
            name = prefix + whole.split(prefix, 1)[1].split()[0].strip("'\",.")[:60]
            yield Problem(ref.at(text.span), f"{name} is part of the CTI adapter's package, and leaves with it", help_)
    for flow in server.flows:
        for block in flow.blocks:
            for given in (*block.passes, *block.sets):
                if prefix in given.name or prefix in given.value:
                    name = given.name if prefix in given.name else given.value
                    message = f"{name[:80]} is part of the CTI adapter's package, and leaves with it"
                    yield Problem(Place(flow.path, given.span), message, help_)
