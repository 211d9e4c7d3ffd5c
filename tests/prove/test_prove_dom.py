"""The small DOM, the fake clock and the page loader behave as a page expects of a browser."""

# ruff: noqa: E501, ISC004 - a page stands on the lines on which it reads best

from __future__ import annotations

from typing import Any

import pytest
from conftest import lines

# A page and what it writes to its console.
CASES = {
    "scripts run where they stand": (
        "<script>console.log(document.getElementById('later') === null)</script><p id=later></p>"
        "<script>console.log(document.getElementById('later').tagName)</script>",
        ["true", "P"],
    ),
    "deferred scripts run after the document": (
        "<script>document.addEventListener('DOMContentLoaded', function () { console.log('ready', document.readyState); });"
        "window.onload = function () { console.log('load', document.readyState); };</script>",
        ['ready", "interactive', 'load", "complete'],
    ),
    "top-level names are shared between scripts": (
        "<script>const a = 1; let b = 2; function c() {}</script><script>console.log(a + b, typeof c)</script>",
        ['3, "function'],
    ),
    "selectors": (
        "<div id=a class='x y'><p data-k='v w'>1</p><p>2</p><input type=checkbox checked></div><script>"
        "console.log(['#a > p', 'div.x.y p', 'p[data-k~=w]', 'p:first-child', 'p + p', 'p ~ input', ':checked', 'p:not([data-k])', 'p:nth-child(2), #a', 'div p:last-of-type']"
        ".map(function (s) { return document.querySelectorAll(s).length; }).join());</script>",
        ["2,2,1,1,1,1,1,1,2,1"],
    ),
    "markup to nodes and back": (
        "<div id=a></div><script>var a = document.getElementById('a');"
        "a.innerHTML = '<ul><li>one<li>two &amp; <b>three</b></ul><br><img src=x>';"
        "console.log(a.querySelectorAll('li').length, a.querySelector('b').textContent);"
        "console.log(a.innerHTML);</script>",
        ['2, "three', '<ul><li>one</li><li>two &amp; <b>three</b></li></ul><br><img src=\\"x\\">'],
    ),
    "events bubble and can be stopped": (
        "<div id=a><button id=b>go</button></div><script>var a = document.getElementById('a'), b = document.getElementById('b');"
        "a.addEventListener('click', function () { console.log('capture'); }, true);"
        "a.addEventListener('click', function () { console.log('bubble'); });"
        "b.onclick = function (e) { console.log(e.type, this.id); };"
        "b.click(); b.addEventListener('click', function (e) { e.stopPropagation(); }); b.click();</script>",
        ["capture", 'click", "b', "bubble", "capture", 'click", "b'],
    ),
    "attributes are handlers": (
        "<button id=b onclick='console.log(this.id, event.type); return false'></button><form id=f onsubmit='console.log(\"sent\"); return false'><button id=s></button></form>"
        "<script>document.getElementById('b').click(); document.getElementById('s').click();</script>",
        ['b", "click', "sent"],
    ),
    "a listener that throws stops nobody else": (
        "<script>window.onerror = function (m) { console.log('seen', m); };"
        "document.addEventListener('x', function () { throw new Error('one'); });"
        "document.addEventListener('x', function () { console.log('two'); });"
        "document.dispatchEvent(new CustomEvent('x'));</script>",
        ['seen", "Error: one', "two"],
    ),
    "timers run in order of their time": (
        "<script>var t = setInterval(function () { console.log('tick'); clearInterval(t); }, 20); setTimeout(console.log, 30, 'late'); setTimeout(function () { console.log('soon'); });"
        "Promise.resolve().then(function () { console.log('micro'); }); console.log('now');</script>",
        ["now", "micro", "soon", "tick", "late"],
    ),
    "time moves when it is asked for": (
        "<script>var s = Date.now(); while (Date.now() - s < 500) {} console.log(new Date() - s < 600)</script>",
        ["true"],
    ),
    "forms": (
        "<form><select id=s><option value=1>a<option value=2 selected>b</select><input id=i value=x><textarea id=t>y</textarea></form><script>"
        "var s = document.getElementById('s'); console.log(s.value, s.selectedIndex); s.value = '1'; console.log(s.options[0].selected);"
        "document.getElementById('i').value = 'z'; console.log(document.forms[0].elements.length, document.getElementById('i').value);</script>",
        ['2", 1', "true", '3, "z'],
    ),
    "styles, classes and data": (
        "<p id=p data-call-id=7 style='color: red'></p><script>var p = document.getElementById('p');"
        "p.style.backgroundColor = 'blue'; p.classList.add('a', 'b'); p.classList.toggle('a');"
        "console.log(p.style.color, p.style.getPropertyValue('background-color'), p.className, p.dataset.callId);</script>",
        ['red", "blue", "b", "7'],
    ),
    "requests are answered": (
        "<script>fetch('/a').then(function (r) { return r.json(); }).then(function (j) { console.log(JSON.stringify(j)); });"
        "var x = new XMLHttpRequest(); x.onload = function () { console.log(x.status, x.responseText); }; x.open('GET', 'b'); x.send();</script>",
        ["{}", '200, "{ }'],
    ),
    "storage": (
        "<script>localStorage.setItem('a', 1); sessionStorage.b = 2; console.log(localStorage.a, localStorage.length, sessionStorage.getItem('b'))</script>",
        ['1", 1, "2'],
    ),
    "addresses": (
        "<script>var u = new URL('../x?a=1&b=%20#h', 'https://h.example:8080/p/q/r'); console.log(u.href, u.searchParams.get('b'), u.origin);"
        "console.log(new URLSearchParams(location.search).get('mode')); try { new URL('nonsense'); } catch (e) { console.log(e.name); }</script>",
        ['https://h.example:8080/p/x?a=1&b=%20#h", " ", "https://h.example:8080', "Lightning", "TypeError"],
    ),
    "the frame around is another origin": (
        "<script>console.log(window.parent !== window); try { parent.location.href; } catch (e) { console.log(e.name); } parent.postMessage({a: 1}, '*');</script>",
        ["true", "SecurityError"],
    ),
    "messages to oneself": (
        "<script>addEventListener('message', function (e) { console.log(e.data.a); }); postMessage({a: 1}, '*')</script>",
        ["1"],
    ),
    "scripts that the page creates": (
        "<script>var s = document.createElement('script'); s.src = '/support/console/60.0/integration.js';"
        "s.onload = function () { console.log(typeof sforce.console.openPrimaryTab); }; document.head.appendChild(s);"
        "var m = document.createElement('script'); m.src = 'https://cdn.example/none.js'; m.onload = function () { console.log('it came'); }; document.head.appendChild(m);</script>",
        ["function", "it came"],
    ),
    "document.write": (
        "<script>document.write('<p id=w>x</p><scr' + 'ipt>console.log(1)</scr' + 'ipt>'); console.log(document.getElementById('w').textContent)</script>",
        ["x", "1"],
    ),
    "a stand-in for jQuery from elsewhere": (
        "<p id=p class=c>x</p><script src='https://code.jquery.com/jquery-3.7.1.min.js'></script><script>"
        "$(function () { $('#p').addClass('d').text('y').on('click', function () { console.log($(this).text(), $(this).hasClass('d')); }).click();"
        "$.ajax({url: '/a', success: function (r) { console.log(typeof r); }}); });</script>",
        ['y", true', "function"],
    ),
    "template scripts are no scripts": (
        "<script type='text/html'>console.log(1)</script><script type='application/json'>{</script><script type='text/javascript; charset=utf-8'>console.log(2)</script>",
        ["2"],
    ),
    "cloning": (
        "<script>var a = {d: new Date(0), n: [1, {x: 2}]}; a.me = a; var b = structuredClone(a); console.log(b.n[1].x, b.me === b, b.n !== a.n); try { structuredClone(function () {}); } catch (e) { console.log(e.name); }</script>",
        ["2, true, true", "DataCloneError"],
    ),
    "custom elements and classes of one's own": (
        "<script>class A extends HTMLElement {} customElements.define('a-b', A); console.log(document.createElement('div') instanceof HTMLElement, customElements.get('a-b') === A)</script>",
        ["true, true"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_pages_find_what_they_expect(play: Any, name: str) -> None:
    text, wanted = CASES[name]
    played = play(f"<html><body>{text}</body></html>")
    assert played.limit == ""
    unseen = [record.text("message") for record in played.of("uncaught") if "one" not in record.text("message")]
    assert unseen == []
    assert lines(played) == wanted


def test_a_synchronous_request_is_recorded_with_its_place(play: Any) -> None:
    played = play("<script>\n  var x = new XMLHttpRequest();\n  x.open('GET', '/a', false);\n  x.send();\n</script>")
    blocked = next(played.of("blocked"))
    assert (blocked.text("what"), blocked.number("ms")) == ("synchronous XMLHttpRequest", 300)
    assert [spot.line for spot in blocked.frames] == [4, 3]


def test_steps_are_counted_the_same_way_each_time(play: Any) -> None:
    text = (
        "<script src='/support/api/60.0/lightning/opencti_min.js'></script><script>"
        "function work(n) { for (var i = 0; i < n; i++) [1, 2].map(x => x + 1); }"
        "sforce.opencti.onClickToDial({listener: function () { work(100); }}); sforce.opencti.enableClickToDial();</script>"
    )
    first, second = (next(play(text, {"do": "click-to-dial"}).of("handled")).number("steps") for _ in range(2))
    assert first == second == 1 + 1 + 100 + 200


def test_masks_are_filled_and_named(play: Any) -> None:
    text = "<apex:page><script>console.log('{!$User.FirstName}', {!isConsole}, {!maxRows}, '{!URLFOR($Resource.lib, \"a/b.js\")}')</script></apex:page>"
    assert lines(play(text, path="a.page")) == ['Ada Byron", true, 1, "/resource/lib/a/b.js']


def test_visualforce_remoting_and_actions(play: Any) -> None:
    text = (
        '<apex:page controller="PhoneController"><apex:form><apex:actionFunction name="save" action="{!save}" oncomplete="console.log(\'saved\')"/></apex:form>'
        "<script>PhoneController.find('x', function (result, event) { console.log(event.status); }); save();</script></apex:page>"
    )
    assert lines(play(text, path="a.page")) == ["true", "saved"]
