"""The rules that are left out without a server side are those whose modules ask for one."""

from __future__ import annotations

import re
from pathlib import Path

import ctilint.checks
from ctilint.checks import OF_THE_SERVER

ASKS = re.compile(r"app\.server|checks\._server")


def test_the_list_is_what_the_modules_ask() -> None:
    folder = Path(ctilint.checks.__file__).parent
    asking = {path.stem.replace("_", "-") for path in folder.glob("[a-z]*.py") if ASKS.search(path.read_text("utf-8"))}
    assert asking == OF_THE_SERVER
