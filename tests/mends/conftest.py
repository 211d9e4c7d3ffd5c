"""What the tests of mends need: the texts that a rule's mends make of an app, and the findings they mend."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ctilint.findings import Finding
from ctilint.fix.planning import plan
from ctilint.judge import judge
from ctilint.records import replace
from ctilint.settings import Settings

Mended = Callable[..., tuple[dict[str, str], tuple[Finding, ...]]]


@pytest.fixture
def mended(make_app) -> Mended:
    """Mend all that ``rule`` finds in the files, and judge again: ``mended("unguarded-handler", {"a.js": text})``.

    Returns the new texts and the findings of the first run. Nothing may be refused, and the second run has no more to
    mend.
    """

    def mend(
        rule: str, files: dict[str, str | bytes], settings: Settings | None = None
    ) -> tuple[dict[str, str], tuple[Finding, ...]]:
        settings = replace(settings or Settings(), select=(rule,))
        app = make_app(files, settings)
        found = judge(app, settings).findings
        planned = plan(found, app.files, unsafe=True)
        assert planned.refused == ()
        texts = {name: text if isinstance(text, str) else text.decode() for name, text in files.items()}
        texts.update({change.path: change.after for change in planned.changes})
        again = judge(make_app(dict(texts), settings), settings).findings
        assert [one for one in again if one.fixes] == []
        return texts, found

    return mend
