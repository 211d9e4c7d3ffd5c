"""What stands for merge fields and server templates."""

from __future__ import annotations

import pytest

from ctilint.prove.page.values import Filler, inner


@pytest.mark.parametrize(
    ("mask", "name"),
    [
        ("{!$User.Id}", "$User.Id"),
        ("{! rec.Name }", "rec.Name"),
        ("<%= @id %>", "@id"),
        ("<?php echo $x; ?>", "echo $x;"),
        ("{{ name }}", "name"),
    ],
)
def test_inner(mask: str, name: str) -> None:
    assert inner(mask) == name


@pytest.mark.parametrize(
    ("mask", "quoted", "bare"),
    [
        ("{!$Api.Session_ID}", "00D000000000001!SIMULATED", '"00D000000000001!SIMULATED"'),
        ("{!Contact.Phone}", "+14155550101", '"+14155550101"'),
        ("{!contact.Id}", "003000000000001AAA", '"003000000000001AAA"'),
        ("{!isConsole}", "value", "true"),
        ("{!rowCount}", "value", "1"),
        ("{!accountList}", "value", "[]"),
        ("{!settingsJson}", "value", "{}"),
        ("{!$Resource.jquery}", "/resource/jquery", '"/resource/jquery"'),
        ("{!URLFOR($Resource.lib, 'a/b.js')}", "/resource/lib/a/b.js", '"/resource/lib/a/b.js"'),
        ("{!$RemoteAction.Phone.find}", "Phone.find", '"Phone.find"'),
        ("{!42}", "value", "42"),
    ],
)
def test_plausible_values(mask: str, quoted: str, bare: str) -> None:
    assert Filler().fill(mask, quoted=True) == quoted
    assert Filler().fill(mask, quoted=False) == bare


def test_what_the_user_gives_wins() -> None:
    filler = Filler({"$User.Id": "it's", "limits": "[1, 2]", "{!flag}": "false"})
    assert filler.fill("{!$User.Id}", quoted=True) == "it\\'s"
    assert filler.fill("{!$USER.ID}", quoted=False) == '"it\'s"'
    assert filler.fill("{!limits}", quoted=False) == "[1, 2]"
    assert filler.fill("{!flag}", quoted=False) == "false"
    assert filler.made_up == {}


def test_what_is_made_up_is_remembered() -> None:
    filler = Filler()
    filler.fill("{!first}", quoted=True)
    assert filler.text("/a/{!first}/{!$Resource.x}.js") == "/a/value//resource/x.js"
    assert filler.made_up == {"first": "value"}
