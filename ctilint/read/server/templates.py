"""SAM, CloudFormation and serverless templates: the functions that they deploy, and the flows inside them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ctilint.read.server.deployed import ContactFlow, DeployedFunction, Setting
from ctilint.read.server.flows import embedded, is_flow, read_flow
from ctilint.read.server.nodes import Mapping, Node, Scalar, Sequence, mapping, scalar, sequence
from ctilint.read.source import Span
from ctilint.records import replace

FUNCTION_TYPES = {"AWS::Serverless::Function": "sam", "AWS::Lambda::Function": "cloudformation"}
_PRINCIPALS = {
    "connect": "connect",
    "s3": "s3",
    "sns": "sns",
    "events": "events",
    "apigateway": "api",
    "kinesis": "kinesis",
    "states": "steps",
    "cloudformation": "custom",
    "elasticloadbalancing": "api",
    "logs": "events",
    "lex": "lex",
    "lexv2": "lex",
}
_SAM_EVENTS = {
    "Kinesis": "kinesis",
    "SQS": "sqs",
    "S3": "s3",
    "SNS": "sns",
    "Schedule": "schedule",
    "ScheduleV2": "schedule",
    "CloudWatchEvent": "events",
    "EventBridgeRule": "events",
    "Api": "api",
    "HttpApi": "api",
    "DynamoDB": "kinesis",
    "AlexaSkill": "api",
}
_SERVERLESS_EVENTS = {
    "http": "api",
    "httpApi": "api",
    "stream": "kinesis",
    "sqs": "sqs",
    "s3": "s3",
    "sns": "sns",
    "schedule": "schedule",
    "eventBridge": "events",
    "cloudwatchEvent": "events",
    "alb": "api",
}
_SUB = re.compile(r"\$\{([^}!]+)\}")
_TAGGED = {"Ref": "Ref", "GetAtt": "Fn::GetAtt", "Sub": "Fn::Sub", "Join": "Fn::Join", "If": "Fn::If"}


def is_template(node: Node) -> bool:
    """Say whether ``node`` is a deployment template (CloudFormation, SAM or serverless)."""
    if not isinstance(node, Mapping):
        return False
    if is_serverless(node):
        return True
    resources = mapping(node.get("Resources"))
    return any(scalar(mapping(value).get("Type")).startswith("AWS::") for _, value in resources.entries)


def is_serverless(node: Mapping) -> bool:
    """Say whether ``node`` is a serverless.yml."""
    provider = node.get("provider")
    name = scalar(mapping(provider).get("name")) if isinstance(provider, Mapping) else scalar(provider)
    return name == "aws" and isinstance(node.get("functions"), Mapping)


class Template:
    """One template: resolves its intrinsic functions as far as the text decides them."""

    def __init__(self, path: str, text: str, node: Mapping) -> None:
        self.path = path
        self.text = text
        self.node = node
        self.parameters = mapping(node.get("Parameters"))
        self.resources = mapping(node.get("Resources"))

    # Values

    def setting(self, node: Node | None) -> Setting | None:
        """Return what ``node`` says, followed through Ref, Sub, Join and the long forms; None when it is absent."""
        if node is None:
            return None
        name, inner = _intrinsic(node)
        if not name:
            if isinstance(node, Scalar):
                return self._plain(node)
            return Setting(None, node.span, node.span)
        return self._intrinsic_setting(name, inner, node)

    def _plain(self, node: Scalar) -> Setting:
        if node.style == "plain" and node.value in ("", "~", "null"):
            return Setting("", node.span, node.span)
        if "{{resolve:" in node.value:
            return Setting(None, node.span, node.span, dynamic=True)
        if "${" in node.value and is_serverless(self.node):
            return self._serverless_value(node)
        return Setting(node.value, node.span, node.span)

    def _serverless_value(self, node: Scalar) -> Setting:
        found = re.fullmatch(
            r"\$\{(self|opt|env|ssm|cf|param|file|aws|sls|custom)[:.]?([^,}]*)(?:,\s*'?([^'}]*)'?)?\}", node.value
        )
        if found and found[1] in ("self", "opt", "env", "param") and found[1] == "self":
            target = self.node.get(*found[2].split("."))
            if isinstance(target, Scalar) and "${" not in target.value:
                return Setting(target.value, node.span, target.span, reference=found[2])
        if found and found[3]:
            return Setting(found[3], node.span, node.span, reference=found[2])
        return Setting(None, node.span, node.span, _pattern(node.value), node.value, dynamic=True)

    def _intrinsic_setting(self, name: str, inner: Node, node: Node) -> Setting:
        if name == "Ref":
            return self._reference(scalar(inner), node)
        if name == "Fn::Sub":
            return self._sub(inner, node)
        if name == "Fn::Join":
            return self._join(inner, node)
        if name == "Fn::GetAtt":
            target = scalar(inner) if isinstance(inner, Scalar) else ".".join(scalar(one) for one in sequence(inner))
            return Setting(None, node.span, node.span, reference=target.removesuffix(".Arn"))
        if name == "Fn::If":
            arms = [self.setting(one) for one in sequence(inner)[1:]]
            known = [arm for arm in arms if arm is not None and arm.text]
            if len(known) == 1 or (known and all(arm.text == known[0].text for arm in known)):
                return replace(known[0], span=node.span)
            reference = next((arm.reference for arm in arms if arm is not None and arm.reference), "")
            return Setting(None, node.span, node.span, reference=reference.replace("AWS::NoValue", ""), dynamic=True)
        return Setting(None, node.span, node.span, dynamic=True)

    def _reference(self, name: str, node: Node) -> Setting:
        parameter = mapping(self.parameters.get(name))
        default = parameter.get("Default")
        if isinstance(default, Scalar):
            return Setting(default.value, node.span, default.span, reference=name)
        return Setting(None, node.span, node.span, ".*", name)

    def _sub(self, inner: Node, node: Node) -> Setting:
        body = inner if isinstance(inner, Scalar) else next(iter(sequence(inner)), None)
        if not isinstance(body, Scalar):
            return Setting(None, node.span, node.span, dynamic=True)
        values = mapping(sequence(inner)[1]) if len(sequence(inner)) > 1 else mapping(None)
        known = True
        pattern: list[str] = []
        text: list[str] = []
        at = 0
        reference = ""
        for found in _SUB.finditer(body.value):
            given = self.setting(values.get(found[1])) if values.key(found[1]) else self._named(found[1], node)
            reference = reference or (given.reference if given else "") or found[1].removesuffix(".Arn")
            head = body.value[at : found.start()]
            pattern.append(re.escape(head))
            text.append(head)
            pattern.append(".*")
            text.append(given.text if given and given.text is not None else "")
            known = known and given is not None and given.text is not None
            at = found.end()
        text.append(body.value[at:])
        pattern.append(re.escape(body.value[at:]))
        return Setting("".join(text) if known else None, node.span, body.span, "".join(pattern), reference)

    def _named(self, name: str, node: Node) -> Setting | None:
        return self._reference(name, node) if self.parameters.key(name) else None

    def _join(self, inner: Node, node: Node) -> Setting:
        parts = sequence(inner)
        between = scalar(parts[0]) if parts else ""
        given = [self.setting(one) for one in sequence(parts[1] if len(parts) > 1 else None)]
        known = all(one is not None and one.text is not None and not one.reference for one in given)
        pattern = re.escape(between).join(
            re.escape(one.text) if one is not None and one.text is not None and not one.reference else ".*"
            for one in given
        )
        text = between.join(one.text or "" for one in given if one is not None) if known else None
        reference = next((one.reference for one in given if one is not None and one.reference), "")
        return Setting(text, node.span, node.span, pattern, reference)

    # Resources

    def functions(self) -> list[DeployedFunction]:
        """Return the functions that the template deploys."""
        if is_serverless(self.node):
            return self._serverless()
        triggers = self._triggers()
        defaults = mapping(self.node.get("Globals", "Function"))
        found = []
        for key, value in self.resources.entries:
            resource = mapping(value)
            kind = FUNCTION_TYPES.get(scalar(resource.get("Type")))
            if kind is None:
                continue
            own = mapping(resource.get("Properties"))
            shared = defaults if kind == "sam" else mapping(None)
            found.append(self._function(key, own, shared, triggers.get(key.value, ())))
        return found

    def _function(
        self, key: Scalar, own: Mapping, shared: Mapping, triggers: tuple[str, ...], handler: str = "Handler"
    ) -> DeployedFunction:
        def pick(name: str) -> Setting | None:
            node = own.get(name)
            return self.setting(node if node is not None else shared.get(name))

        code = own.get("CodeUri") or shared.get("CodeUri") or own.get("Code")
        folder = scalar(code) or scalar(mapping(code).get("S3Key"))
        events = [
            _SAM_EVENTS.get(scalar(mapping(one).get("Type")), "events") for _, one in mapping(own.get("Events")).entries
        ]
        return DeployedFunction(
            self.path,
            key.value,
            key.span,
            pick("FunctionName"),
            pick(handler),
            pick("Runtime"),
            pick("Timeout"),
            pick("MemorySize"),
            self._environment(own, shared),
            folder,
            tuple(dict.fromkeys((*events, *triggers))),
            layers=bool(own.get("Layers") or shared.get("Layers")),
            image=scalar(own.get("PackageType")) == "Image",
        )

    def _environment(self, own: Mapping, shared: Mapping) -> tuple[tuple[str, Setting, Span], ...]:
        merged: dict[str, tuple[str, Setting, Span]] = {}
        for holder in (shared, own):
            environment = mapping(holder.get("Environment"))
            for key, value in mapping(environment.get("Variables")).entries:
                setting = self.setting(value)
                if setting is not None:
                    merged[key.value] = (key.value, setting, key.span)
        return tuple(merged.values())

    def inline_code(self) -> Iterable[tuple[str, Scalar]]:
        """Yield the logical id and the text of functions whose Python stands in the template."""
        for key, value in self.resources.entries:
            resource = mapping(value)
            if scalar(resource.get("Type")) not in FUNCTION_TYPES:
                continue
            own = mapping(resource.get("Properties"))
            runtime = self.setting(own.get("Runtime") or mapping(self.node.get("Globals", "Function")).get("Runtime"))
            if runtime is not None and runtime.text and not runtime.text.startswith("python"):
                continue
            _, code = _intrinsic(
                own.get("InlineCode") or mapping(own.get("Code")).get("ZipFile") or Scalar("", Span(0, 0))
            )
            if isinstance(code, Scalar) and code.value.strip():
                yield key.value, code

    def flows(self) -> Iterable[ContactFlow]:
        """Yield the contact flows that the template deploys."""
        for key, value in self.resources.entries:
            resource = mapping(value)
            if scalar(resource.get("Type")) not in ("AWS::Connect::ContactFlow", "AWS::Connect::ContactFlowModule"):
                continue
            own = mapping(resource.get("Properties"))
            _, content = _intrinsic(own.get("Content") or Scalar("", Span(0, 0)))
            if isinstance(content, Sequence):
                content = next(iter(content.items), content)
            if isinstance(content, Scalar):
                flow = embedded(self.path, self.text, content, key.value, scalar(own.get("Type")))
                if flow is not None:
                    yield flow
            elif isinstance(content, Mapping) and is_flow(content):
                yield read_flow(self.path, content, None, key.value, scalar(own.get("Type")))

    def _triggers(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for _, value in self.resources.entries:
            resource = mapping(value)
            type_ = scalar(resource.get("Type"))
            own = mapping(resource.get("Properties"))
            target, trigger = "", ""
            if type_ == "AWS::Lambda::Permission":
                target = self._target(own.get("FunctionName"))
                principal = scalar(own.get("Principal")).removesuffix(".amazonaws.com")
                trigger = _PRINCIPALS.get(principal, "")
            elif type_ == "AWS::Lambda::EventSourceMapping":
                target = self._target(own.get("FunctionName"))
                trigger = "stream"
            elif type_ == "AWS::Connect::IntegrationAssociation":
                target = self._target(own.get("IntegrationArn"))
                trigger = "connect"
            elif type_.startswith("Custom::") or type_ == "AWS::CloudFormation::CustomResource":
                target = self._target(own.get("ServiceToken"))
                trigger = "custom"
            elif type_ == "AWS::Events::Rule":
                for one in sequence(own.get("Targets")):
                    found.setdefault(self._target(mapping(one).get("Arn")), []).append("events")
            elif "StateMachine" in type_:
                for name in self._mentioned(value):
                    found.setdefault(name, []).append("steps")
            if target and trigger:
                found.setdefault(target, []).append(trigger)
        return {name: tuple(dict.fromkeys(kinds)) for name, kinds in found.items()}

    def _target(self, node: Node | None) -> str:
        if node is None:
            return ""
        setting = self.setting(node)
        return setting.reference if setting is not None else ""

    def _mentioned(self, node: Node) -> Iterable[str]:
        names = {key.value for key, _ in self.resources.entries}
        written = self.text[node.span.start : node.span.end]
        return {name for name in re.findall(r"\w+", written) if name in names}

    # Serverless framework

    def _serverless(self) -> list[DeployedFunction]:
        provider = mapping(self.node.get("provider"))
        found = []
        service = scalar(self.node.get("service")) or scalar(mapping(self.node.get("service")).get("name"))
        for key, value in mapping(self.node.get("functions")).entries:
            own = mapping(value)

            def pick(name: str, own: Mapping = own) -> Setting | None:
                node = own.get(name)
                return self.setting(node if node is not None else provider.get(name))

            environment: dict[str, tuple[str, Setting, Span]] = {}
            for holder in (provider, own):
                for name, item in mapping(holder.get("environment")).entries:
                    setting = self.setting(item)
                    if setting is not None:
                        environment[name.value] = (name.value, setting, name.span)
            triggers = [
                _SERVERLESS_EVENTS.get(event.entries[0][0].value, "events")
                for event in sequence(own.get("events"))
                if isinstance(event, Mapping) and event.entries
            ]
            name_setting = pick("name") if own.key("name") else None
            if name_setting is None:
                pattern = f"{re.escape(service)}-.*-{re.escape(key.value)}"
                name_setting = Setting(None, key.span, key.span, pattern)
            found.append(
                DeployedFunction(
                    self.path,
                    key.value,
                    key.span,
                    name_setting,
                    pick("handler"),
                    pick("runtime"),
                    pick("timeout"),
                    pick("memorySize"),
                    tuple(environment.values()),
                    "",
                    tuple(dict.fromkeys(triggers)),
                    layers=bool(own.get("layers") or provider.get("layers")),
                    image=own.key("image") is not None,
                )
            )
        return found


def _pattern(text: str) -> str:
    return ".*".join(re.escape(piece) for piece in re.split(r"\$\{[^}]*\}", text))


def _intrinsic(node: Node) -> tuple[str, Node]:
    """Return the name and argument of an intrinsic function, short form or long, or ('', node)."""
    if node.tag:
        name = _TAGGED.get(node.tag, f"Fn::{node.tag}")
        bare = replace(node, tag="")
        return name, bare
    if isinstance(node, Mapping) and len(node.entries) == 1:
        key, value = node.entries[0]
        if key.value == "Ref" or key.value.startswith("Fn::"):
            return key.value, value
    return "", node
