"""What stands in arrays, object literals and Maps: items, keys, pairs, and what a Map keeps."""

from __future__ import annotations

from collections.abc import Iterator

from ctilint.patterns import pattern
from ctilint.read.facts import Array, Call, Entry, Literal, Member, Name, Object, Value
from ctilint.understand.program.index import ScriptIndex
from ctilint.understand.program.targets import Arr, Frame, Obj, Target, Text
from ctilint.understand.values.following import Following
from ctilint.understand.values.memory import CANDIDATES
from ctilint.understand.values.texts import Texts

POSITION = pattern(r"[0-9]{1,9}\Z")


class Tables:
    """Answers what is kept in the arrays, tables and Maps of a Program."""

    def __init__(self, follow: Following, texts: Texts) -> None:
        self.follow = follow
        self.program = follow.program
        self.texts = texts
        self._filled: dict[str, list[tuple[ScriptIndex, Call]]] | None = None

    def at(self, base: Arr, key: str) -> Iterator[Target]:
        """Yield the item of an array at a place written as text."""
        if POSITION.match(key) and int(key) < len(base.value.items):
            yield from self.follow.targets(base.index, base.value.items[int(key)], base.frame)

    def items(self, index: ScriptIndex, value: Value, frame: Frame | None) -> Iterator[Target]:
        """Yield what the items of an array can be."""
        for target in self.follow.targets(index, value, frame):
            if isinstance(target, Arr):
                for item in target.value.items[:CANDIDATES]:
                    yield from self.follow.targets(target.index, item, target.frame)

    def pairs(self, table: Obj) -> Iterator[Arr]:
        """Yield the pairs of a key and a value over which a loop over a Map goes."""
        for entry in table.value.entries[:CANDIDATES]:
            made = self.follow.memory.made.get((id(entry), "pair"))
            if made is None:
                pair = Array((Literal(entry.key, entry.key_span), entry.value), entry.span)
                made = self.follow.memory.made[id(entry), "pair"] = Arr(table.index, pair, table.frame)
            yield made

    def keys(self, index: ScriptIndex, value: Value, frame: Frame | None) -> Iterator[Target]:
        """Yield the keys of an object literal as texts."""
        for target in self.follow.targets(index, value, frame):
            if isinstance(target, Obj):
                yield from (Text(entry.key) for entry in target.value.entries[:CANDIDATES] if entry.key is not None)

    def any_item(self, bases: tuple[Target, ...]) -> Iterator[Target]:
        """Yield what stands anywhere in an array or table of functions that is read under an unknown key."""
        for base in bases:
            if isinstance(base, Arr):
                for item in base.value.items[:CANDIDATES]:
                    yield from self.follow.targets(base.index, item, base.frame)
            elif isinstance(base, Obj) and self.is_map(base):
                yield from self.pairs(base)
            elif isinstance(base, Obj):
                for entry in base.value.entries[:CANDIDATES]:
                    if entry.kind in {"property", "shorthand", "method"}:
                        yield from self.follow.targets(base.index, entry.value, base.frame)

    def of_map(self, index: ScriptIndex, call: Call, frame: Frame | None) -> Obj:
        """Return the table that ``new Map([[key, value], …])`` is."""
        known = self.follow.memory.maps.get(id(call))
        if known is not None:
            return known
        home, entries, inner = index, [], frame
        for argument in call.arguments[:1]:
            for target in self.follow.targets(index, argument, frame):
                if isinstance(target, Arr):
                    home, inner = target.index, target.frame
                    for pair in target.value.items:
                        if isinstance(pair, Array) and len(pair.items) == 2:
                            key, value = pair.items
                            texts = self.texts.of(home, key, inner, 0)
                            entries.append(Entry(texts[0], value, "property", pair.span, key.span))
        made = Obj(home, Object(tuple(entries), call.span), inner)
        self.follow.memory.maps[id(call)] = made
        self.follow.memory.map_values.add(id(made.value))
        return made

    def is_map(self, target: Obj) -> bool:
        """Say whether a table is a Map."""
        return id(target.value) in self.follow.memory.map_values

    def kept(self, table: Obj, written: Value, keys: tuple[str, ...]) -> Iterator[Target]:
        """Yield what a Map keeps under one of the keys, or under any when they are not known."""
        for entry in table.value.entries[:CANDIDATES]:
            if not keys or entry.key in keys:
                yield from self.follow.targets(table.index, entry.value, table.frame)
        for index, call in self._fillings().get(_last_name(written), ())[:CANDIDATES]:
            callee = call.callee
            if isinstance(callee, Member) and any(
                isinstance(item, Obj) and item.value is table.value
                for item in self.follow.targets(index, callee.object, None)
            ):
                texts = self.texts.of(index, call.arguments[0], None, 0)
                if not keys or any(text in keys or "{}" in text for text in texts):
                    yield from self.follow.targets(index, call.arguments[1], None)

    def _fillings(self) -> dict[str, list[tuple[ScriptIndex, Call]]]:
        """Return the calls of ``set`` with a key and a value, by the name of what they are made on."""
        if self._filled is None:
            self._filled = {}
            for index, call in self.program.called.get("set", ()):
                if isinstance(call.callee, Member) and len(call.arguments) == 2:
                    self._filled.setdefault(_last_name(call.callee.object), []).append((index, call))
        return self._filled

    def entries_of(self, index: ScriptIndex, call: Call, what: str, frame: Frame | None) -> Iterator[Target]:
        """Yield the array that Object.keys, values or entries makes of a literal."""
        for argument in call.arguments[:1]:
            for target in self.follow.targets(index, argument, frame):
                if not isinstance(target, Obj):
                    continue
                made = self.follow.memory.made.get((id(target.value), what))
                if made is None:
                    pairs = [(entry.key, entry.value) for entry in target.value.entries if entry.key is not None]
                    items: list[Value] = []
                    for name, value in pairs:
                        key = Literal(name, value.span)
                        items.append(
                            key if what == "keys" else value if what == "values" else Array((key, value), value.span)
                        )
                    made = Arr(target.index, Array(tuple(items), call.span), target.frame)
                    self.follow.memory.made[id(target.value), what] = made
                yield made


def _last_name(value: Value) -> str:
    if isinstance(value, Member):
        return value.key or ""
    return value.name if isinstance(value, Name) else ""
