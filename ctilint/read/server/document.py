"""One server-side file -> its facts, by what it is: Python, a template, a contact flow, requirements."""

from __future__ import annotations

import os
import re

from ctilint.patterns import pattern
from ctilint.read.facts import Comment, FileFacts, FileKind, SyntaxProblem
from ctilint.read.server.deployed import ContactFlow, DeployedFunction, FlowText, ServerFacts
from ctilint.read.server.flows import flows_of
from ctilint.read.server.nodes import DocumentError, Mapping, Node, inner_map, parse_json, parse_yaml, scalars
from ctilint.read.server.records import PyModule
from ctilint.read.server.requirements import read_pyproject, read_requirements
from ctilint.read.server.templates import Template, is_template
from ctilint.read.source import OffsetMap, Source, Span
from ctilint.records import replace

_COOKIE = pattern(rb"\A(?:[ \t\f]*#[^\r\n]*(?:\r\n?|\n))?[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
LARGEST = 8_000_000


def decode(path: str, data: bytes) -> Source:
    """Return the source of the bytes: byte order marks, PEP 263 cookies, UTF-8, Latin-1."""
    for bom, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(bom):
            return Source(path, data, data[len(bom) :].decode(encoding, "replace"), encoding, bom)
    if path.lower().endswith(".py"):
        cookie = _COOKIE.match(data)
        if cookie is not None:
            name = cookie[1].decode("ascii", "replace")
            try:
                return Source(path, data, data.decode(name), name)
            except (LookupError, UnicodeError, ValueError):
                pass
    try:
        return Source(path, data, data.decode("utf-8"))
    except UnicodeDecodeError:
        return Source(path, data, data.decode("latin-1"), "latin-1")


def read_file(path: str, data: bytes) -> ServerFacts:
    """Return what one server-side file says; what cannot be read is named in ``problem``."""
    name = os.path.basename(path).lower()
    suffix = os.path.splitext(name)[1]
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if suffix == ".zip" or (b"\x00" in data[:1024] and not wide):
        return _bare(decode(path, b""), FileKind.OTHER, SyntaxProblem("a binary file", Span(0, 0)))
    source = decode(path, data)
    if len(data) > LARGEST:
        return _bare(source, FileKind.OTHER, SyntaxProblem(f"not read: more than {LARGEST} bytes", Span(0, 0)))
    if suffix == ".py":
        return _python(source)
    if name == "pyproject.toml":
        requirements, problem = read_pyproject(source.text)
        file = FileFacts(path, FileKind.OTHER, source, problem=problem)
        return ServerFacts(file, requirements=requirements)
    if name.startswith("requirements") and suffix == ".txt":
        file = FileFacts(path, FileKind.OTHER, source)
        return ServerFacts(file, requirements=read_requirements(source.text))
    return _document(source, yaml=suffix in (".yaml", ".yml", ".template") and not source.text.lstrip().startswith("{"))


def _bare(source: Source, kind: FileKind, problem: SyntaxProblem | None) -> ServerFacts:
    return ServerFacts(FileFacts(source.path, kind, source, problem=problem))


def _python(source: Source) -> ServerFacts:
    from ctilint.read.server.python import read_python  # libcst is slow to import

    name = os.path.splitext(os.path.basename(source.path))[0]
    module, comments, problem = read_python(source, source.text, name)
    file = FileFacts(source.path, FileKind.PYTHON, source, comments=comments, problem=problem)
    return ServerFacts(file, modules=(module,) if module is not None else ())


def _document(source: Source, *, yaml: bool) -> ServerFacts:
    try:
        documents: list[Node] = parse_yaml(source.text) if yaml else [parse_json(source.text)]
    except DocumentError as error:
        at = min(max(error.offset, 0), len(source.text))
        what = "YAML" if yaml else "JSON"
        message = f"{what} that does not parse: {error.message}"
        return _bare(source, FileKind.DEPLOYMENT, SyntaxProblem(message, Span(at, min(at + 1, len(source.text)))))
    functions: list[DeployedFunction] = []
    flows: list[ContactFlow] = []
    modules: list[PyModule] = []
    comments = list(_comments(source.text)) if yaml else []
    problem: SyntaxProblem | None = None
    literals: list[FlowText] = []
    for document in documents:
        if isinstance(document, Mapping) and is_template(document):
            template = Template(source.path, source.text, document)
            read, found, failed = _inline(source, template)
            modules.extend(found.values())
            comments.extend(read)
            problem = problem or failed
            functions.extend(replace(one, inline=found.get(one.logical_id)) for one in template.functions())
            flows.extend(template.flows())
            literals.extend(FlowText(one.value, one.span) for _, one in scalars(document) if _is_literal(one.value))
        elif not yaml:
            flows.extend(flows_of(source.path, source.text, document))
    kind = FileKind.DEPLOYMENT if functions or not flows else FileKind.CONTACT_FLOW
    file = FileFacts(source.path, kind, source, comments=tuple(comments), problem=problem)
    return ServerFacts(file, tuple(modules), tuple(functions), tuple(flows), literals=tuple(literals))


def _inline(source: Source, template: Template) -> tuple[list[Comment], dict[str, PyModule], SyntaxProblem | None]:
    """Read the Python that stands inside a template."""
    comments: list[Comment] = []
    modules: dict[str, PyModule] = {}
    problem: SyntaxProblem | None = None
    for name, code in template.inline_code():
        from ctilint.read.server.python import read_python  # libcst is slow to import

        shift = inner_map(source.text, code) or OffsetMap(((0, code.span.start),))
        module, found, failed = read_python(source, code.value, name, shift)
        comments.extend(found)
        problem = problem or failed
        if module is not None:
            modules[name] = module
    return comments, modules, problem


def _is_literal(text: str) -> bool:
    return "arn:aws" in text or ".salesforce.com" in text


_COMMENT = pattern(r"(?:^|(?<=\s))#[^\r\n]*ctilint-[^\r\n]*", re.MULTILINE)


def _comments(text: str) -> list[Comment]:
    """Return the comments of a YAML text that speak to ctilint."""
    return [Comment(found[0], Span(found.start(), found.end())) for found in _COMMENT.finditer(text)]
