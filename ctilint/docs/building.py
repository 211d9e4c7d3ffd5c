"""Builds the site; the only module that knows MkDocs."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Mapping

from ctilint.docs.site import CONFIG
from ctilint.fix.writing import write_whole


def build(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of the built site by their path; ImportError without the extra ``ctilint[docs]``.

    Whatever MkDocs warns of (a link that leads nowhere, a page outside the order) is a ValueError.
    """
    from mkdocs.commands.build import build as build_site
    from mkdocs.config import load_config

    warnings = _Warnings()
    log = logging.getLogger("mkdocs")
    log.addHandler(warnings)
    level, log.propagate = log.level, False
    try:
        with tempfile.TemporaryDirectory(prefix="ctilint-docs-") as folder:
            source, target = os.path.join(folder, "source"), os.path.join(folder, "site")
            put(source, files)
            build_site(load_config(os.path.join(source, CONFIG), site_dir=target))
            if warnings.said:
                raise ValueError("; ".join(warnings.said))
            return _read(target)
    finally:
        log.removeHandler(warnings)
        log.setLevel(level)
        log.propagate = True


def put(folder: str, files: Mapping[str, bytes]) -> None:
    """Write ``files`` below ``folder``, each whole or not at all."""
    for path, data in files.items():
        at = os.path.join(folder, *path.split("/"))
        os.makedirs(os.path.dirname(at), exist_ok=True)
        write_whole(at, data)


def _read(folder: str) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for base, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(base, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, folder).replace(os.sep, "/")] = file.read()
    return found


class _Warnings(logging.Handler):
    """Keeps what is said at the level of a warning or above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())
