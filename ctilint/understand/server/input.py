"""What the caller of a Lambda function decides: its event, followed through assignments, calls and files."""

from __future__ import annotations

import re

from ctilint.findings import Place
from ctilint.patterns import pattern
from ctilint.read.server.records import PyAttribute, PyCall, PyDict, PyFormat, PyItem, PyList, PyName, PyOther, PyValue
from ctilint.understand.server.linked import Linked
from ctilint.understand.server.refs import PyRef

_DEEPEST = 12
_SPREADING = 20
_SERVICES = ("boto3.", "requests.", "urllib3.", "urllib.request.", "httpx.", "simple_salesforce.", "awsscv.")
_CLEANING = frozenset(
    {"int", "float", "bool", "len", "urlencode", "hash", "md5", "sha256", "isdigit", "isinstance", "sub"}
)
_CLEANING_WORD = pattern(r"escape|sanit|quote|format_soql|format_external_id|validate", re.IGNORECASE)


def is_cleaning(call: PyCall) -> bool:
    """Say whether the result of ``call`` can no longer carry text that a caller chose."""
    if call.method == "parse" and call.qualified.startswith("phonenumbers"):
        return True
    return call.method in _CLEANING or _CLEANING_WORD.search(call.method) is not None


class Input:
    """Where the values of variables come in from outside."""

    def __init__(self, code: Linked) -> None:
        self.code = code
        self._outside: dict[PyRef, dict[str, Place]] = {}
        self._asked: dict[int, bool] = {}

    def outside(self, value: PyValue, ref: PyRef) -> Place | None:
        """Return where the part of ``value`` that the caller of the Lambda function decides comes in, or None."""
        if not self._outside:
            self._spread()
        return self._comes_in(value, ref, self._outside.get(ref, {}), 0)

    def _comes_in(self, value: PyValue, ref: PyRef, names: dict[str, Place], depth: int) -> Place | None:
        if depth > _DEEPEST:
            return None
        if isinstance(value, PyName):
            return names.get(value.name) if not value.qualified else None
        inside: tuple[PyValue, ...] = ()
        if isinstance(value, PyAttribute | PyItem):
            inside = (value.object,)
        elif isinstance(value, PyFormat):
            inside = value.parts
        elif isinstance(value, PyOther):
            inside = () if value.what in ("compare", "not") else value.parts
        elif isinstance(value, PyList):
            inside = value.items
        elif isinstance(value, PyDict):
            inside = tuple(entry for _, entry in value.entries)
        elif isinstance(value, PyCall) and not is_cleaning(value) and not self._answers(value, ref):
            given = tuple(argument.value for argument in value.arguments)
            inside = (*((value.receiver,) if value.receiver is not None else ()), *given)
        for part in inside:
            found = self._comes_in(part, ref, names, depth + 1)
            if found is not None:
                return found
        return None

    def _answers(self, call: PyCall, ref: PyRef) -> bool:
        """Say whether a service answers ``call``: what it says is its own, whatever it was asked."""
        known = self._asked.get(id(call))
        if known is None:
            name = self.code.full_name(call, ref)
            known = name.startswith(_SERVICES) and not name.startswith("urllib.parse")
            self._asked[id(call)] = known
        return known

    def _spread(self) -> None:
        """Follow every handler's event through assignments and calls."""
        for module in self.code.modules:
            for ref in self.code.of_module(module):
                self._outside[ref] = {}
            for ref in self.code.handlers(module):
                first = ref.function.parameters[0]
                self._outside[ref][first.name] = ref.at(first.span, "comes with the event")
        for _ in range(_SPREADING):
            if not sum(self._spread_in(ref) for ref in self.code.refs):
                return

    def _spread_in(self, ref: PyRef) -> bool:
        names = self._outside[ref]
        before = len(names)
        if ref.function.parent > 0:
            own = {parameter.name for parameter in ref.function.parameters}
            for name, place in self._outside[self.code.of(ref.module, ref.function.parent)].items():
                if name not in own:
                    names.setdefault(name, place)
        for one in ref.function.assigns:
            target = one.target
            while isinstance(target, PyItem):
                target = target.object
            if isinstance(target, PyName) and target.name not in names:
                found = self._comes_in(one.value, ref, names, 0)
                if found is not None:
                    names[target.name] = found
        changed = len(names) != before
        for call in ref.function.calls:
            for callee, given in self.code.bound(call, ref):
                theirs = self._outside[callee]
                for parameter, value in given:
                    found = self._comes_in(value, ref, names, 0) if parameter not in theirs else None
                    if found is not None:
                        theirs[parameter] = found
                        changed = True
        return changed
