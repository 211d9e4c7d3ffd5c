"""Modules: what is imported, required and exported, and what the modules of a bundle hand one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ctilint.read.facts import Call, Member, Name, Value
from ctilint.understand.program.bundles import LOADED, Bundle, Part
from ctilint.understand.program.bundling import part_of
from ctilint.understand.program.index import ScriptIndex
from ctilint.understand.program.refs import FunctionRef
from ctilint.understand.program.targets import Frame, Func, Module, Path, Target
from ctilint.understand.values.following import Following
from ctilint.understand.values.texts import Texts


class Modules:
    """Answers what modules give one another.

    ``by_source`` maps (script path, import source) to the modules meant; ``bundles`` has them by the id of the index.
    """

    def __init__(
        self, follow: Following, texts: Texts, by_source: Mapping[tuple[str, str], Sequence[ScriptIndex]]
    ) -> None:
        self.follow = follow
        self.program = follow.program
        self.texts = texts
        self.by_source = by_source
        self.bundles: dict[int, Bundle] = {}

    def of_module(self, base: Module, key: str) -> Iterator[Target]:
        """Yield what a module exports under a name."""
        yield from self.exported(base.index, key)

    def dynamic(self, index: ScriptIndex, call: Call, frame: Frame | None) -> Iterator[Target]:
        """Yield what ``import(name)`` gives."""
        yield from (Module(module) for module in self.meant(index, call.arguments, frame))

    def meant(self, index: ScriptIndex, arguments: tuple[Value, ...], frame: Frame | None) -> Iterator[ScriptIndex]:
        """Yield the modules that the first argument of a call names."""
        for argument in arguments[:1]:
            for source in self.texts.of(index, argument, frame, 0):
                yield from self.by_source.get((index.script.path, source), ())

    def required(self, index: ScriptIndex, call: Call, frame: Frame | None) -> Iterator[Target]:
        """Yield what ``require(name)`` gives."""
        for module in self.meant(index, call.arguments, frame):
            yield from self.exported(module, "*")
        for argument in call.arguments[:1]:
            for source in self.texts.of(index, argument, frame, 0):
                yield from _package(source, "*")

    def imported(self, index: ScriptIndex, local: str) -> Iterator[Target]:
        """Yield what an import statement gives a name of the script."""
        for item in index.script.imports:
            if item.local != local:
                continue
            for module in self.by_source.get((index.script.path, item.source), ()):
                yield from self.exported(module, item.imported)
            yield from _package(item.source, item.imported)

    def exported(self, module: ScriptIndex, name: str) -> Iterator[Target]:
        """Yield what a module exports under ``name``; modules that re-export each other are asked once."""
        key = (id(module), name)
        if key in self.follow.limits.exporting:
            self.follow.limits.cut()
            return
        self.follow.limits.exporting.add(key)
        try:
            yield from self._export_of(module, name)
        finally:
            self.follow.limits.exporting.discard(key)

    def _export_of(self, module: ScriptIndex, name: str) -> Iterator[Target]:
        bundle = self.bundles.get(id(module))
        for factory in bundle.factories.values() if bundle is not None else ():
            for target in self._given_away(factory):
                yield from (target,) if name == "*" else self.follow.of(target, name)
        if name == "*":
            yield Module(module)
            for step in module.paths.get("module.exports", ()):
                yield from self.follow.targets(module, step.value, None)
            return
        found = False
        for export in module.script.exports:
            if export.name == name and not export.source:
                found = True
                yield from self.follow.targets(module, export.value, None)
            elif export.source and export.name in {name, "*"}:
                inner = export.value.name if export.name == name and isinstance(export.value, Name) else name
                for other in self.by_source.get((module.script.path, export.source), ()):
                    if other is not module:
                        yield from self.exported(other, inner)
        for path in (f"exports.{name}", f"module.exports.{name}"):
            for step in module.paths.get(path, ()):
                found = True
                yield from self.follow.targets(module, step.value, None)
        if not found:
            for step in module.paths.get("module.exports", ()):
                for target in self.follow.targets(module, step.value, None):
                    if name == "default":
                        yield target
                    else:
                        yield from self.follow.of(target, name)

    def of_part(self, base: Part, key: str) -> Iterator[Target]:
        """Yield a member of a bundled module's ``module``, ``exports`` or ``require``."""
        index = self.program.index(base.ref.script)
        bundle = self.bundles[id(index)]
        at = base.ref.function.index
        if base.role == "module" and key == "exports":
            yield from self._exports_of(base.ref)
        elif base.role == "exports":
            for value in bundle.exports.get((at, key), ()):
                yield from self.follow.targets(index, value, None)
            for value in bundle.whole.get(at, ()):
                for target in self.follow.targets(index, value, None):
                    yield from (
                        (target,) if key == "default" and isinstance(target, Func) else self.follow.of(target, key)
                    )

    def _exports_of(self, ref: FunctionRef) -> Iterator[Target]:
        yield Part(ref, "exports")
        index = self.program.index(ref.script)
        for value in self.bundles[id(index)].whole.get(ref.function.index, ()):
            yield from self.follow.targets(index, value, None)

    def loaded(self, index: ScriptIndex, name: str) -> Iterator[Target]:
        """Yield what a module loader hands over under the name of a module."""
        if name == "jquery":
            yield Path("jQuery")
        for bundle in self.bundles.values():
            if name in bundle.factories:
                yield from self._given_away(bundle.factories[name])
        for source in (name, LOADED + name):
            for module in self.by_source.get((index.script.path, source), ()):
                yield from self.exported(module, "*")

    def _given_away(self, factory: FunctionRef) -> Iterator[Target]:
        """Yield what the function of ``define`` makes: what it returns, and its ``exports``."""
        index = self.program.index(factory.script)
        for value in index.returns.get(factory.function.index, ()):
            yield from self.follow.targets(index, value, None)
        yield from self._exports_of(factory)

    def runs_modules(self, target: Target) -> bool:
        """Say whether a target is the function by which the modules of a bundle require each other."""
        if isinstance(target, Part):
            return target.role == "require"
        if not isinstance(target, Func) or not self.bundles:
            return False
        bundle = self.bundles.get(id(self.program.index(target.ref.script)))
        return bundle is not None and target.ref.function.index in bundle.requirers

    def is_part(self, index: ScriptIndex, name: Name) -> bool:
        """Say whether a name is what a bundle hands to one of its modules."""
        bundle = self.bundles.get(id(index))
        return bundle is not None and part_of(index, bundle, name) is not None

    def is_interop(self, index: ScriptIndex, callee: Value, frame: Frame | None) -> bool:
        """Say whether a call is webpack's ``n(module)``: it gives a function that gives the module, or its default."""
        if not self.bundles or not isinstance(callee, Member) or callee.key != "n":
            return False
        return any(self.runs_modules(item) for item in self.follow.targets(index, callee.object, frame))

    def bundled(self, index: ScriptIndex, call: Call, target: Target, frame: Frame | None) -> Iterator[Target]:
        """Yield the exports of the module that a call of a bundle's ``require`` means."""
        ref = target.ref if isinstance(target, Part | Func) else None
        if ref is None:
            return
        bundle = self.bundles[id(self.program.index(ref.script))]
        for argument in call.arguments[:1]:
            for name in self.texts.of(index, argument, frame, 0):
                found = bundle.required(ref.function.index, name)
                if found is not None:
                    yield from self._exports_of(found)


def _package(source: str, name: str) -> Iterator[Target]:
    """Yield what a name imported from one of the known packages stands for."""
    if source == "amazon-connect-streams" and name in {"connect", "*", "default"}:
        yield Path("connect")
    elif source in {"scv-connector-base", "@salesforce/scv-connector-base"}:
        yield Path("scv") if name in {"*", "default"} else Path(f"scv.{name}")
    elif source.startswith("@amazon-connect/"):
        yield Path("sdk") if name in {"*", "default"} else Path(f"sdk.{name}")
    elif source.startswith("@salesforce/apex/"):
        yield Path(source)
    elif source.startswith("lightning/"):
        yield Path(f"{source}.{name}")
