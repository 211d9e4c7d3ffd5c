"""Which rules there are: the listing of ``ctilint/checks`` is the registry, and three rules judge the run itself."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import import_module
from types import ModuleType

import ctilint.checks
import ctilint.mends
from ctilint.findings import Mend, Problem
from ctilint.settings import Settings, nearest
from ctilint.understand.model import App

INTERNAL_ERROR = "internal-error"
UNKNOWN_SUPPRESSION = "unknown-suppression"
UNUSED_SUPPRESSION = "unused-suppression"
# The rules that are about the run, not the app: the judge itself answers them.
OF_THE_RUN = frozenset({INTERNAL_ERROR, UNKNOWN_SUPPRESSION, UNUSED_SUPPRESSION})

Check = Callable[[App], Iterator[Problem]]
Mending = Callable[[App, Problem], Iterable[Mend]]


class UnknownRuleError(ValueError):
    """A rule name that nothing has."""


@cache
def modules() -> dict[str, str]:
    """Return the module of each rule that has one, below ``ctilint.checks``; the folder listing is the registry."""
    found = {}
    for folder in ctilint.checks.__path__:
        for name in os.listdir(folder):
            if name.endswith(".py"):
                inside = {name: ""}
            elif os.path.isdir(os.path.join(folder, name)):
                inside = dict.fromkeys(os.listdir(os.path.join(folder, name)), f"{name}.")
            else:
                continue
            for file, package in inside.items():
                if file.endswith(".py") and not file.startswith("_"):
                    found[file[:-3].replace("_", "-")] = package + file[:-3]
    return found


@cache
def rule_names() -> tuple[str, ...]:
    """Return the names of all rules, sorted."""
    return tuple(sorted({*OF_THE_RUN, *modules()}))


def selected(settings: Settings) -> tuple[str, ...]:
    """Return the rules that ``settings`` asks for, sorted; a name that no rule has is an UnknownRuleError."""
    for name in (*settings.select, *settings.ignore):
        demand(name)
    chosen = settings.select or rule_names()
    return tuple(name for name in rule_names() if name in chosen and name not in settings.ignore)


def demand(name: str) -> None:
    """Raise UnknownRuleError unless ``name`` is a rule's."""
    if name not in rule_names():
        raise UnknownRuleError(f"unknown rule '{name}'{nearest(name, rule_names())}")


def subject_of(rule: str) -> str:
    """Return what an app must have for ``rule`` to be asked (see ``ctilint.checks.subjects``), or ''."""
    return modules()[rule].rpartition(".")[0]


def check_of(rule: str) -> tuple[Check, Mending | None]:
    """Return the check of ``rule``, and what mends its problems: beside the check, or in ``ctilint.mends``."""
    module: ModuleType = import_module(f"ctilint.checks.{modules()[rule]}")
    beside = getattr(module, "mend", None)
    return module.check, beside or (_mend_of(rule) if rule in mended() else None)


@cache
def mended() -> frozenset[str]:
    """Return the rules that have a module in ``ctilint.mends``."""
    return frozenset(
        name[:-3].replace("_", "-")
        for folder in ctilint.mends.__path__
        for name in os.listdir(folder)
        if name.endswith(".py") and not name.startswith("_")
    )


def _mend_of(rule: str) -> Mending:
    """Return what mends ``rule``; its module is loaded when the first problem asks."""

    def mend(app: App, problem: Problem) -> Iterable[Mend]:
        found: Mending = import_module(f"ctilint.mends.{rule.replace('-', '_')}").mend
        return found(app, problem)

    return mend
