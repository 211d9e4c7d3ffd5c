"""What Visualforce makes of its own tags, as far as a script can tell."""

from __future__ import annotations

from ctilint.read.facts import MarkupElement

_TAGS = {
    "page": "div",
    "form": "form",
    "inputtext": "input",
    "inputfield": "input",
    "inputhidden": "input",
    "inputsecret": "input",
    "inputcheckbox": "input",
    "inputtextarea": "textarea",
    "selectlist": "select",
    "selectoption": "option",
    "commandbutton": "button",
    "commandlink": "a",
    "outputlink": "a",
    "outputpanel": "div",
    "outputtext": "span",
    "outputfield": "span",
    "outputlabel": "label",
    "pageblock": "div",
    "pageblocksection": "div",
    "pageblocktable": "table",
    "datatable": "table",
    "column": "td",
    "image": "img",
    "stylesheet": "link",
    "includescript": "script",
    "iframe": "iframe",
    "panelgrid": "table",
    "detail": "div",
    "repeat": "div",
}


def rendered_tag(local: str) -> str:
    """Return the tag that ``apex:local`` becomes."""
    return _TAGS.get(local, "div")


def rendered_attributes(local: str, element: MarkupElement) -> list[list[str]]:
    """Return the attributes that Visualforce adds to what ``apex:local`` becomes."""
    if local == "inputcheckbox":
        return [["type", "checkbox"]]
    if local in {"inputhidden", "inputsecret"}:
        return [["type", "hidden" if local == "inputhidden" else "password"]]
    if local == "commandbutton":
        return [["type", "button"]]
    if local == "commandlink" and element.get("href") is None:
        return [["href", "#"]]
    return []
