"""Exported Amazon Connect contact flows, in the flow language (``Actions``) and the older export (``modules``)."""

from __future__ import annotations

from collections.abc import Iterable

from ctilint.patterns import pattern
from ctilint.read.server.deployed import ContactFlow, FlowBlock, FlowParameter, FlowRead, FlowText
from ctilint.read.server.nodes import (
    DocumentError,
    Mapping,
    Node,
    Scalar,
    inner_map,
    mapping,
    parse_json,
    scalar,
    scalars,
    sequence,
)
from ctilint.read.source import OffsetMap, Span

_REFERENCE = pattern(r"\$\.(Attributes|External)(?:\.([\w-]+)|\[['\"]([^'\"]+)['\"]\])")
_LITERAL = pattern(r"arn:aws[\w-]*:[^\s\"']+|https?://[\w.-]+\.(?:salesforce|force)\.com[^\s\"']*")
_NAMESPACES = {"User Defined": "attribute", "External": "external"}
_OLD_TYPES = {
    "InvokeExternalResource": "InvokeLambdaFunction",
    "SetAttributes": "UpdateContactAttributes",
    "StartVoiceIdStream": "StartVoiceIdStream",
    "CheckVoiceId": "CheckVoiceId",
    "SetVoiceId": "StartVoiceIdStream",
    "CheckAttribute": "Compare",
}


def is_flow(node: Node) -> bool:
    """Say whether ``node`` is a contact flow's own document."""
    if not isinstance(node, Mapping):
        return False
    if node.key("Actions") is not None and (node.key("StartAction") is not None or node.key("Version") is not None):
        return True
    return node.key("modules") is not None and node.key("start") is not None


def flows_of(path: str, text: str, node: Node) -> list[ContactFlow]:
    """Return the flows of a JSON document: the flow itself, or one in the answer of a Connect call (``Content``)."""
    if is_flow(node):
        return [read_flow(path, mapping(node), None)]
    found = []
    outer = mapping(mapping(node).get("ContactFlow")) if mapping(node).key("ContactFlow") else mapping(node)
    content = outer.get("Content")
    if isinstance(content, Scalar):
        inner = embedded(path, text, content, scalar(outer.get("Name")), scalar(outer.get("Type")))
        if inner is not None:
            found.append(inner)
    elif isinstance(content, Mapping) and is_flow(content):
        found.append(read_flow(path, content, None, scalar(outer.get("Name"))))
    return found


def embedded(path: str, text: str, content: Scalar, name: str = "", type_: str = "") -> ContactFlow | None:
    """Return the flow that a text holds as JSON, or None when it holds none."""
    if '"Actions"' not in content.value and '"modules"' not in content.value:
        return None
    try:
        node = parse_json(content.value)
    except DocumentError:
        return None
    if not is_flow(node):
        return None
    shift = inner_map(text, content) or OffsetMap(((0, content.span.start),))
    whole = content.span if inner_map(text, content) is None else None
    return read_flow(path, mapping(node), (shift, whole), name, type_)


class _Places:
    """Turns spans of the flow's document into spans of the file."""

    def __init__(self, shift: tuple[OffsetMap, Span | None] | None) -> None:
        self.shift = shift

    def __call__(self, span: Span) -> Span:
        if self.shift is None:
            return span
        move, whole = self.shift
        return whole if whole is not None else Span(move.to_file(span.start), move.to_file(span.end))


def read_flow(
    path: str, node: Mapping, shift: tuple[OffsetMap, Span | None] | None, name: str = "", type_: str = ""
) -> ContactFlow:
    """Read one flow document."""
    place = _Places(shift)
    old = node.key("modules") is not None
    blocks: Iterable[FlowBlock]
    if old:
        blocks = [_old_block(mapping(one), place) for one in sequence(node.get("modules"))]
    else:
        blocks = [_block(mapping(one), place) for one in sequence(node.get("Actions"))]
    meta = mapping(node.get("metadata" if old else "Metadata"))
    reads = list(_references(node, place))
    if old:
        for one in sequence(node.get("modules")):
            reads.extend(_old_reads(mapping(one), place))
    title = name or scalar(meta.get("name")) or scalar(meta.get("Name")) or path.rpartition("/")[2]
    kind = type_ or scalar(node.get("type")) or scalar(meta.get("type"))
    return ContactFlow(
        path,
        title,
        kind,
        "modules" if old else "actions",
        place(node.span),
        tuple(blocks),
        tuple(reads),
        tuple(_literals(node, place)),
    )


def _number(node: Node | None) -> float | None:
    try:
        return float(scalar(node)) if len(scalar(node)) < 16 else None
    except ValueError:
        return None


def _span(node: Node | None, place: _Places) -> Span | None:
    return place(node.span) if node is not None else None


def _parameters(node: Node | None, place: _Places) -> tuple[FlowParameter, ...]:
    return tuple(
        FlowParameter(key.value, scalar(value), place(key.span), place(value.span))
        for key, value in mapping(node).entries
    )


def _block(node: Mapping, place: _Places) -> FlowBlock:
    parameters = mapping(node.get("Parameters"))
    function = parameters.get("LambdaFunctionARN")
    type_ = scalar(node.get("Type"))
    # A view waits for the agent under the same name, and much longer.
    limit = parameters.get("InvocationTimeLimitSeconds") if type_ == "InvokeLambdaFunction" else None
    sets = parameters.get("Attributes") if type_ == "UpdateContactAttributes" else None
    return FlowBlock(
        scalar(node.get("Identifier")),
        type_,
        place(node.span),
        scalar(function),
        _span(function, place),
        _number(limit),
        _span(limit, place),
        scalar(parameters.get("InvocationType")).upper() not in ("ASYNCHRONOUS", "ASYNC"),
        _parameters(parameters.get("LambdaInvocationAttributes"), place),
        _parameters(sets, place),
        scalar(mapping(parameters.get("ResponseValidation")).get("ResponseType")) == "JSON",
        _span(node.get("Type"), place),
    )


def _old_block(node: Mapping, place: _Places) -> FlowBlock:
    type_ = scalar(node.get("type"))
    named: dict[str, Mapping] = {}
    keyed: list[tuple[str, Mapping]] = []
    for one in sequence(node.get("parameters")):
        parameter = mapping(one)
        name = scalar(parameter.get("name"))
        if parameter.key("key") is not None:
            keyed.append((name, parameter))
        else:
            named.setdefault(name, parameter)
    function = mapping(named.get("FunctionArn"))
    value = function.get("value")
    written = scalar(value)
    if written and scalar(function.get("namespace")):
        written = f"$.{'External' if scalar(function.get('namespace')) == 'External' else 'Attributes'}.{written}"
    limit = mapping(named.get("TimeLimit")).get("value")
    given = tuple(_old_parameter(parameter, place) for name, parameter in keyed if name in ("Parameter", "Attribute"))
    is_lambda = type_ == "InvokeExternalResource"
    mode = scalar(mapping(named.get("InvocationType")).get("value")).upper()
    return FlowBlock(
        scalar(node.get("id")),
        _OLD_TYPES.get(type_, type_),
        place(node.span),
        written,
        _span(value, place),
        _number(limit) if is_lambda else None,
        _span(limit, place) if is_lambda else None,
        not mode.startswith("ASYNC"),
        given if is_lambda else (),
        given if type_ == "SetAttributes" else (),
        scalar(mapping(named.get("ResponseType")).get("value")) == "JSON",
        _span(node.get("type"), place),
    )


def _old_parameter(node: Mapping, place: _Places) -> FlowParameter:
    key, value = node.get("key"), node.get("value")
    return FlowParameter(
        scalar(key),
        scalar(value),
        place(key.span if key is not None else node.span),
        place(value.span if value is not None else node.span),
    )


def _old_reads(node: Mapping, place: _Places) -> Iterable[FlowRead]:
    parameters = [mapping(one) for one in sequence(node.get("parameters"))]
    for one in parameters:
        kind = _NAMESPACES.get(scalar(one.get("namespace")))
        value = one.get("value")
        if kind and isinstance(value, Scalar):
            yield FlowRead(kind, value.value, place(value.span))
    named = {scalar(one.get("name")): one.get("value") for one in parameters}
    kind = _NAMESPACES.get(scalar(named.get("Namespace")))
    value = named.get("Attribute")
    if kind and isinstance(value, Scalar):
        yield FlowRead(kind, value.value, place(value.span))


def _references(node: Mapping, place: _Places) -> Iterable[FlowRead]:
    for _, one in scalars(node):
        for found in _REFERENCE.finditer(one.value):
            kind = "attribute" if found[1] == "Attributes" else "external"
            yield FlowRead(kind, found[2] or found[3], place(one.span))


def _literals(node: Mapping, place: _Places) -> Iterable[FlowText]:
    for _, one in scalars(node):
        found = _LITERAL.search(one.value)
        if found:
            yield FlowText(found[0], place(one.span))
