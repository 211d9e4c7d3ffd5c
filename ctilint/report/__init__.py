"""Findings -> text, JSON, SARIF, HTML and what else others read; each a module, imported when asked for."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from ctilint.judge.outcome import Report
from ctilint.read.facts import FileFacts


def render(form: str, report: Report, files: Mapping[str, FileFacts]) -> str:
    """Return ``report`` in the format ``form``: the name of a module of this folder (with dashes)."""
    text: str = import_module(f"ctilint.report.{form.replace('-', '_')}").render(report, files)
    return text
