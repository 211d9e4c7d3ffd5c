"""``dataclass``, ``field``, ``replace`` and ``asdict`` as in the standard library, without their price at start-up.

The standard decorator compiles six methods for each class when its module is imported: 0.5 ms a class, longer than
reading a small app. Here a method is compiled when it is first called, the one that makes a record when it has been
called a few times. Type checkers see the standard library's own.
Records have slots always, whether they say so or not.

Measured on 2026-11-29, the start of a check of three files in millions of instructions: this module 443, the standard
decorator 940, msgspec's Struct behind the same names 450 (of which 19 ms of its own import).
"""

# ruff: noqa: ANN001, ANN002, ANN003, ANN201, ANN202, ANN204, ARG001 - checkers see the standard library's half

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import asdict, dataclass, field, replace
else:
    _MISSING = object()
    # Compiling a method takes as long as some twenty records made without it.
    _FEW = 20

    class _Field:
        """What ``field`` says about one field."""

        __slots__ = ("compare", "default", "factory", "name", "repr")

        def __init__(self, default, factory, repr_, compare):
            self.name = ""
            self.default = default
            self.factory = factory
            self.repr = repr_
            self.compare = compare

    def field(*, default=_MISSING, default_factory=_MISSING, repr=True, compare=True):  # noqa: A002 - the standard's name
        """Say more about a field than its default."""
        return _Field(default, default_factory, repr, compare)

    def dataclass(cls=None, *, frozen=False, eq=True, order=False, slots=True):
        """Make a class a record."""
        del slots
        if cls is None:
            return lambda decorated: _record(decorated, frozen, eq, order)
        return _record(cls, frozen, eq, order)

    def replace(record, /, **changes):
        """Return a copy of ``record`` with ``changes``; a dataclass of the standard library's will do too."""
        if not hasattr(record, "__record_fields__"):
            from dataclasses import replace as standard

            return standard(record, **changes)
        for name in record.__record_fields__:
            if name not in changes:
                changes[name] = getattr(record, name)
        return type(record)(**changes)

    def asdict(record):
        """Return ``record`` as a dictionary, with the records inside it."""
        return {name: _plain(getattr(record, name)) for name in record.__record_fields__}

    def _plain(value):
        if hasattr(value, "__record_fields__"):
            return asdict(value)
        if isinstance(value, list | tuple | set | frozenset):
            return type(value)(map(_plain, value))
        if isinstance(value, dict):
            return {_plain(key): _plain(item) for key, item in value.items()}
        return value

    def _record(cls, frozen, eq, order):
        body = dict(cls.__dict__)
        fields = {}
        for base in reversed(cls.__mro__[1:]):
            fields.update(base.__dict__.get("__record_fields__", {}))
        own = []
        for name, kind in body.get("__annotations__", {}).items():
            if str(kind).startswith(("ClassVar", "typing.ClassVar")):
                continue
            default = body.pop(name, _MISSING)
            one = default if isinstance(default, _Field) else _Field(default, _MISSING, True, True)
            one.name = name
            if name not in fields:
                own.append(name)
            fields[name] = one
        body.pop("__dict__", None)
        body.pop("__weakref__", None)
        body["__slots__"] = tuple(own)
        body["__record_fields__"] = fields
        body["__match_args__"] = tuple(fields)
        body.setdefault("__repr__", _repr)
        body["__reduce__"] = _reduce
        later = {"__init__": _init}
        if eq:
            later["__eq__"] = _eq
            later["__hash__"] = _hash
        if order:
            later |= {"__lt__": _order("<"), "__le__": _order("<="), "__gt__": _order(">"), "__ge__": _order(">=")}
        if frozen:
            body["__setattr__"] = _refuse_set
            body["__delattr__"] = _refuse_delete
        elif eq:
            later.pop("__hash__")
            body.setdefault("__hash__", None)
        made = type(cls)(cls.__name__, cls.__bases__, body)
        made.__qualname__ = cls.__qualname__
        for name, make in later.items():
            if name not in cls.__dict__ or (name == "__hash__" and cls.__dict__[name] is None):
                setattr(made, name, (_counting if make is _init else _stub)(made, name, make))
        return made

    def _counting(cls, name, make):
        """Return a method that makes the first few records field by field: most classes never make many."""
        left = _FEW
        fields = cls.__record_fields__
        put = object.__setattr__

        def stub(self, /, *args, **kwargs):
            nonlocal left
            left -= 1
            given = dict(zip(fields, args, strict=False))
            if (
                left < 0
                or len(args) > len(fields)
                or not (given.keys().isdisjoint(kwargs) and kwargs.keys() <= fields.keys())
            ):
                method = make(cls)
                setattr(cls, name, method)
                return method(self, *args, **kwargs)
            given.update(kwargs)
            for key, one in fields.items():
                if key in given:
                    put(self, key, given[key])
                elif one.factory is not _MISSING:
                    put(self, key, one.factory())
                elif one.default is not _MISSING:
                    put(self, key, one.default)
                else:
                    return make(cls)(self, *args, **kwargs)  # which says what is missing
            return None

        return stub

    def _stub(cls, name, make):
        def stub(self, /, *args, **kwargs):
            method = make(cls)
            setattr(cls, name, method)
            return method(self, *args, **kwargs)

        return stub

    def _init(cls):
        parameters, lines, known = [], [], {"_missing": _MISSING}
        for name, one in cls.__record_fields__.items():
            known[f"_set_{name}"] = getattr(cls, name).__set__
            if one.factory is not _MISSING:
                known[f"_new_{name}"] = one.factory
                parameters.append(f"{name}=_missing")
                value = f"_new_{name}() if {name} is _missing else {name}"
            elif one.default is not _MISSING:
                known[f"_default_{name}"] = one.default
                parameters.append(f"{name}=_default_{name}")
                value = name
            else:
                parameters.append(name)
                value = name
            lines.append(f"_set_{name}(self, {value})")
        return _compiled(cls, "__init__", ["self", *parameters], lines or ["pass"], known)

    def _eq(cls):
        names = [name for name, one in cls.__record_fields__.items() if one.compare]
        mine, other = (f"({''.join(f'{who}.{name}, ' for name in names)})" for who in ("self", "other"))
        lines = ["if self is other: return True", "if other.__class__ is not self.__class__: return NotImplemented"]
        return _compiled(cls, "__eq__", ["self", "other"], [*lines, f"return {mine} == {other}"], {})

    def _hash(cls):
        names = [name for name, one in cls.__record_fields__.items() if one.compare]
        values = "".join(f"self.{name}, " for name in names)
        return _compiled(cls, "__hash__", ["self"], [f"return hash(({values}))"], {})

    def _order(sign):
        def make(cls):
            names = [name for name, one in cls.__record_fields__.items() if one.compare]
            mine, other = (f"({''.join(f'{who}.{name}, ' for name in names)})" for who in ("self", "other"))
            lines = ["if other.__class__ is not self.__class__: return NotImplemented", f"return {mine} {sign} {other}"]
            return _compiled(cls, "order", ["self", "other"], lines, {})

        return make

    def _compiled(cls, name, parameters, lines, known):
        body = "\n".join(f" {line}" for line in lines)
        scope = dict(known)
        exec(f"def {name}({', '.join(parameters)}):\n{body}", scope)  # noqa: S102 - made of field names only
        method = scope[name]
        method.__qualname__ = f"{cls.__qualname__}.{name}"
        return method

    def _repr(self):
        shown = (f"{name}={getattr(self, name)!r}" for name, one in self.__record_fields__.items() if one.repr)
        return f"{type(self).__qualname__}({', '.join(shown)})"

    def _refuse_set(self, name, _):
        raise _frozen_error(f"cannot assign to field {name!r}")

    def _refuse_delete(self, name):
        raise _frozen_error(f"cannot delete field {name!r}")

    def _frozen_error(text):
        from dataclasses import FrozenInstanceError

        return FrozenInstanceError(text)

    def _reduce(self):
        return type(self), tuple([getattr(self, name) for name in self.__record_fields__])


__all__ = ["asdict", "dataclass", "field", "replace"]
