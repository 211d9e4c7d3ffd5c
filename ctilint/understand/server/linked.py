"""The Python of a deployment, linked: who calls whom, what a name holds."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterator

from ctilint.patterns import pattern
from ctilint.read.server.records import (
    PyAttribute,
    PyCall,
    PyDict,
    PyFunction,
    PyItem,
    PyModule,
    PyName,
    PyOther,
    PyText,
    PyValue,
)
from ctilint.understand.server.refs import PyRef, shared_folders

_HANDLER = pattern(r"(?:^|_)handler$|^handle_event$|^handle$", re.IGNORECASE)
_EVENT = pattern(r"^_*(?:event|evt)$")
_FLOW = ("ContactData", "Parameters")
_DEEPEST = 12
_LONGEST_CHAIN = 4
_ROUNDS = 3

Origin = tuple[PyValue, PyRef]


class Linked:
    """The modules of a deployment, linked."""

    def __init__(self, modules: tuple[PyModule, ...]) -> None:
        self.modules = modules
        self._refs: dict[int, tuple[PyRef, ...]] = {
            id(module): tuple(PyRef(module, function) for function in module.functions) for module in modules
        }
        self._targets: dict[int, tuple[PyRef, ...]] = {}
        self._callers: dict[PyRef, list[tuple[PyCall, PyRef]]] = {}
        self._by_name: dict[str, list[PyModule]] = defaultdict(list)
        for module in modules:
            if not module.inline:
                self._by_name[module.name].append(module)
        self._classes: dict[tuple[int, str], list[PyRef]] = defaultdict(list)
        for module in modules:
            for ref in self._refs[id(module)]:
                if ref.function.class_name:
                    self._classes[id(module), ref.function.class_name].append(ref)
        self._full_names: dict[int, str] = {}
        for _ in range(_ROUNDS):
            self._link()

    @property
    def refs(self) -> tuple[PyRef, ...]:
        """Return every function of every module, module code included."""
        return tuple(ref for module in self.modules for ref in self._refs[id(module)])

    def of_module(self, module: PyModule) -> tuple[PyRef, ...]:
        """Return the functions of one module, its own code first."""
        return self._refs[id(module)]

    def calls(self) -> Iterator[tuple[PyRef, PyCall]]:
        """Yield every call with the function that makes it."""
        for ref in self.refs:
            for call in ref.function.calls:
                yield ref, call

    def of(self, module: PyModule, function: PyFunction | int) -> PyRef:
        """Return the one object for a function of a module."""
        index = function if isinstance(function, int) else function.index
        return self._refs[id(module)][index]

    def function(self, module: PyModule, name: str) -> PyRef | None:
        """Return the top-level function ``name`` of a module."""
        for ref in self._refs[id(module)][1:]:
            if ref.function.name == name and ref.function.parent == 0 and not ref.function.class_name:
                return ref
        return None

    def handlers(self, module: PyModule) -> list[PyRef]:
        """Return the functions that AWS Lambda can run: ``(event, context)`` and named so, or called by nobody.

        A function of two parameters that reads a contact flow's event of the first, and that nobody calls, is one.
        """
        outer = [
            ref
            for ref in self._refs[id(module)][1:]
            if not (ref.function.parent or ref.function.class_name) and len(ref.function.parameters) > 1
        ]
        found = [ref for ref in outer if _EVENT.match(ref.function.parameters[0].name)]
        named = [ref for ref in found if _HANDLER.search(ref.function.name)]
        # Whatever they are called: only a contact flow sends an event with these keys.
        flow = [ref for ref in outer if ref not in named and _reads_flow(ref) and not self.callers(ref)]
        if named:
            return [*named, *flow]
        plain = [ref for ref in found if "context" in ref.function.parameters[1].name and not self.callers(ref)]
        return [*plain, *(ref for ref in flow if ref not in plain)]

    # Calls

    def _link(self) -> None:
        targets: dict[int, tuple[PyRef, ...]] = {}
        callers: dict[PyRef, list[tuple[PyCall, PyRef]]] = defaultdict(list)
        for ref, call in self.calls():
            found = tuple(dict.fromkeys(self._resolve(call, ref)))
            targets[id(call)] = found
            for target in found:
                callers[target].append((call, ref))
        self._targets = targets
        self._callers = dict(callers)

    def targets(self, call: PyCall) -> tuple[PyRef, ...]:
        """Return the functions of the deployment that ``call`` runs."""
        return self._targets.get(id(call), ())

    def callers(self, ref: PyRef) -> list[tuple[PyCall, PyRef]]:
        """Return the calls that run ``ref``."""
        return self._callers.get(ref, [])

    def reached(self, start: PyRef) -> tuple[PyRef, ...]:
        """Return ``start`` and every function that it calls, directly or through others."""
        found = {start: None}
        waiting = [start]
        while waiting:
            ref = waiting.pop()
            inner = [other for other in self._refs[id(ref.module)] if other.function.parent == ref.function.index != 0]
            for target in [target for call in ref.function.calls for target in self.targets(call)] + inner:
                if target not in found:
                    found[target] = None
                    waiting.append(target)
        return tuple(found)

    def _resolve(self, call: PyCall, ref: PyRef) -> Iterator[PyRef]:
        for value, owner in self.origins(call.callee, ref):
            yield from self._functions_of(value, owner)

    def _functions_of(self, value: PyValue, ref: PyRef) -> Iterator[PyRef]:
        """Yield the functions that ``value`` is (a class is its ``__init__``)."""
        if isinstance(value, PyName):
            if value.qualified:
                yield from self._imported(value.qualified, ref.module)
                return
            near = self._visible(value.name, ref)
            if near is not None:
                yield near
            else:
                yield from self._methods(ref.module, value.name, "__init__")
        elif isinstance(value, PyAttribute):
            if value.qualified:
                yield from self._imported(value.qualified, ref.module)
                return
            for module, name in self._classes_of(value.object, ref):
                yield from self._methods(module, name, value.name)

    def _visible(self, name: str, ref: PyRef) -> PyRef | None:
        at = ref.function.index
        functions = self._refs[id(ref.module)]
        while at >= 0:
            for other in functions[1:]:
                if other.function.name == name and other.function.parent == at and not other.function.class_name:
                    return other
            at = functions[at].function.parent
        return None

    def _methods(self, module: PyModule, class_name: str, method: str) -> Iterator[PyRef]:
        for ref in self._classes.get((id(module), class_name), ()):
            if ref.function.name == method:
                yield ref

    def _imported(self, qualified: str, module: PyModule) -> Iterator[PyRef]:
        parts = qualified.lstrip(".").split(".")
        for cut in range(len(parts) - 1, 0, -1):
            home = self.module_named(".".join(parts[:cut]), module)
            if home is None:
                continue
            rest = parts[cut:]
            if len(rest) == 1:
                found = self.function(home, rest[0])
                if found is not None:
                    yield found
                else:
                    yield from self._methods(home, rest[0], "__init__")
            elif len(rest) == 2:
                yield from self._methods(home, rest[0], rest[1])
            return

    def module_named(self, name: str, near: PyModule) -> PyModule | None:
        """Return the module that ``import name`` in ``near`` finds: beside it, or at the nearest place."""
        path = name.replace(".", "/")
        found = [
            one for one in self._by_name.get(path.rpartition("/")[2], ()) if f"/{one.path}".endswith(f"/{path}.py")
        ]
        if not found:
            return None
        folder = os.path.dirname(near.path)
        same = [one for one in found if os.path.dirname(one.path) == folder]
        if same:
            return same[0]
        return max(found, key=lambda one: shared_folders(one.path, near.path))

    def _classes_of(self, value: PyValue, ref: PyRef) -> Iterator[tuple[PyModule, str]]:
        """Yield the classes that ``value`` may be an instance of."""
        if isinstance(value, PyName) and value.name in ("self", "cls") and ref.function.class_name:
            yield ref.module, ref.function.class_name
            return
        for origin, owner in self.origins(value, ref):
            if isinstance(origin, PyCall):
                callee = origin.callee
                if isinstance(callee, PyName | PyAttribute) and callee.qualified:
                    home = self.module_named(callee.qualified.lstrip(".").rpartition(".")[0], owner.module)
                    if home is not None:
                        yield home, callee.name
                elif isinstance(callee, PyName) and (id(owner.module), callee.name) in self._classes:
                    yield owner.module, callee.name

    def bound(self, call: PyCall, ref: PyRef) -> Iterator[tuple[PyRef, list[tuple[str, PyValue]]]]:
        """Yield each function that ``call`` runs with its parameters and the values they get."""
        del ref
        for target in self.targets(call):
            yield target, _bound(call, target)

    # Values

    def origins(self, value: PyValue, ref: PyRef) -> tuple[Origin, ...]:
        """Return what ``value`` may hold: names, members of ``self`` and parameters followed to where they are made."""
        found: dict[int, Origin] = {}
        self._follow(value, ref, found, set(), 0)
        return tuple(found.values())

    def _follow(
        self, value: PyValue, ref: PyRef, found: dict[int, Origin], seen: set[tuple[int, int]], depth: int
    ) -> None:
        mark = (id(value), id(ref))
        if mark in seen or depth > _DEEPEST:
            return
        seen.add(mark)
        if isinstance(value, PyOther) and value.what in ("conditional", "or", "and", "await"):
            for part in value.parts:
                self._follow(part, ref, found, seen, depth + 1)
            return
        nexts: list[Origin] = []
        if isinstance(value, PyName) and not value.qualified:
            nexts = list(self._held(value.name, ref))
        elif isinstance(value, PyAttribute) and not value.qualified and _is_self(value.object):
            nexts = list(self._member(value.name, ref))
        if not nexts:
            found.setdefault(id(value), (value, ref))
        for inner, owner in nexts:
            self._follow(inner, owner, found, seen, depth + 1)

    def _held(self, name: str, ref: PyRef) -> Iterator[Origin]:
        """Yield what is assigned to the variable ``name`` as ``ref`` sees it."""
        at: PyRef | None = ref
        while at is not None:
            own = at.function
            values = [one.value for one in own.assigns if _is_variable(one.target, name) and not one.loop]
            if values:
                yield from ((value, at) for value in values)
                return
            if any(parameter.name == name for parameter in own.parameters):
                for call, caller in self.callers(at):
                    yield from ((value, caller) for parameter, value in _bound(call, at) if parameter == name)
                return
            at = self.of(at.module, own.parent) if own.parent >= 0 else None

    def _member(self, name: str, ref: PyRef) -> Iterator[Origin]:
        owner = self._class_ref(ref)
        for method in self._classes.get((id(ref.module), owner), ()) if owner else ():
            for one in method.function.assigns:
                if isinstance(one.target, PyAttribute) and one.target.name == name and _is_self(one.target.object):
                    yield one.value, method

    def _class_ref(self, ref: PyRef) -> str:
        at: PyRef | None = ref
        while at is not None:
            if at.function.class_name:
                return at.function.class_name
            at = self.of(at.module, at.function.parent) if at.function.parent >= 0 else None
        return ""

    def made_by(self, value: PyValue, ref: PyRef, depth: int = 0) -> Iterator[tuple[str, PyCall]]:
        """Yield the full name and call of whatever outside function made ``value`` (``boto3.client``)."""
        if depth > _LONGEST_CHAIN:
            return
        for origin, owner in self.origins(value, ref):
            if isinstance(origin, PyCall):
                if origin.qualified:
                    yield origin.qualified, origin
                elif origin.receiver is not None:
                    for name, _ in self.made_by(origin.receiver, owner, depth + 1):
                        yield f"{name}.{origin.method}", origin

    def full_name(self, call: PyCall, ref: PyRef) -> str:
        """Return the full name of an outside function: ``requests.post``, ``requests.Session.post``."""
        known = self._full_names.get(id(call))
        if known is None:
            known = self._full_names[id(call)] = self._full_name(call, ref)
        return known

    def _full_name(self, call: PyCall, ref: PyRef) -> str:
        if call.qualified:
            return call.qualified
        if call.receiver is not None:
            for name, _ in self.made_by(call.receiver, ref):
                return f"{name}.{call.method}"
        for origin, _ in self.origins(call.callee, ref):
            if isinstance(origin, PyName | PyAttribute) and origin.qualified:
                return origin.qualified
        return ""


def _is_self(value: PyValue) -> bool:
    return isinstance(value, PyName) and value.name in ("self", "cls")


def _is_variable(target: PyValue, name: str) -> bool:
    return isinstance(target, PyName) and target.name == name


def _bound(call: PyCall, target: PyRef) -> list[tuple[str, PyValue]]:
    """Return the parameters of ``target`` with the values that ``call`` gives them."""
    parameters = list(target.function.parameters)
    is_method = bool(target.function.class_name) and "staticmethod" not in target.function.decorators
    if is_method and parameters and not parameters[0].kind:
        parameters = parameters[1:]
    plain = [parameter for parameter in parameters if not parameter.kind]
    rest = next((parameter.name for parameter in parameters if parameter.kind == "*"), "")
    keywords = next((parameter.name for parameter in parameters if parameter.kind == "**"), "")
    found: list[tuple[str, PyValue]] = []
    position = 0
    for given in call.arguments:
        if given.star == "**":
            value = given.value
            if isinstance(value, PyDict):
                found.extend((key.value, entry) for key, entry in value.entries if isinstance(key, PyText))
            else:
                taken = {argument.name for argument in call.arguments if argument.name}
                found.extend((one.name, value) for one in plain[position:] if one.name not in taken)
                if keywords:
                    found.append((keywords, value))
        elif given.star == "*":
            found.extend((one.name, given.value) for one in plain[position:])
            position = len(plain)
        elif given.name:
            known = any(one.name == given.name for one in plain)
            found.append((given.name if known else keywords or given.name, given.value))
        else:
            if position < len(plain):
                found.append((plain[position].name, given.value))
            elif rest:
                found.append((rest, given.value))
            position += 1
    return found


def _reads_flow(ref: PyRef) -> bool:
    """Say whether a function reads ``event['Details']['ContactData']`` or ``['Parameters']`` of its first parameter."""
    event = ref.function.parameters[0].name
    for item in ref.function.reads:
        inner = item.object
        if isinstance(inner, PyItem) and _is_key(item.key, _FLOW) and _is_key(inner.key, ("Details",)):
            return isinstance(inner.object, PyName) and inner.object.name == event
    return False


def _is_key(key: PyValue | None, names: tuple[str, ...]) -> bool:
    return isinstance(key, PyText) and key.value in names
