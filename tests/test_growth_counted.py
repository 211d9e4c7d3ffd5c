"""What there can be many of takes its number of steps: calls of functions, counted, over four doublings.

Counting is the same on every machine, however busy; what one call does inside the interpreter is not seen here, but by
``test_growth.py``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from math import log2
from pathlib import Path
from types import FrameType

import pytest

from ctilint.judge import judge
from ctilint.read.files.discover import Tree
from ctilint.settings import Settings
from ctilint.understand import build_app

DOUBLINGS = 4
MOST = 1.1
Files = Mapping[str, str]


def repeated(unit: str, head: str = "", tail: str = "") -> Callable[[int], str]:
    return lambda count: head + "".join(unit.replace("%d", str(number)) for number in range(count)) + tail


def one(path: str, text: Callable[[int], str]) -> Callable[[int], Files]:
    return lambda count: {path: text(count)}


def some_files(count: int) -> Files:
    return {
        f"folder{at % 7}/phone{at}.js": f"sforce.opencti.onClickToDial({{ listener: dial{at} }});"
        for at in range(count)
    }


def template(count: int) -> Files:
    """Return a CloudFormation template of functions with their code in it, each of which leads to the next one."""
    functions = "".join(
        f"""  Function{at}:
    Type: AWS::Lambda::Function
    Properties:
      Handler: index.handler
      Runtime: python3.12
      Environment: {{ Variables: {{ NEXT: !Ref Function{(at + 1) % count} }} }}
      Code:
        ZipFile: |
          def handler(event, context):
              return {{'phone': event['Details']['ContactData']['CustomerEndpoint']['Address']}}
  Permission{at}:
    Type: AWS::Lambda::Permission
    Properties: {{ FunctionName: !GetAtt Function{at}.Arn, Principal: connect.amazonaws.com }}
"""
        for at in range(count)
    )
    return {"template.yaml": f"Description: Amazon Connect and Salesforce\nResources:\n{functions}"}


def pages(count: int) -> Files:
    kit = repeated(
        "Kit.part%d = function (options) { var self = Base.create(options); self.on('change', function (value) {\n"
        "  if (value.open) { self.layout.call(self, value, %d); } }); return self; };\n",
        "var Kit = {}; Kit.open = function (id) { sforce.console.openPrimaryTab(null, '/' + id, true); };\n",
    )(40)
    page = (
        '<apex:page><script src="/support/console/60.0/integration.js"></script><script src="kit.js"></script>\n'
        "<script>sforce.console.addEventListener('e%d', function (event) { Kit.open(event.message); });</script>\n"
        "</apex:page>"
    )
    return {"kit.js": kit, **{f"page{at}.page": page.replace("%d", str(at)) for at in range(count)}}


SHAPES: dict[str, tuple[int, Callable[[int], Files]]] = {
    "files": (4, some_files),
    "bytes": (20, one("a.js", repeated("go(%d);\n", "sforce.opencti.refreshView();\n"))),
    "registrations": (
        5,
        one("a.js", repeated("sforce.console.addEventListener('e%d', function (r) { alert(r); });\n")),
    ),
    "handlers": (
        5,
        one("a.js", repeated("function h%d(r) { alert(r); }\nsforce.console.addEventListener('e%d', h%d);\n")),
    ),
    "script blocks": (
        5,
        one("a.page", repeated("<script>function f%d() { sforce.console.isInConsole(); }</script>\n")),
    ),
    "attributes": (
        5,
        one(
            "a.page",
            repeated(
                '<a onclick="dial(%d)">x</a>\n', "<script>function dial(x) { sforce.opencti.screenPop(x); }</script>"
            ),
        ),
    ),
    "comments": (
        10,
        one(
            "a.js",
            repeated("// ctilint-disable-next-line blocking-handler\nalert(%d);\n", "sforce.opencti.refreshView();\n"),
        ),
    ),
    "template functions": (5, template),
    "aliases": (10, one("a.js", repeated("var a%d = api; a%d.refreshView();\n", "var api = sforce.opencti;\n"))),
    "windows that share scripts": (2, pages),
}


def steps(folder: Path, files: Files) -> int:
    """Return the calls that judging a tree takes."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    found = 0

    def note(frame: FrameType, event: str, value: object) -> None:
        del frame, value
        nonlocal found
        found += event in {"call", "c_call"}

    sys.setprofile(note)
    try:
        judge(build_app(Tree(["."]), Settings()), Settings())
    finally:
        sys.setprofile(None)
    return found


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Path]]:
    made = []

    def fresh() -> Path:
        folder = tmp_path / str(len(made))
        folder.mkdir()
        made.append(folder)
        monkeypatch.chdir(folder)
        return folder

    return fresh


@pytest.mark.parametrize("shape", SHAPES)
def test_many_take_their_number_of_steps(shape: str, folders: Callable[[], Path]) -> None:
    count, files = SHAPES[shape]
    steps(folders(), files(count))  # what is loaded once
    first = steps(folders(), files(count))
    last = steps(folders(), files(count << DOUBLINGS))
    assert log2(last / first) / DOUBLINGS < MOST
