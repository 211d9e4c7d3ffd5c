"""``--lib``: the real library for what the app does not bring."""

# ruff: noqa: E501 - a page stands on the lines on which it reads best

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ctilint.cli import run
from ctilint.prove import Options, WindowRun, prove_app
from ctilint.prove.page.supplied import SuppliedError, read_supplied
from ctilint.prove.play.scenarios import BUILT_IN

LIBRARY = '<script src="/support/api/60.0/lightning/opencti_min.js"></script>'
FORMS = {
    "a global": "var Vendor = { version: '7', on: function (name, fn) { setTimeout(fn, 10, { number: '+1' }); } };",
    "a global of a class": "class Kit { constructor() { this.version = '7'; } on(name, fn) { fn({ number: '+1' }); } } window.Vendor = new Kit();",
    "a universal module": "(function (root, make) { if (typeof module === 'object' && module.exports) { module.exports = make(); } else { root.Vendor = make(); } })(this, function () { return { version: '7', on: function (name, fn) { fn({ number: '+1' }); } }; });",
}
MODULES = {
    "ECMAScript": "export const version = '7'; export function on(name, fn) { fn({ number: '+1' }); }",
    "CommonJS": "exports.version = '7'; exports.on = function (name, fn) { fn({ number: '+1' }); };",
    "a universal module": FORMS["a universal module"],
}
USE = "console.log(Vendor.version); Vendor.on('call', function (call) { console.log(call.number.length); });"


def played(make_app: Any, files: dict[str, str], *given: tuple[str, Path]) -> WindowRun:
    supplied = tuple(read_supplied(address, str(path)) for address, path in given)
    chosen = tuple(one for one in BUILT_IN if one.name == "click-to-dial")
    (run,) = prove_app(make_app(files), Options(scenarios=chosen, supplied=supplied))
    return run


def said(run: WindowRun) -> list[str]:
    return [record.text("value").strip('"') for record in run.scenarios[0].played.of("console")]


def written(folder: Path, text: str, name: str = "real.js") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


@pytest.mark.parametrize("asked", ["https://cdn.example/v7/vendor.js", "https://cdn.example/v7/vendor.js?k=1"])
@pytest.mark.parametrize("code", FORMS.values(), ids=FORMS)
def test_a_script_is_the_real_one(make_app: Any, tmp_path: Path, code: str, asked: str) -> None:
    page = f'{LIBRARY}<script src="{asked}"></script><script>{USE}</script>'
    run = played(make_app, {"a.html": page}, ("https://cdn.example/v7/vendor.js", written(tmp_path, code)))
    assert said(run) == ["7", "2"]
    assert (run.status, run.reasons) == ("run", ())
    assert f"{asked} is {tmp_path}/real.js, which --lib gives" in run.notes
    without = played(make_app, {"a.html": page})
    assert (without.status, said(without)[0]) != ("run", "7")


@pytest.mark.parametrize("code", MODULES.values(), ids=MODULES)
@pytest.mark.parametrize("how", ["import * as Vendor from '@vendor/kit';", "const Vendor = require('@vendor/kit');"])
def test_a_module_is_the_real_one(make_app: Any, tmp_path: Path, code: str, how: str) -> None:
    text = f"{how} {USE} sforce.opencti.enableClickToDial();"
    run = played(make_app, {"main.js": text}, ("@vendor/kit", written(tmp_path, code)))
    assert said(run) == ["7", "2"]
    assert run.notes.count(f"@vendor/kit is {tmp_path}/real.js, which --lib gives") == 1


def test_a_script_that_is_loaded_late_is_the_real_one(make_app: Any, tmp_path: Path) -> None:
    code = f"var s = document.createElement('script'); s.src = 'https://cdn.example/vendor.js'; s.onload = function () {{ {USE} }}; document.head.appendChild(s);"
    page = f"{LIBRARY}<script>{code}</script>"
    file = written(tmp_path, FORMS["a global"])
    assert said(played(make_app, {"a.html": page}, ("https://cdn.example/vendor.js", file))) == ["7", "2"]


def test_what_the_real_one_throws_is_told_at_its_place(make_app: Any, tmp_path: Path) -> None:
    file = written(tmp_path, "window.Vendor = {\n on(name, fn) { setTimeout(function () { null.x; }, 5); } };")
    page = f'{LIBRARY}<script src="v.js"></script><script>Vendor.on("a", function () {{}});</script>'
    run = played(make_app, {"a.html": page}, ("v.js", file))
    (problem,) = run.scenarios[0].problems
    assert str(problem.spot) == f"{file}:2:42"
    assert run.failed


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("function (", "not a script: "),
        ("\x00\xff\x00" * 50, ""),
        ("sforce.opencti.initialize=1;sforce=window.sforce||{};", None),
    ],
)
def test_a_file_that_is_no_library_is_refused(tmp_path: Path, text: str, says: str | None) -> None:
    file = written(tmp_path, text)
    if says is None:
        assert read_supplied("x", str(file)).facts.scripts
        return
    with pytest.raises(SuppliedError, match=f"--lib x={file}: {says}"):
        read_supplied("x", str(file))


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("x=y.js --browser", "--lib is for the built-in engine: leave --browser out"),
        ("x", "'x' is not ADDRESS=FILE"),
        ("=x", "'=x' is not ADDRESS=FILE"),
        ("x=", "'x=' is not ADDRESS=FILE"),
        ("x=none.js", "--lib x=none.js: the file cannot be read: No such file or directory"),
    ],
)
def test_mistakes_of_the_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], given: str, says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["prove", "--lib", *given.split()]) == 2
    assert says in capsys.readouterr().err


def test_an_address_twice_and_one_that_nobody_asks_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path, FORMS["a global"])
    (tmp_path / "app").mkdir()
    page = f'{LIBRARY}<script src="https://cdn.example/vendor.js?a=b"></script><script>{USE}</script>'
    written(tmp_path / "app", page, "a.html")
    assert run(["prove", "app", "--lib", "a=real.js", "--lib", "a=real.js"]) == 2
    assert "'a' is given twice" in capsys.readouterr().err
    wrong = ["prove", "app", "--only", "leave", "--lib", "https://cdn.example/vender.js?a=b=real.js"]
    assert run(wrong) == 0
    err = capsys.readouterr().err
    assert "warning: no page asked for 'https://cdn.example/vender.js?a=b' (--lib)" in err
    assert "https://cdn.example/vendor.js?a=b" in err.partition("(--lib)")[2]
    right = ["prove", "app", "--only", "leave", "--format", "json", "--lib", "https://cdn.example/vendor.js=real.js"]
    assert run(right) == 0
    done = capsys.readouterr()
    assert "warning" not in done.err
    assert (
        "https://cdn.example/vendor.js?a=b is real.js, which --lib gives" in json.loads(done.out)["windows"][0]["notes"]
    )
