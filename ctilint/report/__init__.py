"""Findings -> text, JSON, SARIF, GitHub, GitLab, JUnit, Markdown, HTML; each a module, imported when asked for."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from ctilint.judge.outcome import Report
from ctilint.read.facts import FileFacts


def render(form: str, report: Report, files: Mapping[str, FileFacts]) -> str:
    """Return ``report`` in the format ``form``: the name of a module of this folder that has ``render``."""
    text: str = import_module(f"ctilint.report.{form}").render(report, files)
    return text
