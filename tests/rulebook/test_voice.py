"""The tables of rules/voice: whole, consistent, and without certainty where there is none."""

import re
from decimal import Decimal

import pytest

from ctilint.rulebook.entries import VoiceRow
from ctilint.rulebook.tables import api
from ctilint.rulebook.voice import (
    SURFACES,
    TARGETS,
    no_replacement,
    plan,
    questions,
    scale,
    sources,
    voice_row,
    voice_rows,
)

ROWS = list(voice_rows().values())
NOT_SYMBOLS = {"lightning:", "classic:", "console:"}


def test_every_symbol_of_the_salesforce_dialects_has_a_row_or_is_listed():
    missing = []
    for dialect in ("lightning", "classic", "console"):
        for name in api(dialect):
            if any(name.startswith(prefix) for prefix in NOT_SYMBOLS):
                continue
            row = voice_row(name)
            if row is None or (row.symbol == "sforce.console.*" and name not in no_replacement()):
                missing.append(name)
    assert missing == []


def test_what_is_listed_without_replacement_is_a_symbol_and_has_no_row_of_its_own():
    for symbol in no_replacement():
        assert symbol in api("console")
        assert voice_row(symbol).symbol == "sforce.console.*"


@pytest.mark.parametrize("dialect", ["lightning", "classic", "console", "streams", "connect-sdk"])
def test_rows_name_symbols_of_the_api_tables(dialect):
    known = set(api(dialect))
    # Written in the field or in a guide, though not in the reference: each is named as such in its row.
    outside = {
        "sforce.opencti.getAgentWorks",
        "sforce.opencti.setSoftphoneItemUrls",
        "sforce.interaction.entityFeed.announce",
    }
    for row in ROWS:
        if row.surface != dialect or row.symbol in outside or row.symbol.startswith("script:"):
            continue
        bare = row.symbol.partition("[")[0].removesuffix(".*").removesuffix("#*")
        assert bare in known or any(name.startswith((bare + ".", bare + "#")) for name in known), row.symbol


def test_every_name_of_the_sdk_has_a_row_and_its_listeners_do_not_fall_to_a_family():
    for symbol, entry in api("connect-sdk").items():
        row = voice_row(symbol)
        assert row is not None, symbol
        if entry.kind == "listener" and symbol.partition("#")[0] in {"ContactClient", "AgentClient"}:
            assert row.symbol == symbol, symbol


def test_every_row_is_whole():
    points = scale().points
    for row in ROWS:
        assert row.surface in SURFACES
        assert row.area in scale().areas, row.symbol
        assert row.category in scale().categories, row.symbol
        assert row.confidence in scale().bands, row.symbol
        assert tuple(row.effort) == TARGETS
        assert all(effort in points for effort in row.effort.values()), row.symbol
        assert row.gate == "" or row.gate in scale().gates
        assert row.sources, row.symbol
        assert all(name in sources() for name in row.sources), row.symbol
        assert row.summary
        assert row.summary[0].islower() or row.summary.startswith(("Sales", "Amazon"))
        assert row.amazon_connect.endswith("."), row.symbol
        assert row.partner_telephony.endswith("."), row.symbol
        assert bool(row.example_before) == bool(row.example_after), row.symbol


def test_the_two_amazon_models_share_a_column_unless_a_row_says_otherwise():
    for row in ROWS:
        assert row.effort["amazon-connect-existing"] == row.effort["amazon-connect"]
    assert scale().targets["amazon-connect-existing"].column == "amazon-connect"


def test_nothing_calls_the_amazon_connect_model_native_or_the_product_by_its_old_name():
    for row in ROWS:
        for name in VoiceRow.__annotations__:
            text = str(getattr(row, name))
            assert "Service Cloud Voice" not in text, row.symbol
            for hit in re.findall(r"[Nn]ative \w+", text):
                assert hit == "Native Telephony", row.symbol


def test_inference_is_never_more_than_low_or_medium():
    for row in ROWS:
        if row.sources == ("S16",):
            assert row.confidence in {"low", "medium"}, row.symbol


@pytest.mark.parametrize(
    ("symbol", "found"),
    [
        ("sforce.opencti.screenPop[URL]", "sforce.opencti.screenPop[URL]"),
        ("sforce.opencti.screenPop[NEVER_HEARD]", "sforce.opencti.screenPop"),
        ("sforce.opencti.subscribe[onSomething]", "sforce.opencti.subscribe[*]"),
        ("sforce.console.chat.onNewMessage", "sforce.console.chat.*"),
        ("sforce.console.chat.endChat", "sforce.console.chat.endChat"),
        ("sforce.console.selectMacro", "sforce.console.*"),
        ("sforce.console.ConsoleEvent.PRESENCE.LOGOUT", "sforce.console.ConsoleEvent.*"),
        ("sforce.connection.query", "sforce.connection.*"),
        ("VoiceConnection#hold", "BaseConnection#hold"),
        ("ChatConnection#getConnectionToken", "BaseConnection#*"),
        ("Contact#getEventName", "Contact#*"),
        ("connect.hitch", "connect.*"),
        ("voice:callstarted", "voice:*"),
    ],
)
def test_a_symbol_finds_its_own_row_or_its_familys(symbol, found):
    assert voice_row(symbol).symbol == found


@pytest.mark.parametrize("symbol", ["sforce.opencti.onReady", "sforce.interaction.nothing", "alert", ""])
def test_a_name_that_nobody_documents_has_no_row(symbol):
    assert voice_row(symbol) is None


def test_a_classic_row_goes_the_way_of_its_lightning_counterpart():
    row = voice_row("sforce.interaction.runApex")
    assert row.via == "sforce.opencti.runApex"
    assert row.gate == "leave-classic"
    assert row.amazon_connect == voice_row(row.via).amazon_connect
    assert row.example_before.startswith("sforce.interaction.runApex(")
    assert row.example_after == voice_row(row.via).example_after
    assert set(row.sources) >= {"S08", "S15", "S04"}


def test_the_scale_is_exact_decimal_text():
    assert Decimal(scale().further_use) == Decimal("0.5")
    assert scale().points == {"trivial": 1, "small": 3, "medium": 5, "large": 7, "blocker": 13}
    for low, high in scale().bands.values():
        assert Decimal(low) < 1 < Decimal(high)
    assert set(scale().gates) == {"leave-classic", "leave-classic-console"}
    assert tuple(scale().targets) == TARGETS


def test_questions_are_whole():
    kinds = {
        "load", "symbol", "item", "value", "path", "import", "host", "apex", "field", "channel", "flow", "file",
        "word", "server", "text",
    }  # fmt: skip
    found = questions()
    assert [question.id for question in found] == [f"Q{number:02d}" for number in range(1, 35)]
    for question in found:
        assert question.static in {"full", "partial", "none"}
        assert question.severity in scale().categories
        assert question.question.endswith("?")
        assert question.answer.endswith(".")
        assert all(name in sources() for name in question.sources)
        assert all(signal.partition(":")[0] in kinds for signal in question.signals)
        assert set(question.needs) <= {"code", "callcenter", "metadata", "server", "flows"}
        assert question.static == "none" or question.signals


def test_the_plan_names_its_sources_and_says_what_is_uncertain():
    table = plan()
    for key in ("date", "prerequisite", "moves"):
        for row in table[key]:
            assert all(name in sources() for name in row["sources"]), row
            assert set(row.get("targets", TARGETS)) <= set(TARGETS)
    assert [row["day"] for row in table["date"]] == sorted(row["day"] for row in table["date"])
    assert table["server"]["flow_effort"] in scale().points
    assert table["field"][-1]["from"] == "*"


def test_each_column_stands_alone():
    for row in ROWS:
        for text in (row.amazon_connect, row.partner_telephony):
            assert not re.match(r"(?:The same|Same|As with|As above|Idem|Likewise)\b", text), row.symbol


@pytest.fixture
def broken(monkeypatch):
    """Let voice_rows read rows that a test gives instead of the tables."""
    from ctilint.rulebook import voice

    def use(*rows):
        monkeypatch.setattr(voice, "_rows_of", lambda surface: list(rows) if surface == "lightning" else [])
        voice.voice_rows.cache_clear()
        return voice.voice_rows

    yield use
    monkeypatch.undo()
    voice.voice_rows.cache_clear()


ROW = {
    "symbols": ["a.b"],
    "area": "apex",
    "summary": "x",
    "amazon-connect": "A.",
    "partner-telephony": "B.",
    "category": "optional",
    "effort": {"amazon-connect": "small", "partner-telephony": "small"},
    "confidence": "high",
    "sources": ["S01"],
}


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([ROW, ROW], "rules/voice/map-lightning.toml: a.b has two rows"),
        ([{**ROW, "via": "c.d"}], "rules/voice/map-lightning.toml: a.b goes via c.d, which has no row"),
        ([{key: value for key, value in ROW.items() if key != "area"}], "a.b lacks 'area'"),
    ],
)
def test_a_table_that_is_wrong_says_where(broken, rows, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        broken(*rows)()


def test_a_row_may_differ_for_the_existing_instance_and_is_no_surer_than_the_way_it_goes(broken):
    way = {**ROW, "symbols": ["c.d"], "confidence": "low"}
    effort = {**ROW["effort"], "amazon-connect-existing": "large"}
    rows = broken({**ROW, "via": "c.d", "effort": effort}, way)()
    assert rows["a.b"].effort["amazon-connect-existing"] == "large"
    assert rows["a.b"].confidence == "low"
