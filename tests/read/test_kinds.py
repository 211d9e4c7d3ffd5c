import pytest

from ctilint.read.facts import FileKind
from ctilint.read.files.kinds import nature_of, suffix_of
from ctilint.read.markup.masking import Syntax

LWC = "<!-- c -->\n<template>\n</template>"


@pytest.mark.parametrize(
    ("path", "suffix"),
    [
        ("a/b.JS", ".js"),
        ("a.b/c", ""),
        (".eslintrc", ".eslintrc"),
        ("w/X.webLink-meta.xml", "-meta.xml"),
        ("a.js.erb", ".js.erb"),
        ("a.js.html", ".html"),
        ("a.min.js", ".js"),
        ("a.resource!/js/b.ts", ".ts"),
    ],
)
def test_the_suffix_that_counts(path, suffix):
    assert suffix_of(path) == suffix


@pytest.mark.parametrize(
    ("path", "text", "kind"),
    [
        ("a.page", "", FileKind.VISUALFORCE),
        ("a.component", "", FileKind.VISUALFORCE),
        ("a.vf", "", FileKind.VISUALFORCE),
        ("a.cmp", "", FileKind.AURA),
        ("a.app", "", FileKind.AURA),
        ("a.evt", "", FileKind.AURA),
        ("a.html", "<html>", FileKind.HTML),
        ("a.html", LWC, FileKind.LWC_TEMPLATE),
        ("force-app/lwc/x/x.html", "<p>", FileKind.LWC_TEMPLATE),
        ("a.htm", "", FileKind.HTML),
        ("a.vue", "<template></template>", FileKind.HTML),
        ("a.svelte", "", FileKind.HTML),
        ("a.js", "<html>", FileKind.JAVASCRIPT),
        ("a.mjs", "", FileKind.JAVASCRIPT),
        ("a.cjs", "", FileKind.JAVASCRIPT),
        ("a.jsx", "", FileKind.JAVASCRIPT),
        ("a.ts", "", FileKind.TYPESCRIPT),
        ("a.tsx", "", FileKind.TYPESCRIPT),
        ("a.erb", "<p>", FileKind.TEMPLATE),
        ("a.php", "<?php ?><p>", FileKind.TEMPLATE),
        ("a.php", "<?php ?> f();", FileKind.JAVASCRIPT),
        ("a.jsp", "<%@ page %><p>", FileKind.TEMPLATE),
        ("a.aspx", "<p>", FileKind.TEMPLATE),
        ("a.object", "<CustomObject>", FileKind.METADATA),
        ("a.webLink-meta.xml", "<WebLink>", FileKind.METADATA),
        ("a.homePageComponent", "<HomePageComponent><body>", FileKind.METADATA),
        ("a.callCenter-meta.xml", "<?xml v?><CallCenter xmlns='x'>", FileKind.CALL_CENTER),
        ("a.xml", "\n<callCenter>", FileKind.CALL_CENTER),
        ("a.py", "", FileKind.PYTHON),
        ("a.yaml", "", FileKind.DEPLOYMENT),
        ("a.cljs", "(js/sforce.opencti.screenPop)", FileKind.OTHER),
        ("View.m", "sforce.opencti.screenPop();", FileKind.OTHER),
        ("notes.adoc", "sforce.opencti.screenPop();", FileKind.OTHER),
        ("a.md", "sforce", FileKind.OTHER),
        ("a.json", "{}", FileKind.OTHER),
        ("a.resource", "f();", FileKind.JAVASCRIPT),
        ("a.resource", "<!DOCTYPE html><p>", FileKind.HTML),
        ("a.resource", "<a><b/></a>", FileKind.METADATA),
        ("a.resource", "<apex:page>", FileKind.VISUALFORCE),
        ("a", "<aura:component>", FileKind.AURA),
        ("a", "<?php f(); ?>", FileKind.TEMPLATE),
        ("a", "<%@ page %><html>", FileKind.TEMPLATE),
        ("a", "<callCenter >", FileKind.CALL_CENTER),
        ("a", LWC, FileKind.LWC_TEMPLATE),
    ],
)
def test_the_kind_of_a_file(path, text, kind):
    assert nature_of(path, text).kind is kind


def test_languages_and_template_syntax():
    assert [nature_of(f"a.{end}", "").language for end in ("js", "ts", "tsx", "mts", "page")] == [
        *("javascript", "typescript", "tsx", "typescript", "javascript")
    ]
    nature = nature_of("a.js.erb", "")
    assert (nature.kind, nature.syntax) == (FileKind.JAVASCRIPT, Syntax.PERCENT | Syntax.RUBY)
    assert nature_of("a.js", "").syntax is Syntax.NONE
    assert nature_of("a.html", "").syntax is Syntax.NONE


def test_a_guess_says_that_it_is_one():
    assert nature_of("a.js", "").certain
    assert not nature_of("a.resource", "f()").certain
