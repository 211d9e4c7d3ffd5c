"""Python statements, lowered: functions, branches, loops, tries. Shares libcst with the modules beside it."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from ctilint.read.server.endings import ends, kinds, raises
from ctilint.read.server.notes import Draft, Notes
from ctilint.read.server.records import (
    PyAssign,
    PyHandler,
    PyImport,
    PyItem,
    PyLoop,
    PyNamed,
    PyParameter,
    PyReturn,
    PyText,
    PyTry,
    PyValue,
)
from ctilint.read.server.values import dotted
from ctilint.read.source import Span


class Reader(Notes):
    """Walks one module and writes down what it says."""

    def module(self, module: cst.Module) -> None:
        """Read the whole module."""
        whole = self.span(module)
        self.drafts.append(Draft(0, -1, whole, name="", class_name="", header=whole))
        self.current = 0
        self._block(module.body)

    def _block(self, body: Iterable[cst.CSTNode], *, docstring: bool = True) -> None:
        first = docstring
        for statement in body:
            if isinstance(statement, cst.SimpleStatementLine):
                for small in statement.body:
                    if first and isinstance(small, cst.Expr) and self.is_text(small.value):
                        first = False
                        continue
                    first = False
                    self._note_statement(small)
                    self._small(small)
            else:
                first = False
                self._note_statement(statement)
                self._compound(statement)

    def _note_statement(self, node: cst.CSTNode) -> None:
        if not self.draft.open_tries and not isinstance(node, cst.Try | cst.FunctionDef | cst.ClassDef | cst.Pass):
            self.draft.statements.append(self.span(node))

    def _suite(self, body: cst.BaseSuite, *, docstring: bool = False) -> None:
        if isinstance(body, cst.IndentedBlock):
            self._block(body.body, docstring=docstring)
        elif isinstance(body, cst.SimpleStatementSuite):
            for small in body.body:
                self._small(small)

    def _small(self, node: cst.CSTNode) -> None:
        if isinstance(node, cst.Expr):
            self.value(node.value)
        elif isinstance(node, cst.Assign):
            value = self.value(node.value)
            for target in node.targets:
                self._assign(target.target, node.value, value, self.span(node))
        elif isinstance(node, cst.AnnAssign):
            if node.value is not None:
                self._assign(node.target, node.value, self.value(node.value), self.span(node))
        elif isinstance(node, cst.AugAssign):
            value = self.value(node.value)
            operator = type(node.operator).__name__
            self.draft.assigns.append(PyAssign(self.target(node.target), value, self.span(node), operator))
        elif isinstance(node, cst.Return):
            value_or_none = self.value(node.value) if node.value is not None else None
            self.draft.returns.append(PyReturn(value_or_none, self.span(node), tuple(self.draft.conditions)))
        elif isinstance(node, cst.Raise):
            if node.exc is not None:
                self.value(node.exc)
        elif isinstance(node, cst.Assert):
            self.value(node.test)
        elif isinstance(node, cst.Import | cst.ImportFrom):
            self._import(node)

    def _assign(self, target: cst.BaseExpression, source: cst.BaseExpression, value: PyValue, span: Span) -> None:
        if isinstance(target, cst.Tuple | cst.List):
            given = source.elements if isinstance(source, cst.Tuple | cst.List) else ()
            paired = len(given) == len(target.elements)
            for index, element in enumerate(target.elements):
                one = value.items[index] if paired and hasattr(value, "items") else value
                self._bind(element.value, one, span)
            return
        self._bind(target, value, span)

    def _bind(self, target: cst.BaseExpression, value: PyValue, span: Span, *, loop: bool = False) -> None:
        if isinstance(target, cst.Tuple | cst.List):
            for element in target.elements:
                self._bind(element.value, value, span, loop=loop)
            return
        lowered = self.target(target)
        self.draft.assigns.append(PyAssign(lowered, value, span, loop=loop))
        name = _target_name(lowered)
        if name and not loop:
            self.named.append(PyNamed(name, value, "assign", self.current, span))

    def _import(self, node: cst.Import | cst.ImportFrom) -> None:
        span = self.span(node)
        guarded = self.guards > 0
        if isinstance(node, cst.Import):
            for one in node.names:
                alias = dotted(one.asname.name) if one.asname and isinstance(one.asname.name, cst.Name) else ""
                self.imports.append(PyImport(dotted(one.name), "", alias, 0, span, guarded))
            return
        module = dotted(node.module) if node.module is not None else ""
        level = len(node.relative)
        if isinstance(node.names, cst.ImportStar):
            self.imports.append(PyImport(module, "*", "", level, span, guarded))
            return
        for one in node.names:
            alias = dotted(one.asname.name) if one.asname and isinstance(one.asname.name, cst.Name) else ""
            self.imports.append(PyImport(module, dotted(one.name), alias, level, span, guarded))

    def _compound(self, node: cst.CSTNode) -> None:
        if isinstance(node, cst.FunctionDef):
            self._function(node)
        elif isinstance(node, cst.ClassDef):
            for base in node.bases:
                self.value(base.value)
            self.classes.append(node.name.value)
            self._suite(node.body, docstring=True)
            self.classes.pop()
        elif isinstance(node, cst.If):
            self._if(node)
        elif isinstance(node, cst.For):
            subject = self.value(node.iter)
            self._bind(node.target, subject, self.span(node.target), loop=True)
            self._loop("for", subject, node, node.iter)
        elif isinstance(node, cst.While):
            subject = self.value(node.test)
            self._loop("while", subject, node, node.test)
        elif isinstance(node, cst.Try | cst.TryStar):
            self._try(node)
        elif isinstance(node, cst.With):
            for item in node.items:
                value = self.value(item.item)
                if item.asname is not None:
                    self._bind(item.asname.name, value, self.span(item))
            self._suite(node.body)
        elif isinstance(node, cst.Match):
            self._match(node)

    def _match(self, node: cst.Match) -> None:
        self.value(node.subject)
        draft = self.draft
        draft.branches += 1
        branch = draft.branches
        for number, case in enumerate(node.cases):
            draft.open_arms.append((branch, number))
            if case.guard is not None:
                self.value(case.guard)
            self._suite(case.body)
            self._close_arm(case.body)

    def _close_arm(self, body: cst.BaseSuite) -> None:
        arm = self.draft.open_arms.pop()
        if ends(body):
            self.draft.exits.add(arm)

    def _loop(self, kind: str, subject: PyValue, node: cst.For | cst.While, last: cst.CSTNode) -> None:
        draft = self.draft
        index = len(draft.loops)
        span = self.span(node)
        draft.loops.append(PyLoop(kind, subject, span, Span(span.start, self.span(last).end)))
        draft.open_loops.append(index)
        self._suite(node.body)
        draft.open_loops.pop()
        if node.orelse is not None:
            self._suite(node.orelse.body)

    def _if(self, node: cst.If) -> None:
        draft = self.draft
        draft.branches += 1
        branch, arm = draft.branches, 0
        here: cst.If | cst.Else | None = node
        while here is not None:
            asked = self.value(here.test) if isinstance(here, cst.If) else None
            draft.open_arms.append((branch, arm))
            draft.conditions.extend([asked] if asked is not None else [])
            self._suite(here.body)
            if asked is not None:
                draft.conditions.pop()
            self._close_arm(here.body)
            arm += 1
            here = here.orelse if isinstance(here, cst.If) else None

    def _try(self, node: cst.Try | cst.TryStar) -> None:
        draft = self.draft
        index = len(draft.tries)
        draft.tries.append(None)
        draft.open_tries.append((index, "body"))
        self.guards += 1
        self._suite(node.body)
        self.guards -= 1
        draft.open_tries.pop()
        handlers = []
        draft.branches += 1
        branch = draft.branches
        given: tuple[cst.ExceptHandler | cst.ExceptStarHandler, ...] = tuple(node.handlers)
        for number, handler in enumerate(given):
            draft.open_tries.append((index, "handler"))
            draft.open_arms.append((branch, number))
            handlers.append(self._handler(handler))
            self._close_arm(handler.body)
            draft.open_tries.pop()
        for part, suite in (("else", node.orelse), ("final", node.finalbody)):
            if suite is not None:
                draft.open_tries.append((index, part))
                self._suite(suite.body)
                draft.open_tries.pop()
        body = self.span(node.body)
        draft.tries[index] = PyTry(tuple(handlers), body, self.span(node))

    def _handler(self, node: cst.ExceptHandler | cst.ExceptStarHandler) -> PyHandler:
        draft = self.draft
        calls = len(draft.calls)
        returns = len(draft.returns)
        span = self.span(node)
        types: tuple[str, ...] = ()
        if isinstance(node.type, cst.Tuple):
            types = tuple(dotted(one.value) or "?" for one in node.type.elements)
        elif node.type is not None:
            types = (dotted(node.type) or "?",)
        name = dotted(node.name.name) if node.name is not None and isinstance(node.name.name, cst.Name) else ""
        self._suite(node.body)
        end = self.span(node.type).end if node.type is not None else span.start + len("except")
        returned = draft.returns[returns].value if len(draft.returns) > returns else None
        return PyHandler(
            types,
            name,
            tuple(kinds(node.body)),
            tuple(draft.calls[calls:]),
            raises(node.body),
            span,
            Span(span.start, end),
            returned,
        )

    def _function(self, node: cst.FunctionDef) -> None:
        decorators = []
        for decorator in node.decorators:
            self.value(decorator.decorator)
            target = decorator.decorator
            decorators.append(dotted(target.func if isinstance(target, cst.Call) else target))
        parameters = self._parameters(node.params)
        span = self.span(node)
        start = self.span(node.name).start
        outer = self.current
        class_name = self.classes[-1] if self.classes else ""
        header = Span(start, self.span(node.name).end)
        draft = Draft(len(self.drafts), outer, span, name=node.name.value, class_name=class_name, header=header)
        draft.parameters = parameters
        draft.decorators = tuple(decorators)
        draft.is_async = node.asynchronous is not None
        self.drafts.append(draft)
        self.current = draft.index
        classes, self.classes = self.classes, []
        guards, self.guards = self.guards, 0
        self._suite(node.body, docstring=True)
        draft.always_returns = ends(node.body)
        self.guards = guards
        self.classes = classes
        self.current = outer

    def _parameters(self, params: cst.Parameters) -> tuple[PyParameter, ...]:
        found = []
        for kind, group in (
            ("", params.posonly_params),
            ("", params.params),
            ("*", (params.star_arg,) if isinstance(params.star_arg, cst.Param) else ()),
            ("", params.kwonly_params),
            ("**", (params.star_kwarg,) if params.star_kwarg is not None else ()),
        ):
            for one in group:
                default = self.value(one.default) if one.default is not None else None
                span = self.span(one)
                found.append(PyParameter(one.name.value, default, kind, span))
                if default is not None:
                    self.named.append(PyNamed(one.name.value, default, "default", self.current, span))
        return tuple(found)


def _target_name(value: PyValue) -> str:
    if isinstance(value, PyItem):
        return value.key.value if isinstance(value.key, PyText) else ""
    return getattr(value, "name", "") if not isinstance(value, PyText) else ""
