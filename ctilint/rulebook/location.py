"""Where the rule book lies: ``ctilint/_rules`` in an installed wheel, ``rules/`` beside the package in a checkout."""

from __future__ import annotations

import os.path
from functools import cache

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


@cache
def rules_root() -> str:
    """Return the folder that holds the rule book.

    A wheel carries it inside the package; in a checkout (and after ``pip install -e``) it stands beside it.
    """
    inside = os.path.join(_PACKAGE, "_rules")
    if os.path.isdir(inside):
        return inside
    beside = os.path.join(os.path.dirname(_PACKAGE), "rules")
    if os.path.isdir(beside):
        return beside
    raise FileNotFoundError(f"the rule book is missing: neither {inside} nor {beside} exists; reinstall ctilint")


def rules_file(*parts: str) -> str:
    """Return the path of one file of the rule book."""
    return os.path.join(rules_root(), *parts)


def read_table(*parts: str) -> dict[str, object]:
    """Return one TOML file of the rule book as it is written."""
    import tomllib

    path = rules_file(*parts)
    with open(path, "rb") as file:
        try:
            return tomllib.load(file)
        except tomllib.TOMLDecodeError as error:
            raise ValueError(f"{path}: {error}") from error
