"""A short way to write facts down, so that a test can show all of a script's program."""

from __future__ import annotations

from ctilint.read.facts import (
    Array,
    AssignStep,
    Await,
    AwaitStep,
    Block,
    Branch,
    Call,
    CallStep,
    ClassValue,
    Either,
    Element,
    Entry,
    FunctionValue,
    JumpStep,
    Literal,
    Loop,
    Member,
    Name,
    Object,
    Operation,
    ReadStep,
    Regex,
    ReturnStep,
    Script,
    ScriptKind,
    Step,
    Template,
    This,
    ThrowStep,
    Try,
    Unknown,
    Value,
)
from ctilint.read.javascript import lower


def value(it: Value | None) -> str:
    match it:
        case None:
            return "-"
        case Literal():
            return repr(it.value)
        case Regex():
            return it.text
        case Template():
            return f"T({' '.join(map(value, it.parts))})"
        case Name():
            return it.name
        case This():
            return ("super" if it.is_super else "this") + f"#{it.function}"
        case Member():
            key = it.key if it.key is not None else f"[{value(it.computed)}]"
            return f"{value(it.object)}{'?' if it.optional else ''}.{key}"
        case Object():
            return "{" + ", ".join(map(entry, it.entries)) + "}"
        case Array():
            return f"[{', '.join(map(value, it.items))}]"
        case FunctionValue():
            return f"F{it.function}"
        case ClassValue():
            marks = "".join(f"@{name} " for name in it.decorators)
            return f"{marks}class {it.name}({value(it.superclass)}){{{', '.join(map(entry, it.entries))}}}"
        case Call():
            return f"{'new ' * it.new}{value(it.callee)}{'?' * it.optional}({', '.join(map(value, it.arguments))})"
        case Either():
            condition = f" if {value(it.condition)}" if it.condition else ""
            return f"<{f' {it.operator} '.join(map(value, it.options))}{condition}>"
        case Operation():
            return f"({it.operator} {' '.join(map(value, it.operands))})"
        case Await():
            return f"await {value(it.value)}"
        case Element():
            attributes = "".join(f" {name}={value(given)}" for name, given in it.attributes)
            return f"<{it.tag}{attributes}>{' '.join(map(value, it.children))}</>"
        case Unknown():
            return f"?{it.what}"


def entry(it: Entry) -> str:
    key = it.key if it.key is not None else f"[{value(it.computed)}]"
    marks = "".join(f"@{name} " for name in it.decorators) + "static " * it.static
    initializer = f"/F{it.initializer}" if it.initializer >= 0 else ""
    return f"{marks}{it.kind} {key}: {value(it.value)}{initializer}"


def steps(block: Block, depth: int = 0) -> list[str]:
    return [line for step in block.steps for line in _step(step, depth)]


def _step(it: Step, depth: int) -> list[str]:
    pad = "  " * depth
    match it:
        case CallStep():
            return [f"{pad}call {value(it.call)}"]
        case ReadStep():
            return [f"{pad}read {value(it.member)}"]
        case AssignStep():
            return [f"{pad}{it.declares or 'set'} {value(it.target)} {it.operator} {value(it.value)}"]
        case ReturnStep():
            return [f"{pad}return {value(it.value)}"]
        case ThrowStep():
            return [f"{pad}throw {value(it.value)}"]
        case AwaitStep():
            return [f"{pad}await {value(it.value)}"]
        case JumpStep():
            return [pad + it.kind]
        case Branch():
            lines = [f"{pad}{it.kind} {value(it.condition)}", *steps(it.then, depth + 1)]
            return [*lines, f"{pad}else", *steps(it.otherwise, depth + 1)] if it.otherwise.steps else lines
        case Loop():
            variable = f" {value(it.variable)}" if it.variable else ""
            return [f"{pad}{it.kind}{variable} {value(it.bound)}", *steps(it.body, depth + 1)]
        case Try():
            lines = [f"{pad}try", *steps(it.body, depth + 1)]
            if it.handler is not None:
                empty = " empty" * it.handler_empty
                lines += [f"{pad}catch {it.parameter or '-'}{empty}", *steps(it.handler, depth + 1)]
            if it.finalizer is not None:
                lines += [f"{pad}finally", *steps(it.finalizer, depth + 1)]
            return lines


def script(text: str, language: str = "javascript", kind: ScriptKind = ScriptKind.FILE) -> Script:
    return lower(text, path="a.js", kind=kind, language=language)


def program(text: str, language: str = "javascript") -> list[str]:
    """Return the steps of the top level; those of every other function follow under its head."""
    lowered = script(text, language)
    lines = steps(lowered.functions[0].body)
    for function in lowered.functions[1:]:
        formals = ", ".join(
            "..." * formal.rest + (formal.name or formal.slot) + (f"={value(formal.default)}" if formal.default else "")
            for formal in function.parameters
        )
        flags = " async" * function.is_async + "*" * function.is_generator + " =>" * function.expression_body
        lines.append(f"F{function.index} {function.kind} {function.name}({formals}){flags}")
        lines += steps(function.body, 1)
    return lines
