"""The reports: Markdown, CSV, JSON, HTML, terminal. Hostile names and code are inert in each."""

from __future__ import annotations

import csv
import io
import json
import re
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest
from assess_sample import ESTATE, assessed, estate

import ctilint.assess
from ctilint.assess import render
from ctilint.assess.document import Names, Places, Table, plain, points, rounded
from ctilint.assess.meaning.joining import gather_portfolio
from ctilint.assess.model import Spot
from ctilint.assess.telling.csv import COLUMNS, tables
from ctilint.assess.telling.html import line_id
from ctilint.assess.telling.markdown import link
from ctilint.assess.telling.portfolio import sections_of_portfolio
from ctilint.assess.telling.sections import sections_of
from ctilint.assess.telling.terminal import summary
from ctilint.inert import markdown, markdown_code
from ctilint.read.strict import syntax_error
from ctilint.rulebook.voice import TARGETS, questions, scale, sources

HOSTILE = "<img src=x onerror=alert(1)>&\"'`|[x](javascript:alert(1)).js"
SCHEMA = json.loads((Path(ctilint.assess.__file__).parent / "telling" / "schema.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def desk():
    return estate("desk")


@pytest.fixture(scope="module")
def both():
    return estate("desk", "kiosk")


@pytest.fixture
def hostile(tmp_path, monkeypatch):
    """A portfolio of one app whose file name and texts try to break out."""
    (tmp_path / HOSTILE.replace("/", "_")).write_text(
        """
        sforce.opencti.publish({ channelName: '</script><script>alert(1)</script>', message: {} });
        sforce.console.fireEvent('=cmd|x', '@SUM(1)');
        sforce.opencti.runApex({ apexClass: '"><b>', methodName: '\\u202egnp', methodParams: '' });
        fetch('https://evil.example/`|<i>');
        """,
        "utf-8",
    )
    monkeypatch.chdir(tmp_path)
    return gather_portfolio([assessed(["."], "-->=<b onload=x>&amp;")], many=False)


# Sections


def test_every_part_that_the_issue_names_is_there_in_order(desk):
    assert [section.anchor for section in sections_of_portfolio(desk)] == [
        "verdict", "inventory", "mapping", "examples", "effort", "guide", "plan", "lost", "server", "configuration",
        "data", "coexistence", "decisions", "questions", "limits", "sources",
    ]  # fmt: skip


def test_rows_fit_their_columns_and_anchors_are_unique(both):
    anchors = []
    for section in sections_of_portfolio(both):
        anchors.append(section.anchor)
        for block in section.blocks:
            if isinstance(block, Table):
                anchors += block.anchors
                assert not block.anchors or len(block.anchors) == len(block.rows)
                assert all(len(row) == len(block.columns) for row in block.rows), block.name
                assert not block.total or len(block.total) == len(block.columns)
    assert len(anchors) == len(set(anchors))


def test_every_addend_is_shown_and_the_total_below_is_their_sum(desk):
    shown = {}
    for section in sections_of_portfolio(desk):
        for block in section.blocks:
            if isinstance(block, Table) and block.total:
                shown[block.name] = block
    for effort in desk.effort:
        table = shown[f"effort-{effort.target}"]
        assert len(table.rows) == len(effort.addends)
        for at in (5, 6, 7, 8, 11, 12, 13):
            assert table.total[at] == sum(row[at] for row in table.rows)
    for name, table in shown.items():
        if "-by-" in name:
            for at in range(1, 4):
                assert table.total[at] == sum(row[at] for row in table.rows)


def test_one_target_shows_one_column():
    portfolio = estate("desk", targets=("partner-telephony",))
    mapping = next(
        block
        for section in sections_of(portfolio.apps[0])
        for block in section.blocks
        if isinstance(block, Table) and block.name == "mapping"
    )
    titles = [column.title for column in mapping.columns]
    assert [title for title in titles if title.startswith("under ")] == ["under Partner Telephony"]


def test_an_amazon_report_shows_no_connector_code():
    body = render("markdown", estate("desk", targets=("amazon-connect",)))
    assert "publishEvent" not in re.sub(r"`[^`]*`", "", body.partition("## Effort")[0].partition("## Old call")[2])
    assert "After, in a component:" in body


def test_old_names_appear_once_and_native_only_in_the_caution(desk):
    body = render("markdown", desk)
    assert body.count("Service Cloud Voice") == 1
    assert set(re.findall(r"[Nn]ative\w* \w+", body)) <= {"Native Telephony", "native here"}


# Markdown


def test_markdown_escapes_what_would_speak():
    assert markdown("a|b <i> *c* @me https://x") == "a\\|b &lt;i\\> \\*c\\* &#64;me https:&#8203;//x"
    assert markdown_code("a`b") == "``a`b``"
    assert markdown_code("`") == "`` ` ``"
    assert markdown_code("") == "` `".replace("` `", "`   `")
    assert link(Spot("a b/c].js", 3)) == "[c\\].js:3](a%20b/c%5D.js#L3)"


def test_markdown_of_a_hostile_app_is_inert(hostile):
    body = render("markdown", hostile)
    outside = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", body)
    outside = re.sub(r"```.*?```", "", outside, flags=re.DOTALL)
    assert "<script" not in outside
    assert "<img" not in outside
    assert "<b" not in outside
    assert "\u202e" not in body
    for line in body.splitlines():
        if line.startswith("| ") and "---" not in line:
            assert len(re.split(r"(?<!\\)\|", line)) > 2


def test_tables_of_markdown_have_as_many_cells_as_columns(both):
    width = 0
    for line in render("markdown", both).splitlines():
        if not line.startswith("|"):
            width = 0
            continue
        cells = len(re.split(r"(?<!\\)\|", line))
        assert width in {0, cells}, line
        width = cells


# CSV


def test_csv_is_one_row_for_each_addend_and_sums_to_the_total(desk):
    rows = list(csv.DictReader(io.StringIO(render("csv", desk))))
    assert tuple(rows[0]) == COLUMNS
    for effort in desk.effort:
        own = [row for row in rows if row["target"] == scale().targets[effort.target].title]
        assert len(own) == len(effort.addends)
        assert sum(Decimal(row["likely"]) for row in own) == effort.total.likely
        assert sum(Decimal(row["high"]) for row in own) == effort.total.high


def test_all_tables_as_csv(both):
    found = tables(both)
    assert {"mapping", "questions", "fields", "effort-amazon-connect", "all-addends", "apps", "sources"} <= set(found)
    for name, body in found.items():
        rows = list(csv.reader(io.StringIO(body)))
        assert len({len(row) for row in rows}) == 1, name
    mapping = list(csv.DictReader(io.StringIO(found["mapping"])))
    assert {row["app"] for row in mapping} == {"desk", "kiosk"}


def test_no_cell_of_csv_is_a_formula(hostile):
    for body in tables(hostile).values():
        for row in csv.reader(io.StringIO(body)):
            assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)
            assert not any("\n" in cell for cell in row)


# JSON


@pytest.mark.parametrize("which", ["desk", "both", "hostile"])
def test_json_keeps_to_its_schema(which, request):
    portfolio = request.getfixturevalue(which)
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    data = json.loads(render("json", portfolio))
    jsonschema.validate(data, SCHEMA)
    assert data["version"] == 2
    assert data["portfolio"] is portfolio.many


def test_json_adds_up(both):
    data = json.loads(render("json", both), parse_float=Decimal)
    efforts = [*data["effort"], *(one for app in data["apps"] for one in app["effort"])]
    assert len(efforts) == 3 * len(TARGETS)
    for effort in efforts:
        for name in ("low", "likely", "high"):
            total = effort["total"][name]
            assert total == sum(one[name] for one in effort["addends"])
            assert total == sum(band[name] for band in effort["by_area"].values())
            assert total == sum(band[name] for band in effort["by_category"].values())


def test_json_names_every_source_it_cites(desk):
    data = json.loads(render("json", desk))
    assert set(data["sources"]) == set(sources())
    assert [one["id"] for one in data["apps"][0]["questions"]] == [question.id for question in questions()]


# HTML


def test_the_script_of_the_page_is_valid_and_matches_its_hash(desk):
    import base64
    import hashlib

    body = render("html", desk)
    (script,) = re.findall(r"<script>(.*?)</script>", body, re.DOTALL)
    assert syntax_error(script) is None
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in body


def test_the_page_asks_for_nothing_outside(both):
    body = render("html", both)
    assert not re.findall(r"\b(?:src|srcset|action|poster|data)=\"", body)
    assert not re.findall(r"url\(|@import|<link(?! rel=\"icon\" href=\"data:)", body)
    outside = re.findall(r'href="(https?:[^"]+)"', body)
    assert set(outside) == {one.url for one in sources().values() if one.url}


def test_ids_are_unique_and_every_link_inside_the_page_leads_somewhere(both):
    body = render("html", both)
    identities = re.findall(r'\bid="([^"]+)"', body)
    assert len(identities) == len(set(identities))
    for target in re.findall(r'href="#([^"]*)"', body):
        assert target in identities


def test_a_hostile_app_is_inert_in_html(hostile):
    body = render("html", hostile)
    assert len(re.findall(r"<script", body)) == 1
    assert "<img" not in body
    assert "onerror=alert(1)>" not in body
    assert "\u202e" not in body
    assert "&lt;img" in body
    assert "javascript:alert" not in re.sub(r">[^<]*<", "><", body).replace("&#34;", '"').split("title=")[0]


def test_charts_say_in_words_what_they_show(desk):
    body = render("html", desk)
    for drawing in re.findall(r"<svg.*?</svg>", body, re.DOTALL):
        labelled = re.search(r'aria-labelledby="(\S+) (\S+)"', drawing)
        assert f'<title id="{labelled[1]}">' in drawing
        assert f'<desc id="{labelled[2]}">' in drawing
    assert body.count("<svg") == 7
    assert 'class="timeline"' in body


def test_the_map_names_libraries_pages_events_and_what_is_outside(desk):
    from ctilint.assess.telling.charts import charts_of

    (chart,) = charts_of(desk)["inventory"]
    columns = {column["kind"]: [node["full"] for node in column["nodes"]] for column in chart["columns"]}
    assert columns["library"] == [
        "Open CTI for Classic 34.0",
        "Console Integration Toolkit 34.0",
        "Open CTI for Lightning 52.0",
    ]
    assert [path.rpartition("/")[2] for path in columns["page"]] == ["ClassicPhone.page", "LightningPhone.page"]
    assert "onClickToDial" in columns["event"]
    assert {"Apex PhoneLookup.find", "channel Softphone__c", "pbx.estate.example"} <= set(columns["outside"])
    assert chart["edges"]


def test_places_of_two_files_with_one_name_have_two_addresses():
    assert line_id(Spot("a/x.js", 3)) != line_id(Spot("b/x.js", 3))
    assert line_id(Spot("a/x.js", 3)).startswith("line-x-js-")


def test_what_cannot_be_read_and_what_is_already_voice_is_said(tmp_path, monkeypatch):
    (tmp_path / "broken.js").write_text("sforce.opencti.saveLog({ value: { ;;;", "utf-8")
    (tmp_path / "panel.html").write_text(
        "<template><lightning-service-cloud-voice-toolkit-api></lightning-service-cloud-voice-toolkit-api></template>"
        "<script>sforce.opencti.onReady({}); sforce.opencti.screenPop(dynamic[thing]);</script>",
        "utf-8",
    )
    hosts = "".join(f"fetch('https://h{number}.example');" for number in range(14))
    (tmp_path / "hosts.js").write_text(
        f"sforce.opencti.CALL_TYPE.INBOUND; sforce.opencti.saveLog({{}}); {hosts}", "utf-8"
    )
    monkeypatch.chdir(tmp_path)
    portfolio = gather_portfolio([assessed(["."], "mixed", ("partner-telephony",))], many=False)
    body = render("markdown", portfolio)
    assert "could not be read to the end" in body
    assert "**Names that no table has**" in body
    assert "`sforce.opencti.onReady`" in body
    assert "`lightning-service-cloud-voice-toolkit-api`" in body
    page = render("html", portfolio)
    assert "and 2 more" in page


def test_an_app_that_is_voice_already_has_nothing_to_do(tmp_path, monkeypatch):
    (tmp_path / "panel.html").write_text(
        "<template><lightning-service-cloud-voice-toolkit-api></lightning-service-cloud-voice-toolkit-api></template>",
        "utf-8",
    )
    monkeypatch.chdir(tmp_path)
    portfolio = gather_portfolio([assessed(["."], "voice", ("amazon-connect",))], many=False)
    body = render("markdown", portfolio)
    assert "Salesforce Voice with Amazon Connect: nothing was found that has to be done." in body
    assert "Salesforce Voice with Amazon Connect: no points." in body
    for form in ("html", "json", "csv"):
        assert render(form, portfolio)


# Terminal


def test_the_summary_says_the_verdict_and_the_way_on(both, desk):
    from rich.console import Console

    for portfolio in (desk, both):
        console = Console(width=200, file=io.StringIO(), record=True, markup=False)
        for part in summary(portfolio):
            console.print(part)
        out = console.export_text()
        assert "Open CTI ends on 2028-02-28" in out
        assert "ctilint assess --format html -o assessment.html" in out
        assert rounded(portfolio.effort[0].total.likely) in out
    assert "kiosk" in out


# Small things


def test_cells_as_text():
    assert plain(Names(("a", "b"))) == "a, b"
    assert plain(Places((Spot("a", 1), Spot("b", 2)))) == "a:1; b:2"
    assert [points(Decimal(value)) for value in ("1.50", "100", "0", "0.0")] == ["1.5", "100", "0", "0"]
    assert [rounded(Decimal(value)) for value in ("54.75", "3.5", "0.25", "0")] == ["55", "4", "1", "0"]


def test_an_unknown_format_is_refused(desk):
    with pytest.raises(ValueError, match="unknown format 'pdf'"):
        render("pdf", desk)


def test_secrets_of_the_estate_are_in_no_report(both):
    for form in ("markdown", "html", "json", "csv"):
        assert "made-up-token" not in render(form, both)
    assert "made-up-token" in (ESTATE / "desk/force-app/callCenters/EstatePhone.xml").read_text("utf-8")
