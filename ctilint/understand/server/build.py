"""Files of the server side -> one ServerApp: which code belongs to which template, which flow invokes what."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Protocol

from ctilint.findings import Evidence, Place
from ctilint.patterns import pattern
from ctilint.read.server import is_weak_code, read_server, strength
from ctilint.read.server.deployed import ContactFlow, DeployedFunction, ServerFacts
from ctilint.read.server.records import PyAttribute, PyDict, PyItem, PyText, PyValue
from ctilint.read.source import Span
from ctilint.understand.server.code import Code
from ctilint.understand.server.deployment import (
    AttributeSet,
    Invocation,
    ServerApp,
    ServerFunction,
)
from ctilint.understand.server.refs import PyRef, shared_folders

_MOST_FILES = 2000
_ARN = pattern(r"arn:aws[\w-]*:lambda:[^:]*:[^:]*:function:([\w${}.%-]+)")
_SETTING = frozenset({"update_contact_attributes", "start_outbound_voice_contact", "start_task_contact"})
_SHAPES = (
    ("flow", ("Details",)),
    ("custom", ("RequestType", "ResponseURL", "ResourceProperties")),
    ("records", ("Records", "awslogs", "records")),
    ("events", ("detail", "detail-type")),
    ("api", ("httpMethod", "requestContext", "queryStringParameters", "pathParameters", "rawPath")),
)


class Documents(Protocol):
    """What the builder asks of a tree."""

    def server_documents(self) -> Iterable[tuple[str, bytes]]:
        """Yield path and bytes of files that may belong to the server side."""


def build_server(tree: Documents, progress: Callable[[str], None] | None = None) -> ServerApp | None:
    """Return the server side of a tree, or None when nothing of it names Salesforce or Amazon Connect."""
    strong: list[tuple[str, bytes]] = []
    weak: list[tuple[str, bytes]] = []
    for path, data in tree.server_documents():
        found = strength(path, data)
        if found:
            (strong if found > 1 else weak).append((path, data))
    if not strong:
        return None
    near = {os.path.dirname(path) for path, _ in strong if path.endswith(".py")}
    strong.extend(
        (path, data)
        for path, data in weak
        if not path.endswith(".py") or os.path.dirname(path) in near or is_weak_code(data)
    )
    files: dict[str, ServerFacts] = {}
    waiting = sorted(strong)
    while waiting:
        for path, data in waiting:
            if progress is not None:
                progress(path)
            files[path] = read_server(path, data)
        waiting = list(_imported(tree, files))
    return _assemble(files)


def _imported(tree: Documents, files: Mapping[str, ServerFacts]) -> Iterator[tuple[str, bytes]]:
    """Yield the modules beside those that were read which these import and nobody has read yet."""
    opened = getattr(tree, "open", None)
    if opened is None or len(files) > _MOST_FILES:
        return
    asked: set[str] = set()
    for path, facts in files.items():
        for module in facts.modules:
            for one in module.imports if not module.inline else ():
                parts = [*one.module.split(".")] if one.module else [one.name]
                folder = os.path.dirname(path)
                for _ in range(one.level - 1):
                    folder = os.path.dirname(folder)
                wanted = "/".join(part for part in (folder, *parts) if part) + ".py"
                if wanted in files or wanted in asked:
                    continue
                asked.add(wanted)
                data = opened(wanted)
                if data is not None:
                    yield wanted, data


def _assemble(files: Mapping[str, ServerFacts]) -> ServerApp | None:
    code = Code(tuple(module for facts in files.values() for module in facts.modules))
    flows = tuple(flow for facts in files.values() for flow in facts.flows)
    functions = tuple(_functions(files, code, flows))
    if not (code.modules or functions or flows or any(facts.problem for facts in files.values())):
        return None
    return ServerApp(
        files,
        functions,
        flows,
        code,
        tuple(_attributes_set(flows, code)),
        frozenset(_attributes_read(flows, code)),
    )


def _functions(
    files: Mapping[str, ServerFacts], code: Code, flows: tuple[ContactFlow, ...]
) -> Iterator[ServerFunction]:
    deployed = [one for facts in files.values() for one in facts.functions]
    taken: set[PyRef] = set()
    whole: set[str] = set()
    pairs: list[tuple[DeployedFunction | None, PyRef | None]] = []
    for one in deployed:
        handler = _handler_of(one, code)
        if handler is not None:
            taken.add(handler)
            whole.add(f"{handler.module.path}#{handler.module.name}")
        pairs.append((one, handler))
    for module in code.modules:
        if f"{module.path}#{module.name}" in whole:
            continue
        pairs.extend((None, ref) for ref in code.handlers(module) if ref not in taken)
    attributes = {given.name: given.value for flow in flows for block in flow.blocks for given in block.sets}
    for template, handler in pairs:
        invocations = tuple(_invocations(template, handler, flows, attributes))
        shapes, detail = _shapes(handler, code)
        yield ServerFunction(
            template.logical_id if template is not None else _code_name(handler),
            template,
            handler,
            invocations,
            template.triggers if template is not None else (),
            shapes,
            code.reached(handler) if handler is not None else (),
            detail,
        )


def _code_name(handler: PyRef | None) -> str:
    return f"{handler.module.name}.{handler.function.name}" if handler is not None else ""


def _handler_of(one: DeployedFunction, code: Code) -> PyRef | None:
    """Return the Python function that the template's handler names."""
    written = one.handler.text if one.handler is not None else None
    if one.inline is not None:
        name = (written or "").rpartition(".")[2]
        return code.function(one.inline, name) or next(iter(code.handlers(one.inline)), None)
    if not written or "." not in written:
        return None
    path, _, name = written.rpartition(".")
    wanted = path.replace(".", "/").lstrip("/") + ".py"
    found = [
        module
        for module in code.modules
        if not module.inline and (module.path == wanted or module.path.endswith(f"/{wanted}"))
    ]
    if not found:
        return None
    folder = os.path.normpath(os.path.join(os.path.dirname(one.path), one.code if "/" in one.code else "."))
    found.sort(
        key=lambda module: (
            -shared_folders(module.path, folder),
            -shared_folders(module.path, one.path),
            len(module.path),
        )
    )
    return code.function(found[0], name)


def _invocations(
    one: DeployedFunction | None,
    handler: PyRef | None,
    flows: tuple[ContactFlow, ...],
    attributes: Mapping[str, str],
) -> Iterator[Invocation]:
    for flow in flows:
        for block in flow.blocks:
            written = block.function
            if written.startswith("$.Attributes."):
                written = attributes.get(written.removeprefix("$.Attributes."), "")
            evidence = _is_meant(written, one, handler) if written else None
            if evidence is not None:
                yield Invocation(flow, block, evidence)


def _is_meant(written: str, one: DeployedFunction | None, handler: PyRef | None) -> Evidence | None:
    """Say how a flow's function text names the function, or None when it does not."""
    arn = _ARN.search(written)
    name = arn[1] if arn else written
    substituted = re.fullmatch(r"\$\{([^}]+?)(?:\.Arn)?\}", written)
    if one is None:
        return Evidence.DERIVED if handler is not None and arn and name == handler.module.name else None
    if substituted:
        return Evidence.MATCHED if substituted[1] == one.logical_id else None
    if not arn:
        return None
    if one.name is not None and one.name.text is not None:
        return Evidence.MATCHED if one.name.text == name else None
    if name == one.logical_id or re.fullmatch(rf".*-{re.escape(one.logical_id)}-[A-Za-z0-9]{{10,13}}", name):
        return Evidence.DERIVED
    pattern = one.name.pattern if one.name is not None else ""
    if len(re.sub(r"\\.|\.\*|\W", "", pattern)) > 3 and re.fullmatch(pattern, name):
        return Evidence.DERIVED
    if handler is not None and not one.inline and name == handler.module.name:
        return Evidence.DERIVED
    return None


def _shapes(handler: PyRef | None, code: Code) -> tuple[tuple[str, ...], Place | None]:
    """Return the kinds of event that the handler reads, and where it reads ``event['Details']``."""
    if handler is None or not handler.function.parameters:
        return (), None
    event = handler.function.parameters[0].name
    shapes: list[str] = []
    detail: Place | None = None
    for name, span in _event_keys(handler, event, code):
        for shape, keys in _SHAPES:
            if name in keys and shape not in shapes:
                shapes.append(shape)
                if shape == "flow":
                    detail = handler.at(span, "the handler reads the event of a contact flow here")
    return tuple(shapes), detail


def _event_keys(handler: PyRef, event: str, code: Code) -> Iterator[tuple[str, Span]]:
    """Yield the keys read of the handler's event, in the handler and in functions that get the event whole."""
    for item in handler.function.reads:
        if isinstance(item.key, PyText) and _is_name(item.object, event):
            yield item.key.value, item.span
    for call in handler.function.calls:
        if call.method == "get" and call.receiver is not None and _is_name(call.receiver, event):
            key = call.argument("key", 0)
            if isinstance(key, PyText):
                yield key.value, call.span
        for target, bound in code.bound(call, handler):
            for parameter, value in bound:
                if _is_name(value, event) and target.function is not handler.function:
                    for item in target.function.reads:
                        if isinstance(item.key, PyText) and _is_name(item.object, parameter):
                            yield item.key.value, call.span


def _is_name(value: PyValue, name: str) -> bool:
    return getattr(value, "name", None) == name and not isinstance(value, PyAttribute)


def _attributes_set(flows: tuple[ContactFlow, ...], code: Code) -> Iterator[AttributeSet]:
    for flow in flows:
        for block in flow.blocks:
            for given in block.sets:
                yield AttributeSet(given.name, Place(flow.path, given.span), f"the flow '{flow.name}'")
    for ref, call in code.calls():
        values = call.argument("Attributes")
        if values is None or call.method not in _SETTING:
            continue
        for value, owner in code.origins(values, ref):
            for key, _ in value.entries if isinstance(value, PyDict) else ():
                if isinstance(key, PyText):
                    yield AttributeSet(key.value, owner.at(key.span), f"{ref.name}()")


def _attributes_read(flows: tuple[ContactFlow, ...], code: Code) -> Iterator[str]:
    for flow in flows:
        yield from (read.name for read in flow.reads if read.kind == "attribute")
    for ref in code.refs:
        for item in ref.function.reads:
            holder = item.object
            inside = isinstance(holder, PyItem) and isinstance(holder.key, PyText) and holder.key.value == "Attributes"
            if inside and isinstance(item.key, PyText):
                yield item.key.value
