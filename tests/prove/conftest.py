"""What the tests of ``prove`` share: a script run in the sandbox, and what was recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from ctilint.prove.page.assembly import Page, PageBuilder
from ctilint.prove.play.job import Options, job_for
from ctilint.prove.play.sandbox import Limits, Sandbox
from ctilint.prove.play.scenarios import Scenario
from ctilint.prove.play.seen import Played, Reader
from ctilint.settings import Settings
from ctilint.understand import build_app_from_text

Play = Callable[..., Played]


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Limits(seconds=5, wall=40)) as one:
        yield one


def page_of(text: str, path: str = "page.html", values: Mapping[str, str] | None = None) -> Page:
    """Return the page of a single file."""
    app = build_app_from_text(path, text.encode(), Settings())
    return PageBuilder(app, app.windows[0], values or {}).build()


@pytest.fixture
def play(sandbox: Sandbox) -> Play:
    """Play steps on one file: ``play("<script>…</script>", {"do": "click-to-dial"})``; the start comes by itself."""

    def run(
        text: str, *steps: Mapping[str, Any], path: str = "page.html", glossary: bool = False, **settings: Any
    ) -> Played:
        page = page_of(text, path)
        assert not page.obstacle, page.obstacle
        wanted = ({"do": "start"}, *steps) if not any(step["do"] == "start" for step in steps) else steps
        scenario = Scenario("test", "test", tuple(wanted), settings, {})
        return Reader(page.places).read(sandbox.run(job_for(page, scenario, Options(glossary=glossary))))

    return run


def lines(played: Played) -> list[str]:
    """Return what the page wrote to its console, texts without their quotes."""
    return [record.text("value").strip('"') for record in played.of("console")]
