from __future__ import annotations

import pytest

from ctilint.checks.unreadable_source import check
from ctilint.read.strict import StrictGateError, SyntaxFault
from ctilint.records import replace
from ctilint.understand.model import Skipped


def said(app) -> list[tuple[str, int, str]]:
    return [(p.place.path, p.place.span.start, p.message) for p in check(app)]


def test_the_first_place_in_esprimas_words(make_app) -> None:
    app = make_app({"a.js": "sforce.opencti.onClickToDial({ listener: ; });\nif (\n"})
    assert said(app) == [("a.js", 41, "unexpected token ;")]


def test_each_script_of_a_page_is_named_once(make_app) -> None:
    text = "<script>sforce.opencti.x(;</script><script>sforce.opencti.x()</script><script>var ;</script>"
    assert said(make_app({"a.html": text})) == [
        ("a.html", text.index(";</script>"), "unexpected token ;"),
        ("a.html", text.index(";</script>", 40), "unexpected token ;"),
    ]


def test_bytes_that_are_no_text(make_app) -> None:
    assert said(make_app({"a.js": b"sforce.opencti.x();\0"})) == [("a.js", 0, "binary data: a zero byte at offset 19")]


def test_a_file_that_the_system_refuses(make_app) -> None:
    skipped = (Skipped("b.js", "cannot be read: permission denied"), Skipped("c", "excluded"))
    app = replace(make_app({"a.js": "sforce.opencti.x()"}), skipped=skipped)
    assert said(app) == [("b.js", 0, "the file cannot be read: permission denied")]


def test_without_the_gate_the_parsers_own_words_stand(make_app, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object) -> None:
        raise StrictGateError

    app = make_app({"a.js": "sforce.opencti.onClickToDial({ listener: ; });"})
    monkeypatch.setattr("ctilint.read.validity.fault_of", missing)
    (script,) = app.files["a.js"].scripts
    assert said(app) == [("a.js", script.problem.span.start, script.problem.message)]


def test_what_the_gate_accepts_after_all_is_silent_and_what_it_cannot_check_keeps_the_parsers_words(
    make_app, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app({"a.js": "sforce.opencti.onClickToDial({ listener: ; });"})
    (script,) = app.files["a.js"].scripts
    monkeypatch.setattr("ctilint.read.validity.fault_of", lambda *_: None)
    assert said(app) == []
    unsure = SyntaxFault(1, 1, 0, "too large to check", checked=False)
    monkeypatch.setattr("ctilint.read.validity.fault_of", lambda *_: unsure)
    assert said(app) == [("a.js", script.problem.span.start, script.problem.message)]


def test_a_window_that_holds_more_than_is_followed(make_app, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "".join(f"sforce.console.addEventListener('e{n}', function (r) {{ alert(r); }});\n" for n in range(9))
    assert said(make_app({"a.js": text})) == []
    monkeypatch.setattr("ctilint.understand.build.ROUNDS", 0)
    ((path, start, message),) = said(make_app({"a.js": text}))
    assert (path, start) == ("a.js", 0)
    assert message.endswith("functions of this window were not followed: there is more in it than is followed")
