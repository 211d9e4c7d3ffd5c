from __future__ import annotations

from ctilint.report.entry import lines_of, signature
from ctilint.rulebook.tables import find


def test_a_row_in_words() -> None:
    entry = find("sforce.opencti.screenPop")
    assert entry is not None
    lines = list(lines_of(entry))
    assert lines[0] == signature(entry)
    assert lines[0].startswith("sforce.opencti.screenPop({type, params")
    assert any(line.startswith("  Salesforce Voice with Amazon Connect: ") for line in lines)
    assert lines[-1].startswith("  source: ")
