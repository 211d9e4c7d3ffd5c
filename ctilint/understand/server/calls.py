"""What a call of the Python side does: goes over the network, writes to Salesforce, logs, sleeps, makes a client."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from ctilint.read.server.records import (
    PyAttribute,
    PyCall,
    PyConstant,
    PyFormat,
    PyItem,
    PyList,
    PyName,
    PyOther,
    PyText,
    PyValue,
)
from ctilint.records import dataclass
from ctilint.rulebook.location import read_table
from ctilint.understand.server.code import Code
from ctilint.understand.server.deployment import ServerApp
from ctilint.understand.server.refs import PyRef

FOREVER = float("inf")
_UNKNOWN = -2.0


@dataclass(frozen=True, slots=True)
class HttpCall:
    """A call over the network. ``seconds`` is how long it may take: FOREVER without a timeout, None when unknown."""

    name: str
    library: str
    seconds: float | None

    @property
    def unbounded(self) -> bool:
        """Say whether nothing ends it."""
        return self.seconds == FOREVER


@cache
def table(name: str) -> dict[str, Any]:
    """Return one table of ``rules/server``."""
    return read_table("server", f"{name}.toml")


@cache
def table_pattern(table_name: str, group: str, key: str) -> re.Pattern[str]:
    """Return a pattern of a table, compiled."""
    return re.compile(table(table_name)[group][key], re.IGNORECASE)


@cache
def _http() -> dict[str, dict[str, Any]]:
    return {name: row for row in table("calls")["http"] for name in row["names"]}


@cache
def snake(name: str) -> str:
    """Return a name in lower case with ``_`` where its case changes (``NextToken`` is ``next_token``)."""
    split = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name)
    return re.sub(r"[^a-z0-9]+", "_", split.lower()).strip("_")


def is_called(name: str, group: str) -> bool:
    """Say whether ``name`` is one that ``group`` of ``rules/server/names.toml`` speaks of."""
    plain = snake(name)
    return table_pattern("names", group, "words").search(plain) is not None and not (
        "not" in table("names")[group] and table_pattern("names", group, "not").search(plain)
    )


def http_call(call: PyCall, ref: PyRef, code: Code) -> HttpCall | None:
    """Return what ``call`` is when it goes over the network."""
    name = code.full_name(call, ref)
    row = _http().get(name)
    if row is None:
        return None
    given = call.argument(row["timeout"], row.get("position", -1)) if row["timeout"] else None
    seconds = _seconds(given, ref, code) if given is not None else _UNKNOWN
    if given is None and call.spreads and row["timeout"] and not _spread_is_known(call):
        seconds = None
    if seconds == _UNKNOWN and row.get("maker") and call.receiver is not None:
        for _, made in code.made_by(call.receiver, ref):
            maker = made.argument(row["maker"])
            if maker is not None:
                seconds = _seconds(maker, ref, code)
    if seconds == _UNKNOWN:
        seconds = FOREVER if row["default"] < 0 else float(row["default"])
    return HttpCall(name, row["library"], seconds)


def _spread_is_known(call: PyCall) -> bool:
    return all(isinstance(one.value, PyName) is False for one in call.arguments if one.star == "**")


def _seconds(value: PyValue, ref: PyRef, code: Code) -> float | None:
    """Return the seconds that a timeout says: a number, a (connect, read) pair, a Timeout(...); None when unknown."""
    best: float | None = None
    for origin, owner in code.origins(value, ref):
        found: float | None = None
        if isinstance(origin, PyConstant):
            found = FOREVER if origin.value is None else float(origin.value)
        elif isinstance(origin, PyList):
            parts = [_seconds(item, owner, code) for item in origin.items]
            known = [part for part in parts if part is not None]
            found = sum(known) if len(known) == len(parts) else None
        elif isinstance(origin, PyCall) and origin.method in ("Timeout", "int", "float"):
            parts = [_seconds(one.value, owner, code) for one in origin.arguments]
            known = [part for part in parts if part is not None]
            found = sum(known) if parts and len(known) == len(parts) else None
        if found is None:
            return None
        best = found if best is None else max(best, found)
    return best


# Salesforce


def salesforce_method(call: PyCall, ref: PyRef, code: Code) -> str:
    """Return the method of a Salesforce client that ``call`` is (``create``), or ''."""
    receiver = call.receiver
    if receiver is None:
        return ""
    known = table("calls")["salesforce"]
    if call.method not in known["writes"] and call.method not in known["queries"] and call.method not in known["reads"]:
        return ""
    root = receiver
    if isinstance(root, PyAttribute) and not _is_self(root.object):
        if root.name in known["safe"]:
            return ""
        root = root.object
    if is_salesforce(root, ref, code):
        return call.method
    return ""


def is_salesforce(value: PyValue, ref: PyRef, code: Code) -> bool:
    """Say whether ``value`` is a Salesforce client: made by one of their classes, or so called and unknown."""
    known = table("calls")["salesforce"]
    if isinstance(value, PyName) and value.name in ("self", "cls"):
        return ref.function.class_name in known["classes"]
    for origin, _ in code.origins(value, ref):
        if isinstance(origin, PyCall):
            made = origin.qualified.rpartition(".")[2] or origin.method
            if made in known["classes"]:
                return True
        elif isinstance(origin, PyName | PyAttribute) and not origin.qualified and origin.name in known["variables"]:
            return True
    return False


def writes(call: PyCall, ref: PyRef, code: Code) -> str:
    """Return the writing method that ``call`` is, or ''."""
    method = salesforce_method(call, ref, code)
    return method if method in table("calls")["salesforce"]["writes"] else ""


def written_object(call: PyCall, ref: PyRef, code: Code) -> str:
    """Return the API name of the object that a write is for as far as it is written (``Task``, ``AC_..__c``)."""
    given = call.argument("sobject", 0) or call.argument("object_name")
    receiver = call.receiver
    if isinstance(receiver, PyAttribute) and not _is_self(receiver.object):
        return receiver.name
    for origin, _ in code.origins(given, ref) if given is not None else ():
        if isinstance(origin, PyText):
            return origin.value
        if isinstance(origin, PyFormat):
            texts = [part.value for part in origin.parts if isinstance(part, PyText)]
            if texts:
                return texts[-1]
        if isinstance(origin, PyOther):
            for part in origin.parts:
                if isinstance(part, PyText):
                    return part.value
    return ""


def _is_self(value: PyValue) -> bool:
    return isinstance(value, PyName) and value.name in ("self", "cls")


# Others


def log_level(call: PyCall, ref: PyRef, code: Code) -> str:
    """Return the level of a log call (``info``, ``print``), or '' when it logs nothing."""
    if call.written == "print":
        return "print"
    if call.method not in table("calls")["logs"]["methods"] or call.receiver is None:
        return ""
    if call.qualified.startswith(("logging.", "aws_lambda_powertools")):
        return call.method
    name = getattr(call.receiver, "name", "")
    if "log" in name.lower():
        return call.method
    made = any(full.startswith(("logging.getLogger", "structlog")) for full, _ in code.made_by(call.receiver, ref))
    return call.method if made else ""


def sleeps(call: PyCall, ref: PyRef, code: Code) -> bool:
    """Say whether ``call`` sleeps."""
    return code.full_name(call, ref) in table("calls")["sleeps"]["names"]


def makes_client(call: PyCall, ref: PyRef, code: Code) -> str:
    """Return what kind of client ``call`` makes (``boto3.client('s3')``), or what secret it reads; '' for others."""
    known = table("calls")["clients"]
    if any(argument.name in known["per_tenant"] for argument in call.arguments):
        return ""
    name = code.full_name(call, ref)
    if name in known["names"]:
        named_service = call.argument("service_name", 0)
        shown = f"('{named_service.value}')" if isinstance(named_service, PyText) else "()"
        return f"{name if name.startswith('boto3.') and 'Session' not in name else name.rpartition('.')[2]}{shown}"
    if call.method in known["secrets"] and (call.receiver is not None):
        return f"{call.method}()"
    if not call.qualified and isinstance(call.callee, PyName) and code.targets(call):
        made = call.callee.name
        if made in table("calls")["salesforce"]["classes"]:
            return f"{made}()"
    if name.rpartition(".")[2] in table("calls")["salesforce"]["classes"]:
        return f"{name.rpartition('.')[2]}()"
    return ""


def service(value: PyValue, ref: PyRef, code: Code) -> str:
    """Return the AWS service that a client is for (``lambda``), or ''."""
    for name, made in code.made_by(value, ref):
        if name.endswith((".client", ".resource")):
            given = made.argument("service_name", 0)
            if isinstance(given, PyText):
                return given.value
    return ""


def texts(app: ServerApp) -> Iterator[tuple[PyRef, PyText | PyFormat]]:
    """Yield every text of the Python, with its module's own code as the function."""
    for module in app.modules:
        for text in module.strings:
            yield app.code.of(module, 0), text


def named(app: ServerApp) -> Iterator[tuple[PyRef, str, PyValue, Any]]:
    """Yield every value that stands under a name, with the function that it stands in."""
    for module in app.modules:
        for one in module.named:
            yield app.code.of(module, one.function), one.name, one.value, one


def parts(value: PyValue) -> Iterator[PyValue]:
    """Yield ``value`` and every value inside it that becomes part of its text."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        yield one
        if isinstance(one, PyFormat | PyOther):
            waiting.extend(reversed(one.parts))
        elif isinstance(one, PyList):
            waiting.extend(reversed(one.items))
        elif isinstance(one, PyCall) and one.method in ("dumps", "str", "repr", "format", "pformat", "sanitize_log"):
            waiting.extend(reversed([argument.value for argument in one.arguments]))
        elif isinstance(one, PyCall):
            waiting.extend(
                argument.value
                for argument in one.arguments
                if one.method.startswith("sanitize")
                and isinstance(argument.value, PyName | PyItem | PyAttribute | PyCall)
            )
