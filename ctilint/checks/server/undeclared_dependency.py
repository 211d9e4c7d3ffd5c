"""undeclared-dependency: a library that no requirement of the deployment declares."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ctilint.findings import Problem, Severity
from ctilint.views.server import server_of

if TYPE_CHECKING:
    from ctilint.read.server.records import PyImport, PyModule
    from ctilint.understand.model import App
    from ctilint.understand.server.deployment import ServerApp

GIVEN = frozenset(
    {
        "boto3",
        "botocore",
        "awslambdaric",
        "cfnresponse",
        "jmespath",
        "s3transfer",
        "__future__",
        "pip",
        "urllib3",
        "six",
        "dateutil",
    }
)
OTHER_NAMES = {
    "yaml": "pyyaml",
    "jwt": "pyjwt",
    "dateutil": "python-dateutil",
    "crypto": "pycryptodome",
    "awsscv": "awsscv",
}


def check(app: App) -> Iterator[Problem]:
    """Yield each library once, where it is first imported."""
    server = server_of(app)
    if server is None:
        return
    declared = {one.name for facts in server.files.values() for one in facts.requirements}
    seen: set[str] = set()
    for module in server.modules:
        for one in module.imports:
            top = one.module.partition(".")[0]
            if not top or one.level or one.guarded or top in seen or _is_given(one, top, module, server):
                continue
            name = OTHER_NAMES.get(top.lower(), top.lower().replace("_", "-"))
            if name in declared:
                continue
            seen.add(top)
            layered = _has_layer(module, server)
            where = "comes from a layer whose versions nothing here says" if layered else "is declared nowhere here"
            help_ = f"list {name} with its version in the requirements.txt beside the code or of the layer"
            ref = server.code.of(module, 0)
            yield Problem(ref.at(one.span), f"the library {top} {where}", help_, Severity.NOTE)


def _is_given(one: PyImport, top: str, module: PyModule, server: ServerApp) -> bool:
    import sys

    if top in GIVEN or top in sys.stdlib_module_names or top in ("distutils", "imp", "asynchat", "asyncore", "smtpd"):
        return True
    if server.code.module_named(one.module, module) is not None or server.code.module_named(top, module) is not None:
        return True
    return any(f"/{top}/" in f"/{other.path}" for other in server.modules)


def _has_layer(module: PyModule, server: ServerApp) -> bool:
    return any(
        function.deployed is not None and function.deployed.layers
        for function in server.functions
        if any(ref.module is module for ref in function.reaches)
    )
