from __future__ import annotations

import pytest

from ctilint.editor.completing import entry_of, proposals


def labels(text: str, **aliases: str) -> list[str]:
    return [one.label for one in proposals(text, len(text), aliases)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("sforce.opencti.", "screenPop"),
        ("window.sforce?.opencti.scr", "screenPop"),
        ("sforce.interaction.", "cti"),
        ("sforce.interaction.cti.", "onClickToDial"),
        ("sforce.console.", "openPrimaryTab"),
        ("connect.", "contact"),
        ("contact.", "onEnded"),
    ],
)
def test_methods_of_every_dialect(text: str, wanted: str) -> None:
    assert wanted in labels(text)


def test_an_alias_of_the_app_is_followed() -> None:
    assert "screenPop" in labels("phone.", phone="sforce.opencti")
    assert labels("phone.") == []


def test_keys_that_are_not_written_yet() -> None:
    assert labels("sforce.opencti.screenPop({ ") == ["type", "params", "defaultFieldValues", "callback"]
    assert labels("sforce.opencti.screenPop({ type: x, call") == ["params", "defaultFieldValues", "callback"]
    assert labels("sforce.opencti.screenPop({ type: f({ a: 1 }), ") == ["params", "defaultFieldValues", "callback"]
    assert labels("sforce.opencti.screenPop({ params: { ") == []
    assert labels("sforce.opencti.screenPop({ type: ") == []
    assert labels("other({ ") == []
    assert labels("({[(" * 3) == []


def test_the_row_of_a_name() -> None:
    assert entry_of("sforce.opencti.screenPop") is not None
    assert entry_of("contact.onEnded") is not None
    assert entry_of("nobody.onEnded") is None
