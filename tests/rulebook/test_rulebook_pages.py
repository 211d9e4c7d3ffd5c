"""Pages of rules are read as their format says."""

from __future__ import annotations

import re

import pytest

from ctilint.findings import Severity
from ctilint.rulebook.pages import Expectation, head, page, parse_page, rule_names, split_marks

HEAD = """# some-rule

```toml
summary = "something is wrong"
severity = "error"
evidence = "derived"
fix = "safe"
mend = "It changes nothing else."
effort = "small"
since = "0.1"
```

Why it is wrong,
in two lines.

"""

BODY = (
    HEAD
    + """## One file

```js
f(1); // error: one is wrong
g();
```

```js fixed
f(2);
g();
```

```js
f(3);
```

## An app

```html index.html
<a></a> <!-- warning: an empty link -->
<script src="phone.js"></script>
```

```js phone.js
start(); // note: it starts // error: and stops
```

```js phone.js fixed
begin();
```

```html index.html
<b></b>
```

```text
no example
```

## When to allow it

When it is right.

```js
// error: prose
```

## Salesforce Voice

Gone.

## Sources

* A book.
"""
)


def test_the_head_is_read() -> None:
    found = parse_page("some-rule", BODY)
    assert (found.rule, found.summary, found.severity) == ("some-rule", "something is wrong", Severity.ERROR)
    assert (found.evidence, found.fix, found.effort, found.since) == ("derived", "safe", "small", "0.1")
    assert found.reason == "Why it is wrong,\nin two lines."


def test_the_sections_are_read() -> None:
    found = parse_page("some-rule", BODY)
    assert found.when_to_allow.startswith("When it is right.")
    assert found.voice == "Gone."
    assert found.sources == "* A book."


def test_examples_are_apps() -> None:
    first, second, third, fourth = parse_page("some-rule", BODY).examples
    assert first.files == (("example.js", "f(1);\ng();\n"),)
    assert first.expected == (Expectation("example.js", 1, Severity.ERROR, "one is wrong"),)
    assert first.fixed == (("example.js", "f(2);\ng();\n"),)
    assert (first.heading, first.line) == ("One file", 18)
    assert second.files == (("example.js", "f(3);\n"),)
    assert second.expected == ()
    assert third.heading == "An app"
    assert [name for name, _ in third.files] == ["index.html", "phone.js"]
    assert third.files[0][1] == '<a></a>\n<script src="phone.js"></script>\n'
    assert third.expected == (
        Expectation("index.html", 1, Severity.WARNING, "an empty link"),
        Expectation("phone.js", 1, Severity.NOTE, "it starts"),
        Expectation("phone.js", 1, Severity.ERROR, "and stops"),
    )
    assert third.fixed == (("phone.js", "begin();\n"),)
    assert fourth.files == (("index.html", "<b></b>\n"),)


def test_marks_of_python_and_yaml() -> None:
    text, expected = split_marks("f.py", "import boto3  # error: too late\n# warnings: none\n")
    assert text == "import boto3\n# warnings: none\n"
    assert expected == (Expectation("f.py", 1, Severity.ERROR, "too late"),)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("# other\n", "must begin with '# some-rule'"),
        ("# some-rule\n\nno block\n", "a ```toml block must stand below the title"),
        (HEAD.replace('fix = "safe"', 'fix = "maybe"'), "fix is 'maybe': expected one of safe, unsafe, by hand"),
        (HEAD.replace('since = "0.1"', 'sinse = "0.1"'), "see since, sinse"),
        (HEAD.replace('"0.1"', "0.1.2"), "the TOML block"),
        (HEAD + "```js fixed\nf();\n```\n", "a fixed block has no block above it"),
        (HEAD + "```js\nf();\n", "a block is not closed"),
    ],
)
def test_a_page_that_is_wrong_says_where(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=r"some-rule|line") as caught:
        parse_page("some-rule", text)
    assert words in str(caught.value)


def test_an_unknown_rule_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        page("no-such-rule")


@pytest.mark.parametrize("rule", rule_names())
def test_every_page_reads(rule: str) -> None:
    found = page(rule)
    assert found.rule == rule
    assert found.reason
    assert found.summary[:1].islower()
    assert not found.summary.endswith(".")
    assert found.sources


def test_the_head_says_what_the_page_says() -> None:
    for rule in rule_names():
        whole, short = page(rule), head(rule)
        assert short.severity is whole.severity
        assert [getattr(whole, key) for key in ("summary", "evidence", "fix", "mend", "effort", "since")] == [
            getattr(short, key) for key in ("summary", "evidence", "fix", "mend", "effort", "since")
        ]
    with pytest.raises(KeyError):
        head("no-such-rule")


@pytest.mark.parametrize("rule", rule_names())
def test_every_source_has_an_address(rule: str) -> None:
    """A reader can open what a page stands on: each entry of its sources has a link."""
    entries = [entry for entry in re.split(r"\n(?=[*-] )|\n\n", page(rule).sources) if entry.strip()]
    assert entries, f"rules/{rule}.md names no source"
    for entry in entries:
        assert re.search(r"\]\((?:https://|\.\./|README)", entry), f"rules/{rule}.md: no address in: {entry}"
