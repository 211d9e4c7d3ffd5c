"""What templates deploy, what contact flows do, what is required, and all that one server-side file says.

All spans are offsets into the text of the file as it lies on disk, also for code and flows inside a template.
"""

from __future__ import annotations

from ctilint.read.facts import FileFacts, SyntaxProblem
from ctilint.read.server.records import PyModule
from ctilint.read.source import Source, Span
from ctilint.records import dataclass


@dataclass(frozen=True, slots=True)
class Setting:
    """A value of a template: ``text`` when it is known, ``pattern`` a regular expression when part of it is.

    ``span`` is where the value is written, ``literal`` where the text that decides it stands (a parameter's default).
    ``reference`` is the parameter or resource that it names; ``dynamic`` when it is looked up at deployment.
    """

    text: str | None
    span: Span
    literal: Span
    pattern: str = ""
    reference: str = ""
    dynamic: bool = False

    @property
    def number(self) -> float | None:
        """Return the text as a number, or None."""
        try:
            return float(self.text) if self.text is not None and len(self.text) < 16 else None
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class DeployedFunction:
    """A Lambda function of a template. ``triggers``: connect, kinesis, sqs, s3, schedule, events, api, custom, ...

    ``events`` are the triggers with their places. ``code`` is the folder (or archive) of its code as written.
    ``declared_layers`` says whether it has layers, ``image`` whether it is a container image.
    """

    path: str
    logical_id: str
    span: Span
    name: Setting | None = None
    handler: Setting | None = None
    runtime: Setting | None = None
    timeout: Setting | None = None
    memory: Setting | None = None
    environment: tuple[tuple[str, Setting, Span], ...] = ()
    code: str = ""
    triggers: tuple[str, ...] = ()
    inline: PyModule | None = None
    layers: bool = False
    image: bool = False
    kind: str = "function"


# Contact flows


@dataclass(frozen=True, slots=True)
class FlowParameter:
    """A value that a block passes or sets: ``value`` as written (``$.Attributes.x``), with the key's place."""

    name: str
    value: str
    span: Span
    value_span: Span


@dataclass(frozen=True, slots=True)
class FlowBlock:
    """One block of a contact flow; ``type`` is the name of the new flow language, whatever the file's.

    ``function`` is the Lambda that it invokes as written, ``limit`` the seconds that it waits, ``sets`` the contact
    attributes that it sets. ``takes_json`` when the function may answer with nested JSON.
    """

    identifier: str
    type: str
    span: Span
    function: str = ""
    function_span: Span | None = None
    limit: float | None = None
    limit_span: Span | None = None
    synchronous: bool = True
    passes: tuple[FlowParameter, ...] = ()
    sets: tuple[FlowParameter, ...] = ()
    takes_json: bool = False
    type_span: Span | None = None


@dataclass(frozen=True, slots=True)
class FlowRead:
    """A reference to a contact attribute (``kind`` attribute) or to a Lambda's answer (``kind`` external)."""

    kind: str
    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class FlowText:
    """A literal text of a flow that names something of one instance or org: an ARN, a host, a number."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class ContactFlow:
    """An exported contact flow. ``language`` is ``actions`` (the flow language) or ``modules`` (the older export).

    ``name`` is that of its file when the document has none, as exports of the console do not.
    """

    path: str
    name: str
    type: str
    language: str
    span: Span
    blocks: tuple[FlowBlock, ...]
    reads: tuple[FlowRead, ...] = ()
    texts: tuple[FlowText, ...] = ()


@dataclass(frozen=True, slots=True)
class Requirement:
    """A declared dependency; ``version`` is the pinned or lowest version as written, '' when open."""

    name: str
    version: str
    pinned: bool
    span: Span


@dataclass(frozen=True, slots=True)
class ServerFacts:
    """Everything one server-side file says; ``file`` carries its source, comments and the first syntax problem."""

    file: FileFacts
    modules: tuple[PyModule, ...] = ()
    functions: tuple[DeployedFunction, ...] = ()
    flows: tuple[ContactFlow, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    literals: tuple[FlowText, ...] = ()

    @property
    def path(self) -> str:
        """Return the file's path."""
        return self.file.path

    @property
    def source(self) -> Source:
        """Return the file's source."""
        return self.file.source

    @property
    def problem(self) -> SyntaxProblem | None:
        """Return the first place that stopped the reader, or None."""
        return self.file.problem
