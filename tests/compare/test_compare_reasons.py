"""The file of reasons."""

from __future__ import annotations

import pytest

from ctilint.compare.reasons import Reason, ReasonsError, read_reasons


def test_reasons_are_read_in_their_order():
    text = """
[[given-up]]
capability = "fields:*"
reason = " kept elsewhere "
by = "the owner"

[[given-up]]
capability = "controls:mute"
reason = "headsets do it"
"""
    found = read_reasons("r.toml", text)
    assert found == (Reason("fields:*", "kept elsewhere", "the owner"), Reason("controls:mute", "headsets do it"))
    assert found[0].speaks_for("fields:Task.Subject")
    assert not found[0].speaks_for("controls:mute")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[given-up]", "r.toml: is not TOML: "),
        ("given = 1", "r.toml: unknown key 'given': only 'given-up' is read"),
        ("given-up = 1", r"r.toml: 'given-up' must be a list of tables \(\[\[given-up\]\]\)"),
        ('[[given-up]]\ncapability = "x"', "r.toml: given-up 1: 'reason' must be a text that says something"),
        ('[[given-up]]\ncapability = "x"\nreason = " "', "r.toml: given-up 1: 'reason' must be a text"),
        ('[[given-up]]\ncapability = "x"\nreason = "y"\nby = 1', "r.toml: given-up 1: 'by' must be a text"),
        ('[[given-up]]\nwhat = "x"', "r.toml: given-up 1: only capability, reason and by are read"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(text, says):
    with pytest.raises(ReasonsError, match=f"^{says}"):
        read_reasons("r.toml", text)
