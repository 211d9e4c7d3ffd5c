"""The server side of one deployment: which Lambda functions there are, where their code stands, who invokes them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Protocol

from ctilint.findings import Evidence, Place
from ctilint.patterns import pattern
from ctilint.read.facts import FileFacts
from ctilint.read.server import is_weak_code, read_server, strength
from ctilint.read.server.records import (
    ContactFlow,
    DeployedFunction,
    FlowBlock,
    PyAttribute,
    PyDict,
    PyFunction,
    PyItem,
    PyModule,
    PyText,
    PyValue,
    ServerFacts,
)
from ctilint.read.source import Span
from ctilint.records import dataclass

if TYPE_CHECKING:
    from ctilint.understand.server_code import Code

FLOW_LIMIT = 8.0
"""Seconds that an Amazon Connect flow waits for a Lambda function at most."""
LAMBDA_DEFAULT = 3.0
"""Seconds that a Lambda function may run when its template does not say."""
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


@dataclass(frozen=True, slots=True, eq=False)
class PyRef:
    """One function of one module; there is one object per function and run."""

    module: PyModule
    function: PyFunction

    @property
    def place(self) -> Place:
        """Return where its name stands."""
        return Place(self.module.path, self.function.header)

    @property
    def name(self) -> str:
        """Return its name, with its class."""
        own = self.function
        return f"{own.class_name}.{own.name}" if own.class_name else own.name

    def at(self, span: Span, message: str = "") -> Place:
        """Return a place in its file."""
        return Place(self.module.path, span, message)


@dataclass(frozen=True, slots=True, eq=False)
class Invocation:
    """A block of a contact flow that invokes a function; ``evidence`` is derived when a pattern joined them."""

    flow: ContactFlow
    block: FlowBlock
    evidence: Evidence

    @property
    def place(self) -> Place:
        """Return where the block names the function."""
        limit = f"{self.block.limit:g}" if self.block.limit is not None else f"{FLOW_LIMIT:g}"
        what = f"waits {limit} s for it here" if self.block.synchronous else "starts it here and does not wait"
        span = self.block.limit_span or self.block.function_span or self.block.span
        return Place(self.flow.path, span, f"the flow '{self.flow.name}' {what}")


@dataclass(frozen=True, slots=True, eq=False)
class ServerFunction:
    """A Lambda function: its template, its handler in the code, the flow blocks that invoke it.

    ``name`` is the logical id of its template, or module.handler. ``triggers`` come from the template, ``shapes``
    from what the handler reads of its event. ``reaches`` holds the handler and everything that it calls.
    """

    name: str
    deployed: DeployedFunction | None
    handler: PyRef | None
    invocations: tuple[Invocation, ...] = ()
    triggers: tuple[str, ...] = ()
    shapes: tuple[str, ...] = ()
    reaches: tuple[PyRef, ...] = ()
    detail: Place | None = None

    @property
    def waited_for(self) -> bool:
        """Say whether a contact flow waits for it: a block says so, or the handler reads ``event['Details']``."""
        if self.invocations:
            return any(one.block.synchronous for one in self.invocations)
        return "connect" in self.triggers or "flow" in self.shapes

    @property
    def limit(self) -> float:
        """Return the least number of seconds that a flow waits for it."""
        return min(
            (one.block.limit for one in self.invocations if one.block.synchronous and one.block.limit is not None),
            default=FLOW_LIMIT,
        )

    @property
    def waiting(self) -> tuple[Place, ...]:
        """Return the places that show that a flow waits for it."""
        blocks = sorted(
            (one for one in self.invocations if one.block.synchronous),
            key=lambda one: one.block.limit if one.block.limit is not None else FLOW_LIMIT,
        )
        if blocks:
            return (blocks[0].place,)
        if self.detail is not None:
            return (self.detail,)
        return ()

    @property
    def place(self) -> Place:
        """Return where the function stands: its handler, or its template."""
        if self.handler is not None:
            return self.handler.place
        assert self.deployed is not None  # noqa: S101  # a function has one of the two
        return Place(self.deployed.path, self.deployed.span)

    @property
    def seconds(self) -> float | None:
        """Return how long its template lets it run; None when that is not known."""
        if self.deployed is None:
            return None
        if self.deployed.timeout is None:
            return LAMBDA_DEFAULT
        return self.deployed.timeout.number

    @property
    def runs(self) -> tuple[Place, ...]:
        """Return where its template says how long it may run."""
        if self.deployed is None or self.seconds is None:
            return ()
        if self.deployed.timeout is None:
            where, default = self.deployed.span, " when it does not say more"
        else:
            where, default = self.deployed.timeout.literal, ""
        return (Place(self.deployed.path, where, f"the template lets {self.name} run {self.seconds:g} s{default}"),)

    def environment(self, name: str) -> str | None:
        """Return the value of a variable of its environment, None when it has none of that name."""
        for given, setting, _ in self.deployed.environment if self.deployed is not None else ():
            if given == name:
                return setting.text or ""
        return None


@dataclass(frozen=True, slots=True, eq=False)
class AttributeSet:
    """A contact attribute that a flow block or code sets."""

    name: str
    place: Place
    by: str


@dataclass(frozen=True, slots=True, eq=False)
class ServerApp:
    """The server side of a run. ``files`` by path; ``code`` answers questions about the Python."""

    files: Mapping[str, ServerFacts]
    functions: tuple[ServerFunction, ...]
    flows: tuple[ContactFlow, ...]
    code: Code
    attributes_set: tuple[AttributeSet, ...] = ()
    attributes_read: frozenset[str] = frozenset()

    @property
    def file_facts(self) -> Mapping[str, FileFacts]:
        """Return the plain facts of every file, for places, comments and syntax problems."""
        return {path: facts.file for path, facts in self.files.items()}

    @property
    def modules(self) -> tuple[PyModule, ...]:
        """Return every module that was read."""
        return tuple(module for facts in self.files.values() for module in facts.modules)

    @property
    def waited_for(self) -> Mapping[PyRef, ServerFunction]:
        """Return the Python functions on the path of a flow, each with the Lambda function that runs it."""
        found: dict[PyRef, ServerFunction] = {}
        for function in self.functions:
            if function.waited_for:
                for ref in function.reaches:
                    found.setdefault(ref, function)
        return found

    def functions_of(self, ref: PyRef) -> tuple[ServerFunction, ...]:
        """Return the Lambda functions that run ``ref``."""
        return tuple(function for function in self.functions if ref in function.reaches)


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
    from ctilint.understand.server_code import Code

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


def shared_folders(first: str, second: str) -> int:
    """Return how many leading folders two paths share."""
    count = 0
    for one, other in zip(first.split("/"), second.split("/"), strict=False):
        if one != other:
            break
        count += 1
    return count


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
