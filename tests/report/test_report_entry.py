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


def test_what_is_not_known_is_said_and_is_neither_any_nor_none() -> None:
    flow = find("sforce.opencti.SCREENPOP_TYPE.FLOW")
    inside = find("connect.core.terminateCustomView")
    logs = find("VendorConnector#downloadLogs")
    assert flow is not None
    assert inside is not None
    assert logs is not None
    assert "  since a version from 42.0 to 43.0: which one is not known" in lines_of(flow)
    assert "  iframeSuffix: type not known" in lines_of(inside)
    assert "  logs: type not known, required" in lines_of(logs)
