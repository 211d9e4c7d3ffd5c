"""What many tests need: an App from a few texts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from ctilint.read.files.discover import Tree
from ctilint.settings import Settings
from ctilint.understand import build_app
from ctilint.understand.model import App

# A busy machine is no failure: what must be fast is measured in time of the process.
settings.register_profile("ctilint", deadline=None)
settings.load_profile("ctilint")

MakeApp = Callable[..., App]


@pytest.fixture
def make_app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MakeApp:
    """Write files into an empty folder, go there and read them as one App: ``make_app({"phone.js": "..."})``."""

    def make(files: dict[str, str | bytes], settings: Settings | None = None) -> App:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode() if isinstance(text, str) else text)
        monkeypatch.chdir(tmp_path)
        return build_app(Tree(["."]), settings or Settings())

    return make
