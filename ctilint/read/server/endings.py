"""What the statements of a Python block do to the way out of it: kinds, raises, ends that are never reached."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst


def _statements(body: cst.BaseSuite) -> Iterable[cst.CSTNode]:
    for statement in body.body:
        if isinstance(statement, cst.SimpleStatementLine):
            yield from statement.body
        else:
            yield statement


_KINDS: tuple[tuple[tuple[type, ...], str], ...] = (
    ((cst.Pass,), "pass"),
    ((cst.Raise,), "raise"),
    ((cst.Return,), "return"),
    ((cst.Assign, cst.AugAssign, cst.AnnAssign), "assign"),
    ((cst.Continue,), "continue"),
    ((cst.Break,), "break"),
)


def kinds(body: cst.BaseSuite) -> Iterable[str]:
    """Yield the kinds of the direct statements of ``body``, as in ``PyHandler``."""
    for node in _statements(body):
        if isinstance(node, cst.Expr):
            if isinstance(node.value, cst.Call):
                yield "call"
            elif isinstance(node.value, cst.Ellipsis | cst.BaseString):
                yield "pass"
            else:
                yield "other"
            continue
        yield next((kind for types, kind in _KINDS if isinstance(node, types)), "other")


class _FindRaise(cst.CSTVisitor):
    found = False

    def visit_Raise(self, node: cst.Raise) -> None:  # noqa: N802, ARG002  # libcst's own form
        self.found = True

    def visit_FunctionDef(self, node: cst.FunctionDef) -> bool:  # noqa: N802, ARG002
        return False


def raises(body: cst.BaseSuite) -> bool:
    """Say whether ``body`` raises anywhere, inner functions left out."""
    finder = _FindRaise()
    body.visit(finder)
    return finder.found


def ends(body: cst.BaseSuite) -> bool:
    """Say whether the end of ``body`` is never reached (a return or raise on every way)."""
    last: cst.CSTNode | None = None
    for node in _statements(body):
        last = node
    if isinstance(last, cst.Return | cst.Raise):
        return True
    if isinstance(last, cst.If):
        here: cst.If | cst.Else | None = last
        while isinstance(here, cst.If):
            if not ends(here.body):
                return False
            here = here.orelse
        return here is not None and ends(here.body)
    if isinstance(last, cst.Try):
        if last.finalbody is not None and ends(last.finalbody.body):
            return True
        main = ends(last.orelse.body) if last.orelse is not None else ends(last.body)
        return main and all(ends(one.body) for one in last.handlers)
    if isinstance(last, cst.With):
        return ends(last.body)
    return False
