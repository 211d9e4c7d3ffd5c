"""The tables against the packages, both ways: what a package has and no row has is named, and the other way round."""

from __future__ import annotations

import re

import pytest
from packages import connector_constants, life_cycle, npm, streams_names, version, weakness_names

from ctilint.rulebook.runtimes import runtimes
from ctilint.rulebook.sources import weaknesses
from ctilint.rulebook.tables import about, api

pytestmark = pytest.mark.packages

STREAMS = ("amazon-connect-streams", "amazon-connect-streams@1.4.5")
CONNECTORS = ("scv-connector-base", "scv-connector-base@4.2.2", "@salesforce/scv-connector-base@3.2.17")
NEWEST = (STREAMS[0], CONNECTORS[0])
# Of Streams' inside without a row: what begins with _, classes, and helpers outside connect.core.
INSIDE = re.compile(r"\._|\.[A-Z]\w*$|^connect\.(?!core\.)")
GONE = {"connect.core.getSoftphoneUserMediaStream"}


@pytest.mark.parametrize(("package", "dialect"), [(STREAMS[0], "streams"), (CONNECTORS[0], "connector")])
def test_the_table_speaks_of_the_newest_package(package: str, dialect: str) -> None:
    assert f"{package} {version(package)}" == about(dialect)["package"], "a newer one is out: compare, then say so"


@pytest.mark.parametrize("package", STREAMS)
def test_what_streams_has_has_a_row(package: str) -> None:
    found, rows = streams_names(package), api("streams")
    without = sorted(name for name in found["functions"] if name not in rows)
    print(f"{package} {version(package)}: {len(found['functions'])} functions, {len(without)} without a row:", *without)
    assert [name for name in without if not INSIDE.search(name)] == []


def test_what_has_a_row_is_in_streams() -> None:
    package, rows = STREAMS[0], api("streams")
    found = streams_names(package)
    typings = (npm(package) / "src" / "index.d.ts").read_text("utf-8")
    names = {*found["functions"], *found["constants"]}
    alone = [
        name
        for name in rows
        if name not in names | GONE and not re.search(rf"\b{re.escape(re.split('[.#]', name)[-1])}\b", typings)
    ]
    assert alone == []
    declared = {f"connect.{name}" for name in re.findall(r"^\s*enum (\w+)", typings, re.MULTILINE)}
    assert sorted(declared - set(rows)) == []


def test_the_arguments_of_streams_are_those_of_its_typings() -> None:
    """Every argument of a row whose source is the typings is a parameter of a declaration of that name there."""
    typings = (npm(STREAMS[0]) / "src" / "index.d.ts").read_text("utf-8")
    flat = re.sub(r"/\*.*?\*/|//[^\n]*", " ", typings, flags=re.DOTALL)
    odd = []
    for name, entry in api("streams").items():
        if entry.kind == "constant" or not entry.source.startswith("typings"):
            continue
        last = re.split("[.#]", name)[-1]
        declared = [
            re.findall(r"(?:^|[,(])\s*(?:readonly )?(\w+)\??\s*:", inside)
            for inside in re.findall(rf"\b{re.escape(last)}\??\s*(?:<[^>]*>)?\s*\(((?:[^()]|\([^()]*\))*)\)", flat)
        ]
        given = [argument.name for argument in entry.arguments]
        if declared and not any(set(given) <= set(one) for one in declared):
            odd.append((name, given, declared[0]))
    print(f"{len(odd)} rows whose arguments are called otherwise than in the typings:", *odd)
    assert [name for name, given, declared in odd if len(given) > max(len(declared), 1)] == []


def test_the_constants_of_streams_have_their_members() -> None:
    found = streams_names(STREAMS[0])["constants"]
    rows = {name: dict(entry.values) for name, entry in api("streams").items() if entry.kind == "constant"}
    assert {name: rows[name] for name in rows if name in found} == {
        name: {key: str(value) for key, value in found[name].items()} for name in rows if name in found
    }


@pytest.mark.parametrize("package", CONNECTORS)
def test_the_constants_of_the_connector_base(package: str) -> None:
    rows: dict[str, dict[str, str]] = {}
    for name, entry in api("connector").items():
        if entry.kind == "constant":
            rows.setdefault(re.split("[.:]", name)[-1], {}).update(entry.values)
    found = connector_constants(package)
    fields = {name for name in rows if name[0].islower()}
    lacking = {
        name: sorted(set(members) - set(rows.get(name, {})))
        for name, members in found.items()
        if set(members) - set(rows.get(name, {}))
    }
    surplus = {
        name: sorted(set(members) - set(found.get(name, {})))
        for name, members in rows.items()
        if name not in fields and set(members) - set(found.get(name, {}))
    }
    print(f"{package} {version(package)}: {len(found)} constants; without a row: {lacking}; only in rows: {surplus}")
    if package in NEWEST:
        assert lacking == {}
        assert surplus == {}
    else:
        known = {member for members in rows.values() for member in members}
        gone = {member for members in lacking.values() for member in members} - known
        print(f"members of {package} that the newest has under no name:", *sorted(gone))


def test_the_classes_of_the_connector_base() -> None:
    """Every class that a payload or an answer of the table names is one of the newest package."""
    types = (npm(CONNECTORS[0]) / "src" / "main" / "types.js").read_text("utf-8")
    classes = set(re.findall(r"\bclass (\w+)", types))
    named = {
        word
        for entry in api("connector").values()
        for word in re.findall(r"\b[A-Z]\w*(?:Result|Info|Error|Call|Contact|Status)\b", entry.returns)
    }
    print(f"{len(classes)} classes, {len(named)} named by the table")
    assert named
    assert sorted(named - classes) == []


def test_the_runtimes_of_lambda_are_those_of_cfn_lint() -> None:
    found = {
        name: (row["deprecated"], row["create-block"] or "", row["update-block"] or "")
        for name, row in life_cycle().items()
    }
    rows = {name: (one.ends, one.creating, one.updating) for name, one in runtimes().known.items()}
    assert rows == found


def test_the_names_of_the_amazon_connect_sdk_are_those_of_its_typings() -> None:
    named = about("connect-sdk")["package"].replace("@amazon-connect/", "").split(", ")
    packages = dict(one.split(" ") for one in named)
    text = ""
    for name, at in packages.items():
        assert version(f"@amazon-connect/{name}") == at, f"a newer @amazon-connect/{name} is out: compare, then say so"
        text += "".join(path.read_text("utf-8") for path in npm(f"@amazon-connect/{name}").rglob("*.d.ts"))
    text += "".join(path.read_text("utf-8") for path in npm("@amazon-connect/core").rglob("*.d.ts"))
    rows = [name for name in api("connect-sdk") if "#" in name]
    declared = set(re.findall(r"\b(\w+)\s*(?:<[^>]*>)?\(", text))
    assert rows
    assert [name for name in rows if name.rpartition("#")[2] not in declared] == []
    classes = {name.partition("#")[0] for name in rows} & set(re.findall(r"\bclass (\w+)", text))
    lacking = sorted(
        f"{owner}#{method}"
        for owner in classes
        for body in re.findall(rf"class {owner}\b[^{{]*{{(.*?)\n}}", text, re.DOTALL)
        for method in re.findall(r"^ +(?:async )?(\w+)\s*(?:<[^>]*>)?\(", body, re.MULTILINE)
        if method != "constructor" and f"{owner}#{method}" not in rows
    )
    print(f"{len(rows)} rows, {len(classes)} classes; methods without a row:", *lacking)


def test_the_weaknesses_are_called_as_mitre_calls_them() -> None:
    names = weakness_names()
    assert len(names) > 900
    given = {one.number: one.name for one in weaknesses().by_rule.values()}
    assert given == {number: names.get(number) for number in given}
