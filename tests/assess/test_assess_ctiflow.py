"""CTI Flows: every block and event of the map is found in an export."""

from __future__ import annotations

import json

import pytest

from ctilint.assess.gathered.ctiflow import block_of, flows_of, symbols_in
from ctilint.assess.gathered.spots import Spots
from ctilint.read.source import Source
from ctilint.rulebook.voice import voice_rows

ROWS = [row for row in voice_rows().values() if row.surface == "ctiflow"]


def source(document, path="flow.json"):
    return Source(path, b"", json.dumps(document))


@pytest.mark.parametrize("row", [row for row in ROWS if row.kind == "block"], ids=lambda row: row.symbol)
def test_every_block_is_found_by_its_id_or_by_its_name(row):
    name = row.symbol.removeprefix("block:")
    letters = "".join(part for part in name.title() if part.isalnum())
    plain = f"block:{name.rstrip('?')}"
    ids = (f"SE_{letters}", f"SE_SF{letters}") if plain == row.symbol or plain not in voice_rows() else ()
    for kind in (*row.types, name, *ids):
        assert block_of(kind) == row.symbol
        found = list(symbols_in(source({"actions": [{"type": kind}]})))
        assert [symbol for symbol, _ in found] == [row.symbol]


@pytest.mark.parametrize("row", [row for row in ROWS if row.kind == "event"], ids=lambda row: row.symbol)
def test_every_event_is_found_in_a_record_that_names_it(row):
    origin, _, event = row.symbol.partition("/")
    record = {"Source__c": origin, "Event__c": "onAnything" if event == "*" else event}
    assert row.symbol in [symbol for symbol, _ in symbols_in(source({"records": [record]}))]


def test_a_flow_inside_a_record_is_read_and_its_places_are_those_of_the_file():
    inner = json.dumps({"actions": [{"type": "SE_Start"}, {"type": "SE_SFCreateTask"}]})
    found = dict(symbols_in(source({"records": [{"amazonconnect__CtiScript__c": inner}]})))
    assert set(found) == {"block:Create a Task"}
    text = '{\n "actions": [\n  {"type": "SE_Log"},\n  {"type": "SE_Log"} ]}'
    spots = [span.start for _, span in symbols_in(Source("x.json", b"", text))]
    assert spots == [text.index('"SE_Log"'), text.rindex('"SE_Log"')]


def test_the_files_name_tells_the_event_only_when_one_source_has_it():
    document = {"actions": [{"type": "SE_Log"}]}
    assert "Amazon Connect Voice Contact/onConnecting" in dict(symbols_in(source(document, "a/onConnecting.json")))
    assert list(dict(symbols_in(source(document, "a/onRefresh.json")))) == ["block:Log to Console"]


def test_a_block_that_no_row_names_keeps_its_own_name():
    assert [symbol for symbol, _ in symbols_in(source({"actions": [{"type": "SE_Mine"}]}))] == ["?SE_Mine"]


@pytest.mark.parametrize(
    "text", ["{", "[" * 100_000, '{"actions": 3, "x": "SE_"}', '{"actions": [1, {"type": 2}]}', '"\\"SE_"']
)
def test_what_is_no_flow_says_nothing(text):
    assert list(symbols_in(Source("x.json", b"", text))) == []


TEXTS = {"a.json": b'{"actions":[{"type":"SE_Log"}]}', "b.json": b'{"name":"x"}', "c.txt": b'"SE_Log"'}


class Folder:
    def files(self):
        yield from TEXTS

    def bytes_of(self, path):
        return TEXTS[path]


def test_only_json_files_that_look_like_flows_are_read():
    found = flows_of(Folder(), Spots({}))
    assert {name: [spot.path for spot in spots] for name, spots in found.items()} == {
        "block:Log to Console": ["a.json"]
    }
    assert flows_of(None, Spots({})) == {}
