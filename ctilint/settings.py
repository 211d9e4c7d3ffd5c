"""``ctilint.toml`` or ``[tool.ctilint]`` of ``pyproject.toml``, nearest upward -> one frozen Settings."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from typing import Any

from ctilint.findings import Severity
from ctilint.patterns import pattern
from ctilint.records import dataclass, field

FILE = "ctilint.toml"
# Nobody has mistyped a longer name, and comparing takes the square of its length.
LONGEST_NAME = 80
_FUNCTION = pattern(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*\Z")


class SettingsError(ValueError):
    """A settings file that cannot be used; the text names file, line and cause."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may choose, from the settings file and the command line together.

    ``path`` is the settings file ('' without one) and ``root`` its folder; ``exclude``, the globs of
    ``per_path_ignores`` and ``baseline`` are relative to ``root``. ``guards`` are names of functions that guard the
    handler they are given (``safe(fn)``); ``tab_checks`` names of functions that ask for the tab or call.
    ``logger`` is the function that mends log with, called as ``logger('what failed', error)``; '' for the app's own.
    ``ajax_pages``: also report what stands in pages that use the AJAX Toolkit and hold no telephony.
    """

    path: str = ""
    root: str = ""
    preset: str = ""
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    no_exclude: bool = False
    fail_on: Severity | None = Severity.WARNING
    api_version: int | None = None
    strict: bool = False
    ajax_pages: bool = True
    suppression_reasons: bool = False
    baseline: str = ""
    per_path_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    guards: tuple[str, ...] = ()
    tab_checks: tuple[str, ...] = ()
    days_per_point: float | None = None
    logger: str = ""


def find(start: str) -> str:
    """Return the settings file that holds for ``start``, the nearest in it or above it; '' without one."""
    folder = os.path.abspath(start)
    if not os.path.isdir(folder):
        folder = os.path.dirname(folder)
    while True:
        own = os.path.join(folder, FILE)
        if os.path.isfile(own):
            return own
        shared = os.path.join(folder, "pyproject.toml")
        if _mentions_us(shared):
            return shared
        above = os.path.dirname(folder)
        if above == folder:
            return ""
        folder = above


def read(path: str, rules: Collection[str] = ()) -> Settings:
    """Read the settings file at ``path``; rule names are checked against ``rules`` when there are any."""
    import tomllib  # 10 ms that an app without settings need not pay

    shown = os.path.relpath(path)
    text = ""
    try:
        with open(path, "rb") as file:
            text = file.read().decode("utf-8")
        table: dict[str, Any] = tomllib.loads(text)
    except OSError as error:
        raise SettingsError(f"{shown}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{shown}: is not UTF-8 (byte {error.start})") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{shown}:{_toml_cause(str(error), text)}") from error
    except ValueError as error:  # a number of thousands of digits
        raise SettingsError(f"{shown}: is not TOML that can be used: {error}") from error
    except RecursionError as error:
        raise SettingsError(f"{shown}: is nested too deep") from error
    if os.path.basename(path) == "pyproject.toml":
        tools = table.get("tool", {})
        table = tools.get("ctilint", {}) if isinstance(tools, dict) else {}
        if not isinstance(table, dict):
            raise SettingsError(f"{shown}: 'tool.ctilint' must be a table")
    return _Reader(shown, text, rules).settings(path, table)


def parse_severity(word: str) -> Severity | None:
    """Return the severity that ``word`` names; ``never`` is None."""
    return None if word == "never" else Severity(word)


def parse_api_version(value: object) -> int:
    """Return ``57`` for ``57``, ``57.0``, ``"57"`` and ``"v57.0"``."""
    text = str(value).strip().lower().removeprefix("v")
    whole, _, rest = text.partition(".")
    if not (whole.isascii() and whole.isdigit() and rest.strip("0") == "" and 1 <= int(whole) <= 999):
        raise ValueError("is not an API version such as 57.0")
    return int(whole)


def nearest(name: str, known: Collection[str]) -> str:
    """Return `` (did you mean 'x'?)`` for the nearest of ``known``, or ''."""
    if len(name) > LONGEST_NAME:
        return ""
    from difflib import get_close_matches

    close = get_close_matches(name, list(known), 1, 0.6)
    return f" (did you mean '{close[0]}'?)" if close else ""


def _mentions_us(path: str) -> bool:
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError:
        return False
    if b"ctilint" not in data:
        return False
    import tomllib

    try:
        table = tomllib.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        return b"[tool.ctilint" in data
    tools = table.get("tool")
    return isinstance(tools, dict) and "ctilint" in tools


def _toml_cause(message: str, text: str) -> str:
    """Turn tomllib's ``Expected '=' (at line 3, column 5)`` into ``3: is not TOML: expected '='``."""
    cause, _, place = message.rpartition(" (at ")
    numbers = [word for word in place.replace(",", " ").split() if word.isdigit()]
    line = int(numbers[0]) if numbers else max(len(text.splitlines()), 1)
    cause = cause or message
    return f"{line}: is not TOML: {cause[:1].lower()}{cause[1:]}"


class _Reader:
    """Turns one table into Settings; every refusal names the file and the line."""

    def __init__(self, shown: str, text: str, rules: Collection[str]) -> None:
        self.shown = shown
        self.lines = text.splitlines()
        self.rules = rules

    def settings(self, path: str, table: Mapping[str, Any]) -> Settings:
        values: dict[str, Any] = {}
        if "preset" in table:
            chosen = PRESETS[self.preset("preset", table["preset"])]
            values = {key.replace("-", "_"): _KEYS[key](self, key, value) for key, value in chosen.items()}
        for key, value in table.items():
            reader = _KEYS.get(key)
            if reader is None:
                raise self.refusal(key, f"unknown key '{key}'{nearest(key, _KEYS)}")
            if key == "assess":
                values |= reader(self, key, value)
            else:
                values[key.replace("-", "_")] = reader(self, key, value)
        return Settings(path=path, root=os.path.dirname(path), **values)

    def refusal(self, key: str, cause: str) -> SettingsError:
        line = self.line_of(key)
        return SettingsError(f"{self.shown}:{line}: {cause}" if line else f"{self.shown}: {cause}")

    def line_of(self, key: str) -> int:
        """Return the line that ``key`` is first written on; tomllib keeps no positions."""
        for number, line in enumerate(self.lines, 1):
            bare = line.strip().lstrip("[").replace('"', "").replace("'", "")
            if bare.startswith((f"{key} ", f"{key}=", f"{key}.", f"{key}]", f"tool.ctilint.{key}")):
                return number
        for number, line in enumerate(self.lines, 1):
            if key in line:
                return number
        return 0

    def flag(self, key: str, value: object) -> bool:
        if value is not True and value is not False:
            raise self.refusal(key, f"'{key}' must be true or false")
        return value

    def text(self, key: str, value: object) -> str:
        if not isinstance(value, str) or not value:
            raise self.refusal(key, f"'{key}' must be a text")
        return value

    def function(self, key: str, value: object) -> str:
        name = self.text(key, value)
        if _FUNCTION.match(name) is None:
            raise self.refusal(key, f"'{key}' must name a function, such as phone.log")
        return name

    def texts(self, key: str, value: object) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            raise self.refusal(key, f"'{key}' must be a list of texts")
        return tuple(value)

    def preset(self, key: str, value: object) -> str:
        name = self.text(key, value)
        if name not in PRESETS:
            raise self.refusal(name, f"'{key}' must be {', '.join(PRESETS)}{nearest(name, PRESETS)}")
        return name

    def rule_names(self, key: str, value: object) -> tuple[str, ...]:
        names = self.texts(key, value)
        for name in names:
            self.rule(name)
        return names

    def rule(self, name: str) -> None:
        if self.rules and name not in self.rules:
            raise self.refusal(name, f"unknown rule '{name}'{nearest(name, self.rules)}")

    def version(self, key: str, value: object) -> int:
        try:
            return parse_api_version(value)
        except ValueError as error:
            raise self.refusal(key, f"'{key}': {value!r} {error}") from error

    def fails(self, key: str, value: object) -> Severity | None:
        try:
            return parse_severity(self.text(key, value))
        except ValueError as error:
            raise self.refusal(key, f"'{key}' must be error, warning, note or never") from error

    def severities(self, key: str, value: object) -> Mapping[str, Severity]:
        if not isinstance(value, dict):
            raise self.refusal(key, f"'{key}' must be a table of rule = severity")
        levels: dict[str, Severity] = {}
        for name, word in value.items():
            self.rule(name)
            try:
                levels[name] = Severity(word)
            except ValueError as error:
                raise self.refusal(name, f"'{name}' must be error, warning or note") from error
        return levels

    def assess(self, key: str, value: object) -> Mapping[str, float]:
        if not isinstance(value, dict):
            raise self.refusal(key, f"'{key}' must be a table")
        for name, number in value.items():
            if name != "days-per-point":
                raise self.refusal(name, f"unknown key '{key}.{name}'{nearest(name, ['days-per-point'])}")
            if isinstance(number, bool) or not isinstance(number, int | float) or not 0 < number < float("inf"):
                raise self.refusal(name, f"'{name}' must be a number above 0")
        return {name.replace("-", "_"): float(number) for name, number in value.items()}

    def paths(self, key: str, value: object) -> tuple[tuple[str, tuple[str, ...]], ...]:
        if not isinstance(value, dict):
            raise self.refusal(key, f"'{key}' must be a table of glob = rules")
        return tuple((glob, self.rule_names(glob, names)) for glob, names in value.items())


_KEYS: Mapping[str, Any] = {
    "preset": _Reader.preset,
    "select": _Reader.rule_names,
    "ignore": _Reader.rule_names,
    "exclude": _Reader.texts,
    "fail-on": _Reader.fails,
    "api-version": _Reader.version,
    "strict": _Reader.flag,
    "ajax-pages": _Reader.flag,
    "suppression-reasons": _Reader.flag,
    "baseline": _Reader.text,
    "per-path-ignores": _Reader.paths,
    "severity": _Reader.severities,
    "guards": _Reader.texts,
    "tab-checks": _Reader.texts,
    "assess": _Reader.assess,
    "logger": _Reader.function,
}

# What a preset says; a key of the file wins over it.
PRESETS: Mapping[str, Mapping[str, Any]] = {
    "recommended": {},
    "strict": {"strict": True, "suppression-reasons": True, "fail-on": "note"},
    "migration": {
        "select": [
            "ending-product",
            "event-sink-form",
            "old-console-library",
            "outdated-library",
            "outdated-rest-version",
            "replaced-by-voice",
            "retired-dependency",
            "retired-runtime",
            "unsupported-component",
            "wrong-dialect",
        ],
        "fail-on": "never",
    },
}
# What each key is for, in the words of the schema and of the file that `ctilint init` writes.
MEANING: Mapping[str, str] = {
    "preset": "What to start from: recommended, strict or migration; the other keys win over it.",
    "select": "Only these rules run.",
    "ignore": "These rules are left out.",
    "exclude": "Files and folders that are left out, as in .gitignore.",
    "fail-on": "The lowest severity that makes the exit code 1: error, warning, note or never.",
    "api-version": "The lowest version of a Salesforce library that is accepted.",
    "strict": "Also note what could not be resolved.",
    "ajax-pages": "Judge pages that load the AJAX Toolkit only.",
    "suppression-reasons": "A comment that allows a finding must say why.",
    "baseline": "A file with the findings that are known: only new ones are reported.",
    "per-path-ignores": "Rules that are left out for some paths.",
    "severity": "The severity of single rules: error, warning or note.",
    "guards": "Names of functions that guard the handler they are given.",
    "tab-checks": "Names of functions that ask for the tab or call.",
    "assess": "What the assessment counts with.",
    "logger": "The function that mends log with, called as logger('what failed', error).",
}


def known_keys() -> tuple[str, ...]:
    """Return the keys of a settings file."""
    return tuple(_KEYS)


def kind_of(key: str) -> str:
    """Return the name of what reads the value of ``key``: flag, text, texts, rule_names ..."""
    name: str = _KEYS[key].__name__
    return name


def places(path: str) -> Mapping[str, int]:
    """Return the line of each key that stands in the settings file at ``path``."""
    import tomllib

    with open(path, "rb") as file:
        text = file.read().decode("utf-8")
    table: dict[str, Any] = tomllib.loads(text)
    if os.path.basename(path) == "pyproject.toml":
        table = table["tool"]["ctilint"]
    reader = _Reader(path, text, ())
    return {key: reader.line_of(key) for key in table}
