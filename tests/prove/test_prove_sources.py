"""Scripts made ready for the engine keep their places, whatever is put into them."""

# ruff: noqa: E501 - a page stands on the lines on which it reads best

from __future__ import annotations

from typing import Any

import pytest
from conftest import lines
from hypothesis import given
from hypothesis import strategies as st

from ctilint.prove.page.modules import is_common, is_module, place_module
from ctilint.prove.page.places import FIRST_LINE, Places
from ctilint.prove.page.sources import Quotes, place_script, plain_text
from ctilint.prove.page.values import Filler
from ctilint.read.document import read_document

NAMES = st.sampled_from(["a", "bé", "c😀"])
STATEMENTS = st.sampled_from(
    [
        "var x = '{name}';",
        'function f{n}(p) {{ "use strict"; return p; }}',
        "for (var i = 0; i < 2; i++) x = i;",
        "while (x) {{ x = 0; }}",
        "var g{n} = y => y + 1;",
        "var h{n} = function () {{ return {{ k: () => ({{ z: 1 }}) }}; }};",
        "if (x) for (var k in {{}}) x = k; else x = 1;",
        "do x = 1; while (x < 1);",
        "var m{n} = '{{!$User.Name}}' + {{!count}};",
        "// {name}",
    ]
)


@given(st.lists(st.tuples(STATEMENTS, NAMES, st.sampled_from(["\n", " ", "\r\n", "\n\n  "])), min_size=1, max_size=8))
def test_every_mark_is_found_where_it_stands(parts: list[tuple[str, str, str]]) -> None:
    text = "<apex:page>\n<script>"
    for number, (statement, name, gap) in enumerate(parts):
        text += statement.format(name=name, n=number) + gap.replace(" ", "\n", 1) + f"MARK{number}();" + gap
    facts = read_document("a.page", (text + "</script></apex:page>").encode())
    script = facts.scripts[0]
    plain, obstacle = plain_text(script, facts.kind)
    assert obstacle == ""
    placed = place_script(Places(), facts.source, script, plain, facts.masks, Filler())
    ready = placed.text.split("\n")
    for number in range(len(parts)):
        mark = f"MARK{number}()"
        line, column = next((at, one.encode().index(mark.encode())) for at, one in enumerate(ready) if mark in one)
        offset = facts.source.text.index(mark)
        assert placed.position(placed.line + line, column + 1) == facts.source.position(offset)


def test_a_mask_inside_a_name_stays_a_name(play: Any) -> None:
    text = (
        "<apex:page><script>var g{!target} = 1; var h = {!target}; console.log(g{!target} + 1, h);</script></apex:page>"
    )
    assert lines(play(text, path="a.page")) == ['2, "value']


def test_scripts_get_lines_of_their_own() -> None:
    facts = read_document("a.js", b"one();\ntwo();")
    places = Places()
    first, second = (
        place_script(places, facts.source, facts.scripts[0], facts.scripts[0].text, (), Filler()) for _ in range(2)
    )
    assert first.line == FIRST_LINE
    assert second.line == FIRST_LINE + 4
    assert places.find(first.line + 1) is first
    assert places.find(second.line) is second
    assert places.find(FIRST_LINE - 1) is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("'a' b", [True, False]),
        ("// 'a'\nb 'c'", [True, False]),
        ('"it\'s" x', [True, False]),
        ("`t ${x}` y", [True, False]),
    ],
)
def test_quotes_are_told_from_code(text: str, wanted: list[bool]) -> None:
    quotes = Quotes(text)
    inside = text.index("'a'") + 1 if "'a'" in text else 2
    outside = len(text) - 1 if text[-1] != "'" else text.index("b")
    assert [quotes.at(inside), quotes.at(outside)] == wanted


MODULES = {
    "main.js": (
        "import start, { count as times, bump } from './lib.js';\nimport * as lib from \"./lib.js\";\nimport './effect.js';\n"
        "bump(); bump();\nconsole.log(start(), times, lib.name, typeof lib.Kind, import.meta.url.length > 0);\n"
        "import('./lazy.js').then((lazy) => console.log(lazy.default, lazy.all));\nexport { start };\n"
    ),
    "lib.js": "export let count = 0;\nexport function bump() { count += 1; }\nexport default function () { return 'started'; }\nexport class Kind {}\nconst inner = 'lib';\nexport { inner as name };\n",
    "effect.js": "console.log('effect');\n",
    "lazy.js": "export default 'lazy';\nexport * from './more.js';\n",
    "more.js": "export const all = 'more';\n",
}


def test_modules_find_each_other(make_app: Any, sandbox: Any) -> None:
    from ctilint.prove.page.assembly import PageBuilder
    from ctilint.prove.play.job import Options, job_for
    from ctilint.prove.play.scenarios import Scenario
    from ctilint.prove.play.seen import Reader

    page_text = '<script src="/support/api/60.0/lightning/opencti_min.js"></script><script type="module" src="main.js"></script>'
    app = make_app({"index.html": page_text, **MODULES})
    window = next(one for one in app.windows if one.root == "index.html")
    page = PageBuilder(app, window, {}).build()
    played = Reader(page.places).read(
        sandbox.run(job_for(page, Scenario("t", "t", ({"do": "start"},), {}, {}), Options()))
    )
    assert [record.text("message") for record in played.of("uncaught")] == []
    assert lines(played) == ["effect", 'started", 2, "lib", "function", true', 'lazy", "more']


def test_common_modules_and_universal_ones() -> None:
    common = read_document("a.js", b"const b = require('b'); module.exports = { b };").scripts[0]
    universal = read_document("a.js", b"if (typeof module !== 'undefined') { module.exports = 1; }").scripts[0]
    assert is_common(common)
    assert not is_common(universal)


@pytest.mark.parametrize(
    "text", ["export { };", "/** of types */ export {}", "var a = 1;\nexport {\n};\n// export {}\n"]
)
def test_a_file_that_exports_nothing_is_a_module(text: str) -> None:
    facts = read_document("a.js", text.encode())
    script = facts.scripts[0]
    assert is_module(script)
    placed = place_module(Places(), facts.source, script, text, (), Filler())
    assert "export" not in placed.text.replace("// export {}", "").replace("$exports", "")


@pytest.mark.parametrize("text", ["var a = 'export {}';", "// export {}\nvar a = 1;", "a.export\n{}"])
def test_what_only_looks_like_an_export_makes_no_module(text: str) -> None:
    assert not is_module(read_document("a.js", text.encode()).scripts[0])


def test_types_are_taken_out_and_jsx_is_rewritten() -> None:
    typed = read_document(
        "a.ts", b"interface A { b: string }\nexport const f = (x: number): void => { console.log(x as unknown); };"
    )
    text, obstacle = plain_text(typed.scripts[0], typed.kind)
    assert obstacle == ""
    assert ": number" not in text
    assert "interface" not in text
    placed = place_module(Places(), typed.source, typed.scripts[0], text, (), Filler())
    assert '"f": () => f' in placed.text
    jsx = read_document("a.jsx", b"export const a = () => <p>x</p>;")
    text, obstacle = plain_text(jsx.scripts[0], jsx.kind)
    assert obstacle == ""
    placed = place_module(Places(), jsx.source, jsx.scripts[0], text, (), Filler())
    assert '__ctilintElement("p",{},"x",)' in placed.text


FLOW = """// @flow strict
import type { Call } from './types';
import { type Agent, dial } from './phone';
import typeof Phone from './phone';
export type Props = {| +name: string, -age?: number, [key: string]: any |};
opaque type Id = string;
declare var sforce: any;
type Maybe = ?string;
const none: ?number = null;
function first(a: string, b?: ?Call, ...rest: Array<number>): Promise<?string> { return (a: any); }
const same = async <T>(x: T): Promise<T> => x;
class Base<T> { kept: ?T = null; static +ro: number = 1; asks(a: mixed): boolean %checks { return typeof a === 'string'; } }
class Own extends Base<string> implements Phone { #own: number = 2; get(): number { return this.#own; } }
sforce.opencti.enableClickToDial({ callback: (answer: { success: boolean }) => undefined });
sforce.opencti.onClickToDial({ listener: (call: Call): void => { console.log(dial(call.number), new Own().get(), first('f')); } });
"""


def test_the_types_of_flow_are_taken_out(make_app: Any) -> None:
    from ctilint.prove import Options, prove_app
    from ctilint.prove.play.scenarios import BUILT_IN

    files = {
        "main.js": FLOW,
        "phone.js": "/** @flow */\nexport const dial = (number: ?string): string => number || '';\n",
    }
    chosen = tuple(one for one in BUILT_IN if one.name == "click-to-dial")
    run = next(one for one in prove_app(make_app(files), Options(scenarios=chosen)) if one.window.root == "main.js")
    (one,) = run.scenarios
    assert (run.status, one.passed) == ("run", True)
    assert [record.text("value") for record in one.played.of("console")] == ['"+14155550101", 2, "f"']
    (registered,) = one.played.of("register")
    assert registered.spot is not None
    assert (registered.spot.line, registered.spot.column) == (15, 1)
    assert one.played.entered


@pytest.mark.parametrize(
    ("head", "flow"),
    [
        ("// @flow\n", True),
        ("/* @flow strict-local */", True),
        ("/**\n * Copyright\n *\n * @flow\n */", True),
        ("'use strict';\n// @flow\n", True),
        ("// @noflow\n", False),
        ("// me@flow.example\n", False),
        ("var a; // @flow\n", False),
        ("", False),
    ],
)
def test_flow_is_known_by_its_first_comments(head: str, flow: bool) -> None:
    from ctilint.read.files.kinds import is_flow, nature_of

    assert is_flow(head) is flow
    assert nature_of("a.js", head + "x(1);").language == ("tsx" if flow else "javascript")
    assert nature_of("a.ts", head + "x(1);").language == "typescript"
